/**
 * Mutants of a system: variants made mechanically, each with one small change. What they are for is to measure hunts: a
 * mutant is unsound and falls, or somebody can say why it is sound.
 */
import type { Grammar, Term } from '../semantics/grammar.ts';
import { isMeta, metafunction, type AnyMetafunction, type Call, type Pattern } from '../semantics/symbols.ts';
import { instance, type Instance } from './judgement.ts';
import { callsIn } from './metafunctions.ts';
import { holding, ruleOf, undetermined, type Premise } from './rule.ts';
import type { System } from './system.ts';
import { variant, type Variant } from './variant.ts';

export interface Mutant {
  /** What is changed, and how: `T-App without premise 3`, `conFree blind to If`. */
  readonly name: string;
  readonly variant: Variant;
}

/** What mutants are made from. */
export interface MutantOptions {
  /** Rules of these judgements are changed; all unless said. */
  readonly judgements?: readonly string[];
  /** Cases of metafunctions that are dropped or turned: see {@link casesMet}. */
  readonly cases?: readonly Case[];
}

/** What a metafunction says of terms with one constructor, as one of its arguments; as data. */
export interface Case {
  /** The name of the metafunction. */
  readonly f: string;
  /** The place of the argument, from 0. */
  readonly argument: number;
  readonly tag: string;
  /** That it has a value, or holds: this can be dropped. That it does not hold: this can be turned. */
  readonly says: 'value' | 'holds' | 'holds not';
}

const mutant = (base: System, name: string, changes: Partial<Parameters<typeof variant>[1]>): Mutant => ({
  name,
  variant: variant(base, { name, sentence: name, expected: 'sound', ...changes }),
});

/**
 * Mutants in the order of the system: of each rule, each premise dropped, and turned; of each metafunction that walks
 * syntax, each constructor not looked into; and the cases that are asked for.
 * @throws Error for a case of a metafunction that no rule calls.
 */
export function* mutantsOf(base: System, options: MutantOptions = {}): IterableIterator<Mutant> {
  for (const rule of base.rules.values()) {
    const { judgement } = rule.conclusion;
    if (rule.chosen.length > 0 || (options.judgements && !options.judgements.includes(judgement.name))) continue;
    for (const [k, premise] of rule.premises.entries()) {
      const without = ruleOf(rule.name, rule.premises.toSpliced(k, 1), rule.conclusion);
      if (undetermined(without).length === 0)
        yield mutant(base, `${rule.name} without premise ${k + 1}`, { replace: [without] });
      const turned = turn(premise);
      if (turned === undefined) continue;
      const other = ruleOf(rule.name, rule.premises.toSpliced(k, 1, turned), rule.conclusion);
      if (undetermined(other).length === 0)
        yield mutant(base, `${rule.name} with premise ${k + 1} turned`, { replace: [other] });
    }
  }
  const called = calledIn(base);
  for (const f of called) {
    const leaf = leafOf(base.grammar, f);
    if (leaf === undefined) continue;
    for (const tag of walked(base.grammar, f))
      yield mutant(base, `${f.info.name} blind to ${tag}`, {
        exchange: [[f, blindTo(base.grammar, f, tag, leaf)]],
      });
  }
  for (const { f: name, argument, tag, says } of options.cases ?? []) {
    const f = called.find((g) => g.info.name === name);
    if (f === undefined) throw new Error(`no rule of ${base.name} calls ${name}`);
    const place = f.info.args.length > 1 ? `, argument ${argument + 1}` : '';
    const how = says === 'value' ? 'undefined at' : says === 'holds' ? 'never of' : 'always of';
    yield mutant(base, `${f.info.name} ${how} ${tag}${place}`, {
      exchange: [[f, otherwiseAt(f, argument, tag, says)]],
    });
  }
}

/** A metafunction that computes something else, and of which nothing is known besides. */
function computing(f: AnyMetafunction, name: string, compute: (...xs: unknown[]) => unknown): AnyMetafunction {
  const { equations: _, otherwise: __, meaning: ___, ...info } = f.info;
  return metafunction({ ...info, name }, compute) as unknown as AnyMetafunction;
}
const valueOf = (f: AnyMetafunction, xs: readonly unknown[]): unknown =>
  (f.compute as (...xs: readonly unknown[]) => unknown)(...xs);
const tagOf = (x: unknown): string | undefined =>
  typeof x === 'object' && x !== null ? (x as Partial<Term>).tag : undefined;

/** The metafunction but for one case: there it has no value, or holds where it did not and the other way round. */
function otherwiseAt(f: AnyMetafunction, argument: number, tag: string, says: Case['says']): AnyMetafunction {
  const there = says === 'value' ? undefined : says === 'holds not';
  return computing(f, `${f.info.name}, otherwise at ${tag}`, (...xs) =>
    tagOf(xs[argument]) === tag ? there : valueOf(f, xs),
  );
}

/** The places of arguments of a sort with several constructors: those of the others have one case, which is the whole. */
const placesOf = (g: Grammar, f: AnyMetafunction): readonly number[] =>
  f.info.args.flatMap((sort, i) => (constructorsOf(g, sort).length > 1 ? [i] : []));

/** The cases of the metafunctions that rules call, as far as their sorts say. */
export const casesOf = (base: System): readonly Case[] =>
  calledIn(base).flatMap((f) =>
    placesOf(base.grammar, f).flatMap((argument) =>
      constructorsOf(base.grammar, f.info.args[argument] as string).flatMap((tag) =>
        (f.info.result === 'holds' ? (['holds', 'holds not'] as const) : (['value'] as const)).map((says): Case => ({
          f: f.info.name,
          argument,
          tag,
          says,
        })),
      ),
    ),
  );

