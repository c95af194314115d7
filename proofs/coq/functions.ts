/** Metafunctions for Coq: those with equations by recursion, the others as fields of classes, with what is known of them. */
import { meaningOf, type MeaningEquation } from '../../semantics/meaning.ts';
import { isCall, isMeta, visitMetas, type AnyMetafunction, type Metavariable, type Pattern } from '../../semantics/symbols.ts'; // prettier-ignore
import type { Grammar } from '../../semantics/grammar.ts';
import { Store } from '../terms.ts';
import type { Known } from '../known.ts';
import {
  NotMade,
  binders,
  functionName,
  ident,
  notMade,
  optionText,
  patternText,
  sortName,
  type Env,
} from './terms.ts';

type Constructors = readonly { readonly tag: string; readonly fields: readonly (readonly [string, string])[] }[];
/** The constructors of a sort; none of a sort that is not written out. */
export type Shapes = (sort: string) => Constructors;

/** Of a function that walks terms of several sorts, the sorts. */
const sortsOf = ({ info }: AnyMetafunction): readonly string[] => info.over ?? [info.args[0]!];
const resultOf = (f: AnyMetafunction, sort: string): string => {
  const { result, over } = f.info;
  const own = sortName(result !== 'holds' && over?.includes(sort) ? sort : result);
  return f.partial ? `option ${own}` : own;
};
const typeOf = (f: AnyMetafunction, sort: string): string =>
  [sort, ...f.info.args.slice(1)].map(sortName).join(' -> ') + ` -> ${resultOf(f, sort)}`;

/** What a function is of one constructor. */
interface Row {
  readonly of: string;
  readonly text: string;
}
/**
 * The text of a function's equations for one sort of its first argument.
 * @param tags how many constructors the sort of each constructor has.
 */
