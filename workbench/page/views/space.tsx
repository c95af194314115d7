/** State space: a run stepped by hand, the graph of all states, properties, and the updating models beside each other. */
import { useEffect, useState } from 'preact/hooks';
import type { GraphShown } from '../engine/spaces-graph.ts';
import type { SpaceAt, SpaceOf, SpaceOpened } from '../engine/spaces.ts';
import { useKeptFocus } from '../parts/focus.ts';
import { ask } from '../rpc.ts';
import { usePage } from '../state.ts';
import { Graph } from './space-graph.tsx';
import { Actors, Lanes } from './space-lanes.tsx';
import { Models, Properties } from './space-properties.tsx';
import { Sources } from './space-sources.tsx';
import { branchOf, propertiesOf, setSpace, spaceOf, step, walk, walkOf, type Walk } from './space-state.ts';
import './space.css';

/** What an engine's method answers, while what it was asked stays the same. */
export function useAnswer<T>(
  key: string | null,
  get: () => Promise<T>,
): { readonly got: T | null; readonly failed: string } {
  const [answer, setAnswer] = useState<{ readonly got: T | null; readonly failed: string }>({ got: null, failed: '' });
  useEffect(() => {
    if (key === null) return;
    let current = true;
    get().then(
      (got) => current && setAnswer({ got, failed: '' }),
      (e: Error) => current && setAnswer((a) => ({ ...a, failed: e.message })),
    );
    return () => void (current = false);
  }, [key]);
  return answer;
}

/** Milliseconds between two steps of a run that is played. */
const pace = 700;

export function StateSpace() {
  const state = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const of = spaceOf(state);
  const key = JSON.stringify(of);
  const { got: opened, failed } = useAnswer(key, async () => ({ key, opened: await ask('spaceOpened', of) }));
  const ready = opened?.key === key && opened.opened.ready;
  return (
    <section aria-label="State space" class="space" ref={kept}>
      <p class="space-note">
        All that a program can do under its updates: every thread may move next, and an update may be applied wherever
        the updating model admits it.
      </p>
      <Sources state={state} opened={opened?.opened ?? null} />
      {failed !== '' && <p role="alert">{failed}</p>}
      {opened === null && failed === '' && <p role="status">Reading the program…</p>}
      {opened !== null && !opened.opened.ready && opened.key === key && (
        <p role="alert">The program or an update has errors: they are listed below the texts.</p>
      )}
      {ready && (
        <Explorer
          of={of}
          of_={key}
          opened={opened.opened}
          walked={walkOf(state)}
          branch={branchOf(state)}
          text={propertiesOf(state)}
        />
      )}
    </section>
  );
}

interface ExplorerProps {
  readonly of: SpaceOf;
  /** The same as text. */
  readonly of_: string;
  readonly opened: SpaceOpened;
  readonly walked: Walk;
  readonly branch: readonly number[] | null;
  readonly text: string;
}

