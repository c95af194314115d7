/**
 * Generation: a judgement run backwards, by search over the rules of a system, whatever they are. Unknown inputs are
 * found by choosing rules; what no rule determines is chosen from what occurs around, or from the grammar. Nothing
 * here knows a calculus; hints say where to look first.
 */
import type { ConstructorInfo, Grammar } from '../../semantics/grammar.ts';
import { equal } from '../../semantics/terms.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import type { Alike } from './alike.ts';
import type { Chooser } from './choose.ts';
import { drawsFor, type Draw, type Draws } from './draws.ts';
import { mayNest } from './glances.ts';
import { Grounding } from './grounding.ts';
import { hintsIn, type Hints, type Seeker } from './hints.ts';
import { Hopeless } from './hopeless.ts';
import { BackwardRule, backwardRules, type Env, type BackwardJudgement, type Schedule, type Step } from './backward.ts';
import { OfKind, Open, Store, Suspended, Symbolic, Unknown, walk, type Kind } from './symbolic.ts';

/** How a rule fared on a goal. */
const noMatch = 0;
const failed = 1;
const holds = 2;

/** Alternatives tried for a choice before the goal around it is given up: restarts are cheaper than deep backtracking. */
const mostRecursive = 3;
const mostLabels = 6;
/** With more room than this, terms that end are seldom drawn. */
const muchRoom = 7;
/** Terms that lie deeper are taken for such as contain themselves. */
const deepest = 400;
/** How large a term is made that only has to be well formed. */
const wellFormedSize = 2;
/** How far below size 0 a term may grow where its type leaves nothing smaller. */
const overdraft = -4;

/** The room of a rule instance, for the premises that nest and have not been proved yet. */
class Rooms {
  room: number;
  nested: number;
  constructor(room: number, nested: number) {
    this.room = room;
    this.nested = nested;
  }
}

/** What is asked of an instance besides what its arguments say. */
export interface Asked {
  /** The rule that is to conclude it; any unless said. */
  readonly by?: string | undefined;
  /**
   * How many rule instances it has at least. Its size counts all of them then, those as well that ask for no more of them; it has more
   * only where its type leaves nothing smaller.
   */
  readonly atLeast?: number;
}

const none = () => 0;
const anything: Asked = {};
const isUnknown = (x: unknown): x is Unknown => x instanceof Unknown;
/** Of rules without premises that nest. */
const noRooms = new Rooms(0, 0);

export class Generator implements Seeker {
  readonly store: Store;
  readonly grammar: Grammar;
  readonly hints: Hints;
  readonly chooser: Chooser;
  private readonly judgements: ReadonlyMap<string, BackwardJudgement>;
  private readonly grounding: Grounding;
  /** Rule instances that may still be tried. */
  private fuel = 0;
  private readonly hopeless: Hopeless;
  /** Constructor ↦ another ↦ whether terms with that can be its fields. */
  private readonly nestings = new Map<ConstructorInfo, Map<string, readonly boolean[]>>();
  private laxDepth = 0;
  /** How much of the room may still be left unused; anything where no least size is asked for. */
  private spare = Infinity;
  /** How deep what is being made known lies. */
  private nesting = 0;
  /** How many rules whose instances are preferred are being run, one in another. */
  private within = 0;
  /** Rules of which some instances are preferred: the others are mostly dropped. */
  wanted:
    | {
        readonly rules: ReadonlySet<string>;
        readonly accepts: (form: Form, args: readonly unknown[]) => boolean;
        /** Judgements that these rules ask for: where they are relations, those whose sides differ are preferred. */
        readonly strictly: ReadonlySet<string>;
      }
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
  /** @param alike which names are not told apart, where every choice is seen. */
  constructor(system: System, hints: Hints, chooser: Chooser, alike?: Alike) {
    this.grammar = system.grammar;
    this.hints = hintsIn(system, hints);
    this.chooser = chooser;
    this.judgements = backwardRules(system, this.hints);
    this.grounding = new Grounding(system.grammar, this.hints, chooser, alike);
    this.hopeless = new Hopeless(system.grammar);
    this.store = new Store(system.grammar, (f) => hints.blind?.get(f));
  }

