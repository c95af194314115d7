/**
 * Whether facts contradict each other: congruence closure with constructors and the equations of metafunctions, finite
 * maps, and sets of names. What it says is sound; complete it is for sets and updatabilities alone. Facts are taken back
 * in the reverse order of their coming (`push`, `pop`), so a search keeps one solver along a branch.
 */
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import { both } from '../../semantics/logic.ts';
import { meaningOf, type MeaningEquation, type Theory } from '../../semantics/meaning.ts';
import type { Known } from '../known.ts';
import { contradicts, type Truth } from './sets.ts';
import type { Store, Sym } from '../terms.ts';

export type Verdict = 'yes' | 'no' | 'open';
/** What an evaluation waits for. */
export type Open =
  | { readonly kind: 'equal'; readonly left: Sym; readonly right: Sym }
  | { readonly kind: 'holds'; readonly of: Sym }
  | { readonly kind: 'defined'; readonly of: Sym }
  | { readonly kind: 'shape'; readonly of: Sym };

/** Fresh keys are split on this often. */
const deepest = 6;

/** Whether an equation tells what a function is of a call of another one at a place. */
function speaks(fn: AnyMetafunction, i: number, of: AnyMetafunction): boolean {
  let known = told.get(fn);
  if (known === undefined) told.set(fn, (known = new Map()));
  let places = known.get(of);
  if (places === undefined) {
    const looks = (e: MeaningEquation, k: number) => isCall(e.left.args[k]!) && e.left.args[k].call === of;
    const observed = meaningOf(of).observed.filter((e) => e.left.call === fn);
    places = fn.info.args.map((_, k) => meaningOf(fn).equations.some((e) => looks(e, k)) || observed.some((e) => isCall(e.left.args[k]!))); // prettier-ignore
    known.set(of, places);
  }
  return places[i] ?? false;
}
const told = new WeakMap<AnyMetafunction, Map<AnyMetafunction, readonly boolean[]>>();

export class Solver {
  readonly store: Store;
  readonly known: Known;
  conflict = false;
  private readonly rep: number[] = [];
  private readonly nodes: (Sym | undefined)[] = [];
  private readonly next: number[] = [];
  private readonly size: number[] = [];
  private readonly uses: number[][] = [];
  private readonly head: (Sym | undefined)[] = [];
  private readonly sure: boolean[] = [];
  /** The calls that are evaluated again when a class changes; those that are to be. */
  private readonly watchers: number[][] = [];
  private readonly dirty = new Set<number>();
  private readonly apart: number[][] = [];
  private readonly signatures = new Map<string, number>();
  /** What calls wait for. */
  private readonly waiting = new Map<number, readonly Open[]>();
  private readonly done = new Set<string>();
  /** Calls of a theory's functions, and pairs of set terms that differ. */
  private readonly calls = new Map<Theory, Sym[]>();
  private readonly different: (readonly [Sym, Sym])[] = [];
  private readonly keys: Sym[] = [];
  private readonly said: (readonly [Sym, Sym, boolean])[] = [];
  private readonly trail: (() => void)[] = [];
  private readonly queue: (readonly [number, number])[] = [];
  private running = false;
  /** Questions answered since the last fact or call. */
  private answers = new Map<string, boolean>();
  /** Whether inclusions are to be looked at again. */
  private moved = false;
  private fresh = 0;
  private watched: number[] = [];
  private open: Open[] = [];

  constructor(store: Store, known: Known) {
    this.store = store;
    this.known = known;
    for (const s of [store.undef, store.yes, store.no]) this.add(s);
  }

  // What a branch asks (Entailment of check.ts).
  has = (s: Sym): boolean => this.nodes[s.id] !== undefined;
  within<T>(f: () => T): T {
    const mark = this.push();
    try {
      return f();
    } finally {
      this.pop(mark);
    }
  }
  entails(left: Sym, right: Sym, equal: boolean): boolean {
    if (!equal && right === this.store.undef) return this.defined(left);
    if (!equal) return this.supposing(left, right, true, () => this.contradictory());
    return right === this.store.yes ? this.holds(left) : this.equal(left, right);
  }

  push = (): number => (this.run(), this.trail.length);
  pop(mark: number): void {
    while (this.trail.length > mark) this.trail.pop()!();
    this.queue.length = 0;
    this.dirty.clear();
    this.moved = false;
  }

