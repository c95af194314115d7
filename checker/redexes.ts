/** Redexes, read off the rules that reduce them. */
import { compileMatcher, slots, type Environment } from '../semantics/matching.ts';
import { visitMetas, type Pattern } from '../semantics/symbols.ts';
import type { Form } from '../rules/judgement.ts';
import type { Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { compilePremise, takenApart } from './schema.ts';

/**
 * Whether a term has the form of the left-hand side of a rule for a judgement, whatever its other inputs are: the rule's
 * main input matches, and those of its side conditions hold that speak of nothing else.
 */
export function redexes(system: System, form: Form): (e: unknown) => boolean {
  const tests = [...system.rules.values()]
    .filter((r) => r.conclusion.judgement.name === form.name)
    .map((r) => leftHandSide(system, r, form.main));
  return (e) => tests.some((test) => test(e));
}

function leftHandSide(system: System, rule: Rule, main: number): (e: unknown) => boolean {
  const g = system.grammar;
  const s = slots();
  const bound = new Set<string>();
  const matches = compileMatcher(g, s, rule.conclusion.args[main] as Pattern, bound);
  const known = (p: Pattern): boolean => {
    let all = true;
    visitMetas(p, (m) => (all &&= bound.has(m.meta)));
    return all;
  };
  const conditions = rule.premises.flatMap((p): ((env: Environment) => boolean)[] => {
    const t = takenApart(p);
    if (t.kind === 'judgement' || !known(t.value)) return [];
    const made = compilePremise(g, s, p, bound);
    return made.kind === 'condition' ? [made.holds] : [];
  });
  return (e) => {
    const env: Environment = [];
    return matches(e, env) && conditions.every((holds) => holds(env));
  };
}
