/** A part of `npm run try:behaviours`, for a thread of its own: the trials of the systems from one number up to another. */
import { RandomChooser } from '../checker/generate/choose.ts';
import {
  kindsTrial,
  reductionTrial,
  symmetryTrial,
  tracesTrial,
  verdictsTrial,
} from '../checker/explore/trials/trials.ts';
import { behavioursTrial, modelsTrial, validityTrial } from '../checker/threads/trials.ts';
import { threads } from '../rules/threads/system.ts';
import { theoremsOf } from '../proofs/threads/theorems.ts';

export interface Part {
  /** What was compared, by theorem. */
  readonly compared: Readonly<Record<string, number>>;
  /** Programs with threads of which an update was applied. */
  readonly updated: number;
  /** The first that goes wrong, with the number of its system. */
  readonly wrong: { readonly n: number; readonly text: string } | null;
}

const theorems = new Map(theoremsOf(threads).map((t) => [t.name, t]));
const ofSmallSystems = [
  ['B1 verdicts', verdictsTrial],
  ['B2 verdicts', kindsTrial],
  ['B5 small, reduced', reductionTrial],
  ['B5 small, symmetric', symmetryTrial],
  ['B8 small', tracesTrial],
] as const;

export default function part({ seed, from, to }: { seed: number; from: number; to: number }): Part {
  const compared: Record<string, number> = {};
  const add = (what: string, times: number): void => void (compared[what] = (compared[what] ?? 0) + times);
  let updated = 0;
  for (let n = from; n < to; n++) {
    const chooser = (): RandomChooser => new RandomChooser(seed, n);
    const wrong = (text: string | undefined): Part['wrong'] => (text === undefined ? null : { n, text });
    for (const trial of [behavioursTrial, validityTrial, (c: RandomChooser) => modelsTrial(c, theorems)]) {
      const tried = trial(chooser());
      for (const [theorem, times] of tried.compared) add(theorem, times);
      updated += tried.updated;
      if (tried.wrong !== undefined) return { compared, updated, wrong: wrong(tried.wrong) };
    }
    for (const [what, trial] of ofSmallSystems) {
      const tried = trial(chooser());
      add(what, Math.max(1, tried.verdicts));
      if (tried.wrong !== undefined) return { compared, updated, wrong: wrong(`${what}: ${tried.wrong}`) };
    }
  }
  return { compared, updated, wrong: null };
}
