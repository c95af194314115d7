/** Metafunctions on tables, programs and updates (sections 5, 6, 8 and 9). */
import { get } from '../maps.ts';
import type { Term } from '../grammar.ts';
import { metafunction, partialMetafunction } from '../symbols.ts';
import { subterms } from '../traversal.ts';
import {
  entryMap,
  historyMap,
  make,
  sessions,
  type Code,
  type CodeParts,
  type Entries,
  type EntryMap,
  type Global,
  type Heading,
  type Histories,
  type History,
  type Local,
  type Params,
  type Parties,
  type Parts,
  type Process,
  type Projections,
  type Table,
} from './grammar.ts';
import { afterIn } from './locals.ts';
import { namesOf, union } from './names.ts';
import { parts } from './protocols.ts';

export type Procedure = Extract<Table, { tag: 'Proc' }>;

/** The procedures of a table, in order. */
export function procedures(D: Table): Procedure[] {
  const all: Procedure[] = [];
  for (let at = D; at.tag === 'Proc'; at = at.rest) all.push(at);
  return all;
}

const byName = new WeakMap<object, Map<string, Procedure>>();
/** A table from a procedure of this name on; undefined when there is none. */
export function procedure(D: Table, f: string): Procedure | undefined {
  let names = byName.get(D);
  if (names === undefined) {
    names = new Map();
    for (const p of procedures(D)) if (!names.has(p.f)) names.set(p.f, p);
    byName.set(D, names);
  }
  return names.get(f);
}

export const procOf = partialMetafunction<[Table, string], Table>(
  {
    name: 'procOf',
    args: ['Table', 'name'],
    result: 'Table',
    text: '{0} from {1} on',
    latex: '{0}\\text{ from }{1}\\text{ on}',
    sentence: 'a table from a procedure on',
  },
  procedure,
);

export const mainOf = partialMetafunction<[Table], Table>(
  {
    name: 'mainOf',
    args: ['Table'],
    result: 'Table',
    text: 'main of {0}',
    latex: '\\mathsf{main}\\text{ of }{0}',
    sentence: 'a table from its procedure main on',
  },
  (D) => procedure(D, 'main'),
);

/** The names that are there twice. */
export const repeated = (names: readonly string[]): readonly string[] =>
  namesOf(names.filter((x, i) => names.indexOf(x) !== i));
const repeatedFast = (names: readonly string[]): readonly string[] =>
  new Set(names).size === names.length ? [] : repeated(names);

const paramNames = (ξ: Params): string[] => {
  const all: string[] = [];
  for (let p = ξ; p.tag === 'Param'; p = p.rest) all.push(p.x);
  return all;
};

const twice = <X extends Term>(sort: string, name: string, sentence: string, of: (x: X) => readonly string[]) =>
  metafunction<[X], readonly string[]>(
    { name, args: [sort], result: 'names', text: 'twice({0})', latex: '\\mathit{twice}({0})', sentence },
    of,
  );

export const twiceInTable = twice<Table>(
  'Table',
  'twiceInTable',
  'procedures that a table has twice, and parameters that one of them has twice',
  (D) =>
    union(
      repeatedFast(procedures(D).map((p) => p.f)),
      namesOf(procedures(D).flatMap((p) => repeatedFast(paramNames(p.params)))),
    ),
);
export type CodeItem = Exclude<Code, { tag: 'NoCode' }>;
export const codeItems = (d: Code): CodeItem[] => {
  const all: CodeItem[] = [];
  for (let c = d; c.tag !== 'NoCode'; c = c.rest) all.push(c);
  return all;
};
export const twiceInCode = twice<Code>(
  'Code',
  'twiceInCode',
  'procedures that an update has twice, and parameters that one of them has twice',
  (d) =>
    union(
      repeatedFast(codeItems(d).map((c) => c.f)),
      namesOf(codeItems(d).flatMap((c) => repeatedFast(paramNames(c.params)))),
    ),
);
export const entriesList = (N: Entries): Extract<Entries, { tag: 'Entry' }>[] => {
  const all: Extract<Entries, { tag: 'Entry' }>[] = [];
  for (let e = N; e.tag === 'Entry'; e = e.rest) all.push(e);
  return all;
};
export const twiceInEntries = twice<Entries>(
  'Entries',
  'twiceInEntries',
  'procedures for which two entries are given',
  (N) => repeatedFast(entriesList(N).map((e) => e.f)),
);
export const parties = (K: Parties): Extract<Parties, { tag: 'Party' }>[] => {
  const all: Extract<Parties, { tag: 'Party' }>[] = [];
  for (let k = K; k.tag === 'Party'; k = k.rest) all.push(k);
  return all;
};
export const twiceInParties = twice<Parties>(
  'Parties',
  'twiceInParties',
  'participants that a program has twice',
  (K) => repeatedFast(parties(K).map((k) => k.p)),
);

