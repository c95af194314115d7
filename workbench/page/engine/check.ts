/** Programs and updates as they are typed: what is wrong, and where. */
import type { LoadError } from '../../../semantics/errors.ts';
import { programsOf } from './calculi.ts';
import { chosen } from './variants.ts';

export interface Checked {
  readonly program: readonly LoadError[];
  readonly updates: readonly (readonly LoadError[])[];
  /** Whether there is a variant of that name, and its rules can be read; if not, a run is by the calculus as it is. */
  readonly variantKnown: boolean;
}

/** The errors of a program and of the updates' syntax. */
export function check({
  program,
  updates,
  variant,
}: {
  readonly program: string;
  readonly updates: readonly string[];
  readonly variant?: string | null;
}): Checked {
  return {
    variantKnown: chosen(variant ?? null) !== null,
    ...programsOf(variant).check({ program, updates, variant: variant ?? null }),
  };
}