const keyOf = ({ f, argument, tag, says }: Case): string => [f, argument, tag, says].join(' ');

/**
 * The cases that are met where the system is used: of the others nothing would be seen if they were otherwise.
 * @param use uses the system: a variant whose metafunctions are those of the base, and note what they are asked; how many cases
 * that were so far may be asked as well.
 */
export function casesMet(base: System, use: (noting: Variant, met: () => number) => void): readonly Case[] {
  const met = new Set<string>();
  const noting = calledIn(base).map((f): readonly [AnyMetafunction, AnyMetafunction] => {
    const places = placesOf(base.grammar, f);
    const { name, result } = f.info;
    const note = (...xs: unknown[]): unknown => {
      const value = valueOf(f, xs);
      const says = result === 'holds' ? (value === true ? 'holds' : 'holds not') : 'value';
      if (value !== undefined)
        for (const argument of places) met.add(keyOf({ f: name, argument, tag: tagOf(xs[argument]) ?? '', says }));
      return value;
    };
    return [f, computing(f, name, note)];
  });
  const name = 'cases noted';
  use(variant(base, { name, sentence: name, expected: 'sound', exchange: noting }), () => met.size);
  return casesOf(base).filter((c) => met.has(keyOf(c)));
}

const calledIn = (base: System): readonly AnyMetafunction[] => [
  ...new Set([...base.rules.values()].flatMap((r) => callsIn(r))),
];

const constructorsOf = (g: Grammar, sort: string): readonly string[] =>
  g.maps[sort] === undefined
    ? [...g.constructors.values()].filter((c) => c.sort === sort && g.makers.has(c.tag)).map((c) => c.tag)
    : [];

/** Terms of the sort that a metafunction walks which stand for others: numbers that nothing else writes. */
function leafOf(g: Grammar, f: AnyMetafunction): ((k: number) => Term) | undefined {
  const [sort] = f.info.args;
  if (f.info.over === undefined) return undefined;
  for (const c of g.constructors.values()) {
    const make = g.makers.get(c.tag);
    if (c.sort === sort && make !== undefined && c.fields.length === 1 && c.fields[0]?.[1] === 'int')
      return (k) => make(BigInt(-1_000_001 - k));
  }
  return undefined;
}

/** A claim about two things of a kind, of which the second now comes first; undefined where it would be the same. */
function turn(p: Premise): Premise | undefined {
  const swapped = (args: readonly Pattern[], sorts: readonly string[]) => {
    const [a, b, ...rest] = args;
    return args.length === 2 && sorts[0] === sorts[1] && a !== undefined && b !== undefined && !same(a, b)
      ? [b, a, ...rest]
      : undefined;
  };
  if (p.kind === 'judgement') {
    const args = p.judgement.outputs.length === 0 ? swapped(p.args, p.judgement.inputs) : undefined;
    return args && (instance(p.judgement, args) as Instance);
  }
  if (p.kind === 'where') return undefined;
  const args = swapped((p as Call).args, (p as Call).call.info.args);
  return args && holding({ ...(p as Call), args });
}
const same = (a: Pattern, b: Pattern): boolean => a === b || (isMeta(a) && isMeta(b) && a.meta === b.meta);

/** The constructors with parts that a metafunction goes into, or that it has an equation for. */
function walked(g: Grammar, f: AnyMetafunction): readonly string[] {
  const over = f.info.over ?? [];
  const [sort] = f.info.args;
  return [...g.constructors.values()]
    .filter((c) => c.sort === sort && g.makers.has(c.tag) && c.fields.some(([, s]) => over.includes(s)))
    .map((c) => c.tag);
}

/** The metafunction as it is, but that it leaves terms with one constructor as they are, and sees nothing in them. */
function blindTo(g: Grammar, f: AnyMetafunction, tag: string, leaf: (k: number) => Term): AnyMetafunction {
  const over = f.info.over ?? [];
  const rebuild = (x: unknown, part: (y: unknown) => unknown): unknown => {
    const info = g.constructors.get((x as Term).tag);
    const make = info && g.makers.get(info.tag);
    if (info === undefined || make === undefined) return x;
    const fields = info.fields.map(([field, sort]) => {
      const y = (x as Record<string, unknown>)[field];
      return over.includes(sort) ? part(y) : y;
    });
    return make(...fields);
  };
  const compute = (subject: unknown, ...more: unknown[]): unknown => {
    const hidden: unknown[] = [];
    const leaves = new Map<string, number>();
    const key = (x: unknown) => JSON.stringify(x, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v));
    const hide = (x: unknown): unknown => {
      if ((x as Term).tag !== tag) return rebuild(x, hide);
      const stands = leaf(hidden.length);
      leaves.set(key(stands), hidden.length);
      hidden.push(x);
      return stands;
    };
    const seen = hide(subject);
    const result = valueOf(f, [seen, ...more]);
    const show = (x: unknown): unknown => {
      const k = typeof x === 'object' && x !== null ? leaves.get(key(x)) : undefined;
      return k === undefined ? rebuild(x, show) : hidden[k];
    };
    return typeof result === 'object' && result !== null ? show(result) : result;
  };
  return computing(f, `${f.info.name}, blind to ${tag}`, compute);
}
