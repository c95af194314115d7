/**
 * The grammar of section 12 over grouped tokens. Every rule is flat: a nested part is a group, and what it is to be
 * parsed as is noted for later. Rules return builders, which are run when the parts inside are built (see read.ts).
 */
import { EmbeddedActionsParser, EOF, type IParserErrorMessageProvider, type IToken, type TokenType } from 'chevrotain';
import {
  type Cap,
  type Expr,
  type Fields,
  type Item,
  type Mu,
  type Operator,
  type Type,
  type TypeFields,
  make,
} from '../grammar.ts';
import { cofinite, finite } from '../capability.ts';
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
  /** A mistake that the grammar does not see. */
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

const { Num, Var, Loc, Rec, Proj, App, Let, New, Deref, Assign, Op, If, Con, Abs, Update } = make.Expr;
const { Int, Named, Record, Ref, Arrow, Omitted } = make.Type;
const unknownMu = make.Mu.MuUnknown('?');
const unknownCap = make.Cap.CapUnknown('?');

type Head =
  | { readonly tag: 'let'; readonly token: IToken; readonly task: Task }
  | { readonly tag: 'if'; readonly token: IToken; readonly test: Task; readonly then: Task };
interface Operand {
  readonly heads: Head[];
  readonly sum: Build<Expr>;
}
interface Binder {
  readonly x: IToken;
  readonly type: Type;
  readonly e: Expr;
}

export class ProteusParser extends EmbeddedActionsParser {
  reader: Reader = undefined as unknown as Reader;

  constructor() {
    super(T.vocabulary, { maxLookahead: 2, errorMessageProvider: messages, skipValidations: true });
    this.performSelfAnalysis();
  }

  private defer<R>(g: IToken, as: Nonterminal): { readonly task: Task; readonly get: Build<R> } {
    // While the grammar is being recorded there is no group.
    const none = undefined as unknown as { task: Task; get: Build<R> };
    return (
      this.ACTION(() => {
        const task = this.reader.defer(g as GroupToken, as);
        return { task, get: () => task.result as R };
      }) ?? { ...none }
    );
  }

  // Expressions.

  expr = this.RULE('expr', (): Build<Expr> => {
    const operands: Operand[] = [];
    const separators: IToken[] = [];
    operands.push(this.SUBRULE(this.operand));
    this.MANY(() => {
      separators.push(this.OR([{ ALT: () => this.CONSUME(T.Becomes) }, { ALT: () => this.CONSUME(T.Semicolon) }]));
      operands.push(this.SUBRULE2(this.operand));
    });
    return () => this.fold(operands, separators);
  });

  /** `let` and else-branches reach as far right as they can; `:=` ends at the next `;`. */
  private fold(operands: Operand[], separators: IToken[]): Expr {
    const { place } = this.reader;
    let tail: Expr | undefined;
    let current: Expr | undefined;
    const closed = (): Expr => {
      const e = current as Expr;
      return tail === undefined ? e : place(Let('_', Omitted(), e, tail), this.tokenOf(e));
    };
    for (let i = operands.length - 1; i >= 0; i--) {
      const { heads, sum } = operands[i] as Operand;
      const separator = separators[i];
      const e = sum();
      if (separator === undefined) current = e;
      else if (separator.tokenType === T.Becomes) current = this.like(Assign(e, current as Expr), e);
      else {
        tail = closed();
        current = e;
      }
      for (let k = heads.length - 1; k >= 0; k--) {
        const head = heads[k] as Head;
        const body = closed();
        tail = undefined;
        if (head.tag === 'let') {
          const b = head.task.result as Binder;
          current = place(Let(b.x.image, b.type, b.e, body), head.token);
        } else {
          const [e1, e2] = head.test.result as [Expr, Expr];
          current = place(If(e1, e2, head.then.result as Expr, body), head.token);
        }
      }
    }
    return closed();
  }

