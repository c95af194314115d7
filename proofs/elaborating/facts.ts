/**
 * What follows from facts, and why: equality over constructors and calls of metafunctions, the equations of metafunctions,
 * finite maps, sets of names and two-valued orders. What is found is written down as steps for the kernel, which is the
 * only one that has to be right; a search has a solver of its own (solving/solver.ts), which is faster.
 */
import { both, same } from '../../semantics/logic.ts';
import { meaningOf, type MeaningEquation } from '../../semantics/meaning.ts';
import { isCall, isMeta, type Pattern } from '../../semantics/symbols.ts';
import type { Literal, Proof, Law, Use } from '../certificate.ts';
import type { Known } from '../known.ts';
import { element, Laws, subterms } from '../laws.ts';
import type { Store, Sym } from '../terms.ts';
import type { Apart, Conflict, Edge, Link, Need, Said, Sure, Why } from './reasons.ts';

export type { Literal } from '../certificate.ts';
/** Undefined where it is not known; what is false has a reason. */
type Truth = true | Apart | undefined;
type Fits = boolean | undefined;
const conjunction = (ts: readonly Fits[]): Fits =>
  ts.includes(false) ? false : ts.includes(undefined) ? undefined : true;

/** Terms that are equal; the constructor term among them, and what of them is known to be defined. */
interface Class {
  readonly members: readonly Sym[];
  readonly head: Sym | undefined;
  readonly sure: Sure | undefined;
}
interface Stuck {
  readonly seen: readonly (readonly [Sym, Class])[];
  readonly apart: readonly Said[];
  readonly wait: readonly [Sym, Sym] | undefined;
}
/** Facts that more terms follow from than these are left as they are. */
const most = 5000;
const theories = new Set<string | undefined>(['same', 'not', 'both', 'member', 'outside', 'intersect', 'min', 'union', 'max', 'within', 'subset', 'below', 'disjoint']); // prettier-ignore
const collections = new Set<string | undefined>(['within', 'subset', 'below', 'disjoint']);

/** Two terms are said to be equal, and to be different. */
class Contradiction extends Error {
  readonly end: Proof['end'];
  constructor(left: Sym, right: Sym) {
    super('the facts contradict each other');
    this.end = { end: 'absurd', left, right };
  }
}
/** What is found, or the contradiction that shows up meanwhile. */
function unless<T>(f: () => T): T | Proof['end'] {
  try {
    return f();
  } catch (e) {
    if (e instanceof Contradiction) return e.end;
    throw e;
  }
}

export class Facts {
  readonly store: Store;
  readonly known: Known;
  /** What the kernel knows at this place of the proof that is written. */
  readonly laws: Laws;
  private readonly classes = new Map<Sym, Class>();
  private readonly edges = new Map<Sym, readonly Edge[]>();
  /** The calls of which equations gave the value; and the classes of its arguments when a call was last looked at. */
  private readonly told = new Map<Sym, true>();
  private readonly viewed = new Map<Sym, readonly Class[]>();
  /** What was looked at when no equation was found to apply: while that is the same, none does. */
  private readonly stuck = new Map<Sym, Stuck>();
  private seen: (readonly [Sym, Class])[] | undefined;
  private readonly trail: (() => void)[] = [];
  private apart: readonly Said[] = [];
  private conflict: Conflict | undefined;
  private changed = false;
  private readonly uses = new Map<Sym, Set<Sym>>();
  /** What an evaluation waits for: whether a key that is only said to exist is another one. */
  private wait: readonly [Sym, Sym] | undefined;
  /** The steps that are written, and what proofs they are in. */
  private steps: (Law | Use)[] = [];
  private around: ((rest: Proof) => Proof)[] = [];

  constructor(store: Store, known: Known) {
    this.store = store;
    this.known = known;
    this.laws = new Laws(store, known);
    [store.undef, store.yes, store.no].forEach((s) => this.add(s));
  }

