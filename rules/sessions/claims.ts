/** What communication safety claims of a thread: it is not faulty (section 7). */
import { queue, threadOf } from '../../semantics/sessions/configs.ts';
import { instantiate, opposite, receives } from '../../semantics/sessions/expressions.ts';
import type { Config, Process } from '../../semantics/sessions/grammar.ts';
import { procOf } from '../../semantics/sessions/tables.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { evaluates, evaluatesArgs } from './reduction.ts';
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

export const claims = [
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