export const withoutTable = metafunction<[Global, Parties], readonly string[]>(
  {
    name: 'withoutTable',
    args: ['Global', 'Parties'],
    result: 'names',
    text: 'parts({0}) ∖ {1}',
    latex: '\\mathit{parts}({0}) \\setminus {1}',
    sentence: 'participants of a protocol that have no table',
  },
  (G, K) => {
    const has = new Set(parties(K).map((k) => k.p));
    return parts.compute(G).filter((p) => !has.has(p));
  },
);

export const named = metafunction<[Parties], readonly string[]>(
  {
    name: 'named',
    args: ['Parties'],
    result: 'names',
    text: 'names({0})',
    latex: '\\mathit{names}({0})',
    sentence: 'the participants of a program',
  },
  (K) => namesOf(parties(K).map((k) => k.p)),
);

/** What a heading stands for: `start` G ↾ p, `after u` after(u, p), a local type itself (D-After). */
export const standsFor = partialMetafunction<[Projections, string, Heading], Local>(
  {
    name: 'standsFor',
    args: ['Projections', 'name', 'Heading'],
    result: 'Local',
    text: '⟦{2}⟧({0}, {1})',
    latex: '[\\![{2}]\\!]({0}, {1})',
    sentence:
      'what a heading stands for: start for the projection on a participant, after u for what follows u in it, a local type for itself; undefined where the participant is not at u',
  },
  (Π, p, h) => (h.tag === 'Typed' ? h.type : h.tag === 'Start' ? (get(Π, p) ?? make.Local.End()) : afterIn(Π, p, h.u)),
);

/** The procedures called in a process outside of every send, receive and boundary. */
function calledAtOnce(P: Process): string[] {
  const found: string[] = [];
  const work: Process[] = [P];
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    if (at.tag === 'Call') found.push(at.f);
    else if (at.tag === 'If') work.push(at.no, at.yes);
    else if (at.tag === 'Let' || at.tag === 'Update') work.push(at.body);
  }
  return found;
}

/** The procedures on a cycle of calls without a message or boundary; empty when there is none. */
export function cycleIn(D: Table): readonly string[] {
  const calls = new Map(procedures(D).map((p) => [p.f, calledAtOnce(p.body)] as const));
  const state = new Map<string, 'open' | 'done'>();
  for (const start of calls.keys()) {
    if (state.has(start)) continue;
    const path: { readonly f: string; next: number }[] = [{ f: start, next: 0 }];
    state.set(start, 'open');
    while (path.length > 0) {
      const top = path[path.length - 1] as (typeof path)[number];
      const g = calls.get(top.f)?.[top.next++];
      if (g === undefined) {
        state.set(top.f, 'done');
        path.pop();
      } else if (state.get(g) === 'open') return namesOf(path.slice(path.findIndex((x) => x.f === g)).map((x) => x.f));
      else if (!state.has(g) && calls.has(g)) {
        state.set(g, 'open');
        path.push({ f: g, next: 0 });
      }
    }
  }
  return [];
}
export const cycle = metafunction<[Table], readonly string[]>(
  {
    name: 'cycle',
    args: ['Table'],
    result: 'names',
    text: 'cycle({0})',
    latex: '\\mathit{cycle}({0})',
    sentence:
      'the procedures on a cycle of calls that passes neither a message nor a boundary; none when there is no such cycle',
  },
  cycleIn,
);
/** The same on those procedures of a table alone that an update brings. */
export const cycleAmong = metafunction<[Table, Code], readonly string[]>(
  {
    name: 'cycleAmong',
    args: ['Table', 'Code'],
    result: 'names',
    text: 'cycle({0} restricted to {1})',
    latex: '\\mathit{cycle}({0}|_{{1}})',
    sentence:
      'the procedures of an update on a cycle of calls among themselves that passes neither a message nor a boundary',
  },
  (D, d) => {
    const brought = new Set(codeItems(d).map((c) => c.f));
    return cycleIn(tableOf(procedures(D).filter((p) => brought.has(p.f))));
  },
);

/** The table of some procedures. */
export const tableOf = (all: readonly Procedure[]): Table =>
  all.reduceRight<Table>(
    (rest, p) => (p.rest === rest ? p : make.Table.Proc(p.f, p.params, p.heading, p.body, rest)),
    make.Table.NoProcs(),
  );

