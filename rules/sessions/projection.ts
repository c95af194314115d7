/** G ↾ r and L ⊓ L' (section 3), of protocols under way as well (section 10). */
import type {
  Global,
  GlobalBranches,
  Local,
  LocalBranches,
  NameList,
  Projections,
} from '../../semantics/sessions/grammar.ts';
import {
  branchOf,
  lacks,
  projectionSet,
  remaining,
  rename,
  sameLocal,
  sameSort,
} from '../../semantics/sessions/locals.ts';
import { differs, member, notMember } from '../../semantics/sessions/names.ts';
import { idle, takesPart } from '../../semantics/sessions/protocols.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import {
  At,
  Crossing,
  End,
  GAt,
  GBranch,
  GEnd,
  GRec,
  GVar,
  In,
  LBranch,
  LRec,
  LVar,
  Message,
  Names,
  NoGlobals,
  NoLocals,
  NoNames,
  Out,
  Sent,
  Switching,
  rule,
} from './rule.ts';

export const merges = judgement<[Local, Local, Local]>({
  name: 'merges',
  inputs: ['Local', 'Local'],
  outputs: ['Local'],
  functional: true,
  main: 0,
  text: '{0} ⊓ {1} = {2}',
  latex: '{0} \\sqcap {1} = {2}',
  sentence: 'the third local type does what either of the first two asks of a participant that cannot tell them apart',
});
const ofBranches = (name: string, text: string, latex: string, sentence: string) =>
  judgement<[LocalBranches, LocalBranches, LocalBranches]>({
    name,
    inputs: ['LocalBranches', 'LocalBranches'],
    outputs: ['LocalBranches'],
    functional: true,
    main: 0,
    text,
    latex,
    sentence,
  });
/** The branches of both, those of one label merged. */
export const joins = ofBranches(
  'joins',
  '{0} ⊔ {1} = {2}',
  '{0} \\sqcup {1} = {2}',
  'the third choice has the branches of both',
);
/** Branches of the same labels, merged. */
export const meets = ofBranches(
  'meets',
  '{0} ⊓ {1} = {2}',
  '{0} \\sqcap {1} = {2}',
  'the third choice has the branches that both have, merged',
);

export const projects = judgement<[Global, string, Local]>({
  name: 'projects',
  inputs: ['Global', 'name'],
  outputs: ['Local'],
  functional: true,
  main: 0,
  text: '{0} ↾ {1} = {2}',
  latex: '{0} \\upharpoonright {1} = {2}',
  sentence: 'the local type is what the protocol asks of the participant',
});
export const projectsBranches = judgement<[GlobalBranches, string, LocalBranches]>({
  name: 'projectsBranches',
  inputs: ['GlobalBranches', 'name'],
  outputs: ['LocalBranches'],
  functional: true,
  main: 0,
  text: '{0} ↾ {1} = {2}',
  latex: '{0} \\upharpoonright {1} = {2}',
  sentence: 'the choice is what the branches ask of a participant that takes part in it',
});
export const projectsAlike = judgement<[Local, GlobalBranches, string, Local]>({
  name: 'projectsAlike',
  inputs: ['Local', 'GlobalBranches', 'name'],
  outputs: ['Local'],
  functional: true,
  main: 1,
  text: '{0} ⊓ ⊓({1} ↾ {2}) = {3}',
  latex: '{0} \\sqcap \\textstyle\\bigsqcap({1} \\upharpoonright {2}) = {3}',
  sentence: 'the local type is what the branches ask of a participant that is not told which was chosen',
});
export const projectsAll = judgement<[Global, NameList, Projections, Projections]>({
  name: 'projectsAll',
  inputs: ['Global', 'NameList', 'Projections'],
  outputs: ['Projections'],
  functional: true,
  main: 1,
  text: '{2}, {0} ↾ {1} = {3}',
  latex: '{2}, {0} \\upharpoonright {1} = {3}',
  sentence: 'the local types of the participants, besides those that are there',
});

export const MSame = rule('M-Same', ({ L, L1 }) => ({ given: [sameLocal(L, L1)], infer: merges(L, L1, L) }));
export const MRecv = rule('M-Recv', ({ p, λ, λ1, λ2 }) => ({
  given: [joins(λ, λ1, λ2)],
  infer: merges(In(p, λ), In(p, λ1), In(p, λ2)),
}));
export const MSend = rule('M-Send', ({ q, λ, λ1, λ2 }) => ({
  given: [meets(λ, λ1, λ2)],
  infer: merges(Out(q, λ), Out(q, λ1), Out(q, λ2)),
}));
export const MRec = rule('M-Rec', ({ t, t1, L, L1, L2 }) => ({
  given: [merges(L, rename(L1, t, t1), L2)],
  infer: merges(LRec(t, L), LRec(t1, L1), LRec(t, L2)),
}));
export const MAt = rule('M-At', ({ u, L, L1, L2 }) => ({
  given: [merges(L, L1, L2)],
  infer: merges(At(u, L), At(u, L1), At(u, L2)),
}));
export const JoinNone = rule('Join-None', ({ λ }) => ({ given: [], infer: joins(NoLocals(), λ, λ) }));
export const JoinOne = rule('Join-One', ({ l, S, L, λ, λ1, λ2 }) => ({
  given: [lacks(λ1, l), joins(λ, λ1, λ2)],
  infer: joins(LBranch(l, S, L, λ), λ1, LBranch(l, S, L, λ2)),
}));
export const JoinBoth = rule('Join-Both', ({ l, S, S1, L, L1, L2, λ, λ1, λ2, λ3 }) => ({
  given: [
    is(LBranch(l, S1, L1, λ3), branchOf(λ1, l)),
    sameSort(S, S1),
    merges(L, L1, L2),
    joins(λ, remaining(λ1, l), λ2),
  ],
  infer: joins(LBranch(l, S, L, λ), λ1, LBranch(l, S, L2, λ2)),
}));
export const MeetNone = rule('Meet-None', () => ({ given: [], infer: meets(NoLocals(), NoLocals(), NoLocals()) }));
export const MeetBoth = rule('Meet-Both', ({ l, S, S1, L, L1, L2, λ, λ1, λ2, λ3 }) => ({
  given: [
    is(LBranch(l, S1, L1, λ3), branchOf(λ1, l)),
    sameSort(S, S1),
    meets(λ, remaining(λ1, l), λ2),
    merges(L, L1, L2),
  ],
  infer: meets(LBranch(l, S, L, λ), λ1, LBranch(l, S, L2, λ2)),
}));

