/**
 * Generation: a judgement run backwards, by search over the rules of a system, whatever they are. Unknown inputs are
 * found by choosing rules; what no rule determines is chosen from what occurs around, or from the grammar. Nothing
 * here knows a calculus; hints say where to look first.
 */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { entries, mapOperations, type FiniteMap } from '../../semantics/maps.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import type { Chooser } from './choose.ts';
import type { Hints, Seeker } from './hints.ts';
import { planSystem, type Env, type JudgementPlan, type RulePlan, type Schedule, type Step } from './plan.ts';
import { Open, Store, Suspended, Symbolic, Unknown, walk } from './symbolic.ts';

/** How a rule fared on a goal. */
const noMatch = 0;
const failed = 1;
const holds = 2;

/** Alternatives tried for a choice before the goal around it is given up: restarts are cheaper than deep backtracking. */
const mostRecursive = 3;
const mostLabels = 6;
/** How far below size 0 a term may grow where its type leaves nothing smaller. */
const overdraft = -4;

type Pool = ReadonlyMap<string, readonly unknown[]>;

export class Generator implements Seeker {
  readonly store: Store;
  readonly grammar: Grammar;
  readonly hints: Hints;
  readonly chooser: Chooser;
  private readonly plans: ReadonlyMap<string, JudgementPlan>;
  private readonly bySort = new Map<string, readonly { readonly tag: string; readonly weight: number }[]>();
  private readonly leafDepth = new Map<string, number>();
  private readonly pools = new WeakMap<object, Pool>();
  /** Rule instances that may still be tried. */
  private fuel = 0;
  /** Goals that failed in this search, with the largest size they failed at: they are not tried again. */
  private readonly hopeless = new Map<string, number>();
  private readonly identities = new WeakMap<object, number>();
  private lastIdentity = 0;
  private laxDepth = 0;
  /** Rules of which some instances are preferred: the others are mostly dropped. */
  wanted:
    | { readonly rules: ReadonlySet<string>; readonly accepts: (form: Form, args: readonly unknown[]) => boolean }
    | undefined;
  /** Several instances are asked for, of the goal that is being proved first. */
  private again:
    | {
        left: number;
        readonly args: readonly unknown[];
        readonly instances: (readonly unknown[])[];
        readonly more: (instance: readonly unknown[]) => number;
      }
    | undefined;
  /** The rule that concluded what was found last. */
  lastRule = '';
  /** Exhaustive generation: rule instances and chosen constructors that a term may still have. */
  private budget = 0;
  /** What the metavariables of the rule being tried stand for: the terms that occur around. */
  private around: readonly unknown[] = [];

  constructor(system: System, hints: Hints, chooser: Chooser) {
    this.grammar = system.grammar;
    this.hints = hints;
    this.chooser = chooser;
    this.plans = planSystem(system, hints);
    this.store = new Store(system.grammar, (f) => hints.blind?.get(f));
  }

  plan(name: string): JudgementPlan {
    const plan = this.plans.get(name);
    if (!plan) throw new Error(`there is no judgement ${name} to generate`);
    return plan;
  }

  /** A new unknown of a sort, for a goal. */
  unknown(sort: string, role = ''): Unknown {
    return new Unknown(sort, role);
  }

  choose(n: number): number {
    return this.chooser.choose(n);
  }

  /**
   * Finds an instance of a judgement: what is unknown in the arguments becomes known.
   * @param size how large terms may be, in rule instances of a judgement that nests.
   * @returns the arguments, ground; undefined when none was found (which says nothing about whether there is one).
   */
  find(judgement: string, args: readonly unknown[], size: number): readonly unknown[] | undefined {
    return this.findSeveral(judgement, args, size, 1)[0];
  }

  /**
   * Finds instances that agree in all but what the last judgement among the premises of the last rule determines: a
   * heap with several programs, say. The unknowns in the arguments keep no value, unless one instance is asked for.
   * @param more how many further ones an instance makes worth looking for.
   */
  findSeveral(
    judgement: string,
    args: readonly unknown[],
    size: number,
    most: number,
    more: (instance: readonly unknown[]) => number = () => 0,
  ): (readonly unknown[])[] {
    this.fuel = 1500 + 100 * Math.max(0, size);
    this.hopeless.clear();
    this.budget = size;
    this.around = [];
    const instances: (readonly unknown[])[] = [];
    const mark = this.store.mark();
    const plan = this.plan(judgement);
    this.again = { left: most, args, instances, more };
    const held = this.prove(plan, args, size);
    this.again = undefined;
    if (held && instances.length === 0) this.collect(args, instances);
    if (most > 1 || instances.length === 0) this.store.undo(mark);
    this.store.forget();
    return instances;
  }

