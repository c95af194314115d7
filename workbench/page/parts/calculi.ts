/** The calculi as the page knows them, put in when it is built (vite.config.ts). */
import { defaultName } from '../../../proofs/default.ts';
import type { CalculusHere } from '../brings.ts';
import { readVariant } from '../variant-name.ts';

declare const __CALCULI__: readonly CalculusHere[];
export const calculiHere: readonly CalculusHere[] = __CALCULI__;

/** The calculus that the rules of the page's state are of. */
export function calculusOf(variant: string | null): CalculusHere {
  const { calculus } = readVariant(variant);
  const found = calculiHere.find((c) => c.name === calculus) ?? calculiHere.find((c) => c.name === defaultName);
  if (found === undefined) throw new Error('there is no calculus: a bug');
  return found;
}
