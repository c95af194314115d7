/**
 * Components as a transition system. A state is the number of its core (generation, classes, registry, updates to come), then a number for each thread in the
 * order of their names, then one for each object, -1 for one that does not exist; trailing ones are left out. Each distinct step is derived by the rules
 * once, on the whole configuration: what it changes is kept by what the rules of the step look at. Pure steps are taken at once, with the visible step
 * before them (section 13).
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get, keys } from '../../semantics/maps.ts';
import { Interner } from '../../semantics/interning.ts';
import { newestNumber, versionNumbered } from '../../semantics/components/classes.ts';
import { settledIn, threadTurn, versionIn } from '../../semantics/components/configs.ts';
import { focus, plug } from '../../semantics/components/expressions.ts';
import {
  components as grammar,
  make,
  objectMap,
  threadMap,
  type Config,
  type Expr,
  type Placed,
  type Registry,
  type Thread,
  type Turn,
  type Updates,
  type Version,
  type World,
} from '../../semantics/components/grammar.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { isValue } from '../../semantics/components/values.ts';
import { reduces } from '../../rules/components/evaluation.ts';
import { steps } from '../../rules/components/reduction.ts';
import { components } from '../../rules/components/system.ts';
import type { System } from '../../rules/system.ts';
import { mediatorsOf, type Standing } from './claims.ts';
import { doubtsFrom, type Doubt } from './faithful.ts';
import { refusal } from './refusals.ts';
import type { CompiledRule } from '../compile.ts';
import { derive, Search, type Failure } from '../derive.ts';
import {
  environment,
  Labels,
  type Emit,
  type Ending,
  type Event,
  type Label,
  type Question,
  type Remark,
  type Reading,
  type State,
  type TransitionSystem,
} from '../explore/system.ts';

export interface KernelOptions {
  /** The rules; those of the calculus as it is unless others are given. */
  readonly system?: System;
  /** Derive every step on the whole configuration, and keep none: what a test compares with. */
  readonly plain?: boolean;
  /** Counts the rules that steps are derived by, each step that is kept once. */
  readonly count?: (rule: CompiledRule) => void;
}

/** What a step changes: numbers of slots and what they are then. */
interface Step {
  readonly label: number;
  /** The core; -1 where it stays. */
  readonly core: number;
  readonly slots: readonly number[];
  readonly values: readonly number[];
}

interface Core {
  readonly g: bigint;
  readonly world: World;
  readonly registry: Registry;
  readonly queue: Updates;
  /** Slots and classes of the objects that are to be mediated. */
  readonly todo: readonly { readonly C: string; readonly o: string; readonly slot: number }[];
  /** The request by what has settled. */
  readonly request: Map<string, readonly Step[]>;
  readonly install: Map<number | string, readonly Step[]>;
}

type Kind = 'begins' | 'field' | 'new' | 'return' | 'end' | 'call' | 'while' | 'next' | 'still';
interface ThreadInfo {
  readonly thread: Thread;
  readonly kind: Kind;
  /** Of the object that the redex is about. */
  readonly slot: number;
  readonly g: number;
  readonly active: boolean;
  readonly byPlace: Map<number | string, readonly Step[]>;
}
interface PlacedInfo {
  readonly placed: Placed;
  readonly version: number;
  readonly mediator: boolean;
  readonly phase: 'Forward' | 'Block' | 'Transfer' | 'Completed' | undefined;
  readonly g: number;
  readonly inside: ReadonlySet<string>;
  /** The thread that was blocked first; -1 where there is none. */
  readonly first: number;
  readonly byPlace: Map<number | string, readonly Step[]>;
}

type Placing<T> = readonly [name: string, it: T];

/** Numbers below this one are packed in pairs. */
const packed = 2 ** 26;

