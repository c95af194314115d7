/**
 * From text to terms of the lambda calculus. A program is a list of definitions, each of which the later ones and the
 * expression may use, and an expression:
 *
 *     let twice = λf:int → int. λx:int. f (f x)
 *     in twice (+ 1) 5
 *
 * Terms are read on an explicit stack: however deep they are, none of ours is used.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../errors.ts';
import { at, newSource, type Position } from '../../positions.ts';
import { make, type Expr, type Type } from '../grammar.ts';
import { lex, type Token } from './tokens.ts';

export interface Definition {
  readonly name: string;
  readonly e: Expr;
  /** The definitions that it uses. */
  readonly uses: ReadonlySet<string>;
  readonly position: Position;
}

export interface Program {
  readonly definitions: readonly Definition[];
  readonly e: Expr;
  readonly uses: ReadonlySet<string>;
}

/** Given up where something is wrong; reading goes on with the next definition. */
class Wrong extends Error {
  readonly token: Token;
  constructor(message: string, token: Token) {
    super(message);
    this.token = token;
  }
}

const { Num, Nil, Cons, Hd, Tl, Plus, Var, Lam, App } = make.Expr;
const constants: ReadonlyMap<string, () => Expr> = new Map(
  Object.entries({ nil: Nil, cons: Cons, hd: Hd, tl: Tl, '+': Plus }),
);

/** What is open around a place: a bracket, or a lambda whose body is read; and what has been read of its inside. */
interface Open {
  readonly by: Token;
  readonly lambda: { readonly x: string; readonly type: Type } | null;
  e: Expr | undefined;
}

class Reader {
  readonly errors: LoadError[] = [];
  private readonly tokens: readonly Token[];
  private readonly file: string;
  private next = 0;

  constructor(text: string, file: string) {
    newSource();
    this.file = file;
    const { tokens, errors } = lex(text, file);
    this.tokens = tokens;
    for (const e of errors) this.mistake('parse', e.message, e.position);
  }

  mistake(kind: LoadError['kind'], message: string, position: Position): void {
    this.errors.push(loadError(kind, message, position, this.file));
  }

  private get token(): Token {
    return this.tokens[this.next] as Token;
  }

  private is(text: string): boolean {
    return this.token.kind === 'fixed' && this.token.text === text;
  }

  private take(text: string): Token {
    if (!this.is(text)) throw new Wrong(`expected ${text}, found ${this.token.text}`, this.token);
    return this.tokens[this.next++] as Token;
  }

  private name(): Token {
    if (this.token.kind !== 'name') throw new Wrong(`expected a name, found ${this.token.text}`, this.token);
    return this.tokens[this.next++] as Token;
  }

  /** A type: arrows go to the right. */
  type(): Type {
    const open: { by: Token | null; parts: Type[] }[] = [{ by: null, parts: [] }];
    const arrows = (parts: readonly Type[]) => parts.reduceRight((to, from) => make.Type.Arrow(from, to));
    for (;;) {
      const here = open.at(-1) as (typeof open)[number];
      if (this.is('(')) {
        open.push({ by: this.take('('), parts: [] });
        continue;
      }
      if (this.is('list')) {
        this.take('list');
        this.take('int');
        here.parts.push(make.Type.List());
      } else if (this.is('int')) {
        this.take('int');
        here.parts.push(make.Type.Int());
      } else throw new Wrong(`expected a type, found ${this.token.text}`, this.token);
      for (;;) {
        const top = open.at(-1) as (typeof open)[number];
        if (this.is('→')) {
          this.take('→');
          break;
        }
        const whole = arrows(top.parts);
        if (top.by === null) return whole;
        if (!this.is(')'))
          throw new Wrong(`expected ) for the ( at ${place(top.by)}, found ${this.token.text}`, this.token);
        this.take(')');
        open.pop();
        (open.at(-1) as (typeof open)[number]).parts.push(whole);
      }
    }
  }

