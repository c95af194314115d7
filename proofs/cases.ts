/** The cases of statements. */
import { isInstance } from '../rules/judgement.ts';
import { Branch, caseAt, rulesOf, type Development } from './check.ts';
import type { Statement } from './statement.ts';
import { Store } from './terms.ts';

/** The rules that can be the last one, or constructors of the term inducted on; one without a name when there is no induction. */
export function casesOf(development: Development, s: Statement): readonly string[] {
  const store = new Store(development.system.grammar);
  const b = new Branch(store, development, s);
  const env = b.start();
  if (s.onSyntax !== undefined) {
    const m = s.universal.find((u) => u.meta === s.onSyntax)!;
    const tags = [...store.grammar.constructors.values()].filter((c) => c.sort === m.sort).map((c) => c.tag);
    return tags.filter((tag) => !b.shapeless(env.get(m.meta)!, tag));
  }
  const at = caseAt(s);
  if (at === undefined) return [''];
  for (let i = at.indexOf('/'); i >= 0; i = at.indexOf('/', i + 1)) {
    const rule = development.system.rules.get(at.slice(i + 1, at.indexOf('.', i)));
    if (rule === undefined) return [];
    b.open(at.slice(0, i), rule, undefined);
  }
  const premise = s.premises[s.inductOn[0] ?? -1];
  const { judgement } = premise && isInstance(premise) && s.caseAt === undefined ? { judgement: premise.judgement.name } : b.judgement(at); // prettier-ignore
  return rulesOf(development.system, judgement).filter((r) => !b.impossible(at, r)).map((r) => r.name); // prettier-ignore
}
