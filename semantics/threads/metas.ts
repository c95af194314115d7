/** The metavariables of Proteus with threads: those of Proteus, and these. */
import { metaTable as proteusTable, type SortIn } from '../proteus/metas.ts';
import { metavariables } from '../symbols.ts';
import type { Sort } from './grammar.ts';

/** Letter ↦ sort. The specification writes i for a thread and T for all of them, which are taken. */
export const added = {
  // A thread's number.
  j: 'name',
  Θ: 'Threads',
  θ: 'ThreadList',
  S: 'State',
  λ: 'Move',
  p: 'Policy',
  V: 'Versions',
  C: 'Histories',
  π: 'Path',
} as const;

export const metaTable = { ...proteusTable, ...added } as const;
/** The table of metavariables, as a type. */
export type Table = typeof metaTable;
/** Any name that starts with a letter of the table, with the type of its sort. */
export type Metas = { readonly [L in keyof Table as `${L}${string}`]: Sort<SortIn<Table[L]>> };

export const metas = metavariables(metaTable) as unknown as Metas;
