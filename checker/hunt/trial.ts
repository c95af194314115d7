/**
 * Theorems tried: premises whose inputs are known are derived, the others are generated; then the conclusions have to
 * be derivable. What a theorem says of "every derivation" is tried on all of them.
 */
import type { Grammar } from '../../semantics/grammar.ts';
import {
  compileBuilder,
  compileMatcher,
  slots,
  type Builder,
  type Environment,
  type Matcher,
} from '../../semantics/matching.ts';
import { isCall, visitMetas, type Metavariable, type Pattern } from '../../semantics/symbols.ts';
import { premiseIn } from '../../rules/exchanged.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Premise } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { candidates, compile, type CompiledRule } from '../compile.ts';
import { compilePremise, takenApart, type CompiledClaim, type CompiledCondition } from '../schema.ts';
import { Search, type DeriveOptions, type Failure, type Known } from '../derive.ts';
import type { Generator } from '../generate/generator.ts';
import { Goal } from './goals.ts';

/** A claim of a theorem that is a judgement. */
interface JudgementClaim extends CompiledClaim {
  readonly args: readonly Pattern[];
  /** Metavariables of the inputs that nothing before determines: the premise is generated. */
  readonly open: readonly Metavariable[];
  /** Builds all arguments, once they are known. */
  readonly all: readonly Builder[];
  /** Binds what is found when the premise is generated. */
  readonly found: readonly Matcher[];
}
interface ConditionClaim extends CompiledCondition {
  /** Metavariables that are chosen first. */
  readonly open: readonly Metavariable[];
}
type Claim = JudgementClaim | ConditionClaim;

/** Premises that ask for values come first, with those after them that share a metavariable; the first one is the last. */
function generationOrder(premises: readonly Claim[]): readonly Claim[] {
  const asking = premises.filter((p, i) => i > 0 && p.kind === 'judgement' && p.open.some((m) => m.restriction));
  if (asking.length === 0) return premises;
  const [first, ...others] = premises;
  return [...asking, ...others.filter((p) => !asking.includes(p)), first as Claim];
}

/** What came of trying a theorem. */
export type Outcome =
  | { readonly kind: 'vacuous'; readonly premise: number }
  | { readonly kind: 'holds'; readonly case: string; readonly env: Environment }
  | {
      readonly kind: 'falls';
      readonly case: string;
      readonly env: Environment;
      readonly conclusion: number;
    };

/** The rules that complete instances use, and how often. */
export type Counts = Map<string, number>;

export interface TrialOptions {
  /** Rule instances that a search may try: rules of a variant may be searched forever. */
  readonly fuel?: number;
  readonly settled?: Known;
  readonly counts?: Counts;
  /** Whether of the instances of a judgement that are generated some are preferred, and which: they are looked for again. */
  readonly prefers?: (form: Form) => boolean;
  readonly prefer?: (form: Form, args: readonly unknown[]) => boolean;
}

/** A first premise whose arguments are generated. */
export interface Subject {
  readonly form: Form;
  readonly args: readonly Pattern[];
}

const defaultFuel = 200_000;
const mostDerivations = 16;
/** How often an instance is looked for that is preferred. */
const mostPreferring = 8;
/** Values are found among small terms. */
const largestValue = 2;

export class Trial {
  readonly theorem: Theorem;
  readonly metas: readonly Metavariable[];
  private readonly premises: readonly Claim[];
  private readonly conclusions: readonly Claim[];
  private readonly premiseMetas: readonly string[];
  /** The premises in the order in which they are generated together. */
  private readonly order: readonly Claim[];
  private readonly system: System;
  private readonly grammar: Grammar;
  private readonly derivation: DeriveOptions;
  private readonly options: TrialOptions;
  private readonly index = new Map<string, number>();
  private lastCase = '';
  /** A premise before has said which case it is. */
  private caseKnown = false;
  private until = 0;

