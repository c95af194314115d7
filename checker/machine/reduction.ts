/**
 * Rules of reduction made into moves of the machine. What a metavariable stands for is read off the place where it is:
 * the values on the stack, the fields of the code, what a premise found. There is no environment to fill, and a
 * substitution becomes an entry in an activation.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ConstructorInfo, Term } from '../../semantics/grammar.ts';
import { constructorOf, isGround } from '../../semantics/matching.ts';
import { isCall, isMeta, visitMetas, type Call, type Metavariable, type Pattern } from '../../semantics/symbols.ts';
import { equal } from '../../semantics/terms.ts';
import type { Instance } from '../../rules/judgement.ts';
import type { Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import type { Body, Code, Head, Reduction, Registers, StoreLike } from './code.ts';
import type { Compiler } from './compiler.ts';
import type { Store } from './store.ts';
import type { InPlace, Workings } from './workings.ts';

type Get = (m: Registers) => unknown;
type Test = (m: Registers) => boolean;

/** Where a metavariable's value is. */
interface Place {
  readonly get: Get;
  /** Whether it is a value, or a part of one. */
  readonly isValue: boolean;
  /** The number of a part that is not evaluated, or of another field, of the redex. */
  readonly rest?: number;
  readonly other?: number;
  readonly store?: number;
}

/** The inputs of the judgement of reductions, by what they are. */
export interface Positions {
  readonly stores: readonly { readonly input: number; readonly output: number }[];
  readonly given: readonly number[];
  readonly main: number;
  readonly result: number;
}

export class Unmade extends Error {}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Makes a rule into a move.
 * @param head what is known of the redexes that the rule reduces.
 * @throws Unmade when the rule is of a kind that the machine does not know.
 */
export function reductionOf(
  system: System,
  workings: Workings,
  positions: Positions,
  compiler: Compiler,
  head: Head,
  rule: Rule,
): Reduction {
  return new Making(system, workings, positions, compiler, head, rule).make();
}

const same = (a: unknown, b: unknown): boolean => a === b || equal(a, b);

class Making {
  private readonly places = new Map<string, Place>();
  private readonly tests: Test[] = [];
  /** Registers of this rule: a rule never runs inside itself. */
  private readonly found: unknown[] = [];
  private readonly uses = new Map<string, number>();
  private readonly system: System;
  private readonly workings: Workings;
  private readonly positions: Positions;
  private readonly compiler: Compiler;
  private readonly head: Head;
  private readonly rule: Rule;

  constructor(system: System, workings: Workings, positions: Positions, compiler: Compiler, head: Head, rule: Rule) {
    this.system = system;
    this.workings = workings;
    this.positions = positions;
    this.compiler = compiler;
    this.head = head;
    this.rule = rule;
    const use = (p: Pattern) => visitMetas(p, (m) => this.uses.set(m.meta, (this.uses.get(m.meta) ?? 0) + 1));
    rule.conclusion.args.forEach(use);
    for (const p of rule.premises) {
      if (p.kind === 'judgement') p.args.forEach(use);
      else if (p.kind === 'where') [p.value, p.pattern].forEach(use);
      else use(p);
    }
  }

  make(): Reduction {
    const { rule, positions, workings } = this;
    const { args } = rule.conclusion;
    positions.stores.forEach(({ input }, k) => {
      const p = args[input] as Pattern;
      if (!isMeta(p)) throw new Unmade(`${rule.name} looks into the store in its conclusion`);
      this.places.set(p.meta, { get: (m) => (m.stores[k] as StoreLike).term(), isValue: false, store: k });
    });
    positions.given.forEach((input, k) =>
      this.bind(args[input] as Pattern, { get: (m) => m.given[k], isValue: false }),
    );
    this.bindRedex(args[positions.main] as Term & Fields);
    for (const p of rule.premises) {
      if (p.kind === 'judgement') this.judgement(p);
      else if (p.kind === 'where') this.where(p.value, p.pattern);
      else this.condition(p);
    }
    const fire = this.fire();
    const called = workings.calls?.[rule.name];
    const place = called === undefined ? undefined : this.places.get(called);
    return place === undefined ? fire : notingCalls(fire, place.get);
  }

