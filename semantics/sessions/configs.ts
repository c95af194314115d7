/** Metafunctions on configurations and versions (sections 7 and 9). Queues that hold nothing have no key. */
import { entries, get, keys } from '../maps.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import {
  entryMap,
  historyMap,
  make,
  queueMap,
  threadMap,
  type Config,
  type EntryMap,
  type Global,
  type Projections,
  type Entries,
  type Histories,
  type Item,
  type Items,
  type Pairs,
  type Process,
  type QueueMap,
  type Table,
  type Thread,
  type ThreadList,
  type ThreadMap,
  type Version,
  type Versions,
} from './grammar.ts';
import { pairsOf } from './locals.ts';
import { tables } from './tables.ts';
import { union } from './names.ts';

const { Configuration } = make.Config;
const { NoItems } = make.Items;
const Made = make.Items.Items;

/** The key of the queue from p to q. */
export const queueKey = (p: string, q: string): string => `${p} ${q}`;

export const itemsOf = (list: Items): Item[] => {
  const all: Item[] = [];
  for (let i = list; i.tag === 'Items'; i = i.rest) all.push(i.item);
  return all;
};
export const itemList = (all: readonly Item[]): Items => all.reduceRight<Items>((rest, i) => Made(i, rest), NoItems());

export const queueIn = (C: Config, p: string, q: string): Items => get(C.queues, queueKey(p, q)) ?? NoItems();
export const withQueue = (Q: QueueMap, p: string, q: string, items: Items): QueueMap =>
  items.tag === 'NoItems' ? queueMap.remove(Q, queueKey(p, q)) : queueMap.set(Q, queueKey(p, q), items);

export const threadOf = partialMetafunction<[Config, string], Thread>(
  {
    name: 'threadOf',
    args: ['Config', 'name'],
    result: 'Thread',
    text: '{0}({1})',
    sentence: 'the thread of a participant',
  },
  (C, p) => get(C.threads, p),
);

export const queue = metafunction<[Config, string, string], Items>(
  {
    name: 'queue',
    args: ['Config', 'name', 'name'],
    result: 'Items',
    text: '{0}({1}, {2})',
    sentence: 'what is on its way from one participant to another',
  },
  queueIn,
);

/** The configuration in which p goes on as P, and in which table. */
export const goesOnAs = metafunction<[Config, string, Process], Config>(
  {
    name: 'goesOnAs',
    args: ['Config', 'name', 'Process'],
    result: 'Config',
    text: '{0} with {1} at {2}',
    latex: '{0}\\text{ with }{1}\\text{ at }{2}',
    sentence: 'the configuration in which a participant goes on as a process',
  },
  (C, p, P) => {
    const Θ = get(C.threads, p) as Thread;
    return Configuration(threadMap.set(C.threads, p, make.Thread.Thread(P, Θ.n, Θ.taken, Θ.table)), C.queues);
  },
);
export const becomes = metafunction<[Config, string, Thread], Config>(
  {
    name: 'becomes',
    args: ['Config', 'name', 'Thread'],
    result: 'Config',
    text: '{0} with {1} ↦ {2}',
    latex: '{0}\\text{ with }{1} \\mapsto {2}',
    sentence: 'the configuration in which a participant is another thread',
  },
  (C, p, Θ) => Configuration(threadMap.set(C.threads, p, Θ), C.queues),
);

export const enqueue = metafunction<[Config, string, string, Item], Config>(
  {
    name: 'enqueue',
    args: ['Config', 'name', 'name', 'Item'],
    result: 'Config',
    text: '{0} with {3} behind ({1}, {2})',
    latex: '{0}\\text{ with }{3}\\text{ behind }({1}, {2})',
    sentence: 'an item at the end of a queue',
  },
  (C, p, q, i) => Configuration(C.threads, withQueue(C.queues, p, q, itemList([...itemsOf(queueIn(C, p, q)), i]))),
);
export const holding = metafunction<[Config, string, string, Items], Config>(
  {
    name: 'holding',
    args: ['Config', 'name', 'name', 'Items'],
    result: 'Config',
    text: '{0} with ({1}, {2}) ↦ {3}',
    latex: '{0}\\text{ with }({1}, {2}) \\mapsto {3}',
    sentence: 'the configuration in which a queue holds what is given',
  },
  (C, p, q, items) => Configuration(C.threads, withQueue(C.queues, p, q, items)),
);

const put = (
  C: Config,
  p: string,
  to: readonly string[],
  n: bigint,
  place: (old: Item[], mark: Item) => Item[],
): Config => {
  let Q = C.queues;
  const mark = make.Item.Mark(n);
  for (const r of to) Q = withQueue(Q, p, r, itemList(place(itemsOf(get(Q, queueKey(p, r)) ?? NoItems()), mark)));
  return Configuration(C.threads, Q);
};
export const marking = (name: string, sentence: string, place: (old: Item[], mark: Item) => Item[]) =>
  metafunction<[Config, string, readonly string[], bigint], Config>(
    {
      name,
      args: ['Config', 'name', 'names', 'int'],
      result: 'Config',
      text: `${name}({0}, {1}, {2}, {3})`,
      latex: `\\mathit{${name}}({0}, {1}, {2}, {3})`,
      sentence,
    },
    (C, p, X, n) => put(C, p, X, n, place),
  );
