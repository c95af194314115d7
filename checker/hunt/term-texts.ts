/** Explanations that show terms by the templates of their grammar, or as a calculus says. */
import type { Grammar } from '../../semantics/grammar.ts';
import { mapMetas } from '../../semantics/filling.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { isWhere } from '../../rules/rule.ts';
import { Typesetter } from '../notation/typeset.ts';
import type { TermTexts } from '../explain.ts';

/** @param show a ground value on one line. */
export function termTexts(g: Grammar, show: (x: unknown) => string): TermTexts {
  return {
    value: (_, x) => show(x),
    pattern(p, lookup) {
      const known = (q: Pattern) => mapMetas(q, (m) => (lookup(m.meta) as Pattern | undefined) ?? m);
      const t = new Typesetter(g, 'text');
      if (isInstance(p)) return t.instance(p.judgement, p.args.map(known));
      if (isWhere(p)) return `${t.pattern(known(p.value))} = ${t.pattern(known(p.pattern))}`;
      return t.pattern(known(p as Pattern));
    },
  };
}
