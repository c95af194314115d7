/** Sources of choices: random ones, and one that takes every sequence of choices in turn. */

import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Makes the choices of a generation. */
export interface Chooser {
  /** A number from 0 to n - 1; n is at least 1. */
  choose(n: number): number;
  /** Whether every alternative is to be seen: then nothing is tried twice, and nothing is left out. */
  readonly exhaustive: boolean;
}

/** Pseudo-random choices (pure-rand's xoroshiro128+): the same seeds give the same choices on every machine. */
export class RandomChooser implements Chooser {
  readonly exhaustive = false;
  private random: RandomGenerator;

  /** @param seeds any integers; all of them count. */
  constructor(...seeds: readonly number[]) {
    this.random = seeded(seeds);
  }

  reseed(...seeds: readonly number[]): void {
    this.random = seeded(seeds);
  }

  choose(n: number): number {
    return Math.floor(((this.random.next() >>> 0) / 4294967296) * n);
  }
}

/** A generator in a state that all the seeds have a part in: pure-rand takes one seed of 32 bits, whose neighbours give streams alike at first. */
function seeded(seeds: readonly number[]): RandomGenerator {
  let s = 0x9e3779b9;
  const mix = (): number => {
    s = (s + 0x9e3779b9) | 0;
    let z = s ^ (s >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
  for (const seed of seeds) {
    s = Math.imul(s ^ seed, 0x85ebca6b) ^ Math.floor(seed / 2 ** 32);
    s = mix();
  }
  return xoroshiro128plusFromState([mix(), mix(), mix(), mix() | 1]);
}

/** Every sequence of choices, one after the other: an odometer. */
export class Odometer implements Chooser {
  readonly exhaustive = true;
  private readonly digits: { at: number; readonly of: number }[] = [];
  private position = 0;
  private done = false;

  choose(n: number): number {
    if (n === 1) return 0;
    const digit = this.digits[this.position++];
    if (digit !== undefined) return digit.at;
    this.digits.push({ at: 0, of: n });
    return 0;
  }

  /** Goes back to the start, with the next sequence; false when there is none left. */
  next(): boolean {
    if (this.done) return false;
    // What lies behind the last choice made belongs to another sequence.
    this.digits.length = this.position;
    this.position = 0;
    while (this.digits.length > 0) {
      const last = this.digits[this.digits.length - 1] as { at: number; readonly of: number };
      if (++last.at < last.of) return true;
      this.digits.pop();
    }
    this.done = true;
    return false;
  }
}
