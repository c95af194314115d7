/**
 * Reduction (section 7). `reduces` is a redex in the empty context; `steps` is a step of a configuration, at its place:
 * R-Ctx puts the two together. A run is a sequence of steps.
 */
import { plug, focus, hole } from '../../semantics/proteus/contexts.ts';
import type { Action, Config, Expr, Heap } from '../../semantics/proteus/grammar.ts';
import {
  bindingAt,
  contents,
  extendHeap,
  freshReference,
  holding,
  signatureOf,
} from '../../semantics/proteus/heaps.ts';
import {
  arithmetic,
  different,
  fieldOf,
  notValue,
  pointer,
  recordOfValues,
} from '../../semantics/proteus/reduction.ts';
import { substitute } from '../../semantics/proteus/substitution.ts';
import { changesOf, newHeap, newTypes, rewrite } from '../../semantics/proteus/updates.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import {
  Abs,
  App,
  Apply,
  Assign,
  Cell,
  Con,
  Configuration,
  Deref,
  Ext,
  Fun,
  If,
  Let,
  Loc,
  New,
  Num,
  Op,
  Proj,
  Rec,
  Silent,
  Update,
  figure,
} from './rule.ts';
import { admitted, updateOk } from './updates.ts';

const { rule, rules } = figure();
export { rules as reduction };

export const reduces = judgement<[Heap, Expr, Heap, Expr]>({
  name: 'reduces',
  inputs: ['Heap', 'Expr'],
  outputs: ['Heap', 'Expr'],
  main: 1,
  text: '{0}, {1} → {2}, {3}',
  latex: '{0}, {1} \\to {2}, {3}',
  sentence: 'the redex reduces, the heap changes with it',
});

export const steps = judgement<[Config, Action, Config]>({
  name: 'steps',
  inputs: ['Config', 'Action'],
  outputs: ['Config'],
  main: 0,
  text: '{0} –{1}→ {2}',
  latex: '{0} \\xrightarrow{{1}} {2}',
  sentence: 'the configuration takes a step; at an update point an update may be applied with it',
});

export const RProj = rule('R-Proj', ({ H, ρ, l, v }) => ({
  given: [recordOfValues(ρ), is(v, fieldOf(ρ, l))],
  infer: reduces(H, Proj(Rec(ρ), l), H, v),
}));

export const RCall = rule('R-Call', ({ H, z, v, x, τ1, τ2, μ, Δ, e }) => ({
  given: [is(Fun(x, τ1, τ2, μ, Δ, e), bindingAt(H, z))],
  infer: reduces(H, App(Ext(z), v), H, substitute(e, v, x)),
}));

export const RLet = rule('R-Let', ({ H, x, τ, v, e }) => ({
  given: [],
  infer: reduces(H, Let(x, τ, v, e), H, substitute(e, v, x)),
}));

export const RRef = rule('R-Ref', ({ H, τ, v, r }) => ({
  given: [is(r, freshReference(H))],
  infer: reduces(H, New(τ, v), extendHeap(H, r, Cell(τ, v)), Loc(r)),
}));

export const RDeref = rule('R-Deref', ({ H, v, v1, w }) => ({
  given: [is(w, pointer(v)), is(v1, contents(H, w))],
  infer: reduces(H, Deref(v), H, v1),
}));

export const RForce = rule('R-Force', ({ H, v, w, e }) => ({
  given: [is(w, pointer(v)), is(e, contents(H, w)), notValue(e)],
  infer: reduces(H, Deref(v), H, Assign(v, e)),
}));

export const RAssign = rule('R-Assign', ({ H, v, v1, w }) => ({
  given: [is(w, pointer(v))],
  infer: reduces(H, Assign(v, v1), holding(H, w, v1), v1),
}));

export const ROp = rule('R-Op', ({ H, o, n, n1, n2 }) => ({
  given: [is(n, arithmetic(o, n1, n2))],
  infer: reduces(H, Op(o, Num(n1), Num(n2)), H, Num(n)),
}));

export const RIfEq = rule('R-IfEq', ({ H, n, e3, e4 }) => ({
  given: [],
  infer: reduces(H, If(Num(n), Num(n), e3, e4), H, e3),
}));

export const RIfNeq = rule('R-IfNeq', ({ H, n1, n2, e3, e4 }) => ({
  given: [different(n1, n2)],
  infer: reduces(H, If(Num(n1), Num(n2), e3, e4), H, e4),
}));

export const RConAbs = rule('R-ConAbs', ({ H, t, v }) => ({
  given: [],
  infer: reduces(H, Con(t, Abs(t, v)), H, v),
}));

export const RNoUpd = rule('R-NoUpd', ({ H, Δ }) => ({
  given: [],
  infer: reduces(H, Update(Δ), H, Num(1n)),
}));

export const RCtx = rule('R-Ctx', ({ Ω, H, H1, E, e, e1 }) => ({
  given: [reduces(H, e, H1, e1)],
  infer: steps(Configuration(Ω, H, E, e), Silent(), focus(Configuration(Ω, H1, E, e1))),
}));

/** After it the term is decomposed anew: U may have turned values left of the hole into calls that run first. */
export const RUpd = rule('R-Upd', ({ Ω, H, Σ, E, Δ, U, k }) => ({
  given: [is(Σ, signatureOf(H)), updateOk(Ω, Σ, U), admitted(k, E, H, Δ, U)],
  infer: steps(
    Configuration(Ω, H, E, Update(Δ)),
    Apply(k, U),
    focus(Configuration(newTypes(Ω, U), newHeap(H, U), hole, rewrite(plug(E, Num(0n)), changesOf(U)))),
  ),
}));

/** A run: any number of steps, one after the other. */
export const runs = judgement<[Config, Config]>({
  name: 'runs',
  inputs: ['Config'],
  outputs: ['Config'],
  main: 0,
  text: '{0} →* {1}',
  latex: '{0} \\to^{*} {1}',
  sentence: 'the first configuration reaches the second',
});

export const RunStart = rule('Run-Start', ({ K }) => ({ given: [], infer: runs(K, K) }));

/** The action and the way there are the run's to choose. */
export const RunStep = rule(
  'Run-Step',
  ({ K, K1, K2, α }) => ({ given: [runs(K, K1), steps(K1, α, K2)], infer: runs(K, K2) }),
  { chosen: ['α'] },
);
