/** Choices of a sample, and the one thing in it that may be wrong: whether it is, the rules of the variant say. */
import { components } from '../../../rules/components/system.ts';
import type { System } from '../../../rules/system.ts';
import type { Chooser } from '../../generate/choose.ts';

/**
 * Where a system departs from what is sure to be accepted, with the judgements whose rules say so. Of each system at most one kind is allowed, so that what a
 * variant accepts and the calculus does not is not refused for something else.
 */
export const slips = {
  /** A method of the version before that is neither there nor adapted. */
  'method-gone': ['ifaceOk', 'offers'],
  /** A version that imports nothing. */
  'import-none': ['transferOk', 'formatsOk'],
  /** An import that gives a field something of another type. */
  'import-odd': ['formatsOk', 'importsOk', 'gives'],
  /** A client and what it is a client of, in one update. */
  together: ['accepts'],
  /** A fold whose results are of an older version than what it begins with. */
  'fold-odd': ['types'],
  /** A field that begins with something of another type. */
  'init-odd': ['initialisersOk'],
  /** An export of something of another type. */
  'export-odd': ['exportsOk'],
  /** A method with another result, or other parameters, than the version before. */
  'method-odd': ['offers', 'takes'],
  /** A body of another type. */
  'body-odd': ['types', 'bodiesOk'],
} as const;
export type Slip = keyof typeof slips;

/** The judgements of whose rules a system has others than the calculus. */
export function differing(system: System): ReadonlySet<string> {
  return new Set(
    [...system.rules.values()]
      .filter((r) => components.rules.get(r.name) !== r)
      .map((r) => r.conclusion.judgement.name),
  );
}

const likely = new WeakMap<System, readonly (Slip | undefined)[]>();
/** What is chosen from for the systems of a variant: what has to do with the rules in which it differs comes up more often. */
export function slipsFor(system: System): readonly (Slip | undefined)[] {
  let found = likely.get(system);
  if (found !== undefined) return found;
  const differs = differing(system);
  const all = Object.entries(slips) as [Slip, readonly string[]][];
  const often = all.filter(([, judgements]) => judgements.some((j) => differs.has(j))).map(([s]) => s);
  const none = Array<undefined>(often.length === 0 ? 6 * all.length : 8).fill(undefined);
  likely.set(
    system,
    (found = [...all.map(([s]) => s), ...Array(8).fill(often).flat(), ...none] as (Slip | undefined)[]),
  );
  return found;
}

export class Choices {
  private count = 0;
  constructor(
    private readonly chooser: Chooser,
    readonly slip: Slip | undefined,
  ) {}

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
