/**
 * Metafunctions by their equations: where a metafunction is given or explained by equations, these are read as they
 * stand, and its code is not run. What has none, or nests too deep for that, is computed by its code.
 */
import { meaningOf, type MeaningEquation } from '../../semantics/meaning.ts';
import type { AnyMetafunction, Call, Metavariable, Pattern, Where } from '../../semantics/symbols.ts';
import { nowhere, type Id, type Store } from './store.ts';

/** What metavariables stand for, by their names. */
export type Bindings = Map<string, Id>;

const isMeta = (p: Pattern): p is Metavariable => typeof p === 'object' && 'meta' in p;
const isCall = (p: Pattern | Where): p is Call => typeof p === 'object' && 'call' in p;

/** How many calls may lie in each other before code takes over. */
const deepest = 400;

/** The function is given by equations alone: what they do not say, its code does. */
interface Equations {
  readonly list: readonly MeaningEquation[];
  readonly otherwise: ReturnType<typeof meaningOf>['otherwise'];
  readonly everywhere: boolean;
}

export class Interpreter {
  private readonly store: Store;
  private readonly results = new Map<AnyMetafunction, Map<string, Id>>();
  private readonly equations = new Map<AnyMetafunction, Equations>();
  private depth = 0;
  /** How many calls were computed by equations, and how many by code. */
  readonly counts = { equations: 0, code: 0 };

  constructor(store: Store) {
    this.store = store;
  }

  /** What a pattern is under these bindings; `nowhere` where it is not defined. @throws Error for an unbound metavariable. */
  value(p: Pattern, bindings: Bindings): Id {
    if (typeof p !== 'object' || Array.isArray(p)) return this.store.primitive(p);
    if (isMeta(p)) {
      const id = bindings.get(p.meta);
      if (id === undefined) throw new Error(`nothing is known of ${p.meta}`);
      return id;
    }
    if (isCall(p)) {
      const args = p.args.map((a) => this.value(a, bindings));
      return args.includes(nowhere) ? nowhere : this.call(p.call, args);
    }
    const { tag } = p as { readonly tag: string };
    if (tag === '⊥') return nowhere;
    const parts = this.store
      .fields(tag)
      .map(([f]) => this.value((p as unknown as Readonly<Record<string, Pattern>>)[f] as Pattern, bindings));
    return parts.includes(nowhere) ? nowhere : this.store.make(tag, parts);
  }

  /** Whether a term is an instance of a pattern; binds what is new in it. */
  private fits(p: Pattern, id: Id, bindings: Bindings): boolean {
    if (id === nowhere) return false;
    if (typeof p !== 'object' || Array.isArray(p)) return this.store.primitive(p) === id;
    if (isMeta(p)) {
      const old = bindings.get(p.meta);
      if (old !== undefined) return old === id;
      bindings.set(p.meta, id);
      return this.meets(p, id);
    }
    if (isCall(p)) return this.value(p, bindings) === id;
    const node = this.store.node(id);
    if (node.tag !== (p as { readonly tag: string }).tag) return false;
    return this.store
      .fields(node.tag)
      .every(([f], i) =>
        this.fits((p as unknown as Readonly<Record<string, Pattern>>)[f] as Pattern, node.parts[i] as Id, bindings),
      );
  }

  /** Whether a term is what a metavariable may stand for. */
  meets(m: Metavariable, id: Id): boolean {
    return m.restriction === undefined || m.restriction.holds(this.store.term(id));
  }

  call(f: AnyMetafunction, args: readonly Id[]): Id {
    let known = this.results.get(f);
    if (known === undefined) this.results.set(f, (known = new Map()));
    const key = args.join(' ');
    const old = known.get(key);
    if (old !== undefined) return old;
    let result: Id | undefined;
    if (this.depth < deepest) {
      this.depth++;
      try {
        result = this.byEquations(f, args);
      } finally {
        this.depth--;
      }
    }
    if (result === undefined) {
      this.counts.code++;
      const values = args.map((a) => this.store.term(a));
      const computed = (f.compute as unknown as (...args: unknown[]) => unknown)(...values);
      result = computed === undefined ? nowhere : this.store.of(computed);
    } else this.counts.equations++;
    known.set(key, result);
    return result;
  }

