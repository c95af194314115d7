/** Metafunctions of Proteus with threads (threads.md, sections 6 to 8). */
import { entries, get, has, keys } from '../maps.ts';
import { contains } from '../proteus/capability.ts';
import * as contexts from '../proteus/contexts.ts';
import * as heaps from '../proteus/heaps.ts';
import * as updates from '../proteus/updates.ts';
import { isValue as isBaseValue } from '../proteus/values.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import { equal } from '../terms.ts';
import { heapMap, typesMap } from '../proteus/grammar.ts';
import {
  make,
  threadsMap,
  versionsMap,
  historiesMap,
  type Cap,
  type Config,
  type Expr,
  type Heap,
  type Histories,
  type State,
  type ThreadList,
  type Threads,
  type Types,
  type Update,
  type Versions,
} from './grammar.ts';
import { isBlockedAt } from './places.ts';
import { widened } from './widened.ts';
import type { Sort } from './grammar.ts';
import type { Binding as BaseBinding, Heap as BaseHeap } from '../proteus/grammar.ts';

export const focus = widened(contexts.focus);
export const plug = widened(contexts.plug);
export const hole = contexts.hole as Config['context'];
export const rewrite = widened(updates.rewrite);
export const conFree = widened(heaps.conFree);
export const isValue = isBaseValue as (e: Expr) => boolean;
type Bindings = Sort<'Bindings'>;
/** The main thread. */
export const main = '0';

/** Numbers of threads in their order. */
export const byNumber = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
/** The threads in the order of their numbers. */
export const threadsInOrder = (Θ: Threads): readonly (readonly [string, Expr])[] =>
  entries(Θ).sort(([a], [b]) => byNumber(a, b));

export const threadAt = partialMetafunction<[Threads, string], Expr>(
  {
    name: 'threadAt',
    args: ['Threads', 'name'],
    result: 'Expr',
    text: '{0}({1})',
    sentence: 'the expression of a thread; undefined where there is none',
  },
  (Θ, j) => get(Θ, j),
);

export const mainThread = partialMetafunction<[Threads], Expr>(
  {
    name: 'mainThread',
    args: ['Threads'],
    result: 'Expr',
    text: 'main thread of {0}',
    latex: '\\text{main thread of }{0}',
    sentence: 'the expression of thread 0',
  },
  (Θ) => get(Θ, main),
);

const constant = (name: string, value: string, text: string, latex: string, sentence: string) =>
  metafunction<[], string>({ name, args: [], result: 'name', text, latex, sentence }, () => value);
/** Where an update is applied by all. */
export const everybody = constant('everybody', 'all', 'all', '\\text{all}', 'all threads together');
/** Where it comes from outside. */
export const nobody = constant('nobody', 'env', 'env', '\\text{env}', 'the environment');
/** The local variable that nothing reads. */
export const unread = constant('unread', '_', '_', '\\_', 'a local variable that nothing reads');

/** A forked thread is dropped in the step that makes it a value. */
export const settle = (Θ: Threads, j: string, e: Expr): Threads =>
  j !== main && isValue(e) ? threadsMap.remove(Θ, j) : threadsMap.set(Θ, j, e);

export const withThread = metafunction<[Threads, string, Expr], Threads>(
  {
    name: 'withThread',
    args: ['Threads', 'name', 'Expr'],
    result: 'Threads',
    text: '{0}, {1} ↦ {2}',
    latex: '{0}, {1} \\mapsto {2}',
    sentence: 'the threads with another expression for one; a forked thread that is a value is dropped',
  },
  settle,
);

/** The least number that no thread has. */
export const freeNumber = metafunction<[Threads], string>(
  {
    name: 'freeNumber',
    args: ['Threads'],
    result: 'name',
    text: 'least number not in dom {0}',
    latex: '\\text{least number not in }\\mathrm{dom}\\,{0}',
    sentence: 'the least number that no thread has',
  },
  (Θ) => {
    let n = 0;
    while (has(Θ, String(n))) n++;
    return String(n);
  },
);

