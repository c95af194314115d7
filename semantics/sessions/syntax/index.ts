/** Concrete syntax (section 13): text to terms and back. */
export { parseExpr, parseFile, parseGlobal, parseLocal, parseProcess } from './read.ts';
export { print } from './print.ts';
export { keywords } from './tokens.ts';
