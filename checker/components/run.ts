/** One run: a scheduler chooses who moves, and each step is derived by the rules. */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { entries } from '../../semantics/maps.ts';
import { turnsOf } from '../../semantics/components/configs.ts';
import type { Config, Turn } from '../../semantics/components/grammar.ts';
import { steps } from '../../rules/components/reduction.ts';
import { components } from '../../rules/components/system.ts';
import type { System } from '../../rules/system.ts';
import type { Derivation } from '../derivation.ts';
import { Search } from '../derive.ts';
import { environment } from '../explore/system.ts';
import { RandomChooser } from '../generate/choose.ts';

export interface RunStep {
  readonly actor: string;
  readonly rule: string;
  readonly turn: Turn;
  readonly before: Config;
  readonly after: Config;
  readonly derivation: Derivation;
}

/** Who moves next, of those who can; one who cannot ends the run. */
export interface Scheduler {
  readonly next: (actors: readonly string[], step: number) => string;
  /** How many steps it is for; undefined for all. */
  readonly length: number | undefined;
}

/** `round-robin`, `seed N`, or who moves, step by step: `t,c,env,t`. */
export function schedulerOf(text: string): Either<string, Scheduler> {
  const seed = /^seed\s*[ =:]?\s*(\d+)$/.exec(text.trim());
  if (text.trim() === 'round-robin') {
    let last = -1;
    const order: string[] = [];
    return right({
      next: (actors) => {
        for (const a of actors) if (!order.includes(a)) order.push(a);
        for (let i = 1; i <= order.length; i++) {
          const at = (last + i) % order.length;
          if (actors.includes(order[at] as string)) {
            last = at;
            return order[at] as string;
          }
        }
        return actors[0] as string;
      },
      length: undefined,
    });
  }
  if (seed) {
    const chooser = new RandomChooser(Number(seed[1]));
    return right({ next: (actors) => actors[chooser.choose(actors.length)] as string, length: undefined });
  }
  const list = text.split(',').map((a) => a.trim());
  if (list.some((a) => !/^[A-Za-z_][A-Za-z0-9_']*$/.test(a)))
    return left(`a scheduler is round-robin, seed N, or a list of who moves (t,o,env), not '${text}'`);
  return right({ next: (_, i) => list[i] as string, length: list.length });
}

export const actorOf = (turn: Turn): string =>
  turn.tag === 'Begins' || turn.tag === 'Does' ? turn.t : turn.tag === 'Updating' ? environment : turn.o;

/** The steps of a configuration, each with its derivation. */
export function stepsOf(system: System, K: Config): RunStep[] {
  return turnsOf(K).flatMap((turn) => {
    const search = new Search(system, steps.form, [K, turn], { fuel: 1_000_000 });
    const found: RunStep[] = [];
    for (let s = search.next(); s !== undefined; s = search.next())
      found.push({
        actor: actorOf(turn),
        rule: s.derivation.rule.name,
        turn,
        before: K,
        after: s.outputs[0] as Config,
        derivation: s.derivation,
      });
    return found;
  });
}

/** Nobody waits for anything: a run that is over there is good (section 9). */
export function isGood(K: Config): boolean {
  for (const [t, Θ] of entries(K.threads)) {
    if (Θ.tag === 'Ended') continue;
    const again = entries(K.world.starts).some(([name, r]) => name === t && r.kind.tag === 'Again');
    if (Θ.tag !== 'Waiting' || !again) return false;
  }
  for (const [, p] of entries(K.objects)) if (p.entry.tag === 'Med') return false;
  for (const [, r] of entries(K.registry)) if (r.todo.length > 0) return false;
  return true;
}

export interface KernelRun {
  readonly outcome: 'done' | 'stuck' | 'out-of-fuel';
  readonly steps: number;
  readonly config: Config;
  /** The scheduler named somebody who cannot move, at this step. */
  readonly unable?: { readonly step: number; readonly actor: string; readonly possible: readonly string[] };
}

export interface KernelRunOptions {
  readonly system?: System;
  readonly scheduler?: Scheduler;
  readonly maxSteps?: number;
  readonly onStep?: (step: RunStep) => void;
}

export const usualSteps = 10_000;

export function runKernel(K0: Config, options: KernelRunOptions = {}): KernelRun {
  const { system = components, maxSteps = usualSteps } = options;
  const roundRobin = schedulerOf('round-robin') as { readonly right: Scheduler };
  const { next, length } = options.scheduler ?? roundRobin.right;
  let K = K0;
  for (let n = 0; ; n++) {
    const all = stepsOf(system, K);
    if (all.length === 0) return { outcome: isGood(K) ? 'done' : 'stuck', steps: n, config: K };
    if (n >= Math.min(maxSteps, length ?? maxSteps)) return { outcome: 'out-of-fuel', steps: n, config: K };
    const possible = [...new Set(all.map((s) => s.actor))];
    const actor = next(possible, n);
    const step = all.find((s) => s.actor === actor);
    if (step === undefined)
      return { outcome: 'out-of-fuel', steps: n, config: K, unable: { step: n + 1, actor, possible } };
    options.onStep?.(step);
    K = step.after;
  }
}
