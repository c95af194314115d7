/** Values (section 1), and lists of terms as arrays. */
import { valuesOf } from '../values.ts';
import { components, make, type Expr, type Items } from './grammar.ts';

/** Whether an expression is a value. */
export const isValue = valuesOf(components) as (e: Expr) => boolean;

export function itemsOf(a: Items): Expr[] {
  const all: Expr[] = [];
  for (let at = a; at.tag === 'Item'; at = at.rest) all.push(at.e);
  return all;
}
export const itemList = (all: readonly Expr[]): Items =>
  all.reduceRight<Items>((rest, e) => make.Items.Item(e, rest), make.Items.NoItems());