  judgement(name: string): BackwardJudgement {
    const goal = this.judgements.get(name);
    if (!goal) throw new Error(`there is no judgement ${name} to generate`);
    return goal;
  }

  /** A new unknown of a sort, for a goal. */
  unknown(sort: string, role = ''): Unknown {
    return new Unknown(sort, role);
  }

  unknownOf(sort: string, role: string, kind: Kind): Unknown {
    const x = new Unknown(sort, role);
    this.store.post(new OfKind(x, kind));
    return x;
  }

  choose(n: number): number {
    return this.chooser.choose(n);
  }

  /**
   * Finds an instance of a judgement: what is unknown in the arguments becomes known.
   * @param size how large terms may be, in rule instances that ask for the judgement again.
   * @returns the arguments, ground; undefined when none was found (which says nothing about whether there is one).
   * @throws Error where there is no such judgement, or one whose instances have no size (it does not depend on itself, or looks up or relates) is to have a least one.
   */
  find(judgement: string, args: readonly unknown[], size: number, asked = anything): readonly unknown[] | undefined {
    return this.findSeveral(judgement, args, size, 1, none, asked)[0];
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
    more: (instance: readonly unknown[]) => number = none,
    { by, atLeast }: Asked = anything,
  ): (readonly unknown[])[] {
    const goal = this.judgement(judgement);
    if (atLeast !== undefined && !goal.sized)
      throw new Error(`instances of ${judgement} cannot be asked for by a least size`);
    // Where all instances are counted, the first takes its part of the room.
    const room = atLeast === undefined ? size : size - 1;
    this.begin(room);
    if (atLeast !== undefined) this.spare = size - atLeast;
    const instances: (readonly unknown[])[] = [];
    const mark = this.store.mark();
    this.again = { left: most, args, instances, more };
    const rule = by === undefined ? undefined : goal.rules.find((r) => r.name === by);
    const held = rule === undefined ? this.prove(goal, args, room) : this.proveBy(rule, args, room);
    this.again = undefined;
    if (held && instances.length === 0) this.collect(args, instances);
    if (most > 1 || instances.length === 0) this.store.undo(mark);
    this.store.forget();
    return instances;
  }

  /** A rule that is none of the system, ready to be run backwards: its premises are asked for together. */
  asked(rule: Rule): BackwardRule {
    const judgement: BackwardJudgement = {
      form: rule.conclusion.judgement,
      rules: [],
      lax: false,
      partial: false,
      early: false,
      nests: false,
      sized: false,
      descends: false,
    };
    const made = new BackwardRule(this.grammar, this.hints, rule, judgement);
    made.link(
      (name) => this.judgement(name),
      () => false,
    );
    return made;
  }

  /**
   * Finds an instance of such a rule.
   * @param args what its conclusion is of, some of it unknown.
   */
  answer(rule: BackwardRule, args: readonly unknown[], size: number): readonly unknown[] | undefined {
    const instances: (readonly unknown[])[] = [];
    this.begin(size);
    const mark = this.store.mark();
    if (this.proveBy(rule, args, size)) this.collect(args, instances);
    this.store.undo(mark);
    this.store.forget();
    return instances[0];
  }

  private begin(size: number): void {
    this.fuel = 1500 + 100 * Math.max(0, size);
    this.hopeless.clear();
    this.within = 0;
    this.nesting = 0;
    this.spare = Infinity;
    this.grounding.budget = size;
    this.grounding.around = [];
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
    return this.grounding.budget;
  }

