/** Lists of names and what they name, as rules go through maps and records: made of maps, and looked up, backwards. */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import type { FiniteMap, MapOperations } from '../../semantics/maps.ts';
import { constructorOf } from '../../semantics/matching.ts';
import type { Seeker, Solver } from './hints.ts';
import { skeletonOf } from './solvers.ts';
import { Open, Symbolic, walk, type Suspended } from './symbolic.ts';

export type Entry = readonly [name: string, value: unknown];

export interface EntryList {
  readonly sort: string;
  /** The entries of a list that is known. */
  entries(list: unknown): Entry[];
  /** A list of which the values may not be known. */
  open(entries: readonly Entry[]): unknown;
}

/** The lists whose cells a constructor makes: of a name, what it names, and the rest. */
export function entryList(g: Grammar, cell: string): EntryList {
  const info = constructorOf(g, { tag: cell });
  const [[name], [value], [rest]] = info.fields as readonly [Field, Field, Field];
  const end = [...g.constructors.values()].find((c) => c.sort === info.sort && c.fields.length === 0);
  if (end === undefined) throw new Error(`lists of ${cell} have no end`);
  const none = g.makers.get(end.tag)?.();
  return {
    sort: info.sort,
    entries(list) {
      const found: Entry[] = [];
      for (let at = list as Term; at.tag === cell;) {
        const fields = at as unknown as Record<string, unknown>;
        found.push([fields[name] as string, fields[value]]);
        at = fields[rest] as Term;
      }
      return found;
    },
    open: (entries) => entries.reduceRight<unknown>((more, [z, x]) => new Open(info, [z, x, more]), none),
  };
}
type Field = readonly [name: string, sort: string];

/** A map that rules go through as a list: how it is made from its list, and a skeleton of it made from entries. */
export interface Listed<S extends string, V> {
  readonly from: (list: unknown) => FiniteMap<S, V>;
  readonly skeleton: (entries: readonly Entry[]) => Suspended;
}

export function listed<S extends string, V>(g: Grammar, cell: string, map: MapOperations<S, V>): Listed<S, V> {
  const list = entryList(g, cell);
  const from = (x: unknown) => map.of(list.entries(x) as readonly (readonly [string, V])[]);
  return { from, skeleton: (entries) => skeletonOf(from, list.open(entries)) };
}

/** A look-up in such a list run backwards: in the list that is known, or in one that occurs around. */
export const listLookup = (list: EntryList): Solver => ({
  when: () => true,
  exact: false,
  solve: ([at, name], result, g) => {
    const known = walk(at);
    const pick = (x: unknown) => g.any(list.entries(x), ([k, v]) => g.store.unify(name, k) && g.store.unify(result, v));
    if (!(known instanceof Symbolic)) return pick(known);
    for (const c of g.candidates(list.sort, 6)) {
      const mark = g.store.mark();
      if (g.store.unify(known, c) && pick(c)) return true;
      g.store.undo(mark);
    }
    return false;
  },
});

/**
 * An operation on terms of one sort run backwards, of which a term with itself is the term: mostly that, now and then with another.
 * @param fits whether another term can be one side.
 */
export function idempotent(sort: string, fits: (x: unknown, result: unknown) => boolean): Solver {
  const both = (args: readonly boolean[], result: boolean) => result && args[0] === false && args[1] === false;
  const other = (result: unknown, g: Seeker): unknown => {
    if (g.choose(3) > 0) return result;
    for (const c of g.candidates(sort, 3)) if (fits(c, result)) return c;
    return result;
  };
  return {
    when: (args, result) => both(args, result) || (args[0] === true && args[1] === false),
    exact: false,
    knows: 'all',
    solve: ([a, b], result, g) => {
      // The other side of one that is known.
      if (!(a instanceof Symbolic)) return g.store.unify(b, a);
      return g.store.unify(a, other(result, g)) && g.store.unify(b, other(result, g));
    },
  };
}