export const PNone = rule('P-None', ({ G, r }) => ({ given: [idle(G, r)], infer: projects(G, r, End()) }));
export const POth = rule('P-Oth', ({ p, q, r, l, S, G, γ, L, L1 }) => ({
  given: [
    takesPart(Message(p, q, GBranch(l, S, G, γ)), r),
    differs(r, p),
    differs(r, q),
    projects(G, r, L),
    projectsAlike(L, γ, r, L1),
  ],
  infer: projects(Message(p, q, GBranch(l, S, G, γ)), r, L1),
}));

export const projection = [
  MSame,
  MRecv,
  MSend,
  MRec,
  MAt,
  JoinNone,
  JoinOne,
  JoinBoth,
  MeetNone,
  MeetBoth,
  PNone,
  rule('P-End', ({ r }) => ({ given: [], infer: projects(GEnd(), r, End()) })),
  rule('P-Var', ({ t, r }) => ({ given: [], infer: projects(GVar(t), r, LVar(t)) })),
  rule('P-Send', ({ p, q, γ, λ }) => ({
    given: [projectsBranches(γ, p, λ)],
    infer: projects(Message(p, q, γ), p, Out(q, λ)),
  })),
  rule('P-Recv', ({ p, q, γ, λ }) => ({
    given: [differs(p, q), projectsBranches(γ, q, λ)],
    infer: projects(Message(p, q, γ), q, In(p, λ)),
  })),
  POth,
  rule('P-Rec', ({ t, G, r, L }) => ({
    given: [takesPart(GRec(t, G), r), projects(G, r, L)],
    infer: projects(GRec(t, G), r, LRec(t, L)),
  })),
  rule('P-At', ({ u, G, r, L }) => ({
    given: [takesPart(GAt(u, G), r), projects(G, r, L)],
    infer: projects(GAt(u, G), r, At(u, L)),
  })),
  rule('P-Sent', ({ p, q, l, S, G, L }) => ({
    given: [projects(G, q, L)],
    infer: projects(Sent(p, q, l, S, G), q, In(p, LBranch(l, S, L, NoLocals()))),
  })),
  rule('P-Under', ({ p, q, r, l, S, G, L }) => ({
    given: [takesPart(Sent(p, q, l, S, G), r), differs(r, q), projects(G, r, L)],
    infer: projects(Sent(p, q, l, S, G), r, L),
  })),
  rule('P-Cross', ({ u, X, G, r, L }) => ({
    given: [member(r, X), projects(G, r, L)],
    infer: projects(Crossing(u, X, G), r, At(u, L)),
  })),
  rule('P-Crossed', ({ u, X, G, r, L }) => ({
    given: [notMember(r, X), takesPart(Crossing(u, X, G), r), projects(G, r, L)],
    infer: projects(Crossing(u, X, G), r, L),
  })),
  rule('P-Follow', ({ u, X, n, G, G1, r, L }) => ({
    given: [member(r, X), projects(G, r, L)],
    infer: projects(Switching(u, X, n, G, G1), r, At(u, L)),
  })),
  rule('P-Followed', ({ u, X, n, G, G1, r, L }) => ({
    given: [notMember(r, X), takesPart(Switching(u, X, n, G, G1), r), projects(G1, r, L)],
    infer: projects(Switching(u, X, n, G, G1), r, L),
  })),
  rule('P-NoBranch', ({ r }) => ({ given: [], infer: projectsBranches(NoGlobals(), r, NoLocals()) })),
  rule('P-Branch', ({ l, S, G, γ, r, L, λ }) => ({
    given: [projects(G, r, L), projectsBranches(γ, r, λ)],
    infer: projectsBranches(GBranch(l, S, G, γ), r, LBranch(l, S, L, λ)),
  })),
  rule('P-NoMore', ({ L, r }) => ({ given: [], infer: projectsAlike(L, NoGlobals(), r, L) })),
  rule('P-More', ({ l, S, G, γ, r, L, L1, L2, L3 }) => ({
    given: [projects(G, r, L1), merges(L, L1, L2), projectsAlike(L2, γ, r, L3)],
    infer: projectsAlike(L, GBranch(l, S, G, γ), r, L3),
  })),
  rule('P-Nobody', ({ G, Π }) => ({ given: [], infer: projectsAll(G, NoNames(), Π, Π) })),
  rule('P-All', ({ G, r, z, Π, Π1, L }) => ({
    given: [projects(G, r, L), projectsAll(G, z, projectionSet(Π, r, L), Π1)],
    infer: projectsAll(G, Names(r, z), Π, Π1),
  })),
];