function Explorer({ of, of_, opened, walked, branch, text }: ExplorerProps) {
  const { path, at, cycle } = walked;
  const whole = JSON.stringify([of_, path]);
  const { got: shown, failed } = useAnswer(JSON.stringify([whole, at]), () => ask('spaceAt', { of, path, at }));
  const { got: other } = useAnswer(branch === null ? null : JSON.stringify([of_, branch]), () =>
    ask('spaceAt', { of, path: branch ?? [], at: branch?.length ?? 0 }),
  );
  const graph = useAnswer<GraphShown>(JSON.stringify([whole, at]), () =>
    ask('spaceGraph', { of, path, at }, { slow: true }),
  );
  const common = branch === null ? 0 : sharedBy(path, branch);
  return (
    <>
      <div class="space-panes">
        <section aria-labelledby="space-run">
          <h2 id="space-run">Run</h2>
          <Controls walked={walked} branch={branch} />
          {failed !== '' && <p role="alert">{failed}</p>}
          {shown !== null && (
            <>
              <Here shown={shown} />
              <Actors shown={shown} onStep={(index) => step(walked, index)} />
              <div class={branch === null ? '' : 'space-two'}>
                <Lanes
                  shown={shown}
                  title={branch === null ? 'Lanes' : 'This branch'}
                  at={shown.at}
                  cycle={cycle}
                  common={common}
                  onGo={(place) => walk({ ...walked, at: place })}
                />
                {branch !== null && other !== null && (
                  <Lanes shown={other} title="Other branch" at={null} cycle={null} common={common} />
                )}
              </div>
              {branch !== null && other !== null && (
                <>
                  <p class="space-note">
                    The branches have {common} {common === 1 ? 'step' : 'steps'} in common. The other one leads to:
                  </p>
                  <Here shown={other} title="The state of the other branch" />
                </>
              )}
            </>
          )}
        </section>
        <section aria-labelledby="space-states">
          <h2 id="space-states">States</h2>
          {graph.failed !== '' && <p role="alert">{graph.failed}</p>}
          {graph.got === null ? (
            <p role="status">Exploring…</p>
          ) : (
            <Graph
              shown={graph.got}
              at={at}
              onGo={(s) =>
                void ask('spaceWay', { of, state: s }, { slow: true }).then((way) =>
                  walk({ path: way, at: way.length, cycle: null }),
                )
              }
            />
          )}
          <Properties of={of} text={text} words={opened.words} />
        </section>
      </div>
      <Models of={of} text={text} />
    </>
  );
}

/** Steps that two runs have in common from the first. */
function sharedBy(a: readonly number[], b: readonly number[]): number {
  const n = a.findIndex((x, i) => x !== b[i]);
  return n === -1 ? a.length : n;
}

function Here({ shown, title = 'The state' }: { readonly shown: SpaceAt; readonly title?: string }) {
  return (
    <div class="space-state" role="group" aria-label={title}>
      {shown.end !== null && (
        <p class={`space-end-${shown.end}`}>
          <b>{shown.end === 'done' ? 'Done' : shown.end === 'deadlock' ? 'Deadlock: nobody can move' : 'Stuck'}</b>
        </p>
      )}
      {shown.state.map((line, i) => (
        <code key={i}>{line}</code>
      ))}
    </div>
  );
}

function Controls({ walked, branch }: { readonly walked: Walk; readonly branch: readonly number[] | null }) {
  const { path, at, cycle } = walked;
  const [playing, setPlaying] = useState(false);
  const next = at < path.length ? at + 1 : cycle !== null ? cycle : null;
  useEffect(() => {
    if (!playing) return;
    if (next === null) return setPlaying(false);
    const due = setTimeout(() => setSpace({ at: String(next) }, 'quiet'), pace);
    return () => clearTimeout(due);
  }, [playing, next, at]);
  const button = (text: string, to: number | null) => (
    <button
      type="button"
      aria-disabled={to === null || to < 0 || to === at}
      onClick={() => to !== null && to >= 0 && to !== at && walk({ ...walked, at: to })}
    >
      {text}
    </button>
  );
  return (
    <div class="space-bar" role="group" aria-label="The run">
      {button('To the start', at > 0 ? 0 : null)}
      {button('Back', at > 0 ? at - 1 : null)}
      {button('Next', next)}
      <button
        type="button"
        aria-pressed={playing}
        aria-disabled={!playing && next === null}
        onClick={() => setPlaying(!playing && next !== null)}
      >
        {playing ? 'Pause' : 'Play'}
      </button>
      <span role="status">
        step {at} of {path.length}
        {cycle === null ? '' : `, then again from step ${cycle + 1}`}
      </span>
      {branch === null ? (
        <button
          type="button"
          aria-disabled={path.length === 0}
          onClick={() => path.length > 0 && setSpace({ branch: path.join('.') })}
        >
          Keep to compare
        </button>
      ) : (
        <>
          <button
            type="button"
            onClick={() =>
              setSpace({ path: branch.join('.'), at: String(branch.length), cycle: null, branch: path.join('.') })
            }
          >
            Swap branches
          </button>
          <button type="button" onClick={() => setSpace({ branch: null })}>
            Drop the other
          </button>
        </>
      )}
    </div>
  );
}
