/** Programs as they load, the last ones kept: what is asked of one text is asked many times. */
import { proteus } from '../../../../rules/proteus/system.ts';
import { load } from '../../../../checker/proteus/load.ts';
import type { Rules } from './trace.ts';
import { chosen, isPresentation } from '../variants.ts';

/** The rules of a variant of Proteus (see `chosen`); those of the calculus as it is for every other name. */
export function rulesOf(variant: string | null | undefined): Rules {
  const found = variant ? chosen(variant) : null;
  return found && found.calculus.base === proteus && !isPresentation(found)
    ? { system: found.variant.system, base: found.variant.system === proteus }
    : { system: proteus, base: true };
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
