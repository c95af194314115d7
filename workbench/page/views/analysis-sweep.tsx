/** The first update tried at every update point of a run, under each policy. */
import { useRef } from 'preact/hooks';
import type { PlaceShown, SweepShown } from '../engine/sent-analysis.ts';
import { Room, useTableRows } from '../parts/long-rows.tsx';
import { set, type PageState } from '../state.ts';
import { See } from './analysis-ways.tsx';

const policies = ['dynamic', 'static', 'activeness', 'always'] as const;
const columns = policies.length + 4;
const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
/** How the run without the update ends, or is left. */
const ended: Readonly<Record<SweepShown['outcome'], string>> = {
  done: 'is done',
  failed: 'ends in an error',
  deadlock: 'is deadlocked',
  stuck: 'is stuck',
  'out-of-fuel': 'goes on',
  'out-of-points': 'goes on, with more of them,',
};
const answer = (yes: boolean): string => (yes ? 'yes' : 'no');
const safety = (p: SweepShown['points'][number]): string =>
  p.safe
    ? 'safe'
    : p.outcome === 'stuck'
      ? 'unsafe: gets stuck'
      : p.outcome === 'out-of-fuel'
        ? 'does not end'
        : 'unsafe: ill typed';

/** The run that meets a point without the update: it is deferred at all points before. */
const deferredBefore = (points: SweepShown['points'], point: number): PageState['decisions'] =>
  Object.fromEntries(points.flatMap((p) => (p.point < point ? [[p.point, 'defer' as const]] : [])));

interface SweepProps {
  readonly swept: SweepShown;
  readonly onSee: (p: PlaceShown) => void;
}

export function Sweeping({ swept, onSee }: SweepProps) {
  const { points, totals, outcome, steps } = swept;
  const frame = useRef<HTMLDivElement>(null);
  const { rows, before, after, virtual } = useTableRows(frame, points.length, 40);
  return (
    <section aria-labelledby="analysis-sweep">
      <h2 id="analysis-sweep">Sweep of update 1</h2>
      <p>
        Tried at {counted(points.length, 'update point')} of a run without it, which {ended[outcome]} after{' '}
        {counted(steps, 'step')}.
      </p>
      <div ref={frame} class="analysis-table" role="region" aria-label="At each update point" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">point</th>
              <th scope="col">step</th>
              {policies.map((p) => (
                <th key={p} scope="col">
                  {p}
                </th>
              ))}
              <th scope="col">applied there</th>
              <th scope="col">why not</th>
            </tr>
          </thead>
          <tbody>
            <Room pixels={before} columns={columns} />
            {rows
              .map((i) => [i, points[i] as SweepShown['points'][number]] as const)
              .map(([i, p]) => (
                <tr key={p.point} data-index={i} ref={(e) => virtual.measureElement(e)}>
                  <th scope="row">
                    {p.point} {p.at && <See place={p.at} onSee={onSee} />}
                  </th>
                  <td>
                    <button
                      type="button"
                      aria-label={`Open step ${p.step} in Run`}
                      onClick={() => set({ view: 'run', step: p.step, decisions: deferredBefore(points, p.point) })}
                    >
                      {p.step}
                    </button>
                  </td>
                  {policies.map((q) => (
                    <td key={q}>{answer(p.accepts[q])}</td>
                  ))}
                  <td class={p.safe ? 'analysis-admitted' : 'analysis-refused'}>{safety(p)}</td>
                  <td class="analysis-reasons">
                    {[...p.reasons, ...p.active.map((z) => `${z} is active`)].join('; ')}
                  </td>
                </tr>
              ))}
            <Room pixels={after} columns={columns} />
          </tbody>
        </table>
      </div>
      <div class="analysis-table" role="region" aria-label="Under each policy" tabIndex={0}>
        <table>
          <thead>
            <tr>
              {['policy', 'accepts safe', 'accepts unsafe', 'refuses safe', 'refuses unsafe', 'waits'].map((h) => (
                <th key={h} scope="col">
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {policies.map((p) => {
              const { accepted, refused, first } = totals[p];
              return (
                <tr key={p}>
                  <th scope="row">{p}</th>
                  <td>{accepted.safe}</td>
                  <td>{accepted.unsafe}</td>
                  <td>{refused.safe}</td>
                  <td>{refused.unsafe}</td>
                  <td>
                    {first === null
                      ? 'never accepted'
                      : `${counted(first.points, 'point')}, ${counted(first.steps, 'step')}`}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