  /**
   * A ground term of a sort from the grammar and the names of the hints.
   * @param size exhaustive generation: how many constructors it may have.
   */
  term(sort: string, role = '', size = Infinity): unknown {
    this.grounding.budget = size;
    this.grounding.around = [];
    return this.grounding.candidate(sort, role, 3);
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

  private proveBy(rule: BackwardRule, args: readonly unknown[], size: number): boolean {
    for (let k = 0; k < mostRecursive && this.fuel > 0; k++) {
      const mark = this.store.mark();
      if (this.run(rule, args, Math.max(size, 1)) === holds) return true;
      this.store.undo(mark);
    }
    return false;
  }

  private prove(goal: BackwardJudgement, args: readonly unknown[], size: number): boolean {
    const main = walk(args[goal.form.main]);
    const draws = drawsFor(goal, main);
    const { rules } = draws;
    if (rules.length === 0) return false;
    if (this.chooser.exhaustive) {
      if (--this.grounding.budget < 0) return false;
      return this.run(rules[this.choose(rules.length)] as BackwardRule, args, size) === holds;
    }
    if (rules.length === 1) {
      const rule = rules[0] as BackwardRule;
      return size > overdraft - 20 && this.mayEnd(rule, size) && this.run(rule, args, size) === holds;
    }
    if (goal.lax) {
      // What is asked for is often there already; where a rule is looked for that relates more, so is what it relates to.
      const open = main instanceof Unknown ? main : this.wants(goal.rules) ? args.map(walk).find(isUnknown) : undefined;
      if (open !== undefined && this.choose(2) === 0)
        for (let i = 0; i < 4; i++) {
          const guess = this.grounding.occurring(open.sort);
          if (guess === undefined) break;
          const mark = this.store.mark();
          if (this.store.bind(open, guess) && this.prove(goal, args, size)) return true;
          this.store.undo(mark);
        }
      // What ends by itself needs no room: what lies deep is found as well at the end of a term.
      const ends = goal.descends && !(main instanceof Symbolic);
      return this.searchLax(goal, draws, args, ends ? 1 : size);
    }
    if (!goal.nests) return this.search(draws, args, size);
    const { name } = goal.form;
    if (this.hopeless.includes(name, args, size)) return false;
    if (this.search(draws, args, size)) return true;
    if (this.fuel > 0) this.hopeless.add(name, args, size);
    return false;
  }

  /** Whether instances of one of these rules are preferred. */
  private wants(rules: readonly BackwardRule[]): boolean {
    const { wanted } = this;
    return wanted !== undefined && rules.some((r) => wanted.rules.has(r.name));
  }

  /** Where instances of some rules are preferred, a judgement of this kind is searched again for one of them. */
  private searchLax(goal: BackwardJudgement, draws: Draws, args: readonly unknown[], size: number): boolean {
    const { wanted } = this;
    const own = this.wants(draws.rules);
    const strictly = !own && wanted?.strictly.has(goal.form.name) === true;
    const prefer = this.laxDepth === 0 && (strictly || own);
    this.laxDepth++;
    let found = false;
    for (let k = prefer && this.choose(4) > 0 ? 6 : 1; k > 0 && !found; k--) {
      const mark = this.store.mark();
      found = this.search(draws, args, size);
      if (!found) break;
      const ground = k > 1 ? args.map((a) => this.store.resolve(a)) : [];
      if (k === 1 || ground.includes(undefined)) break;
      if (strictly ? !equal(ground[0], ground[1]) : wanted?.accepts(goal.form, ground)) break;
      this.store.undo(mark);
      found = false;
    }
    this.laxDepth--;
    return found;
  }

  /** Whether a rule may be tried where there is so much room: one that nests no further gives it up. */
  private mayEnd(rule: BackwardRule, size: number): boolean {
    if (rule.recursive > 0 || size <= 0 || !rule.judgement.sized) return true;
    this.spare -= size;
    return this.spare >= 0;
  }

  private search(all: Draws, args: readonly unknown[], size: number): boolean {
    const draws = all.fitting(args);
    // At the bottom, rules that nest no further come first; elsewhere all are drawn by weight.
    if (size > 0) {
      // Where too much room would be left unused, only those that nest.
      if (size > this.spare && draws.sized) return this.draw(draws.nesting, args, size, 0) === holds;
      const from = size > muchRoom ? draws.vast : size > 1 ? draws.roomy : draws.plain;
      return this.draw(from, args, size, 0) === holds;
    }
    const how = this.draw(draws.leaves, args, size, 0);
    if (how !== noMatch || size <= overdraft) return how === holds;
    // Where nothing smaller will do, rules that say what their output is may nest a little further.
    return this.draw(draws.building, args, size, mostRecursive - 1) === holds;
  }

  /**
   * Tries rules until one concludes the goal.
   * @param recursive how many rules that nest have failed before.
   * @returns `failed` when the search has gone on for long enough.
   */
  private draw(from: Draw, args: readonly unknown[], size: number, recursive: number): number {
    const { rules, weights } = from;
    let { total } = from;
    // The first one mostly does: where they are is written down when others are needed.
    let order: number[] | undefined;
    for (let n = rules.length; n > 0; n--) {
      let at = this.chooser.choose(1 << 20) * (total / (1 << 20));
      let i = 0;
      while (i + 1 < n && (at -= weights[order === undefined ? i : (order[i] as number)] as number) >= 0) i++;
      const place = order === undefined ? i : (order[i] as number);
      const rule = rules[place] as BackwardRule;
      if (rule.recursive === 0 || recursive < mostRecursive) {
        const mark = this.store.mark();
        const { spare } = this;
        const how = this.mayEnd(rule, size) ? this.run(rule, args, size) : noMatch;
        if (how === holds) return holds;
        this.store.undo(mark);
        this.spare = spare;
        if (how === failed && rule.recursive > 0) recursive++;
        if (this.fuel <= 0) return failed;
      }
      total -= weights[place] as number;
      if (order === undefined) {
        order = new Array<number>(n);
        for (let k = 0; k < n; k++) order[k] = k;
      }
      order[i] = order[n - 1] as number;
    }
    return noMatch;
  }

  /** Runs a rule backwards. Of a rule whose instances are preferred the outermost one counts: those in it are as they come. */
  private run(rule: BackwardRule, args: readonly unknown[], size: number): number {
    if (!rule.mayHold(args)) return noMatch;
    if (this.wanted === undefined || rule.judgement.lax || !this.wanted.rules.has(rule.name))
      return this.runFor(rule, args, size, undefined);
    const { wanted } = this;
    const outermost = this.within === 0 && this.choose(4) > 0;
    this.within++;
    const how = this.runFor(rule, args, size, outermost ? wanted : undefined);
    this.within--;
    return how;
  }

  private runFor(rule: BackwardRule, args: readonly unknown[], size: number, wanted: Generator['wanted']): number {
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
    const before = this.grounding.around;
    // A rule without definitions and signatures of its own has those of the rule that asks.
    if (!rule.judgement.lax) this.grounding.around = env;
    const { recursive } = rule;
    // Where all instances are counted, each premise that nests takes some of the room.
    const taken = this.spare === Infinity ? 1 : recursive;
    const rooms = recursive === 0 ? noRooms : new Rooms(Math.max(size, overdraft) - taken, recursive);
    const { again } = this;
    this.again = undefined;
    let ok = true;
    for (let done: number | undefined = 0; ok && done !== undefined;) {
      const schedule: Schedule = rule.schedule(this.knownSlots(env), done, this.chooser.exhaustive);
      done = schedule.next;
      const { steps } = schedule;
      const last = again !== undefined && again.left > 1 && done === undefined ? lastProof(steps) : -1;
      if (last < 0) ok = this.runSteps(steps, env, rule, size, rooms);
      else if (!(ok = this.runSteps(steps.slice(0, last), env, rule, size, rooms))) break;
      else {
        const { fuel, spare } = this;
        for (let misses = again?.left ?? 0; again !== undefined && again.left > 1;) {
          const mark = this.store.mark();
          const copy = env.slice();
          const before = again.instances.length;
          if (this.runSteps(steps.slice(last), copy, rule, size, rooms) && this.finish(rule, args, copy, later))
            this.collect(again.args, again.instances);
          const found = again.instances[before];
          if (found !== undefined) again.left += again.more(found) - 1;
          else if (misses-- <= 0) again.left--;
          this.store.undo(mark);
          this.fuel = fuel;
          this.spare = spare;
        }
        ok = this.runSteps(steps.slice(last), env, rule, size, rooms);
      }
    }
    this.grounding.around = before;
    if (!ok || !this.finish(rule, args, env, later)) return failed;
    if (wanted !== undefined) {
      const ground = args.map((a) => store.resolve(a));
      if (!ground.includes(undefined) && !wanted.accepts(rule.judgement.form, ground)) return failed;
    }
    if (again !== undefined && again.instances.length > 0) this.collect(again.args, again.instances);
    this.lastRule = rule.name;
    return holds;
  }

  /** Builds what the conclusion leaves to the end. */
  private finish(rule: BackwardRule, args: readonly unknown[], env: Env, later: number): boolean {
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

  private runSteps(steps: readonly Step[], env: Env, rule: BackwardRule, size: number, rooms: Rooms): boolean {
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
        case 'sketch': {
          const args = this.build(step.args, env);
          if (args === undefined || !step.solver.sketch?.(args, step.result(env, this), this)) return false;
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
            if (!this.prove(step.judgement, args, this.roomIn(rooms))) return false;
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
          if (!(x instanceof Symbolic)) break;
          const { wishes } = this.grounding;
          this.grounding.wishes = rule.wishes[step.slot] as readonly string[];
          const known = this.formed(x, env) || this.ground(x);
          this.grounding.wishes = wishes;
          if (!known) return false;
          break;
        }
      }
    }
    return true;
  }

