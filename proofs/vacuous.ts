/**
 * Cases of theorems that no instance can have: the rule and the premises of the theorem contradict each other, whatever stands for
 * their metavariables. It is shown from the rules and from what is known of metafunctions, by unification.
 */
import { mapMetas } from '../semantics/filling.ts';
import type { Term } from '../semantics/grammar.ts';
import { meaningOf } from '../semantics/meaning.ts';
import { equal } from '../semantics/terms.ts';
import { isCall, isMeta, visitMetas, type Call, type Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import type { Premise, Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import type { Theorem } from '../rules/theorem.ts';
import { rulesFor } from '../checker/hunt/goals.ts';
import { isKnown } from '../checker/partial.ts';
import { takenApart } from '../checker/schema.ts';
import { Typesetter } from '../checker/notation/typeset.ts';

/** What stands for metavariables, as far as it is known. */
type Bindings = Map<string, Pattern>;

/** How far up the rules that could derive a premise are looked at. */
const deepest = 2;

/** A metavariable of a rule is another one each time that the rule is used. */
const renamed = (p: Pattern, use: string): Pattern =>
  mapMetas(p, (m) => ({ meta: `${m.meta}${use}`, sort: m.sort, restriction: m.restriction }));

/** The pattern with what is known put in, and calls computed where all of their arguments are known. */
function resolve(p: Pattern, known: Bindings): Pattern {
  if (isMeta(p)) {
    const x = known.get(p.meta);
    return x === undefined ? p : resolve(x, known);
  }
  if (isCall(p)) {
    const args = p.args.map((a) => resolve(a, known));
    const call: Call = { call: p.call, args };
    return args.every(isKnown) ? (computed(call) ?? call) : call;
  }
  if (typeof p !== 'object' || Array.isArray(p) || 'key' in p) return p;
  return mapMetas(p, (m) => resolve(m, known));
}

const computed = ({ call, args }: Call): Pattern | undefined => {
  try {
    return (call.compute as (...xs: unknown[]) => unknown)(...args) as Pattern | undefined;
  } catch {
    // Metafunctions of terms that make no sense may throw: then nothing is known.
    return undefined;
  }
};

function occurs(meta: string, p: Pattern): boolean {
  let found = false;
  visitMetas(p, (m) => (found ||= m.meta === meta));
  return found;
}

/** Whether two patterns may stand for the same; what that tells of metavariables is noted. A call may be anything. */
function unify(p0: Pattern, q0: Pattern, known: Bindings): boolean {
  const [p, q] = [resolve(p0, known), resolve(q0, known)];
  if (isMeta(p) || isMeta(q)) {
    const [m, x] = isMeta(p) ? [p, q] : [q as Extract<Pattern, { meta: string }>, p];
    if (isMeta(x) && x.meta === m.meta) return true;
    if (occurs(m.meta, x)) return true;
    known.set(m.meta, x);
    return true;
  }
  if (isCall(p) || isCall(q)) return true;
  if (typeof p !== 'object' || typeof q !== 'object' || Array.isArray(p) || Array.isArray(q)) return equal(p, q);
  const [a, b] = [p as Term, q as Term];
  if (a.tag !== b.tag) return false;
  if (isKnown(p) && isKnown(q)) return equal(p, q);
  const part = (x: Term, f: string) => (x as unknown as Record<string, Pattern>)[f] as Pattern;
  return Object.keys(a).every((f) => f === 'tag' || unify(part(a, f), part(b, f), known));
}

/** Whether a left side says nothing of an argument that is not there: what it fits is decided. */
const general = (left: Pattern, x: Pattern): boolean =>
  isMeta(left) ||
  (typeof left === 'object' &&
    !Array.isArray(left) &&
    !isCall(left) &&
    typeof x === 'object' &&
    !isMeta(x) &&
    !isCall(x) &&
    (left as Term).tag === (x as Term).tag &&
    Object.keys(left).every((f) => f === 'tag' || general(partOf(left, f), partOf(x, f)))) ||
  (typeof left !== 'object' && left === x);
const partOf = (x: Pattern, f: string) => (x as unknown as Record<string, Pattern>)[f] as Pattern;

/** What a call comes to by its equations; `none` where it is not defined, undefined where that is not known. */
function valueOf(call: Call): Pattern | 'none' | undefined {
  const { equations, otherwise } = meaningOf(call.call);
  const { theory } = call.call.info.meaning ?? {};
  const [first] = call.args;
  if (theory === 'get' && typeof first === 'object' && 'tag' in first && String(first.tag).endsWith('.empty')) return 'none'; // prettier-ignore
  const twice = (p: Pattern): boolean => {
    const seen = new Set<string>();
    let again = false;
    visitMetas(p, (m) => {
      again ||= seen.has(m.meta);
      seen.add(m.meta);
    });
    return again;
  };
  for (const { left, right, conditions } of equations) {
    const known: Bindings = new Map();
    const fits = left.args.every((a, i) => unify(renamed(a, '°'), call.args[i] as Pattern, known));
    if (!fits) continue;
    // The first equation that may apply has the last word where it does apply.
    const applies =
      conditions.length === 0 && !twice(left) && left.args.every((a, i) => general(a, call.args[i] as Pattern));
    return applies ? resolve(renamed(right, '°'), known) : undefined;
  }
  return otherwise === 'undefined' ? 'none' : otherwise === 'false' ? false : otherwise === 'true' ? true : undefined;
}

/** Shows that cases of theorems of a system are vacuous. */
class Vacuity {
  private uses = 0;
  private readonly system: System;
  private readonly show: Typesetter;
  constructor(system: System) {
    this.system = system;
    this.show = new Typesetter(system.grammar, 'text');
  }

  /** Why the conclusion of a rule does not fit a sentence, or a premise of it cannot hold then; undefined where nothing is known. */
  private refuses(rule: Rule, args: readonly Pattern[], known: Bindings, depth: number): string | undefined {
    const use = `'${this.uses++}`;
    const own = rule.conclusion.args.map((p) => renamed(p, use));
    if (!own.every((p, i) => unify(p, args[i] as Pattern, known))) return `${rule.name} does not conclude it`;
    for (const p of rule.premises) {
      const why = this.fails(renamedPremise(p, use), known, depth);
      if (why !== undefined) return why;
    }
    return undefined;
  }

  /** Why a premise cannot hold. */
  fails(p: Premise, known: Bindings, depth: number): string | undefined {
    const t = takenApart(p);
    if (t.kind === 'condition') return this.conditionFails(p, known);
    if (depth === 0) return undefined;
    const { judgement: form } = t.premise;
    const args = t.premise.args.map((a) => resolve(a, known));
    const rules = [...this.system.rules.values()].filter((r) => r.conclusion.judgement.name === form.name);
    if (rules.some((r) => r.chosen.length > 0)) return undefined;
    const able = rulesFor(this.system, form, args).some(
      (r) => this.refuses(r, args, new Map(known), depth - 1) === undefined,
    );
    return able ? undefined : `no rule derives ${plainNames(this.show.instance(form, args))}`;
  }

  private conditionFails(p: Premise, known: Bindings): string | undefined {
    const t = takenApart(p);
    if (t.kind !== 'condition') return undefined;
    const { value: asked } = t;
    // The call as it stands: where its arguments are known it is computed, and a truth value alone tells nobody anything.
    const value = isCall(asked)
      ? { call: asked.call, args: asked.args.map((a) => resolve(a, known)) }
      : resolve(asked, known);
    const whole = resolve(value, known);
    const result = isCall(whole) ? valueOf(whole) : whole;
    const shown = plainNames(this.show.pattern(value));
    if (result === 'none') return `${shown} is not defined`;
    if (result === undefined || unify(t.pattern, result, known)) return undefined;
    return t.pattern === true
      ? `it does not hold that ${shown}`
      : `${shown} is never ${plainNames(this.show.pattern(resolve(t.pattern, known)))}`;
  }

  case(theorem: Theorem, rule: Rule): string | undefined {
    const at = theorem.premises.findIndex((p) => isInstance(p) && p.judgement.name === theorem.inductsOn);
    const main = theorem.premises[at];
    if (main === undefined || !isInstance(main)) return undefined;
    const known: Bindings = new Map();
    const why = this.refuses(rule, main.args, known, deepest);
    if (why !== undefined) return why;
    for (const [i, p] of theorem.premises.entries()) {
      const fails = i === at ? undefined : this.fails(p, known, deepest);
      if (fails !== undefined) return fails;
    }
    return undefined;
  }
}

/** Metavariables as they are called in rules, whichever use of a rule they are of. */
const plainNames = (text: string): string => text.replace(/'\d+/g, '');

const renamedPremise = (p: Premise, use: string): Premise =>
  isInstance(p)
    ? { ...p, args: p.args.map((a) => renamed(a, use)) }
    : p.kind === 'where'
      ? { ...p, pattern: renamed(p.pattern, use), value: renamed(p.value, use) }
      : p;

/**
 * Why a case of a theorem has no instances.
 * @returns undefined where that is not shown.
 */
export function vacuous(system: System, theorem: Theorem, kase: string): string | undefined {
  const of = theorem.premisesIn ?? system;
  const rule = of.rules.get(kase);
  return rule === undefined ? undefined : new Vacuity(of).case(theorem, rule);
}