export class KernelSpace implements TransitionSystem {
  readonly calculus = 'components';
  readonly start: State;
  readonly updates: number;
  readonly rules: ReadonlySet<string>;
  readonly events: ReadonlySet<string> = new Set(['request', 'call', 'end']);
  /** The threads and sources, sorted. */
  readonly threads: readonly string[];
  private readonly system: System;
  private readonly plain: boolean;
  /** Rules of a variant may look at more than those of the calculus: at all mediators, threads that are blocked, generations. */
  private readonly careful: boolean;
  private readonly counting: { readonly count?: (rule: CompiledRule) => void };
  private readonly interner = new Interner(grammar);
  private readonly labels = new Labels();
  private readonly cores: Core[] = [];
  private readonly coreNumbers = new Map<string, number>();
  private readonly threadNumbers = new Map<number, number>();
  readonly threadInfos: ThreadInfo[] = [];
  private readonly placedNumbers = new Map<number, number>();
  readonly placedInfos: PlacedInfo[] = [];
  /** Objects by slot, counted from the first object. */
  readonly objects: string[] = [];
  private readonly slots = new Map<string, number>();
  private readonly settledNumbers = new Map<Expr, Expr>();
  private readonly threadPairs: Placing<Thread>[] = [];
  private readonly placedPairs: Placing<Placed>[] = [];
  private readonly out: number[] = [];
  private readonly refusals = new Map<string, Failure>();
  private readonly updateNames: string[] = [];
  private known: readonly Doubt[] | undefined;
  private readonly threadSlots: ReadonlyMap<string, number>;

  constructor(K: Config, options: KernelOptions = {}) {
    this.system = options.system ?? components;
    this.counting = options.count === undefined ? {} : { count: options.count };
    this.plain = options.plain ?? false;
    this.careful = this.system.variant !== null;
    this.threads = keys(K.threads);
    this.threadSlots = new Map(this.threads.map((t, i) => [t, i + 1] as const));
    for (const o of keys(K.objects)) this.slotOf(o);
    for (let Q = K.queue; Q.tag === 'Updates'; Q = Q.rest) this.updateNames.push(Q.update.u);
    this.updates = this.updateNames.length;
    this.rules = new Set(
      [...this.system.rules.values()].filter((r) => r.conclusion.judgement.name === 'steps').map((r) => r.name),
    );
    this.start = this.stateOf(K);
  }

  // Numbers of things.

  private slotOf(o: string): number {
    let n = this.slots.get(o);
    if (n === undefined) {
      n = 1 + this.threads.length + this.objects.length;
      this.objects.push(o);
      this.slots.set(o, n);
    }
    return n;
  }

  private coreNumber(K: Config): number {
    const key = `${K.g} ${this.interner.id(K.world)} ${this.interner.id(K.registry)} ${this.interner.id(K.queue)}`;
    let n = this.coreNumbers.get(key);
    if (n === undefined) {
      n = this.cores.length;
      this.coreNumbers.set(key, n);
      const todo = [...entries(K.registry)].flatMap(([C, r]) => r.todo.map((o) => ({ C, o, slot: this.slotOf(o) })));
      this.cores.push({
        g: K.g,
        world: this.interner.intern(K.world),
        registry: this.interner.intern(K.registry),
        queue: this.interner.intern(K.queue),
        todo,
        request: new Map(),
        install: new Map(),
      });
    }
    return n;
  }

  private threadNumber(t: string, Θ: Thread): number {
    const id = this.interner.id(Θ);
    // A thread that waits is told from the others by its own expression: by its name.
    const key =
      Θ.tag === 'Waiting' ? -1 - (this.threadSlots.get(t) as number) : id * 65536 + (this.threadSlots.get(t) as number);
    let n = this.threadNumbers.get(key);
    if (n === undefined) {
      n = this.threadInfos.length;
      this.threadNumbers.set(key, n);
      this.threadInfos.push(this.threadInfo(this.interner.term(id) as Thread));
    }
    return n;
  }
  private threadInfo(thread: Thread): ThreadInfo {
    const info = (kind: Kind, slot = -1): ThreadInfo => ({
      thread,
      kind,
      slot,
      g: thread.tag === 'Live' || thread.tag === 'Blocked' ? Number(thread.g) : -1,
      active: thread.tag === 'Live' || thread.tag === 'Blocked',
      byPlace: new Map(),
    });
    if (thread.tag === 'Waiting') return info('begins');
    if (thread.tag !== 'Live' || thread.frames.tag !== 'Frame') return info('still');
    const { head, e, rest } = thread.frames;
    const redex = focus(e).e;
    if (isValue(redex)) {
      if (rest.tag === 'NoFrames') return info('end');
      return info('return', head.tag === 'InObject' && head.b === 1n ? this.slotOf(head.o) : -1);
    }
    if (redex.tag === 'Call' && redex.e.tag === 'Obj') return info('call', this.slotOf(redex.e.o));
    if (redex.tag === 'New') return info('new');
    // In variants only: a call in front of its object.
    if (redex.tag === 'Next') return info('next');
    if ((redex.tag === 'Get' || redex.tag === 'Set') && head.tag === 'InObject')
      return info('field', this.slotOf(head.o));
    return info(redex.tag === 'While' ? 'while' : 'still');
  }

