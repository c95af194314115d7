/**
 * What stands against a judgement, all of it and not the first thing only: the rules say what is asked, and each predicate or judgement has
 * its words, whichever rule asks it. So a variant is refused by its own rules, and an extension in the words of what it extends.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Grammar, Term } from '../semantics/grammar.ts';
import { compileBuilder, compileMatcher, slots, type Environment } from '../semantics/matching.ts';
import type { Position } from '../semantics/positions.ts';
import type { AnyMetafunction, Call, Pattern } from '../semantics/symbols.ts';
import { subterms } from '../semantics/traversal.ts';
import type { Form } from '../rules/judgement.ts';
import type { Premise } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import type { CompiledPremise } from './compile.ts';
import { derive, type Attempt, type Failure } from './derive.ts';
import { nearest } from './explain.ts';
import type { Reason } from './runs.ts';

/** Something that stands against a judgement. */
export interface Objection extends Reason {
  /** The term that it is about, whose place is told. */
  readonly term?: unknown;
  /** The definition that it is about, whose place is told where no term has one: the first of these that there is. */
  readonly items?: readonly string[];
  /** The failed search behind it. */
  readonly failure?: Failure;
}

/** The reason that an objection is, at the place that is found for it. */
export function reasonOf(o: Objection, placeOf: (o: Objection) => Position | undefined): Reason {
  const { term: _, items, failure, line, column, file, ...reason } = o;
  void [_, items, failure];
  if (line !== undefined && column !== undefined && file !== undefined) return { ...reason, file, line, column };
  const position = placeOf(o);
  return position ? { ...reason, file: position.file, line: position.line, column: position.column } : reason;
}

/** Why a judgement has no derivation: the failed search for it, and the one for the premise that fails. */
export interface Behind {
  readonly failure: Failure;
  readonly cause: Failure | undefined;
}

/**
 * What is said where a predicate does not hold or a judgement has no derivation; nothing where what stands against it goes without saying.
 * @param args the arguments of the predicate, or the inputs of the judgement.
 * @param behind of a judgement.
 */
export type Word = (args: readonly never[], behind?: Behind) => Iterable<Objection>;

/** By the names of predicates and judgements. */
export type Words = Readonly<Record<string, Word>>;

/** A word, with the types of what it is about. */
export const word = <A extends readonly unknown[]>(f: (args: A, behind?: Behind) => Iterable<Objection>): Word =>
  f as unknown as Word;

/** What stands against a predicate on these arguments; nothing where it holds. */
export const objections = (words: Words, f: AnyMetafunction, args: readonly unknown[]): readonly Objection[] => [
  ...(words[f.info.name]?.(args as readonly never[]) ?? []),
];

const speaking = new WeakMap<System, Map<Words, ReadonlySet<string>>>();
/** The judgements whose derivations ask for something that has words. */
function speakers(system: System, words: Words): ReadonlySet<string> {
  const ofSystem = speaking.get(system) ?? new Map<Words, ReadonlySet<string>>();
  speaking.set(system, ofSystem);
  let found = ofSystem.get(words) as Set<string> | undefined;
  if (found !== undefined) return found;
  found = new Set(system.judgements.map((j) => j.name).filter((name) => name in words));
  const speaks = (p: Premise): boolean =>
    p.kind === 'judgement' ? found?.has(p.judgement.name) === true : p.kind === 'holds' && p.call.info.name in words;
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { conclusion, premises } of system.rules.values())
      if (premises.some(speaks)) found.add(conclusion.judgement.name);
  }
  ofSystem.set(words, found);
  return found;
}

/** Whether something was said of each premise that does not hold, and the failure of the rest of the list. */
interface Looked {
  readonly said: boolean;
  readonly rest?: Failure;
}

class Asking {
  readonly found: Objection[] = [];
  private readonly system: System;
  private readonly words: Words;
  private readonly speakers: ReadonlySet<string>;
  constructor(system: System, words: Words) {
    this.system = system;
    this.words = words;
    this.speakers = speakers(system, words);
  }

  failure(form: Form, inputs: readonly unknown[]): Failure | undefined {
    // Attempts are kept only where there is something to tell.
    if (!isLeft(derive(this.system, form, inputs, { record: false }))) return undefined;
    const derived = derive(this.system, form, inputs, { explain: true, record: false });
    return isLeft(derived) ? derived.left : undefined;
  }

  /** Says what stands against a goal that has no derivation. @returns whether anything was to be said, and was. */
  against(failure: Failure): boolean {
    let all = true;
    // The rest of a list is another goal of the same judgement: lists may be long.
    for (let goal: Failure | undefined = failure; goal !== undefined;) {
      const attempt = nearest(goal);
      const { said, rest }: Looked = attempt === undefined ? { said: false } : this.premises(goal, attempt);
      if (!said) {
        const own = this.words[goal.judgement];
        if (own === undefined) all = false;
        else this.found.push(...own(goal.inputs as readonly never[], { failure: goal, cause: attempt?.cause }));
      }
      goal = rest;
    }
    return all;
  }

