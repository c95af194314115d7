/** The faults of the lambda calculus, as variants. */
import { variant, type VariantChanges } from '../variant.ts';
import { make } from '../../semantics/stlc/grammar.ts';
import { steps, value } from './reduction.ts';
import { stlc } from './system.ts';
import { App, Arrow, Bind, Cons, Hd, Int, List, Tl, Var, looksUp, rule, types } from './typing.ts';

const { Next } = make.Outcome;

const fault = (name: string, sentence: string, expected: readonly string[], changes: Partial<VariantChanges>) =>
  variant(stlc, { name, sentence, expected, ...changes });

export const stlcVariants = [
  fault('app-argument', 'T-App checks the argument against the result type', ['Preservation', 'Progress'], {
    replace: [
      rule('T-App', ({ Γ, e1, e2, τ1, τ2 }) => ({
        given: [types(Γ, e1, Arrow(τ1, τ2)), types(Γ, e2, τ2)],
        infer: types(Γ, App(e1, e2), τ2),
      })),
    ],
  }),
  fault('cons-no-value', '((cons v) v) is missing from the values', ['Progress'], { remove: ['V-Cons2'] }),
  fault('app-swapped', 'T-App swaps the sides of the arrow in its first premise', ['Preservation', 'Progress'], {
    replace: [
      rule('T-App', ({ Γ, e1, e2, τ1, τ2 }) => ({
        given: [types(Γ, e1, Arrow(τ2, τ1)), types(Γ, e2, τ1)],
        infer: types(Γ, App(e1, e2), τ2),
      })),
    ],
  }),
  fault('cons-type', 'cons has type int → (list int → int)', ['Preservation', 'Progress'], {
    replace: [rule('T-Cons', ({ Γ }) => ({ given: [], infer: types(Γ, Cons(), Arrow(Int(), Arrow(List(), Int()))) }))],
  }),
  fault('tl-head', 'tl returns the head', ['Preservation'], {
    replace: [
      rule('R-Tl', ({ e1, e2 }) => ({
        given: [value(e1), value(e2)],
        infer: steps(App(Tl(), App(App(Cons(), e1), e2)), Next(e1)),
      })),
    ],
  }),
  fault('hd-partial', 'hd acts on a partially applied cons', ['Progress'], {
    replace: [rule('R-Hd', ({ e1 }) => ({ given: [value(e1)], infer: steps(App(Hd(), App(Cons(), e1)), Next(e1)) }))],
  }),
  fault('no-argument-step', 'there is no evaluation in argument position', ['Progress'], { remove: ['R-Arg'] }),
  fault('var-int', 'the type of a variable is always int', ['Preservation', 'Progress'], {
    replace: [rule('T-Var', ({ Γ, x, τ }) => ({ given: [looksUp(Γ, x, τ)], infer: types(Γ, Var(x), Int()) }))],
  }),
  fault('lookup-any', 'lookup does not compare names', ['Preservation', 'Progress'], {
    replace: [rule('L-Here', ({ Γ, x, y, τ }) => ({ given: [], infer: looksUp(Bind(Γ, y, τ), x, τ) }))],
  }),
];