  /** Entries are told apart by the object that they are of, so that steps kept with them are its own. */
  private placedNumber(slot: number, p: Placed): number {
    const id = this.interner.id(p);
    const key = id * 65536 + slot;
    let n = this.placedNumbers.get(key);
    if (n === undefined) {
      n = this.placedInfos.length;
      this.placedNumbers.set(key, n);
      const placed = this.interner.term(id) as Placed;
      const { entry } = placed;
      const med = entry.tag === 'Med' ? entry : undefined;
      this.placedInfos.push({
        placed,
        version: Number(versionIn(placed)),
        mediator: med !== undefined,
        phase: med?.phase.tag,
        g: med === undefined ? -1 : Number(med.g),
        inside: new Set(med === undefined ? [] : keys(med.inside)),
        first: med?.blocked.tag === 'Names' ? (this.threadSlots.get(med.blocked.name) as number) : -1,
        byPlace: new Map(),
      });
    }
    return n;
  }

  /** The tuple of a configuration. */
  stateOf(K: Config): State {
    const state = [this.coreNumber(K)];
    for (const t of this.threads) state.push(this.threadNumber(t, get(K.threads, t) as Thread));
    for (const [o, p] of entries(K.objects)) {
      const slot = this.slotOf(o);
      while (state.length < slot) state.push(-1);
      state[slot] = this.placedNumber(slot, p);
    }
    return state;
  }

  /** The configuration of a tuple. */
  config(s: State): Config {
    const core = this.cores[s[0] as number] as Core;
    let T = threadMap.empty;
    this.threads.forEach((t, i) => (T = threadMap.set(T, t, this.thread(s, i))));
    let O = objectMap.empty;
    const first = 1 + this.threads.length;
    for (let k = first; k < s.length; k++)
      if ((s[k] as number) >= 0)
        O = objectMap.set(
          O,
          this.objects[k - first] as string,
          (this.placedInfos[s[k] as number] as PlacedInfo).placed,
        );
    return make.Config.Configuration(core.g, core.world, core.registry, O, T, core.queue);
  }
  thread(s: State, i: number): Thread {
    return (this.threadInfos[s[i + 1] as number] as ThreadInfo).thread;
  }
  /** The objects that there are, and what they are. */
  *placed(s: State): Generator<readonly [o: string, placed: Placed]> {
    const first = 1 + this.threads.length;
    for (let k = first; k < s.length; k++)
      if ((s[k] as number) >= 0)
        yield [this.objects[k - first] as string, (this.placedInfos[s[k] as number] as PlacedInfo).placed];
  }
  /** The classes of a state: one thing for equal ones. */
  worldOf(s: State): World {
    return this.core(s).world;
  }
  /** The place of a thread or an object in tuples; -1 where there is none of the name. */
  slotNamed(name: string): number {
    return this.threadSlots.get(name) ?? this.slots.get(name) ?? -1;
  }
  /** The thread or object at a place of a tuple. */
  nameAt(k: number): string {
    return k <= this.threads.length
      ? (this.threads[k - 1] as string)
      : (this.objects[k - 1 - this.threads.length] as string);
  }
  /** What claims look at. */
  standing(s: State): Standing {
    const { registry, world } = this.core(s);
    const threads: Placing<Thread>[] = [];
    for (let i = 0; i < this.threads.length; i++)
      threads.push(
        this.paired(this.threadPairs, s[i + 1] as number, () => [this.threads[i] as string, this.thread(s, i)]),
      );
    const objects: Placing<Placed>[] = [];
    const first = 1 + this.threads.length;
    for (let k = first; k < s.length; k++) {
      const number = s[k] as number;
      if (number >= 0)
        objects.push(
          this.paired(this.placedPairs, number, () => [
            this.objects[k - first] as string,
            (this.placedInfos[number] as PlacedInfo).placed,
          ]),
        );
    }
    return { threads, objects, registry, world, mediators: mediatorsOf(objects) };
  }
  /** A thread or an object with its name, made once. */
  private paired<T>(all: Placing<T>[], number: number, make: () => Placing<T>): Placing<T> {
    return (all[number] ??= make());
  }
  core(s: State): { readonly g: bigint; readonly world: World; readonly registry: Registry; readonly queue: Updates } {
    return this.cores[s[0] as number] as Core;
  }

