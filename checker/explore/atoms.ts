/** The atoms of properties (behaviours.md, sections 3 and 12), read from tokens. */
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Position } from '../../semantics/positions.ts';
import { comparisons, type Ask, type Atom, type Comparison } from './formula.ts';
import type { Token } from './tokens.ts';

/** Words that are no names of variables. */
export const reserved: ReadonlySet<string> = new Set(
  (
    'invariant reachable ltl unfair true false U R W X F G var write version threads pending updated done stuck ' +
    'deadlock request update rule type blocked finished step at'
  ).split(' '),
);

/** A mistake of the text: where, and what was expected. */
export class SyntaxProblem extends Error {
  readonly error: LoadError;
  constructor(message: string, position: Position) {
    super(message);
    this.error = loadError('parse', message, position, position.file);
  }
}

/** Reads tokens one after the other. */
export class Reader {
  private next = 0;
  constructor(
    readonly text: string,
    private readonly tokens: readonly Token[],
  ) {}

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.next + ahead, this.tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    if (this.next < this.tokens.length) this.next++;
    return token;
  }

  /** The token before the one that is due. */
  get last(): Token {
    return this.tokens[this.next - 1] as Token;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === text;
  }

  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && token.text === text;
  }

  symbol(text: string): Token {
    if (!this.isSymbol(text)) this.expected(`'${text}'`);
    return this.take();
  }

  name(what = 'a name'): string {
    if (this.peek().kind !== 'name') this.expected(what);
    return this.take().text;
  }

  expected(what: string): never {
    const token = this.peek();
    const found = token.kind === 'end' ? 'the end' : `'${token.text}'`;
    throw new SyntaxProblem(`expected ${what}, found ${found}`, token.position);
  }
}

/** A comparison, if one follows. */
function comparison(r: Reader): Comparison | undefined {
  const by = comparisons.find((c) => r.isSymbol(c));
  if (by !== undefined) r.take();
  return by;
}

function integer(r: Reader): bigint {
  const sign = r.isSymbol('-') ? (r.take(), -1n) : 1n;
  if (r.peek().kind !== 'number') r.expected('an integer');
  return sign * BigInt(r.take().text);
}

const compareTo = (by: Comparison, r: Reader): { by: Comparison; to: bigint } => ({ by, to: integer(r) });

function needed(r: Reader): { by: Comparison; to: bigint } {
  const by = comparison(r);
  return by === undefined ? r.expected('a comparison (= != < > <= >=)') : compareTo(by, r);
}

/** Names or numbers in parentheses; names may have hyphens, as those of rules do. */
function args(r: Reader): string[] {
  r.symbol('(');
  const found: string[] = [];
  do {
    const token = r.peek();
    if (token.kind !== 'name' && token.kind !== 'number') r.expected('a name or a number');
    let text = r.take().text;
    while (r.isSymbol('-') && (r.peek(1).kind === 'name' || r.peek(1).kind === 'number')) {
      r.take();
      text += `-${r.take().text}`;
    }
    found.push(text);
  } while (r.isSymbol(',') && r.take());
  r.symbol(')');
  return found;
}

/** As many arguments as an atom has. */
function argsOf(r: Reader, atom: string, howMany: number): string[] {
  const { position } = r.peek();
  const found = args(r);
  if (found.length === howMany) return found;
  throw new SyntaxProblem(`${atom} has ${howMany} argument${howMany === 1 ? '' : 's'}, not ${found.length}`, position);
}

function fields(r: Reader): string[] {
  const found: string[] = [];
  while (r.isSymbol('.')) {
    r.take();
    found.push(r.name('a label'));
  }
  return found;
}

/** A type without function types, printed as the calculi print it. Nesting is followed with a stack of its own. */
function type(r: Reader): string {
  const closers: string[] = [];
  let text = '';
  for (;;) {
    // A type begins here, in as many brackets as there are closers.
    if (r.isSymbol('(')) {
      r.take();
      closers.push(')');
      text += '(';
      continue;
    }
    if (r.isSymbol('{') && !r.isSymbol('}', 1)) {
      r.take();
      closers.push(' }');
      text += `{ ${r.name('a label')} : `;
      r.symbol(':');
      continue;
    }
    if (r.isSymbol('{')) {
      r.take();
      r.take();
      text += '{}';
    } else text += r.name('a type');
    for (;;) {
      while (r.isWord('ref') || r.isWord('list')) text += ` ${r.take().text}`;
      const closer = closers[closers.length - 1];
      if (closer === ' }' && r.isSymbol(',')) {
        r.take();
        text += `, ${r.name('a label')} : `;
        r.symbol(':');
        break;
      }
      if (closer === undefined) return text;
      r.symbol(closer.trim());
      closers.pop();
      text += closer;
    }
  }
}