/** What a cell holds for a thread: e where it holds e or `e by j`; undefined where another thread runs the contents. */
export const contentsFor = partialMetafunction<[Heap, string, string], Expr>(
  {
    name: 'contentsFor',
    args: ['Heap', 'name', 'name'],
    result: 'Expr',
    text: 'contents {0}({1}) for {2}',
    latex: '\\mathrm{contents}_{{2}}\\,{0}({1})',
    sentence: 'what a variable or cell holds, without the mark of the thread; undefined where another thread runs it',
  },
  (H, w, j) => {
    const b = get(H, w);
    if (b === undefined || b.tag === 'Fun') return undefined;
    if (b.e.tag !== 'By') return b.e;
    return b.e.j === j ? b.e.e : undefined;
  },
);

/** What a cell holds, whoever runs it: what force-shared reads. */
export const contentsOfAny = partialMetafunction<[Heap, string], Expr>(
  {
    name: 'contentsOfAny',
    args: ['Heap', 'name'],
    result: 'Expr',
    text: 'unmarked {0}({1})',
    latex: '\\mathrm{unmarked}\\,{0}({1})',
    sentence: 'what a variable or cell holds, marks aside',
  },
  (H, w) => {
    const b = get(H, w);
    if (b === undefined || b.tag === 'Fun') return undefined;
    return b.e.tag === 'By' ? b.e.e : b.e;
  },
);

export const threadList = metafunction<[Threads], ThreadList>(
  {
    name: 'threadList',
    args: ['Threads'],
    result: 'ThreadList',
    text: '{0}',
    sentence: 'the threads as a list, in the order of their numbers, the main one left out',
  },
  (Θ) =>
    [...threadsInOrder(Θ)]
      .reverse()
      .filter(([j]) => j !== main)
      .reduce<ThreadList>((rest, [j, e]) => make.ThreadList.Thread(j, e, rest), make.ThreadList.NoThreads()),
);

const everyThread = (
  name: string,
  text: string,
  latex: string,
  sentence: string,
  holds: (e: Expr, T: readonly string[], j: string) => boolean,
) =>
  metafunction<[Threads, readonly string[]], boolean>(
    { name, args: ['Threads', 'names'], result: 'holds', text, latex, sentence },
    (Θ, T) => T.length === 0 || entries(Θ).every(([j, e]) => holds(e, T, j)),
  );

/** conFree(T(j), dom UN) for every thread j. */
export const threadsConFree = everyThread(
  'threadsConFree',
  'conFree({0}(j), {1}) for all j',
  '\\mathrm{conFree}({0}(j), {1})\\text{ for all }j',
  'no thread uses a type of the set concretely',
  (e, T) => conFree.compute(e, T),
);

/** The same for the threads but one. */
export const othersConFree = metafunction<[Threads, string, readonly string[]], boolean>(
  {
    name: 'othersConFree',
    args: ['Threads', 'name', 'names'],
    result: 'holds',
    text: 'conFree({0}(j), {2}) for all j ≠ {1}',
    latex: '\\mathrm{conFree}({0}(j), {2})\\text{ for all }j \\ne {1}',
    sentence: 'no other thread uses a type of the set concretely',
  },
  (Θ, i, T) => T.length === 0 || entries(Θ).every(([j, e]) => j === i || conFree.compute(e, T)),
);

const places = new WeakMap<object, Config>();
/** Where an expression stands: its context and the redex, or the value it is. */
export function placeIn(e: Expr): Config {
  let K = places.get(e);
  if (K === undefined)
    places.set(e, (K = focus.compute(make.Config.Configuration(typesMap.empty, heapMap.empty as Heap, hole, e))));
  return K;
}
export const redexOf = (e: Expr): Expr => placeIn(e).e;

