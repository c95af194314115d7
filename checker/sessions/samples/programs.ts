/**
 * Programs with their updates: a protocol, its projections by the rules at hand, tables that follow them, then code updates and protocol updates for what the
 * program has become. Whether any of it is accepted, the rules of the variant say.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { get } from '../../../semantics/maps.ts';
import {
  make,
  type Code,
  type CodeParts,
  type Entries,
  type Global,
  type Local,
  type Offer,
  type Offers,
  type Parties,
  type Parts,
  type Process,
  type Program,
  type Projections,
  type Sort,
  type Table,
  type Version,
  type Versions,
} from '../../../semantics/sessions/grammar.ts';
import { atBoundary } from '../../../semantics/sessions/locals.ts';
import { boundariesOf, parts } from '../../../semantics/sessions/protocols.ts';
import { print } from '../../../semantics/sessions/syntax/print.ts';
import { procedures, tables } from '../../../semantics/sessions/tables.ts';
import { subterms } from '../../../semantics/traversal.ts';
import { sessions as grammar } from '../../../semantics/sessions/grammar.ts';
import { programOk, protocolFor } from '../../../rules/sessions/programs.ts';
import { accepts } from '../../../rules/sessions/updates.ts';
import type { System } from '../../../rules/system.ts';
import { derive, type DeriveOptions } from '../../derive.ts';
import { handsOverOtherwise, roundsOf, type Choices, type Slip } from './choices.ts';
import { coarser, finer, type Scope } from './expressions.ts';
import { changed, inRounds, withoutPlan } from './protocols.ts';
import { TableMaker, paramsOf, tableFor, type Made } from './tables.ts';

export interface SampleOptions extends DeriveOptions {
  /** How many updates at most. */
  readonly updates?: number;
  /** A protocol, if there is one, in place of one that is made by a plan or without. */
  readonly protocol?: () => Global | undefined;
  /** Another body for one of the procedures of a participant, if there is one. */
  readonly body?: (procs: readonly Made[], m: Made) => Process | undefined;
}

/** An accepted program. */
export interface SessionSample {
  readonly program: Program;
  readonly W: Versions;
}

const fuel = 60_000;
const everyone = ['c', 's', 'r', 'x'] as const;

/** A protocol and its projections. */
export function protocolSample(
  c: Choices,
  system: System,
  names: readonly string[],
  { protocol, ...options }: Pick<SampleOptions, 'protocol'> & DeriveOptions,
  suffix = '',
): { readonly G: Global; readonly Π: Projections } | undefined {
  const made = (): Global =>
    c.once(roundsOf(system))
      ? inRounds(c, names, `u${suffix}`, `t${suffix}`)
      : withoutPlan(c, names, 2 + c.below(3), suffix);
  const G = protocol?.() ?? made();
  const r = derive(system, protocolFor.form, [G, names], { record: false, fuel, ...options });
  return isLeft(r) ? undefined : { G, Π: r.right.outputs[0] as Projections };
}

/** What is known of the tables of a version, by participant. */
type Tables = Map<string, readonly Made[]>;

/** A program, its updates accepted by the rules; undefined where the first try is refused. */
export function programSample(c: Choices, system: System, options: SampleOptions = {}): SessionSample | undefined {
  const { updates = 2, body, protocol: given, ...deriving } = options;
  const names = everyone.slice(0, c.once(12) ? 4 : c.once(2) ? 2 : 3);
  const protocol = protocolSample(c, system, names, { ...deriving, ...(given ? { protocol: given } : {}) });
  if (protocol === undefined) return undefined;
  const { G, Π } = protocol;
  const there = parts.compute(G);
  if (there.length === 0) return undefined;
  const known: Tables = new Map();
  const other = body === undefined ? undefined : c.pick(there);
  const K = there.reduceRight<Parties>((rest, p) => {
    const maker = tableFor(c, p, Π);
    if (p === other) {
      const m = c.pick(maker.procs);
      m.body = body?.(maker.procs, m) ?? m.body;
    }
    known.set(p, maker.procs);
    return make.Parties.Party(p, maker.table(), rest);
  }, make.Parties.NoParties());
  const judged = { record: false, fuel, ...deriving };
  const ok = derive(system, programOk.form, [G, K], judged);
  if (isLeft(ok)) return undefined;
  let W = ok.right.outputs[0] as Versions;
  const offers: Offer[] = [];
  const most = c.slip === 'param-coarse' ? updates : c.below(updates + 1);
  for (let i = 0; i < most + 1 && offers.length < most; i++) {
    const latest = (W as Extract<Versions, { tag: 'Later' }>).version;
    const offer =
      c.once(2) || (c.slip !== undefined && codeSlips.has(c.slip)) || (c.slip === 'param-coarse' && offers.length === 0)
        ? codeUpdate(c, latest, known)
        : protocolUpdate(c, system, latest, known, deriving, String(offers.length + 1));
    if (offer === undefined) continue;
    const accepted = derive(system, accepts.form, [W, offer.offer], judged);
    if (isLeft(accepted)) continue;
    W = accepted.right.outputs[0] as Versions;
    offers.push(offer.offer);
    if (offer.offer.tag === 'ProtocolUpdate') known.clear();
    for (const [p, made] of offer.tables) known.set(p, made);
  }
  const Y = offers.reduceRight<Offers>((rest, U) => make.Offers.Offers(U, rest), make.Offers.NoOffers());
  return { program: make.Program.Program(G, K, Y), W };
}

