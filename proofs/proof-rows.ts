/** What proofs say of the table of obligations: taken from those that are kept, each of them checked. */
import { digestOf } from '../rules/digest.ts';
import type { Calculus } from './calculus.ts';
import { meaningText } from './development.ts';
import { caseInProof, developmentFor } from './developments.ts';
import type { LemmaRow, Obligation, Obligations } from './obligations.ts';
import { caseKey, prove, type CaseResult } from './prove.ts';
import { keptProofs } from './records.ts';

type Tested = Omit<Obligation, 'proof' | 'rests'>;

/** What proofs are of: they say nothing of other rules or statements. */
export function provedOf(c: Calculus): Obligations['proofs'][string] | undefined {
  const d = developmentFor(c.base);
  return d && { rules: digestOf(d.system), statements: meaningText(d) };
}

/**
 * The table with what proofs say of each case, and the lemmas. Kept proofs of other rules say nothing: all is open then.
 * Nothing is searched for.
 */
export function withProofs(
  calculi: readonly Calculus[],
  table: Omit<Obligations, 'obligations' | 'lemmas' | 'proofs'> & { readonly obligations: readonly Tested[] },
): Obligations {
  // prettier-ignore
  const lemmas: LemmaRow[] = [];
  const proofs: Record<string, Obligations['proofs'][string]> = {};
  const results = new Map<string, ReadonlyMap<string, CaseResult>>();
  for (const c of calculi) {
    const d = developmentFor(c.base);
    if (d === undefined) continue;
    proofs[c.name] = provedOf(c)!;
    const found = prove(d, { first: keptProofs(d) ?? new Map(), searching: () => false });
    results.set(c.name, new Map(found.map((r) => [caseKey(r.theorem, r.case), r])));
  }
  const used = new Set<CaseResult>();
  const obligations = table.obligations.map((o): Obligation => {
    const of = results.get(o.system);
    const cases = [...(of?.values() ?? [])].filter((r) => r.theorem === o.theorem);
    const kase = caseInProof(o.system, o.case, cases.map((r) => r.case)); // prettier-ignore
    const r = of?.get(caseKey(o.theorem, kase));
    if (r !== undefined) used.add(r);
    return { ...o, proof: r?.status ?? 'none', rests: r?.rests ?? [] };
  });
  for (const c of calculi)
    for (const r of results.get(c.name)?.values() ?? [])
      if (!used.has(r)) lemmas.push({ system: c.name, theorem: r.theorem, title: developmentFor(c.base)!.statements.get(r.theorem)!.title, case: r.case, proof: r.status, rests: r.rests }); // prettier-ignore
  return { seed: table.seed, runs: table.runs, obligations, hunts: table.hunts, lemmas, proofs };
}

/** A table as it is kept, and the calculi whose rules or statements are others than those that its proofs are of: what it says of them is open. */
export function fresh(
  calculi: readonly Calculus[],
  table: Obligations,
): { readonly table: Obligations; readonly stale: readonly string[] } {
  // prettier-ignore
  const stale = calculi.flatMap((c) => {
    const now = provedOf(c);
    const kept = table.proofs[c.name];
    return now === undefined || (kept?.rules === now.rules && kept.statements === now.statements) ? [] : [c.name];
  });
  const open = <R extends LemmaRow | Obligation>(r: R): R =>
    stale.includes(r.system) && r.proof !== 'none' ? { ...r, proof: 'open', rests: [] } : r;
  return { table: { ...table, obligations: table.obligations.map(open), lemmas: table.lemmas.map(open) }, stale };
}
