/** What hunts share, wherever they run: which theorems are tried, the hunter, and how what it finds is written down. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Theorem } from '../../rules/theorem.ts';
import type { Variant } from '../../rules/variant.ts';
import { encodeCounterexample } from '../../checker/hunt/counterexample.ts';
import { Hunter } from '../../checker/hunt/episodes.ts';
import type { Found } from '../../checker/hunt/shrink.ts';
import type { Calculus } from '../../proofs/calculi.ts';

/** Whether a theorem goes by a name: T13 names T13-transitive and the others of its kind. */
export const named = (t: Theorem, name: string): boolean => t.name === name || t.name.startsWith(`${name}-`);

/** @param names of theorems; null for those that are expected to fall, or all. */
export function theoremsFor(calculus: Calculus, variant: Variant, names: readonly string[] | null): readonly Theorem[] {
  const all = calculus.theorems(variant.analysis);
  const wanted = names ?? (variant.expected === 'sound' ? null : variant.expected);
  return wanted === null ? all : all.filter((t) => wanted.some((name) => named(t, name)));
}

export const hunterFor = (
  calculus: Calculus,
  variant: Variant,
  theorems: readonly Theorem[],
  seed: number,
  size = calculus.size,
  statistics = false,
): Hunter =>
  new Hunter(variant.system, calculus.huntingGround, theorems, seed, {
    movers: calculus.movers,
    size,
    statistics,
    ...(variant.system === variant.base ? {} : { base: variant.base }),
  });

/** A counterexample as a file, null where its derivations cannot be written; and why it is one. */
export function written(
  { huntingGround, counterexampleText }: Calculus,
  variant: Variant,
  theorem: Theorem,
  found: Found,
  command: string,
): { readonly text: string | null; readonly why: readonly string[] } {
  const text = encodeCounterexample(variant.system, theorem, huntingGround, found, counterexampleText, command);
  if (isLeft(text)) return { text: null, why: [] };
  const { counterexample } = JSON.parse(text.right) as { counterexample: { why: readonly string[] } };
  return { text: text.right, why: counterexample.why };
}
