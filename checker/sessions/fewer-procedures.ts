/** Programs with fewer procedures: one stands where it was called; and procedures with fewer parameters. */
import type { Term } from '../../semantics/grammar.ts';
import { rebuild } from '../../semantics/rebuilding.ts';
import {
  make,
  sessions as grammar,
  type Args,
  type Code,
  type CodeParts,
  type Expr,
  type Offers,
  type Params,
  type Parties,
  type Parts,
  type Process,
  type Program,
  type Sort,
  type Table,
} from '../../semantics/sessions/grammar.ts';
import { codeItems, entriesList, parties, procedure, procedures } from '../../semantics/sessions/tables.ts';
import type { CodeItem, Procedure } from '../../semantics/sessions/tables.ts';
import { argsOf, argumentsOf } from '../../semantics/sessions/values.ts';
import { subterms } from '../../semantics/traversal.ts';

/** A term with its parts rewritten, and then itself. */
export const rewritten = <T extends Term>(term: T, f: (x: Term) => Term): T => rebuild(grammar, term, { made: f });

/** Each table of a program changed by a function; the entries into it are kept in mind. */
export function withTables(M: Program, f: (D: Table, entries: ReadonlySet<string>) => Table): Program {
  const inParties = (K: Parties): Parties =>
    K.tag === 'NoParties' ? K : make.Parties.Party(K.p, f(K.table, new Set(['main'])), inParties(K.rest));
  const inParts = (I: Parts): Parts =>
    I.tag === 'NoParts'
      ? I
      : make.Parts[I.tag](
          I.p,
          I.entries,
          f(I.table, new Set(['main', ...entriesList(I.entries).map((e) => e.g)])),
          inParts(I.rest),
        );
  const inOffers = (Y: Offers): Offers =>
    Y.tag === 'NoOffers'
      ? Y
      : make.Offers.Offers(
          Y.offer.tag === 'CodeUpdate'
            ? Y.offer
            : make.Offer.ProtocolUpdate(Y.offer.u, Y.offer.protocol, inParts(Y.offer.parts)),
          inOffers(Y.rest),
        );
  return make.Program.Program(M.protocol, inParties(M.parties), inOffers(M.offers));
}

const within = subterms(grammar, ['Process', 'Branches']);
const mentions = (P: Process, f: string, tags: readonly string[]): boolean =>
  [...within(P)].some((x) => tags.includes((x as Process).tag) && (x as { readonly f?: string }).f === f);

/** Names of procedures but `main`, in the tables of a program and in its updates. */
export function procedureNames(M: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (f: string) => void (f === 'main' || names.add(f));
  withTables(M, (D) => {
    for (const p of procedures(D)) note(p.f);
    return D;
  });
  for (let Y = M.offers; Y.tag === 'Offers'; Y = Y.rest)
    if (Y.offer.tag === 'CodeUpdate')
      for (let J = Y.offer.parts; J.tag === 'CodePart'; J = J.rest) for (const c of codeItems(J.code)) note(c.f);
  return names;
}

const paramList = (ξ: Params): Extract<Params, { tag: 'Param' }>[] => {
  const all: Extract<Params, { tag: 'Param' }>[] = [];
  for (let p = ξ; p.tag === 'Param'; p = p.rest) all.push(p);
  return all;
};

/**
 * A process with expressions for variables. Unlike in a step they need not be values: what a binder captures makes another program, which is tried
 * like any other.
 */
const filled = (P: Process, values: ReadonlyMap<string, Expr>): Process =>
  rewritten(P, (x) => ((x as Expr).tag === 'Var' && values.get((x as Extract<Expr, { tag: 'Var' }>).x)) || x);

type Defined = Pick<Procedure, 'f' | 'params' | 'body'>;

/** A process in which a procedure stands for its calls, or for the boundaries that go on with it. */
function standingFor(P: Process, { f, params, body }: Defined, at: 'Call' | 'Visit'): Process {
  const names = paramList(params).map((p) => p.x);
  return rewritten(P, (x) => {
    const call = x as Process;
    if (call.tag !== at || call.f !== f) return x;
    const args = argumentsOf(call.args);
    return args.length === names.length ? filled(body, new Map(names.map((y, i) => [y, args[i] as Expr]))) : x;
  });
}

/** A table in which a procedure is put where it is called, or where a boundary goes on with it. */
export function inlined(D: Table, f: string, kept: ReadonlySet<string>, at: 'Call' | 'Visit'): Table {
  const target = procedure(D, f);
  if (target === undefined || mentions(target.body, f, ['Call', 'Visit'])) return D;
  const rest = procedures(D).map((p) =>
    p === target || !mentions(p.body, f, [at]) ? p : { ...p, body: standingFor(p.body, target, at) },
  );
  // A procedure that stays all the same makes nothing smaller.
  if (kept.has(f) || rest.some((p) => p.f !== f && mentions(p.body, f, ['Call', 'Visit']))) return D;
  return madeOf(rest.filter((p) => p.f !== f));
}
const madeOf = (all: readonly Procedure[]): Table =>
  all.reduceRight<Table>((tail, p) => make.Table.Proc(p.f, p.params, p.heading, p.body, tail), make.Table.NoProcs());

