/**
 * What the generator is told of a calculus besides its rules. Hints say where to look first; they do not say what
 * holds: every metafunction is computed, and every premise tried, whatever a hint proposed.
 */
import type { ConstructorInfo } from '../../semantics/grammar.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Premise } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import type { Chooser } from './choose.ts';
import type { Kind, Store, Unknown } from './symbolic.ts';

/** What a search offers to those who propose something in it. */
export interface Seeker {
  readonly store: Store;
  readonly chooser: Chooser;
  readonly hints: Hints;
  /** An unknown of a sort; the role says where its names come from. */
  unknown(sort: string, role?: string): Unknown;
  /** A new unknown that has to be of a kind. */
  unknownOf(sort: string, role: string, kind: Kind): Unknown;
  /** One of the numbers from 0, less than n. */
  choose(n: number): number;
  /** Whether every choice is to be seen. */
  readonly exhaustive: boolean;
  /** Tries the alternatives from a random one on until one can be made to fit. */
  any<T>(alternatives: readonly T[], fits: (x: T) => boolean): boolean;
  /** Terms of a sort around, in random order. */
  candidates(sort: string, most: number): Iterable<unknown>;
  /** With these terms around, too. */
  among<T>(more: readonly unknown[], f: () => T): T;
  /** Binds what is unknown in a term to something; false when that is not possible. */
  ground(at: unknown): boolean;
  /**
   * Whether a term with one constructor can be a field of one with another, as far as rules show: what the premise about the field
   * asks for is what a rule concludes of the term.
   */
  mayNest(outer: ConstructorInfo, field: number, inner: string): boolean;
  /** A call, delayed until its arguments are known; undefined when it has no value. */
  compute(call: AnyMetafunction, args: readonly unknown[], sort: string): unknown;
}

/** A metafunction run backwards: it proposes arguments for a result, or both. */
export interface Solver {
  /** Whether it can be used when these arguments, and the result, are known. */
  readonly when: (args: readonly boolean[], result: boolean) => boolean;
  /** Whether every solution can be proposed, and none twice: only such solvers serve exhaustive generation. */
  readonly exact: boolean;
  /** Whether it comes before everything else: it looks something up. */
  readonly eager?: boolean;
  /** What is ground afterwards; all of it unless said. */
  readonly knows?: 'all' | 'result' | 'nothing';
  /** Gives the result a shape that fits what is known of the arguments, before it is searched for; false when it cannot. */
  readonly sketch?: (args: readonly unknown[], result: unknown, g: Seeker) => boolean;
  /**
   * Of a look-up in a map: whether some entry may be what is looked for, seen without trying any.
   * @param role what the key is for.
   */
  readonly mayFind?: (map: unknown, role: string, fits: (value: unknown) => boolean) => boolean;
  /** Binds what is unknown in the arguments and the result; false when it finds nothing. */
  readonly solve: (args: readonly unknown[], result: unknown, g: Seeker) => boolean;
}

export interface Hints {
  /** Premises that make a program, and name its parts as statements about them do: instances of those are looked for there. */
  readonly programs?: readonly Premise[];
  /**
   * Names for a role: the first letter of a metavariable, or `Constructor.field`, or `Map.key`.
   * A name may be there several times, to be chosen more often, unless every choice is to be seen.
   * @param around the terms of the rule being tried.
   */
  readonly names: (role: string, around: readonly unknown[], exhaustive: boolean) => readonly string[];
  /** Classes of names that are in the same pools, and by nothing else told from each other. */
  readonly alike?: readonly (readonly string[])[];
  readonly ints: readonly bigint[];
  /** Judgements that may be asked with inputs unknown, as long as one is known. */
  readonly lax?: ReadonlySet<string>;
  /** Such a judgement ↦ the inputs of which one has to be known, where not any one will do. */
  readonly askedBy?: Readonly<Record<string, readonly number[]>>;
  /** Judgements that leave parts of their main input to others. */
  readonly partial?: ReadonlySet<string>;
  /** Judgements to be asked before others, because they refuse much at little cost. */
  readonly early?: ReadonlySet<string>;
  /**
   * Sort ↦ the judgement that says which of its terms are well formed. What a rule leaves open is chosen by it, where the rule has what
   * else it asks for: what the grammar makes alone has names that are not there.
   */
  readonly formed?: Readonly<Record<string, string>>;
  readonly solvers?: ReadonlyMap<AnyMetafunction, Solver>;
  /** Sorts that a metafunction does not look into, with a term that stands for what is unknown of them. */
  readonly blind?: ReadonlyMap<AnyMetafunction, ReadonlyMap<string, unknown>>;
  /** Constructors that are not made out of nothing (they are for terms that are still to be inferred). */
  readonly avoid?: ReadonlySet<string>;
  /** Rule, or constructor ↦ weight; 1 for the others. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Constructor ↦ weight, where something lies around a part that was asked for; 1 for the others. */
  readonly surround?: Readonly<Record<string, number>>;
  /** Of a variant: the judgements that it has other rules for than the base, and the constructors that these conclude something about. */
  readonly changed?: { readonly judgements: ReadonlySet<string>; readonly constructors: ReadonlySet<string> };
  /** Terms that an entry of a map makes worth choosing: map sort ↦ sort and term. */
  readonly mentions?: Readonly<Record<string, (key: string) => readonly (readonly [string, unknown])[]>>;
  /** What the rules leave to the grammar, such as distinct labels: asked of each constructor made from the grammar. */
  readonly valid?: (term: unknown) => boolean;
}

/**
 * The hints for a system: what is proposed for a metafunction of the base is proposed for the one that a variant has in its place, too. The
 * other decides; so nothing is refused by what the one has, and not every solution is there.
 */
export function hintsIn({ exchanged }: System, hints: Hints): Hints {
  if (exchanged === undefined || hints.solvers === undefined) return hints;
  const solvers = new Map(hints.solvers);
  for (const [from, to] of exchanged) {
    const solver = solvers.get(from);
    if (solver === undefined || solvers.has(to)) continue;
    const { mayFind: _, ...proposing } = solver;
    solvers.set(to, { ...proposing, exact: false });
  }
  return { ...hints, solvers };
}
