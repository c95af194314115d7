/** What the page asks of the programs of a calculus; each with updates of its own answers in its own way, others by their steps. */
import type { Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import type { System } from '../../../rules/system.ts';
import type { Derivation } from '../../../checker/derivation.ts';
import type { At, Outline, RunOf, Source } from './sent.ts';
import type { AnalysisOf, AnalysisShown, SweepShown, WaysOf, WaysShown } from './sent-analysis.ts';

/** What there is to derive at a step of a run. */
export interface Subjects {
  readonly total: number;
  readonly step: number;
  /** What the run is of there, in words: the subject `configuration`. */
  readonly what: string;
  /** The definitions that are judged by themselves. */
  readonly definitions: readonly string[];
}

/** Why there is no derivation, in a sentence and a line each. */
export interface Underived {
  readonly message: string;
  readonly why: readonly string[];
}

export interface Programs {
  /** The errors of a program and of its updates. */
  check(of: Pick<RunOf, 'program' | 'updates' | 'variant'>): {
    readonly program: readonly LoadError[];
    readonly updates: readonly (readonly LoadError[])[];
  };
  /** A whole run; null where the program does not load. */
  outline(of: RunOf): Outline | null;
  at(of: RunOf & { readonly step: number; readonly all?: boolean }): At | null;
  subjects(of: RunOf & { readonly step: number }): Subjects | null;
  /** @param of.subject `configuration`, `step`, or `definition NAME`. */
  derived(
    of: RunOf & { readonly step: number; readonly subject: string },
  ): Either<Underived, { readonly system: System; readonly roots: readonly Derivation[] }>;
  analysis(of: AnalysisOf): AnalysisShown;
  /** Why a type has to stay at an update point. */
  ways(of: WaysOf): WaysShown;
  sweeping(of: AnalysisOf): SweepShown | null;
  /** A counterexample as a program for a run. */
  source(values: Readonly<Record<string, unknown>>, plan: readonly unknown[], variant: string | null): Source | null;
}
