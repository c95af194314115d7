/**
 * Premises of statements opened by a case: instances are made backwards from it. The rule of the case, or the constructor
 * of the term that is inducted on, is put in before anything is looked for: what the conclusion and a premise say of one
 * another becomes part of the other premises, and calls whose arguments are known well enough become what their equations
 * say. What is left is a rule that generation runs like those of the calculus.
 */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { mapOperations } from '../../semantics/maps.ts';
import { meaningOf } from '../../semantics/meaning.ts';
import { premiseText } from '../../rules/digest.ts';
import { holding, isWhere, metasOf, ruleOf, type Premise, type Rule } from '../../rules/rule.ts';
import { instance, isInstance, type Form, type Instance } from '../../rules/judgement.ts';
import { isCall, isMeta, metafunction, visitMetas, where, type AnyMetafunction, type Call, type Metavariable, type Pattern, type Restriction, type Where } from '../../semantics/symbols.ts'; // prettier-ignore
import type { Hints } from '../../checker/generate/hints.ts';
import { partsOfValue } from '../../checker/generate/values.ts';
import { rulesFor } from '../../checker/hunt/goals.ts';
import { caseAt, rulesOf, type Development } from '../check.ts';
import { isEvery, type Statement } from '../statement.ts';

/** A premise that is a judgement, and the rule that it is opened by, if it is. */
export interface Claim {
  instance: Instance;
  by: { readonly rule: Rule; readonly named: ReadonlyMap<string, Metavariable>; readonly premises: readonly (Claim | undefined)[] } | undefined; // prettier-ignore
}

/** The premises of a statement, opened. */
export interface Opened {
  /** What generation is asked for: of these metavariables the premises hold. */
  readonly rule: Rule;
  readonly metas: readonly Metavariable[];
  /** What names are for, where the first letter of the metavariable does not say it. */
  readonly roles: ReadonlyMap<string, string>;
  /** Metavariables of which conditions alone speak, and these: they are chosen when the others are known. */
  readonly loose: readonly Metavariable[];
  readonly conditions: readonly Premise[];
  /** What has been put in for a metavariable. */
  readonly put: (p: Pattern) => Pattern;
  /** By premise of the statement; undefined where that is no judgement. */
  readonly claims: readonly (Claim | undefined)[];
}

/** Chooses one of so many. */
export type Pick = (n: number) => number;

/** The premises contradict each other as far as constructors show. */
class Impossible extends Error {}
const impossible = (): never => {
  throw new Impossible();
};

/** The metafunction of a map with an entry more. */
const withEntry = 'with';
/** After so many constructors put in for what a call waits for, the opening is given up. */
const mostConstructors = 8;
/** After so many equations put in for calls, the rest is left to computing. */
const mostEquations = 8;
/** So many premises are opened where nothing asks for it. */
const mostOpened = 4;
/** How often a premise is opened whose rules leave something to choose. */
const mostChosen = 3;

type Matched = 'yes' | 'no' | 'open' | { readonly on: Metavariable };

const isTerm = (p: Pattern): p is Term => typeof p === 'object' && !Array.isArray(p) && !isMeta(p) && !isCall(p);

class Opening {
  readonly roles = new Map<string, string>();
  readonly claims: (Claim | undefined)[] = [];
  conditions: Premise[] = [];
  private readonly solved = new Map<string, Pattern>();
  private fresh = 0;
  private constructors = 0;
  private chosen = 0;
  private opens = 0;
  /** Claims of which it has been decided whether they are opened. */
  private readonly seen = new Set<Claim>();
  private equations = 0;
  /** Conditions that are left to computing. */
  private readonly left = new Set<string>();
  private readonly g: Grammar;
  private readonly d: Development;
  private readonly hints: Hints;
  private readonly pick: Pick;
  private readonly bold: boolean;
  private readonly byEquations: boolean;
  constructor(d: Development, hints: Hints, pick: Pick, bold: boolean) {
    this.d = d;
    this.g = d.system.grammar;
    this.hints = hints;
    this.pick = pick;
    this.bold = bold;
    this.byEquations = bold && pick(3) === 0;
  }

