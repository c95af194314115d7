/** Values (section 1): n | r | z | { l = v, … } | abs_t v, as the grammar declares them. */
import { evaluation } from '../evaluation.ts';
import { valuesOf } from '../values.ts';
import { proteus, type Context, type Expr, type Frame } from './grammar.ts';

/** Whether an expression is a value. */
export const isValue = valuesOf(proteus) as (e: Expr) => boolean;

/** Values, frames and contexts as proofs speak of them. */
export const { value, filled, reached, evaluates } = evaluation<Expr, Frame, Context>(proteus, {
  term: 'Expr',
  frame: 'Frame',
  context: 'Context',
  inside: 'In',
});
