/** What may be wrong with a system that is made at random. */
import { components } from '../../../rules/components/system.ts';
import type { System } from '../../../rules/system.ts';
import { Choices as ChoicesOf, likelySlips } from '../../hunt/slips.ts';

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

const likely = new WeakMap<System, readonly (Slip | undefined)[]>();
/** What is chosen from for the systems of a variant. */
export function slipsFor(system: System): readonly (Slip | undefined)[] {
  let found = likely.get(system);
  if (found === undefined) {
    const none = (often: number) => (often === 0 ? 6 * Object.keys(slips).length : 8);
    likely.set(system, (found = likelySlips<Slip>(system, components, slips, 8, none)));
  }
  return found;
}

export class Choices extends ChoicesOf<Slip> {}