  /** What is found while more is added, which is taken back. */
  within<T>(f: () => T): T {
    const { apart, conflict, trail } = this;
    const mark = trail.length;
    try {
      return this.laws.within(f);
    } finally {
      for (let undo = trail.length > mark && trail.pop(); undo; undo = trail.length > mark && trail.pop()) undo();
      Object.assign(this, { apart, conflict });
    }
  }
  private set<V>(map: Map<Sym, V>, key: Sym, value: V): void {
    const old = map.get(key);
    this.trail.push(() => (old === undefined ? map.delete(key) : map.set(key, old)));
    map.set(key, value);
  }

  has = (s: Sym): boolean => this.classes.has(s);
  add(s: Sym): void {
    if (this.has(s)) return;
    this.changed = true;
    for (const a of s.args) {
      this.add(a);
      this.uses.set(a, (this.uses.get(a) ?? new Set()).add(s));
    }
    if (s.kind === 'variable') this.laws.assume([s, this.store.undef, false]);
    const head = s.kind === 'constructor' ? s : undefined;
    const sure = s.kind === 'call' || s === this.store.undef ? undefined : { of: s, why: undefined };
    this.set(this.classes, s, { members: [s], head, sure });
    this.twins(s).forEach((t) => this.merge(s, t, { by: 'alike' }));
  }
  private classOf(s: Sym): Class {
    this.add(s);
    const c = this.classes.get(s)!;
    this.seen?.push([s, c]);
    return c;
  }
  private equal = (a: Sym, b: Sym): boolean => this.classOf(a) === this.classOf(b);
  /** The constructor term that a term equals, if one is known. */
  shape(s: Sym): Sym | undefined {
    this.add(s);
    this.settle();
    return this.classOf(s).head;
  }

  /** Terms that are put together like one, of equal parts. */
  private twins(s: Sym): Sym[] {
    const [first] = s.args;
    const near = first === undefined ? [] : this.classOf(first).members.flatMap((m) => [...(this.uses.get(m) ?? [])]);
    return near.filter(
      (t) => t.op === s.op && t.kind === s.kind && this.has(t) && t.args.every((a, i) => this.equal(a, s.args[i]!)),
    );
  }
  private merge(x: Sym, y: Sym, why: Link): void {
    const work: [Sym, Sym, Link][] = [[x, y, why]];
    for (const [a, b, link] of work) {
      const [p, q] = [this.classOf(a), this.classOf(b)];
      if (p === q || this.conflict) continue;
      this.changed = true;
      const whole = { members: [...p.members, ...q.members], head: p.head ?? q.head, sure: p.sure ?? q.sure };
      whole.members.forEach((m) => this.set(this.classes, m, whole));
      this.set(this.edges, a, [...(this.edges.get(a) ?? []), { from: a, to: b, link }]);
      this.set(this.edges, b, [...(this.edges.get(b) ?? []), { from: b, to: a, link }]);
      const [left, right] = [p.head, q.head];
      if (left && right && left.op !== right.op) this.conflict = { by: 'heads', left, right };
      else if (left && right)
        left.args.forEach((u, at) => work.push([u, right.args[at]!, { by: 'part', left, right, at }]));
      // A term that contains itself is no term.
      const path = this.reaches(whole, whole);
      if (path && !this.conflict) this.conflict = { by: 'cycle', path };
      const above = q.members.flatMap((m) => [...(this.uses.get(m) ?? [])]).filter((u) => this.has(u));
      above.forEach((u) => this.twins(u).forEach((t) => work.push([u, t, { by: 'alike' }])));
    }
  }
  private reaches(from: Class, to: Class, seen = new Set<Class>()): { whole: Sym; at: number }[] | undefined {
    if (seen.has(from)) return undefined;
    seen.add(from);
    for (const [at, a] of (from.head?.args ?? []).entries()) {
      const c = this.classOf(a);
      const path = c === to ? [] : this.reaches(c, to, seen);
      if (path !== undefined) return [{ whole: from.head!, at }, ...path];
    }
    return undefined;
  }
  private makeSure(s: Sym, why: Why): void {
    const c = this.classOf(s);
    if (c.sure) return;
    this.changed = true;
    const sure = { ...c, sure: { of: s, why } };
    c.members.forEach((m) => this.set(this.classes, m, sure));
  }

