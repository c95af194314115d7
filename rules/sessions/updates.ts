/** When an update is accepted (sections 8 and 9). */
import { everyone } from '../../semantics/sessions/configs.ts';
import {
  make,
  type Code,
  type CodeParts,
  type Entries,
  type EntryMap,
  type Global,
  type Histories,
  type Local,
  type NameList,
  type Offer,
  type Offers,
  type Parts,
  type Projections,
  type Table,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { atBoundary, localOf } from '../../semantics/sessions/locals.ts';
import { both, common, listed, member, nobody, notMember, withName } from '../../semantics/sessions/names.ts';
import { bounds } from '../../semantics/sessions/protocols.ts';
import {
  addedIn,
  appended,
  brought,
  entryOf,
  latest,
  nobodyBefore,
  outsiders,
  partOf,
  partTwice,
  procOf,
  resumes,
  seenBefore,
  strangers,
  twiceInCode,
  twiceInEntries,
  twiceInTable,
  updated,
  withEntries,
} from '../../semantics/sessions/tables.ts';
import { noEntries, noHistories } from '../../semantics/sessions/configs.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { bodiesOk, guardsCalls, headingsOk, mainOk, namesOk, protocolFor, resolves, means } from './programs.ts';
import { Later, Names, NoNames, NoProcs, Proc, Typed, Version, rule } from './rule.ts';
import { subparams, subtype } from './subtyping.ts';

const { NoCode, Replace, Add } = make.Code;
const { NoCodeParts, CodePart } = make.CodeParts;
const { Part, AddedPart } = make.Parts;
const { CodeUpdate, ProtocolUpdate } = make.Offer;
const { NoOffers, Offers: Offered } = make.Offers;

export const accepts = judgement<[Versions, Offer, Versions]>({
  name: 'accepts',
  inputs: ['Versions', 'Offer'],
  outputs: ['Versions'],
  functional: true,
  main: 1,
  text: '{0} ⊢ {1} ⊣ {2}',
  latex: '{0} \\vdash {1} \\dashv {2}',
  sentence: 'the update is accepted after those before it, and the versions are then these',
});
export const resolvesCode = judgement<[Projections, string, Code, Code]>({
  name: 'resolvesCode',
  inputs: ['Projections', 'name', 'Code'],
  outputs: ['Code'],
  functional: true,
  main: 2,
  text: '{0}, {1} ⊢ code {2} stands for {3}',
  latex: '{0}, {1} \\vdash \\mathrm{code}\\;{2}\\text{ stands for }{3}',
  sentence: 'the procedures of the update with what their headings stand for',
});
export const fitsIn = judgement<[Histories, string, Code, Table]>({
  name: 'fitsIn',
  inputs: ['Histories', 'name', 'Code'],
  outputs: ['Table'],
  functional: true,
  main: 2,
  text: '{0}, {1} ⊢ {2} names {3}',
  latex: '{0}, {1} \\vdash {2}\\;\\mathrm{names}\\;{3}',
  sentence: 'the participant has this table, with the procedures that are replaced and without those that are added',
});
export const replaces = judgement<[Table, Code]>({
  name: 'replaces',
  inputs: ['Table', 'Code'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1} procedures',
  latex: '{0} \\vdash {1}\\;\\mathrm{procedures}',
  sentence: 'each procedure can be called in place of the one that it replaces',
});
export const codeOk = judgement<[Table, Code]>({
  name: 'codeOk',
  inputs: ['Table', 'Code'],
  outputs: [],
  main: 0,
  text: '{0} ⊢ {1} code',
  latex: '{0} \\vdash {1}\\;\\mathrm{code}',
  sentence: 'the procedures of the table do what their headings say, the updated and the old',
});
export const guardOk = judgement<[Table, Code]>({
  name: 'guardOk',
  inputs: ['Table', 'Code'],
  outputs: [],
  main: 0,
  text: '{0} ⊢ {1} guarded',
  latex: '{0} \\vdash {1}\\;\\mathrm{guarded}',
  sentence: 'no cycle of calls in the updated table passes neither a message nor a boundary',
});
export const codeParts = judgement<[Projections, readonly string[], CodeParts, Histories, Histories]>({
  name: 'codeParts',
  inputs: ['Projections', 'names', 'CodeParts', 'Histories'],
  outputs: ['Histories'],
  functional: true,
  main: 2,
  text: '{0}; {1}; {3} ⊢ {2} ⊣ {4}',
  latex: '{0}; {1}; {3} \\vdash {2} \\dashv {4}',
  sentence: 'the parts of a code update are accepted, after those of the participants before them; each makes a table',
});
export const boundaryOk = judgement<[Global, string]>({
  name: 'boundaryOk',
  inputs: ['Global', 'name'],
  outputs: [],
  main: 0,
  text: '{1} boundary of {0}',
  latex: '{1}\\text{ boundary of }{0}',
  sentence: 'the boundary is one of the protocol',
});
export const globalOk = judgement<[Global, readonly string[], Projections]>({
  name: 'globalOk',
  inputs: ['Global', 'names'],
  outputs: ['Projections'],
  functional: true,
  main: 0,
  text: '{1} ⊢ {0} global ⊣ {2}',
  latex: '{1} \\vdash {0}\\;\\mathrm{global} \\dashv {2}',
  sentence: 'the new protocol is well formed, with these projections',
});
export const partsOk = judgement<[Versions, readonly string[], Global, Parts]>({
  name: 'partsOk',
  inputs: ['Versions', 'names', 'Global', 'Parts'],
  outputs: [],
  main: 2,
  text: '{0}; {1} ⊢ {2}, {3} parts',
  latex: '{0}; {1} \\vdash {2}, {3}\\;\\mathrm{parts}',
  sentence: 'who takes part is at the boundary or added, and who is added is new',
});
export const entriesOk = judgement<[Entries, Table, Local, Table]>({
  name: 'entriesOk',
  inputs: ['Entries', 'Table', 'Local', 'Table'],
  outputs: [],
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} entries',
  latex: '{0}; {1}; {2} \\vdash {3}\\;\\mathrm{entries}',
  sentence: 'each procedure behind the boundary has an entry that takes its state and does what the new protocol asks',
});
export const handsOver = judgement<
  [Histories, string, readonly string[], Projections, NameList, Parts, Histories, EntryMap, Histories, EntryMap]
