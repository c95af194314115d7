/** Ground terms for what no rule determines: those that occur around, and those of the grammar. */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { mapOperations, type FiniteMap } from '../../semantics/maps.ts';
import type { Alike } from './alike.ts';
import type { Chooser } from './choose.ts';
import type { Hints } from './hints.ts';
import { Symbolic, walk } from './symbolic.ts';

type Pool = ReadonlyMap<string, readonly unknown[]>;
type Mentions = NonNullable<Hints['mentions']>[string];
interface Choice {
  readonly tag: string;
  readonly weight: number;
  /** The fields, and what they are for. */
  readonly fields: readonly { readonly sort: string; readonly role: string }[];
  readonly make: (...parts: readonly unknown[]) => unknown;
}
/** Constructors to choose from, by weight. */
interface Choices {
  readonly all: readonly Choice[];
  readonly total: number;
}
const choicesOf = (all: readonly Choice[]): Choices => {
  let total = 0;
  for (const { weight } of all) total += weight;
  return { all, total };
};

/** Maps whose terms are kept; then all are forgotten. */
const mostPools = 200;

export class Grounding {
  private readonly grammar: Grammar;
  private readonly hints: Hints;
  private readonly chooser: Chooser;
  private readonly bySort = new Map<string, readonly Choice[]>();
  /** Those to choose from while a term may grow, and those with which it grows least. */
  private readonly growing = new Map<string, Choices>();
  private readonly ending = new Map<string, Choices>();
  private readonly leafDepth = new Map<string, number>();
  private readonly pools = new Map<object, Pool>();
  /** The node of a map ↦ what its keys mention; null where nothing is said of it. */
  private readonly mentions = new Map<string, Mentions | null>();
  /** What the metavariables of the rule being tried stand for: the terms that occur around. */
  around: readonly unknown[] = [];
  /** The lists that something is chosen from, one after the other; made once. */
  private readonly lists: (readonly unknown[])[] = [];
  /** Constructors of which maps have entries more often: the rule that asks for the map can do something with these. */
  wishes: readonly string[] = [];
  /** Exhaustive generation: rule instances and chosen constructors that a term may still have. */
  budget = 0;

  private readonly alike: Alike | undefined;

  /** @param alike which names are not told apart, where they are not. */
  constructor(grammar: Grammar, hints: Hints, chooser: Chooser, alike?: Alike) {
    this.alike = alike;
    this.grammar = grammar;
    this.hints = hints;
    this.chooser = chooser;
  }

  private choose(n: number): number {
    return this.chooser.choose(n);
  }

  /** A ground term of a sort: one that occurs around, or one from the grammar. */
  candidate(sort: string, role: string, depth: number): unknown {
    const { hints } = this;
    const exhaustive = this.chooser.exhaustive;
    if (sort === 'int') return hints.ints[this.choose(hints.ints.length)];
    if (sort === 'name') {
      const all = hints.names(role, this.around, exhaustive);
      const names = this.alike?.choices(all) ?? all;
      if (names.length === 0) return undefined;
      const name = names[this.choose(names.length)] as string;
      this.alike?.chosen(name);
      return name;
    }
    if (sort === 'names') {
      const taken: string[] = [];
      this.each(hints.names(role, this.around, exhaustive), (name) => {
        const takes = this.choose(2) === 0;
        if (takes) taken.push(name);
        return takes;
      });
      return Object.freeze(taken.sort());
    }
    if (exhaustive && --this.budget < 0) return undefined;
    const value = this.grammar.maps[sort];
    if (value !== undefined) return this.map(sort, value, depth);
    if (!exhaustive && this.choose(5) < 3) {
      const found = this.occurring(sort);
      if (found !== undefined) return found;
    }
    const { all, total } = exhaustive || depth > 0 ? this.growingOf(sort) : this.endingOf(sort);
    let i = 0;
    if (exhaustive) i = this.choose(all.length);
    else {
      let at = (this.choose(1 << 16) * total) / (1 << 16);
      while (i + 1 < all.length && (at -= (all[i] as Choice).weight) >= 0) i++;
    }
    return this.made(all[i] as Choice, depth);
  }

  /** A term with a constructor. */
  private made({ fields, make }: Choice, depth: number): unknown {
    const parts: unknown[] = new Array(fields.length);
    for (let k = 0; k < fields.length; k++) {
      const field = fields[k] as Choice['fields'][number];
      const part = this.candidate(field.sort, field.role, depth - 1);
      if (part === undefined) return undefined;
      parts[k] = part;
    }
    const made = make(...parts);
    const { valid } = this.hints;
    return valid === undefined || valid(made) ? made : undefined;
  }

