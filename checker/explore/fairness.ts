/**
 * Weak fairness of actors (behaviours.md, section 5): an actor that from some point on can always move does move, again
 * and again. On a cycle: each actor moves in it, or cannot move in one of its states.
 */
import type { Space } from './space.ts';
import { environment, together } from './system.ts';

const nobody = -1;
const everybody = -2;

export class Fairness {
  private readonly numbers = new Map<string, number>();
  readonly names: string[] = [];
  /** Label ↦ the number of its actor. */
  private readonly actors: Int32Array;

  constructor(private readonly space: Space) {
    this.actors = new Int32Array(space.labelCount);
    for (let label = 0; label < space.labelCount; label++) {
      const { actor } = space.system.label(label);
      this.actors[label] = actor === environment ? nobody : actor === together ? everybody : this.numberOf(actor);
    }
  }

  private numberOf(actor: string): number {
    let n = this.numbers.get(actor);
    if (n === undefined) {
      n = this.names.push(actor) - 1;
      this.numbers.set(actor, n);
    }
    return n;
  }

  /** The actors that can move in a state: by a step of their own, or in one that all take together. */
  able(state: number): readonly number[] {
    const { space } = this;
    const found: number[] = [];
    for (let e = space.first(state); e < space.first(state + 1); e++) {
      const actor = this.actors[space.labelOf(e)] as number;
      if (actor === everybody) {
        for (const name of space.system.actors(space.state(state))) {
          const n = this.numberOf(name);
          if (!found.includes(n)) found.push(n);
        }
      } else if (actor !== nobody && !found.includes(actor)) found.push(actor);
    }
    return found;
  }

  /** Whether a step moves an actor; the step of a run that has ended moves nobody. */
  moves(label: number, actor: number): boolean {
    const a = label < 0 ? nobody : this.actors[label];
    return a === actor || a === everybody;
  }
}
