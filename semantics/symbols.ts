/**
 * Symbols for tracing: metavariables, and calls of metafunctions on them. A rule, a theorem or an equation is a
 * function of its metavariables; it is called once, on symbols, and what it returns is its schema (design.md, 1).
 */
import type { Term } from './grammar.ts';

/** A metavariable. Its sort is read off the first character of its name. */
export interface Metavariable {
  readonly meta: string;
  readonly sort: string;
  /** A further condition on what it stands for (metavariables `v` stand for values only). */
  readonly restriction: Restriction | undefined;
}

export interface Restriction {
  readonly name: string;
  readonly holds: (x: unknown) => boolean;
}

/** A metafunction applied to patterns. */
export interface Call {
  readonly call: AnyMetafunction;
  readonly args: readonly Pattern[];
}

/** What a traced function is made of: metavariables, calls, terms with patterns inside, and ground primitives. */
export type Pattern = Metavariable | Call | Term | string | bigint | readonly string[] | boolean;

/**
 * The theories that a solver knows. Sets: `member(t, S)`, `subset`, `intersect`, `union`, `disjoint(S, S')`, and
 * `outside(t, S)`; two-valued orders: `below`, `max`, `min`; maps: `get(m, k)`, `set(m, k, v)`, and `within(m, m')`, inclusion.
 */
export type Theory =
  | 'member'
  | 'outside'
  | 'subset'
  | 'disjoint'
  | 'intersect'
  | 'union'
  | 'below'
  | 'max'
  | 'min'
  | 'get'
  | 'set'
  | 'within'
  | 'same'
  | 'not'
  | 'both';

/** An equation as it is written: left side, right side, and what has to hold for it to apply. */
export type Row = readonly [left: unknown, right: unknown, ...conditions: readonly (Where | boolean)[]];

/** The function that equations are about, in them; its result is of whatever type is asked for. */
export type Self = (...args: readonly unknown[]) => never;

export interface Meaning {
  readonly theory?: Theory;
  /** In their order: an equation applies where its left side fits, its conditions hold, and none before it applies. */
  readonly equations?: (self: Self) => readonly Row[];
  /** Equations of other functions, about a call of this one among their arguments. Each holds by itself. */
  readonly observed?: (self: Self) => readonly Row[];
  /** The result where no equation applies; without it nothing is known there. */
  readonly otherwise?: 'undefined' | 'false' | 'true';
}

export interface MetafunctionInfo {
  readonly name: string;
  /** Sorts of the arguments. */
  readonly args: readonly string[];
  /** Sort of the result; `holds` for a predicate. */
  readonly result: string;
  /** Templates with `{0}`, `{1}`, … for the arguments, and the level they print at (see Constructor). */
  readonly text: string;
  readonly latex?: string;
  readonly level?: number;
  /** What it is, in a sentence; for code on sets, maps and integers the laws that the tests check. */
  readonly sentence: string;
  /** The equations, for metafunctions that walk syntax. */
  readonly equations?: readonly Equation[];
  /** What happens where no equation applies. */
  readonly otherwise?: string;
  /** The sorts of the parts that a metafunction which walks syntax walks. */
  readonly over?: readonly string[];
  /** What proofs may use of a metafunction that is code (see meaning.ts). */
  readonly meaning?: Meaning;
  /** The name of a restriction of metavariables that the predicate is. */
  readonly restricts?: string;
}

export interface Equation {
  readonly left: Pattern;
  readonly right: Pattern;
  /** The equation applies where these hold. */
  readonly where?: readonly Where[];
}

/** The side condition that a value matches a pattern; it binds what is new in the pattern. */
export interface Where {
  readonly kind: 'where';
  readonly pattern: Pattern;
  readonly value: Pattern;
}

/** The side condition `pattern = value`, typed: `is(τ, lookup(Γ, x))`. */
export const is = <T>(pattern: T, value: T): Where => where(pattern as Pattern, value as Pattern);

/** The same of patterns, as they are. */
export const where = (pattern: Pattern, value: Pattern): Where => Object.freeze({ kind: 'where', pattern, value });

/**
 * A named pure function on ground terms. Called on symbols, as in a rule, it records itself; `compute` runs it.
 * A partial one returns undefined where it is not defined, and a premise that needs it then fails.
 */
export interface Metafunction<A extends readonly unknown[], R, C = R | undefined> {
  (...args: A): R;
  readonly compute: (...args: A) => C;
  readonly info: MetafunctionInfo;
  readonly partial: boolean;
}

/** A metafunction, whatever its arguments. */
export interface AnyMetafunction {
  readonly compute: (...args: never[]) => unknown;
  readonly info: MetafunctionInfo;
  /** It is not defined everywhere. */
  readonly partial: boolean;
}

