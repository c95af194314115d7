/** What an answer comes to, before feedback says how much of it is told. */
import type { LoadError } from '../../semantics/errors.ts';

/** Something that is wrong with an answer. */
export interface Finding {
  /** What hints go by: a rule, the code of a reason, a theorem, or a word of docs/exercises.md. */
  readonly code: string;
  readonly message: string;
  /** In a derivation: the goal, as the premises that lead to it from the root. */
  readonly at?: readonly number[];
  /** In a text: from 1. */
  readonly line?: number;
  readonly column?: number;
}

export interface Outcome {
  readonly done: boolean;
  readonly findings: readonly Finding[];
  /** The text is none of the language: this is always told. */
  readonly errors: readonly LoadError[];
}

export const solved: Outcome = { done: true, findings: [], errors: [] };
export const notYet = (findings: readonly Finding[]): Outcome => ({ done: false, findings, errors: [] });
export const unreadable = (errors: readonly LoadError[]): Outcome => ({ done: false, findings: [], errors });

/** A finding at the place of an error. */
export const findingOf = (code: string, e: LoadError): Finding => ({
  code,
  message: e.message,
  ...(e.line === null || e.column === null ? {} : { line: e.line, column: e.column }),
});