  /** Adds the fact that two terms are equal, or that they are not. */
  assume(left: Sym, right: Sym, equal = true): void {
    this.add(left);
    this.add(right);
    this.laws.assume([left, right, equal]);
    this.note(left, right, equal, undefined);
  }
  private note(left: Sym, right: Sym, equal: boolean, why: Why): void {
    const { yes, no, undef } = this.store;
    if (equal) this.merge(left, right, { by: 'said', why });
    else if (right === undef) this.makeSure(left, why);
    else if (right === yes || right === no) this.merge(left, right === yes ? no : yes, { by: 'said', why });
    else if (!this.apart.some((s) => s.left === left && s.right === right)) {
      this.apart = [...this.apart, { left, right, why }];
      this.changed = true;
    }
  }
  private contradiction(): boolean {
    const { undef } = this.store;
    const apart = this.apart.some((s) => this.equal(s.left, s.right));
    return this.conflict !== undefined || this.classOf(undef).sure !== undefined || apart;
  }

  private compare(a: Sym, b: Sym): Truth {
    const [p, q] = [this.classOf(a), this.classOf(b)];
    const { undef } = this.store;
    if (this.conflict) return undefined;
    if (p === q) return true;
    if (p.sure && q.head === undef) return { by: 'sure', sure: p.sure, turned: false };
    if (q.sure && p.head === undef) return { by: 'sure', sure: q.sure, turned: true };
    for (const said of this.apart)
      for (const [l, r, turned] of [
        [said.left, said.right, false],
        [said.right, said.left, true],
      ] as const)
        if (this.equal(l, a) && this.equal(r, b)) return { by: 'said', said, turned };
    const [left, right] = [p.head, q.head];
    if (left && right) {
      if (left.op !== right.op) return { by: 'heads', left, right };
      for (const [at, u] of left.args.entries()) {
        const why = this.compare(u, right.args[at]!);
        if (why !== true && why !== undefined) return { by: 'part', left, right, at, why };
      }
    }
    if ([a, b].some((s) => s.op.startsWith('∂#'))) this.wait ??= [a, b];
    return undefined;
  }
  /** Whether two terms are equal; what that rests on is noted. */
  private asked(a: Sym, b: Sym, needs: Need[]): Fits {
    const why = this.compare(a, b);
    if (why === undefined) return undefined;
    needs.push(why === true ? { need: 'equal', left: a, right: b } : { need: 'apart', left: a, right: b, why });
    return why === true;
  }
  private truth = (p: Sym, needs: Need[]): Fits => this.asked(p, this.store.yes, needs);

  /** Whether a term fits a pattern, which binds what is new in it. What stands for a call is looked at as it is written. */
  private match(p: Pattern, s: Sym, env: Map<string, Sym>, needs: Need[]): Fits {
    if (isMeta(p)) {
      const old = env.get(p.meta);
      if (old !== undefined) return this.asked(old, s, needs);
      env.set(p.meta, s);
      const test = p.restriction && this.known.restrictions.get(p.restriction.name);
      return test === undefined ? true : this.truth(this.store.call(test, [s]), needs);
    }
    if (isCall(p)) return s.fn === p.call && this.matchAll(p.args, s.args, env, needs);
    const { head } = this.classOf(s);
    if (head === undefined) return undefined;
    needs.push({ need: 'head', left: s, right: head });
    if (typeof p !== 'object' || Array.isArray(p)) return head === this.store.of(p, env);
    const { tag, ...fields } = p as { readonly tag: string };
    return head.op === tag && this.matchAll(Object.values(fields), head.args, env, needs);
  }
  private matchAll = (ps: readonly Pattern[], ss: readonly Sym[], env: Map<string, Sym>, needs: Need[]): Fits =>
    conjunction(ps.map((p, i) => this.match(p, ss[i]!, env, needs)));

