/**
 * The search for proofs (proofs.md, section 4). It may be as clever and as wrong as it likes: what it finds is a list of
 * steps, and check.ts decides. The order of what it tries is fixed, its budget counts steps, so it gives the same on
 * every machine.
 */
import { both } from '../../semantics/logic.ts';
import { isCall, isMeta, type Call, type Metavariable, type Pattern } from '../../semantics/symbols.ts';
import { isInstance, type Instance as Judged } from '../../rules/judgement.ts';
import { holding, isWhere, metasOf, type Rule } from '../../rules/rule.ts';
import { Branch, caseAt, claimName, partialCalls, rulesOf, type Claim, type Development, type End, type Instantiation, type Node, type Numbers, type Show, type Step } from '../check.ts'; // prettier-ignore
import { isEvery, type Every, type Part, type Statement } from '../statement.ts';
import type { Bindings, Store, Sym } from '../terms.ts';
import { Solver, type Open } from '../solving/solver.ts';
import { Unknowns } from './unify.ts';

export interface SearchOptions {
  /** Goals that may be tried for one case. */
  readonly budget?: number;
  /** Hypotheses of induction are used on premises of the last rule alone, and on no parts of those. */
  readonly direct?: boolean;
}
/** What leads into a branch: words and terms, claims by their names in brackets; and how it is assumed. */
export interface Into {
  readonly said: readonly (string | Sym | readonly [claim: string])[];
  readonly assume: (b: Branch<Solver>) => void;
}
/** A branch on which nothing more was found. */
export interface Failure {
  /** The same branch as it was made: steps, then what leads into a branch of it and the steps there, and so on. */
  readonly trail: readonly { readonly into: Into | undefined; readonly steps: readonly Step[] }[];
  /** What its terms are terms of. */
  readonly store: Store;
  /** The inversions and splits that lead there. */
  readonly way: readonly string[];
  readonly claims: readonly Claim[];
  readonly facts: readonly (readonly [Sym, Sym, boolean])[];
  readonly goals: readonly { readonly part: Part; readonly env: Bindings; readonly shown: boolean }[];
  /** The budget was spent. */
  readonly spent: boolean;
}
/** What was found, and how many goals were tried for it. */
export type Found = ({ readonly node: Node } | { readonly failure: Failure }) & { readonly goals: number };

/** Something to be shown, and where to say what shows it. */
type Goal =
  | {
      readonly kind: 'part';
      readonly part: Part;
      readonly env: Bindings;
      readonly put: (by: string | Show) => void;
      readonly inducted: boolean;
    }
  | { readonly kind: 'holds' | 'defined'; readonly of: Sym };

const defaultBudget = 20_000;
const deepestGoals = 5;
const deepestSplits = 10;
const mostRules = 12;
const mostForward = 120;

class Search {
  private readonly b: Branch<Solver>;
  private readonly u: Unknowns;
  private steps: Step[] = [];
  private fresh = 0;
  private names = 0;
  private readonly far = new Map<string, number>();
  private inShow = 0;
  private rulesOnly = false;
  private waits: readonly Open[] = [];
  private budget: number;
  private readonly asked: number;
  private readonly used = new Set<string>();
  private way: string[] = [];
  private into: Into | undefined;
  private readonly open: { readonly into: Into | undefined; readonly steps: readonly Step[] }[] = [];
  private failure: Failure | undefined;
  /** Further out other goals are not shown. */
  private failed = false;
  private readonly lemmas: readonly Statement[];
  private readonly group: readonly Statement[];
  private readonly direct: boolean;
  constructor(b: Branch<Solver>, options: SearchOptions) {
    this.b = b;
    this.u = new Unknowns(b);
    this.budget = this.asked = options.budget ?? defaultBudget;
    this.direct = options.direct ?? false;
    const all = [...b.development.statements.values()];
    this.group = b.statement.group.flatMap((g) => b.development.statements.get(g) ?? []);
    const first = Math.min(...this.group.map((s) => all.indexOf(s)));
    const { lemmas } = b.statement;
    this.lemmas = all.slice(0, first).filter((s) => lemmas === undefined || lemmas.includes(s.name));
    if (b.statement.inductOn.length === 0 && b.statement.onSyntax === undefined) this.group = [];
  }

  /** Whether a claim is part of a derivation inducted on, by its name `claim/rule.premise`. */
  private smaller(name: string, part: readonly string[]): boolean {
    const levels = (x: string) => x.split('/').length;
    return part.length > 0 && (!this.direct || levels(name) <= levels(caseAt(this.b.statement) ?? '') + 1);
  }
  private numbers = (metas: readonly { readonly meta: string }[]): Numbers =>
    Object.fromEntries(metas.map((m) => [m.meta, ++this.fresh]));

