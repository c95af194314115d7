/**
 * The constraints of section 9 and their solution by reachability: t ∈ δ, δ ⊆ δ', μ ≤ μ' over unknowns and constants.
 * Linear in the constraints times the names.
 */
import { cofinite, contains, finite } from '../../semantics/proteus/capability.ts';
import { make, type Binding, type Cap, type Expr, type Mu } from '../../semantics/proteus/grammar.ts';
import type { Constraints } from './unknowns.ts';

/** Stands for all names that no constraint mentions. */
const others = '*';

/** Where a constraint comes from: filled in when the rule instance that asks it is complete. */
export interface Origin {
  /** The expression or binding; of subtyping, the expression whose type has to be a subtype. */
  term: Expr | Binding | undefined;
  /** The judgement that asked: typing, a binding, subtyping, U-Rebind, U-Trans. */
  kind: 'types' | 'bindingOk' | 'subtype' | 'replacements' | 'transformers';
  /** The definition it is in; null for the program's expression. */
  readonly in: string | null;
}

interface Unknown {
  readonly name: string;
  /** How many there were before it. */
  readonly index: number;
  /** δ ⊆ each of these. */
  readonly within: Unknown[];
  /** Each of these ⊆ δ, for these reasons; `returns` where it is what a call leaves of its callee's latent. */
  readonly contains: { readonly of: Unknown; readonly origin: Origin; readonly returns: boolean }[];
  readonly upper: Cap[];
  readonly lower: { readonly cap: Cap; readonly origin: Origin }[];
}

/** A capability over the names that the constraints mention, and `others`. */
type Names = ReadonlySet<string>;

export class Collector implements Constraints {
  private readonly caps = new Map<string, Unknown>();
  private readonly mus = new Map<string, { readonly above: string[]; isU: boolean }>();
  private readonly universe = new Set<string>([others]);
  private flows = 0;
  private origin: Origin = { term: undefined, kind: 'types', in: null };
  private returning = false;

  /** What follows is asked of a definition (null: of the program's expression). */
  begin(definition: string | null): void {
    this.origin = { term: undefined, kind: 'types', in: definition };
  }

  /** What was asked since the last time was asked by a rule instance of this kind. */
  close(kind: Origin['kind'], term: Expr | Binding | undefined): void {
    this.origin.kind = kind;
    this.origin.term = term;
    this.begin(this.origin.in);
  }