  /** Whether generation runs a metafunction backwards: then it is mostly left to that. */
  private solvable = (f: AnyMetafunction): boolean => !this.byEquations && this.solves(f);
  private solves = (f: AnyMetafunction): boolean => this.hints.solvers?.has(f) === true;
  private relates = (f: Form): boolean => this.hints.lax?.has(f.name) === true;
  private fieldsOf(p: Term): readonly (readonly [string, string])[] {
    return this.g.constructors.get(p.tag)?.fields ?? [];
  }
  private made(tag: string, parts: readonly Pattern[]): Pattern {
    const make = this.g.makers.get(tag) ?? impossible();
    return (make as (...parts: readonly unknown[]) => unknown)(...parts) as Pattern;
  }
  private mapped(p: Term, f: (q: Pattern) => Pattern): Pattern {
    const parts = this.fieldsOf(p).map(([name]) => (p as unknown as Record<string, Pattern>)[name]!);
    const mapped = parts.map(f);
    return mapped.every((q, i) => q === parts[i]) ? p : this.made(p.tag, mapped);
  }
  /** A pattern with what is known put in. */
  readonly put = (p: Pattern): Pattern => {
    if (isMeta(p)) {
      const known = this.solved.get(p.meta);
      return known === undefined ? p : this.put(known);
    }
    if (isCall(p)) return { call: p.call, args: p.args.map(this.put) };
    return isTerm(p) ? this.mapped(p, this.put) : p;
  };
  /** The same, calls being computed as far as equations say. */
  private readonly told = (p: Pattern): Pattern => {
    if (isMeta(p)) {
      const known = this.solved.get(p.meta);
      return known === undefined ? p : this.told(known);
    }
    if (isTerm(p)) return this.mapped(p, this.told);
    if (!isCall(p)) return p;
    const call = { call: p.call, args: p.args.map(this.told) };
    const said = this.solvable(p.call) && !this.looksUp(p) ? undefined : this.said(call);
    return said === undefined ? call : this.told(said);
  };
  /** What the equations say of a call; undefined where they wait for something, or say nothing. */
  private said({ call, args }: Call): Pattern | undefined {
    const [map, key] = args;
    if (call.info.meaning?.theory === 'get' && isCall(map!) && map.call.info.name === withEntry && this.same(map.args[1]!, key!)) return map.args[2]; // prettier-ignore
    const { equations, otherwise } = meaningOf(call);
    for (const { left, right, conditions } of equations) {
      const env = new Map<string, Pattern>();
      const matched = this.matchedAll(left.args, args, env);
      if (matched === 'no') continue;
      if (matched !== 'yes' || conditions.length > 0) return undefined;
      return this.filled(right, env);
    }
    return otherwise === 'false' && equations.length > 0 ? false : undefined;
  }
  private filled(p: Pattern, env: ReadonlyMap<string, Pattern>): Pattern {
    if (isMeta(p)) return env.get(p.meta) ?? impossible();
    if (isCall(p)) return { call: p.call, args: p.args.map((a) => this.filled(a, env)) };
    return isTerm(p) ? this.mapped(p, (q) => this.filled(q, env)) : p;
  }
  private matchedAll(ps: readonly Pattern[], qs: readonly Pattern[], env: Map<string, Pattern>): Matched {
    let all: Matched = 'yes';
    for (const [i, p] of ps.entries()) {
      const m = this.matched(p, qs[i]!, env);
      if (m === 'no') return m;
      if (all === 'yes' || all === 'open') all = m === 'yes' ? all : m;
    }
    return all;
  }
  private matched(p: Pattern, q: Pattern, env: Map<string, Pattern>): Matched {
    if (isMeta(p)) {
      const old = env.get(p.meta);
      if (p.restriction !== undefined && !isMeta(q)) return 'open';
      if (p.restriction !== undefined && (q as Metavariable).restriction?.name !== p.restriction.name) return 'open';
      if (old === undefined) env.set(p.meta, q);
      return old === undefined || this.same(old, q) ? 'yes' : 'open';
    }
    if (isCall(p) || isCall(q)) return 'open';
    if (isMeta(q)) return isTerm(p) && this.g.constructors.has(p.tag) ? { on: q } : 'open';
    if (!isTerm(p) || !isTerm(q)) return this.same(p, q) ? 'yes' : 'no';
    if (p.tag !== q.tag) return 'no';
    const parts = (x: Term) => this.fieldsOf(x).map(([f]) => (x as unknown as Record<string, Pattern>)[f]!);
    return this.matchedAll(parts(p), parts(q), env);
  }
  private same(p: Pattern, q: Pattern): boolean {
    if (p === q) return true;
    if (isMeta(p) || isMeta(q)) return isMeta(p) && isMeta(q) && p.meta === q.meta;
    if (isCall(p) || isCall(q))
      return isCall(p) && isCall(q) && p.call === q.call && p.args.every((a, i) => this.same(a, q.args[i]!));
    if (Array.isArray(p) || Array.isArray(q)) return String(p) === String(q);
    if (!isTerm(p) || !isTerm(q)) return p === q;
    return p.tag === q.tag && this.fieldsOf(p).every(([f]) => this.same((p as never)[f], (q as never)[f]));
  }

