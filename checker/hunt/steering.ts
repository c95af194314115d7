/**
 * Which case of a theorem an episode looks for. Cases that are hard to reach are looked for more often: how hard each is
 * is measured once, by attempts of fixed seeds, so that what an episode does still depends on nothing but its number.
 */
import type { RandomChooser } from '../generate/choose.ts';

/** Episodes before this one look for all cases alike: short hunts measure nothing. */
export const firstSteered = 256;
/** Attempts for each case, and their sizes; for one that none of them reached, more until one does. */
const attempts = 16;
const mostAttempts = 64;
const largest = 5;

export class Steering {
  private readonly cases: readonly string[];
  private readonly weights: readonly number[];
  private readonly total: number;

  /** @param reach tries to find an instance of a case. The chooser is left with other choices to come. */
  constructor(cases: readonly string[], chooser: RandomChooser, reach: (by: string, size: number) => boolean) {
    this.cases = cases;
    this.weights = cases.map((by, k) => {
      let reached = 0;
      for (let i = 0; i < attempts || (reached === 0 && i < mostAttempts); i++) {
        chooser.reseed(k, i);
        if (reach(by, 1 + (i % largest))) reached++;
      }
      // A case that was never reached may have no instance: it is looked for as often as those that are reached always.
      return 1 / ((reached === 0 ? attempts : reached) + 0.5);
    });
    this.total = this.weights.reduce((a, b) => a + b, 0);
  }

  /** A case, by chance. */
  pick(chooser: RandomChooser): string | undefined {
    let at = chooser.choose(1 << 20) * (this.total / (1 << 20));
    let i = 0;
    while (i + 1 < this.cases.length && (at -= this.weights[i] as number) >= 0) i++;
    return this.cases[i];
  }
}
