/** Solvers and skeletons that any calculus can use: look-ups in finite maps, maps that rules go through as lists. */
import { listSort, type ConstructorInfo } from '../../semantics/constructors.ts';
import type { Grammar } from '../../semantics/grammar.ts';
import { constructorOf } from '../../semantics/matching.ts';
import { entries, type FiniteMap } from '../../semantics/maps.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import { valuesOf } from '../../semantics/values.ts';
import { partsOfValue } from './values.ts';
import type { Seeker, Solver } from './hints.ts';
import { Open, Suspended, Unknown, walk, type Kind } from './symbolic.ts';

/** Terms of which the constructor is known and the parts may not be. */
export const opener =
  (g: Grammar) =>
  (tag: string, ...args: unknown[]): Open =>
    new Open(constructorOf(g, { tag }), args);

const known = new Map<object, (readonly [string, unknown])[]>();
const mostKnown = 200;

/** The entries of a finite map, kept for a while. */
export function entriesOf(m: FiniteMap<string, unknown>): readonly (readonly [string, unknown])[] {
  let list = known.get(m);
  if (list === undefined) {
    if (known.size >= mostKnown) known.clear();
    known.set(m, (list = entries(m)));
  }
  return list;
}

/**
 * A look-up `m(k) = v` run backwards: from what the map has.
 * @param allow whether a key is one for what is looked for, by the role of its metavariable.
 */
export const lookup = (allow: (role: string, key: string) => boolean = () => true): Solver => ({
  when: (args) => args[0] === true && args[1] === false,
  exact: true,
  eager: true,
  mayFind: (m, role, fits) => {
    const all = entriesOf(m as FiniteMap<string, unknown>);
    for (let i = 0; i < all.length; i++) {
      const [name, v] = all[i] as (typeof all)[number];
      if (allow(role, name) && fits(v)) return true;
    }
    return false;
  },
  solve: ([m, at], result, g) => {
    const key = walk(at);
    const role = key instanceof Unknown ? key.role : '';
    return g.any(
      entriesOf(m as FiniteMap<string, unknown>),
      ([k, v]) => allow(role, k) && g.store.unify(key, k) && g.store.unify(result, v),
    );
  },
});

/** A map that rules go through as a list: how the map is made from its list. */
export type Fold = (list: never) => unknown;

/** The skeleton of a map: the map of a list whose parts may not be known. */
export const skeletonOf = (from: Fold, list: unknown): Suspended =>
  new Suspended(from as (...args: never[]) => unknown, [list]);

/** The list behind the skeleton of a map. @param parts metafunctions that take a map out of a term, and which part it is. */
export function listBehind(
  x: unknown,
  folds: ReadonlySet<unknown>,
  parts: ReadonlyMap<AnyMetafunction, number>,
): unknown {
  for (let at = walk(x); ;) {
    if (at instanceof Suspended && folds.has(at.f)) return at.args[0];
    if (!(at instanceof Unknown) || at.origin === undefined) return undefined;
    const part = parts.get(at.origin.call);
    const whole = walk(at.origin.args[0]);
    if (part === undefined || !(whole instanceof Open)) return undefined;
    at = walk(whole.args[part]);
  }
}

/** From a skeleton to its list. @param mapOf the map in the first argument, unless it is that argument itself. */
export const listSolver = (list: (x: unknown) => unknown, mapOf: (arg: unknown) => unknown = (arg) => arg): Solver => ({
  when: (args) => args[0] === false,
  exact: true,
  knows: 'nothing',
  solve: ([arg], result, g) => {
    const found = list(mapOf(arg));
    return found !== undefined && g.store.unify(result, found);
  },
});

interface Place {
  readonly info: ConstructorInfo;
  readonly field: number;
  /** The fields that are evaluated before. */
  readonly before: readonly number[];
  /** The constructor of a list's cells, where the field is a list, and which of its fields is the item. */
  readonly cell: ConstructorInfo | undefined;
  readonly item: number;
  /** Which field of the cell is the rest of the list. */
  readonly rest: number;
  /** Whether the first item is evaluated first. */
  readonly inOrder: boolean;
}

const places = new WeakMap<Grammar, ReadonlyMap<string, readonly Place[]>>();

