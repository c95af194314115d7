/**
 * What the page shows, as one immutable value. A view reads it with `usePage` and changes it with
 * `set`; undo, redo, reload and links work on it as a whole, so nothing that a reader would miss lives anywhere else.
 */
import { useSyncExternalStore } from 'preact/compat';

/**
 * What is done at an update point with the update that is first in line. By default the check decides. By hand: it is
 * applied (where the check admits it), deferred (it stays first in line), or refused (it is withdrawn for good).
 */
export const decisions = ['check', 'apply', 'defer', 'refuse'] as const;
export type Decision = (typeof decisions)[number];

export interface PageState {
  /** The name of the view (views/registry.ts). */
  readonly view: string;
  /** The source text of the program, and of the updates in their queue. */
  readonly program: string;
  readonly updates: readonly string[];
  readonly check: 'dynamic' | 'static';
  /** How many steps of the run are taken. */
  readonly step: number;
  /** By number of the update point met in the run, from 1: decisions made by hand. */
  readonly decisions: Readonly<Record<number, Decision>>;
  /** Of a counterexample: the step at which a theorem falls, and how; null where the run is none. */
  readonly broken: { readonly step: number; readonly text: string } | null;
  /** The variant that the rules are of; null for the calculus as it is. */
  readonly variant: string | null;
  /** Derivations: what is derived (`configuration`, `step`, or a definition's name) and the path of folded nodes. */
  readonly derivation: string;
  /** Rules: the rule or judgement in view. */
  readonly rule: string | null;
  /** Analysis: the chosen update point (from 0, in the order of the text) and type. */
  readonly point: number | null;
  readonly type: string | null;
  /** Histories: the one that is shown (one that comes with the page, or the name of a file), and the chosen `step.point`. */
  readonly history: string | null;
  readonly cell: string | null;
  /** State space: what is chosen, the run that is walked, properties; see views/space-state.ts. */
  readonly space: Readonly<Record<string, string>>;
  /** Exercises: the one that is open, by its name, or the text of its file. */
  readonly exercise: string | null;
  /** What was answered, by the exercise's name (`answerKey`). */
  readonly answers: Readonly<Record<string, string>>;
  /** Those that were solved, by the same names. */
  readonly solved: readonly string[];
  /** Of a derivation that is being built: the premises that lead to the chosen goal, `0.2`. */
  readonly goal: string;
}

export const start: PageState = {
  view: 'run',
  program: '',
  updates: [],
  check: 'dynamic',
  step: 0,
  decisions: {},
  broken: null,
  variant: null,
  derivation: 'configuration',
  rule: null,
  point: null,
  type: null,
  history: null,
  cell: null,
  space: {},
  exercise: null,
  answers: {},
  solved: [],
  goal: '',
};

export { answerKey } from '../exercises/answer-key.ts';

interface History {
  readonly now: PageState;
  readonly past: readonly PageState[];
  readonly future: readonly PageState[];
}

let now: PageState = start;
let past: PageState[] = [];
let future: PageState[] = [];
/** The fields of the last change if that was a quiet one: the next of the same fields joins it. */
let quiet: string | undefined;
let last = 0;
/** Whether the last change was one of the kind that a reader would go back from. */
let discrete = false;
/** Milliseconds of rest after which a change is a new one. */
const rest = 1500;
const listeners = new Set<() => void>();
const tell = () => listeners.forEach((f) => f());

/** The state at this moment. */
export const page = (): PageState => now;

/**
 * Changes some of it.
 * @param how `quiet` changes (typing, dragging) of the same fields, one soon after the other, are one entry in the history;
 * `still` ones, which follow from others, are none.
 */
export function set(patch: Partial<PageState>, how: 'step' | 'quiet' | 'still' = 'step'): void {
  discrete = how === 'step';
  if (how === 'still') {
    now = { ...now, ...patch };
    tell();
    return;
  }
  const fields = how === 'quiet' ? Object.keys(patch).sort().join(' ') : undefined;
  const time = Date.now();
  if (fields === undefined || fields !== quiet || time - last > rest) past = [...past.slice(-199), now];
  quiet = fields;
  last = time;
  future = [];
  now = { ...now, ...patch };
  tell();
}

export function undo(): void {
  const before = past.pop();
  if (before === undefined) return;
  discrete = true;
  future.push(now);
  // What was solved stays so.
  now = { ...before, solved: now.solved };
  quiet = undefined;
  tell();
}

export function redo(): void {
  const after = future.pop();
  if (after === undefined) return;
  discrete = true;
  past.push(now);
  now = { ...after, solved: now.solved };
  quiet = undefined;
  tell();
}

export const canUndo = (): boolean => past.length > 0;
export const canRedo = (): boolean => future.length > 0;

/** Whether the last change was a step of its own, not part of typing or what follows from others. */
export const changedByStep = (): boolean => discrete;

/** Changes all states, those that can be gone back to as well: what comes from elsewhere is not undone here. */
export function merge(change: (state: PageState) => PageState): void {
  now = change(now);
  past = past.map(change);
  future = future.map(change);
  tell();
}

/** All there is to keep over a reload, and what was kept put back. */
export const remember = (): History => ({ now, past, future });
export function recall(h: History): void {
  now = h.now;
  past = [...h.past];
  future = [...h.future];
  quiet = undefined;
  tell();
}

export function subscribe(f: () => void): () => void {
  listeners.add(f);
  return () => listeners.delete(f);
}

/** The state, in a component: it is drawn again when it changes. */
export const usePage = (): PageState => useSyncExternalStore(subscribe, page);
