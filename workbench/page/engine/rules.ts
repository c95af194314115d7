/** What the view Rules asks: judgements and rules typeset, the variants, and what a variant changes. */
import { mathOf, type MathNode } from '../../../checker/notation/mathml.ts';
import { metafunctionsOf } from '../../../rules/metafunctions.ts';
import { equationsAsText } from '../../../checker/notation/typeset.ts';
import type { Premise, Rule } from '../../../rules/rule.ts';
import type { System } from '../../../rules/system.ts';
import { ruleAsLatex, ruleAsText, Typesetter } from '../../../checker/notation/typeset.ts';
import type { Variant } from '../../../rules/variant.ts';
import type { AnyMetafunction } from '../../../semantics/symbols.ts';
import type { NotationProblem } from '../../../checker/notation/notation.ts';
import { calculusOf, unchanged } from '../../../proofs/calculi.ts';
import type { CardRule } from '../tree/rule.ts';
import { cardOf } from './cards.ts';
import { calculusMeant, chosen, problemsOf } from './variants.ts';

export interface VariantShown {
  readonly name: string;
  readonly sentence: string;
  /** The theorems that fall; none for a sound one. */
  readonly falls: readonly string[];
  /** Whether it is hunted: a presentation is not a change. */
  readonly hunted: boolean;
}

export interface RuleShown extends CardRule {
  readonly latex: string;
  /** As it would be written. */
  readonly written: string;
  /** What a variant did to it. */
  readonly change: 'added' | 'replaced' | null;
}

export interface JudgementShown {
  readonly name: string;
  readonly sentence: string;
  /** The form of the judgement, with letters for its arguments. */
  readonly form: MathNode;
  readonly formText: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly rules: readonly RuleShown[];
}

export interface Change {
  readonly name: string;
  readonly kind: 'added' | 'removed' | 'replaced';
  /** The change is of the static analysis only. */
  readonly analysis: boolean;
  readonly before: CardRule | null;
  readonly after: CardRule | null;
  /** The premises that only one side has. */
  readonly onlyBefore: readonly number[];
  readonly onlyAfter: readonly number[];
}

export interface FunctionShown {
  readonly name: string;
  readonly text: string;
  readonly sentence: string;
  readonly equations: readonly string[];
}

export interface RulesShown {
  readonly calculus: string;
  readonly variant: VariantShown | null;
  /** What cannot be read of rules that are written; then the calculus is shown as it is. */
  readonly problems: readonly NotationProblem[];
  readonly judgements: readonly JudgementShown[];
  readonly changes: readonly Change[];
  /** Metafunctions that the changed rules call no longer, and those that they call instead. */
  readonly functionsBefore: readonly FunctionShown[];
  readonly functionsAfter: readonly FunctionShown[];
}

const shownVariant = (v: Variant): VariantShown => ({
  name: v.name,
  sentence: v.sentence,
  falls: v.expected === 'sound' ? [] : v.expected,
  hunted: calculusOf(v.base)?.presentations.every((p) => p.system !== v.system) ?? true,
});

const premiseText = (system: System, p: Premise): string => new Typesetter(system.grammar, 'text').premise(p);

/** The premises of one rule that another has not. */
function only(system: System, rule: Rule, other: Rule): number[] {
  const has = new Set(other.premises.map((p) => premiseText(system, p)));
  return rule.premises.flatMap((p, i) => (has.has(premiseText(system, p)) ? [] : [i]));
}

/** The arguments of the conclusion in which a rule differs from another. */
function different(system: System, rule: Rule, other: Rule): Set<number> {
  const t = new Typesetter(system.grammar, 'text');
  const args = (r: Rule) => r.conclusion.args.map((a) => t.pattern(a));
  const before = args(other);
  return new Set(args(rule).flatMap((a, i) => (a === before[i] ? [] : [i])));
}

function changesOf(base: System, system: System, analysis: boolean): Change[] {
  const changes: Change[] = [];
  for (const [name, before] of base.rules) {
    const after = system.rules.get(name);
    if (after === before) continue;
    changes.push({
      name,
      kind: after === undefined ? 'removed' : 'replaced',
      analysis,
      before: cardOf(base, before, after && different(base, before, after)),
      after: after === undefined ? null : cardOf(system, after, different(system, after, before)),
      onlyBefore: after === undefined ? [] : only(base, before, after),
      onlyAfter: after === undefined ? [] : only(system, after, before),
    });
  }
  for (const [name, after] of system.rules)
    if (!base.rules.has(name))
      changes.push({
        name,
        kind: 'added',
        analysis,
        before: null,
        after: cardOf(system, after),
        onlyBefore: [],
        onlyAfter: [],
      });
  return changes;
}

/** The metafunctions that the rules changed in a variant call on one side only. */
function functionsOf(base: System, system: System): readonly [AnyMetafunction[], AnyMetafunction[]] {
  const changed = new Set(
    [...base.rules.keys(), ...system.rules.keys()].filter((name) => base.rules.get(name) !== system.rules.get(name)),
  );
  const of = (s: System) => metafunctionsOf([...changed].flatMap((name) => s.rules.get(name) ?? []));
  const [before, after] = [of(base), of(system)];
  return [before.filter((f) => !after.includes(f)), after.filter((f) => !before.includes(f))];
}

/** Judgements and rules of a calculus or variant. @param request.variant see `chosen`. */
export function rules(request: { readonly variant: string | null }): RulesShown {
  const meant = calculusMeant(request.variant);
  const { calculus, variant } = chosen(request.variant) ?? { calculus: meant, variant: unchanged(meant) };
  const { base, system, analysis } = variant;
  const letters = new Map<string, string>();
  for (const [letter, entry] of Object.entries(system.metas)) {
    const sort = typeof entry === 'string' ? entry : entry.sort;
    if (!letters.has(sort)) letters.set(sort, letter);
  }
  const judgements = system.judgements.map((form): JudgementShown => {
    const sorts = [...form.inputs, ...form.outputs];
    const uses = new Map<string, number>();
    const args = sorts.map((sort) => {
      const n = uses.get(sort) ?? 0;
      uses.set(sort, n + 1);
      return { meta: `${letters.get(sort) ?? sort}${n === 0 ? '' : n}`, sort, restriction: undefined };
    });
    const own = [...system.rules.values()].filter((r) => r.conclusion.judgement.name === form.name);
    return {
      name: form.name,
      sentence: form.sentence,
      form: mathOf(new Typesetter(system.grammar, 'latex').instance(form, args)),
      formText: new Typesetter(system.grammar, 'text').instance(form, args),
      inputs: form.inputs,
      outputs: form.outputs,
      rules: own.map((r) => {
        const was = base.rules.get(r.name);
        const change = was === r ? null : was === undefined ? 'added' : 'replaced';
        return { ...cardOf(system, r), latex: ruleAsLatex(system, r), written: ruleAsText(system, r), change };
      }),
    };
  });
  const [before, after] = functionsOf(base, system);
  const shown = (f: AnyMetafunction): FunctionShown => ({
    name: f.info.name,
    text: f.info.text,
    sentence: f.info.sentence,
    equations: equationsAsText(system.grammar, f),
  });
  return {
    calculus: calculus.name,
    variant: variant.name === '' ? null : shownVariant(variant),
    problems: problemsOf(request.variant),
    judgements,
    changes: [...changesOf(base, system, false), ...(analysis === system ? [] : changesOf(system, analysis, true))],
    functionsBefore: before.map(shown),
    functionsAfter: after.map(shown),
  };
}