/** The expression as E[update[Δ]]: its Δ; undefined for one that stands elsewhere. */
export const capabilityAt = partialMetafunction<[Expr], Cap>(
  {
    name: 'capabilityAt',
    args: ['Expr'],
    result: 'Cap',
    text: 'Δ of {0}',
    latex: '\\Delta({0})',
    sentence: 'the capability of the update point where an expression stands; undefined where it stands at none',
  },
  (e) => {
    const at = redexOf(e);
    return at.tag === 'Update' ? at.cap : undefined;
  },
);

/** E[e] with another expression in place of the redex. */
const replaced = (e: Expr, by: Expr): Expr => plug.compute(placeIn(e).context, by);

/** A thread's expression with the heap, as a configuration of Proteus at its place. */
export const placed = metafunction<[Types, Heap, Expr], Config>(
  {
    name: 'placed',
    args: ['Types', 'Heap', 'Expr'],
    result: 'Config',
    text: 'place of {2} in ({0}, {1})',
    latex: '\\text{place of }{2}\\text{ in }({0}, {1})',
    sentence: 'the configuration of one expression, decomposed at its redex',
  },
  (Ω, H, e) => focus.compute(make.Config.Configuration(Ω, H, hole, e)),
);

const zero = make.Expr.Num(0n);
const one = make.Expr.Num(1n);
const atPoint = (e: Expr): boolean => redexOf(e).tag === 'Update';

/** E[0] for E[update[Δ]]. */
export const passed = (name: string, text: string, value: Expr, sentence: string) =>
  partialMetafunction<[Expr], Expr>({ name, args: ['Expr'], result: 'Expr', text, sentence }, (e) =>
    atPoint(e) ? replaced(e, value) : undefined,
  );
export const updatedPoint = passed('updatedPoint', '{0} with 0 for its update point', zero, 'E[0] for E[update[Δ]]');

/** What U makes of a thread's expression: whose it is, and whether the thread is at the point where the update is applied. */
export type Rewriting = (e: Expr, M: Update['changed'], j: string, own: boolean) => Expr;

/** The threads after an update, in each of the three ways in which one is applied; `by` is what is said of the rewriting. */
export function updatingBy(U: Rewriting, by: string) {
  const rewritten = (Θ: Threads, M: Update['changed'], at: (j: string, e: Expr) => boolean): Threads => {
    let next: Threads = Θ;
    for (const [j, e] of entries(Θ)) {
      const own = at(j, e);
      next = settle(next, j, U(own ? replaced(e, zero) : e, M, j, own));
    }
    return next;
  };
  return {
    one: metafunction<[Threads, string, Update], Threads>(
      {
        name: `updatedThreads${by}`,
        args: ['Threads', 'name', 'Update'],
        result: 'Threads',
        text: `{0} updated${by} at {1} by {2}`,
        latex: '{0} \\oplus_{{1}} {2}',
        sentence: 'the threads rewritten by U, one past its update point with 0',
      },
      (Θ, i, U1) => rewritten(Θ, U1.changed, (j) => j === i),
    ),
    all: metafunction<[Threads, Update], Threads>(
      {
        name: `updatedAll${by}`,
        args: ['Threads', 'Update'],
        result: 'Threads',
        text: `{0} updated${by} at all points by {1}`,
        latex: '{0} \\oplus_{\\mathrm{all}} {1}',
        sentence: 'the threads rewritten by U, all that are at update points past them with 0',
      },
      (Θ, U1) => rewritten(Θ, U1.changed, (_, e) => atPoint(e)),
    ),
    nowhere: metafunction<[Threads, Update], Threads>(
      {
        name: `updatedNowhere${by}`,
        args: ['Threads', 'Update'],
        result: 'Threads',
        text: `{0} rewritten${by} by {1}`,
        latex: '\\mathcal{U}({0}, {1})',
        sentence: 'the threads rewritten by U where they stand',
      },
      (Θ, U1) => rewritten(Θ, U1.changed, () => false),
    ),
  };
}

