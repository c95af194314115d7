/** Goals that failed in a search: they are not tried again with as much room or less. */
import type { ConstructorInfo, Grammar, Term } from '../../semantics/grammar.ts';
import { Open, Suspended, Unknown, walk } from './symbolic.ts';

/** What a goal is hashed to: two lanes of 32 bits, of which a key takes 53. Goals with one key are taken for one goal. */
const lane = 0x9e3779b1;
const otherLane = 0x85ebca77;

/** Codes of what is no constructor; those of constructors come after them. */
const codes = { unknown: 1, waiting: 2, suspended: 3, names: 4, identity: 5, text: 6, number: 7, truth: 8 };
const firstConstructor = 16;

interface Known {
  readonly code: number;
  readonly fields: ConstructorInfo['fields'];
}

export class Hopeless {
  private readonly grammar: Grammar;
  /** Goal ↦ the largest size it failed at. */
  private readonly failures = new Map<number, number>();
  private readonly identities = new Map<object, number>();
  private lastIdentity = 0;
  /** Constructor or judgement ↦ its code. */
  private readonly tags = new Map<string, number>();
  private readonly constructors = new Map<string, Known | null>();
  private a = 0;
  private b = 0;

  constructor(grammar: Grammar) {
    this.grammar = grammar;
  }

  /** Begins another search. */
  clear(): void {
    // What is empty is cleared at the cost of a new table.
    if (this.failures.size > 0) this.failures.clear();
    // A search depends on none before it.
    if (this.lastIdentity === 0) return;
    this.identities.clear();
    this.lastIdentity = 0;
  }

  /** Whether a goal failed before with this much room. */
  includes(judgement: string, args: readonly unknown[], size: number): boolean {
    if (this.failures.size === 0) return false;
    const failedAt = this.failures.get(this.keyOf(judgement, args));
    return failedAt !== undefined && failedAt >= size;
  }

  add(judgement: string, args: readonly unknown[], size: number): void {
    const key = this.keyOf(judgement, args);
    const before = this.failures.get(key);
    if (before === undefined || before < size) this.failures.set(key, size);
  }

  /** What a goal asks, as far as it is known: maps by identity, unknowns alike. */
  private keyOf(judgement: string, args: readonly unknown[]): number {
    this.a = 1;
    this.b = 2;
    this.mix(this.codeOf(judgement));
    for (let i = 0; i < args.length; i++) this.take(args[i]);
    return (this.a >>> 0) * 0x200000 + (this.b >>> 11);
  }

  private mix(code: number): void {
    const a = Math.imul(this.a ^ code, lane);
    const b = Math.imul(this.b ^ code, otherLane);
    this.a = a ^ (a >>> 15);
    this.b = b ^ (b >>> 13);
  }

  private codeOf(tag: string): number {
    let code = this.tags.get(tag);
    if (code === undefined) this.tags.set(tag, (code = firstConstructor + this.tags.size));
    return code;
  }

  /** A constructor of the grammar; null where it is a node of a map. */
  private constructorOf(tag: string): Known | null {
    let known = this.constructors.get(tag);
    if (known === undefined) {
      const info = this.grammar.makers.has(tag) ? this.grammar.constructors.get(tag) : undefined;
      known = info === undefined ? null : { code: this.codeOf(tag), fields: info.fields };
      this.constructors.set(tag, known);
    }
    return known;
  }

  private text(s: string): void {
    this.mix(codes.text);
    for (let i = 0; i < s.length; i++) this.mix(s.charCodeAt(i));
    this.mix(s.length);
  }

  private take(at: unknown): void {
    const x = walk(at);
    if (x instanceof Unknown) {
      // An unknown of which something is asked is like no other.
      if (x.waiters === undefined) return this.mix(codes.unknown);
      this.mix(codes.waiting);
      return this.mix(++this.lastIdentity);
    }
    if (x instanceof Open) {
      this.mix(this.codeOf(x.info.tag));
      const { args } = x;
      for (let i = 0; i < args.length; i++) this.take(args[i]);
      return;
    }
    if (typeof x === 'string') return this.text(x);
    if (typeof x === 'bigint') {
      const n = Number(x);
      this.mix(codes.number);
      return Number.isInteger(n) && Math.abs(n) < 2 ** 31 ? this.mix(n) : this.text(String(x));
    }
    if (typeof x !== 'object' || x === null) {
      this.mix(codes.truth);
      return this.text(String(x));
    }
    if (x instanceof Suspended) return this.mix(codes.suspended);
    if (Array.isArray(x)) {
      this.mix(codes.names);
      for (const name of x as readonly string[]) this.text(name);
      return this.mix(x.length);
    }
    const known = this.constructorOf((x as Term).tag);
    if (known !== null) {
      this.mix(known.code);
      for (let i = 0; i < known.fields.length; i++)
        this.take((x as Record<string, unknown>)[(known.fields[i] as readonly [string, string])[0]]);
      return;
    }
    let id = this.identities.get(x);
    if (id === undefined) this.identities.set(x, (id = ++this.lastIdentity));
    this.mix(codes.identity);
    this.mix(id);
  }
}
