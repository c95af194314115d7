/** What variants look at in a configuration, or do to it, in place of what the calculus does (section 12). */
import { entries, get, keys } from '../maps.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import {
  enqueue,
  final,
  holding,
  itemList,
  itemsOf,
  marked,
  marking,
  queue,
  queueIn,
  versionNumbered,
  withQueue,
} from './configs.ts';
import { make, queueMap, type Config, type Item, type Items, type Versions } from './grammar.ts';
import { tables } from './tables.ts';

const { Configuration } = make.Config;
const { NoItems } = make.Items;

export const markedInFront = marking(
  'markedInFront',
  'a marker in front of the queues to some participants',
  (old, m) => [m, ...old],
);

export const codeWaits = metafunction<[Versions, Config, string], boolean>(
  {
    name: 'codeWaits',
    args: ['Versions', 'Config', 'name'],
    result: 'holds',
    text: '{0}; {1} has no code for {2}',
    latex: '{0}; {1}\\text{ has no code for }{2}',
    sentence: 'a participant has taken all code updates of its version',
  },
  (W, C, p) => {
    const Θ = get(C.threads, p);
    const V = Θ === undefined ? undefined : versionNumbered(W, Θ.n);
    return (
      Θ === undefined ||
      V === undefined ||
      tables(get(V.tables, p) ?? make.History.NoTables())[Number(Θ.taken) + 1] === undefined
    );
  },
);
export const roomIn = metafunction<[Config, string, string], boolean>(
  {
    name: 'roomIn',
    args: ['Config', 'name', 'name'],
    result: 'holds',
    text: 'no message in {0}({1}, {2})',
    latex: '\\text{no message in }{0}({1}, {2})',
    sentence: 'a queue holds no message',
  },
  (C, p, q) => itemsOf(queueIn(C, p, q)).every((i) => i.tag === 'Mark'),
);
export const someoneAt = metafunction<[Config, bigint], boolean>(
  {
    name: 'someoneAt',
    args: ['Config', 'int'],
    result: 'holds',
    text: 'somebody in {0} has version {1}',
    latex: '\\text{somebody in }{0}\\text{ has version }{1}',
    sentence: 'a participant has a version or a later one',
  },
  (C, n) => entries(C.threads).some(([, Θ]) => Θ.n >= n),
);
export const unmarked = metafunction<[Config, string, readonly string[], bigint], Config>(
  {
    name: 'unmarked',
    args: ['Config', 'name', 'names', 'int'],
    result: 'Config',
    text: 'unmarked({0}, {1}, {2}, {3})',
    latex: '\\mathit{unmarked}({0}, {1}, {2}, {3})',
    sentence: 'no marker is sent',
  },
  (C) => C,
);
const flushed = (name: string, sentence: string, which: (from: string, to: string, p: string) => boolean) =>
  metafunction<[Config, string], Config>(
    {
      name,
      args: ['Config', 'name'],
      result: 'Config',
      text: `${name}({0}, {1})`,
      latex: `\\mathit{${name}}({0}, {1})`,
      sentence,
    },
    (C, p) => {
      let Q = C.queues;
      for (const key of keys(Q)) {
        const [from, to] = key.split(' ') as [string, string];
        if (which(from, to, p)) Q = queueMap.remove(Q, key);
      }
      return Configuration(C.threads, Q);
    },
  );
export const flushedIn = flushed('flushedIn', 'the queues to a participant are emptied', (_, to, p) => to === p);
export const flushedOut = flushed(
  'flushedOut',
  'the queues from a participant are emptied',
  (from, _, p) => from === p,
);

