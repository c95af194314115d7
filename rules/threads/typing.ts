/** Translation and typing of the added expressions (threads.md, sections 4 and 5), and of configurations (section 6). */
import { all, subset } from '../../semantics/proteus/capability.ts';
import {
  bindingsOf as baseBindingsOf,
  signatureOf as baseSignatureOf,
  stored as baseStored,
  storedType as baseStoredType,
} from '../../semantics/proteus/heaps.ts';
import { noLocals, wellFormedType } from '../../semantics/proteus/types.ts';
import { is } from '../../semantics/symbols.ts';
import { mainThread, olderFunctions, threadList } from '../../semantics/threads/functions.ts';
import type { Signature, State as StateOf, ThreadList, Type, Types } from '../../semantics/threads/grammar.ts';
import { widened } from '../../semantics/threads/widened.ts';
import { judgement } from '../judgement.ts';
import { bindingOk as baseBindingOk, bindingsOk as baseBindingsOk, definitionsOk } from '../proteus/heaps.ts';
import { never } from '../proteus/rule.ts';
import { subtype } from '../proteus/subtyping.ts';
import { infers as baseInfers, unfolds as baseUnfolds } from '../proteus/translation.ts';
import { types as baseTypes } from '../proteus/typing.ts';
import {
  Acquire,
  By,
  Fork,
  NoThreads,
  Ref,
  State,
  Thread,
  Versioned,
  context,
  int,
  mayUpdate,
  rule,
  widenedJudgement,
} from './rule.ts';

export const types = widenedJudgement(baseTypes);
export const infers = widenedJudgement(baseInfers);
export const unfolds = widenedJudgement(baseUnfolds);
const bindingOk = widenedJudgement(baseBindingOk);
const bindingsOk = widenedJudgement(baseBindingsOk);
export const signatureOf = widened(baseSignatureOf);
export const bindingsOf = widened(baseBindingsOf);
const stored = widened(baseStored);
const storedType = widened(baseStoredType);

export const threadsOk = judgement<[Types, Signature, ThreadList]>({
  name: 'threadsOk',
  inputs: ['Types', 'Signature', 'ThreadList'],
  outputs: [],
  main: 2,
  text: '{0}; {1} ⊢ {2} threads',
  latex: '{0}; {1} \\vdash {2}\\;\\mathrm{threads}',
  sentence: 'each of the threads is well typed',
});

export const stateOk = judgement<[StateOf, Type]>({
  name: 'stateOk',
  inputs: ['State'],
  outputs: ['Type'],
  main: 0,
  text: '⊢ {0} : {1}',
  latex: '\\vdash {0} : {1}',
  sentence: 'the definitions, the heap and all threads are well typed; the type is that of the main thread',
});

export const threadsTranslation = [
  rule('I-Fork', ({ e, e1, τ }) => ({
    given: [infers(...context, e, τ, e1)],
    infer: infers(...context, Fork(e), int, Fork(e1)),
  })),
  rule('I-Acquire', ({ Ω, e, e1, e2, τ }) => ({
    given: [infers(...context, e, τ, e1), unfolds(Ω, e1, τ, e2, Ref(int))],
    infer: infers(...context, Acquire(e), int, Acquire(e2)),
  })),
];

/** The body is typed from Δ and may update; what it spends, the parent keeps. */
export const TFork = rule('T-Fork', ({ Δ, Δ1, μ, e, τ }) => ({
  given: [types(...context, Δ, mayUpdate, e, τ, Δ1)],
  infer: types(...context, Δ, μ, Fork(e), int, Δ),
}));

export const TAcquire = rule('T-Acquire', ({ Δ, Δ1, μ, e }) => ({
  given: [types(...context, Δ, μ, e, Ref(int), Δ1)],
  infer: types(...context, Δ, μ, Acquire(e), int, Δ1),
}));

/** Contents that are being run are typed as they were when nobody ran them; they are no expression, and stand in a heap only. */
export const HBy = rule('H-By', ({ Ω, Σ, Δ, b, e, j, τ, τ1 }) => ({
  given: [
    is(τ, storedType(b)),
    is(By(e, j), stored(b)),
    wellFormedType(τ, Ω),
    types(Ω, Σ, noLocals, all, never, e, τ1, Δ),
    subtype(τ1, τ),
    subset(all, Δ),
  ],
  infer: bindingOk(Ω, Σ, b),
}));

export const threadsTyping = [TFork, TAcquire, HBy];

export const TNoThreads = rule('Threads-None', ({ Ω, Σ }) => ({ given: [], infer: threadsOk(Ω, Σ, NoThreads()) }));

export const TThread = rule('Threads-One', ({ Ω, Σ, j, e, θ, τ, Δ }) => ({
  given: [types(Ω, Σ, noLocals, all, mayUpdate, e, τ, Δ), threadsOk(Ω, Σ, θ)],
  infer: threadsOk(Ω, Σ, Thread(j, e, θ)),
}));

export const TState = rule('State', ({ Ω, H, Θ, Σ, β, e, θ, τ, Δ }) => ({
  given: [
    definitionsOk(Ω),
    is(Σ, signatureOf(H)),
    is(β, bindingsOf(H)),
    bindingsOk(Ω, Σ, β),
    is(e, mainThread(Θ)),
    types(Ω, Σ, noLocals, all, mayUpdate, e, τ, Δ),
    is(θ, threadList(Θ)),
    threadsOk(Ω, Σ, θ),
  ],
  infer: stateOk(State(Ω, H, Θ), τ),
}));

/** Functions of each version are typed as those of now: it is they that threads of the version call. */
export const TVersioned = rule('State-Versions', ({ Ω, H, Θ, V, C, Σ, β, τ }) => ({
  given: [stateOk(State(Ω, H, Θ), τ), is(Σ, signatureOf(H)), is(β, olderFunctions(C)), bindingsOk(Ω, Σ, β)],
  infer: stateOk(Versioned(Ω, H, Θ, V, C), τ),
}));

export const configurations = [TNoThreads, TThread, TState, TVersioned];
