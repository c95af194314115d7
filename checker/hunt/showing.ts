/** Explanations that show terms by the templates of their grammar, or as a calculus says. */
import type { Grammar } from '../../semantics/grammar.ts';
import { isCall, isMeta, type Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { isWhere } from '../../rules/rule.ts';
import { Typesetter } from '../../rules/typeset.ts';
import type { Showing } from '../explain.ts';

/** @param show a ground value on one line. */
export function showWith(g: Grammar, show: (x: unknown) => string): Showing {
  return {
    value: (_, x) => show(x),
    pattern(p, lookup) {
      const known = (q: Pattern): Pattern => {
        if (isMeta(q)) return (lookup(q.meta) as Pattern | undefined) ?? q;
        if (isCall(q)) return { call: q.call, args: q.args.map(known) };
        if (typeof q !== 'object' || Array.isArray(q)) return q;
        return Object.fromEntries(
          Object.entries(q).map(([f, v]) => [f, f === 'tag' ? v : known(v as Pattern)]),
        ) as never;
      };
      const t = new Typesetter(g, 'text');
      if (isInstance(p)) return t.instance(p.judgement, p.args.map(known));
      if (isWhere(p)) return `${t.pattern(known(p.value))} = ${t.pattern(known(p.pattern))}`;
      return t.pattern(known(p as Pattern));
    },
  };
}
