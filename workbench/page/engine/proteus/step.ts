/** One step of a run, as the view Run shows it: derived from the rules, and from no other step. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get, has, keys } from '../../../../semantics/maps.ts';
import { plug } from '../../../../semantics/proteus/contexts.ts';
import { make, type Binding, type Config, type Context, type Expr } from '../../../../semantics/proteus/grammar.ts';
import { expressionOf } from '../../../../semantics/proteus/heaps.ts';
import {
  placeBinding,
  placeExpr,
  printCap,
  printType,
  type PrintedWithPlaces,
} from '../../../../semantics/proteus/syntax/index.ts';
import { isValue } from '../../../../semantics/proteus/values.ts';
import { equal } from '../../../../semantics/terms.ts';
import { steps } from '../../../../rules/proteus/reduction.ts';
import type { Derivation } from '../../../../checker/derivation.ts';
import { derive } from '../../../../checker/derive.ts';
import { show } from '../../../../checker/proteus/messages.ts';
import { partsOf } from './origins.ts';
import {
  kind,
  width,
  type At,
  type BindingShown,
  type RunOf,
  type Shown,
  type StepShown,
  type TypeShown,
  type UpdateShown,
} from '../sent.ts';
import { traceOf } from './run.ts';
import { shown } from './shown.ts';
import { configAt, depthOf, lastBefore, reasonsAt, type Trace } from './trace.ts';

/** How many frames and bindings are shown unless all are asked for. */
const fewFrames = 30;
const fewBindings = 60;

/** R-Upd at an update point. */
const updShown = (K: Config): StepShown => ({ rule: 'R-Upd', redex: show(K.e) ?? '', result: '0' });

function stepShown(d: Derivation): StepShown {
  const inner = d.premises[0];
  if (d.rule.name !== 'R-Ctx' || !inner) return updShown(d.args[0] as Config);
  const [, redex, , result] = inner.args as [unknown, Expr, unknown, Expr];
  return { rule: inner.rule.name, redex: show(redex) ?? '', result: show(result) ?? '' };
}

/** Bindings that do not change are printed once. */
const printedBindings = new WeakMap<Binding, PrintedWithPlaces>();
function placed(name: string, b: Binding): PrintedWithPlaces {
  let known = printedBindings.get(b);
  if (known === undefined) printedBindings.set(b, (known = placeBinding(name, b)));
  return known;
}

/** The innermost frames of a context. */
function innermost(E: Context, n: number): Context {
  const frames = [];
  for (let at = E; at.tag === 'In' && frames.length < n; at = at.outer) frames.push(at.frame);
  return frames.reduceRight<Context>((outer, F) => make.Context.In(F, outer), make.Context.Hole());
}

