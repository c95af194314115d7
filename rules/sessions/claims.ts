/** What theorems claim of configurations: that no thread is faulty, that somebody can go on (sections 7 and 11). */
import { final, queue, threadOf, threads } from '../../semantics/sessions/configs.ts';
import { instantiate, opposite, receives } from '../../semantics/sessions/expressions.ts';
import { make, type Config, type Process, type ThreadList, type Versions } from '../../semantics/sessions/grammar.ts';
import { procOf } from '../../semantics/sessions/tables.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { evaluates, evaluatesArgs, steps } from './reduction.ts';
import {
  Branch,
  Call,
  If,
  Items,
  Let,
  Msg,
  NoItems,
  Proc,
  Recv,
  Send,
  Stop,
  Thread,
  Typed,
  Update,
  Visit,
  rule,
} from './rule.ts';

export const safe = judgement<[Config, string, Process]>({
  name: 'safe',
  inputs: ['Config', 'name', 'Process'],
  outputs: [],
  main: 2,
  text: '{0} with {1} at {2} safe',
  latex: '{0}\\text{ with }{1}\\text{ at }{2}\\;\\mathrm{safe}',
  sentence: 'the thread of the participant is not faulty',
});

export const allSafe = judgement<[Config, ThreadList]>({
  name: 'allSafe',
  inputs: ['Config', 'ThreadList'],
  outputs: [],
  main: 1,
  text: '{0} with {1} all safe',
  latex: '{0}\\text{ with }{1}\\;\\mathrm{all\\;safe}',
  sentence: 'none of the threads is faulty',
});
export const harmless = judgement<[Config]>({
  name: 'harmless',
  inputs: ['Config'],
  outputs: [],
  main: 0,
  text: '{0} harmless',
  latex: '{0}\\;\\mathrm{harmless}',
  sentence: 'no thread of the configuration is faulty',
});
/** The threads one after the other: a claim about each of them has a case for every one. */
export const someone = judgement<[ThreadList, string, Process]>({
  name: 'someone',
  inputs: ['ThreadList'],
  outputs: ['name', 'Process'],
  main: 0,
  text: '{1} with {2} ∈ {0}',
  latex: '{1}\\text{ with }{2} \\in {0}',
  sentence: 'the participant has the process in one of the threads',
});
export const progresses = judgement<[Versions, Config]>({
  name: 'progresses',
  inputs: ['Versions', 'Config'],
  outputs: [],
  main: 1,
  text: '{0}; {1} progresses',
  latex: '{0}; {1}\\;\\mathrm{progresses}',
  sentence: 'the configuration is final, or one of its threads can take a step',
});

const { NoThreads, Threads } = make.ThreadList;

export const claims = [
  rule('Safe-None', ({ C }) => ({ given: [], infer: allSafe(C, NoThreads()) })),
  rule('Safe-Each', ({ C, p, P, n, k, D, θ }) => ({
    given: [safe(C, p, P), allSafe(C, θ)],
    infer: allSafe(C, Threads(p, Thread(P, n, k, D), θ)),
  })),
  rule('Safe-All', ({ C }) => ({ given: [allSafe(C, threads(C))], infer: harmless(C) })),
  rule('One-Here', ({ p, P, n, k, D, θ }) => ({
    given: [],
    infer: someone(Threads(p, Thread(P, n, k, D), θ), p, P),
  })),
  rule('One-Later', ({ p, q, P, Θ, θ }) => ({
    given: [someone(θ, p, P)],
    infer: someone(Threads(q, Θ, θ), p, P),
  })),
  rule('Go-Final', ({ W, C }) => ({ given: [final(C)], infer: progresses(W, C) })),
  rule('Go-Step', ({ W, C, C1, p, P, α }) => ({
    given: [someone(threads(C), p, P), steps(W, C, p, P, α, C1)],
    infer: progresses(W, C),
  })),
  rule('Safe-Stop', ({ C, p }) => ({ given: [], infer: safe(C, p, Stop()) })),
  rule('Safe-Send', ({ C, p, q, l, e, v, P }) => ({ given: [evaluates(e, v)], infer: safe(C, p, Send(q, l, e, P)) })),
  rule('Safe-Wait', ({ C, p, q, β }) => ({ given: [is(NoItems(), queue(C, q, p))], infer: safe(C, p, Recv(q, β)) })),
  rule('Safe-Recv', ({ C, p, q, β, β1, l, v, x, P, ι }) => ({
    given: [is(Items(Msg(l, v), ι), queue(C, q, p)), is(Branch(l, x, P, β1), receives(β, l))],
    infer: safe(C, p, Recv(q, β)),
  })),
  rule('Safe-If', ({ C, p, e, v, v1, P, P1 }) => ({
    given: [evaluates(e, v), is(v1, opposite(v))],
    infer: safe(C, p, If(e, P, P1)),
  })),
  rule('Safe-Let', ({ C, p, x, e, v, P }) => ({ given: [evaluates(e, v)], infer: safe(C, p, Let(x, e, P)) })),
  rule('Safe-Call', ({ C, p, f, a, a1, P, P1, P2, n, k, D, D1, ξ, L }) => ({
    given: [
      evaluatesArgs(a, a1),
      is(Thread(P1, n, k, D), threadOf(C, p)),
      is(Proc(f, ξ, Typed(L), P, D1), procOf(D, f)),
      is(P2, instantiate(P, ξ, a1)),
    ],
    infer: safe(C, p, Call(f, a)),
  })),
  rule('Safe-Update', ({ C, p, P }) => ({ given: [], infer: safe(C, p, Update(P)) })),
  rule('Safe-At', ({ C, p, u, R, f, a, a1 }) => ({
    given: [evaluatesArgs(a, a1)],
    infer: safe(C, p, Visit(u, R, f, a)),
  })),
];