  private bindRedex(p: Term & Fields): void {
    const { evaluated, rests, others, list } = this.head;
    evaluated.forEach((part, i) => {
      const q = p[part.field] as Pattern;
      if (!this.matters(q)) return;
      const k = list < 0 || i < list ? i : evaluated.length - i;
      const get: Get =
        part.list !== undefined
          ? (m) => this.compiler.list(m.code, m.values, m.base + i)
          : list < 0 || i < list
            ? (m) => m.values[m.base + k]
            : (m) => m.values[m.top - k];
      this.bind(q, { get, isValue: true });
    });
    others.forEach((field, i) => {
      const get: Get = (m) => this.compiler.other(m.code, i, m.activation);
      const plain: Get = (m) => m.code.others[i];
      const sort = this.head.info.fields.find(([f]) => f === field)?.[1] as string;
      this.bind(p[field] as Pattern, { get: this.compiler.mayBeOpen(sort) ? get : plain, isValue: false, other: i });
    });
    rests.forEach((field, i) => {
      const get: Get = (m) => this.compiler.rest(m.code, i, m.activation);
      this.bind(p[field] as Pattern, { get, isValue: false, rest: i });
    });
  }

  /** Whether a pattern asks for something, or something is asked of what it binds. */
  private matters(p: Pattern): boolean {
    return !isMeta(p) || p.restriction !== undefined || (this.uses.get(p.meta) ?? 0) > 1;
  }

  private register(): number {
    this.found.push(undefined);
    return this.found.length - 1;
  }

  private restriction(p: Metavariable, place: Place): void {
    if (p.restriction === undefined) return;
    const { name, holds } = p.restriction;
    const { compiler } = this;
    if (name !== 'value') this.tests.push((m) => holds(place.get(m)));
    else if (!place.isValue) this.tests.push((m) => compiler.isValue(place.get(m) as Term));
  }

  /** What is at a place has to match a pattern; its metavariables are bound. */
  private bind(p: Pattern, place: Place): void {
    if (isMeta(p)) {
      const old = this.places.get(p.meta);
      if (old !== undefined) {
        this.tests.push((m) => same(old.get(m), place.get(m)));
        return;
      }
      this.restriction(p, place);
      this.places.set(p.meta, p.restriction?.name === 'value' ? { ...place, isValue: true } : place);
      return;
    }
    if (isCall(p)) {
      const build = this.build(p);
      this.tests.push((m) => {
        const x = build(m);
        return x !== undefined && equal(x, place.get(m));
      });
      return;
    }
    if (typeof p !== 'object' || Array.isArray(p)) {
      this.tests.push((m) => same(p, place.get(m)));
      return;
    }
    const info = constructorOf(this.system.grammar, p as Term);
    const { tag } = info;
    const { get } = place;
    const parts = info.fields
      .map(([field]) => ({ field, q: (p as unknown as Fields)[field] as Pattern }))
      .filter(({ q }) => this.matters(q))
      .map((part) => ({ ...part, at: this.register() }));
    const { found } = this;
    const [a] = parts;
    if (parts.length === 0) this.tests.push((m) => (get(m) as Term).tag === tag);
    else if (parts.length === 1 && a !== undefined) {
      const { field, at } = a;
      this.tests.push((m) => {
        const x = get(m) as Term & Fields;
        if (x.tag !== tag) return false;
        found[at] = x[field];
        return true;
      });
    } else
      this.tests.push((m) => {
        const x = get(m) as Term & Fields;
        if (x.tag !== tag) return false;
        for (const { field, at } of parts) found[at] = x[field];
        return true;
      });
    const value = (field: string) =>
      place.isValue && ((info.value !== undefined && info.evaluates?.includes(field)) ?? false);
    for (const { field, q, at } of parts) this.bind(q, { get: () => found[at], isValue: value(field) });
  }

  private judgement(p: Instance): void {
    const { values } = this.workings;
    const [only] = p.args;
    if (values !== undefined && p.judgement.name === values.form.name) {
      if (isMeta(only) && this.places.get(only.meta)?.isValue) return;
      const get = this.build(only as Pattern);
      this.tests.push((m) => this.compiler.isValue(get(m) as Term));
      return;
    }
    if (p.judgement.name === this.workings.reduces.name) throw new Unmade(`${this.rule.name} reduces a part`);
    const n = p.judgement.inputs.length;
    const inputs = p.args.slice(0, n).map((a) => this.build(a));
    const outputs = p.args.slice(n);
    const at = outputs.map(() => this.register());
    const { system, found } = this;
    this.tests.push((m) => {
      const r = derive(
        system,
        p.judgement,
        inputs.map((get) => get(m)),
        { record: false },
      );
      if (isLeft(r)) return false;
      at.forEach((k, i) => (found[k] = r.right.outputs[i]));
      return true;
    });
    outputs.forEach((q, i) => this.bind(q, { get: () => found[at[i] as number], isValue: false }));
  }