/** The items in a queue from the first on that is no marker of a version that the reader has. */
const pastStale = (C: Config, p: string, q: string): Items => {
  const own = get(C.threads, q)?.n;
  let items = queueIn(C, p, q);
  while (own !== undefined && items.tag === 'Items' && items.item.tag === 'Mark' && items.item.n <= own)
    items = items.rest;
  return items;
};
export const queueSkipping = metafunction<[Config, string, string], Items>(
  {
    ...queue.info,
    name: 'queueSkipping',
    text: '{0}({1}, {2}) skipping',
    latex: '{0}({1}, {2})\\text{ skipping}',
    sentence:
      'what is on its way from one participant to another, without the markers at the head of versions that one has',
  },
  pastStale,
);
export const finalSkipping = metafunction<[Config], boolean>(
  {
    ...final.info,
    name: 'finalSkipping',
    text: '{0} is final but for stale markers',
    latex: '{0}\\text{ is final but for stale markers}',
    sentence: 'every process is stop and no queue holds more than markers of versions that its receiver has',
  },
  (C) =>
    entries(C.threads).every(([, Θ]) => Θ.process.tag === 'Stop') &&
    keys(C.queues).every((key) => pastStale(C, ...(key.split(' ') as [string, string])).tag === 'NoItems'),
);
export const markerFrom = partialMetafunction<[Config, string, bigint], string>(
  {
    name: 'markerFrom',
    args: ['Config', 'name', 'int'],
    result: 'name',
    text: 'marker {2} for {1} in {0}',
    latex: '\\text{marker }{2}\\text{ for }{1}\\text{ in }{0}',
    sentence: 'the first participant from which a marker is the next to be read',
  },
  (C, p, n) => {
    for (const key of keys(C.queues)) {
      const [from, to] = key.split(' ') as [string, string];
      if (to !== p) continue;
      const items = pastStale(C, from, p);
      if (items.tag === 'Items' && items.item.tag === 'Mark' && items.item.n === n) return from;
    }
    return undefined;
  },
);

// One queue for each receiver: its items say who sent them.
const shared = '*';
const tagged = (p: string, i: Item): Item =>
  i.tag === 'Msg' ? make.Item.Msg(`${p}/${i.l}`, i.v) : make.Item.Msg(`${p}/#`, make.Expr.Num(i.n));
export const enqueueOne = metafunction<[Config, string, string, Item], Config>(
  {
    ...enqueue.info,
    name: 'enqueueOne',
    text: '{0} with {3} behind (*, {2}), from {1}',
    latex: '{0}\\text{ with }{3}\\text{ behind }(*, {2})\\text{, from }{1}',
    sentence: 'an item at the end of the one queue of its receiver',
  },
  (C, p, q, i) =>
    Configuration(
      C.threads,
      withQueue(C.queues, shared, q, itemList([...itemsOf(queueIn(C, shared, q)), tagged(p, i)])),
    ),
);
export const queueOne = metafunction<[Config, string, string], Items>(
  {
    ...queue.info,
    name: 'queueOne',
    text: '{0}(*, {2}) from {1}',
    latex: '{0}(*, {2})\\text{ from }{1}',
    sentence: 'the item at the head of the one queue of a receiver, if it is from the sender',
  },
  (C, p, q) => {
    const head = itemsOf(queueIn(C, shared, q))[0];
    if (head?.tag !== 'Msg' || !head.l.startsWith(`${p}/`)) return NoItems();
    const l = head.l.slice(p.length + 1);
    return make.Items.Items(
      l === '#' && head.v.tag === 'Num' ? make.Item.Mark(head.v.n) : make.Item.Msg(l, head.v),
      NoItems(),
    );
  },
);
export const holdingOne = metafunction<[Config, string, string, Items], Config>(
  {
    ...holding.info,
    name: 'holdingOne',
    text: '{0} without the head of (*, {2}), from {1}: {3}',
    latex: '{0}\\text{ without the head of }(*, {2})\\text{, from }{1}: {3}',
    sentence: 'the one queue of a receiver without its head',
  },
  (C, _, q) =>
    Configuration(C.threads, withQueue(C.queues, shared, q, itemList(itemsOf(queueIn(C, shared, q)).slice(1)))),
);
export const markedOne = metafunction<[Config, string, readonly string[], bigint], Config>(
  {
    ...marked.info,
    name: 'markedOne',
    text: 'markedOne({0}, {1}, {2}, {3})',
    latex: '\\mathit{markedOne}({0}, {1}, {2}, {3})',
    sentence: 'a marker at the end of the one queue of each of some participants',
  },
  (C, p, X, n) => X.reduce((at, r) => enqueueOne.compute(at, p, r, make.Item.Mark(n)), C),
);
