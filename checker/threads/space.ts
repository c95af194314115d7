/**
 * Proteus with threads as a transition system (behaviours.md, sections 1 and 2; threads.md, sections 6 to 8). Each distinct step is derived by the
 * rules once: a step of a thread depends on its expression and at most on a function, a cell or the number of cells. A state is
 *
 *     (applied and requested), (number of threads), thread, expression[, version], …, contents of variables …, cells …
 *
 * with variables in the order of their names, threads in that of their numbers, and references numbered in the order in which they are met, from the
 * threads on. Whatever is said there of admission and of what an update does, the rules say (rules/threads/updates.ts); a test compares.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get } from '../../semantics/maps.ts';
import { contains } from '../../semantics/proteus/capability.ts';
import {
  heapMap as baseHeapMap,
  type Binding as BaseBinding,
  type Heap as BaseHeap,
} from '../../semantics/proteus/grammar.ts';
import { printType } from '../../semantics/proteus/syntax/index.ts';
import {
  capabilityAt,
  conFree,
  isValue,
  main,
  placeIn,
  plug,
  rewrite,
  threadsInOrder,
} from '../../semantics/threads/functions.ts';
import {
  historiesMap,
  make,
  threads as grammar,
  threadsMap,
  versionsMap,
  type Config,
  type Expr,
  type Heap,
  type Move,
  type Policy,
  type Sort,
  type State as StateTerm,
  type Threads,
  type Update,
} from '../../semantics/threads/grammar.ts';
import { subterms } from '../../semantics/traversal.ts';
import { waitsFor } from '../../semantics/threads/places.ts';
import { moves, reduces } from '../../rules/threads/reduction.ts';
import { threads as threadsSystem } from '../../rules/threads/system.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import {
  environment,
  Labels,
  together,
  type Emit,
  type Ending,
  type Event,
  type Label,
  type Question,
  type Reading,
  type State,
  type TransitionSystem,
  type Waiting,
} from '../explore/system.ts';
import { bare, bareText } from './bare.ts';
import { ask, vocabulary, type Views } from './questions.ts';
import { Things, type Info, type Step } from './things.ts';
import { Worlds, type Queued, type World } from './worlds.ts';

type Binding = Sort<'Binding'>;

export const policies = ['all', 'barrier', 'own-static', 'barrier-blocked', 'interrupt', 'versions'] as const;
export type PolicyName = (typeof policies)[number];
export const offers = ['any', 'now', 'arrive'] as const;
export type Offer = (typeof offers)[number];
export const transfers = ['lazy', 'instant'] as const;

/** `reduce-updates`, `reduce-calls`, …: what a step may do though an update that is still to come cares. */
export const ignored = ['updates', 'calls', 'values', 'cons'] as const;

export interface SpaceOptions {
  readonly policy?: PolicyName;
  readonly offer?: Offer;
  readonly transfer?: (typeof transfers)[number];
  /** The rules; those of the calculus as it is unless others are given. */
  readonly system?: System;
  /** Derive every update from the rules, on the whole configuration, instead of part by part. */
  readonly plain?: boolean;
  /** What local steps are taken for local in spite of: a variant of the reduction, to be refuted (behaviours.md, section 11). */
  readonly ignores?: (typeof ignored)[number];
}

const policyTerms: Readonly<Record<PolicyName, Policy>> = {
  all: make.Policy.All(),
  barrier: make.Policy.Barrier(),
  'own-static': make.Policy.OwnStatic(),
  'barrier-blocked': make.Policy.BarrierBlocked(),
  interrupt: make.Policy.Interrupt(),
  versions: make.Policy.OfVersions(),
};

export const policyTerm = (name: PolicyName): Policy => policyTerms[name];

/** Rules that say when an update is applied and what it does. */
const updating = ['R-Upd', 'R-UpdAll', 'R-NoUpdAll', 'R-Interrupt', 'R-UpdV', 'R-Switch'];
const admitting = ['A-All', 'A-Barrier', 'A-BarrierBlocked', 'A-OwnStatic', 'A-Interrupt', 'A-Versions'];

/** What happens in a step, whoever takes it. */
interface Shape {
  readonly rule: string;
  readonly event: Event | undefined;
  /** Label by thread. */
  readonly labels: (number | undefined)[];
}

/** Reductions that a transformer may take when it runs at once. */
const mostTransferSteps = 10_000;

export class ThreadSpace implements TransitionSystem {
  readonly calculus = 'threads';
  readonly start: State;
  readonly updates: number;
  readonly rules: ReadonlySet<string>;
  readonly events: ReadonlySet<string> = new Set(['write', 'update', 'request']);
  readonly things = new Things();
  readonly worlds: Worlds;
  readonly policy: PolicyName;
  readonly offer: Offer;
  private readonly instant: boolean;
  private readonly ignores: SpaceOptions['ignores'];
  private readonly system: System;
  private readonly plain: boolean;
  /** Whether steps of threads are derived on whole configurations as well. */
  private readonly whole: boolean;
  private readonly stride: number;
  private readonly labels = new Labels();
  private readonly shapes: Shape[] = [];
  private readonly shapeNumbers = new Map<string, number>();
  private readonly refusals: Set<string>[];
  private readonly requestLabel: number;
  private readonly passAllLabel: number;
  private readonly switchShape: number;
  private readonly updateShapes: number[] = [];
  private readonly updateAll: number[] = [];
  private readonly interrupts: number[] = [];
  /** The tuple being made. */
  private readonly out: number[] = [];