  private condition(c: MeaningEquation['conditions'][number], env: Map<string, Sym>, needs: Need[]): Fits {
    if (isCall(c)) return this.truth(this.store.of(c, env), needs);
    const value = this.store.of(c.value, env);
    const is = this.asked(value, this.store.undef, needs);
    return is === undefined ? undefined : is ? false : this.match(c.pattern, value, env, needs);
  }

  /** What a call equals by its equations, in their order, as far as they tell; what that rests on is noted. */
  private result(c: Sym, needs: Need[]): Sym | undefined {
    const { store } = this;
    const { equations, otherwise, everywhere } = meaningOf(c.fn!);
    const observed = c.args.flatMap((a) => (a.fn === undefined ? [] : meaningOf(a.fn).observed));
    const parts: Sym[] = [];
    for (const e of [...observed.filter((o) => o.left.call === c.fn), ...equations]) {
      const env = new Map<string, Sym>();
      let fits = this.matchAll(e.left.args, c.args, env, needs);
      for (const k of e.conditions) if (fits === true) fits = this.condition(k, env, needs);
      if (fits === undefined || this.conflict) return undefined;
      if (!fits) continue;
      if (!everywhere) return store.of(e.right, env);
      parts.push(store.of(e.right, env));
    }
    if (typeof otherwise === 'string') return { undefined: store.undef, true: store.yes, false: store.no }[otherwise];
    const subject = c.args[0] && this.classOf(c.args[0]).head;
    const fields = subject && store.grammar.constructors.get(subject.op)?.fields;
    if (otherwise === null || subject === undefined || fields === undefined) return undefined;
    needs.push({ need: 'head', left: c.args[0]!, right: subject });
    const walks = (i: number) => otherwise.includes(fields[i]![1]);
    const within = subject.args.map((a, i) => (walks(i) ? store.call(c.fn!, [a, ...c.args.slice(1)]) : a));
    if (!everywhere) return store.constructed(subject.op, within);
    parts.push(...within.filter((_, i) => walks(i)));
    return parts.length === 0 ? store.yes : parts.reduceRight((rest, p) => store.call(both, [p, rest]));
  }

  /** Where equations speak of a call as an argument, what equals an argument and is such a call takes its place as well. */
  private views(c: Sym): void {
    const classes = c.args.map((a) => this.classOf(a));
    const before = this.viewed.get(c);
    if (before !== undefined && classes.every((k, i) => k === before[i])) return;
    this.set(this.viewed, c, classes);
    const speaks = (e: MeaningEquation, i: number, of: Sym) => {
      const at = e.left.call === c.fn && e.left.args[i];
      return typeof at === 'object' && isCall(at) && at.call === of.fn;
    };
    c.args.forEach((a, i) => {
      for (const m of this.classOf(a).members) {
        const equations = m.fn ? [...meaningOf(c.fn!).equations, ...meaningOf(m.fn).observed] : [];
        if (equations.some((e) => speaks(e, i, m))) this.add(this.store.call(c.fn!, c.args.with(i, m)));
      }
    });
  }

