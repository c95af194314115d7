/**
 * Terms as numbers: each different term has one, so that two terms are equal when their numbers are. The second replayer
 * works on these; nothing of it is shared with the first.
 */
import type { Grammar, Term } from '../../semantics/grammar.ts';

/** A term, by its number. */
export type Id = number;

/** The value of what is not defined. */
export const nowhere: Id = -1;

/** A term taken apart: its constructor and parts, or a primitive or truth value. */
export interface Node {
  readonly tag: string | undefined;
  readonly parts: readonly Id[];
  readonly primitive: unknown;
}

export class Store {
  readonly grammar: Grammar;
  private readonly nodes: Node[] = [];
  private readonly byKey = new Map<string, Id>();
  private readonly known = new Map<object, Id>();
  private readonly terms: unknown[] = [];

  constructor(grammar: Grammar) {
    this.grammar = grammar;
  }

  node(id: Id): Node {
    return this.nodes[id] as Node;
  }

  private put(key: string, node: Node, term: unknown): Id {
    const old = this.byKey.get(key);
    if (old !== undefined) return old;
    const id = this.nodes.push(node) - 1;
    this.terms.push(term);
    this.byKey.set(key, id);
    return id;
  }

  primitive(x: unknown): Id {
    const key =
      typeof x === 'string' ? `"${x}` : Array.isArray(x) ? `[${JSON.stringify(x)}` : `${typeof x} ${String(x)}`;
    return this.put(key, { tag: undefined, parts: [], primitive: x }, x);
  }

  /** The names of the fields of a constructor, in order. */
  fields(tag: string): readonly (readonly [name: string, sort: string])[] {
    const info = this.grammar.constructors.get(tag) ?? this.grammar.extended.get(tag)?.info;
    if (info === undefined) throw new Error(`${tag} is no constructor of ${this.grammar.name}`);
    return info.fields;
  }

  /** The number of a constructor's term with these parts. */
  make(tag: string, parts: readonly Id[]): Id {
    return this.put(`${tag} ${parts.join(' ')}`, { tag, parts, primitive: undefined }, undefined);
  }

  /** The number of a ground term. The parts of a deep one go first: no native stack is used. */
  of(root: unknown): Id {
    const stack: unknown[] = [root];
    for (;;) {
      const x = stack[stack.length - 1];
      let id: Id | undefined;
      if (typeof x !== 'object' || x === null || Array.isArray(x)) id = this.primitive(x);
      else {
        id = this.known.get(x);
        if (id === undefined) {
          const { tag } = x as Term;
          const parts: Id[] = [];
          let ready = true;
          for (const [name] of this.fields(tag)) {
            const part = (x as Readonly<Record<string, unknown>>)[name];
            const there =
              typeof part === 'object' && part !== null && !Array.isArray(part) ? this.known.get(part) : this.of(part);
            if (there === undefined) {
              stack.push(part);
              ready = false;
              break;
            }
            parts.push(there);
          }
          if (!ready) continue;
          id = this.make(tag, parts);
          this.known.set(x, id);
          this.terms[id] ??= x;
        }
      }
      stack.pop();
      if (stack.length === 0) return id;
    }
  }

  /** The ground term with a number, for what only code can compute. */
  term(root: Id): unknown {
    const stack: Id[] = [root];
    while (stack.length > 0) {
      const id = stack[stack.length - 1] as Id;
      const { tag, parts } = this.node(id);
      if (tag === undefined || this.terms[id] !== undefined) {
        stack.pop();
        continue;
      }
      const missing = parts.filter((p) => this.node(p).tag !== undefined && this.terms[p] === undefined);
      if (missing.length > 0) {
        stack.push(...missing);
        continue;
      }
      const make = this.grammar.makers.get(tag) ?? this.grammar.extended.get(tag)?.make;
      const values = parts.map((p) => this.terms[p]);
      // Nodes of maps have no maker: they are the record itself.
      this.terms[id] =
        make === undefined
          ? Object.freeze(Object.fromEntries([['tag', tag], ...this.fields(tag).map(([f], i) => [f, values[i]])]))
          : make(...values);
      stack.pop();
    }
    return this.terms[root];
  }
}
