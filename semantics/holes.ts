/** Where the hole of an evaluation context may stand, by the grammar of contexts. */
import { listSort } from './constructors.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';
import { valuesOf } from './values.ts';

const field = (term: Term, name: string): Term => (term as unknown as Readonly<Record<string, Term>>)[name] as Term;

/** Of a constructor: the fields that are evaluated, in order, with the list where a field holds one. */
type Evaluated = readonly { readonly name: string; readonly list: ReturnType<typeof listSort> }[];

const plans = new WeakMap<Grammar, Map<string, Evaluated>>();

function evaluatedIn(g: Grammar, e: Term): Evaluated {
  let byTag = plans.get(g);
  if (byTag === undefined) plans.set(g, (byTag = new Map<string, Evaluated>()));
  let plan = byTag.get(e.tag);
  if (plan === undefined) {
    const { evaluates = [], fields } = constructorOf(g, e);
    plan = evaluates.map((name) => ({
      name,
      list: listSort(fields.find(([f]) => f === name)?.[1] as string, g.constructors),
    }));
    byTag.set(e.tag, plan);
  }
  return plan;
}

/** The parts of a term at which a context with one frame may have its hole: those that have but values before them. */
export function holes(g: Grammar, e: Term): readonly Term[] {
  const isValue = valuesOf(g);
  const evaluated: Term[] = [];
  for (const { name, list } of evaluatedIn(g, e)) {
    const items: Term[] = [];
    if (list === undefined) items.push(field(e, name));
    else {
      for (let at = field(e, name); at.tag === list.cell.tag; at = field(at, list.rest))
        items.push(field(at, list.item));
      if (list.fromLast) items.reverse();
    }
    for (const item of items) {
      evaluated.push(item);
      if (!isValue(item)) return evaluated;
    }
  }
  return evaluated;
}