>({
  name: 'handsOver',
  inputs: ['Histories', 'name', 'names', 'Projections', 'NameList', 'Parts', 'Histories', 'EntryMap'],
  outputs: ['Histories', 'EntryMap'],
  functional: true,
  main: 4,
  text: '{0}; {1}; {2}; {3}; {5}; {6}; {7} ⊢ {4} ⊣ {8}; {9}',
  latex: '{0}; {1}; {2}; {3}; {5}; {6}; {7} \\vdash {4} \\dashv {8}; {9}',
  sentence: 'every participant at the boundary goes over to a table of its part; every added one starts with one',
});
export const offers = judgement<[Versions, Offers, Versions]>({
  name: 'offers',
  inputs: ['Versions', 'Offers'],
  outputs: ['Versions'],
  functional: true,
  main: 1,
  text: '{0} ⊢ {1} all ⊣ {2}',
  latex: '{0} \\vdash {1}\\;\\mathrm{all} \\dashv {2}',
  sentence: 'all of the updates are accepted',
});

export const UProc = rule('U-Proc', ({ D, D1, f, ξ, ξ1, L, L1, P, P1, d }) => ({
  given: [is(Proc(f, ξ1, Typed(L1), P1, D1), procOf(D, f)), subparams(ξ1, ξ), subtype(L, L1), replaces(D, d)],
  infer: replaces(D, Replace(f, ξ, Typed(L), P, d)),
}));
export const UCode = rule('U-Code', ({ D, d }) => ({ given: [bodiesOk(D, D)], infer: codeOk(D, d) }));
export const UGuard = rule('U-Guard', ({ D, d }) => ({ given: [guardsCalls(D)], infer: guardOk(D, d) }));
export const UEntry = rule('U-Entry', ({ H, H1, H2, u, X, Π, p, z, I, I1, E, E1, N, D, D1, D2, L }) => ({
  given: [
    member(p, X),
    is(Part(p, N, D, I1), partOf(I, p)),
    namesOk(partTwice(I, p)),
    namesOk(both(twiceInTable(D), twiceInEntries(N))),
    resolves(Π, p, D, D1),
    headingsOk(D1),
    bodiesOk(D1, D1),
    guardsCalls(D1),
    is(D2, resumes(H, p, u)),
    is(L, localOf(Π, p)),
    entriesOk(N, D1, L, D2),
    handsOver(H, u, X, Π, z, I, appended(H1, p, D1), withEntries(E, p, N), H2, E1),
  ],
  infer: handsOver(H, u, X, Π, Names(p, z), I, H1, E, H2, E1),
}));
export const EntryEach = rule('Entry-Each', ({ N, D, D1, D2, L, L1, L2, f, g, ξ, ξ1, P, P1 }) => ({
  given: [
    is(g, entryOf(N, f)),
    is(Proc(g, ξ1, Typed(L1), P1, D2), procOf(D, g)),
    subparams(ξ, ξ1),
    subtype(L1, L),
    entriesOk(N, D, L, D1),
  ],
  infer: entriesOk(N, D, L, Proc(f, ξ, Typed(L2), P, D1)),
}));

