/** What explorations of whole programs come to: how many were explored, how many of them to their end, and of those how many are different. */
import { digestText } from '../../semantics/hash.ts';
import type { Space } from '../explore/space.ts';

/** A program of which the states were looked at. */
export interface Explored {
  /** What tells it from others: its text, with its updates. */
  readonly program: string;
  /** The states that were looked at, and whether these are all. */
  readonly states: number;
  readonly complete: boolean;
  /** The rules of the steps from them, and how often each was taken. */
  readonly rules: ReadonlyMap<string, number>;
}

/** Counts of many. */
export interface ExploredCounts {
  programs: number;
  ended: number;
  states: number;
  /** Digests of those explored to their end. */
  readonly different: Set<string>;
}

export const nothingExplored = (): ExploredCounts => ({ programs: 0, ended: 0, states: 0, different: new Set() });

export function sumExplored(to: ExploredCounts, from: ExploredCounts): void {
  to.programs += from.programs;
  to.ended += from.ended;
  to.states += from.states;
  for (const digest of from.different) to.different.add(digest);
}

export function countExplored(to: ExploredCounts, { program, states, complete }: Explored): void {
  to.programs++;
  to.states += states;
  if (!complete) return;
  to.ended++;
  to.different.add(digestText(program));
}

/** What the explored spaces of one program came to, of which there are several where it was explored with several bounds. */
export function exploredIn(program: string, ...spaces: readonly Space[]): Explored {
  const rules = new Map<string, number>();
  for (const space of spaces) {
    const times = new Int32Array(space.labelCount);
    for (let e = 0; e < space.edges; e++) times[space.labelOf(e)] = (times[space.labelOf(e)] as number) + 1;
    times.forEach((n, label) => {
      const { rule } = space.system.label(label);
      rules.set(rule, (rules.get(rule) ?? 0) + n);
    });
  }
  const states = spaces.reduce((sum, space) => sum + space.size, 0);
  return { program, states, complete: spaces.every((space) => space.complete), rules };
}