  /** A term, up to what cannot be part of it. @param known names that stand for definitions; `uses` gets those that occur. */
  term(known: ReadonlySet<string>, uses: Set<string>): Expr {
    const bound = new Map<string, number>();
    const open: Open[] = [{ by: this.token, lambda: null, e: undefined }];
    const top = () => open.at(-1) as Open;
    const put = (e: Expr, position: Position) => {
      const here = top();
      here.e = here.e === undefined ? e : at(App(here.e, e), position);
    };
    /** Ends the lambdas that are open here: their bodies reach as far as they can. */
    const close = () => {
      for (let here = top(); here.lambda !== null; here = top()) {
        open.pop();
        const { x, type } = here.lambda;
        bound.set(x, (bound.get(x) as number) - 1);
        if (here.e === undefined) throw new Wrong(`expected a term, found ${this.token.text}`, this.token);
        put(at(Lam(x, type, here.e), here.by.position), here.by.position);
      }
      const inside = top().e;
      if (inside === undefined) throw new Wrong(`expected a term, found ${this.token.text}`, this.token);
      return inside;
    };
    for (;;) {
      const { kind, text, position } = this.token;
      if (kind === 'number') put(at(Num(BigInt(text)), position), position);
      else if (kind === 'name') {
        if (!((bound.get(text) ?? 0) > 0)) {
          if (known.has(text)) uses.add(text);
          else this.mistake('scope', `unknown name ${text}`, position);
        }
        put(at(Var(text), position), position);
      } else if (constants.has(text)) put((constants.get(text) as () => Expr)(), position);
      else if (this.is('(')) open.push({ by: this.token, lambda: null, e: undefined });
      else if (this.is('λ')) {
        const by = this.take('λ');
        const x = this.name().text;
        this.take(':');
        const type = this.type();
        bound.set(x, (bound.get(x) ?? 0) + 1);
        open.push({ by, lambda: { x, type }, e: undefined });
        if (!this.is('.')) throw new Wrong(`expected ., found ${this.token.text}`, this.token);
      } else if (this.is(')') && open.length > 1) {
        const e = close();
        if (open.length === 1) return e;
        const { by } = open.pop() as Open;
        put(e, by.position);
      } else {
        const e = close();
        if (open.length === 1) return e;
        throw new Wrong(`expected ) for the ( at ${place(top().by)}, found ${text}`, this.token);
      }
      this.next++;
    }
  }

  /** Goes on behind a mistake, where the next definition or the expression begins. */
  private recover(): void {
    while (this.token.kind !== 'end' && !this.is('let') && !this.is('in')) this.next++;
  }

  private attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (e) {
      if (!(e instanceof Wrong)) throw e;
      this.mistake('parse', e.message, e.token.position);
      this.recover();
      return undefined;
    }
  }

  /** What is read, where nothing is wrong with it and nothing follows. */
  whole<T>(read: () => T): T | undefined {
    const found = this.attempt(() => {
      const all = read();
      if (this.token.kind !== 'end') throw new Wrong(`unexpected ${this.token.text}`, this.token);
      return all;
    });
    return this.errors.length > 0 ? undefined : found;
  }

  program(): Program | undefined {
    const definitions: Definition[] = [];
    const known = new Set<string>();
    while (this.is('let'))
      this.attempt(() => {
        this.take('let');
        const { text: name, position } = this.name();
        if (known.has(name)) this.mistake('duplicate', `${name} is defined twice`, position);
        try {
          this.take('=');
          const uses = new Set<string>();
          definitions.push({ name, e: this.term(known, uses), uses, position });
          if (!this.is('let') && !this.is('in'))
            throw new Wrong(`expected let or in, found ${this.token.text}`, this.token);
        } finally {
          known.add(name);
        }
      });
    const uses = new Set<string>();
    const e = this.attempt(() => {
      if (known.size > 0 || this.is('in')) this.take('in');
      const main = this.term(known, uses);
      if (this.token.kind !== 'end') throw new Wrong(`unexpected ${this.token.text}`, this.token);
      return main;
    });
    return e === undefined || this.errors.length > 0 ? undefined : { definitions, e, uses };
  }
}

const place = ({ position: p }: Token): string => `${p.line}:${p.column}`;

/** Reads a program. @returns what is wrong with it, in the order of the text. */
export function parseProgram(text: string, file: string): Either<readonly LoadError[], Program> {
  const reader = new Reader(text, file);
  const program = reader.program();
  if (program !== undefined) return right(program);
  const order = (e: LoadError) => [e.line ?? 0, e.column ?? 0] as const;
  return left(
    reader.errors.sort((a, b) => {
      const [[i, j], [k, l]] = [order(a), order(b)];
      return i - k || j - l;
    }),
  );
}

/** Reads one thing, up to the end of the text. */
function whole<T>(text: string, file: string, read: (reader: Reader) => T): Either<readonly LoadError[], T> {
  const reader = new Reader(text, file);
  const found = reader.whole(() => read(reader));
  return found === undefined ? left(reader.errors) : right(found);
}

/** Reads a term. @param locals the variables that may be free in it. */
export const parseExpr = (
  text: string,
  file: string,
  locals: ReadonlySet<string>,
): Either<readonly LoadError[], Expr> => whole(text, file, (reader) => reader.term(locals, new Set()));

export const parseType = (text: string, file: string): Either<readonly LoadError[], Type> =>
  whole(text, file, (reader) => reader.type());
