/** Where the hole of an evaluation context may stand, by the grammar of contexts. */
import { listSort } from './constructors.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';
import { valuesOf } from './values.ts';

const field = (term: Term, name: string): Term => (term as unknown as Readonly<Record<string, Term>>)[name] as Term;

/** The parts of a term at which a context with one frame may have its hole: those that have but values before them. */
export function holes(g: Grammar, e: Term): readonly Term[] {
  const { evaluates = [], fields } = constructorOf(g, e);
  const evaluated = evaluates.flatMap((name) => {
    const list = listSort(fields.find(([f]) => f === name)?.[1] as string, g.constructors);
    if (!list) return [field(e, name)];
    const items: Term[] = [];
    for (let at = field(e, name); at.tag === list.cell.tag; at = field(at, list.rest)) items.push(field(at, list.item));
    return list.fromLast ? items.reverse() : items;
  });
  const first = evaluated.findIndex((p) => !valuesOf(g)(p));
  return first === -1 ? evaluated : evaluated.slice(0, first + 1);
}
