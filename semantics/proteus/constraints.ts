/**
 * What capabilities and updatabilities do when they are unknown (section 9): while an inference runs, operations on
 * an unknown are recorded by it. Outside an inference no test on an unknown holds.
 */
import { withUnknowns } from '../unknowns.ts';
import type { Term } from '../grammar.ts';
import type { Cap, Mu } from './grammar.ts';

export interface Constraints {
  /** t ∈ Δ */
  member(t: string, cap: Cap): boolean;
  /** Δ1 ⊆ Δ2 */
  subset(a: Cap, b: Cap): boolean;
  /** A capability within both. */
  intersect(a: Cap, b: Cap): Cap;
  /** A capability that contains both. */
  union(a: Cap, b: Cap): Cap;
  /** μ1 ≤ μ2 */
  below(a: Mu, b: Mu): boolean;
  /** An updatability above both. */
  max(a: Mu, b: Mu): Mu;
  /** An updatability below both. */
  min(a: Mu, b: Mu): Mu;
  /** An unknown μ or Δ where a rule has a constant. */
  matches(unknown: Term, constant: Term): boolean;
}

let current: Constraints | undefined;

export const isUnknown = (x: Term): boolean => x.tag === 'CapUnknown' || x.tag === 'MuUnknown';

/** The inference that is running, if one is. */
export const constraints = (): Constraints | undefined => current;

/** Runs f with operations on unknowns recorded by c. */
export function withConstraints<R>(c: Constraints, f: () => R): R {
  const before = current;
  current = c;
  try {
    return withUnknowns((u, k) => isUnknown(u) && c.matches(u, k), f);
  } finally {
    current = before;
  }
}
