/**
 * Patterns compiled to closures. An environment is an array with a slot for each metavariable of a schema.
 * Whether an occurrence of a metavariable binds or compares is decided here, once, not while matching.
 */
import type { ConstructorInfo, Grammar, Term } from './grammar.ts';
import { isCall, isMeta, type Metavariable, type Pattern, type Where } from './symbols.ts';
import { equal, primitives } from './terms.ts';

export type Environment = unknown[];
/** Matches a ground term or primitive, binding slots; false when it does not match. */
export type Matcher = (term: unknown, env: Environment) => boolean;
/** Builds a ground term; undefined when a partial metafunction in it is not defined. */
export type Builder = (env: Environment) => unknown;

/** The metavariables of one schema and their slots. */
export interface Slots {
  readonly metas: Metavariable[];
  slot(m: Metavariable): number;
}

export function slots(): Slots {
  const metas: Metavariable[] = [];
  const index = new Map<string, number>();
  return {
    metas,
    slot(m) {
      let i = index.get(m.meta);
      if (i === undefined) {
        i = metas.length;
        metas.push(m);
        index.set(m.meta, i);
      }
      return i;
    },
  };
}

/** What is known of the constructor of a term, of a grammar or of one that extends it. */
export const constructorOf = (g: Grammar, p: Term): ConstructorInfo => {
  const info = g.constructors.get(p.tag) ?? g.extended.get(p.tag)?.info;
  if (!info) throw new Error(`${p.tag} is no constructor of ${g.name}`);
  return info;
};

/** The function that makes terms with a tag; undefined for map nodes. */
export const makerOf = (g: Grammar, tag: string): ((...args: unknown[]) => Term) | undefined =>
  g.makers.get(tag) ?? g.extended.get(tag)?.make;

/** Compiles a pattern to build a term from an environment in which all its metavariables are bound. */
export function compileBuilder(g: Grammar, s: Slots, p: Pattern): Builder {
  if (isMeta(p)) {
    const i = s.slot(p);
    return (env) => env[i];
  }
  if (isCall(p)) {
    const parts = p.args.map((arg) => compileBuilder(g, s, arg));
    return applied(p.call.compute as unknown as (...args: unknown[]) => unknown, parts);
  }
  if (typeof p !== 'object' || Array.isArray(p)) return () => p;
  const info = constructorOf(g, p as Term);
  if (isGround(p)) return () => p;
  const make = makerOf(g, info.tag);
  if (!make) throw new Error(`${info.tag} cannot be built in a rule`);
  return applied(
    make,
    info.fields.map(([f]) => compileBuilder(g, s, (p as unknown as Record<string, Pattern>)[f] as Pattern)),
  );
}

/** A function applied to what the parts build; undefined where one of them is. */
function applied(f: (...args: unknown[]) => unknown, parts: readonly Builder[]): Builder {
  const [a, b, c] = parts as [Builder, Builder, Builder];
  switch (parts.length) {
    case 1:
      return (env) => {
        const x = a(env);
        return x === undefined ? undefined : f(x);
      };
    case 2:
      return (env) => {
        const x = a(env);
        const y = b(env);
        return x === undefined || y === undefined ? undefined : f(x, y);
      };
    case 3:
      return (env) => {
        const x = a(env);
        const y = b(env);
        const z = c(env);
        return x === undefined || y === undefined || z === undefined ? undefined : f(x, y, z);
      };
    default:
      return (env) => {
        const args: unknown[] = [];
        for (const part of parts) {
          const x = part(env);
          if (x === undefined) return undefined;
          args.push(x);
        }
        return f(...args);
      };
  }
}

/** Whether a pattern is a term without metavariables or calls. */
export function isGround(p: Pattern): boolean {
  if (isMeta(p) || isCall(p)) return false;
  if (typeof p !== 'object' || Array.isArray(p)) return true;
  return Object.values(p).every((q) => isGround(q as Pattern));
}

/**
 * Compiles a pattern to match ground terms. `bound` holds the metavariables bound before; those that this pattern
 * binds are added to it. A call in the pattern is computed and compared: its metavariables must be bound by then.
 */
export function compileMatcher(g: Grammar, s: Slots, p: Pattern, bound: Set<string>): Matcher {
  if (isMeta(p)) {
    const i = s.slot(p);
    if (bound.has(p.meta)) return (term, env) => env[i] === term || equal(env[i], term);
    bound.add(p.meta);
    const holds = p.restriction?.holds;
    if (holds)
      return (term, env) => {
        env[i] = term;
        return holds(term);
      };
    return (term, env) => {
      env[i] = term;
      return true;
    };
  }
  if (isCall(p)) {
    const build = compileBuilder(g, s, p);
    return (term, env) => {
      const x = build(env);
      return x !== undefined && equal(x, term);
    };
  }
  if (typeof p !== 'object' || Array.isArray(p)) return (term) => equal(p, term);
  const info = constructorOf(g, p as Term);
  const tag = info.tag;
  if (info.fields.length === 0) return (term) => (term as Term).tag === tag;
  // A constant without terms inside, such as the capability *.
  if (isGround(p) && info.fields.every(([, sort]) => primitives.has(sort))) return (term) => equal(p, term);
  const fields = info.fields.map(([f]) => f);
  const parts = fields.map((f) => compileMatcher(g, s, (p as unknown as Record<string, Pattern>)[f] as Pattern, bound));
  const [f1, f2] = fields as [string, string];
  const [m1, m2] = parts as [Matcher, Matcher];
  type Fields = Record<string, unknown>;
  switch (parts.length) {
    case 1:
      return (term, env) => (term as Term).tag === tag && m1((term as Fields)[f1], env);
    case 2:
      return (term, env) =>
        (term as Term).tag === tag && m1((term as Fields)[f1], env) && m2((term as Fields)[f2], env);
    default:
      return (term, env) => {
        if ((term as Term).tag !== tag) return false;
        for (let i = 0; i < parts.length; i++)
          if (!(parts[i] as Matcher)((term as Fields)[fields[i] as string], env)) return false;
        return true;
      };
  }
}

/** Compiles a side condition `pattern = value`. */
export function compileWhere(g: Grammar, s: Slots, w: Where, bound: Set<string>): (env: Environment) => boolean {
  const build = compileBuilder(g, s, w.value);
  const match = compileMatcher(g, s, w.pattern, bound);
  return (env) => {
    const x = build(env);
    return x !== undefined && match(x, env);
  };
}
