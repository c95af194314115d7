/** Γ ⊢ e : S and D; Γ ⊢ P ⇐ L (section 5). */
import {
  arithmetic,
  basic,
  bind,
  branchesDistinct,
  distinctLabels,
  logical,
  receives,
  sortAt,
  sortOf,
} from '../../semantics/sessions/expressions.ts';
import type {
  Args,
  Branches,
  Env,
  Expr,
  Fields,
  Local,
  LocalBranches,
  Params,
  Process,
  Sort,
  SortFields,
  Table,
} from '../../semantics/sessions/grammar.ts';
import { branchOf, roleOf, unf } from '../../semantics/sessions/locals.ts';
import { procOf } from '../../semantics/sessions/tables.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import {
  Arg,
  At,
  Bool,
  Branch,
  Call,
  End,
  Equal,
  False,
  Field,
  If,
  In,
  Int,
  LBranch,
  Less,
  Let,
  NoArgs,
  NoFields,
  NoLocals,
  NoParams,
  NoSorts,
  Not,
  Num,
  Op,
  Out,
  Param,
  Proc,
  Proj,
  Rec,
  Record,
  Recv,
  Send,
  SortField,
  Stop,
  Str,
  Text,
  True,
  Typed,
  Update,
  Var,
  Visit,
  rule,
} from './rule.ts';
import { subsort, subtype } from './subtyping.ts';