/** The table with the procedures of an update: replaced ones in their old place, added ones last. */
export const updated = metafunction<[Table, Code], Table>(
  {
    name: 'updated',
    args: ['Table', 'Code'],
    result: 'Table',
    text: '{0} with {1}',
    latex: '{0}\\text{ with }{1}',
    sentence: 'a table with the procedures of an update, replaced ones in their old place and added ones last',
  },
  (D, d) => {
    const items = codeItems(d);
    const replaced = new Map(items.filter((c) => c.tag === 'Replace').map((c) => [c.f, c] as const));
    const { Proc, NoProcs } = make.Table;
    const list = [...procedures(D).map((p) => replaced.get(p.f) ?? p), ...items.filter((c) => c.tag === 'Add')];
    return list.reduceRight<Table>((rest, c) => Proc(c.f, c.params, c.heading, c.body, rest), NoProcs());
  },
);
/** The procedures of an update alone, as a table. */
export const brought = metafunction<[Code], Table>(
  {
    name: 'brought',
    args: ['Code'],
    result: 'Table',
    text: 'procedures of {0}',
    latex: '\\text{procedures of }{0}',
    sentence: 'the procedures that an update brings',
  },
  (d) =>
    codeItems(d).reduceRight<Table>(
      (rest, c) => make.Table.Proc(c.f, c.params, c.heading, c.body, rest),
      make.Table.NoProcs(),
    ),
);

export const strangers = metafunction<[Table, Code], readonly string[]>(
  {
    name: 'strangers',
    args: ['Table', 'Code'],
    result: 'names',
    text: 'misnamed({1} in {0})',
    latex: '\\mathit{misnamed}({1}\\text{ in }{0})',
    sentence: 'procedures that an update replaces and a table lacks, or that it adds and the table has',
  },
  (D, d) =>
    namesOf(
      codeItems(d)
        .filter((c) => (procedure(D, c.f) === undefined) === (c.tag === 'Replace'))
        .map((c) => c.f),
    ),
);

export const heading = partialMetafunction<[Table, string], Local>(
  {
    name: 'heading',
    args: ['Table', 'name'],
    result: 'Local',
    text: 'type of {1} in {0}',
    sentence: 'the local type of a procedure',
  },
  (D, f) => {
    const p = procedure(D, f);
    return p?.heading.tag === 'Typed' ? p.heading.type : undefined;
  },
);

/** The tables of a version, the first one first. */
export const tables = (w: History): Table[] => {
  const all: Table[] = [];
  for (let at = w; at.tag === 'Tables'; at = at.rest) all.push(at.table);
  return all;
};
export const historyOf = (all: readonly Table[]): History =>
  all.reduceRight<History>((rest, D) => make.History.Tables(D, rest), make.History.NoTables());

export const latest = partialMetafunction<[Histories, string], Table>(
  {
    name: 'latest',
    args: ['Histories', 'name'],
    result: 'Table',
    text: '{0}({1})',
    sentence: 'the latest table of a participant in a version; undefined where it has none',
  },
  (H, p) => {
    const w = get(H, p);
    return w === undefined ? undefined : tables(w).at(-1);
  },
);
export const appended = metafunction<[Histories, string, Table], Histories>(
  {
    name: 'appended',
    args: ['Histories', 'name', 'Table'],
    result: 'Histories',
    text: '{0}, {1} ↦ {2}',
    latex: '{0}, {1} \\mapsto {2}',
    sentence: 'one more table of a participant, the latest',
  },
  (H, p, D) => historyMap.set(H, p, historyOf([...tables(get(H, p) ?? make.History.NoTables()), D])),
);

/** The procedures f of `at u …; f(…)` in a process. */
const visits = subterms(sessions, ['Process', 'Branches']);
function goesOn(D: Table, u: string): string[] {
  const found: string[] = [];
  for (const p of procedures(D))
    for (const x of visits(p.body)) {
      const at = x as Process;
      if (at.tag === 'Visit' && at.u === u && !found.includes(at.f)) found.push(at.f);
    }
  return found;
}

const continuations = (name: string, sentence: string, which: (all: readonly Table[]) => readonly Table[]) =>
  partialMetafunction<[Histories, string, string], Table>(
    {
      name,
      args: ['Histories', 'name', 'name'],
      result: 'Table',
      text: `${name}({0}, {1}, {2})`,
      latex: `\\mathit{${name}}({0}, {1}, {2})`,
      sentence,
    },
    (H, p, u) => {
      const all: Procedure[] = [];
      for (const D of which(tables(get(H, p) ?? make.History.NoTables())))
        for (const f of goesOn(D, u)) {
          const proc = procedure(D, f);
          if (proc === undefined) return undefined;
          all.push(proc);
        }
      return tableOf(all);
    },
  );