  private evaluate(c: Sym): void {
    if (c.sort !== 'holds') this.strict(c);
    if (c.fn === element) return this.full(c);
    if (theories.has(c.fn!.info.meaning?.theory))
      for (const key of this.keysOf(c))
        for (const [clause, literals] of this.laws.clauses(c, key).entries()) this.clause(c, key, clause, literals);
    this.views(c);
    if (this.told.has(c) || (c.sort !== 'holds' && c.args.some((a) => !this.classOf(a).sure))) return;
    const before = this.stuck.get(c);
    if (before?.apart === this.apart && before.seen.every(([s, k]) => this.classes.get(s) === k)) {
      this.wait ??= before.wait;
      return;
    }
    const sure = (of: Sym): Need => ({ need: 'sure', of, why: this.classOf(of).sure! });
    const needs = c.sort === 'holds' ? [] : c.args.map(sure);
    const { wait, apart } = this;
    const seen: (readonly [Sym, Class])[] = [];
    Object.assign(this, { wait: undefined, seen });
    const result = this.result(c, needs);
    if (result === undefined) this.set(this.stuck, c, { seen, apart, wait: this.wait });
    Object.assign(this, { wait: wait ?? this.wait, seen: undefined });
    if (result === undefined || this.conflict) return;
    this.set(this.told, c, true);
    if (!this.equal(c, result)) this.merge(c, result, { by: 'said', why: { needs, law: { law: 'value', of: c } } });
  }
  /** A call is undefined where an argument is; a total function is defined where they all are. */
  private strict(c: Sym): void {
    const { undef } = this.store;
    const { sure } = this.classOf(c);
    const law = (clause: number, at: number): Law => ({ law: 'clause', of: c, key: this.any(), clause, at });
    for (const [i, a] of c.args.entries()) {
      if (this.equal(a, undef)) this.note(c, undef, true, { needs: [{ need: 'equal', left: a, right: undef }], law: law(i, 1) }); // prettier-ignore
      else if (sure && !this.classOf(a).sure) this.note(a, undef, false, { needs: [{ need: 'sure', of: c, why: sure }], law: law(i, 0) }); // prettier-ignore
    }
    if (sure || c.fn!.partial || c.args.some((a) => !this.classOf(a).sure)) return;
    const needs = c.args.flatMap((a) => this.made(a));
    if (!needs.includes(undefined)) this.makeSure(c, { needs: needs as Need[], law: { law: 'defined', of: c } });
  }
  /** Whether a name is in a set that holds every name or none. */
  private full(c: Sym): void {
    const q = c.args[1]!;
    const { head } = this.classOf(q);
    const full = head && this.known.constant(head);
    if (full === undefined || this.conflict) return;
    const law: Law = { law: 'clause', of: c, key: this.any(), clause: 0, at: 0 };
    this.note(c, this.store.yes, full, { needs: [{ need: 'head', left: q, right: head! }], law });
  }
  /** What it takes that a term is defined, with all that it is made of; undefined among it where that is not known. */
  private made(s: Sym): (Need | undefined)[] {
    return [...subterms(s)].flatMap((t): (Need | undefined)[] => {
      if (t === this.store.undef) return [undefined];
      if (t.kind !== 'call' || t.sort === 'holds') return [];
      const { sure } = this.classOf(t);
      return [sure && { need: 'sure', of: t, why: sure }];
    });
  }

  /** One of the literals holds: when all others do not, the last does. */
  private clause(c: Sym, key: Sym, clause: number, literals: readonly Literal[]): void {
    if (this.conflict) return;
    // That a key exists is said where a relation is known to fail.
    if (collections.has(c.fn!.info.meaning?.theory) && literals[0]![0] === c && literals[0]![2] && !this.equal(c, this.store.no)) return; // prettier-ignore
    const needs: (Need | undefined)[] = [];
    const open: number[] = [];
    for (const [i, [l, r, equal]] of literals.entries()) {
      const why: Need[] = [];
      const t = this.asked(l, r, why);
      if (this.conflict || t === equal) return;
      if (t === undefined) open.push(i);
      needs.push(why[0]);
    }
    const law = (at: number): Why => ({
      needs: needs.filter((n, i): n is Need => i !== at && n !== undefined),
      law: { law: 'clause', of: c, key, clause, at },
    });
    if (open.length === 0) {
      const at = literals.length - 1;
      this.conflict = { by: 'clause', literal: literals[at]!, why: law(at), against: needs[at]! };
    }
    if (open.length === 1) this.note(...literals[open[0]!]!, law(open[0]!));
    const on = open.map((i) => literals[i]!).find(([l]) => l.fn === element);
    if (on && open.length > 1) this.wait ??= [on[0], on[1]];
  }
  /** A name, whichever. */
  private any = (): Sym => this.store.variable('∂', -1, 'name');
  /** The keys at which something is to be said of a call. */
  private keysOf(c: Sym): Sym[] {
    const theory = c.fn!.info.meaning?.theory ?? '';
    if (['intersect', 'min', 'union', 'max'].includes(theory)) return this.keys(c);
    return collections.has(theory) ? this.keys(c.args[0]!) : [this.any()];
  }
  /** The keys at which something is known of a sort of collections; what holds of all names holds of any. */
  private keys(of: Sym): Sym[] {
    const lookup = this.known.lookups.get(of.sort) ?? element;
    const [place, any] = lookup === element ? [1, [this.any()]] : [0, []];
    const calls = [...this.classes.keys()].filter((s) => s.fn === lookup && s.args[place]!.sort === of.sort);
    const keys = [...new Set([...any, ...calls.map((s) => s.args[1 - place]!)])];
    return keys.length === 0 ? [this.any()] : keys;
  }

