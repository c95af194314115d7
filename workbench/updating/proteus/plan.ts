/**
 * What will become of an update before it is applied: whether it is well formed, what stays behind and is in the way,
 * what the static check will say at every update point, and where an update point would help (sections 8 and 9).
 */
import { entries, has, keys } from '../../../semantics/maps.ts';
import { positionOf } from '../../../semantics/positions.ts';
import { contains } from '../../../semantics/proteus/capability.ts';
import {
  make,
  type Expr,
  type Heap,
  type Items,
  type Program,
  type Types,
} from '../../../semantics/proteus/grammar.ts';
import { expressionOf, signatureOf } from '../../../semantics/proteus/heaps.ts';
import { heapOf, innerOf, itemList, listOfItems, typesOf } from '../../../semantics/proteus/programs.ts';
import { children, type Node } from '../../../semantics/proteus/substitution.ts';
import { newHeap, newTypes } from '../../../semantics/proteus/updates.ts';
import type { System } from '../../../rules/system.ts';
import type { Flows } from '../../../checker/proteus/flows.ts';
import type { Loaded } from '../../../checker/proteus/load.ts';
import { placeOf } from '../../../checker/proteus/messages.ts';
import { prepare, type Prepared } from '../../../checker/proteus/prepare.ts';
import type { Plan as ReportedPlan } from '../report.ts';
import { propose, withUpdate, type PlannedPoint, type Proposal } from './propose.ts';

export type { PlannedPoint } from './propose.ts';
import { heapReasons } from '../../../checker/proteus/words.ts';
import type { Reason } from '../../../checker/runs.ts';
import type { Queued } from '../../../checker/proteus/run.ts';

export interface Plan extends Omit<ReportedPlan, 'points' | 'proposal' | 'reasons' | 'behind'> {
  readonly reasons: readonly Reason[];
  readonly behind: readonly Reason[];
  readonly points: readonly PlannedPoint[];
  readonly proposal: Proposal | null;
}

interface Point {
  readonly term: Expr & { tag: 'Update' };
  readonly in: string | null;
  readonly flows: Flows;
  current: boolean;
}

function* pointsIn(root: Expr): IterableIterator<Expr & { tag: 'Update' }> {
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const e = stack.pop() as Node;
    if (e.tag === 'Update') yield e;
    const parts = children(e);
    for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i] as Node);
  }
}

/**
 * Everything that is wrong with an update. Where names are added that exist, or replaced that do not, the rest is judged as if
 * they were the other way round.
 */
export function prepareAll(system: System, Ω: Types, H: Heap, items: Items): Prepared {
  const Σ = signatureOf.compute(H);
  const first = prepare(system, Ω, Σ, items);
  if (first.reasons.length === 0 || first.reasons.some((r) => r.code !== 'U-Names')) return first;
  const turned = itemList(items).flatMap((item) => {
    const inner = innerOf(item);
    const exists = inner.tag === 'BindItem' ? has(Σ, inner.z) : inner.tag !== 'AddItem' && has(Ω, inner.t);
    if (item.tag === 'AddItem') return !exists ? [item] : inner.tag === 'BindItem' ? [inner] : [];
    if (exists) return [item];
    return [make.Item.AddItem(inner.tag === 'ChangeItem' ? make.Item.TypeItem(inner.t, inner.type) : inner)];
  });
  const second = prepare(system, Ω, Σ, listOfItems(turned));
  return {
    ...second,
    reasons: [...first.reasons, ...second.reasons],
    failures: [...first.failures, ...second.failures],
  };
}

/**
 * Plans updates for a program, each against the state of types after the one before. The state of an update that is not well
 * formed is the state before it.
 */
export function plan(
  system: System,
  loaded: Loaded,
  updates: readonly Queued[],
  options: { /** Look for a place where an update point would help (the default). */ readonly propose?: boolean } = {},
): Plan[] {
  const { program } = loaded;
  let Ω = typesOf.compute(program.items);
  let H = heapOf.compute(program.items);
  let source: Program = loaded.source;
  let points: Point[] = [];
  const add = (e: Expr, z: string | null, flows: Flows) => {
    for (const term of pointsIn(e)) points.push({ term, in: z, flows, current: true });
  };
  for (const i of itemList(program.items)) if (i.tag === 'BindItem') add(expressionOf(i.binding), i.z, loaded.flows);
  add(program.e, null, loaded.flows);
  const plans: Plan[] = [];
  for (const { file, items } of updates) {
    const prepared = prepareAll(system, Ω, H, items);
    const { update, reasons } = prepared;
    const T = keys(update.changed);
    const behind = heapReasons(H, update);
    const types = keys(Ω);
    const planned = points.map(({ term, in: z, flows, current }): PlannedPoint => {
      const obstacles = T.filter((t) => contains(term.cap, t)).map((type) => ({
        type,
        ways: flows.ways(positionOf(term), type),
      }));
      const refused = reasons.length > 0 || obstacles.length > 0 || behind.some((r) => r.code === 'function');
      return {
        position: placeOf(term),
        in: z,
        capability: term.cap,
        mayChange: types.filter((t) => !contains(term.cap, t)),
        current,
        obstacles,
        static: refused ? 'refused' : behind.length > 0 ? 'later' : 'admitted',
      };
    });
    const fits = reasons.length === 0 && !behind.some((r) => r.code === 'function');
    plans.push({
      update: file,
      reasons,
      behind,
      points: planned,
      proposal: fits && (options.propose ?? true) ? propose(system, source, planned, T) : null,
    });
    if (reasons.length > 0) continue;
    points = points.map((p) => (p.in !== null && keys(update.replaced).includes(p.in) ? { ...p, current: false } : p));
    for (const part of [update.replaced, update.extended])
      for (const [z, b] of entries(part)) add(expressionOf(b), z, prepared.flows);
    H = newHeap.compute(H, update);
    Ω = newTypes.compute(Ω, update);
    source = withUpdate(source, items);
  }
  return plans;
}