const codeSlips: ReadonlySet<Slip> = new Set<Slip>(['proc-odd', 'param-odd', 'guard-odd']);

interface Offered {
  readonly offer: Offer;
  readonly tables: Tables;
}

const calls = subterms(grammar, ['Process', 'Branches']);
const mentions = (body: Process | undefined, f: string): boolean => {
  if (body === undefined) return false;
  for (const x of calls(body)) {
    const at = x as Process;
    if ((at.tag === 'Call' || at.tag === 'Visit') && at.f === f) return true;
  }
  return false;
};

/** The procedures whose first step is a call of another, without a message before it. */
const callersAtOnce = (all: readonly Made[], f: string): Made[] =>
  all.filter((m) => {
    let P = m.body;
    while (P?.tag === 'Update' || P?.tag === 'Let') P = P.body;
    return m.f !== f && P?.tag === 'Call' && P.f === f && m.params.length === 0;
  });

/** A code update for one participant: a procedure is replaced, and whatever calls it where it is asked for otherwise. */
function codeUpdate(c: Choices, V: Version, known: Tables): Offered | undefined {
  const all = [...known].filter(([, made]) => made.length > 0);
  if (all.length === 0) return undefined;
  const [p, old] = c.pick(all);
  // Where the arguments or who calls whom is at stake, a procedure is chosen that has some, or is called.
  const fitting = old.filter((m) =>
    c.slip === 'param-coarse' || c.slip === 'param-odd'
      ? m.params.length > 0
      : c.slip !== 'guard-odd' || callersAtOnce(old, m.f).length > 0,
  );
  const target = c.pick(fitting.length > 0 ? fitting : old);
  let { type, params, heading } = target;
  let others = false;
  if (c.slips('proc-odd', 1)) {
    type = changed(c, type);
    heading = make.Heading.Typed(type);
    others = true;
  } else if (c.slips('param-odd', 1)) {
    const which = c.below(params.length + 1);
    params = params.map(([x, S], i) => [x, i === which || which === params.length ? (finer(S) ?? S) : S] as const);
    others = true;
  } else if (c.slip === 'param-coarse' || c.once(6)) {
    params = params.map(([x, S]) => [x, coarser(S) ?? S] as const);
    others = c.once(2) || c.slip === 'param-coarse';
  }
  const callers = others ? old.filter((m) => m !== target && mentions(m.body, target.f)) : [];
  const again = new Set([target, ...callers]);
  const header: Made = { ...target, type, params, heading, body: undefined };
  const next = old.map((m) => (m === target ? header : again.has(m) ? { ...m, body: undefined } : m));
  const maker = new TableMaker(c, p, V.locals, next);
  if (c.slip === 'proc-odd') maker.avoid = new Set([target.f]);
  for (const m of next) {
    if (m.body !== undefined) continue;
    const callers = m.f === target.f && c.slips('guard-odd', 1) ? callersAtOnce(old, m.f) : [];
    const atOnce = callers.length > 0 ? c.pick(callers) : undefined;
    m.body =
      atOnce !== undefined && atOnce.params.length === 0
        ? make.Process.Call(atOnce.f, make.Args.NoArgs())
        : maker.process(m.type, m.params, 4, true);
  }
  maker.finish();
  const names = new Set(old.map((m) => m.f));
  const changedOnes = new Set([...again].map((m) => m.f));
  const code = maker.procs.reduceRight<Code>((rest, m) => {
    if (!names.has(m.f)) return make.Code.Add(m.f, paramsOf(m.params), m.heading, m.body ?? make.Process.Stop(), rest);
    if (!changedOnes.has(m.f)) return rest;
    return make.Code.Replace(m.f, paramsOf(m.params), m.heading, m.body ?? make.Process.Stop(), rest);
  }, make.Code.NoCode());
  const part: CodeParts = make.CodeParts.CodePart(p, code, make.CodeParts.NoCodeParts());
  return { offer: make.Offer.CodeUpdate(part), tables: new Map([[p, maker.procs]]) };
}

/** The procedures behind a boundary in any table of a participant, with the parameters of one of the tables. */
function behindIn(c: Choices, V: Version, p: string, u: string): Map<string, Scope> {
  const found = new Map<string, Scope>();
  const history = get(V.tables, p);
  const all = history === undefined ? [] : tables(history);
  for (const D of all)
    for (const proc of procedures(D))
      for (const x of calls(proc.body)) {
        const at = x as Process;
        if (at.tag !== 'Visit' || at.u !== u || found.has(at.f)) continue;
        const versions = all.flatMap((T: Table) => procedures(T).filter((q) => q.f === at.f));
        if (versions.length === 0) continue;
        const params: (readonly [string, Sort])[] = [];
        for (let ξ = c.pick(versions).params; ξ.tag === 'Param'; ξ = ξ.rest) params.push([ξ.x, ξ.sort]);
        found.set(at.f, params);
      }
  return found;
}

