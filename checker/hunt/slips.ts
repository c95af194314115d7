/** Choices of a sample, and the one thing in it that may be wrong: whether it is, the rules of the variant say. */
import type { System } from '../../rules/system.ts';
import type { Chooser } from '../generate/choose.ts';

/** Found once for each system: samples ask for it again and again. */
const found = new WeakMap<System, ReadonlySet<string>>();
/** The judgements of whose rules a system has others than the calculus that it is a variant of. */
export function differing(system: System, base: System): ReadonlySet<string> {
  let differs = found.get(system);
  if (differs === undefined) {
    const own = [...system.rules.values()].filter((r) => base.rules.get(r.name) !== r);
    found.set(system, (differs = new Set(own.map((r) => r.conclusion.judgement.name))));
  }
  return differs;
}

/**
 * What is chosen from for the samples of a system: what has to do with the rules in which a variant differs comes up more often.
 * @param slips what may be wrong, with the judgements whose rules say so.
 * @param times how often what has to do with them is there.
 * @param none how often nothing is wrong, told of how many slips have to do with them.
 */
export function likelySlips<Slip extends string>(
  system: System,
  base: System,
  slips: Readonly<Record<Slip, readonly string[]>>,
  times: number,
  none: (often: number) => number,
): readonly (Slip | undefined)[] {
  const differs = differing(system, base);
  const all = Object.keys(slips) as Slip[];
  const often = all.filter((s) => slips[s].some((j) => differs.has(j)));
  return [...all, ...Array<Slip[]>(times).fill(often).flat(), ...Array<undefined>(none(often.length)).fill(undefined)];
}

export class Choices<Slip extends string> {
  protected readonly chooser: Chooser;
  readonly slip: Slip | undefined;
  /** Names given so far. */
  private count = 0;
  constructor(chooser: Chooser, slip: Slip | undefined) {
    this.chooser = chooser;
    this.slip = slip;
  }

  below(n: number): number {
    return this.chooser.choose(n);
  }
  /** True once in n times. */
  once(n: number): boolean {
    return this.chooser.choose(n) === 0;
  }
  pick<T>(all: readonly T[]): T {
    return all[this.chooser.choose(all.length)] as T;
  }
  /** Whether something may be wrong in this way here. */
  slips(kind: Slip, often = 2): boolean {
    return this.slip === kind && this.once(often);
  }
  fresh(base: string): string {
    return `${base}${++this.count}`;
  }
}