  /** The token a term was placed at, remembered while the parts of one group are put together. */
  private starts = new Map<object, IToken>();
  /** Forgets what it read, so that the tokens of a file do not outlive the reading. */
  forget(): void {
    this.starts = new Map();
    this.reader = undefined as unknown as Reader;
    this.input = [];
  }
  private tokenOf(e: object): IToken {
    return this.starts.get(e) as IToken;
  }
  private put<X extends object>(term: X, token: IToken): X {
    this.starts.set(term, token);
    return this.reader.place(term, token);
  }
  private like<X extends object>(term: X, first: object): X {
    const token = this.tokenOf(first);
    return token === undefined ? term : this.put(term, token);
  }

  private operand = this.RULE('operand', (): Operand => {
    const heads: Head[] = [];
    this.MANY(() =>
      this.OR([
        {
          ALT: () => {
            const token = this.CONSUME(T.Group.let);
            const { task } = this.defer(token, 'binder');
            this.ACTION(() => heads.push({ tag: 'let', token, task }));
          },
        },
        {
          ALT: () => {
            const token = this.CONSUME(T.Group.if);
            const test = this.defer(token, 'condition').task;
            const branch = this.CONSUME(T.Group.then);
            const then = this.defer(branch, 'expr').task;
            this.CONSUME(T.keyword.else);
            this.ACTION(() => heads.push({ tag: 'if', token, test, then }));
          },
        },
      ]),
    );
    return { heads, sum: this.SUBRULE(this.sum) };
  });

  private sum = this.RULE('sum', (): Build<Expr> => {
    const first = this.SUBRULE(this.product);
    const rest: [IToken, Build<Expr>][] = [];
    this.MANY(() => {
      const op = this.OR([{ ALT: () => this.CONSUME(T.Plus) }, { ALT: () => this.CONSUME(T.Minus) }]);
      const next = this.SUBRULE2(this.product);
      rest.push([op, next]);
    });
    if (rest.length === 0) return first;
    return () => this.operations(first, rest);
  });

  private product = this.RULE('product', (): Build<Expr> => {
    const first = this.SUBRULE(this.call);
    const rest: [IToken, Build<Expr>][] = [];
    this.MANY(() => {
      const op = this.CONSUME(T.Star);
      const next = this.SUBRULE2(this.call);
      rest.push([op, next]);
    });
    if (rest.length === 0) return first;
    return () => this.operations(first, rest);
  });

  private operations(first: Build<Expr>, rest: [IToken, Build<Expr>][]): Expr {
    let e = first();
    for (const [op, next] of rest) {
      const operator: Operator =
        op.image === '+' ? make.Operator.Plus() : op.image === '-' ? make.Operator.Minus() : make.Operator.Times();
      e = this.like(Op(operator, e, next()), e);
    }
    return e;
  }

  private call = this.RULE('call', (): Build<Expr> => {
    const fun = this.SUBRULE(this.first);
    const args: Build<Expr>[] = [];
    this.MANY(() => {
      args.push(this.SUBRULE(this.argument));
    });
    if (args.length === 0) return fun;
    return () => {
      let e = fun();
      for (const arg of args) e = this.like(App(e, arg()), e);
      return e;
    };
  });

  /** The first part of a call: a negative number may stand here. */
  private first = this.RULE('first', (): Build<Expr> => {
    const prefixes: Build<(e: Expr) => Expr>[] = [];
    this.MANY(() => {
      prefixes.push(this.SUBRULE(this.prefix));
    });
    const e = this.OR([{ ALT: () => this.SUBRULE(this.negative) }, { ALT: () => this.SUBRULE(this.postfix) }]);
    return prefixes.length === 0 ? e : () => this.prefixed(prefixes, e);
  });

  /** An argument: `f -3` is a subtraction, `f !-3` is not. */
  private argument = this.RULE('argument', (): Build<Expr> =>
    this.OR([
      {
        ALT: () => {
          const prefixes: Build<(e: Expr) => Expr>[] = [];
          this.AT_LEAST_ONE(() => {
            prefixes.push(this.SUBRULE(this.prefix));
          });
          const e = this.OR2([{ ALT: () => this.SUBRULE(this.negative) }, { ALT: () => this.SUBRULE(this.postfix) }]);
          return () => this.prefixed(prefixes, e);
        },
      },
      { ALT: () => this.SUBRULE2(this.postfix) },
    ]),
  );

