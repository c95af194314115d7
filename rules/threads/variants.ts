/** The variants of threads.md, section 11, in its order: each says what is different, and which theorems fall. */
import { entries, has, keys } from '../../semantics/maps.ts';
import { all } from '../../semantics/proteus/capability.ts';
import { everywhere } from '../../semantics/structural.ts';
import { is, metafunction } from '../../semantics/symbols.ts';
import {
  allDisjoint,
  assembled,
  assembledOrBlocked,
  capabilityAt,
  conFree,
  contentsOfAny,
  isBlocked,
  isValue,
  main,
  noneRunning,
  othersConFree,
  redexOf,
  rewrite,
  settle,
  threadAt,
  threadsConFree,
  threadsInOrder,
  updating,
  updatingBy,
  withThread,
} from '../../semantics/threads/functions.ts';
import {
  make,
  threads as grammar,
  threadsMap,
  type Cap,
  type Expr,
  type Heap,
  type Threads,
  type Update as Upd,
} from '../../semantics/threads/grammar.ts';
import { metas } from '../../semantics/threads/metas.ts';
import { contains } from '../../semantics/proteus/capability.ts';
import { expressionOf } from '../../semantics/proteus/heaps.ts';
import { homomorphism } from '../../semantics/structural.ts';
import { transformerOf as baseTransformerOf } from '../../semantics/proteus/updates.ts';
import { widened } from '../../semantics/threads/widened.ts';
import { heapMap as baseHeapMap, type Heap as BaseHeap } from '../../semantics/proteus/grammar.ts';
import { withExpression } from '../../semantics/proteus/updates.ts';
import { variant, type Variant, type VariantChanges } from '../variant.ts';
import {
  Acquire,
  All,
  Barrier,
  Assign,
  Deref,
  Checks,
  Fork,
  Moves,
  Noted,
  OfVersions,
  PassesAll,
  Ref,
  Requests,
  State,
  Updates,
  UpdatesAll,
  Versioned,
  int,
  mayUpdate,
  rule,
  context,
} from './rule.ts';
import { holding, moves, notValue, pointer, reduces } from './reduction.ts';
import { threads } from './system.ts';
import { infers, stateOk, types, unfolds } from './typing.ts';
import { admits, changedNames, disjoint, heapConFree, newHeap, newTypes, signatureOf, updateOk } from './updates.ts';

const sound = (name: string, sentence: string, changes: Partial<VariantChanges>): Variant =>
  variant(threads, { name, sentence, expected: 'sound', ...changes });
const falls = (
  expected: readonly string[],
  name: string,
  sentence: string,
  changes: Partial<VariantChanges>,
): Variant => variant(threads, { name, sentence, expected, ...changes });

const fork = (conclude: 'same' | 'spends' | 'all', from: 'same' | 'all', under: 'U' | 'same' = 'U') =>
  rule('T-Fork', ({ Δ, Δ1, μ, e, τ }) => ({
    given: [types(...context, from === 'all' ? (all as Cap) : Δ, under === 'U' ? mayUpdate : μ, e, τ, Δ1)],
    infer: types(...context, Δ, μ, Fork(e), int, conclude === 'same' ? Δ : conclude === 'spends' ? Δ1 : (all as Cap)),
  }));

// What is checked of the threads.

type Check = (Θ: Threads, H: Heap, i: string, j: string, e: Expr, T: readonly string[]) => boolean;

/** The condition on each thread j, where i is at its update point. */
const each = (name: string, text: string, sentence: string, holds: Check) =>
  metafunction<[Threads, Heap, string, readonly string[]], boolean>(
    {
      name,
      args: ['Threads', 'Heap', 'name', 'names'],
      result: 'holds',
      text,
      latex: `\\text{${name} in }{0}, {1}\\text{ at }{2}\\text{ for }{3}`,
      sentence,
    },
    (Θ, H, i, T) => T.length === 0 || entries(Θ).every(([j, e]) => holds(Θ, H, i, j, e, T)),
  );
const free = (e: Expr, T: readonly string[]) => conFree.compute(e, T);

const checkedBy = (condition: ReturnType<typeof each>) =>
  rule('A-All', ({ H, Θ, j, U }) => ({
    given: [condition(Θ, H, j, changedNames(U)), heapConFree(H, U), noneRunning(H, U)],
    infer: admits(All(), H, Θ, j, U),
  }));