  private where(value: Pattern, pattern: Pattern): void {
    const build = this.build(value);
    const at = this.register();
    const { found } = this;
    this.tests.push((m) => (found[at] = build(m)) !== undefined);
    const of = isMeta(value) && this.places.get(value.meta)?.isValue;
    this.bind(pattern, { get: () => found[at], isValue: of ?? false });
  }

  private condition(p: Call): void {
    const [only] = p.args;
    if (this.workings.ofValues?.has(p.call) && isMeta(only) && this.places.get(only.meta)?.isValue) return;
    const build = this.build(p);
    this.tests.push((m) => build(m) === true);
  }

  /** What builds a pattern; undefined is built where a metafunction is not defined. */
  private build(p: Pattern): Get {
    if (isMeta(p)) {
      const place = this.places.get(p.meta);
      if (place === undefined) throw new Unmade(`${this.rule.name} does not determine ${p.meta}`);
      return place.get;
    }
    if (isCall(p)) {
      const [first, ...more] = p.args as readonly Pattern[];
      const inPlace = this.inPlace(p);
      if (inPlace?.kind === 'reads') {
        const k = this.places.get((first as Metavariable).meta)?.store as number;
        return reading(
          k,
          inPlace,
          more.map((a) => this.build(a)),
        );
      }
      const f = p.call.compute as unknown as (...args: unknown[]) => unknown;
      return applied(
        f,
        p.args.map((a) => this.build(a)),
      );
    }
    if (typeof p !== 'object' || Array.isArray(p) || isGround(p)) return () => p;
    const info = constructorOf(this.system.grammar, p as Term);
    const make = this.system.grammar.makers.get(info.tag);
    if (make === undefined) throw new Unmade(`${info.tag} cannot be built in a rule`);
    return applied(
      make,
      info.fields.map(([f]) => this.build((p as unknown as Fields)[f] as Pattern)),
    );
  }

  /** How a call is done in place: its first argument has to be a store as it is. */
  private inPlace(p: Call): InPlace | undefined {
    const [first, ...more] = p.args;
    if (!isMeta(first)) return undefined;
    const k = this.places.get(first.meta)?.store;
    if (k === undefined || !this.positions.stores[k] || !storeIsMap(this.system, this.workings, this.positions, k))
      return undefined;
    return more.some((a) => this.readsStore(a)) ? undefined : this.workings.inPlace?.get(p.call);
  }

  private readsStore(p: Pattern): boolean {
    let reads = false;
    visitMetas(p, (m) => (reads ||= this.places.get(m.meta)?.store !== undefined));
    return reads;
  }

  private fire(): Reduction {
    const { rule, positions } = this;
    const { args } = rule.conclusion;
    const n = rule.conclusion.judgement.inputs.length;
    const result = args[n + positions.result] as Pattern;
    const writes = positions.stores.flatMap(({ output }, k) => this.write(args[n + output] as Pattern, k));
    const move = this.move(result);
    const [write] = writes;
    let act: Reduction;
    if (write === undefined) act = move;
    else if (writes.length === 1 && !hasCall(result)) act = (m) => write(m) && move(m);
    else {
      // What the redex becomes is looked up before the store changes; a store that cannot be changed is left as it was.
      const build = this.build(result);
      if (!this.isTerm(result)) throw new Unmade(`${rule.name} changes the store and may end the run`);
      const { stores } = positions;
      act = (m) => {
        const x = build(m);
        if (x === undefined) return false;
        const before = stores.map((_, k) => m.stores[k]?.term());
        if (writes.every((w) => w(m))) {
          m.enter(x as Term);
          return true;
        }
        stores.forEach((_, k) => m.stores[k]?.replace(before[k]));
        return false;
      };
    }
    return sequence(this.tests, act);
  }

  private write(p: Pattern, k: number): Test[] {
    if (isMeta(p) && this.places.get(p.meta)?.store === k) return [];
    if (isCall(p)) {
      const [first, ...more] = p.args;
      const inPlace = this.inPlace(p);
      if (inPlace?.kind === 'writes' && isMeta(first) && this.places.get(first.meta)?.store === k)
        return [
          writing(
            k,
            inPlace,
            more.map((a) => this.build(a)),
          ),
        ];
    }
    const build = this.build(p);
    return [
      (m) => {
        const next = build(m);
        if (next === undefined) return false;
        (m.stores[k] as StoreLike).replace(next);
        return true;
      },
    ];
  }

