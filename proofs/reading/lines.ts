/** Proofs as they are read: lines, and proofs inside them. */
import type { Sentence } from '../tell.ts';

export type { Sentence } from '../tell.ts';
/** Words, and formulas between them. */
export type Words = readonly (string | Sentence)[];
/** A claim under its number. */
export interface Numbered extends Sentence {
  readonly no: number;
}
export interface Line {
  readonly kind: 'given' | 'goal' | 'invert' | 'use' | 'apply' | 'shape' | 'done' | 'absurd' | 'cases' | 'open';
  /** What is done. */
  readonly by: Words;
  /** The rule or the statement that it is done by, if any. */
  readonly name?: string;
  readonly claims: readonly Numbered[];
  /** What else holds from here on: side conditions, and what terms are equal to. */
  readonly facts: readonly Sentence[];
  /** Proofs inside it: of cases, of premises for all. */
  readonly parts: readonly Inner[];
}
/** A proof inside a proof. */
export interface Inner {
  readonly title: Words;
  readonly lines: readonly Line[];
}
/** A proof of a case, read. */
export interface Reading {
  readonly theorem: string;
  readonly case: string;
  /** What the theorem says in a sentence. */
  readonly title: string;
  readonly lines: readonly Line[];
}
