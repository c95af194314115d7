/**
 * Rules compiled to closures, once per system: how to match a goal, run the premises, and build the outputs. Rules of
 * a judgement are indexed by the head constructor of its main input.
 */
import { compileBuilder, compileMatcher, slots, type Builder, type Matcher } from '../semantics/matching.ts';
import { checkDeclaration } from '../semantics/declarations.ts';
import { isCall, isMeta, type Pattern } from '../semantics/symbols.ts';
import type { Term } from '../semantics/grammar.ts';
import type { Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { compilePremise, type CompiledClaim, type CompiledCondition } from './schema.ts';

/** A premise that is a judgement of the system, and which of the rule's judgements it is. */
export interface CompiledJudgementPremise extends CompiledClaim {
  readonly judgement: CompiledJudgement;
  readonly index: number;
}
export type CompiledPremise = CompiledJudgementPremise | CompiledCondition;

export interface CompiledRule {
  readonly rule: Rule;
  /** The metavariables by slot. */
  readonly metas: readonly string[];
  readonly inputs: readonly Matcher[];
  readonly premises: readonly CompiledPremise[];
  readonly outputs: readonly Builder[];
  /** How many premises are judgements. */
  readonly judgements: number;
}

export interface CompiledJudgement {
  readonly name: string;
  readonly main: number;
  readonly arity: number;
  /** Whether one derivation of a goal is enough: it has no outputs, or the inputs determine them. */
  readonly functional: boolean;
  /** Rules by the tag of the main input, generic ones included, in the order of the document. */
  readonly byTag: ReadonlyMap<string, readonly CompiledRule[]>;
  /** Rules for tags that no rule names. */
  readonly generic: readonly CompiledRule[];
}

export type Compiled = ReadonlyMap<string, CompiledJudgement>;

const cache = new WeakMap<System, Compiled>();

/** The compiled rules of a system, by judgement. Rules whose metavariables have to be chosen are left out. */
export function compile(system: System): Compiled {
  const old = cache.get(system);
  if (old) return old;
  checkDeclaration(system.grammar);
  const compiled = new Map<string, CompiledJudgement & { rules: CompiledRule[] }>();
  for (const form of system.judgements) {
    compiled.set(form.name, {
      name: form.name,
      main: form.main,
      arity: form.inputs.length + form.outputs.length,
      functional: form.functional ?? form.outputs.length === 0,
      byTag: new Map(),
      generic: [],
      rules: [],
    });
  }
  for (const rule of system.rules.values())
    if (rule.chosen.length === 0)
      compiled.get(rule.conclusion.judgement.name)?.rules.push(compileRule(system, rule, compiled));
  for (const [name, j] of compiled) {
    const headOf = (r: CompiledRule) => head(r.rule.conclusion.args[j.main] as Pattern);
    const tags = new Set(j.rules.map(headOf));
    tags.delete(undefined);
    const byTag = new Map<string, CompiledRule[]>();
    for (const tag of tags)
      byTag.set(
        tag as string,
        j.rules.filter((r) => headOf(r) === tag || headOf(r) === undefined),
      );
    Object.assign(j, { byTag, generic: j.rules.filter((r) => headOf(r) === undefined) });
    void name;
  }
  cache.set(system, compiled);
  return compiled;
}

/** The tag a pattern asks for; undefined when it takes any. */
const head = (p: Pattern): string | undefined =>
  isMeta(p) || isCall(p) || typeof p !== 'object' || Array.isArray(p) ? undefined : (p as Term).tag;

function compileRule(system: System, rule: Rule, compiled: Map<string, CompiledJudgement>): CompiledRule {
  const g = system.grammar;
  const s = slots();
  const bound = new Set<string>();
  const { judgement, args } = rule.conclusion;
  const n = judgement.inputs.length;
  const inputs = args.slice(0, n).map((p) => compileMatcher(g, s, p, bound));
  let judgements = 0;
  const premises = rule.premises.map((p): CompiledPremise => {
    const made = compilePremise(g, s, p, bound);
    if (made.kind === 'condition') return made;
    return { ...made, judgement: compiled.get(made.form.name) as CompiledJudgement, index: judgements++ };
  });
  const outputs = args.slice(n).map((p) => compileBuilder(g, s, p));
  return { rule, metas: s.metas.map((m) => m.meta), inputs, premises, outputs, judgements };
}

/** The rules that may conclude a goal with this main input. */
export const candidates = (j: CompiledJudgement, main: unknown): readonly CompiledRule[] =>
  (typeof main === 'object' && main !== null ? j.byTag.get((main as Term).tag) : undefined) ?? j.generic;
