/**
 * Terms with holes, for running judgements backwards: unknowns with a trail, terms some of whose fields are unknown,
 * and metafunctions that wait until their arguments are known. A plain term holds no unknown, so whether something is
 * ground is mostly seen at a glance.
 */
import type { ConstructorInfo, Grammar, Term } from '../../semantics/grammar.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import { equal } from '../../semantics/terms.ts';

export abstract class Symbolic {}

/** A term that is not known yet. */
export class Unknown extends Symbolic {
  value: unknown = undefined;
  waiters: Waiter | undefined = undefined;
  /** The call whose value it is, when it is one: it is found by finding the arguments. */
  origin: Constraint | undefined = undefined;
  readonly sort: string;
  /** What it is for: the first letter of a metavariable, or `Constructor.field`. It selects a pool of names. */
  readonly role: string;
  constructor(sort: string, role: string) {
    super();
    this.sort = sort;
    this.role = role;
  }
}

/**
 * The first unknown in a term, as it was found at a moment: as long as nothing from before is undone and the unknown has no value, it
 * is the first one still, and the term need not be walked again.
 */
export interface Blocked {
  by: Unknown;
  /** How long the trail was, and when its last entry was made. */
  length: number;
  moment: number;
}

/** A constructor applied to fields that may be unknown. */
export class Open extends Symbolic {
  readonly info: ConstructorInfo;
  readonly args: readonly unknown[];
  /** The ground term, once it is made. */
  made: unknown = undefined;
  /** Whether it is known to be ground. */
  ground = false;
  blocked: Blocked | undefined = undefined;
  constructor(info: ConstructorInfo, args: readonly unknown[]) {
    super();
    this.info = info;
    this.args = args;
  }
}

/** What a function will give once its arguments are known. */
export class Suspended extends Symbolic {
  readonly f: (...args: never[]) => unknown;
  readonly args: readonly unknown[];
  made: unknown = undefined;
  ground = false;
  blocked: Blocked | undefined = undefined;
  constructor(f: (...args: never[]) => unknown, args: readonly unknown[]) {
    super();
    this.f = f;
    this.args = args;
  }
}

/** A metafunction waiting for its arguments: then its value is the result (or, for a predicate, it holds). */
export interface Constraint {
  readonly call: AnyMetafunction;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** What kind of term something has to be, whose constructors show early that it is none. */
export interface Kind {
  /** The fields, by position, that have to be of the kind in a term with this constructor; undefined where none is. */
  readonly parts: (tag: string) => readonly number[] | undefined;
  readonly holds: (x: unknown) => boolean;
}

/** Something that has to be of a kind. */
export class OfKind {
  readonly x: unknown;
  readonly kind: Kind;
  constructor(x: unknown, kind: Kind) {
    this.x = x;
    this.kind = kind;
  }
}
export interface Waiter {
  readonly constraint: Constraint | OfKind;
  readonly next: Waiter | undefined;
}

/** What a symbolic term stands for, as far as its head is known. */
export function walk(x: unknown): unknown {
  while (x instanceof Unknown) {
    if (x.value === undefined) return x;
    x = x.value;
  }
  return x;
}

/** Whether a term can be a ground one, as far as it is known; nothing is bound. */
export function mayBe(x: unknown, ground: unknown): boolean {
  const a = walk(x);
  if (!(a instanceof Symbolic)) return equal(a, ground);
  if (!(a instanceof Open)) return true;
  const { info, args } = a;
  if (typeof ground !== 'object' || (ground as Term).tag !== info.tag) return false;
  for (let i = 0; i < args.length; i++)
    if (!mayBe(args[i], (ground as Record<string, unknown>)[(info.fields[i] as readonly [string, string])[0]]))
      return false;
  return true;
}

/** Sorts that a metafunction does not look at: placeholders stand for what is unknown of them. */
export type Blind = (call: AnyMetafunction) => ReadonlyMap<string, unknown> | undefined;

const deepest = 400;

/** Unknowns and what is known of them, with a trail to undo it. */
export class Store {
  private readonly trail: (Unknown | Open | Suspended)[] = [];
  private readonly waited: (Waiter | undefined)[] = [];
  /** When each entry of the trail was made: an entry made anew after an undoing has another moment. */
  private readonly moments: number[] = [];
  private moment = 0;
  readonly grammar: Grammar;
  private readonly makers: Grammar['makers'];
  private readonly blind: Blind;
  /** The unknown that the last failed resolution met. */
  blocker: Unknown | undefined;
  private depth = 0;