  // Steps.

  /** Pure steps of the innermost frame of a thread, taken at once. */
  private settle(Θ: Thread): Thread {
    if (Θ.tag !== 'Live' || Θ.frames.tag !== 'Frame') return Θ;
    const { head, e, rest } = Θ.frames;
    const first = this.interner.intern(e);
    let settled = this.settledNumbers.get(first);
    if (settled === undefined) {
      settled = first;
      for (;;) {
        const place = focus(settled);
        if (isValue(place.e)) break;
        const r = derive(this.system, reduces.form, [place.e], { record: false, ...this.counting });
        if (isLeft(r)) break;
        settled = plug.compute(place.context, r.right.outputs[0] as Expr);
      }
      this.settledNumbers.set(first, settled);
    }
    return settled === e ? Θ : make.Thread.Live(Θ.g, make.Frames.Frame(head, settled, rest));
  }

  /** The steps of whoever's turn it is, by the rules. */
  private derived(K: Config, from: State, turn: Turn, actor: string, event?: Event): Step[] {
    const search = new Search(this.system, steps.form, [K, turn], { record: true, ...this.counting });
    const found: Step[] = [];
    for (let r = search.next(); r !== undefined; r = search.next()) {
      const rule = r.derivation.rule.name;
      if (rule === 'R-Pure') continue;
      let K1 = r.outputs[0] as Config;
      let T = K1.threads;
      for (const [t, Θ] of entries(K1.threads)) {
        if (Θ === get(K.threads, t)) continue;
        const settled = this.settle(Θ);
        if (settled !== Θ) T = threadMap.set(T, t, settled);
      }
      if (T !== K1.threads) K1 = make.Config.Configuration(K1.g, K1.world, K1.registry, K1.objects, T, K1.queue);
      const to = this.stateOf(K1);
      const label = this.labels.number({ actor, rule, ...(event === undefined ? {} : { event }) });
      const slots: number[] = [];
      const values: number[] = [];
      for (let k = 1; k < Math.max(to.length, from.length); k++) {
        const [old, now] = [from[k] ?? -1, to[k] ?? -1];
        if (old === now) continue;
        slots.push(k);
        values.push(now);
      }
      found.push({ label, core: to[0] === from[0] ? -1 : (to[0] as number), slots, values });
    }
    return found;
  }

  private emitAll(s: State, all: readonly Step[], emit: Emit, local = false): void {
    const { out } = this;
    for (const step of all) {
      const length = s.length;
      for (let k = 0; k < length; k++) out[k] = s[k] as number;
      out.length = length;
      if (step.core >= 0) out[0] = step.core;
      for (let i = 0; i < step.slots.length; i++) {
        const k = step.slots[i] as number;
        while (out.length <= k) out.push(-1);
        out[k] = step.values[i] as number;
      }
      emit(step.label, out, local);
    }
  }

