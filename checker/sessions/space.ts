/**
 * Sessions as a transition system: a state is a number for the thread of each participant (sorted by name; -1 for one
 * that has not been added yet), then one for the contents of each queue, trailing empty ones left out.
 */
import { isRight } from 'fp-ts/lib/Either.js';
import { get, keys } from '../../semantics/maps.ts';
import { itemsOf, queueKey, start as startOf, versionNumbered } from '../../semantics/sessions/configs.ts';
import {
  make,
  queueMap,
  threadMap,
  type Action,
  type Config,
  type Global,
  type Items,
  type Thread,
  type Version,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { rolesOf } from '../../semantics/sessions/locals.ts';
import { boundariesOf, messagePairs } from '../../semantics/sessions/protocols.ts';
import { print } from '../../semantics/sessions/syntax/print.ts';
import { eventOf } from '../../semantics/sessions/words.ts';
import { progresses, safe } from '../../rules/sessions/claims.ts';
import { sessions } from '../../rules/sessions/system.ts';
import type { System } from '../../rules/system.ts';
import { derive, type DeriveOptions } from '../derive.ts';
import {
  Labels,
  type Emit,
  type Ending,
  type Label,
  type Question,
  type Reading,
  type State,
  type TransitionSystem,
} from '../explore/system.ts';
import { LocalSteps, type Local, type LocalStep } from './local-steps.ts';

export interface SessionOptions {
  /** How many messages a queue holds at most; R-Send waits meanwhile. No bound unless one is given. */
  readonly bound?: number;
  /** The rules; those of the calculus as it is unless others are given. */
  readonly system?: System;
  /** Told the rule of each rule instance of the steps that are derived. */
  readonly count?: DeriveOptions['count'];
  /** An exploration of the same versions by the same rules, with whatever bound: the steps that it derived are not derived again. */
  readonly after?: SessionSpace;
}

/** The versions, from 0. */
export function versionsOf(W: Versions): Version[] {
  const all: Version[] = [];
  for (let at = W; at.tag === 'Later'; at = at.rest) all.push(at.version);
  return all.reverse();
}

const unrecorded: DeriveOptions = { record: false, fuel: 1_000_000 };

/** Rules of steps that look at more than a thread and its queues. */
export const globalRules: ReadonlySet<string> = new Set(['follow-free']);

const stepRules = new WeakMap<System, ReadonlySet<string>>();
function rulesOfSteps(system: System): ReadonlySet<string> {
  let names = stepRules.get(system);
  if (names === undefined) {
    const all = [...system.rules.values()].filter((r) => r.conclusion.judgement.name === 'steps');
    stepRules.set(system, (names = new Set(all.map((r) => r.name))));
  }
  return names;
}

export class SessionSpace implements TransitionSystem {
  readonly calculus = 'sessions';
  readonly start: State;
  readonly updates: number;
  readonly rules: ReadonlySet<string>;
  readonly events: ReadonlySet<string> = new Set(['send', 'receive', 'update', 'code', 'stay']);
  readonly names: readonly string[];
  readonly versions: readonly Version[];
  readonly local: LocalSteps;
  private readonly system: System;
  private readonly labels = new Labels();
  /** Number of a label by that of a step. */
  private readonly known: (number | undefined)[] = [];
  private readonly actions: (Action | undefined)[] = [];
  private readonly newestMatters: boolean;
  private readonly bound: number | undefined;
  /** A tuple for each length, to be filled in again and again. */
  private readonly tuples: number[][] = [];

  /**
   * @param W the versions of the program, the accepted updates included.
   * @param from where to start; at the program's start unless said.
   */
  constructor(
    readonly W: Versions,
    options: SessionOptions = {},
    from?: Config,
  ) {
    const system = (this.system = options.system ?? sessions);
    this.versions = versionsOf(W);
    const first = this.versions[0] as Version;
    const C = from ?? startOf.compute(first);
    const names = new Set([...this.versions.flatMap((V) => keys(V.tables)), ...keys(C.threads)]);
    this.names = [...names].sort();
    this.updates = this.versions.length - 1;
    this.rules = rulesOfSteps(system);
    this.newestMatters = system.variant !== null && globalRules.has(system.variant);
    const pairs = new Map<string, readonly [string, string]>();
    for (const V of this.versions) for (const [p, q] of messagePairs(V.protocol)) pairs.set(queueKey(p, q), [p, q]);
    this.bound = options.bound;
    this.local =
      options.after?.local ??
      new LocalSteps(system, W, this.names, [...pairs.values()], { global: this.newestMatters, count: options.count });
    this.start = this.stateOf(C);
  }

  /** The tuple of a configuration. */
  stateOf(C: Config): State {
    const state: number[] = this.names.map((p) => {
      const Θ = get(C.threads, p);
      return Θ === undefined ? -1 : this.local.threads.number(Θ);
    });
    for (const { key } of this.local.slots) {
      const items = get(C.queues, key);
      state.push(items === undefined ? 0 : this.local.contents.number(items));
    }
    return trimmed(state, this.names.length);
  }

  /** The configuration of a tuple. */
  config(s: State): Config {
    let T = threadMap.empty;
    this.names.forEach((p, i) => {
      if ((s[i] as number) >= 0) T = threadMap.set(T, p, this.thread(s, i));
    });
    let Q = queueMap.empty;
    this.local.slots.forEach(({ key }, k) => {
      const content = s[this.names.length + k] ?? 0;
      if (content !== 0) Q = queueMap.set(Q, key, this.local.contents.all[content] as Items);
    });
    return make.Config.Configuration(T, Q);
  }

  private thread(s: State, i: number): Thread {
    return this.local.threads.all[s[i] as number] as Thread;
  }

  private newest(s: State): number {
    if (!this.newestMatters) return 0;
    let newest = 0;
    for (let i = 0; i < this.names.length; i++)
      if ((s[i] as number) >= 0) newest = Math.max(newest, Number(this.thread(s, i).n));
    return newest;
  }

  /** What a participant can do in a state; undefined for one that has no thread. */
  look(s: State, i: number): Local | undefined {
    return (s[i] as number) < 0 ? undefined : this.local.at(i, s, this.newest(s), this.bound);
  }

  successors(s: State, emit: Emit): void {
    const newest = this.newest(s);
    const n = this.names.length;
    for (let i = 0; i < n; i++) if ((s[i] as number) >= 0) this.stepsAt(s, i, newest, emit);
  }

  /** The steps of one participant, by number. */
  stepsOf(s: State, i: number, emit: Emit): void {
    if ((s[i] as number) >= 0) this.stepsAt(s, i, this.newest(s), emit);
  }

  private stepsAt(s: State, i: number, newest: number, emit: Emit): void {
    const n = this.names.length;
    const { steps } = this.local.at(i, s, newest, this.bound);
    for (let k = 0; k < steps.length; k++) {
      const step = steps[k] as LocalStep;
      const length = this.lengthAfter(s, step);
      const to = (this.tuples[length] ??= new Array<number>(length).fill(0));
      const kept = Math.min(length, s.length);
      for (let j = 0; j < kept; j++) to[j] = s[j] as number;
      for (let j = kept; j < length; j++) to[j] = 0;
      to[i] = step.thread;
      const { queues } = step;
      for (let j = 0; j < queues.length; j += 2) {
        const at = n + (queues[j] as number);
        if (at < length) to[at] = queues[j + 1] as number;
      }
      for (const [j, thread] of step.started) to[j] = thread;
      emit(this.known[step.number] ?? this.numbered(i, step), to);
    }
  }

  /** The length of a tuple after a step: up to the last queue that is not empty. */
  private lengthAfter(s: State, { queues }: LocalStep): number {
    const n = this.names.length;
    let length = s.length;
    let emptied = false;
    for (let j = 0; j < queues.length; j += 2) {
      const at = n + (queues[j] as number);
      if (queues[j + 1] === 0) emptied ||= at === s.length - 1;
      else if (at >= length) length = at + 1;
    }
    if (!emptied || length > s.length) return length;
    while (length > n && this.holdsNothing(s, length - 1, queues)) length--;
    return length;
  }
  private holdsNothing(s: State, at: number, queues: readonly number[]): boolean {
    const n = this.names.length;
    for (let j = 0; j < queues.length; j += 2) if (n + (queues[j] as number) === at) return queues[j + 1] === 0;
    return s[at] === 0;
  }

  private numbered(i: number, step: LocalStep): number {
    const event = eventOf(this.names[i] as string, step.action, step.value);
    const label: Label = { actor: this.names[i] as string, rule: step.rule, ...(event ? { event } : {}) };
    const n = this.labels.number(label);
    this.known[step.number] = n;
    this.actions[n] = step.action;
    return n;
  }

  label(number: number): Label {
    return this.labels.at(number);
  }
  /** What the steps with a label do. */
  action(number: number): Action {
    return this.actions[number] as Action;
  }

  done(s: State): boolean {
    const { system, W } = this;
    if (this.names.some((_, i) => (s[i] as number) >= 0 && this.thread(s, i).process.tag !== 'Stop')) return false;
    // Whether what is left counts is for the rules to say.
    return s.length <= this.names.length || isRight(derive(system, progresses.form, [W, this.config(s)], unrecorded));
  }
  /** Whether something that would be read is in a queue. */
  holdsSomething(s: State, slot: number): boolean {
    const items = this.local.contents.all[s[this.names.length + slot] ?? 0] as Items;
    if (itemsOf(items).every((i) => i.tag === 'Mark')) {
      const { p, q } = this.local.slots[slot] as { readonly p: string; readonly q: string };
      const waits = make.Process.Recv(p, make.Branches.NoBranches());
      return !isRight(derive(this.system, safe.form, [this.config(s), q, waits], unrecorded));
    }
    return items.tag !== 'NoItems';
  }
  actors(s: State): readonly string[] {
    return this.names.filter((_, i) => (s[i] as number) >= 0 && this.thread(s, i).process.tag !== 'Stop');
  }
  blocked(s: State, actor: string): boolean {
    const i = this.names.indexOf(actor);
    const at = i < 0 ? undefined : this.look(s, i);
    return at !== undefined && !at.stopped && at.steps.length === 0;
  }

  ask(q: Question): Reading {
    const index = (p: string) => this.names.indexOf(p);
    switch (q.about) {
      case 'version': {
        if (q.of === undefined) return { kind: 'number', of: (s) => this.latest(s) };
        const i = index(q.of);
        if (i < 0) return { kind: 'none', message: `there is no participant ${q.of}` };
        return { kind: 'number', of: (s) => ((s[i] as number) < 0 ? undefined : this.thread(s, i).n) };
      }
      case 'threads':
        return { kind: 'number', of: (s) => this.actors(s).length };
      case 'blocked':
      case 'finished':
      case 'at': {
        const i = index(q.actor);
        if (i < 0) return { kind: 'none', message: `there is no participant ${q.actor}` };
        if (q.about === 'blocked') return { kind: 'truth', of: (s) => this.blocked(s, q.actor) };
        if (q.about === 'finished')
          return { kind: 'truth', of: (s) => (s[i] as number) >= 0 && this.thread(s, i).process.tag === 'Stop' };
        return {
          kind: 'truth',
          of: (s) => {
            if ((s[i] as number) < 0) return false;
            const P = this.thread(s, i).process;
            return P.tag === 'Visit'
              ? P.u === q.what
              : P.tag === 'Update'
                ? q.what === 'update'
                : P.tag === 'Call' && P.f === q.what;
          },
        };
      }
      case 'other': {
        const [p, r] = q.args;
        if (q.name !== 'queue' || p === undefined || r === undefined)
          return { kind: 'none', message: `sessions have no atom ${q.name}` };
        const slot = this.local.slots.findIndex((x) => x.key === queueKey(p, r));
        if (slot < 0) return { kind: 'none', message: `there is no queue from ${p} to ${r}` };
        return {
          kind: 'number',
          of: (s) => itemsOf(this.local.contents.all[s[this.names.length + slot] ?? 0] as Items).length,
        };
      }
      case 'value':
      case 'pending':
      case 'type':
        return { kind: 'none', message: `sessions have no ${q.about === 'type' ? 'types that change' : 'variables'}` };
    }
  }

  private latest(s: State): number {
    let n = 0;
    this.names.forEach((_, i) => {
      if ((s[i] as number) >= 0) n = Math.max(n, Number(this.thread(s, i).n));
    });
    return n;
  }

  ending(s: State): Ending {
    return { value: this.versionsIn(s), applied: this.latest(s), variables: {} };
  }
  /** `c1 s1`: the participants and their versions. */
  versionsIn(s: State): string {
    return this.names.flatMap((p, i) => ((s[i] as number) < 0 ? [] : [`${p}${this.thread(s, i).n}`])).join(' ');
  }

  print(s: State): string {
    const lines = this.names.flatMap((p, i) => {
      if ((s[i] as number) < 0) return [];
      return [`${p} (version ${this.thread(s, i).n}): ${shortened(print(this.thread(s, i).process))}`];
    });
    this.local.slots.forEach(({ p, q }, k) => {
      const content = s[this.names.length + k] ?? 0;
      if (content !== 0)
        lines.push(
          `${p} → ${q}: ${itemsOf(this.local.contents.all[content] as Items)
            .map(print)
            .join(', ')}`,
        );
    });
    return lines.join('\n');
  }
  lane(s: State, actor: string): string {
    const i = this.names.indexOf(actor);
    return i < 0 || (s[i] as number) < 0 ? '' : shortened(print(this.thread(s, i).process));
  }

  /** The participants at the boundary of a version, that go over to it. */
  movedBy(n: number): readonly string[] {
    const before = versionNumbered(this.W, BigInt(n - 1));
    const V = versionNumbered(this.W, BigInt(n));
    return before === undefined || V === undefined ? [] : [...rolesOf(before.locals, V.u).keys()];
  }
  versionOf(s: State, i: number): number {
    return (s[i] as number) < 0 ? -1 : Number(this.thread(s, i).n);
  }
  /** Whether a boundary exists in any protocol. */
  boundaries(G: Global): readonly string[] {
    return boundariesOf(G);
  }
}

const shortened = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

function trimmed(state: number[], least: number): number[] {
  let length = state.length;
  while (length > least && state[length - 1] === 0) length--;
  state.length = length;
  return state;
}