  constructor(K: Config, queue: readonly Queued[], options: SpaceOptions = {}) {
    this.system = options.system ?? threadsSystem;
    this.policy = options.policy ?? 'all';
    this.offer = options.offer ?? 'any';
    this.instant = options.transfer === 'instant';
    this.ignores = options.ignores;
    this.plain =
      options.plain ?? [...updating, ...admitting].some((r) => this.system.rules.get(r) !== threadsSystem.rules.get(r));
    this.whole = ['R-Thread', 'R-Fork', 'R-ThreadV', 'R-ForkV'].some(
      (r) => this.system.rules.get(r) !== threadsSystem.rules.get(r),
    );
    this.stride = this.policy === 'versions' ? 3 : 2;
    this.updates = queue.length;
    this.rules = new Set(
      [...this.system.rules.values()]
        .filter((r) => ['reduces', 'moves'].includes(r.conclusion.judgement.name))
        .map((r) => r.name),
    );
    this.worlds = new Worlds(this.system, K, queue);
    this.refusals = queue.map(() => new Set());
    this.requestLabel = this.labels.number({
      actor: environment,
      rule: 'R-Request',
      event: { name: 'request', args: [] },
    });
    this.passAllLabel = this.labels.number({ actor: together, rule: 'R-NoUpdAll' });
    this.switchShape = this.shape('R-Switch', undefined);
    queue.forEach((_, i) => {
      const event: Event = { name: 'update', args: [String(i + 1)] };
      this.updateShapes.push(this.shape('R-Upd', event));
      this.updateAll.push(this.labels.number({ actor: together, rule: 'R-UpdAll', event }));
      this.interrupts.push(this.labels.number({ actor: environment, rule: 'R-Interrupt', event }));
    });
    const first = this.worlds.at(0);
    const tuple = [~0, ~1, ~0, this.things.number(plug.compute(K.context, K.e))];
    if (this.stride === 3) tuple.push(~0);
    for (const v of first.variables) tuple.push(this.things.number(v.initial as Expr));
    this.start = tuple;
  }

  private shape(rule: string, event: Event | undefined): number {
    const key = JSON.stringify([rule, event?.name, event?.args, event?.value]);
    let n = this.shapeNumbers.get(key);
    if (n === undefined) {
      this.shapeNumbers.set(key, (n = this.shapes.length));
      this.shapes.push({ rule, event, labels: [] });
    }
    return n;
  }

  private labelOf(shape: number, j: number): number {
    const s = this.shapes[shape] as Shape;
    const known = s.labels[j];
    if (known !== undefined) return known;
    const label: Label = { actor: String(j), rule: s.rule, ...(s.event ? { event: s.event } : {}) };
    return (s.labels[j] = this.labels.number(label));
  }

  label(n: number): Label {
    return this.labels.at(n);
  }

  // Where things stand in a tuple.

  /** How many updates have been applied. */
  applied(s: State): number {
    return ~(s[0] as number) >> 1;
  }
  private requested(s: State): boolean {
    return (~(s[0] as number) & 1) === 1;
  }
  private count(s: State): number {
    return ~(s[1] as number);
  }
  /** Where the variables begin. */
  private variables(s: State): number {
    return 2 + this.stride * this.count(s);
  }
  /** Where the cells begin. */
  private cells(s: State): number {
    return this.variables(s) + this.worlds.at(this.applied(s)).variables.length;
  }