  // ---- branches

  private mark = () => [this.b.solver.push(), this.b.claims] as const;
  private back([facts, claims]: ReturnType<Search['mark']>): void {
    this.b.solver.pop(facts);
    this.b.claims = claims;
  }

  run(kase: string): Found {
    const { b } = this;
    const env = b.start();
    const { statement } = b;
    for (const hint of statement.hints) b.solver.add(b.store.of(hint, env));
    const from = caseAt(statement);
    if (statement.onSyntax !== undefined) {
      const m = statement.universal.find((x) => x.meta === statement.onSyntax)!;
      const of = env.get(m.meta)!;
      this.shape(of, kase);
    } else if (from !== undefined) {
      // The way to the claim that the case is of is inverted first.
      for (let i = from.indexOf('/'); i >= 0; i = from.indexOf('/', i + 1)) {
        const rule = from.slice(i + 1, from.indexOf('.', i));
        this.invert(from.slice(0, i), b.development.system.rules.get(rule)!);
      }
      this.way.push(kase);
      this.invert(from, b.development.system.rules.get(kase)!);
    }
    const node = this.node(statement.conclusions, statement.existential, env, 0);
    const goals = this.asked - this.budget;
    return node === undefined ? { failure: this.failure!, goals } : { node, goals };
  }

  private shape(of: Sym, tag: string): void {
    const metas = this.numbers(this.b.store.grammar.constructors.get(tag)!.fields.map(([meta]) => ({ meta })));
    this.steps.push({ step: 'shape', of, tag, metas });
    this.b.shape(of, tag, metas);
  }
  private invert(of: string, rule: Rule): void {
    const metas = this.numbers(metasOf(rule));
    this.steps.push({ step: 'invert', of, rule: rule.name, metas });
    this.b.open(of, rule, metas);
  }

  private node(
    goals: readonly Part[],
    existential: readonly Metavariable[],
    env: Bindings,
    splits: number,
  ): Node | undefined {
    // prettier-ignore
    const outer = this.steps;
    // The root's first steps are the case.
    const own: Step[] = splits === 0 && outer.length > 0 && outer[0]!.step !== 'use' ? outer : [];
    this.steps = own;
    this.open.push({ into: this.into, steps: own });
    const finish = (end: End | undefined): Node | undefined => {
      this.open.pop();
      this.steps = outer;
      return end && { steps: own, end };
    };
    const absurd = this.saturate();
    if (absurd !== undefined) return finish(absurd);
    for (let depth = 1; depth <= deepestGoals && this.budget > 0; depth++) {
      const done = this.tryGoals(goals, existential, env, depth);
      if (done !== undefined) return finish(done);
    }
    const end = splits < deepestSplits && this.budget > 0 ? this.split(goals, existential, env, splits + 1) : undefined;
    if (end === undefined) this.fail(goals, existential, env);
    return finish(end);
  }

  private under(
    way: string,
    into: Into,
    goals: readonly Part[],
    existential: readonly Metavariable[],
    env: Bindings,
    splits: number,
  ): Node | undefined {
    // prettier-ignore
    const used = [...this.used];
    this.way.push(way);
    const node = this.b.within(() => {
      into.assume(this.b);
      this.into = into;
      return this.node(goals, existential, env, splits);
    });
    this.way.pop();
    this.used.clear();
    used.forEach((x) => this.used.add(x));
    return node;
  }