function protocolUpdate(
  c: Choices,
  system: System,
  V: Version,
  known: Tables,
  deriving: DeriveOptions,
  suffix: string,
): Offered | undefined {
  const bounds = boundariesOf(V.protocol);
  if (bounds.length === 0) return undefined;
  const u = c.pick(bounds);
  const there = atBoundary.compute(V.locals, u);
  if (there.length === 0) return undefined;
  // Where what an update hands over is judged otherwise, its tables may be wrong, and the program before is not.
  const handing = handsOverOtherwise(system);
  const added = c.once(handing ? 2 : 8) ? [`l${suffix}`] : [];
  const names = [...there, ...added].sort();
  const short = c.once(3);
  const protocol =
    names.length < 2
      ? undefined
      : short
        ? ending(c, system, names, deriving)
        : protocolSample(c, system, names, deriving, suffix);
  const { G, Π } = protocol ?? { G: make.Global.GEnd(), Π: undefined };
  const locals: Projections | undefined = Π ?? endings(system, names, deriving);
  if (locals === undefined) return undefined;
  const made: Tables = new Map();
  const I = names.reduceRight<Parts>((rest, p) => {
    const L: Local = get(locals, p) ?? make.Local.End();
    const own = handing && c.once(2) ? c.slipping(c.pick(wrongTables)) : c;
    const maker = new TableMaker(own, p, locals);
    if (added.includes(p)) {
      maker.main(L);
      maker.finish();
      made.set(p, maker.procs);
      return make.Parts.AddedPart(p, make.Entries.NoEntries(), maker.table(), rest);
    }
    let entries: Entries = make.Entries.NoEntries();
    let shared: Made | undefined;
    for (const [f, handed] of behindIn(c, V, p, u)) {
      if (c.slips('entry-missing', 3)) {
        if (c.once(2)) entries = make.Entries.Entry(f, 'nowhere', entries);
        continue;
      }
      // Of another type, or it asks more of the arguments.
      const asking = c.slips('entry-odd') && handed.some(([, S]) => finer(S) !== undefined) && c.once(2);
      const odd = !asking && c.slips('entry-odd');
      const params = asking ? handed.map(([x, S]) => [x, finer(S) ?? S] as const) : handed;
      const type = odd ? (c.once(2) ? make.Local.End() : changed(c, L)) : L;
      const heading = odd ? make.Heading.Typed(type) : make.Heading.Start();
      if (shared === undefined || odd || sortsText(shared.params) !== sortsText(params))
        shared = maker.begin(c.fresh('e'), type, params, heading);
      entries = make.Entries.Entry(f, shared.f, entries);
    }
    if (c.slips('entry-more', 1))
      for (const m of known.get(p) ?? [])
        if (m.behind === undefined && m.f !== 'main') {
          const e = maker.begin(c.fresh('e'), L, m.params, make.Heading.Start());
          entries = make.Entries.Entry(m.f, e.f, entries);
        }
    maker.finish();
    made.set(p, maker.procs);
    return make.Parts.Part(p, entries, maker.table(), rest);
  }, make.Parts.NoParts());
  return { offer: make.Offer.ProtocolUpdate(u, G, I), tables: made };
}

/** What may be wrong with a table by itself. */
const wrongTables: readonly Slip[] = ['send-sort', 'stop', 'recv-drop', 'call-at-once', 'main-odd'];

const sortsText = (params: Scope): string => params.map(([, S]) => print(S)).join(', ');

/** A few messages and the end: it need not be in rounds. */
function ending(c: Choices, system: System, names: readonly string[], deriving: DeriveOptions) {
  let G: Global = make.Global.GEnd();
  for (let n = 1 + c.below(3); n > 0; n--) {
    const [p, q] = c.shuffled(names) as [string, string];
    G = make.Global.Message(
      p,
      q,
      make.GlobalBranches.GBranch(
        c.pick(['h', 'i', 'm']),
        make.Sort.Record(make.SortFields.NoSorts()),
        G,
        make.GlobalBranches.NoGlobals(),
      ),
    );
  }
  const r = derive(system, protocolFor.form, [G, names], { record: false, fuel, ...deriving });
  return isLeft(r) ? undefined : { G, Π: r.right.outputs[0] as Projections };
}
function endings(system: System, names: readonly string[], deriving: DeriveOptions): Projections | undefined {
  const r = derive(system, protocolFor.form, [make.Global.GEnd(), names], { record: false, fuel, ...deriving });
  return isLeft(r) ? undefined : (r.right.outputs[0] as Projections);
}
