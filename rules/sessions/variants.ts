/** The variants of section 12: a rule left out, weakened or turned round, and what falls for it. */
import {
  becomes,
  enqueue,
  entriesOf,
  final,
  goesOnAs,
  holding,
  joinedBy,
  marked,
  queue,
  tableAfter,
  threadOf,
  versionOf,
} from '../../semantics/sessions/configs.ts';
import {
  codeWaits,
  enqueueOne,
  finalSkipping,
  flushedIn,
  flushedOut,
  holdingOne,
  markedInFront,
  markedOne,
  markerFrom,
  queueOne,
  queueSkipping,
  roomIn,
  someoneAt,
  unmarked,
} from '../../semantics/sessions/departures.ts';
import { noBranch, receives, sameLabels, substitute } from '../../semantics/sessions/expressions.ts';
import {
  make,
  type AssumedMap,
  type Item,
  type Items as ItemsTerm,
  type LocalBranches,
  type Process,
} from '../../semantics/sessions/grammar.ts';
import { branchOf, children, localOf, othersAt, remaining, roleOf, unf } from '../../semantics/sessions/locals.ts';
import type { Metas } from '../../semantics/sessions/metas.ts';
import { both, differs, member, next, nobody, notMember } from '../../semantics/sessions/names.ts';
import { idle, idleOpen, parts, takesPart, takesPartOpen } from '../../semantics/sessions/protocols.ts';
import {
  appended,
  brought,
  cycleAmong,
  entryOf,
  partOf,
  partTwice,
  procOf,
  resumes,
  resumesFirst,
  twiceInEntries,
  twiceInTable,
  withEntries,
} from '../../semantics/sessions/tables.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { variant, type VariantChanges } from '../variant.ts';
import { expects } from './coherence.ts';
import { bodiesOk, guardsCalls, headingsOk, namesOk, resolves } from './programs.ts';
import { joins, merges, projects } from './projection.ts';
import { rolesOk } from './protocols.ts';
import { Follows, Leads, Receives, Sends, Skips, Stays, evaluates, evaluatesArgs, steps } from './reduction.ts';
import {
  Bool,
  Branch,
  Call,
  End,
  From,
  GBranch,
  If,
  In,
  Items,
  LBranch,
  Lead,
  Mark,
  Message,
  Msg,
  Names,
  NoLocals,
  Out,
  Proc,
  Record,
  Recv,
  Send,
  Stop,
  Switching,
  Thread,
  Typed,
  Update,
  Version,
  Visit,
  rule,
} from './rule.ts';
import { below, subfields, subparams, subsort, subtype } from './subtyping.ts';
import { sessions } from './system.ts';
import { checks, checksBranches, hasSort } from './typing.ts';
import { codeOk, entriesOk, guardOk, handsOver, replaces } from './updates.ts';

const { Replace } = make.Code;
const { ExpectMark } = make.Expected;
const { Part } = make.Parts;

const sound = (name: string, sentence: string, changes: Partial<VariantChanges>) =>
  variant(sessions, { name, sentence, expected: 'sound', ...changes });
const fault = (name: string, sentence: string, expected: string, changes: Partial<VariantChanges>) =>
  variant(sessions, { name, sentence, expected: expected.split(' '), ...changes });

const flipped = (name: string, main: number, sentence: string) =>
  judgement<[AssumedMap, LocalBranches, LocalBranches]>({
    name,
    inputs: ['AssumedMap', 'LocalBranches', 'LocalBranches'],
    outputs: [],
    main,
    text: '{0} ⊢ {1} ≤ {2}',
    latex: '{0} \\vdash {1} \\le {2}',
    sentence,
  });
