/** How the runs of a space end (behaviours.md, section 2). */
import type { Space } from './space.ts';
import type { Ending } from './system.ts';

export interface Outcome extends Ending {
  readonly end: 'done' | 'deadlock' | 'stuck';
}

/** The outcomes as a set, sorted by their text; with how many states end so, and one of them that is nearest. */
export interface Outcomes {
  readonly outcomes: readonly Outcome[];
  /** For each outcome, the number of a state that ends so and is nearest to the start. */
  readonly states: readonly number[];
  readonly terminal: number;
  readonly deadlock: boolean;
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function outcomesOf(space: Space): Outcomes {
  const found = new Map<string, { outcome: Outcome; state: number }>();
  let terminal = 0;
  for (let s = 0; s < space.expanded; s++) {
    if (!space.terminal(s)) continue;
    terminal++;
    const { value, applied, variables } = space.system.ending(space.state(s));
    const outcome: Outcome = { end: space.end(s), value, applied, variables };
    const text = JSON.stringify(outcome);
    if (!found.has(text)) found.set(text, { outcome, state: s });
  }
  const sorted = [...found].sort(([a], [b]) => order(a, b)).map(([, o]) => o);
  return {
    outcomes: sorted.map((o) => o.outcome),
    states: sorted.map((o) => o.state),
    terminal,
    deadlock: sorted.some((o) => o.outcome.end === 'deadlock'),
  };
}
