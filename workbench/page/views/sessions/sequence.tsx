/** Sequence: a session stepped by clicking its participants, its diagram, its queues, the protocol under way, and exercises. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SessionExercise, SessionGrade } from '../../engine/sessions/exercises.ts';
import type { SessionShown, StepShown } from '../../engine/sessions/session.ts';
import { announce } from '../../parts/announce.tsx';
import { useKeptFocus } from '../../parts/focus.ts';
import { LoadErrors } from '../../parts/load-errors.tsx';
import { ask } from '../../rpc.ts';
import { page, set, usePage } from '../../state.ts';
import { Diagram } from './diagram.tsx';
import './sequence.css';

const files = import.meta.glob<string>('../../../../examples/sessions/*.session', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const examples: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [/([^/]*)\.session$/.exec(path)?.[1] ?? path, text]),
);
const first = 'server-label';

/** What the view keeps, among the texts of the page's state. */
const keys = { source: 'session', path: 'session path', exercise: 'session exercise' } as const;
const keep = (patch: Partial<Record<keyof typeof keys, string>>, how: 'step' | 'quiet' = 'step') =>
  set(
    {
      space: { ...page().space, ...Object.fromEntries(Object.entries(patch).map(([k, v]) => [keys[k as 'path'], v])) },
    },
    how,
  );
const pathOf = (text: string | undefined): readonly number[] =>
  (text ?? '')
    .split('.')
    .filter((x) => /^[0-9]{1,4}$/.test(x))
    .map(Number);

