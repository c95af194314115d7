/** The tokens of the concrete syntax (section 12). */
import { lexing } from '../../lexing.ts';

export type { Token } from '../../lexing.ts';

const words =
  'int list class field method export import adapt format object thread source update lazy let in if then else while do fold over new nil self next my';
export const keywords: ReadonlySet<string> = new Set(words.split(' '));

/** Splits a text into tokens; the last one is at its end. */
export const lex = lexing({ keywords, comment: /--[^\n]*/, symbol: /:=|::|[{}()[\],.:;=<+*-]/ });
