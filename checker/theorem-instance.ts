/** Instances of theorems: the premises are derived, and then the conclusions have to be. */
import type { System } from '../rules/system.ts';
import type { Theorem } from '../rules/theorem.ts';
import type { Failure } from './derive.ts';
import { Trial } from './hunt/trial.ts';

/** A theorem on given terms: it says nothing (a premise fails), it holds, or a conclusion has no derivation. */
export type Instance =
  | { readonly outcome: 'vacuous'; readonly premise: number }
  | { readonly outcome: 'holds' }
  | { readonly outcome: 'falls'; readonly conclusion: number; readonly failure: Failure | undefined };

/**
 * Tries a theorem. Where a premise has several derivations, the first one is taken, unless the theorem is about all.
 * @param given values for the metavariables in `theorem.given`.
 * @throws Error when one of them is missing.
 */
export function instance(system: System, theorem: Theorem, given: Readonly<Record<string, unknown>>): Instance {
  for (const name of theorem.given)
    if (!(name in given)) throw new Error(`theorem ${theorem.name} needs a value for ${name}`);
  const trial = new Trial(system, theorem);
  const outcome = trial.attempt(trial.environment(given), 0, undefined, 0);
  switch (outcome.kind) {
    case 'vacuous':
      return { outcome: 'vacuous', premise: outcome.premise };
    case 'holds':
      return { outcome: 'holds' };
    case 'falls':
      return {
        outcome: 'falls',
        conclusion: outcome.conclusion,
        failure: trial.why(outcome.env, outcome.conclusion),
      };
  }
}
