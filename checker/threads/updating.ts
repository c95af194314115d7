/** When an update may be applied to a state, and what it makes of it, part by part (threads.md, section 8). */
import { isLeft } from 'fp-ts/lib/Either.js';
import { contains } from '../../semantics/proteus/capability.ts';
import { capabilityAt, conFree, isValue, plug, rewrite } from '../../semantics/threads/functions.ts';
import {
  make,
  type Config,
  type Expr,
  type Move,
  type Sort,
  type State as StateTerm,
  type Update,
} from '../../semantics/threads/grammar.ts';
import { moves } from '../../rules/threads/reduction.ts';
import { threads as threadsSystem } from '../../rules/threads/system.ts';
import { derive } from '../derive.ts';
import type { State } from '../explore/system.ts';
import { Alike } from './alike.ts';
import { policyTerm, type SpaceOptions } from './options.ts';
import type { Info } from './things.ts';
import type { Queued, World } from './worlds.ts';

type Binding = Sort<'Binding'>;

export abstract class Updating extends Alike {
  protected readonly instant: boolean;
  protected readonly plain: boolean;
  private readonly refusals: Set<string>[];

  constructor(K: Config, queue: readonly Queued[], options: SpaceOptions) {
    super(K, queue, options);
    this.instant = options.transfer === 'instant';
    this.plain =
      options.plain ?? [...updating, ...admitting].some((r) => this.system.rules.get(r) !== threadsSystem.rules.get(r));
    this.refusals = queue.map(() => new Set());
  }

  protected conFree(info: Info, world: World): boolean {
    let known = info.conFree[world.k];
    if (known === undefined)
      info.conFree[world.k] = known = world.changed.length === 0 || conFree.compute(info.e, world.changed);
    return known;
  }

  /** What of the state is in the way of an update: bits of `obstacles`. */
  protected inTheWay(s: State, world: World, t: number): number {
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

  protected cellConFree(n: number, world: World): boolean {
    const b = this.things.term(n) as Binding & { readonly e: Expr };
    return this.conFree(this.things.info(this.things.number(b.e)), world);
  }

  /** Whether the next update, offered, may be applied; `t` is the thread at whose point it is, -1 for all or none. */
  protected admits(s: State, world: World, t: number): boolean {
    if (!this.plain) return world.reasons.length === 0 && this.inTheWay(s, world, t) === 0;
    // What the rules of a variant admit, it admits, well formed or not.
    return this.byRules(s, this.move(s, world, t)) !== undefined;
  }

  protected refuse(s: State, world: World, t: number): void {
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
  protected assembled(s: State, world: World, blockedToo: boolean): boolean {
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
  protected rewritten(id: number, world: World, pass: boolean): number {
    const info = this.things.info(id);
    const list = pass ? info.passed : info.rewritten;
    const known = list[world.k];
    if (known !== undefined) return known;
    const e = pass ? plug.compute(info.place.context, zero) : info.e;
    const U = world.update as Update;
    return (list[world.k] = this.things.number(world.changed.length === 0 ? e : rewrite.compute(e, U.changed)));
  }

  protected updated(s: State, world: World, t: number, who: 'one' | 'all' | 'interrupt'): State {
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
  protected transfer(before: State, world: World): void {
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

  protected passedAll(s: State): State {
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

  protected switched(s: State, t: number, k: number): State {
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

  /** The label of the calculus for the next update. */
  move(s: State, world: World, t: number): Move {
    const U = world.update as Update;
    if (this.policy === 'interrupt') return make.Move.Interrupts(U);
    const p = policyTerm(this.policy);
    return t < 0 ? make.Move.UpdatesAll(p, U) : make.Move.Updates(p, String(~(s[2 + this.stride * t] as number)), U);
  }

  /** Where a move leads by the rules; undefined where none derives it. */
  byRules(s: State, move: Move): StateTerm | undefined {
    const r = derive(this.system, moves.form, [this.term(s), move], { record: false });
    return isLeft(r) ? undefined : (r.right.outputs[0] as StateTerm);
  }
}

/** Rules that say when an update is applied and what it does. */
const updating = ['R-Upd', 'R-UpdAll', 'R-NoUpdAll', 'R-Interrupt', 'R-UpdV', 'R-Switch'];
const admitting = ['A-All', 'A-Barrier', 'A-BarrierBlocked', 'A-OwnStatic', 'A-Interrupt', 'A-Versions'];

const obstacle = { stack: 1, capability: 2, function: 4, contents: 8, running: 16, versions: 32 } as const;
const zero = make.Expr.Num(0n);
const one = make.Expr.Num(1n);
