/** What the tools for updates come to, the same for the command line and the page, whatever the programs are. */
import type { Position } from '../../semantics/positions.ts';
import type { System } from '../../rules/system.ts';
import type { Reason, RunEnd, Unended, Waiting, Way } from '../../checker/runs.ts';

/** A type that an update changes and a point keeps, with all that asks for it. */
export interface Obstacle {
  readonly type: string;
  readonly ways: readonly Way[];
}

export interface PlannedPoint {
  readonly position: Position | undefined;
  /** The definition it stands in; null for the program's expression. */
  readonly in: string | null;
  readonly capability: string;
  /** The types of the moment that may change there. */
  readonly mayChange: readonly string[];
  /** Whether a call can still reach it; not so in code that was replaced, where an activation may yet. */
  readonly current: boolean;
  readonly obstacles: readonly Obstacle[];
  /** What the static check says: `later` when contents that have not run are all that is in the way. */
  readonly static: 'admitted' | 'later' | 'refused';
}

/** A place for an update point, and the program that has it there. */
export interface Proposal {
  readonly in: string | null;
  readonly position: Position | undefined;
  readonly how: 'beginning' | 'before the call';
  readonly program: string;
}

export interface Plan {
  readonly update: string;
  /** Empty when it is well formed. */
  readonly reasons: readonly Reason[];
  /** Functions and contents left behind that use a changed type concretely. */
  readonly behind: readonly Reason[];
  readonly points: readonly PlannedPoint[];
  /** Where an update point would let it in on every iteration of a loop; null when one does, or none would. */
  readonly proposal: Proposal | null;
}

/** Names of definitions, sorted by what became of them. */
export interface Sorted {
  readonly changed: readonly string[];
  readonly added: readonly string[];
  /** Nothing removes them from a running program: they stay, and are only told. */
  readonly removed: readonly string[];
}

export interface DiffOptions {
  /** What the new version is called: transformers are named after it. */
  readonly version: string;
  /** Variables whose initialiser changed get the new one; otherwise they keep their state. */
  readonly reset?: boolean;
}

export interface Diff {
  readonly types: Sorted;
  readonly functions: Sorted;
  readonly variables: Sorted;
  /** Functions whose text is the same, and which use a changed type concretely. */
  readonly along: readonly string[];
  /** The transformers that were written, and what each leaves to be filled in. */
  readonly transformers: readonly {
    readonly type: string;
    readonly by: string;
    readonly holes: readonly { readonly type: string; readonly why: string }[];
  }[];
  /** Variables that are new, or were others: what they begin with is left to be filled in. */
  readonly asked: readonly { readonly in: string; readonly type: string; readonly why: string }[];
  /** What the reader should know: state that is kept, contents that are in the way until they have run. */
  readonly notes: readonly string[];
  /** Why the update, its holes filled, is not well formed or cannot be applied; empty when it can. */
  readonly reasons: readonly Reason[];
  /** The update; its holes are written ???. */
  readonly text: string;
  /** Whether there is anything to update. */
  readonly empty: boolean;
}

export interface SweepOptions {
  /** Reductions of the run at most, and of each run after the update (100,000 by default). */
  readonly maxSteps?: number;
  /** Update points tried at most (1,000 by default). */
  readonly maxPoints?: number;
  /** So many update points are passed over first (none by default); they count for `maxPoints`. */
  readonly from?: number;
}

/** One update point that the run met, and what becomes of the update there. */
export interface SweepPoint {
  /** The update points met so far, this one included. */
  readonly point: number;
  /** Reductions before it. */
  readonly step: number;
  readonly position: Position | undefined;
  /** Policy ↦ whether it lets the update in. */
  readonly accepts: Readonly<Record<string, boolean>>;
  /** Why the checks refuse it; empty where they accept. */
  readonly reasons: Readonly<Record<string, readonly Reason[]>>;
  /** The functions it changes that are active. */
  readonly active: readonly string[];
  /** Whether the configuration after it, applied whatever the checks say, is well typed. */
  readonly wellTyped: boolean;
  /** How the run goes on from there, no further update applied. */
  readonly outcome: RunEnd;
  /** Well typed, and it ended, and was not stuck: what did not end within the bound is not called safe. */
  readonly safe: boolean;
  /** What the run ends with there; null when it does not. */
  readonly value: string | null;
  /** Where it stands, when it did not end within the bound. */
  readonly stopped: Unended | null;
}

