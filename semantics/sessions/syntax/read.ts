/**
 * From text to terms (section 13). Phrases are generators that ask for the phrases inside them; the asking is done on a
 * stack of its own, so that however deep a text is nested no native stack is used.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../errors.ts';
import { run, type Phrase } from '../../phrases.ts';
import { at, newSource, type Position } from '../../positions.ts';
import {
  make,
  type Args,
  type Branches,
  type Code,
  type CodeParts,
  type Entries,
  type Expr,
  type Fields,
  type Global,
  type GlobalBranches,
  type Heading,
  type Local,
  type LocalBranches,
  type Offer,
  type Offers,
  type Operator,
  type Params,
  type Parties,
  type Parts,
  type Process,
  type Program,
  type Sort,
  type SortFields,
  type Table,
} from '../grammar.ts';
import { lex, type Token } from './tokens.ts';

/** Given up where something is wrong; reading goes on with the next definition. */
class Wrong extends Error {
  readonly token: Token;
  constructor(message: string, token: Token) {
    super(message);
    this.token = token;
  }
}

const found = (t: Token): string =>
  t.kind === 'end' ? 'end of input' : `'${t.text.length > 30 ? `${t.text.slice(0, 30)}…` : t.text}'`;

interface Case<X> {
  readonly l: Token;
  readonly sort: Sort;
  readonly body: X;
}
interface Definition {
  readonly token: Token;
  readonly add: boolean;
  readonly f: string;
  readonly params: Params;
  readonly heading: Heading;
  readonly body: Process;
}
interface EntryLine {
  readonly token: Token;
  readonly f: string;
  readonly g: string;
}