  /** Makes two patterns one; what only computing can tell becomes a condition. */
  private unify(a: Pattern, b: Pattern): void {
    const [p, q] = [this.told(a), this.told(b)];
    if (this.same(p, q)) return;
    // Nothing is a part of itself.
    if ((isMeta(p) && this.partOf(p, q)) || (isMeta(q) && this.partOf(q, p))) return impossible();
    if (isMeta(p) && !this.within(p, q) && !hasCall(q)) return void this.solve(p, q);
    if (isMeta(q) && !this.within(q, p) && !hasCall(p)) return void this.solve(q, p);
    if (isCall(p) || isCall(q) || isMeta(p) || isMeta(q)) {
      this.conditions.push(isCall(q) ? where(p, q) : where(q, p));
      return;
    }
    if (!isTerm(p) || !isTerm(q) || p.tag !== q.tag) return impossible();
    if (!this.g.constructors.has(p.tag)) return impossible();
    for (const [f] of this.fieldsOf(p)) this.unify((p as never)[f], (q as never)[f]);
  }
  private partOf(m: Metavariable, p: Pattern): boolean {
    let found = false;
    if (isTerm(p)) visitMetas(p, (n, insideCall) => (found ||= n.meta === m.meta && !insideCall));
    return found;
  }
  private within(m: Metavariable, p: Pattern): boolean {
    let found = false;
    visitMetas(p, (n) => (found ||= n.meta === m.meta));
    return found;
  }
  private solve(m: Metavariable, p: Pattern): void {
    if (m.sort !== '*' && isTerm(p)) {
      const sort = this.g.constructors.get(p.tag)?.sort;
      if (sort !== undefined && sort !== m.sort) return impossible();
    }
    this.solved.set(m.meta, p);
    if (m.restriction !== undefined) this.restrict(m.restriction, p);
  }
  /** What stands for a restricted metavariable is restricted; of values the parts that have to be are seen. */
  private restrict(r: Restriction, p: Pattern): void {
    if (isMeta(p)) {
      if (p.restriction?.name === r.name) return;
      const own: Metavariable = { ...p, meta: `${p.meta}'`, restriction: r };
      this.renamed(p, own);
      this.solved.set(p.meta, own);
      return;
    }
    const test = this.d.known.restrictions.get(r.name);
    if (test !== undefined) this.conditions.push(holding({ call: test, args: [p] }));
    if (r.name !== 'value' || !isTerm(p)) return;
    const parts = partsOfValue(this.g, p.tag) ?? impossible();
    parts.forEach((i) => {
      const q = (p as unknown as Record<string, Pattern>)[this.fieldsOf(p)[i]![0]]!;
      if (isMeta(q) || isTerm(q)) this.restrict(r, this.put(q));
    });
  }
  private renamed(from: Metavariable, to: Metavariable): void {
    const role = this.roles.get(from.meta);
    if (role !== undefined) this.roles.set(to.meta, role);
  }
  /** A constructor with new metavariables for its fields. */
  private built(tag: string): Pattern {
    const info = this.g.constructors.get(tag) ?? impossible();
    this.fresh++;
    return this.made(tag, info.fields.map(([field, sort]): Metavariable => {
      const meta = `${field}#${this.fresh}`;
      this.roles.set(meta, sort !== 'name' ? '' : info.binds?.[field] === undefined ? `${tag}.${field}` : field);
      return { meta, sort, restriction: undefined };
    })); // prettier-ignore
  }

