/** What proofs say of variants (proofs.md, section 7): sound ones are proved again, and of others the case that fails stays open. */
import { describe, expect, test } from 'vitest';
import { casesOf } from '../proofs/cases.ts';
import { developmentFor } from '../proofs/developments.ts';
import { prove } from '../proofs/prove.ts';
import { keptProofs } from '../proofs/records.ts';
import { search } from '../proofs/search/search.ts';
import { Store } from '../proofs/terms.ts';
import { proteus } from '../rules/proteus/system.ts';
import { proteusVariants } from '../rules/proteus/variants.ts';

const base = developmentFor(proteus)!;
const first = keptProofs(base)!;
const variant = (name: string) => developmentFor(proteusVariants.find((v) => v.name === name)!.system)!;

/** What is not proved of some statements, and of what they rest on: each case with its status. */
function left(name: string, statements: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const r of prove(variant(name), { first, only: new Set(statements) }))
    if (r.status !== 'proved') (found[`${r.theorem} ${r.status}`] ??= []).push(r.case);
  return found;
}
const seven = ['T3', 'T5', 'T7-redex', 'T7'];
const t7 = (...cases: string[]) => ({ 'T7-redex open': cases, 'T7 conditional': cases });
/** The cases of T7 that substitute: they rest on T5. */
const substitutes = { 'T7-redex conditional': ['R-Call', 'R-Let'], 'T7 conditional': ['R-Call', 'R-Let'] };

describe('a row of section 7 ends as it says', () => {
  test.each(['con-any-name', 'deref-by-name', 'con-only', 'eager'])('%s is sound, and proved again', (name) => {
    expect(left(name, [...base.statements.keys()])).toEqual({});
  });
  test.each<[name: string, statements: readonly string[], not: Record<string, string[]>]>([
    ['app-unchecked', seven, t7('R-Call')],
    ['let-unchecked', seven, t7('R-Let')],
    // Its typing says nothing of what is assigned: T7 itself does not fall back on its redex there.
    ['assign-unchecked', seven, { 'T7-redex open': ['R-Assign'], 'T7 open': ['R-Assign'] }],
    ['ref-reuse', seven, t7('R-Ref')],
    ['app-forget', seven, t7('R-Call')],
    ['if-union', seven, t7('R-IfEq', 'R-IfNeq')],
    ['cell-spends', seven, t7('R-Force')],
    ['subst-shadow', seven, { 'T5 open': ['T-Let'], ...substitutes }],
    ['subst-capture', seven, { 'T5 open': ['T-Let'], ...substitutes }],
    ['con-before', [...seven, 'con-free', 'con-free-frame', 'T10'], { 'con-free-frame open': ['InCon'], 'T10 conditional': ['R-Upd'] }],
    ['no-confree', ['T8'], { 'T8 open': ['R-Upd'] }],
    // What runs lead to rests on T7 in each of its cases, and on T8: where a step or an update may do harm, T12 and end-to-end are not proved.
    ['app-forget', ['T12', 'end-to-end'], { 'T12 conditional': ['Config'], 'end-to-end conditional': ['Config'] }],
    ['no-confree', ['T12', 'end-to-end'], { 'T12 conditional': ['Config'], 'end-to-end conditional': ['Config'] }],
    ['heap-only', ['T8'], { 'T8 open': ['R-Upd'] }],
    ['stack-only', ['T8'], { 'T8 open': ['R-Upd'] }],
    ['update-regain', ['T3'], { 'T3 open': ['T-Update'] }],
    ['ref-covariant', ['below-arrow', 'below-ref', 'below-record'], { 'below-ref open': ['S-Ref'] }],
    ['latent-flip', ['below-arrow', 'below-ref', 'below-record'], { 'below-arrow open': ['S-Fun'] }],
    ['fun-param-co', ['below-arrow', 'below-ref', 'below-record'], { 'below-arrow open': ['S-Fun'] }],
  ])('%s', (name, statements, not) => {
    expect(left(name, statements)).toEqual(not);
  }); // prettier-ignore
  test('what is open is so by the rule, and not by the budget: with it the base proves each of these cases', () => {
    const cases = [['T7-redex', 'R-Call'], ['T7-redex', 'R-Let'], ['T7-redex', 'R-Assign'], ['T7-redex', 'R-Ref'], ['T7-redex', 'R-IfEq'], ['T7-redex', 'R-IfNeq'], ['T7-redex', 'R-Force'], ['T3', 'T-Update'], ['T5', 'T-Let'], ['below-ref', 'S-Ref'], ['below-arrow', 'S-Fun'], ['con-free-frame', 'InCon']] as const; // prettier-ignore
    for (const [theorem, kase] of cases) {
      expect(casesOf(base, base.statements.get(theorem)!)).toContain(kase);
      // As a variant's are: a proof of the base that does not hold gives the measure of what is tried.
      const budget = 1000 + first.get(`${theorem}, ${kase}`)!.goals!;
      const found = search(base, new Store(proteus.grammar), base.statements.get(theorem)!, kase, { budget });
      expect('node' in found, `${theorem}, ${kase}`).toBe(true);
    }
  });
});