  private isTerm(p: Pattern): boolean {
    const { outcome } = this.workings;
    return (
      outcome === undefined || (typeof p === 'object' && !isMeta(p) && !isCall(p) && 'tag' in p && p.tag === outcome)
    );
  }

  /** What the redex becomes. */
  private move(p: Pattern): Reduction {
    const { outcome } = this.workings;
    if (outcome === undefined) return this.moveTo(p);
    if (isMeta(p) || isCall(p) || typeof p !== 'object' || !('tag' in p))
      throw new Unmade(`${this.rule.name} leads to what is found only while it runs`);
    if (p.tag === outcome) {
      const info = constructorOf(this.system.grammar, p);
      return this.moveTo((p as unknown as Fields)[info.fields[0]?.[0] as string] as Pattern);
    }
    const build = this.build(p);
    return (m) => (m.ended = build(m) as Term | undefined) !== undefined;
  }

  private moveTo(p: Pattern): Reduction {
    if (this.isValuePattern(p)) {
      const build = this.build(p);
      return (m) => (m.value = build(m) as Term | undefined) !== undefined;
    }
    return this.moveIntoRest(p) ?? this.moveIntoBody(p) ?? this.moveInto(p);
  }

  private moveInto(p: Pattern): Reduction {
    const build = this.build(p);
    return (m) => {
      const x = build(m);
      if (x === undefined) return false;
      m.enter(x as Term);
      return true;
    };
  }

  /** e[v1/x1]…[vn/xn]: e, and the pairs, the innermost first. */
  private substitution(p: Pattern): { readonly e: Pattern; readonly pairs: readonly (readonly [Pattern, Pattern])[] } {
    if (!isCall(p) || p.call !== this.workings.substitute) return { e: p, pairs: [] };
    const [inner, v, x] = p.args as [Pattern, Pattern, Pattern];
    const { e, pairs } = this.substitution(inner);
    return { e, pairs: [...pairs, [v, x]] };
  }

  /** A part of the redex goes on in the activation that it is in; what it binds is put there. */
  private moveIntoRest(p: Pattern): Reduction | undefined {
    const { e, pairs } = this.substitution(p);
    const rest = isMeta(e) ? this.places.get(e.meta)?.rest : undefined;
    if (rest === undefined) return undefined;
    const { info, rests, others } = this.head;
    const field = rests[rest] as string;
    const bound = info.binders.map((b, i) => ({ ...b, i })).filter((b) => b.scope.includes(field));
    if (bound.length !== pairs.length) return undefined;
    const slots: { readonly binder: number; readonly get: Get }[] = [];
    for (const [v, x] of pairs) {
      const other = isMeta(x) ? this.places.get(x.meta)?.other : undefined;
      const binder = other === undefined ? undefined : bound.find((b) => b.name === others[other]);
      if (binder === undefined || !this.isValuePattern(v)) return undefined;
      slots.push({ binder: binder.i, get: this.build(v) });
    }
    const [only] = slots;
    if (only === undefined)
      return (m) => {
        m.code = m.code.rests[rest] as Code;
        return true;
      };
    if (slots.length > 1) return undefined;
    const { binder, get } = only;
    return (m) => {
      const { code } = m;
      m.activation[code.slots[binder] as number] = get(m) as Term;
      m.code = code.rests[rest] as Code;
      return true;
    };
  }

  /** What was found elsewhere is entered as a body, with an activation of its own. */
  private moveIntoBody(p: Pattern): Reduction | undefined {
    const { e, pairs } = this.substitution(p);
    if (pairs.length === 0 || !isMeta(e)) return undefined;
    const place = this.places.get(e.meta);
    if (place === undefined || place.rest !== undefined) return undefined;
    if (!pairs.every(([v]) => this.isValuePattern(v))) return undefined;
    const body = place.get;
    const names = pairs.map(([, x]) => this.build(x));
    const values = pairs.map(([v]) => this.build(v));
    const [name] = names as [Get];
    const [value] = values as [Get];
    if (pairs.length === 1)
      return (m) => {
        const e0 = body(m) as Term;
        const { code } = m;
        const x = name(m) as string;
        const { code: next, slots } =
          code.entered === e0 && code.parameters[0] === x && code.parameters.length === 1
            ? (code.body as Body)
            : m.bodyOf(code, e0, [x]);
        const activation = new Array<Term | undefined>(slots);
        activation[0] = value(m) as Term;
        m.code = next;
        m.activation = activation;
        return true;
      };
    return (m) => {
      const parameters = names.map((get) => get(m) as string);
      if (new Set(parameters).size < parameters.length) {
        // The innermost substitution is the one that counts, and finds all occurrences.
        for (let i = parameters.length - 1; i > 0; i--)
          if (parameters.indexOf(parameters[i] as string) < i) parameters[i] = `${parameters[i] as string} `;
      }
      const { code: next, slots } = m.bodyOf(m.code, body(m) as Term, parameters);
      const activation = new Array<Term | undefined>(slots);
      values.forEach((get, i) => (activation[i] = get(m) as Term));
      m.code = next;
      m.activation = activation;
      return true;
    };
  }

