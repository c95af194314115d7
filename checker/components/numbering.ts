/**
 * States of components as tuples of numbers: of the core (generation, classes, registry, updates to come), then of each thread in the order of their names,
 * then of each object, -1 for one that does not exist; trailing ones are left out.
 */
import { entries, get, keys } from '../../semantics/maps.ts';
import { Interner } from '../../semantics/interning.ts';
import { versionIn } from '../../semantics/components/configs.ts';
import { focus } from '../../semantics/components/expressions.ts';
import {
  components as grammar,
  make,
  objectMap,
  threadMap,
  type Config,
  type Placed,
  type Registry,
  type Thread,
  type Updates,
  type World,
} from '../../semantics/components/grammar.ts';
import { isValue } from '../../semantics/components/values.ts';
import { mediatorsOf, type Standing } from './claims.ts';
import type { State } from '../explore/system.ts';

/** What a step changes: numbers of slots and what they are then. */
export interface Step {
  readonly label: number;
  /** The core; -1 where it stays. */
  readonly core: number;
  readonly slots: readonly number[];
  readonly values: readonly number[];
}

/** What a state has besides threads and objects. */
export interface Core {
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

/** What the redex of a thread comes to. */
type Kind = 'begins' | 'field' | 'new' | 'return' | 'end' | 'call' | 'while' | 'next' | 'still';
export interface ThreadInfo {
  readonly thread: Thread;
  readonly kind: Kind;
  /** Of the object that the redex is about. */
  readonly slot: number;
  readonly g: number;
  readonly active: boolean;
  readonly byPlace: Map<number | string, readonly Step[]>;
}
export interface PlacedInfo {
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

/** Numbers and what they stand for. */
export abstract class Numbering {
  /** The threads and sources, sorted. */
  readonly threads: readonly string[];
  readonly threadInfos: ThreadInfo[] = [];
  readonly placedInfos: PlacedInfo[] = [];
  /** Objects by slot, counted from the first object. */
  readonly objects: string[] = [];
  protected readonly interner = new Interner(grammar);
  protected readonly cores: Core[] = [];
  private readonly coreNumbers = new Map<string, number>();
  private readonly threadNumbers = new Map<number, number>();
  private readonly placedNumbers = new Map<number, number>();
  protected readonly slots = new Map<string, number>();
  private readonly threadPairs: Placing<Thread>[] = [];
  private readonly placedPairs: Placing<Placed>[] = [];
  private readonly threadSlots: ReadonlyMap<string, number>;

  protected constructor(K: Config) {
    this.threads = keys(K.threads);
    this.threadSlots = new Map(this.threads.map((t, i) => [t, i + 1] as const));
    for (const o of keys(K.objects)) this.slotOf(o);
  }

  protected slotOf(o: string): number {
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
      const todo = entries(K.registry).flatMap(([C, r]) => r.todo.map((o) => ({ C, o, slot: this.slotOf(o) })));
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
}
