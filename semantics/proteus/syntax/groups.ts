/**
 * Brackets first: a pass over the tokens that turns every bracketed part into one token with its content inside. The
 * grammar that then parses each content is flat, so that nesting, however deep, uses no native stack. `let … in`,
 * `if … then` and `then … else` are brackets as well.
 */
import type { IToken } from 'chevrotain';
import { createTokenInstance } from '../../chevrotain.ts';
import { Group, Ident, keyword } from './tokens.ts';

export interface GroupToken extends IToken {
  readonly content: IToken[];
  /** The token behind the content: its closer, or what was found instead. */
  close: IToken;
}

export interface SyntaxError {
  readonly message: string;
  readonly token: IToken;
}

/** The text of a token in messages. */
export const found = (t: IToken): string =>
  t.image === '' ? 'end of input' : `'${t.image.length > 30 ? `${t.image.slice(0, 30)}…` : t.image}'`;

type Opener = keyof typeof Group;
const closers: Record<Opener, string> = { '(': ')', '{': '}', '[': ']', let: 'in', if: 'then', then: 'else' };
const isBracket = (o: Opener) => o === '(' || o === '{' || o === '[';

interface Open {
  readonly opener: Opener;
  readonly token: IToken;
  readonly content: IToken[];
}

/** Words that begin an item of a program: they end whatever is open. */
const itemWords = new Set(['type', 'var', 'fun', 'add', 'and']);

/**
 * Whether an item begins at a token: at one of its words with what must follow it, or where a line or an update begins. Elsewhere
 * the word is more likely a name that is none, and what is around it goes on.
 */
export function beginsItem(tokens: readonly IToken[], i: number): boolean {
  const [before, token, next] = [tokens[i - 1], tokens[i] as IToken, tokens[i + 1]];
  const word = token.image;
  if (!itemWords.has(word)) return false;
  if (before === undefined || before.image === 'update' || (before.endLine ?? before.startLine) !== token.startLine)
    return true;
  if (word === 'add') return next?.image === 'type' || next?.image === 'var' || next?.image === 'fun';
  return next?.tokenType === Ident || (word === 'and' && next?.image === 'fun');
}

/** Groups the tokens of a file; `end` is a token at its end. An `in` that closes no `let` stays as it is. */
export function group(tokens: readonly IToken[], end: IToken): { tokens: IToken[]; errors: SyntaxError[] } {
  const top: IToken[] = [];
  const stack: Open[] = [];
  // Where in the stack each opener stands, and which of them are brackets: a search through the stack for every
  // closer that fits nothing would be quadratic.
  const places: Record<Opener, number[]> = { '(': [], '{': [], '[': [], let: [], if: [], then: [] };
  const brackets: number[] = [];
  const errors: SyntaxError[] = [];
  const content = () => stack[stack.length - 1]?.content ?? top;

  const open = (opener: Opener, token: IToken) => {
    places[opener].push(stack.length);
    if (isBracket(opener)) brackets.push(stack.length);
    stack.push({ opener, token, content: [] });
  };
  const close = (by: IToken) => {
    const open = stack.pop() as Open;
    places[open.opener].pop();
    if (isBracket(open.opener)) brackets.pop();
    const g = createTokenInstance(
      Group[open.opener],
      open.token.image,
      open.token.startOffset,
      by.startOffset,
      open.token.startLine as number,
      by.startLine as number,
      open.token.startColumn as number,
      by.startColumn as number,
    );
    content().push(Object.assign(g, { content: open.content, close: by }));
  };
  const unclosed = (by: IToken) => {
    const { opener, token } = stack[stack.length - 1] as Open;
    errors.push({
      message: `expected '${closers[opener]}' to close the '${opener}' at ${token.startLine}:${token.startColumn}, found ${found(by)}`,
      token: by,
    });
    close(by);
  };
  /** Closes, as errors, what stands above the nearest `opener` that is reached before a bracket of another kind. */
  const closeUpTo = (wanted: Opener, by: IToken): boolean => {
    const i = places[wanted].at(-1);
    if (i === undefined || (!isBracket(wanted) && i < (brackets.at(-1) ?? -1))) return false;
    while (stack.length - 1 > i) unclosed(by);
    close(by);
    return true;
  };

  tokens.forEach((token, i) => {
    const word = token.image;
    switch (word) {
      case '(':
      case '{':
      case '[':
      case 'let':
      case 'if':
        open(word, token);
        break;
      case ')':
      case '}':
      case ']': {
        const wanted = word === ')' ? '(' : word === '}' ? '{' : '[';
        if (!closeUpTo(wanted, token)) errors.push({ message: `unexpected ${found(token)}`, token });
        break;
      }
      case 'in':
        if (closeUpTo('let', token)) break;
        if (brackets.length > 0) errors.push({ message: `unexpected ${found(token)}`, token });
        else {
          while (stack.length > 0) unclosed(token);
          top.push(token);
        }
        break;
      case 'then':
        if (closeUpTo('if', token)) open('then', token);
        else errors.push({ message: `'then' without 'if'`, token });
        break;
      case 'else':
        if (closeUpTo('then', token)) content().push(token);
        else errors.push({ message: `'else' without 'then'`, token });
        break;
      default:
        if (stack.length > 0 && beginsItem(tokens, i)) while (stack.length > 0) unclosed(token);
        content().push(token);
    }
  });
  while (stack.length > 0) unclosed(end);
  return { tokens: top, errors };
}

/** A token at the end of a text. */
export function endOf(text: string): IToken {
  let line = 1;
  let last = -1;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
    line++;
    last = i;
  }
  const column = text.length - last;
  return createTokenInstance(keyword.in, '', text.length, text.length, line, line, column, column);
}
