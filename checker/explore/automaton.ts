/**
 * A formula as an automaton on infinite words, made while it is used (after Gerth, Peled, Vardi, Wolper 1995, with
 * acceptance on transitions as Couvreur 1999 has it). A state is a set of formulas that are to hold from here on; a
 * transition reads a letter and leaves a set for the next position. Where `a U b` is put off, the transition *owes* b: a
 * run is accepting if nothing is owed for ever.
 */
import type { Formula, Op, Part } from './formula.ts';

/** Thrown when a formula's automaton is too large to be decided. */
export class TooLarge extends Error {}

export interface Transition {
  readonly to: number;
  /** The untils (their numbers, sorted) that are put off. */
  readonly owes: readonly number[];
}

type Normal = 'true' | 'false' | 'atom' | 'unless' | 'and' | 'or' | 'next' | 'until' | 'release';

/** A part in negation normal form: `unless` is a negated atom. */
interface Node {
  readonly op: Normal;
  readonly a: number;
  readonly b: number;
}

const mostStates = 20_000;
/** Formulas copied for alternatives, and kept in transitions, in all. */
const mostCopies = 10_000_000;
/** Alternatives that are compared with each other: more are left as they are. */
const mostCompared = 256;

const unknown = 2;

export class Automaton {
  private readonly nodes: Node[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly root: number;
  private readonly sets: (readonly number[])[] = [];
  private readonly setNumbers = new Map<string, number>();
  /** State ↦ letter ↦ transitions. */
  private readonly transitions: (readonly Transition[])[][] = [];
  /** Letter ↦ the truth of each node there, where it depends on this position alone. */
  private readonly present: Uint8Array[] = [];

  /** @param truth the truth of the atoms at a letter. */
  constructor(
    formula: Formula,
    private readonly truth: (letter: number) => Uint8Array,
  ) {
    this.root = this.normalize(formula);
  }

  get start(): number {
    return this.state([this.root]);
  }

  /** How many states have been made. */
  get size(): number {
    return this.sets.length;
  }

  private make(op: Normal, a = -1, b = -1): number {
    const [t, f] = [0, 1];
    // Constants are the first two nodes.
    if (op === 'and') {
      if (a === f || b === f) return f;
      if (a === t || a === b) return b;
      if (b === t) return a;
    } else if (op === 'or') {
      if (a === t || b === t) return t;
      if (a === f || a === b) return b;
      if (b === f) return a;
    } else if (op === 'next') {
      if (a === t || a === f) return a;
    } else if (op === 'until') {
      if (b === t || b === f) return b;
      if (a === f) return b;
      const inner = this.nodes[b] as Node;
      if (a === t && inner.op === 'until' && inner.a === t) return b;
    } else if (op === 'release') {
      if (b === t || b === f) return b;
      if (a === t) return b;
      const inner = this.nodes[b] as Node;
      if (a === f && inner.op === 'release' && inner.a === f) return b;
    }
    const key = `${op} ${a} ${b}`;
    let n = this.numbers.get(key);
    if (n === undefined) {
      n = this.nodes.push({ op, a, b }) - 1;
      this.numbers.set(key, n);
    }
    return n;
  }

  /** Each part, as it is and negated, parts first. */
  private normalize(f: Formula): number {
    const yes: number[] = [];
    const no: number[] = [];
    const t = this.make('true');
    const ff = this.make('false');
    const both = (p: number, q: number): void => {
      yes.push(p);
      no.push(q);
    };
    const of: Readonly<Record<Op, (p: Part) => void>> = {
      true: () => both(t, ff),
      false: () => both(ff, t),
      atom: ({ a }) => both(this.make('atom', a), this.make('unless', a)),
      not: ({ a }) => both(no[a] as number, yes[a] as number),
      and: ({ a, b }) =>
        both(this.make('and', yes[a] as number, yes[b] as number), this.make('or', no[a] as number, no[b] as number)),
      or: ({ a, b }) =>
        both(this.make('or', yes[a] as number, yes[b] as number), this.make('and', no[a] as number, no[b] as number)),
      implies: ({ a, b }) =>
        both(this.make('or', no[a] as number, yes[b] as number), this.make('and', yes[a] as number, no[b] as number)),
      next: ({ a }) => both(this.make('next', yes[a] as number), this.make('next', no[a] as number)),
      finally: ({ a }) => both(this.make('until', t, yes[a] as number), this.make('release', ff, no[a] as number)),
      globally: ({ a }) => both(this.make('release', ff, yes[a] as number), this.make('until', t, no[a] as number)),
      until: ({ a, b }) =>
        both(
          this.make('until', yes[a] as number, yes[b] as number),
          this.make('release', no[a] as number, no[b] as number),
        ),
      release: ({ a, b }) =>
        both(
          this.make('release', yes[a] as number, yes[b] as number),
          this.make('until', no[a] as number, no[b] as number),
        ),
      weak: ({ a, b }) => {
        const [ya, yb, na, nb] = [yes[a], yes[b], no[a], no[b]] as [number, number, number, number];
        both(this.make('release', yb, this.make('or', ya, yb)), this.make('until', nb, this.make('and', na, nb)));
      },
    };
    for (const part of f.parts) of[part.op](part);
    return yes[f.root] as number;
  }

  private state(set: readonly number[]): number {
    const key = set.join(' ');
    let n = this.setNumbers.get(key);
    if (n === undefined) {
      if (this.sets.length >= mostStates)
        throw new TooLarge(`the automaton of the formula has more than ${mostStates.toLocaleString('en')} states`);
      n = this.sets.push(set) - 1;
      this.setNumbers.set(key, n);
      this.transitions.push([]);
    }
    return n;
  }

  /** Counts work and memory: some formulas have automata as large as 2 to the number of their operators. */
  private copies(n: number): void {
    this.copied += n;
    if (this.copied > mostCopies) throw new TooLarge('the automaton of the formula is too large');
  }
  private copied = 0;

  /** The transitions of a state under a letter. */
  successors(state: number, letter: number): readonly Transition[] {
    const row = this.transitions[state] as (readonly Transition[])[];
    return (row[letter] ??= this.expand(this.sets[state] as readonly number[], letter));
  }

  /** The truth of the nodes at a letter: 0, 1, or unknown where it depends on what follows. */
  private now(letter: number): Uint8Array {
    const known = this.present[letter];
    if (known !== undefined) return known;
    const atoms = this.truth(letter);
    const truth = new Uint8Array(this.nodes.length);
    this.nodes.forEach(({ op, a, b }, n) => {
      const [p, q] = [truth[a] as number, truth[b] as number];
      const of: Readonly<Record<Normal, () => number>> = {
        true: () => 1,
        false: () => 0,
        atom: () => atoms[a] as number,
        unless: () => 1 - (atoms[a] as number),
        and: () => (p === 0 || q === 0 ? 0 : p === 1 && q === 1 ? 1 : unknown),
        or: () => (p === 1 || q === 1 ? 1 : p === 0 && q === 0 ? 0 : unknown),
        next: () => unknown,
        until: () => (q === 1 ? 1 : p === 0 && q === 0 ? 0 : unknown),
        release: () => (q === 0 ? 0 : p === 1 && q === 1 ? 1 : unknown),
      };
      truth[n] = of[op]();
    });
    this.present[letter] = truth;
    return truth;
  }

  /** The ways in which all formulas of a set hold at a position with this letter. */
  private expand(set: readonly number[], letter: number): readonly Transition[] {
    const truth = this.now(letter);
    interface Way {
      readonly todo: number[];
      readonly seen: Set<number>;
      readonly next: Set<number>;
      readonly owes: Set<number>;
    }
    const ways: Way[] = [{ todo: [...set].reverse(), seen: new Set(), next: new Set(), owes: new Set() }];
    const found: { next: readonly number[]; owes: readonly number[] }[] = [];
    const sorted = (s: Set<number>): readonly number[] => [...s].sort((x, y) => x - y);
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      const { todo, seen, next, owes } = way;
      let fails = false;
      const branch = (now: readonly number[]): void => {
        this.copies(todo.length + seen.size + next.size + owes.size);
        ways.push({ todo: [...todo, ...now], seen: new Set(seen), next: new Set(next), owes: new Set(owes) });
      };
      for (let n = todo.pop(); n !== undefined; n = todo.pop()) {
        if (truth[n] === 0) {
          fails = true;
          break;
        }
        if (truth[n] === 1 || seen.has(n)) continue;
        seen.add(n);
        const { op, a, b } = this.nodes[n] as Node;
        if (op === 'and') todo.push(b, a);
        else if (op === 'next') next.add(a);
        else if (op === 'or') {
          if (truth[a] !== 0 && truth[b] !== 0) branch([b]);
          todo.push(truth[a] !== 0 ? a : b);
        } else if (op === 'until') {
          // Fulfilled now, or put off.
          if (truth[b] !== 0) branch([b]);
          todo.push(a);
          next.add(n);
          owes.add(n);
        } else if (op === 'release') {
          // Released now, or b goes on.
          if (truth[a] !== 0) branch([b, a]);
          todo.push(b);
          next.add(n);
        }
      }
      if (fails) continue;
      this.copies(next.size + owes.size);
      found.push({ next: sorted(next), owes: sorted(owes) });
    }
    return weakest(found).map(({ next, owes }) => {
      this.copies(next.length + owes.length);
      return { to: this.state(next), owes };
    });
  }
}

interface Alternative {
  readonly next: readonly number[];
  readonly owes: readonly number[];
}

const within = (a: readonly number[], b: readonly number[]): boolean => {
  if (a.length > b.length) return false;
  let i = 0;
  for (let j = 0; i < a.length && j < b.length; j++) if (a[i] === b[j]) i++;
  return i === a.length;
};

/** Without the alternatives that ask for more than another: each word they accept, the other accepts. */
function weakest(found: readonly Alternative[]): readonly Alternative[] {
  const distinct = [...new Map(found.map((f) => [`${f.next.join(' ')};${f.owes.join(' ')}`, f])).values()];
  if (distinct.length > mostCompared) return distinct;
  return distinct.filter((f) => !distinct.some((g) => g !== f && within(g.next, f.next) && within(g.owes, f.owes)));
}