/** The places where evaluation goes on, by the sort of the term. */
function placesOf(g: Grammar): ReadonlyMap<string, readonly Place[]> {
  let known = places.get(g);
  if (known === undefined) {
    const sorts = new Set([...g.constructors.values()].map((c) => c.sort));
    places.set(g, (known = new Map([...sorts].map((sort) => [sort, placesIn(g, sort)]))));
  }
  return known;
}

function placesIn(g: Grammar, sort: string): readonly Place[] {
  return [...g.constructors.values()].flatMap((info) =>
    (info.frames ?? []).flatMap((_, k) => {
      const field = info.fields.findIndex(([f]) => f === info.evaluates?.[k]);
      const inside = info.fields[field]?.[1] as string;
      const list = listSort(inside, g.constructors);
      const cell = list?.cell;
      if (info.sort !== sort || field === -1 || !(inside === sort || cell)) return [];
      const before = (info.evaluates ?? []).slice(0, k).map((f) => info.fields.findIndex(([name]) => name === f));
      const item = cell?.fields.findIndex(([, s]) => s === sort) ?? -1;
      const rest = cell?.fields.findIndex(([f]) => f === list?.rest) ?? -1;
      return [{ info, field, before, cell, item, rest, inOrder: list?.fromLast !== true }];
    }),
  );
}

/**
 * A term of which the part that is evaluated next is said: what is evaluated before it are values, and the rest is open.
 * @param depth how many constructors lie around the part.
 * @param rest what is known of a part of the same sort that is not evaluated yet; undefined where nothing is.
 */
export function evaluatedAt(
  g: Grammar,
  part: Open,
  depth: number,
  seeker: Seeker,
  rest: () => Open | undefined = () => undefined,
): Open {
  const { sort } = part.info;
  const all = placesOf(g).get(sort) ?? [];
  const values: Kind = { parts: (tag) => partsOfValue(g, tag), holds: valuesOf(g) as (x: unknown) => boolean };
  const some = (info: ConstructorInfo, i: number) => {
    const [field, s] = info.fields[i] as readonly [string, string];
    const known = s === sort ? rest() : undefined;
    return known ?? openField(info, field, s, seeker);
  };
  const { changed } = seeker.hints;
  const telling =
    changed === undefined
      ? []
      : all.filter(({ info, cell }) => changed.constructors.has(info.tag) || changed.constructors.has(cell?.tag ?? ''));
  // Somewhere around is often what a variant says something else about: around all others, or with more around it.
  const more = depth > 0 && telling.length > 0 && seeker.choose(2) === 0 ? 1 : 0;
  const told = more === 0 ? -1 : seeker.choose(2) === 0 ? depth : seeker.choose(depth);
  let at = part;
  for (let k = 0; k < depth + more && all.length > 0; k++) {
    const places = k === told ? telling : all;
    const near = places.filter((p) => seeker.mayNest(p.info, p.field, at.info.tag));
    const fitting = near.length > 0 ? near : places;
    const { info, field, before, cell, item, rest: tail, inOrder } = fitting[seeker.choose(fitting.length)] as Place;
    let inner: unknown = at;
    if (cell !== undefined) {
      inner = new Open(
        cell,
        cell.fields.map((_, i) => (i === item ? at : some(cell, i))),
      );
      // Items before it are values.
      if (inOrder && seeker.choose(3) === 0)
        inner = new Open(
          cell,
          cell.fields.map(([name, s], i) =>
            i === tail ? inner : i === item ? seeker.unknownOf(s, '', values) : openField(cell, name, s, seeker),
          ),
        );
    }
    const parts = info.fields.map(([, s], i) =>
      i === field ? inner : before.includes(i) ? seeker.unknownOf(s, '', values) : some(info, i),
    );
    at = new Open(info, parts);
  }
  return at;
}

/** What may lie around a part: a constructor with a field for it, or with one for a list of which it is an item. */
interface Wrapper {
  readonly info: ConstructorInfo;
  readonly field: number;
  /** The constructor of the cells of the list, and which of its fields is the item. */
  readonly cell: ConstructorInfo | undefined;
  readonly item: number;
}

const wrappers = new WeakMap<Grammar, ReadonlyMap<string, readonly Wrapper[]>>();

