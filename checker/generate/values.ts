/** Values that are not known yet: which parts of a term have to be values for it to be one. */
import { listSort } from '../../semantics/constructors.ts';
import type { Grammar } from '../../semantics/grammar.ts';

const kept = new WeakMap<Grammar, Map<string, readonly number[] | undefined>>();

/**
 * The positions of the fields that have to be values where a term with this constructor, or a list that a value holds, is one.
 * @returns undefined where no term with this constructor is a value.
 */
export function partsOfValue(g: Grammar, tag: string): readonly number[] | undefined {
  let byTag = kept.get(g);
  if (byTag === undefined) kept.set(g, (byTag = new Map<string, readonly number[] | undefined>()));
  let parts = byTag.get(tag);
  if (parts === undefined && !byTag.has(tag)) byTag.set(tag, (parts = find(g, tag)));
  return parts;
}

function find(g: Grammar, tag: string): readonly number[] | undefined {
  const info = g.constructors.get(tag);
  if (info === undefined) return undefined;
  const { fields, evaluates = [], value } = info;
  const positions = evaluates.map((field) => fields.findIndex(([f]) => f === field));
  if (listSort(info.sort, g.constructors) !== undefined) return positions;
  if (value === undefined || value === false) return undefined;
  // What its shapes ask is seen when it is whole.
  return value === true ? positions : [];
}