  private split(
    goals: readonly Part[],
    existential: readonly Metavariable[],
    env: Bindings,
    splits: number,
  ): End | undefined {
    // prettier-ignore
    const { b } = this;
    const { store, solver } = b;
    const sub = (way: string, said: Into['said'], assume: Into['assume']) => this.under(way, { said, assume }, goals, existential, env, splits); // prettier-ignore
    const opens = [...solver.opens(), ...this.waits];
    const named = opens.find((o) => o.kind === 'equal' && (o.left.sort === 'name' || o.left.sort === 'int') && !this.fixedKey(o.left) && !this.fixedKey(o.right)); // prettier-ignore
    const onEqual = (equal: Open & { kind: 'equal' }): End | undefined => {
      const { left, right } = equal;
      const [yes, no] = [true, false].map((e) => sub(`${left.op} ${e ? '=' : '≠'} ${right.op}`, [left, e ? ' = ' : ' ≠ ', right], (x) => x.solver.assume(left, right, e))); // prettier-ignore
      return yes && no && { end: 'equal', left, right, yes, no };
    };
    if (named?.kind === 'equal') return onEqual(named);
    const other = opens.find((o) => o.kind === 'equal' && !(o.left.sort in store.grammar.maps) && !this.fixedKey(o.left) && !this.fixedKey(o.right)); // prettier-ignore
    const truth = opens.find((o) => o.kind === 'holds' || o.kind === 'defined');
    if (truth?.kind === 'defined' || truth?.kind === 'holds') {
      const { of, kind } = truth;
      const set = (e: boolean) => (x: Branch<Solver>) => kind === 'holds' ? x.solver.assume(of, e ? store.yes : store.no) : x.solver.assume(of, store.undef, !e); // prettier-ignore
      const words = { holds: ['does not hold', 'holds'], defined: ['is undefined', 'is defined'] } as const;
      const [yes, no] = [true, false].map((e) =>
        sub(`${of.op} ${kind}: ${e}`, [of, ` ${words[kind][e ? 1 : 0]}`], set(e)),
      );
      return yes && no && { end: kind, of, yes, no };
    }
    // What stands in the statement comes before what its parts are made of.
    if (other?.kind === 'equal') return onEqual(other);
    // A claim about a term whose shape an evaluation waits for tells it.
    const wanted = new Set(solver.opens().flatMap((o) => (o.kind === 'shape' ? [solver.classOf(o.of)] : [])));
    let best: { name: string; rules: readonly Rule[] } | undefined;
    let least = Infinity;
    for (const [name, c] of b.claims) {
      if (c.every !== undefined || c.by !== undefined) continue;
      const rules = this.possible(name, c);
      const main = c.args[rulesOf(b.development.system, c.of)[0]?.conclusion.judgement.main ?? 0]!;
      const cost =
        rules.length +
        4 * this.depthOf(name) +
        (b.solver.shape(main) === undefined ? 3 : 0) -
        (wanted.has(b.solver.classOf(main)) ? 8 : 0);
      if (rules.length <= mostRules && cost < least) [best, least] = [{ name, rules }, cost];
    }
    const shape = opens.find((o) => o.kind === 'shape' && this.splittable(o.of));
    if (shape?.kind === 'shape' && (best === undefined || least >= 4)) {
      const { of } = shape;
      const tags = [...store.grammar.constructors.values()].filter((c) => c.sort === of.sort).map((c) => c.tag);
      const nodes: { tag: string; metas: Numbers; node: Node }[] = [];
      for (const tag of tags) {
        if (b.impossible(of, tag)) continue;
        const fields = store.grammar.constructors.get(tag)!.fields.map(([meta]) => ({ meta }));
        const metas = this.numbers(fields);
        const node = sub(tag, [of, ` is a ${tag}`], (x) => x.shape(of, tag, metas));
        if (node === undefined) return undefined;
        nodes.push({ tag, metas, node });
      }
      return { end: 'shape', of, nodes };
    }
    if (best === undefined) return undefined;
    const { name, rules } = best;
    const nodes: { rule: string; metas: Numbers; node: Node }[] = [];
    for (const rule of rules) {
      const metas = this.numbers(metasOf(rule));
      const node = sub(rule.name, [[name], ` is by ${rule.name}`], (x) => x.open(name, rule, metas));
      if (node === undefined) return undefined;
      nodes.push({ rule: rule.name, metas, node });
    }
    return { end: 'invert', of: name, nodes };
  }
  /** How far a claim is from the statement: inversions, and uses of what is so far. */
  private depthOf = (name: string): number =>
    name.split('/').length - 1 + (this.far.get(name.slice(0, (name + '.').indexOf('.'))) ?? 0);
  private fixedKey = (s: Sym): boolean => s.op.startsWith('∂');
  private splittable = (s: Sym): boolean =>
    this.b.solver.defined(s) && !(s.sort in this.b.store.grammar.maps) && ![...'name int names'.split(' ')].includes(s.sort) && s.sort !== 'Expr'; // prettier-ignore

  /** The rules that can be the last of a claim. */
  private possible(name: string, c: Claim): Rule[] {
    return rulesOf(this.b.development.system, c.of).filter((r) => this.fits(r, c.args) && !this.b.impossible(name, r.name)); // prettier-ignore
  }
  /** Whether no constructor of a rule's conclusion clashes with what the facts say of the arguments. */
  private fits(rule: Rule, args: readonly Sym[]): boolean {
    return rule.conclusion.args.every((p, i) => this.fitsPattern(p, args[i]!));
  }
  private fitsPattern(p: Pattern, s: Sym): boolean {
    if (isMeta(p) || isCall(p) || typeof p !== 'object' || Array.isArray(p)) return true;
    const r = this.u.resolve(s);
    const h = this.u.open(r) ? (r.kind === 'constructor' ? r : undefined) : this.b.solver.shape(r);
    if (h === undefined) return true;
    const { tag, ...fields } = p as { readonly tag: string };
    return h.op === tag && Object.values(fields).every((q, i) => this.fitsPattern(q as Pattern, h.args[i]!));
  }