/** What may lie around a part of a sort. */
function wrappersOf(g: Grammar, sort: string): readonly Wrapper[] {
  let known = wrappers.get(g);
  if (known === undefined) {
    const all = [...g.constructors.values()].filter((info) => g.makers.has(info.tag));
    const sorts = [...new Set(all.map((info) => info.sort))];
    const around = (at: string) =>
      all.flatMap((info): Wrapper[] =>
        info.sort !== at
          ? []
          : info.fields.flatMap(([, s], field): Wrapper[] => {
              if (s === at) return [{ info, field, cell: undefined, item: -1 }];
              const cell = listSort(s, g.constructors)?.cell;
              const item = cell?.fields.findIndex(([, inside]) => inside === at) ?? -1;
              return item === -1 ? [] : [{ info, field, cell, item }];
            }),
      );
    wrappers.set(g, (known = new Map(sorts.map((at) => [at, around(at)]))));
  }
  return known.get(sort) ?? [];
}

function wrapped({ info, field, cell, item }: Wrapper, at: Open, seeker: Seeker): Open {
  const put = (whole: ConstructorInfo, i: number, x: unknown) =>
    new Open(
      whole,
      whole.fields.map(([f, s], j) => (j === i ? x : openField(whole, f, s, seeker))),
    );
  return put(info, field, cell === undefined ? at : put(cell, item, at));
}

/** One of those that may lie around a part, by weight where there are weights. */
function outermost(all: readonly Wrapper[], seeker: Seeker): Wrapper {
  const { surround } = seeker.hints;
  const weightOf = ({ info }: Wrapper) => surround?.[info.tag] ?? 1;
  const total = surround === undefined ? all.length : all.reduce((n, x) => n + weightOf(x), 0);
  let at = seeker.choose(total);
  if (total === all.length) return all[at] as Wrapper;
  let i = 0;
  while (i + 1 < all.length && (at -= weightOf(all[i] as Wrapper)) >= 0) i++;
  return all[i] as Wrapper;
}

/** A field of which nothing is known. */
const openField = (info: ConstructorInfo, field: string, sort: string, seeker: Seeker): Unknown =>
  seeker.unknown(sort, sort === 'name' ? (info.binds?.[field] === undefined ? `${info.tag}.${field}` : field) : '');

/**
 * A term that has a part somewhere in it, under so many constructors, or one less where the rules show that nothing can lie between; the
 * rest is open.
 */
export function somewhereIn(g: Grammar, part: Open, depth: number, seeker: Seeker): Open {
  const all = wrappersOf(g, part.info.sort);
  if (depth === 0 || all.length === 0) return part;
  const nests = ({ info, field }: Wrapper, inner: ConstructorInfo) => seeker.mayNest(info, field, inner.tag);
  // The outermost is the one that counts: what is in it takes part in its type.
  const near = depth > 1 ? all : all.filter((w) => nests(w, part.info));
  if (near.length === 0) return part;
  const outer = outermost(near, seeker);
  let at = part;
  for (let k = 1; k < depth; k++) {
    const between = all.filter((w) => nests(w, at.info) && (k < depth - 1 || nests(outer, w.info)));
    if (between.length > 0) at = wrapped(between[seeker.choose(between.length)] as Wrapper, at, seeker);
  }
  return wrapped(outer, at, seeker);
}

/** What stands for unknown parts of some sorts where a metafunction does not look into them. */
export const placeholders =
  (terms: Readonly<Record<string, unknown>>) =>
  (...sorts: readonly string[]): ReadonlyMap<string, unknown> =>
    new Map(sorts.map((s) => [s, terms[s]]));

/**
 * A metafunction of one argument run backwards.
 * @param from the only argument for a result; undefined where there is none.
 */
export const inverse = <A, R>(from: (result: R) => A | undefined): Solver => ({
  when: (args, result) => args.length === 1 && args[0] === false && result,
  exact: true,
  solve: ([arg], result, g) => {
    const found = from(walk(result) as R);
    return found !== undefined && g.store.unify(arg, found);
  },
});

/** The part of a term of which the constructor is known; of others, nothing. */
export const partSolver = (part: (term: Open) => unknown): Solver => ({
  when: (args) => args[0] === false,
  exact: true,
  knows: 'nothing',
  solve: ([arg], result, g) => {
    const term = walk(arg);
    if (!(term instanceof Open)) return false;
    const found = part(term);
    return found !== undefined && g.store.unify(result, found);
  },
});
