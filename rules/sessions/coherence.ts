/** Protocols under way, and G ⊢ C (section 10). */
import {
  envMap,
  make,
  type Action,
  type Config,
  type Expected,
  type Global,
  type GlobalBranches,
  type Items as ItemsTerm,
  type NameList,
  type Pairs,
  type ThreadList,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { pairs, queue, threads, versionOf } from '../../semantics/sessions/configs.ts';
import { roleOf, unfG } from '../../semantics/sessions/locals.ts';
import { differs, listed, member, minus, nobody, notMember } from '../../semantics/sessions/names.ts';
import { parts } from '../../semantics/sessions/protocols.ts';
import { chosen, crossing, quiet, switching, threadless } from '../../semantics/sessions/under-way.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { bodiesOk, guardsCalls } from './programs.ts';
import { projects } from './projection.ts';
import { Follows, Leads, Receives, Sends, Stays } from './reduction.ts';
import {
  Crossing,
  From,
  GAt,
  GBranch,
  GEnd,
  GRec,
  Items,
  Lead,
  Mark,
  Message,
  Msg,
  Names,
  NoGlobals,
  NoItems,
  NoNames,
  Sent,
  Switching,
  Thread,
  Version,
  rule,
} from './rule.ts';
import { subsort } from './subtyping.ts';
import { checks, hasSort } from './typing.ts';

const { Nothing, ExpectMsg, ExpectMark } = make.Expected;
const { NoPairs, Pair } = make.Pairs;
const { NoThreads, Threads } = make.ThreadList;

export const goes = judgement<[Versions, Global, string, Action, Global]>({
  name: 'goes',
  inputs: ['Versions', 'Global', 'name', 'Action'],
  outputs: ['Global'],
  functional: true,
  main: 1,
  text: '{0}; {1} –{2}: {3}→ {4}',
  latex: '{0}; {1} \\xrightarrow{{2}: {3}} {4}',
  sentence: 'the protocol lets the participant take the step',
});
export const goesAlike = judgement<[Versions, GlobalBranches, string, Action, GlobalBranches]>({
  name: 'goesAlike',
  inputs: ['Versions', 'GlobalBranches', 'name', 'Action'],
  outputs: ['GlobalBranches'],
  functional: true,
  main: 1,
  text: '{0}; {1} –{2}: {3}→ {4}',
  latex: '{0}; {1} \\xrightarrow{{2}: {3}} {4}',
  sentence: 'all branches let the participant take the step',
});
export const hear = judgement<[Global, NameList]>({
  name: 'hear',
  inputs: ['Global', 'NameList'],
  outputs: [],
  main: 1,
  text: '{1} hear in {0}',
  latex: '{1}\\text{ hear in }{0}',
  sentence: 'none of the participants leads',
});
export const expects = judgement<[Global, string, string, Expected]>({
  name: 'expects',
  inputs: ['Global', 'name', 'name'],
  outputs: ['Expected'],
  functional: true,
  main: 0,
  text: 'queue of ({1}, {2}) in {0} = {3}',
  latex: '\\text{queue of }({1}, {2})\\text{ in }{0} = {3}',
  sentence: 'what is on its way from one participant to another, by the protocol',
});
export const expectsAlike = judgement<[GlobalBranches, string, string, Expected]>({
  name: 'expectsAlike',
  inputs: ['GlobalBranches', 'name', 'name'],
  outputs: ['Expected'],
  functional: true,
  main: 0,
  text: 'queue of ({1}, {2}) in {0} = {3}',
  latex: '\\text{queue of }({1}, {2})\\text{ in }{0} = {3}',
  sentence: 'what is on its way by every one of the branches',
});
export const holdsWhat = judgement<[ItemsTerm, Expected]>({
  name: 'holdsWhat',
  inputs: ['Items', 'Expected'],
  outputs: [],
  main: 0,
  text: '{0} : {1}',
  latex: '{0} : {1}',
  sentence: 'the queue has the labels, sorts and markers',
});
export const threadsFit = judgement<[Global, ThreadList]>({
  name: 'threadsFit',
  inputs: ['Global', 'ThreadList'],
  outputs: [],
  main: 1,
  text: '{0} ⊢ {1}',
  latex: '{0} \\vdash {1}',
  sentence: 'every thread does what the protocol asks of it',
});
export const queuesFit = judgement<[Global, Config, Pairs]>({
  name: 'queuesFit',
  inputs: ['Global', 'Config', 'Pairs'],
  outputs: [],
  main: 2,
  text: '{0} ⊢ {1} queues {2}',
  latex: '{0} \\vdash {1}\\;\\mathrm{queues}\\;{2}',
  sentence: 'the queues hold what the protocol says',
});
export const coherent = judgement<[Global, Config]>({
  name: 'coherent',
  inputs: ['Global', 'Config'],
  outputs: [],
  main: 0,
  text: '{0} ⊢ {1}',
  latex: '{0} \\vdash {1}',
  sentence: 'the configuration is what the protocol under way says',
});

export const GUnder = rule('G-Under', ({ W, p, q, r, γ, γ1, α }) => ({
  given: [differs(p, q), differs(p, r), goesAlike(W, γ, p, α, γ1)],
  infer: goes(W, Message(q, r, γ), p, α, Message(q, r, γ1)),
}));

export const coherence = [
  rule('G-Quiet', ({ W, G, p, α }) => ({ given: [quiet(α)], infer: goes(W, G, p, α, G) })),
  rule('G-Send', ({ W, p, q, l, S, G, γ, γ1 }) => ({
    given: [is(GBranch(l, S, G, γ1), chosen(γ, l))],
    infer: goes(W, Message(p, q, γ), p, Sends(q, l), Sent(p, q, l, S, G)),
  })),
  rule('G-Recv', ({ W, p, q, l, S, G }) => ({
    given: [],
    infer: goes(W, Sent(p, q, l, S, G), q, Receives(p, l), G),
  })),
  rule('G-Stay', ({ W, u, X, G, p, L }) => ({
    given: [member(p, X), projects(G, p, L), is(Lead(), roleOf(L))],
    infer: goes(W, Crossing(u, X, G), p, Stays(u), crossing(u, minus(X, p), G)),
  })),
  rule('G-StayFrom', ({ W, u, X, G, p }) => ({
    given: [member(p, X), hear(G, listed(X))],
    infer: goes(W, Crossing(u, X, G), p, Stays(u), crossing(u, minus(X, p), G)),
  })),
  rule('G-Lead', ({ W, u, X, X1, n, G, G1, p, L, Π, H, E }) => ({
    given: [member(p, X), projects(G, p, L), is(Lead(), roleOf(L)), is(Version(u, G1, Π, H, E, X1), versionOf(W, n))],
    infer: goes(W, Crossing(u, X, G), p, Leads(u, n), switching(u, minus(X, p), n, G, G1)),
  })),
  rule('G-Follow', ({ W, u, X, n, G, G1, p, s, L }) => ({
    given: [member(p, X), projects(G, p, L), is(From(s), roleOf(L)), notMember(s, X)],
    infer: goes(W, Switching(u, X, n, G, G1), p, Follows(u, n), switching(u, minus(X, p), n, G, G1)),
  })),
  GUnder,
  rule('G-UnderSent', ({ W, p, q, r, l, S, G, G1, α }) => ({
    given: [differs(p, r), goes(W, G, p, α, G1)],
    infer: goes(W, Sent(q, r, l, S, G), p, α, Sent(q, r, l, S, G1)),
  })),
  rule('G-UnderAt', ({ W, u, X, p, G, G1, α }) => ({
    given: [notMember(p, X), goes(W, G, p, α, G1)],
    infer: goes(W, Crossing(u, X, G), p, α, crossing(u, X, G1)),
  })),
  rule('G-UnderSw', ({ W, u, X, n, p, G, G1, G2, α }) => ({
    given: [notMember(p, X), goes(W, G1, p, α, G2)],
    infer: goes(W, Switching(u, X, n, G, G1), p, α, switching(u, X, n, G, G2)),
  })),
  rule('G-At', ({ W, u, p, G, G1, α }) => ({
    given: [goes(W, crossing(u, parts(G), G), p, α, G1)],
    infer: goes(W, GAt(u, G), p, α, G1),
  })),
  rule('G-Unfold', ({ W, t, p, G, G1, α }) => ({
    given: [member(p, parts(GRec(t, G))), goes(W, unfG(GRec(t, G)), p, α, G1)],
    infer: goes(W, GRec(t, G), p, α, G1),
  })),
  rule('G-None', ({ W, p, α }) => ({ given: [], infer: goesAlike(W, NoGlobals(), p, α, NoGlobals()) })),
  rule('G-Each', ({ W, p, l, S, G, G1, γ, γ1, α }) => ({
    given: [goes(W, G, p, α, G1), goesAlike(W, γ, p, α, γ1)],
    infer: goesAlike(W, GBranch(l, S, G, γ), p, α, GBranch(l, S, G1, γ1)),
  })),
  rule('Hear-None', ({ G }) => ({ given: [], infer: hear(G, NoNames()) })),
  rule('Hear-Each', ({ G, r, s, z, L }) => ({
    given: [projects(G, r, L), is(From(s), roleOf(L)), hear(G, z)],
    infer: hear(G, Names(r, z)),
  })),
  rule('Q-End', ({ p, q }) => ({ given: [], infer: expects(GEnd(), p, q, Nothing()) })),
  rule('Q-Rec', ({ t, G, p, q }) => ({ given: [], infer: expects(GRec(t, G), p, q, Nothing()) })),
  rule('Q-Busy', ({ p, q, r, γ }) => ({ given: [], infer: expects(Message(p, r, γ), p, q, Nothing()) })),
  rule('Q-Told', ({ p, q, r, γ }) => ({
    given: [differs(r, p)],
    infer: expects(Message(r, p, γ), p, q, Nothing()),
  })),
  rule('Q-Msg', ({ p, q, r, s, γ, η }) => ({
    given: [differs(p, r), differs(p, s), expectsAlike(γ, p, q, η)],
    infer: expects(Message(r, s, γ), p, q, η),
  })),
  rule('Q-Sent', ({ p, q, l, S, G, η }) => ({
    given: [expects(G, p, q, η)],
    infer: expects(Sent(p, q, l, S, G), p, q, ExpectMsg(l, S, η)),
  })),
  rule('Q-Sender', ({ p, q, r, s, l, S, G, η }) => ({
    given: [differs(p, r), expects(G, p, q, η)],
    infer: expects(Sent(r, s, l, S, G), p, q, η),
  })),
  rule('Q-Receiver', ({ p, q, s, l, S, G, η }) => ({
    given: [differs(q, s), expects(G, p, q, η)],
    infer: expects(Sent(p, s, l, S, G), p, q, η),
  })),
  rule('Q-At', ({ u, G, p, q, η }) => ({ given: [expects(G, p, q, η)], infer: expects(GAt(u, G), p, q, η) })),
  rule('Q-Crossing', ({ u, X, G, p, q, η }) => ({
    given: [expects(G, p, q, η)],
    infer: expects(Crossing(u, X, G), p, q, η),
  })),
  rule('Q-Mark', ({ u, X, n, G, G1, p, q, L, η }) => ({
    given: [member(q, X), notMember(p, X), projects(G, q, L), is(From(p), roleOf(L)), expects(G1, p, q, η)],
    infer: expects(Switching(u, X, n, G, G1), p, q, ExpectMark(n, η)),
  })),
  rule('Q-Followed', ({ u, X, n, G, G1, p, q, η }) => ({
    given: [notMember(q, X), expects(G1, p, q, η)],
    infer: expects(Switching(u, X, n, G, G1), p, q, η),
  })),
  rule('Q-Behind', ({ u, X, n, G, G1, p, q, η }) => ({
    given: [member(q, X), member(p, X), expects(G1, p, q, η)],
    infer: expects(Switching(u, X, n, G, G1), p, q, η),
  })),
  rule('Q-Aside', ({ u, X, n, G, G1, p, q, s, L, η }) => ({
    given: [
      member(q, X),
      notMember(p, X),
      projects(G, q, L),
      is(From(s), roleOf(L)),
      differs(s, p),
      expects(G1, p, q, η),
    ],
    infer: expects(Switching(u, X, n, G, G1), p, q, η),
  })),
  rule('Q-One', ({ l, S, G, p, q, η }) => ({
    given: [expects(G, p, q, η)],
    infer: expectsAlike(GBranch(l, S, G, NoGlobals()), p, q, η),
  })),
  rule('Q-More', ({ l, l1, S, S1, G, G1, γ, p, q, η }) => ({
    given: [expects(G, p, q, η), expectsAlike(GBranch(l1, S1, G1, γ), p, q, η)],
    infer: expectsAlike(GBranch(l, S, G, GBranch(l1, S1, G1, γ)), p, q, η),
  })),
  rule('C-Nothing', () => ({ given: [], infer: holdsWhat(NoItems(), Nothing()) })),
  rule('C-Msg', ({ l, v, ι, S, S1, η }) => ({
    given: [hasSort(envMap.empty, v, S1), subsort(S1, S), holdsWhat(ι, η)],
    infer: holdsWhat(Items(Msg(l, v), ι), ExpectMsg(l, S, η)),
  })),
  rule('C-Mark', ({ n, ι, η }) => ({
    given: [holdsWhat(ι, η)],
    infer: holdsWhat(Items(Mark(n), ι), ExpectMark(n, η)),
  })),
  rule('C-NoThread', ({ G }) => ({ given: [], infer: threadsFit(G, NoThreads()) })),
  rule('C-Thread', ({ G, p, P, n, k, D, θ, L }) => ({
    given: [projects(G, p, L), checks(D, envMap.empty, P, L), bodiesOk(D, D), guardsCalls(D), threadsFit(G, θ)],
    infer: threadsFit(G, Threads(p, Thread(P, n, k, D), θ)),
  })),
  rule('C-NoQueue', ({ G, C }) => ({ given: [], infer: queuesFit(G, C, NoPairs()) })),
  rule('C-Queue', ({ G, C, p, q, π, η }) => ({
    given: [expects(G, p, q, η), holdsWhat(queue(C, p, q), η), queuesFit(G, C, π)],
    infer: queuesFit(G, C, Pair(p, q, π)),
  })),
  rule('C-Ok', ({ G, C }) => ({
    given: [nobody(threadless(G, C)), threadsFit(G, threads(C)), queuesFit(G, C, pairs(C))],
    infer: coherent(G, C),
  })),
];
