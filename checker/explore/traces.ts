/**
 * Unexpected traces (behaviours.md, section 7): sequences of observed writes of the updated system that are neither of
 * the old program, nor of the old one continued by the new one from a state that it can reach by itself.
 */
import { Numbers } from './numbers.ts';
import type { Space } from './space.ts';
import type { Label } from './system.ts';

export interface Traces {
  readonly verdict: 'none' | 'found' | 'unknown';
  /** The unexpected trace that takes the fewest steps: `z := v`. */
  readonly trace: readonly string[] | null;
  /** The steps that make it. */
  readonly labels: readonly number[] | null;
}

/** Sets of states, more than these are not told apart any more. */
const mostSets = 50_000;
const mostPairs = 20_000_000;

/** What a step adds to the trace; undefined if it is silent. */
export function observed({ event }: Label, variables: ReadonlySet<string>): string | undefined {
  if (event?.name !== 'write' || !variables.has(event.args[0] as string)) return undefined;
  return `${event.args[0]} := ${event.value ?? '?'}`;
}

/** Letters shared by the spaces that are compared. */
class Alphabet {
  readonly letters: string[] = [];
  private readonly numbers = new Map<string, number>();
  constructor(private readonly variables: ReadonlySet<string>) {}

  /** Label ↦ letter, -1 for silent ones. */
  of(space: Space): Int32Array {
    const found = new Int32Array(space.labelCount);
    for (let l = 0; l < space.labelCount; l++) {
      const text = observed(space.system.label(l), this.variables);
      let n = -1;
      if (text !== undefined) {
        n = this.numbers.get(text) ?? this.letters.push(text) - 1;
        this.numbers.set(text, n);
      }
      found[l] = n;
    }
    return found;
  }
}

/** A space made deterministic on the way: sets of states that agree with a trace, closed under silent steps. */
class Sets {
  private readonly members: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly steps = new Map<string, number>();
  readonly letters: Int32Array;

  constructor(
    private readonly space: Space,
    alphabet: Alphabet,
  ) {
    this.letters = alphabet.of(space);
  }

  get size(): number {
    return this.members.length;
  }

  /** The set of states that silent steps reach from some. */
  closed(from: readonly number[]): number {
    const { space, letters } = this;
    const found = new Set(from);
    const todo = [...from];
    for (let s = todo.pop(); s !== undefined; s = todo.pop())
      for (let e = space.first(s); e < space.first(s + 1); e++) {
        if (letters[space.labelOf(e)] !== -1 || found.has(space.target(e))) continue;
        found.add(space.target(e));
        todo.push(space.target(e));
      }
    const set = [...found].sort((a, b) => a - b);
    const key = set.join(' ');
    let n = this.numbers.get(key);
    if (n === undefined) {
      n = this.members.push(set) - 1;
      this.numbers.set(key, n);
    }
    return n;
  }

  everything(): number {
    return this.closed(Array.from({ length: this.space.size }, (_, s) => s));
  }

  /** Where a letter leads from a set; the empty set has no members. */
  step(set: number, letter: number): number {
    const key = `${set} ${letter}`;
    let n = this.steps.get(key);
    if (n === undefined) {
      const { space, letters } = this;
      const targets = new Set<number>();
      for (const s of this.members[set] as readonly number[])
        for (let e = space.first(s); e < space.first(s + 1); e++)
          if (letters[space.labelOf(e)] === letter) targets.add(space.target(e));
      this.steps.set(key, (n = this.closed([...targets])));
    }
    return n;
  }

  isEmpty(set: number): boolean {
    return (this.members[set] as readonly number[]).length === 0;
  }
}

/**
 * Looks for an unexpected trace.
 * @param chain the old program, and the new ones in order (none: every trace has to be one of the old program).
 */
export function unexpected(updated: Space, chain: readonly Space[], variables: ReadonlySet<string>): Traces {
  const alphabet = new Alphabet(variables);
  const letters = alphabet.of(updated);
  const versions = chain.map((space) => new Sets(space, alphabet));
  const wholes = versions.map((v, i) => (i === 0 ? v.closed([0]) : v.everything()));
  const unknown: Traces = { verdict: 'unknown', trace: null, labels: null };
  if (chain.some((space) => !space.complete)) return unknown;

  // A position of the comparison: for each version the set of its states that agree with the trace so far.
  const tuples: (readonly number[])[] = [wholes];
  const numbers = new Map<string, number>([[wholes.join(' '), 0]]);
  const moves = new Map<number, number>();
  const move = (tuple: number, letter: number): number => {
    const key = tuple * alphabet.letters.length + letter;
    let to = moves.get(key);
    if (to === undefined) {
      const now = tuples[tuple] as readonly number[];
      const next: number[] = [];
      versions.forEach((v, i) => {
        // Once the version before has got so far, this one may take over in any of its states.
        const takesOver = i > 0 && !(versions[i - 1] as Sets).isEmpty(next[i - 1] as number);
        next.push(takesOver ? (wholes[i] as number) : v.step(now[i] as number, letter));
      });
      const text = next.join(' ');
      to = numbers.get(text) ?? tuples.push(next) - 1;
      numbers.set(text, to);
      moves.set(key, to);
    }
    return to;
  };
  const agrees = (tuple: number): boolean =>
    (tuples[tuple] as readonly number[]).some((set, i) => !(versions[i] as Sets).isEmpty(set));

  const seen = new Map<number, Set<number>>([[0, new Set([0])]]);
  const states = new Numbers();
  const at = new Numbers();
  const before = new Numbers();
  const by = new Numbers();
  const add = (state: number, tuple: number, from: number, label: number): void => {
    states.push(state);
    at.push(tuple);
    before.push(from);
    by.push(label);
  };
  add(0, 0, -1, -1);
  for (let n = 0; n < states.length; n++) {
    const s = states.at(n);
    for (let e = updated.first(s); e < updated.first(s + 1); e++) {
      const label = updated.labelOf(e);
      const letter = letters[label] as number;
      const tuple = letter === -1 ? at.at(n) : move(at.at(n), letter);
      if (tuples.length > mostSets || states.length > mostPairs) return unknown;
      const target = updated.target(e);
      const known = seen.get(target) ?? new Set();
      seen.set(target, known);
      if (known.has(tuple)) continue;
      known.add(tuple);
      add(target, tuple, n, label);
      if (!agrees(tuple)) return found(states.length - 1);
    }
  }
  return updated.complete ? { verdict: 'none', trace: null, labels: null } : unknown;

  function found(last: number): Traces {
    const labels: number[] = [];
    for (let n = last; before.at(n) !== -1; n = before.at(n)) labels.push(by.at(n));
    labels.reverse();
    const trace = labels.flatMap((l) => {
      const letter = letters[l] as number;
      return letter === -1 ? [] : [alphabet.letters[letter] as string];
    });
    return { verdict: 'found', trace, labels };
  }
}
