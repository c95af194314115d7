/**
 * Exploration by several workers. Each has the system with tables of its own; states go to them and come back as numbers
 * that both sides know, with the things behind them where they do not. What they find is put together in the order of
 * the states, so that the space is the same, number by number, as one that was explored without them.
 */
import type { Space } from './space.ts';
import type { Label, State, TransitionSystem } from './system.ts';

/** A number ≥ 0 and the thing behind it. */
type Definition = readonly [number: number, thing: unknown];

/** States to be expanded: each as its length and its integers, which are numbers of the asking side. */
export interface Order {
  readonly states: Int32Array;
  readonly things: readonly Definition[];
  /** Numbers of the worker's own things, and what they are called on the asking side. */
  readonly named: readonly (readonly [theirs: number, ours: number])[];
}

/**
 * Their steps: for each state how many, and each as label, length and integers. A number n ≥ 0 is 2 n where it is one of
 * the asking side, and 2 n + 1 where it is the worker's own.
 */
export interface Delivery {
  readonly steps: Int32Array;
  readonly things: readonly Definition[];
  /** The labels that are new, in the order of the worker's numbers. */
  readonly labels: readonly Label[];
  readonly refused: readonly (readonly string[])[];
}

/** The side of a worker. */
export class Worker {
  /** Numbers of the asking side ↦ own, and back. */
  private readonly own: number[] = [];
  private readonly theirs: (number | undefined)[] = [];
  private readonly told = new Set<number>();
  private labels = 0;

  constructor(private readonly system: TransitionSystem) {}

  expand(order: Order): Delivery {
    const { system } = this;
    const interned = internedOf(system);
    for (const [number, thing] of order.things) this.meet(number, interned.take(thing));
    for (const [own, number] of order.named) this.meet(number, own);
    const steps: number[] = [];
    const things: Definition[] = [];
    let greatest = this.labels - 1;
    const { states } = order;
    for (let at = 0; at < states.length;) {
      const length = states[at++] as number;
      const state = new Int32Array(length);
      for (let i = 0; i < length; i++) {
        const n = states[at++] as number;
        state[i] = n < 0 ? n : (this.own[n] as number);
      }
      const count = steps.push(0) - 1;
      system.successors(state, (label, to) => {
        steps[count] = (steps[count] as number) + 1;
        if (label > greatest) greatest = label;
        steps.push(label, to.length);
        for (let i = 0; i < to.length; i++) steps.push(this.encode(to[i] as number, things, interned));
      });
    }
    const labels: Label[] = [];
    for (; this.labels <= greatest; this.labels++) labels.push(system.label(this.labels));
    return { steps: Int32Array.from(steps), things, labels, refused: system.refused?.() ?? [] };
  }

  private meet(number: number, own: number): void {
    this.own[number] = own;
    this.theirs[own] = number;
  }

  private encode(n: number, things: Definition[], interned: Interning): number {
    if (n < 0) return n;
    const known = this.theirs[n];
    if (known !== undefined) return 2 * known;
    if (!this.told.has(n)) {
      this.told.add(n);
      things.push([n, interned.give(n)]);
    }
    return 2 * n + 1;
  }
}

type Interning = NonNullable<TransitionSystem['interned']> & { label(label: Label): number };

/** What a system needs for its states to be sent. */
export const canBeShared = (system: TransitionSystem): boolean => system.interned?.label !== undefined;

function internedOf(system: TransitionSystem): Interning {
  if (!canBeShared(system)) throw new Error(`states of ${system.calculus} cannot be sent to workers`);
  return system.interned as Interning;
}

/** A way to a worker: an order goes there, its delivery comes back. */
export type Ask = (order: Order) => Promise<Delivery>;

const chunk = 512;

/** What the asking side knows of one worker. */
class Colleague {
  /** Numbers that the worker knows. */
  private readonly sent = new Set<number>();
  /** The worker's own numbers ↦ ours. */
  private readonly things: number[] = [];
  private readonly labels: number[] = [];
  private named: [number, number][] = [];
  refused: readonly (readonly string[])[] = [];

  constructor(
    private readonly system: TransitionSystem,
    private readonly ask: Ask,
  ) {}

  order(space: Space, from: number, to: number): Promise<Delivery> {
    const interned = internedOf(this.system);
    const numbers: number[] = [];
    const things: Definition[] = [];
    for (let s = from; s < to; s++) {
      const state = space.state(s);
      numbers.push(state.length);
      for (let i = 0; i < state.length; i++) {
        const n = state[i] as number;
        numbers.push(n);
        if (n < 0 || this.sent.has(n)) continue;
        this.sent.add(n);
        things.push([n, interned.give(n)]);
      }
    }
    const { named } = this;
    this.named = [];
    return this.ask({ states: Int32Array.from(numbers), things, named });
  }

  /** Takes in what is new; calls `state` for each state, and `step` for each of its steps. */
  receive(delivery: Delivery, state: () => void, step: (label: number, to: State) => void, end: () => void): void {
    const interned = internedOf(this.system);
    for (const [own, thing] of delivery.things) {
      const number = interned.take(thing);
      this.things[own] = number;
      if (this.sent.has(number)) continue;
      this.sent.add(number);
      this.named.push([own, number]);
    }
    for (const label of delivery.labels) this.labels.push(interned.label(label));
    this.refused = delivery.refused;
    const { steps } = delivery;
    for (let at = 0; at < steps.length;) {
      state();
      for (let left = steps[at++] as number; left > 0; left--) {
        const label = this.labels[steps[at++] as number] as number;
        const to = new Int32Array(steps[at++] as number);
        for (let i = 0; i < to.length; i++) {
          const n = steps[at++] as number;
          to[i] = n < 0 ? n : n % 2 === 0 ? n / 2 : (this.things[(n - 1) / 2] as number);
        }
        step(label, to);
      }
      end();
    }
  }
}

/** Explores a space with workers, a batch at a time, until it is finished or `goOn` says no. */
export class Team {
  private readonly colleagues: readonly Colleague[];

  constructor(
    private readonly space: Space,
    workers: readonly Ask[],
  ) {
    this.colleagues = workers.map((ask) => new Colleague(space.system, ask));
  }

  async explore(goOn: () => boolean = () => true): Promise<void> {
    const { space, colleagues } = this;
    interface Job {
      readonly colleague: Colleague;
      readonly delivery: Promise<Delivery>;
    }
    const jobs: Job[] = [];
    let given = space.expanded;
    let turn = 0;
    while (!space.finished && goOn()) {
      while (jobs.length < 2 * colleagues.length && given < space.size) {
        const to = Math.min(space.size, given + chunk);
        const colleague = colleagues[turn++ % colleagues.length] as Colleague;
        jobs.push({ colleague, delivery: colleague.order(space, given, to) });
        given = to;
      }
      const { colleague, delivery } = jobs.shift() as Job;
      const come = await delivery;
      colleague.receive(
        come,
        () => space.open(),
        (label, to) => space.step(label, to),
        () => space.close(),
      );
    }
    // Orders that nobody waits for any more are answered all the same.
    await Promise.all(jobs.map((j) => j.delivery));
  }

  /** The codes for which updates were refused, anywhere. */
  refused(): readonly (readonly string[])[] {
    const all = this.colleagues.map((c) => c.refused);
    const longest = Math.max(0, ...all.map((r) => r.length));
    return Array.from({ length: longest }, (_, i) => [...new Set(all.flatMap((r) => r[i] ?? []))].sort());
  }
}
