/** Ω; σ; S; Γ ⊢ e ⇒ e' : τ (section 4): e has the type τ, and is e' once its calls are annotated. */
import { full, methodOf, newest, readable, writable } from '../../semantics/components/classes.ts';
import { distinctFields } from '../../semantics/components/expressions.ts';
import type {
  Env,
  Expr,
  Fields,
  Items,
  Judging as Told,
  Params,
  Type,
  TypeFields,
} from '../../semantics/components/grammar.ts';
import { bind, join, known, labelType, typeIn } from '../../semantics/components/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import {
  Adapting,
  Call,
  Cons,
  Field,
  Fold,
  Get,
  If,
  InClass,
  Int,
  Item,
  Judging,
  Let,
  List,
  Lit,
  Method,
  New,
  Next,
  Nil,
  NoFields,
  NoItems,
  NoParams,
  NoTypes,
  Num,
  Obj,
  Op,
  Param,
  Proj,
  Rec,
  Record,
  Ref,
  Self,
  Send,
  Set,
  TypeField,
  Var,
  Waits,
  While,
  rule,
} from './rule.ts';
import { subtype } from './subtyping.ts';

export const types = judgement<[Told, Env, Expr, Expr, Type]>({
  name: 'types',
  inputs: ['Judging', 'Env', 'Expr'],
  outputs: ['Expr', 'Type'],
  functional: true,
  main: 2,
  text: '{0}; {1} ⊢ {2} ⇒ {3} : {4}',
  latex: '{0}; {1} \\vdash {2} \\Rightarrow {3} : {4}',
  sentence: 'the expression has the type, and is the other one once its calls are annotated',
});
export const typesFields = judgement<[Told, Env, Fields, Fields, TypeFields]>({
  name: 'typesFields',
  inputs: ['Judging', 'Env', 'Fields'],
  outputs: ['Fields', 'TypeFields'],
  functional: true,
  main: 2,
  text: '{0}; {1} ⊢ fields {2} ⇒ {3} : {4}',
  latex: '{0}; {1} \\vdash \\mathrm{fields}\\;{2} \\Rightarrow {3} : {4}',
  sentence: 'the fields have the types',
});
export const typesItems = judgement<[Told, Env, Items, Items, Type]>({
  name: 'typesItems',
  inputs: ['Judging', 'Env', 'Items'],
  outputs: ['Items', 'Type'],
  functional: true,
  main: 2,
  text: '{0}; {1} ⊢ items {2} ⇒ {3} : {4}',
  latex: '{0}; {1} \\vdash \\mathrm{items}\\;{2} \\Rightarrow {3} : {4}',
  sentence: 'the join of the types of the elements is the type',
});
export const fits = judgement<[Told, Env, Items, Params, Items]>({
  name: 'fits',
  inputs: ['Judging', 'Env', 'Items', 'Params'],
  outputs: ['Items'],
  functional: true,
  main: 2,
  text: '{0}; {1} ⊢ arguments {2} ⇒ {4} : {3}',
  latex: '{0}; {1} \\vdash \\mathrm{arguments}\\;{2} \\Rightarrow {4} : {3}',
  sentence: 'there are as many arguments as parameters, of their subtypes',
});

export const TFold = rule('T-Fold', ({ Ω, σ, Ψ, S, Γ, x, y, τ, τ1, τ2, τ3, e, e1, e2, e3, e4, e5 }) => ({
  given: [
    known(τ),
    types(Judging(Ω, σ, Ψ, S), Γ, e, e3, τ1),
    subtype(σ, τ1, τ),
    types(Judging(Ω, σ, Ψ, S), Γ, e1, e4, List(τ2)),
    types(Judging(Ω, σ, Ψ, S), bind(bind(Γ, x, τ2), y, τ), e2, e5, τ3),
    subtype(σ, τ3, τ),
  ],
  infer: types(Judging(Ω, σ, Ψ, S), Γ, Fold(x, y, τ, e, e1, e2), Fold(x, y, τ, e3, e4, e5), τ),
}));
export const TSend = rule('T-Send', ({ Ω, σ, Ψ, S, Γ, e, e1, e2, m, a, a1, C, j, ξ, τ, M }) => ({
  given: [
    full(S),
    types(Judging(Ω, σ, Ψ, S), Γ, e, e1, Ref(C, j)),
    is(Method(m, ξ, τ, e2, M), methodOf(Ω, C, j, m)),
    fits(Judging(Ω, σ, Ψ, S), Γ, a, ξ, a1),
  ],
  infer: types(Judging(Ω, σ, Ψ, S), Γ, Send(e, m, a), Call(e1, m, C, j, a1), τ),
}));

