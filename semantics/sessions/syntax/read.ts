/**
 * From text to terms (section 13). Phrases are generators that ask for the phrases inside them; the asking is done on a
 * stack of its own, so that however deep a text is nested no native stack is used.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../errors.ts';
import type { Token } from '../../lexing.ts';
import { run, type Phrase } from '../../phrases.ts';
import { found, inOrder, list } from '../../token-reader.ts';
import {
  make,
  type Code,
  type CodeParts,
  type Entries,
  type Global,
  type Heading,
  type Local,
  type Offer,
  type Offers,
  type Params,
  type Parties,
  type Parts,
  type Process,
  type Program,
  type Sort,
  type Table,
} from '../grammar.ts';
import { ProcessReader } from './processes.ts';

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

/** Definitions, participants, updates: whole files. */
class Reader extends ProcessReader {
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
  private definitionOr<R>(read: () => R): R | undefined {
    const from = this.next;
    return this.attempt(read, () => {
      if (this.next === from && this.token.kind !== 'end') this.next++;
      while (!this.begins()) this.next++;
    });
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
        const d = this.definitionOr(() => run(this.definition(add)));
        if (d) procs.push(d);
        if (this.errors.length > before) whole = false;
      } else if (allow.entry && this.is('entry')) {
        const before = this.errors.length;
        const e = this.definitionOr(() => this.entry());
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
    return this.definitionOr(() => run(this.global())) ?? make.Global.GEnd();
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
}

/** In the order of the text, one for each place. */
const told = (errors: readonly LoadError[]): LoadError[] => {
  const places = new Set<string>();
  const place = (e: LoadError) => `${e.line ?? 0}:${e.column ?? 0}`;
  return inOrder(errors).filter((e) => !places.has(place(e)) && places.add(place(e)));
};

/** Reads a file: a program and the updates that are offered to it. @returns it, or its errors in the order of places. */
export function parseFile(text: string, file: string): Either<LoadError[], Program> {
  const reader = new Reader(text, file);
  const program = reader.program();
  return reader.errors.length > 0 ? left(told(reader.errors)) : right(program);
}

const part =
  <R>(phrase: (r: Reader) => Phrase<R>) =>
  (text: string, file: string): Either<LoadError[], R> => {
    const reader = new Reader(text, file);
    const read = reader.whole(phrase(reader));
    return reader.errors.length > 0 ? left(told(reader.errors)) : right(read as R);
  };
export const parseGlobal = part((r) => r.global());
export const parseLocal = part((r) => r.local());
export const parseProcess = part((r) => r.process());
export const parseExpr = part((r) => r.expr());
