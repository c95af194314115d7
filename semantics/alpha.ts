/** Equality up to the names of bound variables, of whatever kind the grammar has. */
import { Bound } from './scopes.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';
import { equal, primitives } from './terms.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is compared in the terms of a constructor: an occurrence's name, the parts and what is bound in them, the rest. */
interface Comparison {
  readonly variable: string | undefined;
  readonly parts: readonly {
    readonly field: string;
    readonly under: readonly (readonly [name: string, as: string])[];
  }[];
  readonly rest: readonly string[];
}

const tables = new WeakMap<Grammar, Map<string, Comparison>>();

function comparisonOf(g: Grammar, term: Term): Comparison {
  let table = tables.get(g);
  if (!table) tables.set(g, (table = new Map()));
  let found = table.get(term.tag);
  if (!found) {
    const { variable, binders, fields } = constructorOf(g, term);
    const named = new Set([...(variable === undefined ? [] : [variable]), ...binders.map((b) => b.name)]);
    const holdsTerm = (sort: string) => !primitives.has(sort);
    found = {
      variable,
      parts: fields
        .filter(([, sort]) => holdsTerm(sort))
        .map(([field]) => ({
          field,
          under: binders.filter((b) => b.scope.includes(field)).map((b) => [b.name, b.as] as const),
        })),
      rest: fields.filter(([f, sort]) => !holdsTerm(sort) && !named.has(f)).map(([f]) => f),
    };
    table.set(term.tag, found);
  }
  return found;
}

/** Whether two terms of the grammar are equal but for the names of variables bound in them. */
export function alphaEqual(g: Grammar, a: Term, b: Term): boolean {
  const left = new Bound();
  const right = new Bound();
  // Binders around the place that have two names: where there are none, identical terms are equal.
  let renamed = 0;
  let depth = 0;
  const work: (readonly [Term, Term] | (() => void))[] = [[a, b]];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    if (typeof next === 'function') {
      next();
      continue;
    }
    const [p, q] = next;
    if (renamed === 0 && p === q) continue;
    if (p.tag !== q.tag) return false;
    const { variable, parts, rest } = comparisonOf(g, p);
    const [u, w] = next as unknown as readonly [Fields, Fields];
    if (variable !== undefined) {
      const x = u[variable] as string;
      const y = w[variable] as string;
      const at = left.get(`${p.tag} ${x}`);
      if (at !== right.get(`${p.tag} ${y}`) || (at === undefined && x !== y)) return false;
    }
    for (const field of rest) if (!equal(u[field], w[field])) return false;
    for (const { field, under } of parts) {
      const pair = [u[field] as Term, w[field] as Term] as const;
      if (under.length === 0) {
        work.push(pair);
        continue;
      }
      const names = under.map(([name, as]) => [`${as} ${u[name] as string}`, `${as} ${w[name] as string}`] as const);
      const differ = names.filter(([x, y]) => x !== y).length;
      work.push(() => {
        names.forEach(([x, y]) => {
          left.leave(x);
          right.leave(y);
        });
        renamed -= differ;
      });
      work.push(pair);
      work.push(() => {
        names.forEach(([x, y]) => {
          left.enter(x, ++depth);
          right.enter(y, depth);
        });
        renamed += differ;
      });
    }
  }
  return true;
}
