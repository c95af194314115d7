/** Concrete syntax (section 12): text to terms and back. */
export { parseExpr, parseFile } from './read.ts';
export { print } from './print.ts';
export { keywords } from './tokens.ts';
