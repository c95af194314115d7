/** Judgements that theorems speak of and the calculus itself does not need. */
import { hole } from '../../semantics/proteus/contexts.ts';
import type { Config } from '../../semantics/proteus/grammar.ts';
import { judgement } from '../judgement.ts';
import { steps } from './reduction.ts';
import { Configuration, Silent, rule } from './rule.ts';

export const progresses = judgement<[Config]>({
  name: 'progresses',
  inputs: ['Config'],
  outputs: [],
  main: 0,
  text: '{0} progresses',
  latex: '{0}\\;\\mathrm{progresses}',
  sentence: 'the expression is a value, or the configuration takes a step',
});

export const claims = [
  rule('Progress-Value', ({ Ω, H, v }) => ({ given: [], infer: progresses(Configuration(Ω, H, hole, v)) })),
  rule('Progress-Step', ({ K, K1 }) => ({ given: [steps(K, Silent(), K1)], infer: progresses(K) })),
];