const list = <X, L>(all: readonly X[], none: L, cons: (x: X, rest: L) => L): L => {
  let rest = none;
  for (let i = all.length - 1; i >= 0; i--) rest = cons(all[i] as X, rest);
  return rest;
};

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
    for (const e of errors) this.mistake(e.message, e.position);
  }

  private mistake(message: string, position: Position): void {
    this.errors.push(loadError('parse', message, position, this.file));
  }

  private get token(): Token {
    return this.tokens[this.next] as Token;
  }
  private is(text: string, ahead = 0): boolean {
    const t = this.tokens[this.next + ahead];
    return t?.kind === 'fixed' && t.text === text;
  }
  private isName(ahead = 0): boolean {
    return this.tokens[this.next + ahead]?.kind === 'name';
  }
  private advance(): Token {
    return this.tokens[this.next++] as Token;
  }
  private take(text: string): Token {
    if (!this.is(text)) throw new Wrong(`expected '${text}', found ${found(this.token)}`, this.token);
    return this.advance();
  }
  private name(what = 'a name'): Token {
    if (!this.isName()) throw new Wrong(`expected ${what}, found ${found(this.token)}`, this.token);
    return this.advance();
  }
  private put<X extends object>(term: X, token: Token): X {
    return at(term, token.position);
  }

  // Sorts, protocols, local types.

  private *sort(): Phrase<Sort> {
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

  private *caseHead(): Phrase<{ readonly l: Token; readonly sort: Sort }> {
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

  private *braces<X>(body: () => Phrase<X>): Phrase<Case<X>[]> {
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

  // Expressions.

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

  // Definitions.

  private *definition(add: boolean): Phrase<Definition> {
    const token = this.take('proc');
    const f = this.name('a procedure').text;
    this.take('(');
    const params: { readonly x: Token; readonly sort: Sort }[] = [];
    while (!this.is(')')) {
      if (params.length > 0) this.take(',');
      const x = this.name('a parameter');
      this.take(':');
      params.push({ x, sort: (yield this.sort()) as Sort });
    }
    this.take(')');
    this.take(':');
    const heading = yield* this.heading();
    this.take('=');
    const body = (yield this.process()) as Process;
    const { NoParams, Param } = make.Params;
    const ξ = list(params, NoParams(), (p, rest: Params) => this.put(Param(p.x.text, p.sort, rest), p.x));
    return { token, add, f, params: ξ, heading, body };
  }

  private *heading(): Phrase<Heading> {
    const token = this.token;
    if (this.is('start')) return this.advance() && make.Heading.Start();
    if (this.is('after')) {
      this.advance();
      return this.put(make.Heading.After(this.name('a boundary').text), token);
    }
    return this.put(make.Heading.Typed((yield this.local()) as Local), token);
  }

  /** Whether something begins here that reading goes on with after a mistake. */
  private begins(): boolean {
    return (
      this.token.kind === 'end' ||
      ['proc', 'entry', 'participant', 'add'].some((w) => this.is(w)) ||
      (this.is('update') && (this.is('code', 1) || this.is('protocol', 1)))
    );
  }
  /** Reads something; after a mistake goes on where the next definition begins. */
  private attempt<R>(read: () => R): R | undefined {
    const from = this.next;
    try {
      return read();
    } catch (e) {
      if (!(e instanceof Wrong)) throw e;
      this.mistake(e.message, e.token.position);
      if (this.next === from && this.token.kind !== 'end') this.next++;
      while (!this.begins()) this.next++;
      return undefined;
    }
  }
  private expect(text: string): boolean {
    if (this.is(text)) {
      this.advance();
      return true;
    }
    this.mistake(`expected '${text}', found ${found(this.token)}`, this.token.position);
    return false;
  }
  private known(what: string): Token | undefined {
    if (this.isName()) return this.advance();
    this.mistake(`expected ${what}, found ${found(this.token)}`, this.token.position);
    return undefined;
  }

  /** What is between the braces of a participant, up to its closing brace or whatever ends it without. */
  private body(allow: { readonly add: boolean; readonly entry: boolean }): {
    procs: Definition[];
    entries: EntryLine[];
  } {
    const procs: Definition[] = [];
    const entries: EntryLine[] = [];
    let whole = this.expect('{');
    for (;;) {
      if (this.is('}')) {
        this.advance();
        break;
      }
      if (this.is('proc') || (allow.add && this.is('add') && this.is('proc', 1))) {
        const add = this.is('add') && this.advance() !== undefined;
        const before = this.errors.length;
        const d = this.attempt(() => run(this.definition(add)));
        if (d) procs.push(d);
        if (this.errors.length > before) whole = false;
      } else if (allow.entry && this.is('entry')) {
        const before = this.errors.length;
        const e = this.attempt(() => this.entry());
        if (e) entries.push(e);
        if (this.errors.length > before) whole = false;
      } else {
        // After a mistake the braces may not be those they seem: only the first thing that does not fit is told.
        if (whole || !this.begins()) {
          const what = `expected ${allow.entry ? "'entry', " : ''}${allow.add ? "'add', " : ''}'proc' or '}'`;
          if (whole) this.mistake(`${what}, found ${found(this.token)}`, this.token.position);
          whole = false;
          if (!this.begins()) this.next++;
          while (!this.begins() && !this.is('}')) this.next++;
          if (this.is('}') || this.is('proc')) continue;
        }
        break;
      }
    }
    return { procs, entries };
  }
  private entry(): EntryLine {
    const token = this.take('entry');
    const f = this.name('a procedure').text;
    this.take('=');
    return { token, f, g: this.name('a procedure').text };
  }

  private table(procs: readonly Definition[]): Table {
    const { NoProcs, Proc } = make.Table;
    return list(procs, NoProcs(), (d, rest: Table) => this.put(Proc(d.f, d.params, d.heading, d.body, rest), d.token));
  }
  private entriesOf(entries: readonly EntryLine[]): Entries {
    const { NoEntries, Entry } = make.Entries;
    return list(entries, NoEntries(), (e, rest: Entries) => this.put(Entry(e.f, e.g, rest), e.token));
  }

  private protocol(): Global {
    return this.attempt(() => run(this.global())) ?? make.Global.GEnd();
  }

  private codeUpdate(): Offer {
    const parts: { readonly token: Token; readonly p: string; readonly code: Code }[] = [];
    while (this.is('participant')) {
      const token = this.advance();
      const p = this.known('a participant');
      const { procs } = this.body({ add: true, entry: false });
      const { NoCode, Replace, Add } = make.Code;
      const code = list(procs, NoCode(), (d, rest: Code) =>
        this.put((d.add ? Add : Replace)(d.f, d.params, d.heading, d.body, rest), d.token),
      );
      parts.push({ token, p: p?.text ?? '', code });
    }
    const { NoCodeParts, CodePart } = make.CodeParts;
    return make.Offer.CodeUpdate(
      list(parts, NoCodeParts(), (x, rest: CodeParts) => this.put(CodePart(x.p, x.code, rest), x.token)),
    );
  }

  private protocolUpdate(): Offer {
    this.expect('at');
    const u = this.known('a boundary')?.text ?? '';
    this.expect(':');
    const G = this.protocol();
    const parts: {
      readonly token: Token;
      readonly add: boolean;
      readonly p: string;
      readonly entries: Entries;
      readonly table: Table;
    }[] = [];
    while (this.is('participant') || (this.is('add') && this.is('participant', 1))) {
      const add = this.is('add') && this.advance() !== undefined;
      const token = this.advance();
      const p = this.known('a participant');
      const { procs, entries } = this.body({ add: false, entry: true });
      parts.push({ token, add, p: p?.text ?? '', entries: this.entriesOf(entries), table: this.table(procs) });
    }
    const { NoParts, Part, AddedPart } = make.Parts;
    return make.Offer.ProtocolUpdate(
      u,
      G,
      list(parts, NoParts(), (x, rest: Parts) =>
        this.put((x.add ? AddedPart : Part)(x.p, x.entries, x.table, rest), x.token),
      ),
    );
  }

  program(): Program {
    this.expect('protocol');
    const G = this.protocol();
    const parties: { readonly token: Token; readonly p: string; readonly table: Table }[] = [];
    const offers: { readonly token: Token; readonly offer: Offer }[] = [];
    while (this.token.kind !== 'end') {
      const token = this.token;
      if (this.is('participant') && offers.length === 0) {
        this.advance();
        const p = this.known('a participant');
        const { procs } = this.body({ add: false, entry: false });
        parties.push({ token, p: p?.text ?? '', table: this.table(procs) });
      } else if (this.is('update')) {
        this.advance();
        if (this.is('code')) this.advance();
        else if (!this.expect('protocol')) {
          while (!this.begins()) this.next++;
          continue;
        }
        const code = this.tokens[this.next - 1]?.text === 'code';
        offers.push({ token, offer: this.put(code ? this.codeUpdate() : this.protocolUpdate(), token) });
      } else {
        if (this.errors.length === 0)
          this.mistake(
            `expected ${offers.length === 0 ? "'participant' or 'update'" : "'update'"}, found ${found(token)}`,
            token.position,
          );
        this.next++;
        while (!this.begins()) this.next++;
      }
    }
    const { NoParties, Party } = make.Parties;
    const { NoOffers, Offers: More } = make.Offers;
    return make.Program.Program(
      G,
      list(parties, NoParties(), (x, rest: Parties) => this.put(Party(x.p, x.table, rest), x.token)),
      list(offers, NoOffers(), (x, rest: Offers) => this.put(More(x.offer, rest), x.token)),
    );
  }

  /** Reads one phrase that is the whole text. */
  whole<R>(phrase: Phrase<R>): R | undefined {
    try {
      const read = run(phrase);
      if (this.token.kind !== 'end') this.mistake(`unexpected ${found(this.token)}`, this.token.position);
      return read;
    } catch (e) {
      if (!(e instanceof Wrong)) throw e;
      this.mistake(e.message, e.token.position);
      return undefined;
    }
  }
}

const unit: Sort = make.Sort.Record(make.SortFields.NoSorts());
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

const sorted = (errors: readonly LoadError[]): LoadError[] => {
  const key = (e: LoadError) => (e.line ?? 0) * 1_000_000 + (e.column ?? 0);
  const places = new Set<number>();
  return [...errors].sort((a, b) => key(a) - key(b)).filter((e) => !places.has(key(e)) && places.add(key(e)));
};

/** Reads a file: a program and the updates that are offered to it. @returns it, or its errors in the order of places. */
export function parseFile(text: string, file: string): Either<LoadError[], Program> {
  const reader = new Reader(text, file);
  const program = reader.program();
  return reader.errors.length > 0 ? left(sorted(reader.errors)) : right(program);
}

const part =
  <R>(phrase: (r: Reader) => Phrase<R>) =>
  (text: string, file: string): Either<LoadError[], R> => {
    const reader = new Reader(text, file);
    const read = reader.whole(phrase(reader));
    return reader.errors.length > 0 ? left(sorted(reader.errors)) : right(read as R);
  };
export const parseGlobal = part((r) => r.global());
export const parseLocal = part((r) => r.local());
export const parseProcess = part((r) => r.process());
export const parseExpr = part((r) => r.expr());
