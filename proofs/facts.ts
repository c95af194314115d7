/**
 * What follows from facts: equality over constructors and calls of metafunctions, the equations of metafunctions, finite
 * maps, sets of names and two-valued orders. What it says is sound; where it says nothing, nothing is known. It is as
 * short as can be, and not made to be fast: a search has a solver of its own (solving/solver.ts).
 */
import { both, same } from '../semantics/logic.ts';
import { meaningOf, type MeaningEquation } from '../semantics/meaning.ts';
import { isCall, isMeta, metafunction, type Pattern } from '../semantics/symbols.ts';
import type { Known } from './known.ts';
import type { Store, Sym } from './terms.ts';

/** Two terms, and whether they are equal. */
export type Literal = readonly [left: Sym, right: Sym, equal: boolean];
/** Undefined where it is not known. */
type Truth = boolean | undefined;
const conjunction = (ts: readonly Truth[]): Truth =>
  ts.includes(false) ? false : ts.includes(undefined) ? undefined : true;

const not = ([l, r, equal]: Literal): Literal => [l, r, !equal];
/** That one literal holds exactly where others do, in clauses. */
const exactly = (l: Literal, all: readonly Literal[]) => [...all.map((m) => [not(l), m]), [l, ...all.map(not)]];

/** Terms that are equal; the constructor term among them, and whether they are known to be defined. */
interface Class {
  readonly members: readonly Sym[];
  readonly head: Sym | undefined;
  readonly sure: boolean;
}
/** Facts that more terms follow from than these are left as they are. */
const most = 5000;
/** Whether a name is in a set. Of a two-valued order every name is in the upper value and none in the lower. */
const element = metafunction<[string, unknown], boolean>(
  { name: '∂∈', args: ['name', '*'], result: 'holds', text: '{0} ∈ {1}', sentence: 'a name is an element' },
  () => false,
);

export class Facts {
  readonly store: Store;
  readonly known: Known;
  private classes = new Map<Sym, Class>();
  private apart: readonly (readonly [Sym, Sym])[] = [];
  private conflict = false;
  private changed = false;
  private readonly uses = new Map<Sym, Set<Sym>>();
  /** What an evaluation waits for: whether a key that is only said to exist is another one. */
  private wait: readonly [Sym, Sym] | undefined;

  constructor(store: Store, known: Known) {
    this.store = store;
    this.known = known;
    [store.undef, store.yes, store.no].forEach((s) => this.add(s));
  }

  /** What is found while more is added, which is taken back. */
  within<T>(f: () => T): T {
    const { apart, conflict } = this;
    const classes = new Map(this.classes);
    try {
      return f();
    } finally {
      Object.assign(this, { classes, apart, conflict });
    }
  }

