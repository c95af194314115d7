/** Tables and programs (sections 5 and 6). */
import { firstVersion, noHistories } from '../../semantics/sessions/configs.ts';
import {
  projectionMap,
  type Global,
  type Heading,
  type Histories,
  type Local,
  type Parties,
  type Projections,
  type Table,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { environment } from '../../semantics/sessions/expressions.ts';
import { localOf } from '../../semantics/sessions/locals.ts';
import { boundaries } from '../../semantics/sessions/protocols.ts';
import { both, listed, nobody } from '../../semantics/sessions/names.ts';
import { parts } from '../../semantics/sessions/protocols.ts';
import {
  appended,
  cycle,
  named,
  mainOf,
  standsFor,
  twiceInParties,
  twiceInTable,
  withoutTable,
} from '../../semantics/sessions/tables.ts';
import { make } from '../../semantics/sessions/grammar.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { projectsAll } from './projection.ts';
import { localOk, paramsOk, protocolOk, rolesOk } from './protocols.ts';
import { Later, NoParams, NoProcs, Proc, Typed, rule } from './rule.ts';
import { subtype } from './subtyping.ts';
import { checks } from './typing.ts';

const { NoParties, Party } = make.Parties;
const { NoVersions } = make.Versions;

export const namesOk = judgement<[readonly string[]]>({
  name: 'namesOk',
  inputs: ['names'],
  outputs: [],
  main: 0,
  text: '{0} are none',
  latex: '{0}\\text{ are none}',
  sentence: 'no name is given twice, none is missing',
});
export const means = judgement<[Projections, string, Heading, Local]>({
  name: 'means',
  inputs: ['Projections', 'name', 'Heading'],
  outputs: ['Local'],
  functional: true,
  main: 2,
  text: '{0}, {1} ⊢ {2} stands for {3}',
  latex: '{0}, {1} \\vdash {2}\\text{ stands for }{3}',
  sentence: 'the heading of a procedure of the participant stands for the local type',
});
export const resolves = judgement<[Projections, string, Table, Table]>({
  name: 'resolves',
  inputs: ['Projections', 'name', 'Table'],
  outputs: ['Table'],
  functional: true,
  main: 2,
  text: '{0}, {1} ⊢ {2} stands for {3}',
  latex: '{0}, {1} \\vdash {2}\\text{ stands for }{3}',
  sentence: 'the table with what its headings stand for',
});
const ofTable = (name: string, text: string, sentence: string) =>
  judgement<[Table]>({
    name,
    inputs: ['Table'],
    outputs: [],
    main: 0,
    text: `{0} ${text}`,
    latex: `{0}\\;\\mathrm{${text}}`,
    sentence,
  });
export const headingsOk = ofTable('headingsOk', 'headings', 'the headings of the table are well formed');
export const guardsCalls = ofTable(
  'guardsCalls',
  'guarded',
  'no cycle of calls passes neither a message nor a boundary',
);
export const bodiesOk = judgement<[Table, Table]>({
  name: 'bodiesOk',
  inputs: ['Table', 'Table'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1}',
  latex: '{0} \\vdash {1}',
  sentence: 'the procedures do what their headings say, given those of the first table',
});
export const mainOk = judgement<[Projections, string, Table]>({
  name: 'mainOk',
  inputs: ['Projections', 'name', 'Table'],
  outputs: [],
  main: 2,
  text: '{0}, {1} ⊢ {2} main',
  latex: '{0}, {1} \\vdash {2}\\;\\mathrm{main}',
  sentence: 'main of the table does what the protocol asks of the participant',
});
export const partiesOk = judgement<[Projections, Parties, Histories, Histories]>({
  name: 'partiesOk',
  inputs: ['Projections', 'Parties', 'Histories'],
  outputs: ['Histories'],
  functional: true,
  main: 1,
  text: '{0}; {2} ⊢ {1} ⊣ {3}',
  latex: '{0}; {2} \\vdash {1} \\dashv {3}',
  sentence: 'each participant has a table that does what the protocol asks; they are put to those that are there',
});
export const protocolFor = judgement<[Global, readonly string[], Projections]>({
  name: 'protocolFor',
  inputs: ['Global', 'names'],
  outputs: ['Projections'],
  functional: true,
  main: 0,
  text: '{1} ⊢ {0} ⊣ {2}',
  latex: '{1} \\vdash {0} \\dashv {2}',
  sentence: 'the protocol is well formed, with these projections on the participants',
});
export const programOk = judgement<[Global, Parties, Versions]>({
  name: 'programOk',
  inputs: ['Global', 'Parties'],
  outputs: ['Versions'],
  functional: true,
  main: 0,
  text: '⊢ ({0}, {1}) ⊣ {2}',
  latex: '\\vdash ({0}, {1}) \\dashv {2}',
  sentence: 'the program is well formed, and is the first version',
});

export const programs = [
  rule('D-Names', ({ X }) => ({ given: [nobody(X)], infer: namesOk(X) })),
  rule('D-After', ({ Π, p, h, L }) => ({ given: [is(L, standsFor(Π, p, h))], infer: means(Π, p, h, L) })),
  rule('D-Headings', ({ Π, p, f, ξ, h, P, D, D1, L }) => ({
    given: [means(Π, p, h, L), resolves(Π, p, D, D1)],
    infer: resolves(Π, p, Proc(f, ξ, h, P, D), Proc(f, ξ, Typed(L), P, D1)),
  })),
  rule('D-NoHeading', ({ Π, p }) => ({ given: [], infer: resolves(Π, p, NoProcs(), NoProcs()) })),
  rule('D-Formed', ({ f, ξ, L, P, D }) => ({
    given: [paramsOk(ξ), localOk(L), headingsOk(D)],
    infer: headingsOk(Proc(f, ξ, Typed(L), P, D)),
  })),
  rule('D-NoForm', () => ({ given: [], infer: headingsOk(NoProcs()) })),
  rule('D-Body', ({ D, f, ξ, L, P, D1 }) => ({
    given: [localOk(L), checks(D, environment(ξ), P, L), bodiesOk(D, D1)],
    infer: bodiesOk(D, Proc(f, ξ, Typed(L), P, D1)),
  })),
  rule('D-NoBody', ({ D }) => ({ given: [], infer: bodiesOk(D, NoProcs()) })),
  rule('D-Guard', ({ D }) => ({ given: [nobody(cycle(D))], infer: guardsCalls(D) })),
  rule('D-Main', ({ Π, p, f, D, D1, L, L1, P }) => ({
    given: [is(Proc(f, NoParams(), Typed(L), P, D1), mainOf(D)), is(L1, localOf(Π, p)), subtype(L, L1)],
    infer: mainOk(Π, p, D),
  })),
  rule('D-NoParty', ({ Π, H }) => ({ given: [], infer: partiesOk(Π, NoParties(), H, H) })),
  rule('D-Party', ({ Π, p, D, D1, K, H, H1 }) => ({
    given: [
      namesOk(twiceInTable(D)),
      resolves(Π, p, D, D1),
      headingsOk(D1),
      bodiesOk(D1, D1),
      guardsCalls(D1),
      mainOk(Π, p, D1),
      partiesOk(Π, K, appended(H, p, D1), H1),
    ],
    infer: partiesOk(Π, Party(p, D, K), H, H1),
  })),
  rule('G-For', ({ G, X, Π }) => ({
    given: [
      protocolOk(G),
      projectsAll(G, listed(both(parts(G), X)), projectionMap.empty, Π),
      rolesOk(Π, boundaries(G)),
    ],
    infer: protocolFor(G, X, Π),
  })),
  rule('Program', ({ G, K, Π, H }) => ({
    given: [
      namesOk(twiceInParties(K)),
      protocolFor(G, named(K), Π),
      namesOk(withoutTable(G, K)),
      partiesOk(Π, K, noHistories, H),
    ],
    infer: programOk(G, K, Later(firstVersion(G, Π, H), NoVersions())),
  })),
];
