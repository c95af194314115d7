/** The proofs of calculi that are kept, loaded when they are asked for: they are files beside the page. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { readProofs } from '../../../proofs/format.ts';
import { caseKey, type FirstProofs } from '../../../proofs/prove.ts';

const addresses = import.meta.glob<string>('../../../proofs/proved/*.json', {
  query: '?url',
  import: 'default',
  eager: true,
});
const byName = new Map(Object.entries(addresses).map(([path, url]) => [/([^/]*)\.json$/.exec(path)?.[1] ?? path, url]));
const kept = new Map<string, FirstProofs>();

/** The proofs of a calculus as it is; undefined where none are kept, or they cannot be loaded. */
export async function keptProofs(calculus: string): Promise<FirstProofs | undefined> {
  const known = kept.get(calculus);
  const url = byName.get(calculus);
  if (known !== undefined || url === undefined) return known;
  try {
    const file = readProofs(await (await fetch(url)).json());
    if (isLeft(file)) return undefined;
    const proofs = new Map(file.right.proofs.map((p) => [caseKey(p.theorem, p.case), p]));
    kept.set(calculus, proofs);
    return proofs;
  } catch {
    // Without them it is hunted, as where there are none.
    return undefined;
  }
}
