/** What terms of proofs are where their variables stand for ground terms, and patterns matched against ground terms. */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { emptyTag, mapOperations } from '../../semantics/maps.ts';
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import { equal } from '../../semantics/terms.ts';
import type { Sym } from '../terms.ts';

/** Nothing can be said: a variable without a value, or an argument that is undefined where a predicate is asked. */
export class Unsaid extends Error {}

const compute = (f: AnyMetafunction, args: readonly unknown[]): unknown => {
  // What is undefined has undefined parts; of a predicate nothing is said there.
  if (args.includes(undefined)) {
    if (f.info.result === 'holds') throw new Unsaid(`${f.info.name} of what is undefined`);
    return undefined;
  }
  return (f.compute as unknown as (...a: unknown[]) => unknown)(...args);
};
const made = (g: Grammar, tag: string, parts: readonly unknown[]): unknown => {
  if (parts.includes(undefined)) return undefined;
  for (const sort of Object.keys(g.maps)) if (tag === emptyTag(sort)) return mapOperations(sort).empty;
  const make = g.makers.get(tag);
  if (make === undefined) throw new Unsaid(`${tag} is not made here`);
  return make(...parts);
};

/**
 * The value of a term; undefined where it is undefined.
 * @throws Unsaid where a variable has no value.
 */
export function valueOf(g: Grammar, s: Sym, values: ReadonlyMap<Sym, unknown>): unknown {
  if (s.kind === 'variable') {
    if (!values.has(s)) throw new Unsaid(`${s.op} has no value`);
    return values.get(s);
  }
  if (s.literal !== undefined) return s.literal;
  if (s.op === '⊥') return undefined;
  if (s.sort === 'holds' && s.kind === 'constructor') return s.op === 'true';
  const args = s.args.map((a) => valueOf(g, a, values));
  return s.kind === 'call' ? compute(s.fn!, args) : made(g, s.op, args);
}

/** Values of metavariables. */
export type Env = Map<string, unknown>;

/** The value of a pattern; undefined where it is undefined. @throws Unsaid where a metavariable has none. */
export function valueIn(g: Grammar, p: Pattern, env: Env): unknown {
  if (isMeta(p)) {
    if (!env.has(p.meta)) throw new Unsaid(`${p.meta} has no value`);
    return env.get(p.meta);
  }
  if (isCall(p)) return compute(p.call, p.args.map((a) => valueIn(g, a, env))); // prettier-ignore
  if (typeof p !== 'object' || Array.isArray(p)) return p;
  const { tag } = p as Term;
  const fields = g.constructors.get(tag)?.fields ?? [];
  return tag === '⊥' ? undefined : made(g, tag, fields.map(([f]) => valueIn(g, (p as unknown as Record<string, Pattern>)[f]!, env))); // prettier-ignore
}

/** Whether two values are the same, both being undefined or neither. */
export const alike = (a: unknown, b: unknown): boolean => a === b || (a !== undefined && b !== undefined && equal(a, b)); // prettier-ignore

/** Whether a value fits a pattern, whose metavariables without a value get one. */
export function fits(g: Grammar, p: Pattern, x: unknown, env: Env): boolean {
  if (x === undefined) return false;
  if (isMeta(p)) {
    if (env.has(p.meta)) return alike(env.get(p.meta), x);
    env.set(p.meta, x);
    return true;
  }
  if (isCall(p) || typeof p !== 'object' || Array.isArray(p)) return alike(valueIn(g, p, env), x);
  const { tag } = p as Term;
  if (typeof x !== 'object' || x === null || (x as Term).tag !== tag) return false;
  return (g.constructors.get(tag)?.fields ?? []).every(([f]) =>
    fits(g, (p as unknown as Record<string, Pattern>)[f]!, (x as Record<string, unknown>)[f], env),
  );
}
