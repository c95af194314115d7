/** Mutants of the calculi, and which of them are sound. */
import type { Calculus } from '../proofs/calculus.ts';
import { unchanged } from '../proofs/calculi.ts';
import { casesMet, type Case } from '../rules/mutants.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';

/** The cases of metafunctions are looked for until so many episodes in a row meet no other one. */
const patience = 400;

/** The cases of the metafunctions of a calculus that a hunt of it meets. */
export const casesIn = (calculus: Calculus): readonly Case[] =>
  casesMet(calculus.base, ({ system }, met) => {
    // What notes is hunted as the calculus is.
    const noting = { ...unchanged(calculus), system, base: system };
    const hunter = hunterFor(calculus, noting, calculus.theorems(calculus.base), 1);
    for (let i = 0, last = 0, before = 0; i - last <= patience; i++) {
      hunter.episode(i);
      if (met() > before) [last, before] = [i, met()];
    }
  });

const bySubtyping =
  'a supertype has the names of the subtype in its places, and the subtype is well formed: it is that of a term';

/** `mutandis prove --variant FILE` of the rule without the premise shows all cases that it shows of the base. */
const proved = (why: string) => `${why}; all cases that are proved of the base are proved of it`;

const inhabited = 'a value has a type that is well formed, and so has what its type is a subtype of';

const ofProteus: Readonly<Record<string, string>> = {
  'T-Let without premise 3': bySubtyping,
  'T-Ref without premise 3': bySubtyping,
  'T-App without premise 4': proved(
    'capabilities say what an update within a call may change, and what is converted is typed by functions of their own type (T14, of the base alone, compares with rules that ask for the premise)',
  ),
  'Ω-Ok without premise 1': proved(`${inhabited}: a type whose definition is not has no values`),
  'Ω-Ok without premise 2': proved(
    'no rule goes on from one definition to the next: con and abs look through one name',
  ),
  'H-Fun without premise 1': proved(`${inhabited}: what has an ill-formed argument is never called`),
  'H-Fun without premise 2': proved(`${inhabited}: what has an ill-formed result never returns`),
  'H-Cell without premise 3': proved(bySubtyping),
  'U-Types without premise 3': proved(
    'what an update replaces and adds is checked by H-Fun and H-Cell, which ask the same',
  ),
  'R-IfNeq with premise 1 turned': 'that n2 differs from n1 says the same as that n1 differs from n2',
};

/** Mutants that are sound, and why: calculus ↦ name ↦ reason. */
export const soundMutants: Readonly<Record<string, Readonly<Record<string, string>>>> = { proteus: ofProteus };