  private collect(args: readonly unknown[], instances: (readonly unknown[])[]): void {
    if (!args.every((a) => this.ground(a))) return;
    const found = args.map((a) => this.store.resolve(a));
    if (!found.includes(undefined)) instances.push(found);
  }

  /** Whether every choice is to be seen. */
  get exhaustive(): boolean {
    return this.chooser.exhaustive;
  }

  /** Exhaustive generation: what is left of the budget after `find`. */
  get left(): number {
    return this.budget;
  }

  /**
   * A ground term of a sort from the grammar and the names of the hints.
   * @param size exhaustive generation: how many constructors it may have.
   */
  term(sort: string, role = '', size = Infinity): unknown {
    this.budget = size;
    this.around = [];
    return this.candidate(sort, role, 3);
  }

  /** The value of a call, or an unknown that will be its value. */
  compute(call: AnyMetafunction, args: readonly unknown[], sort: string): unknown {
    let ground = true;
    for (const a of args)
      if (a instanceof Symbolic) {
        ground = false;
        break;
      }
    if (ground) return (call.compute as (...xs: unknown[]) => unknown)(...args);
    const result = new Unknown(sort, '');
    const constraint = { call, args, result };
    result.origin = constraint;
    return this.store.post(constraint) ? walk(result) : undefined;
  }

  /** The ground term where there is one, else what is known of it. */
  private readonly known = (x: unknown): unknown => this.store.resolve(x) ?? walk(x);

  private prove(plan: JudgementPlan, args: readonly unknown[], size: number): boolean {
    const main = walk(args[plan.form.main]);
    const tag =
      main instanceof Open
        ? main.info.tag
        : main instanceof Symbolic || typeof main !== 'object'
          ? undefined
          : (main as Term).tag;
    const rules = tag === undefined ? plan.rules : plan.rules.filter((r) => r.tag === undefined || r.tag === tag);
    if (rules.length === 0) return false;
    if (this.chooser.exhaustive) {
      if (--this.budget < 0) return false;
      return this.run(rules[this.choose(rules.length)] as RulePlan, args, size) === holds;
    }
    if (rules.length === 1) return size > overdraft - 20 && this.run(rules[0] as RulePlan, args, size) === holds;
    if (plan.lax) {
      // What is asked for is often there already.
      if (main instanceof Unknown && !this.chooser.exhaustive && this.choose(2) === 0)
        for (let i = 0; i < 4; i++) {
          const guess = this.occurring(main.sort);
          if (guess === undefined) break;
          const mark = this.store.mark();
          if (this.store.bind(main, guess) && this.prove(plan, args, size)) return true;
          this.store.undo(mark);
        }
      return this.searchLax(plan, rules, args, size);
    }
    if (!plan.nests) return this.search(rules, args, size);
    const key = this.keyOf(plan, args);
    const failedAt = this.hopeless.get(key);
    if (failedAt !== undefined && failedAt >= size) return false;
    if (this.search(rules, args, size)) return true;
    if (this.fuel > 0) this.hopeless.set(key, Math.max(failedAt ?? -Infinity, size));
    return false;
  }

  /** Where instances of some rules are preferred, a judgement of this kind is searched again for one of them. */
  private searchLax(plan: JudgementPlan, rules: readonly RulePlan[], args: readonly unknown[], size: number): boolean {
    const { wanted } = this;
    const prefer = wanted !== undefined && this.laxDepth === 0 && rules.some((r) => wanted.rules.has(r.name));
    this.laxDepth++;
    let found = false;
    for (let k = prefer && this.choose(4) > 0 ? 6 : 1; k > 0 && !found; k--) {
      const mark = this.store.mark();
      found = this.search(rules, args, size);
      if (!found) break;
      const ground = k > 1 ? args.map((a) => this.store.resolve(a)) : [];
      if (k === 1 || ground.includes(undefined) || wanted?.accepts(plan.form, ground)) break;
      this.store.undo(mark);
      found = false;
    }
    this.laxDepth--;
    return found;
  }

  /** What a goal asks, as far as it is known: maps by identity, unknowns alike. */
  private keyOf(plan: JudgementPlan, args: readonly unknown[]): string {
    let key = plan.form.name;
    for (const a of args) key += `;${this.shape(a)}`;
    return key;
  }

