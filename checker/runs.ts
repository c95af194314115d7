/** What becomes of a run and of the updates that wait for it, in a form that is the same for every calculus. */
import type { Position } from '../semantics/positions.ts';

/** A step of the way from an update point to what asks for a type: a return to a call, or a function that is used as a value. */
export interface WayStep {
  readonly kind: 'return' | 'value';
  /** The definition of the call or value; null for the program's expression. */
  readonly in: string | null;
  readonly position: Position | undefined;
}

/** What asks for a type at an update point, and how it is reached from there. */
export interface Way {
  /** A con; a written latent; what the running program expects of a function that is replaced; or of a transformer. */
  readonly kind: 'con' | 'latent' | 'replaced' | 'transformer';
  readonly type: string;
  readonly in: string | null;
  readonly position: Position | undefined;
  /** The expression that is looked through, as in the source. */
  readonly source: string | undefined;
  readonly steps: readonly WayStep[];
}

/** One reason against an update: its code, what is wrong in words, and where. */
export interface Reason {
  readonly code: string;
  readonly message: string;
  /** The changed type that is in the way. */
  readonly type?: string;
  /** The definition that uses it. */
  readonly in?: string;
  /** The capability of the update point (static check). */
  readonly capability?: string;
  /** What asks for the type there, and the way to it (static check). */
  readonly ways?: readonly Way[];
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An update waiting in the queue; what has been read of it is for its calculus to know. */
export interface Waiting {
  readonly file: string;
}

export interface Refusal {
  /** The update point, from 1. */
  readonly point: number;
  /** The step that was taken instead, from 1. */
  readonly step: number;
  readonly reasons: readonly Reason[];
}

export interface UpdateOutcome {
  readonly update: string;
  readonly applied: { readonly point: number; readonly step: number } | null;
  readonly refusals: readonly Refusal[];
}

/**
 * How a run ended: with a value; with an error that the calculus has steps for; where all wait for one another; where no
 * step is possible though it is not finished; or because it was not to go on.
 */
export const runEnds = ['done', 'failed', 'deadlock', 'stuck', 'out-of-fuel'] as const;
export type RunEnd = (typeof runEnds)[number];

/** Contents of a cell that are run inside themselves: each read of it there runs them again. */
export interface Forced {
  readonly rule: string;
  readonly cell: string;
  /** How often one inside the other, so far. */
  readonly times: number;
  /** The function that the contents call: the transformer, where an update has put it there. */
  readonly runs: string | null;
  /** The read inside. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

/** Where a run that was not to go on stands. */
export interface Unended {
  /** How many evaluation frames wait. */
  readonly frames: number;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly forces: readonly Forced[];
}

const at = (p: {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}): string => (p.line === null ? '' : ` (${p.file}:${p.line}:${p.column})`);

/** A run that was not to go on, in a sentence: what runs inside itself, or where it stands. */
export function tellUnended(u: Unended): string {
  const frames = `${u.frames} evaluation frame${u.frames === 1 ? '' : 's'} wait`;
  const [f] = u.forces;
  if (f === undefined) return `it has not ended${at(u)}; ${frames}`;
  const contents = f.runs === null ? 'contents' : `contents, ${f.runs},`;
  const others = u.forces.slice(1).map((o) => o.cell);
  const by = others.length === 0 ? '' : ` by way of ${others.join(', ')}`;
  return `it does not end: a read of ${f.cell} runs its ${contents} and these read ${f.cell} again${by}${at(f)}: ${f.rule} of ${f.cell} ${f.times} times, one inside the other`;
}

const place = (p: Position | undefined): string => (p ? `${p.file}:${p.line}:${p.column}` : '?');
const within = (z: string | null): string => (z === null ? '' : ` in ${z}`);

/** A way in words: what asks, and how it is reached. */
export function tellWay(w: Way): string {
  const what = {
    con: `${w.type} is used concretely by ${w.source ?? '?'}${within(w.in)} (${place(w.position)})`,
    latent: `a written latent${within(w.in)} keeps ${w.type} (${place(w.position)})`,
    replaced: `whoever calls ${w.in ?? '?'} already counts on ${w.type}`,
    transformer: `the transformer ${w.in ?? '?'} has to keep ${w.type}`,
  }[w.kind];
  const how = w.steps.map((s) =>
    s.kind === 'return'
      ? `a return to the call${within(s.in)} at ${place(s.position)}`
      : `the function used${within(s.in)} at ${place(s.position)}`,
  );
  return how.length === 0 ? what : `${what}, by way of ${how.join(', then ')}`;
}

/** A reason on one line, with its place. */
export const reasonText = (r: Reason): string =>
  `${r.code}: ${r.message}${r.line === undefined ? '' : ` (${r.file}:${r.line}:${r.column})`}`;
