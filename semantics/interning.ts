/**
 * Interning: terms as small integers, equal terms as the same one. Within a session two terms are then compared in O(1)
 * and a tuple of terms is a tuple of numbers, as the states of state spaces need.
 */
import type { Grammar, Term } from './grammar.ts';
import { prime, spread, start as seed } from './hash.ts';
import { constructorOf, makerOf } from './matching.ts';

const initial = 1 << 10;

export class Interner {
  private readonly g: Grammar;
  private readonly shapes = new Map<string, { readonly kind: number; readonly fields: readonly string[] }>();
  private readonly names = new Map<unknown, number>();
  /** Id ↦ the first term or primitive that had it, with its parts first ones as well. */
  private readonly firsts: unknown[] = [];
  private readonly ids = new Map<object, number>();
  /** Terms and their parts that are not the first of their kind. */
  private readonly others = new WeakMap<object, number>();
  // Id ↦ where its node starts in `nodes`: the kind, then the ids of its fields.
  private starts = new Int32Array(initial);
  private nodes = new Int32Array(4 * initial);
  private end = 0;
  // Open addressing, ids plus one; a power of two long, at most half full.
  private table = new Int32Array(4 * initial);

  constructor(g: Grammar) {
    this.g = g;
  }

  /** How many different terms and primitives have an id: these are 0 to size - 1. */
  get size(): number {
    return this.firsts.length;
  }

  /** The id of a term or a primitive (a name, an integer, a sorted array of names): that of all that are equal to it. */
  id(x: unknown): number {
    if (typeof x !== 'object' || x === null) return this.primitive(x);
    const known = this.ids.get(x) ?? this.others.get(x);
    if (known !== undefined) return known;
    return this.walk(x);
  }

  /** The term or primitive with an id. It is made of terms that have ids, so that asking for theirs takes no walk. */
  term(id: number): unknown {
    return this.firsts[id];
  }

  /** The one term that stands for all that are equal to it. */
  intern<T>(x: T): T {
    return this.firsts[this.id(x)] as T;
  }

  private primitive(x: unknown): number {
    // Integers and names apart: 1n and '1' are different.
    const old = this.names.get(x);
    if (old !== undefined) return old;
    const id = this.fresh(x);
    this.names.set(x, id);
    return id;
  }

  private fresh(x: unknown): number {
    const id = this.firsts.length;
    this.firsts.push(x);
    if (id >= this.starts.length) this.starts = grown(this.starts);
    this.starts[id] = -1;
    return id;
  }

  private shape(term: Term) {
    let shape = this.shapes.get(term.tag);
    if (!shape) {
      const fields = constructorOf(this.g, term).fields.map(([f]) => f);
      this.shapes.set(term.tag, (shape = { kind: this.shapes.size, fields }));
    }
    return shape;
  }

  /** Ids of the parts first, on a stack of its own; a part that is shared within the term is walked once. */
  private walk(root: object): number {
    const stack: object[] = [root];
    let last = -1;
    while (stack.length > 0) {
      const x = stack[stack.length - 1] as object;
      const known = this.ids.get(x) ?? this.others.get(x);
      if (known !== undefined) {
        last = known;
        stack.pop();
        continue;
      }
      const parts: number[] = [];
      const names = Array.isArray(x);
      const { kind, fields } = names ? { kind: -1, fields: Object.keys(x) } : this.shape(x as Term);
      let ready = true;
      for (const field of fields) {
        const part = (x as Readonly<Record<string, unknown>>)[field];
        if (typeof part !== 'object' || part === null) {
          parts.push(this.primitive(part));
          continue;
        }
        const id = this.ids.get(part) ?? this.others.get(part);
        if (id === undefined) {
          stack.push(part);
          ready = false;
        } else parts.push(id);
      }
      if (!ready) continue;
      last = this.node(x, kind, fields, parts);
      if (this.firsts[last] !== x) this.others.set(x, last);
      stack.pop();
    }
    return last;
  }

  private node(x: object, kind: number, fields: readonly string[], parts: readonly number[]): number {
    const { length } = parts;
    let h = hash(seed, kind);
    for (const part of parts) h = hash(h, part);
    for (let at = spread(h) & (this.table.length - 1); ; at = (at + 1) & (this.table.length - 1)) {
      const id = (this.table[at] as number) - 1;
      if (id === -1) {
        const made = this.store(x, kind, fields, parts);
        this.table[at] = made + 1;
        if (2 * this.firsts.length > this.table.length) this.rehash();
        return made;
      }
      const start = this.starts[id] as number;
      if (this.nodes[start] !== kind || this.nodes[start + 1] !== length) continue;
      let same = true;
      for (let i = 0; same && i < length; i++) same = this.nodes[start + 2 + i] === parts[i];
      if (same) return id;
    }
  }

  private store(x: object, kind: number, fields: readonly string[], parts: readonly number[]): number {
    const id = this.fresh(this.first(x, fields, parts));
    while (this.end + 2 + parts.length > this.nodes.length) this.nodes = grown(this.nodes);
    this.starts[id] = this.end;
    this.nodes[this.end++] = kind;
    this.nodes[this.end++] = parts.length;
    for (const part of parts) this.nodes[this.end++] = part;
    this.ids.set(this.firsts[id] as object, id);
    return id;
  }

  /** The term with the first terms of their kind for its parts: itself, if it has them. */
  private first(x: object, fields: readonly string[], parts: readonly number[]): object {
    const same = fields.every(
      (f, i) => (x as Readonly<Record<string, unknown>>)[f] === this.firsts[parts[i] as number],
    );
    if (same) return x;
    const args = parts.map((part) => this.firsts[part]);
    const make = makerOf(this.g, (x as Term).tag);
    if (make) return make(...args);
    const made: Record<string, unknown> = { tag: (x as Term).tag };
    fields.forEach((f, i) => (made[f] = args[i]));
    return Object.freeze(made);
  }

  private rehash(): void {
    this.table = new Int32Array(2 * this.table.length);
    const { table, nodes } = this;
    for (let id = 0; id < this.firsts.length; id++) {
      const start = this.starts[id] as number;
      if (start === -1) continue;
      let h = hash(seed, nodes[start] as number);
      const length = nodes[start + 1] as number;
      for (let i = 0; i < length; i++) h = hash(h, nodes[start + 2 + i] as number);
      let at = spread(h) & (table.length - 1);
      while (table[at] !== 0) at = (at + 1) & (table.length - 1);
      table[at] = id + 1;
    }
  }
}

const hash = (h: number, part: number): number => Math.imul(h ^ part, prime) ^ (h >>> 15);

function grown(a: Int32Array): Int32Array<ArrayBuffer> {
  const b = new Int32Array(2 * a.length);
  b.set(a);
  return b;
}