  private find(id: number): number {
    while (this.rep[id] !== id) id = this.rep[id]!;
    return id;
  }
  private touch(r: number): void {
    for (const c of this.watchers[r]!) this.dirty.add(c);
    this.moved = true;
  }
  /** A term takes part in the facts; what it equals is found out, if that is not going on already. */
  private know(s: Sym): void {
    if (this.nodes[s.id] !== undefined) return;
    this.add(s);
    this.run();
  }
  /** The constructor term that a term equals, if one is known. */
  shape(s: Sym): Sym | undefined {
    this.know(s);
    return this.head[this.find(s.id)];
  }
  /** A number that equal terms share. */
  classOf = (s: Sym): number => (this.know(s), this.find(s.id));
  members(s: Sym): Sym[] {
    const found: Sym[] = [];
    let at = this.classOf(s);
    const first = at;
    do {
      found.push(this.nodes[at]!);
      at = this.next[at]!;
    } while (at !== first);
    return found;
  }
  private signature = (s: Sym): string => `${s.kind[2]}${s.op}|${s.args.map((a) => this.find(a.id)).join(',')}`;

  add(s: Sym): void {
    const { id } = s;
    if (this.nodes[id] !== undefined) return;
    for (const a of s.args) this.add(a);
    this.nodes[id] = s;
    this.rep[id] = this.next[id] = id;
    this.size[id] = 1;
    this.uses[id] = [];
    this.apart[id] = [];
    this.head[id] = s.kind === 'constructor' ? s : undefined;
    const total = s.kind === 'call' && !s.fn!.partial && s.args.every((a) => this.sure[this.find(a.id)]);
    this.sure[id] = s.kind === 'variable' || (s.kind === 'constructor' && s !== this.store.undef) || total;
    this.watchers[id] = [];
    this.moved = true;
    const theory = s.fn?.info.meaning?.theory;
    if (theory !== undefined) this.calls.set(theory, [...(this.calls.get(theory) ?? []), s]);
    if (s.kind === 'call') {
      this.waiting.set(id, []);
      this.dirty.add(id);
      this.forget();
    }
    for (const a of s.args) {
      const used = this.uses[this.find(a.id)]!;
      used.push(id);
      this.trail.push(() => used.pop());
    }
    let key = '';
    if (s.args.length > 0) {
      const other = this.signatures.get((key = this.signature(s)));
      if (other === undefined) this.signatures.set(key, id);
      else {
        key = '';
        this.queue.push([id, other]);
      }
    }
    this.trail.push(() => {
      this.nodes[id] = undefined;
      this.waiting.delete(id);
      if (theory !== undefined) this.calls.set(theory, this.calls.get(theory)!.slice(0, -1));
      if (key !== '') this.signatures.delete(key);
    });
  }

  private forget(): void {
    const old = this.answers;
    this.answers = new Map();
    this.trail.push(() => (this.answers = old));
  }
  private answered(key: string, f: () => boolean): boolean {
    const { answers } = this;
    let a = answers.get(key);
    if (a === undefined) answers.set(key, (a = f()));
    return a;
  }

  private fail(): void {
    if (this.conflict) return;
    this.conflict = true;
    this.trail.push(() => (this.conflict = false));
  }

  private merge(x: number, y: number): void {
    let [a, b] = [this.find(x), this.find(y)];
    if (a === b) return;
    if (this.size[a]! < this.size[b]!) [a, b] = [b, a];
    if (this.apart[b]!.some((d) => this.find(d) === a) || this.apart[a]!.some((d) => this.find(d) === b))
      return this.fail();
    const [p, q] = [this.head[a], this.head[b]];
    const undef = this.find(this.store.undef.id);
    if ((this.sure[a]! && b === undef) || (this.sure[b]! && a === undef)) return this.fail();
    if (p !== undefined && q !== undefined && p.op !== q.op) return this.fail();
    const before = { head: p, sure: this.sure[a]!, uses: this.uses[a]!.length, apart: this.apart[a]!.length, watchers: this.watchers[a]!.length }; // prettier-ignore
    this.rep[b] = a;
    this.head[a] = p ?? q;
    this.sure[a] = before.sure || this.sure[b]!;
    [this.next[a], this.next[b]] = [this.next[b]!, this.next[a]!];
    this.size[a]! += this.size[b]!;
    this.uses[a]!.push(...this.uses[b]!);
    this.apart[a]!.push(...this.apart[b]!);
    this.touch(a);
    this.touch(b);
    this.watchers[a]!.push(...this.watchers[b]!);
    this.trail.push(() => {
      this.watchers[a]!.length = before.watchers;
      this.uses[a]!.length = before.uses;
      this.apart[a]!.length = before.apart;
      this.size[a]! -= this.size[b]!;
      [this.next[a], this.next[b]] = [this.next[b]!, this.next[a]!];
      this.head[a] = before.head;
      this.sure[a] = before.sure;
      this.rep[b] = b;
    });
    if (p !== undefined && q !== undefined) p.args.forEach((u, i) => this.queue.push([u.id, q.args[i]!.id]));
    for (const u of this.uses[b]!) {
      const key = this.signature(this.nodes[u]!);
      const other = this.signatures.get(key);
      if (other !== undefined) this.queue.push([u, other]);
      else {
        this.signatures.set(key, u);
        this.trail.push(() => this.signatures.delete(key));
      }
    }
    // A term that contains itself is no term.
    if (this.head[a] !== undefined && this.cyclic(a)) this.fail();
  }

