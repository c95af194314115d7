/** Which properties the smaller spaces of behaviours.md, section 9 keep. */
import { atomsOf, reachableParts, type Ask } from './formula.ts';
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

/** Why following local steps alone does not keep a property; undefined if it does. */
export function kept({ kind, formula }: Property): string | undefined {
  const atom = atomsOf(formula).find((a) => !settled(a.ask));
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
