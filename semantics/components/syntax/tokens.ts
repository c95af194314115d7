/** The tokens of the concrete syntax (section 12). */
import { Lexer, createToken } from '../../chevrotain.ts';
import type { Position } from '../../positions.ts';

const words =
  'int list class field method export import adapt format object thread source update lazy let in if then else while do fold over new nil self next my';
export const keywords: ReadonlySet<string> = new Set(words.split(' '));

/** What a token is; a word of the language and a symbol are `fixed`. */
export type Kind = 'name' | 'number' | 'fixed' | 'end';
export interface Token {
  readonly kind: Kind;
  /** The text as it stands. */
  readonly text: string;
  readonly position: Position;
}
export interface Mistake {
  readonly message: string;
  readonly position: Position;
}

const type = (name: string, pattern: RegExp, more: object = {}) => createToken({ name, pattern, ...more });
const Space = type('Space', /\s+/, { group: Lexer.SKIPPED, line_breaks: true });
const Comment = type('Comment', /--[^\n]*/, { group: Lexer.SKIPPED });
const Name = type('Name', /[A-Za-z_][A-Za-z0-9_']*/);
const Number = type('Number', /[0-9]+/);
const Symbol = type('Symbol', /:=|::|[{}()[\],.:;=<+*-]/);

let lexer: InstanceType<typeof Lexer> | undefined;

/** Splits a text into tokens; the last one is at its end. */
export function lex(
  text: string,
  file: string,
): { readonly tokens: readonly Token[]; readonly errors: readonly Mistake[] } {
  lexer ??= new Lexer([Space, Comment, Name, Number, Symbol], {
    positionTracking: 'onlyStart',
    skipValidations: true,
    // Comments end at a line feed only, and so do lines.
    lineTerminatorsPattern: /\n/g,
    lineTerminatorCharacters: ['\n'],
  });
  const read = lexer.tokenize(text);
  const tokens = read.tokens.map((t): Token => {
    const position: Position = {
      file,
      line: t.startLine as number,
      column: t.startColumn as number,
      offset: t.startOffset,
      end: t.startOffset + t.image.length,
    };
    const { image } = t;
    if (t.tokenType === Number) return { kind: 'number', text: image, position };
    return { kind: t.tokenType === Name && !keywords.has(image) ? 'name' : 'fixed', text: image, position };
  });
  const errors = read.errors.map((e): Mistake => {
    const character = JSON.stringify(String.fromCodePoint(text.codePointAt(e.offset) as number));
    return {
      message: `unexpected character ${character}`,
      position: { file, line: e.line ?? 1, column: e.column ?? 1, offset: e.offset, end: e.offset + 1 },
    };
  });
  return { tokens: [...tokens, { kind: 'end', text: '', position: endOf(text, file) }], errors };
}

function endOf(text: string, file: string): Position {
  let line = 1;
  let last = -1;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
    line++;
    last = i;
  }
  return { file, line, column: text.length - last, offset: text.length, end: text.length };
}
