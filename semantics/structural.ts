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
import {
  isCall,
  metafunction,
  type Call,
  type Equation,
  type MetafunctionInfo,
  type Pattern,
  type Where,
} from './symbols.ts';

/** Memory of the terms a predicate is known to hold of. */
export interface Known<E, Ps extends readonly unknown[]> {
  has(e: E, ...ps: Ps): boolean;
  add(e: E, ...ps: Ps): void;
}

/** What is said of a metafunction given by equations. */
export type StructuralInfo = Omit<MetafunctionInfo, 'equations' | 'otherwise' | 'over' | 'meaning' | 'result'>;

interface Instruction {
  /** slot: push a slot; value: push a result of a builder; self: call on the popped arguments; make: rebuild. */
  readonly op: 'slot' | 'build' | 'self' | 'make';
  readonly n: number;
  readonly build?: (env: Environment) => unknown;
  readonly make?: (...args: unknown[]) => unknown;
  /** For `make`: the fields of the subject to compare with, when the result may be the subject itself. */
  readonly same?: readonly string[];
  /** For `make`: the result is the same piece of code as the subject (origins.ts). */
  readonly placed?: boolean;
}

/** A side of an equation, computed from what its metavariables stand for, so deep in the native stack. */
type Walk = (env: Environment, depth: number) => unknown;

/** How many calls of a metafunction may lie in each other on the native stack. */
const deepest = 200;

/** The last n values, in order, off the stack. */
function take(values: unknown[], n: number): unknown[] {
  const taken: unknown[] = new Array(n);
  for (let k = n - 1; k >= 0; k--) taken[k] = values.pop();
  return taken;
}

