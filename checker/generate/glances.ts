/**
 * Whether a rule can hold of a goal at all, seen before it is tried: a variable that is to have a type needs an entry
 * with such a type. A glance binds nothing, and says no only where there is no instance.
 */
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import type { Grammar, Term } from '../../semantics/grammar.ts';
import type { Premise, Rule } from '../../rules/rule.ts';
import { takenApart } from '../schema.ts';
import type { Solver } from './hints.ts';
import { mayBe, Open, Symbolic, Unknown, walk } from './symbolic.ts';

/** False of the arguments of a goal, some of them unknown, for which a rule has no instance. */
export type Glance = (args: readonly unknown[]) => boolean;
/** Whether a ground term can be what a pattern stands for, as far as the arguments of the goal are known. */
export type Fits = (x: unknown, args: readonly unknown[]) => boolean;

/** What is known of other judgements, and of metafunctions. */
export interface Surroundings {
  readonly descentOf: (judgement: string) => Descent | undefined;
  readonly solverOf: (f: AnyMetafunction) => Solver | undefined;
}

/** The constructor that a pattern names; undefined for a metavariable, a call, a number or a name. */
export const tagOf = (p: Pattern): string | undefined =>
  isMeta(p) || isCall(p) || typeof p !== 'object' || Array.isArray(p) ? undefined : (p as Term).tag;

const isThe = (p: Pattern | undefined, meta: string): boolean => p !== undefined && isMeta(p) && p.meta === meta;

/** The fields of a pattern that names a constructor. */
function fieldsOf(g: Grammar, p: Pattern): readonly (readonly [field: string, part: Pattern])[] {
  const info = g.constructors.get(tagOf(p) ?? '');
  return (info?.fields ?? []).map(([f]) => [f, (p as unknown as Record<string, Pattern>)[f] as Pattern]);
}

/** Whether two patterns can stand for the same term, as far as their constructors show. */
export function compatible(g: Grammar, p: Pattern, q: Pattern): boolean {
  if (isMeta(p) || isCall(p) || isMeta(q) || isCall(q)) return true;
  if (typeof p !== 'object' || typeof q !== 'object' || Array.isArray(p) || Array.isArray(q)) return true;
  const other = q as unknown as Record<string, Pattern>;
  return tagOf(p) === tagOf(q) && fieldsOf(g, p).every(([f, part]) => compatible(g, part, other[f] as Pattern));
}

/**
 * Whether a term with one constructor can be a field of one with another: of each judgement whose rules ask for something of that field,
 * and conclude something of the other constructor, one has to conclude what another asks for.
 */
export function mayNest(g: Grammar, rules: readonly Rule[], outer: string, field: string, inner: string): boolean {
  const about = ({ conclusion }: Rule) => conclusion.args[conclusion.judgement.main] as Pattern;
  const said = new Map<string, boolean>();
  for (const rule of rules) {
    if (tagOf(about(rule)) !== outer) continue;
    const part = (about(rule) as unknown as Record<string, Pattern>)[field];
    for (const p of rule.premises) {
      if (p.kind !== 'judgement' || part === undefined || !isMeta(part)) continue;
      if (!isThe(p.args[p.judgement.main], part.meta)) continue;
      const { name } = p.judgement;
      for (const other of rules) {
        if (other.conclusion.judgement !== p.judgement || tagOf(about(other)) !== inner) continue;
        const fits = p.args.every((q, i) => compatible(g, q, other.conclusion.args[i] as Pattern));
        said.set(name, fits || said.get(name) === true);
      }
    }
  }
  return [...said.values()].every((fits) => fits);
}

/** What can be seen of the goals of a rule. */
export function glancesOf(g: Grammar, rule: Rule, around: Surroundings): readonly Glance[] {
  const heads = rule.conclusion.args.flatMap((p, i): Glance[] => {
    // Rules are chosen by the outermost constructors of their patterns.
    const matches = fieldsOf(g, p).some(([, q]) => tagOf(q) !== undefined) ? matching(g, p) : undefined;
    return matches === undefined ? [] : [(args) => matches(args[i])];
  });
  return [...heads, ...rule.premises.flatMap((p) => lookingUp(g, rule, p, around))];
}

