/** When an update may be applied, and what it does (threads.md, section 8; behaviours.md, section 8). */
import * as base from '../../semantics/proteus/updates.ts';
import { signatureOf as baseSignatureOf } from '../../semantics/proteus/heaps.ts';
import { is } from '../../semantics/symbols.ts';
import {
  advanced,
  allDisjoint,
  assembled,
  assembledOrBlocked,
  capabilityAt,
  everybody,
  freeNumber,
  keepsTypes,
  newestVersion,
  nextVersion,
  nobody,
  noneRunning,
  olderVersion,
  othersConFree,
  passedAll,
  placed,
  plug,
  seenAt,
  sharedIn,
  threadAt,
  threadsConFree,
  updating,
  versionOf,
  versionsAfter,
  withHistory,
  withThread,
  withVersion,
} from '../../semantics/threads/functions.ts';
import type { Heap, Policy, Threads, Update as Upd } from '../../semantics/threads/grammar.ts';
import { widened } from '../../semantics/threads/widened.ts';
import { judgement } from '../judgement.ts';
import { updateOk as baseUpdateOk } from '../proteus/updates.ts';
import { moves, steps } from './reduction.ts';
import {
  All,
  Barrier,
  BarrierBlocked,
  Configuration,
  Fork,
  Interrupt,
  Interrupts,
  Moves,
  Num,
  OfVersions,
  OwnStatic,
  PassesAll,
  Silent,
  State,
  Switches,
  Update,
  Updates,
  UpdatesAll,
  Versioned,
  rule,
  widenedJudgement,
} from './rule.ts';

export const updateOk = widenedJudgement(baseUpdateOk);
export const signatureOf = widened(baseSignatureOf);
export const newTypes = widened(base.newTypes);
export const newHeap = widened(base.newHeap);
export const heapConFree = widened(base.heapConFree);
export const changedNames = widened(base.changedNames);
export const disjoint = base.disjoint;

export const admits = judgement<[Policy, Heap, Threads, string, Upd]>({
  name: 'admits',
  inputs: ['Policy', 'Heap', 'Threads', 'name', 'Update'],
  outputs: [],
  main: 0,
  text: '{4} admitted at thread {3} of ({1}, {2}) ({0})',
  latex: '{4}\\text{ admitted at thread }{3}\\text{ of }({1}, {2})\\;({0})',
  sentence:
    'nothing that stays behind uses a changed type concretely, or can; no contents that are replaced are being run',
});

export const AAll = rule('A-All', ({ H, Θ, j, U }) => ({
  given: [threadsConFree(Θ, changedNames(U)), heapConFree(H, U), noneRunning(H, U)],
  infer: admits(All(), H, Θ, j, U),
}));

export const ABarrier = rule('A-Barrier', ({ H, Θ, j, U }) => ({
  given: [assembled(Θ), allDisjoint(Θ, changedNames(U)), heapConFree(H, U), noneRunning(H, U)],
  infer: admits(Barrier(), H, Θ, j, U),
}));

export const ABarrierBlocked = rule('A-BarrierBlocked', ({ H, Θ, j, U }) => ({
  given: [
    assembledOrBlocked(Θ, H, changedNames(U)),
    allDisjoint(Θ, changedNames(U)),
    heapConFree(H, U),
    noneRunning(H, U),
  ],
  infer: admits(BarrierBlocked(), H, Θ, j, U),
}));

export const AOwnStatic = rule('A-OwnStatic', ({ H, Θ, j, e, Δ, U }) => ({
  given: [
    is(e, threadAt(Θ, j)),
    is(Δ, capabilityAt(e)),
    disjoint(changedNames(U), Δ),
    othersConFree(Θ, j, changedNames(U)),
    heapConFree(H, U),
    noneRunning(H, U),
  ],
  infer: admits(OwnStatic(), H, Θ, j, U),
}));

/** At an update point or not. */
export const AInterrupt = rule('A-Interrupt', ({ H, Θ, j, U }) => ({
  given: [threadsConFree(Θ, changedNames(U)), heapConFree(H, U), noneRunning(H, U)],
  infer: admits(Interrupt(), H, Θ, j, U),
}));

export const AVersions = rule('A-Versions', ({ H, Θ, j, U }) => ({
  given: [keepsTypes(H, U), noneRunning(H, U)],
  infer: admits(OfVersions(), H, Θ, j, U),
}));

/** Applied by one thread: the others are rewritten where they stand. */
export const RUpd = rule('R-Upd', ({ Ω, H, Θ, Σ, p, j, e, Δ, U }) => ({
  given: [
    is(e, threadAt(Θ, j)),
    is(Δ, capabilityAt(e)),
    is(Σ, signatureOf(H)),
    updateOk(Ω, Σ, U),
    admits(p, H, Θ, j, U),
  ],
  infer: moves(State(Ω, H, Θ), Updates(p, j, U), State(newTypes(Ω, U), newHeap(H, U), updating.one(Θ, j, U))),
}));