/**
 * A program in whose updates of code a procedure is put where it is called. The procedure goes: it is one that an update adds, or one of a table
 * that is called in updates alone.
 */
export function inlinedInUpdates(M: Program, f: string): Program {
  const asks = (P: Process): boolean => mentions(P, f, ['Call', 'Visit']);
  const put = (d: Code, target: Defined): Code =>
    codeOf(codeItems(d).map((c) => ({ ...c, body: standingFor(c.body, target, 'Call') })));
  /** The parts of an update without what it adds itself; those procedures of tables that went elsewhere are put as well. */
  const inParts = (J: CodeParts): CodeParts => {
    if (J.tag === 'NoCodeParts') return J;
    const items = codeItems(J.code);
    const own = items.find((c) => c.f === f);
    const target = own ?? gone.get(J.p);
    const left = items.filter((c) => c !== own);
    const fits = target !== undefined && own?.tag !== 'Replace' && !asks(target.body);
    const code = fits ? put(codeOf(left), target) : J.code;
    // At a boundary it stays asked for.
    const kept = fits && codeItems(code).some((c) => asks(c.body));
    return make.CodeParts.CodePart(J.p, kept ? J.code : code, inParts(J.rest));
  };
  const inOffers = (Y: Offers): Offers =>
    Y.tag === 'NoOffers'
      ? Y
      : make.Offers.Offers(
          Y.offer.tag === 'CodeUpdate' ? make.Offer.CodeUpdate(inParts(Y.offer.parts)) : Y.offer,
          inOffers(Y.rest),
        );
  const gone = new Map<string, Procedure>();
  for (const { p, table } of parties(M.parties)) {
    const found = procedure(table, f);
    if (found !== undefined && !procedures(table).some((x) => asks(x.body))) gone.set(p, found);
  }
  const inParties = (K: Parties): Parties =>
    K.tag === 'NoParties'
      ? K
      : make.Parties.Party(
          K.p,
          gone.has(K.p) ? madeOf(procedures(K.table).filter((x) => x.f !== f)) : K.table,
          inParties(K.rest),
        );
  return make.Program.Program(M.protocol, inParties(M.parties), inOffers(M.offers));
}
const codeOf = (items: readonly CodeItem[]): Code =>
  items.reduceRight<Code>((tail, c) => make.Code[c.tag](c.f, c.params, c.heading, c.body, tail), make.Code.NoCode());

/** The least value of a sort. */
function leastOf(S: Sort): Expr {
  if (S.tag === 'Int') return make.Expr.Num(0n);
  if (S.tag === 'Bool') return make.Expr.False();
  if (S.tag === 'Str') return make.Expr.Text('');
  let made = make.Fields.NoFields() as Extract<Expr, { tag: 'Rec' }>['fields'];
  const fields = [];
  for (let at = S.fields; at.tag === 'SortField'; at = at.rest) fields.push(at);
  for (const { label, sort } of fields.reverse()) made = make.Fields.Field(label, leastOf(sort), made);
  return make.Expr.Rec(made);
}

/**
 * Without some of the parameters of some procedures, wherever these are called; in their place stand the least values of their sorts.
 * @param wanted says which parameters: of a procedure, at a place of the list.
 */
export const withoutParameters = (M: Program, wanted: (f: string, place: number) => boolean): Program =>
  rewritten(M, (x) => {
    const at = x as Process | Table | Code;
    if (at.tag === 'Call' || at.tag === 'Visit') {
      const args: Args = argsOf(argumentsOf(at.args).filter((_, i) => !wanted(at.f, i)));
      return at.tag === 'Call' ? make.Process.Call(at.f, args) : make.Process.Visit(at.u, at.role, at.f, args);
    }
    if (at.tag !== 'Proc' && at.tag !== 'Replace' && at.tag !== 'Add') return x;
    const all = paramList(at.params);
    const gone = all.filter((_, i) => wanted(at.f, i));
    if (gone.length === 0) return x;
    const left = all
      .filter((p) => !gone.includes(p))
      .reduceRight<Params>((rest, p) => make.Params.Param(p.x, p.sort, rest), make.Params.NoParams());
    const body = filled(at.body, new Map(gone.map((p) => [p.x, leastOf(p.sort)])));
    return at.tag === 'Proc'
      ? make.Table.Proc(at.f, left, at.heading, body, at.rest)
      : make.Code[at.tag](at.f, left, at.heading, body, at.rest);
  });
