/** Counterexamples of threads in concrete syntax. */
import { entries } from '../../semantics/maps.ts';
import type { Update as BaseUpdate } from '../../semantics/proteus/grammar.ts';
import { printBinding, printExpr, printItem, printUpdate } from '../../semantics/proteus/syntax/index.ts';
import { main, threadsInOrder } from '../../semantics/threads/functions.ts';
import { make, type Move, type Path, type State, type Update } from '../../semantics/threads/grammar.ts';
import type { CounterexampleText } from '../hunt/counterexample.ts';
import { proteusCounterexampleText } from '../proteus/counterexample-text.ts';
import { itemsOf } from '../../semantics/proteus/programs.ts';

/** A configuration as an annotated program: cells and the other threads in comments before it. */
export function stateText(S: State): string {
  const comments: string[] = [];
  const out = entries(S.types).map(([t, τ]) => printItem(make.Item.TypeItem(t, τ) as never));
  for (const [z, b] of entries(S.heap))
    if (z.startsWith('@')) comments.push(`-- ${printBinding(z, b as never).replace(/^var/, 'cell')}`);
    else out.push(printBinding(z, b as never));
  let first = '0';
  for (const [j, e] of threadsInOrder(S.threads))
    if (j === main) first = printExpr(e as never);
    else comments.push(`-- thread ${j}: ${printExpr(e as never)}`);
  return [...comments, ...out, out.length > 0 ? `in ${first}` : first, ''].join('\n');
}

const isState = (x: unknown): x is State =>
  typeof x === 'object' && x !== null && ['State', 'Versioned', 'Noted'].includes((x as { tag?: string }).tag ?? '');

const moveText = (λ: Move): string =>
  'j' in λ ? λ.j : λ.tag === 'UpdatesAll' || λ.tag === 'PassesAll' ? 'all' : 'env';

export const threadsCounterexampleText: CounterexampleText = {
  program: (values) => {
    if (!isState(values.S)) return proteusCounterexampleText.program(values);
    const notes: string[] = [];
    if (typeof values.j === 'string') notes.push(`-- moves: thread ${values.j}`);
    if (typeof values.j1 === 'string') notes.push(`-- and thread ${values.j1}`);
    const run: string[] = [];
    for (let at = values.π as Path | undefined; at?.tag === 'Then'; at = at.rest) run.push(moveText(at.move));
    if (run.length > 0) notes.push(`-- run: ${run.join(',')}`);
    return [...notes, stateText(values.S)].join('\n');
  },
  updates: (values, plan) =>
    isState(values.S)
      ? (values.U as Update | undefined) === undefined
        ? []
        : [printUpdate(itemsOf(values.U as unknown as BaseUpdate))]
      : proteusCounterexampleText.updates(values, plan),
  why: proteusCounterexampleText.why,
};