  /** Opens a claim by a rule: its premises are asked for in the place of the claim. */
  open(c: Claim, rule: Rule): void {
    this.fresh++;
    const named = new Map(metasOf(rule).map((m) => [m.meta, { ...m, meta: `${m.meta}#${this.fresh}` }]));
    const own = (p: Pattern): Pattern => this.filled(p, named);
    rule.conclusion.args.forEach((a, i) => this.unify(c.instance.args[i]!, own(a)));
    const premises = rule.premises.map((p): Claim | undefined => {
      if (isInstance(p)) return { instance: instance(p.judgement, p.args.map(own)), by: undefined };
      this.conditions.push(isWhere(p) ? where(own(p.pattern), own(p.value)) : holding(own(p) as Call));
      return undefined;
    });
    c.by = { rule, named, premises };
  }
  /** The claims that are asked for as they are. */
  leaves(cs: readonly (Claim | undefined)[] = this.claims): Claim[] {
    return cs.flatMap((c) => (c === undefined ? [] : c.by === undefined ? [c] : this.leaves(c.by.premises)));
  }
  /** Puts in a constructor for a metavariable. */
  shape(m: Metavariable, tag: string): void {
    this.unify(m, this.built(tag));
  }

  /** Does all that follows from what is put in, and opens what waits for it. */
  settle(): void {
    for (;;) {
      this.tell();
      const c = this.leaves().find((x) => rulesOf(this.d.system, x.instance.judgement.name).some((r) => r.chosen.length > 0)); // prettier-ignore
      if (c !== undefined) {
        const rules = rulesOf(this.d.system, c.instance.judgement.name);
        const ending = rules.filter((r) => !r.premises.some((p) => isInstance(p) && p.judgement.name === c.instance.judgement.name)); // prettier-ignore
        const among = ++this.chosen > mostChosen && ending.length > 0 ? ending : rules;
        this.open(c, among[this.pick(among.length)]!);
        continue;
      }
      if (this.bold && (this.narrow() || this.openOne())) continue;
      const m = this.awaited();
      if (m === undefined) return;
      if (++this.constructors > mostConstructors) return impossible();
      const tags = [...this.g.constructors.values()].filter((x) => x.sort === m.sort && this.g.makers.has(x.tag));
      if (tags.length === 0) return impossible();
      // Terms end sooner or later.
      const flat = tags.filter((x) => x.fields.every(([, s]) => s !== m.sort));
      const list = flat.length > 0 && this.pick(2) === 0 ? flat : tags;
      this.shape(m, list[this.pick(list.length)]!.tag);
    }
  }
  private tell(): void {
    for (let changed = true; changed;) {
      changed = false;
      const before = this.conditions;
      this.conditions = [];
      for (const c of before) {
        const size = this.solved.size;
        this.condition(c);
        changed ||= this.solved.size > size;
      }
      changed = this.together() || changed;
    }
  }
  /** Conditions on the same call are of one value; what is said twice is said once. */
  private together(): boolean {
    const size = this.solved.size;
    const by = new Map<string, Where>();
    const said = new Set<string>();
    const before = this.conditions;
    this.conditions = [];
    for (const c of before) {
      const text = premiseText(c);
      if (said.has(text)) continue;
      said.add(text);
      const of = isWhere(c) ? premiseText(where(true, c.value)) : '';
      const other = by.get(of);
      if (other !== undefined && isWhere(c) && !hasCall(c.pattern) && !hasCall(other.pattern)) {
        this.unify(other.pattern, c.pattern);
        continue;
      }
      if (isWhere(c)) by.set(of, c);
      this.conditions.push(c);
    }
    return this.solved.size > size;
  }
  private condition(c: Premise): void {
    if (isInstance(c)) return;
    if (isWhere(c)) {
      const value = this.told(c.value);
      if (!isCall(value)) return this.unify(c.pattern, value);
      this.conditions.push(where(this.told(c.pattern), value));
      return;
    }
    const said = this.told({ call: c.call, args: c.args });
    if (said === true) return;
    if (said === false) return impossible();
    if (!isCall(said)) return;
    if (said.call.info.meaning?.theory === 'both') return said.args.forEach((a) => isCall(a) ? this.condition(holding(a)) : a === false && impossible()); // prettier-ignore
    if (said.call.info.meaning?.theory === 'same') return this.unify(said.args[0]!, said.args[1]!);
    const restriction = said.call.info.restricts;
    const [first] = said.args;
    if (restriction !== undefined && said.args.length === 1 && isMeta(first) && first.restriction === undefined) {
      const found = this.restrictionNamed(restriction, said.call);
      this.restrict(found, first);
      return;
    }
    this.conditions.push(holding(said));
  }
  /** Puts in one of the equations for the call of a condition, or a map that has what is looked up in it. */
  private narrow(): boolean {
    for (const [i, c] of this.conditions.entries()) {
      if (isInstance(c) || this.left.has(premiseText(c))) continue;
      const [value, pattern] = isWhere(c) ? [c.value, c.pattern] : [c as Call, true];
      if (!isCall(value)) continue;
      const { call, args } = value;
      const equations = meaningOf(call).equations.filter((e) => pattern !== true || e.right !== false);
      const rest = this.conditions.filter((_, k) => k !== i);
      const leaves = this.equations >= mostEquations || (this.solvable(call) && this.pick(3) === 0) || (pattern === true && this.pick(2) === 0);
      const [map, key] = args;
      const set = call.info.meaning?.theory === 'get' ? this.setter(call.info.args[0]!) : undefined;
      if (!leaves && set !== undefined && map !== undefined && isMeta(map) && rest.every((x) => !isWhere(x) || !this.within(map, x.value) || this.looksUp(x.value) || !isCall(x.value) || !this.solves(x.value.call)) && !this.leaves().some((x) => x.instance.args.some((a) => this.solvedFor(this.told(a), map)))) {
        this.equations++;
        this.fresh++;
        const before: Metavariable = { ...map, meta: `${map.meta}'${this.fresh}` };
        this.conditions = rest;
        // The maps of the claims are computed from what is put in.
        this.solved.set(map.meta, { call: set, args: [before, key!, pattern] });
        return true;
      }
      const open = call.info.meaning?.theory === 'get' ? [] : equations;
      if (leaves || open.length === 0 || args.every((a) => !isMeta(a) && !isTerm(a))) {
        this.left.add(premiseText(c));
        continue;
      }
      this.equations++;
      this.fresh++;
      const { left, right, conditions } = open[this.pick(open.length)]!;
      const named = new Map<string, Pattern>();
      for (const p of [...left.args, right, ...conditions.flatMap((x) => (isWhere(x) ? [x.pattern, x.value] : [x as Pattern]))])
        visitMetas(p, (m) => void named.set(m.meta, { ...m, meta: `${m.meta}#${this.fresh}` }));
      const own = (p: Pattern): Pattern => this.filled(p, named);
      this.conditions = rest;
      left.args.forEach((a, k) => this.unify(args[k]!, own(a)));
      for (const x of conditions) this.conditions.push(isWhere(x) ? where(own(x.pattern), own(x.value)) : holding(own(x as Call) as Call));
      const said = own(right);
      if (pattern === true && isCall(said)) this.condition(holding(said));
      else this.unify(pattern, said);
      return true;
    }
    return false;
  } // prettier-ignore
  /** Opens a claim of which the rules that fit are known by a constructor. */
  private openOne(): boolean {
    for (const c of this.leaves()) {
      if (this.seen.has(c)) continue;
      this.seen.add(c);
      const { judgement } = c.instance;
      const args = c.instance.args.map(this.told);
      const main = args[judgement.main]!;
      if (!args.slice(0, judgement.inputs.length).some((a) => isTerm(a) && this.fieldsOf(a).length > 0)) continue;
      const rules = rulesFor(this.d.system, judgement, args);
      const seldom = rules.length === 1 ? 2 : this.relates(judgement) ? 1 : isTerm(main) ? 6 : Infinity;
      if (this.opens >= mostOpened || seldom === Infinity || this.pick(4 * seldom) >= 3) continue;
      if (rules.length === 0) return impossible();
      this.opens++;
      this.open(c, rules[this.pick(rules.length)]!);
      return true;
    }
    return false;
  }
  /** Whether a call that generation runs backwards is of a map. */
  private solvedFor = (p: Pattern, map: Metavariable): boolean =>
    isCall(p)
      ? this.solves(p.call) && this.within(map, p)
      : isTerm(p) && this.fieldsOf(p).some(([f]) => this.solvedFor((p as never)[f], map));
  private looksUp = (p: Pattern): boolean => isCall(p) && p.call.info.meaning?.theory === 'get';
  /** A map with an entry more. */
  private setter(sort: string): AnyMetafunction | undefined {
    const of = this.g.maps[sort];
    if (of === undefined) return undefined;
    const info = { name: withEntry, args: [sort, 'name', of], result: sort, text: '{0}, {1} ↦ {2}', sentence: 'a map with an entry more' }; // prettier-ignore
    return metafunction<[never, string, unknown], unknown>(info, mapOperations<string, unknown>(sort).set as never);
  }
  /** Claims of the same judgement are sometimes of the same things; and what stands in an order is often the same. */
  alike(): void {
    const claims = this.leaves();
    const merge = (a: Pattern, b: Pattern): void => {
      const [p, q] = [this.told(a), this.told(b)];
      if (isMeta(p) && isMeta(q) && p.meta !== q.meta && p.sort === q.sort && this.pick(2) === 0) this.unify(p, q);
    };
    // What generation makes together, such as a heap and its signature, is sometimes of one another.
    const metas = new Map<string, Metavariable>();
    claims.forEach((c) => c.instance.args.forEach((a) => visitMetas(this.told(a), (m) => void metas.set(m.meta, m))));
    for (const f of this.hints.solvers?.keys() ?? []) {
      if (f.info.args.length !== 1 || this.conditions.some((c) => isWhere(c) && isCall(c.value) && c.value.call === f)) continue;
      const [of, is] = [f.info.args[0], f.info.result].map((sort) => [...metas.values()].filter((m) => m.sort === sort));
      if (of!.length === 0 || is!.length === 0 || this.pick(3) > 0) continue;
      this.conditions.push(where(is![this.pick(is!.length)]!, { call: f, args: [of![this.pick(of!.length)]!] }));
    }
    const pairs = [...claims.map((c) => c.instance.args), ...this.conditions.flatMap((c) => (isInstance(c) || isWhere(c) ? [] : [c.args]))];
    for (const args of pairs) if (args.length === 2) merge(args[0]!, args[1]!);
    for (const [i, a] of claims.entries())
      for (const b of claims.slice(i + 1)) {
        if (a.instance.judgement.name !== b.instance.judgement.name || this.pick(4) > 0) continue;
        a.instance.args.forEach((x, k) => merge(x, b.instance.args[k]!));
      }
  } // prettier-ignore
  private restrictionNamed(name: string, test: AnyMetafunction): Restriction {
    return { name, holds: test.compute as unknown as (x: unknown) => boolean };
  }
  /** A metavariable whose constructor a call in a claim waits for. */
  private awaited(): Metavariable | undefined {
    let found: Metavariable | undefined;
    const visit = (p: Pattern): void => {
      if (found !== undefined || isMeta(p)) return;
      if (isTerm(p)) return this.fieldsOf(p).forEach(([f]) => visit((p as never)[f]));
      if (!isCall(p)) return;
      p.args.forEach(visit);
      if (this.solvable(p.call)) return;
      for (const { left, conditions } of meaningOf(p.call).equations) {
        const m = this.matchedAll(left.args, p.args, new Map());
        if (m === 'no') continue;
        if (typeof m === 'object' && conditions.length === 0) found ??= m.on;
        return;
      }
    };
    for (const c of this.leaves()) c.instance.args.forEach((a) => visit(this.told(a)));
    return found;
  }