function bodyOf(
  f: AnyMetafunction,
  sort: string,
  shapes: Shapes,
  tags: ReadonlyMap<string, number>,
): string | readonly Row[] {
  const { name, args, over, result } = f.info;
  const { otherwise, everywhere } = meaningOf(f);
  const equations = onTerms(f);
  const params = [sort, ...args.slice(1)].map((s, i) => [`p${i}`, s] as const);
  const fresh = (() => {
    let n = 0;
    return () => `b${n++}`;
  })();
  const answer = (p: Pattern, env: Env) => (f.partial ? optionText(p, env) : patternText(p, env));
  /** An equation where it applies; where it does not, what comes after it. */
  const one = (
    e: MeaningEquation,
    known: readonly (readonly [Pattern, string])[],
    then: (env: Env) => string,
    next: () => string,
  ): string => {
    const bound = new Map<string, string>();
    const env: Env = (m) => bound.get(m) ?? notMade(`${m} in an equation of ${name}`);
    /** Patterns against what stands there; then the conditions, each a pattern against a value. */
    const match = (work: readonly (readonly [Pattern, string])[], left: MeaningEquation['conditions']): string => {
      const [first, ...rest] = work;
      if (first === undefined) return conditions(left);
      const [p, at] = first;
      if (isCall(p)) return notMade(`an equation of ${name} about a call`);
      if (isMeta(p)) {
        const old = bound.get(p.meta);
        if (old === undefined) return (bound.set(p.meta, at), match(rest, left));
        if (p.sort !== 'name') return notMade(`an equation of ${name} that compares terms`);
        return `(if name_dec ${old} ${at} then ${match(rest, left)} else ${next()})`;
      }
      const { tag, ...fields } = p as unknown as { tag: string } & Record<string, Pattern>;
      const own = Object.values(fields).map((q) => [q, fresh()] as const);
      const all = tags.get(tag) ?? notMade(`an equation of ${name} about ${tag}`);
      const rests = all > 1 ? ` | _ => ${next()}` : '';
      return `(match ${at} with ${[ident(tag), ...own.map(([, x]) => x)].join(' ')} => ${match([...own, ...rest], left)}${rests} end)`; // prettier-ignore
    };
    const conditions = (left: MeaningEquation['conditions']): string => {
      const [c, ...rest] = left;
      if (c === undefined) return then(env);
      if (isCall(c)) return notMade(`an equation of ${name} with a condition that is no term`);
      const x = fresh();
      return `(match ${optionText(c.value, env)} with Some ${x} => ${match([[c.pattern, x]], rest)} | None => ${next()} end)`;
    };
    return match(known, e.conditions);
  };
  const inOrder = (
    own: readonly MeaningEquation[],
    at: (e: MeaningEquation) => readonly (readonly [Pattern, string])[],
    last: () => string,
  ): string => {
    const [e, ...rest] = own;
    if (e === undefined) return last();
    const next = () => inOrder(rest, at, last);
    return one(e, at(e), (env) => answer(e.right, env), next);
  };
  const tagOf = (p: Pattern) => (isMeta(p) || isCall(p) ? undefined : (p as { tag?: string }).tag);
  const others = (e: MeaningEquation) => e.left.args.slice(1).map((p, i) => [p, params[i + 1]![0]] as const);
  if (equations.every((e) => isMeta(e.left.args[0]!)))
    return inOrder(equations, (e) => [[e.left.args[0]!, 'p0'], ...others(e)], () => (otherwise === 'undefined' ? 'None' : notMade(`${name} of all else`))); // prettier-ignore
  const rows = shapes(sort).map(({ tag, fields }) => {
    const at = fields.map((_, i) => `a${i}`);
    const again = fields.map(([, s], i) => (over?.includes(s) ? `(${[functionName(f, s), at[i], ...params.slice(1).map(([x]) => x)].join(' ')})` : at[i]!)); // prettier-ignore
    const parts = fields.flatMap(([, s], i) => (over?.includes(s) ? [again[i]!] : []));
    const whole = () => (result === 'holds' ? (parts.length === 0 ? 'True' : `(${parts.join(' /\\ ')})`) : [ident(tag), ...again].join(' ')); // prettier-ignore
    const last = () => {
      if (otherwise === 'undefined') return 'None';
      if (otherwise === 'false') return 'False';
      if (otherwise === 'true') return 'True';
      return otherwise === null ? notMade(`${name} of ${tag}`) : whole();
    };
    const own = equations.filter((e) => tagOf(e.left.args[0]!) === tag || isMeta(e.left.args[0]!));
    const fieldsOf = (e: MeaningEquation): readonly (readonly [Pattern, string])[] => {
      const first = e.left.args[0]!;
      if (isMeta(first)) return [[first, 'p0'], ...others(e)];
      return [
        ...Object.values(first)
          .slice(1)
          .map((p, i) => [p as Pattern, at[i]!] as const),
        ...others(e),
      ];
    };
    const text = inOrder(own, fieldsOf, last);
    const both = everywhere && own.length > 0 && parts.length > 0 ? `(${text} /\\ ${whole()})` : text;
    return { of: [ident(tag), ...at].join(' '), text: both };
  });
  if (rows.length === 0) return notMade(`${name}, whose argument is not written out`);
  return rows;
}

/** Equations on terms; those on calls are laws. */
const onTerms = (f: AnyMetafunction): readonly MeaningEquation[] =>
  meaningOf(f).equations.filter((e) => !isCall(e.left.args[0]!));
/** Whether a function is one equation for whatever it is given. */
export const unfolded = (f: AnyMetafunction): boolean => {
  const equations = onTerms(f);
  return equations.length === 1 && equations[0]!.left.args.every(isMeta) && equations[0]!.conditions.length === 0 && !f.partial; // prettier-ignore
};