  private shape(at: unknown): string {
    const x = walk(at);
    // An unknown of which something is asked is like no other.
    if (x instanceof Unknown) return x.waiters === undefined ? '?' : `?${++this.lastIdentity}`;
    if (x instanceof Open) {
      let s = x.info.tag;
      for (const a of x.args) s += `(${this.shape(a)})`;
      return s;
    }
    if (typeof x !== 'object' || x === null) return String(x);
    if (x instanceof Suspended) return '~';
    let id = this.identities.get(x);
    if (id === undefined) {
      const info = this.grammar.constructors.get((x as Term).tag);
      if (info !== undefined && this.grammar.makers.has(info.tag)) {
        let s = info.tag;
        for (const [f] of info.fields) s += `(${this.shape((x as Record<string, unknown>)[f])})`;
        return s;
      }
      if (Array.isArray(x)) return `{${x.join()}}`;
      this.identities.set(x, (id = ++this.lastIdentity));
    }
    return `#${id}`;
  }

  private search(rules: readonly RulePlan[], args: readonly unknown[], size: number): boolean {
    // At the bottom, rules that nest no further come first; elsewhere all are drawn by weight.
    const small = size <= 0;
    const left: RulePlan[] = [];
    let total = 0;
    for (const r of rules)
      if (!small || r.recursive === 0) {
        left.push(r);
        total += this.weigh(r, size);
      }
    let recursive = 0;
    for (;;) {
      while (left.length > 0) {
        let at = this.choose(1 << 20) * (total / (1 << 20));
        let i = 0;
        while (i + 1 < left.length && (at -= this.weigh(left[i] as RulePlan, size)) >= 0) i++;
        const rule = left[i] as RulePlan;
        total -= this.weigh(rule, size);
        left[i] = left[left.length - 1] as RulePlan;
        left.pop();
        if (rule.recursive > 0 && recursive >= mostRecursive) continue;
        const mark = this.store.mark();
        const how = this.run(rule, args, size);
        if (how === holds) return true;
        this.store.undo(mark);
        if (how === failed && rule.recursive > 0) recursive++;
        if (this.fuel <= 0) return false;
      }
      // Where nothing smaller will do, rules that say what their output is may nest a little further.
      if (!small || recursive > 0 || size <= overdraft) return false;
      total = 0;
      for (const r of rules)
        if (r.recursive > 0 && r.builds) {
          left.push(r);
          total += this.weigh(r, size);
        }
      if (left.length === 0) return false;
      recursive = mostRecursive - 1;
    }
  }

  /** Rules that nest are preferred while there is room. */
  private weigh(r: RulePlan, size: number): number {
    return r.recursive > 0 && size > 1 ? 3 * r.weight : r.weight;
  }

  private run(rule: RulePlan, args: readonly unknown[], size: number): number {
    if (this.fuel-- <= 0) return failed;
    const { store } = this;
    const env: Env = new Array(rule.slots.length);
    const { head } = rule;
    let later = 0;
    for (let i = 0; i < head.length; i++) {
      const h = head[i] as (typeof head)[number];
      const x = walk(args[i]);
      if (h.kind === 'meta') {
        if (env[h.slot] === undefined) env[h.slot] = x;
        else if (!store.unify(env[h.slot], x)) return noMatch;
      } else if (h.kind === 'call' || (x instanceof Unknown && x.waiters === undefined)) later |= 1 << i;
      else if (!h.match(x, env, this)) return noMatch;
    }
    const before = this.around;
    // A rule without definitions and signatures of its own has those of the rule that asks.
    if (!rule.judgement.lax) this.around = env;
    let room = Math.max(size, overdraft) - 1;
    let nested = rule.recursive;
    const inside = (): number => {
      if (--nested === 0) return room;
      const part = room > 0 ? this.share(room, nested + 1) : room;
      room -= Math.max(0, part);
      return part;
    };
    const { again } = this;
    this.again = undefined;
    let ok = true;
    for (let done: number | undefined = 0; ok && done !== undefined;) {
      const schedule: Schedule = rule.schedule(this.knownSlots(env), done, this.chooser.exhaustive);
      done = schedule.next;
      const { steps } = schedule;
      const last = again !== undefined && again.left > 1 && done === undefined ? lastProof(steps) : -1;
      if (last < 0) ok = this.runSteps(steps, env, rule, size, inside);
      else if (!(ok = this.runSteps(steps.slice(0, last), env, rule, size, inside))) break;
      else {
        const { fuel } = this;
        for (; again !== undefined && again.left > 1; again.left--) {
          const mark = this.store.mark();
          const copy = env.slice();
          if (this.runSteps(steps.slice(last), copy, rule, size, inside) && this.finish(rule, args, copy, later)) {
            const before = again.instances.length;
            this.collect(again.args, again.instances);
            const found = again.instances[before];
            if (found !== undefined) again.left += again.more(found);
          }
          this.store.undo(mark);
          this.fuel = fuel;
        }
        ok = this.runSteps(steps.slice(last), env, rule, size, inside);
      }
    }
    this.around = before;
    if (!ok || !this.finish(rule, args, env, later)) return failed;
    if (this.wanted !== undefined && !rule.judgement.lax && this.wanted.rules.has(rule.name) && this.choose(4) > 0) {
      const ground = args.map((a) => store.resolve(a));
      if (!ground.includes(undefined) && !this.wanted.accepts(rule.judgement.form, ground)) return failed;
    }
    if (again !== undefined && again.instances.length > 0) this.collect(again.args, again.instances);
    this.lastRule = rule.name;
    return holds;
  }