const value = (r: Reader, name: string): Ask => {
  const question = { about: 'value', name, fields: fields(r) } as const;
  return { on: 'state', question, compare: needed(r) };
};

function event(r: Reader, name: string, given: readonly string[]): Ask {
  const by = comparison(r);
  return { on: 'event', name, args: given, ...(by === undefined ? {} : { compare: compareTo(by, r) }) };
}

/** Atoms that begin with a reserved word. */
function wordAtom(r: Reader, word: string): Ask | undefined {
  const state = (question: (Ask & { on: 'state' })['question']): Ask => ({ on: 'state', question });
  switch (word) {
    case 'var':
      return value(r, argsOf(r, word, 1)[0] as string);
    case 'write':
      return event(r, word, argsOf(r, word, 1));
    case 'version': {
      const of = r.isSymbol('(') ? argsOf(r, word, 1)[0] : undefined;
      return {
        on: 'state',
        question: { about: 'version', ...(of === undefined ? {} : { of }) },
        compare: needed(r),
      };
    }
    case 'threads':
      return { on: 'state', question: { about: 'threads' }, compare: needed(r) };
    case 'pending':
      return state({ about: 'pending', name: argsOf(r, word, 1)[0] as string });
    case 'updated':
      return { on: 'updated' };
    case 'done':
    case 'stuck':
    case 'deadlock':
      return { on: 'end', what: word };
    case 'request':
      return { on: 'event', name: word, args: [] };
    case 'update':
      return { on: 'event', name: word, args: r.isSymbol('(') ? argsOf(r, word, 1) : [] };
    case 'rule':
      return { on: 'rule', rule: argsOf(r, word, 1)[0] as string };
    case 'type': {
      const name = r.name("a type's name");
      r.symbol('=');
      return { on: 'state', question: { about: 'type', name }, compare: { by: '=', to: type(r) } };
    }
    case 'blocked':
      return state({ about: 'blocked', actor: argsOf(r, word, 1)[0] as string });
    case 'finished':
      return state({ about: 'finished', actor: argsOf(r, word, 1)[0] as string });
    case 'step':
      return { on: 'actor', actor: argsOf(r, word, 1)[0] as string };
    case 'at': {
      const [actor, what] = argsOf(r, word, 2) as [string, string];
      return state({ about: 'at', actor, what });
    }
    default:
      return undefined;
  }
}

/** Atoms of one calculus, `name(…)`: events of its own if it has them, else questions to its states. */
function otherAtom(r: Reader, name: string, events: ReadonlySet<string>): Ask {
  const given = args(r);
  if (events.has(name)) return event(r, name, given);
  const question = { about: 'other', name, args: given } as const;
  const by = comparison(r);
  if (by === undefined) return { on: 'state', question };
  if (r.peek().kind === 'name') return { on: 'state', question, compare: { by, to: r.take().text } };
  return { on: 'state', question, compare: compareTo(by, r) };
}

/** An atom, at the token that is due. */
export function atom(r: Reader, events: ReadonlySet<string>): Atom {
  const { position } = r.peek();
  const { kind, text } = r.peek();
  if (kind !== 'name') r.expected('a formula');
  r.take();
  const ask = wordAtom(r, text);
  let found: Ask;
  if (ask !== undefined) found = ask;
  else if (reserved.has(text)) throw new SyntaxProblem(`expected a formula, found '${text}'`, position);
  else if (r.isSymbol('(')) found = otherAtom(r, text, events);
  else found = value(r, text);
  const { end } = r.last.position;
  return {
    text: r.text
      .slice(position.offset, end)
      .replace(/--[^\n]*/g, '')
      .replace(/\s+/g, ' '),
    ask: found,
    position: { ...position, end },
  };
}
