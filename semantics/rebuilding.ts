/** Terms made anew with some of their parts changed. */
import type { ConstructorInfo } from './constructors.ts';
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
}

interface Open extends Rebuilding {
  changed: boolean;
}

/** The names of the fields of each constructor of a grammar that was asked for. */
const namesOf = new WeakMap<ConstructorInfo, readonly string[]>();

function fieldNames(info: ConstructorInfo): readonly string[] {
  let names = namesOf.get(info);
  if (names === undefined) namesOf.set(info, (names = info.fields.map(([f]) => f)));
  return names;
}

/** A term of the same constructor with other parts. Nodes of maps keep their keys, and so their shape. */
function remade(g: Grammar, term: Rebuilding['term'], fields: readonly string[], parts: readonly unknown[]): Term {
  const make = makerOf(g, term.tag);
  if (make) return make(...parts);
  return Object.freeze({ tag: term.tag, ...Object.fromEntries(fields.map((f, i) => [f, parts[i]] as const)) });
}

/** A term changed from the leaves up; the very term where nothing is. No native stack is used. */
export function rebuild<T extends Term>(g: Grammar, root: T, { put, made }: Changes): T {
  const stack: Open[] = [];
  let top: Open | undefined;
  let part: unknown = root;
  for (;;) {
    // Into the part, down to where something is put or there is nothing more to look into.
    let done: unknown = part;
    if (typeof part === 'object' && part !== null && !Array.isArray(part)) {
      const term = part as Open['term'];
      const other = put?.(term, top);
      if (other !== undefined) done = other;
      else {
        const fields = fieldNames(constructorOf(g, term));
        if (fields.length > 0) {
          if (top !== undefined) stack.push(top);
          top = { term, fields, parts: [], changed: false };
          part = term[fields[0] as string];
          continue;
        }
        done = made ? made(term, term) : term;
      }
    }
    // Out of what is done, up to where something is left to do.
    for (;;) {
      if (top === undefined) return done as T;
      if (done !== part) top.changed = true;
      top.parts.push(done);
      const field = top.fields[top.parts.length];
      if (field !== undefined) {
        part = top.term[field];
        break;
      }
      const { term, fields, parts, changed } = top as Open;
      const again = changed ? remade(g, term, fields, parts) : term;
      done = made ? made(again, term) : again;
      part = term;
      top = stack.pop();
    }
  }
}
