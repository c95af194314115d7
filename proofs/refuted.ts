/** Cases that recorded counterexamples refute: what is proved of them is looked at beside. */
import { caseInProof } from './developments.ts';
import { caseKey, type CaseResult } from './prove.ts';
import type { Known } from './records.ts';

/**
 * The file of the counterexample of each case that one refutes, by {@link caseKey}.
 * @param known the counterexamples that are recorded of the system as it is, its variant included.
 */
export function refutedBy(
  results: readonly CaseResult[],
  system: string,
  known: readonly Known[],
): ReadonlyMap<string, string> {
  const refuted = new Map<string, string>();
  for (const k of known) {
    const cases = results.filter((r) => r.theorem === k.theorem).map((r) => r.case);
    const kase = caseInProof(system, k.case, cases);
    if (cases.includes(kase)) refuted.set(caseKey(k.theorem, kase), k.file);
  }
  return refuted;
}