function agrees(subject: Record<string, unknown>, fields: readonly string[], parts: readonly unknown[]): boolean {
  for (let k = 0; k < fields.length; k++) if (subject[fields[k] as string] !== parts[k]) return false;
  return true;
}

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
  const arity = signature.args.length;
  interface Special {
    readonly match: (args: readonly unknown[], env: Environment) => boolean;
    readonly code: Instruction[];
    readonly walk: Walk;
  }
  const byTag = new Map<string, Special[]>();
  const otherwise = new Map<string, { code: Instruction[]; fields: readonly string[] }>();

  const compile = (p: Pattern, s: ReturnType<typeof slots>): Instruction[] => {
    if (isCall(p) && (p.call as unknown) === f)
      return [...p.args.flatMap((a) => compile(a, s)), { op: 'self', n: arity }];
    if (typeof p === 'object' && 'tag' in p) {
      const info = constructorOf(g, p as Term);
      const make = maker(info.tag);
      const parts = info.fields.map(([field]) => (p as unknown as Record<string, Pattern>)[field] as Pattern);
      return [...parts.flatMap((q) => compile(q, s)), { op: 'make', n: parts.length, make }];
    }
    return [{ op: 'build', n: 0, build: compileBuilder(g, s, p) }];
  };
  const maker = (tag: string) => makerOf(g, tag) as (...args: unknown[]) => unknown;

  /** The same on the native stack, told how deep that is: quicker, for what is not deep. */
  const compileWalk = (p: Pattern, s: ReturnType<typeof slots>): Walk => {
    if (isCall(p) && (p.call as unknown) === f) {
      const parts = p.args.map((a) => compileWalk(a, s));
      const [a, b, c] = parts as [Walk, Walk, Walk];
      if (parts.length === 1) return (env, depth) => walk([a(env, depth)], depth + 1);
      if (parts.length === 3) return (env, depth) => walk([a(env, depth), b(env, depth), c(env, depth)], depth + 1);
      return (env, depth) =>
        walk(
          parts.map((part) => part(env, depth)),
          depth + 1,
        );
    }
    if (typeof p === 'object' && 'tag' in p) {
      const info = constructorOf(g, p as Term);
      const make = maker(info.tag);
      const parts = info.fields.map(([field]) =>
        compileWalk((p as unknown as Record<string, Pattern>)[field] as Pattern, s),
      );
      return (env, depth) => make(...parts.map((part) => part(env, depth)));
    }
    const build = compileBuilder(g, s, p);
    return (env) => build(env);
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

  /** f(input), on the native stack as long as that is not deep. */
  const walk = (input: readonly unknown[], depth: number): unknown => {
    const subject = input[0] as Term & Record<string, unknown>;
    if (settled?.has(subject)) return subject;
    const known = shortcut?.(...(input as unknown as [E, ...Ps]));
    if (known !== undefined) return known;
    if (depth > deepest) return far(input);
    const specials = byTag.get(subject.tag);
    if (specials !== undefined)
      for (const q of specials) {
        const env: Environment = [];
        if (q.match(input, env)) return q.walk(env, depth);
      }
    const { fields, inside, make, placed } = partsOf.get(subject.tag) ?? preparedParts(subject);
    let parts: unknown[] | undefined;
    for (let i = 0; i < fields.length; i++) {
      const part = subject[fields[i] as string];
      let after = part;
      if (inside[i]) {
        const again = input.slice();
        again[0] = part;
        after = walk(again, depth + 1);
      }
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

  const elsewhere = (term: Term): { code: Instruction[]; fields: readonly string[] } => {
    const old = otherwise.get(term.tag);
    if (old) return old;
    const info = constructorOf(g, term);
    if (!byTag.has(term.tag)) unequated?.(info);
    const code: Instruction[] = [];
    info.fields.forEach(([, sort], i) => {
      code.push({ op: 'slot', n: arity + i });
      if (!over.includes(sort)) return;
      for (let k = 1; k < arity; k++) code.push({ op: 'slot', n: k });
      code.push({ op: 'self', n: arity });
    });
    const fields = info.fields.map(([field]) => field);
    code.push({ op: 'make', n: fields.length, make: maker(info.tag), same: fields, placed: info.placed ?? false });
    const made = { code, fields };
    otherwise.set(term.tag, made);
    return made;
  };

  const select = (args: readonly unknown[]): { code: Instruction[]; env: Environment } => {
    const subject = args[0] as Term;
    for (const q of byTag.get(subject.tag) ?? []) {
      const env: Environment = [];
      if (q.match(args, env)) return { code: q.code, env };
    }
    const { code, fields } = elsewhere(subject);
    const env = args.slice();
    for (const field of fields) env.push((subject as unknown as Record<string, unknown>)[field]);
    return { code, env };
  };

  /** f(input) without the native stack. */
  const far = (input: readonly unknown[]): E => {
    const values: unknown[] = [];
    const frames: { code: Instruction[]; env: Environment; pc: number }[] = [];
    const call = (input: readonly unknown[]) => {
      const known = settled?.has(input[0] as object) ? input[0] : shortcut?.(...(input as unknown as [E, ...Ps]));
      if (known !== undefined) values.push(known);
      else frames.push({ ...select(input), pc: 0 });
    };
    call(input);
    while (frames.length > 0) {
      const frame = frames[frames.length - 1] as (typeof frames)[number];
      const i = frame.code[frame.pc++];
      if (i === undefined) {
        frames.pop();
        continue;
      }
      switch (i.op) {
        case 'slot':
          values.push(frame.env[i.n]);
          break;
        case 'build':
          values.push(i.build?.(frame.env));
          break;
        case 'self':
          call(take(values, i.n));
          break;
        case 'make': {
          const parts = take(values, i.n);
          const subject = frame.env[0] as Record<string, unknown>;
          const unchanged = i.same !== undefined && agrees(subject, i.same, parts);
          if (unchanged) settled?.add(subject);
          const made = unchanged ? subject : i.make?.(...parts);
          values.push(i.placed ? madeFrom(made as object, subject) : made);
        }
      }
    }
    return values.pop() as E;
  };
  const compute = (...args: [E, ...Ps]): E => walk(args, 0) as E;

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
    const s = slots();
    const bound = new Set<string>();
    const lhs = left as unknown as Call;
    // Parameters first: a name that occurs in the subject as well is then compared there.
    const parameters = lhs.args.slice(1).map((p) => compileMatcher(g, s, p, bound));
    const subject = compileMatcher(g, s, lhs.args[0] as Pattern, bound);
    const conditions = wheres.map((w) => compileWhere(g, s, w, bound));
    const tag = (lhs.args[0] as Term).tag;
    const entry = {
      match: (args: readonly unknown[], env: Environment) => {
        for (let i = 0; i < parameters.length; i++) if (!parameters[i]?.(args[i + 1], env)) return false;
        return subject(args[0], env) && conditions.every((holds) => holds(env));
      },
      code: compile(right as Pattern, s),
      walk: compileWalk(right as Pattern, s),
    };
    byTag.set(tag, [...(byTag.get(tag) ?? []), entry]);
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
    readonly match: (args: unknown[], env: Environment) => boolean;
    readonly holds: (env: Environment) => unknown;
  }
  const byTag = new Map<string, Entry[]>();
  const parts = new Map<string, string[]>();
  const compute = (...args: [E, ...Ps]): boolean => {
    const stack: unknown[] = [args[0]];
    const input: unknown[] = [...args];
    while (stack.length > 0) {
      const term = stack.pop() as Term;
      if (known?.has(term as E, ...(args.slice(1) as unknown as Ps))) continue;
      input[0] = term;
      for (const entry of byTag.get(term.tag) ?? []) {
        const env: Environment = [];
        if (entry.match(input, env) && entry.holds(env) !== true) return false;
      }
      let fields = parts.get(term.tag);
      if (!fields) {
        fields = constructorOf(g, term)
          .fields.filter(([, sort]) => over.includes(sort))
          .map(([field]) => field);
        parts.set(term.tag, fields);
      }
      for (const field of fields) stack.push((term as unknown as Record<string, unknown>)[field]);
    }
    known?.add(...args);
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
    const s = slots();
    const bound = new Set<string>();
    const lhs = left as unknown as Call;
    const parameters = lhs.args.slice(1).map((p) => compileMatcher(g, s, p, bound));
    const subject = compileMatcher(g, s, lhs.args[0] as Pattern, bound);
    const entry: Entry = {
      match: (args, env) => parameters.every((m, i) => m(args[i + 1], env)) && subject(args[0], env),
      holds: compileBuilder(g, s, right as Pattern),
    };
    const tag = (lhs.args[0] as Term).tag;
    byTag.set(tag, [...(byTag.get(tag) ?? []), entry]);
  }
  return f;
}
