/** e ⇓ v and C –p:α→ C' (section 7). */
import {
  becomes,
  enqueue,
  entriesOf,
  goesOnAs,
  holding,
  joinedBy,
  marked,
  queue,
  tableAfter,
  threadOf,
  versionOf,
} from '../../semantics/sessions/configs.ts';
import { instantiate, operate, opposite, receives, substitute, valueAt } from '../../semantics/sessions/expressions.ts';
import type { Action, Args, Config, Expr, Fields, Process, Versions } from '../../semantics/sessions/grammar.ts';
import { make } from '../../semantics/sessions/grammar.ts';
import { children } from '../../semantics/sessions/locals.ts';
import { next } from '../../semantics/sessions/names.ts';
import { entryOf, procOf } from '../../semantics/sessions/tables.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import {
  Arg,
  Branch,
  Call,
  False,
  Field,
  From,
  If,
  Items,
  Lead,
  Let,
  Mark,
  Msg,
  NoArgs,
  NoFields,
  Not,
  Num,
  Op,
  Proc,
  Proj,
  Rec,
  Recv,
  Send,
  Text,
  Thread,
  True,
  Typed,
  Update,
  Version,
  Visit,
  rule,
} from './rule.ts';

export const { Silent, Sends, Receives, Skips, Takes, Stays, Leads, Follows } = make.Action;

export const evaluates = judgement<[Expr, Expr]>({
  name: 'evaluates',
  inputs: ['Expr'],
  outputs: ['Expr'],
  functional: true,
  main: 0,
  text: '{0} ⇓ {1}',
  latex: '{0} \\Downarrow {1}',
  sentence: 'the expression has the value',
});
export const evaluatesFields = judgement<[Fields, Fields]>({
  name: 'evaluatesFields',
  inputs: ['Fields'],
  outputs: ['Fields'],
  functional: true,
  main: 0,
  text: 'fields {0} ⇓ {1}',
  latex: '\\mathrm{fields}\\;{0} \\Downarrow {1}',
  sentence: 'the fields have the values',
});
export const evaluatesArgs = judgement<[Args, Args]>({
  name: 'evaluatesArgs',
  inputs: ['Args'],
  outputs: ['Args'],
  functional: true,
  main: 0,
  text: 'args {0} ⇓ {1}',
  latex: '\\mathrm{args}\\;{0} \\Downarrow {1}',
  sentence: 'the arguments have the values',
});
/** The process of p is said beside the configuration: it selects the rule. */
export const steps = judgement<[Versions, Config, string, Process, Action, Config]>({
  name: 'steps',
  inputs: ['Versions', 'Config', 'name', 'Process'],
  outputs: ['Action', 'Config'],
  main: 3,
  text: '{0}; {1} with {2} at {3} –{2}: {4}→ {5}',
  latex: '{0}; {1}\\text{ with }{2}\\text{ at }{3} \\xrightarrow{{2}: {4}} {5}',
  sentence: 'the participant takes a step',
});

export const RSend = rule('R-Send', ({ W, C, p, q, l, e, v, P }) => ({
  given: [evaluates(e, v)],
  infer: steps(W, C, p, Send(q, l, e, P), Sends(q, l), enqueue(goesOnAs(C, p, P), p, q, Msg(l, v))),
}));
export const RRecv = rule('R-Recv', ({ W, C, p, q, β, β1, l, v, x, P, ι }) => ({
  given: [is(Items(Msg(l, v), ι), queue(C, q, p)), is(Branch(l, x, P, β1), receives(β, l))],
  infer: steps(W, C, p, Recv(q, β), Receives(q, l), holding(goesOnAs(C, p, substitute(P, v, x)), q, p, ι)),
}));
export const RSkip = rule('R-Skip', ({ W, C, p, P }) => ({
  given: [],
  infer: steps(W, C, p, Update(P), Skips(), goesOnAs(C, p, P)),
}));
export const RCode = rule('R-Code', ({ W, C, p, P, P1, n, k, D, D1, V }) => ({
  given: [is(Thread(P1, n, k, D), threadOf(C, p)), is(V, versionOf(W, n)), is(D1, tableAfter(V, p, next(k)))],
  infer: steps(W, C, p, Update(P), Takes(), becomes(C, p, Thread(P, n, next(k), D1))),
}));
export const RStayFrom = rule('R-StayFrom', ({ W, C, p, u, s, f, a, a1, l, v, ι }) => ({
  given: [is(Items(Msg(l, v), ι), queue(C, s, p)), evaluatesArgs(a, a1)],
  infer: steps(W, C, p, Visit(u, From(s), f, a), Stays(u), goesOnAs(C, p, Call(f, a1))),
}));
export const RLead = rule(
  'R-Lead',
  ({ W, C, p, u, f, g, a, a1, P, n, k, D, D1, G, G1, Π, Π1, H, H1, E, E1, X, X1, u1, N }) => ({
    given: [
      is(Thread(P, n, k, D), threadOf(C, p)),
      is(Version(u1, G, Π, H, E, X), versionOf(W, n)),
      is(Version(u, G1, Π1, H1, E1, X1), versionOf(W, next(n))),
      is(N, entriesOf(Version(u, G1, Π1, H1, E1, X1), p)),
      is(g, entryOf(N, f)),
      is(D1, tableAfter(Version(u, G1, Π1, H1, E1, X1), p, 0n)),
      evaluatesArgs(a, a1),
    ],
    infer: steps(
      W,
      C,
      p,
      Visit(u, Lead(), f, a),
      Leads(u, next(n)),
      joinedBy(
        marked(becomes(C, p, Thread(Call(g, a1), next(n), 0n, D1)), p, children(Π, u, p), next(n)),
        Version(u, G1, Π1, H1, E1, X1),
        next(n),
      ),
    ),
  }),
);
export const RFollow = rule(
  'R-Follow',
  ({ W, C, p, u, s, f, g, a, a1, P, n, n1, k, D, D1, G, G1, Π, Π1, H, H1, E, E1, X, X1, u1, N, ι }) => ({
    given: [
      is(Thread(P, n, k, D), threadOf(C, p)),
      is(Items(Mark(n1), ι), queue(C, s, p)),
      is(n1, next(n)),
      is(Version(u1, G, Π, H, E, X), versionOf(W, n)),
      is(Version(u, G1, Π1, H1, E1, X1), versionOf(W, n1)),
      is(N, entriesOf(Version(u, G1, Π1, H1, E1, X1), p)),
      is(g, entryOf(N, f)),
      is(D1, tableAfter(Version(u, G1, Π1, H1, E1, X1), p, 0n)),
      evaluatesArgs(a, a1),
    ],
    infer: steps(
      W,
      C,
      p,
      Visit(u, From(s), f, a),
      Follows(u, n1),
      marked(holding(becomes(C, p, Thread(Call(g, a1), n1, 0n, D1)), s, p, ι), p, children(Π, u, p), n1),
    ),
  }),
);

