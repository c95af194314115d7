/**
 * From two versions of a program to the update that makes one of the other: changed types with transformers, changed and
 * added definitions, and what has to come along because it uses a changed type concretely (section 8).
 */
import { entries } from '../../../semantics/maps.ts';
import { equal } from '../../../semantics/terms.ts';
import {
  make,
  type Binding,
  type Item,
  type Items,
  type Type,
  type Types,
} from '../../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../../semantics/proteus/heaps.ts';
import { heapOf, itemList, listOfItems, typesOf } from '../../../semantics/proteus/programs.ts';
import { printExpr, printType, printUpdate } from '../../../semantics/proteus/syntax/index.ts';
import type { System } from '../../../rules/system.ts';
import type { Loaded } from '../../../checker/proteus/load.ts';
import { prepare } from '../../../checker/proteus/prepare.ts';
import { replaceTerm } from '../../../checker/proteus/rebuild.ts';
import { consOf, heapReasons } from '../../../checker/proteus/words.ts';
import type { Diff as ReportedDiff, DiffOptions, Sorted } from '../report.ts';
import { givenBy } from './given.ts';
import { Converter, type Hole } from './transformers.ts';

/** A transformer that the diff has written. */
export interface Transformer {
  readonly type: string;
  readonly by: string;
  readonly holes: readonly Hole[];
}

export interface Diff extends Omit<ReportedDiff, 'transformers' | 'asked'> {
  readonly transformers: readonly Transformer[];
  /** Variables that are new, or were others: what they begin with is asked. */
  readonly asked: readonly { readonly in: string; readonly hole: Hole }[];
}

type Bind = Item & { tag: 'BindItem' };

function sorted<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  same: (a: T, b: T) => boolean,
): Sorted {
  return {
    changed: [...after].flatMap(([k, b]) => {
      const a = before.get(k);
      return a !== undefined && !same(a, b) ? [k] : [];
    }),
    added: [...after.keys()].filter((k) => !before.has(k)),
    removed: [...before.keys()].filter((k) => !after.has(k)),
  };
}

const typesIn = (items: Items): Map<string, Type> =>
  new Map(itemList(items).flatMap((i): [string, Type][] => (i.tag === 'TypeItem' ? [[i.t, i.type]] : [])));
const bindsIn = (items: Items, fun: boolean): Map<string, Bind> =>
  new Map(
    itemList(items).flatMap((i): [string, Bind][] =>
      i.tag === 'BindItem' && (i.binding.tag === 'Fun') === fun ? [[i.z, i]] : [],
    ),
  );
const sameBinding = (a: Bind, b: Bind): boolean => equal(a.binding, b.binding);

