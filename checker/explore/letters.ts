/**
 * The truth of a formula's atoms at the positions of a space. Many states agree on all atoms: a *letter* is the number
 * of such a class, of states and of steps together.
 */
import type { AtomReader } from './resolve.ts';
import type { Space } from './space.ts';

/** The number of a label where there is none: the step `-` that a run that has ended takes for ever. */
export const noLabel = -1;

/** Numbers for vectors of truth values. */
class Classes {
  readonly vectors: Uint8Array[] = [];
  private readonly small = new Map<number, number>();
  private readonly large = new Map<string, number>();

  number(bits: Uint8Array): number {
    if (bits.length <= 30) {
      let mask = 0;
      for (let i = 0; i < bits.length; i++) mask = (mask << 1) | (bits[i] as number);
      return this.of(this.small, mask, bits);
    }
    return this.of(this.large, bits.join(''), bits);
  }

  private of<K>(map: Map<K, number>, key: K, bits: Uint8Array): number {
    let n = map.get(key);
    if (n === undefined) {
      n = this.vectors.push(bits.slice()) - 1;
      map.set(key, n);
    }
    return n;
  }
}

export class Letters {
  private readonly classOfState: Int32Array;
  private readonly classOfLabel: Int32Array;
  private readonly steps: number;
  private readonly states = new Classes();
  private readonly labels = new Classes();
  /** Atoms over states, and over steps, by their numbers. */
  private readonly overStates: readonly number[];
  private readonly overSteps: readonly number[];
  private readonly known: Uint8Array[] = [];

  constructor(
    private readonly space: Space,
    private readonly readers: readonly AtomReader[],
  ) {
    const numbers = readers.map((_, i) => i);
    this.overStates = numbers.filter((i) => readers[i]?.on !== 'step');
    this.overSteps = numbers.filter((i) => readers[i]?.on === 'step');
    this.classOfState = this.classifyStates();
    this.classOfLabel = this.classifyLabels();
    this.steps = this.labels.vectors.length;
  }

  /** Whether any atom looks at steps. */
  get lookAtSteps(): boolean {
    return this.overSteps.length > 0;
  }

  private classifyStates(): Int32Array {
    const { space, readers, overStates } = this;
    const classes = new Int32Array(space.size);
    const bits = new Uint8Array(overStates.length);
    for (let n = 0; n < space.size; n++) {
      const s = space.state(n);
      for (let i = 0; i < overStates.length; i++) {
        const reader = readers[overStates[i] as number] as AtomReader;
        if (reader.on === 'state') bits[i] = Number(reader.holds(s));
        else if (reader.on === 'end') bits[i] = Number(space.terminal(n) && space.end(n) === reader.what);
      }
      classes[n] = this.states.number(bits);
    }
    return classes;
  }

  private classifyLabels(): Int32Array {
    const { space, readers, overSteps } = this;
    const classes = new Int32Array(space.labelCount + 1);
    const bits = new Uint8Array(overSteps.length);
    classes[0] = this.labels.number(bits);
    for (let label = 0; label < space.labelCount; label++) {
      const l = space.system.label(label);
      overSteps.forEach((a, i) => {
        const reader = readers[a] as AtomReader;
        bits[i] = Number(reader.on === 'step' && reader.holds(l));
      });
      classes[label + 1] = this.labels.number(bits);
    }
    return classes;
  }

  /** The letter of a position: a state, and the label of the step taken from it ({@link noLabel} if it has none). */
  letter(state: number, label: number): number {
    return (this.classOfState[state] as number) * this.steps + (this.classOfLabel[label + 1] as number);
  }

  /** The truth of the atoms, by their numbers. */
  truth(letter: number): Uint8Array {
    let truth = this.known[letter];
    if (truth === undefined) {
      truth = new Uint8Array(this.readers.length);
      const states = this.states.vectors[Math.floor(letter / this.steps)] as Uint8Array;
      const labels = this.labels.vectors[letter % this.steps] as Uint8Array;
      for (let i = 0; i < this.overStates.length; i++) truth[this.overStates[i] as number] = states[i] as number;
      for (let i = 0; i < this.overSteps.length; i++) truth[this.overSteps[i] as number] = labels[i] as number;
      this.known[letter] = truth;
    }
    return truth;
  }
}