  /** Builds what the conclusion leaves to the end. */
  private finish(rule: RulePlan, args: readonly unknown[], env: Env, later: number): boolean {
    const { store } = this;
    const { head } = rule;
    if (later !== 0)
      for (let i = 0; i < head.length; i++) {
        if ((later & (1 << i)) === 0) continue;
        const h = head[i] as (typeof head)[number];
        if (h.kind === 'term') {
          const built = h.build(env, this);
          if (built === undefined || !store.unify(args[i], store.resolve(built) ?? built)) return false;
        } else if (h.kind === 'call') {
          const built = h.args.map((b) => b(env, this));
          if (built.includes(undefined) || !store.post({ call: h.call, args: built, result: args[i] })) return false;
        }
      }
    return true;
  }

  /** The slots whose values are ground, as bits. */
  private knownSlots(env: Env): number {
    let mask = 0;
    for (let slot = 0; slot < env.length; slot++) {
      const x = env[slot];
      if (x === undefined) continue;
      if (x instanceof Symbolic) {
        const ground = this.store.resolve(x);
        if (ground === undefined) continue;
        env[slot] = ground;
      }
      mask |= 1 << slot;
    }
    return mask;
  }

  private runSteps(steps: readonly Step[], env: Env, rule: RulePlan, size: number, inside: () => number): boolean {
    const { store } = this;
    for (const step of steps) {
      switch (step.kind) {
        case 'post': {
          const args = this.build(step.args, env);
          if (args === undefined) return false;
          const result = step.result(env, this);
          if (result === undefined) return false;
          const constraint = { call: step.call, args, result };
          if (result instanceof Unknown && result.value === undefined) result.origin ??= constraint;
          if (!store.post(constraint)) return false;
          break;
        }
        case 'unify': {
          const left = step.left(env, this);
          const right = step.right(env, this);
          if (left === undefined || right === undefined || !store.unify(left, right)) return false;
          break;
        }
        case 'solve': {
          const args = this.build(step.args, env);
          if (args === undefined) return false;
          const result = step.result(env, this);
          if (result === undefined) return false;
          if (!step.solver.solve(args.map(this.known), this.known(result), this)) return false;
          // Whatever was proposed, the metafunction decides.
          if (!store.post({ call: step.call, args, result })) return false;
          break;
        }
        case 'force': {
          const args = this.build(step.args, env);
          if (args === undefined || !this.force({ call: step.call, args, result: true })) return false;
          break;
        }
        case 'prove': {
          const args = this.build(step.args, env);
          if (args === undefined) return false;
          if (step.recursive) {
            if (!this.prove(step.judgement, args, inside())) return false;
            break;
          }
          // A premise of another kind gets its own, smaller, amount: a heap that has no body for a type is given up soon.
          const fuel = this.fuel;
          this.fuel = Math.min(fuel, step.judgement.nests ? 150 + 40 * Math.max(0, size) : fuel);
          const given = this.fuel;
          const ok = this.prove(step.judgement, args, size);
          this.fuel = fuel - (given - this.fuel);
          if (!ok) return false;
          break;
        }
        case 'label': {
          const x = (env[step.slot] ??= new Unknown(
            (rule.slots[step.slot] as { sort: string }).sort,
            (rule.slots[step.slot] as { role: string }).role,
          ));
          if (x instanceof Symbolic && !this.ground(x)) return false;
          break;
        }
      }
    }
    return true;
  }

