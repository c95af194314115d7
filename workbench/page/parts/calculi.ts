/** The calculi as the page knows them, put in when it is built (vite.config.ts). */
import { defaultName } from '../../../proofs/registry.ts';
import type { CalculusHere, Told } from '../brings.ts';
import { readVariant } from '../variant-name.ts';

declare const __CALCULI__: readonly CalculusHere[];
export const calculiHere: readonly CalculusHere[] = __CALCULI__;

const told = import.meta.glob<Told>('../../../proofs/*/calculus.ts', { query: '?told', import: 'default' });
const loaded = new Map<string, Promise<Told>>();

/** What a calculus says of itself, loaded when somebody asks for it. It is rejected where that cannot be had. */
export function toldOf({ name }: CalculusHere): Promise<Told> {
  let known = loaded.get(name);
  if (known === undefined) {
    const load = told[`../../../proofs/${name}/calculus.ts`];
    known = load === undefined ? Promise.resolve({ words: [], rules: {} }) : load();
    loaded.set(name, known);
    known.catch(() => loaded.delete(name));
  }
  return known;
}

/** The calculus that the rules of the page's state are of. */
export function calculusOf(variant: string | null): CalculusHere {
  const { calculus } = readVariant(variant);
  const found = calculiHere.find((c) => c.name === calculus) ?? calculiHere.find((c) => c.name === defaultName);
  if (found === undefined) throw new Error('there is no calculus: a bug');
  return found;
}