/** One step of a run. @param request.all shows every frame and binding. */
export function at(request: RunOf & { readonly step: number; readonly all?: boolean }): At | null {
  const known = traceOf(request);
  if (known === null) return null;
  const { trace: t, origins, transformers } = known;
  const step = Math.max(0, Math.min(request.step, t.total));
  const most = request.all ? Infinity : 1;
  const here = lastBefore(t.points, step);
  const current = here?.step === step && step < t.total ? here : undefined;

  let before: Config | undefined;
  let took: StepShown | null = null;
  let K: Config;
  if (step === 0) K = configAt(t, 0);
  else {
    before = configAt(t, step - 1);
    const by = t.applied.find((a) => a.step === step - 1);
    const action = by ? make.Action.Apply(t.check, by.prepared.update) : make.Action.Silent();
    const r = derive(t.rules.system, steps.form, [before, action]);
    if (isLeft(r)) throw new Error('a step of the run has no derivation: a bug');
    took = stepShown(r.right.derivation);
    K = r.right.outputs[0] as Config;
  }

  const applied = t.applied.filter((a) => a.step < step);
  const pending = current?.update ?? null;
  const prepared = pending === null ? undefined : t.prepare(applied.length, pending, K);
  const T = prepared ? keys(prepared.update.changed) : [];
  const silent = derive(t.rules.system, steps.form, [K, make.Action.Silent()]);
  const upd = current?.outcome === 'applied';
  const next: StepShown | null = upd
    ? updShown(K)
    : step === t.total || isLeft(silent)
      ? null
      : stepShown(silent.right.derivation);

  const isPending = (e: Expr) =>
    e.tag === 'Abs' && e.e.tag === 'App' && e.e.fun.tag === 'Ext' && transformers.has(e.e.fun.z) && applied.length > 0;
  const isCon = (e: Expr) => e.tag === 'Con' && T.includes(e.t);
  const frames = depthOf(K.context);
  const hidden = Math.max(0, frames - fewFrames * most);
  const printed = placeExpr(plug.compute(hidden > 0 ? innermost(K.context, fewFrames) : K.context, K.e));
  // What stands before the redex in the text is a value or around it: the first place with its identity is its own.
  const done = K.context.tag === 'Hole' && isValue(K.e);
  const redex = done ? -1 : printed.places.findIndex((p) => p.e === K.e);
  const expression = shown(
    printed,
    origins,
    (e, i) =>
      (i === redex ? kind.redex : 0) |
      (isCon(e) ? kind.con : 0) |
      (isPending(e) ? kind.pending : 0) |
      (e.tag === 'Update' ? kind.point : 0),
  );

  let onStack = 0;
  if (T.length > 0) {
    const stack: Expr[] = [hidden > 0 ? plug.compute(K.context, K.e) : (printed.places[0]?.e as Expr)];
    while (stack.length > 0) {
      const e = stack.pop() as Expr;
      if (isCon(e)) onStack++;
      stack.push(...partsOf(e));
    }
  }
  let lit = 0;
  for (let i = 2; i < expression.places.length; i += width)
    if (((expression.places[i] as number) & kind.con) !== 0) lit++;

  const heap: BindingShown[] = [];
  let quiet = 0;
  let hiddenBindings = 0;
  for (const [name, b] of entries(K.heap)) {
    const was = before && get(before.heap, name);
    const changed =
      before === undefined || was === b ? null : was === undefined ? 'new' : equal(was, b) ? null : 'changed';
    const value = b.tag !== 'Fun' && isValue(b.e);
    const replaced = prepared !== undefined && has(prepared.update.replaced, name);
    const inTheWay = T.length === 0 || replaced || value ? [] : consIn(expressionOf(b), T);
    // What changed and what is in the way is always shown.
    if (changed === null && inTheWay.length === 0 && ++quiet > fewBindings * most) {
      hiddenBindings++;
      continue;
    }
    const code = shown(
      placed(name, b),
      origins,
      (e) => (isCon(e) && !replaced ? kind.con : 0) | (isPending(e) ? kind.pending : 0),
    );
    heap.push({
      name,
      kind: b.tag === 'Fun' ? 'fun' : b.tag === 'Variable' ? 'var' : 'cell',
      code,
      changed,
      holds: holdsOf(b, code),
      inTheWay,
      replaced,
    });
  }

  const types = entries(K.types).map(([name, τ]): TypeShown => {
    const was = before && get(before.types, name);
    return {
      name,
      text: `type ${name} = ${printType(τ)}`,
      changed: before === undefined || was === τ ? null : was === undefined ? 'new' : equal(was, τ) ? null : 'changed',
    };
  });

  return {
    step,
    expression,
    frames,
    hidden,
    took,
    next,
    heap,
    hiddenBindings,
    types,
    point: current
      ? {
          ...current,
          number: t.points.indexOf(current) + 1,
          capability: K.e.tag === 'Update' ? printCap(K.e.cap) : '',
          types: T,
          reasons: prepared ? reasonsAt(t.rules, t.check, K, prepared) : [],
          onStack,
          outOfView: onStack - lit,
        }
      : null,
    updates: updatesAt(t, step, applied.length, K),
  };
}

const holdsOf = (b: Binding, code: Shown): BindingShown['holds'] => {
  if (b.tag === 'Fun') return null;
  if (isValue(b.e)) return 'value';
  for (let i = 2; i < code.places.length; i += width)
    if (((code.places[i] as number) & kind.pending) !== 0) return 'transformer';
  return 'initialiser';
};

/** The types among T whose con occurs in an expression. */
function consIn(root: Expr, T: readonly string[]): string[] {
  const found = new Set<string>();
  const stack: Expr[] = [root];
  while (stack.length > 0 && found.size < T.length) {
    const e = stack.pop() as Expr;
    if (e.tag === 'Con' && T.includes(e.t)) found.add(e.t);
    stack.push(...partsOf(e));
  }
  return [...found];
}

/** How each update of the queue stands at a step. */
function updatesAt(t: Trace, step: number, applied: number, K: Config): UpdateShown[] {
  const passed = t.points.filter((p) => p.step < step);
  let first = true;
  return t.queue.map((items, i): UpdateShown => {
    if (items === null) return { status: 'unreadable', step: null, reasons: [] };
    const by = t.applied.find((a) => a.update === i && a.step < step);
    if (by) return { status: 'applied', step: by.step + 1, reasons: [] };
    if (passed.some((p) => p.update === i && p.outcome === 'withdrawn'))
      return { status: 'withdrawn', step: null, reasons: [] };
    const next = first;
    first = false;
    // Those behind it are judged when their turn comes: types may be theirs that the one before adds.
    return { status: next ? 'next' : 'waiting', step: null, reasons: next ? t.prepare(applied, i, K).reasons : [] };
  });
}
