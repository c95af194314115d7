/** σ ⊢ τ <: τ' (section 3). */
import type { Settled, Type, TypeFields } from '../../semantics/components/grammar.ts';
import { atMost, versionIn } from '../../semantics/components/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { Int, List, NoTypes, Record, Ref, TypeField, rule } from './rule.ts';

export const subtype = judgement<[Settled, Type, Type]>({
  name: 'subtype',
  inputs: ['Settled', 'Type', 'Type'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1} <: {2}',
  latex: '{0} \\vdash {1} <: {2}',
  sentence: 'what is of the first type may be used where the second is asked for',
});
export const subtypes = judgement<[Settled, TypeFields, TypeFields]>({
  name: 'subtypes',
  inputs: ['Settled', 'TypeFields', 'TypeFields'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1} <: {2}',
  latex: '{0} \\vdash {1} <: {2}',
  sentence: 'the labels are the same, in the same order, and their types are subtypes',
});

export const SSet = rule('S-Set', ({ σ, C, j, k, n }) => ({
  given: [is(n, versionIn(σ, C)), atMost(k, n)],
  infer: subtype(σ, Ref(C, j), Ref(C, k)),
}));

export const subtyping = [
  rule('S-Int', ({ σ }) => ({ given: [], infer: subtype(σ, Int(), Int()) })),
  rule('S-Ref', ({ σ, C, j, k }) => ({ given: [atMost(k, j)], infer: subtype(σ, Ref(C, j), Ref(C, k)) })),
  SSet,
  rule('S-Rec', ({ σ, ρ, ρ1 }) => ({ given: [subtypes(σ, ρ, ρ1)], infer: subtype(σ, Record(ρ), Record(ρ1)) })),
  rule('S-NoLabel', ({ σ }) => ({ given: [], infer: subtypes(σ, NoTypes(), NoTypes()) })),
  rule('S-Label', ({ σ, l, τ, τ1, ρ, ρ1 }) => ({
    given: [subtype(σ, τ, τ1), subtypes(σ, ρ, ρ1)],
    infer: subtypes(σ, TypeField(l, τ, ρ), TypeField(l, τ1, ρ1)),
  })),
  rule('S-List', ({ σ, τ, τ1 }) => ({ given: [subtype(σ, τ, τ1)], infer: subtype(σ, List(τ), List(τ1)) })),
];