export const updating = updatingBy((e, M) => rewrite.compute(e, M), '');

export const passedAll = metafunction<[Threads], Threads>(
  {
    name: 'passedAll',
    args: ['Threads'],
    result: 'Threads',
    text: '{0} with 1 for all update points',
    sentence: 'all threads that are at update points past them with 1',
  },
  (Θ) => {
    let next: Threads = Θ;
    for (const [j, e] of entries(Θ)) if (atPoint(e)) next = settle(next, j, replaced(e, one));
    return next;
  },
);

/** Every thread is at an update point or a value, and one at least is at one. */
export const assembled = metafunction<[Threads], boolean>(
  {
    name: 'assembled',
    args: ['Threads'],
    result: 'holds',
    text: 'all of {0} at update points or finished, one at least at one',
    latex: '{0}\\text{ assembled}',
    sentence: 'every thread is at an update point or finished, and one at least is at one',
  },
  (Θ) => {
    const all = entries(Θ).map(([, e]) => e);
    return all.some(atPoint) && all.every((e) => atPoint(e) || isValue(e));
  },
);

/** dom UN ∩ Δi = ∅ for every thread at an update point. */
export const allDisjoint = everyThread(
  'allDisjoint',
  '{1} ∩ Δj = ∅ for all j ∈ {0} at update points',
  '{1} \\cap \\Delta_j = \\emptyset\\text{ for all }j \\in {0}\\text{ at update points}',
  'no type of the set is in the capability of an update point where a thread stands',
  (e, T) => {
    const Δ = capabilityAt.compute(e);
    return Δ === undefined || T.every((t) => !contains(Δ, t));
  },
);

/** For no z in UB is H(z) of the form `e by j`. */
export const noneRunning = metafunction<[Heap, Update], boolean>(
  {
    name: 'noneRunning',
    args: ['Heap', 'Update'],
    result: 'holds',
    text: 'no contents of dom UB({1}) run in {0}',
    latex: '\\text{no contents of }\\mathrm{dom}\\,\\mathit{UB}({1})\\text{ run in }{0}',
    sentence: 'no thread runs the contents of a variable that the update replaces',
  },
  (H, U) => keys(U.replaced).every((z) => !isRunning(H, z)),
);
export const isRunning = (H: Heap, z: string): boolean => {
  const b = get(H, z);
  return b !== undefined && b.tag !== 'Fun' && b.e.tag === 'By';
};

/** Whether the redex of a thread waits for another: `acquire` of a cell that is taken, or a cell whose contents another runs. */
export const isBlocked = (H: Heap, j: string, e: Expr): boolean => isBlockedAt(H, j, redexOf(e));

/** Where a blocked thread counts as waiting if it is con-free. */
export const assembledOrBlocked = metafunction<[Threads, Heap, readonly string[]], boolean>(
  {
    name: 'assembledOrBlocked',
    args: ['Threads', 'Heap', 'names'],
    result: 'holds',
    text: 'all of {0} at update points, finished, or blocked in {1} and con-free for {2}',
    latex: '{0}\\text{ assembled or blocked in }{1}\\text{ and con-free for }{2}',
    sentence: 'every thread is at an update point, finished, or blocked and con-free; one at least is at a point',
  },
  (Θ, H, T) => {
    const all = entries(Θ);
    return (
      all.some(([, e]) => atPoint(e)) &&
      all.every(([j, e]) => atPoint(e) || isValue(e) || (isBlocked(H, j, e) && conFree.compute(e, T)))
    );
  },
);

/** Main is a value, and the only thread. */
export const isDone = (Θ: Threads): boolean => {
  const all = entries(Θ);
  return all.length === 1 && isValue((all[0] as [string, Expr])[1]);
};

