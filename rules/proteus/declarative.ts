/**
 * The declarative presentation of section 5: the <: premises and ⊔ give way to one rule, T-Sub. A derivation in it is
 * replayed like any other; it is not meant to be searched for (T-Sub applies everywhere).
 */
import { below, intersect, subset } from '../../semantics/proteus/capability.ts';
import { bind, definitionOf, wellFormedType } from '../../semantics/proteus/types.ts';
import { is } from '../../semantics/symbols.ts';
import { C, Abs, App, Arrow, Assign, If, Let, Named, New, Ref, int, rule } from './rule.ts';
import { subtype } from './subtyping.ts';
import { types } from './typing.ts';

/** The rules that differ from the algorithmic ones; each takes the place of the rule of its name. */
export const declarative = [
  rule('T-App', ({ Δ, Δ1, Δ2, Δf, μ, μf, e1, e2, τ1, τ2 }) => ({
    given: [types(...C, Δ, μ, e1, Arrow(τ1, μf, Δf, τ2), Δ1), types(...C, Δ1, μ, e2, τ1, Δ2), below(μf, μ)],
    infer: types(...C, Δ, μ, App(e1, e2), τ2, intersect(Δ2, Δf)),
  })),
  rule('T-Let', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, x, e1, e2, τ1, τ2 }) => ({
    given: [types(...C, Δ, μ, e1, τ1, Δ1), wellFormedType(τ1, Ω), types(Ω, Σ, bind(Γ, x, τ1), Δ1, μ, e2, τ2, Δ2)],
    infer: types(...C, Δ, μ, Let(x, τ1, e1, e2), τ2, Δ2),
  })),
  rule('T-Ref', ({ Ω, Δ, Δ1, μ, e, τ }) => ({
    given: [types(...C, Δ, μ, e, τ, Δ1), wellFormedType(τ, Ω)],
    infer: types(...C, Δ, μ, New(τ, e), Ref(τ), Δ1),
  })),
  rule('T-Assign', ({ Δ, Δ1, Δ2, μ, e1, e2, τ }) => ({
    given: [types(...C, Δ, μ, e1, Ref(τ), Δ1), types(...C, Δ1, μ, e2, τ, Δ2)],
    infer: types(...C, Δ, μ, Assign(e1, e2), τ, Δ2),
  })),
  rule('T-If', ({ Δ, Δ1, Δ2, Δ3, μ, e1, e2, e3, e4, τ }) => ({
    given: [
      types(...C, Δ, μ, e1, int, Δ1),
      types(...C, Δ1, μ, e2, int, Δ2),
      types(...C, Δ2, μ, e3, τ, Δ3),
      types(...C, Δ2, μ, e4, τ, Δ3),
    ],
    infer: types(...C, Δ, μ, If(e1, e2, e3, e4), τ, Δ3),
  })),
  rule('T-Abs', ({ Ω, Δ, Δ1, μ, t, e, τ }) => ({
    given: [types(...C, Δ, μ, e, τ, Δ1), is(τ, definitionOf(Ω, t))],
    infer: types(...C, Δ, μ, Abs(t, e), Named(t), Δ1),
  })),
];

/** Subsumption. The type and capability it concludes are chosen, not computed: derive leaves the rule alone. */
export const TSub = rule(
  'T-Sub',
  ({ Δ, Δ1, Δ2, μ, e, τ, τ1 }) => ({
    given: [types(...C, Δ, μ, e, τ1, Δ2), subtype(τ1, τ), subset(Δ1, Δ2)],
    infer: types(...C, Δ, μ, e, τ, Δ1),
  }),
  { chosen: ['τ', 'Δ1'] },
);