  constructor(grammar: Grammar, blind: Blind) {
    this.grammar = grammar;
    this.makers = grammar.makers;
    this.blind = blind;
  }

  mark(): number {
    return this.trail.length;
  }

  undo(mark: number): void {
    while (this.trail.length > mark) {
      const u = this.trail.pop();
      const waiters = this.waited.pop();
      this.moments.pop();
      if (u instanceof Unknown) {
        u.value = undefined;
        u.waiters = waiters;
      } else if (u !== undefined) {
        u.made = undefined;
        u.ground = false;
      }
    }
  }

  forget(): void {
    this.trail.length = 0;
    this.waited.length = 0;
    this.moments.length = 0;
  }

  private record(u: Unknown | Open | Suspended, waiters: Waiter | undefined): void {
    this.trail.push(u);
    this.waited.push(waiters);
    this.moments.push(++this.moment);
  }

  /** The first unknown of a term, if it is still the one that was found; undefined when it has to be looked for. */
  private stillBlocked(b: Blocked): Unknown | undefined {
    const { by, length } = b;
    if (by.value !== undefined || this.moments.length < length) return undefined;
    return length === 0 || this.moments[length - 1] === b.moment ? by : undefined;
  }

  private block(at: Open | Suspended, by: Unknown): void {
    const length = this.moments.length;
    const moment = length === 0 ? 0 : (this.moments[length - 1] as number);
    const b = at.blocked;
    if (b === undefined) at.blocked = { by, length, moment };
    else {
      b.by = by;
      b.length = length;
      b.moment = moment;
    }
  }

  /** Gives an unknown its value; false when something that waited for it now fails. */
  bind(u: Unknown, value: unknown): boolean {
    const { waiters } = u;
    this.record(u, waiters);
    u.value = value;
    if (waiters === undefined) return true;
    if (value instanceof Unknown) {
      // The other unknown takes over what waits.
      this.record(value, value.waiters);
      let all = value.waiters;
      for (let w: Waiter | undefined = waiters; w !== undefined; w = w.next)
        all = { constraint: w.constraint, next: all };
      value.waiters = all;
      return true;
    }
    for (let w: Waiter | undefined = waiters; w !== undefined; w = w.next) if (!this.post(w.constraint)) return false;
    return true;
  }

  /** Makes two terms equal where they can be; false when they cannot. */
  unify(x: unknown, y: unknown): boolean {
    const a = walk(x);
    const b = walk(y);
    if (a === b) return true;
    if (a instanceof Unknown) return this.bind(a, b);
    if (b instanceof Unknown) return this.bind(b, a);
    if (a instanceof Open) {
      if (b instanceof Open) {
        if (a.info.tag !== b.info.tag) return false;
        for (let i = 0; i < a.args.length; i++) if (!this.unify(a.args[i], b.args[i])) return false;
        return true;
      }
      return b instanceof Suspended ? this.unifySuspended(b, a) : this.unifyOpen(a, b);
    }
    if (b instanceof Open) return a instanceof Suspended ? this.unifySuspended(a, b) : this.unifyOpen(b, a);
    if (a instanceof Suspended) return this.unifySuspended(a, b);
    if (b instanceof Suspended) return this.unifySuspended(b, a);
    return equal(a, b);
  }

  private unifyOpen(a: Open, b: unknown): boolean {
    if (typeof b !== 'object' || (b as Term).tag !== a.info.tag) return false;
    for (let i = 0; i < a.args.length; i++)
      if (!this.unify(a.args[i], (b as Record<string, unknown>)[(a.info.fields[i] as readonly [string, string])[0]]))
        return false;
    return true;
  }

