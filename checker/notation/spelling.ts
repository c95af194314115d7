/**
 * How rules are spelled: the words and symbols of a sentence, and what may be typed for those that a keyboard lacks.
 * Which symbol is meant where one spelling stands for several (`<=`) is for the grammar to say.
 */
import type { MetaTable } from '../../semantics/symbols.ts';
import { greek } from './typeset.ts';

export interface Spelling {
  readonly symbol: string;
  /** What may be typed instead. */
  readonly typed: string;
}

export const symbolSpellings: readonly Spelling[] = [
  { symbol: '⊢', typed: '|-' },
  { symbol: '⊣', typed: '-|' },
  { symbol: '⇒', typed: '=>' },
  { symbol: '⇐', typed: '<=' },
  { symbol: '⤳', typed: '~>' },
  { symbol: '→', typed: '->' },
  { symbol: '↦', typed: '|->' },
  { symbol: '–', typed: '-' },
  { symbol: '≤', typed: '<=' },
  { symbol: '⊆', typed: '<=' },
  { symbol: '∈', typed: '\\in' },
  { symbol: '∉', typed: '\\notin' },
  { symbol: '∩', typed: '/\\' },
  { symbol: '∪', typed: '\\/' },
  { symbol: '⊔', typed: '|_|' },
  { symbol: '∖', typed: '\\' },
  { symbol: '≠', typed: '!=' },
  { symbol: '≈', typed: '~~' },
  { symbol: '≉', typed: '!~' },
  { symbol: '∅', typed: '\\empty' },
  { symbol: '·', typed: '\\.' },
  { symbol: '∘', typed: '\\o' },
  { symbol: 'ε', typed: 'epsilon' },
  { symbol: 'λ', typed: '\\' },
];

/** Greek letters of metavariables by name, an index behind it: `Gamma`, `tau1`, `muf`. */
export const letterSpellings: readonly Spelling[] = Object.entries(greek).map(([symbol, command]) => ({
  symbol,
  typed: command.replace(/^\\(?:var)?/, ''),
}));

export interface Token {
  /** As it is meant: Greek letters that are spelled out are letters here. */
  readonly text: string;
  readonly kind: 'word' | 'number' | 'symbol';
  /** Where it stands in the sentence, from 0; the end is not part of it. */
  readonly start: number;
  readonly end: number;
}

/** What the words of a calculus are. */
export interface Words {
  readonly metas: MetaTable;
  /** Words that are no metavariables, though they may begin like one: `in`, `update`. */
  readonly keywords: ReadonlySet<string>;
  /** Letters that are words by themselves, whatever follows: λ. */
  readonly alone: ReadonlySet<string>;
}

export const noWords: Words = { metas: {}, keywords: new Set(), alone: new Set() };

const piece = /(?<word>\p{L}[\p{L}\p{N}]*['′]*)|(?<number>[0-9]+)|\S/gu;
const named = new RegExp(`^(${letterSpellings.map((s) => s.typed).join('|')})(\\p{L}?[0-9]*'*)$`, 'u');
const letterOf = new Map(letterSpellings.map((s) => [s.typed, s.symbol]));

/** The tokens of a sentence: words, numbers and single symbols; white space only separates. */
export function tokensOf(sentence: string, { metas, keywords, alone }: Words): readonly Token[] {
  const tokens: Token[] = [];
  piece.lastIndex = 0;
  for (let found = piece.exec(sentence); found !== null; found = piece.exec(sentence)) {
    const start = found.index;
    let text = found[0];
    if (found.groups?.word === undefined) {
      tokens.push({
        text,
        kind: found.groups?.number === undefined ? 'symbol' : 'number',
        start,
        end: piece.lastIndex,
      });
      continue;
    }
    const [letter] = [...text] as [string];
    if (alone.has(letter)) piece.lastIndex = start + letter.length;
    text = sentence.slice(start, piece.lastIndex).replaceAll('′', "'");
    const [, name, index] = keywords.has(text) ? [] : (named.exec(text) ?? []);
    const greekLetter = name === undefined ? undefined : letterOf.get(name);
    if (greekLetter !== undefined && greekLetter in metas) text = greekLetter + (index as string);
    tokens.push({ text, kind: 'word', start, end: piece.lastIndex });
  }
  return tokens;
}

/** The metavariable that a word is, if it is one. */
export const letterIn = ({ metas, keywords }: Words, word: string): string | undefined => {
  const [letter] = [...word] as [string];
  return !keywords.has(word) && Object.hasOwn(metas, letter) ? letter : undefined;
};

const typedAs = symbolSpellings.map(({ symbol, typed }) => ({
  symbol,
  tokens: tokensOf(typed, noWords).map((t) => t.text),
}));

/** Words that stand for symbols. */
export const typedWords: readonly string[] = typedAs.flatMap(({ tokens }) => tokens.filter((t) => /^\w\w/.test(t)));

/** First token ↦ what words and symbols (each with its number) begin with it, and the tokens that have to follow at once. */
export type Literals = ReadonlyMap<string, readonly (readonly [number: number, rest: readonly string[]])[]>;

/** How words and symbols, numbered, may be written; names that begin with NUL are no words. */
export function literalsOf(numbers: ReadonlyMap<string, number>): Literals {
  const literals = new Map<string, (readonly [number, readonly string[]])[]>();
  const add = ([first = '', ...rest]: readonly string[], number: number | undefined) => {
    if (number !== undefined) literals.set(first, [...(literals.get(first) ?? []), [number, rest]]);
  };
  for (const [word, number] of numbers) if (!word.startsWith('\0')) add([word], number);
  for (const { symbol, tokens } of typedAs) add(tokens, numbers.get(symbol));
  return literals;
}
