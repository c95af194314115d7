/**
 * Earley's algorithm: all ways in which a sentence can be read by a context-free grammar, whatever the grammar, as long
 * as no production is empty. Symbols are numbers: terminals from 0 up, nonterminals below 0.
 */
export interface Production {
  readonly left: number;
  readonly right: readonly number[];
}

export interface Syntax<P extends Production> {
  readonly productions: readonly P[];
  /** Nonterminal ↦ terminal ↦ the productions of the one that may begin with the other. */
  readonly leading: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;
  /** The states of a production are numbered in a row: one for each place of the dot. */
  readonly first: readonly number[];
  readonly productionOf: readonly number[];
  /** The symbol behind the dot; undefined at the end. */
  readonly next: readonly (number | undefined)[];
}

export function syntax<P extends Production>(productions: readonly P[]): Syntax<P> {
  const begins = new Map<number, Set<number>>();
  const of = (nonterminal: number): Set<number> => {
    const old = begins.get(nonterminal);
    if (old !== undefined) return old;
    const made = new Set<number>();
    begins.set(nonterminal, made);
    return made;
  };
  const heads = (p: P): Iterable<number> => {
    const head = p.right[0] as number;
    return head >= 0 ? [head] : of(head);
  };
  for (let grown = true; grown;) {
    grown = false;
    for (const p of productions) {
      const set = of(p.left);
      const before = set.size;
      for (const t of heads(p)) set.add(t);
      if (set.size > before) grown = true;
    }
  }
  const leading = new Map<number, Map<number, number[]>>();
  const first: number[] = [];
  const productionOf: number[] = [];
  const next: (number | undefined)[] = [];
  productions.forEach((p, i) => {
    first.push(next.length);
    for (const symbol of [...p.right, undefined]) {
      productionOf.push(i);
      next.push(symbol);
    }
    const byTerminal = leading.get(p.left) ?? new Map<number, number[]>();
    leading.set(p.left, byTerminal);
    for (const t of heads(p)) byTerminal.set(t, [...(byTerminal.get(t) ?? []), i]);
  });
  return { productions, leading, first, productionOf, next };
}

/** For each token, the terminals that it may be the beginning of, each with the number of tokens it takes. */
export type Lattice = readonly (readonly (readonly [terminal: number, length: number])[])[];

/** A production read up to a symbol. */
export interface Item<P extends Production> {
  readonly production: P;
  readonly dot: number;
  readonly origin: number;
}

export interface Chart<P extends Production> {
  /** The furthest token up to which (it is not counted) the sentence could be read. */
  readonly furthest: number;
  /** What was being read at the furthest token. */
  readonly pending: readonly Item<P>[];
  /** The productions of a nonterminal that read the tokens from i up to j. */
  readonly spanning: (nonterminal: number, i: number, j: number) => readonly number[];
  /** Where readings of a nonterminal end that begin at token i. */
  readonly ends: (nonterminal: number, i: number) => readonly number[];
  /** What was read whole, each after all that stands inside it (and any order among what spans the same tokens). */
  readonly complete: readonly (readonly [nonterminal: number, i: number, j: number])[];
}

/** Reads a sentence, beginning with a nonterminal. */
export function chartOf<P extends Production>(g: Syntax<P>, start: number, lattice: Lattice): Chart<P> {
  const n = lattice.length;
  const width = n + 1;
  const sets: number[][] = Array.from({ length: width }, () => []);
  const seen: Set<number>[] = Array.from({ length: width }, () => new Set());
  /** By nonterminal: the items at a token that wait for it. */
  const waiting: Map<number, number[]>[] = Array.from({ length: width }, () => new Map());
  const spans = new Map<number, number[]>();
  const ends = new Map<number, number[]>();
  const read: [number, number, number][] = [];
  const add = (j: number, item: number) => {
    const known = seen[j] as Set<number>;
    if (known.has(item)) return;
    known.add(item);
    (sets[j] as number[]).push(item);
  };
  const predict = (nonterminal: number, j: number) => {
    const byTerminal = g.leading.get(nonterminal);
    if (byTerminal === undefined) return;
    for (const [terminal] of lattice[j] ?? [])
      for (const p of byTerminal.get(terminal) ?? []) add(j, (g.first[p] as number) * width + j);
  };
  const complete = (p: number, i: number, j: number) => {
    const { left } = g.productions[p] as P;
    const from = -left * width + i;
    const span = from * width + j;
    const old = spans.get(span);
    if (old !== undefined) {
      old.push(p);
      return;
    }
    spans.set(span, [p]);
    read.push([left, i, j]);
    const to = ends.get(from);
    if (to === undefined) ends.set(from, [j]);
    else to.push(j);
    for (const item of (waiting[i] as Map<number, number[]>).get(left) ?? []) add(j, item + width);
  };
  predict(start, 0);
  for (let j = 0; j <= n; j++) {
    const set = sets[j] as number[];
    const waits = waiting[j] as Map<number, number[]>;
    for (let k = 0; k < set.length; k++) {
      const item = set[k] as number;
      const state = Math.floor(item / width);
      const origin = item % width;
      const symbol = g.next[state];
      if (symbol === undefined) complete(g.productionOf[state] as number, origin, j);
      else if (symbol >= 0) {
        for (const [terminal, length] of lattice[j] ?? []) if (terminal === symbol) add(j + length, item + width);
      } else {
        const others = waits.get(symbol);
        if (others !== undefined) others.push(item);
        else {
          waits.set(symbol, [item]);
          predict(symbol, j);
        }
      }
    }
  }
  let furthest = n;
  while (furthest > 0 && (sets[furthest] as number[]).length === 0) furthest--;
  return {
    furthest,
    get pending() {
      return (sets[furthest] as number[]).flatMap((item): Item<P>[] => {
        const state = Math.floor(item / width);
        const p = g.productionOf[state] as number;
        const dot = state - (g.first[p] as number);
        return dot > 0 && g.next[state] !== undefined
          ? [{ production: g.productions[p] as P, dot, origin: item % width }]
          : [];
      });
    },
    get complete() {
      return read.sort(([, i, j], [, k, l]) => j - l || k - i);
    },
    spanning: (nonterminal, i, j) => spans.get((-nonterminal * width + i) * width + j) ?? [],
    ends: (nonterminal, i) => ends.get(-nonterminal * width + i) ?? [],
  };
}
