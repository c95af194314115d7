/** Expressions (section 12). */
import type { IToken } from 'chevrotain';
import { make, type Cap, type Expr, type Fields, type Operator, type Type } from '../grammar.ts';
import type { Build, Task } from './phrases.ts';
import { unknownCap } from './phrases.ts';
import * as T from './tokens.ts';
import { TypeParser } from './types.ts';

const { Num, Var, Loc, Rec, Proj, App, Let, New, Deref, Assign, Op, If, Con, Abs, Update } = make.Expr;
const { Omitted } = make.Type;

type Head =
  | { readonly tag: 'let'; readonly token: IToken; readonly task: Task }
  | { readonly tag: 'if'; readonly token: IToken; readonly test: Task; readonly then: Task }
  | { readonly tag: 'construct'; readonly token: IToken; readonly make: (e: Expr) => Expr };
interface Operand {
  readonly heads: Head[];
  readonly sum: Build<Expr>;
}
interface Binder {
  readonly x: IToken;
  readonly type: Type;
  readonly e: Expr;
}

export abstract class ExpressionParser extends TypeParser {
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
        // Like an assignment, it ends at the next `;`.
        if (head.tag === 'construct') {
          current = this.put(head.make(current as Expr), head.token);
          continue;
        }
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
        ...this.constructs
          .filter((c) => c.before === 'assign')
          .map(({ word, make: of }) => ({
            ALT: () => {
              const token = this.CONSUME(word);
              this.ACTION(() => heads.push({ tag: 'construct', token, make: of }));
            },
          })),
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
      ...this.constructs
        .filter((c) => c.before === 'prefix')
        .map(({ word, make: of }) => ({
          ALT: () => {
            const token = this.CONSUME(word);
            return () => (e: Expr) => this.put(of(e), token);
          },
        })),
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
      // What begins a primary says which one it is.
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
          return () => this.standing(inner(), g);
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
}