export const typing = [
  rule('T-Int', ({ J, Γ, n }) => ({ given: [], infer: types(J, Γ, Num(n), Num(n), Int()) })),
  rule('T-Var', ({ J, Γ, x, τ }) => ({ given: [is(τ, typeIn(Γ, x))], infer: types(J, Γ, Var(x), Var(x), τ) })),
  rule('T-Nil', ({ J, Γ, τ }) => ({ given: [known(τ)], infer: types(J, Γ, Nil(τ), Nil(τ), List(τ)) })),
  rule('T-Obj', ({ Ω, σ, Ψ, S, Γ, o, τ }) => ({
    given: [is(τ, typeIn(Ψ, o))],
    infer: types(Judging(Ω, σ, Ψ, S), Γ, Obj(o), Obj(o), τ),
  })),
  rule('T-Self', ({ Ω, σ, Ψ, Γ, C, j }) => ({
    given: [],
    infer: types(Judging(Ω, σ, Ψ, InClass(C, j)), Γ, Self(), Self(), Ref(C, j)),
  })),
  rule('T-Next', ({ Ω, σ, Ψ, Γ, C, j }) => ({
    given: [],
    infer: types(Judging(Ω, σ, Ψ, Adapting(C, j)), Γ, Next(), Next(), Ref(C, j)),
  })),
  rule('T-Rec', ({ J, Γ, s, s1, ρ }) => ({
    given: [distinctFields(s), typesFields(J, Γ, s, s1, ρ)],
    infer: types(J, Γ, Rec(s), Rec(s1), Record(ρ)),
  })),
  rule('T-NoFields', ({ J, Γ }) => ({ given: [], infer: typesFields(J, Γ, NoFields(), NoFields(), NoTypes()) })),
  rule('T-Field', ({ J, Γ, f, e, e1, τ, s, s1, ρ }) => ({
    given: [types(J, Γ, e, e1, τ), typesFields(J, Γ, s, s1, ρ)],
    infer: typesFields(J, Γ, Field(f, e, s), Field(f, e1, s1), TypeField(f, τ, ρ)),
  })),
  rule('T-Proj', ({ J, Γ, e, e1, l, ρ, τ }) => ({
    given: [types(J, Γ, e, e1, Record(ρ)), is(τ, labelType(ρ, l))],
    infer: types(J, Γ, Proj(e, l), Proj(e1, l), τ),
  })),
  rule('T-Lit', ({ J, Γ, a, a1, τ }) => ({
    given: [typesItems(J, Γ, a, a1, τ)],
    infer: types(J, Γ, Lit(a), Lit(a1), List(τ)),
  })),
  rule('T-Last', ({ J, Γ, e, e1, τ }) => ({
    given: [types(J, Γ, e, e1, τ)],
    infer: typesItems(J, Γ, Item(e, NoItems()), Item(e1, NoItems()), τ),
  })),
  rule('T-Item', ({ J, Γ, e, e1, τ, τ1, τ2, a, a1 }) => ({
    given: [types(J, Γ, e, e1, τ), typesItems(J, Γ, a, a1, τ1), is(τ2, join(τ, τ1))],
    infer: typesItems(J, Γ, Item(e, a), Item(e1, a1), τ2),
  })),
  rule('T-Cons', ({ J, Γ, e, e1, e2, e3, τ, τ1, τ2 }) => ({
    given: [types(J, Γ, e, e2, τ), types(J, Γ, e1, e3, List(τ1)), is(τ2, join(τ, τ1))],
    infer: types(J, Γ, Cons(e, e1), Cons(e2, e3), List(τ2)),
  })),
  rule('T-Op', ({ J, Γ, ω, e, e1, e2, e3 }) => ({
    given: [types(J, Γ, e, e2, Int()), types(J, Γ, e1, e3, Int())],
    infer: types(J, Γ, Op(ω, e, e1), Op(ω, e2, e3), Int()),
  })),
  rule('T-If', ({ J, Γ, κ, e, e1, e2, e3, e4, e5, e6, e7, τ, τ1, τ2 }) => ({
    given: [
      types(J, Γ, e, e4, Int()),
      types(J, Γ, e1, e5, Int()),
      types(J, Γ, e2, e6, τ),
      types(J, Γ, e3, e7, τ1),
      is(τ2, join(τ, τ1)),
    ],
    infer: types(J, Γ, If(κ, e, e1, e2, e3), If(κ, e4, e5, e6, e7), τ2),
  })),
  rule('T-Let', ({ J, Γ, x, e, e1, e2, e3, τ, τ1 }) => ({
    given: [types(J, Γ, e, e2, τ), types(J, bind(Γ, x, τ), e1, e3, τ1)],
    infer: types(J, Γ, Let(x, e, e1), Let(x, e2, e3), τ1),
  })),
  TFold,
  rule('T-While', ({ Ω, σ, Ψ, S, Γ, κ, e, e1, e2, e3, e4, e5, τ }) => ({
    given: [
      full(S),
      types(Judging(Ω, σ, Ψ, S), Γ, e, e3, Int()),
      types(Judging(Ω, σ, Ψ, S), Γ, e1, e4, Int()),
      types(Judging(Ω, σ, Ψ, S), Γ, e2, e5, τ),
    ],
    infer: types(Judging(Ω, σ, Ψ, S), Γ, While(κ, e, e1, e2), While(κ, e3, e4, e5), Int()),
  })),
  rule('T-Get', ({ Ω, σ, Ψ, S, Γ, f, τ }) => ({
    given: [is(τ, readable(Ω, S, f))],
    infer: types(Judging(Ω, σ, Ψ, S), Γ, Get(f), Get(f), τ),
  })),
  rule('T-Set', ({ Ω, σ, Ψ, S, Γ, f, e, e1, τ, τ1 }) => ({
    given: [is(τ1, writable(Ω, S, f)), types(Judging(Ω, σ, Ψ, S), Γ, e, e1, τ), subtype(σ, τ, τ1)],
    infer: types(Judging(Ω, σ, Ψ, S), Γ, Set(f, e), Set(f, e1), τ),
  })),
  rule('T-New', ({ Ω, σ, Ψ, S, Γ, C, n }) => ({
    given: [full(S), is(n, newest(Ω, C))],
    infer: types(Judging(Ω, σ, Ψ, S), Γ, New(C), New(C), Ref(C, n)),
  })),
  TSend,
  rule('T-Call', ({ Ω, σ, Ψ, S, Γ, e, e1, e2, m, a, a1, C, k, ξ, τ, τ1, M }) => ({
    given: [
      full(S),
      types(Judging(Ω, σ, Ψ, S), Γ, e, e1, τ1),
      subtype(σ, τ1, Ref(C, k)),
      is(Method(m, ξ, τ, e2, M), methodOf(Ω, C, k, m)),
      fits(Judging(Ω, σ, Ψ, S), Γ, a, ξ, a1),
    ],
    infer: types(Judging(Ω, σ, Ψ, S), Γ, Call(e, m, C, k, a), Call(e1, m, C, k, a1), τ),
  })),
  rule('T-NoArgs', ({ J, Γ }) => ({ given: [], infer: fits(J, Γ, NoItems(), NoParams(), NoItems()) })),
  rule('T-Arg', ({ Ω, σ, Ψ, S, Γ, e, e1, a, a1, x, τ, τ1, ξ }) => ({
    given: [types(Judging(Ω, σ, Ψ, S), Γ, e, e1, τ1), subtype(σ, τ1, τ), fits(Judging(Ω, σ, Ψ, S), Γ, a, ξ, a1)],
    infer: fits(Judging(Ω, σ, Ψ, S), Γ, Item(e, a), Param(x, τ, ξ), Item(e1, a1)),
  })),
  // A hole has the type of the call that stands there.
  rule('T-Waits', ({ J, Γ, τ }) => ({ given: [], infer: types(J, Γ, Waits(τ), Waits(τ), τ) })),
];
