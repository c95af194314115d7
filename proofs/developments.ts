/** The developments of the calculi that have lemmas, and of their variants. */
import type { System } from '../rules/system.ts';
import { calculi, calculusNamed } from './calculi.ts';
import type { Development } from './check.ts';
import { developmentOf } from './development.ts';

/** The calculi that have proofs, of those that are loaded. */
export const proved = (): readonly string[] => calculi.filter((c) => c.lemmas !== undefined).map((c) => c.name);

/** The case of a statement that is the case of a theorem of the table; the same but where statements have rules of their own. */
export function caseInProof(system: string, theoremCase: string, cases: readonly string[]): string {
  const other = calculusNamed(system)?.lemmas?.caseName;
  return cases.includes(theoremCase) || other === undefined ? theoremCase : other(theoremCase);
}

/** The development of a system; undefined where its calculus has no lemmas. */
export function developmentFor(system: System): Development | undefined {
  const { lemmas, base } = calculusNamed(system.name) ?? {};
  return lemmas && base && developmentOf(lemmas, base, system);
}