/** A name after the version that is neither in the old program nor in the new one. */
function transformerName(t: string, version: string, taken: ReadonlySet<string>): string {
  const base = `${t}_to_${version.replace(/[^A-Za-z0-9_]/g, '_')}`;
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base}_${i}`;
  return name;
}

/** Holes filled with what has any type: a variable that is never read to the end. For judging the rest. */
function filled(items: Items, holes: readonly Hole[]): Items {
  let list = itemList(items);
  for (const hole of holes) {
    const z = `hole ${hole.mark}`;
    const e = make.Expr.Deref(make.Expr.Ext(z));
    list = list.map((i) => replaceTerm(i, hole.term, e));
    list.push(make.Item.AddItem(make.Item.BindItem(z, make.Binding.Variable(hole.type, e))));
  }
  return listOfItems(list);
}

/** An update as it is proposed: what it changes and why, not judged yet. */
export interface Draft extends Omit<Diff, 'reasons' | 'text'> {
  readonly items: Items;
  readonly text: () => string;
}

/**
 * The update that makes one program of another.
 * @param before a program that has loaded, and runs.
 * @param after its next version, as it was read.
 * @param asking what its records say of new fields counts, and new variables may be old ones.
 */
export function draft(before: Loaded, after: Pick<Loaded, 'source'>, options: DiffOptions, asking = false): Draft {
  const [old, next] = [before.source.items, after.source.items];
  const [oldTypes, newTypes] = [typesIn(old), typesIn(next)];
  const types = sorted(oldTypes, newTypes, equal);
  const [oldFuns, newFuns] = [bindsIn(old, true), bindsIn(next, true)];
  const [oldVars, newVars] = [bindsIn(old, false), bindsIn(next, false)];
  const functions = sorted(oldFuns, newFuns, sameBinding);
  const variables = sorted(oldVars, newVars, sameBinding);
  const notes: string[] = [];
  const typeOfVar = (i: Bind | undefined) => (i?.binding.tag === 'Variable' ? i.binding.type : undefined);
  const kept = variables.changed.filter(
    (z) => !options.reset && equal(typeOfVar(oldVars.get(z)), typeOfVar(newVars.get(z))),
  );
  for (const z of kept)
    notes.push(`${z} keeps its state, though its initialiser changed (--reset gives it the new one)`);
  // What uses a changed type concretely comes along, as the new version has it.
  const H = heapOf.compute(before.program.items);
  const along: string[] = [];
  const changed = new Set(functions.changed);
  for (const [z, b] of entries(H)) {
    if (b.tag !== 'Fun' || changed.has(z) || consOf(b.body, types.changed).size === 0) continue;
    if (newFuns.has(z)) along.push(z);
  }
  for (const z of functions.removed) notes.push(`${z} is not in the new version; it stays`);
  for (const t of types.removed) notes.push(`type ${t} is not in the new version; it stays`);
  if (!equal(before.source.e, after.source.e))
    notes.push('the expressions behind in differ: a running program goes on with the old one');

  const Ω: Types = typesOf.compute(after.source.items);
  const taken = new Set([...oldFuns, ...oldVars, ...newFuns, ...newVars].map(([z]) => z));
  const converter = new Converter(Ω, asking ? givenBy(after.source) : undefined);
  const wasOf = (z: string): string[] =>
    asking ? variables.removed.filter((y) => equal(typeOfVar(oldVars.get(y)), typeOfVar(newVars.get(z)))) : [];
  const asked = variables.added.flatMap((z) => {
    const was = wasOf(z);
    const type = typeOfVar(newVars.get(z));
    if (was.length === 0 || type === undefined) return [];
    const reads = was.map((y) => `!${y} takes over the state of ${y}`).join(', ');
    const first = (newVars.get(z) as Bind).binding as Binding & { tag: 'Variable' };
    return [
      {
        in: z,
        hole: converter.ask(
          type,
          `${z} is new, or was ${was.join(' or ')}: ${reads}, ${printExpr(first.e)} begins anew`,
        ),
      },
    ];
  });
  for (const z of variables.removed)
    notes.push(
      variables.added.some((y) => wasOf(y).includes(z))
        ? `${z} is not in the new version; its state is dropped unless another variable takes it over`
        : `${z} is not in the new version; it stays, and its state is not carried over`,
    );
  const transformers: (Transformer & { readonly item: Item })[] = types.changed.map((t) => {
    const by = transformerName(t, options.version, taken);
    taken.add(by);
    const from = oldTypes.get(t) as Type;
    const to = newTypes.get(t) as Type;
    const { e, holes } = converter.convert(from, to, make.Expr.Var('x'));
    const fun = make.Binding.Fun('x', from, to, make.Mu.MuUnknown(''), make.Cap.CapUnknown(''), e);
    return { type: t, by, holes, item: make.Item.AddItem(make.Item.BindItem(by, fun)) };
  });
  const bind = (z: string): Item => newFuns.get(z) ?? (newVars.get(z) as Bind);
  const opened = (z: string): Item => {
    const found = asked.find((a) => a.in === z);
    const type = typeOfVar(newVars.get(z));
    if (found === undefined || type === undefined) return bind(z);
    return make.Item.BindItem(z, make.Binding.Variable(type, found.hole.term));
  };
  const items: Item[] = [
    ...transformers.map(({ type: t, by }) => make.Item.ChangeItem(t, newTypes.get(t) as Type, by)),
    ...types.added.map((t) => make.Item.AddItem(make.Item.TypeItem(t, newTypes.get(t) as Type))),
    ...[...functions.changed, ...along, ...variables.changed.filter((z) => !kept.includes(z))].map(bind),
    ...[...variables.added, ...functions.added].map((z) => make.Item.AddItem(opened(z))),
    ...transformers.map((c) => c.item),
  ];
  return {
    types,
    functions,
    variables,
    along,
    transformers: transformers.map(({ type, by, holes }) => ({ type, by, holes })),
    asked,
    notes,
    text: () => textOf(listOfItems(items), transformers, asked),
    empty: items.length === 0,
    items: listOfItems(items),
  };
}

/**
 * Compares two programs, and judges the update that makes the second of the first.
 * @param before a program that has loaded, and runs.
 * @param after its next version, loaded too.
 */
export function diff(system: System, before: Loaded, after: Loaded, options: DiffOptions): Diff {
  const { items, notes, ...made } = draft(before, after, options, true);
  const H = heapOf.compute(before.program.items);
  const holes = [...made.asked.map((a) => a.hole), ...made.transformers.flatMap((c) => c.holes)];
  const Σ = signatureOf.compute(H);
  const { reasons, update } = prepare(system, before.config.types, Σ, filled(items, holes));
  const behind = heapReasons(H, update);
  const later = behind.flatMap((r) =>
    r.code === 'contents' ? [`${r.message}: until they have run, it is refused`] : [],
  );
  return {
    ...made,
    text: made.text(),
    notes: [...notes, ...later],
    reasons: [
      ...reasons,
      ...behind.flatMap((r) =>
        r.code === 'function' ? [{ ...r, message: `${r.message}, and its text is not in the new version` }] : [],
      ),
    ],
  };
}

/** The text of the update: what each hole has to be stands above it. */
function textOf(items: Items, transformers: readonly Transformer[], asked: Diff['asked']): string {
  const first = asked.map(({ in: z, hole }) => `-- ??? in ${z}: ${hole.why}\n`);
  const comments = transformers.flatMap(({ type, by, holes }) =>
    holes.map((h) => `-- ??? in ${by}, for values of ${type}: ${h.why}; it has to be ${printType(h.type)}\n`),
  );
  return `${first.join('')}${comments.join('')}${printUpdate(items).replace(/\?\?\?\d+/g, '???')}`;
}
