/**
 * What all phrases of the grammar share. Every rule is flat: a nested part is a group, and what it is to be parsed as is
 * noted for later. Rules return builders, which are run when the parts inside are built (see read.ts).
 */
import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain';
import { EmbeddedActionsParser } from '../../chevrotain.ts';
import { make, type Expr } from '../grammar.ts';
import { found, type GroupToken } from './groups.ts';
import * as T from './tokens.ts';

export type Build<R> = () => R;

/** What a group is parsed as. */
export type Nonterminal =
  | 'expr'
  | 'fields'
  | 'binder'
  | 'condition'
  | 'type'
  | 'typeFields'
  | 'latents'
  | 'capability'
  | 'names'
  | 'typeName'
  | 'parameter'
  | 'item';

/** A group and what it is parsed as; `result` is there once its own groups are built. */
export interface Task {
  readonly content: readonly IToken[];
  readonly close: IToken;
  readonly as: Nonterminal;
  build?: Build<unknown>;
  result?: unknown;
}

/** What the parser needs from its user: where to note groups, how to place terms, what is allowed. */
export interface Reader {
  defer(group: GroupToken, as: Nonterminal): Task;
  place<X extends object>(term: X, token: IToken, last?: IToken): X;
  /** A construct that only annotated programs have. */
  annotatedOnly(what: string, token: IToken): void;
  /** A mistake that the grammar does not see, and that no other mistake can be the cause of. */
  mistake(message: string, token: IToken): void;
}

const things: Record<string, string> = {
  operand: 'an expression',
  sum: 'an expression',
  product: 'an expression',
  call: 'an expression',
  first: 'an expression',
  argument: 'an expression',
  primary: 'an expression',
  atom: 'a type',
  post: 'a type',
  type: 'a type',
  item: 'a definition',
  capability: 'a capability',
};
const label = (t: TokenType) => t.LABEL ?? t.name;
const messages: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected, actual }) => `expected ${label(expected)}, found ${found(actual)}`,
  buildNotAllInputParsedMessage: ({ firstRedundant }) => `unexpected ${found(firstRedundant)}`,
  buildNoViableAltMessage: ({ actual, ruleName, customUserDescription }) =>
    `expected ${customUserDescription ?? things[ruleName] ?? ruleName}, found ${found(actual[0] as IToken)}`,
  buildEarlyExitMessage: ({ actual, ruleName }) =>
    `expected ${things[ruleName] ?? ruleName}, found ${found(actual[0] as IToken)}`,
};

export const unknownMu = make.Mu.MuUnknown('?');
export const unknownCap = make.Cap.CapUnknown('?');

/** A word in front of an expression that makes another one of it: what an extension adds to the grammar. */
export interface Construct {
  readonly word: TokenType;
  /** Whether an assignment, a let or an if may follow, or a prefix (section 12). */
  readonly before: 'assign' | 'prefix';
  readonly make: (e: Expr) => Expr;
}

export abstract class PhraseParser extends EmbeddedActionsParser {
  reader: Reader = undefined as unknown as Reader;
  protected readonly constructs: readonly Construct[];

  constructor(constructs: readonly Construct[]) {
    super([...T.vocabulary, ...constructs.map((c) => c.word)], {
      maxLookahead: 2,
      errorMessageProvider: messages,
      skipValidations: true,
    });
    this.constructs = constructs;
  }

  protected defer<R>(g: IToken, as: Nonterminal): { readonly task: Task; readonly get: Build<R> } {
    // While the grammar is being recorded there is no group.
    const none = undefined as unknown as { task: Task; get: Build<R> };
    return (
      this.ACTION(() => {
        const task = this.reader.defer(g as GroupToken, as);
        return { task, get: () => task.result as R };
      }) ?? { ...none }
    );
  }

  /** The token a term was placed at, remembered while the parts of one group are put together. */
  private starts = new Map<object, IToken>();
  /** Forgets what it read, so that the tokens of a file do not outlive the reading. */
  forget(): void {
    this.starts = new Map();
    this.reader = undefined as unknown as Reader;
    this.input = [];
  }
  protected tokenOf(e: object): IToken {
    return this.starts.get(e) as IToken;
  }
  protected put<X extends object>(term: X, token: IToken): X {
    this.starts.set(term, token);
    return this.reader.place(term, token);
  }
  protected like<X extends object>(term: X, first: object): X {
    const token = this.tokenOf(first);
    return token === undefined ? term : this.put(term, token);
  }
  /** A term that stands where its own first token does; where it has none, at the token given. */
  protected standing<X extends object>(term: X, token: IToken): X {
    if (!this.starts.has(term)) this.starts.set(term, token);
    return term;
  }
}