  /** A value for a map. */
  private valueOf(sort: string, value: string, depth: number): unknown {
    const { wishes } = this;
    if (wishes.length > 0 && !this.chooser.exhaustive && this.choose(3) === 0) {
      const tag = wishes[this.choose(wishes.length)];
      const choice = this.constructors(value).find((c) => c.tag === tag);
      if (choice !== undefined) return this.made(choice, depth);
    }
    return this.candidate(value, `${sort}.value`, depth);
  }

  /** Decides of each name whether it is taken, of names that are alike only where it matters; false when one cannot be. */
  private each(names: readonly string[], take: (name: string) => boolean | undefined): boolean {
    if (this.alike !== undefined) return this.alike.decide(names, take);
    for (const name of names) if (take(name) === undefined) return false;
    return true;
  }

  private map(sort: string, value: string, depth: number): unknown {
    const names = this.hints.names(`${sort}.key`, this.around, this.chooser.exhaustive);
    const list: [string, unknown][] = [];
    const whole = this.each(names, (name) => {
      if (this.chooser.exhaustive ? this.choose(2) === 0 : this.choose(3) === 0) return false;
      const x = this.valueOf(sort, value, depth);
      if (x === undefined) return undefined;
      list.push([name, x]);
      return true;
    });
    if (!whole) return undefined;
    return mapOperations<string, unknown>(sort).of(list);
  }

  private constructors(sort: string): readonly Choice[] {
    let list = this.bySort.get(sort);
    if (list === undefined) {
      const { constructors, makers } = this.grammar;
      list = [...constructors.values()].flatMap((c): Choice[] => {
        const make = makers.get(c.tag);
        if (c.sort !== sort || make === undefined || this.hints.avoid?.has(c.tag) === true) return [];
        const fields = c.fields.map(([field, s]) => ({ sort: s, role: `${c.tag}.${field}` }));
        return [{ tag: c.tag, weight: this.hints.weights?.[c.tag] ?? 1, fields, make }];
      });
      this.bySort.set(sort, list);
    }
    return list;
  }

  private growingOf(sort: string): Choices {
    let choices = this.growing.get(sort);
    if (choices === undefined) this.growing.set(sort, (choices = choicesOf(this.constructors(sort))));
    return choices;
  }

  private endingOf(sort: string): Choices {
    let choices = this.ending.get(sort);
    if (choices === undefined) {
      const least = this.constructors(sort).filter((o) => this.depthOf(o.tag) <= this.leafOf(sort));
      choices = least.length > 0 ? choicesOf(least) : this.growingOf(sort);
      this.ending.set(sort, choices);
    }
    return choices;
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
  occurring(sort: string): unknown {
    const { around, lists } = this;
    let n = 0;
    for (let i = 0; i < around.length; i++) {
      const list = this.poolIn(around[i], sort);
      if (list !== undefined) lists[n++] = list;
    }
    if (n === 0) return undefined;
    const list = lists[this.choose(n)] as readonly unknown[];
    return list[this.choose(list.length)];
  }

  /** The terms of a sort that occur in a map. */
  private poolIn(x: unknown, sort: string): readonly unknown[] | undefined {
    const known = walk(x);
    return typeof known === 'object' && known !== null && !(known instanceof Symbolic) && 'key' in known
      ? this.poolOf(known as FiniteMap<string, unknown>).get(sort)
      : undefined;
  }

  /** What a key says besides its entry, in maps of the sort that this node is of. */
  private mentionsIn(tag: string): Mentions | undefined {
    let of = this.mentions.get(tag);
    if (of === undefined) {
      of = this.hints.mentions?.[tag.slice(0, tag.lastIndexOf('.'))] ?? null;
      this.mentions.set(tag, of);
    }
    return of ?? undefined;
  }

  private poolOf(m: FiniteMap<string, unknown>): Pool {
    const old = this.pools.get(m);
    if (old !== undefined) return old;
    const pool = new Map<string, unknown[]>();
    const add = (sort: string, x: unknown) => {
      const there = pool.get(sort);
      if (there === undefined) pool.set(sort, [x]);
      else there.push(x);
    };
    const visit = (x: unknown): void => {
      if (typeof x !== 'object' || x === null || Array.isArray(x)) return;
      const info = this.grammar.constructors.get((x as Term).tag);
      if (info === undefined || !this.grammar.makers.has(info.tag)) return;
      add(info.sort, x);
      for (const [f] of info.fields) visit((x as Record<string, unknown>)[f]);
    };
    const mentions = this.mentionsIn(m.tag);
    const enter = (at: FiniteMap<string, unknown>): void => {
      if (!('key' in at)) return;
      enter(at.left);
      visit(at.value);
      if (mentions !== undefined) for (const [sort, x] of mentions(at.key)) add(sort, x);
      enter(at.right);
    };
    enter(m);
    if (this.pools.size >= mostPools) this.pools.clear();
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
}
