/**
 * Finite maps from names, as terms. A map is a treap whose priorities are a hash of the key, so its shape depends on
 * its entries alone: equal maps are equal terms, and an extension shares all but O(log n) nodes with the original.
 * References (`@1`, `@2`, …) come before names and are ordered by number.
 */
import { hashText } from './hash.ts';

export type FiniteMap<S extends string, V> = EmptyMap<S> | NodeMap<S, V>;
export interface EmptyMap<S extends string> {
  readonly tag: `${S}.empty`;
}
export interface NodeMap<S extends string, V> {
  readonly tag: `${S}.node`;
  readonly key: string;
  readonly value: V;
  readonly left: FiniteMap<S, V>;
  readonly right: FiniteMap<S, V>;
}

export const emptyTag = <S extends string>(sort: S): `${S}.empty` => `${sort}.empty`;
export const nodeTag = <S extends string>(sort: S): `${S}.node` => `${sort}.node`;

/** Order of keys: references first, by number; then names, by code unit. Negative, zero or positive. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length !== b.length && a.charCodeAt(0) === 64 && b.charCodeAt(0) === 64) return a.length - b.length;
  return a < b ? -1 : 1;
}

const priority = (key: string): number => {
  let h = hashText(key);
  // A final mix: FNV alone orders keys that differ in their last character almost like the keys themselves. The shapes of maps stand in
  // files, so that this one is never another.
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
};

/** Whether key a sits above key b in the treap. */
const above = (a: string, b: string): boolean => {
  const p = priority(a);
  const q = priority(b);
  return p !== q ? p > q : compareKeys(a, b) < 0;
};

const isNode = <S extends string, V>(m: FiniteMap<S, V>): m is NodeMap<S, V> => 'key' in m;

const node = <S extends string, V>(
  tag: `${S}.node`,
  key: string,
  value: V,
  left: FiniteMap<S, V>,
  right: FiniteMap<S, V>,
): NodeMap<S, V> => Object.freeze({ tag, key, value, left, right });

/** The operations on one map sort. */
export interface MapOperations<S extends string, V> {
  readonly empty: FiniteMap<S, V>;
  set(m: FiniteMap<S, V>, key: string, value: V): FiniteMap<S, V>;
  remove(m: FiniteMap<S, V>, key: string): FiniteMap<S, V>;
  of(entries: Iterable<readonly [string, V]>): FiniteMap<S, V>;
}

/** The value at a key, or undefined. */
export function get<S extends string, V>(m: FiniteMap<S, V>, key: string): V | undefined {
  let at = m;
  while (isNode(at)) {
    const c = compareKeys(key, at.key);
    if (c === 0) return at.value;
    at = c < 0 ? at.left : at.right;
  }
  return undefined;
}

export const has = <S extends string, V>(m: FiniteMap<S, V>, key: string): boolean => get(m, key) !== undefined;

/** What is made of the nodes, in the order of their keys. */
function inOrder<S extends string, V, T>(m: FiniteMap<S, V>, of: (node: NodeMap<S, V>) => T): T[] {
  const all: T[] = [];
  const stack: NodeMap<S, V>[] = [];
  let at = m;
  while (isNode(at) || stack.length > 0) {
    while (isNode(at)) {
      stack.push(at);
      at = at.left;
    }
    const n = stack.pop() as NodeMap<S, V>;
    all.push(of(n));
    at = n.right;
  }
  return all;
}

/** The entries in the order of the keys. */
export const entries = <S extends string, V>(m: FiniteMap<S, V>): (readonly [string, V])[] =>
  inOrder(m, (n) => [n.key, n.value] as const);

/** The keys in their order. */
export const keys = <S extends string, V>(m: FiniteMap<S, V>): string[] => inOrder(m, (n) => n.key);

/** The greatest key below a bound (in the order of {@link compareKeys}), or undefined. */
export function greatestBelow<S extends string, V>(m: FiniteMap<S, V>, bound: string): string | undefined {
  let best: string | undefined;
  let at = m;
  while (isNode(at)) {
    if (compareKeys(at.key, bound) < 0) {
      best = at.key;
      at = at.right;
    } else at = at.left;
  }
  return best;
}

/**
 * Whether the node is canonical, its children being so: its key lies between theirs and above them.
 * Decoding calls it on every node, so that a map read from a file is a map.
 */
export function isCanonicalNode(m: NodeMap<string, unknown>): boolean {
  const { key, left, right } = m;
  if (isNode(left)) {
    if (!above(key, left.key)) return false;
    let max = left;
    while (isNode(max.right)) max = max.right;
    if (compareKeys(max.key, key) >= 0) return false;
  }
  if (isNode(right)) {
    if (!above(key, right.key)) return false;
    let min = right;
    while (isNode(min.left)) min = min.left;
    if (compareKeys(min.key, key) <= 0) return false;
  }
  return true;
}

/** The operations of the map sort `sort`. */
export function mapOperations<S extends string, V>(sort: S): MapOperations<S, V> {
  type M = FiniteMap<S, V>;
  const tag = nodeTag(sort);
  const empty: EmptyMap<S> = Object.freeze({ tag: emptyTag(sort) });
  const mk = (key: string, value: V, left: M, right: M): NodeMap<S, V> => node(tag, key, value, left, right);

  const split = (m: M, key: string): [M, M] => {
    if (!isNode(m)) return [empty, empty];
    if (compareKeys(m.key, key) < 0) {
      const [l, r] = split(m.right, key);
      return [mk(m.key, m.value, m.left, l), r];
    }
    const [l, r] = split(m.left, key);
    return [l, mk(m.key, m.value, r, m.right)];
  };
  const merge = (a: M, b: M): M => {
    if (!isNode(a)) return b;
    if (!isNode(b)) return a;
    return above(a.key, b.key)
      ? mk(a.key, a.value, a.left, merge(a.right, b))
      : mk(b.key, b.value, merge(a, b.left), b.right);
  };
  const replace = (m: NodeMap<S, V>, key: string, value: V): NodeMap<S, V> => {
    const c = compareKeys(key, m.key);
    if (c === 0) return m.value === value ? m : mk(key, value, m.left, m.right);
    if (c < 0) return mk(m.key, m.value, replace(m.left as NodeMap<S, V>, key, value), m.right);
    return mk(m.key, m.value, m.left, replace(m.right as NodeMap<S, V>, key, value));
  };
  const insert = (m: M, key: string, value: V): M => {
    if (!isNode(m)) return mk(key, value, empty, empty);
    if (above(key, m.key)) {
      const [l, r] = split(m, key);
      return mk(key, value, l, r);
    }
    return compareKeys(key, m.key) < 0
      ? mk(m.key, m.value, insert(m.left, key, value), m.right)
      : mk(m.key, m.value, m.left, insert(m.right, key, value));
  };
  const remove = (m: M, key: string): M => {
    if (!isNode(m)) return m;
    const c = compareKeys(key, m.key);
    if (c === 0) return merge(m.left, m.right);
    if (c < 0) {
      const l = remove(m.left, key);
      return l === m.left ? m : mk(m.key, m.value, l, m.right);
    }
    const r = remove(m.right, key);
    return r === m.right ? m : mk(m.key, m.value, m.left, r);
  };
  const set = (m: M, key: string, value: V): M =>
    get(m, key) === undefined ? insert(m, key, value) : replace(m as NodeMap<S, V>, key, value);
  return {
    empty,
    set,
    remove,
    of: (es) => {
      let m: M = empty;
      for (const [k, v] of es) m = set(m, k, v);
      return m;
    },
  };
}
