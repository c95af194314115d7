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
import { get } from '../../semantics/maps.ts';
import {
  heapMap as baseHeapMap,
  type Binding as BaseBinding,
  type Heap as BaseHeap,
} from '../../semantics/proteus/grammar.ts';
import { isValue, main, plug } from '../../semantics/threads/functions.ts';
import {
  make,
  threadsMap,
  type Config,
  type Expr,
  type Heap,
  type Sort,
  type State as StateTerm,
} from '../../semantics/threads/grammar.ts';
import { moves, reduces } from '../../rules/threads/reduction.ts';
import { threads as threadsSystem } from '../../rules/threads/system.ts';
import { derive } from '../derive.ts';
import {
  environment,
  Labels,
  together,
  type Emit,
  type Event,
  type Label,
  type State,
  type TransitionSystem,
} from '../explore/system.ts';
import { isLocal } from './local.ts';
import type { SpaceOptions } from './options.ts';
import { Updating } from './updating.ts';
import { bare, bareText } from './bare.ts';
import type { Info, Step } from './things.ts';
import type { Queued, World } from './worlds.ts';

type Binding = Sort<'Binding'>;

export {
  ignored,
  offers,
  policies,
  policyTerm,
  transfers,
  type Offer,
  type PolicyName,
  type SpaceOptions,
} from './options.ts';

/** What happens in a step, whoever takes it. */
interface Shape {
  readonly rule: string;
  readonly event: Event | undefined;
  /** Label by thread. */
  readonly labels: (number | undefined)[];
}

export class ThreadSpace extends Updating implements TransitionSystem {
  readonly calculus = 'threads';
  readonly start: State;
  readonly rules: ReadonlySet<string>;
  readonly events: ReadonlySet<string> = new Set(['write', 'update', 'request']);
  private readonly ignores: SpaceOptions['ignores'];
  /** Whether steps of threads are derived on whole configurations as well. */
  private readonly whole: boolean;
  private readonly labels = new Labels();
  private readonly shapes: Shape[] = [];
  private readonly shapeNumbers = new Map<string, number>();
  private readonly requestLabel: number;
  private readonly passAllLabel: number;
  private readonly switchShape: number;
  private readonly updateShapes: number[] = [];
  private readonly updateAll: number[] = [];
  private readonly interrupts: number[] = [];

  constructor(K: Config, queue: readonly Queued[], options: SpaceOptions = {}) {
    super(K, queue, options);
    this.ignores = options.ignores;
    this.whole = ['R-Thread', 'R-Fork', 'R-ThreadV', 'R-ForkV'].some(
      (r) => this.system.rules.get(r) !== threadsSystem.rules.get(r),
    );
    this.rules = new Set(
      [...this.system.rules.values()]
        .filter((r) => ['reduces', 'moves'].includes(r.conclusion.judgement.name))
        .map((r) => r.name),
    );
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
        if (local === undefined) step.local[k] = local = isLocal(this, this.ignores, info, step, k);
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
  /** Whether a thread has a step of its own by the rules, update points included. */
  canMove(s: State, actor: string): boolean {
    const t = this.place(s, actor);
    if (t < 0) return false;
    const info = this.things.info(s[3 + this.stride * t] as number);
    const world = this.worlds.at(this.applied(s));
    const version = this.stride === 3 ? ~(s[4 + this.stride * t] as number) : world.k;
    return this.stepsOf(s, info, Number(actor), world, version).length > 0;
  }
  readonly interned = {
    give: (n: number): unknown => this.things.term(n),
    take: (thing: unknown): number => this.things.number(thing as Expr),
    label: (label: Label): number => this.labels.number(label),
  };
}

const emptyHeap = baseHeapMap.empty as Heap;
const unit = make.Binding.Cell(make.Type.Int(), make.Expr.Num(0n)) as BaseBinding;
