/** Spaces that were explored for the page: whole where they are small, their first states where they are large. */
import { Space } from '../../../checker/explore/space.ts';
import type { State } from '../../../checker/explore/system.ts';
import { systemOf, type SpaceOf } from './spaces.ts';

/** States that are explored for the page; the command line goes on. */
export const mostStates = 50_000;
/** States that are explored between two signs of life. */
const slice = 2_000;

export interface Exploring {
  readonly states: number;
  readonly what: string;
}

const kept = new Map<string, Space>();
const mostKept = 8;

/** The space of a program. @param tell told how far it is. */
export function explored(of: SpaceOf, tell?: (p: Exploring) => void): Space {
  const key = JSON.stringify([of.program, of.updates, of.choices, of.variant]);
  let space = kept.get(key);
  if (space === undefined) {
    space = new Space(systemOf(of), { limit: mostStates });
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
    kept.set(key, space);
  }
  while (!space.finished) {
    space.explore(slice);
    tell?.({ states: space.size, what: Object.values(of.choices).join(', ') });
  }
  return space;
}

/** The number of a state; -1 where it was not explored. */
export const numberOf = (space: Space, s: State): number => space.states.find(s);

/** The shortest way to a state, as the numbers of the steps that each state on it has. */
export function wayTo(space: Space, state: number): readonly number[] {
  const { states, labels } = space.pathTo(state);
  return labels.map((label, i) => {
    const from = states[i] as number;
    const to = states[i + 1] as number;
    const first = space.first(from);
    for (let e = first; e < space.first(from + 1); e++)
      if (space.labelOf(e) === label && space.target(e) === to) return e - first;
    throw new Error('a path goes along edges');
  });
}