  /** Whether generation makes what a call is of from nothing. */
  private begins = (p: Pattern): boolean =>
    isCall(p) && this.hints.solvers?.get(p.call)?.when(p.args.map(() => false), false) === true; // prettier-ignore
  /** What generation is asked for. @param first the claim that is asked for before others. */
  opened(first: number): Opened {
    // What generation makes from nothing is made before the claim that is about it, and not looked for in what it is.
    const before: Where[] = [];
    const claims = this.leaves().map((c) => {
      const { judgement } = c.instance;
      const args = c.instance.args.map(this.told);
      const main = args[judgement.main]!;
      if (!this.begins(main)) return instance(judgement, args);
      const meta: Metavariable = { meta: `${judgement.name}#${++this.fresh}`, sort: (main as Call).call.info.result, restriction: undefined }; // prettier-ignore
      before.push(where(meta, main));
      return instance(judgement, args.map((a, i) => (i === judgement.main ? meta : a))); // prettier-ignore
    });
    const conditions = this.conditions.map((c) => (isWhere(c) ? where(this.told(c.pattern), this.told(c.value)) : holding(this.told(c as Call) as Call))); // prettier-ignore
    const begun = conditions.filter((c) => isWhere(c) && this.begins(c.value));
    const known = new Map<string, Metavariable>();
    const note = (p: Pattern): void => visitMetas(p, (m) => void known.set(m.meta, m));
    claims.forEach((c) => c.args.forEach(note));
    before.forEach((c) => note(c.value));
    conditions.forEach((c) => isWhere(c) && [c.pattern, c.value].forEach(note));
    const all = new Map(known);
    const noted = (p: Pattern): void => visitMetas(p, (m) => void (all.has(m.meta) || all.set(m.meta, m)));
    conditions.forEach((c) => noted((isWhere(c) ? c.value : c) as Pattern));
    const inside = (c: Premise): boolean => {
      let yes = true;
      if (isWhere(c)) return true;
      visitMetas(c as Pattern, (m) => (yes &&= known.has(m.meta)));
      return yes;
    };
    const from = claims.length === 0 ? 0 : first % claims.length;
    const turned = [...claims.slice(from), ...claims.slice(0, from)];
    const metas = [...known.values()];
    const form = {
      name: '',
      inputs: metas.map((m) => m.sort),
      outputs: [],
      main: 0,
      text: '',
      latex: '',
      sentence: '',
    };
    return {
      rule: ruleOf(
        '',
        ordered([...begun, ...before, ...turned, ...conditions.filter((c) => inside(c) && !begun.includes(c))]),
        instance(form, metas),
      ),
      metas,
      roles: this.roles,
      loose: [...all.values()].filter((m) => !known.has(m.meta)),
      conditions: conditions.filter((c) => !inside(c)),
      put: this.told,
      claims: this.claims,
    };
  }
}

