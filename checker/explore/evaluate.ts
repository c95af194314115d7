/**
 * Formulas on one run, straight from their definition (behaviours.md, section 4): the truth of every part at every
 * position of a path and a cycle that repeats. It shares nothing with automata, and judges their counterexamples.
 */
import type { Formula, Part } from './formula.ts';

/** A run: the truth of the atoms at the positions of its path, then of its cycle (at least one). */
export interface Word {
  readonly path: readonly ((atom: number) => boolean)[];
  readonly cycle: readonly ((atom: number) => boolean)[];
}

/** Whether the formula holds at the first position of the run. */
export function holdsOn(f: Formula, word: Word): boolean {
  const positions = [...word.path, ...word.cycle];
  const n = positions.length;
  const after = (i: number): number => (i + 1 < n ? i + 1 : word.path.length);
  const truth: Uint8Array[] = [];
  const every = (value: (i: number) => boolean): Uint8Array =>
    Uint8Array.from({ length: n }, (_, i) => Number(value(i)));
  /** The least (from false) or greatest (from true) truth with value(i) = now(i, value(i + 1)): twice round the cycle. */
  const fixpoint = (from: number, now: (i: number, next: boolean) => boolean): Uint8Array => {
    const value = new Uint8Array(n).fill(from);
    for (let round = 0; round < 2; round++)
      for (let i = n - 1; i >= 0; i--) value[i] = Number(now(i, value[after(i)] === 1));
    return value;
  };
  const part = ({ op, a, b }: Part): Uint8Array => {
    const p = truth[a] as Uint8Array;
    const q = truth[b] as Uint8Array;
    switch (op) {
      case 'true':
        return every(() => true);
      case 'false':
        return every(() => false);
      case 'atom':
        return every((i) => (positions[i] as (atom: number) => boolean)(a));
      case 'not':
        return every((i) => p[i] === 0);
      case 'and':
        return every((i) => p[i] === 1 && q[i] === 1);
      case 'or':
        return every((i) => p[i] === 1 || q[i] === 1);
      case 'implies':
        return every((i) => p[i] === 0 || q[i] === 1);
      case 'next':
        return every((i) => p[after(i)] === 1);
      case 'finally':
        return fixpoint(0, (i, next) => p[i] === 1 || next);
      case 'globally':
        return fixpoint(1, (i, next) => p[i] === 1 && next);
      case 'until':
        return fixpoint(0, (i, next) => q[i] === 1 || (p[i] === 1 && next));
      case 'release':
        return fixpoint(1, (i, next) => q[i] === 1 && (p[i] === 1 || next));
      case 'weak':
        return fixpoint(1, (i, next) => q[i] === 1 || (p[i] === 1 && next));
    }
  };
  for (let k = 0; k <= f.root; k++) truth.push(part(f.parts[k] as Part));
  return (truth[f.root] as Uint8Array)[0] === 1;
}
