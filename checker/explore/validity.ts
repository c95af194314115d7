/** Validity after Gupta (behaviours.md, section 6): the updated system comes to where the new program could have come. */
import { Automaton } from './automaton.ts';
import type { Verdict } from './check.ts';
import { Fairness } from './fairness.ts';
import { Formulas } from './formula.ts';
import { Letters } from './letters.ts';
import { Product, type Lasso } from './product.ts';
import type { Space } from './space.ts';

export interface Validity {
  readonly verdict: Verdict;
  /** How many states were found in which the last update has just been applied. */
  readonly updated: number;
  /** A run that never comes to a state of the new program after the update. */
  readonly run: Lasso | null;
}

/** The states in which the last update has just been applied: those that its steps lead to. */
export function justUpdated(space: Space): readonly number[] {
  const last = String(space.system.updates);
  const applies = new Uint8Array(space.labelCount);
  for (let l = 0; l < space.labelCount; l++) {
    const { event } = space.system.label(l);
    applies[l] = Number(event?.name === 'update' && event.args[0] === last);
  }
  const found = new Set<number>();
  for (let e = 0; e < space.edges; e++) if (applies[space.labelOf(e)] === 1) found.add(space.target(e));
  return [...found].sort((a, b) => a - b);
}

/** The projections of the states of a space. */
function projections(space: Space): ReadonlySet<string> {
  const found = new Set<string>();
  for (let s = 0; s < space.size; s++) found.add(projection(space, s));
  return found;
}

function projection(space: Space, state: number): string {
  const { system } = space;
  if (system.projection === undefined) throw new Error(`states of ${system.calculus} have no projection`);
  return system.projection(space.state(state));
}

/** The formula that holds of every run. */
const always = (() => {
  const pool = new Formulas();
  return pool.formula(pool.make('true'));
})();

/**
 * Decides validity: a fair run from a state just updated that stays for ever, or ends, outside the states of the new
 * program is looked for. Where one of the spaces was not explored to its end, the verdict is unknown unless the new
 * program's is complete and such a run is there.
 */
export function validity(updated: Space, fresh: Space): Validity {
  const starts = justUpdated(updated);
  if (!fresh.complete) return { verdict: 'unknown', updated: starts.length, run: null };
  const good = projections(fresh);
  const bad = new Map<number, boolean>();
  const isBad = (s: number): boolean => {
    let known = bad.get(s);
    if (known === undefined) bad.set(s, (known = !good.has(projection(updated, s))));
    return known;
  };
  const letters = new Letters(updated, []);
  const automaton = new Automaton(always, (l) => letters.truth(l));
  const product = new Product({
    space: updated,
    letters,
    automaton,
    fairness: new Fairness(updated),
    starts: starts.filter(isBad),
    within: isBad,
  });
  const lasso = product.lasso();
  if (lasso === undefined)
    return { verdict: updated.complete ? 'holds' : 'unknown', updated: starts.length, run: null };
  const before = updated.pathTo(lasso.path.states[0] as number);
  const path = {
    states: [...before.states, ...lasso.path.states.slice(1)],
    labels: [...before.labels, ...lasso.path.labels],
  };
  return { verdict: 'fails', updated: starts.length, run: { path, cycle: lasso.cycle } };
}
