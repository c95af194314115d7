/**
 * A run as the page shows it: decisions by hand at update points, and a configuration kept every so many steps, so
 * that any step is near one. The machine runs; what is shown of one step is derived from the rules (run.ts).
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import {
  make,
  type Check,
  type Config,
  type Context,
  type Items,
  type Update,
} from '../../../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../../../semantics/proteus/heaps.ts';
import { equal } from '../../../../semantics/terms.ts';
import { steps } from '../../../../rules/proteus/reduction.ts';
import type { System } from '../../../../rules/system.ts';
import { derive } from '../../../../checker/derive.ts';
import type { Loaded } from '../../../../checker/proteus/load.ts';
import { prepare, type Prepared } from '../../../../checker/proteus/prepare.ts';
import type { Reason } from '../../../../checker/runs.ts';
import { byRules, fast, reasonsAgainst, type Runner } from '../../../../checker/proteus/run.ts';
import type { Decision } from '../../state.ts';
import type { Point } from '../sent.ts';

/** How many steps of a run are known to the page. */
export const mostSteps = 20_000;
const interval = 100;
/** How long a run may be computed, in milliseconds: numbers grow without end in some. */
const patience = 3000;

/** An update that can be read; null stands in the queue for one that cannot. */
export type Queue = readonly (Items | null)[];

interface Checkpoint {
  readonly step: number;
  /** How many frames wait. */
  readonly depth: number;
  readonly K: Config;
}

/** The rules that a run is by. */
export interface Rules {
  readonly system: System;
  /** The calculus as it is: the machine runs it. Variants are run rule by rule. */
  readonly base: boolean;
}

export interface Trace {
  readonly rules: Rules;
  readonly loaded: Loaded;
  readonly check: Check;
  readonly queue: Queue;
  readonly points: readonly Point[];
  readonly checkpoints: readonly Checkpoint[];
  readonly total: number;
  readonly outcome: 'done' | 'out-of-fuel' | 'stuck';
  /** Each update as prepared when it was applied. */
  readonly applied: readonly { readonly update: number; readonly step: number; readonly prepared: Prepared }[];
  readonly prepare: Preparing;
}

/**
 * An update made ready where so many updates have been applied before it: the types it is judged against change with
 * updates only, and references play no part.
 */
export type Preparing = (applied: number, update: number, K: Config) => Prepared;

function preparing({ system }: Rules, queue: Queue): Preparing {
  const known = new Map<string, Prepared>();
  return (applied, update, K) => {
    const key = `${applied}/${update}`;
    let p = known.get(key);
    if (p === undefined) {
      const items = queue[update] as Items;
      p = prepare(system, K.types, signatureOf.compute(K.heap), items);
      known.set(key, p);
    }
    return p;
  };
}

const step = (system: System, K: Config, check: Check, update: Update): Config | undefined => {
  const r = derive(system, steps.form, [K, make.Action.Apply(check, update)], { record: false });
  return isLeft(r) ? undefined : (r.right.outputs[0] as Config);
};

/** Why the update may not be applied here; empty when it may. */
export const reasonsAt = ({ system }: Rules, check: Check, K: Config, p: Prepared): readonly Reason[] =>
  reasonsAgainst(system, check, K, p);

const start = ({ system }: Rules, K: Config): Runner => fast(system, K);

/** How many frames there are in a context. */
export function depthOf(E: Context): number {
  let n = 0;
  for (let at = E; at.tag === 'In'; at = at.outer) n++;
  return n;
}

const contextsOf = (E: Context): (Context & { tag: 'In' })[] => {
  const all = [];
  for (let at = E; at.tag === 'In'; at = at.outer) all.push(at);
  return all.reverse();
};

/** The second context, with the outermost frames that the first has as well taken from it: checkpoints share their stacks. */
function sharing(first: Context, second: Context): Context {
  const [old, own] = [contextsOf(first), contextsOf(second)];
  let n = 0;
  while (n < old.length && n < own.length && equal(old[n]?.frame, own[n]?.frame)) n++;
  return own
    .slice(n)
    .reduce<Context>((outer, { frame }) => make.Context.In(frame, outer), old[n - 1] ?? make.Context.Hole());
}

/** Runs a program with its queue of updates, as decided by hand where it is. */
export function trace(
  rules: Rules,
  loaded: Loaded,
  queue: Queue,
  check: Check,
  decisions: Readonly<Record<number, Decision>>,
  limit = mostSteps,
): Trace {
  const m = start(rules, loaded.config);
  const begin = performance.now();
  const points: Point[] = [];
  const applied: Trace['applied'][number][] = [];
  const checkpoints: Checkpoint[] = [{ step: 0, depth: depthOf(loaded.config.context), K: loaded.config }];
  const ready = preparing(rules, queue);
  let first = 0;
  let next = interval;
  const finish = (outcome: Trace['outcome']): Trace => ({
    rules,
    loaded,
    check,
    queue,
    points,
    checkpoints,
    total: m.steps,
    outcome,
    applied,
    prepare: ready,
  });
  const keep = (K: Config) => {
    const depth = depthOf(K.context);
    const before = (checkpoints.at(-1) as Checkpoint).K.context;
    const shared = make.Config.Configuration(K.types, K.heap, sharing(before, K.context), K.e);
    checkpoints.push({ step: m.steps, depth, K: shared });
    // A configuration costs its depth to write down: deep ones are kept more seldom.
    next = m.steps + Math.max(interval, depth / 8);
  };
  for (;;) {
    const time = performance.now() - begin;
    const stop = m.run(Math.min(next, limit, m.steps + (time > 100 ? 1 : 25)), true);
    if (stop === 'done' || stop === 'stuck') return finish(stop);
    if (stop === 'out-of-fuel') {
      if (m.steps >= limit || time > patience) return finish(stop);
      if (m.steps >= next) keep(m.config());
      continue;
    }
    const decision = decisions[points.length + 1] ?? 'check';
    while (first < queue.length && queue[first] === null) first++;
    const items = queue[first];
    const note = (outcome: Point['outcome']) =>
      points.push({ step: m.steps, update: items ? first : null, outcome, decision });
    if (!items || decision === 'defer' || decision === 'refuse') {
      note(!items ? 'no update' : decision === 'defer' ? 'deferred' : 'withdrawn');
      if (items && decision === 'refuse') first++;
      m.skip();
      continue;
    }
    const K = m.config();
    const p = ready(applied.length, first, K);
    const after = reasonsAt(rules, check, K, p).length > 0 ? undefined : step(rules.system, K, check, p.update);
    if (after === undefined) {
      note('refused');
      m.skip();
      continue;
    }
    note('applied');
    applied.push({ update: first, step: m.steps, prepared: p });
    first++;
    m.applied(p.update, check, after);
    keep(after);
  }
}

/** The last of a sorted list whose step is at most the one given. */
export function lastBefore<T extends { readonly step: number }>(list: readonly T[], step: number): T | undefined {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as T).step <= step) low = middle + 1;
    else high = middle;
  }
  return list[low - 1];
}

/** The configuration after so many steps. */
export function configAt(t: Trace, step: number): Config {
  const from = lastBefore(t.checkpoints, step) as Checkpoint;
  if (from.step === step) return from.K;
  // The machine finds its frames again from the root, the rules go on from where they are, at some ten times the price.
  const near = (step - from.step) * 4 < from.depth;
  const m = near ? byRules(t.rules.system, from.K) : start(t.rules, from.K);
  // Up to the next checkpoint no update is applied.
  m.run(step - from.step, false);
  return m.config();
}
