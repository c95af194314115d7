/**
 * States of programs with threads as tuples of numbers (see space.ts): where what stands, how one is made from another, and the
 * configuration that one stands for.
 */
import { entries, get } from '../../semantics/maps.ts';
import {
  heapMap as baseHeapMap,
  type Binding as BaseBinding,
  type Heap as BaseHeap,
} from '../../semantics/proteus/grammar.ts';
import { printType } from '../../semantics/proteus/syntax/index.ts';
import { threadsInOrder } from '../../semantics/threads/functions.ts';
import {
  historiesMap,
  make,
  threadsMap,
  versionsMap,
  type Config,
  type Expr,
  type Heap,
  type Sort,
  type State as StateTerm,
  type Threads,
} from '../../semantics/threads/grammar.ts';
import { threads as threadsSystem } from '../../rules/threads/system.ts';
import type { System } from '../../rules/system.ts';
import type { State } from '../explore/system.ts';
import type { Offer, PolicyName, SpaceOptions } from './options.ts';
import { Things, type Info } from './things.ts';
import { Worlds, type Queued, type World } from './worlds.ts';

type Binding = Sort<'Binding'>;

export abstract class Tuples {
  readonly things = new Things();
  readonly worlds: Worlds;
  readonly policy: PolicyName;
  readonly offer: Offer;
  readonly updates: number;
  protected readonly system: System;
  protected readonly stride: number;
  /** The tuple being made. */
  protected readonly out: number[] = [];

  constructor(K: Config, queue: readonly Queued[], options: SpaceOptions) {
    this.system = options.system ?? threadsSystem;
    this.policy = options.policy ?? 'all';
    this.offer = options.offer ?? 'any';
    this.stride = this.policy === 'versions' ? 3 : 2;
    this.updates = queue.length;
    this.worlds = new Worlds(this.system, K, queue);
  }

  /** How many updates have been applied. */
  applied(s: State): number {
    return ~(s[0] as number) >> 1;
  }
  protected requested(s: State): boolean {
    return (~(s[0] as number) & 1) === 1;
  }
  protected count(s: State): number {
    return ~(s[1] as number);
  }
  /** Where the variables begin. */
  protected variables(s: State): number {
    return 2 + this.stride * this.count(s);
  }
  /** Where the cells begin. */
  protected cells(s: State): number {
    return this.variables(s) + this.worlds.at(this.applied(s)).variables.length;
  }

  /** The contents of a cell, as a number; -1 where there is no such cell. */
  protected slot(s: State, info: Info, world: World): number {
    const reference = info.reference;
    if (reference > 0) {
      const at = 2 + this.stride * ~(s[1] as number) + world.variables.length + reference - 1;
      return at < s.length ? at : -1;
    }
    let slot = info.slots[world.k];
    if (slot === undefined) info.slots[world.k] = slot = world.slotOf.get(info.cell as string) ?? -1;
    return slot < 0 ? -1 : 2 + this.stride * ~(s[1] as number) + slot;
  }

  /** The contents in a slot: those of a cell stand in its binding. */
  protected contentsAt(s: State, slot: number, info: Info): Expr {
    const x = this.things.term(s[slot] as number);
    return info.reference > 0 ? (x as Binding & { tag: 'Cell' }).e : (x as Expr);
  }
  protected copy(s: State): void {
    const { out } = this;
    out.length = s.length;
    for (let i = 0; i < s.length; i++) out[i] = s[i] as number;
  }
  /** Puts an expression for a thread; drops a forked one that is a value. */
  protected settle(at: number, to: number): boolean {
    const { out, stride } = this;
    out[at] = to;
    if (out[at - 1] === ~0 || this.things.info(to).kind !== 'value') return false;
    out.splice(at - 1, stride);
    out[1] = ~(~(out[1] as number) - 1);
    return true;
  }

  /** Adds a thread under the least number not in use in a state. */
  protected add(s: State, e: number, version: number): void {
    const { out, stride } = this;
    const T = this.count(s);
    let j = 0;
    while (j < T && ~(s[2 + stride * j] as number) === j) j++;
    let at = 2;
    const end = 2 + stride * ~(out[1] as number);
    while (at < end && ~(out[at] as number) < j) at += stride;
    if (stride === 3) out.splice(at, 0, ~j, e, version);
    else out.splice(at, 0, ~j, e);
    out[1] = ~(~(out[1] as number) + 1);
  }

