/** The graph of a run of Proteus over the choices that it has: at each update point to apply what waits, or to defer it. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { positionOf } from '../../semantics/positions.ts';
import { make, type Config } from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { printExpr } from '../../semantics/proteus/syntax/index.ts';
import { steps } from '../../rules/proteus/reduction.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import type { RunEdge, RunGraph, RunNode } from '../run-graph.ts';
import { reasonText } from '../runs.ts';
import { prepare } from './prepare.ts';
import { fast, mostFrames, mostSteps, reasonsAgainst, type Queued, type RunOptions, type Runner } from './run.ts';

/** Nodes that a graph has at most: with n updates it grows as the n-th power of the points that a run meets. */
const mostNodes = 500;

/** What is still to be followed: a run from a configuration, after a choice. */
interface Open {
  readonly from: number;
  readonly edge: Pick<RunEdge, 'choice' | 'update' | 'reasons'>;
  readonly runner: Runner;
  /** Steps and points on the way to where the runner began, and to the choice. */
  readonly before: { readonly steps: number; readonly points: number };
  readonly chosen: number;
  /** Which update waits. */
  readonly next: number;
}

/**
 * Follows all runs of a configuration under a queue of updates, the first of which may be applied wherever it is admitted.
 * @param options.maxSteps of each run.
 */
export function choicesOf(
  system: System,
  start: Config,
  queue: readonly Queued[],
  options: Pick<RunOptions, 'check' | 'maxSteps'>,
): RunGraph {
  const limit = options.maxSteps ?? mostSteps;
  const check = options.check === 'dynamic' ? make.Check.Dynamic() : make.Check.Static();
  const nodes: RunNode[] = [{ kind: 'start' }];
  const edges: RunEdge[] = [];
  const ends = new Map<string, number>();
  const add = (n: RunNode): number => nodes.push(n) - 1;
  const ended = (n: Extract<RunNode, { kind: 'end' }>): number => {
    const key = JSON.stringify([n.outcome, n.value]);
    const id = ends.get(key) ?? add(n);
    ends.set(key, id);
    return id;
  };
  const nothing = { steps: 0, points: 0 };
  const work: Open[] = [
    { from: 0, edge: { choice: 'start', update: null, reasons: [] }, runner: fast(system, start), before: nothing, chosen: 0, next: 0 }, // prettier-ignore
  ];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const { runner, before, next } = at;
    const item = queue[next];
    let { from, edge } = at;
    let counted = at.chosen;
    for (;;) {
      const stop = runner.run(limit - before.steps, item !== undefined, mostFrames);
      const total = before.steps + runner.steps;
      const reach = (to: number): void => {
        edges.push({ from, to, ...edge, steps: total - counted });
        counted = total;
        from = to;
      };
      if (stop !== 'point' || item === undefined) {
        const value = stop === 'done' ? printExpr(runner.config().e) : null;
        reach(ended({ kind: 'end', outcome: stop === 'point' ? 'stuck' : stop, value }));
        break;
      }
      if (nodes.length >= mostNodes) {
        reach(add({ kind: 'more' }));
        break;
      }
      const K = runner.config();
      const points = before.points + runner.points;
      reach(add({ kind: 'point', point: points, position: positionOf(K.e) }));
      const prepared = prepare(system, K.types, signatureOf.compute(K.heap), item.items);
      const reasons = reasonsAgainst(system, check, K, prepared).map(reasonText);
      if (reasons.length === 0) {
        const after = derive(system, steps.form, [K, make.Action.Apply(check, prepared.update)], { record: false });
        if (isLeft(after)) throw new Error('an update without reasons against it is refused by R-Upd: a bug');
        work.push({
          from,
          edge: { choice: 'apply', update: item.file, reasons },
          runner: fast(system, after.right.outputs[0] as Config),
          // R-Upd itself is a step.
          before: { steps: total + 1, points },
          chosen: total,
          next: next + 1,
        });
      }
      edge = { choice: reasons.length === 0 ? 'defer' : 'refused', update: item.file, reasons };
      runner.skip();
    }
  }
  return { nodes, edges };
}
