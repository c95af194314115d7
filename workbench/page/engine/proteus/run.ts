/** What the view Run asks of a run as a whole, and the trace that its steps are taken from. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries } from '../../../../semantics/maps.ts';
import { make, type Items } from '../../../../semantics/proteus/grammar.ts';
import { parseUpdate, printExpr, printType } from '../../../../semantics/proteus/syntax/index.ts';
import type { Outline, RunOf } from '../sent.ts';
import { loading, rulesOf } from './loading.ts';
import { Origins } from './origins.ts';
import { configAt, trace, type Trace } from './trace.ts';

export interface Known {
  readonly key: string;
  readonly trace: Trace;
  readonly origins: Origins;
  /** Transformers of applied updates: by their names, what is pending is told from initialisers. */
  readonly transformers: ReadonlySet<string>;
}
let last: Known | undefined;

/** The trace of a run, the last one kept. */
export function traceOf(of: RunOf): Known | null {
  const key = JSON.stringify([of.program, of.updates, of.check, of.decisions, of.variant ?? null]);
  if (last?.key === key) return last;
  const read = loading(of.program, of.variant);
  if (isLeft(read)) return null;
  const loaded = read.right;
  const queue = of.updates.map((text, i): Items | null => {
    const items = parseUpdate(text, `update ${i + 1}`);
    return isLeft(items) ? null : items.right;
  });
  const check = of.check === 'dynamic' ? make.Check.Dynamic() : make.Check.Static();
  const t = trace(rulesOf(of.variant), loaded, queue, check, of.decisions);
  const origins = new Origins();
  origins.addItems(loaded.program.items, loaded.program.e, of.program, 0);
  const transformers = new Set<string>();
  for (const { update, prepared } of t.applied) {
    origins.addItems(prepared.items, undefined, of.updates[update] as string, update + 1);
    for (const [, change] of entries(prepared.update.changed)) transformers.add(change.by);
  }
  return (last = { key, trace: t, origins, transformers });
}

/** A whole run: how long it is, what happens at its update points, and its value. */
export function outline(of: RunOf): Outline | null {
  const known = traceOf(of);
  if (known === null) return null;
  const { trace: t } = known;
  const end = t.outcome === 'done' ? configAt(t, t.total) : undefined;
  const value = end === undefined ? null : printExpr(end.e);
  return {
    total: t.total,
    outcome: t.outcome,
    value: value !== null && value.length > 2000 ? `${value.slice(0, 2000)}…` : value,
    type: printType(t.loaded.type),
    points: t.points,
    applied: t.applied.map(({ update, step }) => ({ update, step })),
  };
}