  constructor(system: System, theorem: Theorem, options: TrialOptions = {}) {
    this.system = system;
    this.theorem = theorem;
    this.options = options;
    this.grammar = system.grammar;
    const { settled, counts, fuel = defaultFuel } = options;
    const { inductsOn, asNamed } = theorem;
    this.derivation = {
      record: false,
      fuel,
      ...(settled ? { settled } : {}),
      count: ({ rule }) => {
        if (counts) counts.set(rule.name, (counts.get(rule.name) ?? 0) + 1);
        if (!this.caseKnown && rule.conclusion.judgement.name === inductsOn) this.lastCase = rule.name;
      },
    };
    const s = slots();
    const bound = new Set<string>();
    this.premises = theorem.premises.map((p) => this.compile(premiseIn(this.premisesIn, p, asNamed), s, bound, true));
    this.premiseMetas = [...bound];
    this.order = generationOrder(this.premises);
    this.conclusions = theorem.conclusions.map((p) => this.compile(premiseIn(system, p, asNamed), s, bound, false));
    this.metas = s.metas;
    s.metas.forEach((m, i) => this.index.set(m.meta, i));
  }

  private compile(p: Premise, s: ReturnType<typeof slots>, bound: Set<string>, mayChoose: boolean): Claim {
    const g = this.grammar;
    const unbound = (patterns: readonly Pattern[]): Metavariable[] => {
      const open = new Map<string, Metavariable>();
      if (mayChoose) for (const q of patterns) visitMetas(q, (m) => bound.has(m.meta) || open.set(m.meta, m));
      return [...open.values()];
    };
    const t = takenApart(p);
    if (t.kind === 'condition') {
      const open = unbound([t.value]);
      open.forEach((m) => bound.add(m.meta));
      return { ...(compilePremise(g, s, p, bound) as CompiledCondition), open };
    }
    const { args } = t.premise;
    const open = unbound(t.inputs);
    // Calls in arguments are computed from what is found: they bind nothing.
    const binding = new Set(bound);
    const found = open.length > 0 ? args.map((a) => (isCall(a) ? () => true : compileMatcher(g, s, a, binding))) : [];
    if (open.length > 0)
      for (const a of args)
        visitMetas(a, (m) => {
          bound.add(m.meta);
          s.slot(m);
        });
    const compiled = compilePremise(g, s, p, bound) as CompiledClaim;
    return { ...compiled, args, open, found, all: args.map((a) => compileBuilder(g, s, a)) };
  }

  /** The system by whose rules the premises are derived. */
  get premisesIn(): System {
    return this.theorem.premisesIn ?? this.system;
  }

  /** The values that the premises give to metavariables. */
  values(env: Environment): Record<string, unknown> {
    const values: Record<string, unknown> = {};
    for (const m of this.premiseMetas) {
      const x = this.value(env, m);
      if (x !== undefined) values[m] = x;
    }
    return values;
  }

  /** The value of a metavariable in an environment of this trial. */
  value(env: Environment, meta: string): unknown {
    const i = this.index.get(meta);
    return i === undefined ? undefined : env[i];
  }

  /** An environment in which metavariables have values. */
  environment(values: Readonly<Record<string, unknown>>): Environment {
    const env: Environment = [];
    for (const [meta, x] of Object.entries(values)) {
      const i = this.index.get(meta);
      if (i !== undefined) env[i] = x;
    }
    return env;
  }

  /** Whether the first premise takes just these arguments; then it need not be found again. */
  get subject(): Subject | undefined {
    const first = this.premises[0];
    return first?.kind === 'judgement' && first.open.length > 0 && !first.args.some(isCall) ? first : undefined;
  }

  /**
   * Generates the premises together where the first one is not found alone: those that ask for values first, since
   * there are few of them, and then those that share something with what is known. What was found is a proposal.
   * @param by the rule that is to conclude the first premise; any unless said.
   * @returns values for what an instance has to give; undefined when nothing was found.
   */
  propose(g: Generator, size: number, by?: string): Environment | undefined {
    const env: Environment = [];
    for (const claim of this.order) {
      if (claim.kind !== 'judgement') continue;
      const first = claim === this.premises[0];
      if (this.find(claim, env, g, size, first ? by : undefined) === undefined) return undefined;
    }
    return this.environment(Object.fromEntries(this.theorem.given.map((m) => [m, this.value(env, m)])));
  }

  /** Whether the premises are to be generated together: one of them asks for a value. */
  get joint(): boolean {
    return this.order[0] !== this.premises[0];
  }

  /** Whether what the first premise is about may have several instances: another premise asks for something that is to be found. */
  get continued(): boolean {
    return this.premises.some((p, i) => i > 0 && p.kind === 'judgement' && p.open.length > 0);
  }

  /** Binds the arguments of the first premise. */
  about(args: readonly unknown[]): Environment | undefined {
    const env: Environment = [];
    const first = this.premises[0];
    if (first?.kind !== 'judgement') return env;
    return first.found.every((match, i) => match(args[i], env)) ? env : undefined;
  }