export const marked = marking('marked', 'a marker at the end of the queues to some participants', (old, m) => [
  ...old,
  m,
]);
/** W(n): versions are numbered from 0, the latest stands first. */
export function versionNumbered(W: Versions, n: bigint): Version | undefined {
  let count = -1n;
  for (let at = W; at.tag === 'Later'; at = at.rest) count++;
  for (let at = W; at.tag === 'Later'; at = at.rest, count--) if (count === n) return at.version;
  return undefined;
}
export const versionOf = partialMetafunction<[Versions, bigint], Version>(
  {
    name: 'versionOf',
    args: ['Versions', 'int'],
    result: 'Version',
    text: '{0}({1})',
    sentence: 'a version by its number; undefined where there is none',
  },
  versionNumbered,
);

export const tableAfter = partialMetafunction<[Version, string, bigint], Table>(
  {
    name: 'tableAfter',
    args: ['Version', 'name', 'int'],
    result: 'Table',
    text: 'table {2} of {1} in {0}',
    latex: '\\text{table }{2}\\text{ of }{1}\\text{ in }{0}',
    sentence:
      'the table of a participant after so many code updates of a version; undefined where there are not as many',
  },
  (V, p, k) => {
    const w = get(V.tables, p);
    return w === undefined ? undefined : tables(w)[Number(k)];
  },
);

export const entriesOf = metafunction<[Version, string], Entries>(
  {
    name: 'entriesOf',
    args: ['Version', 'name'],
    result: 'Entries',
    text: 'entries of {1} in {0}',
    latex: '\\text{entries of }{1}\\text{ in }{0}',
    sentence: 'the entries that an update gives for a participant',
  },
  (V, p) => get(V.entries, p) ?? make.Entries.NoEntries(),
);

const begin = (threads: ThreadMap, V: Version, n: bigint, names: Iterable<string>): ThreadMap => {
  let T = threads;
  for (const p of names) {
    const first = tables(get(V.tables, p) ?? make.History.NoTables())[0];
    if (first !== undefined)
      T = threadMap.set(T, p, make.Thread.Thread(make.Process.Call('main', make.Args.NoArgs()), n, 0n, first));
  }
  return T;
};
/** The participants that an update adds, at their main(). */
export const joinedBy = metafunction<[Config, Version, bigint], Config>(
  {
    name: 'joinedBy',
    args: ['Config', 'Version', 'int'],
    result: 'Config',
    text: '{0} joined by those added in {1}, at {2}',
    latex: '{0}\\text{ joined by those added in }{1}\\text{, at }{2}',
    sentence: 'the participants that an update adds, at their main()',
  },
  (C, V, n) => Configuration(begin(C.threads, V, n, V.added), C.queues),
);
/** Where a program starts: every participant at its main(), all queues empty. */
export const start = metafunction<[Version], Config>(
  {
    name: 'start',
    args: ['Version'],
    result: 'Config',
    text: 'start({0})',
    latex: '\\mathit{start}({0})',
    sentence: 'every participant of a program at its main(), all queues empty',
  },
  (V) => Configuration(begin(threadMap.empty, V, 0n, keys(V.tables)), queueMap.empty),
);

export const everyone = metafunction<[Versions], readonly string[]>(
  {
    name: 'everyone',
    args: ['Versions'],
    result: 'names',
    text: 'everyone in {0}',
    latex: '\\text{everyone in }{0}',
    sentence: 'the participants of a program and of its updates so far',
  },
  (W) => {
    let all: readonly string[] = [];
    for (let at = W; at.tag === 'Later'; at = at.rest) all = union(all, keys(at.version.tables).sort());
    return all;
  },
);

export const threads = metafunction<[Config], ThreadList>(
  {
    name: 'threads',
    args: ['Config'],
    result: 'ThreadList',
    text: 'threads of {0}',
    latex: '\\text{threads of }{0}',
    sentence: 'the threads of a configuration, sorted by participant',
  },
  (C) =>
    entries(C.threads).reduceRight<ThreadList>(
      (rest, [p, Θ]) => make.ThreadList.Threads(p, Θ, rest),
      make.ThreadList.NoThreads(),
    ),
);
export const threadNames = metafunction<[Config], readonly string[]>(
  {
    name: 'threadNames',
    args: ['Config'],
    result: 'names',
    text: 'names({0})',
    latex: '\\mathit{names}({0})',
    sentence: 'the participants that have a thread',
  },
  (C) => keys(C.threads).sort(),
);
export const pairs = metafunction<[Config], Pairs>(
  {
    name: 'pairs',
    args: ['Config'],
    result: 'Pairs',
    text: 'pairs of {0}',
    latex: '\\text{pairs of }{0}',
    sentence: 'all ordered pairs of different participants',
  },
  (C) => pairsOf(keys(C.threads).sort()),
);

/** What the final configurations are: every process is stop and every queue empty. */
export const isFinal = (C: Config): boolean =>
  C.queues.tag === 'QueueMap.empty' && entries(C.threads).every(([, Θ]) => Θ.process.tag === 'Stop');
export const final = metafunction<[Config], boolean>(
  {
    name: 'final',
    args: ['Config'],
    result: 'holds',
    text: '{0} is final',
    latex: '{0}\\text{ is final}',
    sentence: 'every process is stop and every queue empty',
  },
  isFinal,
);

export const firstVersion = metafunction<[Global, Projections, Histories], Version>(
  {
    name: 'firstVersion',
    args: ['Global', 'Projections', 'Histories'],
    result: 'Version',
    text: 'version 0 of {0}, {1}, {2}',
    latex: '\\text{version 0 of }{0}, {1}, {2}',
    sentence: 'the version of a program before any update: it came at no boundary, by no entries, and added nobody',
  },
  (G, Π, H) => make.Version.Version('', G, Π, H, entryMap.empty, []),
);

export const noHistories: Histories = historyMap.empty;
export const noEntries: EntryMap = entryMap.empty;
