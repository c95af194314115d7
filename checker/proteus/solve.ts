/**
 * The constraints of section 9 and their solution by reachability: t ∈ δ, δ ⊆ δ', μ ≤ μ' over unknowns and constants.
 * Linear in the constraints times the names.
 */
import { cofinite, finite } from '../../semantics/proteus/capability.ts';
import type { Constraints } from '../../semantics/proteus/constraints.ts';
import { make, type Cap, type Mu } from '../../semantics/proteus/grammar.ts';

/** Stands for all names that no constraint mentions. */
const others = '*';

interface Unknown {
  /** δ ⊆ each of these. */
  readonly within: string[];
  /** Each of these ⊆ δ. */
  readonly contains: string[];
  readonly upper: Cap[];
  readonly lower: Cap[];
}

/** A capability over the names that the constraints mention, and `others`. */
type Names = Set<string>;

export class Collector implements Constraints {
  private readonly caps = new Map<string, Unknown>();
  private readonly mus = new Map<string, { readonly above: string[]; isU: boolean }>();
  private readonly universe = new Set<string>([others]);
  private flows = 0;

  private cap(name: string): Unknown {
    let u = this.caps.get(name);
    if (u === undefined) this.caps.set(name, (u = { within: [], contains: [], upper: [], lower: [] }));
    return u;
  }

  private mu(name: string) {
    let u = this.mus.get(name);
    if (u === undefined) this.mus.set(name, (u = { above: [], isU: false }));
    return u;
  }

  private mention(c: Cap): Cap {
    if (c.tag !== 'CapUnknown') for (const t of c.names) this.universe.add(t);
    return c;
  }

  member(t: string, c: Cap): boolean {
    return this.subset(finite([t]), c);
  }

  subset(a: Cap, b: Cap): boolean {
    if (a.tag === 'CapUnknown' && b.tag === 'CapUnknown') {
      this.cap(a.name).within.push(b.name);
      this.cap(b.name).contains.push(a.name);
    } else if (a.tag === 'CapUnknown') this.cap(a.name).upper.push(this.mention(b));
    else if (b.tag === 'CapUnknown') this.cap(b.name).lower.push(this.mention(a));
    return true;
  }

  intersect(a: Cap, b: Cap): Cap {
    const d = make.Cap.CapUnknown(`f${this.flows++}`);
    this.subset(d, a);
    this.subset(d, b);
    return d;
  }

  union(a: Cap, b: Cap): Cap {
    const d = make.Cap.CapUnknown(`f${this.flows++}`);
    this.subset(a, d);
    this.subset(b, d);
    return d;
  }

  below(a: Mu, b: Mu): boolean {
    if (a.tag === 'MuUnknown' && b.tag === 'MuUnknown') this.mu(a.name).above.push(b.name);
    else if (b.tag === 'MuUnknown' && a.tag === 'U') this.mu(b.name).isU = true;
    // An unknown below N is N unless something forces it: then the rule that asks is the one that fails.
    return true;
  }

  max(a: Mu, b: Mu): Mu {
    const m = make.Mu.MuUnknown(`g${this.flows++}`);
    this.below(a, m);
    this.below(b, m);
    return m;
  }

  min(a: Mu, b: Mu): Mu {
    const m = make.Mu.MuUnknown(`g${this.flows++}`);
    this.below(m, a);
    this.below(m, b);
    return m;
  }

  matches(unknown: Cap | Mu, constant: Cap | Mu): boolean {
    if (unknown.tag === 'MuUnknown') return this.below(constant as Mu, unknown);
    return this.subset(unknown as Cap, constant as Cap) && this.subset(constant as Cap, unknown as Cap);
  }

  /**
   * Least μ; least Δ for update points and what is U; given those, greatest Δ for what is N.
   * @param owners the μ that a named Δ belongs to; no entry for the Δ of an update point.
   */
  solve(owners: ReadonlyMap<string, Mu>): Solution {
    const isU = new Set<string>();
    spread(
      [...this.mus].filter(([, m]) => m.isU).map(([name]) => name),
      (name) => this.mus.get(name)?.above ?? [],
      isU,
    );
    const muOf = (m: Mu): Mu => (m.tag === 'MuUnknown' ? (isU.has(m.name) ? make.Mu.U() : make.Mu.N()) : m);
    const least = this.reach(
      (u) => u.lower,
      (u) => u.within,
      (c) => this.elements(c),
      () => true,
    );
    const leastOf = (name: string) => least.get(name) ?? new Set<string>();
    // Flows, and what belongs to an N, are raised as far as their bounds allow; the rest stays least.
    const raised = (name: string) => {
      const owner = owners.get(name);
      return owner !== undefined ? muOf(owner).tag === 'N' : name.startsWith('f');
    };
    const missing = this.reach(
      (u) => [...u.upper, ...u.within.filter((b) => !raised(b)).map((b) => this.toCap(leastOf(b)))],
      (u) => u.contains,
      (c) => {
        const inside = this.elements(c);
        return new Set([...this.universe].filter((t) => !inside.has(t)));
      },
      raised,
    );
    return {
      mu: muOf,
      cap: (name) => {
        if (!raised(name)) return this.toCap(leastOf(name));
        const without = missing.get(name) ?? new Set<string>();
        return this.toCap(new Set([...this.universe].filter((t) => !without.has(t))));
      },
    };
  }

  /** Elements that start at some unknowns and spread along edges, one element at a time. */
  private reach(
    seeds: (u: Unknown) => readonly Cap[],
    next: (u: Unknown) => readonly string[],
    elements: (c: Cap) => Names,
    through: (name: string) => boolean,
  ): Map<string, Names> {
    const starts = new Map<string, string[]>();
    for (const [name, u] of this.caps) {
      if (!through(name)) continue;
      for (const c of seeds(u))
        for (const t of elements(c)) {
          const list = starts.get(t);
          if (list) list.push(name);
          else starts.set(t, [name]);
        }
    }
    const found = new Map<string, Names>();
    for (const [t, names] of starts) {
      const reached = new Set<string>();
      spread(names, (name) => next(this.caps.get(name) as Unknown).filter(through), reached);
      for (const name of reached) {
        const set = found.get(name);
        if (set) set.add(t);
        else found.set(name, new Set([t]));
      }
    }
    return found;
  }

  private elements(c: Cap): Names {
    if (c.tag === 'Finite') return new Set(c.names);
    const out = new Set(this.universe);
    if (c.tag === 'Cofinite') for (const t of c.names) out.delete(t);
    return out;
  }

  private toCap(names: Names): Cap {
    return names.has(others) ? cofinite([...this.universe].filter((t) => !names.has(t))) : finite([...names]);
  }
}

export interface Solution {
  mu(m: Mu): Mu;
  cap(name: string): Cap;
}

function spread(starts: readonly string[], next: (name: string) => readonly string[], reached: Set<string>): void {
  const work = [...starts];
  while (work.length > 0) {
    const name = work.pop() as string;
    if (reached.has(name)) continue;
    reached.add(name);
    for (const n of next(name)) if (!reached.has(n)) work.push(n);
  }
}