  private cap(name: string): Unknown {
    let u = this.caps.get(name);
    if (u === undefined)
      this.caps.set(name, (u = { name, index: this.caps.size, within: [], contains: [], upper: [], lower: [] }));
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
      const [inner, outer] = [this.cap(a.name), this.cap(b.name)];
      inner.within.push(outer);
      outer.contains.push({ of: inner, origin: this.origin, returns: this.returning });
    } else if (a.tag === 'CapUnknown') this.cap(a.name).upper.push(this.mention(b));
    else if (b.tag === 'CapUnknown') this.cap(b.name).lower.push({ cap: this.mention(a), origin: this.origin });
    return true;
  }

  intersect(a: Cap, b: Cap): Cap {
    const d = make.Cap.CapUnknown(`f${this.flows++}`);
    this.subset(d, a);
    // T-App: Δ2 ∩ Δf.
    this.returning = true;
    this.subset(d, b);
    this.returning = false;
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
      (u) => u.lower.map((l) => l.cap),
      (u) => u.within,
      (c) => this.elements(c),
      (names) => this.toCap(names),
    );
    // Flows, and what belongs to an N, are raised as far as their bounds allow; the rest stays least.
    const isRaised = (name: string): boolean => {
      const owner = owners.get(name);
      return owner !== undefined ? muOf(owner).tag === 'N' : name.startsWith('f');
    };
    const raised = new Set<Unknown>();
    for (const u of this.caps.values()) if (isRaised(u.name)) raised.add(u);
    const without = (names: Names): Names => new Set([...this.universe].filter((t) => !names.has(t)));
    const greatest = this.reach(
      (u) => [...u.upper, ...u.within.filter((b) => !raised.has(b)).map(least)],
      (u) => u.contains.map((c) => c.of),
      (c) => without(this.elements(c)),
      (names) => this.toCap(without(names)),
      raised,
    );
    return {
      mu: muOf,
      // There may be no constraint that mentions it.
      cap: (name) => (isRaised(name) ? greatest : least)(this.caps.get(name)),
    };
  }

  /**
   * Why t is in the least solution of an unknown: for each constraint t ∈ δ (or {…t…} ⊆ δ) that reaches it, the
   * shortest chain of inclusions, from the unknown on.
   */
  chains(name: string, t: string): Chain[] {
    const start = this.caps.get(name);
    if (start === undefined) return [];
    const came = new Map<Unknown, { readonly from: Unknown; readonly link: Link } | undefined>([[start, undefined]]);
    const found: Chain[] = [];
    for (const [u] of came) {
      for (const { cap, origin } of u.lower) {
        if (!contains(cap, t)) continue;
        const links: Link[] = [];
        for (let step = came.get(u); step !== undefined; step = came.get(step.from)) links.push(step.link);
        found.push({ links: links.reverse(), origin });
      }
      for (const { of: next, origin, returns } of u.contains)
        if (!came.has(next)) came.set(next, { from: u, link: { origin, returns } });
    }
    return found;
  }

  /**
   * Elements that start at some unknowns and spread along edges, one element at a time; through all unknowns, or through
   * some only. Unknowns have few different sets between them: each set is kept once, and so is what is `made` of it.
   */
  private reach(
    seeds: (u: Unknown) => readonly Cap[],
    next: (u: Unknown) => Iterable<Unknown>,
    elements: (c: Cap) => Names,
    made: (names: Names) => Cap,
    through?: ReadonlySet<Unknown>,
  ): (u: Unknown | undefined) => Cap {
    const starts = new Map<string, Unknown[]>();
    for (const u of through ?? this.caps.values())
      for (const c of seeds(u))
        for (const t of elements(c)) {
          const list = starts.get(t);
          if (list) list.push(u);
          else starts.set(t, [u]);
        }
    // Set 0 is empty; each other one is a set before it with one element more.
    const sets: { readonly before: number; readonly t: string; cap: Cap | undefined }[] = [
      { before: 0, t: others, cap: undefined },
    ];
    const setOf = new Int32Array(this.caps.size);
    const reachedBy = new Int32Array(this.caps.size);
    let round = 0;
    for (const [t, from] of starts) {
      round++;
      const withT = new Map<number, number>();
      const work = from.slice();
      for (let u = work.pop(); u !== undefined; u = work.pop()) {
        if (reachedBy[u.index] === round) continue;
        reachedBy[u.index] = round;
        const before = setOf[u.index] as number;
        let after = withT.get(before);
        if (after === undefined) withT.set(before, (after = sets.push({ before, t, cap: undefined }) - 1));
        setOf[u.index] = after;
        for (const n of next(u))
          if (reachedBy[n.index] !== round && (through === undefined || through.has(n))) work.push(n);
      }
    }
    return (u) => {
      const index = u === undefined ? 0 : (setOf[u.index] as number);
      const set = sets[index] as (typeof sets)[number];
      if (set.cap !== undefined) return set.cap;
      const names = new Set<string>();
      for (let i = index; i > 0; i = (sets[i] as typeof set).before) names.add((sets[i] as typeof set).t);
      return (set.cap = made(names));
    };
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

export interface Link {
  readonly origin: Origin;
  readonly returns: boolean;
}

/** A way from an unknown to what asks for an element: inclusions, and the constraint at their end. */
export interface Chain {
  readonly links: readonly Link[];
  readonly origin: Origin;
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
