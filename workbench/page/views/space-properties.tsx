/** Properties: typed, decided as one types, with runs that show why; and all updating models at once in a table. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PropertyShown, RunShown, SpaceChecked, TableShown, VerdictShown } from '../engine/spaces-checked.ts';
import type { Exploring } from '../engine/spaces-explored.ts';
import type { SpaceOf } from '../engine/spaces.ts';
import { Formula } from '../parts/formula.tsx';
import { ask, stop } from '../rpc.ts';
import { chosenKey, play, setSpace } from './space-state.ts';

const signs = { holds: '✓', fails: '✗', unknown: '?' } as const;
/** A property that holds because there is a run shows that run; others show runs by which they fail. */
const shows = ({ verdict }: VerdictShown): string => (verdict === 'holds' ? 'Play the run' : 'Play the counterexample');

interface PropertiesProps {
  readonly of: SpaceOf;
  readonly text: string;
  readonly words: readonly string[];
}

/** Milliseconds of rest after which what was typed is decided. */
const rest = 250;

export function Properties({ of, text, words }: PropertiesProps) {
  const [checked, setChecked] = useState<{ readonly of: string; readonly got: SpaceChecked } | null>(null);
  const [failed, setFailed] = useState('');
  const key = JSON.stringify([of, text]);
  useEffect(() => {
    let current = true;
    setFailed('');
    const due = setTimeout(() => {
      ask('spaceChecked', { of, text }, { slow: true }).then(
        (got) => current && setChecked({ of: key, got }),
        (e: Error) => current && setFailed(e.message),
      );
    }, rest);
    return () => {
      current = false;
      clearTimeout(due);
    };
  }, [key]);
  const got = checked?.got;
  const fresh = checked?.of === key;
  return (
    <section aria-labelledby="space-properties">
      <h2 id="space-properties">Properties</h2>
      <Formula
        label="Properties"
        value={text}
        onChange={(properties) => setSpace({ properties }, 'quiet')}
        errors={got?.problems ?? []}
        words={words}
      />
      <div role="status" aria-label="Verdicts">
        {failed !== '' && <p>{failed}</p>}
        {!fresh && text.trim() !== '' && <p class="space-note">Deciding…</p>}
        <ul class="space-verdicts">
          {(got?.properties ?? []).map((p, i) => (
            <li key={i}>
              <Verdict of={p} />{' '}
              <code>
                {p.name === null ? '' : `${p.name}: `}
                {p.kind} {p.text}
              </code>
              {p.because === null ? '' : ` (${p.because})`}
              {p.run !== null && (
                <button type="button" onClick={() => play(p.run as RunShown)}>
                  {shows(p)}
                </button>
              )}
            </li>
          ))}
        </ul>
        {got?.complete === false && (
          <p class="space-note">Decided on the first {got.states.toLocaleString('en')} states.</p>
        )}
      </div>
    </section>
  );
}

function Verdict({ of: { verdict } }: { readonly of: VerdictShown }) {
  return (
    <b class={`space-${verdict}`}>
      {signs[verdict]} {verdict}
    </b>
  );
}

interface TableProps {
  readonly of: SpaceOf;
  readonly text: string;
}

export function Models({ of, text }: TableProps) {
  const [table, setTable] = useState<{ readonly of: string; readonly got: TableShown } | null>(null);
  const [progress, setProgress] = useState<Exploring | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const turn = useRef(0);
  const key = JSON.stringify([of.program, of.updates, of.fresh, of.variant, text]);
  useEffect(() => () => void turn.current++, []);
  const fill = async () => {
    const mine = ++turn.current;
    setBusy(true);
    setFailed('');
    try {
      const told = (p: Exploring) => turn.current === mine && setProgress(p);
      const got = await ask('spaceTable', { of, text }, { slow: true, progress: told });
      if (turn.current === mine) setTable({ of: key, got });
    } catch (e) {
      if (turn.current === mine) setFailed((e as Error).message);
    }
    if (turn.current === mine) setBusy(false);
  };
  const got = table?.of === key ? table.got : null;
  const model = (name: string) => (got?.choice ? { [chosenKey(got.choice)]: name } : {});
  return (
    <section aria-labelledby="space-models">
      <h2 id="space-models">Updating models</h2>
      <p class="space-bar">
        <button type="button" onClick={() => void fill()} aria-disabled={busy}>
          Try them all
        </button>
        {busy && (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
        <span role="status">
          {busy
            ? `Exploring${progress === null ? '' : ` ${progress.what}: ${progress.states.toLocaleString('en')} states`}…`
            : ''}
          {failed === '' ? '' : `It ended: ${failed}.`}
          {got !== null && got.problems.length > 0
            ? 'The properties have errors: deadlocks are looked for without them.'
            : ''}
        </span>
      </p>
      {got !== null && (
        <div class="space-table" tabIndex={0} role="region" aria-label="Models and properties">
          <table>
            <thead>
              <tr>
                <th scope="col">{got.choice ?? 'model'}</th>
                <th scope="col">states</th>
                <th scope="col">outcomes</th>
                <th scope="col">deadlock</th>
                {(got.models[0]?.properties ?? []).map((p, i) => (
                  <th scope="col" key={i}>
                    {p.name ?? `${p.kind} ${p.text}`}
                  </th>
                ))}
                {of.fresh !== null && <th scope="col">valid</th>}
                <th scope="col">refused</th>
              </tr>
            </thead>
            <tbody>
              {got.models.map((m) => (
                <tr key={m.model}>
                  <th scope="row">{m.model}</th>
                  <td>
                    {m.states.toLocaleString('en')}
                    {m.complete ? '' : '+'}
                  </td>
                  <td>{m.outcomes}</td>
                  <td>
                    {m.deadlock === null ? (
                      m.complete ? (
                        'none'
                      ) : (
                        'none so far'
                      )
                    ) : (
                      <button
                        type="button"
                        aria-label={`Play the deadlock of ${m.model}`}
                        onClick={() => play(m.deadlock as RunShown, model(m.model))}
                      >
                        ✗ play
                      </button>
                    )}
                  </td>
                  {m.properties.map((p, i) => (
                    <td key={i}>
                      <Cell of={p} name={`${p.name ?? p.text} of ${m.model}`} more={model(m.model)} />
                    </td>
                  ))}
                  {of.fresh !== null && (
                    <td>{m.valid && <Cell of={m.valid} name={`validity of ${m.model}`} more={model(m.model)} />}</td>
                  )}
                  <td>{m.refused.join(', ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Cell({
  of,
  name,
  more,
}: {
  readonly of: VerdictShown | PropertyShown;
  readonly name: string;
  readonly more: Readonly<Record<string, string>>;
}) {
  return (
    <>
      <Verdict of={of} />
      {of.run !== null && (
        <button type="button" aria-label={`Play ${name}`} onClick={() => play(of.run as RunShown, more)}>
          play
        </button>
      )}
    </>
  );
}
