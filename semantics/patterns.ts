/** What traced functions are made of, and what is said of a metafunction: the types of symbols.ts. */
import type { Grammar, Term } from './declared.ts';

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
  /** It goes by the order of evaluation of a grammar: what it is where the order is another. */
  readonly ordered?: { readonly of: Grammar; readonly by: (g: Grammar) => Restriction };
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
  /** It is made from what a grammar says of evaluation, and what is known of it is as well (evaluation-equations.ts). */
  readonly derived?: { readonly part: string };
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
  /** It goes by the order of evaluation of a grammar: how it is made of one with another order. */
  readonly ordered?: { readonly of: Grammar; readonly by: (g: Grammar) => AnyMetafunction };
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

/** The first character of a metavariable's name ↦ its sort, or its sort and a restriction. */
export interface MetaTable {
  readonly [letter: string]: string | { readonly sort: string; readonly restriction: Restriction };
}
