/** Verdicts on properties (behaviours.md, sections 4 and 5), with runs that show them. */
import { isLeft, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import { Automaton, TooLarge } from './automaton.ts';
import { Fairness } from './fairness.ts';
import { evaluateNow, wrapped, type Formula } from './formula.ts';
import { Letters, noLabel } from './letters.ts';
import type { Property } from './parse.ts';
import { Product, type Lasso } from './product.ts';
import { resolve, type AtomReader } from './resolve.ts';
import type { Space } from './space.ts';

export type Verdict = 'holds' | 'fails' | 'unknown';

export interface Checked {
  readonly verdict: Verdict;
  /** The run that shows it: a counterexample, or for `reachable` a witness; a path for those, else a lasso. */
  readonly run: Lasso | null;
  /** Why the verdict is unknown, if not because the space was not explored to its end. */
  readonly because?: string;
  /** How many states the product with the automaton has, if there was one. */
  readonly product?: number;
}

/** What may be done otherwise than it should: by the variants that are to be refuted. */
export interface Deciding {
  readonly automaton?: (f: Formula, truth: (letter: number) => Uint8Array) => Automaton;
  readonly fair?: boolean;
  /** Whether a run that has ended stays where it is, for ever. */
  readonly endless?: boolean;
  readonly paths?: (space: Space) => Space['pathTo'];
}

/** Decides a property on what was explored. The errors are names that mean nothing. */
export function check(space: Space, property: Property): Either<LoadError[], Checked> {
  const readers = resolve(property.formula, space.system);
  return isLeft(readers) ? readers : right(decide(space, property, readers.right));
}

export function decide(
  space: Space,
  { formula, kind }: Property,
  readers: readonly AtomReader[],
  how: Deciding = {},
): Checked {
  const letters = new Letters(space, readers);
  switch (kind) {
    case 'invariant':
      return position(space, letters, wrapped('not', formula), 'fails', 'holds', how);
    case 'reachable':
      return position(space, letters, formula, 'holds', 'fails', how);
    case 'ltl':
    case 'unfair':
      return run(space, letters, formula, kind === 'ltl', how);
  }
}

/** A shortest path to a position where the formula, without temporal operators, holds. */
function position(space: Space, letters: Letters, f: Formula, found: Verdict, none: Verdict, how: Deciding): Checked {
  const known: (boolean | undefined)[] = [];
  const holds = (state: number, label: number): boolean => {
    const letter = letters.letter(state, label);
    return (known[letter] ??= evaluateNow(f, (a) => letters.truth(letter)[a] === 1));
  };
  const path = firstPosition(space, holds, letters.lookAtSteps, how.paths?.(space) ?? ((s) => space.pathTo(s)));
  if (path === undefined) return { verdict: space.complete ? none : 'unknown', run: null };
  return { verdict: found, run: { path, cycle: { states: [], labels: [] } } };
}

/**
 * The position that takes the fewest steps, that which is taken there included where atoms look at steps. States are
 * numbered by their distance; a run's last position has no step, so it may be nearer than one found just before.
 */
function firstPosition(
  space: Space,
  holds: (state: number, label: number) => boolean,
  steps: boolean,
  pathTo: Space['pathTo'],
): Lasso['path'] | undefined {
  let found: Lasso['path'] | undefined;
  for (let s = 0; s < space.expanded; s++) {
    const end = space.terminal(s);
    if (!steps || end) {
      if (!holds(s, noLabel)) continue;
      const path = pathTo(s);
      return found === undefined || path.labels.length < found.labels.length ? path : found;
    }
    if (found !== undefined) {
      // Nothing as short is left once states are as far away as the step that was found.
      if (pathTo(s).labels.length >= found.labels.length) return found;
      continue;
    }
    for (let e = space.first(s); e < space.first(s + 1) && found === undefined; e++)
      if (holds(s, space.labelOf(e))) {
        const path = pathTo(s);
        found = { states: [...path.states, space.target(e)], labels: [...path.labels, space.labelOf(e)] };
      }
  }
  return found;
}

/** Whether every (fair) run satisfies the formula. */
function run(space: Space, letters: Letters, f: Formula, fair: boolean, how: Deciding): Checked {
  const truth = (letter: number): Uint8Array => letters.truth(letter);
  const automaton = (how.automaton ?? ((g, t) => new Automaton(g, t)))(wrapped('not', f), truth);
  const product = new Product({
    space,
    letters,
    automaton,
    endless: how.endless ?? true,
    ...(fair && how.fair !== false ? { fairness: new Fairness(space) } : {}),
  });
  try {
    const lasso = product.lasso();
    const verdict = lasso !== undefined ? 'fails' : space.complete ? 'holds' : 'unknown';
    return { verdict, run: lasso ?? null, product: product.size };
  } catch (e) {
    if (!(e instanceof TooLarge)) throw e;
    return { verdict: 'unknown', run: null, because: e.message };
  }
}
