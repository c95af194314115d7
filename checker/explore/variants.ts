/**
 * Variants of what decides verdicts (behaviours.md, section 11): each goes wrong in one way, and is refuted by the
 * theorem named. They are made of the pieces of the checker, which are right.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { Automaton, type Transition } from './automaton.ts';
import { check, decide, type Checked, type Deciding } from './check.ts';
import type { Property } from './parse.ts';
import type { Space } from './space.ts';
import { resolve } from './resolve.ts';
import { justUpdated, type validity } from './validity.ts';

export interface DecidingVariant {
  readonly name: string;
  readonly sentence: string;
  /** The theorem that falls. */
  readonly falls: 'B1' | 'B2';
  readonly check: (space: Space, property: Property) => Checked;
}

/** What the checker says, where the names of the property mean something. */
export function verdictOf(space: Space, property: Property): Checked {
  const checked = check(space, property);
  if (isLeft(checked)) throw new Error(checked.left[0]?.message ?? 'names that mean nothing');
  return checked.right;
}

const deciding =
  (change: Deciding) =>
  (space: Space, property: Property): Checked => {
    const readers = resolve(property.formula, space.system);
    if (isLeft(readers)) throw new Error(readers.left[0]?.message ?? 'names that mean nothing');
    return decide(space, property, readers.right, change);
  };

/** Nothing is owed: an until may be put off for ever. */
class Forgiving extends Automaton {
  override successors(state: number, letter: number): readonly Transition[] {
    return super.successors(state, letter).map(({ to }) => ({ to, owes: [] }));
  }
}

/** Paths as a depth-first walk finds them. */
function byDepth(space: Space): Space['pathTo'] {
  const before = new Map<number, { state: number; label: number } | undefined>([[0, undefined]]);
  const walk = [0];
  for (let s = walk.pop(); s !== undefined; s = walk.pop())
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const t = space.target(e);
      if (before.has(t)) continue;
      before.set(t, { state: s, label: space.labelOf(e) });
      walk.push(t);
    }
  return (state) => {
    const states = [state];
    const labels: number[] = [];
    for (let b = before.get(state); b !== undefined; b = before.get(b.state)) {
      states.push(b.state);
      labels.push(b.label);
    }
    return { states: states.reverse(), labels: labels.reverse() };
  };
}

export interface ValidityVariant {
  readonly name: string;
  readonly sentence: string;
  readonly falls: 'B7';
  readonly validity: typeof validity;
}

export const validityVariants: readonly ValidityVariant[] = [
  {
    name: 'valid-any',
    sentence: 'every update counts as valid',
    falls: 'B7',
    validity: (updated) => ({ verdict: 'holds', updated: justUpdated(updated).length, run: null }),
  },
];

export const decidingVariants: readonly DecidingVariant[] = [
  {
    name: 'finite-drop',
    sentence: 'a state without steps has no infinite run',
    falls: 'B1',
    check: deciding({ endless: false }),
  },
  {
    name: 'until-weak',
    sentence: 'an until need not be fulfilled',
    falls: 'B1',
    check: deciding({ automaton: (f, truth) => new Forgiving(f, truth) }),
  },
  {
    name: 'fair-off',
    sentence: 'fairness is ignored where it was asked',
    falls: 'B1',
    check: deciding({ fair: false }),
  },
  {
    name: 'depth-first',
    sentence: 'paths are those of a search in depth: they are not shortest',
    falls: 'B2',
    check: deciding({ paths: byDepth }),
  },
];