  private settle(): void {
    while (this.changed && !this.contradiction()) {
      this.changed = false;
      for (const said of this.apart) this.differ(said);
      for (const c of [...this.classes.keys()])
        if (c.kind === 'call' && this.classes.size < most && !this.conflict) this.evaluate(c);
    }
  }
  /** What is different is so somewhere: collections at a key; of two truth values one holds. */
  private differ({ left, right, why }: Said): void {
    const { yes, no } = this.store;
    if (left.sort === 'holds')
      for (const [l, r] of [
        [left, right],
        [right, left],
      ] as const)
        for (const value of [yes, no])
          if (this.equal(l, value) && !this.conflict) {
            const apart: Apart = { by: 'said', said: { left, right, why }, turned: r === left };
            const needs: Need[] = [{ need: 'equal', left: l, right: value }, { need: 'apart', left: r, right: l, why: { ...apart, turned: r === left ? false : true } }]; // prettier-ignore
            this.note(r, value, false, { needs, law: { law: 'chain', terms: [r, l, value] } });
          }
    const collection = this.known.lookups.has(left.sort) || this.known.sets.has(left.sort);
    if (!collection || left.sort !== right.sort || !this.classOf(left).sure || !this.classOf(right).sure) return;
    const c = this.store.call(same, [left, right]);
    const clauses = this.laws.clauses(c, this.any());
    const last = clauses.length - 1;
    this.clause(c, this.any(), last, clauses[last]!);
  }

  // ---- what is written

  private write(step: Law): void {
    const fact = this.laws.fact(step);
    if (step.law === 'chain' && fact[2])
      for (const [i, left] of step.terms.entries())
        if (i > 0 && this.laws.says([left, step.terms[i - 1]!, false]))
          throw new Contradiction(left, step.terms[i - 1]!);
    this.steps.push(step);
    this.laws.assume(fact);
  }
  /** A step that is no law. */
  use(step: Use): void {
    this.steps.push(step);
  }
  /** What is written from here on is a part of what is put around it. */
  inside(around: (steps: Proof['steps'], rest: Proof) => Proof): void {
    const { steps } = this;
    this.around.push((rest) => around(steps, rest));
    this.steps = [];
  }
  /** The proof that is written meanwhile. */
  proof(f: () => Proof['end'] | undefined): Proof | undefined {
    const { steps: outer, around: before } = this;
    this.steps = [];
    this.around = [];
    try {
      const end = f();
      if (end === undefined) return undefined;
      return this.around.reduceRight<Proof>((rest, around) => around(rest), { steps: this.steps, end });
    } finally {
      this.steps = outer;
      this.around = before;
    }
  }

