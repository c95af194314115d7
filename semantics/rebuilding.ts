/** Terms made anew with some of their parts changed. */
import type { Grammar, Term } from './grammar.ts';
import { constructorOf, makerOf } from './matching.ts';

/** A term that is being made anew: its fields, and those of them that are done, in order. */
export interface Rebuilding {
  readonly term: Term & Readonly<Record<string, unknown>>;
  readonly fields: readonly string[];
  readonly parts: unknown[];
}

export interface Changes {
  /** What to put for a part, told the term around it; undefined to look inside. */
  readonly put?: (part: Term, outer: Rebuilding | undefined) => Term | undefined;
  /** What to make of a term whose parts are done; it gets the term as it was as well. */
  readonly made?: (term: Term, before: Term) => Term;
  /** Terms of which it is known that nothing changes in them; those found so are added. */
  readonly clean?: WeakSet<object>;
}

interface Open extends Rebuilding {
  next: number;
}

/** A term of the same constructor with other parts. Nodes of maps keep their keys, and so their shape. */
function remade(g: Grammar, term: Rebuilding['term'], parts: readonly unknown[]): Term {
  const make = makerOf(g, term.tag);
  if (make) return make(...parts);
  const fields = constructorOf(g, term).fields.map(([f], i) => [f, parts[i]] as const);
  return Object.freeze({ tag: term.tag, ...Object.fromEntries(fields) });
}

/** A term changed from the leaves up; the very term where nothing is. No native stack is used. */
export function rebuild<T extends Term>(g: Grammar, root: T, { put, made, clean }: Changes): T {
  const stack: Open[] = [];
  let result: unknown;
  let have = false;
  const enter = (x: unknown): void => {
    have = typeof x !== 'object' || x === null || Array.isArray(x) || (clean?.has(x) ?? false);
    result = x;
    if (have) return;
    const term = x as Open['term'];
    const other = put?.(term, stack[stack.length - 1]);
    have = other !== undefined;
    if (have) result = other;
    else stack.push({ term, fields: constructorOf(g, term).fields.map(([f]) => f), next: 0, parts: [] });
  };
  enter(root);
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as Open;
    if (have) top.parts.push(result);
    have = false;
    if (top.next < top.fields.length) {
      enter(top.term[top.fields[top.next++] as string]);
      continue;
    }
    stack.pop();
    const { term, fields, parts } = top;
    const same = fields.every((f, i) => term[f] === parts[i]);
    const again = same ? term : remade(g, term, parts);
    result = made ? made(again, term) : again;
    if (result === term) clean?.add(term);
    have = true;
  }
  return result as T;
}
