/** ⊢ K (section 8): fields are of their types, and so is what frames run, with their holes; and who may step. */
import { placedOf, standing, stateNow, threadsOf, versionNow } from '../../semantics/components/claims.ts';
import { sameNames, versionOf } from '../../semantics/components/classes.ts';
import { settled, typesOf, worldOf } from '../../semantics/components/configs.ts';
import { redexAt } from '../../semantics/components/expressions.ts';
import type {
  Config,
  Env,
  Frames,
  PlacedList as PlacedTerms,
  Settled,
  ThreadList,
  Turn,
  Turns as TurnTerms,
  Type,
} from '../../semantics/components/grammar.ts';
import { noVariables } from '../../semantics/components/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import {
  Blocked,
  Configuration,
  Ended,
  Frame,
  Judging,
  Live,
  NoFrames,
  NoPlaced,
  NoThreads,
  Placed,
  PlacedList,
  Pure,
  Threads,
  Turns,
  Version,
  Waiting,
  Waits,
  rule,
} from './rule.ts';
import { subtype } from './subtyping.ts';
import { types } from './typing.ts';
import { gives } from './updates.ts';

/** Those who may step, one after the other: a claim about each of them has a case for every one. */
export const someone = judgement<[TurnTerms, Turn]>({
  name: 'someone',
  inputs: ['Turns'],
  outputs: ['Turn'],
  main: 0,
  text: '{1} ∈ {0}',
  latex: '{1} \\in {0}',
  sentence: 'it is the turn of one of those who may step',
});
export const statesOk = judgement<[Config, Settled, Env, PlacedTerms]>({
  name: 'statesOk',
  inputs: ['Config', 'Settled', 'Env', 'PlacedList'],
  outputs: [],
  functional: true,
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} states ok',
  latex: '{0}; {1}; {2} \\vdash {3}\\;\\mathrm{states}\\;\\mathrm{ok}',
  sentence: 'every object has exactly the fields of its version, and they are of their types',
});
export const threadsOk = judgement<[Config, Settled, Env, ThreadList]>({
  name: 'threadsOk',
  inputs: ['Config', 'Settled', 'Env', 'ThreadList'],
  outputs: [],
  functional: true,
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} threads ok',
  latex: '{0}; {1}; {2} \\vdash {3}\\;\\mathrm{threads}\\;\\mathrm{ok}',
  sentence: 'what the threads run is well typed',
});
export const framesOk = judgement<[Config, Settled, Env, Frames, Type]>({
  name: 'framesOk',
  inputs: ['Config', 'Settled', 'Env', 'Frames'],
  outputs: ['Type'],
  functional: true,
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} : {4}',
  latex: '{0}; {1}; {2} \\vdash {3} : {4}',
  sentence: 'every frame gives what is waited for below it; the outermost one is of the type',
});
export const answers = judgement<[Config, Settled, Env, Type, Frames, Type]>({
  name: 'answers',
  inputs: ['Config', 'Settled', 'Env', 'Type', 'Frames'],
  outputs: ['Type'],
  functional: true,
  main: 4,
  text: '{0}; {1}; {2}; {3} ⊢ {4} : {5}',
  latex: '{0}; {1}; {2}; {3} \\vdash {4} : {5}',
  sentence: 'what is of the first type may be answered to the frames; the outermost one is of the second',
});
export const configOk = judgement<[Config]>({
  name: 'configOk',
  inputs: ['Config'],
  outputs: [],
  functional: true,
  main: 0,
  text: '⊢ {0}',
  latex: '\\vdash {0}',
  sentence: 'the fields of every object are well typed in its version, and so are all frames, with their holes',
});

export const claims = [
  rule('One-Here', ({ A, α }) => ({ given: [], infer: someone(Turns(A, α), A) })),
  rule('One-Later', ({ A, A1, α }) => ({ given: [someone(α, A)], infer: someone(Turns(A1, α), A) })),
  rule('Ok-Config', ({ K, σ, Ψ, g, Ω, R, O, T, Q }) => ({
    given: [
      is(Configuration(g, Ω, R, O, T, Q), K),
      is(σ, settled(K)),
      is(Ψ, typesOf(O)),
      statesOk(K, σ, Ψ, placedOf(K)),
      threadsOk(K, σ, Ψ, threadsOf(K)),
    ],
    infer: configOk(K),
  })),
  rule('Ok-NoStates', ({ K, σ, Ψ }) => ({ given: [], infer: statesOk(K, σ, Ψ, NoPlaced()) })),
  rule('Ok-State', ({ K, σ, Ψ, o, C, ε, π, s, d, M, X, I, M1 }) => ({
    given: [
      is(Version(d, M, X, I, M1), versionOf(worldOf(K), C, versionNow(Placed(C, ε)))),
      is(s, stateNow(Placed(C, ε))),
      sameNames(s, d),
      gives(Judging(worldOf(K), σ, Ψ, Pure()), noVariables, d, s),
      statesOk(K, σ, Ψ, π),
    ],
    infer: statesOk(K, σ, Ψ, PlacedList(o, Placed(C, ε), π)),
  })),
  rule('Ok-NoThreads', ({ K, σ, Ψ }) => ({ given: [], infer: threadsOk(K, σ, Ψ, NoThreads()) })),
  rule('Ok-Waiting', ({ K, σ, Ψ, t, η }) => ({
    given: [threadsOk(K, σ, Ψ, η)],
    infer: threadsOk(K, σ, Ψ, Threads(t, Waiting(), η)),
  })),
  rule('Ok-Live', ({ K, σ, Ψ, t, g, w, τ, η }) => ({
    given: [framesOk(K, σ, Ψ, w, τ), threadsOk(K, σ, Ψ, η)],
    infer: threadsOk(K, σ, Ψ, Threads(t, Live(g, w), η)),
  })),
  rule('Ok-Blocked', ({ K, σ, Ψ, t, g, w, τ, η }) => ({
    given: [framesOk(K, σ, Ψ, w, τ), threadsOk(K, σ, Ψ, η)],
    infer: threadsOk(K, σ, Ψ, Threads(t, Blocked(g, w), η)),
  })),
  rule('Ok-Ended', ({ K, σ, Ψ, t, v, η }) => ({
    given: [threadsOk(K, σ, Ψ, η)],
    infer: threadsOk(K, σ, Ψ, Threads(t, Ended(v), η)),
  })),
  rule('Ok-Frames', ({ K, σ, Ψ, S, h, e, e1, w, τ, τ1 }) => ({
    given: [
      is(S, standing(K, h)),
      types(Judging(worldOf(K), σ, Ψ, S), noVariables, e, e1, τ),
      answers(K, σ, Ψ, τ, w, τ1),
    ],
    infer: framesOk(K, σ, Ψ, Frame(h, e, w), τ1),
  })),
  rule('Ok-Outermost', ({ K, σ, Ψ, τ }) => ({ given: [], infer: answers(K, σ, Ψ, τ, NoFrames(), τ) })),
  rule('Ok-Hole', ({ K, σ, Ψ, S, h, e, e1, w, τ, τ1, τ2, τ3 }) => ({
    given: [
      is(Waits(τ1), redexAt(e)),
      subtype(σ, τ, τ1),
      is(S, standing(K, h)),
      types(Judging(worldOf(K), σ, Ψ, S), noVariables, e, e1, τ2),
      answers(K, σ, Ψ, τ2, w, τ3),
    ],
    infer: answers(K, σ, Ψ, τ, Frame(h, e, w), τ3),
  })),
];
