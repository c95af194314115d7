/**
 * Components as a transition system. Each distinct step is derived by the rules once, on the whole configuration: what it changes is kept by what the rules
 * of the step look at. Pure steps are taken at once, with the visible step before them (section 13).
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get, keys } from '../../semantics/maps.ts';
import { newestNumber, versionNumbered } from '../../semantics/components/classes.ts';
import { settledIn, threadTurn } from '../../semantics/components/configs.ts';
import { focus, plug } from '../../semantics/components/expressions.ts';
import {
  make,
  threadMap,
  type Config,
  type Expr,
  type Thread,
  type Turn,
  type Version,
} from '../../semantics/components/grammar.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { isValue } from '../../semantics/components/values.ts';
import { reduces } from '../../rules/components/evaluation.ts';
import { steps } from '../../rules/components/reduction.ts';
import { components } from '../../rules/components/system.ts';
import type { System } from '../../rules/system.ts';
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
import { StepKeys, packed } from './step-keys.ts';
import type { Core, PlacedInfo, Step, ThreadInfo } from './numbering.ts';
import { fieldIn, fieldsOf, placedText, stateOf, threadText } from './lines.ts';

export interface KernelOptions {
  /** The rules; those of the calculus as it is unless others are given. */
  readonly system?: System;
  /** Derive every step on the whole configuration, and keep none: what a test compares with. */
  readonly plain?: boolean;
  /** Counts the rules that steps are derived by, each step that is kept once. */
  readonly count?: (rule: CompiledRule) => void;
}

export class KernelSpace extends StepKeys implements TransitionSystem {
  readonly calculus = 'components';
  readonly start: State;
  readonly updates: number;
  readonly rules: ReadonlySet<string>;
  readonly events: ReadonlySet<string> = new Set(['request', 'call', 'end']);
  private readonly system: System;
  private readonly plain: boolean;
  /** Rules of a variant may look at more than those of the calculus: at all mediators, threads that are blocked, generations. */
  private readonly careful: boolean;
  private readonly counting: { readonly count?: (rule: CompiledRule) => void };
  private readonly labels = new Labels();
  private readonly settledNumbers = new Map<Expr, Expr>();
  private readonly out: number[] = [];
  private readonly refusals = new Map<string, Failure>();
  private readonly updateNames: string[] = [];
  private known: readonly Doubt[] | undefined;

  constructor(K: Config, options: KernelOptions = {}) {
    super(K);
    this.system = options.system ?? components;
    this.counting = options.count === undefined ? {} : { count: options.count };
    this.plain = options.plain ?? false;
    this.careful = this.system.variant !== null;
    for (let Q = K.queue; Q.tag === 'Updates'; Q = Q.rest) this.updateNames.push(Q.update.u);
    this.updates = this.updateNames.length;
    this.rules = new Set(
      [...this.system.rules.values()].filter((r) => r.conclusion.judgement.name === 'steps').map((r) => r.name),
    );
    this.start = this.stateOf(K);
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
