/** Every instance of a judgement, by size: all derivations up to a given number of rule instances, without repetition. */
import type { System } from '../../rules/system.ts';
import { Odometer } from './choose.ts';
import { Generator } from './generator.ts';
import type { Hints } from './hints.ts';

/** An instance, and the number of rule instances and chosen constructors it took. */
export interface Sized {
  readonly args: readonly unknown[];
  readonly size: number;
}

/**
 * The instances of a judgement in order of size. What no rule determines is taken from the pools of the hints (numbers,
 * names), so instances are all of those over the pools.
 * @param args the judgement's arguments; `unknown(sort)` for what is to be found, made anew for each instance.
 * @param most the largest size.
 */
export function* terms(
  system: System,
  hints: Hints,
  judgement: string,
  args: (unknown: (sort: string) => unknown) => readonly unknown[],
  most: number,
): IterableIterator<Sized> {
  for (let size = 1; size <= most; size++) {
    const odometer = new Odometer();
    const g = new Generator(system, hints, odometer);
    do {
      const wanted = args((sort) => g.unknown(sort));
      const found = g.find(judgement, wanted, size);
      // Those that leave some of the budget were there at a smaller size.
      if (found !== undefined && g.left === 0) yield { args: found, size };
    } while (odometer.next());
  }
}
