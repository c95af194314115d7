/** Runs that were not to go on: where they stand, and the contents of cells that are run inside themselves (section 7, R-Force). */
import { positionOf, type Position } from '../../semantics/positions.ts';
import type { Expr } from '../../semantics/proteus/grammar.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import type { Derivation } from '../derivation.ts';
import type { Unended } from '../runs.ts';
import { placeOf } from './messages.ts';

/** The contents of a cell that are being run for a read of it: how often one inside the other, and the innermost read. */
export interface Forcing {
  readonly cell: string;
  readonly times: number;
  readonly contents: Expr;
  readonly read: Position | undefined;
}

/** A frame that waits: its term as it was written, and the part it waits for. */
export interface Waits {
  readonly term: Expr;
  readonly part: Expr | undefined;
}

/**
 * The cells that are forced in the frames that wait, the one forced first first. R-Force puts `w := e`, e being the very contents of w.
 * @param waiting the frames, the innermost first.
 */
export function forcedIn(waiting: Iterable<Waits>, contents: (w: string) => Expr | undefined): Forcing[] {
  const found = new Map<string, { times: number; contents: Expr; read: Position | undefined }>();
  let inner: string | undefined;
  for (const { term, part } of waiting) {
    // The frame around a read that was forced waits for the read, as it was written.
    const about = inner === undefined ? undefined : found.get(inner);
    if (about !== undefined) about.read ??= positionOf(part);
    inner = undefined;
    if (term.tag !== 'Assign' || (term.e1.tag !== 'Ext' && term.e1.tag !== 'Loc')) continue;
    const w = term.e1.tag === 'Ext' ? term.e1.z : term.e1.r;
    if (contents(w) !== term.e2) continue;
    const f = found.get(w) ?? { times: 0, contents: term.e2, read: undefined };
    f.times++;
    // The one forced first is the last to be met.
    found.delete(w);
    found.set(w, f);
    inner = w;
  }
  return [...found].map(([cell, f]) => ({ cell, ...f })).reverse();
}

/** Notes what R-Force does in the steps of a run. */
export class ForcedSteps {
  private readonly found = new Map<string, { times: number; contents: Expr; read: Position | undefined }>();

  note(step: Derivation): void {
    const inner = step.premises.find((p) => p.rule.name === 'R-Force');
    if (inner === undefined) return;
    const value = (m: string) => inner.env[inner.metas.indexOf(m)];
    const w = value('w') as string;
    const redex = inner.args.find((x) => (x as Partial<Expr> | null)?.tag === 'Deref');
    const times = (this.found.get(w)?.times ?? 0) + 1;
    this.found.set(w, { times, contents: value('e') as Expr, read: positionOf(redex) });
  }

  forcing(contents: (w: string) => Expr | undefined): Forcing[] {
    return [...this.found].flatMap(([cell, f]) => (contents(cell) === f.contents ? [{ cell, ...f }] : []));
  }
}

/** The function that is called first in contents: the transformer, where an update has put it there. */
function callee(contents: Expr): string | null {
  const stack: Node[] = [contents];
  for (let n = 0; n < 1000; n++) {
    const e = stack.pop();
    if (e === undefined) return null;
    if (e.tag === 'App' && e.fun.tag === 'Ext') return e.fun.z;
    stack.push(...[...children(e)].reverse());
  }
  return null;
}

const place = (p: Position | undefined) => ({
  file: p?.file ?? null,
  line: p?.line ?? null,
  column: p?.column ?? null,
});

/** Where a run that was not to go on stands, as it is told. */
export const unended = (current: Expr | undefined, frames: number, forcing: readonly Forcing[]): Unended => ({
  frames,
  ...place(current === undefined ? undefined : placeOf(current)),
  forces: forcing
    .filter((f) => f.times > 1)
    .map((f) => ({ rule: 'R-Force', cell: f.cell, times: f.times, runs: callee(f.contents), ...place(f.read) })),
});
