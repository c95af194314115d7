/** What the solver is told of a calculus: its lookups, its restrictions, and which constants are full or empty sets. */
import type { Grammar, Term } from '../semantics/grammar.ts';
import type { AnyMetafunction, MetaTable } from '../semantics/symbols.ts';
import type { Sym } from './terms.ts';

export interface Known {
  /** Restrictions of metavariables by name, as predicates. */
  readonly restrictions: ReadonlyMap<string, AnyMetafunction>;
  /** The lookup of each sort of maps. */
  readonly lookups: ReadonlyMap<string, AnyMetafunction>;
  /** The sorts of sets, and of two-valued orders, which are as sets that hold every name or none. */
  readonly sets: ReadonlySet<string>;
  readonly orders: ReadonlySet<string>;
  /** Of a constant of a sort of sets: whether it holds every name (true) or none; U and N of a two-valued order alike. */
  readonly constant: (s: Sym) => boolean | undefined;
}

/**
 * @param functions metafunctions of the calculus, those that no rule calls included.
 * @throws Error when a restriction of the table has no predicate among them.
 */
export function knownOf(grammar: Grammar, metas: MetaTable, functions: readonly AnyMetafunction[]): Known {
  const lookups = new Map<string, AnyMetafunction>();
  const tests = new Map<string, (s: Sym) => boolean | undefined>([['names', (s) => emptyNames(s)]]);
  for (const f of functions) {
    const { args, meaning } = f.info;
    const compute = f.compute as unknown as (a: unknown, b: unknown) => boolean;
    if (meaning?.theory === 'get') lookups.set(args[0] as string, f);
    if (meaning?.theory === 'member' && args[1] !== 'names')
      tests.set(args[1] as string, (s) => {
        const names = s.args[0];
        if (names === undefined || emptyNames(names) === undefined) return undefined;
        return compute('?', grammar.makers.get(s.op)?.([]));
      });
    if (meaning?.theory === 'below') {
      const constants = [...grammar.constructors.values()].filter((c) => c.sort === args[0] && c.fields.length === 0);
      const term = (tag: string) => grammar.makers.get(tag)?.() as Term;
      tests.set(args[0] as string, (s) =>
        s.args.length > 0 ? undefined : constants.some((c) => !compute(term(s.op), term(c.tag))),
      );
    }
  }
  const restrictions = new Map<string, AnyMetafunction>();
  for (const entry of Object.values(metas))
    if (typeof entry !== 'string') {
      const { name } = entry.restriction;
      const f = functions.find((g) => g.info.restricts === name);
      if (f === undefined) throw new Error(`the restriction ${name} has no predicate`);
      restrictions.set(name, f);
    }
  const orders = functions.flatMap((f) => (f.info.meaning?.theory === 'below' ? [f.info.args[0]!] : []));
  return {
    lookups,
    restrictions,
    sets: new Set(tests.keys()),
    orders: new Set(orders),
    constant: (s) => tests.get(s.sort)?.(s),
  };
}

const emptyNames = (s: Sym): false | undefined =>
  Array.isArray(s.literal) && s.literal.length === 0 ? false : undefined;