  /** The premises from the one that failed on. */
  private premises(goal: Failure, { rule, premise: from, env, got, cause }: Attempt): Looked {
    const known = env.slice();
    const { length } = rule.premises;
    let said = got === undefined && from < length;
    let rest: Failure | undefined;
    for (let i = from; i < length; i++) {
      const premise = rule.premises[i] as CompiledPremise;
      const failed = i === from ? cause : undefined;
      if (i === length - 1 && premise.kind === 'judgement' && premise.form.name === goal.judgement) {
        const inputs = premise.inputs.map((b) => b(known));
        rest = failed ?? (inputs.includes(undefined) ? undefined : this.failure(premise.form, inputs));
      } else if (!this.holds(premise, known, failed)) said = false;
    }
    return { said, ...(rest === undefined ? {} : { rest }) };
  }

  /** Whether a premise holds, is not known enough to be asked, or what stands against it has been said. */
  private holds(premise: CompiledPremise, env: Environment, failed: Failure | undefined): boolean {
    if (premise.kind === 'judgement') {
      const inputs = premise.inputs.map((b) => b(env));
      if (inputs.includes(undefined)) return true;
      const speaks = this.speakers.has(premise.form.name);
      if (failed !== undefined) return speaks && this.against(failed);
      const derived = derive(this.system, premise.form, inputs, { explain: speaks, record: false });
      if (isLeft(derived)) return speaks && this.against(derived.left);
      return premise.outputs.every((match, i) => match(derived.right.outputs[i], env));
    }
    const args = premise.args.map((b) => b(env));
    if (args.includes(undefined) || premise.holds(env)) return true;
    const own = premise.premise.kind === 'holds' ? this.words[premise.premise.call.info.name] : undefined;
    if (own !== undefined) this.found.push(...own(args as readonly unknown[] as readonly never[]));
    return own !== undefined;
  }
}

/** What stands against a judgement; empty where it has a derivation, or what stands against it goes without saying. */
export function refusals(system: System, words: Words, form: Form, inputs: readonly unknown[]): readonly Objection[] {
  const asking = new Asking(system, words);
  const failure = asking.failure(form, inputs);
  if (failure === undefined || asking.against(failure) || asking.found.length > 0) return asking.found;
  return [{ code: form.name, message: unsaid(failure) ?? `it does not hold that ${form.sentence}` }];
}

/** Of a predicate that has no words, as one of a variant has none: which rule asks it, and its sentence. */
function unsaid(failure: Failure): string | undefined {
  const attempt = nearest(failure);
  const premise = attempt?.rule.premises[attempt.premise]?.premise;
  return premise?.kind === 'holds'
    ? `${attempt?.rule.rule.name}: it does not hold that ${premise.call.info.sentence}`
    : undefined;
}

/** A subterm at which a predicate on all subterms fails, and what fails there. */
export interface Breach {
  readonly term: Term;
  readonly condition: AnyMetafunction;
  readonly args: readonly unknown[];
}

interface Equation {
  readonly tag: string;
  readonly match: (args: readonly unknown[], env: Environment) => boolean;
  readonly condition: AnyMetafunction;
  readonly holds: (env: Environment) => unknown;
  readonly args: (env: Environment) => readonly unknown[];
}

const equations = new WeakMap<AnyMetafunction, readonly Equation[]>();
function equationsOf(g: Grammar, f: AnyMetafunction): readonly Equation[] {
  let made = equations.get(f);
  if (made !== undefined) return made;
  made = (f.info.equations ?? []).map(({ left, right }): Equation => {
    const s = slots();
    const bound = new Set<string>();
    const [subject, ...parameters] = (left as Call).args as [Pattern, ...Pattern[]];
    const rest = parameters.map((p) => compileMatcher(g, s, p, bound));
    const first = compileMatcher(g, s, subject, bound);
    const { call, args } = right as Call;
    const built = args.map((a) => compileBuilder(g, s, a));
    return {
      tag: (subject as Term).tag,
      match: (xs, env) => rest.every((m, i) => m(xs[i + 1], env)) && first(xs[0], env),
      condition: call,
      holds: compileBuilder(g, s, right),
      args: (env) => built.map((b) => b(env)),
    };
  });
  equations.set(f, made);
  return made;
}

/** Where a predicate that is given by conditions on subterms does not hold, each place in the order of the text. */
export function* breaches(g: Grammar, f: AnyMetafunction, [root, ...rest]: readonly unknown[]): Generator<Breach> {
  const all = equationsOf(g, f);
  for (const term of subterms(g, f.info.over ?? [])(root as Term))
    for (const { tag, match, condition, holds, args } of all) {
      const env: Environment = [];
      if (term.tag === tag && match([term, ...rest], env) && holds(env) !== true)
        yield { term, condition, args: args(env) };
    }
}