export interface SweepTotals {
  readonly accepted: { readonly safe: number; readonly unsafe: number };
  readonly refused: { readonly safe: number; readonly unsafe: number };
  /** Points after which the run did not end within the bound: neither safe nor unsafe. */
  readonly unended: { readonly accepted: number; readonly refused: number };
  /** The first point that accepts, and how long the update waited for it since the first one met; null when none does. */
  readonly first: { readonly point: number; readonly points: number; readonly steps: number } | null;
}

export interface Sweep {
  readonly update: string;
  /** What is wrong with the update; nothing is tried then. */
  readonly reasons: readonly Reason[];
  readonly points: readonly SweepPoint[];
  /** Policy ↦ what it would have come to. */
  readonly totals: Readonly<Record<string, SweepTotals>>;
  /** How the run without the update ended; `out-of-points` when there may be more points than were tried. */
  readonly outcome: RunEnd | 'out-of-points';
  readonly steps: number;
  /** What the run without the update ends with; null when it does not, or was not run to its end. */
  readonly value: string | null;
}

/** What a policy would have come to. */
export function totalsOf(points: readonly SweepPoint[], policy: string): SweepTotals {
  const ended = (p: SweepPoint) => p.outcome !== 'out-of-fuel';
  const count = (accepted: boolean, safe: boolean) =>
    points.filter((p) => p.accepts[policy] === accepted && p.safe === safe && ended(p)).length;
  const unended = (accepted: boolean) => points.filter((p) => p.accepts[policy] === accepted && !ended(p)).length;
  const start = points[0];
  const i = points.findIndex((p) => p.accepts[policy]);
  const found = points[i];
  return {
    accepted: { safe: count(true, true), unsafe: count(true, false) },
    refused: { safe: count(false, true), unsafe: count(false, false) },
    unended: { accepted: unended(true), refused: unended(false) },
    first: start && found ? { point: found.point, points: i, steps: found.step - start.step } : null,
  };
}

/**
 * One sweep of several that follow each other: each begins at the point at which the one before ended, and the last of them tells how
 * the run ends.
 */
export function together(last: Sweep, before: readonly Sweep[]): Sweep {
  const points = [...before, last].flatMap((s) => s.points);
  const totals = Object.fromEntries(Object.keys(last.totals).map((p) => [p, totalsOf(points, p)]));
  return { ...last, points, totals };
}

/** How a value that a run ends with after an update compares with what the old and the new version end with. */
export type Compared = 'as old and new' | 'as old' | 'as new' | 'as neither';

/** @param ends what the versions end with; null where they do not, or are not known. */
export function compared(
  value: string,
  ends: { readonly old: string | null; readonly new: string | null | undefined },
): Compared | undefined {
  const [old, fresh] = [value === ends.old, value === ends.new];
  if (old && fresh) return 'as old and new';
  if (old) return 'as old';
  if (fresh) return 'as new';
  return ends.old === null && (ends.new ?? null) === null ? undefined : 'as neither';
}

/** @typeParam P a program as its calculus loads it. */
export interface Tools<P> {
  /** What may decide whether an update goes in. */
  readonly policies: readonly string[];
  /** What will become of updates, each against the types after the one before. */
  plan(rules: System, program: P, updates: readonly Waiting[]): readonly Plan[];
  diff(rules: System, before: P, after: P, options: DiffOptions): Diff;
  sweep(rules: System, program: P, update: Waiting, options?: SweepOptions): Sweep;
  /** The text of the program that a plan proposes: this one with an update point put in, as far as that is possible. */
  proposed(text: string, proposal: Proposal): string;
}
