/** The rule maker of Proteus with threads, and the abbreviations that its rule files share. */
import { make } from '../../semantics/threads/grammar.ts';
import { metas } from '../../semantics/threads/metas.ts';
import type { WidenedAll } from '../../semantics/threads/widened.ts';
import type { Judgement } from '../judgement.ts';
import { ruleMaker } from '../rule.ts';

export const rule = ruleMaker(metas);

/** What judgements on expressions speak of throughout: definitions, externals and local variables. (C is another metavariable here.) */
export const context = [metas.Ω, metas.Σ, metas.Γ] as const;

/** A judgement of Proteus on the terms of the extension. */
export const widenedJudgement = <A extends readonly unknown[]>(j: Judgement<A>) =>
  j as unknown as Judgement<WidenedAll<A>>;

export const { Num, Fork, Acquire, By, Deref, Assign, Let, Update } = make.Expr;
export const { Configuration } = make.Config;
export const { Silent } = make.Action;
export const { State, Versioned, Noted } = make.State;
export const { Stop, Then } = make.Path;
export const { Moves, Checks, Updates, UpdatesAll, PassesAll, Switches, Interrupts, Requests } = make.Move;
export const { All, Barrier, OwnStatic, BarrierBlocked, Interrupt, OfVersions } = make.Policy;
export const { NoThreads, Thread } = make.ThreadList;
export const { Ref } = make.Type;

export const int = make.Type.Int();
/** U: evaluation may reach an update point. */
export const mayUpdate = make.Mu.U();
