/** Concrete syntax of the lambda calculus: text to terms and back. */
export { parseExpr, parseProgram, parseType, type Definition, type Program } from './read.ts';
export { printExpr, printProgram, printType } from './print.ts';
export { keywords } from './tokens.ts';
