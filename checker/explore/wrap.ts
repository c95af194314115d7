/**
 * Smaller spaces with the same answers (behaviours.md, section 9), as transition systems made from others: `symmetric`
 * takes one state for all that differ in the numbers of forked threads, `reduced` follows a local step alone.
 */
import { after, sameState as same, type Emit, type State, type TransitionSystem } from './system.ts';

/** The system whose states are representatives. Actors of its steps are those of the moment. */
export function symmetric(system: TransitionSystem): TransitionSystem {
  const { representative } = system;
  if (representative === undefined) return system;
  const of = (s: State): State => representative.call(system, s);
  return derived(system, Array.from(of(system.start)), (s, emit) =>
    system.successors(s, (label, to, local) => emit(label, of(to), local)),
  );
}

/** Local steps that are followed one after the other before a state is kept after all: a chain of them need not end. */
const longest = 1000;

/**
 * The system without the states from which a local step is followed alone: every step goes on, through the first local
 * step of each state, to one that has none. What it keeps is expanded with all its steps; as every cycle has such a
 * state (a chain of local steps that comes back to itself, or does not end, is cut), no step is put off for ever.
 */
export function reduced(system: TransitionSystem): TransitionSystem {
  const start = along(system, system.start).at(-1) as State;
  return derived(system, start, (s, emit) => system.successors(s, (label, to) => emit(label, end(system, to))));
}

/** A system that differs in its start and its steps. */
const derived = (
  system: TransitionSystem,
  start: State,
  successors: (s: State, emit: Emit) => void,
): TransitionSystem => Object.assign(Object.create(system) as TransitionSystem, { start, successors });

/** The first local step: its label and where it leads. */
function local(system: TransitionSystem, s: State): { label: number; to: State } | undefined {
  let found: { label: number; to: State } | undefined;
  system.successors(s, (label, to, isLocal) => {
    if (isLocal === true && found === undefined) found = { label, to: Array.from(to) };
  });
  return found;
}

/** Where the local steps from a state lead. */
const end = (system: TransitionSystem, s: State): State => along(system, s).at(-1) as State;

/** The states along the local steps from a state, to the one that is kept. */
function along(system: TransitionSystem, s: State): readonly State[] {
  const chain: State[] = [Array.from(s)];
  // Brent: the chain has come round when it meets the state it had at the last power of two.
  let anchor = 0;
  for (let power = 1; chain.length < longest;) {
    const at = chain[chain.length - 1] as State;
    const next = local(system, at);
    if (next === undefined) return chain;
    chain.push(next.to);
    if (same(next.to, chain[anchor] as State)) return chain;
    if (chain.length - 1 - anchor === power) {
      anchor = chain.length - 1;
      power *= 2;
    }
  }
  return chain;
}

/**
 * A path of the reduced system as one of the system itself.
 * @param from where it starts; left out, at the start of the system.
 * @returns the numbers of labels, local steps included.
 */
export function unfolded(system: TransitionSystem, path: readonly number[], from?: State): readonly number[] {
  const labels: number[] = [];
  const follow = (s: State): State => {
    const chain = along(system, s);
    for (let i = 0; i + 1 < chain.length; i++)
      labels.push((local(system, chain[i] as State) as { label: number }).label);
    return chain[chain.length - 1] as State;
  };
  let at = from ?? follow(system.start);
  for (const wanted of path) {
    const to = after(system, at, wanted);
    if (to === undefined) throw new Error('a step of the reduced system is none of the system');
    labels.push(wanted);
    at = follow(to);
  }
  return labels;
}
