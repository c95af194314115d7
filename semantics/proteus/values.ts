/** Values (section 1): n | r | z | { l = v, … } | abs_t v, as the grammar declares them. */
import { valuesOf } from '../values.ts';
import { proteus, type Expr } from './grammar.ts';

/** Whether an expression is a value. */
export const isValue = valuesOf(proteus) as (e: Expr) => boolean;