/** What a participant may be about to go on as at a boundary, each procedure as each of its tables has it. */
export const resumes = continuations(
  'resumes',
  'the procedures behind a boundary in any of the tables of a participant; undefined when one of the tables lacks one',
  (all) => all,
);
export const resumesFirst = continuations(
  'resumesFirst',
  'the procedures behind a boundary in the first table of a participant; undefined when it lacks one',
  (all) => all.slice(0, 1),
);

export const entryOf = partialMetafunction<[Entries, string], string>(
  {
    name: 'entryOf',
    args: ['Entries', 'name'],
    result: 'name',
    text: '{0}({1})',
    sentence: 'the procedure of the new table that an entry gives for one of the old',
  },
  (N, f) => entriesList(N).find((e) => e.f === f)?.g,
);

/** The parts of a protocol update. */
export type PartOf = Exclude<Parts, { tag: 'NoParts' }>;
export const partList = (I: Parts): PartOf[] => {
  const all: PartOf[] = [];
  for (let i = I; i.tag !== 'NoParts'; i = i.rest) all.push(i);
  return all;
};
export const partOf = partialMetafunction<[Parts, string], Parts>(
  {
    name: 'partOf',
    args: ['Parts', 'name'],
    result: 'Parts',
    text: '{0} from {1} on',
    latex: '{0}\\text{ from }{1}\\text{ on}',
    sentence: 'the parts of an update from that of a participant on',
  },
  (I, p) => partList(I).find((i) => i.p === p),
);
export const partTwice = metafunction<[Parts, string], readonly string[]>(
  {
    name: 'partTwice',
    args: ['Parts', 'name'],
    result: 'names',
    text: 'twice({1} in {0})',
    latex: '\\mathit{twice}({1}\\text{ in }{0})',
    sentence: 'a participant, if an update has two parts for it',
  },
  (I, p) => (partList(I).filter((i) => i.p === p).length > 1 ? [p] : []),
);
export const seenBefore = metafunction<[readonly string[], string], readonly string[]>(
  {
    name: 'seenBefore',
    args: ['names', 'name'],
    result: 'names',
    text: '{0} ∩ {{1}}',
    latex: '{0} \\cap \\{{1}\\}',
    sentence: 'a participant, if it was there before',
  },
  (X, p) => (X.includes(p) ? [p] : []),
);
export const nobodyBefore = metafunction<[CodeParts], readonly string[]>(
  {
    name: 'nobodyBefore',
    args: ['CodeParts'],
    result: 'names',
    text: 'before({0})',
    latex: '\\mathit{before}({0})',
    sentence: 'the participants whose parts come before the first one: nobody',
  },
  () => [],
);
export const addedIn = metafunction<[Parts], readonly string[]>(
  {
    name: 'addedIn',
    args: ['Parts'],
    result: 'names',
    text: 'added({0})',
    latex: '\\mathit{added}({0})',
    sentence: 'the participants that an update adds',
  },
  (I) =>
    namesOf(
      partList(I)
        .filter((i) => i.tag === 'AddedPart')
        .map((i) => i.p),
    ),
);
export const outsiders = metafunction<[Global, readonly string[], Parts], readonly string[]>(
  {
    name: 'outsiders',
    args: ['Global', 'names', 'Parts'],
    result: 'names',
    text: '(parts({0}) ∪ {2}) ∖ ({1} ∪ added)',
    latex: '(\\mathit{parts}({0}) \\cup {2}) \\setminus ({1} \\cup \\mathit{added})',
    sentence: 'who takes part in a new protocol, or has a part in the update, and is neither at the boundary nor added',
  },
  (G, X, I) => {
    const may = union(X, addedIn.compute(I));
    const there = partList(I)
      .filter((i) => i.tag === 'Part')
      .map((i) => i.p);
    return union(
      parts.compute(G).filter((p) => !may.includes(p)),
      namesOf(there.filter((p) => !X.includes(p))),
    );
  },
);

export const withEntries = metafunction<[EntryMap, string, Entries], EntryMap>(
  {
    name: 'withEntries',
    args: ['EntryMap', 'name', 'Entries'],
    result: 'EntryMap',
    text: '{0}, {1} ↦ {2}',
    latex: '{0}, {1} \\mapsto {2}',
    sentence: 'the entries of one more participant',
  },
  (E, p, N) => entryMap.set(E, p, N),
);