  /** How much of the room one of several nested premises gets. */
  private share(room: number, of: number): number {
    if (this.chooser.exhaustive) return room;
    return of === 2 ? this.choose(room + 1) : Math.min(this.choose(room + 1), this.choose(room + 1));
  }

  private build(args: readonly ((env: Env, g: Seeker) => unknown)[], env: Env): unknown[] | undefined {
    const built: unknown[] = new Array(args.length);
    for (let i = 0; i < args.length; i++) {
      const x = (args[i] as (env: Env, g: Seeker) => unknown)(env, this);
      if (x === undefined) return undefined;
      built[i] = x;
    }
    return built;
  }

  /** Makes the arguments of a call known, as far as it looks at them. */
  private force(c: {
    readonly call: AnyMetafunction;
    readonly args: readonly unknown[];
    readonly result: unknown;
  }): boolean {
    const placeholders = this.hints.blind?.get(c.call);
    for (const arg of c.args)
      for (;;) {
        if (this.store.resolve(arg, placeholders) !== undefined) break;
        const u = this.store.blocker;
        if (u === undefined || !this.ground(u)) return false;
      }
    return true;
  }

  /** Makes a term known by choosing what nothing determines. */
  ground(at: unknown): boolean {
    const x = walk(at);
    if (!(x instanceof Symbolic)) return true;
    if (x instanceof Open || x instanceof Suspended) return x.args.every((a) => this.ground(a));
    const u = x as Unknown;
    if (u.origin !== undefined) {
      if (!this.force(u.origin)) return false;
      return walk(u) instanceof Unknown ? false : this.ground(u);
    }
    const tries = this.chooser.exhaustive ? 1 : mostLabels;
    for (let i = 0; i < tries; i++) {
      const mark = this.store.mark();
      const c = this.candidate(u.sort, u.role, 2);
      if (c !== undefined && this.store.bind(u, c)) return true;
      this.store.undo(mark);
    }
    return false;
  }

  /** A ground term of a sort: one that occurs around, or one from the grammar. */
  private candidate(sort: string, role: string, depth: number): unknown {
    const { hints } = this;
    const exhaustive = this.chooser.exhaustive;
    if (sort === 'int') return hints.ints[this.choose(hints.ints.length)];
    if (sort === 'name') {
      const names = hints.names(role, this.around, exhaustive);
      return names.length === 0 ? undefined : names[this.choose(names.length)];
    }
    if (sort === 'names')
      return Object.freeze(
        hints
          .names(role, this.around, exhaustive)
          .filter(() => this.choose(2) === 0)
          .sort(),
      );
    if (exhaustive && --this.budget < 0) return undefined;
    const value = this.grammar.maps[sort];
    if (value !== undefined) return this.map(sort, value, depth);
    if (!exhaustive && this.choose(5) < 3) {
      const found = this.occurring(sort);
      if (found !== undefined) return found;
    }
    const options = this.constructors(sort);
    const affordable = depth > 0 ? options : options.filter((o) => this.depthOf(o.tag) <= this.leafOf(sort));
    const list = affordable.length > 0 ? affordable : options;
    let tag: string;
    if (exhaustive) tag = (options[this.choose(options.length)] as { tag: string }).tag;
    else {
      let total = 0;
      for (const o of list) total += o.weight;
      let at = (this.choose(1 << 16) * total) / (1 << 16);
      let i = 0;
      while (i + 1 < list.length && (at -= (list[i] as { weight: number }).weight) >= 0) i++;
      tag = (list[i] as { tag: string }).tag;
    }
    const info = this.grammar.constructors.get(tag);
    const parts: unknown[] = [];
    for (const [field, s] of info?.fields ?? []) {
      const part = this.candidate(s, `${tag}.${field}`, depth - 1);
      if (part === undefined) return undefined;
      parts.push(part);
    }
    const made = this.grammar.makers.get(tag)?.(...parts);
    return hints.valid === undefined || hints.valid(made) ? made : undefined;
  }

  private map(sort: string, value: string, depth: number): unknown {
    const names = this.hints.names(`${sort}.key`, this.around, this.chooser.exhaustive);
    const list: [string, unknown][] = [];
    for (const name of names) {
      if (this.chooser.exhaustive ? this.choose(2) === 0 : this.choose(3) === 0) continue;
      const x = this.candidate(value, `${sort}.value`, depth);
      if (x === undefined) return undefined;
      list.push([name, x]);
    }
    return mapOperations<string, unknown>(sort).of(list);
  }