const ownFree = each(
  'ownConFree',
  'conFree({0}({2}), {3}) in {1}',
  'the thread at the point is con-free',
  (_Θ, _H, i, j, e, T) => j !== i || free(e, T),
);
const mainFree = each(
  'ownAndMainConFree',
  'conFree({0}({2}), {3}), main too, in {1}',
  'it and the main thread are con-free',
  (_Θ, _H, i, j, e, T) => (j !== i && j !== main) || free(e, T),
);
const redexFree = each(
  'redexesConFree',
  'conFree of {0}({2}) and redexes, {3}, in {1}',
  'of other threads the redex is con-free',
  (_Θ, _H, i, j, e, T) => free(j === i ? e : redexOf(e), T),
);
const unblockedFree = each(
  'unblockedConFree',
  'conFree of {0} at {2} unless blocked in {1}, {3}',
  'threads that are not blocked are con-free',
  (_Θ, H, i, j, e, T) => (j !== i && isBlocked(H, j, e)) || free(e, T),
);

const notAmong = metafunction<[string, readonly string[]], boolean>(
  {
    name: 'notAmong',
    args: ['name', 'names'],
    result: 'holds',
    text: '{0} ∉ {1}',
    latex: '{0} \\notin {1}',
    sentence: 'a name is not in a set of names',
  },
  (t, T) => !T.includes(t),
);
const outsideForks = everywhere<Expr, [readonly string[]]>(
  grammar,
  ['Expr', 'Fields'],
  {
    name: 'conFreeOutsideForks',
    args: ['Expr', 'names'],
    text: 'conFreeOutsideForks({0}, {1})',
    sentence: 'con-free, bodies of forks aside',
  },
  (self) => [[self(make.Expr.Con(metas.t, metas.e), metas.T), notAmong(metas.t, metas.T)]],
  { has: (e) => e.tag === 'Fork', add: () => undefined },
);
const threadsFreeOutside = metafunction<[Threads, readonly string[]], boolean>(
  {
    name: 'threadsConFreeOutsideForks',
    args: ['Threads', 'names'],
    result: 'holds',
    text: 'conFree of {0} outside forks, {1}',
    sentence: 'no thread uses a type of the set concretely but in bodies of forks',
  },
  (Θ, T) => entries(Θ).every(([, e]) => outsideForks.compute(e, T)),
);
const heapFreeOutside = metafunction<[Heap, Upd], boolean>(
  {
    name: 'heapConFreeOutsideForks',
    args: ['Heap', 'Update'],
    result: 'holds',
    text: 'conFree of {0} outside forks for {1}',
    sentence: 'what stays in the heap is con-free but in bodies of forks',
  },
  (H, U) => {
    const T = changedNames.compute(U);
    return entries(H).every(
      ([z, b]) =>
        entries(U.replaced).some(([x]) => x === z) || outsideForks.compute(expressionOf(b as never) as Expr, T),
    );
  },
);

// What is rewritten.

const { Abs, App, Ext } = make.Expr;
const transformerOf = widened(baseTransformerOf);

const rewriteOutsideForks = homomorphism<Expr, [Upd['changed']]>(
  grammar,
  ['Expr', 'Fields'],
  {
    name: 'rewriteOutsideForks',
    args: ['Expr', 'Changes'],
    text: 'U({0}, {1})',
    latex: '\\mathcal{U}({0}, {1})',
    sentence: 'U, bodies of forks as they were',
  },
  (self) => [
    [
      self(Abs(metas.t, metas.e), metas.M),
      Abs(metas.t, App(Ext(metas.c), self(metas.e, metas.M))),
      is(metas.c, transformerOf(metas.M, metas.t)),
    ],
    [self(Fork(metas.e), metas.M), Fork(metas.e)],
  ],
);
const outside = updatingBy((e, M) => rewriteOutsideForks.compute(e, M), ' outside forks');
const ownOnly = updatingBy((e, M, _j, own) => (own ? rewrite.compute(e, M) : e), ' where they are at points');
const unfinishedOnly = updatingBy(
  (e, M, j) => (j === main && isValue(e) ? e : rewrite.compute(e, M)),
  ' unless finished',
);
const heapOutside = metafunction<[Heap, Upd], Heap>(
  {
    name: 'heapOutsideForks',
    args: ['Heap', 'Update'],
    result: 'Heap',
    text: '{0} updated outside forks by {1}',
    latex: '{0} \\oplus {1}',
    sentence: 'the heap after an update, bodies of forks as they were',
  },
  (H, U) => {
    let next = H as BaseHeap;
    for (const [z, b] of entries(H))
      if (!has(U.replaced, z)) {
        const e = expressionOf(b as never) as Expr;
        next = baseHeapMap.set(next, z, withExpression(b as never, rewriteOutsideForks.compute(e, U.changed) as never));
      }
    for (const part of [U.replaced, U.extended])
      for (const [z, b] of entries(part)) next = baseHeapMap.set(next, z, b as never);
    return next as Heap;
  },
);

