/** Concrete syntax (section 12): text to terms and back. */
export { parseExpr, parseProgram, parseType, parseUpdate, type ReadOptions } from './read.ts';
export {
  placeBinding,
  placeExpr,
  printBinding,
  printCap,
  printExpr,
  printItem,
  printMu,
  printProgram,
  printTerm,
  printType,
  printUpdate,
  type Place,
  type PrintOptions,
  type PrintedWithPlaces,
} from './print.ts';
export { keywords, word } from './tokens.ts';
export type { Construct } from './phrases.ts';
