/** Expressions and processes, from text to terms (section 13). */
import type { Token } from '../../lexing.ts';
import type { Phrase } from '../../phrases.ts';
import { found, list, Wrong } from '../../token-reader.ts';
import { make, type Args, type Branches, type Expr, type Fields, type Operator, type Process } from '../grammar.ts';
import { TypeReader } from './types.ts';

const nothing: Expr = make.Expr.Rec(make.Fields.NoFields());
const operatorOf: Readonly<Record<string, () => Operator>> = {
  '+': make.Operator.Plus,
  '-': make.Operator.Minus,
  '*': make.Operator.Times,
  '<': make.Operator.Less,
  '=': make.Operator.Equal,
  and: make.Operator.And,
  or: make.Operator.Or,
};

export class ProcessReader extends TypeReader {
  *expr(): Phrase<Expr> {
    return (yield* this.operators(['or'], () => this.operators(['and'], () => this.comparison()))) as Expr;
  }

  /** Operators of one level, to the left. */
  private *operators(words: readonly string[], operand: () => Phrase<Expr>): Phrase<Expr> {
    let e = yield* operand();
    while (words.some((w) => this.is(w))) {
      const token = this.advance();
      const right = yield* operand();
      e = this.put(make.Expr.Op((operatorOf[token.text] as () => Operator)(), e, right), token);
    }
    return e;
  }

  private *comparison(): Phrase<Expr> {
    const nots: Token[] = [];
    while (this.is('not')) nots.push(this.advance());
    let e = yield* this.sum();
    if (this.is('=') || this.is('<')) {
      const token = this.advance();
      const right = yield* this.sum();
      e = this.put(make.Expr.Op((operatorOf[token.text] as () => Operator)(), e, right), token);
    }
    for (let i = nots.length - 1; i >= 0; i--) e = this.put(make.Expr.Not(e), nots[i] as Token);
    return e;
  }

  private *sum(): Phrase<Expr> {
    return yield* this.operators(['+', '-'], () => this.operators(['*'], () => this.post()));
  }

  private *post(): Phrase<Expr> {
    let e = yield* this.prim();
    while (this.is('.')) {
      this.advance();
      const l = this.name('a field');
      e = this.put(make.Expr.Proj(e, l.text), l);
    }
    return e;
  }

  private *prim(): Phrase<Expr> {
    const token = this.token;
    switch (token.kind) {
      case 'number':
        this.advance();
        return this.put(make.Expr.Num(BigInt(token.text)), token);
      case 'string':
        this.advance();
        return this.put(make.Expr.Text(token.text), token);
      case 'name':
        this.advance();
        return this.put(make.Expr.Var(token.text), token);
      case 'fixed':
        break;
      case 'end':
        throw new Wrong(`expected an expression, found ${found(token)}`, token);
    }
    if (this.is('-')) {
      this.advance();
      const n = this.token;
      if (n.kind !== 'number') throw new Wrong(`expected a number, found ${found(n)}`, n);
      this.advance();
      return this.put(make.Expr.Num(-BigInt(n.text)), token);
    }
    if (this.is('true')) return this.advance() && make.Expr.True();
    if (this.is('false')) return this.advance() && make.Expr.False();
    if (this.is('(')) {
      this.advance();
      const e = (yield this.expr()) as Expr;
      this.take(')');
      return e;
    }
    if (this.is('{')) {
      this.advance();
      const fields: { readonly l: Token; readonly e: Expr }[] = [];
      while (!this.is('}')) {
        if (fields.length > 0) this.take(',');
        const l = this.name('a field');
        this.take('=');
        fields.push({ l, e: (yield this.expr()) as Expr });
      }
      this.take('}');
      const { NoFields, Field } = make.Fields;
      return this.put(
        make.Expr.Rec(list(fields, NoFields(), (f, rest: Fields) => this.put(Field(f.l.text, f.e, rest), f.l))),
        token,
      );
    }
    throw new Wrong(`expected an expression, found ${found(token)}`, token);
  }

