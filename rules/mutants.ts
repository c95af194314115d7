/**
 * Mutants of a system: variants made mechanically, each with one small change. What they are for is to measure hunts: a
 * mutant is unsound and falls, or somebody can say why it is sound.
 */
import type { Grammar, Term } from '../semantics/grammar.ts';
import { isMeta, metafunction, type AnyMetafunction, type Call, type Pattern } from '../semantics/symbols.ts';
import { instance, type Instance } from './judgement.ts';
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
  /** Metafunctions given by equations that are made blind to constructors, with a leaf to stand for what is not seen. */
  readonly walks?: readonly { readonly f: AnyMetafunction; readonly leaf: (k: number) => Term }[];
}

const mutant = (base: System, name: string, changes: Partial<Parameters<typeof variant>[1]>): Mutant => ({
  name,
  variant: variant(base, { name, sentence: name, expected: 'sound', ...changes }),
});

/** Mutants in the order of the system: of each rule, then of each metafunction that walks syntax. */
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
  for (const { f, leaf } of options.walks ?? [])
    for (const tag of walked(base.grammar, f))
      yield mutant(base, `${f.info.name} blind to ${tag}`, {
        exchange: [[f, blindTo(base.grammar, f, tag, leaf)]],
      });
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
    const result = (f.compute as (...xs: unknown[]) => unknown)(seen, ...more);
    const show = (x: unknown): unknown => {
      const k = typeof x === 'object' && x !== null ? leaves.get(key(x)) : undefined;
      return k === undefined ? rebuild(x, show) : hidden[k];
    };
    return typeof result === 'object' && result !== null ? show(result) : result;
  };
  const { equations: _, otherwise: __, meaning: ___, ...info } = f.info;
  return metafunction({ ...info, name: `${info.name}, blind to ${tag}` }, compute) as unknown as AnyMetafunction;
}
