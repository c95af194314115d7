/** Values (section 1): n | r | z | { l = v, … } | abs_t v, as the grammar declares them. */
import type { Grammar } from '../declared.ts';
import { evaluation } from '../evaluation.ts';
import { madeOf, nameIn } from '../evaluation-order.ts';
import type { Restriction } from '../symbols.ts';
import { valuesOf } from '../values.ts';
import { proteus, type Context, type Expr, type Frame } from './grammar.ts';

/** Whether an expression is a value. */
export const isValue = valuesOf(proteus) as (e: Expr) => boolean;

/** The sorts of what is evaluated. */
export const sorts = { term: 'Expr', frame: 'Frame', context: 'Context', inside: 'In' };
const declared = evaluation<Expr, Frame, Context>(proteus, sorts);

/** Values, frames and contexts as proofs speak of them. */
export const { value, filled, reached, evaluates } = declared;

/** Whether a context is one in which a grammar's terms are evaluated: left of the hole stand values, or what is evaluated before it. */
export const evaluatesIn: (g: Grammar) => typeof evaluates = madeOf((g) =>
  g === proteus ? evaluates : evaluation<Expr, Frame, Context>(g, sorts, declared).evaluates,
);
export const evaluationContext: (g: Grammar) => Restriction = madeOf((g) => ({
  name: nameIn(g, 'evaluation context'),
  holds: evaluatesIn(g).compute as (x: unknown) => boolean,
  ordered: { of: proteus, by: (other) => evaluationContext(other) },
}));
