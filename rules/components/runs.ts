/** Where the runs of a system come to (section 7). */
import { turnNumbered } from '../../semantics/components/claims.ts';
import type { Config } from '../../semantics/components/grammar.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { steps } from './reduction.ts';
import { rule } from './rule.ts';

/** Whoever records a run chooses whose turn it is at each step; nothing searches for runs by these rules. */
export const reaches = judgement<[Config, Config]>({
  name: 'reaches',
  inputs: ['Config'],
  outputs: ['Config'],
  main: 0,
  text: '{0} →* {1}',
  latex: '{0} \\to^* {1}',
  sentence: 'a run from the first configuration comes to the second',
});

export const runs = [
  rule('Run-Start', ({ K }) => ({ given: [], infer: reaches(K, K) })),
  rule(
    'Run-Step',
    ({ K, K1, K2, A, i }) => ({
      given: [reaches(K, K1), is(A, turnNumbered(K1, i)), steps(K1, A, K2)],
      infer: reaches(K, K2),
    }),
    { chosen: ['i'] },
  ),
];