  // ---- what follows without a choice

  private saturate(): End | undefined {
    const { b } = this;
    let forward = 0;
    for (;;) {
      if (b.solver.contradictory()) return { end: 'absurd' };
      let moved = false;
      for (const [name, c] of [...b.claims]) {
        if (c.every !== undefined || c.by !== undefined) continue;
        const all = rulesOf(b.development.system, c.of);
        const fitting = all.filter((r) => this.fits(r, c.args));
        const main = c.args[fitting[0]?.conclusion.judgement.main ?? 0]!;
        if (all.length > 1 && fitting.length === all.length && b.solver.shape(main) === undefined) continue;
        if (fitting.length > 4) continue;
        const rules = fitting.filter((r) => !b.impossible(name, r.name));
        if (rules.length > 1) continue;
        if (rules.length === 0) return { end: 'invert', of: name, nodes: [] };
        this.invert(name, rules[0]!);
        moved = true;
        if (b.solver.contradictory()) return { end: 'absurd' };
      }
      if (moved) continue;
      if (forward < mostForward && this.forward(() => forward++)) continue;
      return undefined;
    }
  }

  private forward(count: () => void): boolean {
    const { b, u } = this;
    const sources: { kind: 'lemma' | 'hypothesis' | 'every'; of: string; schema: Pick<Statement, 'premises' | 'conclusions' | 'universal' | 'existential'>; outer: Bindings }[] = []; // prettier-ignore
    for (const s of this.lemmas)
      if (s.forward) sources.push({ kind: 'lemma', of: s.name, schema: s, outer: new Map() });
    for (const s of this.group) sources.push({ kind: 'hypothesis', of: s.name, schema: s, outer: new Map() });
    for (const [name, c] of b.claims) {
      if (c.every === undefined || c.every.premises.length === 0) continue;
      const { every, premises, conclusions, existential, about } = c.every;
      const outer = new Map(about.map((m, i) => [m.meta, c.args[i]!]));
      sources.push({ kind: 'every', of: name, schema: { premises, conclusions, universal: every, existential }, outer }); // prettier-ignore
    }
    for (const { kind, of, schema, outer } of sources) {
      const matches: { env: Bindings; premises: (string | Show)[] }[] = [];
      const env = kind === 'hypothesis' ? this.fixing(schema.universal) : u.all(schema.universal, outer);
      const premises: (string | Show)[] = [];
      this.atHand(
        schema.premises,
        env,
        kind === 'hypothesis' ? this.b.development.statements.get(of)! : undefined,
        premises,
        0,
        () => {
          // prettier-ignore
          const ground = new Map([...env].map(([m, s]) => [m, u.resolve(s)] as const));
          if (schema.universal.some((m) => u.open(ground.get(m.meta)!)) || !u.settled()) return false;
          matches.push({ env: ground, premises: [...premises] });
          return matches.length > 40;
        },
      );
      let moved = false;
      for (const m of matches) {
        const key = `${kind} ${of} ${schema.universal.map((x) => b.solver.classOf(m.env.get(x.meta)!)).join()}`;
        if (this.used.has(key)) continue;
        this.used.add(key);
        if (!this.allowed(schema.universal, m.env) || this.known(schema, m.env, kind === 'hypothesis')) continue;
        if (kind === 'hypothesis' && !this.may(() => b.mayUse(schema as Statement, m.env, m.premises))) continue;
        const exists = this.numbers(schema.existential);
        const as = `f${++this.names}`;
        this.steps.push({ step: 'use', kind, of, instance: this.instanceOf(schema.universal, m.env), premises: m.premises, exists, as }); // prettier-ignore
        b.assume(schema.conclusions, b.variables(schema.existential, exists, m.env), as);
        this.far.set(as, 1 + Math.max(0, ...m.premises.map((p) => (typeof p === 'string' ? this.depthOf(p) : 0))));
        count();
        moved = true;
      }
      if (moved) return true;
    }
    return false;
  }
  /** Unknowns for the metavariables of a hypothesis of induction; those that are fixed are known. */
  private fixing(metas: readonly Metavariable[]): Bindings {
    const fixed = this.b.statement.fixed;
    return new Map(metas.map((m) => [m.meta, fixed.includes(m.meta) ? this.b.store.variable(m.meta, 0, m.sort) : this.u.make(m)])); // prettier-ignore
  }
  private may(f: () => void): boolean {
    try {
      f();
      return true;
    } catch {
      return false;
    }
  }
  private instanceOf = (metas: readonly Metavariable[], env: Bindings): Instantiation =>
    Object.fromEntries(metas.map((m) => [m.meta, env.get(m.meta)!]));
  private allowed = (metas: readonly Metavariable[], env: Bindings): boolean =>
    metas.every((m) => {
      const test = m.restriction && this.b.development.known.restrictions.get(m.restriction.name);
      const s = this.u.resolve(env.get(m.meta)!);
      return this.b.solver.defined(s) && (test === undefined || this.b.solver.holds(this.b.store.call(test, [s])));
    });

