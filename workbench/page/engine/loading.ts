/** Programs as they load, the last ones kept: what is asked of one text is asked many times. */
import { load } from '../../../checker/proteus/load.ts';

const kept = new Map<string, ReturnType<typeof load>>();

/** The program of a text, or its errors. */
export function loading(text: string): ReturnType<typeof load> {
  let known = kept.get(text);
  if (known === undefined) {
    known = load(text, 'program');
    if (kept.size >= 4) kept.delete(kept.keys().next().value as string);
    kept.set(text, known);
  }
  return known;
}