/** Applied by all that are at update points, together. */
export const RUpdAll = rule('R-UpdAll', ({ Ω, H, Θ, Σ, p, U }) => ({
  given: [is(Σ, signatureOf(H)), updateOk(Ω, Σ, U), admits(p, H, Θ, everybody(), U)],
  infer: moves(State(Ω, H, Θ), UpdatesAll(p, U), State(newTypes(Ω, U), newHeap(H, U), updating.all(Θ, U))),
}));

export const RNoUpdAll = rule('R-NoUpdAll', ({ Ω, H, Θ }) => ({
  given: [assembled(Θ)],
  infer: moves(State(Ω, H, Θ), PassesAll(), State(Ω, H, passedAll(Θ))),
}));

/** From outside, between any two steps. */
export const RInterrupt = rule('R-Interrupt', ({ Ω, H, Θ, Σ, U }) => ({
  given: [is(Σ, signatureOf(H)), updateOk(Ω, Σ, U), admits(Interrupt(), H, Θ, nobody(), U)],
  infer: moves(State(Ω, H, Θ), Interrupts(U), State(newTypes(Ω, U), newHeap(H, U), updating.nowhere(Θ, U))),
}));

// Policy versions: functions are those of the thread's version, variables are shared.

export const RThreadV = rule('R-ThreadV', ({ Ω, H, H1, Θ, Θ1, V, C, j, e, e1, E, s }) => ({
  given: [
    is(e, threadAt(Θ, j)),
    is(s, versionOf(V, j)),
    steps(j, placed(Ω, seenAt(H, C, s), e), Silent(), Configuration(Ω, H1, E, e1)),
    is(Θ1, withThread(Θ, j, plug(E, e1))),
  ],
  infer: moves(Versioned(Ω, H, Θ, V, C), Moves(j), Versioned(Ω, sharedIn(H, H1), Θ1, versionsAfter(V, j, Θ1), C)),
}));

export const RForkV = rule('R-ForkV', ({ Ω, H, Θ, Θ1, V, C, j, e, e1, E }) => ({
  given: [
    is(e, threadAt(Θ, j)),
    is(Configuration(Ω, H, E, Fork(e1)), placed(Ω, H, e)),
    is(Θ1, withThread(withThread(Θ, j, plug(E, Num(0n))), freeNumber(Θ), e1)),
  ],
  infer: moves(Versioned(Ω, H, Θ, V, C), Moves(j), Versioned(Ω, H, Θ1, versionsAfter(V, j, Θ1), C)),
}));

/** One thread and the system go on to the next version; the others stay where they are. */
export const RUpdV = rule('R-UpdV', ({ Ω, H, H1, Θ, Θ1, Σ, V, C, j, e, s, Δ, E, U }) => ({
  given: [
    is(e, threadAt(Θ, j)),
    is(Configuration(Ω, H, E, Update(Δ)), placed(Ω, H, e)),
    is(s, newestVersion(V)),
    is(s, versionOf(V, j)),
    is(Σ, signatureOf(H)),
    updateOk(Ω, Σ, U),
    admits(OfVersions(), H, Θ, j, U),
    is(H1, newHeap(H, U)),
    is(Θ1, withThread(Θ, j, plug(E, Num(0n)))),
  ],
  infer: moves(
    Versioned(Ω, H, Θ, V, C),
    Updates(OfVersions(), j, U),
    Versioned(
      newTypes(Ω, U),
      H1,
      Θ1,
      versionsAfter(advanced(V, j, nextVersion(s)), j, Θ1),
      withHistory(C, nextVersion(s), H1),
    ),
  ),
}));

/** A thread that is behind goes over to the newest version at its own update point. */
export const RSwitch = rule('R-Switch', ({ Ω, H, Θ, Θ1, V, C, j, e, s, s1, Δ, E }) => ({
  given: [
    is(e, threadAt(Θ, j)),
    is(Configuration(Ω, H, E, Update(Δ)), placed(Ω, H, e)),
    is(s, versionOf(V, j)),
    is(s1, newestVersion(V)),
    olderVersion(s, s1),
    is(Θ1, withThread(Θ, j, plug(E, Num(0n)))),
  ],
  infer: moves(
    Versioned(Ω, H, Θ, V, C),
    Switches(j),
    Versioned(Ω, H, Θ1, versionsAfter(withVersion(V, j, s1), j, Θ1), C),
  ),
}));

export const threadsUpdates = [
  AAll,
  ABarrier,
  ABarrierBlocked,
  AOwnStatic,
  AInterrupt,
  AVersions,
  RUpdAll,
  RNoUpdAll,
  RInterrupt,
  RThreadV,
  RForkV,
  RUpdV,
  RSwitch,
];
