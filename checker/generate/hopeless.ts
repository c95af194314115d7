/** Goals that failed in a search: they are not tried again with as much room or less. */
import type { Grammar, Term } from '../../semantics/grammar.ts';
import { Open, Suspended, Unknown, walk } from './symbolic.ts';

/** After so many terms that are told apart by identity, the next search forgets them. */
const mostIdentities = 1_000;

export class Hopeless {
  private readonly grammar: Grammar;
  /** Goal ↦ the largest size it failed at. */
  private readonly failures = new Map<string, number>();
  private readonly identities = new Map<object, number>();
  private lastIdentity = 0;

  constructor(grammar: Grammar) {
    this.grammar = grammar;
  }

  /** Begins another search. */
  clear(): void {
    // What is empty is cleared at the cost of a new table.
    if (this.failures.size > 0) this.failures.clear();
    if (this.identities.size > mostIdentities) this.identities.clear();
  }

  /** Whether a goal failed before with this much room. */
  includes(judgement: string, args: readonly unknown[], size: number): boolean {
    if (this.failures.size === 0) return false;
    const failedAt = this.failures.get(this.keyOf(judgement, args));
    return failedAt !== undefined && failedAt >= size;
  }

  add(judgement: string, args: readonly unknown[], size: number): void {
    const key = this.keyOf(judgement, args);
    this.failures.set(key, Math.max(this.failures.get(key) ?? -Infinity, size));
  }

  /** What a goal asks, as far as it is known: maps by identity, unknowns alike. */
  private keyOf(judgement: string, args: readonly unknown[]): string {
    let key = judgement;
    for (const a of args) key += `;${this.shape(a)}`;
    return key;
  }

  private shape(at: unknown): string {
    const x = walk(at);
    // An unknown of which something is asked is like no other.
    if (x instanceof Unknown) return x.waiters === undefined ? '?' : `?${++this.lastIdentity}`;
    if (x instanceof Open) {
      let s = x.info.tag;
      for (const a of x.args) s += `(${this.shape(a)})`;
      return s;
    }
    if (typeof x !== 'object' || x === null) return String(x);
    if (x instanceof Suspended) return '~';
    let id = this.identities.get(x);
    if (id === undefined) {
      const info = this.grammar.constructors.get((x as Term).tag);
      if (info !== undefined && this.grammar.makers.has(info.tag)) {
        let s = info.tag;
        for (const [f] of info.fields) s += `(${this.shape((x as Record<string, unknown>)[f])})`;
        return s;
      }
      if (Array.isArray(x)) return `{${x.join()}}`;
      this.identities.set(x, (id = ++this.lastIdentity));
    }
    return `#${id}`;
  }
}