// Policy versions (behaviours.md, section 8).

export const versionOf = partialMetafunction<[Versions, string], string>(
  {
    name: 'versionOf',
    args: ['Versions', 'name'],
    result: 'name',
    text: '{0}({1})',
    sentence: 'the version of a thread',
  },
  (V, j) => get(V, j),
);

/** The heap as a thread of a version sees it: with the functions of that time. */
export const seenAt = metafunction<[Heap, Histories, string], Heap>(
  {
    name: 'seenAt',
    args: ['Heap', 'Histories', 'name'],
    result: 'Heap',
    text: '{0} with {1}({2})',
    latex: '{0} \\oplus {1}({2})',
    sentence: 'a heap with the functions as they were in a version',
  },
  (H, C, n) => overlaid(H, get(C, n)),
);
const overlaid = (H: Heap, functions: Heap | undefined): Heap => {
  let next: Heap = H;
  for (const [z, b] of functions === undefined ? [] : entries(functions))
    next = heapMap.set(next as BaseHeap, z, b as BaseBinding) as Heap;
  return next;
};

export const functionsIn = metafunction<[Heap], Heap>(
  {
    name: 'functionsIn',
    args: ['Heap'],
    result: 'Heap',
    text: 'functions of {0}',
    sentence: 'the functions of a heap',
  },
  (H) => {
    let next = heapMap.empty as Heap;
    for (const [z, b] of entries(H))
      if (b.tag === 'Fun') next = heapMap.set(next as BaseHeap, z, b as BaseBinding) as Heap;
    return next;
  },
);

/** The heap that a step by old functions leaves, with the functions of now. */
export const sharedIn = metafunction<[Heap, Heap], Heap>(
  {
    name: 'sharedIn',
    args: ['Heap', 'Heap'],
    result: 'Heap',
    text: 'variables and cells of {1}, functions of {0}',
    sentence: 'variables and cells as in the second heap, functions as in the first',
  },
  (H, H1) => overlaid(H1, functionsIn.compute(H)),
);

/** The versions after a step: a thread that has come has the version of the one that moved; one that has gone has none. */
export const versionsAfter = metafunction<[Versions, string, Threads], Versions>(
  {
    name: 'versionsAfter',
    args: ['Versions', 'name', 'Threads'],
    result: 'Versions',
    text: '{0} for {2}, new threads as {1}',
    sentence: 'a forked thread has the version of its parent; one that has ended has none',
  },
  (V, j, Θ) => {
    let next: Versions = V;
    for (const [i] of entries(V)) if (i !== newest && !has(Θ, i)) next = versionsMap.remove(next, i);
    for (const [i] of entries(Θ)) if (!has(V, i)) next = versionsMap.set(next, i, get(V, j) ?? '0');
    return next;
  },
);

/** Where the version of the system is kept, beside those of the threads. */
const newest = '*';

export const newestVersion = partialMetafunction<[Versions], string>(
  {
    name: 'newestVersion',
    args: ['Versions'],
    result: 'name',
    text: 'newest of {0}',
    latex: '\\text{newest of }{0}',
    sentence: 'the version of the system: how many updates were applied',
  },
  (V) => get(V, newest),
);

/** The system and a thread go on. */
export const advanced = metafunction<[Versions, string, string], Versions>(
  {
    name: 'advanced',
    args: ['Versions', 'name', 'name'],
    result: 'Versions',
    text: '{0}, newest and {1} ↦ {2}',
    latex: '{0}, \\text{newest and }{1} \\mapsto {2}',
    sentence: 'the versions with another one for the system and a thread',
  },
  (V, j, n) => versionsMap.set(versionsMap.set(V, newest, n), j, n),
);

export const withVersion = metafunction<[Versions, string, string], Versions>(
  {
    name: 'withVersion',
    args: ['Versions', 'name', 'name'],
    result: 'Versions',
    text: '{0}, {1} ↦ {2}',
    latex: '{0}, {1} \\mapsto {2}',
    sentence: 'the versions with another one for a thread',
  },
  (V, j, n) => versionsMap.set(V, j, n),
);