  private cyclic(root: number): boolean {
    const seen = new Set<number>();
    const work = [root];
    while (work.length > 0) {
      for (const u of this.head[work.pop()!]?.args ?? []) {
        const r = this.find(u.id);
        if (r === root) return true;
        if (!seen.has(r)) work.push(r);
        seen.add(r);
      }
    }
    return false;
  }

  /** Adds the fact that two terms are equal, or that they are not. */
  assume(left: Sym, right: Sym, equal = true): void {
    this.said.push([left, right, equal]);
    this.trail.push(() => this.said.pop());
    this.forget();
    this.add(left);
    this.add(right);
    if (equal) {
      this.queue.push([left.id, right.id]);
      return this.run();
    }
    this.run();
    const [a, b] = [this.find(left.id), this.find(right.id)];
    if (a === b) return this.fail();
    if (right === this.store.undef) return this.makeSure(left);
    // What is no truth value but this one is the other.
    for (const [p, q] of [
      [left, right],
      [right, left],
    ] as const)
      // prettier-ignore
      if (q === this.store.yes || q === this.store.no)
        return this.assume(p, q === this.store.yes ? this.store.no : this.store.yes);
    this.apart[a]!.push(right.id);
    this.apart[b]!.push(left.id);
    this.different.push([left, right]);
    this.trail.push(() => (this.apart[a]!.pop(), this.apart[b]!.pop(), this.different.pop()));
    this.touch(a);
    this.touch(b);
    const lookup = this.known.lookups.get(left.sort);
    if (lookup !== undefined) this.differAt(lookup, left, right);
    this.run();
  }

  private differAt(lookup: AnyMetafunction, left: Sym, right: Sym): Sym {
    const key = this.store.variable('∂', this.fresh++, 'name');
    this.keys.push(key);
    this.trail.push(() => this.keys.pop());
    const at = this.store.call(lookup, [left, key]);
    this.assume(at, this.store.call(lookup, [right, key]), false);
    return at;
  }

  private makeSure(s: Sym): void {
    const r = this.find(s.id);
    if (this.sure[r]) return;
    if (r === this.find(this.store.undef.id)) return this.fail();
    this.sure[r] = true;
    this.trail.push(() => (this.sure[r] = false));
    this.touch(r);
    this.run();
  }

  /** Draws the consequences that need no search. */
  private run(): void {
    if (this.running) return;
    this.running = true;
    do {
      while (this.queue.length > 0 && !this.conflict) this.merge(...this.queue.pop()!);
      if (this.conflict) break;
      const [next] = this.dirty;
      if (next !== undefined) {
        this.dirty.delete(next);
        if (this.nodes[next] !== undefined) this.evaluate(this.nodes[next]);
      } else if (this.moved) {
        this.moved = false;
        this.inclusions();
      }
    } while (this.queue.length > 0 || this.dirty.size > 0 || this.moved);
    if (this.conflict) {
      this.queue.length = 0;
      this.dirty.clear();
    }
    this.running = false;
  }

