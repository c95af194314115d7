/**
 * The card of a rule: an instance of it from the examples, a goal that it does not conclude and why, and where it is
 * used. Found by running the rules: what is shown is derived, and what is shown as no instance has no derivation.
 */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import type { Pattern } from '../../../semantics/symbols.ts';
import { isInstance, type Form } from '../../../rules/judgement.ts';
import type { System } from '../../../rules/system.ts';
import { nodesOf, type Derivation } from '../../../checker/derivation.ts';
import { derive, type Failure } from '../../../checker/derive.ts';
import { explain } from '../../../checker/explain.ts';
import { sortOf } from '../../../checker/format.ts';
import { RandomChooser } from '../../../checker/generate/choose.ts';
import { Generator } from '../../../checker/generate/generator.ts';
import type { Calculus } from '../../../proofs/calculus.ts';
import { casesOf } from '../../../proofs/obligations.ts';
import type { CardValue } from '../tree/rule.ts';
import { metaAsMath } from './cards.ts';
import { Naming } from '../../drawing/naming.ts';
import { calculusMeant, chosen } from './variants.ts';

/** A program to look for instances in. */
export interface ExampleProgram {
  readonly name: string;
  readonly program: string;
  readonly updates: readonly string[];
}

/** An instance of a rule: what it concludes, and what its metavariables stand for. */
export interface RuleExample {
  readonly conclusion: string;
  readonly values: readonly CardValue[];
  /** The program that it is from; null for one that was made from the rules. */
  readonly from: string | null;
}

/** A goal of the rule's form that has no derivation. */
export interface RuleNonExample {
  readonly goal: string;
  /** The premise of the rule that fails, from 1, and what it says there. */
  readonly premise: number;
  readonly failed: string;
}

export interface RuleUses {
  /** Rules that have what it concludes as a premise. */
  readonly premiseOf: readonly string[];
  /** Theorems of which it is a case. */
  readonly theorems: readonly string[];
  /** Examples in whose typing or run it is used. */
  readonly examples: readonly string[];
  /** Variants that change or remove it. */
  readonly variants: readonly string[];
}

export interface RuleCardShown {
  readonly example: RuleExample | null;
  readonly nonExample: RuleNonExample | null;
  readonly uses: RuleUses;
}

interface Instance {
  readonly of: Derivation;
  readonly from: string | null;
  readonly size: number;
}
/** What the examples of a calculus have of each rule. */
interface Pool {
  /** The smallest instance of a rule. */
  readonly instances: ReadonlyMap<string, Instance>;
  readonly examples: ReadonlyMap<string, ReadonlySet<string>>;
  /** Instances of a judgement, a few. */
  readonly near: ReadonlyMap<string, readonly Derivation[]>;
}

/** How many steps of a run are looked through. */
const mostSteps = 80;
/** Instances of a judgement that a goal may take a part of. */
const mostNear = 80;
/** Goals that are tried for one that fails. */
const mostTried = 240;
const fuel = 20_000;

/** How much there is to read in a term: constructors, counted no further than needed. */
function weigh(x: unknown, most = 400): number {
  let n = 0;
  const stack: unknown[] = [x];
  while (stack.length > 0 && n < most) {
    const top = stack.pop();
    n++;
    if (typeof top === 'object' && top !== null) stack.push(...Object.values(top));
  }
  return n;
}

function poolOf(calculus: Calculus, system: System, programs: readonly ExampleProgram[]): Pool {
  const instances = new Map<string, Instance>();
  const examples = new Map<string, Set<string>>();
  const near = new Map<string, Derivation[]>();
  const { language } = calculus;
  const check = language?.updates?.checks[0];
  for (const { name, program, updates } of language === undefined ? [] : programs) {
    const read = language?.load(program, 'program', { record: true, system });
    if (read === undefined || isLeft(read)) continue;
    const queue = updates.flatMap((u, i) => {
      const r = language?.updates?.read(u, `update ${i + 1}`, { record: true });
      return r !== undefined && isRight(r) ? [r.right] : [];
    });
    const recorded = language?.record(read.right, { system, maxSteps: mostSteps, queue, ...(check && { check }) });
    for (const of of nodesOf(recorded?.roots ?? [])) {
      const rule = of.rule.name;
      const used = examples.get(rule) ?? new Set();
      examples.set(rule, used.add(name));
      const size = weigh(of.args);
      if (size < (instances.get(rule)?.size ?? Infinity)) instances.set(rule, { of, from: name, size });
      const judgement = of.rule.conclusion.judgement.name;
      const list = near.get(judgement) ?? [];
      if (list.length < mostNear && size < 200) near.set(judgement, [...list, of]);
    }
  }
  return { instances, examples, near };
}

let last: { readonly key: string; readonly pool: Pool } | undefined;
function pooled(variant: string | null, calculus: Calculus, system: System, programs: readonly ExampleProgram[]): Pool {
  const key = JSON.stringify([variant, programs]);
  if (last?.key !== key) last = { key, pool: poolOf(calculus, system, programs) };
  return last.pool;
}

/** An instance of a judgement that is made from the rules alone; the same for the same seed. @param by the rule that concludes it. */
function made(
  calculus: Calculus,
  system: System,
  form: Form,
  seed: number,
  by: string | undefined,
): Derivation | undefined {
  const g = new Generator(system, calculus.huntingGround.hints, new RandomChooser(seed));
  const closed = (sort: string) => (Object.hasOwn(calculus.closed, sort) ? calculus.closed[sort] : g.unknown(sort));
  const args = tried(() => g.find(form.name, [...form.inputs, ...form.outputs].map(closed), 2 + (seed % 5), { by }));
  const found = args && derive(system, form, args.slice(0, form.inputs.length), { fuel });
  const derivation = found && isRight(found) ? found.right.derivation : undefined;
  return by === undefined || derivation?.rule.name === by ? derivation : undefined;
}

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

