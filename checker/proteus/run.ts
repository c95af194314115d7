/** Runs with a queue of updates (section 7). */
import { isLeft } from 'fp-ts/lib/Either.js';
import { positionOf } from '../../semantics/positions.ts';
import {
  make,
  type Binding,
  type Check,
  type Config,
  type Expr,
  type Items,
  type Update,
} from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { get } from '../../semantics/maps.ts';
import { isValue } from '../../semantics/proteus/values.ts';
import { steps } from '../../rules/proteus/reduction.ts';
import { admitted } from '../../rules/proteus/updates.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import type { Derivation } from '../derivation.ts';
import { refusals } from '../refusals.ts';
import type { Reason, Refusal, Unended, UpdateOutcome, Waiting, Way } from '../runs.ts';
import type { Flows } from './flows.ts';
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import { focus } from '../../semantics/proteus/contexts.ts';
import { machineOf } from './machine.ts';
import { prepare, type Prepared } from './prepare.ts';
import { reasonFrom, words } from './words.ts';
import { ForcedSteps, forcedIn, unended, type Waits } from './unended.ts';

/** Reductions of a run that is not told how many, and frames that may wait in it: an answer in seconds. */
export const mostSteps = 10_000_000;
export const mostFrames = 1_000_000;

const expressionIn = (b: unknown): Expr | undefined => {
  const binding = b as Binding | undefined;
  return binding === undefined || binding.tag === 'Fun' ? undefined : binding.e;
};

/** An update waiting in the queue. */
export interface Queued extends Waiting {
  readonly items: Items;
}

export interface RunOutcome {
  readonly outcome: 'done' | 'out-of-fuel' | 'stuck';
  /** The last configuration; its expression is the value when the run is done. It is put together when it is asked for. */
  readonly config: Config;
  /** Where it stands; only of a run that was not to go on. */
  readonly stopped?: Unended;
  readonly steps: number;
  readonly points: number;
  readonly updates: readonly UpdateOutcome[];
}

export interface RunOptions {
  readonly check: 'dynamic' | 'static';
  /** How many reductions at most ({@link mostSteps} by default), and how many frames may wait where that is more. */
  readonly maxSteps?: number;
  /** Why the update points of the program have their capabilities; refusals by the static check then say it. */
  readonly flows?: Flows;
  /** Told of each update that is applied: where, and its source. */
  readonly onApply?: (at: Config, source: Items) => void;
  /** Told of each refusal: where, of what, and at which update point. */
  readonly onRefuse?: (at: Config, update: Queued, point: number, reasons: readonly Reason[]) => void;
}

/** Why a runner stopped: `point` at an update point, where it was asked to. */
export type Stop = 'done' | 'point' | 'out-of-fuel' | 'stuck';

/** Something that takes the steps of a configuration one after the other: the machine, or the rules themselves. */
export interface Runner {
  readonly steps: number;
  readonly points: number;
  /** How many steps take a moment: it is asked that often whether to go on. */
  readonly part: number;
  /**
   * Runs to the limit, until more than so many frames wait, to the end, or (if asked to) to the next update point,
   * before its step.
   */
  run(limit: number, stopAtUpdates: boolean, frames?: number): Stop;
  config(): Config;
  /** Where it stands, having been stopped by a limit. */
  stopped(): Unended;
  /** R-NoUpd at the update point where it stopped. */
  skip(): void;
  /** R-Upd there: goes on from the configuration after it. */
  applied(update: Update, check: Check, after: Config): void;
}

/** The machine of a system as a runner; the rules one by one, where no machine is made from them. */
export function fast(system: System, start: Config): Runner {
  const m = machineOf(system, start);
  if (m === undefined) return byRules(system, inOrderOf(system.grammar, focus).compute(start));
  return {
    part: 200_000,
    get steps() {
      return m.steps;
    },
    get points() {
      return m.points;
    },
    run: (limit, stop, frames = Infinity) => m.run(limit, stop, frames) as Stop,
    config: () => m.config() as Config,
    stopped() {
      const contentsOf = (w: string) => expressionIn(m.stores[0]?.store?.get(w));
      return unended(m.current as Expr, m.frames, forcedIn(m.waiting() as Iterable<Waits>, contentsOf));
    },
    skip: () => m.skip(),
    applied(_update, _check, after) {
      m.steps++;
      m.jump(after);
    },
  };
}

/**
 * The rules as a runner: every step is derived. Slow, and the definition that the machine is compared with.
 * @param onStep is given the derivation of each step.
 */
export function byRules(system: System, start: Config, onStep: (d: Derivation) => void = () => {}): Runner {
  let K = start;
  let count = 0;
  let points = 0;
  let pending = false;
  const silent = make.Action.Silent();
  const forced = new ForcedSteps();
  const take = (): boolean => {
    const r = derive(system, steps.form, [K, silent]);
    if (isLeft(r)) return false;
    onStep(r.right.derivation);
    forced.note(r.right.derivation);
    K = r.right.outputs[0] as Config;
    count++;
    pending = false;
    return true;
  };
  return {
    part: 2_000,
    get steps() {
      return count;
    },
    get points() {
      return points;
    },
    config: () => K,
    stopped() {
      let frames = 0;
      for (let E = K.context; E.tag === 'In'; E = E.outer) frames++;
      return unended(
        K.e,
        frames,
        forced.forcing((w) => expressionIn(get(K.heap, w))),
      );
    },
    run(limit, stopAtUpdates) {
      for (;;) {
        if (K.context.tag === 'Hole' && isValue(K.e)) return 'done';
        if (count >= limit) return 'out-of-fuel';
        if (K.e.tag === 'Update' && !pending) {
          points++;
          pending = true;
        }
        if (K.e.tag === 'Update' && stopAtUpdates) return 'point';
        if (!take()) return 'stuck';
      }
    },
    skip: () => void take(),
    applied(update, check, after) {
      const r = derive(system, steps.form, [K, make.Action.Apply(check, update)]);
      if (isLeft(r)) throw new Error('an admitted update has no step: a bug');
      onStep(r.right.derivation);
      count++;
      pending = false;
      K = after;
    },
  };
}