// Barriers.

const barrier = (condition: (m: { Θ: Threads; H: Heap; T: readonly string[] }) => boolean) =>
  rule('A-Barrier', ({ H, Θ, j, U }) => ({
    given: [
      condition({ Θ, H, T: changedNames(U) }),
      allDisjoint(Θ, changedNames(U)),
      heapConFree(H, U),
      noneRunning(H, U),
    ],
    infer: admits(Barrier(), H, Θ, j, U),
  }));
const atPoint = (e: Expr) => redexOf(e).tag === 'Update';

const firstDisjoint = metafunction<[Threads, readonly string[]], boolean>(
  {
    name: 'firstDisjoint',
    args: ['Threads', 'names'],
    result: 'holds',
    text: '{1} ∩ Δ = ∅ for one thread of {0}',
    latex: '{1} \\cap \\Delta = \\emptyset\\text{ for one thread of }{0}',
    sentence: 'no type of the set is in the capability of the first thread that is at an update point',
  },
  (Θ, T) => {
    const first = threadsInOrder(Θ).find(([, e]) => atPoint(e));
    const Δ = first && capabilityAt.compute(first[1]);
    return Δ === undefined || T.every((t) => !contains(Δ as never, t));
  },
);

const assembledBut = (name: string, sentence: string, ignored: (H: Heap, j: string, e: Expr) => boolean) =>
  metafunction<[Threads, Heap], boolean>(
    {
      name,
      args: ['Threads', 'Heap'],
      result: 'holds',
      text: `{0} assembled in {1} (${name})`,
      latex: `{0}\\text{ assembled in }{1}\\text{ (${name})}`,
      sentence,
    },
    (Θ, H) => {
      const all = entries(Θ);
      return all.some(([, e]) => atPoint(e)) && all.every(([j, e]) => atPoint(e) || isValue(e) || ignored(H, j, e));
    },
  );
const unblockedAssembled = assembledBut(
  'blockedIgnored',
  'every thread that is not blocked is at an update point or finished',
  (H, j, e) => isBlocked(H, j, e),
);
const mainAssembled = assembledBut('mainSuffices', 'the main thread is at an update point', (_H, j) => j !== main);

const notedAssembled = metafunction<[Threads, readonly string[]], boolean>(
  {
    name: 'notedAssembled',
    args: ['Threads', 'names'],
    result: 'holds',
    text: '{0} assembled as far as {1}',
    latex: '{0}\\text{ assembled as far as }{1}',
    sentence: 'the threads that were noted are at update points or finished, and one thread is at one',
  },
  (Θ, T) => {
    const all = entries(Θ);
    return all.some(([, e]) => atPoint(e)) && all.every(([j, e]) => !T.includes(j) || atPoint(e) || isValue(e));
  },
);
const numbers = metafunction<[Threads], readonly string[]>(
  {
    name: 'numbers',
    args: ['Threads'],
    result: 'names',
    text: 'dom {0}',
    latex: '\\mathrm{dom}\\,{0}',
    sentence: 'the numbers of the threads',
  },
  (Θ) => keys(Θ).sort(),
);
const noted = metafunction<[Threads], readonly string[]>(
  {
    name: 'noneNoted',
    args: ['Threads'],
    result: 'names',
    text: 'none of {0}',
    latex: '\\text{none of }{0}',
    sentence: 'no thread',
  },
  () => [],
);

const nothingRuns = metafunction<[Heap, Upd], boolean>(
  {
    name: 'whateverRuns',
    args: ['Heap', 'Update'],
    result: 'holds',
    text: 'whatever of {1} runs in {0}',
    latex: '\\text{whatever of }{1}\\text{ runs in }{0}',
    sentence: 'holds',
  },
  () => true,
);

const orEnds = metafunction<[Threads, string, Expr], Threads>(
  {
    name: 'withThreadOrEnd',
    args: ['Threads', 'name', 'Expr'],
    result: 'Threads',
    text: '{0}, {1} ↦ {2}, or the end',
    latex: '{0}, {1} \\mapsto {2}\\text{, or the end}',
    sentence: 'the threads with another expression for one; where main is a value, it alone',
  },
  (Θ, j, e) => {
    const next = settle(Θ, j, e);
    const first = threadAt.compute(next, main);
    return first !== undefined && isValue(first) ? threadsMap.set(threadsMap.empty, main, first) : next;
  },
);