  /** m ⊆ m' where m has a value. */
  private inclusions(): void {
    for (const c of this.calls.get('within') ?? []) {
      const truth = this.truth(c);
      const [m, m1] = c.args as readonly [Sym, Sym];
      if (truth === 'open' || !this.first(`${c.id} ${truth} in`, truth === 'no')) continue;
      if (truth === 'no') this.makeSure(this.differAt(this.known.lookups.get(m.sort)!, m, m1));
      else
        for (const g of this.calls.get('get') ?? [])
          if (
            this.find(g.args[0]!.id) === this.find(m.id) &&
            this.sure[this.find(g.id)] &&
            this.first(`${c.id} ${g.id}`)
          ) {
            const there = this.store.call(g.fn!, [m1, g.args[1]!]);
            this.add(there);
            this.queue.push([g.id, there.id]);
          }
    }
  }

  /** Whether something is done for the first time since it was last taken back; what may be done again is not noted. */
  private first(key: string, note = true): boolean {
    if (this.done.has(key)) return false;
    if (!note) return true;
    this.done.add(key);
    this.trail.push(() => this.done.delete(key));
    return true;
  }

  truth(p: Sym): Verdict {
    const r = this.classOf(p);
    return r === this.find(this.store.yes.id) ? 'yes' : r === this.find(this.store.no.id) ? 'no' : 'open';
  }

  private compare(a: Sym, b: Sym): Verdict {
    const [p, q] = [this.classOf(a), this.classOf(b)];
    if (p === q) return 'yes';
    this.watched.push(p, q);
    if (this.apart[p]!.some((d) => this.find(d) === q) || this.apart[q]!.some((d) => this.find(d) === p)) return 'no';
    const [s, t] = [this.head[p], this.head[q]];
    if (s !== undefined && t !== undefined) {
      if (s.op !== t.op) return 'no';
      if (s.args.some((u, i) => this.compare(u, t.args[i]!) === 'no')) return 'no';
    }
    this.open.push({ kind: 'equal', left: a, right: b });
    return 'open';
  }

  /** Whether a term fits a pattern, which binds what is new in it. A view is the term itself, not what it equals. */
  private match(p: Pattern, s: Sym, env: Map<string, Sym>, view = false): Verdict {
    if (isMeta(p)) {
      const old = env.get(p.meta);
      if (old !== undefined) return this.compare(old, s);
      env.set(p.meta, s);
      const test = p.restriction && this.known.restrictions.get(p.restriction.name);
      return test === undefined ? 'yes' : this.ask(this.store.call(test, [s]));
    }
    const r = this.classOf(s);
    this.watched.push(r);
    if (isCall(p)) {
      if (view) return s.kind === 'call' && s.fn === p.call ? this.matchAll(p.args, s.args, env) : 'no';
      for (const m of this.members(s))
        if (m.kind === 'call' && m.fn === p.call && this.matchAll(p.args, m.args, env) === 'yes') return 'yes';
      return 'open';
    }
    const h = this.head[r];
    if (h === undefined) {
      this.open.push({ kind: 'shape', of: s });
      return 'open';
    }
    if (typeof p !== 'object' || Array.isArray(p)) return h === this.store.of(p, env) ? 'yes' : 'no';
    const { tag, ...fields } = p as { readonly tag: string };
    return h.op === tag ? this.matchAll(Object.values(fields), h.args, env) : 'no';
  }

  private matchAll(ps: readonly Pattern[], ss: readonly Sym[], env: Map<string, Sym>, view = false): Verdict {
    let all: Verdict = 'yes';
    for (let i = 0; i < ps.length; i++) {
      const v = this.match(ps[i]!, ss[i]!, env, view);
      if (v === 'no') return 'no';
      if (v === 'open') all = 'open';
    }
    return all;
  }

  private ask(p: Sym): Verdict {
    const v = this.truth(p);
    this.watched.push(this.find(p.id));
    if (v === 'open') this.open.push({ kind: 'holds', of: p });
    return v;
  }

  private condition(c: Pattern | { pattern: Pattern; value: Pattern }, env: Map<string, Sym>): Verdict {
    if (!(typeof c === 'object' && 'pattern' in c)) return this.ask(this.store.of(c, env));
    const s = this.store.of(c.value, env);
    const r = this.classOf(s);
    this.watched.push(r);
    if (r === this.find(this.store.undef.id)) return 'no';
    if (this.sure[r]) return this.match(c.pattern, s, env);
    this.open.push({ kind: 'defined', of: s });
    return 'open';
  }

