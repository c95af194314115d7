/**
 * From text to terms (section 12). Phrases are generators that ask for the phrases inside them; the asking is done on a
 * stack of its own, so that however deep a text is nested no native stack is used.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../errors.ts';
import type { Term } from '../../grammar.ts';
import type { Token } from '../../lexing.ts';
import { run } from '../../phrases.ts';
import { at, positionOf } from '../../positions.ts';
import { resolve } from '../../resolution.ts';
import { found, inOrder, list, Wrong } from '../../token-reader.ts';
import {
  components,
  make,
  type Classes,
  type Exports,
  type Expr,
  type Fields,
  type Formats,
  type Imports,
  type KernelSystem,
  type Methods,
  type Objects,
  type Params,
  type Slots,
  type Starts,
  type Type,
  type Updates,
  type Version,
} from '../grammar.ts';
import { ExpressionReader } from './expressions.ts';

const itemWords = ['format', 'class', 'object', 'thread', 'source', 'update'];
const memberWords = ['field', 'method', 'export', 'import', 'adapt'];

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

/** Members, items, whole files. */
class Reader extends ExpressionReader {
  /** The objects of the system; those that are read after a name count as well. */
  private readonly objects = new Set<string>();

  /** Reads something; after a mistake goes on where one of the words is. */
  private until(words: readonly string[], read: () => void): void {
    this.attempt(read, () => {
      while (this.token.kind !== 'end' && !this.isOne(words)) this.next++;
    });
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
      this.until([...memberWords, ...itemWords], () => this.member(c, inUpdate));
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
      this.until(itemWords, () => {
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
      });
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
}

/** Reads a file: a system and its updates. @returns it, or its errors in the order of places. */
export function parseFile(text: string, file: string): Either<LoadError[], KernelSystem> {
  const reader = new Reader(text, file);
  const system = reader.system();
  return reader.errors.length > 0 ? left(inOrder(reader.errors)) : right(system);
}
/** Reads an expression; its free names are variables. */
export function parseExpr(text: string, file: string): Either<LoadError[], Expr> {
  const reader = new Reader(text, file);
  const e = reader.whole(reader.expr());
  return e === undefined || reader.errors.length > 0 ? left(inOrder(reader.errors)) : right(e);
}
