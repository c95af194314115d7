/**
 * Unknowns of inference (section 9). While constraints are being collected, a term of some sorts may be an unknown;
 * metafunctions on it and matches against it are then recorded as constraints instead of computed.
 */
import type { Term } from './grammar.ts';

/** What an inference does with a match of an unknown against a constant; true when it can be recorded. */
export type UnknownMatcher = (unknown: Term, constant: Term) => boolean;

let current: UnknownMatcher | undefined;

export const matchUnknown = (term: Term, constant: Term): boolean => current !== undefined && current(term, constant);

/** Runs f with matches of unknowns recorded by m. */
export function withUnknowns<R>(m: UnknownMatcher, f: () => R): R {
  const before = current;
  current = m;
  try {
    return f();
  } finally {
    current = before;
  }
}
