/**
 * Reduction (threads.md, section 7). `reduces` and `steps` are those of Proteus, read for a thread: its number is a position more. `moves` is a step
 * of a configuration with threads, labelled with who moves.
 */
import { holding as baseHolding } from '../../semantics/proteus/heaps.ts';
import { notValue as baseNotValue, pointer as basePointer } from '../../semantics/proteus/reduction.ts';
import { sameButLatents as baseSameButLatents, startOf as baseStartOf } from '../../semantics/proteus/programs.ts';
import { contents as baseContents } from '../../semantics/proteus/heaps.ts';
import { is } from '../../semantics/symbols.ts';
import {
  contentsFor,
  freeNumber,
  placed,
  plug,
  startState,
  startVersioned,
  threadAt,
  unread,
  withThread,
} from '../../semantics/threads/functions.ts';
import type { Move, State as StateOf } from '../../semantics/threads/grammar.ts';
import type { Config, Expr, Heap, Path, Program, Type } from '../../semantics/threads/grammar.ts';
import { widened } from '../../semantics/threads/widened.ts';
import { judgement } from '../judgement.ts';
import { configurationOk as baseConfigurationOk } from '../proteus/heaps.ts';
import { translatesProgram as baseTranslatesProgram } from '../proteus/programs.ts';
import {
  Acquire,
  Assign,
  By,
  Configuration,
  Deref,
  Fork,
  Let,
  Moves,
  Num,
  Requests,
  Silent,
  State,
  Stop,
  Then,
  int,
  rule,
  widenedJudgement,
} from './rule.ts';

const translatesProgram = widenedJudgement(baseTranslatesProgram);
const configurationOk = widenedJudgement(baseConfigurationOk);
const sameButLatents = widened(baseSameButLatents);
const startOf = widened(baseStartOf);
export const holding = widened(baseHolding);
const contents = widened(baseContents);
export const notValue = widened(baseNotValue);
export const pointer = widened(basePointer);

export const reduces = judgement<[string, Heap, Expr, Heap, Expr]>({
  name: 'reduces',
  inputs: ['name', 'Heap', 'Expr'],
  outputs: ['Heap', 'Expr'],
  main: 2,
  text: '{1}, {2} →{0} {3}, {4}',
  latex: '{1}, {2} \\to_{{0}} {3}, {4}',
  sentence: 'the redex of the thread reduces, the heap changes with it',
});

export const steps = judgement<[string, Config, ReturnType<typeof Silent>, Config]>({
  name: 'steps',
  inputs: ['name', 'Config', 'Action'],
  outputs: ['Config'],
  main: 1,
  text: '{1} –{2}→{0} {3}',
  latex: '{1} \\xrightarrow{{2}}_{{0}} {3}',
  sentence: 'the thread, with the heap, takes a step',
});

export const moves = judgement<[StateOf, Move, StateOf]>({
  name: 'moves',
  inputs: ['State', 'Move'],
  outputs: ['State'],
  main: 1,
  text: '{0} –{1}→ {2}',
  latex: '{0} \\xrightarrow{{1}} {2}',
  sentence: 'a thread moves, or all do, or the environment',
});

/** The first who reads runs the contents, which are marked as theirs. */
export const RForce = rule('R-Force', ({ H, j, v, w, e }) => ({
  given: [is(w, pointer(v)), is(e, contentsFor(H, w, j)), notValue(e)],
  infer: reduces(j, H, Deref(v), holding(H, w, By(e, j)), Assign(v, e)),
}));

/** Contents that another thread runs are not assigned; the mark goes. */
export const RAssign = rule('R-Assign', ({ H, j, v, v1, w, e }) => ({
  given: [is(w, pointer(v)), is(e, contentsFor(H, w, j))],
  infer: reduces(j, H, Assign(v, v1), holding(H, w, v1), v1),
}));

/** An integer that is 0 becomes 1, in one step. */
export const RAcquire = rule('R-Acquire', ({ H, j, v, w }) => ({
  given: [is(w, pointer(v)), is(Num(0n), contents(H, w))],
  infer: reduces(j, H, Acquire(v), holding(H, w, Num(1n)), Num(0n)),
}));