  /** The way from a term to an equal one. */
  private path(a: Sym, b: Sym): readonly Edge[] {
    const came = new Map<Sym, Edge | undefined>([[a, undefined]]);
    const work = [a];
    for (const s of work) {
      if (s === b) break;
      for (const e of this.edges.get(s) ?? [])
        if (!came.has(e.to)) {
          came.set(e.to, e);
          work.push(e.to);
        }
    }
    const path: Edge[] = [];
    for (let e = came.get(b); e !== undefined; e = came.get(e.from)) path.unshift(e);
    if (a !== b && path.length === 0) throw new Error(`${a.op} does not equal ${b.op}`);
    return path;
  }
  /** Terms from one to an equal one, each of which the kernel knows to equal the one before. */
  private way(a: Sym, b: Sym): Sym[] {
    if (this.laws.says([a, b, true])) return a === b ? [a] : [a, b];
    const path = this.path(a, b);
    for (const { from, to, link } of path) {
      if (this.laws.says([from, to, true])) continue;
      if (link.by === 'alike') from.args.forEach((x, i) => this.proveEqual(x, to.args[i]!));
      else if (link.by === 'said') this.proveBy(link.why);
      else {
        this.proveEqual(link.left, link.right);
        this.write({ law: 'part', left: link.left, right: link.right, at: link.at });
      }
    }
    return [a, ...path.map((e) => e.to)];
  }
  private proveBy(why: Why): void {
    if (why === undefined) throw new Error('what was said is no fact');
    why.needs.forEach((n) => this.prove(n));
    // What was proved last may have told other shapes.
    why.needs.forEach((n) => n.need === 'head' && this.prove(n));
    this.write(why.law);
  }
  private proveEqual(a: Sym, b: Sym): void {
    if (!this.laws.says([a, b, true])) this.write({ law: 'chain', terms: this.way(a, b) });
  }
  private proveSure({ of, why }: Sure): void {
    if (!this.laws.says([of, this.store.undef, false])) this.proveBy(why);
  }
  private proveApart(left: Sym, right: Sym, why: Apart): void {
    if (this.laws.says([left, right, false])) return;
    const [l, r] = this.apartFrom(why);
    this.write({ law: 'chain', terms: [...this.way(left, l), ...this.way(r, right)] });
  }
  /** Two terms that are different, which the two equal that are asked for. */
  private apartFrom(why: Apart): readonly [Sym, Sym] {
    if (why.by === 'said') {
      const { left, right, why: because } = why.said;
      if (!this.laws.says([left, right, false])) this.proveBy(because);
      return why.turned ? [right, left] : [left, right];
    }
    if (why.by === 'sure') {
      this.proveSure(why.sure);
      return why.turned ? [this.store.undef, why.sure.of] : [why.sure.of, this.store.undef];
    }
    if (why.by === 'part') this.provePart(why.left, why.right, why.at, why.why);
    return [why.left, why.right];
  }
  /** Terms of which a part is different are different: otherwise the parts would be equal. */
  private provePart(left: Sym, right: Sym, at: number, why: Apart): void {
    if (this.laws.says([left, right, false])) return;
    const [p, q] = [left.args[at]!, right.args[at]!];
    this.proveApart(p, q, why);
    const yes: Proof = { steps: [{ law: 'part', left, right, at }], end: { end: 'absurd', left: p, right: q } };
    this.inside((steps, no) => ({ steps, end: { end: 'split', literal: [left, right, true], yes, no } }));
    this.laws.assume([left, right, false]);
  }
  private prove(n: Need): void {
    if (n.need === 'apart') this.proveApart(n.left, n.right, n.why);
    else if (n.need === 'sure') {
      this.proveSure(n.why);
      if (!this.laws.says([n.of, this.store.undef, false]))
        this.write({ law: 'chain', terms: [...this.way(n.of, n.why.of), this.store.undef] });
    } else if (n.need === 'equal') this.proveEqual(n.left, n.right);
    else if (this.laws.head(n.left) !== n.right) this.write({ law: 'chain', terms: this.way(n.left, n.right) });
  }