/** Whether a term has the constructors of a pattern, as far as both say. */
function matching(g: Grammar, p: Pattern): ((at: unknown) => boolean) | undefined {
  const tag = tagOf(p);
  if (tag === undefined) return undefined;
  const parts = fieldsOf(g, p).flatMap(([f, q], i) => {
    const matches = matching(g, q);
    return matches === undefined ? [] : [{ f, i, matches }];
  });
  return (at) => {
    const x = walk(at);
    if (x instanceof Symbolic) {
      if (!(x instanceof Open)) return true;
      if (x.info.tag !== tag) return false;
      for (let k = 0; k < parts.length; k++) {
        const { i, matches } = parts[k] as (typeof parts)[number];
        if (!matches(x.args[i])) return false;
      }
      return true;
    }
    if ((x as Term).tag !== tag) return false;
    for (let k = 0; k < parts.length; k++) {
      const { f, matches } = parts[k] as (typeof parts)[number];
      if (!matches((x as Record<string, unknown>)[f])) return false;
    }
    return true;
  };
}

/** The part of the arguments that a metavariable stands for; undefined where it stands in none, or that is not known yet. */
function partOf(
  g: Grammar,
  { args }: Rule['conclusion'],
  meta: string,
): ((given: readonly unknown[]) => unknown) | undefined {
  const within = (p: Pattern): ((at: unknown) => unknown) | undefined => {
    if (isThe(p, meta)) return (at) => at;
    const tag = tagOf(p);
    for (const [i, [f, q]] of fieldsOf(g, p).entries()) {
      const inner = within(q);
      if (inner === undefined) continue;
      return (at) => {
        const x = walk(at);
        if (x instanceof Open) return x.info.tag === tag ? inner(x.args[i]) : undefined;
        return x instanceof Symbolic || (x as Term).tag !== tag ? undefined : inner((x as Record<string, unknown>)[f]);
      };
    }
    return undefined;
  };
  for (const [i, p] of args.entries()) {
    const inner = within(p);
    if (inner !== undefined) return (given) => inner(given[i]);
  }
  return undefined;
}

/** Undefined where anything can be what the pattern stands for. */
function fitsOf(g: Grammar, conclusion: Rule['conclusion'], p: Pattern): Fits | undefined {
  if (isMeta(p)) {
    const part = partOf(g, conclusion, p.meta);
    if (part === undefined) return undefined;
    return (x, args) => {
      const known = part(args);
      return known === undefined || mayBe(known, x);
    };
  }
  const tag = tagOf(p);
  if (tag === undefined) return undefined;
  const fields = fieldsOf(g, p).map(([f, q]) => [f, fitsOf(g, conclusion, q)] as const);
  return (x, args) =>
    (x as Term).tag === tag &&
    fields.every(([f, fits]) => fits === undefined || fits((x as Record<string, unknown>)[f], args));
}

/** How a premise is glanced at that looks something up, by a metafunction or by a judgement that descends. */
function lookingUp(g: Grammar, { conclusion }: Rule, p: Premise, around: Surroundings): readonly Glance[] {
  const partsOf = (q: Pattern | undefined) =>
    q !== undefined && isMeta(q) ? partOf(g, conclusion, q.meta) : undefined;
  const t = takenApart(p);
  if (t.kind === 'judgement') {
    const { main } = t.form;
    const descent = around.descentOf(t.form.name);
    const termOf = partsOf(t.premise.args[main]);
    if (descent === undefined || termOf === undefined) return [];
    const fits = t.premise.args.map((q, i) => (i === main ? undefined : fitsOf(g, conclusion, q)));
    return [
      (args) => {
        const term = walk(termOf(args));
        return term === undefined || term instanceof Symbolic || descent.mayHold(term, fits, args);
      },
    ];
  }
  if (!isCall(t.value)) return [];
  const [map, key, ...more] = t.value.args;
  const mayFind = around.solverOf(t.value.call)?.mayFind;
  const mapOf = partsOf(map);
  if (mayFind === undefined || mapOf === undefined || key === undefined || !isMeta(key) || more.length > 0) return [];
  const role = [...key.meta][0] as string;
  const keyOf = partsOf(key);
  const fits = fitsOf(g, conclusion, t.pattern);
  return [
    (args) => {
      const m = walk(mapOf(args));
      if (m === undefined || m instanceof Symbolic) return true;
      const k = walk(keyOf?.(args));
      // A key that is known has its value, which is computed.
      if (k !== undefined && !(k instanceof Symbolic)) return true;
      return mayFind(m, k instanceof Unknown ? k.role : role, (x) => fits === undefined || fits(x, args));
    },
  ];
}

