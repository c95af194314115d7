/** Concrete syntax (section 12): text to terms and back. */
export { parseExpr, parseProgram, parseType, parseUpdate, type ReadOptions } from './read.ts';
export {
  printBinding,
  printCap,
  printExpr,
  printItem,
  printMu,
  printProgram,
  printType,
  printUpdate,
  type PrintOptions,
} from './print.ts';
export { keywords } from './tokens.ts';