export const reduction = [
  rule('V-Int', ({ n }) => ({ given: [], infer: evaluates(Num(n), Num(n)) })),
  rule('V-True', () => ({ given: [], infer: evaluates(True(), True()) })),
  rule('V-False', () => ({ given: [], infer: evaluates(False(), False()) })),
  rule('V-Str', ({ x }) => ({ given: [], infer: evaluates(Text(x), Text(x)) })),
  rule('V-Rec', ({ ρ, ρ1 }) => ({ given: [evaluatesFields(ρ, ρ1)], infer: evaluates(Rec(ρ), Rec(ρ1)) })),
  rule('V-NoFields', () => ({ given: [], infer: evaluatesFields(NoFields(), NoFields()) })),
  rule('V-Each', ({ l, e, v, ρ, ρ1 }) => ({
    given: [evaluates(e, v), evaluatesFields(ρ, ρ1)],
    infer: evaluatesFields(Field(l, e, ρ), Field(l, v, ρ1)),
  })),
  rule('V-Field', ({ e, l, ρ, v }) => ({
    given: [evaluates(e, Rec(ρ)), is(v, valueAt(ρ, l))],
    infer: evaluates(Proj(e, l), v),
  })),
  rule('V-Op', ({ o, e, e1, v, v1, v2 }) => ({
    given: [evaluates(e, v), evaluates(e1, v1), is(v2, operate(o, v, v1))],
    infer: evaluates(Op(o, e, e1), v2),
  })),
  rule('V-Not', ({ e, v, v1 }) => ({
    given: [evaluates(e, v), is(v1, opposite(v))],
    infer: evaluates(Not(e), v1),
  })),
  rule('V-NoArgs', () => ({ given: [], infer: evaluatesArgs(NoArgs(), NoArgs()) })),
  rule('V-Arg', ({ e, v, a, a1 }) => ({
    given: [evaluates(e, v), evaluatesArgs(a, a1)],
    infer: evaluatesArgs(Arg(e, a), Arg(v, a1)),
  })),
  rule('R-IfT', ({ W, C, p, e, P, P1 }) => ({
    given: [evaluates(e, True())],
    infer: steps(W, C, p, If(e, P, P1), Silent(), goesOnAs(C, p, P)),
  })),
  rule('R-IfF', ({ W, C, p, e, P, P1 }) => ({
    given: [evaluates(e, False())],
    infer: steps(W, C, p, If(e, P, P1), Silent(), goesOnAs(C, p, P1)),
  })),
  rule('R-Let', ({ W, C, p, x, e, v, P }) => ({
    given: [evaluates(e, v)],
    infer: steps(W, C, p, Let(x, e, P), Silent(), goesOnAs(C, p, substitute(P, v, x))),
  })),
  rule('R-Call', ({ W, C, p, f, a, a1, P, P1, n, k, D, D1, ξ, L }) => ({
    given: [
      evaluatesArgs(a, a1),
      is(Thread(P1, n, k, D), threadOf(C, p)),
      is(Proc(f, ξ, Typed(L), P, D1), procOf(D, f)),
    ],
    infer: steps(W, C, p, Call(f, a), Silent(), goesOnAs(C, p, instantiate(P, ξ, a1))),
  })),
  RSend,
  RRecv,
  RSkip,
  RCode,
  rule('R-Stay', ({ W, C, p, u, f, a, a1 }) => ({
    given: [evaluatesArgs(a, a1)],
    infer: steps(W, C, p, Visit(u, Lead(), f, a), Stays(u), goesOnAs(C, p, Call(f, a1))),
  })),
  RStayFrom,
  RLead,
  RFollow,
];