const moreOut = flipped('moreOut', 2, 'the first choice has all branches of the second');
const fewerIn = flipped('fewerIn', 1, 'the second choice has all branches of the first');
const taken = judgement<[ItemsTerm, Item, ItemsTerm]>({
  name: 'taken',
  inputs: ['Items'],
  outputs: ['Item', 'Items'],
  main: 0,
  text: '{1} of {0} leaves {2}',
  latex: '{1}\\text{ of }{0}\\text{ leaves }{2}',
  sentence: 'one of the items is taken, and the others are left',
});

/** R-Lead for another process than a leader at a boundary. */
const leads = (name: string, at: (m: Metas) => Process) =>
  rule(name, (m) => {
    const { W, C, p, u, f, g, a, a1, P, n, k, D, D1, G, G1, Π, Π1, H, H1, E, E1, X, X1, u1, N } = m;
    void f;
    return {
      given: [
        is(Thread(P, n, k, D), threadOf(C, p)),
        is(Version(u1, G, Π, H, E, X), versionOf(W, n)),
        is(Version(u, G1, Π1, H1, E1, X1), versionOf(W, next(n))),
        is(N, entriesOf(Version(u, G1, Π1, H1, E1, X1), p)),
        is(g, entryOf(N, f)),
        is(D1, tableAfter(Version(u, G1, Π1, H1, E1, X1), p, 0n)),
        evaluatesArgs(a, a1),
      ],
      infer: steps(
        W,
        C,
        p,
        at(m),
        Leads(u, next(n)),
        joinedBy(
          marked(becomes(C, p, Thread(Call(g, a1), next(n), 0n, D1)), p, children(Π, u, p), next(n)),
          Version(u, G1, Π1, H1, E1, X1),
          next(n),
        ),
      ),
    };
  });

type M = Metas;
/** R-Lead and R-Follow with something done to the configuration in the end, or another look at the queue. */
const leading = (name: string, done: (C: M['C'], p: M['p']) => M['C']) =>
  rule(name, ({ W, C, p, u, f, g, a, a1, P, n, k, D, D1, G, G1, Π, Π1, H, H1, E, E1, X, X1, u1, N }) => ({
    given: [
      is(Thread(P, n, k, D), threadOf(C, p)),
      is(Version(u1, G, Π, H, E, X), versionOf(W, n)),
      is(Version(u, G1, Π1, H1, E1, X1), versionOf(W, next(n))),
      is(N, entriesOf(Version(u, G1, Π1, H1, E1, X1), p)),
      is(g, entryOf(N, f)),
      is(D1, tableAfter(Version(u, G1, Π1, H1, E1, X1), p, 0n)),
      evaluatesArgs(a, a1),
    ],
    infer: steps(
      W,
      C,
      p,
      Visit(u, Lead(), f, a),
      Leads(u, next(n)),
      joinedBy(
        marked(done(becomes(C, p, Thread(Call(g, a1), next(n), 0n, D1)), p), p, children(Π, u, p), next(n)),
        Version(u, G1, Π1, H1, E1, X1),
        next(n),
      ),
    ),
  }));
const following = (
  look: 'head' | 'anywhere' | 'somebody',
  done: (C: M['C'], p: M['p']) => M['C'] = (C) => C,
  silent = false,
) =>
  rule(
    'R-Follow',
    ({ W, C, p, q, u, s, f, g, a, a1, P, n, n1, k, D, D1, G, G1, Π, Π1, H, H1, E, E1, X, X1, u1, N, ι }) => {
      const gone = becomes(C, p, Thread(Call(g, a1), n1, 0n, D1));
      const read = look === 'somebody' ? gone : holding(gone, look === 'anywhere' ? q : s, p, ι);
      const after = done(read, p);
      return {
        given: [
          is(Thread(P, n, k, D), threadOf(C, p)),
          is(n1, next(n)),
          ...(look === 'somebody'
            ? [someoneAt(C, n1)]
            : look === 'anywhere'
              ? [is(q, markerFrom(C, p, n1)), is(Items(Mark(n1), ι), queue(C, q, p))]
              : [is(Items(Mark(n1), ι), queue(C, s, p))]),
          is(Version(u1, G, Π, H, E, X), versionOf(W, n)),
          is(Version(u, G1, Π1, H1, E1, X1), versionOf(W, n1)),
          is(N, entriesOf(Version(u, G1, Π1, H1, E1, X1), p)),
          is(g, entryOf(N, f)),
          is(D1, tableAfter(Version(u, G1, Π1, H1, E1, X1), p, 0n)),
          evaluatesArgs(a, a1),
        ],
        infer: steps(
          W,
          C,
          p,
          Visit(u, From(s), f, a),
          Follows(u, n1),
          silent ? after : marked(after, p, children(Π, u, p), n1),
        ),
      };
    },
  );

