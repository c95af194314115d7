/** The parts of terms, read off a grammar. */
import type { Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';

/** The sorts whose terms may have one of these sorts inside, themselves included. */
export function sortsAround(g: Grammar, inside: Iterable<string>): ReadonlySet<string> {
  const found = new Set(inside);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const c of g.constructors.values()) if (c.fields.some(([, sort]) => found.has(sort))) found.add(c.sort);
  }
  return found;
}

/** The sorts of terms that may stand inside terms of this sort, itself included. */
export function sortsInside(g: Grammar, sort: string): ReadonlySet<string> {
  const sorts = new Set([...g.constructors.values()].map((c) => c.sort));
  const found = new Set([sort]);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const c of g.constructors.values())
      if (found.has(c.sort)) for (const [, s] of c.fields) if (sorts.has(s)) found.add(s);
  }
  return found;
}

/** The fields of a grammar's constructors that hold terms of the sorts given, by tag. */
export function fieldsOver(g: Grammar, over: ReadonlySet<string>): (term: Term) => readonly string[] {
  const byTag = new Map<string, readonly string[]>();
  return (term) => {
    let fields = byTag.get(term.tag);
    if (fields === undefined) {
      fields = constructorOf(g, term)
        .fields.filter(([, sort]) => over.has(sort))
        .map(([f]) => f);
      byTag.set(term.tag, fields);
    }
    return fields;
  };
}

/** The parts of a term that are of the sorts given, in the order of its fields. */
export function children(g: Grammar, over: Iterable<string>): (term: Term) => readonly Term[] {
  const fieldsOf = fieldsOver(g, new Set(over));
  return (term) => fieldsOf(term).map((f) => (term as unknown as Record<string, Term>)[f] as Term);
}

/** A term and all the terms inside it of the sorts given, each before its parts; a shared one as often as it occurs. */
export function subterms(g: Grammar, over: Iterable<string>): (root: Term) => Generator<Term> {
  const fieldsOf = fieldsOver(g, new Set(over));
  return function* (root) {
    const stack: Term[] = [root];
    for (let term = stack.pop(); term !== undefined; term = stack.pop()) {
      yield term;
      const fields = fieldsOf(term);
      for (let i = fields.length - 1; i >= 0; i--)
        stack.push((term as unknown as Record<string, Term>)[fields[i] as string] as Term);
    }
  };
}

/** Whether one of the constructors stands in a term, or in terms. */
export function mentions(terms: unknown, tags: ReadonlySet<string>): boolean {
  const stack: unknown[] = [terms];
  while (stack.length > 0) {
    const x = stack.pop();
    if (typeof x !== 'object' || x === null) continue;
    if (tags.has((x as { tag?: string }).tag ?? '')) return true;
    stack.push(...Object.values(x));
  }
  return false;
}
