/** The tokens of the lambda calculus. */
import type { IToken, TokenType } from 'chevrotain';
import { Lexer, createToken } from '../../chevrotain.ts';
import type { Position } from '../../positions.ts';

const Name = createToken({ name: 'Name', pattern: /[A-Za-z_][A-Za-z0-9_']*/ });
const Number = createToken({ name: 'Number', pattern: /-?[0-9]+/ });

// `int` before `in`: the lexer takes the first word that fits.
const words = ['let', 'fun', 'int', 'in', 'list', 'nil', 'cons', 'hd', 'tl'] as const;
export const keywords: ReadonlySet<string> = new Set(words);
const word = words.map((w) => createToken({ name: `Word_${w}`, pattern: w, longer_alt: Name }));
/** Symbols, in all their spellings, and the words that stand for one, by how they print. */
const spelled: Readonly<Record<string, string>> = { '\\': 'λ', fun: 'λ', '->': '→' };
const symbol = [/->|→/, /[λ\\]/, /:/, /\./, /\(/, /\)/, /=/, /\+/].map((pattern) =>
  createToken({ name: `Symbol_${pattern.source}`, pattern }),
);
const skipped = [
  createToken({ name: 'Space', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true }),
  createToken({ name: 'Comment', pattern: /--[^\n]*/, group: Lexer.SKIPPED }),
];
// `->` before a number with a sign, `--` before both.
const vocabulary: TokenType[] = [...skipped, ...word, Name, ...symbol, Number];

export interface Token {
  readonly kind: 'name' | 'number' | 'fixed' | 'end';
  /** As it prints, however it was typed. */
  readonly text: string;
  readonly position: Position;
}

export interface Lexed {
  /** The last one is the end. */
  readonly tokens: readonly Token[];
  readonly errors: readonly { readonly message: string; readonly position: Position }[];
}

let lexer: InstanceType<typeof Lexer> | undefined;

/** Splits a text into tokens. */
export function lex(text: string, file: string): Lexed {
  lexer ??= new Lexer(vocabulary, {
    positionTracking: 'onlyStart',
    skipValidations: true,
    lineTerminatorsPattern: /\n/g,
    lineTerminatorCharacters: ['\n'],
  });
  const { tokens, errors } = lexer.tokenize(text);
  const place = (offset: number, line: number, column: number, length: number): Position => ({
    file,
    line,
    column,
    offset,
    end: offset + length,
  });
  const tokenOf = ({ tokenType, image, startOffset, startLine, startColumn }: IToken): Token => ({
    kind: tokenType === Name ? 'name' : tokenType === Number ? 'number' : 'fixed',
    text: spelled[image] ?? image,
    position: place(startOffset, startLine as number, startColumn as number, image.length),
  });
  const before = text.split('\n');
  const end = place(text.length, before.length, (before.at(-1) as string).length + 1, 0);
  return {
    tokens: [...tokens.map(tokenOf), { kind: 'end', text: 'the end', position: end }],
    errors: errors.map((e) => ({
      message: `unexpected character ${JSON.stringify(String.fromCodePoint(text.codePointAt(e.offset) as number))}`,
      position: place(e.offset, e.line ?? 1, e.column ?? 1, 1),
    })),
  };
}
