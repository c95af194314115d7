/** Concrete syntax (threads.md, section 12): that of Proteus with two keywords. */
import type { Expr as BaseExpr } from '../proteus/grammar.ts';
import { word, type Construct } from '../proteus/syntax/index.ts';
import { make, type Expr } from './grammar.ts';

const of = (f: (e: Expr) => Expr) => f as (e: BaseExpr) => BaseExpr;

/** `fork` before an assignment, `acquire` before a prefix. */
export const constructs: readonly Construct[] = [
  { word: word('fork'), before: 'assign', make: of((e) => make.Expr.Fork(e)) },
  { word: word('acquire'), before: 'prefix', make: of((e) => make.Expr.Acquire(e)) },
];
