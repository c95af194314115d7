/**
 * What terms were made from. A step makes terms anew: a substitution puts a value into them, a context is taken apart
 * and put together, U converts what is inside. Constructors declared `placed` stay the same piece of code through all of
 * that, and where they were written is asked of what they were made from first (positions.ts). Nothing is computed
 * from it: terms that are equal stay equal.
 */

const origins = new WeakMap<object, object>();

/** The term a term was made from, through any number of steps; itself where nothing is known. */
export const originOf = <T extends object>(term: T): object => origins.get(term) ?? term;

/** Notes that a term (or frame) is the same piece of code as another one, and returns it. */
export function madeFrom<T extends object>(term: T, before: object): T {
  if (term !== before) origins.set(term, originOf(before));
  return term;
}