async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied.`);
  } catch {
    announce(`${what} could not be copied: the browser does not let the page write to the clipboard.`);
  }
}

/** The picture as a file of its own: colours that the page's style gives are put in. */
function svgText(svg: SVGElement): string {
  const own = svg.cloneNode(true) as SVGElement;
  const [from, to] = [[...svg.querySelectorAll('*')], [...own.querySelectorAll('*')]];
  from.forEach((e, i) => to[i]?.setAttribute('color', getComputedStyle(e).color));
  return own.outerHTML;
}

const updates = (step: StepShown): boolean => /^(lead|follow|code)/.test(step.text);

/** A step that only the thread itself sees has no other name. */
const said = (s: StepShown): string => (s.text === 'τ' ? 'go on' : s.text);

function Participants({ shown, take }: { readonly shown: SessionShown; readonly take: (s: StepShown) => void }) {
  return (
    <ul class="sequence-participants" aria-label="Participants">
      {shown.participants.map((p) => (
        <li key={p.name}>
          <h2>
            {p.name} <span class={`sequence-version-${p.version % 3}`}>version {p.version}</span>
          </h2>
          <code>{p.process}</code>
          <div class="sequence-steps">
            {p.steps.map((s) => (
              <button
                key={s.number}
                type="button"
                class={updates(s) ? 'sequence-update' : ''}
                aria-label={`${p.name}: ${said(s)}`}
                title={s.rule}
                onClick={() => take(s)}
              >
                {said(s)}
              </button>
            ))}
            {p.steps.length === 0 && <span>{p.process === 'stop' ? 'has stopped' : 'waits'}</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Queues({ shown }: { readonly shown: SessionShown }) {
  return (
    <div role="group" aria-label="Queues" class="sequence-queues">
      {shown.queues.length === 0 && <p>All queues are empty.</p>}
      {shown.queues.map((q) => (
        <p key={`${q.from} ${q.to}`}>
          {q.from} → {q.to}:{' '}
          {q.items.map((item, i) => (
            <span key={i} class={item.startsWith('#') ? 'sequence-item sequence-marker' : 'sequence-item'}>
              {item}
            </span>
          ))}
        </p>
      ))}
    </div>
  );
}

function Told({ shown }: { readonly shown: SessionShown }) {
  return (
    <details>
      <summary>Protocols and local types</summary>
      {shown.versions.map((v, i) => (
        <div key={i}>
          <h3>Version {i}</h3>
          <p>
            <code>{v.protocol}</code>
          </p>
          <ul>
            {v.locals.map((l) => (
              <li key={l.participant}>
                {l.participant}: <code>{l.type}</code>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <ul>
        {shown.updates.map((u) => (
          <li key={u}>{u}</li>
        ))}
      </ul>
    </details>
  );
}

function Exercise({
  exercise,
  source,
  path,
}: {
  readonly exercise: SessionExercise;
  readonly source: string;
  readonly path: readonly number[];
}) {
  const [grade, setGrade] = useState<SessionGrade | null>(null);
  useEffect(() => setGrade(null), [exercise.name, source, path.join('.')]);
  const check = () => void ask('sessionGrade', { name: exercise.name, source, path }).then(setGrade);
  return (
    <section aria-label="Exercise" class="sequence-exercise">
      <h2>{exercise.title}</h2>
      <p>{exercise.task}</p>
      <button type="button" class="primary" onClick={check}>
        Check
      </button>
      <p role="status">{grade === null ? '' : `${grade.solved ? 'Solved. ' : 'Not yet. '}${grade.say}`}</p>
    </section>
  );
}

export function Sequence() {
  const { space } = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const picture = useRef<HTMLDivElement>(null);
  const source = space[keys.source] ?? (examples[first] as string);
  const path = pathOf(space[keys.path]);
  const [exercises, setExercises] = useState<readonly SessionExercise[]>([]);
  const [got, setGot] = useState<{ readonly shown: SessionShown } | { readonly failed: string } | null>(null);
  const exercise = exercises.find((e) => e.name === space[keys.exercise]);
  const variant = exercise?.variant ?? null;
  useEffect(() => void ask('sessionExercises', undefined).then(setExercises), []);
  const asked = JSON.stringify([source, path, variant]);
  useEffect(() => {
    let current = true;
    ask('session', { source, path, variant }).then(
      (shown) => current && setGot({ shown }),
      (e: Error) => current && setGot({ failed: e.message }),
    );
    return () => void (current = false);
  }, [asked]);
  const shown = got !== null && 'shown' in got ? got.shown : null;
  const choose = (name: string) => {
    const e = exercises.find((x) => `exercise ${x.name}` === name);
    keep({ source: e?.source ?? examples[name] ?? source, path: '', exercise: e?.name ?? '' });
  };
  const example = Object.entries(examples).find(([, text]) => text === source)?.[0];
  const svg = () => picture.current?.querySelector('svg') as SVGElement | null;
  return (
    <section ref={kept} aria-label="Sequence" class="sequence">
      <div class="sequence-bar">
        <label>
          Session{' '}
          <select
            value={exercise === undefined ? (example ?? '') : `exercise ${exercise.name}`}
            onChange={({ currentTarget: { value } }) => choose(value)}
          >
            {example === undefined && exercise === undefined && <option value="">your own</option>}
            <optgroup label="Examples">
              {Object.keys(examples).map((n) => (
                <option key={n}>{n}</option>
              ))}
            </optgroup>
            <optgroup label="Exercises">
              {exercises.map((e) => (
                <option key={e.name} value={`exercise ${e.name}`}>
                  {e.title}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        <button
          type="button"
          aria-disabled={path.length === 0}
          onClick={() => path.length > 0 && keep({ path: path.slice(0, -1).join('.') })}
        >
          Back
        </button>
        <button type="button" aria-disabled={path.length === 0} onClick={() => path.length > 0 && keep({ path: '' })}>
          To the start
        </button>
        <button
          type="button"
          onClick={() => {
            const s = svg();
            if (s !== null) void copy(svgText(s), 'SVG');
          }}
        >
          Copy SVG
        </button>
        <button type="button" onClick={() => void copy(shown?.mermaid ?? '', 'Mermaid text')}>
          Copy Mermaid
        </button>
      </div>
      {exercise !== undefined && <Exercise exercise={exercise} source={source} path={path} />}
      <details open={exercise !== undefined}>
        <summary>Program</summary>
        <textarea
          aria-label="Program of the session"
          spellcheck={false}
          rows={14}
          value={source}
          onInput={({ currentTarget: { value } }) => keep({ source: value, path: '' }, 'quiet')}
        />
      </details>
      {got === null && <p role="status">Reading the session…</p>}
      {got !== null && 'failed' in got && <p role="alert">{got.failed}</p>}
      {shown !== null && <LoadErrors errors={shown.errors} />}
      {shown !== null && shown.errors.length === 0 && (
        <>
          <p role="status" aria-label="Where the run is">
            {shown.ended !== null
              ? `The run has ended: ${shown.ended}`
              : shown.stuck
                ? 'Nobody can go on, and this is not the end.'
                : `${path.length} steps taken`}
          </p>
          <Participants shown={shown} take={(s) => keep({ path: [...path, s.number].join('.') })} />
          <Queues shown={shown} />
          <div class="sequence-picture" ref={picture} tabIndex={0} role="region" aria-label="The diagram">
            <Diagram shown={shown.diagram} />
          </div>
          <section aria-label="Coherence">
            <h2>The protocol under way</h2>
            {shown.under === null ? (
              <p>The run has left what the protocol allows.</p>
            ) : (
              <p>
                <code>{shown.under.protocol}</code>
                <br />
                {shown.under.coherent
                  ? '✓ the configuration is coherent with it'
                  : '✗ the configuration is not coherent with it'}
              </p>
            )}
          </section>
          <Told shown={shown} />
        </>
      )}
    </section>
  );
}
