/**
 * An update tried at every update point that a run meets, by each policy that could decide on it: what it would accept, what would
 * have been safe, and how long the update waits. The trade-off between safety and timeliness (sections 7 to 9).
 */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { positionOf } from '../../../semantics/positions.ts';
import { make, type Config, type Item, type Update } from '../../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../../semantics/proteus/heaps.ts';
import { itemList } from '../../../semantics/proteus/programs.ts';
import { printExpr } from '../../../semantics/proteus/syntax/index.ts';
import { configurationOk } from '../../../rules/proteus/heaps.ts';
import { steps } from '../../../rules/proteus/reduction.ts';
import { proteusVariants } from '../../../rules/proteus/variants.ts';
import type { System } from '../../../rules/system.ts';
import { derive } from '../../../checker/derive.ts';
import type { Loaded } from '../../../checker/proteus/load.ts';
import { admissionReasons, fast, type Queued, type Stop } from '../../../checker/proteus/run.ts';
import type { Reason } from '../../../checker/runs.ts';
import { machineOf } from '../../../checker/proteus/machine.ts';
import { prepare } from '../../../checker/proteus/prepare.ts';
import { totalsOf, type Sweep as ReportedSweep, type SweepOptions, type SweepPoint as ReportedPoint, type SweepTotals } from '../report.ts'; // prettier-ignore

/**
 * What may decide whether an update goes in: con-freeness of the running program, the promise of the update point, that no function
 * it changes is active, or nothing.
 */
export const policies = ['dynamic', 'static', 'activeness', 'always'] as const;
export type Policy = (typeof policies)[number];

/** One update point that the run met, and what becomes of the update there. */
export interface SweepPoint extends ReportedPoint {
  readonly accepts: Readonly<Record<Policy, boolean>>;
  readonly reasons: Readonly<Record<'dynamic' | 'static', readonly Reason[]>>;
  readonly outcome: Exclude<Stop, 'point'>;
}

export interface Sweep extends ReportedSweep {
  readonly points: readonly SweepPoint[];
  readonly totals: Readonly<Record<Policy, SweepTotals>>;
  readonly outcome: Exclude<Stop, 'point'> | 'out-of-points';
}

const unchecked: System = (() => {
  const found = proteusVariants.find((v) => v.name === 'no-confree');
  if (found === undefined) throw new Error('no variant applies updates unchecked');
  return found.system;
})();

/** The functions whose code an update replaces. */
const functionsChanged = (items: readonly Item[]): string[] =>
  items.flatMap((i) => (i.tag === 'BindItem' && i.binding.tag === 'Fun' ? [i.z] : []));

function tried(
  system: System,
  K: Config,
  U: Update,
  maxSteps: number,
): Pick<SweepPoint, 'wellTyped' | 'outcome' | 'safe' | 'value' | 'stopped'> {
  const after = derive(unchecked, steps.form, [K, make.Action.Apply(make.Check.Dynamic(), U)], { record: false });
  if (isLeft(after)) throw new Error('a well-formed update cannot be applied unchecked: a bug');
  const K1 = after.right.outputs[0] as Config;
  const wellTyped = isRight(derive(system, configurationOk.form, [K1], { record: false }));
  const runner = fast(system, K1);
  const outcome = runner.run(maxSteps, false) as Exclude<Stop, 'point'>;
  return {
    wellTyped,
    outcome,
    safe: wellTyped && outcome === 'done',
    value: outcome === 'done' ? printExpr(runner.config().e) : null,
    stopped: outcome === 'out-of-fuel' ? runner.stopped() : null,
  };
}

/**
 * Runs a program without the update, and tries the update at every update point the run meets: by each policy, and whether it
 * would have been safe.
 * @param system the rules the configurations after the update are typed by.
 */
export function sweep(system: System, loaded: Loaded, update: Queued, options: SweepOptions = {}): Sweep {
  const { maxSteps = 100_000, maxPoints = 1000, from = 0 } = options;
  const { config } = loaded;
  const prepared = prepare(system, config.types, signatureOf.compute(config.heap), update.items);
  const points: SweepPoint[] = [];
  const machine = machineOf(system, config, { track: true });
  if (machine === undefined) throw new Error(`${system.name} is run without a machine: nothing says who is active`);
  const finish = (outcome: Sweep['outcome'], taken: number): Sweep => ({
    update: update.file,
    reasons: prepared.reasons,
    points,
    totals: Object.fromEntries(policies.map((p) => [p, totalsOf(points, p)])) as Record<Policy, SweepTotals>,
    outcome,
    steps: taken,
    value: outcome === 'done' ? printExpr((machine.config() as Config).e) : null,
  });
  const changed = functionsChanged(itemList(update.items));
  for (let met = 0; ; met++) {
    const stop = machine.run(maxSteps, prepared.reasons.length === 0);
    if (stop !== 'point') return finish(stop as Exclude<Stop, 'point'>, machine.steps);
    if (met >= maxPoints) return finish('out-of-points', machine.steps);
    if (met < from) {
      machine.skip();
      continue;
    }
    const K = machine.config() as Config;
    const running = machine.active();
    const reasons = {
      dynamic: admissionReasons(system, make.Check.Dynamic(), K, prepared.update),
      static: admissionReasons(system, make.Check.Static(), K, prepared.update),
    };
    const active = changed.filter((z) => running.has(z));
    points.push({
      point: machine.points,
      step: machine.steps,
      position: positionOf(K.e),
      accepts: {
        dynamic: reasons.dynamic.length === 0,
        static: reasons.static.length === 0,
        activeness: active.length === 0,
        always: true,
      },
      reasons,
      active,
      ...tried(system, K, prepared.update, maxSteps),
    });
    machine.skip();
  }
}
