/** The cases of statements. */
import { Branch, caseAt, type Development } from './check.ts';
import { Facts } from './facts.ts';
import type { Statement } from './statement.ts';
import { Store } from './terms.ts';

/** The rules that can be the last one, or constructors of the term inducted on; one without a name when there is no induction. */
export function casesOf(development: Development, s: Statement): readonly string[] {
  const store = new Store(development.system.grammar);
  const b = new Branch(store, development, s, new Facts(store, development.known));
  const env = b.start();
  const m = s.universal.find((u) => u.meta === s.onSyntax);
  const of = m === undefined ? caseAt(s) : env.get(m.meta)!;
  if (of === undefined) return [''];
  for (let i = typeof of === 'string' ? of.indexOf('/') : -1; i >= 0; i = (of as string).indexOf('/', i + 1)) {
    const at = of as string;
    const rule = development.system.rules.get(at.slice(i + 1, at.indexOf('.', i)));
    if (rule === undefined) return [];
    b.open(at.slice(0, i), rule, undefined);
  }
  return [...b.cases(of).keys()].filter((name) => !b.impossible(of, name));
}
