/** The tokens of the concrete syntax (section 12). */
import type { CustomPatternMatcherReturn, IToken, TokenType } from 'chevrotain';
import { Lexer, createToken } from '../../chevrotain.ts';
import { proteus } from '../grammar.ts';

export const Ident = createToken({ name: 'Ident', pattern: /[A-Za-z_][A-Za-z0-9_']*/, label: 'a name' });

/** The words of a template, what stands in braces left out. */
const wordsOf = (template: string): readonly string[] =>
  template.replace(/\{[a-zA-Z0-9@]+\}/g, ' ').match(/[a-z]{2,}/g) ?? [];

/** Sorts whose terms are written in files. */
const written: ReadonlySet<string> = new Set(['Type', 'Expr', 'Item']);

/**
 * The words that are no identifiers: those of the templates, and those that begin definitions. Longer ones first: the lexer
 * takes the first word that fits, and `int` begins like `in`.
 */
const words = [
  ...new Set([
    ...['var', 'fun', 'and'],
    ...[...proteus.constructors.values()].flatMap((c) => (written.has(c.sort) ? wordsOf(c.text) : [])),
  ]),
].sort((a, b) => b.length - a.length);
export const keywords: ReadonlySet<string> = new Set(words);
export const keyword: Readonly<Record<string, TokenType>> = Object.fromEntries(
  words.map((w) => [w, createToken({ name: `Word_${w}`, pattern: w, longer_alt: Ident, label: `'${w}'` })]),
);

const symbol = (name: string, text: string) => createToken({ name, pattern: text, label: `'${text}'` });
export const Arrow = symbol('Arrow', '->');
export const Becomes = symbol('Becomes', ':=');
export const Equals = symbol('Equals', '=');
export const Colon = symbol('Colon', ':');
export const Semicolon = symbol('Semicolon', ';');
export const Comma = symbol('Comma', ',');
export const Dot = symbol('Dot', '.');
export const Bang = symbol('Bang', '!');
export const Plus = symbol('Plus', '+');
export const Minus = symbol('Minus', '-');
export const Star = symbol('Star', '*');
export const Backslash = symbol('Backslash', '\\');
export const Open = { '(': symbol('LParen', '('), '{': symbol('LBrace', '{'), '[': symbol('LBracket', '[') } as const;
export const Close = { ')': symbol('RParen', ')'), '}': symbol('RBrace', '}'), ']': symbol('RBracket', ']') } as const;
export const Integer = createToken({ name: 'Integer', pattern: /[0-9]+/, label: 'a number' });
export const Reference = createToken({ name: 'Reference', pattern: /@[0-9]+/, label: 'a reference' });

/** Where the text being read has a comment without end. */
let endless: number | undefined;

/**
 * Matches a nested comment; an unterminated one is no comment, and its opening is reported (see `lex`). What follows is
 * not looked through again for each `(*` in it.
 */
function comment(text: string, offset: number): CustomPatternMatcherReturn | null {
  if (endless !== undefined || !text.startsWith('(*', offset)) return null;
  let depth = 0;
  for (let i = offset; i < text.length; i++) {
    if (text[i] === '(' && text[i + 1] === '*') {
      depth++;
      i++;
    } else if (text[i] === '*' && text[i + 1] === ')') {
      depth--;
      i++;
      if (depth === 0) return [text.slice(offset, i + 1)] as unknown as CustomPatternMatcherReturn;
    }
  }
  endless = offset;
  return null;
}
const skipped = [
  createToken({ name: 'Space', pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true }),
  createToken({ name: 'LineComment', pattern: /--[^\n]*/, group: Lexer.SKIPPED }),
  createToken({
    name: 'Comment',
    pattern: comment,
    start_chars_hint: ['('],
    group: Lexer.SKIPPED,
    line_breaks: true,
  }),
];

const ordinary: TokenType[] = [
  ...skipped,
  ...Object.values(keyword),
  Ident,
  Integer,
  Reference,
  Arrow,
  Becomes,
  Equals,
  Colon,
  Semicolon,
  Comma,
  Dot,
  Bang,
  Plus,
  Minus,
  Star,
  Backslash,
  ...Object.values(Open),
  ...Object.values(Close),
];

const never = (name: string, label: string) => createToken({ name, pattern: Lexer.NA, label });
/** A bracketed part of the text, as one token (see groups.ts). */
export const Group = {
  '(': never('ParenGroup', "'('"),
  '{': never('BraceGroup', "'{'"),
  '[': never('BracketGroup', "'['"),
  let: never('LetGroup', "'let'"),
  if: never('IfGroup', "'if'"),
  then: never('ThenGroup', "'then'"),
} as const;

/** What the parser may see. */
export const vocabulary: TokenType[] = [...ordinary, ...Object.values(Group)];

/** A word that an extension makes a keyword. */
export const word = (w: string): TokenType =>
  createToken({ name: `Word_${w}`, pattern: w, longer_alt: Ident, label: `'${w}'` });

const lexers = new Map<string, InstanceType<typeof Lexer>>();

export interface Lexed {
  readonly tokens: IToken[];
  /** Where the text ends, or a comment without end begins: what is missing there is told once. */
  readonly end: number;
  readonly errors: readonly {
    readonly message: string;
    readonly offset: number;
    readonly line: number;
    readonly column: number;
  }[];
}

/** Splits a text into tokens; `more` are the keywords of an extension. */
export function lex(text: string, more: readonly TokenType[] = []): Lexed {
  const key = more.map((t) => t.name).join(' ');
  const lexer =
    lexers.get(key) ??
    new Lexer([...more, ...ordinary], {
      positionTracking: 'onlyStart',
      skipValidations: true,
      // Line comments end at a line feed only, and so do lines.
      lineTerminatorsPattern: /\n/g,
      lineTerminatorCharacters: ['\n'],
    });
  lexers.set(key, lexer);
  endless = undefined;
  const { tokens, errors } = lexer.tokenize(text);
  // An unterminated comment lexes as `(` and `*`.
  const open = endless === undefined ? -1 : tokens.findIndex((t) => t.startOffset === endless);
  const kept = open < 0 ? tokens : tokens.slice(0, open);
  const start = tokens[open];
  const found = errors
    .filter((e) => start === undefined || e.offset < start.startOffset)
    .map((e) => ({
      message: text.startsWith('???', e.offset)
        ? 'a hole that has to be filled in'
        : `unexpected character ${JSON.stringify(String.fromCodePoint(text.codePointAt(e.offset) as number))}`,
      offset: e.offset,
      line: e.line ?? 1,
      column: e.column ?? 1,
    }));
  if (start)
    found.push({
      message: 'comment without end',
      offset: start.startOffset,
      line: start.startLine ?? 1,
      column: start.startColumn ?? 1,
    });
  return { tokens: kept, errors: found, end: start?.startOffset ?? text.length };
}
