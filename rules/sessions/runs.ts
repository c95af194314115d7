/** Programs with their updates accepted, and where their runs come to (sections 7, 9 and 10). */
import { start, threadOf, versionOf } from '../../semantics/sessions/configs.ts';
import { make, type Program, type Run, type Versions } from '../../semantics/sessions/grammar.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { goes } from './coherence.ts';
import { programOk } from './programs.ts';
import { steps } from './reduction.ts';
import { Thread, Version, rule } from './rule.ts';
import { offers } from './updates.ts';

const { Alone, Beside } = make.Run;

export const accepted = judgement<[Program, Versions]>({
  name: 'accepted',
  inputs: ['Program'],
  outputs: ['Versions'],
  functional: true,
  main: 0,
  text: '⊢ {0} accepted ⊣ {1}',
  latex: '\\vdash {0}\\;\\mathrm{accepted} \\dashv {1}',
  sentence: 'the program is well formed and all of its updates are accepted, which makes the versions',
});
/** Whoever records a run chooses who takes each step; nothing searches for runs by these rules. */
export const reaches = judgement<[Versions, Run]>({
  name: 'reaches',
  inputs: ['Versions'],
  outputs: ['Run'],
  main: 0,
  text: '{0} reaches {1}',
  latex: '{0}\\;\\mathrm{reaches}\\;{1}',
  sentence:
    'a run from the start of the program comes to the configuration, the protocol going along where one is said',
});

export const runs = [
  rule('Accepted', ({ G, K, Y, W, W1 }) => ({
    given: [programOk(G, K, W), offers(W, Y, W1)],
    infer: accepted(make.Program.Program(G, K, Y), W1),
  })),
  rule('Run-Start', ({ W, V }) => ({ given: [is(V, versionOf(W, 0n))], infer: reaches(W, Alone(start(V))) })),
  rule('Run-Beside', ({ W, u, G, Π, H, E, X }) => ({
    given: [is(Version(u, G, Π, H, E, X), versionOf(W, 0n))],
    infer: reaches(W, Beside(G, start(Version(u, G, Π, H, E, X)))),
  })),
  rule(
    'Run-Step',
    ({ W, C, C1, p, P, n, k, D, α }) => ({
      given: [reaches(W, Alone(C)), is(Thread(P, n, k, D), threadOf(C, p)), steps(W, C, p, P, α, C1)],
      infer: reaches(W, Alone(C1)),
    }),
    { chosen: ['p'] },
  ),
  rule(
    'Run-Along',
    ({ W, G, G1, C, C1, p, P, n, k, D, α }) => ({
      given: [
        reaches(W, Beside(G, C)),
        is(Thread(P, n, k, D), threadOf(C, p)),
        steps(W, C, p, P, α, C1),
        goes(W, G, p, α, G1),
      ],
      infer: reaches(W, Beside(G1, C1)),
    }),
    { chosen: ['p'] },
  ),
];
