/** The states of a run of threads, as lines: what each thread has left to do, then what variables and cells hold. */
import { entries, get, keys } from '../../semantics/maps.ts';
import type { Expr } from '../../semantics/proteus/grammar.ts';
import { printExpr } from '../../semantics/proteus/syntax/index.ts';
import { redexOf } from '../../semantics/threads/functions.ts';
import type { State } from '../../semantics/threads/grammar.ts';
import type { Derivation } from '../../checker/derivation.ts';
import type { StatesText } from '../calculus.ts';

/** The printer of Proteus prints what threads add as well. */
const text = (e: unknown): string => printExpr(e as Expr, { latents: false });

/** A thread's line; nothing where there is no such thread. */
function threadText({ threads }: State, j: string): string {
  const e = get(threads, j);
  return e === undefined ? '' : `${j}: ${text(e)}`;
}

const stateText = (S: State): string =>
  [
    ...keys(S.threads)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .map((j) => threadText(S, j)),
    ...entries(S.heap).flatMap(([z, b]) => (b.tag === 'Fun' ? [] : [`${z} = ${text(b.e)}`])),
  ].join('\n');

/** Around a step of a thread; of all of them where no thread has the name. */
export function statesAround({ args }: Derivation, j: string): StatesText {
  const [before, , after] = args as [State, unknown, State];
  const e = get(before.threads, j);
  return {
    before: stateText(before),
    after: stateText(after),
    mover: threadText(before, j),
    ...(e === undefined ? {} : { redex: text(redexOf(e)) }),
  };
}