  private equationsOf(f: AnyMetafunction): Equations {
    let found = this.equations.get(f);
    if (found === undefined) {
      const { equations, otherwise, everywhere } = meaningOf(f);
      // An equation about calls among the arguments is a law: it says nothing that could be computed.
      const list = equations.filter((e) => !e.left.args.some((a) => this.hasCall(a)));
      found = { list, otherwise: list.length === equations.length ? otherwise : null, everywhere };
      this.equations.set(f, found);
    }
    return found;
  }

  private hasCall(p: Pattern): boolean {
    if (typeof p !== 'object' || Array.isArray(p) || isMeta(p)) return false;
    return isCall(p) || Object.values(p).some((q) => this.hasCall(q as Pattern));
  }

  /** The result by equations; undefined where they do not say. */
  private byEquations(f: AnyMetafunction, args: readonly Id[]): Id | undefined {
    const { list, otherwise, everywhere } = this.equationsOf(f);
    if (list.length === 0 && otherwise === null) return undefined;
    if (everywhere) return this.everywhere(list, otherwise as readonly string[], args);
    for (const e of list) {
      const bindings: Bindings = new Map();
      // Parameters first: a name that occurs in the subject as well is compared there.
      const order = [...e.left.args.keys()].slice(1);
      if (
        ![...order, 0].every((k) => k >= args.length || this.fits(e.left.args[k] as Pattern, args[k] as Id, bindings))
      )
        continue;
      if (e.conditions.every((c) => this.holds(c, bindings))) return this.value(e.right, bindings);
    }
    if (otherwise === null) return undefined;
    if (otherwise === 'undefined') return nowhere;
    if (otherwise === 'true' || otherwise === 'false') return this.store.primitive(otherwise === 'true');
    return this.inParts(f, otherwise, args);
  }

  private holds(c: Where | Call, bindings: Bindings): boolean {
    if (isCall(c)) return this.value(c, bindings) === this.store.primitive(true);
    return this.fits(c.pattern, this.value(c.value, bindings), bindings);
  }

  /** The function applied to the parts of its first argument that are of these sorts. */
  private inParts(f: AnyMetafunction, sorts: readonly string[], [subject, ...rest]: readonly Id[]): Id {
    const { tag, parts } = this.store.node(subject as Id);
    if (tag === undefined) return subject as Id;
    const fields = this.store.fields(tag);
    const made = parts.map((p, i) => (sorts.includes(fields[i]?.[1] as string) ? this.call(f, [p, ...rest]) : p));
    return made.includes(nowhere) ? nowhere : this.store.make(tag, made);
  }

  /** Whether every equation that applies says so, of the subject and of all its parts of these sorts. */
  private everywhere(list: readonly MeaningEquation[], sorts: readonly string[], args: readonly Id[]): Id {
    const yes = this.store.primitive(true);
    const stack: Id[] = [args[0] as Id];
    const seen = new Set<Id>();
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const e of list) {
        const bindings: Bindings = new Map();
        const here = [at, ...args.slice(1)];
        const order = [...here.keys()].slice(1);
        const applies = [...order, 0].every((k) => this.fits(e.left.args[k] as Pattern, here[k] as Id, bindings));
        if (applies && e.conditions.every((c) => this.holds(c, bindings)) && this.value(e.right, bindings) !== yes)
          return this.store.primitive(false);
      }
      const { tag, parts } = this.store.node(at);
      if (tag === undefined) continue;
      this.store.fields(tag).forEach(([, sort], i) => sorts.includes(sort) && stack.push(parts[i] as Id));
    }
    return yes;
  }
}