  /** The contents of a cell, as a number; -1 where there is no such cell. */
  private slot(s: State, info: Info, world: World): number {
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
  private contentsAt(s: State, slot: number, info: Info): Expr {
    const x = this.things.term(s[slot] as number);
    return info.reference > 0 ? (x as Binding & { tag: 'Cell' }).e : (x as Expr);
  }

  // Steps of threads, derived once.

  private stepsOf(s: State, info: Info, j: number, world: World, version: number): readonly Step[] {
    switch (info.kind) {
      case 'value':
        return [];
      case 'local':
        return (info.local ??= this.derived(info, j, emptyHeap, 0));
      case 'point':
        return (info.local ??= this.derived(info, j, emptyHeap, 0));
      case 'fork':
        return (info.local ??= this.forks(info));
      case 'call': {
        const known = info.byWorld[version];
        if (known !== undefined) return known;
        return (info.byWorld[version] = this.derived(info, j, this.worlds.at(version).functions, 0));
      }
      case 'new': {
        const n = s.length - this.cells(s);
        const known = info.byFresh[n];
        if (known !== undefined) return known;
        const last = baseHeapMap.set(emptyHeap as BaseHeap, `@${n}`, unit) as Heap;
        return (info.byFresh[n] = this.derived(info, j, n === 0 ? emptyHeap : last, n));
      }
      case 'cell': {
        const slot = this.slot(s, info, world);
        if (slot < 0) return [];
        const there = s[slot] as number;
        const contents = this.contentsAt(s, slot, info);
        const key = isValue(contents) ? there * 4096 : there * 4096 + 1 + j;
        const known = info.byContents.get(key);
        if (known !== undefined) return known;
        const w = info.cell as string;
        const b =
          info.reference > 0
            ? (this.things.term(there) as Binding)
            : make.Binding.Variable(
                (world.variables[world.slotOf.get(w) as number] as { type: Sort<'Type'> }).type,
                contents,
              );
        const H = baseHeapMap.set(emptyHeap as BaseHeap, w, b as BaseBinding) as Heap;
        const steps = this.derived(info, j, H, 0, w);
        info.byContents.set(key, steps);
        return steps;
      }
    }
  }

  /** Steps of the redex in a heap that has what it looks at. */
  private derived(info: Info, j: number, H: Heap, n: number, w?: string): readonly Step[] {
    const { place } = info;
    const r = derive(this.system, reduces.form, [String(j), H, place.e]);
    if (isLeft(r)) return [];
    const [H1, e1] = r.right.outputs as [Heap, Expr];
    const rule = r.right.derivation.rule.name;
    const to = this.things.number(plug.compute(place.context, e1));
    let contents = -1;
    let born = -1;
    if (w !== undefined) {
      const b = get(H1, w) as Binding & { readonly e: Expr };
      const before = get(H, w);
      if (b !== before) contents = this.things.number(w.startsWith('@') ? b : b.e);
    }
    if (info.kind === 'new') {
      const b = get(H1, `@${n + 1}`);
      if (b !== undefined) born = this.things.number(b);
    }
    return [{ shape: this.shape(rule, this.event(rule, place.e)), to, contents, born, forked: -1, local: [] }];
  }

  private event(rule: string, redex: Expr): Event | undefined {
    if (rule !== 'R-Assign' || redex.tag !== 'Assign' || redex.e1.tag !== 'Ext') return undefined;
    const v = bare(redex.e2);
    return {
      name: 'write',
      args: [redex.e1.z],
      value: bareText(redex.e2),
      ...(v.tag === 'Num' ? { number: v.n } : {}),
    };
  }

  private forks(info: Info): readonly Step[] {
    const Θ = threadsMap.set(threadsMap.empty, main, info.e);
    const S = make.State.State(this.worlds.at(0).types, emptyHeap, Θ);
    const r = derive(this.system, moves.form, [S, make.Move.Moves(main)]);
    if (isLeft(r)) return [];
    const S1 = r.right.outputs[0] as StateTerm;
    const child = get(S1.threads, '1');
    return [
      {
        shape: this.shape(r.right.derivation.rule.name, undefined),
        to: this.things.number(get(S1.threads, main) as Expr),
        contents: -1,
        born: -1,
        forked: child === undefined ? -1 : this.things.number(child),
        local: [],
      },
    ];
  }

  // Successors.

  successors(s: State, emit: Emit): void {
    const k = this.applied(s);
    const world = this.worlds.at(k);
    const T = this.count(s);
    const offered = world.next !== undefined && (this.offer !== 'arrive' || this.requested(s));
    const any = this.offer === 'any';
    let unfinished = false;
    for (let t = 0; t < T; t++)
      if (this.things.info(s[3 + this.stride * t] as number).kind !== 'value') unfinished = true;

    if (this.policy === 'interrupt' && offered && unfinished) {
      if (this.admits(s, world, -1)) {
        emit(this.interrupts[k] as number, this.updated(s, world, -1, 'interrupt'));
        if (!any) return;
      } else this.refuse(s, world, -1);
    }
    const barrier = this.policy === 'barrier' || this.policy === 'barrier-blocked';
    if (barrier && offered) {
      const assembled = this.assembled(s, world, false);
      // Other rules may say otherwise when all have come together.
      const meeting = assembled || this.plain || (this.policy === 'barrier-blocked' && this.assembled(s, world, true));
      if (meeting && this.admits(s, world, -1)) {
        emit(this.updateAll[k] as number, this.updated(s, world, -1, 'all'));
      } else if (assembled) {
        this.refuse(s, world, -1);
        if (!any) emit(this.passAllLabel, this.passedAll(s));
      }
    }

    for (let t = 0; t < T; t++) {
      const at = 3 + this.stride * t;
      const id = s[at] as number;
      const info = this.things.info(id);
      if (info.kind === 'value') continue;
      const j = ~(s[at - 1] as number);
      const version = this.stride === 3 ? ~(s[at + 1] as number) : k;
      if (info.kind === 'point') {
        let passes = true;
        if (this.policy === 'versions' && version < k) {
          emit(this.labelOf(this.switchShape, j), this.switched(s, t, k));
          passes = false;
        } else if (offered && barrier) passes = any;
        else if (offered && this.policy !== 'interrupt') {
          if (this.admits(s, world, t)) {
            emit(this.labelOf(this.updateShapes[k] as number, j), this.updated(s, world, t, 'one'));
            passes = any;
          } else this.refuse(s, world, t);
        }
        if (!passes) continue;
      }
      if (this.whole) {
        this.wholeStep(s, j, k, emit);
        continue;
      }
      const steps = this.stepsOf(s, info, j, world, version);
      for (let i = 0; i < steps.length; i++) {
        const step = steps[i] as Step;
        let local = step.local[k];
        if (local === undefined) step.local[k] = local = this.isLocal(info, step, k);
        emit(this.labelOf(step.shape, j), this.stepped(s, t, step, info, world), local);
      }
    }
    if (this.offer === 'arrive' && world.next !== undefined && !this.requested(s) && unfinished) {
      const { out } = this;
      this.copy(s);
      out[0] = ~(2 * k + 1);
      emit(this.requestLabel, out);
    }
  }

  private copy(s: State): void {
    const { out } = this;
    out.length = s.length;
    for (let i = 0; i < s.length; i++) out[i] = s[i] as number;
  }

  /** A step of a thread by the rules, on the whole configuration: where a variant has other rules for putting steps into it. */
  private wholeStep(s: State, j: number, k: number, emit: Emit): void {
    const r = derive(this.system, moves.form, [this.term(s), make.Move.Moves(String(j))]);
    if (isLeft(r)) return;
    const { derivation, outputs } = r.right;
    const inner = derivation.premises.find((p) => p.rule.name === 'R-Ctx')?.premises[0];
    const to = this.encode(outputs[0] as StateTerm, k);
    emit(this.labelOf(this.shape(inner?.rule.name ?? derivation.rule.name, undefined), j), to, false);
  }

  /** The state after a step of the t-th thread. */
  private stepped(s: State, t: number, step: Step, info: Info, world: World): State {
    const { out, stride } = this;
    this.copy(s);
    const at = 3 + stride * t;
    const hadCells = s.length > this.cells(s);
    if (step.contents >= 0) out[this.slot(s, info, world)] = step.contents;
    if (step.born >= 0) out.push(step.born);
    this.settle(at, step.to);
    if (step.forked >= 0) this.add(s, step.forked, stride === 3 ? (s[at + 1] as number) : 0);
    if (hadCells || step.born >= 0) this.renumber();
    return out;
  }

  /** Puts an expression for a thread; drops a forked one that is a value. */
  private settle(at: number, to: number): boolean {
    const { out, stride } = this;
    out[at] = to;
    if (out[at - 1] === ~0 || this.things.info(to).kind !== 'value') return false;
    out.splice(at - 1, stride);
    out[1] = ~(~(out[1] as number) - 1);
    return true;
  }

  /** Adds a thread under the least number not in use in a state. */
  private add(s: State, e: number, version: number): void {
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
  private renumber(): void {
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

  // Updates.

  private conFree(info: Info, world: World): boolean {
    let known = info.conFree[world.k];
    if (known === undefined)
      info.conFree[world.k] = known = world.changed.length === 0 || conFree.compute(info.e, world.changed);
    return known;
  }

  /** What of the state is in the way of an update: bits of `obstacles`. */
  private inTheWay(s: State, world: World, t: number): number {
    const { things, stride } = this;
    let found = 0;
    const T = this.count(s);
    const points = this.policy === 'barrier' || this.policy === 'barrier-blocked';
    if (this.policy === 'versions') {
      if (!world.keepsTypes) found |= obstacle.versions;
    } else if (world.changed.length > 0) {
      for (let i = 0; i < T; i++) {
        const info = things.info(s[3 + stride * i] as number);
        const own = points ? info.kind === 'point' : this.policy === 'own-static' && i === t;
        if (own) {
          const Δ = capabilityAt.compute(info.e);
          if (Δ !== undefined && world.changed.some((c) => contains(Δ as never, c))) found |= obstacle.capability;
        } else if (!points && !this.conFree(info, world)) found |= obstacle.stack;
      }
      if (!world.functionsConFree) found |= obstacle.function;
      const variables = this.variables(s);
      const cells = this.cells(s);
      for (let at = variables; at < cells; at++)
        if (!world.replaces[at - variables] && !this.conFree(things.info(s[at] as number), world))
          found |= obstacle.contents;
      for (let at = cells; at < s.length; at++)
        if (!this.cellConFree(s[at] as number, world)) found |= obstacle.contents;
    }
    const variables = this.variables(s);
    for (let i = 0; i < world.replaces.length; i++)
      if (world.replaces[i] && things.term(s[variables + i] as number).tag === 'By') found |= obstacle.running;
    return found;
  }

  private cellConFree(n: number, world: World): boolean {
    const b = this.things.term(n) as Binding & { readonly e: Expr };
    return this.conFree(this.things.info(this.things.number(b.e)), world);
  }

  /** Whether the next update, offered, may be applied; `t` is the thread at whose point it is, -1 for all or none. */
  private admits(s: State, world: World, t: number): boolean {
    if (world.reasons.length > 0) return false;
    if (!this.plain) return this.inTheWay(s, world, t) === 0;
    return this.byRules(s, this.move(s, world, t)) !== undefined;
  }

  private refuse(s: State, world: World, t: number): void {
    const codes = this.refusals[world.k] as Set<string>;
    if (world.reasons.length > 0) {
      for (const c of world.reasons) codes.add(c);
      return;
    }
    const found = this.inTheWay(s, world, t);
    for (const [code, bit] of Object.entries(obstacle)) if ((found & bit) !== 0) codes.add(code);
  }

  refused(): readonly (readonly string[])[] {
    return this.refusals.map((codes) => [...codes].sort());
  }

  /** Every thread at an update point or finished, one at least at one; or blocked and con-free. */
  private assembled(s: State, world: World, blockedToo: boolean): boolean {
    let some = false;
    const T = this.count(s);
    for (let t = 0; t < T; t++) {
      const info = this.things.info(s[3 + this.stride * t] as number);
      if (info.kind === 'point') some = true;
      else if (info.kind !== 'value' && !(blockedToo && this.isBlocked(s, t, info, world) && this.conFree(info, world)))
        return false;
    }
    return some;
  }

  /** What U makes of an expression, or of it past its update point. */
  private rewritten(id: number, world: World, pass: boolean): number {
    const info = this.things.info(id);
    const list = pass ? info.passed : info.rewritten;
    const known = list[world.k];
    if (known !== undefined) return known;
    const e = pass ? plug.compute(info.place.context, zero) : info.e;
    const U = world.update as Update;
    return (list[world.k] = this.things.number(world.changed.length === 0 ? e : rewrite.compute(e, U.changed)));
  }

  private updated(s: State, world: World, t: number, who: 'one' | 'all' | 'interrupt'): State {
    if (this.plain) {
      const { out } = this;
      const S1 = this.byRules(s, this.move(s, world, t)) as StateTerm;
      const next = this.encode(S1, world.k + 1);
      out.length = 0;
      for (const x of next) out.push(x);
      if (this.instant) this.transfer(s, world);
      return out;
    }
    const { out, stride, things } = this;
    const next = this.worlds.at(world.k + 1);
    const versions = this.policy === 'versions';
    const T = this.count(s);
    const variables = this.variables(s);
    const cells = this.cells(s);
    out.length = 0;
    out.push(~(2 * (world.k + 1)), s[1] as number);
    for (let i = 0; i < T; i++) {
      const id = s[3 + stride * i] as number;
      const pass = who === 'all' ? things.info(id).kind === 'point' : i === t;
      out.push(s[2 + stride * i] as number, this.rewritten(id, world, pass));
      if (versions) out.push(i === t ? ~(world.k + 1) : (s[4 + stride * i] as number));
    }
    for (const v of next.variables) {
      if (v.initial !== undefined) out.push(things.number(v.initial));
      else out.push(this.rewritten(s[variables + (world.slotOf.get(v.name) as number)] as number, world, false));
    }
    for (let at = cells; at < s.length; at++) {
      const b = things.term(s[at] as number) as Binding & { tag: 'Cell' };
      const e = things.term(this.rewritten(things.number(b.e), world, false)) as Expr;
      out.push(things.number(e === b.e ? b : make.Binding.Cell(b.type, e)));
    }
    // Threads that have become values, from the last one on.
    for (let i = T - 1; i > 0; i--) this.settle(3 + stride * i, out[3 + stride * i] as number);
    if (this.instant) this.transfer(s, world);
    this.renumber();
    return out;
  }

  /** Runs what was a value before the update and has to be converted now (behaviours.md, section 8). */
  private transfer(before: State, world: World): void {
    const { out, things } = this;
    const next = this.worlds.at(world.k + 1);
    const at0 = this.variables(out);
    const converted = (n: number): number => things.number(this.ranAlone(things.info(n), next));
    const wasValue = (n: number | undefined) => n !== undefined && things.info(n).kind === 'value';
    next.variables.forEach((v, i) => {
      const old = world.slotOf.get(v.name);
      if (v.initial !== undefined || old === undefined) return;
      if (wasValue(before[this.variables(before) + old])) out[at0 + i] = converted(out[at0 + i] as number);
    });
    const cells = this.cells(out);
    const cellsBefore = this.cells(before);
    for (let at = cells; at < out.length; at++) {
      const old = things.term(before[cellsBefore + at - cells] as number) as Binding & { tag: 'Cell' };
      const b = things.term(out[at] as number) as Binding & { tag: 'Cell' };
      if (isValue(old.e)) {
        const e = things.term(converted(things.number(b.e))) as Expr;
        out[at] = things.number(make.Binding.Cell(b.type, e));
      }
    }
  }

  private passedAll(s: State): State {
    const { out, stride, things } = this;
    this.copy(s);
    for (let i = this.count(s) - 1; i >= 0; i--) {
      const at = 3 + stride * i;
      const info = things.info(s[at] as number);
      if (info.kind === 'point') this.settle(at, things.number(plug.compute(info.place.context, one)));
    }
    if (s.length > this.cells(s)) this.renumber();
    return out;
  }

  private switched(s: State, t: number, k: number): State {
    const { out, stride, things } = this;
    this.copy(s);
    const at = 3 + stride * t;
    const info = things.info(s[at] as number);
    out[at + 1] = ~k;
    this.settle(at, things.number(plug.compute(info.place.context, zero)));
    if (s.length > this.cells(s)) this.renumber();
    return out;
  }

  // The same by the rules, on whole configurations.

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

  /** The label of the calculus for the next update. */
  move(s: State, world: World, t: number): Move {
    const U = world.update as Update;
    if (this.policy === 'interrupt') return make.Move.Interrupts(U);
    const p = policyTerms[this.policy];
    return t < 0 ? make.Move.UpdatesAll(p, U) : make.Move.Updates(p, String(~(s[2 + this.stride * t] as number)), U);
  }

  /** Where a move leads by the rules; undefined where none derives it. */
  byRules(s: State, move: Move): StateTerm | undefined {
    const r = derive(this.system, moves.form, [this.term(s), move], { record: false });
    return isLeft(r) ? undefined : (r.right.outputs[0] as StateTerm);
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
    return [...entries(this.worlds.at(this.applied(s)).functions)].map(([, b]) => b);
  }

  /** Whether a thread has a step of its own by the rules, update points included. */
  canMove(s: State, actor: string): boolean {
    const t = this.place(s, actor);
    if (t < 0) return false;
    const info = this.things.info(s[3 + this.stride * t] as number);
    const world = this.worlds.at(this.applied(s));
    const version = this.stride === 3 ? ~(s[4 + this.stride * t] as number) : world.k;
    return this.stepsOf(s, info, Number(actor), world, version).length > 0;
  }

  // Questions.

  done(s: State): boolean {
    return this.count(s) === 1 && this.things.info(s[3] as number).kind === 'value';
  }

  actors(s: State): readonly string[] {
    const found: string[] = [];
    for (let t = 0; t < this.count(s); t++)
      if (this.things.info(s[3 + this.stride * t] as number).kind !== 'value')
        found.push(String(~(s[2 + this.stride * t] as number)));
    return found;
  }

  /** The place of a thread among those of a state; -1 where there is none. */
  place(s: State, actor: string): number {
    for (let t = 0; t < this.count(s); t++) if (String(~(s[2 + this.stride * t] as number)) === actor) return t;
    return -1;
  }

  private isBlocked(s: State, t: number, info: Info, world: World): boolean {
    if (info.kind !== 'cell') return false;
    const slot = this.slot(s, info, world);
    if (slot < 0) return false;
    return waitsFor(info.place.e, this.contentsAt(s, slot, info), String(~(s[2 + this.stride * t] as number)));
  }

  blocked(s: State, actor: string): boolean {
    const t = this.place(s, actor);
    if (t < 0) return false;
    const info = this.things.info(s[3 + this.stride * t] as number);
    return this.isBlocked(s, t, info, this.worlds.at(this.applied(s)));
  }

  waiting(s: State, actor: string): Waiting | undefined {
    const t = this.place(s, actor);
    if (t < 0) return undefined;
    const info = this.things.info(s[3 + this.stride * t] as number);
    const world = this.worlds.at(this.applied(s));
    if (!this.isBlocked(s, t, info, world)) return undefined;
    const contents = this.contentsAt(s, this.slot(s, info, world), info);
    return { on: info.cell as string, whom: contents.tag === 'By' ? [contents.j] : [] };
  }

  waits(s: State, actor: string): boolean {
    if (this.policy !== 'barrier' && this.policy !== 'barrier-blocked') return false;
    const world = this.worlds.at(this.applied(s));
    const requested =
      world.next !== undefined && (this.offer === 'now' || (this.offer === 'arrive' && this.requested(s)));
    const t = this.place(s, actor);
    return requested && t >= 0 && this.things.info(s[3 + this.stride * t] as number).kind === 'point';
  }

  /** What the questions of properties look at. */
  readonly views: Views = {
    expression: (s, actor) => {
      const t = this.place(s, actor);
      return t < 0 ? undefined : this.things.info(s[3 + this.stride * t] as number);
    },
    contents: (s, z) => {
      const i = this.worlds.at(this.applied(s)).slotOf.get(z);
      return i === undefined ? undefined : this.things.info(s[this.variables(s) + i] as number);
    },
    world: (s) => this.worlds.at(this.applied(s)),
    worldOf: (k) => {
      let world = this.worlds.at(0);
      for (let i = 1; i <= k && world.reasons.length === 0 && world.next !== undefined; i++) world = this.worlds.at(i);
      return world;
    },
  };

  ask(question: Question): Reading {
    return ask(this, question);
  }

  vocabulary(): readonly string[] {
    return vocabulary(this);
  }

  ending(s: State): Ending {
    const world = this.worlds.at(this.applied(s));
    const variables: Record<string, string> = {};
    world.variables.forEach((v, i) => {
      const info = this.things.info(s[this.variables(s) + i] as number);
      variables[v.name] = info.kind === 'value' ? bareText(info.e) : 'pending';
    });
    const value = this.things.info(s[3] as number);
    return { value: this.done(s) ? bareText(value.e) : null, applied: world.k, variables };
  }

  print(s: State): string {
    const world = this.worlds.at(this.applied(s));
    const lines: string[] = [];
    for (let t = 0; t < this.count(s); t++) {
      const j = ~(s[2 + this.stride * t] as number);
      const version = this.stride === 3 ? ` (version ${~(s[4 + this.stride * t] as number)})` : '';
      lines.push(`${j}${version}: ${bareText(this.things.term(s[3 + this.stride * t] as number) as Expr)}`);
    }
    const contents = world.variables.map(
      (v, i) => `${v.name} = ${bareText(this.things.term(s[this.variables(s) + i] as number) as Expr)}`,
    );
    for (let at = this.cells(s); at < s.length; at++)
      contents.push(
        `@${at - this.cells(s) + 1} = ${bareText((this.things.term(s[at] as number) as Binding & { readonly e: Expr }).e)}`,
      );
    if (contents.length > 0) lines.push(contents.join(', '));
    if (this.updates > 0)
      lines.push(`updates applied: ${world.k}${this.requested(s) ? ', the next one requested' : ''}`);
    return lines.join('\n');
  }

  lane(s: State, actor: string): string {
    const info = this.views.expression(s, actor);
    return info === undefined ? '' : bareText(info.e);
  }
  readonly interned = {
    give: (n: number): unknown => this.things.term(n),
    take: (thing: unknown): number => this.things.number(thing as Expr),
    label: (label: Label): number => this.labels.number(label),
  };

  /** Whether a step leaves a thread unfinished, and what others and updates to come look at as it was (section 9). */
  private isLocal(info: Info, step: Step, k: number): boolean {
    if (info.kind === 'cell' || info.kind === 'point' || info.kind === 'fork') return false;
    if (this.things.info(step.to).kind === 'value') return false;
    const { ignores } = this;
    if (k >= this.updates || this.policy === 'barrier' || this.policy === 'versions' || ignores === 'updates')
      return true;
    const { types, names } = this.worlds.toCome(k);
    const redex = info.place.e;
    const called = redex.tag === 'App' && redex.fun.tag === 'Ext' ? redex.fun.z : undefined;
    if (ignores !== 'calls' && called !== undefined && names.has(called)) return false;
    if (types.size === 0) return true;
    const before = casts(info.e);
    const after = casts(this.things.info(step.to).e);
    for (const t of types) {
      if (ignores !== 'cons' && (before.cons.get(t) ?? 0) !== (after.cons.get(t) ?? 0)) return false;
      if (ignores !== 'values' && casts(redex).values.has(t)) return false;
    }
    return true;
  }

  /** Variables with what is pending run, threads, cells: all bare (behaviours.md, section 6). */
  projection(s: State): string {
    const world = this.worlds.at(this.applied(s));
    const settled = this.settled(s, world);
    const lines: string[] = [];
    for (let t = 0; t < this.count(s); t++)
      lines.push(
        `${~(s[2 + this.stride * t] as number)}: ${bareText(this.expression(s[3 + this.stride * t] as number))}`,
      );
    world.variables.forEach((v, i) => lines.push(`${v.name} = ${bareText(settled[i] as Expr)}`));
    for (let at = this.cells(s); at < s.length; at++)
      lines.push(
        `@${at - this.cells(s) + 1} = ${bareText((this.things.term(s[at] as number) as Binding & { readonly e: Expr }).e)}`,
      );
    return lines.join('\n');
  }

  private expression(n: number): Expr {
    return this.things.term(n) as Expr;
  }

  /** The contents of the variables, those that have not run and that nobody runs having run. */
  private settled(s: State, world: World): readonly Expr[] {
    const contents = world.variables.map((_, i) => this.things.info(s[this.variables(s) + i] as number));
    if (contents.every((c) => c.kind === 'value' || c.e.tag === 'By')) return contents.map((c) => c.e);
    // What touches no cell runs to the same value everywhere.
    const pure = contents.map((c) => (c.kind === 'value' || c.e.tag === 'By' ? c.e : this.ranAlone(c, world)));
    if (pure.every((e) => isValue(e) || e.tag === 'By')) return pure;
    let H = this.term(s).heap;
    for (const v of world.variables) {
      const b = get(H, v.name) as Binding & { readonly e: Expr };
      if (isValue(b.e) || b.e.tag === 'By') continue;
      let e: Expr = make.Expr.Deref(make.Expr.Ext(v.name));
      let next = H;
      for (let i = 0; i < mostTransferSteps && !isValue(e); i++) {
        const place = placeIn(e);
        const r = derive(this.system, reduces.form, ['0', next, place.e], { record: false });
        if (isLeft(r)) break;
        next = r.right.outputs[0] as Heap;
        e = plug.compute(place.context, r.right.outputs[1] as Expr);
      }
      if (isValue(e)) H = next;
    }
    return world.variables.map((v) => (get(H, v.name) as Binding & { readonly e: Expr }).e);
  }

  /** Contents run with functions only; as they are where they touch a cell. */
  private ranAlone(info: Info, world: World): Expr {
    const known = info.instant[world.k];
    if (known !== undefined) return this.expression(known);
    let e = info.e;
    for (let i = 0; i < mostTransferSteps && !isValue(e); i++) {
      const place = this.things.info(this.things.number(e)).place;
      const r = derive(this.system, reduces.form, ['0', world.functions, place.e], { record: false });
      if (isLeft(r)) break;
      e = plug.compute(place.context, r.right.outputs[1] as Expr);
    }
    const done = isValue(e) ? e : info.e;
    info.instant[world.k] = this.things.number(done);
    return done;
  }

  /** Whether contents are being run by a thread. */
  private isRun(n: number): boolean {
    const x = this.things.term(n) as Expr | (Binding & { tag: 'Cell' });
    return (x.tag === 'Cell' ? x.e : x).tag === 'By';
  }

  /** The order of two threads of a state, by places: by what they have left to do, their versions, what they run, their numbers. */
  private compared(s: State, a: number, b: number, run: boolean): number {
    const { stride, things } = this;
    const [x, y] = [s[3 + stride * a] as number, s[3 + stride * b] as number];
    if (x !== y) return things.text(x) < things.text(y) ? -1 : 1;
    const versions = stride === 3 ? (s[4 + stride * b] as number) - (s[4 + stride * a] as number) : 0;
    if (versions !== 0) return versions;
    const [i, j] = [~(s[2 + stride * a] as number), ~(s[2 + stride * b] as number)];
    if (run) {
      const [own, other] = [this.marks(s, i), this.marks(s, j)];
      if (own !== other) return own < other ? -1 : 1;
    }
    return i - j;
  }

  /** Forked threads in the order of what they are; mostly they are in it. */
  representative(s: State): State {
    const { stride } = this;
    const T = this.count(s);
    const first = s[2] === ~0 ? 1 : 0;
    if (T <= first) return s;
    const variables = this.variables(s);
    let run = false;
    for (let at = variables; at < s.length && !run; at++) run = this.isRun(s[at] as number);
    let same = true;
    for (let t = first; t < T && same; t++)
      same = ~(s[2 + stride * t] as number) === t - first + 1 && (t === first || this.compared(s, t - 1, t, run) < 0);
    if (same) return s;
    const order = Array.from({ length: T - first }, (_, i) => i + first).sort((a, b) => this.compared(s, a, b, run));
    const to = new Map(order.map((t, i) => [String(~(s[2 + stride * t] as number)), String(i + 1)]));
    const { out } = this;
    const tuple: number[] = [];
    for (let at = 0; at < 2 + stride * first; at++) tuple.push(s[at] as number);
    order.forEach((t, i) => {
      tuple.push(~(i + 1));
      for (let at = 3; at < 2 + stride; at++) tuple.push(s[at + stride * t] as number);
    });
    for (let at = variables; at < s.length; at++)
      tuple.push(run ? this.remarked(s[at] as number, to) : (s[at] as number));
    const cells = s.length > this.cells(s);
    out.length = 0;
    for (const x of tuple) out.push(x);
    if (cells) this.renumber();
    return out;
  }

  /** The contents that a thread runs, by their places: a part of what it is. */
  private marks(s: State, j: number): string {
    const found: number[] = [];
    for (let at = this.variables(s); at < s.length; at++) {
      const x = this.things.term(s[at] as number) as Expr | Binding;
      const e = 'e' in x && x.tag === 'Cell' ? (x.e as Expr) : (x as Expr);
      if (e.tag === 'By' && e.j === String(j)) found.push(at - this.variables(s));
    }
    return found.join(',');
  }

  private remarked(n: number, to: ReadonlyMap<string, string>): number {
    const x = this.things.term(n) as Expr | (Binding & { tag: 'Cell' });
    const e = x.tag === 'Cell' ? x.e : x;
    if (e.tag !== 'By') return n;
    const other = make.Expr.By(e.e, to.get(e.j) ?? e.j);
    return this.things.number(x.tag === 'Cell' ? make.Binding.Cell(x.type, other) : other);
  }
}

interface Casts {
  /** How often each type is looked through. */
  readonly cons: ReadonlyMap<string, number>;
  /** The types whose values occur. */
  readonly values: ReadonlySet<string>;
}
const castsOf = new WeakMap<object, Casts>();

function casts(e: Expr): Casts {
  let found = castsOf.get(e);
  if (found === undefined) {
    const cons = new Map<string, number>();
    const values = new Set<string>();
    for (const x of subterms(grammar, ['Expr', 'Fields'])(e) as Iterable<Expr>) {
      if (x.tag === 'Con') cons.set(x.t, (cons.get(x.t) ?? 0) + 1);
      if (x.tag === 'Abs') values.add(x.t);
    }
    castsOf.set(e, (found = { cons, values }));
  }
  return found;
}

const obstacle = { stack: 1, capability: 2, function: 4, contents: 8, running: 16, versions: 32 } as const;
const zero = make.Expr.Num(0n);
const one = make.Expr.Num(1n);
const emptyHeap = baseHeapMap.empty as Heap;
const unit = make.Binding.Cell(make.Type.Int(), zero) as BaseBinding;

function* cellsOf(H: Heap): Iterable<readonly [number, Binding]> {
  for (const [w, b] of entries(H)) if (w.startsWith('@')) yield [Number(w.slice(1)), b];
}