  private absurd(left: Sym, right: Sym): Proof['end'] {
    this.proveEqual(left, right);
    return { end: 'absurd', left, right };
  }
  /** The contradiction that there is. */
  private absurdity(): Proof['end'] {
    const { conflict } = this;
    if (conflict?.by === 'heads') return this.absurd(conflict.left, conflict.right);
    if (conflict?.by === 'cycle') {
      const whole = conflict.path[0]!.whole;
      let part = whole;
      for (const [i, step] of [...conflict.path.entries()].reverse()) {
        const next = conflict.path[i + 1]?.whole ?? whole;
        const made = this.store.constructed(step.whole.op, step.whole.args.with(step.at, part));
        const terms = [...this.way(step.whole.args[step.at]!, next), part];
        if (part !== step.whole.args[step.at]) this.write({ law: 'chain', terms });
        part = made;
        this.write({ law: 'chain', terms: [step.whole, made] });
      }
      return { end: 'absurd', left: whole, right: part };
    }
    if (conflict?.by === 'clause') {
      this.prove(conflict.against);
      this.proveBy(conflict.why);
      return { end: 'absurd', left: conflict.literal[0], right: conflict.literal[1] };
    }
    const { undef } = this.store;
    const { sure } = this.classOf(undef);
    if (sure !== undefined) {
      this.proveSure(sure);
      return this.absurd(sure.of, undef);
    }
    const said = this.apart.find((s) => this.equal(s.left, s.right))!;
    if (!this.laws.says([said.left, said.right, false])) this.proveBy(said.why);
    return this.absurd(said.left, said.right);
  }

  /** How the facts contradict each other, if they do; what evaluations wait for is supposed both ways. */
  refuted(depth = 6): Proof['end'] | undefined {
    this.wait = undefined;
    this.changed = true;
    this.settle();
    if (this.contradiction()) return unless(() => this.absurdity());
    const on = this.wait as readonly [Sym, Sym] | undefined;
    if (on === undefined || depth === 0) return undefined;
    const branch = (equal: boolean) =>
      this.proof(() => this.within(() => (this.assume(...on, equal), this.refuted(depth - 1))));
    const yes = branch(true);
    const no = yes && branch(false);
    return yes && no && { end: 'split', literal: [...on, true], yes, no };
  }
  contradictory = (): boolean => this.proof(() => this.within(() => this.refuted())) !== undefined;

  /** Whether the facts entail that two terms are equal, or that they are not; the kernel is shown it. */
  entails(left: Sym, right: Sym, equal: boolean): boolean {
    if (this.laws.says([left, right, equal])) return true;
    this.add(left);
    this.add(right);
    this.settle();
    const said = unless(() => this.said(left, right, equal));
    return typeof said === 'boolean' ? said : this.opposite(left, right, equal);
  }
  /** What is said by classes, or part by part; undefined where it takes to suppose the opposite. */
  private said(left: Sym, right: Sym, equal: boolean): boolean | undefined {
    const why = this.compare(left, right);
    if (why !== undefined && (why === true) === equal) {
      if (why === true) this.proveEqual(left, right);
      else this.proveApart(left, right, why);
      return true;
    }
    const [p, q] = [this.shape(left), this.shape(right)];
    if (!equal || p === undefined || p.args.length === 0 || p.op !== q?.op) return undefined;
    if (!p.args.every((a, i) => this.entails(a, q.args[i]!, true))) return false;
    this.write({ law: 'chain', terms: [...this.way(left, p), ...this.way(q, right)] });
    return true;
  }
  private opposite(left: Sym, right: Sym, equal: boolean): boolean {
    const proof = this.proof(() => this.within(() => (this.assume(left, right, !equal), this.refuted())));
    if (proof === undefined) return false;
    const literal: Literal = [left, right, !equal];
    this.inside((steps, rest) => ({ steps, end: { end: 'split', literal, yes: proof, no: rest } }));
    this.assume(left, right, equal);
    return true;
  }

  /** A constructor term that a term equals, and that another one is a strict part of; the kernel is shown it. */
  contains(whole: Sym, part: Sym, depth = 3): Sym | undefined {
    const head = depth < 0 ? undefined : this.shape(whole);
    for (const [i, a] of (head?.args ?? []).entries()) {
      const is = a.sort === part.sort && this.entails(a, part, true);
      const inner = is ? part : this.contains(a, part, depth - 1);
      if (inner === undefined) continue;
      const made = this.store.constructed(head!.op, head!.args.with(i, inner));
      const terms = [...this.way(whole, head!), ...(made === head ? [] : [made])];
      if (terms.length > 1) this.write({ law: 'chain', terms });
      return made;
    }
    return undefined;
  }
}
