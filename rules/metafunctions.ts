/** The metafunctions that a set of rules calls. */
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../semantics/symbols.ts';
import type { Rule } from './rule.ts';

const calls = (p: Pattern): AnyMetafunction[] => {
  if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return [];
  const inside = (isCall(p) ? p.args : Object.values(p)).flatMap((q) => calls(q as Pattern));
  return isCall(p) ? [...inside, p.call] : inside;
};

/** The metafunctions that a rule calls itself, each as often as it does: of a call those in its arguments first. */
export const callsIn = ({ premises, conclusion }: Rule): AnyMetafunction[] =>
  [...premises, conclusion].flatMap((p) =>
    p.kind === 'judgement' ? p.args.flatMap(calls) : calls(p.kind === 'where' ? p.value : p),
  );

/** The metafunctions that rules call, and those that their equations call, by name. */
export function metafunctionsOf(rules: Iterable<Rule>): AnyMetafunction[] {
  const found = new Map<string, AnyMetafunction>();
  const visit = (f: AnyMetafunction): void => {
    if (found.has(f.info.name)) return;
    found.set(f.info.name, f);
    for (const { left, right, where = [] } of f.info.equations ?? [])
      [left, right, ...where.map((w) => w.value)].flatMap(calls).forEach(visit);
  };
  for (const rule of rules) callsIn(rule).forEach(visit);
  return [...found.values()].sort((a, b) => (a.info.name < b.info.name ? -1 : 1));
}
