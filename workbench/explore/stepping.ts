/**
 * Runs through a state space that are walked step by step, by whoever chooses: each step is the number of one that its
 * state has (from 0, in the order of `successors`), or a word `actor:rule` that says which one is meant.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { endOf } from '../../checker/explore/space.ts';
import {
  environment,
  sameLabel,
  together,
  type Label,
  type State,
  type TransitionSystem,
} from '../../checker/explore/system.ts';

export interface Possible {
  readonly label: Label;
  readonly to: State;
}

/** The steps of a state, in their order. */
export function stepsOf(system: TransitionSystem, s: State): readonly Possible[] {
  const found: Possible[] = [];
  system.successors(s, (n, to) => found.push({ label: system.label(n), to: Array.from(to) }));
  return found;
}

export interface Walked {
  /** One more than steps. */
  readonly states: readonly State[];
  readonly steps: readonly Label[];
  /** The numbers of the steps that there are: as many as were given, unless one of them is none. */
  readonly path: readonly number[];
}

/** Walks as far as there are such steps. */
export function walkBy(system: TransitionSystem, path: readonly number[]): Walked {
  const states: State[] = [system.start];
  const steps: Label[] = [];
  for (const n of path) {
    const step = stepsOf(system, states[states.length - 1] as State)[n];
    if (step === undefined) break;
    states.push(step.to);
    steps.push(step.label);
  }
  return { states, steps, path: path.slice(0, steps.length) };
}

/** The numbers of the steps that labels name, one after the other; undefined where a state has no such step. */
export function pathOf(system: TransitionSystem, labels: readonly Label[]): readonly number[] | undefined {
  const path: number[] = [];
  let at = system.start;
  for (const label of labels) {
    const steps = stepsOf(system, at);
    const n = steps.findIndex((s) => sameLabel(s.label, label));
    if (n === -1) return undefined;
    path.push(n);
    at = (steps[n] as Possible).to;
  }
  return path;
}

/** `1:R-Deref`: a step as it is written down. */
export const stepWord = ({ actor, rule }: Label): string => `${actor}:${rule}`;

/** What is wrong with a word of a run that is written down: from 0, which one. */
export interface WrongWord {
  readonly word: number;
  readonly message: string;
}

/**
 * Reads a run that is written down: words `actor` or `actor:rule`, with spaces, commas or line ends between them. One
 * that names the actor alone means the first step that the actor has.
 */
export function readRun(system: TransitionSystem, text: string): Either<WrongWord, Walked> {
  const words = text.split(/[\s,]+/).filter((w) => w !== '');
  const states: State[] = [system.start];
  const steps: Label[] = [];
  const path: number[] = [];
  for (const [i, word] of words.entries()) {
    const [actor, ...rest] = word.split(':');
    const rule = rest.join(':');
    const possible = stepsOf(system, states[i] as State);
    const n = possible.findIndex(({ label }) => label.actor === actor && (rule === '' || label.rule === rule));
    const step = possible[n];
    if (step === undefined) {
      const there = possible.map((p) => stepWord(p.label)).join(', ');
      return left({
        word: i,
        message: `step ${i + 1}, ${word}: there is no such step; ${there === '' ? 'the run is over' : `there are ${there}`}`,
      });
    }
    states.push(step.to);
    steps.push(step.label);
    path.push(n);
  }
  return right({ states, steps, path });
}

/** How an actor stands in a state. */
export interface Standing {
  readonly actor: string;
  readonly is: 'moves' | 'blocked' | 'waits' | 'finished';
  /** What it waits for, and whom. */
  readonly on: string | null;
  readonly whom: readonly string[];
}

/** Whom a run shows to have made the last change to what an actor waits for: who has to change it again. */
function changer(system: TransitionSystem, { states, steps }: Walked, at: number, name: string): readonly string[] {
  const reading = system.ask({ about: 'value', name, fields: [] });
  if (reading.kind !== 'number') return [];
  const now = reading.of(states[at] as State);
  for (let i = at; i > 0; i--) if (reading.of(states[i - 1] as State) !== now) return [(steps[i - 1] as Label).actor];
  return [];
}

/** How the actors of a run stand at one of its states, those that it has seen included. */
export function standings(system: TransitionSystem, run: Walked, at: number): readonly Standing[] {
  const s = run.states[at] as State;
  const unfinished = system.actors(s);
  const seen = new Set(
    [...run.steps.slice(0, at).map((l) => l.actor), ...unfinished].filter((a) => a !== together && a !== environment),
  );
  const waits = unfinished.filter((a) => system.waits?.(s, a) ?? false);
  return [...seen].sort(byName).map((actor): Standing => {
    if (!unfinished.includes(actor)) return { actor, is: 'finished', on: null, whom: [] };
    if (system.blocked(s, actor)) {
      const { on, whom } = system.waiting?.(s, actor) ?? { on: null, whom: [] };
      return { actor, is: 'blocked', on, whom: whom.length > 0 || on === null ? whom : changer(system, run, at, on) };
    }
    if (waits.includes(actor)) {
      const others = unfinished.filter((a) => !waits.includes(a));
      return { actor, is: 'waits', on: null, whom: others };
    }
    return { actor, is: 'moves', on: null, whom: [] };
  });
}

/** Numbers in their order, then names. */
const byName = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
};

/** How a state without steps ends; null for one that has steps. */
export const endingAt = (system: TransitionSystem, s: State): 'done' | 'deadlock' | 'stuck' | null =>
  stepsOf(system, s).length > 0 ? null : endOf(system, s);
