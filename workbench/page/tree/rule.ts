/** Rules and their instances as plain data, for cards. */
import type { MathNode } from '../../../checker/notation/mathml.ts';

export interface CardRule {
  readonly name: string;
  readonly judgement: string;
  /** What the judgement says. */
  readonly sentence: string;
  readonly premises: readonly MathNode[];
  readonly conclusion: MathNode;
  /** The same as text, for a screen reader and for search. */
  readonly text: { readonly premises: readonly string[]; readonly conclusion: string };
  /** Metavariables that whoever uses the rule chooses. */
  readonly chosen: readonly string[];
}

/** What a metavariable stands for: on one line, and in full where that is longer. */
export interface CardValue {
  readonly meta: string;
  readonly math: MathNode;
  readonly kind: string;
  readonly short: string;
  readonly full: string | null;
}

export interface CardInstance {
  readonly values: readonly CardValue[];
  /** What is wrong with it. */
  readonly wrong?: string | null;
}