  private unifySuspended(a: Suspended, b: unknown): boolean {
    const x = this.resolve(a);
    return x !== undefined && this.unify(x, b);
  }

  /** The ground term; undefined when something in it is unknown (see `blocker`). */
  resolve(x: unknown, placeholders?: ReadonlyMap<string, unknown>): unknown {
    const a = walk(x);
    if (!(a instanceof Symbolic)) return a;
    if (a instanceof Unknown) {
      const placeholder = placeholders?.get(a.sort);
      if (placeholder === undefined) this.blocker = a;
      return placeholder;
    }
    const at = a as Open | Suspended;
    if (at.made !== undefined) return at.made;
    // What is missing is looked for before anything is built.
    if (placeholders === undefined ? !this.isGround(at) : at instanceof Open && !this.isGround(at)) {
      const placeholder = at instanceof Open ? placeholders?.get(at.info.sort) : undefined;
      if (placeholder !== undefined || placeholders === undefined) return placeholder;
    }
    // A term that contains itself is not ground, and has no end where placeholders stand for what is unknown of it.
    if (this.depth >= deepest) {
      this.blocker = undefined;
      return undefined;
    }
    const { args } = at;
    const parts: unknown[] = new Array(args.length);
    this.depth++;
    for (let i = 0; i < args.length; i++) {
      const part = this.resolve(args[i], placeholders);
      if (part === undefined) {
        this.depth--;
        return undefined;
      }
      parts[i] = part;
    }
    this.depth--;
    const made = at instanceof Suspended ? at.f(...(parts as never[])) : this.makers.get(at.info.tag)?.(...parts);
    // Known to be ground, it is on the trail already.
    if (placeholders === undefined) at.made = made;
    return made;
  }

  /** Whether nothing in a term is unknown (see `blocker`). */
  isGround(x: unknown): boolean {
    const a = walk(x);
    if (!(a instanceof Symbolic)) return true;
    if (a instanceof Unknown) {
      this.blocker = a;
      return false;
    }
    const at = a as Open | Suspended;
    if (at.ground) return true;
    const blocker = at.blocked === undefined ? undefined : this.stillBlocked(at.blocked);
    if (blocker !== undefined) {
      this.blocker = blocker;
      return false;
    }
    // A term that contains itself has no ground instance.
    if (++this.depth > deepest) {
      this.depth--;
      this.blocker = undefined;
      return false;
    }
    const { args } = at;
    let ground = true;
    for (let i = 0; ground && i < args.length; i++) ground = this.isGround(args[i]);
    this.depth--;
    if (ground) {
      at.ground = true;
      this.record(at, undefined);
    } else if (this.blocker !== undefined) this.block(at, this.blocker);
    return ground;
  }

  /** What is unknown of it stays bound to the kind. */
  private postKind(c: OfKind): boolean {
    const { kind } = c;
    const x = walk(c.x);
    if (x instanceof Unknown) {
      this.record(x, x.waiters);
      x.waiters = { constraint: c, next: x.waiters };
      return true;
    }
    if (x instanceof Open)
      return kind.parts(x.info.tag)?.every((i) => this.postKind(new OfKind(x.args[i], kind))) ?? false;
    return x instanceof Symbolic || kind.holds(x);
  }

  /** Checks a constraint, now or as soon as its arguments are known; false when it fails now. */
  post(c: Constraint | OfKind): boolean {
    if (c instanceof OfKind) return this.postKind(c);
    const placeholders = this.blind(c.call);
    const given = c.args;
    // Most wait once more: nothing is allocated for those.
    let args: unknown[] | undefined;
    for (let i = 0; i < given.length; i++) {
      const arg = this.resolve(given[i], placeholders);
      if (arg === undefined) {
        const u = this.blocker;
        if (u === undefined) return false;
        this.record(u, u.waiters);
        u.waiters = { constraint: c, next: u.waiters };
        return true;
      }
      (args ??= new Array<unknown>(given.length))[i] = arg;
    }
    const value = (c.call.compute as (...xs: unknown[]) => unknown)(...(args ?? []));
    return value !== undefined && this.unify(c.result, value);
  }
}
