/** The metavariables of components: what sort a name stands for, by its first letter. */
import { metavariables } from '../symbols.ts';
import type { In } from './grammar.ts';
import { isValue } from './values.ts';

/** Letter ↦ sort, or sort and what its terms have to be besides. */
export const metaTable = {
  τ: 'Type',
  ρ: 'TypeFields',
  ω: 'Operator',
  κ: 'Comparison',
  e: 'Expr',
  // Values, closed and evaluated.
  v: { sort: 'Expr', restriction: { name: 'value', holds: isValue as (x: unknown) => boolean } },
  s: 'Fields',
  a: 'Items',
  E: 'Context',
  d: 'Slots',
  ξ: 'Params',
  M: 'Methods',
  X: 'Exports',
  I: 'Imports',
  V: 'Version',
  W: 'Versions',
  θ: 'Formats',
  χ: 'Classes',
  Y: 'Objects',
  Z: 'Starts',
  c: 'Kind',
  L: 'Haste',
  U: 'Update',
  Q: 'Updates',
  S: 'Stand',
  J: 'Judging',
  Ω: 'World',
  H: 'Judged',
  q: 'Registered',
  ε: 'Entry',
  φ: 'Phase',
  B: 'NameList',
  h: 'Head',
  w: 'Frames',
  Θ: 'Thread',
  K: 'Config',
  A: 'Turn',
  α: 'Turns',
  p: 'Placed',
  π: 'PlacedList',
  η: 'ThreadList',
  P: 'System',
  Γ: 'Env',
  Ψ: 'Env',
  σ: 'Settled',
  Λ: 'ClassMap',
  Δ: 'FormatMap',
  ζ: 'StartMap',
  R: 'Registry',
  O: 'ObjectMap',
  T: 'ThreadMap',
  μ: 'Inside',
  N: 'names',
  // Names: classes, objects, fields, methods, variables, formats, threads, updates, labels.
  C: 'name',
  D: 'name',
  o: 'name',
  f: 'name',
  m: 'name',
  x: 'name',
  y: 'name',
  F: 'name',
  t: 'name',
  u: 'name',
  l: 'name',
  n: 'int',
  j: 'int',
  k: 'int',
  g: 'int',
  b: 'int',
  i: 'int',
} as const;

/** The sort that an entry of the table of metavariables names. */
export type SortIn<E> = E extends string ? E : E extends { readonly sort: infer S } ? S : never;
export type MetaSorts = typeof metaTable;
/** Any name that starts with a letter of the table, with the type of its sort. */
export type Metas = { readonly [L in keyof MetaSorts as `${L}${string}`]: In<SortIn<MetaSorts[L]>> };
export const metas = metavariables(metaTable) as unknown as Metas;