const procRule = (flip: 'type' | 'params' | 'none') =>
  rule('U-Proc', ({ D, D1, f, ξ, ξ1, L, L1, P, P1, d }) => ({
    given: [
      is(Proc(f, ξ1, Typed(L1), P1, D1), procOf(D, f)),
      ...(flip === 'none'
        ? []
        : [flip === 'params' ? subparams(ξ, ξ1) : subparams(ξ1, ξ), flip === 'type' ? subtype(L1, L) : subtype(L, L1)]),
      replaces(D, d),
    ],
    infer: replaces(D, Replace(f, ξ, Typed(L), P, d)),
  }));

/** Markers go to everyone, and those of versions that one has are skipped: where the queue is read, and where nobody reads it again. */
const skipped: NonNullable<VariantChanges['exchange']> = [
  [children, othersAt],
  [queue, queueSkipping],
  [final, finalSkipping],
];
/** So the protocol expects a marker from everyone who was at the boundary and has left it. */
const fromEveryone = {
  replace: [
    rule('Q-Aside', ({ u, X, n, G, G1, p, q, η }) => ({
      given: [member(q, X), notMember(p, X), notMember(p, parts(G)), expects(G1, p, q, η)],
      infer: expects(Switching(u, X, n, G, G1), p, q, η),
    })),
  ],
  add: [
    rule('Q-MarkAll', ({ u, X, n, G, G1, p, q, s, L, η }) => ({
      given: [
        member(q, X),
        notMember(p, X),
        member(p, parts(G)),
        projects(G, q, L),
        is(From(s), roleOf(L)),
        differs(s, p),
        expects(G1, p, q, η),
      ],
      infer: expects(Switching(u, X, n, G, G1), p, q, ExpectMark(n, η)),
    })),
  ],
};

