/** Types and expressions, from text to terms (section 12). */
import type { Token } from '../../lexing.ts';
import type { Phrase } from '../../phrases.ts';
import { found, list, TokenReader, Wrong } from '../../token-reader.ts';
import {
  make,
  type Comparison,
  type Expr,
  type Fields,
  type Items,
  type Operator,
  type Type,
  type TypeFields,
} from '../grammar.ts';
import { lex } from './tokens.ts';

const operatorOf: Readonly<Record<string, () => Operator>> = {
  '+': make.Operator.Plus,
  '-': make.Operator.Minus,
  '*': make.Operator.Times,
};
interface NamedField {
  readonly l: Token;
  readonly e: Expr;
}
export class ExpressionReader extends TokenReader {
  constructor(text: string, file: string) {
    super(lex, text, file);
  }

  protected distinct(tokens: readonly Token[], what: string): void {
    const seen = new Set<string>();
    for (const t of tokens) {
      if (seen.has(t.text)) this.mistake(`${what} ${t.text} is given twice`, t.position, 'duplicate');
      seen.add(t.text);
    }
  }

  protected *type(): Phrase<Type> {
    const token = this.token;
    let read: Type;
    if (this.is('int')) {
      this.advance();
      read = make.Type.Int();
    } else if (token.kind === 'name') {
      this.advance();
      read = this.put(make.Type.Named(token.text), token);
    } else if (this.is('(')) {
      this.advance();
      read = (yield this.type()) as Type;
      this.take(')');
    } else if (this.is('{')) {
      this.advance();
      const fields: { readonly l: Token; readonly type: Type }[] = [];
      while (!this.is('}')) {
        if (fields.length > 0) this.take(',');
        const l = this.name('a label');
        this.take(':');
        fields.push({ l, type: (yield this.type()) as Type });
      }
      this.take('}');
      this.distinct(
        fields.map((f) => f.l),
        'label',
      );
      const { NoTypes, TypeField } = make.TypeFields;
      read = this.put(
        make.Type.Record(list(fields, NoTypes(), (f, rest: TypeFields) => TypeField(f.l.text, f.type, rest))),
        token,
      );
    } else throw new Wrong(`expected a type, found ${found(token)}`, token);
    while (this.is('list')) read = this.put(make.Type.List(read), this.advance());
    return read;
  }

  // Expressions.

