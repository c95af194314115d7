/** What will become of updates: each is judged where those before it are complete, before any thread has started. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries } from '../../semantics/maps.ts';
import { turnsOf } from '../../semantics/components/configs.ts';
import { make, type Config, type KernelSystem } from '../../semantics/components/grammar.ts';
import { steps } from '../../rules/components/reduction.ts';
import { components } from '../../rules/components/system.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import { unbounded, unboundedText } from './bounded.ts';
import { doubts } from './faithful.ts';
import type { LoadedKernel } from './load.ts';
import { refusal } from './refusals.ts';
import { witness, type Witness } from './witness.ts';

export interface PlannedUpdate {
  readonly update: string;
  readonly lazy: boolean;
  /** `waits` where one before it is refused. */
  readonly verdict: 'accepted' | 'refused' | 'waits';
  /** Why it is refused. */
  readonly rule: string | null;
  readonly message: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** Objects that will be mediated, and those that will be when they are called. */
  readonly mediated: readonly string[];
  readonly late: readonly string[];
  /** Whether it is faithful (O9): syntax decides it, or a witness refutes it; null where neither does, or it is not accepted. */
  readonly faithful: boolean | null;
  /** What keeps it from being seen to be faithful, by class. */
  readonly doubts: readonly string[];
  readonly witness: Witness | null;
}

export interface KernelPlan {
  readonly updates: readonly PlannedUpdate[];
  /** Whether every thread is bounded (B-Static), and what is in the way. */
  readonly bounded: boolean;
  readonly why: string | null;
  /** Whether the accepted updates must complete: where threads are bounded they must (O6); null where that is not known. */
  readonly mustComplete: boolean | null;
}

/** Mediators do what they can, while no thread runs. */
function completed(system: System, K0: Config): Config {
  let K = K0;
  for (;;) {
    let next: Config | undefined;
    for (const turn of turnsOf(K)) {
      if (turn.tag !== 'Installs' && turn.tag !== 'Mediates') continue;
      const r = derive(system, steps.form, [K, turn], { record: false });
      if (isLeft(r)) continue;
      next = r.right.outputs[0] as Config;
      break;
    }
    if (next === undefined) return K;
    K = next;
  }
}

/** Whether an accepted update is faithful. @param index of it, from 0. */
function faithfulness(
  system: System,
  program: KernelSystem,
  u: string,
  index: number,
): Pick<PlannedUpdate, 'faithful' | 'doubts' | 'witness'> {
  const own = doubts(program).filter((d) => d.update === u);
  const found = own.map((d) => witness(system, program, index, d.class)).find((w) => w !== undefined);
  return {
    faithful: own.length === 0 ? true : found === undefined ? null : false,
    doubts: own.map((d) => `${d.class}: ${d.message}`),
    witness: found ?? null,
  };
}

/** Lists the updates of a system, in their order. */
export function planKernel({ program, config, file }: LoadedKernel, system: System = components): KernelPlan {
  const updates: PlannedUpdate[] = [];
  let K = config;
  let refused = false;
  for (let Q = config.queue; Q.tag === 'Updates'; Q = Q.rest) {
    const U = Q.update;
    const about = {
      update: U.u,
      lazy: U.haste.tag === 'Lazy',
      mediated: [],
      late: [],
      faithful: null,
      doubts: [],
      witness: null,
    };
    const none = { rule: null, message: null, line: null, column: null };
    if (refused) {
      updates.push({ ...about, ...none, verdict: 'waits' });
      continue;
    }
    const turn = make.Turn.Updating(U);
    const r = derive(system, steps.form, [K, turn], { record: false, explain: true });
    if (isLeft(r)) {
      const { rule, message, line, column } = refusal(r.left, file, U);
      updates.push({ ...about, verdict: 'refused', rule, message, line, column });
      refused = true;
      continue;
    }
    const requested = r.right.outputs[0] as Config;
    const names = (of: 'todo' | 'late'): string[] =>
      entries(requested.registry)
        .flatMap(([, x]) => [...x[of]])
        .sort();
    updates.push({
      ...about,
      ...none,
      verdict: 'accepted',
      mediated: names('todo'),
      late: names('late'),
      ...faithfulness(system, program, U.u, updates.length),
    });
    K = completed(system, requested);
  }
  const cycle = unbounded(program);
  return {
    updates,
    bounded: cycle === undefined,
    why: cycle === undefined ? null : unboundedText(cycle),
    mustComplete: cycle === undefined ? true : null,
  };
}

const listed = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')} and ${names.length - 12} more` : names.join(', ');

function faithfulLines({ faithful, doubts: why, witness: w }: PlannedUpdate): string[] {
  if (faithful === true) return ['  faithful: its results are those possible without it (O9)'];
  const told = why.map((d) => `    ${d}`);
  if (w === null) return ['  whether it is faithful is not known:', ...told];
  return [
    `  not faithful: ${w.object}, ${w.state}: ${w.calls} gives ${w.without} without it, and ${w.with} with it`,
    ...told,
  ];
}

/** On lines. */
export function planLines(plan: KernelPlan): string[] {
  if (plan.updates.length === 0) return ['no updates'];
  return [
    ...plan.updates.flatMap((u) => {
      if (u.verdict === 'waits') return [`${u.update}: waits behind an update that is refused`];
      if (u.verdict === 'refused')
        return [
          `${u.update}: refused by ${u.rule ?? 'U-Request'}${u.line === null ? '' : ` (${u.line}:${u.column})`}: ${u.message}`,
        ];
      return [
        `${u.update}: well formed`,
        ...(u.mediated.length === 0 ? [] : [`  will be mediated: ${listed(u.mediated)}`]),
        ...(u.late.length === 0 ? [] : [`  will be mediated when they are called: ${listed(u.late)}`]),
        ...faithfulLines(u),
      ];
    }),
    plan.bounded
      ? 'every thread is bounded: in every fair run the updates complete (O6)'
      : `not every thread is bounded, as far as can be seen: ${plan.why}; the updates may never complete`,
  ];
}
