/** S <: S' and L ≤ L' (section 4). */
import { assume, assumed, noAssumptions } from '../../semantics/sessions/assumptions.ts';
import { basic, sortAt } from '../../semantics/sessions/expressions.ts';
import type { AssumedMap, Local, LocalBranches, Params, Sort, SortFields } from '../../semantics/sessions/grammar.ts';
import { branchOf, isRec, unf } from '../../semantics/sessions/locals.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { At, End, In, LBranch, NoLocals, NoParams, NoSorts, Out, Param, Record, SortField, rule } from './rule.ts';

export const subsort = judgement<[Sort, Sort]>({
  name: 'subsort',
  inputs: ['Sort', 'Sort'],
  outputs: [],
  main: 0,
  text: '{0} <: {1}',
  latex: '{0} <: {1}',
  sentence: 'what has the first sort has the second',
});
export const subfields = judgement<[SortFields, SortFields]>({
  name: 'subfields',
  inputs: ['SortFields', 'SortFields'],
  outputs: [],
  main: 1,
  text: 'fields {0} <: {1}',
  latex: '\\mathrm{fields}\\;{0} <: {1}',
  sentence: 'the first fields have all of the second, of sub-sorts',
});
export const subparams = judgement<[Params, Params]>({
  name: 'subparams',
  inputs: ['Params', 'Params'],
  outputs: [],
  main: 0,
  text: 'params {0} <: {1}',
  latex: '\\mathrm{params}\\;{0} <: {1}',
  sentence: 'as many parameters, and what the first are given, the second take',
});
export const subtype = judgement<[Local, Local]>({
  name: 'subtype',
  inputs: ['Local', 'Local'],
  outputs: [],
  main: 0,
  text: '{0} ≤ {1}',
  latex: '{0} \\le {1}',
  sentence: 'what behaves as the first may stand where the second is asked for',
});
export const below = judgement<[AssumedMap, Local, Local]>({
  name: 'below',
  inputs: ['AssumedMap', 'Local', 'Local'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1} ≤ {2}',
  latex: '{0} \\vdash {1} \\le {2}',
  sentence: 'the first local type is a subtype of the second if those assumed are',
});
const ofChoices = (name: string, text: string, main: number, sentence: string) =>
  judgement<[AssumedMap, LocalBranches, LocalBranches]>({
    name,
    inputs: ['AssumedMap', 'LocalBranches', 'LocalBranches'],
    outputs: [],
    main,
    text: `{0} ⊢ {1} ≤${text} {2}`,
    latex: `{0} \\vdash {1} \\le_${text} {2}`,
    sentence,
  });
export const belowOut = ofChoices(
  'belowOut',
  '!',
  1,
  'the second choice has all branches of the first, with coarser data',
);
export const belowIn = ofChoices(
  'belowIn',
  '?',
  2,
  'the first choice has all branches of the second, with coarser data',
);

export const LSend = rule('L-Send', ({ A, q, λ, λ1 }) => ({
  given: [belowOut(A, λ, λ1)],
  infer: below(A, Out(q, λ), Out(q, λ1)),
}));
export const LRecv = rule('L-Recv', ({ A, p, λ, λ1 }) => ({
  given: [belowIn(A, λ, λ1)],
  infer: below(A, In(p, λ), In(p, λ1)),
}));
export const SSRec = rule('SS-Rec', ({ σ, σ1 }) => ({
  given: [subfields(σ, σ1)],
  infer: subsort(Record(σ), Record(σ1)),
}));

export const subtyping = [
  rule('SS-Base', ({ S }) => ({ given: [basic(S)], infer: subsort(S, S) })),
  SSRec,
  rule('SS-None', ({ σ }) => ({ given: [], infer: subfields(σ, NoSorts()) })),
  rule('SS-Field', ({ σ, σ1, l, S, S1 }) => ({
    given: [is(S, sortAt(σ, l)), subsort(S, S1), subfields(σ, σ1)],
    infer: subfields(σ, SortField(l, S1, σ1)),
  })),
  rule('SS-NoParams', () => ({ given: [], infer: subparams(NoParams(), NoParams()) })),
  rule('SS-Param', ({ x, y, S, S1, ξ, ξ1 }) => ({
    given: [subsort(S, S1), subparams(ξ, ξ1)],
    infer: subparams(Param(x, S, ξ), Param(y, S1, ξ1)),
  })),
  rule('L-Sub', ({ L, L1 }) => ({ given: [below(noAssumptions, L, L1)], infer: subtype(L, L1) })),
  rule('L-Assumed', ({ A, L, L1 }) => ({ given: [assumed(A, L, L1)], infer: below(A, L, L1) })),
  rule('L-Unfold', ({ A, L, L1 }) => ({
    given: [isRec(L, L1), below(assume(A, L, L1), unf(L), unf(L1))],
    infer: below(A, L, L1),
  })),
  rule('L-End', ({ A }) => ({ given: [], infer: below(A, End(), End()) })),
  LSend,
  LRecv,
  rule('L-At', ({ A, u, L, L1 }) => ({ given: [below(A, L, L1)], infer: below(A, At(u, L), At(u, L1)) })),
  rule('L-OutNone', ({ A, λ }) => ({ given: [], infer: belowOut(A, NoLocals(), λ) })),
  rule('L-OutEach', ({ A, l, S, S1, L, L1, λ, λ1, λ2 }) => ({
    given: [is(LBranch(l, S1, L1, λ2), branchOf(λ1, l)), subsort(S, S1), below(A, L, L1), belowOut(A, λ, λ1)],
    infer: belowOut(A, LBranch(l, S, L, λ), λ1),
  })),
  rule('L-InNone', ({ A, λ }) => ({ given: [], infer: belowIn(A, λ, NoLocals()) })),
  rule('L-InEach', ({ A, l, S, S1, L, L1, λ, λ1, λ2 }) => ({
    given: [is(LBranch(l, S, L, λ2), branchOf(λ, l)), subsort(S1, S), below(A, L, L1), belowIn(A, λ, λ1)],
    infer: belowIn(A, λ, LBranch(l, S1, L1, λ1)),
  })),
];
