/** Tokens of languages that are read by hand: names, numbers, strings, and what is fixed; comments run to the end of their line. */
import { Lexer, createToken } from './chevrotain.ts';
import type { Position } from './positions.ts';

/** What a token is; a word of the language and a symbol are `fixed`. */
export type Kind = 'name' | 'number' | 'string' | 'fixed' | 'end';
export interface Token {
  readonly kind: Kind;
  /** The text as it stands; of a string what is between the quotes. */
  readonly text: string;
  readonly position: Position;
}
export interface Mistake {
  readonly message: string;
  readonly position: Position;
}

/** What a language has for tokens. */
export interface Lexicon {
  /** Words that are no names. */
  readonly keywords: ReadonlySet<string>;
  readonly comment: RegExp;
  readonly symbol: RegExp;
  /** Texts in double quotes, where there are some. */
  readonly strings?: boolean;
}

/** Splits a text into tokens; the last one is at its end. */
export type Lex = (
  text: string,
  file: string,
) => { readonly tokens: readonly Token[]; readonly errors: readonly Mistake[] };

const type = (name: string, pattern: RegExp, more: object = {}) => createToken({ name, pattern, ...more });
const Space = type('Space', /\s+/, { group: Lexer.SKIPPED, line_breaks: true });
const Name = type('Name', /[A-Za-z_][A-Za-z0-9_']*/);
const Number = type('Number', /[0-9]+/);
const Text = type('Text', /"[^"\n]*"/);

/** What splits texts of a language; it is made ready with the first of them. */
export function lexing({ keywords, comment, symbol, strings = false }: Lexicon): Lex {
  const Comment = type('Comment', comment, { group: Lexer.SKIPPED });
  const Symbol = type('Symbol', symbol);
  let lexer: InstanceType<typeof Lexer> | undefined;
  return (text, file) => {
    lexer ??= new Lexer([Space, Comment, Name, Number, ...(strings ? [Text] : []), Symbol], {
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
      const begun = strings && text[e.offset] === '"' ? 'a string without end' : undefined;
      const character = JSON.stringify(String.fromCodePoint(text.codePointAt(e.offset) as number));
      return {
        message: begun ?? `unexpected character ${character}`,
        position: { file, line: e.line ?? 1, column: e.column ?? 1, offset: e.offset, end: e.offset + 1 },
      };
    });
    return { tokens: [...tokens, { kind: 'end', text: '', position: endOf(text, file) }], errors };
  };
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