const hasCall = (p: Pattern): boolean =>
  isCall(p) || (isTerm(p) && Object.values(p).some((q) => hasCall(q as Pattern)));

/** Premises with what is told by those before them brought to the front: a signature is that of the heap, and not made beside it. */
export function ordered(premises: readonly Premise[]): readonly Premise[] {
  const left = [...premises];
  const bound = new Set<string>();
  const metasIn = (ps: readonly Pattern[]): string[] => {
    const found: string[] = [];
    for (const p of ps) visitMetas(p, (m) => void found.push(m.meta));
    return found;
  };
  const done: Premise[] = [];
  while (left.length > 0) {
    const told = left.findIndex((p) => !isInstance(p) && metasIn(isWhere(p) ? [p.value] : [p]).every((m) => bound.has(m)));
    const [next] = left.splice(Math.max(told, 0), 1);
    done.push(next!);
    metasIn(isInstance(next) ? next.args : isWhere(next!) ? [next.pattern, next.value] : [next!]).forEach((m) => bound.add(m));
  }
  return done;
} // prettier-ignore

/**
 * Opens the premises of a statement by a case.
 * @param hints what generation is told: calls of metafunctions that it runs backwards stay as they are.
 * @param pick chooses what nothing tells.
 * @param first which of the claims is asked for before others.
 * @param bold whether equations are put in for calls, and claims of one judgement are made alike, where nothing asks for it.
 * @returns undefined where the premises contradict each other as far as constructors show.
 */
