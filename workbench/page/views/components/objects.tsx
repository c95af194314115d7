/** Objects: a kernel that is updated while it runs, stepped by whoever can step, with its object table and the phases of its updates. */
import { useEffect, useState } from 'preact/hooks';
import type { KernelShown, StepShown } from '../../engine/components/kernel.ts';
import { announce } from '../../parts/announce.tsx';
import { useKeptFocus } from '../../parts/focus.ts';
import { spaceExamples } from '../../parts/space-examples.ts';
import { LoadErrors } from '../../parts/load-errors.tsx';
import { ask } from '../../rpc.ts';
import { page, set, usePage } from '../../state.ts';
import { readVariant, variantNamed } from '../../variant-name.ts';
import { Table } from './table.tsx';
import { Timeline } from './timeline.tsx';
import './objects.css';

const examples = spaceExamples.filter((e) => e.name.startsWith('components/'));
const first = examples.find((e) => e.title === 'callback') ?? examples[0];

/** What the view keeps, among the texts of the page's state: the steps that were taken, and how many of them lead to what is shown. */
const keys = { run: 'objects run', at: 'objects at' } as const;
const wordsOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(' ').filter((w) => /^[^:\s]+:[A-Za-z0-9-]+(#\d+)?$/.test(w));

function keep(
  words: readonly string[],
  at: number,
  more: Partial<Parameters<typeof set>[0]> = {},
  how: 'step' | 'quiet' = 'step',
) {
  set({ ...more, space: { ...page().space, [keys.run]: words.join(' '), [keys.at]: String(at) } }, how);
}

function where(shown: KernelShown, at: number): string {
  if (shown.end !== null) return shown.end.say;
  const last = shown.run[at - 1];
  const steps = `${at} step${at === 1 ? '' : 's'} taken`;
  return last === undefined
    ? steps
    : `${steps}, the last by ${last.actor}: ${last.rule}${last.what === '' ? '' : ` ${last.what}`}`;
}

function Program({ source, open }: { readonly source: string; readonly open: boolean }) {
  return (
    <details open={open}>
      <summary>System and updates</summary>
      <textarea
        aria-label="System and updates"
        spellcheck={false}
        rows={16}
        value={source}
        onInput={({ currentTarget: { value } }) => keep([], 0, { program: value }, 'quiet')}
      />
    </details>
  );
}

export function Objects() {
  const { program, variant, space } = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const source = program === '' ? (first?.program ?? '') : program;
  const words = wordsOf(space[keys.run]);
  const at = Math.min(Number(space[keys.at] ?? words.length) || 0, words.length);
  const [got, setGot] = useState<{ readonly shown: KernelShown } | { readonly failed: string } | null>(null);
  const [said, setSaid] = useState('');
  const asked = JSON.stringify([source, words, at, variant]);
  useEffect(() => {
    let current = true;
    ask('kernel', { source, words, at, variant }).then(
      (shown) => current && setGot({ shown }),
      (e: Error) => current && setGot({ failed: e.message }),
    );
    return () => void (current = false);
  }, [asked]);
  useEffect(() => setSaid(''), [asked]);
  const shown = got !== null && 'shown' in got ? got.shown : null;
  const example = examples.find((e) => e.program === source);
  const { calculus, name, rules } = readVariant(variant);
  const take = (s: StepShown) => keep([...(shown?.words.slice(0, at) ?? []), s.word], at + 1);
  const go = (to: number) => keep(shown?.words ?? words, to);
  const next = () =>
    void ask('kernelNext', { source, words: words.slice(0, at), variant }).then((r) => {
      announce(r.say);
      if (r.words !== null) keep(r.words, r.words.length);
      else setSaid(`There is no next phase: ${r.say}.`);
    });
  const length = shown?.words.length ?? 0;
  const place = Math.min(at, length);
  return (
    <section ref={kept} aria-label="Objects" class="objects">
      <div class="objects-bar">
        <label>
          System{' '}
          <select
            value={example?.name ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const e = examples.find((x) => x.name === value);
              if (e !== undefined) keep([], 0, { program: e.program, updates: [], step: 0 });
            }}
          >
            {example === undefined && <option value="">your own</option>}
            {examples.map((e) => (
              <option key={e.name} value={e.name}>
                {e.title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Rules{' '}
          <select
            value={rules === null ? name : '='}
            onChange={({ currentTarget: { value } }) => {
              if (value !== '=') set({ variant: variantNamed(calculus, value), step: 0 });
            }}
          >
            <option value="">as they are</option>
            {rules !== null && <option value="=">of your own</option>}
            {shown?.variants.map((v) => (
              <option key={v.name} value={v.name} title={v.sentence}>
                {v.name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="objects-bar objects-controls">
        <button type="button" aria-disabled={place === 0} onClick={() => place > 0 && go(place - 1)}>
          Back
        </button>
        <button type="button" aria-disabled={place === length} onClick={() => place < length && go(place + 1)}>
          Forward
        </button>
        <button type="button" aria-disabled={place === 0} onClick={() => place > 0 && go(0)}>
          To the start
        </button>
        <button type="button" class="primary" onClick={next}>
          Run to the next phase
        </button>
      </div>
      {got === null && <p role="status">Reading the system…</p>}
      {got !== null && 'failed' in got && <p role="alert">{got.failed}</p>}
      {shown !== null && <LoadErrors errors={shown.errors} />}
      {shown !== null && shown.errors.length === 0 && (
        <>
          <p
            role="status"
            aria-label="Where the run is"
            class={shown.end === null ? '' : `objects-end objects-end-${shown.end.kind}`}
          >
            {where(shown, place)}
            {said !== '' && ` ${said}`}
          </p>
          {shown.otherwise.length > 0 && (
            <ul aria-label="What goes otherwise" class="objects-otherwise">
              {shown.otherwise.map((o) => (
                <li key={o}>{o}</li>
              ))}
            </ul>
          )}
          <Table shown={shown} take={take} />
          <Timeline phases={shown.phases} length={length} at={place} onGo={go} />
          <p class="objects-classes">
            Generation {shown.generation}.{' '}
            {shown.classes
              .map(({ name: C, newest, settled }) => `${C}: newest ${newest}, settled ${settled}`)
              .join('; ')}
          </p>
        </>
      )}
      <Program source={source} open={shown !== null && shown.errors.length > 0} />
    </section>
  );
}
