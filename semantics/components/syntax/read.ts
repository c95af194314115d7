/**
 * From text to terms (section 12). Phrases are generators that ask for the phrases inside them; the asking is done on a
 * stack of its own, so that however deep a text is nested no native stack is used.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../errors.ts';
import type { Term } from '../../grammar.ts';
import { run, type Phrase } from '../../phrases.ts';
import { at, newSource, positionOf, type Position } from '../../positions.ts';
import { resolve } from '../../resolution.ts';
import {
  components,
  make,
  type Classes,
  type Comparison,
  type Exports,
  type Expr,
  type Fields,
  type Formats,
  type Imports,
  type Items,
  type KernelSystem,
  type Methods,
  type Objects,
  type Operator,
  type Params,
  type Slots,
  type Starts,
  type Type,
  type TypeFields,
  type Updates,
  type Version,
} from '../grammar.ts';
import { lex, type Token } from './tokens.ts';

/** Given up where something is wrong; reading goes on with the next member or item. */
class Wrong extends Error {
  readonly token: Token;
  constructor(message: string, token: Token) {
    super(message);
    this.token = token;
  }
}

const found = (t: Token): string =>
  t.kind === 'end' ? 'end of input' : `'${t.text.length > 30 ? `${t.text.slice(0, 30)}…` : t.text}'`;
const list = <X, L>(all: readonly X[], none: L, cons: (x: X, rest: L) => L): L => {
  let rest = none;
  for (let i = all.length - 1; i >= 0; i--) rest = cons(all[i] as X, rest);
  return rest;
};

const operatorOf: Readonly<Record<string, () => Operator>> = {
  '+': make.Operator.Plus,
  '-': make.Operator.Minus,
  '*': make.Operator.Times,
};
const itemWords = ['format', 'class', 'object', 'thread', 'source', 'update'];
const memberWords = ['field', 'method', 'export', 'import', 'adapt'];

interface NamedField {
  readonly l: Token;
  readonly e: Expr;
}
interface MethodRead {
  readonly token: Token;
  readonly m: string;
  readonly params: readonly { readonly x: Token; readonly type: Type }[];
  readonly type: Type;
  readonly e: Expr;
}
interface ClassRead {
  readonly token: Token;
  readonly C: string;
  readonly fields: { readonly f: Token; readonly type: Type; readonly e: Expr }[];
  readonly methods: MethodRead[];
  readonly adaptors: MethodRead[];
  readonly exports: { readonly F: Token; readonly e: Expr }[];
  readonly imports: { readonly F: Token; readonly x: Token; readonly fields: Fields }[];
}
interface FormatRead {
  readonly F: Token;
  readonly type: Type;
}

class Reader {
  readonly errors: LoadError[] = [];
  private readonly tokens: readonly Token[];
  private readonly file: string;
  private next = 0;
  /** The objects of the system; those that are read after a name count as well. */
  private readonly objects = new Set<string>();

  constructor(text: string, file: string) {
    newSource();
    this.file = file;
    const { tokens, errors } = lex(text, file);
    this.tokens = tokens;
    for (const e of errors) this.mistake(e.message, e.position);
  }

  private mistake(message: string, position: Position, kind: LoadError['kind'] = 'parse'): void {
    this.errors.push(loadError(kind, message, position, this.file));
  }
  private get token(): Token {
    return this.tokens[this.next] as Token;
  }
  private is(text: string, ahead = 0): boolean {
    const t = this.tokens[this.next + ahead];
    return t?.kind === 'fixed' && t.text === text;
  }
  private isOne(words: readonly string[]): boolean {
    return this.token.kind === 'fixed' && words.includes(this.token.text);
  }
  private advance(): Token {
    return this.tokens[this.next++] as Token;
  }
  private take(text: string): Token {
    if (!this.is(text)) throw new Wrong(`expected '${text}', found ${found(this.token)}`, this.token);
    return this.advance();
  }
  private name(what: string): Token {
    if (this.token.kind !== 'name') throw new Wrong(`expected ${what}, found ${found(this.token)}`, this.token);
    return this.advance();
  }
  private put<X extends object>(term: X, token: Token): X {
    return at(term, token.position);
  }
  private distinct(tokens: readonly Token[], what: string): void {
    const seen = new Set<string>();
    for (const t of tokens) {
      if (seen.has(t.text)) this.mistake(`${what} ${t.text} is given twice`, t.position, 'duplicate');
      seen.add(t.text);
    }
  }