  /** Whether conclusions are there already, what exists being free to be anything. */
  private known(schema: Pick<Statement, 'conclusions' | 'existential'>, env: Bindings, byRule: boolean): boolean {
    const free = this.u.all(schema.existential, env);
    if (this.atHand(schema.conclusions, free, undefined, [], 0, () => this.u.settled())) return true;
    if (!byRule) return false;
    // One rule away is there as well.
    const [mark, steps] = [this.mark(), this.steps];
    [this.steps, this.rulesOnly] = [[], true];
    const near = this.solve(this.goalsOf(schema.conclusions, free, []), 1, () => this.u.settled());
    [this.steps, this.rulesOnly] = [steps, false];
    this.back(mark);
    return near;
  }

  /** Premises met by claims and facts alone. */
  private atHand(
    parts: readonly Part[],
    env: Bindings,
    inducted: Statement | undefined,
    names: (string | Show)[],
    i: number,
    k: () => boolean,
  ): boolean {
    // prettier-ignore
    const { b, u } = this;
    const { store, solver } = b;
    if (i === parts.length) return k();
    if (--this.budget < 0) return false;
    const p = parts[i]!;
    const next = () => this.atHand(parts, env, inducted, names, i + 1, k);
    const named = (name: string) => {
      names.push(name);
      if (next()) return true;
      names.pop();
      return false;
    };
    if (isEvery(p)) {
      for (const [name, c] of b.claims)
        if (c.of === p.text && u.unifyAll(p.about.map((m) => env.get(m.meta)!), c.args, () => named(name))) return true; // prettier-ignore
      return false;
    }
    if (isInstance(p)) {
      const args = p.args.map((a) => store.of(a, env));
      const onPart = inducted?.inductOn.includes(i) ?? false;
      for (const [name, c] of b.claims)
        if (c.of === p.judgement.name && (!onPart || this.smaller(name, c.part)) && u.unifyAll(args, c.args, () => named(name))) return true; // prettier-ignore
      return false;
    }
    if (isWhere(p)) {
      const value = u.resolve(store.of(p.value, env));
      const pattern = store.of(p.pattern, env);
      if (!u.open(value)) return solver.defined(value) && u.unify(pattern, value, next);
      return value.kind === 'call' && this.calls(value, (c) => solver.defined(c) && u.unifyAll(value.args, c.args, () => u.unify(pattern, c, next))); // prettier-ignore
    }
    const c = u.resolve(store.of(p, env));
    if (!u.open(c)) return solver.holds(c) && next();
    return this.calls(c, (f) => solver.truth(f) === 'yes' && u.unifyAll(c.args, f.args, next));
  }
  /** The calls of the same metafunction that facts speak of. */
  private calls(c: Sym, f: (there: Sym) => boolean): boolean {
    return this.b.solver.callsOf(c.fn!).some((there) => !this.u.open(there) && f(there));
  }

  // ---- goals

  private tryGoals(
    goals: readonly Part[],
    existential: readonly Metavariable[],
    env: Bindings,
    depth: number,
  ): End | undefined {
    // prettier-ignore
    const { u } = this;
    const free = u.all(existential, env);
    const claims: (string | Show)[] = [];
    const mark = this.mark();
    const length = this.steps.length;
    let end: End | undefined;
    this.solve(this.goalsOf(goals, free, claims), depth, () => {
      const witnesses = new Map([...free].map(([m, s]) => [m, u.resolve(s)] as const));
      if (existential.some((m) => u.open(witnesses.get(m.meta)!)) || !u.settled()) return false;
      end = { end: 'done', witnesses: this.instanceOf(existential, witnesses), claims: [...claims] };
      this.steps.splice(0, this.steps.length, ...this.steps.map((s) => this.resolved(s)));
      return true;
    });
    if (end === undefined) {
      // What evaluations of terms met on the way wait for may be split on.
      this.waits = this.b.solver.opens().filter((o) => o.kind === 'equal' ? !u.open(o.left) && !u.open(o.right) : !u.open(o.of)); // prettier-ignore
      this.back(mark);
      this.steps.length = length;
    }
    return end;
  }
  private resolved(s: Step): Step {
    if (s.step !== 'apply' && s.step !== 'use') return s;
    return { ...s, instance: Object.fromEntries(Object.entries(s.instance).map(([m, t]) => [m, this.u.resolve(t)])) };
  }

