/** Sorts, protocols and local types, from text to terms (section 13). */
import type { Phrase } from '../../phrases.ts';
import type { Token } from '../../lexing.ts';
import { found, list, TokenReader, Wrong } from '../../token-reader.ts';
import {
  make,
  type Global,
  type GlobalBranches,
  type Local,
  type LocalBranches,
  type Sort,
  type SortFields,
} from '../grammar.ts';
import { lex } from './tokens.ts';

interface Case<X> {
  readonly l: Token;
  readonly sort: Sort;
  readonly body: X;
}

const unit: Sort = make.Sort.Record(make.SortFields.NoSorts());

export class TypeReader extends TokenReader {
  constructor(text: string, file: string) {
    super(lex, text, file);
  }

  protected *sort(): Phrase<Sort> {
    const token = this.token;
    if (this.is('int')) return this.advance() && make.Sort.Int();
    if (this.is('bool')) return this.advance() && make.Sort.Bool();
    if (this.is('str')) return this.advance() && make.Sort.Str();
    if (!this.is('{')) throw new Wrong(`expected a sort, found ${found(token)}`, token);
    this.advance();
    const fields: { readonly l: Token; readonly sort: Sort }[] = [];
    while (!this.is('}')) {
      if (fields.length > 0) this.take(',');
      const l = this.name('a field');
      this.take(':');
      fields.push({ l, sort: (yield this.sort()) as Sort });
    }
    this.take('}');
    const { NoSorts, SortField } = make.SortFields;
    return this.put(
      make.Sort.Record(
        list(fields, NoSorts(), (f, rest: SortFields) => this.put(SortField(f.l.text, f.sort, rest), f.l)),
      ),
      token,
    );
  }

  *global(): Phrase<Global> {
    // What stands in front, outermost first: a protocol may be a long chain.
    const wraps: ((inner: Global) => Global)[] = [];
    let inner: Global | undefined;
    while (inner === undefined) {
      const token = this.token;
      if (this.is('end')) inner = this.advance() && make.Global.GEnd();
      else if (this.is('rec')) {
        this.advance();
        const t = this.name('a variable').text;
        this.take('.');
        wraps.push((G) => this.put(make.Global.GRec(t, G), token));
      } else if (this.is('at')) {
        this.advance();
        const u = this.name('a boundary').text;
        this.take('.');
        wraps.push((G) => this.put(make.Global.GAt(u, G), token));
      } else if (this.isName() && this.is('->', 1)) {
        const p = this.advance().text;
        this.advance();
        const q = this.name('a participant').text;
        this.take(':');
        const { NoGlobals, GBranch } = make.GlobalBranches;
        if (!this.is('{')) {
          const { l, sort } = yield* this.caseHead();
          wraps.push((G) =>
            this.put(make.Global.Message(p, q, this.put(GBranch(l.text, sort, G, NoGlobals()), l)), token),
          );
          continue;
        }
        const cases = yield* this.braces<Global>(() => this.global());
        const branches = list(cases, NoGlobals(), (c, rest: GlobalBranches) =>
          this.put(GBranch(c.l.text, c.sort, c.body, rest), c.l),
        );
        inner = this.put(make.Global.Message(p, q, branches), token);
      } else if (this.isName()) inner = this.put(make.Global.GVar(this.advance().text), token);
      else throw new Wrong(`expected a protocol, found ${found(token)}`, token);
    }
    for (let i = wraps.length - 1; i >= 0; i--) inner = (wraps[i] as (G: Global) => Global)(inner);
    return inner;
  }

  protected *caseHead(): Phrase<{ readonly l: Token; readonly sort: Sort }> {
    const l = this.name('a label');
    let sort: Sort = unit;
    if (this.is('(')) {
      this.advance();
      if (!this.is(')')) sort = (yield this.sort()) as Sort;
      this.take(')');
    }
    this.take('.');
    return { l, sort };
  }

  protected *braces<X>(body: () => Phrase<X>): Phrase<Case<X>[]> {
    this.take('{');
    const all: Case<X>[] = [];
    do {
      if (all.length > 0) this.advance();
      const { l, sort } = yield* this.caseHead();
      all.push({ l, sort, body: (yield body() as Phrase<unknown>) as X });
    } while (this.is(','));
    if (!this.is('}')) throw new Wrong(`expected ',' or '}', found ${found(this.token)}`, this.token);
    this.advance();
    return all;
  }

  *local(): Phrase<Local> {
    const wraps: ((inner: Local) => Local)[] = [];
    let inner: Local | undefined;
    const { NoLocals, LBranch } = make.LocalBranches;
    while (inner === undefined) {
      const token = this.token;
      if (this.is('end')) inner = this.advance() && make.Local.End();
      else if (this.is('rec')) {
        this.advance();
        const t = this.name('a variable').text;
        this.take('.');
        wraps.push((L) => this.put(make.Local.LRec(t, L), token));
      } else if (this.is('at')) {
        this.advance();
        const u = this.name('a boundary').text;
        this.take('.');
        wraps.push((L) => this.put(make.Local.At(u, L), token));
      } else if (this.isName() && (this.is('!', 1) || this.is('?', 1))) {
        const p = this.advance().text;
        const choice = this.advance().text === '!' ? make.Local.Out : make.Local.In;
        if (!this.is('{')) {
          const { l, sort } = yield* this.caseHead();
          wraps.push((L) => this.put(choice(p, this.put(LBranch(l.text, sort, L, NoLocals()), l)), token));
          continue;
        }
        const cases = yield* this.braces<Local>(() => this.local());
        const branches = list(cases, NoLocals(), (c, rest: LocalBranches) =>
          this.put(LBranch(c.l.text, c.sort, c.body, rest), c.l),
        );
        inner = this.put(choice(p, branches), token);
      } else if (this.isName()) inner = this.put(make.Local.LVar(this.advance().text), token);
      else throw new Wrong(`expected a local type, found ${found(token)}`, token);
    }
    for (let i = wraps.length - 1; i >= 0; i--) inner = (wraps[i] as (L: Local) => Local)(inner);
    return inner;
  }
}
