/**
 * The steps of one thread, derived by the rules once for each thread with what is in its queues. A step changes the thread
 * itself and queues from and to it, and may start threads: so the steps of a thread in a state are those in the
 * configuration that holds nothing but this thread and its queues.
 */
import { entries, get, keys } from '../../semantics/maps.ts';
import { itemsOf, queueKey } from '../../semantics/sessions/configs.ts';
import {
  make,
  queueMap,
  sessions as grammar,
  threadMap,
  type Action,
  type Config,
  type Items,
  type Thread,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { Interner } from '../../semantics/interning.ts';
import { safe } from '../../rules/sessions/claims.ts';
import { steps } from '../../rules/sessions/reduction.ts';
import type { System } from '../../rules/system.ts';
import { Search, derive, type DeriveOptions } from '../derive.ts';
import { isRight } from 'fp-ts/lib/Either.js';

/** A number for each thing, from 0 without gaps. */
export class Things<T> {
  private readonly numbers = new Map<number, number>();
  readonly all: T[] = [];
  constructor(private readonly interner: Interner) {}
  number(x: T): number {
    const id = this.interner.id(x);
    let n = this.numbers.get(id);
    if (n === undefined) {
      this.numbers.set(id, (n = this.all.length));
      this.all.push(this.interner.term(id) as T);
    }
    return n;
  }
}

/** A step of a thread: what it does, by which rule, and the numbers that are others afterwards. */
export interface LocalStep {
  readonly action: Action;
  readonly rule: string;
  readonly thread: number;
  /** Steps are numbered as they are derived. */
  readonly number: number;
  /** Slots of queues and what they hold then, one after the other. */
  readonly queues: readonly number[];
  /** Participants that start, and their threads. */
  readonly started: readonly (readonly [index: number, thread: number])[];
  /** The queue whose end (or head) is what is sent (or received); undefined for other steps. */
  readonly value: Items | undefined;
  /** For one that sends: how many messages wait in the queue before; -1 for other steps, which never wait for room. */
  readonly queued: number;
}

/** What a thread can do where it stands. */
export interface Local {
  readonly steps: readonly LocalStep[];
  readonly stopped: boolean;
  readonly faulty: boolean;
}

interface Node {
  local: Local | undefined;
  /** The same where queues hold so many messages at most: R-Send waits while its queue does. */
  readonly bounded: (Local | undefined)[];
  readonly next: (Node | undefined)[];
}
const node = (): Node => ({ local: undefined, bounded: [], next: [] });

export interface LocalOptions {
  /** Whether steps depend on what version others have: then that is part of what is looked at. */
  readonly global: boolean;
  readonly count: DeriveOptions['count'];
}

export class LocalSteps {
  private readonly interner = new Interner(grammar);
  readonly threads: Things<Thread> = new Things<Thread>(this.interner);
  readonly contents: Things<Items> = new Things<Items>(this.interner);
  /** Slots: the queues that exist, by key, with those that each participant has. */
  readonly slots: { readonly key: string; readonly p: string; readonly q: string }[] = [];
  private readonly slotNumbers = new Map<string, number>();
  readonly slotsOf: number[][];
  private roots: (Node | undefined)[][];
  private derived = 0;
  private readonly index: ReadonlyMap<string, number>;

  constructor(
    private readonly system: System,
    private readonly W: Versions,
    readonly names: readonly string[],
    pairs: readonly (readonly [string, string])[],
    private readonly options: LocalOptions,
  ) {
    // Content 0 is the empty queue.
    this.contents.number(make.Items.NoItems());
    this.slotsOf = names.map(() => []);
    this.roots = names.map(() => []);
    this.index = new Map(names.map((p, i) => [p, i] as const));
    for (const [p, q] of pairs) this.slot(queueKey(p, q));
  }

  /** The slot of a queue; one that no protocol has gets one when it is first used. */
  private slot(key: string): number {
    let n = this.slotNumbers.get(key);
    if (n === undefined) {
      n = this.slots.length;
      this.slotNumbers.set(key, n);
      const [p, q] = key.split(' ') as [string, string];
      this.slots.push({ key, p, q });
      // The one queue of a receiver (a variant) is everybody's.
      for (const owner of p === '*' ? this.names : new Set([p, q])) {
        const i = this.index.get(owner);
        if (i !== undefined) this.slotsOf[i]?.push(n);
      }
      // What was remembered of these participants did not look at the new queue.
      this.roots = this.names.map(() => []);
    }
    return n;
  }

  /**
   * What a participant can do in a state: threads first, one for each participant (-1: none), then the queues.
   * @param bound how many messages a queue holds at most; no bound when undefined.
   */
  at(i: number, state: ArrayLike<number>, newest: number, bound: number | undefined): Local {
    const thread = state[i] as number;
    const root = this.roots[i] as (Node | undefined)[];
    let at = (root[thread] ??= node());
    const slots = this.slotsOf[i] as number[];
    const n = this.names.length;
    for (let k = 0; k < slots.length; k++) {
      const content = state[n + (slots[k] as number)] ?? 0;
      at = at.next[content] ??= node();
    }
    if (this.options.global) at = at.next[newest] ??= node();
    const local = (at.local ??= this.derive(i, state, newest));
    return bound === undefined ? local : (at.bounded[bound] ??= within(local, bound));
  }

  /** The part of a state that a participant looks at, as a configuration. */
  private around(i: number, state: ArrayLike<number>, newest: number): Config {
    const n = this.names.length;
    let T = threadMap.set(threadMap.empty, this.names[i] as string, this.threads.all[state[i] as number] as Thread);
    if (this.options.global)
      // Somebody, whoever it is, has the newest version.
      T = threadMap.set(T, '', make.Thread.Thread(make.Process.Stop(), BigInt(newest), 0n, make.Table.NoProcs()));
    let Q = queueMap.empty;
    for (const slot of this.slotsOf[i] as number[]) {
      const content = state[n + slot] ?? 0;
      if (content !== 0)
        Q = queueMap.set(Q, (this.slots[slot] as { key: string }).key, this.contents.all[content] as Items);
    }
    return make.Config.Configuration(T, Q);
  }

  private derive(i: number, state: ArrayLike<number>, newest: number): Local {
    const p = this.names[i] as string;
    const C = this.around(i, state, newest);
    const Θ = get(C.threads, p) as Thread;
    const found: LocalStep[] = [];
    const counting = this.options.count === undefined ? {} : { count: this.options.count };
    const search = new Search(this.system, steps.form, [this.W, C, p, Θ.process], { fuel: 1_000_000, ...counting });
    for (let s = search.next(); s !== undefined; s = search.next()) {
      const [action, C1] = s.outputs as [Action, Config];
      found.push(this.difference(p, C, C1, action, s.derivation.rule.name));
    }
    const stopped = Θ.process.tag === 'Stop';
    const faulty =
      !stopped &&
      !isRight(derive(this.system, safe.form, [C, p, Θ.process], { record: false, fuel: 1_000_000, ...counting }));
    return { steps: found, stopped, faulty };
  }

  private difference(p: string, C: Config, C1: Config, action: Action, rule: string): LocalStep {
    const queues: number[] = [];
    for (const key of new Set([...keys(C.queues), ...keys(C1.queues)])) {
      const before = get(C.queues, key);
      const after = get(C1.queues, key);
      if (before !== after) queues.push(this.slot(key), after === undefined ? 0 : this.contents.number(after));
    }
    const started: (readonly [number, number])[] = [];
    let thread = -1;
    for (const [r, Θ] of entries(C1.threads)) {
      if (r === p) thread = this.threads.number(Θ);
      else if (get(C.threads, r) !== Θ) started.push([this.index.get(r) as number, this.threads.number(Θ)]);
    }
    const value =
      action.tag === 'Sends'
        ? get(C1.queues, queueKey(p, action.q))
        : action.tag === 'Receives'
          ? get(C.queues, queueKey(action.q, p))
          : undefined;
    const queued = action.tag === 'Sends' ? waiting(C, p, action.q) : -1;
    return { action, rule, number: this.derived++, thread, queues, started, value, queued };
  }
}

/** How many messages are on their way; markers do not count. */
function waiting(C: Config, p: string, q: string): number {
  const items = get(C.queues, queueKey(p, q)) ?? get(C.queues, queueKey('*', q)) ?? make.Items.NoItems();
  return itemsOf(items).filter((item) => item.tag === 'Msg').length;
}

function within(local: Local, bound: number): Local {
  const steps = local.steps.filter((step) => step.queued < bound);
  return steps.length === local.steps.length ? local : { ...local, steps };
}
