/** The metavariables of sessions: what sort a name stands for, by its first letter. */
import { metavariables } from '../symbols.ts';
import type { In } from './grammar.ts';
import { isValue } from './values.ts';

/** Letter ↦ sort, or sort and what its terms have to be besides. */
export const metaTable = {
  S: 'Sort',
  σ: 'SortFields',
  G: 'Global',
  γ: 'GlobalBranches',
  L: 'Local',
  λ: 'LocalBranches',
  o: 'Operator',
  e: 'Expr',
  // Values, closed and evaluated.
  v: { sort: 'Expr', restriction: { name: 'value', holds: isValue as (x: unknown) => boolean } },
  ρ: 'Fields',
  P: 'Process',
  R: 'Role',
  β: 'Branches',
  a: 'Args',
  ξ: 'Params',
  h: 'Heading',
  D: 'Table',
  K: 'Parties',
  d: 'Code',
  J: 'CodeParts',
  N: 'Entries',
  I: 'Parts',
  U: 'Offer',
  Y: 'Offers',
  M: 'Program',
  V: 'Version',
  W: 'Versions',
  w: 'History',
  i: 'Item',
  ι: 'Items',
  Θ: 'Thread',
  θ: 'ThreadList',
  C: 'Config',
  ψ: 'Run',
  α: 'Action',
  η: 'Expected',
  π: 'Pairs',
  z: 'NameList',
  Γ: 'Env',
  T: 'ThreadMap',
  Q: 'QueueMap',
  Π: 'Projections',
  H: 'Histories',
  E: 'EntryMap',
  A: 'AssumedMap',
  // Names: participants, labels and fields, protocol variables, boundaries, procedures, variables.
  p: 'name',
  q: 'name',
  r: 'name',
  s: 'name',
  l: 'name',
  t: 'name',
  u: 'name',
  f: 'name',
  g: 'name',
  x: 'name',
  y: 'name',
  X: 'names',
  n: 'int',
  k: 'int',
} as const;

/** The sort that an entry of the table of metavariables names. */
export type SortIn<E> = E extends string ? E : E extends { readonly sort: infer S } ? S : never;
export type MetaSorts = typeof metaTable;
/** Any name that starts with a letter of the table, with the type of its sort. */
export type Metas = { readonly [L in keyof MetaSorts as `${L}${string}`]: In<SortIn<MetaSorts[L]>> };
export const metas = metavariables(metaTable) as unknown as Metas;
