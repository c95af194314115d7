/** What the view Run is sent: plain data, the same for every calculus. */
import type { Reason } from '../../../checker/runs.ts';
import type { Decision } from '../state.ts';
import type { Picture, Section } from './picture.ts';

/** Part of a source: `file` 0 is the program, n is update n; offsets into its text. */
export interface Range {
  readonly file: number;
  readonly from: number;
  readonly to: number;
}

/** What an expression is, as bits. */
export const kind = { redex: 1, con: 2, pending: 4, point: 8 } as const;

/** Numbers in a row: what is sent for a step has thousands of them, and they are copied between threads at each step. */
export const width = 6;

export interface Shown {
  readonly text: string;
  /** For each place, outer ones first: from, to, kinds, and the range of its source: file (or -1), from, to. */
  readonly places: Int32Array;
  /** Characters left out at the beginning and at the end. */
  readonly before: number;
  readonly after: number;
}

export interface Source {
  readonly program: string;
  readonly updates: readonly string[];
  /** Why the rules of the variant do not load it; null when they do. */
  readonly problem: string | null;
}

export interface Point {
  /** Steps taken before it. */
  readonly step: number;
  /** The update first in line there, from 0; null when none is left. */
  readonly update: number | null;
  readonly outcome: 'applied' | 'refused' | 'deferred' | 'withdrawn' | 'no update';
  readonly decision: Decision;
}

/** What a run is of: the part of the page's state that it depends on. */
export interface RunOf {
  readonly program: string;
  readonly updates: readonly string[];
  readonly check: 'dynamic' | 'static';
  readonly decisions: Readonly<Record<number, Decision>>;
  /** The variant whose rules it is by; those of the calculus as it is unless one is named. */
  readonly variant?: string | null;
}

/** The step at which a theorem falls, and how. */
export interface Broken {
  readonly step: number;
  readonly text: string;
}

/** A run from beginning to end: null where the program does not load. */
export interface Outline {
  readonly total: number;
  readonly outcome: 'done' | 'out-of-fuel' | 'stuck';
  readonly value: string | null;
  readonly type: string;
  readonly points: readonly Point[];
  readonly applied: readonly { readonly update: number; readonly step: number }[];
}

export interface StepShown {
  readonly rule: string;
  readonly redex: string;
  readonly result: string;
}

export interface BindingShown {
  readonly name: string;
  readonly kind: 'fun' | 'var' | 'cell';
  readonly code: Shown;
  readonly changed: 'new' | 'changed' | null;
  /** What a cell holds: a value, or what has yet to run. */
  readonly holds: 'value' | 'initialiser' | 'transformer' | null;
  /** The types in the way of the update that is tried here. */
  readonly inTheWay: readonly string[];
  /** The update that is tried here replaces it. */
  readonly replaced: boolean;
}

export interface TypeShown {
  readonly name: string;
  readonly text: string;
  readonly changed: 'new' | 'changed' | null;
}

export interface PointShown extends Point {
  /** From 1. */
  readonly number: number;
  readonly capability: string;
  /** The types that the first update in line changes. */
  readonly types: readonly string[];
  readonly reasons: readonly Reason[];
  /** How many con of those types are left to run. */
  readonly onStack: number;
  /** How many of them are in frames that are left out. */
  readonly outOfView: number;
}

export interface UpdateShown {
  readonly status: 'applied' | 'withdrawn' | 'next' | 'waiting' | 'unreadable';
  /** The step that applied it. */
  readonly step: number | null;
  /** Why it is not well formed against the types of this moment. */
  readonly reasons: readonly Reason[];
}

/** The state that a step leads to, whole, and where in it the contractum stands. */
export interface After {
  readonly code: Shown;
  readonly from: number;
  readonly to: number;
}

export interface At {
  readonly step: number;
  readonly expression: Shown;
  /** Whether that is a whole state, of which expressions are parts. */
  readonly whole?: boolean;
  /** Frames of the evaluation context, and how many of the outermost are left out. */
  readonly frames: number;
  readonly hidden: number;
  /** The step just taken and the one to come. */
  readonly took: StepShown | null;
  readonly next: StepShown | null;
  readonly heap: readonly BindingShown[];
  readonly hiddenBindings: number;
  readonly types: readonly TypeShown[];
  readonly point: PointShown | null;
  readonly updates: readonly UpdateShown[];
  /** What the next step leads to; left out where there is none, or where the states are too long to show two of them. */
  readonly after?: After;
  /** Parts of the configuration beside the expression, types and heap, by their names. */
  readonly sections?: readonly Section[];
  /** The configuration, drawn. */
  readonly picture?: Picture;
}
