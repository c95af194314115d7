/** Pure steps, evaluation by them, and state transfer (section 7). */
import { exportOf, firstImport, inOrder, noFields } from '../../semantics/components/classes.ts';
import {
  chosen,
  contextAt,
  fieldOf,
  operate,
  plug,
  prepended,
  reading,
  redexAt,
  substitute,
  substituteFields,
} from '../../semantics/components/expressions.ts';
import type { Expr, Fields, World } from '../../semantics/components/grammar.ts';
import { below, next } from '../../semantics/components/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { Cons, Fold, If, Import, Item, Let, Lit, Nil, NoItems, Num, Op, Proj, Rec, rule } from './rule.ts';

export const reduces = judgement<[Expr, Expr]>({
  name: 'reduces',
  inputs: ['Expr'],
  outputs: ['Expr'],
  functional: true,
  main: 0,
  text: '{0} → {1}',
  latex: '{0} \\to {1}',
  sentence: 'the redex takes a pure step',
});
export const evaluates = judgement<[Expr, Expr]>({
  name: 'evaluates',
  inputs: ['Expr'],
  outputs: ['Expr'],
  functional: true,
  main: 0,
  text: '{0} ⇓ {1}',
  latex: '{0} \\Downarrow {1}',
  sentence: 'pure steps lead to the value',
});
export const transfers = judgement<[World, string, bigint, bigint, Fields, Fields]>({
  name: 'transfers',
  inputs: ['World', 'name', 'int', 'int', 'Fields'],
  outputs: ['Fields'],
  functional: true,
  main: 4,
  text: '{0} ⊢ tr({1}, {2}, {3})({4}) = {5}',
  latex: '{0} \\vdash \\mathit{tr}({1}, {2}, {3})({4}) = {5}',
  sentence: 'the state is transferred from version to version',
});

export const TrStep = rule('Tr-Step', ({ Ω, C, j, n, s, s1, s2, s3, s4, F, x, I, e, v }) => ({
  given: [
    below(j, n),
    is(Import(F, x, s1, I), firstImport(Ω, C, j)),
    is(e, exportOf(Ω, C, j, F)),
    evaluates(reading(e, s), v),
    evaluates(Rec(substituteFields(s1, v, x)), Rec(s2)),
    is(s3, inOrder(Ω, C, next(j), s2)),
    transfers(Ω, C, next(j), n, s3, s4),
  ],
  infer: transfers(Ω, C, j, n, s, s4),
}));
/** The initial fields of C@n. */
export const initial = judgement<[World, string, bigint, Fields]>({
  name: 'initial',
  inputs: ['World', 'name', 'int'],
  outputs: ['Fields'],
  functional: true,
  main: 0,
  text: '{0} ⊢ {1}@{2} begins with {3}',
  latex: '{0} \\vdash {1}@{2}\\text{ begins with }{3}',
  sentence: 'the fields of a new instance',
});

export const evaluation = [
  rule('P-Proj', ({ s, l, v }) => ({ given: [is(v, fieldOf(s, l))], infer: reduces(Proj(Rec(s), l), v) })),
  rule('P-Op', ({ ω, n, k }) => ({ given: [], infer: reduces(Op(ω, Num(n), Num(k)), Num(operate(ω, n, k))) })),
  rule('P-If', ({ κ, n, k, e, e1 }) => ({
    given: [],
    infer: reduces(If(κ, Num(n), Num(k), e, e1), chosen(κ, n, k, e, e1)),
  })),
  rule('P-Let', ({ x, v, e }) => ({ given: [], infer: reduces(Let(x, v, e), substitute(e, v, x)) })),
  rule('P-Fold0', ({ x, y, τ, τ1, v, e }) => ({ given: [], infer: reduces(Fold(x, y, τ, v, Nil(τ1), e), v) })),
  rule('P-Fold1', ({ x, y, τ, v, v1, e }) => ({
    given: [],
    infer: reduces(Fold(x, y, τ, v, Lit(Item(v1, NoItems())), e), substitute(substitute(e, v1, x), v, y)),
  })),
  rule('P-Fold', ({ x, y, τ, v, v1, v2, a, e }) => ({
    given: [],
    infer: reduces(
      Fold(x, y, τ, v, Lit(Item(v1, Item(v2, a))), e),
      Fold(x, y, τ, substitute(substitute(e, v1, x), v, y), Lit(Item(v2, a)), e),
    ),
  })),
  rule('P-Cons', ({ v, v1, v2 }) => ({ given: [is(v2, prepended(v, v1))], infer: reduces(Cons(v, v1), v2) })),
  rule('E-Value', ({ v }) => ({ given: [], infer: evaluates(v, v) })),
  rule('E-Step', ({ e, e1, e2, E, v }) => ({
    given: [is(E, contextAt(e)), is(e1, redexAt(e)), reduces(e1, e2), evaluates(plug(E, e2), v)],
    infer: evaluates(e, v),
  })),
  rule('Tr-None', ({ Ω, C, n, s }) => ({ given: [], infer: transfers(Ω, C, n, n, s, s) })),
  TrStep,
  rule('Initial', ({ Ω, C, n, s, s1 }) => ({
    given: [is(s, inOrder(Ω, C, n, noFields)), evaluates(Rec(s), Rec(s1))],
    infer: initial(Ω, C, n, s1),
  })),
];