  private evaluate(c: Sym): void {
    this.watched = [c.id, ...c.args.map((a) => a.id)];
    this.open = [];
    const before = this.waiting.get(c.id)!;
    this.step(c);
    this.waiting.set(c.id, this.open);
    this.open = [];
    for (const r of new Set(this.watched.map((x) => this.find(x)))) {
      const list = this.watchers[r]!;
      if (list.includes(c.id)) continue;
      list.push(c.id);
      this.trail.push(() => list.pop());
    }
    this.trail.push(() => void (this.waiting.has(c.id) && this.waiting.set(c.id, before)));
  }

  private becomes(c: Sym, value: Sym): void {
    this.add(value);
    this.queue.push([c.id, value.id]);
  }

  /** One attempt to find what a call equals. */
  private step(c: Sym): void {
    const { yes, no, undef } = this.store;
    const fn = c.fn!;
    const [p, q] = c.args as readonly [Sym, Sym];
    const value = this.truth(c);
    if (fn.info.result !== 'holds') {
      if (c.args.some((a) => this.find(a.id) === this.find(undef.id))) return this.becomes(c, undef);
      if (!fn.partial && !this.sure[this.find(c.id)] && c.args.every((a) => this.sure[this.find(a.id)]))
        this.makeSure(c);
    }
    switch (fn.info.meaning?.theory) {
      case 'same': {
        const v = this.compare(p, q);
        if (value === 'yes') this.queue.push([p.id, q.id]);
        else if (v !== 'open') this.becomes(c, v === 'yes' ? yes : no);
        else if (value === 'no' && this.first(`${c.id} apart`)) this.assume(p, q, false);
        return;
      }
      case 'not': {
        const v = value === 'open' ? this.ask(p) : 'open';
        if (v !== 'open') this.becomes(c, v === 'yes' ? no : yes);
        else if (value !== 'open') this.becomes(p, value === 'yes' ? no : yes);
        return;
      }
      case 'both': {
        const [a, b] = [this.ask(p), this.ask(q)];
        if (a === 'no' || b === 'no') this.becomes(c, no);
        else if (a === 'yes') this.queue.push([c.id, q.id]);
        else if (b === 'yes') this.queue.push([c.id, p.id]);
        else if (value === 'yes') [p, q].forEach((x) => this.becomes(x, yes));
        return;
      }
      default:
    }
    const own = meaningOf(fn).equations;
    // Where an equation has a call, what equals the argument is looked at term by term; elsewhere through its shape.
    const views = c.args.map((a, i) => {
      const seen = this.members(a).filter((m) => m.kind === 'call' && speaks(fn, i, m.fn!));
      return seen.length > 0 && this.shape(a) === undefined ? seen : [...seen, a];
    });
    this.watched.push(...c.args.map((a) => this.find(a.id)));
    const choose = (i: number, args: readonly Sym[]): void => {
      if (i < views.length) return views[i]!.forEach((v) => choose(i + 1, [...args, v]));
      const key = `${c.id}:${args.map((a) => a.id).join()}`;
      if (this.done.has(key)) return;
      const observed = args.flatMap((a) => (a.kind === 'call' ? meaningOf(a.fn!).observed.filter((e) => e.left.call === fn) : [])); // prettier-ignore
      const result = this.result(c, args, [...observed, ...own]);
      if (result === undefined || !this.first(key)) return;
      this.becomes(c, result);
    };
    choose(0, []);
  }

  /** What a call equals by its equations, as far as they tell. */
  private result(c: Sym, args: readonly Sym[], equations: readonly MeaningEquation[]): Sym | undefined {
    const { store } = this;
    const { otherwise, everywhere } = meaningOf(c.fn!);
    const parts: Sym[] = [];
    for (const e of equations) {
      const env = new Map<string, Sym>();
      let v = this.matchAll(e.left.args, args, env, true);
      for (const k of e.conditions) if (v === 'yes') v = this.condition(k, env);
      if (v === 'open') return undefined;
      if (v === 'no') continue;
      if (!everywhere) return store.of(e.right, env);
      parts.push(store.of(e.right, env));
    }
    if (otherwise === null) return undefined;
    if (typeof otherwise === 'string')
      return otherwise === 'undefined' ? store.undef : otherwise === 'true' ? store.yes : store.no;
    const subject = this.shape(args[0]!);
    const info = subject && store.grammar.constructors.get(subject.op);
    if (info === undefined || subject === undefined) return undefined;
    const inside = (a: Sym, i: number) => otherwise.includes(info.fields[i]![1]) ? store.call(c.fn!, [a, ...c.args.slice(1)]) : undefined; // prettier-ignore
    if (!everywhere) return store.constructed(subject.op, subject.args.map((a, i) => inside(a, i) ?? a)); // prettier-ignore
    const all = [...parts, ...subject.args.flatMap((a, i) => inside(a, i) ?? [])];
    return all.length === 0 ? store.yes : all.reduceRight((rest, p) => this.store.call(both, [p, rest]));
  }

