/** Theorems about runs, tried on the states of runs that are taken step by step. */
import { isMeta, type Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import type { Generator } from '../generate/generator.ts';
import type { HuntingGround } from './hunting-ground.ts';
import { countLabels } from './statistics.ts';
import { record, type Tally } from './tally.ts';
import type { Trial } from './trial.ts';

export const isAboutRuns = (t: Theorem, huntingGround: HuntingGround): boolean => {
  const second = t.premises[1];
  return (
    huntingGround.runs !== undefined && isInstance(second) && second.judgement.name === huntingGround.runs.judgement
  );
};

/** Takes the runs from a subject, and tries theorems about runs on their states. */
export function followRun(
  tally: Tally,
  system: System,
  huntingGround: HuntingGround,
  g: Generator,
  episode: number,
  trials: readonly { readonly trial: Trial }[],
  args: readonly unknown[],
  size: number,
): void {
  const { runs } = huntingGround;
  if (runs === undefined) return;
  let before: unknown;
  for (const { state, actions, plan, last } of runs.states(system, args, g, size)) {
    if (tally.statistics !== undefined && before !== undefined)
      countLabels(tally.statistics, runs.labels?.(before, actions.at(-1)) ?? []);
    before = state;
    for (const { trial } of trials) {
      if (trial.theorem.atEnd && !last) continue;
      const env = trial.about(args);
      if (env === undefined) continue;
      const premise = trial.theorem.premises[1];
      const target = isInstance(premise) ? premise.args[1] : undefined;
      if (!isMeta(target)) continue;
      Object.assign(env, trial.environment({ [target.meta]: state }));
      record(tally, huntingGround, episode, trial, trial.attempt(env, 2, undefined, size), plan);
    }
  }
}

/** Of a theorem about runs: what the state looks like that it speaks of, where it says more than that it is reached. */
export function endsOf({ premises: [, second, ...more] }: Theorem): readonly Pattern[] {
  const target = isInstance(second) ? second.args[1] : undefined;
  if (!isMeta(target)) return [];
  return more.flatMap((p) =>
    p.kind === 'where' && isMeta(p.value) && p.value.meta === target.meta && !isMeta(p.pattern) ? [p.pattern] : [],
  );
}
