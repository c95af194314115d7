/** τ <: τ' (section 3). */
import { below, subset } from '../../semantics/proteus/capability.ts';
import type { Type, TypeFields } from '../../semantics/proteus/grammar.ts';
import { judgement } from '../judgement.ts';
import { Arrow, NoTypes, Record, Ref, TypeField, figure } from './rule.ts';

const { rule, rules } = figure();
export { rules as subtyping };

export const subtype = judgement<[Type, Type]>({
  name: 'subtype',
  inputs: ['Type', 'Type'],
  outputs: [],
  main: 0,
  text: '{0} <: {1}',
  latex: '{0} <: {1}',
  sentence: 'a value of the first type may stand where the second is expected',
});

/** Record types field by field: same labels, same order. */
export const subtypeFields = judgement<[TypeFields, TypeFields]>({
  name: 'subtypeFields',
  inputs: ['TypeFields', 'TypeFields'],
  outputs: [],
  main: 0,
  text: '{0} <: {1}',
  latex: '{0} <: {1}',
  sentence: 'the same labels in the same order, and each type a subtype',
});

export const SRefl = rule('S-Refl', ({ τ }) => ({ given: [], infer: subtype(τ, τ) }));

export const SRec = rule('S-Rec', ({ φ1, φ2 }) => ({
  given: [subtypeFields(φ1, φ2)],
  infer: subtype(Record(φ1), Record(φ2)),
}));

export const SNone = rule('S-None', () => ({ given: [], infer: subtypeFields(NoTypes(), NoTypes()) }));

export const SField = rule('S-Field', ({ l, τ1, τ2, φ1, φ2 }) => ({
  given: [subtype(τ1, τ2), subtypeFields(φ1, φ2)],
  infer: subtypeFields(TypeField(l, τ1, φ1), TypeField(l, τ2, φ2)),
}));

/** References are invariant. */
export const SRef = rule('S-Ref', ({ τ1, τ2 }) => ({
  given: [subtype(τ1, τ2), subtype(τ2, τ1)],
  infer: subtype(Ref(τ1), Ref(τ2)),
}));

/** Δ is what is left after a call: more is better. */
export const SFun = rule('S-Fun', ({ τ1, τ2, τ3, τ4, μ, μ1, Δ, Δ1 }) => ({
  given: [subtype(τ3, τ1), subtype(τ2, τ4), below(μ, μ1), subset(Δ1, Δ)],
  infer: subtype(Arrow(τ1, μ, Δ, τ2), Arrow(τ3, μ1, Δ1, τ4)),
}));