  has = (s: Sym): boolean => this.classes.has(s);
  add(s: Sym): void {
    if (this.has(s)) return;
    this.changed = true;
    for (const a of s.args) {
      this.add(a);
      this.uses.set(a, (this.uses.get(a) ?? new Set()).add(s));
    }
    const head = s.kind === 'constructor' ? s : undefined;
    this.classes.set(s, { members: [s], head, sure: s.kind !== 'call' && s !== this.store.undef });
    this.twins(s).forEach((t) => this.merge(s, t));
  }
  private classOf(s: Sym): Class {
    this.add(s);
    return this.classes.get(s)!;
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
  private merge(x: Sym, y: Sym): void {
    const work: [Sym, Sym][] = [[x, y]];
    for (const [a, b] of work) {
      const [p, q] = [this.classOf(a), this.classOf(b)];
      if (p === q || this.conflict) continue;
      this.changed = true;
      const whole = { members: [...p.members, ...q.members], head: p.head ?? q.head, sure: p.sure || q.sure };
      whole.members.forEach((m) => this.classes.set(m, whole));
      if (p.head?.op !== q.head?.op && p.head && q.head) this.conflict = true;
      else if (p.head && q.head) p.head.args.forEach((u, i) => work.push([u, q.head!.args[i]!]));
      // A term that contains itself is no term.
      if (this.reaches(whole, whole)) this.conflict = true;
      const above = q.members.flatMap((m) => [...(this.uses.get(m) ?? [])]).filter((u) => this.has(u));
      above.forEach((u) => this.twins(u).forEach((t) => work.push([u, t])));
    }
  }
  private reaches(from: Class, to: Class, seen = new Set<Class>()): boolean {
    if (seen.has(from)) return false;
    seen.add(from);
    const parts = (from.head?.args ?? []).map((a) => this.classOf(a));
    return parts.includes(to) || parts.some((c) => this.reaches(c, to, seen));
  }
  private makeSure(s: Sym): void {
    const c = this.classOf(s);
    if (c.sure) return;
    this.changed = true;
    const sure = { ...c, sure: true };
    c.members.forEach((m) => this.classes.set(m, sure));
  }

  /** Adds the fact that two terms are equal, or that they are not. */
  assume(left: Sym, right: Sym, equal = true): void {
    const { yes, no, undef } = this.store;
    if (equal) this.merge(left, right);
    else if (right === undef) this.makeSure(left);
    else if (right === yes || right === no) this.merge(left, right === yes ? no : yes);
    else if (this.compare(left, right) !== false || !this.apart.some(([l, r]) => l === left && r === right)) {
      this.apart = [...this.apart, [left, right]];
      this.changed = true;
    }
  }
  private contradiction(): boolean {
    return this.conflict || this.classOf(this.store.undef).sure || this.apart.some(([l, r]) => this.equal(l, r));
  }

  private compare(a: Sym, b: Sym): Truth {
    const [p, q] = [this.classOf(a), this.classOf(b)];
    const { undef } = this.store;
    if (p === q || this.conflict) return true;
    if ((p.sure && q.head === undef) || (q.sure && p.head === undef)) return false;
    const said = ([l, r]: readonly [Sym, Sym]) => this.equal(l, a) && this.equal(r, b);
    if (this.apart.some(([l, r]) => said([l, r]) || said([r, l]))) return false;
    if (p.head !== undefined && q.head !== undefined && p.head.op !== q.head.op) return false;
    const args = p.head && q.head ? p.head.args : [];
    if (args.some((u, i) => this.compare(u, q.head!.args[i]!) === false)) return false;
    if ([a, b].some((s) => s.op.startsWith('∂#'))) this.wait ??= [a, b];
    return undefined;
  }
  private truth = (p: Sym): Truth => this.compare(p, this.store.yes);

  /** Whether a term fits a pattern, which binds what is new in it. What stands for a call is looked at as it is written. */
  private match(p: Pattern, s: Sym, env: Map<string, Sym>): Truth {
    if (isMeta(p)) {
      const old = env.get(p.meta);
      if (old !== undefined) return this.compare(old, s);
      env.set(p.meta, s);
      const test = p.restriction && this.known.restrictions.get(p.restriction.name);
      return test === undefined ? true : this.truth(this.store.call(test, [s]));
    }
    if (isCall(p)) return s.fn === p.call && this.matchAll(p.args, s.args, env);
    const { head } = this.classOf(s);
    if (head === undefined) return undefined;
    if (typeof p !== 'object' || Array.isArray(p)) return head === this.store.of(p, env);
    const { tag, ...fields } = p as { readonly tag: string };
    return head.op === tag && this.matchAll(Object.values(fields), head.args, env);
  }
  private matchAll = (ps: readonly Pattern[], ss: readonly Sym[], env: Map<string, Sym>): Truth =>
    conjunction(ps.map((p, i) => this.match(p, ss[i]!, env)));

  private condition(c: MeaningEquation['conditions'][number], env: Map<string, Sym>): Truth {
    if (isCall(c)) return this.truth(this.store.of(c, env));
    const value = this.store.of(c.value, env);
    const { sure, head } = this.classOf(value);
    if (head === this.store.undef) return false;
    return sure ? this.match(c.pattern, value, env) : undefined;
  }

  /** What a call equals by its equations, in their order, as far as they tell. */
  private result(c: Sym): Sym | undefined {
    const { store } = this;
    const { equations, otherwise, everywhere } = meaningOf(c.fn!);
    const observed = c.args.flatMap((a) => (a.fn === undefined ? [] : meaningOf(a.fn).observed));
    const parts: Sym[] = [];
    for (const e of [...observed.filter((o) => o.left.call === c.fn), ...equations]) {
      const env = new Map<string, Sym>();
      let fits = this.matchAll(e.left.args, c.args, env);
      for (const k of e.conditions) if (fits === true) fits = this.condition(k, env);
      if (fits === undefined) return undefined;
      if (!fits) continue;
      if (!everywhere) return store.of(e.right, env);
      parts.push(store.of(e.right, env));
    }
    if (typeof otherwise === 'string') return { undefined: store.undef, true: store.yes, false: store.no }[otherwise];
    const subject = c.args[0] && this.classOf(c.args[0]).head;
    const fields = subject && store.grammar.constructors.get(subject.op)?.fields;
    if (otherwise === null || subject === undefined || fields === undefined) return undefined;
    const walks = (i: number) => otherwise.includes(fields[i]![1]);
    const inside = subject.args.map((a, i) => (walks(i) ? store.call(c.fn!, [a, ...c.args.slice(1)]) : a));
    if (!everywhere) return store.constructed(subject.op, inside);
    parts.push(...inside.filter((_, i) => walks(i)));
    return parts.length === 0 ? store.yes : parts.reduceRight((rest, p) => store.call(both, [p, rest]));
  }

  /** Where equations speak of a call as an argument, what equals an argument and is such a call takes its place as well. */
  private views(c: Sym): void {
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
    const { undef } = this.store;
    if (c.sort !== 'holds') {
      if (c.args.some((a) => this.equal(a, undef))) return this.merge(c, undef);
      if (!c.fn!.partial && c.args.every((a) => this.classOf(a).sure)) this.makeSure(c);
    }
    for (const l of this.theory(c)) this.clause(l);
    this.views(c);
    const result = this.result(c);
    if (result !== undefined) this.merge(c, result);
  }

  /** One of the literals holds: when all others do not, the last does. */
  private clause(literals: readonly Literal[]): void {
    const holds = literals.map(([l, r, equal]) => {
      const t = this.compare(l, r);
      return t === undefined ? t : t === equal;
    });
    if (holds.includes(true)) return;
    const open = literals.filter((_, i) => holds[i] === undefined);
    if (open.length === 0) this.conflict = true;
    if (open.length === 1) this.assume(...open[0]!);
    const on = open.find(([l]) => l.fn === element);
    if (on && open.length > 1) this.wait ??= [on[0], on[1]];
  }
  /** What holds of a call by the theory of its metafunction, in clauses. */
  private theory(c: Sym): readonly (readonly Literal[])[] {
    const { yes } = this.store;
    const [p, q] = c.args as [Sym, Sym];
    const is = (s: Sym, value = true): Literal => [s, yes, value];
    const both = (up: boolean) => (k: Sym) =>
      exactly(is(this.at(c, k), up), [is(this.at(p, k), up), is(this.at(q, k), up)]);
    const keys = (more: (k: Sym) => readonly Literal[], some: (k: Sym) => readonly Literal[]) => [
      ...this.keys(p).map((k) => [is(c, false), ...more(k)]),
      ...(this.truth(c) === false ? some(this.some(c, p)).map((l) => [l]) : []),
    ];
    switch (c.fn!.info.meaning?.theory) {
      case 'same':
        return exactly(is(c), [[p, q, true]]);
      case 'not':
        return exactly(is(c), [is(p, false)]);
      case 'both':
        return exactly(is(c), [is(p), is(q)]);
      case 'member':
        return exactly(is(c), [is(this.at(q, p))]);
      case 'outside':
        return exactly(is(c), [is(this.at(q, p), false)]);
      case 'intersect':
      case 'min':
        return this.keys(c).flatMap(both(true));
      case 'union':
      case 'max':
        return this.keys(c).flatMap(both(false));
      case 'within':
      case 'subset':
      case 'below':
        return keys(
          (k) => [this.empty(p, k), [this.at(q, k), this.at(p, k), true]],
          (k) => [not(this.empty(p, k)), [this.at(q, k), this.at(p, k), false]],
        );
      case 'disjoint':
        return keys(
          (k) => [this.empty(p, k), this.empty(q, k)],
          (k) => [not(this.empty(p, k)), not(this.empty(q, k))],
        );
      default: {
        const head = c.fn === element ? this.classOf(q).head : undefined;
        const full = head && this.known.constant(head);
        return full === undefined ? [] : [[is(c, full)]];
      }
    }
  }
  /** What a collection has at a key: a map its value, a set whether it is an element. */
  private at(s: Sym, key: Sym): Sym {
    const lookup = this.known.lookups.get(s.sort);
    return lookup ? this.store.call(lookup, [s, key]) : this.store.call(element, [key, s]);
  }
  private empty(s: Sym, key: Sym): Literal {
    return [this.at(s, key), this.known.lookups.has(s.sort) ? this.store.undef : this.store.no, true];
  }
  /** A key that exists where a term is false, or two are different; of a two-valued order there is one key. */
  private some = (c: Sym, of: Sym): Sym => this.store.variable('∂', this.known.orders.has(of.sort) ? -1 : c.id, 'name');
  /** The keys at which something is known of a sort of collections; what holds of all names holds of any. */
  private keys(of: Sym): Sym[] {
    const lookup = this.known.lookups.get(of.sort) ?? element;
    const [place, any] = lookup === element ? [1, [this.store.variable('∂', -1, 'name')]] : [0, []];
    const calls = [...this.classes.keys()].filter((s) => s.fn === lookup && s.args[place]!.sort === of.sort);
    return [...new Set([...any, ...calls.map((s) => s.args[1 - place]!)])];
  }

  private settle(): void {
    while (this.changed && !this.contradiction()) {
      this.changed = false;
      for (const [l, r] of this.apart) {
        for (const value of [true, false])
          if (l.sort === 'holds') this.clause([l, r].map((p): Literal => [p, this.store.yes, value]));
        const collections = this.known.lookups.has(l.sort) || this.known.sets.has(l.sort);
        if (!collections || !this.classOf(l).sure || !this.classOf(r).sure) continue;
        const key = this.some(this.store.call(same, [l, r]), l);
        this.assume(this.at(l, key), this.at(r, key), false);
      }
      for (const c of this.classes.keys()) if (c.kind === 'call' && this.classes.size < most) this.evaluate(c);
    }
  }

  /** Whether the facts contradict each other; what evaluations wait for is supposed both ways. */
  contradictory(depth = 6): boolean {
    this.wait = undefined;
    this.changed = true;
    this.settle();
    if (this.contradiction()) return true;
    const on = this.wait as readonly [Sym, Sym] | undefined;
    if (on === undefined || depth === 0) return false;
    const refuted = (equal: boolean) => this.within(() => (this.assume(...on, equal), this.contradictory(depth - 1)));
    return refuted(true) && refuted(false);
  }
  /** Whether the facts entail that two terms are equal, or that they are not. */
  entails(left: Sym, right: Sym, equal: boolean): boolean {
    if (this.compare(left, right) === equal) return true;
    const [p, q] = [this.shape(left), this.shape(right)];
    const alike = equal && p !== undefined && p.args.length > 0 && p.op === q?.op;
    if (alike) return p.args.every((a, i) => this.entails(a, q!.args[i]!, true));
    return this.within(() => (this.assume(left, right, !equal), this.contradictory()));
  }
}
