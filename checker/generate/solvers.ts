/** Solvers and skeletons that any calculus can use: look-ups in finite maps, maps that rules go through as lists. */
import type { Grammar } from '../../semantics/grammar.ts';
import { constructorOf } from '../../semantics/matching.ts';
import { entries, type FiniteMap } from '../../semantics/maps.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Solver } from './hints.ts';
import { Open, Suspended, Unknown, walk } from './symbolic.ts';

/** Terms of which the constructor is known and the parts may not be. */
export const opener =
  (g: Grammar) =>
  (tag: string, ...args: unknown[]): Open =>
    new Open(constructorOf(g, { tag }), args);

const known = new WeakMap<object, (readonly [string, unknown])[]>();

/** The entries of a finite map, kept with it. */
export function entriesOf(m: FiniteMap<string, unknown>): readonly (readonly [string, unknown])[] {
  let list = known.get(m);
  if (list === undefined) known.set(m, (list = [...entries(m)]));
  return list;
}

/**
 * A look-up `m(k) = v` run backwards: from what the map has.
 * @param allow whether a key is one for what is looked for, by the role of its metavariable.
 */
export const lookup = (allow: (role: string, key: string) => boolean = () => true): Solver => ({
  when: (args) => args[0] === true && args[1] === false,
  exact: true,
  eager: true,
  solve: ([m, at], result, g) => {
    const key = walk(at);
    const role = key instanceof Unknown ? key.role : '';
    return g.any(
      entriesOf(m as FiniteMap<string, unknown>),
      ([k, v]) => allow(role, k) && g.store.unify(key, k) && g.store.unify(result, v),
    );
  },
});

/** A map that rules go through as a list: how the map is made from its list. */
export type Fold = (list: never) => unknown;

/** The skeleton of a map: the map of a list whose parts may not be known. */
export const skeletonOf = (from: Fold, list: unknown): Suspended =>
  new Suspended(from as (...args: never[]) => unknown, [list]);

/** The list behind the skeleton of a map. @param parts metafunctions that take a map out of a term, and which part it is. */
export function listBehind(
  x: unknown,
  folds: ReadonlySet<unknown>,
  parts: ReadonlyMap<AnyMetafunction, number>,
): unknown {
  for (let at = walk(x); ;) {
    if (at instanceof Suspended && folds.has(at.f)) return at.args[0];
    if (!(at instanceof Unknown) || at.origin === undefined) return undefined;
    const part = parts.get(at.origin.call);
    const whole = walk(at.origin.args[0]);
    if (part === undefined || !(whole instanceof Open)) return undefined;
    at = walk(whole.args[part]);
  }
}

/** From a skeleton to its list. @param mapOf the map in the first argument, unless it is that argument itself. */
export const listSolver = (list: (x: unknown) => unknown, mapOf: (arg: unknown) => unknown = (arg) => arg): Solver => ({
  when: (args) => args[0] === false,
  exact: true,
  knows: 'nothing',
  solve: ([arg], result, g) => {
    const found = list(mapOf(arg));
    return found !== undefined && g.store.unify(result, found);
  },
});

/** What stands for unknown parts of some sorts where a metafunction does not look into them. */
export const placeholders =
  (terms: Readonly<Record<string, unknown>>) =>
  (...sorts: readonly string[]): ReadonlyMap<string, unknown> =>
    new Map(sorts.map((s) => [s, terms[s]]));

/** The part of a term of which the constructor is known; of others, nothing. */
export const partSolver = (part: (term: Open) => unknown): Solver => ({
  when: (args) => args[0] === false,
  exact: true,
  knows: 'nothing',
  solve: ([arg], result, g) => {
    const term = walk(arg);
    if (!(term instanceof Open)) return false;
    const found = part(term);
    return found !== undefined && g.store.unify(result, found);
  },
});
