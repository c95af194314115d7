/** K → K' (section 7), by whoever's turn it is. */
import { dispatch, newest } from '../../semantics/components/classes.ts';
import {
  allSince,
  blocking,
  callType,
  current,
  direct,
  ending,
  entering,
  freshName,
  generationOf,
  inLate,
  installing,
  leaving,
  nobody,
  outdated,
  passes,
  placedAt,
  placing,
  registering,
  requested,
  running,
  settled,
  skipping,
  sourceTypes,
  stateAt,
  storing,
  threadAt,
  worldOf,
} from '../../semantics/components/configs.ts';
import { answered, contextAt, fieldOf, plug, redexAt } from '../../semantics/components/expressions.ts';
import type { Config, Turn } from '../../semantics/components/grammar.ts';
import { not } from '../../semantics/logic.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { initial, reduces, transfers } from './evaluation.ts';
import {
  Begins,
  Block,
  Blocked,
  Call,
  Completed,
  Configuration,
  Does,
  Forward,
  Frame,
  Get,
  Hole,
  If,
  InObject,
  Inst,
  Installs,
  Let,
  Med,
  Mediates,
  Names,
  New,
  NoFrames,
  NoNames,
  Num,
  Obj,
  Placed,
  Set,
  Top,
  Transfer,
  Updates,
  Updating,
  Waits,
  While,
  rule,
} from './rule.ts';
import { accepts } from './updates.ts';

export const steps = judgement<[Config, Turn, Config]>({
  name: 'steps',
  inputs: ['Config', 'Turn'],
  outputs: ['Config'],
  main: 1,
  text: '{0} – {1} → {2}',
  latex: '{0} \\xrightarrow{{1}} {2}',
  sentence: 'the configuration takes a step of whoever it is the turn of',
});

