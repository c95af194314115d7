/** The hunt of a variant in the page, until a theorem falls. */
import { theoremsFor } from '../../hunt/hunter.ts';
import { huntOne, type HuntProgress, type OneFound } from '../../hunt/one.ts';
import { programsOf } from './calculi.ts';
import type { Source } from './sent.ts';
import { chosen, ownName } from './variants.ts';

export type { HuntProgress } from '../../hunt/one.ts';

export interface HuntAsked {
  /** As in the state of the page. */
  readonly variant: string | null;
  readonly seed: number;
  /** Seconds at most. */
  readonly time: number;
  /** Names of theorems; null for those that are expected to fall, or all. */
  readonly theorems: readonly string[] | null;
}

/** What is found, as plain data. */
export interface FoundShown extends Omit<OneFound, 'found' | 'file'> {
  readonly file: { readonly title: string; readonly text: string } | null;
  /** As a source program, for a run; null where it is none. */
  readonly source: Source | null;
}

export interface HuntResult {
  readonly tests: number;
  readonly seconds: number;
  /** Theorem and how many instances of it were tried. */
  readonly theorems: readonly (readonly [string, number])[];
  readonly found: FoundShown | null;
  /** On the command line, the same again. */
  readonly command: string;
}

/** @param variant as in the state of the page. @param name of the file. */
export function foundShown(x: OneFound, variant: string | null, name: string): FoundShown {
  const { found, file, ...plain } = x;
  return {
    ...plain,
    file: file === null ? null : { title: `${name}-${x.theorem}.json`, text: file },
    source: programsOf(variant).source(found.values, found.given.plan ?? [], variant),
  };
}

/** @throws Error for a variant that does not exist: its message is told. */
export function hunt(asked: HuntAsked, progress: (p: HuntProgress) => void = () => undefined): HuntResult {
  const choice = chosen(asked.variant);
  if (choice === null) throw new Error(`there is no variant ${asked.variant}`);
  const { calculus, variant } = choice;
  const theorems = theoremsFor(calculus, variant, asked.theorems);
  const words = ['mutandis hunt --system', calculus.name];
  // Rules that were written on the page are saved from there under this name.
  if (variant.name !== '') words.push('--variant', variant.name === ownName ? `${ownName}.rules` : variant.name);
  for (const t of asked.theorems ?? []) words.push('--theorem', t);
  const command = [...words, '--seed', String(asked.seed), '--fresh'].join(' ');
  const { seed, time } = asked;
  const result = huntOne({ calculus, variant, theorems, seed, seconds: time, tests: Infinity, command }, progress);
  const name = `${calculus.name}-${variant.name === '' ? 'base' : variant.name}`;
  return { ...result, found: result.found && foundShown(result.found, asked.variant, name), command };
}