  // Types.

  private *type(): Phrase<Type> {
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
  private sequence(before: readonly { readonly e: Expr; readonly token: Token }[], last: Expr): Expr {
    return list(before, last, ({ e, token }, rest: Expr) => this.put(make.Expr.Let('', e, rest), token));
  }
  private isBlock(): boolean {
    return this.isOne(['let', 'if', 'while', 'fold']);
  }
  private *comparison(): Phrase<readonly [Comparison, Expr, Expr]> {
    const e1 = (yield this.sum()) as Expr;
    const cmp = this.is('=') ? make.Comparison.Equal() : this.is('<') ? make.Comparison.Less() : undefined;
    if (cmp === undefined) throw new Wrong(`expected '=' or '<', found ${found(this.token)}`, this.token);
    this.advance();
    return [cmp, e1, (yield this.sum()) as Expr];
  }
  private *block(): Phrase<Expr> {
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
  private *assign(): Phrase<Expr> {
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
  private *sum(): Phrase<Expr> {
    let e = yield* this.product();
    while (this.is('+') || this.is('-')) {
      const token = this.advance();
      const right = yield* this.product();
      e = this.put(make.Expr.Op((operatorOf[token.text] as () => Operator)(), e, right), token);
    }
    return e;
  }
  private *product(): Phrase<Expr> {
    let e = yield* this.postfix();
    while (this.is('*')) {
      const token = this.advance();
      e = this.put(make.Expr.Op(make.Operator.Times(), e, yield* this.postfix()), token);
    }
    return e;
  }
  private *postfix(): Phrase<Expr> {
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
  private *items(open: string, close: string): Phrase<Items> {
    this.take(open);
    const all: Expr[] = [];
    while (!this.is(close)) {
      if (all.length > 0) this.take(',');
      all.push((yield this.expr()) as Expr);
    }
    this.take(close);
    return list(all, make.Items.NoItems(), (e, rest: Items) => make.Items.Item(e, rest));
  }
  private *fields(): Phrase<Fields> {
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
  private *primary(): Phrase<Expr> {
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

  // Members and items.

  private attempt(read: () => void, until: readonly string[]): void {
    try {
      read();
    } catch (e) {
      if (!(e instanceof Wrong)) throw e;
      this.mistake(e.message, e.token.position);
      while (this.token.kind !== 'end' && !this.isOne(until)) this.next++;
    }
  }

  private format(): FormatRead {
    this.advance();
    const F = this.name('a format');
    if (F.text === 'raw') this.mistake('raw is the format that every class has', F.position);
    this.take('=');
    return { F, type: run(this.type()) };
  }

  private method(): MethodRead {
    const token = this.advance();
    const m = this.name(token.text === 'method' ? 'a method' : 'the method that is adapted');
    this.take('(');
    const params: { readonly x: Token; readonly type: Type }[] = [];
    while (!this.is(')')) {
      if (params.length > 0) this.take(',');
      const x = this.name('a parameter');
      this.take(':');
      params.push({ x, type: run(this.type()) });
    }
    this.take(')');
    this.distinct(
      params.map((p) => p.x),
      'parameter',
    );
    this.take(':');
    const type = run(this.type());
    this.take('=');
    return { token: m, m: m.text, params, type, e: run(this.expr()) };
  }

  private member(c: ClassRead, inUpdate: boolean): void {
    const token = this.token;
    if (!inUpdate && (this.is('import') || this.is('adapt')))
      this.mistake(`${token.text} is for the classes of updates`, token.position);
    if (this.is('method')) c.methods.push(this.method());
    else if (this.is('adapt')) c.adaptors.push(this.method());
    else if (this.is('field')) {
      this.advance();
      const f = this.name('a field');
      this.take(':');
      const type = run(this.type());
      this.take('=');
      c.fields.push({ f, type, e: run(this.expr()) });
    } else if (this.is('export')) {
      this.advance();
      const F = this.name('a format');
      this.take('=');
      c.exports.push({ F, e: run(this.expr()) });
    } else if (this.is('import')) {
      this.advance();
      const F = this.name('a format');
      this.take('(');
      const x = this.name('a variable');
      this.take(')');
      this.take('=');
      c.imports.push({ F, x, fields: run(this.fields()) });
    } else
      throw new Wrong(
        `expected 'field', 'method', 'export', ${inUpdate ? "'import', 'adapt' or '}'" : "or '}'"}, found ${found(token)}`,
        token,
      );
    if (!this.is('}') && !this.isOne(memberWords)) throw new Wrong(`unexpected ${found(this.token)}`, this.token);
  }

  private class(inUpdate: boolean): ClassRead {
    this.advance();
    const token = this.name('a class');
    const c: ClassRead = { token, C: token.text, fields: [], methods: [], adaptors: [], exports: [], imports: [] };
    this.take('{');
    while (!this.is('}') && this.token.kind !== 'end' && !this.isOne(itemWords))
      this.attempt(() => this.member(c, inUpdate), [...memberWords, ...itemWords]);
    if (this.errors.length === 0 || this.is('}')) this.take('}');
    return c;
  }

  /** Tells objects from variables that nothing binds. */
  private told<T extends Term>(term: T, bound: readonly string[] = []): T {
    return resolve(components, term, {
      bound,
      free: (x, occurrence) =>
        this.objects.has(x) ? at(make.Expr.Obj(x) as Term, positionOf(occurrence)) : occurrence,
      made: (again, before) => at(again, positionOf(before)),
    }) as T;
  }

  private version(c: ClassRead): Version {
    const { NoSlots, Slot } = make.Slots;
    const methods = (all: readonly MethodRead[]): Methods =>
      list(all, make.Methods.NoMethods(), (x, rest: Methods) => {
        const ξ = list(x.params, make.Params.NoParams(), (p, more: Params) =>
          this.put(make.Params.Param(p.x.text, p.type, more), p.x),
        );
        const e = this.told(
          x.e,
          x.params.map((p) => p.x.text),
        );
        return this.put(make.Methods.Method(x.m, ξ, x.type, e, rest), x.token);
      });
    return this.put(
      make.Version.Version(
        list(c.fields, NoSlots(), (x, rest: Slots) => this.put(Slot(x.f.text, x.type, this.told(x.e), rest), x.f)),
        methods(c.methods),
        list(c.exports, make.Exports.NoExports(), (x, rest: Exports) =>
          this.put(make.Exports.Export(x.F.text, this.told(x.e), rest), x.F),
        ),
        list(c.imports, make.Imports.NoImports(), (x, rest: Imports) =>
          this.put(make.Imports.Import(x.F.text, x.x.text, this.told(x.fields, [x.x.text]), rest), x.F),
        ),
        methods(c.adaptors),
      ),
      c.token,
    );
  }
  private classes(all: readonly ClassRead[]): Classes {
    return list(all, make.Classes.NoClasses(), (c, rest: Classes) =>
      this.put(make.Classes.Class(c.C, this.version(c), rest), c.token),
    );
  }
  private formats(all: readonly FormatRead[]): Formats {
    return list(all, make.Formats.NoFormats(), (f, rest: Formats) =>
      this.put(make.Formats.Format(f.F.text, f.type, rest), f.F),
    );
  }

  system(): KernelSystem {
    const formats: FormatRead[] = [];
    const classes: ClassRead[] = [];
    const objects: { readonly o: Token; readonly C: Token; readonly fields: Fields }[] = [];
    const starts: { readonly t: Token; readonly source: boolean; readonly e: Expr }[] = [];
    const updates: {
      readonly u: Token;
      readonly lazy: boolean;
      readonly formats: FormatRead[];
      readonly classes: ClassRead[];
    }[] = [];
    while (this.token.kind !== 'end')
      this.attempt(() => {
        const last = updates[updates.length - 1];
        const token = this.token;
        if (this.is('update')) {
          this.advance();
          const u = this.name('a name for the update');
          const lazy = this.is('lazy');
          if (lazy) this.advance();
          updates.push({ u, lazy, formats: [], classes: [] });
        } else if (this.is('format')) (last?.formats ?? formats).push(this.format());
        else if (this.is('class')) (last?.classes ?? classes).push(this.class(last !== undefined));
        else if (this.is('object') && last === undefined) {
          this.advance();
          const o = this.name('an object');
          this.objects.add(o.text);
          this.take(':');
          const C = this.name('a class');
          objects.push({ o, C, fields: this.is('{') ? run(this.fields()) : make.Fields.NoFields() });
        } else if ((this.is('thread') || this.is('source')) && last === undefined) {
          this.advance();
          const t = this.name(`a name for the ${token.text}`);
          this.take('=');
          starts.push({ t, source: token.text === 'source', e: run(this.expr()) });
        } else
          throw new Wrong(
            last === undefined
              ? `expected 'format', 'class', 'object', 'thread', 'source' or 'update', found ${found(token)}`
              : `expected 'format', 'class' or 'update', found ${found(token)}`,
            // An item of a system among updates is passed over.
            this.isOne(itemWords) ? this.advance() : token,
          );
        if (this.token.kind !== 'end' && !this.isOne(itemWords))
          throw new Wrong(`unexpected ${found(this.token)}`, this.token);
      }, itemWords);
    const named = [...objects.map((x) => x.o), ...starts.map((x) => x.t)];
    this.distinct(named, 'name');
    for (const t of named)
      if (t.text.includes("'"))
        this.mistake(`${t.text}: names with ' are those of objects that threads make`, t.position);
    if (classes.length === 0 && this.errors.length === 0)
      this.mistake('a system has classes', (this.tokens[0] as Token).position);
    const { NoObjects, Object: ObjectOf } = make.Objects;
    const { NoStarts, Start } = make.Starts;
    const { NoUpdates, Updates: More } = make.Updates;
    return make.System.System(
      this.formats(formats),
      this.classes(classes),
      list(objects, NoObjects(), (x, rest: Objects) =>
        this.put(ObjectOf(x.o.text, x.C.text, this.told(x.fields), rest), x.o),
      ),
      list(starts, NoStarts(), (x, rest: Starts) =>
        this.put(Start(x.t.text, x.source ? make.Kind.Again() : make.Kind.Once(), this.told(x.e), rest), x.t),
      ),
      list(updates, NoUpdates(), (x, rest: Updates) => {
        const haste = x.lazy ? make.Haste.Lazy() : make.Haste.Eager();
        const U = make.Update.Update(x.u.text, haste, this.formats(x.formats), this.classes(x.classes));
        return this.put(More(this.put(U, x.u), rest), x.u);
      }),
    );
  }

  whole(): Expr | undefined {
    try {
      const e = run(this.expr());
      if (this.token.kind !== 'end') this.mistake(`unexpected ${found(this.token)}`, this.token.position);
      return e;
    } catch (e) {
      if (!(e instanceof Wrong)) throw e;
      this.mistake(e.message, e.token.position);
      return undefined;
    }
  }
}

const sorted = (errors: readonly LoadError[]): LoadError[] => {
  const key = (e: LoadError) => (e.line ?? 0) * 1_000_000 + (e.column ?? 0);
  return [...errors].sort((a, b) => key(a) - key(b));
};

/** Reads a file: a system and its updates. @returns it, or its errors in the order of places. */
export function parseFile(text: string, file: string): Either<LoadError[], KernelSystem> {
  const reader = new Reader(text, file);
  const system = reader.system();
  return reader.errors.length > 0 ? left(sorted(reader.errors)) : right(system);
}
/** Reads an expression; its free names are variables. */
export function parseExpr(text: string, file: string): Either<LoadError[], Expr> {
  const reader = new Reader(text, file);
  const e = reader.whole();
  return e === undefined || reader.errors.length > 0 ? left(sorted(reader.errors)) : right(e);
}
