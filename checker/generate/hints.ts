/**
 * What the generator is told of a calculus besides its rules. Hints say where to look first; they do not say what
 * holds: every metafunction is computed, and every premise tried, whatever a hint proposed.
 */
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Generator } from './generator.ts';

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
  /** Binds what is unknown in the arguments and the result; false when it finds nothing. */
  readonly solve: (args: readonly unknown[], result: unknown, g: Generator) => boolean;
}

export interface Hints {
  /**
   * Names for a role: the first letter of a metavariable, or `Constructor.field`, or `Map.key`.
   * A name may be there several times, to be chosen more often, unless every choice is to be seen.
   * @param around the terms of the rule being tried.
   */
  readonly names: (role: string, around: readonly unknown[], exhaustive: boolean) => readonly string[];
  readonly ints: readonly bigint[];
  /** Judgements that may be asked with inputs unknown, as long as one is known. */
  readonly lax?: ReadonlySet<string>;
  /** Judgements that leave parts of their main input to others. */
  readonly partial?: ReadonlySet<string>;
  /** Judgements to be asked before others, because they refuse much at little cost. */
  readonly early?: ReadonlySet<string>;
  readonly solvers?: ReadonlyMap<AnyMetafunction, Solver>;
  /** Sorts that a metafunction does not look into, with a term that stands for what is unknown of them. */
  readonly blind?: ReadonlyMap<AnyMetafunction, ReadonlyMap<string, unknown>>;
  /** Constructors that are not made out of nothing (they are for terms that are still to be inferred). */
  readonly avoid?: ReadonlySet<string>;
  /** Rule, or constructor ↦ weight; 1 for the others. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Terms that an entry of a map makes worth choosing: map sort ↦ sort and term. */
  readonly mentions?: Readonly<Record<string, (key: string) => readonly (readonly [string, unknown])[]>>;
  /** What the rules leave to the grammar, such as distinct labels: asked of each constructor made from the grammar. */
  readonly valid?: (term: unknown) => boolean;
}