/** A configuration with something noted is typed as it is without. */
const notedOk = rule('State-Noted', ({ Ω, H, Θ, T, λ, τ }) => ({
  given: [stateOk(State(Ω, H, Θ), τ)],
  infer: stateOk(Noted(Ω, H, Θ, T, λ), τ),
}));
const notedMoves = rule('R-Noted', ({ Ω, H, Θ, Ω1, H1, Θ1, T, j, λ }) => ({
  given: [moves(State(Ω, H, Θ), Moves(j), State(Ω1, H1, Θ1))],
  infer: moves(Noted(Ω, H, Θ, T, λ), Moves(j), Noted(Ω1, H1, Θ1, T, λ)),
}));

export const threadsVariants: readonly Variant[] = [
  sound('fork-spends', 'T-Fork ends in what the child leaves: the parent loses what the child spends', {
    replace: [fork('spends', 'same')],
  }),
  sound('fork-same-mu', 'T-Fork types the body under μ: a transformer cannot fork a thread that updates', {
    replace: [fork('same', 'same', 'same')],
  }),
  sound('barrier-blocked', 'the barrier counts blocked threads as waiting, if they are con-free', {
    replace: [barrier(({ Θ, H, T }) => assembledOrBlocked(Θ, H, T))],
  }),
  sound('own-static', 'an update is applied where its thread promised, and the others are con-free', {
    replace: [
      rule('A-All', ({ H, Θ, j, e, Δ, U }) => ({
        given: [
          is(e, threadAt(Θ, j)),
          is(Δ, capabilityAt(e)),
          disjoint(changedNames(U), Δ),
          othersConFree(Θ, j, changedNames(U)),
          heapConFree(H, U),
          noneRunning(H, U),
        ],
        infer: admits(All(), H, Θ, j, U),
      })),
    ],
  }),
  falls(['TT14'], 'main-exits', 'the run ends when main is a value', { exchange: [[withThread, orEnds]] }),
  falls(['TT8s', 'TT8s-own', 'TT9', 'TT10'], 'fork-fresh', 'T-Fork types the body from *', {
    replace: [fork('same', 'all')],
  }),
  falls(['TT3'], 'fork-regain', 'T-Fork ends in *', { replace: [fork('all', 'same')] }),
  falls(['TT8', 'TT9'], 'own-stack-only', 'only the thread at the update point is checked', {
    replace: [checkedBy(ownFree)],
  }),
  falls(['TT8', 'TT9'], 'main-only', 'only it and the main thread are checked', { replace: [checkedBy(mainFree)] }),
  falls(['TT8', 'TT9'], 'redex-only', 'of the other threads only the redex is checked', {
    replace: [checkedBy(redexFree)],
  }),
  falls(['TT8', 'TT9'], 'blocked-unchecked', 'blocked threads are not checked', {
    replace: [checkedBy(unblockedFree)],
  }),
  falls(['TT8', 'TT9'], 'fork-body-unchecked', 'conFree does not look into bodies of forks', {
    exchange: [
      [threadsConFree, threadsFreeOutside],
      [heapConFree, heapFreeOutside],
    ],
  }),
  falls(['TT8', 'TT9'], 'check-then-act', 'the check is a step, the application a later one', {
    add: [
      notedOk,
      notedMoves,
      rule('R-Check', ({ Ω, H, Θ, Σ, j, e, Δ, U }) => ({
        given: [
          is(e, threadAt(Θ, j)),
          is(Δ, capabilityAt(e)),
          is(Σ, signatureOf(H)),
          updateOk(Ω, Σ, U),
          admits(All(), H, Θ, j, U),
        ],
        infer: moves(State(Ω, H, Θ), Checks(j, U), Noted(Ω, H, Θ, noted(Θ), Updates(All(), j, U))),
      })),
      rule('R-Act', ({ Ω, H, Θ, T, j, e, Δ, U }) => ({
        given: [is(e, threadAt(Θ, j)), is(Δ, capabilityAt(e))],
        infer: moves(
          Noted(Ω, H, Θ, T, Updates(All(), j, U)),
          Updates(All(), j, U),
          State(newTypes(Ω, U), newHeap(H, U), updating.one(Θ, j, U)),
        ),
      })),
    ],
  }),
  falls(['TT8'], 'fork-not-rewritten', 'U does not look into bodies of forks', {
    exchange: [
      [updating.one, outside.one],
      [updating.all, outside.all],
      [updating.nowhere, outside.nowhere],
      [newHeap, heapOutside],
    ],
  }),
  falls(['TT8'], 'others-not-rewritten', 'U rewrites only the thread that applies the update', {
    exchange: [[updating.one, ownOnly.one]],
  }),
  falls(['TT8'], 'finished-not-rewritten', 'U leaves a finished main thread alone', {
    exchange: [
      [updating.one, unfinishedOnly.one],
      [updating.all, unfinishedOnly.all],
    ],
  }),
  falls(['TT8s', 'TT9', 'TT10'], 'one-capability', 'the barrier looks at the capability of one thread only', {
    replace: [
      rule('A-Barrier', ({ H, Θ, j, U }) => ({
        given: [assembled(Θ), firstDisjoint(Θ, changedNames(U)), heapConFree(H, U), noneRunning(H, U)],
        infer: admits(Barrier(), H, Θ, j, U),
      })),
    ],
  }),
  falls(['TT8s', 'TT9', 'TT10'], 'blocked-ignored', 'the barrier does not wait for blocked threads', {
    replace: [barrier(({ Θ, H }) => unblockedAssembled(Θ, H))],
  }),
  falls(
    ['TT8s', 'TT9', 'TT10'],
    'forked-missed',
    'the barrier waits for the threads that there were when the update was requested',
    {
      add: [
        notedOk,
        notedMoves,
        rule('R-Note', ({ Ω, H, Θ }) => ({
          given: [],
          infer: moves(State(Ω, H, Θ), PassesAll(), Noted(Ω, H, Θ, numbers(Θ), Requests())),
        })),
        rule('R-UpdNoted', ({ Ω, H, Θ, T, Σ, U }) => ({
          given: [
            is(Σ, signatureOf(H)),
            updateOk(Ω, Σ, U),
            notedAssembled(Θ, T),
            allDisjoint(Θ, changedNames(U)),
            heapConFree(H, U),
            noneRunning(H, U),
          ],
          infer: moves(
            Noted(Ω, H, Θ, T, Requests()),
            UpdatesAll(Barrier(), U),
            State(newTypes(Ω, U), newHeap(H, U), updating.all(Θ, U)),
          ),
        })),
      ],
      remove: ['R-NoUpdAll'],
    },
  ),
  falls(['TT8s', 'TT9', 'TT10'], 'main-suffices', 'the barrier is assembled when main is at an update point', {
    replace: [barrier(({ Θ, H }) => mainAssembled(Θ, H))],
  }),
  falls(['TT6'], 'acquire-any', 'T-Acquire takes a cell of any type', {
    replace: [
      rule('T-Acquire', ({ Δ, Δ1, μ, e, τ }) => ({
        given: [types(...context, Δ, μ, e, Ref(τ), Δ1)],
        infer: types(...context, Δ, μ, Acquire(e), int, Δ1),
      })),
      rule('I-Acquire', ({ Ω, e, e1, e2, τ, τ1 }) => ({
        given: [infers(...context, e, τ, e1), unfolds(Ω, e1, τ, e2, Ref(τ1))],
        infer: infers(...context, Acquire(e), int, Acquire(e2)),
      })),
    ],
  }),
  falls(['TT7'], 'versions-types', 'threads keep the functions of their version though types change', {
    replace: [
      rule('A-Versions', ({ H, Θ, j, U }) => ({ given: [noneRunning(H, U)], infer: admits(OfVersions(), H, Θ, j, U) })),
      rule('State-Versions', ({ Ω, H, Θ, V, C, τ }) => ({
        given: [stateOk(State(Ω, H, Θ), τ)],
        infer: stateOk(Versioned(Ω, H, Θ, V, C), τ),
      })),
    ],
  }),
  falls(['TT15', 'TT16'], 'force-shared', 'no marks: whoever reads pending contents runs them', {
    replace: [
      rule('R-Force', ({ H, j, v, w, e }) => ({
        given: [is(w, pointer(v)), is(e, contentsOfAny(H, w)), notValue(e)],
        infer: reduces(j, H, Deref(v), H, Assign(v, e)),
      })),
    ],
  }),
  falls(['TT15', 'TT16'], 'assign-ignores-busy', 'assignment does not wait for contents that another thread runs', {
    replace: [
      rule('R-Assign', ({ H, j, v, v1, w, e }) => ({
        given: [is(w, pointer(v)), is(e, contentsOfAny(H, w))],
        infer: reduces(j, H, Assign(v, v1), holding(H, w, v1), v1),
      })),
    ],
  }),
  falls(['TT15'], 'running-replaced', 'contents that run may be replaced', { exchange: [[noneRunning, nothingRuns]] }),
];
