/** Terms as the outside sees them: con, abs and annotations erased, so that old and new representations of an integer are the same. */
import { erase } from '../../semantics/proteus/substitution.ts';
import { printExpr } from '../../semantics/proteus/syntax/index.ts';
import type { Expr } from '../../semantics/threads/grammar.ts';

const known = new WeakMap<object, Expr>();

export function bare(e: Expr): Expr {
  let b = known.get(e);
  if (b === undefined) known.set(e, (b = erase.compute(e as never) as Expr));
  return b;
}

const texts = new WeakMap<object, string>();

/** As printed, on one line. */
export function bareText(e: Expr): string {
  const b = bare(e);
  let text = texts.get(b);
  if (text === undefined) texts.set(b, (text = printExpr(b as never)));
  return text;
}