  successors(s: State, emit: Emit): void {
    const n = this.threads.length;
    const coreNumber = s[0] as number;
    const core = this.cores[coreNumber] as Core;
    let K: Config | undefined;
    const config = (): Config => (K ??= this.config(s));
    const around = this.careful && !this.plain ? this.around(s) : undefined;
    for (let i = 0; i < n; i++) {
      const info = this.threadInfos[s[i + 1] as number] as ThreadInfo;
      if (info.kind === 'still' && !this.plain) continue;
      const found = this.kept(
        info.byPlace,
        () => {
          const key = this.lookedAt(s, info, i, coreNumber);
          return around === undefined ? key : `${key} ${around}`;
        },
        () => {
          const t = this.threads[i] as string;
          const turn = threadTurn(config(), t);
          return turn === undefined ? [] : this.derived(config(), s, turn, t);
        },
      );
      if (found.length > 0) this.emitAll(s, found, emit, !this.careful && isLocal(info));
    }
    const first = n + 1;
    for (let k = first; k < s.length; k++) {
      const number = s[k] as number;
      if (number < 0) continue;
      const info = this.placedInfos[number] as PlacedInfo;
      if (!info.mediator) continue;
      const looked = this.mediatorKey(s, info, coreNumber);
      if (looked === -2 && !this.plain && !this.careful) continue;
      const found = this.kept(
        info.byPlace,
        () => around ?? looked,
        () => {
          const o = this.objects[k - first] as string;
          const { C, entry } = info.placed;
          const med = entry as typeof entry & { tag: 'Med' };
          return this.derived(config(), s, make.Turn.Mediates(o, C, med.g, med.inside, med.blocked, med.phase), o);
        },
      );
      if (found.length > 0) this.emitAll(s, found, emit);
    }
    for (const { C, o, slot } of core.todo) {
      const found = this.kept(
        core.install,
        () => {
          const key = slot * packed + (s[slot] as number);
          return around === undefined ? key : `${key} ${around}`;
        },
        () => this.derived(config(), s, make.Turn.Installs(C, o), o),
      );
      if (found.length > 0) this.emitAll(s, found, emit);
    }
    if (core.queue.tag === 'Updates') {
      const U = core.queue.update;
      const found = this.kept(
        core.request,
        () => `${this.versionKey(s)}${around ?? ''}`,
        () => this.derived(config(), s, make.Turn.Updating(U), environment, { name: 'request', args: [U.u] }),
      );
      if (found.length > 0) this.emitAll(s, found, emit);
    }
  }

  /** Steps that were derived already where all that the rules look at was the same. */
  private kept<K>(from: Map<K, readonly Step[]>, key: () => K, derived: () => readonly Step[]): readonly Step[] {
    if (this.plain) return derived();
    const at = key();
    let found = from.get(at);
    if (found === undefined) from.set(at, (found = derived()));
    return found;
  }

  /** All mediators, the generations of threads, and those that are blocked: what the rules of a variant may look at besides. */
  private around(s: State): string {
    let key = `${s[0] as number}`;
    for (let i = 1; i <= this.threads.length; i++) {
      const { thread, g } = this.threadInfos[s[i] as number] as ThreadInfo;
      key += thread.tag === 'Blocked' ? ` b${s[i] as number}` : ` ${g}`;
    }
    for (let k = 1 + this.threads.length; k < s.length; k++) {
      const number = s[k] as number;
      if (number >= 0 && (this.placedInfos[number] as PlacedInfo).mediator) key += ` ${k}:${number}`;
    }
    return key;
  }

  /** What the versions of the objects come to, where updates are judged. */
  versionKey(s: State): string {
    let key = '';
    for (let k = 1 + this.threads.length; k < s.length; k++) {
      const number = s[k] as number;
      key += number < 0 ? '-' : `${(this.placedInfos[number] as PlacedInfo).version},`;
    }
    return key;
  }

  /** The same as a number, where there are few objects and versions. */
  versionNumber(s: State): number | string {
    const first = 1 + this.threads.length;
    if (s.length - first > 16) return this.versionKey(s);
    let key = s.length - first;
    for (let k = first; k < s.length; k++) {
      const number = s[k] as number;
      const version = number < 0 ? -1 : (this.placedInfos[number] as PlacedInfo).version;
      if (version > 6) return this.versionKey(s);
      key = key * 8 + version + 1;
    }
    return key;
  }