  /** Whether what a pattern builds is a value, whatever its metavariables stand for. */
  private isValuePattern(p: Pattern): boolean {
    if (isMeta(p)) return this.places.get(p.meta)?.isValue ?? false;
    if (isCall(p) || typeof p !== 'object' || !('tag' in p)) return false;
    const info: ConstructorInfo = constructorOf(this.system.grammar, p);
    const at = (field: string) => (p as unknown as Fields)[field] as Pattern;
    return info.value === true && (info.evaluates ?? []).every((f) => this.isValuePattern(at(f)));
  }
}

const hasCall = (p: Pattern): boolean =>
  isCall(p) ||
  (typeof p === 'object' && !isMeta(p) && !Array.isArray(p) && Object.values(p).some((q) => hasCall(q as Pattern)));

/** Whether a store is a finite map, which can be changed in place. */
export const storeIsMap = (system: System, { reduces }: Workings, positions: Positions, k: number): boolean =>
  system.grammar.maps[reduces.inputs[positions.stores[k]?.input as number] as string] !== undefined;

function notingCalls(fire: Reduction, name: Get): Reduction {
  return (m) => {
    const { code, called } = m;
    if (!fire(m)) return false;
    if (called === undefined) return true;
    const next = m.code;
    m.code = code;
    called(name(m) as string);
    m.code = next;
    return true;
  };
}

function sequence(tests: readonly Test[], act: Reduction): Reduction {
  const [a, b, c] = tests as [Test, Test, Test];
  switch (tests.length) {
    case 0:
      return act;
    case 1:
      return (m) => a(m) && act(m);
    case 2:
      return (m) => a(m) && b(m) && act(m);
    case 3:
      return (m) => a(m) && b(m) && c(m) && act(m);
    default: {
      const rest = sequence(tests.slice(3), act);
      return (m) => a(m) && b(m) && c(m) && rest(m);
    }
  }
}

function applied(f: (...args: unknown[]) => unknown, args: readonly Get[]): Get {
  const [a, b, c] = args as [Get, Get, Get];
  switch (args.length) {
    case 1:
      return (m) => {
        const x = a(m);
        return x === undefined ? undefined : f(x);
      };
    case 2:
      return (m) => {
        const x = a(m);
        const y = b(m);
        return x === undefined || y === undefined ? undefined : f(x, y);
      };
    case 3:
      return (m) => {
        const x = a(m);
        const y = b(m);
        const z = c(m);
        return x === undefined || y === undefined || z === undefined ? undefined : f(x, y, z);
      };
    default:
      return (m) => {
        const built = args.map((get) => get(m));
        return built.includes(undefined) ? undefined : f(...built);
      };
  }
}

function reading(k: number, { run }: InPlace, args: readonly Get[]): Get {
  const f = run as (store: Store, ...args: unknown[]) => unknown;
  const [a] = args as [Get];
  const storeOf = (m: Registers) => (m.stores[k] as StoreLike).store as Store;
  if (args.length === 0) return (m) => f(storeOf(m));
  if (args.length === 1)
    return (m) => {
      const x = a(m);
      return x === undefined ? undefined : f(storeOf(m), x);
    };
  return (m) => {
    const built = args.map((get) => get(m));
    return built.includes(undefined) ? undefined : f(storeOf(m), ...built);
  };
}

function writing(k: number, { run }: InPlace, args: readonly Get[]): Test {
  const f = run as (store: Store, ...args: unknown[]) => boolean;
  const [a, b] = args as [Get, Get];
  const storeOf = (m: Registers) => (m.stores[k] as StoreLike).store as Store;
  if (args.length === 2)
    return (m) => {
      const x = a(m);
      const y = b(m);
      return x !== undefined && y !== undefined && f(storeOf(m), x, y);
    };
  return (m) => {
    const built = args.map((get) => get(m));
    return !built.includes(undefined) && f(storeOf(m), ...built);
  };
}
