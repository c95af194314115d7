/** Metafunctions on programs and updates as they are written: lists of items (sections 1 and 8). */
import type { Grammar } from '../declared.ts';
import { inOrderOf, madeOf, nameIn } from '../evaluation-order.ts';
import { entries } from '../maps.ts';
import { metafunction, type Metafunction } from '../symbols.ts';
import { equal } from '../terms.ts';
import { focus, hole } from './contexts.ts';
import {
  changesMap,
  heapMap,
  make,
  proteus,
  typesMap,
  type Binding,
  type Config,
  type Heap,
  type Item,
  type Items,
  type Program,
  type Type,
  type Types,
  type Update,
} from './grammar.ts';

/** The list of the items of a program or update, as an array. */
export function itemList(items: Items): Item[] {
  const list: Item[] = [];
  for (let at = items; at.tag === 'Items'; at = at.rest) list.push(at.item);
  return list;
}

/** An array of items, as the list of a program or update. */
export const listOfItems = (items: readonly Item[]): Items =>
  items.reduceRight<Items>((rest, item) => make.Items.Items(item, rest), make.Items.NoItems());

/** An update from its items: later ones win where a name comes twice (reading has refused that). */
export const updateOf = metafunction<[Items], Update>(
  {
    name: 'updateOf',
    args: ['Items'],
    result: 'Update',
    text: 'update({0})',
    latex: '\\mathrm{update}({0})',
    sentence: 'the four maps of an update that is written as a list of items',
  },
  (items) => {
    let changed = changesMap.empty;
    let added = typesMap.empty;
    let replaced = heapMap.empty;
    let extended = heapMap.empty;
    for (const item of itemList(items)) {
      if (item.tag === 'ChangeItem') changed = changesMap.set(changed, item.t, make.Change.Changed(item.type, item.by));
      else if (item.tag === 'BindItem') replaced = heapMap.set(replaced, item.z, item.binding);
      else if (item.tag === 'AddItem' && item.item.tag === 'TypeItem')
        added = typesMap.set(added, item.item.t, item.item.type);
      else if (item.tag === 'AddItem' && item.item.tag === 'BindItem')
        extended = heapMap.set(extended, item.item.z, item.item.binding);
    }
    return make.Update.Upd(changed, added, replaced, extended);
  },
);

/** An update as a list of items: {@link updateOf} gives it back. */
export function itemsOf({ changed, added, replaced, extended }: Update): Items {
  const { AddItem, BindItem, ChangeItem, TypeItem } = make.Item;
  const items = [
    ...entries(changed).map(([t, { type, by }]) => ChangeItem(t, type, by)),
    ...entries(added).map(([t, τ]) => AddItem(TypeItem(t, τ))),
    ...entries(replaced).map(([z, b]) => BindItem(z, b)),
    ...entries(extended).map(([z, b]) => AddItem(BindItem(z, b))),
  ];
  return listOfItems(items);
}

/** The item inside `add`. */
export const innerOf = (i: Item): Item => (i.tag === 'AddItem' ? innerOf(i.item) : i);

/** Ω of a program. */
export const typesOf = metafunction<[Items], Types>(
  {
    name: 'typesOf',
    args: ['Items'],
    result: 'Types',
    text: 'Ω({0})',
    latex: '\\Omega({0})',
    sentence: 'the type definitions among the items of a program',
  },
  (items) =>
    typesMap.of(itemList(items).flatMap((i): [string, Type][] => (i.tag === 'TypeItem' ? [[i.t, i.type]] : []))),
);

/** H of a program. */
export const heapOf = metafunction<[Items], Heap>(
  {
    name: 'heapOf',
    args: ['Items'],
    result: 'Heap',
    text: 'H({0})',
    latex: 'H({0})',
    sentence: 'the functions and variables among the items of a program',
  },
  (items) =>
    heapMap.of(itemList(items).flatMap((i): [string, Binding][] => (i.tag === 'BindItem' ? [[i.z, i.binding]] : []))),
);

/** The configuration that a program starts in, at its place: its definitions, its heap, its expression. */
const startIn: (g: Grammar) => Metafunction<[Program], Config, Config> = madeOf((g) =>
  metafunction<[Program], Config>(
    {
      name: nameIn(g, 'startOf'),
      args: ['Program'],
      result: 'Config',
      text: 'start({0})',
      latex: '\\mathrm{start}({0})',
      sentence: 'the configuration that a program starts in',
      ordered: { of: proteus, by: (other) => startIn(other) },
    },
    ({ items, e }) =>
      inOrderOf(g, focus).compute(make.Config.Configuration(typesOf.compute(items), heapOf.compute(items), hole, e)),
  ),
);
export const startOf = startIn(proteus);

/** The second program is the first with its unknown latents chosen. */
export const sameButLatents = metafunction<[Program, Program], boolean>(
  {
    name: 'sameButLatents',
    args: ['Program', 'Program'],
    result: 'holds',
    text: '{1} is {0} with its latents chosen',
    latex: '{1}\\text{ is }{0}\\text{ with its latents chosen}',
    sentence: 'equal but where the first has unknown latents',
  },
  (a, b) => {
    const stack: unknown[] = [a, b];
    while (stack.length > 0) {
      const q = stack.pop() as Record<string, unknown>;
      const p = stack.pop() as Record<string, unknown>;
      if (p === q || p.tag === 'MuUnknown' || p.tag === 'CapUnknown') continue;
      if (p.tag !== q.tag) return false;
      for (const field in p) {
        const [u, w] = [p[field], q[field]];
        if (typeof u === 'object' && typeof w === 'object' && u !== null && w !== null && !Array.isArray(u))
          stack.push(u, w);
        else if (!equal(u, w)) return false;
      }
    }
    return true;
  },
);
