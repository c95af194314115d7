/** ⊢ G and ⊢ L: well-formed protocols and local types (section 2). */
import type { Global, Local, NameList, Params, Projections, Sort } from '../../semantics/sessions/grammar.ts';
import { outOfTouch } from '../../semantics/sessions/locals.ts';
import { nobody } from '../../semantics/sessions/names.ts';
import {
  clash,
  distinctFields,
  illFormed,
  sortIn,
  sortInLocal,
  sortInParams,
  unbound,
  unguarded,
  visitedTwice,
} from '../../semantics/sessions/protocols.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { End, GEnd, Names, NoNames, rule } from './rule.ts';

const about = (name: string, text: string, sentence: string) =>
  judgement<[Global]>({
    name,
    inputs: ['Global'],
    outputs: [],
    main: 0,
    text: `⊢ {0}${text && ` ${text}`}`,
    latex: `\\vdash {0}${text && `\\;\\mathrm{${text}}`}`,
    sentence,
  });

export const protocolOk = about('protocolOk', '', 'the protocol is well formed');
export const closed = about('closed', 'closed', 'every variable is bound, and no two binders have one name');
export const guarded = about('guarded', 'guarded', 'there is a message between a rec and its variable');
export const messagesOk = about('messagesOk', 'messages', 'nobody sends to itself, and the labels of a message differ');
export const boundariesOk = about('boundariesOk', 'boundaries', 'no two boundaries have one name');

export const sortOk = judgement<[Sort]>({
  name: 'sortOk',
  inputs: ['Sort'],
  outputs: [],
  main: 0,
  text: '⊢ {0}',
  latex: '\\vdash {0}',
  sentence: 'the fields of the record sort are distinct',
});

export const rolesOk = judgement<[Projections, NameList]>({
  name: 'rolesOk',
  inputs: ['Projections', 'NameList'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1} roles',
  latex: '{0} \\vdash {1}\\;\\mathrm{roles}',
  sentence: 'each of the boundaries has one leader, and everyone else there hears of it',
});

export const localOk = judgement<[Local]>({
  name: 'localOk',
  inputs: ['Local'],
  outputs: [],
  main: 0,
  text: '⊢ {0}',
  latex: '\\vdash {0}',
  sentence: 'the local type is closed and guarded, and the labels of its choices are distinct',
});

export const paramsOk = judgement<[Params]>({
  name: 'paramsOk',
  inputs: ['Params'],
  outputs: [],
  main: 0,
  text: '⊢ {0}',
  latex: '\\vdash {0}',
  sentence: 'the sorts of the parameters are well formed',
});

export const protocols = [
  rule('G-Closed', ({ G }) => ({ given: [is(GEnd(), unbound(G))], infer: closed(G) })),
  rule('G-Guard', ({ G }) => ({ given: [is(GEnd(), unguarded(G))], infer: guarded(G) })),
  rule('G-Msg', ({ G }) => ({ given: [is(GEnd(), clash(G))], infer: messagesOk(G) })),
  rule('G-Sort', ({ S }) => ({ given: [distinctFields(S)], infer: sortOk(S) })),
  rule('G-Bound', ({ G }) => ({ given: [is(GEnd(), visitedTwice(G))], infer: boundariesOk(G) })),
  rule('G-Ok', ({ G }) => ({
    given: [closed(G), guarded(G), messagesOk(G), sortOk(sortIn(G)), boundariesOk(G)],
    infer: protocolOk(G),
  })),
  rule('G-NoRoles', ({ Π }) => ({ given: [], infer: rolesOk(Π, NoNames()) })),
  rule('G-Roles', ({ Π, u, z }) => ({
    given: [nobody(outOfTouch(Π, u)), rolesOk(Π, z)],
    infer: rolesOk(Π, Names(u, z)),
  })),
  rule('L-Wf', ({ L }) => ({ given: [is(End(), illFormed(L)), sortOk(sortInLocal(L))], infer: localOk(L) })),
  rule('L-Params', ({ ξ }) => ({ given: [sortOk(sortInParams(ξ))], infer: paramsOk(ξ) })),
];
