/** Which properties the smaller spaces of behaviours.md, section 9 keep. */
import { atomsOf, reachableParts, signs, type Ask, type Atom } from './formula.ts';
import type { Property } from './parse.ts';

/** Atoms over states that no local step changes. */
function settled(ask: Ask): boolean {
  switch (ask.on) {
    case 'updated':
    case 'end':
      return true;
    case 'actor':
    case 'rule':
    case 'event':
      return false;
    case 'state':
      // A thread that has yet to take a local step is not blocked, and at no point or call that comes after it.
      return !['blocked', 'at', 'other'].includes(ask.question.about);
  }
}

/** Whether a state ends a run: a local step changes nothing that is looked at, but its thread may be blocked after it. */
const ends = ({ ask }: Atom): boolean => ask.on === 'end' && ask.what !== 'done';

/**
 * Why following local steps alone does not keep a property; undefined if it does. The states with no step are kept, but
 * not those before them that look like them: that a state ends a run must not be what makes an invariant true, or
 * something reachable false.
 */
export function kept({ kind, formula }: Property): string | undefined {
  const { positive, negative } = signs(formula);
  const helps = kind === 'reachable' ? negative : positive;
  const atom = atomsOf(formula).find((a) => !settled(a.ask)) ?? helps.find(ends);
  if (atom !== undefined) return `${atom.text} may differ between the states that it leaves out`;
  if (kind === 'ltl') return 'fairness is not kept (unfair formulas are)';
  if (reachableParts(formula).some((p) => p.op === 'next')) return 'X counts steps';
  return undefined;
}

/** Whether an atom names an actor. */
function names(ask: Ask): boolean {
  if (ask.on === 'actor') return true;
  if (ask.on !== 'state') return false;
  const { about } = ask.question;
  return about === 'blocked' || about === 'finished' || about === 'at' || about === 'other';
}

/** Why taking threads that are alike for each other does not keep a property; undefined if it does. */
export function keptBySymmetry({ kind, formula }: Property): string | undefined {
  const atom = atomsOf(formula).find((a) => names(a.ask));
  if (atom !== undefined) return `${atom.text} names a thread`;
  return kind === 'invariant' || kind === 'reachable' ? undefined : 'only invariants are kept';
}
