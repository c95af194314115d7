/** The tokens of the concrete syntax (section 13). */
import { lexing } from '../../lexing.ts';

export type { Token } from '../../lexing.ts';

const words =
  'protocol participant proc entry update code at lead from add stop if then else let in rec end start after true false not and or int bool str';
export const keywords: ReadonlySet<string> = new Set(words.split(' '));

/** Splits a text into tokens; the last one is at its end. */
export const lex = lexing({
  keywords,
  // `->` is one token, also after `-`: a comment does not begin with `-->`.
  comment: /--(?!>)[^\n]*/,
  symbol: /->|[{}().,:;|!?=<+*-]/,
  strings: true,
});