export const RReturn = rule('R-Return', ({ K, t, g, h, h1, v, e, w }) => ({
  given: [],
  infer: steps(
    K,
    Does(t, g, h, Hole(), v, Frame(h1, e, w)),
    running(leaving(K, t, h), t, g, Frame(h1, answered(e, v), w)),
  ),
}));
export const RNew = rule('R-New', ({ K, t, g, h, E, C, w, o, n, s }) => ({
  given: [is(o, freshName(K, t)), is(n, newest(worldOf(K), C)), initial(worldOf(K), C, n, s)],
  infer: steps(
    K,
    Does(t, g, h, E, New(C), w),
    running(registering(placing(K, o, C, Inst(n, s)), C, o), t, g, Frame(h, plug(E, Obj(o)), w)),
  ),
}));
export const CTouch = rule('C-Touch', ({ K, t, g, h, E, w, o, m, C, k, a, j, s }) => ({
  given: [is(Placed(C, Inst(j, s)), placedAt(K, o)), outdated(K, C, j), inLate(K, C, o)],
  infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), installing(K, C, o, j, s)),
}));
export const MBlock = rule('M-Block', ({ K, o, C, g, μ, B, j, s }) => ({
  given: [allSince(K, g)],
  infer: steps(K, Mediates(o, C, g, μ, B, Forward(j, s)), placing(K, o, C, Med(g, μ, B, Block(j, s)))),
}));
export const MQuiesce = rule('M-Quiesce', ({ K, o, C, g, μ, B, j, s, n }) => ({
  given: [nobody(μ), is(n, newest(worldOf(K), C))],
  infer: steps(K, Mediates(o, C, g, μ, B, Block(j, s)), placing(K, o, C, Med(g, μ, B, Transfer(j, s, n)))),
}));
export const MImport = rule('M-Import', ({ K, o, C, g, μ, B, j, s, s1, n }) => ({
  given: [transfers(worldOf(K), C, j, n, s, s1)],
  infer: steps(K, Mediates(o, C, g, μ, B, Transfer(j, s, n)), placing(K, o, C, Med(g, μ, B, Completed(n, s1)))),
}));
export const MRelease = rule('M-Release', ({ K, o, C, g, μ, B, n, s, t, g1, h, e, w, w1, E, m, k, a, τ }) => ({
  given: [
    is(Blocked(g1, Frame(h, e, w)), threadAt(K, t)),
    is(E, contextAt(e)),
    is(Call(Obj(o), m, C, k, a), redexAt(e)),
    is(τ, callType(worldOf(K), C, k, m)),
    is(w1, dispatch(worldOf(K), o, C, k, m, n, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
  ],
  infer: steps(
    K,
    Mediates(o, C, g, μ, Names(t, B), Completed(n, s)),
    running(placing(K, o, C, Med(g, μ, B, Completed(n, s))), t, g1, w1),
  ),
}));

export const reduction = [
  rule('R-Pure', ({ K, t, g, h, E, e, e1, w }) => ({
    given: [reduces(e, e1)],
    infer: steps(K, Does(t, g, h, E, e, w), running(K, t, g, Frame(h, plug(E, e1), w))),
  })),
  rule('P-While', ({ K, t, g, h, E, κ, e, e1, e2, w }) => ({
    given: [],
    infer: steps(
      K,
      Does(t, g, h, E, While(κ, e, e1, e2), w),
      running(K, t, g, Frame(h, plug(E, If(κ, e, e1, Let('', e2, While(κ, e, e1, e2)), Num(0n))), w)),
    ),
  })),
  rule('R-Start', ({ K, t, c, e }) => ({
    given: [],
    infer: steps(K, Begins(t, c, e), running(K, t, generationOf(K), Frame(Top(), e, NoFrames()))),
  })),
  rule('R-Get', ({ K, t, g, o, j, b, E, f, w, s, v }) => ({
    given: [is(s, stateAt(K, o, j)), is(v, fieldOf(s, f))],
    infer: steps(
      K,
      Does(t, g, InObject(o, j, b), E, Get(f), w),
      running(K, t, g, Frame(InObject(o, j, b), plug(E, v), w)),
    ),
  })),
  rule('R-Set', ({ K, K1, t, g, o, j, b, E, f, v, w }) => ({
    given: [is(K1, storing(K, o, j, f, v))],
    infer: steps(
      K,
      Does(t, g, InObject(o, j, b), E, Set(f, v), w),
      running(K1, t, g, Frame(InObject(o, j, b), plug(E, v), w)),
    ),
  })),
  RNew,
  RReturn,
  rule('R-End', ({ K, t, g, v }) => ({
    given: [],
    infer: steps(K, Does(t, g, Top(), Hole(), v, NoFrames()), ending(K, t, v)),
  })),
  rule('C-Direct', ({ K, t, g, h, E, w, w1, o, m, C, k, a, j, s, τ }) => ({
    given: [
      is(Placed(C, Inst(j, s)), placedAt(K, o)),
      direct(K, C, o, j),
      is(τ, callType(worldOf(K), C, k, m)),
      is(w1, dispatch(worldOf(K), o, C, k, m, j, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
    ],
    infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(K, t, g, w1)),
  })),
  CTouch,
  rule('C-Forward', ({ K, t, g, h, E, w, w1, o, m, C, k, a, j, s, τ, g1, μ, B }) => ({
    given: [
      is(Placed(C, Med(g1, μ, B, Forward(j, s))), placedAt(K, o)),
      is(τ, callType(worldOf(K), C, k, m)),
      is(w1, dispatch(worldOf(K), o, C, k, m, j, a, 1n, Frame(h, plug(E, Waits(τ)), w))),
    ],
    infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(entering(K, t, w1), t, g, w1)),
  })),
  rule('C-Pass', ({ K, t, g, h, E, w, w1, o, m, C, k, a, j, s, τ, g1, μ, B }) => ({
    given: [
      is(Placed(C, Med(g1, μ, B, Block(j, s))), placedAt(K, o)),
      passes(K, t, g1),
      is(τ, callType(worldOf(K), C, k, m)),
      is(w1, dispatch(worldOf(K), o, C, k, m, j, a, 1n, Frame(h, plug(E, Waits(τ)), w))),
    ],
    infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(entering(K, t, w1), t, g, w1)),
  })),
  rule('C-Block', ({ K, t, g, h, E, w, o, m, C, k, a, j, s, g1, μ, B }) => ({
    given: [is(Placed(C, Med(g1, μ, B, Block(j, s))), placedAt(K, o)), not(passes(K, t, g1))],
    infer: steps(
      K,
      Does(t, g, h, E, Call(Obj(o), m, C, k, a), w),
      blocking(K, o, t, g, Frame(h, plug(E, Call(Obj(o), m, C, k, a)), w)),
    ),
  })),
  // C-Block in phase transfer.
  rule('C-Wait', ({ K, t, g, h, E, w, o, m, C, k, a, j, s, n, g1, μ, B }) => ({
    given: [is(Placed(C, Med(g1, μ, B, Transfer(j, s, n))), placedAt(K, o))],
    infer: steps(
      K,
      Does(t, g, h, E, Call(Obj(o), m, C, k, a), w),
      blocking(K, o, t, g, Frame(h, plug(E, Call(Obj(o), m, C, k, a)), w)),
    ),
  })),
  rule('C-Late', ({ K, t, g, h, E, w, w1, o, m, C, k, a, n, s, τ, g1, μ, B }) => ({
    given: [
      is(Placed(C, Med(g1, μ, B, Completed(n, s))), placedAt(K, o)),
      is(τ, callType(worldOf(K), C, k, m)),
      is(w1, dispatch(worldOf(K), o, C, k, m, n, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
    ],
    infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(K, t, g, w1)),
  })),
  rule('M-Install', ({ K, C, o, j, s }) => ({
    given: [is(Placed(C, Inst(j, s)), placedAt(K, o)), outdated(K, C, j)],
    infer: steps(K, Installs(C, o), installing(K, C, o, j, s)),
  })),
  rule('M-Skip', ({ K, C, o, j, s }) => ({
    given: [is(Placed(C, Inst(j, s)), placedAt(K, o)), current(K, C, j)],
    infer: steps(K, Installs(C, o), skipping(K, C, o)),
  })),
  MBlock,
  MQuiesce,
  MImport,
  MRelease,
  rule('M-Done', ({ K, o, C, g, μ, n, s }) => ({
    given: [],
    infer: steps(K, Mediates(o, C, g, μ, NoNames(), Completed(n, s)), placing(K, o, C, Inst(n, s))),
  })),
  rule('U-Request', ({ g, Ω, Ω1, R, O, T, U, Q, σ }) => ({
    given: [is(σ, settled(Configuration(g, Ω, R, O, T, Updates(U, Q)))), accepts(Ω, σ, sourceTypes(O, σ), U, Ω1)],
    infer: steps(
      Configuration(g, Ω, R, O, T, Updates(U, Q)),
      Updating(U),
      requested(Configuration(g, Ω, R, O, T, Updates(U, Q)), U, Ω1, Q),
    ),
  })),
];