  private goalsOf(
    parts: readonly Part[],
    env: Bindings,
    names: (string | Show)[],
    inducted: readonly number[] = [],
  ): Goal[] {
    let place = 0;
    return parts.map((part, i): Goal => {
      const at = isEvery(part) || isInstance(part) ? place++ : -1;
      return { kind: 'part', part, env, put: (by) => (names[at] = by), inducted: inducted.includes(i) };
    });
  }
  private restrictions(metas: readonly Metavariable[], env: Bindings): Goal[] {
    return metas.flatMap((m): Goal[] => {
      const test = m.restriction && this.b.development.known.restrictions.get(m.restriction.name);
      const s = env.get(m.meta)!;
      return test === undefined ? [] : [{ kind: 'holds', of: this.b.store.call(test, [s]) }];
    });
  }

  /** How soon a goal is to be tried: smaller first. */
  private rank(g: Goal): number {
    const { u, b } = this;
    if (g.kind !== 'part') return u.open(g.of) ? 60 : 0;
    const { part, env } = g;
    if (isEvery(part)) return part.about.some((m) => u.open(env.get(m.meta)!)) ? 80 : 50;
    const open = (p: Pattern) => u.open(b.store.of(p, env));
    if (isWhere(part)) return open(part.value) ? 40 : 1;
    if (!isInstance(part)) return open(part) ? 45 : 0;
    const n = part.judgement.inputs.length;
    return 2 + part.args.slice(0, n).filter(open).length * 4 + part.args.slice(n).filter(open).length;
  }

  private solve(goals: readonly Goal[], depth: number, k: () => boolean): boolean {
    if (goals.length === 0) return k();
    if (--this.budget < 0) return false;
    const { b, u } = this;
    const { store, solver } = b;
    let best = 0;
    let least = Infinity;
    goals.forEach((g, i) => {
      const r = this.rank(g);
      if (r < least) [best, least] = [i, r];
    });
    const g = goals[best]!;
    const rest = goals.filter((_, i) => i !== best);
    const next = () => this.solve(rest, depth, k);
    if (g.kind !== 'part') {
      const of = u.resolve(g.of);
      if (u.open(of)) return false;
      if (g.kind === 'defined') return solver.defined(of) && next();
      return solver.holds(of) ? next() : this.condition(of, depth, next);
    }
    const { part, env, put } = g;
    if (isEvery(part)) {
      for (const [name, c] of [...b.claims])
        if (c.of === part.text && u.unifyAll(part.about.map((m) => env.get(m.meta)!), c.args, () => (put(name), next()))) return true; // prettier-ignore
      if (depth < 1 || part.about.some((m) => u.open(env.get(m.meta)!))) return false;
      const show = this.show(part, new Map([...env].map(([m, s]) => [m, u.resolve(s)])));
      if (show === undefined) return false;
      put(show);
      return next();
    }
    if (isInstance(part)) return this.judgement(part, env, g.inducted ? -1 : depth, (by) => (put(by), next()));
    if (isWhere(part)) {
      const value = u.resolve(store.of(part.value, env));
      const pattern = store.of(part.pattern, env);
      if (u.open(value)) return value.kind === 'call' && this.calls(value, (c) => u.unifyAll(value.args, c.args, () => u.unify(pattern, c, next))); // prettier-ignore
      return solver.defined(value) && u.unify(pattern, value, next);
    }
    const c = u.resolve(store.of(part as Call, env));
    if (u.open(c)) return this.calls(c, (f) => solver.truth(f) === 'yes' && u.unifyAll(c.args, f.args, next));
    return solver.holds(c) ? next() : this.condition(c, depth, next);
  }
  /** A condition that facts do not decide: by a statement that concludes it, where it is by equations, and not of a theory. */
  private condition(c: Sym, depth: number, k: () => boolean): boolean {
    if (depth < 1 || this.rulesOnly || c.kind !== 'call' || c.fn!.info.meaning?.theory !== undefined) return false;
    const { solver } = this.b;
    const parts = this.conjunction(c);
    if (parts !== undefined) return this.solve(parts.map((of): Goal => ({ kind: 'holds', of })), depth, () => solver.holds(c) && k()); // prettier-ignore
    const equal = solver.members(c).filter((m) => m.kind === 'call' && m.fn!.info.meaning?.theory === undefined);
    for (const [kind, list] of [
      ['hypothesis', this.group],
      ['lemma', this.lemmas],
    ] as const)
      // prettier-ignore
      for (const s of list)
        for (const q of s.conclusions)
          if (!isEvery(q) && !isInstance(q) && !isWhere(q))
            for (const m of equal)
              if (q.call === m.fn && this.backward(kind, s, q.args, m.args.length, m.args, depth, () => solver.holds(c) && k())) return true;
    return false;
  }