export const hasSort = judgement<[Env, Expr, Sort]>({
  name: 'hasSort',
  inputs: ['Env', 'Expr'],
  outputs: ['Sort'],
  functional: true,
  main: 1,
  text: '{0} ⊢ {1} : {2}',
  latex: '{0} \\vdash {1} : {2}',
  sentence: 'the expression has the sort',
});
export const haveSorts = judgement<[Env, Fields, SortFields]>({
  name: 'haveSorts',
  inputs: ['Env', 'Fields'],
  outputs: ['SortFields'],
  functional: true,
  main: 1,
  text: '{0} ⊢ fields {1} : {2}',
  latex: '{0} \\vdash \\mathrm{fields}\\;{1} : {2}',
  sentence: 'the fields have the sorts',
});
export const fits = judgement<[Env, Args, Params]>({
  name: 'fits',
  inputs: ['Env', 'Args', 'Params'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ args {1} : {2}',
  latex: '{0} \\vdash \\mathrm{args}\\;{1} : {2}',
  sentence: 'there are as many arguments as parameters, of sub-sorts',
});
export const checks = judgement<[Table, Env, Process, Local]>({
  name: 'checks',
  inputs: ['Table', 'Env', 'Process', 'Local'],
  outputs: [],
  main: 2,
  text: '{0}; {1} ⊢ {2} ⇐ {3}',
  latex: '{0}; {1} \\vdash {2} \\Leftarrow {3}',
  sentence: 'the process does what the local type asks',
});
export const checksBranches = judgement<[Table, Env, Branches, LocalBranches]>({
  name: 'checksBranches',
  inputs: ['Table', 'Env', 'Branches', 'LocalBranches'],
  outputs: [],
  main: 3,
  text: '{0}; {1} ⊢ {2} ⇐ {3}',
  latex: '{0}; {1} \\vdash {2} \\Leftarrow {3}',
  sentence: 'there is a branch for every label of the choice, which goes on as it asks',
});

export const TStop = rule('T-Stop', ({ D, Γ, L }) => ({ given: [is(End(), unf(L))], infer: checks(D, Γ, Stop(), L) }));
export const TSend = rule('T-Send', ({ D, Γ, q, l, e, P, L, L1, λ, λ1, S, S1 }) => ({
  given: [
    is(Out(q, λ), unf(L)),
    is(LBranch(l, S, L1, λ1), branchOf(λ, l)),
    hasSort(Γ, e, S1),
    subsort(S1, S),
    checks(D, Γ, P, L1),
  ],
  infer: checks(D, Γ, Send(q, l, e, P), L),
}));
export const TRecv = rule('T-Recv', ({ D, Γ, p, β, L, λ }) => ({
  given: [is(In(p, λ), unf(L)), branchesDistinct(β), checksBranches(D, Γ, β, λ)],
  infer: checks(D, Γ, Recv(p, β), L),
}));
export const TIf = rule('T-If', ({ D, Γ, e, P, P1, L }) => ({
  given: [hasSort(Γ, e, Bool()), checks(D, Γ, P, L), checks(D, Γ, P1, L)],
  infer: checks(D, Γ, If(e, P, P1), L),
}));
export const TRecvEach = rule('T-RecvEach', ({ D, Γ, l, x, P, β, β1, S, L, λ }) => ({
  given: [is(Branch(l, x, P, β1), receives(β, l)), checks(D, bind(Γ, x, S), P, L), checksBranches(D, Γ, β, λ)],
  infer: checksBranches(D, Γ, β, LBranch(l, S, L, λ)),
}));

export const typing = [
  rule('E-Var', ({ Γ, x, S }) => ({ given: [is(S, sortOf(Γ, x))], infer: hasSort(Γ, Var(x), S) })),
  rule('E-Int', ({ Γ, n }) => ({ given: [], infer: hasSort(Γ, Num(n), Int()) })),
  // One rule for both truth values, which no metavariable stands for alone.
  rule('E-Bool', ({ Γ }) => ({ given: [], infer: hasSort(Γ, True(), Bool()) })),
  rule('E-False', ({ Γ }) => ({ given: [], infer: hasSort(Γ, False(), Bool()) })),
  rule('E-Str', ({ Γ, x }) => ({ given: [], infer: hasSort(Γ, Text(x), Str()) })),
  rule('E-Rec', ({ Γ, ρ, σ }) => ({
    given: [distinctLabels(ρ), haveSorts(Γ, ρ, σ)],
    infer: hasSort(Γ, Rec(ρ), Record(σ)),
  })),
  rule('E-NoFields', ({ Γ }) => ({ given: [], infer: haveSorts(Γ, NoFields(), NoSorts()) })),
  rule('E-Each', ({ Γ, l, e, S, ρ, σ }) => ({
    given: [hasSort(Γ, e, S), haveSorts(Γ, ρ, σ)],
    infer: haveSorts(Γ, Field(l, e, ρ), SortField(l, S, σ)),
  })),
  rule('E-Field', ({ Γ, e, l, σ, S }) => ({
    given: [hasSort(Γ, e, Record(σ)), is(S, sortAt(σ, l))],
    infer: hasSort(Γ, Proj(e, l), S),
  })),
  rule('E-Arith', ({ Γ, o, e, e1 }) => ({
    given: [arithmetic(o), hasSort(Γ, e, Int()), hasSort(Γ, e1, Int())],
    infer: hasSort(Γ, Op(o, e, e1), Int()),
  })),
  rule('E-Less', ({ Γ, e, e1 }) => ({
    given: [hasSort(Γ, e, Int()), hasSort(Γ, e1, Int())],
    infer: hasSort(Γ, Op(Less(), e, e1), Bool()),
  })),
  rule('E-Equal', ({ Γ, e, e1, S }) => ({
    given: [hasSort(Γ, e, S), hasSort(Γ, e1, S), basic(S)],
    infer: hasSort(Γ, Op(Equal(), e, e1), Bool()),
  })),
  rule('E-And', ({ Γ, o, e, e1 }) => ({
    given: [logical(o), hasSort(Γ, e, Bool()), hasSort(Γ, e1, Bool())],
    infer: hasSort(Γ, Op(o, e, e1), Bool()),
  })),
  rule('E-Not', ({ Γ, e }) => ({ given: [hasSort(Γ, e, Bool())], infer: hasSort(Γ, Not(e), Bool()) })),
  TStop,
  TSend,
  TRecv,
  rule('T-RecvNone', ({ D, Γ, β }) => ({ given: [], infer: checksBranches(D, Γ, β, NoLocals()) })),
  TRecvEach,
  TIf,
  rule('T-Let', ({ D, Γ, x, e, P, S, L }) => ({
    given: [hasSort(Γ, e, S), checks(D, bind(Γ, x, S), P, L)],
    infer: checks(D, Γ, Let(x, e, P), L),
  })),
  rule('T-Call', ({ D, D1, Γ, f, a, ξ, P, L, L1 }) => ({
    given: [is(Proc(f, ξ, Typed(L1), P, D1), procOf(D, f)), fits(Γ, a, ξ), subtype(L1, L)],
    infer: checks(D, Γ, Call(f, a), L),
  })),
  rule('T-NoArgs', ({ Γ }) => ({ given: [], infer: fits(Γ, NoArgs(), NoParams()) })),
  rule('T-Arg', ({ Γ, e, a, x, S, S1, ξ }) => ({
    given: [hasSort(Γ, e, S1), subsort(S1, S), fits(Γ, a, ξ)],
    infer: fits(Γ, Arg(e, a), Param(x, S, ξ)),
  })),
  rule('T-Update', ({ D, Γ, P, L }) => ({ given: [checks(D, Γ, P, L)], infer: checks(D, Γ, Update(P), L) })),
  rule('T-At', ({ D, Γ, u, R, f, a, L, L1 }) => ({
    given: [is(At(u, L1), unf(L)), is(R, roleOf(L1)), checks(D, Γ, Call(f, a), L1)],
    infer: checks(D, Γ, Visit(u, R, f, a), L),
  })),
];
