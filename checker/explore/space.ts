/**
 * Exploration, breadth first: every state that a system reaches from its start, and the steps between them. Work is done
 * in slices, so that whoever asked can show how far it is, and stop it.
 */
import { Numbers, StateTable } from './numbers.ts';
import type { Label, State, TransitionSystem } from './system.ts';

export interface ExploreOptions {
  /** How many states at most; 200,000 unless said otherwise. */
  readonly limit?: number;
  /** Called with each state before its steps are taken: a number, and the tuple (a view). */
  readonly visit?: (number: number, state: State) => void;
}

export const usualLimit = 200_000;

/**
 * What was explored. States are numbered in the order in which they were found, so that the numbers of states along a
 * shortest path grow; the start is 0. Edges lie one after the other, those of state s from `first(s)` to `first(s + 1)`.
 */
export class Space {
  readonly states = new StateTable();
  /** State from which a state was found first, and the label of that step. */
  private readonly before = new Numbers();
  private readonly by = new Numbers();
  private readonly firsts = new Numbers();
  private readonly targets = new Numbers();
  private readonly labels = new Numbers();
  private readonly limit: number;
  private readonly visit: ExploreOptions['visit'];
  private greatestLabel = -1;
  /** Whether a step led to a state beyond the limit. */
  private cut = false;

  constructor(
    readonly system: TransitionSystem,
    options: ExploreOptions = {},
  ) {
    this.limit = Math.max(1, options.limit ?? usualLimit);
    this.visit = options.visit;
    this.states.add(system.start);
    this.before.push(-1);
    this.by.push(-1);
    this.firsts.push(0);
  }

  /** How many states are known with all their steps: those with smaller numbers. */
  get expanded(): number {
    return this.firsts.length - 1;
  }

  get size(): number {
    return this.states.size;
  }

  get edges(): number {
    return this.targets.length;
  }

  /** Whether every reachable state is here, with all its steps. */
  get complete(): boolean {
    return !this.cut && this.expanded === this.size;
  }

  /** Whether there is nothing more to do: complete, or at the limit. */
  get finished(): boolean {
    return this.cut || this.expanded === this.size;
  }

  /** Bytes of all tables, room to grow included. */
  get bytes(): number {
    const lists = [this.before, this.by, this.firsts, this.targets, this.labels];
    return this.states.bytes + lists.reduce((sum, l) => sum + l.array.byteLength, 0);
  }

  /** Takes the steps of so many states, or of those that are left. */
  explore(howMany = Infinity): this {
    const emit = (label: number, to: State): void => this.step(label, to);
    for (let n = 0; n < howMany && !this.finished; n++) {
      const state = this.open();
      this.system.successors(state, emit);
      this.close();
    }
    return this;
  }

  /** Begins with the next state that is not expanded yet; its steps follow. */
  open(): State {
    const state = this.states.state(this.expanded);
    if (!this.cut) this.visit?.(this.expanded, state);
    return state;
  }

  /** Adds a step of the state that is being expanded. */
  step(label: number, to: State): void {
    if (this.cut) return;
    const { states } = this;
    const size = states.size;
    let target: number;
    if (size >= this.limit) {
      target = states.find(to);
      if (target === -1) {
        this.cut = true;
        return;
      }
    } else {
      target = states.add(to);
      if (target === size) {
        this.before.push(this.expanded);
        this.by.push(label);
      }
    }
    if (label > this.greatestLabel) this.greatestLabel = label;
    this.targets.push(target);
    this.labels.push(label);
  }

  /** Ends the expansion of a state; one that was cut is as if it had not been expanded. */
  close(): void {
    if (this.cut) {
      const edges = this.firsts.at(this.expanded);
      this.targets.length = edges;
      this.labels.length = edges;
    } else this.firsts.push(this.targets.length);
  }

  state(number: number): State {
    return this.states.state(number);
  }

  /** The first edge of a state (of one that was expanded, or the number after the last such). */
  first(number: number): number {
    return number < this.firsts.length ? this.firsts.at(number) : this.targets.length;
  }

  target(edge: number): number {
    return this.targets.at(edge);
  }

  /** The number of an edge's label. */
  labelOf(edge: number): number {
    return this.labels.at(edge);
  }

  /** Whether a state is known to have no steps. */
  terminal(number: number): boolean {
    return number < this.expanded && this.first(number) === this.first(number + 1);
  }

  /** A shortest path from the start to a state: the states, and the edges' labels between them. */
  pathTo(number: number): { readonly states: readonly number[]; readonly labels: readonly number[] } {
    const states = [number];
    const labels: number[] = [];
    for (let at = number; this.before.at(at) !== -1; at = this.before.at(at)) {
      labels.push(this.by.at(at));
      states.push(this.before.at(at));
    }
    return { states: states.reverse(), labels: labels.reverse() };
  }

  /** One more than the greatest number of a label on an edge. */
  get labelCount(): number {
    return this.greatestLabel + 1;
  }

  /** The labels of the numbers. */
  labelled(numbers: readonly number[]): readonly Label[] {
    return numbers.map((n) => this.system.label(n));
  }

  /** The end of a run: done, deadlock (all unfinished are blocked or wait for each other), or stuck. */
  end(number: number): 'done' | 'deadlock' | 'stuck' {
    return endOf(this.system, this.state(number));
  }
}

/** What a state without steps is. */
export function endOf(system: TransitionSystem, s: State): 'done' | 'deadlock' | 'stuck' {
  if (system.done(s)) return 'done';
  const actors = system.actors(s);
  const waiting = (a: string): boolean => system.blocked(s, a) || (system.waits?.(s, a) ?? false);
  return actors.length > 0 && actors.every(waiting) ? 'deadlock' : 'stuck';
}