/** A sentence whose outputs are not known: they stand there as letters. */
function goalText(names: Naming, system: System, form: Form, inputs: readonly unknown[]): string {
  const letters = new Map<string, string>();
  for (const [letter, entry] of Object.entries(system.metas)) {
    const sort = typeof entry === 'string' ? entry : entry.sort;
    if (!letters.has(sort)) letters.set(sort, letter);
  }
  const outputs = form.outputs.map((sort, i): Pattern => ({
    meta: `${letters.get(sort) ?? sort}${form.outputs.indexOf(sort) === i ? '' : i}`,
    sort,
    restriction: undefined,
  }));
  return names.sentence(form, form.name, [...inputs, ...outputs], 'text');
}

/**
 * What comes of a search; undefined where it cannot be told. Goals put together from parts may be no states at all,
 * and metafunctions that are asked of them compute with what is not there.
 */
function tried<A>(search: () => A): A | undefined {
  try {
    return search();
  } catch {
    return undefined;
  }
}

/** How far the rule itself got with a goal. */
const attempted = (f: Failure, rule: string) => f.attempts.find((a) => a.rule.rule.name === rule);

/** A goal near an instance that has no derivation, in which the rule comes as far as it can. */
function nonExampleOf(calculus: Calculus, system: System, of: Derivation, pool: Pool): RuleNonExample | null {
  const form = of.rule.conclusion.judgement;
  const inputs = of.args.slice(0, form.inputs.length);
  const others =
    pool.near.get(form.name) ?? seeds.flatMap((seed) => made(calculus, system, form, seed, undefined) ?? []);
  let best: { readonly failure: Failure; readonly inputs: readonly unknown[]; readonly rank: number } | undefined;
  let count = 0;
  const seen = new Set<unknown>(inputs);
  const text = (goal: readonly unknown[]) => goalText(new Naming(system, true), system, form, goal);
  const like = text(inputs);
  for (const other of others)
    for (let k = 0; k < inputs.length && count < mostTried; k++) {
      const x = other.args[k];
      if (seen.has(x)) continue;
      seen.add(x);
      count++;
      const goal = inputs.map((y, i) => (i === k ? x : y));
      const r = tried(() => derive(system, form, goal, { fuel, explain: true }));
      if (r === undefined || isRight(r) || r.left.outOfFuel) continue;
      const attempt = attempted(r.left, of.rule.name);
      if (attempt === undefined || attempt.premise >= attempt.rule.premises.length) continue;
      // The furthest premise, then the shortest goal.
      const rank = attempt.premise * 1000 - weigh(goal);
      // What differs only in parts that are left out shows nothing.
      if (rank > (best?.rank ?? -Infinity) && text(goal) !== like) best = { failure: r.left, inputs: goal, rank };
    }
  if (best === undefined) return null;
  const told = explain(best.failure, calculus.termTexts).rules.find((r) => r.rule === of.rule.name);
  if (told === undefined) return null;
  return { goal: text(best.inputs), premise: told.premise, failed: told.failed };
}

/** A term longer than that is told by its beginning. */
const longest = 20_000;
const shortened = (s: string): string => (s.length > longest ? `${s.slice(0, longest)}…` : s);

function exampleOf(system: System, of: Derivation, from: string | null): RuleExample {
  const names = new Naming(system);
  const form = of.rule.conclusion.judgement;
  return {
    conclusion: names.sentence(form, form.name, of.args, 'text'),
    values: of.metas.map((meta, i): CardValue => {
      const x = of.env[i];
      const sort = sortOf(system.grammar, x);
      const [short, full] = [names.short(x, 80), shortened(names.full(x))];
      return { meta, math: metaAsMath(system, meta, sort), kind: sort, short, full: full === short ? null : full };
    }),
    from,
  };
}

/**
 * The card of a rule; null where there is none of the name.
 * @param request.examples the programs of the calculus in which instances are looked for first.
 */
export function ruleCard(request: {
  readonly variant: string | null;
  readonly rule: string;
  readonly examples: readonly ExampleProgram[];
}): RuleCardShown | null {
  const { variant, rule: name, examples } = request;
  const meant = calculusMeant(variant);
  const found = chosen(variant);
  const calculus = found?.calculus ?? meant;
  const system = found?.variant.system ?? meant.base;
  const rule = system.rules.get(name);
  if (rule === undefined) return null;
  const pool = pooled(variant, calculus, system, examples);
  const instance = pool.instances.get(name);
  const { judgement } = rule.conclusion;
  let of = instance?.of;
  for (const seed of seeds) of ??= made(calculus, system, judgement, seed, name);
  const premiseOf = [...system.rules.values()].filter((r) =>
    r.premises.some((p) => isInstance(p) && p.judgement.name === judgement.name),
  );
  const theorems = calculus
    .theorems(found?.variant.analysis ?? system)
    .filter((t) => t.inductsOn === judgement.name && casesOf(system, t).includes(name));
  return {
    example: of === undefined ? null : exampleOf(system, of, instance?.from ?? null),
    nonExample: of === undefined ? null : nonExampleOf(calculus, system, of, pool),
    uses: {
      premiseOf: premiseOf.map((r) => r.name),
      theorems: theorems.map((t) => t.name),
      examples: [...(pool.examples.get(name) ?? [])],
      variants: calculus.variants
        .filter((v) => v.system.rules.get(name) !== calculus.base.rules.get(name))
        .map((v) => v.name),
    },
  };
}