/** Why the rules do not admit a well-formed update at the update point where a configuration stands; empty when they do. */
export function admissionReasons(system: System, check: Check, K: Config, U: Update): readonly Reason[] {
  const { context, heap, e } = K;
  if (e.tag !== 'Update') return [];
  return refusals(system, words, admitted.form, [check, context, heap, e.cap, U]).map((o) => reasonFrom(o, e));
}

/** Why an update may not be applied where a configuration stands; empty when it may. */
export function reasonsAgainst(system: System, check: Check, K: Config, p: Prepared): readonly Reason[] {
  const reasons = p.reasons.length > 0 ? p.reasons : admissionReasons(system, check, K, p.update);
  if (system.variant === null) return reasons;
  // A variant may have another rule for the step itself.
  const inputs = [K, make.Action.Apply(check, p.update)];
  if (!isLeft(derive(system, steps.form, inputs, { record: false }))) return [];
  return reasons.length > 0 ? reasons : [{ code: 'U-Code', message: 'the rules of the variant do not admit it' }];
}

/** Runs a configuration with a queue of updates: see `running`. */
export function runWith(system: System, runner: Runner, queue: readonly Queued[], options: RunOptions): RunOutcome {
  const parts = running(system, runner, queue, options);
  for (;;) {
    const { done, value } = parts.next();
    if (done) return value;
  }
}

/**
 * Runs a configuration with a queue of updates. At each update point the first of the queue is tried; refused, it
 * stays first in line, with its reasons. Yields how many steps there were so far; given back true, it does not go on.
 */
export function* running(
  system: System,
  runner: Runner,
  queue: readonly Queued[],
  options: RunOptions,
): Generator<number, RunOutcome, boolean | undefined> {
  const limit = options.maxSteps ?? mostSteps;
  const frames = Math.max(limit === mostSteps ? 0 : limit, mostFrames);
  const check = options.check === 'dynamic' ? make.Check.Dynamic() : make.Check.Static();
  const outcomes: UpdateOutcome[] = queue.map((q) => ({ update: q.file, applied: null, refusals: [] }));
  let next = 0;
  let prepared: Prepared | undefined;
  const finish = (outcome: RunOutcome['outcome']): RunOutcome => {
    let last: Config | undefined;
    return {
      outcome,
      get config() {
        return (last ??= runner.config());
      },
      steps: runner.steps,
      points: runner.points,
      updates: outcomes,
      ...(outcome === 'out-of-fuel' ? { stopped: runner.stopped() } : {}),
    };
  };
  // Refusals gather in a list of their own: an update may be refused a million times.
  let refused: Refusal[] = [];
  let flows = options.flows ? [options.flows] : [];
  // Reasons are looked up once for each update point and type: a point may refuse a million times.
  let ways = new Map<unknown, Map<string, readonly Way[]>>();
  const withWays = (r: Reason, at: Expr): Reason => {
    const { type } = r;
    if (r.code !== 'capability' || type === undefined || flows.length === 0) return r;
    const point = positionOf(at);
    const known = ways.get(point) ?? new Map<string, readonly Way[]>();
    ways.set(point, known);
    const found = known.get(type) ?? flows.flatMap((f) => f.ways(point, type));
    known.set(type, found);
    return { ...r, ways: found };
  };
  const settle = (applied: UpdateOutcome['applied']) => {
    const { update } = outcomes[next] as UpdateOutcome;
    outcomes[next] = { update, applied, refusals: refused };
    refused = [];
  };
  for (;;) {
    const first = queue[next];
    const pause = Math.min(limit, runner.steps + runner.part);
    const stop = runner.run(pause, first !== undefined, frames);
    const pauses = stop === 'out-of-fuel' && runner.steps >= pause && pause < limit;
    if (pauses && (yield runner.steps) !== true) continue;
    if (stop !== 'point') {
      if (first !== undefined) settle(null);
      return finish(stop);
    }
    const item = first as Queued;
    const K = runner.config();
    // The types of the moment change with updates only, and references play no part in it.
    prepared ??= prepare(system, K.types, signatureOf.compute(K.heap), item.items);
    const reasons = reasonsAgainst(system, check, K, prepared).map((r) => withWays(r, K.e));
    if (reasons.length > 0) {
      refused.push({ point: runner.points, step: runner.steps + 1, reasons });
      options.onRefuse?.(K, item, runner.points, reasons);
      runner.skip();
      continue;
    }
    const after = derive(system, steps.form, [K, make.Action.Apply(check, prepared.update)], { record: false });
    if (isLeft(after)) throw new Error('an update without reasons against it is refused by R-Upd: a bug');
    options.onApply?.(K, item.items);
    runner.applied(prepared.update, check, after.right.outputs[0] as Config);
    settle({ point: runner.points, step: runner.steps });
    next++;
    if (options.flows) flows = [...flows, prepared.flows];
    ways = new Map();
    prepared = undefined;
  }
}
