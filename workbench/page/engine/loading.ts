/** Programs as they load, the last ones kept: what is asked of one text is asked many times. */
import { findVariant, calculi } from '../../../proofs/calculi.ts';
import { proteus } from '../../../rules/proteus/system.ts';
import { load } from '../../../checker/proteus/load.ts';
import type { Rules } from './trace.ts';

/** The rules of a variant of Proteus by its name; those of the calculus as it is for every other name. */
export function rulesOf(variant: string | null | undefined): Rules {
  const calculus = calculi.find((c) => c.name === 'proteus');
  const found = calculus && variant ? findVariant(calculus, variant) : undefined;
  return found ? { system: found.system, base: false } : { system: proteus, base: true };
}

const kept = new Map<string, ReturnType<typeof load>>();

/** The program of a text, or its errors. */
export function loading(text: string, variant?: string | null): ReturnType<typeof load> {
  const key = `${variant ?? ''}\n${text}`;
  let known = kept.get(key);
  if (known === undefined) {
    known = load(text, 'program', { system: rulesOf(variant).system });
    if (kept.size >= 4) kept.delete(kept.keys().next().value as string);
    kept.set(key, known);
  }
  return known;
}
