/** What the machine is told of the lambda calculus. */
import { inArgument, inFunction, substitute } from '../../semantics/stlc/functions.ts';
import { reduction, steps, value } from '../../rules/stlc/reduction.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Workings } from '../machine/workings.ts';

export const stlcWorkings: Workings = {
  reduces: steps.form,
  outcome: 'Next',
  places: new Map<AnyMetafunction, string>([
    [inFunction, 'fun'],
    [inArgument, 'arg'],
  ]),
  substitute,
  values: {
    form: value.form,
    rules: reduction.filter((r) => r.conclusion.judgement === value.form),
  },
};