  private prefixed(prefixes: Build<(e: Expr) => Expr>[], inner: Build<Expr>): Expr {
    let e = inner();
    for (let i = prefixes.length - 1; i >= 0; i--) e = (prefixes[i] as Build<(e: Expr) => Expr>)()(e);
    return e;
  }

  private prefix = this.RULE('prefix', (): Build<(e: Expr) => Expr> =>
    this.OR([
      {
        ALT: () => {
          const token = this.CONSUME(T.Bang);
          return () => (e: Expr) => this.put(Deref(e), token);
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(T.keyword.ref);
          let type: Build<Type> | undefined;
          this.OPTION(() => {
            const g = this.CONSUME(T.Group['[']);
            this.ACTION(() => this.reader.annotatedOnly('ref[τ]', g));
            type = this.defer<Type>(g, 'type').get;
          });
          return () => (e: Expr) => this.put(New(type?.() ?? Omitted(), e), token);
        },
      },
      {
        ALT: () => {
          const token = this.OR2([
            { ALT: () => this.CONSUME(T.keyword.con) },
            { ALT: () => this.CONSUME(T.keyword.abs) },
          ]);
          this.ACTION(() => this.reader.annotatedOnly(token.image, token));
          const g = this.CONSUME2(T.Group['[']);
          const t = this.defer<string>(g, 'typeName').get;
          return () => (e: Expr) => this.put(token.image === 'con' ? Con(t(), e) : Abs(t(), e), token);
        },
      },
    ]),
  );

  private negative = this.RULE('negative', (): Build<Expr> => {
    const token = this.CONSUME(T.Minus);
    const n = this.CONSUME(T.Integer);
    return () => this.put(Num(-BigInt(n.image)), token);
  });

  private postfix = this.RULE('postfix', (): Build<Expr> => {
    const primary = this.SUBRULE(this.primary);
    const labels: IToken[] = [];
    this.MANY(() => {
      this.CONSUME(T.Dot);
      labels.push(this.CONSUME(T.Ident));
    });
    if (labels.length === 0) return primary;
    return () => {
      let e = primary();
      for (const l of labels) e = this.like(Proj(e, l.image), e);
      return e;
    };
  });

