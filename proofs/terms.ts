/**
 * Terms of proofs: those of the calculus, metavariables, and calls of metafunctions. A store interns them, so that terms
 * are equal exactly when they are identical; what holds of them is the solver's.
 */
import type { Grammar, Term } from '../semantics/grammar.ts';
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../semantics/symbols.ts';

/** A term. Sorts are those of the grammar, its primitives, and `holds` for truth values. */
export interface Sym {
  readonly id: number;
  readonly kind: 'variable' | 'constructor' | 'call';
  /** The variable's name with its number, the constructor's tag (or a literal), the metafunction's name. */
  readonly op: string;
  readonly sort: string;
  readonly args: readonly Sym[];
  /** Of a call. */
  readonly fn: AnyMetafunction | undefined;
  /** Of a literal: a name, an integer, a set of names. */
  readonly literal: string | bigint | readonly string[] | undefined;
}

/** What metavariables of a schema stand for. */
export type Bindings = ReadonlyMap<string, Sym>;

export class Store {
  private readonly known = new Map<string, Sym>();
  readonly grammar: Grammar;
  /** The value of what is undefined, and the truth values. */
  readonly undef: Sym;
  readonly yes: Sym;
  readonly no: Sym;

  constructor(grammar: Grammar) {
    this.grammar = grammar;
    this.undef = this.make('constructor', '⊥', '*', []);
    this.yes = this.make('constructor', 'true', 'holds', []);
    this.no = this.make('constructor', 'false', 'holds', []);
  }

  private make(
    kind: Sym['kind'],
    op: string,
    sort: string,
    args: readonly Sym[],
    fn?: AnyMetafunction,
    literal?: Sym['literal'],
  ): Sym {
    const key = `${kind[2]}${op}${args.length > 0 ? '|' : ''}${args.map((a) => a.id).join(',')}`;
    const old = this.known.get(key);
    if (old !== undefined) return old;
    const made: Sym = { id: this.known.size, kind, op, sort, args, fn, literal };
    this.known.set(key, made);
    return made;
  }

  /** The variable `name` with a number; of one name and number there is one sort. */
  variable = (name: string, n: number, sort: string): Sym => this.make('variable', `${name}#${n}:${sort}`, sort, []);

  constructed(tag: string, args: readonly Sym[]): Sym {
    const info = this.grammar.constructors.get(tag);
    const fits = info?.fields.length === args.length && info.fields.every(([, sort], i) => args[i]!.sort === sort);
    if (!fits) throw new Error(`is no ${tag}`);
    return this.make('constructor', tag, info.sort, args);
  }

  /** A call; what walks syntax gives a term of the sort that it is given. */
  call(fn: AnyMetafunction, args: readonly Sym[]): Sym {
    const { name, over, result } = fn.info;
    const fits = (a: Sym, i: number) => a.sort === fn.info.args[i] || fn.info.args[i] === '*' || over?.includes(a.sort);
    if (args.length !== fn.info.args.length || !args.every(fits)) throw new Error(`${name} has other arguments`);
    const own = args[0]?.sort ?? '';
    return this.make('call', name, result !== 'holds' && over?.includes(own) ? own : result, args, fn);
  }

  literal(value: string | bigint | readonly string[]): Sym {
    if (typeof value === 'string') return this.make('constructor', `"${value}"`, 'name', [], undefined, value);
    if (typeof value === 'bigint') return this.make('constructor', `#${value}`, 'int', [], undefined, value);
    if (value.some((x, i) => i > 0 && value[i - 1]! >= x)) throw new Error('names are in their order, each once');
    return this.make('constructor', `{${value.join(',')}}`, 'names', [], undefined, value);
  }

  /** A pattern with terms for its metavariables. */
  of(p: Pattern, bound: Bindings): Sym {
    if (isMeta(p)) {
      const s = bound.get(p.meta);
      if (s === undefined) throw new Error(`nothing is said of ${p.meta}`);
      return s;
    }
    if (isCall(p)) return this.call(p.call, p.args.map((a) => this.of(a, bound))); // prettier-ignore
    if (typeof p === 'boolean') return p ? this.yes : this.no;
    if (typeof p !== 'object' || Array.isArray(p)) return this.literal(p as string | bigint | readonly string[]);
    const { tag } = p as Term;
    if (tag === this.undef.op) return this.undef;
    const fields = this.grammar.constructors.get(tag)?.fields ?? [];
    return this.constructed(tag, fields.map(([f]) => this.of((p as unknown as Record<string, Pattern>)[f]!, bound))); // prettier-ignore
  }
}