export const updates = [
  rule('Code-NoHeading', ({ Π, p }) => ({ given: [], infer: resolvesCode(Π, p, NoCode(), NoCode()) })),
  rule('Code-Replaced', ({ Π, p, f, ξ, h, P, d, d1, L }) => ({
    given: [means(Π, p, h, L), resolvesCode(Π, p, d, d1)],
    infer: resolvesCode(Π, p, Replace(f, ξ, h, P, d), Replace(f, ξ, Typed(L), P, d1)),
  })),
  rule('Code-Added', ({ Π, p, f, ξ, h, P, d, d1, L }) => ({
    given: [means(Π, p, h, L), resolvesCode(Π, p, d, d1)],
    infer: resolvesCode(Π, p, Add(f, ξ, h, P, d), Add(f, ξ, Typed(L), P, d1)),
  })),
  rule('U-Names', ({ H, p, d, D }) => ({
    given: [is(D, latest(H, p)), nobody(strangers(D, d))],
    infer: fitsIn(H, p, d, D),
  })),
  UProc,
  rule('Proc-None', ({ D }) => ({ given: [], infer: replaces(D, NoCode()) })),
  rule('Proc-Added', ({ D, f, ξ, h, P, d }) => ({ given: [replaces(D, d)], infer: replaces(D, Add(f, ξ, h, P, d)) })),
  UCode,
  UGuard,
  rule('Code-None', ({ Π, X, H }) => ({ given: [], infer: codeParts(Π, X, NoCodeParts(), H, H) })),
  rule('Code-Part', ({ Π, X, p, d, d1, D, D1, J, H, H1 }) => ({
    given: [
      namesOk(both(seenBefore(X, p), twiceInCode(d))),
      resolvesCode(Π, p, d, d1),
      headingsOk(brought(d1)),
      fitsIn(H, p, d1, D),
      replaces(D, d1),
      is(D1, updated(D, d1)),
      codeOk(D1, d1),
      guardOk(D1, d1),
      codeParts(Π, withName(X, p), J, appended(H, p, D1), H1),
    ],
    infer: codeParts(Π, X, CodePart(p, d, J), H, H1),
  })),
  rule('U-Bound', ({ G, u }) => ({ given: [bounds(G, u)], infer: boundaryOk(G, u) })),
  rule('U-Global', ({ G, X, Π }) => ({ given: [protocolFor(G, X, Π)], infer: globalOk(G, X, Π) })),
  rule('U-Parts', ({ W, X, G, I }) => ({
    given: [nobody(outsiders(G, X, I)), nobody(common(addedIn(I), everyone(W)))],
    infer: partsOk(W, X, G, I),
  })),
  UEntry,
  rule('Entry-None', ({ N, D, L }) => ({ given: [], infer: entriesOk(N, D, L, NoProcs()) })),
  EntryEach,
  rule('Hand-None', ({ H, u, X, Π, I, H1, E }) => ({
    given: [],
    infer: handsOver(H, u, X, Π, NoNames(), I, H1, E, H1, E),
  })),
  rule('Hand-Added', ({ H, H1, H2, u, X, Π, p, z, I, I1, E, E1, N, D, D1 }) => ({
    given: [
      notMember(p, X),
      is(AddedPart(p, N, D, I1), partOf(I, p)),
      namesOk(partTwice(I, p)),
      namesOk(both(twiceInTable(D), twiceInEntries(N))),
      resolves(Π, p, D, D1),
      headingsOk(D1),
      bodiesOk(D1, D1),
      guardsCalls(D1),
      mainOk(Π, p, D1),
      handsOver(H, u, X, Π, z, I, appended(H1, p, D1), E, H2, E1),
    ],
    infer: handsOver(H, u, X, Π, Names(p, z), I, H1, E, H2, E1),
  })),
  rule('Offer-Code', ({ u, G, Π, H, H1, E, X, W, J }) => ({
    given: [codeParts(Π, nobodyBefore(J), J, H, H1)],
    infer: accepts(Later(Version(u, G, Π, H, E, X), W), CodeUpdate(J), Later(Version(u, G, Π, H1, E, X), W)),
  })),
  rule('Offer-Protocol', ({ u, u1, G, G1, Π, Π1, H, H1, E, E1, X, X1, X2, W, I }) => ({
    given: [
      boundaryOk(G, u),
      is(X1, atBoundary(Π, u)),
      is(X2, both(X1, addedIn(I))),
      globalOk(G1, X2, Π1),
      partsOk(Later(Version(u1, G, Π, H, E, X), W), X1, G1, I),
      handsOver(H, u, X1, Π1, listed(X2), I, noHistories, noEntries, H1, E1),
    ],
    infer: accepts(
      Later(Version(u1, G, Π, H, E, X), W),
      ProtocolUpdate(u, G1, I),
      Later(Version(u, G1, Π1, H1, E1, addedIn(I)), Later(Version(u1, G, Π, H, E, X), W)),
    ),
  })),
  rule('Offers-None', ({ W }) => ({ given: [], infer: offers(W, NoOffers(), W) })),
  rule('Offers-Each', ({ W, W1, W2, U, Y }) => ({
    given: [accepts(W, U, W1), offers(W1, Y, W2)],
    infer: offers(W, Offered(U, Y), W2),
  })),
];
