/** Rules as the page shows them: typeset from themselves. */
import { instanceAsMath, mathOf, premiseAsMath } from '../../../checker/notation/mathml.ts';
import type { Rule } from '../../../rules/rule.ts';
import type { System } from '../../../rules/system.ts';
import { Typesetter } from '../../../checker/notation/typeset.ts';
import type { Pattern } from '../../../semantics/symbols.ts';
import type { CardRule } from '../tree/rule.ts';

/** A rule for a card. @param changed arguments of its conclusion that are marked. */
export function cardOf(system: System, rule: Rule, changed?: ReadonlySet<number>): CardRule {
  const t = new Typesetter(system.grammar, 'text');
  const { judgement, args } = rule.conclusion;
  return {
    name: rule.name,
    judgement: judgement.name,
    sentence: judgement.sentence,
    premises: rule.premises.map((p) => premiseAsMath(system, p)),
    conclusion: instanceAsMath(system, rule.conclusion, changed),
    text: { premises: rule.premises.map((p) => t.premise(p)), conclusion: t.instance(judgement, args) },
    chosen: rule.chosen,
  };
}

/** A metavariable's name, typeset. */
export const metaAsMath = (system: System, meta: string, sort: string) =>
  mathOf(new Typesetter(system.grammar, 'latex').pattern({ meta, sort, restriction: undefined } as Pattern));
