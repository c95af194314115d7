/** The tokens of the concrete syntax (section 13). */
import { Lexer, createToken } from '../../chevrotain.ts';
import type { Position } from '../../positions.ts';

const words =
  'protocol participant proc entry update code at lead from add stop if then else let in rec end start after true false not and or int bool str';
export const keywords: ReadonlySet<string> = new Set(words.split(' '));

/** What a token is; a word of the language and a symbol are `fixed`. */
export type Kind = 'name' | 'number' | 'string' | 'fixed' | 'end';
export interface Token {
  readonly kind: Kind;
  /** The text; of a string what is between the quotes. */
  readonly text: string;
  readonly position: Position;
}
export interface Mistake {
  readonly message: string;
  readonly position: Position;
}

const type = (name: string, pattern: RegExp, more: object = {}) => createToken({ name, pattern, ...more });
const Space = type('Space', /\s+/, { group: Lexer.SKIPPED, line_breaks: true });
// `->` is one token, also after `-`: a comment does not begin with `-->`.
const Comment = type('Comment', /--(?!>)[^\n]*/, { group: Lexer.SKIPPED });
const Name = type('Name', /[A-Za-z_][A-Za-z0-9_']*/);
const Number = type('Number', /[0-9]+/);
const Text = type('Text', /"[^"\n]*"/);
const Symbol = type('Symbol', /->|[{}().,:;|!?=<+*-]/);

let lexer: InstanceType<typeof Lexer> | undefined;

/** Splits a text into tokens; the last one is at its end. */
export function lex(
  text: string,
  file: string,
): { readonly tokens: readonly Token[]; readonly errors: readonly Mistake[] } {
  lexer ??= new Lexer([Space, Comment, Name, Number, Text, Symbol], {
    positionTracking: 'onlyStart',
    skipValidations: true,
    // Comments and strings end at a line feed only, and so do lines.
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
    if (t.tokenType === Text) return { kind: 'string', text: image.slice(1, -1), position };
    return { kind: t.tokenType === Name && !keywords.has(image) ? 'name' : 'fixed', text: image, position };
  });
  const errors = read.errors.map((e): Mistake => {
    const start = text[e.offset] === '"' ? 'a string without end' : undefined;
    const character = JSON.stringify(String.fromCodePoint(text.codePointAt(e.offset) as number));
    return {
      message: start ?? `unexpected character ${character}`,
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
