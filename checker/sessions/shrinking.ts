/**
 * Smaller programs that the grammar alone does not come to, since several places have to change at once: a message that nobody sends or receives any more, a
 * participant that is gone.
 */
import type { Term } from '../../semantics/grammar.ts';
import {
  make,
  sessions as grammar,
  type Branches,
  type Code,
  type CodeParts,
  type Global,
  type GlobalBranches,
  type Local,
  type LocalBranches,
  type Offer,
  type Offers,
  type Parties,
  type Parts,
  type Process,
  type Program,
  type Table,
} from '../../semantics/sessions/grammar.ts';
import { boundariesOf, parts } from '../../semantics/sessions/protocols.ts';
import { entriesList, partList, procedures } from '../../semantics/sessions/tables.ts';
import { equal } from '../../semantics/terms.ts';
import { subterms } from '../../semantics/traversal.ts';
import {
  inlined,
  inlinedInUpdates,
  procedureNames,
  rewritten,
  withoutParameters,
  withTables,
} from './fewer-procedures.ts';

type Rewrite = (x: Term) => Term;

/** How protocols change, and what belongs to a participant; undefined for a participant that goes. */
interface Change {
  readonly global: (G: Global) => Global;
  readonly own: (p: string) => Rewrite | undefined;
}

function apply(M: Program, change: Change): Program {
  const protocol = (G: Global): Global => rewritten(G, (x) => change.global(x as Global));
  const table = (p: string, D: Table): Table => rewritten(D, change.own(p) as Rewrite);
  const parties = (K: Parties): Parties =>
    K.tag === 'NoParties'
      ? K
      : change.own(K.p) === undefined
        ? parties(K.rest)
        : make.Parties.Party(K.p, table(K.p, K.table), parties(K.rest));
  const codeParts = (J: CodeParts): CodeParts =>
    J.tag === 'NoCodeParts'
      ? J
      : change.own(J.p) === undefined
        ? codeParts(J.rest)
        : make.CodeParts.CodePart(J.p, rewritten<Code>(J.code, change.own(J.p) as Rewrite), codeParts(J.rest));
  const partsOf = (I: Parts): Parts => {
    if (I.tag === 'NoParts') return I;
    if (change.own(I.p) === undefined) return partsOf(I.rest);
    return make.Parts[I.tag](I.p, I.entries, table(I.p, I.table), partsOf(I.rest));
  };
  const offer = (U: Offer): Offer =>
    U.tag === 'CodeUpdate'
      ? make.Offer.CodeUpdate(codeParts(U.parts))
      : make.Offer.ProtocolUpdate(U.u, protocol(U.protocol), partsOf(U.parts));
  const offers = (Y: Offers): Offers => (Y.tag === 'NoOffers' ? Y : make.Offers.Offers(offer(Y.offer), offers(Y.rest)));
  return make.Program.Program(protocol(M.protocol), parties(M.parties), offers(M.offers));
}

const labelled = <B extends GlobalBranches | LocalBranches | Branches>(branches: B, l: string | undefined) => {
  for (let b: GlobalBranches | LocalBranches | Branches = branches; 'rest' in b; b = b.rest)
    if (l === undefined || b.l === l) return b;
  return undefined;
};

/** What is left of a process or local type without its communication with somebody, of one label or any. */
const silenced =
  (q: string, l: string | undefined, direction: 'out' | 'in' | 'both'): Rewrite =>
  (x) => {
    const at = x as Process | Local;
    if (direction !== 'in') {
      if (at.tag === 'Send' && at.q === q && (l === undefined || at.l === l)) return at.body;
      if (at.tag === 'Out' && at.q === q) return (labelled(at.branches, l)?.body as Term | undefined) ?? x;
    }
    if (direction !== 'out' && (at.tag === 'Recv' || at.tag === 'In') && at.p === q)
      return (labelled(at.branches, l)?.body as Term | undefined) ?? x;
    return x;
  };

