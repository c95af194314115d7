/** Terms of the lambda calculus as they are written: by their templates. */
import { printer } from '../../printing.ts';
import { stlc, type Expr, type Type } from '../grammar.ts';
import type { Program } from './read.ts';

const print = printer(stlc);

export const printExpr = (e: Expr, least = 0): string => print(e, least);
export const printType = (τ: Type): string => print(τ);

export const printProgram = ({ definitions, e }: Program): string =>
  [
    ...definitions.map((d) => `let ${d.name} = ${printExpr(d.e)}`),
    `${definitions.length > 0 ? 'in ' : ''}${printExpr(e)}`,
    '',
  ].join('\n');
