/** What readers of concrete syntaxes share: the tokens of a text one by one, mistakes with their places, and what is read as a whole. */
import { loadError, type LoadError } from './errors.ts';
import type { Lex, Token } from './lexing.ts';
import { run, type Phrase } from './phrases.ts';
import { at, newSource, type Position } from './positions.ts';

/** A reader gives up where something is wrong, and goes on behind it: with the next member, item or definition. */
export class Wrong extends Error {
  readonly token: Token;
  constructor(message: string, token: Token) {
    super(message);
    this.token = token;
  }
}

/** A token as messages name it, shortened. */
export const found = (t: Token): string =>
  t.kind === 'end' ? 'end of input' : `'${t.text.length > 30 ? `${t.text.slice(0, 30)}…` : t.text}'`;

/** A list of a grammar's own making, from its elements, the last one first. */
export const list = <X, L>(all: readonly X[], none: L, cons: (x: X, rest: L) => L): L => {
  let rest = none;
  for (let i = all.length - 1; i >= 0; i--) rest = cons(all[i] as X, rest);
  return rest;
};

/** Mistakes in the order of their places. */
export const inOrder = (errors: readonly LoadError[]): LoadError[] => {
  const line = (e: LoadError) => e.line ?? 0;
  const column = (e: LoadError) => e.column ?? 0;
  return [...errors].sort((a, b) => line(a) - line(b) || column(a) - column(b));
};

/** A text, token by token. */
export abstract class TokenReader {
  readonly errors: LoadError[] = [];
  protected readonly tokens: readonly Token[];
  /** The number of the token that is looked at. */
  protected next = 0;
  private readonly file: string;

  protected constructor(lex: Lex, text: string, file: string) {
    newSource();
    this.file = file;
    const { tokens, errors } = lex(text, file);
    this.tokens = tokens;
    for (const e of errors) this.mistake(e.message, e.position);
  }

  protected mistake(message: string, position: Position, kind: LoadError['kind'] = 'parse'): void {
    this.errors.push(loadError(kind, message, position, this.file));
  }
  protected get token(): Token {
    return this.tokens[this.next] as Token;
  }
  protected is(text: string, ahead = 0): boolean {
    const t = this.tokens[this.next + ahead];
    return t?.kind === 'fixed' && t.text === text;
  }
  protected isOne(words: readonly string[]): boolean {
    return this.token.kind === 'fixed' && words.includes(this.token.text);
  }
  protected isName(ahead = 0): boolean {
    return this.tokens[this.next + ahead]?.kind === 'name';
  }
  protected advance(): Token {
    return this.tokens[this.next++] as Token;
  }
  /** @throws Wrong where the text is not this. */
  protected take(text: string): Token {
    if (!this.is(text)) throw new Wrong(`expected '${text}', found ${found(this.token)}`, this.token);
    return this.advance();
  }
  /** @throws Wrong where no name is. */
  protected name(what = 'a name'): Token {
    if (!this.isName()) throw new Wrong(`expected ${what}, found ${found(this.token)}`, this.token);
    return this.advance();
  }
  /** A term with the place of a token. */
  protected put<X extends object>(term: X, token: Token): X {
    return at(term, token.position);
  }
  /** What is read, unless something is wrong: that is a mistake then, and `recover` goes to where reading goes on. */
  protected attempt<R>(read: () => R, recover: () => void): R | undefined {
    try {
      return read();
    } catch (e) {
      if (!(e instanceof Wrong)) throw e;
      this.mistake(e.message, e.token.position);
      recover();
      return undefined;
    }
  }
  /** Reads one phrase that is the whole text. */
  whole<R>(phrase: Phrase<R>): R | undefined {
    return this.attempt(
      () => {
        const read = run(phrase);
        if (this.token.kind !== 'end') this.mistake(`unexpected ${found(this.token)}`, this.token.position);
        return read;
      },
      () => undefined,
    );
  }
}