  /** The parts of a conjunction that a predicate equals. */
  private conjunction(p: Sym): readonly Sym[] | undefined {
    const { solver } = this.b;
    return solver.members(p).find((m) => m.fn === both && m.args.every((a) => solver.classOf(a) !== solver.classOf(p)))?.args; // prettier-ignore
  }

  private show(e: Every, outer: Bindings): Show | undefined {
    const saved = [this.steps, [...this.used]] as const;
    const vars = this.numbers(e.every);
    const node = this.b.within(() => {
      const env = this.b.variables(e.every, vars, outer);
      this.b.assume(e.premises, env, `p${Object.values(vars).join('_')}`);
      this.steps = [];
      this.inShow++;
      return this.node(e.conclusions, e.existential, env, deepestSplits - 3);
    });
    this.inShow--;
    this.steps = saved[0];
    this.used.clear();
    saved[1].forEach((x) => this.used.add(x));
    return node && { vars, node };
  }

  private judgement(j: Judged, env: Bindings, depth: number, k: (by: string) => boolean): boolean {
    const { b, u } = this;
    const { store } = b;
    const args = j.args.map((a) => store.of(a, env));
    for (const [name, c] of [...b.claims])
      if (c.of === j.judgement.name && (depth >= 0 || this.smaller(name, c.part)) && u.unifyAll(args, c.args, () => k(name))) return true; // prettier-ignore
    const n = j.judgement.inputs.length;
    const subject = args[j.judgement.main]!;
    if (depth < 1 || u.open(subject) || args.slice(0, n).filter((a) => u.open(a)).length > 0) return false;
    for (const rule of rulesOf(b.development.system, j.judgement.name))
      if (rule.chosen.length === 0 && this.ready(rule, args) && this.fits(rule, args) && this.apply(rule, args, depth, k)) return true; // prettier-ignore
    if (this.rulesOnly) return false;
    for (const [kind, list] of [
      ['hypothesis', this.group],
      ['lemma', this.lemmas],
    ] as const)
      // prettier-ignore
      for (const s of list)
        for (const [i, c] of s.conclusions.entries())
          if (!isEvery(c) && isInstance(c) && c.judgement.name === j.judgement.name)
            if (this.backward(kind, s, c.args, n, args, depth, (as) => k(claimName(as, i)))) return true;
    return false;
  }
  /** Where a rule's conclusion has a constructor in an input, one has to be known there; on one side of several it does. */
  private ready(rule: Rule, args: readonly Sym[]): boolean {
    const n = rule.conclusion.judgement.inputs.length;
    const built = rule.conclusion.args.slice(0, n).flatMap((p, i) => (!isMeta(p) && !isCall(p) && typeof p === 'object' && Object.keys(p).length > 1 ? [i] : [])); // prettier-ignore
    return built.length === 0 || built.some((i) => this.b.solver.shape(this.u.resolve(args[i]!)) !== undefined);
  }

  private apply(rule: Rule, args: readonly Sym[], depth: number, k: (by: string) => boolean): boolean {
    const { b, u } = this;
    const metas = metasOf(rule);
    const env = u.all(metas);
    const conclusion = rule.conclusion.args.map((p) => b.store.of(p, env));
    return u.unifyAll(conclusion, args, () => {
      const names: (string | Show)[] = [];
      const defined = rule.conclusion.args.flatMap(partialCalls).map((p): Goal => ({ kind: 'defined', of: b.store.of(p, env) })); // prettier-ignore
      const goals = [...this.goalsOf(rule.premises, env, names), ...this.restrictions(metas, env), ...defined];
      return this.solve(goals, depth - 1, () => {
        const as = `d${++this.names}`;
        const length = this.steps.length;
        this.steps.push({ step: 'apply', rule: rule.name, instance: this.instanceOf(metas, env), premises: names as string[], as }); // prettier-ignore
        if (k(claimName(as, 0))) return true;
        this.steps.length = length;
        return false;
      });
    });
  }