  /** What the step of a thread looks at, as one number. */
  private lookedAt(s: State, info: ThreadInfo, i: number, core: number): number {
    switch (info.kind) {
      case 'begins':
      case 'next':
        return core;
      case 'end':
      case 'while':
      case 'still':
        return 0;
      case 'new': {
        // The name of the new object depends on those that the thread has made.
        let made = 0;
        const prefix = `${this.threads[i] as string}'`;
        const first = 1 + this.threads.length;
        for (let k = first; k < s.length; k++)
          if ((s[k] as number) >= 0 && (this.objects[k - first] as string).startsWith(prefix)) made++;
        return made * packed + core;
      }
      case 'field':
        return s[info.slot] as number;
      case 'return':
        return info.slot < 0 ? 0 : (s[info.slot] as number);
      case 'call': {
        const number = s[info.slot] ?? -1;
        // In variants, what is called may be an instance.
        if (number < 0) return -1 - core;
        const p = this.placedInfos[number] as PlacedInfo;
        const passing = p.phase === 'Block' && this.isInside(s, this.threads[i] as string, p.g) ? 1 : 0;
        return (core * packed + number) * 2 + passing;
      }
    }
  }
  private isInside(s: State, t: string, g: number): boolean {
    for (let k = 1 + this.threads.length; k < s.length; k++) {
      const number = s[k] as number;
      if (number < 0) continue;
      const p = this.placedInfos[number] as PlacedInfo;
      if ((p.phase === 'Forward' || p.phase === 'Block') && p.g <= g && p.inside.has(t)) return true;
    }
    return false;
  }
  /** What the step of a mediator looks at; -2 where it has none. */
  private mediatorKey(s: State, p: PlacedInfo, core: number): number {
    switch (p.phase) {
      case 'Forward':
        for (let i = 1; i <= this.threads.length; i++) {
          const info = this.threadInfos[s[i] as number] as ThreadInfo;
          if (info.active && info.g < p.g) return -2;
        }
        return 0;
      case 'Block':
        return p.inside.size > 0 ? -2 : core;
      case 'Transfer':
        return core;
      case 'Completed':
        return p.first < 0 ? 0 : core * packed + (s[p.first] as number);
      case undefined:
        return -2;
    }
  }

  label(number: number): Label {
    return this.labels.at(number);
  }

  // What is asked of states.

  /** Whether a run that is over there is good (section 9). */
  done(s: State): boolean {
    const core = this.cores[s[0] as number] as Core;
    if (core.todo.length > 0) return false;
    for (let i = 0; i < this.threads.length; i++) if (!this.finished(s, i)) return false;
    for (const [, p] of this.placed(s)) if (p.entry.tag === 'Med') return false;
    return true;
  }
  isSource(s: State, i: number): boolean {
    return get(this.core(s).world.starts, this.threads[i] as string)?.kind.tag === 'Again';
  }
  private finished(s: State, i: number): boolean {
    const Θ = this.thread(s, i);
    return Θ.tag === 'Ended' || (Θ.tag === 'Waiting' && this.isSource(s, i));
  }
  actors(s: State): readonly string[] {
    const all = this.threads.filter((_, i) => !this.finished(s, i));
    for (const [o, p] of this.placed(s)) if (p.entry.tag === 'Med') all.push(o);
    for (const { o } of (this.cores[s[0] as number] as Core).todo) if (!all.includes(o)) all.push(o);
    return all;
  }
  blocked(s: State, actor: string): boolean {
    const i = this.threads.indexOf(actor);
    if (i >= 0) return this.thread(s, i).tag === 'Blocked';
    let able = false;
    this.successors(s, (label) => {
      if (this.label(label).actor === actor) able = true;
    });
    return this.slots.has(actor) && !able;
  }

