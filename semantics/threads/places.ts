/** Where threads stand: the cell that a redex touches, and whether it waits for another thread. */
import { get } from '../maps.ts';
import type { Expr, Heap } from './grammar.ts';

const pointer = (v: Expr): string | undefined => (v.tag === 'Loc' ? v.r : v.tag === 'Ext' ? v.z : undefined);

/** The variable or cell that a redex reads or writes. */
export function touched(redex: Expr): string | undefined {
  const target =
    redex.tag === 'Deref' || redex.tag === 'Acquire' ? redex.e : redex.tag === 'Assign' ? redex.e1 : undefined;
  return target && pointer(target);
}

/** Whether a redex of a thread waits, its cell holding the contents: `acquire` of one that is taken, or what another thread runs. */
export function waitsFor(redex: Expr, contents: Expr, j: string): boolean {
  if (contents.tag === 'By') return contents.j !== j;
  return redex.tag === 'Acquire' && contents.tag === 'Num' && contents.n !== 0n;
}

/** Whether the redex of a thread waits in a heap. */
export function isBlockedAt(H: Heap, j: string, redex: Expr): boolean {
  const w = touched(redex);
  const b = w === undefined ? undefined : get(H, w);
  return b !== undefined && b.tag !== 'Fun' && waitsFor(redex, b.e, j);
}