export function opened(
  d: Development,
  s: Statement,
  kase: string,
  hints: Hints,
  pick: Pick,
  first: number,
  bold: boolean,
): Opened | undefined {
  const o = new Opening(d, hints, pick, bold);
  try {
    for (const p of s.premises) {
      o.claims.push(!isEvery(p) && isInstance(p) ? { instance: p, by: undefined } : undefined);
      if (!isEvery(p) && !isInstance(p)) o.conditions.push(p as Where);
    }
    const at = caseAt(s);
    const on = s.universal.find((m) => m.meta === s.onSyntax);
    if (on !== undefined) o.shape(on, kase);
    else if (at !== undefined) {
      const [root, ...way] = at.split('/');
      let claim = o.claims[Number(root!.split('.')[1])];
      for (const step of [...way, kase]) {
        const [name, k] = step === kase ? [kase, undefined] : (step.split('.') as [string, string]);
        const rule = d.system.rules.get(name);
        if (claim === undefined || rule === undefined) return undefined;
        o.open(claim, rule);
        if (k !== undefined) claim = claim.by!.premises[Number(k)];
      }
    }
    o.settle();
    if (bold) {
      o.alike();
      o.settle();
    }
    return o.opened(first);
  } catch (e) {
    if (e instanceof Impossible) return undefined;
    throw e;
  }
}