export const withHistory = metafunction<[Histories, string, Heap], Histories>(
  {
    name: 'withHistory',
    args: ['Histories', 'name', 'Heap'],
    result: 'Histories',
    text: '{0}, {1} ↦ functions of {2}',
    latex: '{0}, {1} \\mapsto \\mathrm{functions}({2})',
    sentence: 'the functions of one more version kept',
  },
  (C, n, H) => historiesMap.set(C, n, functionsIn.compute(H)),
);

/** The functions of all versions as one list, each under a name of its own. */
export const olderFunctions = metafunction<[Histories], Bindings>(
  {
    name: 'olderFunctions',
    args: ['Histories'],
    result: 'Bindings',
    text: 'functions of all of {0}',
    latex: '\\text{functions of all of }{0}',
    sentence: 'the functions of every version as a list',
  },
  (C) => {
    let list: Bindings = make.Bindings.NoBindings();
    for (const [, H] of entries(C)) for (const [z, b] of entries(H)) list = make.Bindings.Bound(z, b, list);
    return list;
  },
);

export const nextVersion = metafunction<[string], string>(
  { name: 'nextVersion', args: ['name'], result: 'name', text: '{0} + 1', sentence: 'the version after a version' },
  (n) => String(BigInt(n) + 1n),
);

export const olderVersion = metafunction<[string, string], boolean>(
  {
    name: 'olderVersion',
    args: ['name', 'name'],
    result: 'holds',
    text: '{0} < {1}',
    sentence: 'the first version comes before the second',
  },
  (n, k) => BigInt(n) < BigInt(k),
);

/** No type changes, and every replaced name keeps its type, latents included. */
export const keepsTypes = metafunction<[Heap, Update], boolean>(
  {
    name: 'keepsTypes',
    args: ['Heap', 'Update'],
    result: 'holds',
    text: 'dom UN({1}) = ∅, types of UB({1}) as in {0}',
    latex: '\\mathrm{dom}\\,\\mathit{UN}({1}) = \\emptyset,\\ \\mathit{UB}({1})\\text{ typed as in }{0}',
    sentence: 'the update changes no type, and every name it replaces keeps its type, latents included',
  },
  (H, U) => {
    if (keys(U.changed).length > 0) return false;
    return entries(U.replaced).every(([z, b]) => {
      const old = get(H, z);
      return old !== undefined && sameType(old as BaseBinding, b as BaseBinding);
    });
  },
);
const sameType = (a: BaseBinding, b: BaseBinding): boolean => equal(heaps.typeOfBinding(a), heaps.typeOfBinding(b));

/** One thread, the main one. */
const startOf = (K: Config): Threads => threadsMap.set(threadsMap.empty, main, plug.compute(K.context, K.e));

export const startState = metafunction<[Config], State>(
  {
    name: 'startState',
    args: ['Config'],
    result: 'State',
    text: '{0} as thread 0',
    latex: '{0}\\text{ as thread }0',
    sentence: 'the configuration with one thread, the main one',
  },
  (K) => make.State.State(K.types, K.heap, startOf(K)),
);

export const startVersioned = metafunction<[Config], State>(
  {
    name: 'startVersioned',
    args: ['Config'],
    result: 'State',
    text: '{0} as thread 0 of version 0',
    latex: '{0}\\text{ as thread }0\\text{ of version }0',
    sentence: 'the configuration with one thread, all of version 0',
  },
  (K) =>
    make.State.Versioned(
      K.types,
      K.heap,
      startOf(K),
      versionsMap.of([
        [newest, '0'],
        [main, '0'],
      ]),
      historiesMap.of([['0', functionsIn.compute(K.heap)]]),
    ),
);