export const RReady = rule('R-Ready', ({ H, j, v, w, e }) => ({
  given: [is(w, pointer(v)), is(e, contentsFor(H, w, j)), notValue(e)],
  infer: reduces(j, H, Acquire(v), H, Let(unread(), int, Deref(v), Acquire(v))),
}));

/** A step of a thread is one of Proteus, with its expression and the heap that all share. */
export const RThread = rule('R-Thread', ({ Ω, H, H1, Θ, j, e, e1, E }) => ({
  given: [is(e, threadAt(Θ, j)), steps(j, placed(Ω, H, e), Silent(), Configuration(Ω, H1, E, e1))],
  infer: moves(State(Ω, H, Θ), Moves(j), State(Ω, H1, withThread(Θ, j, plug(E, e1)))),
}));

export const RFork = rule('R-Fork', ({ Ω, H, Θ, j, e, e1, E }) => ({
  given: [is(e, threadAt(Θ, j)), is(Configuration(Ω, H, E, Fork(e1)), placed(Ω, H, e))],
  infer: moves(
    State(Ω, H, Θ),
    Moves(j),
    State(Ω, H, withThread(withThread(Θ, j, plug(E, Num(0n))), freeNumber(Θ), e1)),
  ),
}));

/** The environment asks for the next update: nothing changes but that. */
export const RRequest = rule('R-Request', ({ S }) => ({ given: [], infer: moves(S, Requests(), S) }));

/** A run: any number of moves, one after the other. */
export const runs = judgement<[StateOf, StateOf]>({
  name: 'runsThreads',
  inputs: ['State'],
  outputs: ['State'],
  main: 0,
  text: '{0} →* {1}',
  latex: '{0} \\to^{*} {1}',
  sentence: 'the first configuration reaches the second',
});

export const RunStart = rule('Run-Start', ({ S }) => ({ given: [], infer: runs(S, S) }));

/** Who moves, and the way there, are the run's to choose. */
export const RunStep = rule(
  'Run-Step',
  ({ S, S1, S2, λ }) => ({ given: [runs(S, S1), moves(S1, λ, S2)], infer: runs(S, S2) }),
  { chosen: ['λ'] },
);

/** A run by the moves that it takes. */
export const follows = judgement<[StateOf, Path, StateOf]>({
  name: 'follows',
  inputs: ['State', 'Path'],
  outputs: ['State'],
  main: 1,
  text: '{0} –{1}→* {2}',
  latex: '{0} \\xrightarrow{{1}}^{*} {2}',
  sentence: 'the moves, one after the other, lead from the first configuration to the second',
});

export const FollowStop = rule('Follow-Stop', ({ S }) => ({ given: [], infer: follows(S, Stop(), S) }));
export const FollowThen = rule('Follow-Then', ({ S, S1, S2, λ, π }) => ({
  given: [moves(S, λ, S1), follows(S1, π, S2)],
  infer: follows(S, Then(λ, π), S2),
}));

/** What a recorded run shows: the program, its type, and where its run has come to. */
export const executes = judgement<[Program, Type, StateOf]>({
  name: 'executesThreads',
  inputs: ['Program'],
  outputs: ['Type', 'State'],
  main: 0,
  text: '⊢ {0} : {1}, run to {2}',
  latex: '\\vdash {0} : {1} \\Downarrow {2}',
  sentence: 'the program translates, its latents can be inferred so that it is well typed, and its threads run so far',
});

/** As in Proteus, with one thread to begin with; under policy versions the versions are kept from the start. */
const PRun = (name: string, start: typeof startState) =>
  rule(
    name,
    ({ P, P1, P2, K, S, S1, τ }) => ({
      given: [
        translatesProgram(P, P1),
        sameButLatents(P1, P2),
        is(K, startOf(P2)),
        configurationOk(K, τ),
        is(S, start(K)),
        runs(S, S1),
      ],
      infer: executes(P, τ, S1),
    }),
    { chosen: ['P2', 'S1'] },
  );

export const threadsReduction = [
  FollowStop,
  FollowThen,
  RAcquire,
  RReady,
  RThread,
  RFork,
  RRequest,
  PRun('P-RunThreads', startState),
  PRun('P-RunVersions', startVersioned),
];