/** A definition, and the names of lemmas that say what it is of each constructor. */
export interface Defined {
  readonly text: string;
  readonly lemmas: readonly string[];
}
/** Functions that call each other, by recursion on the first argument; nothing where one of them has no such text. */
export function definitions(
  group: readonly AnyMetafunction[],
  shapes: Shapes,
  tags: ReadonlyMap<string, number>,
): Defined | undefined {
  try {
    const made = group.flatMap((f) =>
      sortsOf(f).map((sort) => {
        if (onTerms(f).length === 0) return notMade('no equations');
        const name = functionName(f, sort);
        const params = [sort, ...f.info.args.slice(1)].map((s, i) => `(p${i} : ${sortName(s)})`);
        const body = bodyOf(f, sort, shapes, tags);
        const text = typeof body === 'string' ? body : `match p0 with${body.map((r) => `\n    | ${r.of} => ${r.text}`).join('')}\n  end`; // prettier-ignore
        const others = params.slice(1);
        const names = others.map((_, i) => `p${i + 1}`);
        const lemmas = (typeof body === 'string' ? [] : body).map(({ of, text: is }, i) => {
          const [, ...fields] = of.split(' ');
          const bound = [...fields, ...others].join(' ');
          return [
            `${name}_is_${i}`,
            `Lemma ${name}_is_${i} : ${bound === '' ? '' : `forall ${bound}, `}${[name, `(${of})`, ...names].join(' ')} = (${is}).\nProof. reflexivity. Qed.\n`,
          ] as const;
        });
        return { text: `${name} ${params.join(' ')} : ${resultOf(f, sort)} :=\n  ${text}`, lemmas };
      }),
    );
    const again = made.length > 1 || group[0]!.info.over !== undefined || callsOf(group[0]!).includes(group[0]!);
    const doc = group.map((f) => `(* ${f.info.sentence} *)\n`).join('');
    // What several functions do by turns is not computed by tactics: it is rewritten.
    const lemmas = made.length > 1 ? made.flatMap((m) => m.lemmas) : [];
    const text = `${doc}${again ? 'Fixpoint' : 'Definition'} ${made.map((m) => m.text).join('\nwith ')}.\n${lemmas.map(([, t]) => t).join('')}`;
    return { text, lemmas: lemmas.map(([n]) => n) };
  } catch (e) {
    if (e instanceof NotMade) return undefined;
    throw e;
  }
}

/** The functions that the equations of one call. */
export function callsOf(f: AnyMetafunction): AnyMetafunction[] {
  const found = new Set<AnyMetafunction>();
  const visit = (p: Pattern): void => {
    if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return;
    if (isCall(p)) found.add(p.call);
    (isCall(p) ? p.args : Object.values(p)).forEach((q) => visit(q as Pattern));
  };
  const { equations, observed } = meaningOf(f);
  for (const e of [...equations, ...observed]) {
    e.left.args.forEach(visit);
    visit(e.right);
    for (const c of e.conditions) visit(isCall(c) ? c : c.value);
  }
  return [...found];
}

/** The types of a function that stays a parameter, one for each sort that it walks. */
export const signature = (f: AnyMetafunction): string[] =>
  sortsOf(f).map((s) => `(* ${f.info.sentence} *)\n  ${functionName(f, s)} : ${typeOf(f, s)}`);

/** What is known of functions that stay parameters, by the theory each belongs to. */
export class Laws {
  readonly laws: string[] = [];
  /** Names of laws for tactics: what is unfolded, and what is rewritten. */
  readonly inclusions: string[] = [];
  readonly rewrites: string[] = [];
  readonly sames: string[] = [];
  private readonly all: readonly AnyMetafunction[];
  private readonly grammar: Grammar;
  private readonly known: Known;
  private readonly opaque: ReadonlySet<AnyMetafunction>;
  /** @param opaque those that have no definition. */
  constructor(all: readonly AnyMetafunction[], opaque: ReadonlySet<AnyMetafunction>, grammar: Grammar, known: Known) {
    this.all = all;
    this.opaque = opaque;
    this.grammar = grammar;
    this.known = known;
    for (const f of all) this.of(f);
  }
  private add(name: string, text: string): string {
    this.laws.push(`${name} : ${text}`);
    return name;
  }
  private theory = (theory: string, sort: string, at: number) =>
    this.all.find((f) => f.info.meaning?.theory === theory && f.info.args[at] === sort);

