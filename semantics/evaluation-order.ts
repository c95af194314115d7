/**
 * Another order of evaluation: a grammar whose terms are the same, and of which other parts are evaluated next. Metafunctions that go by
 * the order are made of such a grammar anew.
 */
import type { Grammar } from './declared.ts';
import type { AnyMetafunction, Restriction } from './patterns.ts';

/** Constructor ↦ the fields of its terms that are evaluated, in their order. A field that is left out is not evaluated. */
export type Order = Readonly<Record<string, readonly string[]>>;

const known = new WeakMap<Grammar, Map<string, Grammar>>();

/**
 * The grammar with another order of evaluation: the same one each time that it is asked for.
 * @throws Error for a constructor of which nothing is evaluated, a field that is none of those, or one that is left out of a value.
 */
export function reordered(g: Grammar, order: Order): Grammar {
  const text = JSON.stringify(Object.entries(order).sort());
  const made = known.get(g) ?? new Map<string, Grammar>();
  known.set(g, made);
  const before = made.get(text);
  if (before !== undefined) return before;
  const constructors = new Map(g.constructors);
  for (const [tag, fields] of Object.entries(order)) {
    const info = g.constructors.get(tag);
    const { evaluates, frames, value } = info ?? {};
    if (info === undefined || evaluates === undefined) throw new Error(`nothing of ${tag} is evaluated`);
    const strange = fields.find((f, i) => !evaluates.includes(f) || fields.indexOf(f) !== i);
    if (strange !== undefined)
      throw new Error(`of ${tag} ${evaluates.join(', ')} are evaluated, each once: not ${strange}`);
    if (value !== undefined && fields.length < evaluates.length)
      throw new Error(`${tag} is a value once ${evaluates.join(', ')} are: all of them are evaluated`);
    const framed = frames && { frames: fields.map((f) => frames[evaluates.indexOf(f)] as string) };
    constructors.set(tag, { ...info, evaluates: fields, ...framed });
  }
  const changed: Grammar = { ...g, constructors, reorders: { of: g, by: order } };
  made.set(text, changed);
  return changed;
}

/** What goes by an order, as it goes by that of a grammar: itself, unless the grammar has another. */
const goingBy = <T>(
  g: Grammar,
  x: T,
  ordered: { readonly of: Grammar; readonly by: (g: Grammar) => unknown } | undefined,
): T => (ordered !== undefined && g.reorders?.of === ordered.of ? (ordered.by(g) as T) : x);
export const inOrderOf = <F extends AnyMetafunction>(g: Grammar, f: F): F => goingBy(g, f, f.info.ordered);
export const restrictionIn = (g: Grammar, r: Restriction): Restriction => goingBy(g, r, r.ordered);

/** A name of what goes by the order of a grammar: another one for each order. */
export const nameIn = (g: Grammar, name: string): string =>
  [
    name,
    ...Object.entries(g.reorders?.by ?? {})
      .map(([tag, fields]) => `${tag}(${fields.join(', ')})`)
      .sort(),
  ].join(' ');

/** Something that is made of a grammar, once for each. */
export function madeOf<T>(make: (g: Grammar) => T): (g: Grammar) => T {
  const made = new WeakMap<Grammar, T>();
  return (g) => {
    if (!made.has(g)) made.set(g, make(g));
    return made.get(g) as T;
  };
}
