/** The calculi that have proofs, and the developments of their variants. */
import type { System } from '../rules/system.ts';
import type { Development } from './check.ts';
import { developmentOf, type Lemmas } from './development.ts';
import { proteusLemmas } from './proteus/lemmas.ts';
import { stlcLemmas } from './stlc/lemmas.ts';
import { proteus } from '../rules/proteus/system.ts';
import { stlc } from '../rules/stlc/system.ts';

const lemmas: readonly (readonly [System, Lemmas])[] = [
  [stlc, stlcLemmas],
  [proteus, proteusLemmas],
];

export const proved: readonly string[] = lemmas.map(([s]) => s.name);

/** The case of a statement that is the case of a theorem of the table; the same but where statements have rules of their own. */
export function caseInProof(system: string, theoremCase: string, cases: readonly string[]): string {
  const other = lemmas.find(([base]) => base.name === system)?.[1].caseName;
  return cases.includes(theoremCase) || other === undefined ? theoremCase : other(theoremCase);
}

/** The development of a system; undefined where its calculus has no lemmas. */
export function developmentFor(system: System): Development | undefined {
  const found = lemmas.find(([base]) => base.name === system.name);
  return found && developmentOf(found[1], found[0], system);
}