  private of(f: AnyMetafunction): void {
    const { name, args, meaning } = f.info;
    const n = ident(name);
    const member = this.theory('member', args[0]!, 1);
    const get = this.theory('get', args[0]!, 0);
    const m = member && ident(member.info.name);
    const S = sortName(args[0]!);
    switch (meaning?.theory) {
      case 'member':
        this.add(`${n}_or_not`, `forall x a, ${n} x a \\/ ~ ${n} x a`);
        this.constants(args[1]!, n);
        this.sames.push(
          this.add(`${n}_same`, `forall a b : ${sortName(args[1]!)}, (forall x, ${n} x a <-> ${n} x b) -> a = b`),
        );
        return;
      case 'subset':
        if (m) this.inclusions.push(this.add(`${n}_means`, `forall a b : ${S}, ${n} a b <-> (forall x, ${m} x a -> ${m} x b)`)); // prettier-ignore
        return;
      case 'disjoint': {
        const [of, outside] = [this.theory('member', args[1]!, 1), this.theory('outside', args[0]!, 1)];
        if (of && outside) this.inclusions.push(this.add(`${n}_means`, `forall (a : ${S}) b, ${n} a b <-> (forall x, ${ident(of.info.name)} x b -> ${ident(outside.info.name)} x a)`)); // prettier-ignore
        return;
      }
      case 'intersect':
      case 'union':
        if (m) this.rewrites.push(this.add(`${n}_means`, `forall x (a b : ${S}), ${m} x (${n} a b) <-> (${m} x a ${meaning.theory === 'union' ? '\\/' : '/\\'} ${m} x b)`)); // prettier-ignore
        return;
      case 'within':
        if (get) this.inclusions.push(this.add(`${n}_means`, `forall a b : ${S}, ${n} a b <-> (forall k v, ${ident(get.info.name)} a k = Some v -> ${ident(get.info.name)} b k = Some v)`)); // prettier-ignore
        return;
      case 'set':
        if (get) this.rewrites.push(this.add(`${n}_means`, `forall (a : ${S}) k v k', ${ident(get.info.name)} (${n} a k v) k' = (if name_dec k k' then Some v else ${ident(get.info.name)} a k')`)); // prettier-ignore
        break;
      case 'get':
        this.sames.push(this.add(`${n}_same`, `forall a b : ${S}, (forall k, ${n} a k = ${n} b k) -> a = b`));
        this.rewrites.push(this.add(`${n}_empty`, `forall k, ${n} ${ident(`${args[0]}.empty`)} k = None`));
        return;
    }
    const { equations, observed } = meaningOf(f);
    // Of what has no definition, the equations that no other one overlaps.
    const tagOf = (e: MeaningEquation) =>
      isMeta(e.left.args[0]!) ? undefined : (e.left.args[0] as { tag?: string }).tag;
    const alone = (e: MeaningEquation) => equations.every((o) => o === e || (tagOf(o) !== undefined && tagOf(o) !== tagOf(e))); // prettier-ignore
    const laws = equations.filter(
      (e) => isCall(e.left.args[0]!) || (this.opaque.has(f) && tagOf(e) !== undefined && alone(e)),
    );
    // Nor is what holds only where an earlier observation says nothing a law of its own.
    const otherwise = (e: MeaningEquation) => {
      const at = observed.indexOf(e);
      return at > 0 && observed.slice(0, at).some((o) => o.left.call === e.left.call);
    };
    [...observed, ...laws].forEach((e, i) => {
      if (otherwise(e)) return;
      if (meaning?.theory === 'set' && get !== undefined && e.left.call === get) return;
      const metas = new Map<string, Metavariable>();
      visitMetas(e.left, (x) => metas.set(x.meta, x));
      const bound = [...metas.values()];
      if (
        !e.conditions.every(isCall) ||
        bound.some((x) => x.restriction) ||
        meaning?.theory === 'get' ||
        f.info.over !== undefined
      )
        return;
      const side = (p: Pattern) => (e.left.call.partial ? ((p as { tag?: string }).tag === '⊥' ? 'None' : optionText(p)) : patternText(p)); // prettier-ignore
      this.rewrites.push(
        this.add(
          `${n}_${i}`,
          `${bound.length === 0 ? '' : `forall${binders(bound)}, `}${e.conditions.map((c) => `${patternText(c as Pattern)} -> `).join('')}${side(e.left)} = ${side(e.right)}`,
        ),
      );
    });
  }
  /** Which constants hold every name, and which none. */
  private constants(sort: string, member: string): void {
    const store = new Store(this.grammar);
    for (const c of this.grammar.constructors.values()) {
      if (c.sort !== sort || c.fields.length !== 1 || c.fields[0]![1] !== 'names') continue;
      const full = this.known.constant(store.constructed(c.tag, [store.literal([])]));
      if (full === undefined) continue;
      this.rewrites.push(this.add(`${member}_${c.tag}`, `forall x, ${member} x (${c.tag} no_names) <-> ${full ? 'True' : 'False'}`)); // prettier-ignore
    }
  }
}