  private constructors(sort: string) {
    let list = this.bySort.get(sort);
    if (list === undefined) {
      list = [...this.grammar.constructors.values()]
        .filter((c) => c.sort === sort && this.grammar.makers.has(c.tag) && !this.hints.avoid?.has(c.tag))
        .map((c) => ({ tag: c.tag, weight: this.hints.weights?.[c.tag] ?? 1 }));
      this.bySort.set(sort, list);
    }
    return list;
  }

  /** The least depth of a term with this constructor; of a sort. */
  private depthOf(tag: string): number {
    return 1 + Math.max(0, ...(this.grammar.constructors.get(tag)?.fields ?? []).map(([, s]) => this.leafOf(s)));
  }

  private leafOf(sort: string): number {
    const known = this.leafDepth.get(sort);
    if (known !== undefined) return known;
    if (!this.bySort.has(sort) && ['name', 'int', 'names'].includes(sort)) return 0;
    if (this.grammar.maps[sort] !== undefined) return 1;
    // A sort met again on the way down is deeper than the way out.
    this.leafDepth.set(sort, 1000);
    const least = Math.min(1000, ...this.constructors(sort).map((c) => this.depthOf(c.tag)));
    this.leafDepth.set(sort, least);
    return least;
  }

  /** A term of the sort that occurs in the maps around (type definitions, signatures). */
  private occurring(sort: string): unknown {
    const lists: (readonly unknown[])[] = [];
    for (const x of this.around) {
      const known = walk(x);
      if (typeof known !== 'object' || known === null || known instanceof Symbolic || !('key' in known)) continue;
      const pool = this.poolOf(known as FiniteMap<string, unknown>).get(sort);
      if (pool !== undefined) lists.push(pool);
    }
    if (lists.length === 0) return undefined;
    const list = lists[this.choose(lists.length)] as readonly unknown[];
    return list[this.choose(list.length)];
  }

  private poolOf(m: FiniteMap<string, unknown>): Pool {
    const old = this.pools.get(m);
    if (old !== undefined) return old;
    const pool = new Map<string, unknown[]>();
    const add = (sort: string, x: unknown) => pool.set(sort, [...(pool.get(sort) ?? []), x]);
    const visit = (x: unknown): void => {
      if (typeof x !== 'object' || x === null || Array.isArray(x)) return;
      const info = this.grammar.constructors.get((x as Term).tag);
      if (info === undefined || !this.grammar.makers.has(info.tag)) return;
      add(info.sort, x);
      for (const [f] of info.fields) visit((x as Record<string, unknown>)[f]);
    };
    const mentions = this.hints.mentions?.[m.tag.split('.')[0] as string];
    for (const [key, value] of entries(m)) {
      visit(value);
      for (const [sort, x] of mentions?.(key) ?? []) add(sort, x);
    }
    this.pools.set(m, pool);
    return pool;
  }

  /** Runs f with more terms around. */
  among<T>(more: readonly unknown[], f: () => T): T {
    const before = this.around;
    this.around = [...before, ...more];
    const result = f();
    this.around = before;
    return result;
  }

  /** Terms of a sort around, in random order, for solvers that look for one that fits. */
  *candidates(sort: string, most: number): IterableIterator<unknown> {
    for (let i = 0; i < most; i++) {
      const x = i % 3 < 2 ? (this.occurring(sort) ?? this.candidate(sort, '', 2)) : this.candidate(sort, '', 2);
      if (x !== undefined) yield x;
    }
  }

  /** For solvers: tries the alternatives from a random one on until one can be made to fit. */
  any<T>(alternatives: readonly T[], fits: (x: T) => boolean): boolean {
    const n = alternatives.length;
    if (n === 0) return false;
    const from = this.choose(n);
    if (this.chooser.exhaustive) return fits(alternatives[from] as T);
    for (let i = 0; i < n; i++) {
      const mark = this.store.mark();
      if (fits(alternatives[(from + i) % n] as T)) return true;
      this.store.undo(mark);
    }
    return false;
  }
}

/** The last step that proves something that may be proved in many ways. */
function lastProof(steps: readonly Step[]): number {
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i] as Step;
    if (step.kind === 'prove' && step.judgement.nests) return i;
  }
  return -1;
}
