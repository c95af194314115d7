/**
 * Rules: pure functions from metavariables to an instance of the rule, traced once into a schema (design.md, 1).
 * Modes are checked here, when a rule is defined.
 */
import { isCall, visitMetas, type Call, type Metavariable, type Pattern, type Where } from '../semantics/symbols.ts';
import { isInstance, type Instance } from './judgement.ts';

/** A premise: a judgement, a predicate, or a side condition `pattern = value`; told apart by `kind`. */
export type Premise = Instance | Holds | Where;

/** A predicate as a premise: a call that has to be true. */
export interface Holds extends Call {
  readonly kind: 'holds';
}

/** A call of a predicate as a premise. */
export const holding = ({ call, args }: Call): Holds => Object.freeze({ kind: 'holds', call, args });

/** What a rule's function returns; predicates are written as they stand: `below(μf, μ)`. */
export interface Statement {
  readonly given: readonly (Instance | Where | boolean)[];
  readonly infer: Instance;
}

export interface Rule {
  readonly name: string;
  readonly premises: readonly Premise[];
  readonly conclusion: Instance;
  /**
   * Metavariables that nothing determines: whoever uses the rule chooses them. derive cannot use such a rule; replay
   * can.
   */
  readonly chosen: readonly string[];
}

export interface RuleOptions {
  readonly chosen?: readonly string[];
}

export const isWhere = (p: unknown): p is Where =>
  typeof p === 'object' && p !== null && (p as Partial<Where>).kind === 'where';

/**
 * Traces and checks a rule.
 * @throws Error when an input of a premise, or an output of the conclusion, is not determined in order: the message
 * names the rule and the metavariable.
 */
export function traceRule<M>(name: string, metas: M, f: (metas: M) => Statement, options: RuleOptions = {}): Rule {
  const { given, infer } = f(metas);
  const premises = given.map((p) => premiseOf(p, `rule ${name}: a premise`));
  const rule = ruleOf(name, premises, infer, options);
  const [first] = undetermined(rule);
  if (first) throw new Error(`rule ${name}: ${first.message}`);
  return rule;
}

/**
 * What stands among the premises of a rule, or the claims of a theorem, as a premise.
 * @throws Error for anything else; the message starts with `what`.
 */
export function premiseOf(p: Instance | Where | boolean, what: string): Premise {
  if (isInstance(p) || isWhere(p)) return p;
  if (isCall(p) && (p as Call).call.info.result === 'holds') return holding(p);
  throw new Error(`${what} is a judgement, a predicate or pattern = value`);
}

/** A rule from its parts; nothing is said of its mode. */
export const ruleOf = (
  name: string,
  premises: readonly Premise[],
  conclusion: Instance,
  options: RuleOptions = {},
): Rule => Object.freeze({ name, premises: Object.freeze(premises), conclusion, chosen: options.chosen ?? [] });

/** The name of a rule maker's metavariables is bound by the calculus. */
export const ruleMaker =
  <M>(metas: M) =>
  (name: string, f: (metas: M) => Statement, options?: RuleOptions): Rule =>
    traceRule(name, metas, f, options);

/** A maker of rules that keeps what it makes, in order: a file of rules needs no list of them. */
export function collecting<A extends readonly unknown[]>(
  make: (...args: A) => Rule,
): { readonly rule: (...args: A) => Rule; readonly rules: readonly Rule[] } {
  const rules: Rule[] = [];
  const rule = (...args: A): Rule => {
    const made = make(...args);
    rules.push(made);
    return made;
  };
  return { rule, rules };
}

/** A metavariable that is needed where nothing has determined it. */
export interface Undetermined {
  readonly meta: string;
  /** The premise that needs it, from 0; undefined for the conclusion. */
  readonly premise: number | undefined;
  readonly message: string;
}

/** What the mode of a rule lacks: every input of a premise and output of the conclusion is to be determined in order. */
export function undetermined(rule: Rule): readonly Undetermined[] {
  const missing: Undetermined[] = [];
  const bound = new Set<string>(rule.chosen);
  const know = (meta: string, where: string, premise: number | undefined) => {
    if (bound.has(meta)) return;
    missing.push({ meta, premise, message: `${meta} is not determined where ${where} needs it` });
    bound.add(meta);
  };
  const need = (p: Pattern, where: string, premise?: number) => visitMetas(p, (m) => know(m.meta, where, premise));
  // Metavariables inside calls are compared, not bound: they must be known by then.
  const bind = (p: Pattern, where: string, premise?: number) =>
    visitMetas(p, (m, insideCall) => {
      if (insideCall) know(m.meta, where, premise);
      else bound.add(m.meta);
    });
  const { judgement, args } = rule.conclusion;
  const inputs = judgement.inputs.length;
  args.slice(0, inputs).forEach((p) => bind(p, `the conclusion ${judgement.name}`));
  rule.premises.forEach((p, i) => {
    const where = `premise ${i + 1}`;
    if (p.kind === 'judgement') {
      const n = p.judgement.inputs.length;
      p.args.slice(0, n).forEach((a) => need(a, `${where} (${p.judgement.name})`, i));
      p.args.slice(n).forEach((a) => bind(a, `${where} (${p.judgement.name})`, i));
    } else if (p.kind === 'where') {
      need(p.value, where, i);
      bind(p.pattern, where, i);
    } else need(p, where, i);
  });
  args.slice(inputs).forEach((p) => need(p, `an output of ${judgement.name}`));
  return missing;
}

/** The metavariables of a rule, in the order of their first occurrence, conclusion inputs first. */
export function metasOf(rule: Rule): Metavariable[] {
  const found = new Map<string, Metavariable>();
  const add = (p: Pattern) => visitMetas(p, (m) => void (found.has(m.meta) || found.set(m.meta, m)));
  const inputs = rule.conclusion.judgement.inputs.length;
  rule.conclusion.args.slice(0, inputs).forEach(add);
  for (const p of rule.premises) {
    if (p.kind === 'judgement') p.args.forEach(add);
    else if (p.kind === 'where') [p.value, p.pattern].forEach(add);
    else add(p);
  }
  rule.conclusion.args.slice(inputs).forEach(add);
  return [...found.values()];
}

/** Their names. */
export const metavariablesOf = (rule: Rule): string[] => metasOf(rule).map((m) => m.meta);
