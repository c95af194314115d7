/**
 * What holds of terms, law by law: of equality and constructors, of calls that are defined or not, of metafunctions by
 * their equations in their order, and of finite maps, sets of names and two-valued orders by clauses. Nothing is searched
 * for: a law is asked for at an instance, and what it needs has to be there.
 */
import { both } from '../semantics/logic.ts';
import { meaningOf, type MeaningEquation } from '../semantics/meaning.ts';
import { isCall, isMeta, metafunction, type Metavariable, type Pattern } from '../semantics/symbols.ts';
import type { Law, Literal } from './certificate.ts';
import type { Known } from './known.ts';
import type { Store, Sym } from './terms.ts';

/** Undefined where it is not known. */
export type Truth = boolean | undefined;
const conjunction = (ts: readonly Truth[]): Truth =>
  ts.includes(false) ? false : ts.includes(undefined) ? undefined : true;
const not = ([l, r, equal]: Literal): Literal => [l, r, !equal];
/** That one literal holds exactly where others do, unless something else holds, in clauses. */
const exactly = (l: Literal, all: readonly Literal[], or: readonly Literal[] = []) => [
  ...all.map((m) => [...or, not(l), m]),
  [...or, l, ...all.map(not)],
];
/** Whether a term is a part of another one, inside constructors alone. */
export const inside = (part: Sym, s: Sym, seen = new Set<Sym>()): boolean =>
  s.kind === 'constructor' && !seen.has(s) && s.args.some((a) => a === part || inside(part, a, seen.add(s)));
/** Whether a name is in a set. Of a two-valued order every name is in the upper value and none in the lower. */
export const element = metafunction<[string, unknown], boolean>(
  { name: '∂∈', args: ['name', '*'], result: 'holds', text: '{0} ∈ {1}', sentence: 'a name is an element' },
  () => false,
);

export const wrong = (message: string): never => {
  throw new Error(message);
};
/** A term and all that it is made of. */
export function subterms(s: Sym, into = new Set<Sym>()): Set<Sym> {
  if (!into.has(s)) s.args.forEach((a) => subterms(a, into.add(s)));
  return into.add(s);
}

export class Laws {
  readonly store: Store;
  readonly known: Known;
  private facts = new Map<Sym, readonly Literal[]>();
  constructor(store: Store, known: Known) {
    this.store = store;
    this.known = known;
  }

  /** What is found while there are more facts, which are taken back. */
  within<T>(f: () => T): T {
    const facts = new Map(this.facts);
    try {
      return f();
    } finally {
      this.facts = facts;
    }
  }
  /** What is no truth value but one of them is the other. */
  private normal([l, r, equal]: Literal): Literal {
    const { yes, no } = this.store;
    return !equal && (r === yes || r === no) ? [l, r === yes ? no : yes, true] : [l, r, equal];
  }
  assume = (l: Literal): void => {
    const fact = this.normal(l);
    for (const s of new Set([fact[0], fact[1]])) this.facts.set(s, [...(this.facts.get(s) ?? []), fact]);
  };
  /** Whether a literal is a fact; or two terms are one, are made by different constructors, or one is a part of the other. */
  says(literal: Literal): boolean {
    const [l, r, equal] = this.normal(literal);
    if (this.facts.get(l)?.some(([a, b, e]) => e === equal && (a === l ? b : a) === r)) return true;
    if (equal || l === r) return equal && l === r;
    if (inside(l, r) || inside(r, l) || (r === this.store.undef && l.op.startsWith('∂#'))) return true;
    return l.kind === 'constructor' && r.kind === 'constructor' && l.op !== r.op;
  }
  /** Whether there are the variables of a term, which are defined; and whether all that it is made of is. */
  scoped = (s: Sym): boolean => [...subterms(s)].every((t) => t.kind !== 'variable' || this.isDefined(t));
  made = (s: Sym): boolean => [...subterms(s)].every((t) => t.sort === 'holds' || this.isDefined(t));
  private isDefined = (s: Sym): boolean => this.says([s, this.store.undef, false]);
  /** That calls in a term are defined, and that a term is as the restriction of a metavariable says. */
  defined = (s: Sym): Literal[] =>
    [...subterms(s)].flatMap((t) => (t.fn === undefined || t.sort === 'holds' ? [] : [[t, this.store.undef, false]]));
  restriction(m: Metavariable, s: Sym): Literal[] {
    const test = m.restriction && this.known.restrictions.get(m.restriction.name);
    return test === undefined ? [] : [[this.store.call(test, [s]), this.store.yes, true]];
  }
  /** The terms that are said to equal a term. */
  equals = (s: Sym): Sym[] => [s, ...(this.facts.get(s) ?? []).flatMap(([l, r, equal]) => (equal ? [l, r] : []))];
  /** The constructor term that a term is, or was last said to equal. */
  head = (s: Sym): Sym | undefined =>
    s.kind === 'constructor' ? s : this.equals(s).findLast((t) => t.kind === 'constructor');