  /**
   * Tries the theorem from a premise on, with what the environment has.
   * @param until the premises from this one on are left out, and so are the conclusions.
   * @param g finds what is not known; without it, premises with unknown inputs make the instance vacuous.
   */
  attempt(env: Environment, from: number, g: Generator | undefined, size: number, until?: number): Outcome {
    this.lastCase = from > 0 ? this.caseOf(env, g) : '';
    this.caseKnown = this.lastCase !== '';
    this.until = until ?? this.premises.length;
    return this.premise(env, from, g, size);
  }

  /** The last rule of the first premise, which holds already: the only one that can conclude it, or the one it was found with. */
  private caseOf(env: Environment, g: Generator | undefined): string {
    const first = this.premises[0];
    if (first?.kind !== 'judgement' || first.form.name !== this.theorem.inductsOn) return '';
    return this.onlyRule(first.form, first.inputs[first.form.main]?.(env)) ?? g?.lastRule ?? '';
  }

  /** The rule that concludes a judgement of such a main input, where there is one only. */
  private onlyRule(form: Form, main: unknown): string | undefined {
    const plan = compile(this.premisesIn).get(form.name);
    const rules = plan === undefined ? [] : candidates(plan, main);
    return rules.length === 1 ? (rules[0] as CompiledRule).rule.name : undefined;
  }

  private premise(env: Environment, i: number, g: Generator | undefined, size: number): Outcome {
    const claim = this.premises[i];
    if (claim === undefined) return this.conclude(env);
    if (i >= this.until) return { kind: 'holds', case: this.lastCase, env };
    const vacuous: Outcome = { kind: 'vacuous', premise: i };
    if (claim.kind === 'condition') {
      if (!this.choose(claim.open, env, g, size)) return vacuous;
      return claim.holds(env) ? this.premise(env, i + 1, g, size) : vacuous;
    }
    if (claim.open.some((m) => env[this.index.get(m.meta) as number] === undefined)) {
      if (g === undefined) return vacuous;
      const args = this.findPreferred(claim, env, g, size);
      if (args === undefined) return vacuous;
      if (this.lastCase === '' && claim.form.name === this.theorem.inductsOn) this.lastCase = g.lastRule;
      return this.premise(env, i + 1, g, size);
    }
    const inputs = claim.inputs.map((build) => build(env));
    if (inputs.includes(undefined)) return vacuous;
    const search = new Search(this.theorem.premisesIn ?? this.system, claim.form, inputs, this.derivation);
    let outcome: Outcome = vacuous;
    const outputs = claim.open.length > 0 ? claim.found.slice(inputs.length) : claim.outputs;
    const [known, before] = [this.caseKnown, this.lastCase];
    for (let k = 0; k < mostDerivations; k++) {
      // The case of one derivation is not that of the next.
      this.caseKnown = known;
      if (!known) this.lastCase = before;
      const solution = search.next();
      if (solution === undefined) return outcome;
      // What is remembered of a goal is its outputs, not its rule: where only one concludes it, it is that.
      if (this.lastCase === '' && claim.form.name === this.theorem.inductsOn)
        this.lastCase = this.onlyRule(claim.form, inputs[claim.form.main]) ?? '';
      this.caseKnown ||= this.lastCase !== '';
      const next = this.theorem.every ? env.slice() : env;
      if (!solution.outputs.every((x, j) => outputs[j]?.(x, next))) {
        if (claim.open.length > 0 || this.theorem.every) continue;
        return outcome;
      }
      const result = this.premise(next, i + 1, g, size);
      if (!this.theorem.every || result.kind === 'falls') return result;
      if (result.kind === 'holds') outcome = result;
    }
    return outcome;
  }

  /** Chooses values for metavariables that only a condition speaks of. */
  private choose(open: readonly Metavariable[], env: Environment, g: Generator | undefined, size: number): boolean {
    for (const m of open) {
      const slot = this.index.get(m.meta) as number;
      if (env[slot] !== undefined) continue;
      const x = g?.term(m.sort, [...m.meta][0] as string, size);
      if (x === undefined) return false;
      env[slot] = x;
    }
    return true;
  }

