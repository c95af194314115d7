/**
 * The metavariables of Proteus: what sort a name stands for, by its first letter. The type and the table say the same
 * thing twice, to the compiler and to the tracer; `satisfies` keeps them together.
 */
import { metavariables } from '../symbols.ts';
import { proteus, type Sort } from './grammar.ts';
import { evaluationContext, isValue } from './values.ts';

/** Letter ↦ sort, or sort and what its terms have to be besides. */
export const metaTable = {
  e: 'Expr',
  // Values, closed and evaluated.
  v: { sort: 'Expr', restriction: { name: 'value', holds: isValue as (x: unknown) => boolean } },
  ρ: 'Fields',
  τ: 'Type',
  φ: 'TypeFields',
  Δ: 'Cap',
  μ: 'Mu',
  Ω: 'Types',
  Σ: 'Signature',
  Γ: 'Locals',
  H: 'Heap',
  b: 'Binding',
  β: 'Bindings',
  // Left of the hole stand values: without it T7 is false (a call in a frame whose left part has yet to run).
  E: { sort: 'Context', restriction: evaluationContext(proteus) },
  F: 'Frame',
  K: 'Config',
  U: 'Update',
  M: 'Changes',
  m: 'ChangeList',
  α: 'Action',
  k: 'Check',
  // Names: local variables; external names; type names; labels; references; w a reference or an external name.
  x: 'name',
  y: 'name',
  z: 'name',
  f: 'name',
  c: 'name',
  t: 'name',
  s: 'name',
  l: 'name',
  r: 'name',
  w: 'name',
  n: 'int',
  T: 'names',
  o: 'Operator',
  i: 'Item',
  I: 'Items',
  P: 'Program',
} as const;

/** The sort that an entry of the table of metavariables names. */
export type SortIn<E> = E extends string ? E : E extends { readonly sort: infer S } ? S : never;
/** The table of metavariables, as a type. */
export type Table = typeof metaTable;
/** Any name that starts with a letter of the table, with the type of its sort. */
export type Metas = { readonly [L in keyof Table as `${L}${string}`]: Sort<SortIn<Table[L]>> };

export const metas = metavariables(metaTable) as unknown as Metas;
