/** Unknowns of a search: variables that stand for a term to be found; matching them, up to what the facts say is equal. */
import type { Metavariable } from '../../semantics/symbols.ts';
import type { Branch } from '../check.ts';
import type { Solver } from '../solving/solver.ts';
import type { Bindings, Sym } from '../terms.ts';

export class Unknowns {
  private readonly bound = new Map<Sym, Sym>();
  private readonly unknown = new Map<Sym, boolean>();
  /** Pairs that cannot be compared yet. */
  readonly later: (readonly [Sym, Sym])[] = [];
  private next = 0;
  private readonly b: Branch<Solver>;
  constructor(b: Branch<Solver>) {
    this.b = b;
  }

  make = (m: Pick<Metavariable, 'meta' | 'sort'>): Sym => this.b.store.variable(`?${m.meta}`, this.next++, m.sort);
  all = (metas: readonly Metavariable[], outer: Iterable<readonly [string, Sym]> = []): Bindings =>
    new Map([...outer, ...metas.map((m) => [m.meta, this.make(m)] as const)]);

  /** Whether a term has unknowns, bound or not. */
  private has(s: Sym): boolean {
    let h = this.unknown.get(s);
    if (h === undefined) {
      h = s.kind === 'variable' ? s.op.startsWith('?') : s.args.some((a) => this.has(a));
      this.unknown.set(s, h);
    }
    return h;
  }
  /** The term with what is bound put in. */
  resolve(s: Sym): Sym {
    if (!this.has(s)) return s;
    if (s.kind === 'variable') {
      const t = this.bound.get(s);
      return t === undefined ? s : this.resolve(t);
    }
    const args = s.args.map((a) => this.resolve(a));
    if (args.every((a, i) => a === s.args[i])) return s;
    return s.kind === 'call' ? this.b.store.call(s.fn!, args) : this.b.store.constructed(s.op, args);
  }
  open = (s: Sym): boolean => this.has(this.resolve(s));

  unifyAll(ps: readonly Sym[], ss: readonly Sym[], k: () => boolean, i = 0): boolean {
    return i === ps.length ? k() : this.unify(ps[i]!, ss[i]!, () => this.unifyAll(ps, ss, k, i + 1));
  }

  private bind(u: Sym, t: Sym, k: () => boolean): boolean {
    if (u.sort !== t.sort) return false;
    this.bound.set(u, t);
    if (k()) return true;
    this.bound.delete(u);
    return false;
  }

  unify(p0: Sym, s0: Sym, k: () => boolean): boolean {
    const { solver, store } = this.b;
    let [p, s] = [this.resolve(p0), this.resolve(s0)];
    if (p === s) return k();
    if (!this.has(p)) [p, s] = [s, p];
    if (!this.has(p)) return solver.equal(p, s) && k();
    if (p.kind === 'variable') return this.bind(p, s, k);
    if (s.kind === 'variable' && this.has(s)) return this.bind(s, p, k);
    const known = !this.has(s);
    if (p.kind === 'constructor') {
      const h = known ? solver.shape(s) : s.kind === 'constructor' ? s : undefined;
      if (h !== undefined) return h.op === p.op && this.unifyAll(p.args, h.args, k);
    } else if (known) {
      for (const m of solver.members(s))
        if (m.kind === 'call' && m.fn === p.fn && this.unifyAll(p.args, m.args, k)) return true;
      // m, x:v with m to be found, against m0, y:v0 where x is set somewhere below and differs from y.
      if (p.fn!.info.meaning?.theory === 'set' && this.open(p.args[0]!) && !this.open(p.args[1]!))
        for (const m of solver.members(s)) {
          if (m.fn !== p.fn || this.compare(m.args[1]!, p.args[1]!) !== 'no') continue;
          const rest = this.make({ meta: 'rest', sort: m.sort });
          const inner = store.call(p.fn!, [rest, p.args[1]!, p.args[2]!]);
          const outer = store.call(p.fn!, [rest, m.args[1]!, m.args[2]!]);
          if (this.unify(inner, m.args[0]!, () => this.unify(p.args[0]!, outer, k))) return true;
        }
    }
    this.later.push([p, s]);
    if (k()) return true;
    this.later.pop();
    return false;
  }
  private compare = (a: Sym, b: Sym): 'no' | 'other' =>
    this.b.solver.supposing(a, b, true, () => this.b.solver.contradictory()) ? 'no' : 'other';

  /** Whether what was put off holds, now that its terms are known. */
  settled = (): boolean =>
    this.later.every(([p, s]) => {
      const [a, c] = [this.resolve(p), this.resolve(s)];
      return !this.has(a) && !this.has(c) && this.b.solver.equal(a, c);
    });
}
