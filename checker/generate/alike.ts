/**
 * Names that stand for each other. Where two names are in the same pools, no rule tells them apart: what holds of an instance holds of
 * the one in which they have changed places, and one of the two is enough. A search that sees every choice takes of such names the first
 * that it has not used (so it seldom comes to the other instance), and what is found is known again by its canonical form.
 *
 * Nothing is lost. As long as some names of a class have not been used, what there is so far is the same under each permutation of them,
 * so whatever could be done with a later one can be done with the first. Of sets of names and keys of maps, which are decided name by
 * name, unused names are taken in order and none after one that was left out.
 */
import type { Grammar } from '../../semantics/grammar.ts';
import { entries, type FiniteMap } from '../../semantics/maps.ts';
import { Symbolic } from './symbolic.ts';

/** The classes of names that are in the same pools, of two names at least; the names of each in order. */
export function alike(pools: Readonly<Record<string, readonly string[]>>): readonly (readonly string[])[] {
  const byPools = new Map<string, string[]>();
  const all = [...new Set(Object.values(pools).flat())].sort();
  for (const name of all) {
    const key = Object.entries(pools).flatMap(([role, names]) => (names.includes(name) ? [role] : [])).join(' '); // prettier-ignore
    const there = byPools.get(key);
    if (there === undefined) byPools.set(key, [name]);
    else there.push(name);
  }
  return [...byPools.values()].filter((names) => names.length > 1);
}

type Renaming = ReadonlyMap<string, string>;

function* orders(names: readonly string[]): IterableIterator<readonly string[]> {
  if (names.length === 0) yield [];
  for (const [i, first] of names.entries()) for (const rest of orders(names.toSpliced(i, 1))) yield [first, ...rest];
}

/** All renamings that map each class to itself. */
const renamings = (classes: readonly (readonly string[])[]): readonly Renaming[] =>
  classes.reduce<readonly Renaming[]>(
    (all, names) =>
      all.flatMap((r) => [...orders(names)].map((o) => new Map([...r, ...names.map((n, i) => [n, o[i] as string] as const)]))), // prettier-ignore
    [new Map()],
  );

/** What an instance is known by, whichever of the names that are alike it has. */
export interface Canonical {
  /** The same for instances that differ by such names alone, and for no others. */
  readonly form: string;
  /** How many such instances there are, this one included. */
  readonly orbit: number;
}

/** Tells which names are alike, and what a search has used of them. */
export class Alike {
  private readonly grammar: Grammar;
  private readonly classes: readonly (readonly string[])[];
  private readonly classOf: ReadonlyMap<string, readonly string[]>;
  private readonly all: readonly Renaming[];
  private readonly used = new Set<string>();

  constructor(grammar: Grammar, classes: readonly (readonly string[])[]) {
    this.grammar = grammar;
    this.classes = classes;
    this.classOf = new Map(classes.flatMap((names) => names.map((n) => [n, names] as const)));
    this.all = renamings(classes);
  }

  /** A search begins anew. @param known what is there already: its names are used. */
  begin(known: readonly unknown[]): void {
    this.used.clear();
    if (this.classes.length > 0) for (const x of known) this.use(x);
  }

  private use(x: unknown): void {
    if (typeof x === 'string') {
      if (this.classOf.has(x)) this.used.add(x);
    } else if (typeof x === 'object' && x !== null && !(x instanceof Symbolic))
      for (const y of this.entriesOf(x) ?? (Object.values(x) as unknown[])) this.use(y);
  }

  /** The keys and values of a map; nothing of what is none. */
  private entriesOf(x: object): readonly unknown[] | undefined {
    const { tag } = x as { readonly tag?: unknown };
    const sort = typeof tag === 'string' ? tag.split('.')[0] : undefined;
    return sort !== undefined && this.grammar.maps[sort] !== undefined ? entries(x as FiniteMap<string, unknown>) : undefined; // prettier-ignore
  }

  /** Of names to choose from those that are worth choosing. */
  choices(names: readonly string[]): readonly string[] {
    return names.filter((n) => this.used.has(n) || this.first(n));
  }

  /** One was chosen. */
  chosen(name: string): void {
    if (this.classOf.has(name)) this.used.add(name);
  }

  /** Whether a name is the first of its class that has not been used. */
  private first(name: string): boolean {
    const names = this.classOf.get(name);
    return names === undefined || names.find((n) => !this.used.has(n)) === name;
  }

  /** Decides of some names, one after the other, whether each is taken. @param take is asked of those that are worth asking for. */
  decide(names: readonly string[], take: (name: string) => boolean | undefined): boolean {
    const over = new Set<readonly string[]>();
    // In the order of their classes, whatever the order of the pool.
    for (const name of [...names].sort()) {
      const own = this.classOf.get(name);
      const fresh = own === undefined || this.used.has(name) ? undefined : own;
      if (fresh !== undefined && over.has(fresh)) continue;
      // What belongs to a name that is taken may speak of it.
      this.chosen(name);
      const taken = take(name);
      if (taken === undefined) return false;
      if (fresh === undefined || taken) continue;
      this.used.delete(name);
      over.add(fresh);
    }
    return true;
  }

  canonical(values: readonly unknown[]): Canonical {
    const forms = new Set<string>();
    for (const renaming of this.all) forms.add(values.map((x) => this.text(x, renaming)).join(' '));
    let form: string | undefined;
    for (const f of forms) if (form === undefined || f < form) form = f;
    return { form: form ?? '', orbit: forms.size };
  }

  /** A term as text, its names others; what has no order is in order. */
  private text(x: unknown, renaming: Renaming): string {
    if (typeof x === 'string') return renaming.get(x) ?? x;
    if (typeof x !== 'object' || x === null) return `${typeof x} ${String(x)}`;
    // Arrays are sets of names.
    if (Array.isArray(x)) return `{${x.map((y) => this.text(y, renaming)).sort().join(',')}}`; // prettier-ignore
    const of = this.entriesOf(x);
    const { tag } = x as { readonly tag: string };
    if (of !== undefined) return `${tag.split('.')[0]}{${(of as readonly [string, unknown][]).map(([k, v]) => `${this.text(k, renaming)}↦${this.text(v, renaming)}`).sort().join(',')}}`; // prettier-ignore
    const parts = Object.entries(x).flatMap(([field, y]) => (field === 'tag' ? [] : [this.text(y, renaming)]));
    return `${tag}(${parts.join(',')})`;
  }
}