  /** The calls of a metafunction that the facts speak of. */
  callsOf = (fn: AnyMetafunction): Sym[] =>
    [...this.waiting.keys()].map((id) => this.nodes[id]!).filter((s) => s.fn === fn);
  /** The terms of a sort that the facts speak of. */
  ofSort = (sort: string): Sym[] => this.nodes.filter((s) => s?.sort === sort) as Sym[];
  /** What was assumed: pairs, and whether they are equal. */
  facts = (): (readonly [Sym, Sym, boolean])[] => [...this.said];

  /** What evaluations wait for, in the order of their terms. */
  opens = (): Open[] => [...this.waiting.values()].flat();

  /** Whether the facts contradict each other. */
  contradictory(depth = deepest): boolean {
    this.run();
    return this.conflict || this.answered(`! ${depth}`, () => this.contradictsSets() || this.contradictsKeys(depth));
  }
  private contradictsKeys(depth: number): boolean {
    if (this.keys.length === 0 || depth === 0) return false;
    const fresh = new Set(this.keys.map((k) => this.find(k.id)));
    const on = this.opens().find(
      (o) => o.kind === 'equal' && [o.left, o.right].some((s) => fresh.has(this.find(s.id))),
    );
    if (on?.kind !== 'equal') return false;
    return [true, false].every((equal) =>
      this.supposing(on.left, on.right, equal, () => this.contradictory(depth - 1)),
    );
  }

  /** The answer under one more fact. */
  supposing<T>(left: Sym, right: Sym, equal: boolean, then: () => T): T {
    const mark = this.push();
    this.assume(left, right, equal);
    const answer = then();
    this.pop(mark);
    return answer;
  }

  private contradictsSets(): boolean {
    const of = (t: Theory) => this.calls.get(t) ?? [];
    return contradicts(of, this.different, { classOf: (s) => this.find(s.id), shape: (s) => this.head[this.find(s.id)], truth: (s): Truth => (this.truth(s) === 'open' ? undefined : this.truth(s) === 'yes') }, this.known); // prettier-ignore
  }

  /** Whether the facts entail that two terms are equal. */
  equal(a: Sym, b: Sym): boolean {
    this.add(a);
    this.add(b);
    this.run();
    const [p, q] = [this.find(a.id), this.find(b.id)];
    if (this.conflict || p === q) return true;
    return this.answered(p < q ? `${p}=${q}` : `${q}=${p}`, () => this.follows(a, b));
  }
  private follows(a: Sym, b: Sym): boolean {
    const [s, t] = [this.head[this.find(a.id)], this.head[this.find(b.id)]];
    if (s !== undefined && t !== undefined && s.op === t.op && s.args.length > 0 && s.args.every((u, i) => this.equal(u, t.args[i]!))) return true; // prettier-ignore
    if (this.compare(a, b) === 'no') return this.contradictory();
    if (a.sort !== b.sort && s !== this.store.undef && t !== this.store.undef) return false;
    return this.supposing(a, b, false, () => this.contradictory());
  }

  /** Whether the facts entail that a predicate holds: both parts of a conjunction, each by itself. */
  holds(p: Sym): boolean {
    this.add(p);
    this.run();
    if (this.conflict || this.truth(p) === 'yes') return true;
    if (this.truth(p) === 'no') return this.contradictory();
    return this.answered(`${this.find(p.id)}`, () => this.provable(p));
  }
  private provable(p: Sym): boolean {
    // A conjunction of which one part holds equals the other one.
    const conjunction = this.members(p).find((m) => m.fn === both && m.args.every((a) => this.classOf(a) !== this.classOf(p))); // prettier-ignore
    if (conjunction !== undefined) return conjunction.args.every((a) => this.holds(a));
    return this.supposing(p, this.store.no, true, () => this.contradictory());
  }

  /** Whether the facts entail that a term is defined. */
  defined(s: Sym): boolean {
    this.add(s);
    this.run();
    return (
      this.conflict ||
      this.sure[this.find(s.id)]! ||
      this.supposing(s, this.store.undef, true, () => this.contradictory())
    );
  }
}