  /** Uses a statement of which the arguments are what a conclusion is about: its patterns, the first n of them inputs. */
  private backward(
    kind: 'lemma' | 'hypothesis',
    s: Statement,
    patterns: readonly Pattern[],
    n: number,
    args: readonly Sym[],
    depth: number,
    k: (as: string) => boolean,
  ): boolean {
    // prettier-ignore
    const { b, u } = this;
    const env = kind === 'hypothesis' ? this.fixing(s.universal) : u.all(s.universal);
    // What exists is met only once it is made.
    const shown = new Map([...env, ...s.existential.map((m) => [m.meta, u.make(m)] as const)]);
    const conclusion = patterns.map((p) => b.store.of(p, shown));
    return u.unifyAll(conclusion.slice(0, n), args.slice(0, n), () => {
      const names: (string | Show)[] = [];
      const goals = [...this.goalsOf(s.premises, env, names, kind === 'hypothesis' ? s.inductOn : []), ...this.restrictions(s.universal, env)]; // prettier-ignore
      return this.solve(goals, depth - 1, () => {
        const ground = new Map([...env].map(([m, t]) => [m, u.resolve(t)] as const));
        if (s.universal.some((m) => u.open(ground.get(m.meta)!)) || !u.settled()) return false;
        if (kind === 'hypothesis' && !this.may(() => b.mayUse(s, ground, names))) return false;
        const mark = this.mark();
        const length = this.steps.length;
        const exists = this.numbers(s.existential);
        const as = `l${++this.names}`;
        this.steps.push({ step: 'use', kind, of: s.name, instance: this.instanceOf(s.universal, ground), premises: [...names], exists, as }); // prettier-ignore
        const all = b.variables(s.existential, exists, ground);
        b.assume(s.conclusions, all, as);
        const made = patterns.map((p) => b.store.of(p, all));
        if (u.unifyAll(made, args, () => k(as))) return true;
        this.back(mark);
        this.steps.length = length;
        return false;
      });
    });
  }

  /**
   * Notes where the search ended, the goals tried one by one: in the outermost branch where the same ones are not shown,
   * for what only tells it apart further says nothing.
   */
  private fail(goals: readonly Part[], existential: readonly Metavariable[], env: Bindings): void {
    if (this.inShow > 0 || this.failed) return;
    const spent = this.failure?.spent ?? this.budget <= 0;
    const steps = this.steps;
    const shown: { part: Part; env: Bindings; shown: boolean }[] = [];
    const free = this.u.all(existential, env);
    // Goals shown one after the other leave what they found for the next.
    const mark = this.mark();
    for (const part of goals) {
      this.steps = [];
      this.budget = spent || this.failure !== undefined ? 600 : 3000;
      const ok = this.solve(this.goalsOf([part], free, []), 3, () => true);
      const found = new Map([...free].map(([m, s]) => [m, this.u.resolve(s)] as const));
      if (ok) shown.push({ part, env: found, shown: ok });
      else for (const [p, e] of this.apart(part, found)) shown.push({ part: p, env: e, shown: ok });
    }
    this.back(mark);
    this.steps = steps;
    this.budget = 0;
    const open = (f: Pick<Failure, 'goals'>) => f.goals.filter((g) => !g.shown).length;
    this.failed = this.failure !== undefined && open(this.failure) !== open({ goals: shown });
    if (this.failed) return;
    this.failure = {
      way: [...this.way],
      trail: this.open.map(({ into, steps: made }) => ({ into, steps: [...made] })),
      store: this.b.store,
      claims: [...this.b.claims.values()],
      facts: this.b.solver.facts(),
      goals: shown,
      spent,
    };
  }
  /** A condition that is not shown, as far as its equations take it apart: what of it is not shown. */
  private apart(part: Part, env: Bindings): (readonly [Part, Bindings])[] {
    if (isEvery(part) || isInstance(part) || isWhere(part)) return [[part, env]];
    const { solver, store } = this.b;
    const c = store.of(part, env);
    if (this.u.open(c)) return [[part, env]];
    const left = (p: Sym): Sym[] => {
      if (solver.holds(p)) return [];
      const parts = this.conjunction(p);
      return parts?.flatMap(left) ?? [solver.members(p).find((m) => m.kind === 'call' && m.fn!.info.meaning?.theory !== undefined) ?? p]; // prettier-ignore
    };
    const atoms = left(c);
    if (atoms.length === 0 || atoms.includes(c)) return [[part, env]];
    return atoms.map((a) => {
      const metas = a.args.map(({ sort }, i) => ({ meta: `a${i}`, sort, restriction: undefined }));
      return [holding({ call: a.fn!, args: metas } as Call), new Map(metas.map((m, i) => [m.meta, a.args[i]!]))];
    });
  }
}

/** Looks for a proof of one case of a statement. */
export function search(
  development: Development,
  store: Store,
  statement: Statement,
  kase: string,
  options: SearchOptions = {},
): Found {
  // prettier-ignore
  return new Search(new Branch<Solver>(store, development, statement, new Solver(store, development.known)), options).run(kase);
}