  /** The fact that a law gives. */
  fact(s: Law): Literal {
    const { store } = this;
    if (s.law === 'chain') {
      const links = s.terms.slice(1).map((t, i) => this.link(s.terms[i]!, t) ?? wrong('a chain is broken'));
      if (links.filter((equal) => !equal).length > 1) wrong('a chain is broken twice');
      return [s.terms[0] ?? wrong('there is no chain'), s.terms.at(-1)!, !links.includes(false)];
    }
    if (s.law === 'part') {
      const { left, right, at } = s;
      const alike = left.kind === 'constructor' && left.kind === right.kind && left.op === right.op;
      if (!alike || !this.says([left, right, true])) wrong('the wholes are not equal');
      return [left.args[at] ?? wrong('there is no such part'), right.args[at]!, true];
    }
    if (s.law === 'clause') {
      const clause = this.clauses(s.of, s.key)[s.clause] ?? [];
      if (clause.some((l, i) => i !== s.at && !this.says(not(l)))) wrong('a literal is not denied');
      return clause[s.at] ?? wrong('there is no such literal');
    }
    const { of } = s;
    if (s.law === 'value') return [of, this.value(of) ?? wrong('no equation is known to apply'), true];
    if (of.fn?.partial !== false || !of.args.every(this.made)) wrong('the call may be undefined');
    return [of, store.undef, false];
  }
  private link(a: Sym, b: Sym): Truth {
    const alike = a.kind === b.kind && a.op === b.op && a.fn === b.fn && a.args.length > 0;
    const equal = alike && a.args.every((x, i) => this.says([x, b.args[i]!, true]));
    return this.truth(a, b) ?? (equal || undefined);
  }

  private truth = (l: Sym, r: Sym): Truth =>
    this.says([l, r, true]) ? true : this.says([l, r, false]) ? false : undefined;
  private holds = (p: Sym): Truth => this.truth(p, this.store.yes);
  /** Whether a term fits a pattern, which binds what is new in it. What stands for a call is looked at as it is written. */
  private match(p: Pattern, s: Sym, env: Map<string, Sym>): Truth {
    if (isMeta(p)) {
      const old = env.get(p.meta);
      if (old !== undefined) return this.truth(old, s);
      env.set(p.meta, s);
      return conjunction(this.restriction(p, s).map(([test]) => this.holds(test)));
    }
    if (isCall(p)) return s.fn === p.call && this.matchAll(p.args, s.args, env);
    const head = this.head(s);
    if (head === undefined) return undefined;
    if (typeof p !== 'object' || Array.isArray(p)) return head === this.store.of(p, env);
    const { tag, ...fields } = p as { readonly tag: string };
    return head.op === tag && this.matchAll(Object.values(fields), head.args, env);
  }
  private matchAll = (ps: readonly Pattern[], ss: readonly Sym[], env: Map<string, Sym>): Truth =>
    conjunction(ps.map((p, i) => this.match(p, ss[i]!, env)));
  private condition(c: MeaningEquation['conditions'][number], env: Map<string, Sym>): Truth {
    if (isCall(c)) return this.holds(this.store.of(c, env));
    const value = this.store.of(c.value, env);
    const is = this.truth(value, this.store.undef);
    return is === false ? this.match(c.pattern, value, env) : is === true ? false : undefined;
  }
  /** What a call equals by its equations, in their order, as far as the facts tell. */
  private value(c: Sym): Sym | undefined {
    const { store } = this;
    const undefined_ = c.sort !== 'holds' && !c.args.every(this.isDefined);
    if (c.fn === undefined || undefined_) return undefined;
    const { equations, otherwise, everywhere } = meaningOf(c.fn);
    const observed = c.args.flatMap((a) => (a.fn === undefined ? [] : meaningOf(a.fn).observed));
    const parts: Sym[] = [];
    for (const e of [...observed.filter((o) => o.left.call === c.fn), ...equations]) {
      const env = new Map<string, Sym>();
      let fits = this.matchAll(e.left.args, c.args, env);
      for (const k of e.conditions) if (fits === true) fits = this.condition(k, env);
      if (fits === undefined) return undefined;
      if (!fits) continue;
      if (!everywhere) return store.of(e.right, env);
      parts.push(store.of(e.right, env));
    }
    if (typeof otherwise === 'string') return { undefined: store.undef, true: store.yes, false: store.no }[otherwise];
    const subject = c.args[0] && this.head(c.args[0]);
    const fields = subject && store.grammar.constructors.get(subject.op)?.fields;
    if (otherwise === null || subject === undefined || fields === undefined) return undefined;
    const walks = (i: number) => otherwise.includes(fields[i]![1]);
    const within = subject.args.map((a, i) => (walks(i) ? store.call(c.fn!, [a, ...c.args.slice(1)]) : a));
    if (!everywhere) return store.constructed(subject.op, within);
    parts.push(...within.filter((_, i) => walks(i)));
    return parts.length === 0 ? store.yes : parts.reduceRight((rest, p) => store.call(both, [p, rest]));
  }

