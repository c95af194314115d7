/** The metafunctions that a set of rules calls. */
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../semantics/symbols.ts';
import type { Rule } from './rule.ts';

/** The metafunctions that rules call, and those that their equations call, by name. */
export function metafunctionsOf(rules: Iterable<Rule>): AnyMetafunction[] {
  const found = new Map<string, AnyMetafunction>();
  const visit = (p: Pattern): void => {
    if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return;
    if (!isCall(p)) return Object.values(p).forEach((q) => visit(q as Pattern));
    p.args.forEach(visit);
    if (found.has(p.call.info.name)) return;
    found.set(p.call.info.name, p.call);
    for (const e of p.call.info.equations ?? []) {
      visit(e.left);
      visit(e.right);
      e.where?.forEach((w) => visit(w.value));
    }
  };
  for (const rule of rules)
    for (const p of [...rule.premises, rule.conclusion]) {
      if (p.kind === 'judgement') p.args.forEach(visit);
      else if (p.kind === 'where') visit(p.value);
      else visit(p);
    }
  return [...found.values()].sort((a, b) => (a.info.name < b.info.name ? -1 : 1));
}