  /** Numbers references in the order in which they are met, and drops what nothing reaches. */
  protected renumber(): void {
    const { out, things } = this;
    const variables = this.variables(out);
    const cells = this.cells(out);
    const order: number[] = [];
    const to: number[] = [];
    const meet = (n: number) => {
      for (const r of things.references(n))
        if (to[r] === undefined) {
          order.push(r);
          to[r] = order.length;
        }
    };
    for (let at = 3; at < variables; at += this.stride) meet(out[at] as number);
    for (let at = variables; at < cells; at++) meet(out[at] as number);
    for (let i = 0; i < order.length; i++) meet(out[cells + (order[i] as number) - 1] as number);
    if (order.length === out.length - cells && order.every((r, i) => r === i + 1)) return;
    const found = order.map((r) => things.rename(out[cells + r - 1] as number, to));
    for (let at = 3; at < variables; at += this.stride) out[at] = things.rename(out[at] as number, to);
    for (let at = variables; at < cells; at++) out[at] = things.rename(out[at] as number, to);
    out.length = cells;
    out.push(...found);
  }
  /** The configuration that a tuple stands for. */
  term(s: State): StateTerm {
    const world = this.worlds.at(this.applied(s));
    const { stride, things } = this;
    let H = world.functions as BaseHeap;
    const variables = this.variables(s);
    const cells = this.cells(s);
    world.variables.forEach((v, i) => {
      const b = make.Binding.Variable(v.type, things.term(s[variables + i] as number) as Expr);
      H = baseHeapMap.set(H, v.name, b as BaseBinding);
    });
    for (let at = cells; at < s.length; at++)
      H = baseHeapMap.set(H, `@${at - cells + 1}`, things.term(s[at] as number) as unknown as BaseBinding);
    let Θ: Threads = threadsMap.empty;
    for (let t = 0; t < this.count(s); t++)
      Θ = threadsMap.set(Θ, String(~(s[2 + stride * t] as number)), things.term(s[3 + stride * t] as number) as Expr);
    if (stride === 2) return make.State.State(world.types, H as Heap, Θ);
    let V = versionsMap.set(versionsMap.empty, '*', String(world.k));
    for (let t = 0; t < this.count(s); t++)
      V = versionsMap.set(V, String(~(s[2 + stride * t] as number)), String(~(s[4 + stride * t] as number)));
    let C = historiesMap.empty;
    for (let k = 0; k <= world.k; k++) C = historiesMap.set(C, String(k), this.worlds.at(k).functions);
    return make.State.Versioned(world.types, H as Heap, Θ, V, C);
  }

  /** The tuple of a configuration after so many updates; nothing is requested. */
  encode(S: StateTerm, k: number): readonly number[] {
    const { out, stride, things } = this;
    const world = this.worlds.at(k);
    const list = threadsInOrder(S.threads);
    out.length = 0;
    out.push(~(2 * k), ~list.length);
    for (const [j, e] of list) {
      out.push(~Number(j), things.number(e));
      if (stride === 3) out.push(~Number(S.tag === 'Versioned' ? get(S.versions, j) : 0));
    }
    for (const v of world.variables) out.push(things.number((get(S.heap, v.name) as Binding & { readonly e: Expr }).e));
    const references = [...cellsOf(S.heap)];
    // References keep their numbers until they are renumbered: those that are not there are left out of the order.
    const last = references.reduce((n, [r]) => Math.max(n, r), 0);
    const missing = things.number(make.Binding.Cell(make.Type.Int(), zero));
    const byNumber = new Map(references);
    for (let r = 1; r <= last; r++) out.push(byNumber.has(r) ? things.number(byNumber.get(r) as Binding) : missing);
    this.renumber();
    return out.slice();
  }
  // Parts of a state, for those who judge it.

  /** The threads, and the numbers of their expressions. */
  *expressions(s: State): Iterable<readonly [string, number]> {
    for (let t = 0; t < this.count(s); t++)
      yield [String(~(s[2 + this.stride * t] as number)), s[3 + this.stride * t] as number];
  }

  /** Variables and cells, and the numbers of what they hold. */
  *contents(s: State): Iterable<readonly [string, number]> {
    const world = this.worlds.at(this.applied(s));
    for (const [i, v] of world.variables.entries()) yield [v.name, s[this.variables(s) + i] as number];
    for (let at = this.cells(s); at < s.length; at++) yield [`@${at - this.cells(s) + 1}`, s[at] as number];
  }

  /** The types of the cells, in their order, as printed. */
  *cellTypes(s: State): Iterable<string> {
    for (let at = this.cells(s); at < s.length; at++)
      yield printType((this.things.term(s[at] as number) as Binding & { tag: 'Cell' }).type);
  }

  /** The functions of a state's world. */
  worldBindings(s: State): readonly Binding[] {
    return entries(this.worlds.at(this.applied(s)).functions).map(([, b]) => b);
  }
}

const zero = make.Expr.Num(0n);

function* cellsOf(H: Heap): Iterable<readonly [number, Binding]> {
  for (const [w, b] of entries(H)) if (w.startsWith('@')) yield [Number(w.slice(1)), b];
}