  *expr(): Phrase<Expr> {
    // A sequence may be long: what stands in front of the semicolons, first one first.
    const before: { readonly e: Expr; readonly token: Token }[] = [];
    for (;;) {
      if (this.isBlock()) {
        const last = (yield this.block()) as Expr;
        return this.sequence(before, last);
      }
      const e = (yield this.assign()) as Expr;
      if (!this.is(';')) return this.sequence(before, e);
      before.push({ e, token: this.advance() });
    }
  }
  protected sequence(before: readonly { readonly e: Expr; readonly token: Token }[], last: Expr): Expr {
    return list(before, last, ({ e, token }, rest: Expr) => this.put(make.Expr.Let('', e, rest), token));
  }
  protected isBlock(): boolean {
    return this.isOne(['let', 'if', 'while', 'fold']);
  }
  protected *comparison(): Phrase<readonly [Comparison, Expr, Expr]> {
    const e1 = (yield this.sum()) as Expr;
    const cmp = this.is('=') ? make.Comparison.Equal() : this.is('<') ? make.Comparison.Less() : undefined;
    if (cmp === undefined) throw new Wrong(`expected '=' or '<', found ${found(this.token)}`, this.token);
    this.advance();
    return [cmp, e1, (yield this.sum()) as Expr];
  }
  protected *block(): Phrase<Expr> {
    const token = this.advance();
    if (token.text === 'let') {
      const x = this.name('a variable').text;
      this.take('=');
      const e1 = (yield this.expr()) as Expr;
      this.take('in');
      return this.put(make.Expr.Let(x, e1, (yield this.expr()) as Expr), token);
    }
    if (token.text === 'if') {
      const [cmp, e1, e2] = yield* this.comparison();
      this.take('then');
      const yes = (yield this.expr()) as Expr;
      this.take('else');
      return this.put(make.Expr.If(cmp, e1, e2, yes, (yield this.expr()) as Expr), token);
    }
    if (token.text === 'while') {
      const [cmp, e1, e2] = yield* this.comparison();
      this.take('do');
      return this.put(make.Expr.While(cmp, e1, e2, (yield this.expr()) as Expr), token);
    }
    this.take('(');
    const x = this.name('a variable');
    this.take(',');
    const y = this.name('a variable');
    this.distinct([x, y], 'variable');
    this.take(':');
    const type = (yield this.type()) as Type;
    this.take('=');
    const e0 = (yield this.expr()) as Expr;
    this.take(')');
    this.take('over');
    const e1 = (yield this.sum()) as Expr;
    this.take('do');
    return this.put(make.Expr.Fold(x.text, y.text, type, e0, e1, (yield this.expr()) as Expr), token);
  }
  protected *assign(): Phrase<Expr> {
    // `my.f := my.g := …` and `e :: e :: …` may be long.
    const wraps: ((e: Expr) => Expr)[] = [];
    const wrapped = (e: Expr): Expr => list(wraps, e, (w, inner: Expr) => w(inner));
    while (this.is('my') && this.is('.', 1) && this.tokens[this.next + 2]?.kind === 'name' && this.is(':=', 3)) {
      const token = this.advance();
      this.advance();
      const f = this.advance().text;
      this.advance();
      wraps.push((e) => this.put(make.Expr.Set(f, e), token));
      if (this.isBlock()) return wrapped((yield this.block()) as Expr);
    }
    for (;;) {
      const e1 = (yield this.sum()) as Expr;
      if (!this.is('::')) return wrapped(e1);
      const token = this.advance();
      wraps.push((e) => this.put(make.Expr.Cons(e1, e), token));
    }
  }
  protected *sum(): Phrase<Expr> {
    let e = yield* this.product();
    while (this.is('+') || this.is('-')) {
      const token = this.advance();
      const right = yield* this.product();
      e = this.put(make.Expr.Op((operatorOf[token.text] as () => Operator)(), e, right), token);
    }
    return e;
  }
  protected *product(): Phrase<Expr> {
    let e = yield* this.postfix();
    while (this.is('*')) {
      const token = this.advance();
      e = this.put(make.Expr.Op(make.Operator.Times(), e, yield* this.postfix()), token);
    }
    return e;
  }
  protected *postfix(): Phrase<Expr> {
    let e = yield* this.primary();
    while (this.is('.')) {
      this.advance();
      const l = this.name('a label or a method');
      if (this.is('(')) {
        const args = yield* this.items('(', ')');
        e = this.put(make.Expr.Send(e, l.text, args), l);
      } else e = this.put(make.Expr.Proj(e, l.text), l);
    }
    return e;
  }
  protected *items(open: string, close: string): Phrase<Items> {
    this.take(open);
    const all: Expr[] = [];
    while (!this.is(close)) {
      if (all.length > 0) this.take(',');
      all.push((yield this.expr()) as Expr);
    }
    this.take(close);
    return list(all, make.Items.NoItems(), (e, rest: Items) => make.Items.Item(e, rest));
  }
  protected *fields(): Phrase<Fields> {
    this.take('{');
    const all: NamedField[] = [];
    while (!this.is('}')) {
      if (all.length > 0) this.take(',');
      const l = this.name('a label');
      this.take('=');
      all.push({ l, e: (yield this.expr()) as Expr });
    }
    this.take('}');
    this.distinct(
      all.map((f) => f.l),
      'label',
    );
    const { NoFields, Field } = make.Fields;
    return list(all, NoFields(), (f, rest: Fields) => this.put(Field(f.l.text, f.e, rest), f.l));
  }
  protected *primary(): Phrase<Expr> {
    const token = this.token;
    if (token.kind === 'number') {
      this.advance();
      return this.put(make.Expr.Num(BigInt(token.text)), token);
    }
    if (token.kind === 'name') {
      this.advance();
      return this.put(make.Expr.Var(token.text), token);
    }
    if (this.is('my')) {
      this.advance();
      this.take('.');
      return this.put(make.Expr.Get(this.name('a field').text), token);
    }
    if (this.is('self')) {
      this.advance();
      return make.Expr.Self();
    }
    if (this.is('next')) {
      this.advance();
      return make.Expr.Next();
    }
    if (this.is('new')) {
      this.advance();
      return this.put(make.Expr.New(this.name('a class').text), token);
    }
    if (this.is('nil')) {
      this.advance();
      this.take('[');
      const type = (yield this.type()) as Type;
      this.take(']');
      return this.put(make.Expr.Nil(type), token);
    }
    if (this.is('(')) {
      this.advance();
      const e = (yield this.expr()) as Expr;
      this.take(')');
      return e;
    }
    if (this.is('{')) return this.put(make.Expr.Rec(yield* this.fields()), token);
    if (this.is('[')) {
      const items = yield* this.items('[', ']');
      if (items.tag === 'NoItems') throw new Wrong('a list has elements; the empty one is nil[type]', token);
      return this.put(make.Expr.Lit(items), token);
    }
    throw new Wrong(`expected an expression, found ${found(token)}`, token);
  }
}
