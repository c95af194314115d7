/** Counterexamples of Proteus in concrete syntax. */
import { entries } from '../../semantics/maps.ts';
import { make, type Action, type Config, type Expr, type Update } from '../../semantics/proteus/grammar.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import { printBinding, printExpr, printItem, printUpdate } from '../../semantics/proteus/syntax/index.ts';
import { explain, lines } from '../explain.ts';
import type { CounterexampleText } from '../hunt/counterexample.ts';
import { show, termTexts } from './messages.ts';
import { itemsOf } from '../../semantics/proteus/programs.ts';

/** A configuration as an annotated program; cells, which no source program has, before the other definitions. */
export function configurationText(K: Config): string {
  const cells: string[] = [];
  const types = entries(K.types).map(([t, τ]) => printItem(make.Item.TypeItem(t, τ)));
  const out: string[] = [];
  for (const [z, b] of entries(K.heap))
    if (z.startsWith('@')) cells.push(printBinding(z, b));
    else out.push(printBinding(z, b));
  const e = printExpr(plug.compute(K.context, K.e));
  const items = [...types, ...cells, ...out];
  return [...items, items.length > 0 ? `in ${e}` : e, ''].join('\n');
}

const isA = <T>(tag: string, x: unknown): x is T =>
  typeof x === 'object' && x !== null && (x as { tag?: string }).tag === tag;

export const proteusCounterexampleText: CounterexampleText = {
  program: (values) => {
    if (isA<Config>('Configuration', values.K)) return configurationText(values.K);
    // A theorem about something else: its metavariables.
    return Object.entries(values)
      .map(([m, x]) => {
        if (m === 'e') return `e = ${printExpr(x as Expr)}`;
        const map = [...(isMap(x) ? entries(x) : [])];
        const shown = isMap(x)
          ? `{${map.map(([k, v]) => `${k} : ${show(v) ?? '…'}`).join(', ')}}`
          : (show(x) ?? String(x));
        return `${m} = ${shown}`;
      })
      .join('\n')
      .concat('\n');
  },
  updates: (values, plan) => {
    const applied = plan.filter((a): a is Action & { tag: 'Apply' } => isA('Apply', a)).map((a) => a.update);
    const own = isA<Update>('Upd', values.U) ? [values.U] : [];
    return [...own, ...applied].map((U) => printUpdate(itemsOf(U)));
  },
  why: (failure) => lines(explain(failure, termTexts)),
};

const isMap = (x: unknown): x is Config['types'] =>
  typeof x === 'object' && x !== null && /\.(node|empty)$/.test((x as { tag?: string }).tag ?? '');
