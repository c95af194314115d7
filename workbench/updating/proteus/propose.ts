/**
 * Where an update point could be added: at the beginning of a recursive function, or before one of its recursive calls, so that
 * every iteration passes it. A place is proposed only when the program with it has been loaded, and its analysis agrees.
 */
import { isRight } from 'fp-ts/lib/Either.js';
import { at, positionOf, type Position } from '../../../semantics/positions.ts';
import { contains } from '../../../semantics/proteus/capability.ts';
import {
  make,
  type Binding,
  type Cap,
  type Expr,
  type Item,
  type Items,
  type Program,
} from '../../../semantics/proteus/grammar.ts';
import { innerOf, itemList, listOfItems } from '../../../semantics/proteus/programs.ts';
import { children, type Node } from '../../../semantics/proteus/substitution.ts';
import type { System } from '../../../rules/system.ts';
import { analyse } from '../../../checker/proteus/analysis.ts';
import { loadProgram } from '../../../checker/proteus/load.ts';
import { placeOf } from '../../../checker/proteus/messages.ts';
import { replaceTerm } from '../../../checker/proteus/rebuild.ts';
import type { PlannedPoint as ReportedPoint } from '../report.ts';

/** A point as it is planned, its capability a term. */
export interface PlannedPoint extends Omit<ReportedPoint, 'capability'> {
  readonly capability: Cap;
}

export interface Proposal {
  /** In which function; null for the program's expression, when there is no loop. */
  readonly in: string | null;
  /** Before what stands there. */
  readonly position: Position | undefined;
  readonly how: 'beginning' | 'before the call';
  /** The program with the update point. */
  readonly program: Program;
}

/** Places tried at most. */
const mostPlaces = 60;

/** A program as it reads after an update: its definitions replaced and added. */
export function withUpdate(source: Program, items: Items): Program {
  const key = (i: Item): string => (i.tag === 'BindItem' ? i.z : i.tag === 'AddItem' ? key(i.item) : `type ${i.t}`);
  const asItem = (i: Item): Item =>
    i.tag === 'ChangeItem' ? at(make.Item.TypeItem(i.t, i.type), positionOf(i)) : innerOf(i);
  const changes = new Map(itemList(items).map((i) => [key(i), asItem(innerOf(i))]));
  const kept = itemList(source.items).map((i) => {
    const change = changes.get(key(i));
    changes.delete(key(i));
    return change ?? i;
  });
  return make.Program.Program(listOfItems([...kept, ...changes.values()]), source.e);
}

/** The functions a term calls or mentions. */
function mentions(root: Expr): Set<string> {
  const found = new Set<string>();
  const stack: Node[] = [root];
  while (stack.length > 0) {
    const e = stack.pop() as Node;
    if (e.tag === 'Ext') found.add(e.z);
    stack.push(...children(e));
  }
  return found;
}

/** The functions that may call themselves, by way of others or not: every function ↦ those of its loop. */
export function loopsOf(program: Program): Map<string, ReadonlySet<string>> {
  const edges = new Map<string, Set<string>>();
  for (const i of itemList(program.items)) {
    if (i.tag !== 'BindItem') continue;
    edges.set(i.z, mentions(i.binding.tag === 'Fun' ? i.binding.body : i.binding.e));
  }
  // Tarjan's components, on a stack of its own.
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const loops = new Map<string, ReadonlySet<string>>();
  for (const root of edges.keys()) {
    if (index.has(root)) continue;
    const work: { readonly z: string; readonly next: Iterator<string> }[] = [];
    const enter = (z: string) => {
      index.set(z, index.size);
      low.set(z, index.size - 1);
      open.push(z);
      work.push({ z, next: (edges.get(z) as Set<string>).values() });
    };
    enter(root);
    while (work.length > 0) {
      const { z, next } = work[work.length - 1] as (typeof work)[number];
      const { value, done } = next.next();
      if (!done) {
        if (!edges.has(value)) continue;
        if (!index.has(value)) enter(value);
        else if (open.includes(value)) low.set(z, Math.min(low.get(z) as number, index.get(value) as number));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1]?.z;
      if (parent !== undefined) low.set(parent, Math.min(low.get(parent) as number, low.get(z) as number));
      if (low.get(z) !== index.get(z)) continue;
      const component = new Set(open.splice(open.indexOf(z)));
      if (component.size > 1 || edges.get(z)?.has(z)) for (const f of component) loops.set(f, component);
    }
  }
  return loops;
}

