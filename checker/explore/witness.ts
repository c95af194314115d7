/**
 * Runs that show a verdict, looked at again: labels in, states out, and the formula evaluated from its definition. What
 * exploration, automata and search said plays no part in it.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { holdsOn } from './evaluate.ts';
import { labelText } from './export.ts';
import type { Property } from './parse.ts';
import { resolve, type AtomReader } from './resolve.ts';
import { endOf } from './space.ts';
import { environment, replay, sameState, together, type Label, type State, type TransitionSystem } from './system.ts';

/** A run by labels: a path, and a cycle that repeats (none where the run ends). */
export interface Trace {
  readonly prefix: readonly Label[];
  readonly cycle: readonly Label[];
}

/** The states of a trace, from the start of the system; or why it is no run of it. */
export interface Walked {
  /** The states of the path, the first of the cycle last. */
  readonly states: readonly State[];
  /** Those that the cycle's steps lead to. */
  readonly round: readonly State[];
}

/** Follows a trace. The cycle has to come back to where it starts. */
export function walk(system: TransitionSystem, trace: Trace): Walked | string {
  const follow = (labels: readonly Label[], from: State, offset: number): readonly State[] | string => {
    const r = replay(system, labels, from);
    if (!('wrong' in r)) return r.states;
    const possible = [...new Set(r.possible.map(labelText))].join(', ');
    return `step ${offset + r.wrong + 1}, ${labelText(labels[r.wrong] as Label)}, is not possible there (possible: ${possible || 'none'})`;
  };
  const states = follow(trace.prefix, system.start, 0);
  if (typeof states === 'string') return states;
  const last = states[states.length - 1] as State;
  const round = follow(trace.cycle, last, trace.prefix.length);
  if (typeof round === 'string') return round;
  if (trace.cycle.length > 0 && !sameState(round[round.length - 1] as State, last))
    return 'the cycle does not come back to where it starts';
  return { states, round: round.slice(1) };
}

/** Whether a state has no steps, and what it is then. */
function ended(system: TransitionSystem, s: State): ReturnType<typeof endOf> | undefined {
  let steps = 0;
  system.successors(s, () => steps++);
  return steps === 0 ? endOf(system, s) : undefined;
}

/** The truth of the atoms at a position; of its step, if it has one. */
const atomsAt =
  (system: TransitionSystem, readers: readonly AtomReader[], s: State, label: Label | undefined) =>
  (n: number): boolean => {
    const reader = readers[n] as AtomReader;
    switch (reader.on) {
      case 'state':
        return reader.holds(s);
      case 'end':
        return ended(system, s) === reader.what;
      case 'step':
        return label !== undefined && reader.holds(label);
    }
  };

/** The actor that the cycle treats unfairly: it could move in every state of it, and never does. */
export function starved(system: TransitionSystem, trace: Trace, walked: Walked): string | undefined {
  if (trace.cycle.length === 0) return undefined;
  const able = (s: State): ReadonlySet<string> => {
    const found = new Set<string>();
    system.successors(s, (n) => {
      const { actor } = system.label(n);
      if (actor === together) for (const a of system.actors(s)) found.add(a);
      else if (actor !== environment) found.add(actor);
    });
    return found;
  };
  const moved = new Set(trace.cycle.map((l) => l.actor));
  if (moved.has(together)) return undefined;
  const sets = walked.round.map(able);
  return [...(sets[0] ?? [])].find((a) => !moved.has(a) && sets.every((s) => s.has(a)));
}

/**
 * Looks at a run that is to show a property's verdict.
 * @returns what is wrong with it, or undefined if it is right: a run of the system (a fair one where that was asked) on
 * which the formula is false, or for `reachable` true at its last position.
 */
export function wrongWith(system: TransitionSystem, property: Property, trace: Trace): string | undefined {
  const walked = walk(system, trace);
  if (typeof walked === 'string') return walked;
  const resolved = resolve(property.formula, system);
  if (isLeft(resolved)) return resolved.left[0]?.message ?? 'names that mean nothing';
  const readers = resolved.right;
  const { states, round } = walked;
  const last = states[states.length - 1] as State;
  const at = (s: State, label: Label | undefined) => atomsAt(system, readers, s, label);
  const steps = trace.prefix.map((label, i) => at(states[i] as State, label));
  if (property.kind === 'invariant' || property.kind === 'reachable') {
    // The position that tells is the last state; where atoms look at steps, the last step, or the end of the run.
    const looks = readers.some((r) => r.on === 'step');
    const step = looks ? steps.slice(-1) : [];
    const wanted = property.kind === 'reachable';
    const tells = [...step, ...(looks && ended(system, last) === undefined ? [] : [at(last, undefined)])];
    if (tells.some((p) => holdsOn(property.formula, { path: [], cycle: [p] }) === wanted)) return undefined;
    return `the formula is ${wanted ? 'false' : 'true'} at the end of the path`;
  }
  let cycle = [at(last, undefined)];
  if (trace.cycle.length > 0) {
    cycle = trace.cycle.map((label, i) => at(i === 0 ? last : (round[i - 1] as State), label));
    const waits = property.kind === 'ltl' ? starved(system, trace, walked) : undefined;
    if (waits !== undefined) return `the run is not fair: ${waits} could always move, and never does`;
  } else if (ended(system, last) === undefined) return 'the run ends in a state that has steps';
  return holdsOn(property.formula, { path: steps, cycle }) ? 'the formula is true of the run' : undefined;
}