  ask(q: Question): Reading {
    const none = (message: string): Reading => ({ kind: 'none', message });
    switch (q.about) {
      case 'version': {
        if (q.of === undefined) return { kind: 'number', of: (s) => this.requests(s) };
        const slot = this.slots.get(q.of);
        if (slot === undefined) return none(`there is no object ${q.of}`);
        return { kind: 'number', of: (s) => this.placedInfos[s[slot] ?? -1]?.version };
      }
      case 'threads':
        return { kind: 'number', of: (s) => this.threads.filter((_, i) => !this.finished(s, i)).length };
      case 'blocked':
      case 'finished':
      case 'at': {
        const i = this.threads.indexOf(q.actor);
        if (i < 0) return none(`there is no thread ${q.actor}`);
        if (q.about === 'blocked') return { kind: 'truth', of: (s) => this.thread(s, i).tag === 'Blocked' };
        if (q.about === 'finished') return { kind: 'truth', of: (s) => this.finished(s, i) };
        return {
          kind: 'truth',
          of: (s) => {
            const Θ = this.thread(s, i);
            if ((Θ.tag !== 'Live' && Θ.tag !== 'Blocked') || Θ.frames.tag !== 'Frame') return false;
            const redex = focus(Θ.frames.e).e;
            return redex.tag === 'Call' && redex.m === q.what;
          },
        };
      }
      case 'value': {
        const slot = this.slots.get(q.name);
        const [f, ...labels] = q.fields;
        if (slot === undefined || f === undefined) return none(`there is no field ${[q.name, ...q.fields].join('.')}`);
        return {
          kind: 'number',
          of: (s) => {
            const p = this.placedInfos[s[slot] ?? -1]?.placed;
            let at = p === undefined ? undefined : fieldIn(p, f);
            for (const l of labels)
              at = at?.tag === 'Rec' ? fieldsOf(at.fields).find(([g]) => g === l)?.[1] : undefined;
            return at?.tag === 'Num' ? at.n : undefined;
          },
        };
      }
      case 'other': {
        const [o] = q.args;
        const slot = o === undefined ? undefined : this.slots.get(o);
        if (q.name === 'faithful' && o !== undefined) {
          const known = this.updateNames.includes(o);
          return known
            ? { kind: 'truth', of: () => !this.doubts.some((d) => d.update === o) }
            : none(`there is no update ${o}`);
        }
        if (q.name !== 'phase' || slot === undefined) return none(`components have no atom ${q.name}`);
        return { kind: 'word', of: (s) => this.placedInfos[s[slot] ?? -1]?.phase?.toLowerCase() ?? 'none' };
      }
      case 'pending':
      case 'type':
        return none(`components have no ${q.about === 'type' ? 'types that change' : 'contents that wait'}`);
    }
  }

  /** What keeps the updates from being faithful, as far as their text says it. */
  private get doubts(): readonly Doubt[] {
    if (this.known === undefined) {
      const { world, queue } = this.core(this.start);
      const newest = keys(world.classes).map(
        (C) => [C, versionNumbered(world, C, newestNumber(world, C) as bigint) as Version] as const,
      );
      this.known = doubtsFrom(new Map(newest), queue);
    }
    return this.known;
  }

  /** How many updates have been requested. */
  requests(s: State): number {
    let n = 0;
    for (let H = this.core(s).world.judged; H.tag === 'JudgedIn'; H = H.rest) n++;
    return n;
  }
  /** σ of a state. */
  settled(s: State) {
    const K = this.config(s);
    return settledIn(K.world, K.objects);
  }

  /** What keeps updates from being faithful, and why the first one is refused at the start. */
  remarks(): readonly Remark[] {
    const doubts = this.doubts.map(({ update, class: C, message }) => ({
      code: 'faithful',
      atom: 'faithful',
      message: `update ${update}, class ${C}: ${message}`,
    }));
    const refused = this.refusedAt(this.start);
    if (refused === undefined) return doubts;
    const { rule, message } = refusal(refused.failure, '');
    return [...doubts, { code: rule ?? 'refused', message: `at the start, ${refused.update} is refused: ${message}` }];
  }

  ending(s: State): Ending {
    const variables: Record<string, string> = {};
    for (const [o, p] of [...this.placed(s)].sort(([a], [b]) => (a < b ? -1 : 1)))
      for (const [f, e] of fieldsOf(stateOf(p))) variables[`${o}.${f}`] = print(e);
    const values = this.threads.map((t, i) => {
      const Θ = this.thread(s, i);
      return `${t} = ${Θ.tag === 'Ended' ? print(Θ.v) : Θ.tag.toLowerCase()}`;
    });
    return { value: values.join(', '), applied: this.requests(s), variables };
  }

