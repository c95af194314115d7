/** Values (section 1), and arguments as lists. */
import { valuesOf } from '../values.ts';
import { make, sessions, type Args, type Expr } from './grammar.ts';

/** Whether an expression is a value. */
export const isValue = valuesOf(sessions) as (e: Expr) => boolean;

/** Arguments as a list. */
export function argumentsOf(a: Args): Expr[] {
  const all: Expr[] = [];
  for (let at = a; at.tag === 'Arg'; at = at.rest) all.push(at.e);
  return all;
}

/** The arguments of a list. */
export const argsOf = (all: readonly Expr[]): Args =>
  all.reduceRight<Args>((rest, e) => make.Args.Arg(e, rest), make.Args.NoArgs());
