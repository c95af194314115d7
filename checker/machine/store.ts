/** A finite map that is changed in place, and can be had as a term at any time. */
import { get, greatestBelow, mapOperations, type FiniteMap } from '../../semantics/maps.ts';

export class Store {
  private readonly sort: string;
  /** The map as it was when it was last asked for. */
  private base: FiniteMap<string, unknown>;
  /** What has been looked up or changed since the map was given. */
  private readonly own = new Map<string, unknown>();
  private readonly changed = new Set<string>();
  private lastReference: bigint | undefined;

  constructor(sort: string, base: FiniteMap<string, unknown>) {
    this.sort = sort;
    this.base = base;
  }

  get(key: string): unknown {
    const own = this.own.get(key);
    if (own !== undefined) return own;
    const found = get(this.base, key);
    if (found !== undefined) this.own.set(key, found);
    return found;
  }

  set(key: string, value: unknown): void {
    this.own.set(key, value);
    this.changed.add(key);
    if (this.lastReference !== undefined && key.startsWith('@')) {
      const n = BigInt(key.slice(1));
      if (n > this.lastReference) this.lastReference = n;
    }
  }

  /** The greatest number of a reference that is bound; 0 where none is. */
  greatestReference(): bigint {
    if (this.lastReference === undefined) {
      // References come before names, and "A" before every name but those that start with "_".
      const last = greatestBelow(this.term(), 'A');
      this.lastReference = last?.startsWith('@') ? BigInt(last.slice(1)) : 0n;
    }
    return this.lastReference;
  }

  /** The map now. */
  term(): FiniteMap<string, unknown> {
    if (this.changed.size > 0) {
      const { set } = mapOperations<string, unknown>(this.sort);
      for (const key of this.changed) this.base = set(this.base, key, this.own.get(key));
      this.changed.clear();
    }
    return this.base;
  }

  /** Goes on from another map. */
  replace(map: FiniteMap<string, unknown>): void {
    this.base = map;
    this.own.clear();
    this.changed.clear();
    this.lastReference = undefined;
  }
}
