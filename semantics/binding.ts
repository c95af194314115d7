/** What terms bind, as the grammar declares it (`binds`, `variable`): where variables are free. */
import { hashText } from './hash.ts';
import type { Grammar, Term } from './grammar.ts';
import { constructorOf } from './matching.ts';
import { sortsAround } from './traversal.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A part of a term, and the fields that hold the names bound in it. */
export interface BoundPart {
  readonly field: string;
  readonly under: readonly string[];
}

/** Where a constructor's terms have variables of one kind: their own name, and the parts that may have some. */
export interface Places {
  readonly variable: string | undefined;
  readonly parts: readonly BoundPart[];
}

/** The binding of one kind of variables: those whose occurrences are the terms of one constructor. */
export interface Binding {
  /** The constructor of the occurrences. */
  readonly occurrence: string;
  /** The sorts whose terms may hold occurrences. */
  readonly sorts: ReadonlySet<string>;
  places(term: Term): Places;
  /** False only if the variable is not free in the term; remembered, and as quick as may be. */
  mayOccur(term: Term, x: string): boolean;
}

const made = new WeakMap<Grammar, Map<string, Binding>>();

/**
 * The binding of the variables whose occurrences `as` constructs; without it, of the grammar's only ones.
 * @throws Error when there is no such constructor, or there are several and none is named.
 */
export function bindingOf(g: Grammar, as?: string): Binding {
  const variables = [...g.constructors.values()].filter((c) => c.variable !== undefined).map((c) => c.tag);
  const occurrence = as ?? variables[0];
  if (occurrence === undefined || !variables.includes(occurrence))
    throw new Error(`grammar ${g.name} has no variables${as === undefined ? '' : ` ${as}`}`);
  if (as === undefined && variables.length > 1)
    throw new Error(`grammar ${g.name} has several kinds of variables: ${variables.join(', ')}`);
  let kinds = made.get(g);
  if (!kinds) made.set(g, (kinds = new Map()));
  let binding = kinds.get(occurrence);
  if (!binding) kinds.set(occurrence, (binding = make(g, occurrence)));
  return binding;
}

/**
 * The variables free in a term: the names, while they are few; otherwise a set of hashes, in which a bit not set says
 * that a variable is not there. With it substitution leaves alone what it cannot change, which keeps terms shared and
 * a long chain of binders linear.
 */
type Free = readonly string[] | number;
const few = 6;
const closed: Free = [];

const bit = (x: string): number => {
  const h = hashText(x);
  return 1 << (((h ^ (h >>> 11)) >>> 0) % 31);
};
const bits = (f: Free): number => (typeof f === 'number' ? f : f.reduce((set, x) => set | bit(x), 0));

function join(a: Free, b: Free): Free {
  if (typeof a === 'number' || typeof b === 'number') return bits(a) | bits(b);
  const more = b.filter((x) => !a.includes(x));
  if (more.length === 0) return a;
  if (a.length === 0) return b;
  const all = [...a, ...more];
  return all.length <= few ? all : bits(all);
}

/** Without a bound variable; a set of hashes keeps it: it may be too large, never too small. */
const without = (f: Free, x: string): Free => (typeof f === 'number' || !f.includes(x) ? f : f.filter((y) => y !== x));

function make(g: Grammar, occurrence: string): Binding {
  const info = g.constructors.get(occurrence);
  const sorts = sortsAround(g, [info?.sort as string]);
  const table = new Map<string, Places>();
  const places = (term: Term): Places => {
    const old = table.get(term.tag);
    if (old) return old;
    const c = constructorOf(g, term);
    const binders = c.binders.filter((b) => b.as === occurrence);
    const found: Places = {
      variable: c.tag === occurrence ? c.variable : undefined,
      parts: c.fields
        .filter(([, sort]) => sorts.has(sort))
        .map(([field]) => ({ field, under: binders.filter((b) => b.scope.includes(field)).map((b) => b.name) })),
    };
    table.set(c.tag, found);
    return found;
  };

  /*
   * Kept for terms of which it takes some work to find out: a table beside all terms costs more than it saves, since what
   * is in a large one outlives the quick collections of garbage.
   */
  const known = new WeakMap<object, Free>();
  const worthKeeping = 8;
  let looked = 0;
  /** On the native stack, so deep; counts in `looked` the terms looked at that are not kept. */
  const nearby = (e: Term, depth: number): Free => {
    const { variable, parts } = places(e);
    if (parts.length === 0) {
      looked++;
      return variable === undefined ? closed : [(e as unknown as Fields)[variable] as string];
    }
    const old = known.get(e);
    if (old !== undefined) return old;
    if (depth > 200) return deep(e);
    const before = looked;
    let all: Free = variable === undefined ? closed : [(e as unknown as Fields)[variable] as string];
    for (const { field, under } of parts) {
      let f = nearby((e as unknown as Fields)[field] as Term, depth + 1);
      for (const name of under) f = without(f, (e as unknown as Fields)[name] as string);
      all = join(all, f);
    }
    if (++looked - before < worthKeeping) return all;
    looked = before;
    known.set(e, all);
    return all;
  };
  const mayBeFree = (root: Term): Free => {
    looked = 0;
    return nearby(root, 0);
  };
  /** Without the native stack. */
  const deep = (root: Term): Free => {
    const old = known.get(root);
    if (old !== undefined) return old;
    const stack: Term[] = [root];
    while (stack.length > 0) {
      const e = stack[stack.length - 1] as Term;
      const { variable, parts } = places(e);
      let all: Free = variable === undefined ? closed : [(e as unknown as Fields)[variable] as string];
      let ready = true;
      for (const { field, under } of parts) {
        const part = (e as unknown as Fields)[field] as Term;
        let f = known.get(part);
        if (f === undefined) {
          stack.push(part);
          ready = false;
        } else if (ready) {
          for (const name of under) f = without(f, (e as unknown as Fields)[name] as string);
          all = join(all, f);
        }
      }
      if (ready) {
        known.set(e, all);
        stack.pop();
      }
    }
    return known.get(root) as Free;
  };

  return {
    occurrence,
    sorts,
    places,
    mayOccur: (term, x) => {
      const f = mayBeFree(term);
      return typeof f === 'number' ? (f & bit(x)) !== 0 : f.includes(x);
    },
  };
}