/** A rule of a judgement that asks for itself only for parts of its main input. */
interface Descending {
  /** The constructor of the main input. */
  readonly tag: string;
  /** The other arguments that are parts of the main input: which, and which part. */
  readonly own: readonly (readonly [argument: number, field: string])[];
  /** The premises of the judgement itself: the part that each is about, and which argument of the conclusion each of its arguments is. */
  readonly below: readonly {
    readonly field: string;
    readonly given: readonly (number | undefined)[];
    /** Whether its other arguments are those of the conclusion. */
    readonly same: boolean;
  }[];
}

/**
 * Of a judgement that asks for itself only for parts of its main input, as a look-up does: whether it can hold of a
 * main input that is ground. What else its rules ask is not looked at.
 */
export class Descent {
  private readonly rules: readonly Descending[];

  private constructor(rules: readonly Descending[]) {
    this.rules = rules;
  }

  /** Of a judgement with these rules; undefined where the main input of one names no constructor. */
  static of(main: number, rules: readonly Rule[]): Descent | undefined {
    const made = rules.map((r) => descending(main, r));
    return made.every((d) => d !== undefined) ? new Descent(made) : undefined;
  }

  /**
   * @param fits what the other arguments may be; undefined for those that may be anything.
   * @param args the arguments of the goal that this is asked for.
   */
  mayHold(term: unknown, fits: readonly (Fits | undefined)[], args: readonly unknown[]): boolean {
    const { rules } = this;
    for (let i = 0; i < rules.length; i++)
      if (this.mayHoldBy(rules[i] as Descending, term as Term, fits, args)) return true;
    return false;
  }

  private mayHoldBy(
    { tag, own, below }: Descending,
    term: Term,
    fits: readonly (Fits | undefined)[],
    args: readonly unknown[],
  ): boolean {
    if (term.tag !== tag) return false;
    const fields = term as unknown as Readonly<Record<string, unknown>>;
    for (let i = 0; i < own.length; i++) {
      const [argument, field] = own[i] as (typeof own)[number];
      const fit = fits[argument];
      if (fit !== undefined && !fit(fields[field], args)) return false;
    }
    for (let i = 0; i < below.length; i++) {
      const { field, given, same } = below[i] as (typeof below)[number];
      const asked = same ? fits : given.map((k) => (k === undefined ? undefined : fits[k]));
      if (!this.mayHold(fields[field], asked, args)) return false;
    }
    return true;
  }
}

function descending(main: number, { conclusion, premises }: Rule): Descending | undefined {
  const whole = conclusion.args[main] as Pattern;
  const tag = tagOf(whole);
  if (tag === undefined) return undefined;
  const parts = Object.entries(whole as unknown as Record<string, Pattern>);
  const fieldOf = (p: Pattern) => (isMeta(p) ? parts.find(([, q]) => isThe(q, p.meta))?.[0] : undefined);
  const own = conclusion.args.flatMap((p, i) => {
    const field = i === main ? undefined : fieldOf(p);
    return field === undefined ? [] : [[i, field] as const];
  });
  const below = premises.flatMap((p) => {
    if (p.kind !== 'judgement' || p.judgement !== conclusion.judgement) return [];
    const field = fieldOf(p.args[main] as Pattern);
    const given = p.args.map((q, j) => {
      const k = isMeta(q) && j !== main ? conclusion.args.findIndex((c) => isThe(c, q.meta)) : -1;
      return k === -1 ? undefined : k;
    });
    const same = given.every((k, j) => j === main || k === j);
    return field === undefined ? [] : [{ field, given, same }];
  });
  return { tag, own, below };
}
