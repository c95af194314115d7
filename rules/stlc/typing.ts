/** Γ ⊢ e : τ. */
import { metas, differs } from '../../semantics/stlc/functions.ts';
import { make, type Expr, type Locals, type Type } from '../../semantics/stlc/grammar.ts';
import { judgement } from '../judgement.ts';
import { ruleMaker } from '../rule.ts';

export const rule = ruleMaker(metas);
export const { Num, Nil, Cons, Hd, Tl, Plus, Var, Lam, App } = make.Expr;
export const { Int, List, Arrow } = make.Type;
export const { NoLocals, Bind } = make.Locals;

export const types = judgement<[Locals, Expr, Type]>({
  name: 'types',
  inputs: ['Locals', 'Expr'],
  outputs: ['Type'],
  main: 1,
  text: '{0} ⊢ {1} : {2}',
  latex: '{0} \\vdash {1} : {2}',
  sentence: 'the term has the type',
});

export const looksUp = judgement<[Locals, string, Type]>({
  name: 'looksUp',
  inputs: ['Locals', 'name'],
  outputs: ['Type'],
  main: 0,
  text: '{0}({1}) = {2}',
  latex: '{0}({1}) = {2}',
  sentence: 'the latest binding of the variable has the type',
});

const constant = (name: string, e: Expr, τ: Type) => rule(name, ({ Γ }) => ({ given: [], infer: types(Γ, e, τ) }));

export const typing = [
  rule('T-Num', ({ Γ, n }) => ({ given: [], infer: types(Γ, Num(n), Int()) })),
  constant('T-Nil', Nil(), List()),
  constant('T-Cons', Cons(), Arrow(Int(), Arrow(List(), List()))),
  constant('T-Hd', Hd(), Arrow(List(), Int())),
  constant('T-Tl', Tl(), Arrow(List(), List())),
  constant('T-Plus', Plus(), Arrow(Int(), Arrow(Int(), Int()))),
  rule('T-Var', ({ Γ, x, τ }) => ({ given: [looksUp(Γ, x, τ)], infer: types(Γ, Var(x), τ) })),
  rule('T-Lam', ({ Γ, x, τ1, τ2, e }) => ({
    given: [types(Bind(Γ, x, τ1), e, τ2)],
    infer: types(Γ, Lam(x, τ1, e), Arrow(τ1, τ2)),
  })),
  rule('T-App', ({ Γ, e1, e2, τ1, τ2 }) => ({
    given: [types(Γ, e1, Arrow(τ1, τ2)), types(Γ, e2, τ1)],
    infer: types(Γ, App(e1, e2), τ2),
  })),
  rule('L-Here', ({ Γ, x, τ }) => ({ given: [], infer: looksUp(Bind(Γ, x, τ), x, τ) })),
  rule('L-There', ({ Γ, x, y, τ, τ1 }) => ({
    given: [differs(x, y), looksUp(Γ, x, τ)],
    infer: looksUp(Bind(Γ, y, τ1), x, τ),
  })),
];