/** Without the messages of a label from p to q. */
const withoutMessage = (p: string, q: string, l: string): Change => ({
  global: (G) =>
    G.tag === 'Message' && G.p === p && G.q === q ? ((labelled(G.branches, l)?.body as Global | undefined) ?? G) : G,
  own: (r) => (r === p ? silenced(q, l, 'out') : r === q ? silenced(p, l, 'in') : (x) => x),
});

/** Without a participant, and what is sent to it and received from it. */
const withoutParticipant = (p: string): Change => ({
  global: (G) =>
    G.tag === 'Message' && (G.p === p || G.q === p) ? (labelled(G.branches, undefined)?.body as Global) : G,
  own: (r) => (r === p ? undefined : silenced(p, undefined, 'both')),
});

/** Without a boundary: who comes to it goes on. */
function withoutBoundary(M: Program, u: string): Program {
  let at = M;
  for (const f of procedureNames(M))
    at = withTables(at, (D, kept) =>
      procedures(D).some((p) => p.heading.tag === 'After' && p.heading.u === u && p.f === f)
        ? inlined(D, f, kept, 'Visit')
        : D,
    );
  return rewritten(at, (x) => {
    const y = x as Global | Local | Process;
    if ((y.tag === 'GAt' || y.tag === 'At') && y.u === u) return y.body;
    return y.tag === 'Visit' && y.u === u ? make.Process.Call(y.f, y.args) : x;
  });
}

const globals = subterms(grammar, ['Global', 'GlobalBranches']);

/** Smaller programs, those that take most away first: each has fewer participants, messages, procedures, parameters or boundaries. */
export function* smallerPrograms(M: Program): IterableIterator<Program> {
  for (const next of candidates(M)) if (!equal(next, M)) yield next;
}

/** The updates of a program without one of them, the last one first. */
function* fewerOffers(Y: Offers): IterableIterator<Offers> {
  if (Y.tag === 'NoOffers') return;
  for (const rest of fewerOffers(Y.rest)) yield make.Offers.Offers(Y.offer, rest);
  yield Y.rest;
}

function* candidates(M: Program): IterableIterator<Program> {
  for (const offers of fewerOffers(M.offers)) yield make.Program.Program(M.protocol, M.parties, offers);
  const all: Global[] = [M.protocol];
  for (let Y = M.offers; Y.tag === 'Offers'; Y = Y.rest)
    if (Y.offer.tag === 'ProtocolUpdate') all.push(Y.offer.protocol);
  for (const p of new Set(all.flatMap((G) => parts.compute(G)))) yield apply(M, withoutParticipant(p));
  const names = procedureNames(M);
  for (const f of names) {
    yield withTables(M, (D, kept) => inlined(D, f, kept, 'Call'));
    yield inlinedInUpdates(M, f);
  }
  const seen = new Set<string>();
  for (const G of all)
    for (const x of globals(G)) {
      const at = x as Global;
      if (at.tag !== 'Message') continue;
      for (let b = at.branches; b.tag === 'GBranch'; b = b.rest) {
        const key = `${at.p} ${at.q} ${b.l}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield apply(M, withoutMessage(at.p, at.q, b.l));
      }
    }
  const bounds = new Set(all.flatMap((G) => boundariesOf(G)));
  for (const u of bounds) yield withoutBoundary(M, u);
  const stripped = withoutParameters(M, () => true);
  if (equal(stripped, M)) return;
  yield stripped;
  for (const f of names) {
    const joined = new Set([f]);
    for (let Y = M.offers; Y.tag === 'Offers'; Y = Y.rest)
      if (Y.offer.tag === 'ProtocolUpdate')
        for (const i of partList(Y.offer.parts))
          for (const e of entriesList(i.entries)) if (joined.has(e.f) || joined.has(e.g)) joined.add(e.f).add(e.g);
    yield withoutParameters(M, (g) => joined.has(g));
    // Of several, each on its own.
    for (const place of [0, 1, 2]) yield withoutParameters(M, (g, i) => joined.has(g) && i === place);
  }
}