  print(s: State): string {
    const lines = this.threads.map((t, i) => `${t}: ${threadText(this.thread(s, i))}`);
    for (const [o, p] of this.placed(s)) lines.push(`${o}: ${placedText(p)}`);
    const { todo, queue } = this.cores[s[0] as number] as Core;
    if (todo.length > 0) lines.push(`to be mediated: ${todo.map((x) => x.o).join(', ')}`);
    if (queue.tag === 'Updates') lines.push(`to be requested: ${queue.update.u}`);
    return lines.join('\n');
  }
  lane(s: State, actor: string): string {
    const i = this.threads.indexOf(actor);
    return i < 0 ? '' : threadText(this.thread(s, i));
  }

  /** Why the update that is next in a state is not requested there; undefined where it is, or there is none. */
  refusedAt(s: State): { readonly update: string; readonly failure: Failure } | undefined {
    const K = this.config(s);
    if (K.queue.tag !== 'Updates') return undefined;
    const U = K.queue.update;
    const key = `${s[0] as number} ${this.versionKey(s)}`;
    let failure = this.refusals.get(key);
    if (failure === undefined) {
      const r = derive(this.system, steps.form, [K, make.Turn.Updating(U)], { record: false, explain: true });
      if (!isLeft(r)) return undefined;
      this.refusals.set(key, (failure = r.left));
    }
    return { update: U.u, failure };
  }
}

/**
 * Whether the step of a thread changes nothing but its own frames, which nobody else looks at: a loop is unrolled, or a frame returns that no mediator counts. Nobody
 * can keep it from that, and the thread is of the same generation afterwards.
 */
const isLocal = ({ kind, slot }: ThreadInfo): boolean => kind === 'while' || (kind === 'return' && slot < 0);

type FieldPair = readonly [string, Expr];
export const fieldsOf = (s: import('../../semantics/components/grammar.ts').Fields): FieldPair[] => {
  const all: FieldPair[] = [];
  for (let at = s; at.tag === 'Field'; at = at.rest) all.push([at.f, at.e]);
  return all;
};
const stateOf = ({ entry }: Placed) => (entry.tag === 'Inst' ? entry.s : entry.phase.s);
const fieldIn = (p: Placed, f: string): Expr | undefined => fieldsOf(stateOf(p)).find(([g]) => g === f)?.[1];

/** The state of an object, on one line. */
export function placedText(p: Placed): string {
  const fields = `{${fieldsOf(stateOf(p))
    .map(([f, e]) => `${f} = ${print(e)}`)
    .join(', ')}}`;
  const { entry } = p;
  if (entry.tag === 'Inst') return `${p.C}@${entry.j} ${fields}`;
  const who = [...entries(entry.inside)].map(([t, n]) => `${t}${n === 1n ? '' : ` ×${n}`}`).join(' ');
  const waiting: string[] = [];
  for (let B = entry.blocked; B.tag === 'Names'; B = B.rest) waiting.push(B.name);
  return `${p.C}@${versionIn(p)} ${entry.phase.tag.toLowerCase()} ${fields} (mediator ${entry.g}; inside: ${who || 'nobody'}; blocked: ${waiting.join(' ') || 'nobody'})`;
}
const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
/** A thread on one line: its frames, the innermost first. */
export function threadText(Θ: Thread): string {
  if (Θ.tag === 'Waiting') return 'waiting';
  if (Θ.tag === 'Ended') return `ended ${print(Θ.v)}`;
  const frames: string[] = [];
  for (let w = Θ.frames; w.tag === 'Frame'; w = w.rest) {
    const { head } = w;
    const where =
      head.tag === 'Top' ? '' : head.tag === 'Adaptor' ? `adapt ${head.o}@${head.j}: ` : `in ${head.o}@${head.j}: `;
    frames.push(where + print(w.e));
  }
  return shortened(`${Θ.tag.toLowerCase()} ${Θ.g} | ${frames.join(' | ')}`);
}