/** Whether a pattern has a metavariable or a call in it. */
function isSymbolic(root: Pattern): boolean {
  const stack: Pattern[] = [root];
  for (let p = stack.pop(); p !== undefined; p = stack.pop()) {
    if (isMeta(p) || isCall(p)) return true;
    if (typeof p === 'object') stack.push(...(Object.values(p) as Pattern[]));
  }
  return false;
}

/** Names, integers and constants such as `N` or `·`: an equation may be about one. */
const isConstant = (p: Pattern): boolean => typeof p !== 'object' || Object.keys(p).length === 1;

function make<A extends readonly unknown[], R, C>(
  info: MetafunctionInfo,
  compute: (...args: A) => C,
  partial: boolean,
) {
  const self = (...args: A): R => {
    const patterns = args as unknown as readonly Pattern[];
    if (!patterns.some(isSymbolic) && !patterns.every(isConstant))
      throw new Error(`metafunction ${info.name} called on terms, outside a rule: use compute`);
    if (args.length !== info.args.length)
      throw new Error(`metafunction ${info.name} takes ${info.args.length} arguments, got ${args.length}`);
    return Object.freeze({ call: self, args }) as unknown as R;
  };
  return Object.assign(self, { compute, info, partial }) as unknown as Metafunction<A, R, C>;
}

/** A total metafunction. */
export const metafunction = <A extends readonly unknown[], R>(info: MetafunctionInfo, compute: (...args: A) => R) =>
  make<A, R, R>(info, compute, false);

/** A metafunction that is not defined everywhere: `compute` returns undefined where it is not. */
export const partialMetafunction = <A extends readonly unknown[], R>(
  info: MetafunctionInfo,
  compute: (...args: A) => R | undefined,
) => make<A, R, R | undefined>(info, compute, true);

export const isMeta = (p: unknown): p is Metavariable => typeof p === 'object' && p !== null && 'meta' in p;
export const isCall = (p: unknown): p is Call => typeof p === 'object' && p !== null && 'call' in p;

/** The first character of a metavariable's name ↦ its sort, or its sort and a restriction. */
export interface MetaTable {
  readonly [letter: string]: string | { readonly sort: string; readonly restriction: Restriction };
}

/**
 * The metavariables of a calculus: any name that starts with a letter of the table is one.
 * @throws Error (at tracing) for a name whose letter is not in the table, or when a symbol is coerced or branched on.
 */
export function metavariables(table: MetaTable): Record<string, Metavariable> {
  const made = new Map<string, Metavariable>();
  return new Proxy({} as Record<string, Metavariable>, {
    get(_, name) {
      if (typeof name !== 'string') return undefined;
      const old = made.get(name);
      if (old) return old;
      const entry = table[[...name][0] as string];
      if (entry === undefined) throw new Error(`no sort of metavariables starts like ${name}`);
      const sort = typeof entry === 'string' ? entry : entry.sort;
      const restriction = typeof entry === 'string' ? undefined : entry.restriction;
      const symbol = Object.freeze({
        meta: name,
        sort,
        restriction,
        [Symbol.toPrimitive]() {
          throw new Error(`metavariable ${name} is a symbol: a rule must not compute with it`);
        },
      });
      made.set(name, symbol);
      return symbol;
    },
  });
}

/** A pattern with something in place of its metavariables; the pattern itself where that changes nothing. */
export function mapMetas(p: Pattern, f: (m: Metavariable) => Pattern): Pattern {
  if (isMeta(p)) return f(p);
  if (isCall(p)) {
    const args = p.args.map((a) => mapMetas(a, f));
    return args.every((a, i) => a === p.args[i]) ? p : { call: p.call, args };
  }
  if (typeof p !== 'object' || Array.isArray(p)) return p;
  const fields = Object.entries(p).map(([k, q]) => [k, mapMetas(q as Pattern, f)] as const);
  const same = fields.every(([k, q]) => q === (p as unknown as Record<string, unknown>)[k]);
  return same ? p : (Object.fromEntries(fields) as unknown as Pattern);
}

/** Calls f on each metavariable of a pattern, from left to right (with repetitions). */
export function visitMetas(p: Pattern, f: (m: Metavariable, insideCall: boolean) => void, insideCall = false): void {
  if (isMeta(p)) f(p, insideCall);
  else if (isCall(p)) p.args.forEach((a) => visitMetas(a, f, true));
  else if (typeof p === 'object' && !Array.isArray(p))
    for (const field of Object.values(p as object)) visitMetas(field as Pattern, f, insideCall);
}