  private primary = this.RULE('primary', (): Build<Expr> =>
    this.OR([
      {
        ALT: () => {
          const n = this.CONSUME(T.Integer);
          return () => this.put(Num(BigInt(n.image)), n);
        },
      },
      {
        ALT: () => {
          const x = this.CONSUME(T.Ident);
          return () => this.put(Var(x.image), x);
        },
      },
      {
        ALT: () => {
          const r = this.CONSUME(T.Reference);
          this.ACTION(() => this.reader.annotatedOnly('@n', r));
          // One spelling for each number: @01 is @1.
          return () => this.put(Loc(`@${BigInt(r.image.slice(1))}`), r);
        },
      },
      {
        ALT: () => {
          const token = this.CONSUME(T.keyword.update);
          let cap: Build<Cap> | undefined;
          this.OPTION(() => {
            const g = this.CONSUME(T.Group['[']);
            this.ACTION(() => this.reader.annotatedOnly('update[Δ]', g));
            cap = this.defer<Cap>(g, 'capability').get;
          });
          return () => this.put(Update(cap?.() ?? unknownCap), token);
        },
      },
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['{']);
          const fields = this.defer<Fields>(g, 'fields').get;
          return () => this.put(Rec(fields()), g);
        },
      },
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['(']);
          const inner = this.defer<Expr>(g, 'expr').get;
          return () => {
            const e = inner();
            if (!this.starts.has(e)) this.starts.set(e, g);
            return e;
          };
        },
      },
    ]),
  );

  fields = this.RULE('fields', (): Build<Fields> => {
    const all: { readonly l: IToken; readonly e: Build<Expr> }[] = [];
    this.MANY_SEP({
      SEP: T.Comma,
      DEF: () => {
        const l = this.CONSUME(T.Ident);
        this.CONSUME(T.Equals);
        const e = this.SUBRULE(this.expr);
        all.push({ l, e });
      },
    });
    return () => {
      let list: Fields = make.Fields.NoFields();
      for (let i = all.length - 1; i >= 0; i--) {
        const { l, e } = all[i] as (typeof all)[number];
        list = this.put(make.Fields.Field(l.image, e(), list), l);
      }
      return list;
    };
  });

  /** Inside let … in. */
  binder = this.RULE('binder', (): Build<Binder> => {
    const x = this.CONSUME(T.Ident);
    let type: Build<Type> | undefined;
    this.OPTION(() => {
      this.CONSUME(T.Colon);
      type = this.SUBRULE(this.type);
    });
    this.CONSUME(T.Equals);
    const e = this.SUBRULE(this.expr);
    return () => ({ x, type: type?.() ?? Omitted(), e: e() });
  });

  /** Inside if … then. */
  condition = this.RULE('condition', (): Build<[Expr, Expr]> => {
    const e1 = this.SUBRULE(this.sum);
    this.CONSUME(T.Equals);
    const e2 = this.SUBRULE2(this.sum);
    return () => [e1(), e2()];
  });

  // Types.

  type = this.RULE('type', (): Build<Type> => {
    const parts: Build<Type>[] = [];
    const arrows: (Build<[Mu, Cap]> | undefined)[] = [];
    parts.push(this.SUBRULE(this.post));
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            this.CONSUME(T.Arrow);
            arrows.push(undefined);
          },
        },
        {
          ALT: () => {
            this.CONSUME(T.Minus);
            const g = this.CONSUME(T.Group['[']);
            const { get } = this.defer<[Mu, Cap]>(g, 'latents');
            arrows.push(get);
            this.CONSUME2(T.Arrow);
          },
        },
      ]);
      parts.push(this.SUBRULE2(this.post));
    });
    return () => {
      let τ = (parts[parts.length - 1] as Build<Type>)();
      for (let i = parts.length - 2; i >= 0; i--) {
        const from = (parts[i] as Build<Type>)();
        const [mu, cap] = arrows[i]?.() ?? [unknownMu, unknownCap];
        τ = this.like(Arrow(from, mu, cap, τ), from);
      }
      return τ;
    };
  });

  private post = this.RULE('post', (): Build<Type> => {
    const atom = this.SUBRULE(this.atom);
    let refs = 0;
    this.MANY(() => {
      this.CONSUME(T.keyword.ref);
      refs++;
    });
    return () => {
      let τ = atom();
      for (let i = 0; i < refs; i++) τ = this.like(Ref(τ), τ);
      return τ;
    };
  });

  private atom = this.RULE('atom', (): Build<Type> =>
    this.OR([
      {
        ALT: () => {
          this.CONSUME(T.keyword.int);
          return () => Int();
        },
      },
      {
        ALT: () => {
          const t = this.CONSUME(T.Ident);
          return () => this.put(Named(t.image), t);
        },
      },
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['{']);
          const fields = this.defer<TypeFields>(g, 'typeFields').get;
          return () => this.put(Record(fields()), g);
        },
      },
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['(']);
          return this.defer<Type>(g, 'type').get;
        },
      },
    ]),
  );

  typeFields = this.RULE('typeFields', (): Build<TypeFields> => {
    const all: { readonly l: IToken; readonly τ: Build<Type> }[] = [];
    this.MANY_SEP({
      SEP: T.Comma,
      DEF: () => {
        const l = this.CONSUME(T.Ident);
        this.CONSUME(T.Colon);
        const τ = this.SUBRULE(this.type);
        all.push({ l, τ });
      },
    });
    return () => {
      let list: TypeFields = make.TypeFields.NoTypes();
      for (let i = all.length - 1; i >= 0; i--) {
        const { l, τ } = all[i] as (typeof all)[number];
        list = this.put(make.TypeFields.TypeField(l.image, τ(), list), l);
      }
      return list;
    };
  });

  /** μ;Δ */
  latents = this.RULE('latents', (): Build<[Mu, Cap]> => {
    const mu = this.CONSUME(T.Ident);
    this.ACTION(() => {
      if (mu.image !== 'N' && mu.image !== 'U') this.reader.mistake(`expected 'N' or 'U', found ${found(mu)}`, mu);
    });
    this.CONSUME(T.Semicolon);
    const cap = this.SUBRULE(this.capability);
    return () => [mu.image === 'U' ? make.Mu.U() : make.Mu.N(), cap()];
  });

  capability = this.RULE('capability', (): Build<Cap> =>
    this.OR([
      {
        ALT: () => {
          const g = this.CONSUME(T.Group['{']);
          const names = this.defer<string[]>(g, 'names').get;
          return () => this.put(finite(names()), g);
        },
      },
      {
        ALT: () => {
          const star = this.CONSUME(T.Star);
          let names: Build<string[]> | undefined;
          this.OPTION(() => {
            this.CONSUME(T.Backslash);
            const g = this.CONSUME2(T.Group['{']);
            names = this.defer<string[]>(g, 'names').get;
          });
          return () => this.put(cofinite(names?.() ?? []), star);
        },
      },
    ]),
  );

  names = this.RULE('names', (): Build<string[]> => {
    const all: IToken[] = [];
    this.MANY_SEP({ SEP: T.Comma, DEF: () => all.push(this.CONSUME(T.Ident)) });
    return () => all.map((t) => t.image);
  });

  typeName = this.RULE('typeName', (): Build<string> => {
    const t = this.CONSUME(T.Ident);
    return () => t.image;
  });

  parameter = this.RULE('parameter', (): Build<[IToken, Type]> => {
    const x = this.CONSUME(T.Ident);
    this.CONSUME(T.Colon);
    const τ = this.SUBRULE(this.type);
    return () => [x, τ()];
  });

  // Items.

  item = this.RULE('item', (): Build<Item> => {
    let add: IToken | undefined;
    this.OPTION(() => {
      add = this.CONSUME(T.keyword.add);
    });
    const item = this.OR([
      { ALT: () => this.SUBRULE(this.typeItem) },
      { ALT: () => this.SUBRULE(this.varItem) },
      { ALT: () => this.SUBRULE(this.funItem) },
    ]);
    return () => {
      const inner = item();
      return add === undefined ? inner : this.like(make.Item.AddItem(inner), inner);
    };
  });

  private typeItem = this.RULE('typeItem', (): Build<Item> => {
    this.CONSUME(T.keyword.type);
    const t = this.CONSUME(T.Ident);
    this.CONSUME(T.Equals);
    const τ = this.SUBRULE(this.type);
    let by: IToken | undefined;
    this.OPTION(() => {
      this.CONSUME(T.keyword.by);
      by = this.CONSUME2(T.Ident);
    });
    return () =>
      this.put(by === undefined ? make.Item.TypeItem(t.image, τ()) : make.Item.ChangeItem(t.image, τ(), by.image), t);
  });

  private varItem = this.RULE('varItem', (): Build<Item> => {
    this.CONSUME(T.keyword.var);
    const z = this.CONSUME(T.Ident);
    this.CONSUME(T.Colon);
    const τ = this.SUBRULE(this.type);
    this.CONSUME(T.Equals);
    const e = this.SUBRULE(this.expr);
    return () => this.put(make.Item.BindItem(z.image, this.put(make.Binding.Variable(τ(), e()), z)), z);
  });

  private funItem = this.RULE('funItem', (): Build<Item> => {
    this.OPTION(() => this.CONSUME(T.keyword.and));
    this.OPTION2(() => this.CONSUME(T.keyword.fun));
    const f = this.CONSUME(T.Ident);
    const parameter = this.defer<[IToken, Type]>(this.CONSUME(T.Group['(']), 'parameter').get;
    this.CONSUME(T.Colon);
    const to = this.SUBRULE(this.type);
    let latents: Build<[Mu, Cap]> | undefined;
    this.OPTION3(() => {
      latents = this.defer<[Mu, Cap]>(this.CONSUME(T.Group['[']), 'latents').get;
    });
    this.CONSUME(T.Equals);
    const body = this.SUBRULE(this.expr);
    return () => {
      const [x, from] = parameter();
      const [mu, cap] = latents?.() ?? [unknownMu, unknownCap];
      return this.put(
        make.Item.BindItem(f.image, this.put(make.Binding.Fun(x.image, from, to(), mu, cap, body()), f)),
        f,
      );
    };
  });
}

export { EOF };
