/** Values, steps, and what progress claims. */
import { inArgument, inFunction, plus, substitute } from '../../semantics/stlc/functions.ts';
import { make, type Expr, type Outcome } from '../../semantics/stlc/grammar.ts';
import { judgement } from '../judgement.ts';
import { App, Cons, Hd, Lam, Nil, Num, Plus, Tl, rule } from './typing.ts';

const { Next, Failed } = make.Outcome;

export const value = judgement<[Expr]>({
  name: 'value',
  inputs: ['Expr'],
  outputs: [],
  main: 0,
  text: '{0} value',
  latex: '{0}\\;\\mathrm{value}',
  sentence: 'the term is a value',
});

export const steps = judgement<[Expr, Outcome]>({
  name: 'steps',
  inputs: ['Expr'],
  outputs: ['Outcome'],
  main: 0,
  text: '{0} → {1}',
  latex: '{0} \\to {1}',
  sentence: 'the term takes a step',
});

export const progresses = judgement<[Expr]>({
  name: 'progresses',
  inputs: ['Expr'],
  outputs: [],
  main: 0,
  text: '{0} progresses',
  latex: '{0}\\;\\mathrm{progresses}',
  sentence: 'the term is a value or takes a step',
});

export const reduction = [
  rule('V-Num', ({ n }) => ({ given: [], infer: value(Num(n)) })),
  rule('V-Nil', () => ({ given: [], infer: value(Nil()) })),
  rule('V-Cons', () => ({ given: [], infer: value(Cons()) })),
  rule('V-Hd', () => ({ given: [], infer: value(Hd()) })),
  rule('V-Tl', () => ({ given: [], infer: value(Tl()) })),
  rule('V-Plus', () => ({ given: [], infer: value(Plus()) })),
  rule('V-Lam', ({ x, τ, e }) => ({ given: [], infer: value(Lam(x, τ, e)) })),
  rule('V-Cons1', ({ e }) => ({ given: [value(e)], infer: value(App(Cons(), e)) })),
  rule('V-Cons2', ({ e1, e2 }) => ({ given: [value(e1), value(e2)], infer: value(App(App(Cons(), e1), e2)) })),
  rule('V-Plus1', ({ e }) => ({ given: [value(e)], infer: value(App(Plus(), e)) })),
  rule('R-App', ({ x, τ, e, e1 }) => ({
    given: [value(e1)],
    infer: steps(App(Lam(x, τ, e), e1), Next(substitute(e, e1, x))),
  })),
  rule('R-Hd', ({ e1, e2 }) => ({
    given: [value(e1), value(e2)],
    infer: steps(App(Hd(), App(App(Cons(), e1), e2)), Next(e1)),
  })),
  rule('R-Tl', ({ e1, e2 }) => ({
    given: [value(e1), value(e2)],
    infer: steps(App(Tl(), App(App(Cons(), e1), e2)), Next(e2)),
  })),
  rule('R-HdNil', () => ({ given: [], infer: steps(App(Hd(), Nil()), Failed()) })),
  rule('R-TlNil', () => ({ given: [], infer: steps(App(Tl(), Nil()), Failed()) })),
  rule('R-Plus', ({ n1, n2 }) => ({
    given: [],
    infer: steps(App(App(Plus(), Num(n1)), Num(n2)), Next(Num(plus(n1, n2)))),
  })),
  rule('R-Fun', ({ e, e1, o }) => ({ given: [steps(e, o)], infer: steps(App(e, e1), inFunction(o, e1)) })),
  rule('R-Arg', ({ e, e1, o }) => ({
    given: [value(e), steps(e1, o)],
    infer: steps(App(e, e1), inArgument(o, e)),
  })),
  rule('Progress-Value', ({ e }) => ({ given: [value(e)], infer: progresses(e) })),
  rule('Progress-Step', ({ e, o }) => ({ given: [steps(e, o)], infer: progresses(e) })),
];
