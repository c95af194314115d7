/**
 * Metafunctions that walk syntax, given by equations. Each lists the constructors it treats specially; elsewhere it
 * applies to the parts. They use no native stack, and return the very term they were given where nothing changes.
 */
import type { ConstructorInfo, Grammar, Term } from './grammar.ts';
import {
  compileBuilder,
  compileMatcher,
  compileWhere,
  constructorOf,
  makerOf,
  slots,
  type Environment,
} from './matching.ts';
import { madeFrom } from './origins.ts';
import { equal } from './terms.ts';
import {
  isCall,
  metafunction,
  type Call,
  type Equation,
  type MetafunctionInfo,
  type Pattern,
  type Where,
} from './symbols.ts';
import { fieldsOver } from './traversal.ts';

/** Memory of the terms a predicate is known to hold of. */
export interface Known<E, Ps extends readonly unknown[]> {
  has(e: E, ...ps: Ps): boolean;
  add(e: E, ...ps: Ps): void;
}

/** What is said of a metafunction given by equations. */
export type StructuralInfo = Omit<MetafunctionInfo, 'equations' | 'otherwise' | 'over' | 'meaning' | 'result'>;

/** A call, and those below it that lie too deep for the native stack: put off until they are computed by themselves. */
class Root {
  readonly subject: unknown;
  readonly rest: readonly unknown[];
  result: unknown;
  private done = false;
  private below: Map<unknown, Root[]> | undefined;
  private readonly pending: Root[] = [];
  constructor(subject: unknown, rest: readonly unknown[]) {
    this.subject = subject;
    this.rest = rest;
  }

  /** The result of a call below; `later` as long as it is not computed. */
  at(subject: unknown, rest: readonly unknown[]): unknown {
    this.below ??= new Map<unknown, Root[]>();
    let roots = this.below.get(subject);
    if (roots === undefined) this.below.set(subject, (roots = []));
    let root = roots.find((r) => r.rest.every((x, i) => equal(x, rest[i])));
    if (root === undefined) {
      roots.push((root = new Root(subject, rest)));
      this.pending.push(root);
    }
    return root.done ? root.result : later;
  }

  /** Computes what was put off before the call itself is computed once more. */
  compute(walk: (subject: unknown, rest: readonly unknown[], depth: number, root: Root) => unknown): unknown {
    const roots: Root[] = [this];
    for (let root = roots[0]; root !== undefined; root = roots[roots.length - 1]) {
      root.result = walk(root.subject, root.rest, 0, root);
      if (root.pending.length === 0) {
        root.done = true;
        root.below = undefined;
        roots.pop();
      }
      for (const below of root.pending.splice(0)) roots.push(below);
    }
    return this.result;
  }
}
const later: Term = Object.freeze({ tag: '…' });

/** The left side of an equation made ready, with its side conditions: whether it fits what the metafunction is called with. */
function compileLeft(g: Grammar, left: Call, wheres: readonly Where[] = []) {
  const s = slots();
  const bound = new Set<string>();
  const [subject, ...others] = left.args as [Term & Pattern, ...Pattern[]];
  // Parameters first: a name that occurs in the subject as well is then compared there.
  const parameters = others.map((p) => compileMatcher(g, s, p, bound));
  const fits = compileMatcher(g, s, subject, bound);
  const conditions = wheres.map((w) => compileWhere(g, s, w, bound));
  const match = (e: unknown, rest: readonly unknown[], env: Environment): boolean => {
    for (let i = 0; i < parameters.length; i++) if (!parameters[i]?.(rest[i], env)) return false;
    return fits(e, env) && conditions.every((holds) => holds(env));
  };
  return { slots: s, tag: subject.tag, match };
}

/** A side of an equation, computed from what its metavariables stand for, so deep in the native stack below a call. */
type Walk = (env: Environment, depth: number, root: Root) => unknown;

/** How many calls of a metafunction may lie in each other on the native stack. */
const deepest = 200;
/** A shortcut is asked at each depth that this divides. */
const asked = 4;

/**
 * A function on the terms of the sorts `over` that rebuilds them: f(e, p1, …, pn), where the equations name the
 * exceptions (first match wins) and elsewhere f applies to the parts.
 * @param shortcut may answer for a subterm without walking it; it must agree with the equations (a test checks it).
 * @param unequated is told of each constructor that is met and has no equation of its own; it may throw.
 */