  /** Several are found where some are preferred, until one of those is among them. */
  private findPreferred(
    claim: JudgementClaim,
    env: Environment,
    g: Generator,
    size: number,
  ): readonly unknown[] | undefined {
    const { prefers, prefer } = this.options;
    if (!prefers?.(claim.form)) return this.find(claim, env, g, size);
    let last: Environment | undefined;
    let found: readonly unknown[] | undefined;
    for (let k = 0; k < mostPreferring; k++) {
      const next = env.slice();
      const args = this.find(claim, next, g, size);
      // Where nothing is found twice there is mostly nothing.
      if (args === undefined) {
        if (found === undefined && k > 0) break;
        continue;
      }
      [last, found] = [next, args];
      if (prefer?.(claim.form, args)) break;
    }
    Object.assign(env, last);
    return found;
  }

  private find(
    claim: JudgementClaim,
    env: Environment,
    g: Generator,
    size: number,
    by?: string,
  ): readonly unknown[] | undefined {
    const goal = new Goal(g, (meta) => env[this.index.get(meta) as number]);
    const args = claim.args.map((p) => goal.build(p));
    if (args.includes(undefined)) return undefined;
    const value = claim.open.some((m) => m.restriction);
    const found = g.find(claim.form.name, args, value ? Math.min(largestValue, size) : size, { by });
    if (found === undefined) return undefined;
    for (const [meta, u] of goal.unknowns) {
      const x = g.store.resolve(u);
      if (x === undefined) return undefined;
      env[this.index.get(meta) as number] = x;
    }
    for (const m of claim.open) {
      const x = env[this.index.get(m.meta) as number];
      if (x === undefined || (m.restriction && !m.restriction.holds(x))) return undefined;
    }
    return claim.found.every((match, i) => match(found[i], env)) ? found : undefined;
  }

  private conclude(env: Environment): Outcome {
    const kase = this.lastCase;
    for (const [i, claim] of this.conclusions.entries())
      if (!this.concludes(claim, env)) return { kind: 'falls', case: kase, env, conclusion: i };
    return { kind: 'holds', case: kase, env };
  }

  private concludes(claim: Claim, env: Environment): boolean {
    if (claim.kind === 'condition') return claim.holds(env);
    const inputs = claim.inputs.map((build) => build(env));
    if (inputs.includes(undefined)) return false;
    const search = new Search(this.system, claim.form, inputs, this.derivation);
    for (let k = 0; k < mostDerivations; k++) {
      const solution = search.next();
      // Out of fuel is no verdict.
      if (solution === undefined) return search.failure?.outOfFuel ?? false;
      if (solution.outputs.every((x, j) => claim.outputs[j]?.(x, env))) return true;
    }
    return false;
  }

  /** The failed search behind a conclusion that has no derivation, for explanations. */
  why(env: Environment, conclusion: number): Failure | undefined {
    const claim = this.conclusions[conclusion];
    if (claim?.kind !== 'judgement') return undefined;
    // What the conclusions before it determine.
    for (const before of this.conclusions.slice(0, conclusion)) this.concludes(before, env);
    const inputs = claim.inputs.map((build) => build(env));
    if (inputs.includes(undefined)) return undefined;
    const search = new Search(this.system, claim.form, inputs, { record: false, explain: true, fuel: defaultFuel });
    return search.next() === undefined ? search.failure : undefined;
  }

  /** For each claim that is a judgement: its form, and its inputs in an instance. */
  goals(
    env: Environment,
    which: 'premises' | 'conclusions',
  ): readonly ({ form: Form; inputs: readonly unknown[] } | undefined)[] {
    return this[which].map((c) =>
      c.kind === 'judgement' ? { form: c.form, inputs: c.inputs.map((build) => build(env)) } : undefined,
    );
  }

  /** The judgements claimed in an instance, with all their arguments. */
  claims(env: Environment, which: 'premises' | 'conclusions'): readonly { form: Form; args: readonly unknown[] }[] {
    return this[which].flatMap((c) =>
      c.kind === 'judgement' ? [{ form: c.form, args: c.all.map((build) => build(env)) }] : [],
    );
  }

  /** Whether the side conditions among the premises hold in an instance. */
  conditionsHold(env: Environment): boolean {
    return this.premises.every((c) => c.kind !== 'condition' || c.holds(env.slice()));
  }

  /** Whether a conclusion does not hold, those before it holding; a search that is cut short says nothing. */
  refuted(env: Environment, conclusion: number): boolean {
    for (const claim of this.conclusions.slice(0, conclusion)) if (!this.concludes(claim, env)) return false;
    const claim = this.conclusions[conclusion];
    return claim !== undefined && !this.concludes(claim, env);
  }
}