/** The functions of loops, and those that they use. */
function iterated(program: Program): Set<string> {
  const uses = new Map<string, ReadonlySet<string>>();
  for (const i of itemList(program.items))
    if (i.tag === 'BindItem' && i.binding.tag === 'Fun') uses.set(i.z, mentions(i.binding.body));
  const found = new Set(loopsOf(program).keys());
  for (const z of found) for (const f of uses.get(z) ?? []) found.add(f);
  return found;
}

const point = (before: Expr): Expr & { tag: 'Update' } =>
  at(make.Expr.Update(make.Cap.CapUnknown('')), positionOf(before) ?? placeOf(before)) as Expr & { tag: 'Update' };

interface Place {
  readonly z: string | null;
  readonly how: Proposal['how'];
  readonly position: Position | undefined;
  readonly apply: (u: Expr) => Program;
  readonly before: Expr;
}

function places(program: Program): Place[] {
  const loops = loopsOf(program);
  const out: Place[] = [];
  const before = (u: Expr, e: Expr): Expr => at(make.Expr.Let('_', make.Type.Omitted(), u, e), positionOf(e));
  const items = itemList(program.items);
  const replaceBody = (z: string, f: (b: Expr) => Expr): Program =>
    make.Program.Program(
      listOfItems(
        items.map((i) => {
          if (i.tag !== 'BindItem' || i.z !== z || i.binding.tag !== 'Fun') return i;
          const b = i.binding;
          const binding: Binding = at(make.Binding.Fun(b.x, b.from, b.to, b.mu, b.cap, f(b.body)), positionOf(b));
          return at(make.Item.BindItem(z, binding), positionOf(i));
        }),
      ),
      program.e,
    );
  for (const i of items) {
    if (i.tag !== 'BindItem' || i.binding.tag !== 'Fun' || !loops.has(i.z)) continue;
    const { body } = i.binding;
    const { z } = i;
    out.push({
      z,
      how: 'beginning',
      position: placeOf(body),
      before: body,
      apply: (u) => replaceBody(z, (b) => before(u, b)),
    });
    const stack: Node[] = [body];
    while (stack.length > 0) {
      const e = stack.pop() as Node;
      if (e.tag === 'App' && e.fun.tag === 'Ext' && loops.get(z)?.has(e.fun.z))
        out.push({
          z,
          how: 'before the call',
          position: placeOf(e),
          before: e,
          apply: (u) => replaceBody(z, (b) => replaceTerm(b, e, before(u, e))),
        });
      const parts = children(e);
      for (let k = parts.length - 1; k >= 0; k--) stack.push(parts[k] as Node);
    }
  }
  if (loops.size === 0)
    out.push({
      z: null,
      how: 'beginning',
      position: placeOf(program.e),
      before: program.e,
      apply: (u) => make.Program.Program(program.items, before(u, program.e)),
    });
  // The beginnings first: they are passed whatever the function does.
  return [...out.filter((p) => p.how === 'beginning'), ...out.filter((p) => p.how !== 'beginning')].slice(
    0,
    mostPlaces,
  );
}

/**
 * The first place where the types T may change, when no update point in a loop lets them.
 * @param source the program as it is written at that moment.
 */
export function propose(
  system: System,
  source: Program,
  points: readonly PlannedPoint[],
  T: readonly string[],
): Proposal | null {
  const often = iterated(source);
  const there = points.some(
    (p) => p.current && p.static !== 'refused' && (often.size === 0 || (p.in !== null && often.has(p.in))),
  );
  if (there) return null;
  const known = new Set(points.map((p) => p.position));
  for (const place of places(source)) {
    const u = point(place.before);
    const program = place.apply(u);
    const loaded = loadProgram(program, place.position?.file ?? '', { system });
    if (!isRight(loaded)) continue;
    const position = positionOf(u);
    const mine = analyse(loaded.right.program).find((p) => p.in === place.z && p.position === position);
    if (mine === undefined || known.has(mine.position) || T.some((t) => contains(mine.capability, t))) continue;
    return { in: place.z, position: place.position, how: place.how, program };
  }
  return null;
}
