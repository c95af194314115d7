/** The cases of statements. */
import { metasOf } from '../rules/rule.ts';
import { caseAt, check, rulesOf, type Development, type Step } from './check.ts';
import type { Statement } from './statement.ts';
import { Store, type Sym } from './terms.ts';

/**
 * The rules that can be the last one, or constructors of the term inducted on; one without a name when there is no
 * induction. A case is left out where it is proved that its premises contradict each other.
 */
export function casesOf(development: Development, s: Statement): readonly string[] {
  const { system } = development;
  const { constructors } = system.grammar;
  const at = caseAt(s);
  const m = s.universal.find((u) => u.meta === s.onSyntax);
  if (m === undefined && at === undefined) return [''];
  let spare = 0;
  const numbers = (metas: readonly string[]) => Object.fromEntries(metas.map((meta) => [meta, ++spare]));
  const invert = (of: string, rule: string): Step => {
    const known = system.rules.get(rule);
    return { step: 'invert', of, rule, metas: numbers(known === undefined ? [] : metasOf(known).map((x) => x.meta)) };
  };
  const shape = (of: Sym, tag: string): Step => {
    return { step: 'shape', of, tag, metas: numbers(constructors.get(tag)!.fields.map(([meta]) => meta)) };
  };
  const way: Step[] = [];
  let judgement = s.premises.flatMap((p, k) => ('judgement' in p && at === `h.${k}` ? [p.judgement.name] : []))[0];
  for (let i = at?.indexOf('/') ?? -1; i >= 0; i = at!.indexOf('/', i + 1)) {
    const end = at!.indexOf('/', i + 1);
    const [rule, place] = at!.slice(i + 1, end < 0 ? undefined : end).split('.') as [string, string];
    const premise = system.rules.get(rule)?.premises[Number(place)];
    if (premise === undefined || premise.kind !== 'judgement') return [];
    way.push(invert(at!.slice(0, i), rule));
    judgement = premise.judgement.name;
  }
  const names = m
    ? [...constructors.values()].filter((c) => c.sort === m.sort).map((c) => c.tag)
    : rulesOf(system, judgement ?? '').map((r) => r.name);
  const impossible = (name: string): boolean => {
    const store = new Store(system.grammar);
    const last = m ? shape(store.variable(m.meta, 0, m.sort), name) : invert(at!, name);
    return check(development, store, s.name, name, { steps: [...way, last], end: { end: 'absurd' } }).ok;
  };
  return names.filter((name) => !impossible(name));
}