  /** What a collection has at a key: a map its value, a set whether it is an element; and that it has nothing there. */
  private at(s: Sym, key: Sym): Sym {
    const lookup = this.known.lookups.get(s.sort);
    return lookup ? this.store.call(lookup, [s, key]) : this.store.call(element, [key, s]);
  }
  private empty(s: Sym, key: Sym): Literal {
    return [this.at(s, key), this.known.lookups.has(s.sort) ? this.store.undef : this.store.no, true];
  }
  /** A key at which a relation fails, if it does; of a two-valued order there is one key. */
  some = (c: Sym): Sym => this.store.variable('∂', this.known.orders.has(c.args[0]!.sort) ? -1 : c.id, 'name');
  /** What holds of a call: that it is undefined where an argument is, and what the theory of its metafunction says at a key. */
  clauses(c: Sym, key: Sym): readonly (readonly Literal[])[] {
    const undefined_ = c.args.map((a): Literal => [a, this.store.undef, true]);
    const strict = c.sort === 'holds' ? [] : undefined_.map((l): Literal[] => [not(l), [c, this.store.undef, true]]);
    return c.fn === undefined ? [] : [...strict, ...this.theory(c, key, undefined_)];
  }
  /** Of sets and maps it is said where the arguments are defined. */
  private theory(c: Sym, key: Sym, strict: readonly Literal[]): readonly (readonly Literal[])[] {
    const { yes } = this.store;
    const [p, q] = c.args as [Sym, Sym];
    const is = (s: Sym, value = true): Literal => [s, yes, value];
    const collections = this.known.lookups.has(p.sort) || this.known.sets.has(p.sort);
    const has = (s: Sym, value: boolean): Literal => is(this.at(s, key), value);
    /** A key is in a set exactly where it is in two others, or outside exactly where it is outside them. */
    const meets = (up: boolean) => exactly(has(c, up), [has(p, up), has(q, up)], strict);
    /** A relation holds where something does at every key. */
    const everywhere = (at: (k: Sym) => readonly Literal[]) => [
      [is(c, false), ...at(key)],
      ...at(this.some(c)).map((l) => [is(c), not(l)]),
    ];
    switch (c.fn!.info.meaning?.theory) {
      case 'same': {
        const differ = [...strict, is(c), not([this.at(p, this.some(c)), this.at(q, this.some(c)), true])];
        return [...exactly(is(c), [[p, q, true]]), ...(collections && p.sort === q.sort ? [differ] : [])];
      }
      case 'not':
        return exactly(is(c), [is(p, false)]);
      case 'both':
        return exactly(is(c), [is(p), is(q)]);
      case 'member':
        return exactly(is(c), [is(this.at(q, p))]);
      case 'outside':
        return exactly(is(c), [is(this.at(q, p), false)]);
      case 'intersect':
      case 'min':
        return meets(true);
      case 'union':
      case 'max':
        return meets(false);
      case 'within':
      case 'subset':
      case 'below':
        return everywhere((k) => [this.empty(p, k), [this.at(q, k), this.at(p, k), true]]);
      case 'disjoint':
        return everywhere((k) => [this.empty(p, k), this.empty(q, k)]);
      default: {
        const head = c.fn === element ? this.head(q) : undefined;
        const full = head && this.known.constant(head);
        return full === undefined ? [] : [[is(c, full)]];
      }
    }
  }
}