export function homomorphism<E, Ps extends readonly unknown[]>(
  g: Grammar,
  over: readonly string[],
  signature: StructuralInfo,
  equations: (self: (e: E, ...ps: Ps) => E) => readonly (readonly [left: E, right: E, ...where: Where[]])[],
  shortcut?: (e: E, ...ps: Ps) => E | undefined,
  unequated?: (info: ConstructorInfo) => void,
) {
  // Without parameters a term that did not change never will: a shared part is walked once.
  const settled = signature.args.length === 1 ? new WeakSet<object>() : undefined;
  interface Special {
    readonly match: (e: unknown, rest: readonly unknown[], env: Environment) => boolean;
    readonly walk: Walk;
  }
  const byTag = new Map<string, Special[]>();

  const maker = (tag: string) => makerOf(g, tag) as (...args: unknown[]) => unknown;

  const compile = (p: Pattern, s: ReturnType<typeof slots>): Walk => {
    if (isCall(p) && (p.call as unknown) === f) {
      const [first, ...others] = p.args.map((a) => compile(a, s)) as [Walk, ...Walk[]];
      return (env, depth, root) => {
        const rest = others.map((part) => part(env, depth, root));
        return walk(first(env, depth, root), rest, depth + 1, root);
      };
    }
    if (typeof p === 'object' && 'tag' in p) {
      const info = constructorOf(g, p as Term);
      const make = maker(info.tag);
      const parts = info.fields.map(([field]) =>
        compile((p as unknown as Record<string, Pattern>)[field] as Pattern, s),
      );
      return (env, depth, root) => make(...parts.map((part) => part(env, depth, root)));
    }
    return compileBuilder(g, s, p);
  };

  interface Parts {
    readonly fields: readonly string[];
    readonly inside: readonly boolean[];
    readonly make: (...args: unknown[]) => unknown;
    readonly placed: boolean;
  }
  const partsOf = new Map<string, Parts>();
  const preparedParts = (term: Term): Parts => {
    const info = constructorOf(g, term);
    if (!byTag.has(term.tag)) unequated?.(info);
    const made = {
      fields: info.fields.map(([field]) => field),
      inside: info.fields.map(([, sort]) => over.includes(sort)),
      make: maker(info.tag),
      placed: info.placed ?? false,
    };
    partsOf.set(term.tag, made);
    return made;
  };

  /** f(e, …rest), on the native stack as far as that is not deep. */
  const walk = (e: unknown, rest: readonly unknown[], depth: number, root: Root): unknown => {
    const subject = e as Term & Record<string, unknown>;
    if (subject === later || settled?.has(subject)) return subject;
    const specials = byTag.get(subject.tag);
    // To ask costs about a walk of what is small: parts are asked about now and then, and where an equation would make a term anew.
    const known = specials !== undefined || depth % asked === 0 ? shortcut?.(e as E, ...(rest as Ps)) : undefined;
    if (known !== undefined) return known;
    if (depth > deepest) return root.at(subject, rest);
    if (specials !== undefined)
      for (const q of specials) {
        const env: Environment = [];
        if (q.match(subject, rest, env)) return q.walk(env, depth, root);
      }
    const { fields, inside, make, placed } = partsOf.get(subject.tag) ?? preparedParts(subject);
    let parts: unknown[] | undefined;
    for (let i = 0; i < fields.length; i++) {
      const part = subject[fields[i] as string];
      const after = inside[i] ? walk(part, rest, depth + 1, root) : part;
      if (parts !== undefined) parts.push(after);
      else if (after !== part) {
        parts = [];
        for (let k = 0; k < i; k++) parts.push(subject[fields[k] as string]);
        parts.push(after);
      }
    }
    if (parts !== undefined) return placed ? madeFrom(make(...parts) as object, subject) : make(...parts);
    settled?.add(subject);
    return subject;
  };

  const compute = (e: E, ...rest: Ps): E => new Root(e, rest).compute(walk) as E;

  const traced: Equation[] = [];
  const info: MetafunctionInfo = {
    ...signature,
    result: signature.args[0] as string,
    equations: traced,
    otherwise: 'applied to the parts',
    over,
  };
  const f = metafunction<[E, ...Ps], E>(info, compute);
  for (const [left, right, ...wheres] of equations(f as unknown as (e: E, ...ps: Ps) => E)) {
    traced.push({ left: left as Pattern, right: right as Pattern, where: wheres });
    const { slots: s, tag, match } = compileLeft(g, left as unknown as Call, wheres);
    byTag.set(tag, [...(byTag.get(tag) ?? []), { match, walk: compile(right as Pattern, s) }]);
  }
  return f;
}

/**
 * A predicate that holds of a term when each of the conditions holds at every subterm its pattern matches:
 * P(e, p1, …, pn). The subterms walked are those of the sorts `over`.
 */
export function everywhere<E, Ps extends readonly unknown[]>(
  g: Grammar,
  over: readonly string[],
  signature: StructuralInfo,
  conditions: (self: (e: E, ...ps: Ps) => boolean) => readonly (readonly [left: boolean, condition: boolean])[],
  known?: Known<E, Ps>,
) {
  interface Entry {
    readonly match: (e: unknown, rest: readonly unknown[], env: Environment) => boolean;
    readonly holds: (env: Environment) => unknown;
  }
  const byTag = new Map<string, Entry[]>();
  const fieldsOf = fieldsOver(g, new Set(over));
  const compute = (e: E, ...rest: Ps): boolean => {
    const stack: unknown[] = [e];
    while (stack.length > 0) {
      const term = stack.pop() as Term;
      if (known?.has(term as E, ...rest)) continue;
      for (const entry of byTag.get(term.tag) ?? []) {
        const env: Environment = [];
        if (entry.match(term, rest, env) && entry.holds(env) !== true) return false;
      }
      for (const field of fieldsOf(term)) stack.push((term as unknown as Record<string, unknown>)[field]);
    }
    known?.add(e, ...rest);
    return true;
  };
  const traced: Equation[] = [];
  const info: MetafunctionInfo = {
    ...signature,
    result: 'holds',
    equations: traced,
    otherwise: 'holds of all parts',
    over,
  };
  const f = metafunction<[E, ...Ps], boolean>(info, compute);
  for (const [left, right] of conditions(f as unknown as (e: E, ...ps: Ps) => boolean)) {
    traced.push({ left: left as Pattern, right: right as Pattern });
    const { slots: s, tag, match } = compileLeft(g, left as unknown as Call);
    byTag.set(tag, [...(byTag.get(tag) ?? []), { match, holds: compileBuilder(g, s, right as Pattern) }]);
  }
  return f;
}
