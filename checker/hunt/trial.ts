/**
 * Theorems tried: premises whose inputs are known are derived, the others are generated; then the conclusions have to
 * be derivable. What a theorem says of "every derivation" is tried on all of them.
 */
import type { Grammar } from '../../semantics/grammar.ts';
import {
  compileBuilder,
  compileMatcher,
  isGround,
  slots,
  type Builder,
  type Environment,
  type Matcher,
} from '../../semantics/matching.ts';
import { isCall, isMeta, visitMetas, type Metavariable, type Pattern } from '../../semantics/symbols.ts';
import type { Term } from '../../semantics/grammar.ts';
import type { Form } from '../../rules/judgement.ts';
import type { Premise } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { candidates, compile, type CompiledRule } from '../compile.ts';
import { compilePremise, type CompiledClaim, type CompiledCondition } from '../schema.ts';
import { Search, type DeriveOptions, type Failure, type Settled } from '../derive.ts';
import type { Generator } from '../generate/generator.ts';
import { Open, Symbolic, type Unknown } from '../generate/symbolic.ts';

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
  readonly settled?: Settled;
  readonly counts?: Counts;
}

const defaultFuel = 200_000;
const mostDerivations = 16;

export class Trial {
  readonly theorem: Theorem;
  readonly metas: readonly Metavariable[];
  private readonly premises: readonly Claim[];
  private readonly conclusions: readonly Claim[];
  private readonly premiseMetas: readonly string[];
  private readonly system: System;
  private readonly grammar: Grammar;
  private readonly derivation: DeriveOptions;
  private readonly index = new Map<string, number>();
  private lastCase = '';
  private until = 0;

  constructor(system: System, theorem: Theorem, options: TrialOptions = {}) {
    this.system = system;
    this.theorem = theorem;
    this.grammar = system.grammar;
    const { settled, counts, fuel = defaultFuel } = options;
    const { inductsOn } = theorem;
    this.derivation = {
      record: false,
      fuel,
      ...(settled ? { settled } : {}),
      count: ({ rule }) => {
        if (counts) counts.set(rule.name, (counts.get(rule.name) ?? 0) + 1);
        if (rule.conclusion.judgement.name === inductsOn) this.lastCase = rule.name;
      },
    };
    const s = slots();
    const bound = new Set<string>();
    this.premises = theorem.premises.map((p) => this.compile(p, s, bound, true));
    this.premiseMetas = [...bound];
    this.conclusions = theorem.conclusions.map((p) => this.compile(p, s, bound, false));
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
    if (p.kind !== 'judgement') {
      const open = unbound([p.kind === 'where' ? p.value : p]);
      open.forEach((m) => bound.add(m.meta));
      return { ...(compilePremise(g, s, p, bound) as CompiledCondition), open };
    }
    const { args } = p;
    const open = unbound(args.slice(0, p.judgement.inputs.length));
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
  get subject(): { readonly form: Form; readonly args: readonly Pattern[] } | undefined {
    const first = this.premises[0];
    return first?.kind === 'judgement' && first.open.length > 0 && !first.args.some(isCall) ? first : undefined;
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
    this.until = until ?? this.premises.length;
    return this.premise(env, from, g, size);
  }

  /** The last rule of the first premise, which holds already: the only one that can conclude it, or the one it was found with. */
  private caseOf(env: Environment, g: Generator | undefined): string {
    const first = this.premises[0];
    if (first?.kind !== 'judgement' || first.form.name !== this.theorem.inductsOn) return '';
    const plan = compile(this.theorem.premisesIn ?? this.system).get(first.form.name);
    const main = first.inputs[first.form.main]?.(env);
    const rules = plan === undefined ? [] : candidates(plan, main);
    return rules.length === 1 ? (rules[0] as CompiledRule).rule.name : (g?.lastRule ?? '');
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
      const args = this.find(claim, env, g, size);
      if (args === undefined) return vacuous;
      if (this.lastCase === '' && claim.form.name === this.theorem.inductsOn) this.lastCase = g.lastRule;
      return this.premise(env, i + 1, g, size);
    }
    const inputs = claim.inputs.map((build) => build(env));
    if (inputs.includes(undefined)) return vacuous;
    const search = new Search(this.theorem.premisesIn ?? this.system, claim.form, inputs, this.derivation);
    let outcome: Outcome = vacuous;
    const outputs = claim.open.length > 0 ? claim.found.slice(inputs.length) : claim.outputs;
    for (let k = 0; k < mostDerivations; k++) {
      const solution = search.next();
      if (solution === undefined) return outcome;
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

  private find(claim: JudgementClaim, env: Environment, g: Generator, size: number): readonly unknown[] | undefined {
    const unknowns = new Map<string, Unknown>();
    const build = (p: Pattern): unknown => {
      if (isMeta(p)) {
        const known = env[this.index.get(p.meta) as number];
        if (known !== undefined) return known;
        let u = unknowns.get(p.meta);
        if (u === undefined) unknowns.set(p.meta, (u = g.unknown(p.sort, [...p.meta][0] as string)));
        return u;
      }
      if (isCall(p)) return g.compute(p.call, p.args.map(build), p.call.info.result);
      if (isGround(p)) return p;
      const info = this.grammar.constructors.get((p as Term).tag);
      const parts = (info?.fields ?? []).map(([f]) => build((p as unknown as Record<string, Pattern>)[f] as Pattern));
      if (info === undefined || parts.includes(undefined)) return undefined;
      return parts.some((x) => x instanceof Symbolic)
        ? new Open(info, parts)
        : this.grammar.makers.get(info.tag)?.(...parts);
    };
    const args = claim.args.map(build);
    if (args.includes(undefined)) return undefined;
    // A value is found among small terms.
    const found = g.find(claim.form.name, args, claim.open.some((m) => m.restriction) ? Math.min(1, size) : size);
    if (found === undefined) return undefined;
    for (const [meta, u] of unknowns) {
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
