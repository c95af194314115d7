/** What the view Analysis is sent: plain data, the same for every calculus. */
import type { LoadError } from '../../../semantics/errors.ts';
import type { Sweep, SweepPoint } from '../../updating/report.ts';
import type { Range } from './sent.ts';

/** A place in one of the texts, and how it is called. */
export interface PlaceShown extends Range {
  readonly name: string;
}

/** Something that asks for a type, and the calls and returns that lead to it from the update point. */
export interface WayShown {
  readonly text: string;
  readonly at: PlaceShown | null;
  readonly steps: readonly PlaceShown[];
}

/** All that asks for a type at an update point, the shortest ways first. */
export interface WaysShown {
  readonly ways: readonly WayShown[];
  /** Ways that are not shown. */
  readonly more: number;
}

export interface TypeShown {
  readonly name: string;
  readonly mayChange: boolean;
}

export interface PointShown {
  readonly at: PlaceShown | null;
  readonly in: string | null;
  readonly capability: string;
  readonly types: readonly TypeShown[];
}

export interface PlanShown {
  readonly reasons: readonly string[];
  readonly behind: readonly string[];
  readonly points: readonly {
    readonly at: PlaceShown | null;
    readonly in: string | null;
    readonly current: boolean;
    readonly verdict: 'admitted' | 'later' | 'refused';
    readonly ways: readonly WayShown[];
    readonly more: number;
  }[];
  /** A program with an update point more; `at` is where it would stand in the one at hand. */
  readonly proposal: { readonly at: PlaceShown | null; readonly in: string | null; readonly program: string } | null;
}

export interface AnalysisShown {
  readonly errors: readonly LoadError[];
  /** Errors that are not shown. */
  readonly moreErrors: number;
  readonly points: readonly PointShown[];
  /** For each update, each planned after those before it; null for one that cannot be read. */
  readonly plans: readonly (PlanShown | null)[];
}

export interface AnalysisOf {
  readonly program: string;
  readonly updates: readonly string[];
  readonly variant?: string | null;
}

export interface WaysOf extends AnalysisOf {
  /** The update point, from 0 in the order of the text. */
  readonly point: number;
  readonly type: string;
}

/** A sweep, its points with their places. */
export interface SweepShown extends Omit<Sweep, 'points' | 'reasons'> {
  readonly points: readonly (Pick<SweepPoint, 'point' | 'step' | 'accepts' | 'outcome' | 'safe' | 'active'> & {
    readonly at: PlaceShown | null;
    readonly reasons: readonly string[];
  })[];
}