  /** Chooses a term of a sort by the rules that say which are well formed, where there are such and the rule being run has what else they ask for. */
  private formed(at: Symbolic, env: Env): boolean {
    const x = walk(at);
    if (!(x instanceof Unknown) || x.origin !== undefined || this.chooser.exhaustive) return false;
    const name = this.hints.formed?.[x.sort];
    if (name === undefined) return false;
    const judgement = this.judgement(name);
    const { inputs, main } = judgement.form;
    const args: unknown[] = [];
    for (let i = 0; i < inputs.length; i++) {
      const given = i === main ? x : env.find((y) => this.isOf(inputs[i] as string, y));
      if (given === undefined) return false;
      args.push(given);
    }
    const mark = this.store.mark();
    if (this.prove(judgement, args, wellFormedSize)) return true;
    this.store.undo(mark);
    return false;
  }

  /** Whether something is known to be of a sort. */
  private isOf(sort: string, x: unknown): boolean {
    const known = x === undefined ? undefined : this.store.resolve(x);
    return (
      typeof known === 'object' &&
      known !== null &&
      'tag' in known &&
      this.grammar.constructors.get(String(known.tag))?.sort === sort
    );
  }

  /** The room that the next nested premise gets. */
  private roomIn(rooms: Rooms): number {
    if (--rooms.nested === 0) return rooms.room;
    const part = rooms.room > 0 ? this.share(rooms.room, rooms.nested + 1) : rooms.room;
    rooms.room -= Math.max(0, part);
    return part;
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
    if (x instanceof Open || x instanceof Suspended) {
      // A term that contains itself cannot be made known.
      if (this.nesting >= deepest) return false;
      this.nesting++;
      const made = x.args.every((a) => this.ground(a));
      this.nesting--;
      return made;
    }
    const u = x as Unknown;
    if (u.origin !== undefined) {
      if (!this.force(u.origin)) return false;
      return walk(u) instanceof Unknown ? false : this.ground(u);
    }
    const tries = this.chooser.exhaustive ? 1 : mostLabels;
    for (let i = 0; i < tries; i++) {
      const mark = this.store.mark();
      const c = this.grounding.candidate(u.sort, u.role, 2);
      if (c !== undefined && this.store.bind(u, c)) return true;
      this.store.undo(mark);
    }
    return false;
  }

  among<T>(more: readonly unknown[], f: () => T): T {
    return this.grounding.among(more, f);
  }

  candidates(sort: string, most: number): IterableIterator<unknown> {
    return this.grounding.candidates(sort, most);
  }

  mayNest(outer: ConstructorInfo, field: number, inner: string): boolean {
    let by = this.nestings.get(outer);
    if (by === undefined) this.nestings.set(outer, (by = new Map<string, readonly boolean[]>()));
    let may = by.get(inner);
    if (may === undefined) {
      const rules = [...this.judgements.values()].flatMap((j) => j.rules.map(({ rule }) => rule));
      may = outer.fields.map(([f]) => mayNest(this.grammar, rules, outer.tag, f, inner));
      by.set(inner, may);
    }
    return may[field] ?? true;
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
    if (step.kind === 'prove' && step.judgement.nests) return steps[i - 1]?.kind === 'sketch' ? i - 1 : i;
  }
  return -1;
}