  private *args(): Phrase<Args> {
    this.take('(');
    const all: Expr[] = [];
    while (!this.is(')')) {
      if (all.length > 0) this.take(',');
      all.push((yield this.expr()) as Expr);
    }
    this.take(')');
    return list(all, make.Args.NoArgs(), (e, rest: Args) => make.Args.Arg(e, rest));
  }

  // Processes.

  *process(): Phrase<Process> {
    const wraps: ((inner: Process) => Process)[] = [];
    let inner: Process | undefined;
    while (inner === undefined) {
      const token = this.token;
      if (this.is('stop')) inner = this.advance() && make.Process.Stop();
      else if (this.is('if')) {
        this.advance();
        const e = (yield this.expr()) as Expr;
        this.take('then');
        const yes = (yield this.process()) as Process;
        this.take('else');
        wraps.push((no) => this.put(make.Process.If(e, yes, no), token));
      } else if (this.is('let')) {
        this.advance();
        const x = this.name('a variable').text;
        this.take('=');
        const e = (yield this.expr()) as Expr;
        this.take('in');
        wraps.push((body) => this.put(make.Process.Let(x, e, body), token));
      } else if (this.is('update')) {
        this.advance();
        this.take(';');
        wraps.push((body) => this.put(make.Process.Update(body), token));
      } else if (this.is('at')) {
        this.advance();
        const u = this.name('a boundary').text;
        let role = make.Role.Lead();
        if (this.is('lead')) this.advance();
        else if (this.is('from')) {
          this.advance();
          role = make.Role.From(this.name('a participant').text);
        } else throw new Wrong(`expected 'lead' or 'from', found ${found(this.token)}`, this.token);
        this.take(';');
        const f = this.name('a procedure');
        inner = this.put(make.Process.Visit(u, role, f.text, yield* this.args()), token);
      } else if (this.isName() && this.is('!', 1)) {
        const q = this.advance().text;
        this.advance();
        const l = this.name('a label').text;
        let e: Expr = nothing;
        if (this.is('(')) {
          this.advance();
          if (!this.is(')')) e = (yield this.expr()) as Expr;
          this.take(')');
        }
        this.take(';');
        wraps.push((body) => this.put(make.Process.Send(q, l, e, body), token));
      } else if (this.isName() && this.is('?', 1)) {
        const p = this.advance().text;
        this.advance();
        const { NoBranches, Branch } = make.Branches;
        if (!this.is('{')) {
          const { l, x } = this.branchHead();
          wraps.push((body) =>
            this.put(make.Process.Recv(p, this.put(Branch(l.text, x, body, NoBranches()), l)), token),
          );
          continue;
        }
        this.advance();
        const all: { readonly l: Token; readonly x: string; readonly body: Process }[] = [];
        do {
          if (all.length > 0) this.advance();
          const head = this.branchHead();
          all.push({ ...head, body: (yield this.process()) as Process });
        } while (this.is('|'));
        if (!this.is('}')) throw new Wrong(`expected '|' or '}', found ${found(this.token)}`, this.token);
        this.advance();
        const branches = list(all, NoBranches(), (b, rest: Branches) =>
          this.put(Branch(b.l.text, b.x, b.body, rest), b.l),
        );
        inner = this.put(make.Process.Recv(p, branches), token);
      } else if (this.isName()) {
        const f = this.advance();
        if (!this.is('('))
          throw new Wrong(`expected '!', '?' or '(' after ${f.text}, found ${found(this.token)}`, this.token);
        inner = this.put(make.Process.Call(f.text, yield* this.args()), token);
      } else throw new Wrong(`expected a process, found ${found(token)}`, token);
    }
    for (let i = wraps.length - 1; i >= 0; i--) inner = (wraps[i] as (P: Process) => Process)(inner);
    return inner;
  }

  private branchHead(): { readonly l: Token; readonly x: string } {
    const l = this.name('a label');
    let x = '';
    if (this.is('(')) {
      this.advance();
      x = this.name('a variable').text;
      this.take(')');
    }
    this.take(';');
    return { l, x };
  }
}
