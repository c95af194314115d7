/** Progress and preservation of the lambda calculus. */
import { make } from '../../semantics/stlc/grammar.ts';
import { metas, type Metas } from '../../semantics/stlc/functions.ts';
import { is } from '../../semantics/symbols.ts';
import { progresses, steps } from '../../rules/stlc/reduction.ts';
import { NoLocals, types } from '../../rules/stlc/typing.ts';
import { traceTheorem, type Claim, type TheoremOptions } from '../../rules/theorem.ts';

const theorem = (name: string, title: string, f: (m: Metas) => Claim, options?: TheoremOptions) =>
  traceTheorem(name, title, metas, f, options);
const { Next } = make.Outcome;

export const stlcTheorems = [
  theorem('Progress', 'A closed term that is well typed is a value or takes a step', ({ e, τ }) => ({
    given: [types(NoLocals(), e, τ)],
    infer: [progresses(e)],
  })),
  theorem(
    'Preservation',
    'A step keeps the type',
    ({ e, e1, τ }) => ({
      given: [types(NoLocals(), e, τ), steps(e, Next(e1))],
      infer: [types(NoLocals(), e1, τ)],
    }),
    { inductsOn: 'steps', leadsTo: ['e1', 'τ'] },
  ),
  theorem(
    'Determinism',
    'At most one step is possible',
    ({ e, τ, o1, o2 }) => ({
      given: [types(NoLocals(), e, τ), steps(e, o1), steps(e, o2)],
      infer: [is(o1, o2)],
    }),
    { every: true, inductsOn: 'steps' },
  ),
];