export const sessionsVariants = [
  sound('plain-merge', 'only M-Same', { remove: ['M-Recv', 'M-Send', 'M-Rec', 'M-At'] }),
  sound('bounded-1', 'R-Send waits while the queue holds a message', {
    replace: [
      rule('R-Send', ({ W, C, p, q, l, e, v, P }) => ({
        given: [roomIn(C, p, q), evaluates(e, v)],
        infer: steps(W, C, p, Send(q, l, e, P), Sends(q, l), enqueue(goesOnAs(C, p, P), p, q, Msg(l, v))),
      })),
    ],
  }),
  sound('marker-all', 'markers go to everyone at u; those of versions one has are skipped when the queue is read', {
    ...fromEveryone,
    exchange: skipped,
  }),
  sound('eager-code', 'no R-Skip where R-Code is possible', {
    replace: [
      rule('R-Skip', ({ W, C, p, P }) => ({
        given: [codeWaits(W, C, p)],
        infer: steps(W, C, p, Update(P), Skips(), goesOnAs(C, p, P)),
      })),
    ],
  }),
  sound('code-own', 'U-Code looks at new procedures only', {
    replace: [rule('U-Code', ({ D, d }) => ({ given: [bodiesOk(D, brought(d))], infer: codeOk(D, d) }))],
  }),
  fault('merge-send', 'M-Send joins different sets of labels', 'S3', {
    replace: [
      rule('M-Send', ({ q, λ, λ1, λ2 }) => ({
        given: [joins(λ, λ1, λ2)],
        infer: merges(Out(q, λ), Out(q, λ1), Out(q, λ2)),
      })),
    ],
  }),
  fault('merge-sorts', 'M-Recv ignores sorts', 'S3', {
    replace: [
      rule('Join-Both', ({ l, S, S1, L, L1, L2, λ, λ1, λ2, λ3 }) => ({
        given: [is(LBranch(l, S1, L1, λ3), branchOf(λ1, l)), merges(L, L1, L2), joins(λ, remaining(λ1, l), λ2)],
        infer: joins(LBranch(l, S, L, λ), λ1, LBranch(l, S, L2, λ2)),
      })),
    ],
  }),
  fault('merge-end', 'end ⊓ L = L', 'S4 S5', {
    add: [
      rule('M-EndLeft', ({ L }) => ({ given: [], infer: merges(End(), L, L) })),
      rule('M-EndRight', ({ L }) => ({ given: [], infer: merges(L, End(), L) })),
    ],
  }),
  fault('project-first', 'P-Oth takes the first branch: third parties are not told of the choice', 'S3', {
    replace: [
      rule('P-Oth', ({ p, q, r, l, S, G, γ, L }) => ({
        given: [takesPart(Message(p, q, GBranch(l, S, G, γ)), r), differs(r, p), differs(r, q), projects(G, r, L)],
        infer: projects(Message(p, q, GBranch(l, S, G, γ)), r, L),
      })),
    ],
  }),
  fault('rec-end', 'P-None without closed, at rec', 'S4 S5', {
    exchange: [
      [takesPart, takesPartOpen],
      [idle, idleOpen],
    ],
  }),
  fault('at-any', 'G-Roles dropped: somebody at u neither leads nor hears', 'S7', {
    replace: [rule('G-Roles', ({ Π, u, z }) => ({ given: [rolesOk(Π, z)], infer: rolesOk(Π, Names(u, z)) }))],
  }),
  fault('queue-bag', 'R-Recv takes any message of the queue', 'S5 S9', {
    judgements: [taken],
    replace: [
      rule('R-Recv', ({ W, C, p, q, β, β1, l, v, x, P, ι }) => ({
        given: [taken(queue(C, q, p), Msg(l, v), ι), is(Branch(l, x, P, β1), receives(β, l))],
        infer: steps(W, C, p, Recv(q, β), Receives(q, l), holding(goesOnAs(C, p, substitute(P, v, x)), q, p, ι)),
      })),
    ],
    add: [
      rule('Take-Head', ({ i, ι }) => ({ given: [], infer: taken(Items(i, ι), i, ι) })),
      rule('Take-Later', ({ i, i1, ι, ι1 }) => ({
        given: [taken(ι, i, ι1)],
        infer: taken(Items(i1, ι), i, Items(i1, ι1)),
      })),
    ],
  }),
  fault('one-queue', 'one queue for each receiver', 'S4', {
    exchange: [
      [enqueue, enqueueOne],
      [queue, queueOne],
      [holding, holdingOne],
      [marked, markedOne],
    ],
  }),
  fault('sub-send-flip', 'J ⊆ I in L-Send', 'S3', {
    judgements: [moreOut],
    replace: [
      rule('L-Send', ({ A, q, λ, λ1 }) => ({ given: [moreOut(A, λ, λ1)], infer: below(A, Out(q, λ), Out(q, λ1)) })),
    ],
    add: [
      rule('L-MoreNone', ({ A, λ }) => ({ given: [], infer: moreOut(A, λ, NoLocals()) })),
      rule('L-MoreEach', ({ A, l, S, S1, L, L1, λ, λ1, λ2 }) => ({
        given: [is(LBranch(l, S, L, λ2), branchOf(λ, l)), subsort(S, S1), below(A, L, L1), moreOut(A, λ, λ1)],
        infer: moreOut(A, λ, LBranch(l, S1, L1, λ1)),
      })),
    ],
  }),
  fault('sub-recv-flip', 'I ⊆ J in L-Recv', 'S3', {
    judgements: [fewerIn],
    replace: [
      rule('L-Recv', ({ A, p, λ, λ1 }) => ({ given: [fewerIn(A, λ, λ1)], infer: below(A, In(p, λ), In(p, λ1)) })),
    ],
    add: [
      rule('L-FewerNone', ({ A, λ }) => ({ given: [], infer: fewerIn(A, NoLocals(), λ) })),
      rule('L-FewerEach', ({ A, l, S, S1, L, L1, λ, λ1, λ2 }) => ({
        given: [is(LBranch(l, S1, L1, λ2), branchOf(λ1, l)), subsort(S1, S), below(A, L, L1), fewerIn(A, λ, λ1)],
        infer: fewerIn(A, LBranch(l, S, L, λ), λ1),
      })),
    ],
  }),
  fault('sort-flip', 'SS-Rec the other way', 'S3', {
    replace: [rule('SS-Rec', ({ σ, σ1 }) => ({ given: [subfields(σ1, σ)], infer: subsort(Record(σ), Record(σ1)) }))],
  }),
  fault('recv-exact', 'T-Recv asks for I = J (no run goes wrong: preservation alone falls)', 'S2', {
    replace: [
      rule('T-Recv', ({ D, Γ, p, β, L, λ }) => ({
        given: [is(In(p, λ), unf(L)), sameLabels(β, λ), checksBranches(D, Γ, β, λ)],
        infer: checks(D, Γ, Recv(p, β), L),
      })),
    ],
  }),
  fault('recv-some', 'T-Recv does not ask for J ⊆ I', 'S3', {
    add: [
      rule('T-RecvSkip', ({ D, Γ, l, β, S, L, λ }) => ({
        given: [noBranch(β, l), checksBranches(D, Γ, β, λ)],
        infer: checksBranches(D, Γ, β, LBranch(l, S, L, λ)),
      })),
    ],
  }),
  fault('if-one', 'T-If looks at P1 only', 'S3', {
    replace: [
      rule('T-If', ({ D, Γ, e, P, P1, L }) => ({
        given: [hasSort(Γ, e, Bool()), checks(D, Γ, P, L)],
        infer: checks(D, Γ, If(e, P, P1), L),
      })),
    ],
  }),
  fault('send-unchecked', 'T-Send ignores the sort', 'S3', {
    replace: [
      rule('T-Send', ({ D, Γ, q, l, e, P, L, L1, λ, λ1, S, S1 }) => ({
        given: [
          is(Out(q, λ), unf(L)),
          is(LBranch(l, S, L1, λ1), branchOf(λ, l)),
          hasSort(Γ, e, S1),
          checks(D, Γ, P, L1),
        ],
        infer: checks(D, Γ, Send(q, l, e, P), L),
      })),
    ],
  }),
  fault('stop-any', 'T-Stop at any type', 'S4', {
    replace: [rule('T-Stop', ({ D, Γ, L }) => ({ given: [], infer: checks(D, Γ, Stop(), L) }))],
  }),
  fault('no-guard', 'D-Guard dropped', 'S5', {
    replace: [rule('D-Guard', ({ D }) => ({ given: [], infer: guardsCalls(D) }))],
  }),
  fault('lead-anywhere', 'R-Lead at update; as well: not at a boundary', 'S3', {
    add: [leads('R-LeadAnywhere', ({ f, a }) => Update(Call(f, a)))],
  }),
  fault('any-leads', 'R-Lead for followers too', 'S4 S7', {
    add: [leads('R-LeadAny', ({ u, s, f, a }) => Visit(u, From(s), f, a))],
  }),
  fault('follow-free', 'R-Follow without a marker, when somebody has version n', 'S4 S6', {
    replace: [following('somebody')],
  }),
  fault('no-marker', 'R-Lead and R-Follow send none', 'S4 S7', { exchange: [[marked, unmarked]] }),
  fault('no-forward', 'R-Follow sends none', 'S4 S7', { replace: [following('head', (C) => C, true)] }),
  fault('stay-blind', 'R-StayFrom does not look at the queue', 'S3', {
    replace: [
      rule('R-StayFrom', ({ W, C, p, u, s, f, a, a1 }) => ({
        given: [evaluatesArgs(a, a1)],
        infer: steps(W, C, p, Visit(u, From(s), f, a), Stays(u), goesOnAs(C, p, Call(f, a1))),
      })),
    ],
  }),
  fault('marker-any', 'markers go to everyone, R-Follow takes one from any queue', 'S4 S6', {
    replace: [following('anywhere'), ...fromEveryone.replace],
    add: fromEveryone.add,
    exchange: skipped,
  }),
  fault('marker-front', 'the marker overtakes what is in the queue', 'S3', { exchange: [[marked, markedInFront]] }),
  fault('flush-in', 'R-Lead and R-Follow empty the queues to p', 'S4', {
    replace: [leading('R-Lead', (C, p) => flushedIn(C, p)), following('head', (C, p) => flushedIn(C, p))],
  }),
  fault('flush-out', 'R-Lead and R-Follow empty the queues from p', 'S3', {
    replace: [leading('R-Lead', (C, p) => flushedOut(C, p)), following('head', (C, p) => flushedOut(C, p))],
  }),
  fault('entry-type', 'U-Entry without Lg ≤ G ↾ p', 'S6 S4', {
    replace: [
      rule('Entry-Each', ({ N, D, D1, D2, L, L1, L2, f, g, ξ, ξ1, P, P1 }) => ({
        given: [
          is(g, entryOf(N, f)),
          is(Proc(g, ξ1, Typed(L1), P1, D2), procOf(D, g)),
          subparams(ξ, ξ1),
          entriesOk(N, D, L, D1),
        ],
        infer: entriesOk(N, D, L, Proc(f, ξ, Typed(L2), P, D1)),
      })),
    ],
  }),
  fault('entry-any', 'U-Entry dropped', 'S3', {
    replace: [
      rule('U-Entry', ({ H, H1, H2, u, X, Π, p, z, I, I1, E, E1, N, D, D1, L }) => ({
        given: [
          member(p, X),
          is(Part(p, N, D, I1), partOf(I, p)),
          namesOk(partTwice(I, p)),
          namesOk(both(twiceInTable(D), twiceInEntries(N))),
          resolves(Π, p, D, D1),
          headingsOk(D1),
          bodiesOk(D1, D1),
          guardsCalls(D1),
          is(L, localOf(Π, p)),
          handsOver(H, u, X, Π, z, I, appended(H1, p, D1), withEntries(E, p, N), H2, E1),
        ],
        infer: handsOver(H, u, X, Π, Names(p, z), I, H1, E, H2, E1),
      })),
    ],
  }),
  fault('proc-any', 'U-Proc dropped', 'S6 S4', { replace: [procRule('none')] }),
  fault('proc-flip', 'L ≤ L1 in U-Proc', 'S3', { replace: [procRule('type')] }),
  fault('param-flip', 'Si1 <: Si in U-Proc', 'S3', { replace: [procRule('params')] }),
  fault('entry-first', 'U-Entry looks at the first table of the version only', 'S3 S6', {
    exchange: [[resumes, resumesFirst]],
  }),
  fault('guard-new', 'U-Guard on the new procedures only: a cycle through old code', 'S5', {
    replace: [rule('U-Guard', ({ D, d }) => ({ given: [nobody(cycleAmong(D, d))], infer: guardOk(D, d) }))],
  }),
];
