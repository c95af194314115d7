/** The variants of section 11: a choice made otherwise, and what falls for it. */
import { entries, get, has } from '../../semantics/maps.ts';
import {
  classesOf,
  declared,
  dispatch,
  exportOf,
  importBetween,
  inOrder,
  judgedIn,
  meaningFor,
  newest,
  newestNumber,
} from '../../semantics/components/classes.ts';
import {
  allSince,
  callType,
  entering,
  freshName,
  inLate,
  installing,
  leaving,
  mediatedAgain,
  nobody,
  outdated,
  passes,
  placedAt,
  placing,
  registering,
  requested,
  running,
  threadAt,
  worldOf,
} from '../../semantics/components/configs.ts';
import { contextAt, plug, reading, redexAt, substituteFields } from '../../semantics/components/expressions.ts';
import {
  insideMap,
  make,
  objectMap,
  settledMap,
  type Classes,
  type Config,
  type Fields,
  type Frames,
  type Haste,
  type Head,
  type Imports,
  type Items,
  type NameList,
  type Settled,
  type Update as UpdateTerm,
  type Updates,
  type World,
} from '../../semantics/components/grammar.ts';
import { atMost, below, bind, known, next } from '../../semantics/components/types.ts';
import { is, metafunction, partialMetafunction } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { variant, type Variant, type VariantChanges } from '../variant.ts';
import { evaluates, initial, transfers } from './evaluation.ts';
import { instead } from './instead.ts';
import { steps } from './reduction.ts';
import {
  Block,
  Blocked,
  Call,
  Completed,
  Does,
  Exporting,
  Fold,
  Forward,
  Frame,
  Import,
  Inst,
  Judging,
  Let,
  List,
  Med,
  Mediates,
  Names,
  New,
  NoNames,
  Num,
  Obj,
  Placed,
  Rec,
  Transfer,
  Update,
  Version,
  Waits,
  rule,
} from './rule.ts';
import { subtype } from './subtyping.ts';
import { components } from './system.ts';
import { types } from './typing.ts';
import { accepts, classesOk, exportsOk, formatsKnown, formatsOk, ifaceOk, namesOk, transferOk } from './updates.ts';
import { variantsOfCalls } from './variants-of-calls.ts';

const withGeneration = (K: Config, g: bigint): Config =>
  make.Config.Configuration(g, K.world, K.registry, K.objects, K.threads, K.queue);

const hastily = (name: string, haste: Haste) =>
  metafunction<[Config, UpdateTerm, World, Updates], Config>(
    instead(requested.info, name, `the request of an update, as if it were ${name}`),
    (K, U, Ω, Q) => requested.compute(K, make.Update.Update(U.u, haste, U.formats, U.classes), Ω, Q),
  );
/** Which threads a mediator of a generation lets through, by the generations of those that they are inside. */
const passing = (name: string, sentence: string, holds: (own: bigint, other: bigint) => boolean) =>
  metafunction<[Config, string, bigint], boolean>(instead(passes.info, name, sentence), (K, t, g) =>
    entries(K.objects).some(([, { entry }]) => entry.tag === 'Med' && has(entry.inside, t) && holds(g, entry.g)),
  );
const always = metafunction<[Config, string, bigint], boolean>(
  instead(passes.info, 'always', 'every thread passes'),
  () => true,
);

const requestedSince = metafunction<[Config, UpdateTerm, World, Updates], Config>(
  instead(requested.info, 'since', 'the request of an update, a generation later'),
  (K, U, Ω, Q) => withGeneration(requested.compute(K, U, Ω, Q), K.g + 1n),
);
const installingSince = metafunction<[Config, string, string, bigint, Fields], Config>(
  instead(installing.info, 'since', 'a mediator of the generation of now'),
  (K, C, o, j, s) => {
    const K1 = installing.compute(withGeneration(K, K.g - 1n), C, o, j, s);
    return withGeneration(K1, K.g);
  },
);
const installingBlocked = metafunction<[Config, string, string, bigint, Fields], Config>(
  instead(installing.info, 'blocked', 'a mediator in phase block'),
  (K, C, o, j, s) => {
    const K1 = installing.compute(K, C, o, j, s);
    const med = make.Entry.Med(K1.g, insideMap.empty, make.NameList.NoNames(), make.Phase.Block(j, s));
    return make.Config.Configuration(
      K1.g,
      K1.world,
      K1.registry,
      objectMap.set(K1.objects, o, make.Placed.Placed(C, med)),
      K1.threads,
      K1.queue,
    );
  },
);
/** Whoever returns is out, however often it is inside. */
const leavingAtOnce = metafunction<[Config, string, Head], Config>(
  instead(leaving.info, 'at once', 'a thread that leaves a frame is not inside any more'),
  (K, t, h) => {
    let K1 = K;
    for (let n = 0; n < 100 && h.tag === 'InObject'; n++) {
      const p = get(K1.objects, h.o);
      if (p?.entry.tag !== 'Med' || !has(p.entry.inside, t)) break;
      K1 = leaving.compute(K1, t, h);
      if (h.b !== 1n) break;
    }
    return K1;
  },
);
const previous = partialMetafunction<[bigint], bigint>(
  { name: 'previous', args: ['int'], result: 'int', text: '{0} - 1', sentence: 'the number before, from 0' },
  (n) => (n > 0n ? n - 1n : undefined),
);
/** new C while the update of C is under way: the version before. */
const made = partialMetafunction<[Config, string], bigint>(
  {
    name: 'made',
    args: ['Config', 'name'],
    result: 'int',
    text: 'made of {1} in {0}',
    latex: '\\text{made of }{1}\\text{ in }{0}',
    sentence: 'the version before the newest while objects of the class are to be mediated, or are; then the newest',
  },
  (K, C) => {
    const todo = get(K.registry, C)?.todo.length ?? 0;
    const mediated = entries(K.objects).some(([, p]) => p.C === C && p.entry.tag === 'Med');
    const newestOfAll = newestNumber(K.world, C);
    return newestOfAll !== undefined && newestOfAll > 0n && (todo > 0 || mediated) ? newestOfAll - 1n : newestOfAll;
  },
);
/** Calls do not remember what they were compiled against. */
const untagged = partialMetafunction<[World, string, string, bigint, string, bigint, Items, bigint, Frames], Frames>(
  instead(dispatch.info, 'untagged', 'the frame of a call, as if it were compiled against the version that is there'),
  (Ω, o, C, _, m, j, a, b, w) => dispatch.compute(Ω, o, C, j, m, j, a, b, w),
);
const skippingImport = partialMetafunction<[World, string, bigint, bigint], Imports>(
  {
    name: 'importFrom',
    args: ['World', 'name', 'int', 'int'],
    result: 'Imports',
    text: 'first import of {1}@{3} that {1}@{2} exports in {0}',
    latex: '\\text{first import of }{1}@{3}\\text{ that }{1}@{2}\\text{ exports in }{0}',
    sentence: 'the first import of a version that another, older one exports, raw included',
  },
  importBetween,
);
/** σ in which names mean the newest versions, those of the update included. */
const newestMeaning = metafunction<[Settled, Classes, World], Settled>(
  {
    name: 'newestMeaning',
    args: ['Settled', 'Classes', 'World'],
    result: 'Settled',
    text: 'newest of {2}, {1} for {0}',
    latex: '\\text{newest of }{2}, {1}\\text{ for }{0}',
    sentence: 'names of classes mean the newest versions, those of the update included',
  },
  (_, χ, Ω) => {
    const brought = new Set(classesOf(χ).map(([C]) => C));
    let found: Settled = settledMap.empty;
    for (const [C] of entries(Ω.classes))
      found = settledMap.set(found, C, (newestNumber(Ω, C) as bigint) + (brought.has(C) ? 1n : 0n));
    for (const C of brought) if (!has(found, C)) found = settledMap.set(found, C, 0n);
    return found;
  },
);

/** One of a sequence, and the others. */
const picks = judgement<[NameList, string, NameList]>({
  name: 'picks',
  inputs: ['NameList'],
  outputs: ['name', 'NameList'],
  main: 0,
  text: '{1} of {0}, before {2}',
  latex: '{1}\\text{ of }{0}\\text{, before }{2}',
  sentence: 'one of a sequence, and the others in their order',
});

const changes: readonly VariantChanges[] = [
  {
    name: 'eager-all',
    sentence: 'every update is eager',
    expected: 'sound',
    exchange: [[requested, hastily('eager', make.Haste.Eager())]],
  },
  {
    name: 'lazy-all',
    sentence: 'every update is lazy',
    expected: 'sound',
    exchange: [[requested, hastily('lazy', make.Haste.Lazy())]],
  },
  {
    name: 'step-by-step',
    sentence: 'a state is transferred to the next version only, and its object mediated again if need be',
    expected: 'sound',
    replace: [
      rule('M-Quiesce', ({ K, o, C, g, μ, B, j, s }) => ({
        given: [nobody(μ)],
        infer: steps(K, Mediates(o, C, g, μ, B, Block(j, s)), placing(K, o, C, Med(g, μ, B, Transfer(j, s, next(j))))),
      })),
      rule('M-Done', ({ K, o, C, g, μ, n, s }) => ({
        given: [],
        infer: steps(
          K,
          Mediates(o, C, g, μ, NoNames(), Completed(n, s)),
          mediatedAgain(placing(K, o, C, Inst(n, s)), C, o, n),
        ),
      })),
    ],
  },
  {
    name: 'count-young',
    sentence: 'in phase forward only threads of the generation of the mediator, or younger, are counted',
    expected: 'sound',
    replace: [
      rule('C-Forward', ({ K, t, g, h, E, w, w1, o, m, C, k, a, j, s, τ, g1, μ, B }) => ({
        given: [
          is(Placed(C, Med(g1, μ, B, Forward(j, s))), placedAt(K, o)),
          atMost(g1, g),
          is(τ, callType(worldOf(K), C, k, m)),
          is(w1, dispatch(worldOf(K), o, C, k, m, j, a, 1n, Frame(h, plug(E, Waits(τ)), w))),
        ],
        infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(entering(K, t, w1), t, g, w1)),
      })),
    ],
    add: [
      rule('C-ForwardOld', ({ K, t, g, h, E, w, w1, o, m, C, k, a, j, s, τ, g1, μ, B }) => ({
        given: [
          is(Placed(C, Med(g1, μ, B, Forward(j, s))), placedAt(K, o)),
          below(g, g1),
          is(τ, callType(worldOf(K), C, k, m)),
          is(w1, dispatch(worldOf(K), o, C, k, m, j, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
        ],
        infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(K, t, g, w1)),
      })),
    ],
  },
  {
    name: 'release-any',
    sentence: 'M-Release takes any of those that are blocked',
    expected: 'sound',
    judgements: [picks],
    add: [
      rule('Pick-First', ({ t, B }) => ({ given: [], infer: picks(Names(t, B), t, B) })),
      rule('Pick-Later', ({ t, u, B, B1 }) => ({
        given: [picks(B, u, B1)],
        infer: picks(Names(t, B), u, Names(t, B1)),
      })),
    ],
    replace: [
      rule('M-Release', ({ K, o, C, g, μ, B, B1, n, s, t, g1, h, e, w, w1, E, m, k, a, τ }) => ({
        given: [
          picks(B, t, B1),
          is(Blocked(g1, Frame(h, e, w)), threadAt(K, t)),
          is(E, contextAt(e)),
          is(Call(Obj(o), m, C, k, a), redexAt(e)),
          is(τ, callType(worldOf(K), C, k, m)),
          is(w1, dispatch(worldOf(K), o, C, k, m, n, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
        ],
        infer: steps(
          K,
          Mediates(o, C, g, μ, B, Completed(n, s)),
          running(placing(K, o, C, Med(g, μ, B1, Completed(n, s))), t, g1, w1),
        ),
      })),
    ],
  },
  {
    name: 'names-newest',
    sentence: "a type C in an update's code means the newest version, that of the update included",
    expected: 'sound',
    replace: [
      rule('Update', ({ Ω, Ω1, Ω2, σ, σ1, σ2, Ψ, u, L, θ, χ }) => ({
        given: [
          namesOk(Ω, θ, χ),
          is(σ1, meaningFor(σ, χ)),
          is(σ2, newestMeaning(σ, χ, Ω)),
          is(Ω1, declared(Ω, θ, χ, σ2)),
          formatsKnown(Ω1, θ),
          classesOk(Ω1, σ1, Ψ, χ, Ω2),
        ],
        infer: accepts(Ω, σ, Ψ, Update(u, L, θ, χ), judgedIn(Ω2, σ)),
      })),
    ],
  },
  {
    name: 'block-recursive',
    sentence: 'no thread passes: the callback of a driver is blocked by the update that waits for it',
    expected: ['O5'],
    exchange: [[passes, passing('never', 'no thread passes', () => false)]],
  },
  {
    name: 'own-only',
    sentence: 'only a thread inside the object itself passes',
    expected: ['O5'],
    exchange: [
      [passes, passing('own', 'a thread that is inside the object of this mediator', (own, other) => own === other)],
    ],
  },
  {
    name: 'pass-any',
    sentence: 'a thread inside any mediated object passes',
    expected: ['O6'],
    exchange: [[passes, passing('any', 'a thread that is inside any mediated object', () => true)]],
  },
  {
    name: 'no-block',
    sentence: 'calls are never blocked in phase block',
    expected: ['O6'],
    exchange: [[passes, always]],
  },
  {
    name: 'no-generations',
    sentence: 'M-Block does not wait for the threads that started before',
    expected: ['O3'],
    replace: [
      rule('M-Block', ({ K, o, C, g, μ, B, j, s }) => ({
        given: [],
        infer: steps(K, Mediates(o, C, g, μ, B, Forward(j, s)), placing(K, o, C, Med(g, μ, B, Block(j, s)))),
      })),
    ],
  },
  {
    name: 'since-request',
    sentence: 'the generation grows when an update is requested, and not when a mediator is installed',
    expected: ['O3'],
    exchange: [
      [requested, requestedSince],
      [installing, installingSince],
    ],
  },
  {
    name: 'touch-blocks',
    sentence: 'C-Touch installs the mediator in phase block',
    expected: ['O3'],
    replace: [
      rule('C-Touch', ({ K, t, g, h, E, w, o, m, C, k, a, j, s }) => ({
        given: [is(Placed(C, Inst(j, s)), placedAt(K, o)), outdated(K, C, j), inLate(K, C, o)],
        infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), installingBlocked(K, C, o, j, s)),
      })),
    ],
  },
  {
    name: 'no-count',
    sentence: 'M-Quiesce does not ask that nobody is inside',
    expected: ['O3'],
    replace: [
      rule('M-Quiesce', ({ K, o, C, g, μ, B, j, s, n }) => ({
        given: [is(n, newest(worldOf(K), C))],
        infer: steps(K, Mediates(o, C, g, μ, B, Block(j, s)), placing(K, o, C, Med(g, μ, B, Transfer(j, s, n)))),
      })),
    ],
  },
  {
    name: 'early-transfer',
    sentence: 'the state is transferred when the generations before have ended, without phase block',
    expected: ['O3'],
    replace: [
      rule('M-Block', ({ K, o, C, g, μ, B, j, s, n }) => ({
        given: [allSince(K, g), is(n, newest(worldOf(K), C))],
        infer: steps(K, Mediates(o, C, g, μ, B, Forward(j, s)), placing(K, o, C, Med(g, μ, B, Transfer(j, s, n)))),
      })),
    ],
  },
  {
    name: 'first-return',
    sentence: 'a thread that returns is not inside any more, however often it entered',
    expected: ['O3'],
    exchange: [[leaving, leavingAtOnce]],
  },
  {
    name: 'swap-first',
    sentence: 'calls reach the new instance before the state is imported',
    expected: ['O3'],
    replace: [
      rule('C-Wait', ({ K, t, g, h, E, w, w1, o, m, C, k, a, j, s, n, τ, g1, μ, B }) => ({
        given: [
          is(Placed(C, Med(g1, μ, B, Transfer(j, s, n))), placedAt(K, o)),
          is(τ, callType(worldOf(K), C, k, m)),
          is(w1, dispatch(worldOf(K), o, C, k, m, n, a, 0n, Frame(h, plug(E, Waits(τ)), w))),
        ],
        infer: steps(K, Does(t, g, h, E, Call(Obj(o), m, C, k, a), w), running(K, t, g, w1)),
      })),
    ],
  },
  {
    name: 'release-old',
    sentence: 'M-Release enters the version before',
    expected: ['O4'],
    replace: [
      rule('M-Release', ({ K, o, C, g, μ, B, n, s, t, g1, h, e, w, w1, E, m, k, a, τ }) => ({
        given: [
          is(Blocked(g1, Frame(h, e, w)), threadAt(K, t)),
          is(E, contextAt(e)),
          is(Call(Obj(o), m, C, k, a), redexAt(e)),
          is(τ, callType(worldOf(K), C, k, m)),
          is(w1, dispatch(worldOf(K), o, C, k, m, previous(n), a, 0n, Frame(h, plug(E, Waits(τ)), w))),
        ],
        infer: steps(
          K,
          Mediates(o, C, g, μ, Names(t, B), Completed(n, s)),
          running(placing(K, o, C, Med(g, μ, B, Completed(n, s))), t, g1, w1),
        ),
      })),
    ],
  },
  {
    name: 'lost-call',
    sentence: 'M-Release lets the thread go on with 0 in place of its call',
    expected: ['O4'],
    replace: [
      rule('M-Release', ({ K, o, C, g, μ, B, n, s, t, g1, h, e, w, E, m, k, a }) => ({
        given: [
          is(Blocked(g1, Frame(h, e, w)), threadAt(K, t)),
          is(E, contextAt(e)),
          is(Call(Obj(o), m, C, k, a), redexAt(e)),
        ],
        infer: steps(
          K,
          Mediates(o, C, g, μ, Names(t, B), Completed(n, s)),
          running(placing(K, o, C, Med(g, μ, B, Completed(n, s))), t, g1, Frame(h, plug(E, Num(0n)), w)),
        ),
      })),
    ],
  },
  {
    name: 'replay-call',
    sentence: 'a call that is released is made again by its thread',
    expected: ['O9'],
    replace: [
      rule('M-Release', ({ K, o, C, g, μ, B, n, s, t, g1, h, e, w, w1, E, m, k, a, τ }) => ({
        given: [
          is(Blocked(g1, Frame(h, e, w)), threadAt(K, t)),
          is(E, contextAt(e)),
          is(Call(Obj(o), m, C, k, a), redexAt(e)),
          is(τ, callType(worldOf(K), C, k, m)),
          is(
            w1,
            dispatch(
              worldOf(K),
              o,
              C,
              k,
              m,
              n,
              a,
              0n,
              Frame(h, plug(E, Let('', Waits(τ), Call(Obj(o), m, C, k, a))), w),
            ),
          ),
        ],
        infer: steps(
          K,
          Mediates(o, C, g, μ, Names(t, B), Completed(n, s)),
          running(placing(K, o, C, Med(g, μ, B, Completed(n, s))), t, g1, w1),
        ),
      })),
    ],
  },
  {
    name: 'reset-state',
    sentence: 'M-Import takes the initial state of the new version',
    expected: ['O9'],
    replace: [
      rule('M-Import', ({ K, o, C, g, μ, B, j, s, s1, n }) => ({
        given: [initial(worldOf(K), C, n, s1)],
        infer: steps(K, Mediates(o, C, g, μ, B, Transfer(j, s, n)), placing(K, o, C, Med(g, μ, B, Completed(n, s1)))),
      })),
    ],
  },
  {
    name: 'factory-late',
    sentence: 'while the update of C is under way, new C makes an instance of the version before',
    expected: ['O11', 'O8'],
    replace: [
      rule('R-New', ({ K, t, g, h, E, C, w, o, n, s }) => ({
        given: [is(o, freshName(K, t)), is(n, made(K, C)), initial(worldOf(K), C, n, s)],
        infer: steps(
          K,
          Does(t, g, h, E, New(C), w),
          running(registering(placing(K, o, C, Inst(n, s)), C, o), t, g, Frame(h, plug(E, Obj(o)), w)),
        ),
      })),
    ],
  },
  {
    name: 'unregistered',
    sentence: 'an instance that is made is not known to its factory: the next update misses it',
    expected: ['O8'],
    replace: [
      rule('R-New', ({ K, t, g, h, E, C, w, o, n, s }) => ({
        given: [is(o, freshName(K, t)), is(n, newest(worldOf(K), C)), initial(worldOf(K), C, n, s)],
        infer: steps(
          K,
          Does(t, g, h, E, New(C), w),
          running(placing(K, o, C, Inst(n, s)), t, g, Frame(h, plug(E, Obj(o)), w)),
        ),
      })),
    ],
  },
  {
    name: 'no-adaptor',
    sentence: 'a version need not offer what the one before offers',
    expected: ['O2'],
    replace: [rule('U-Iface', ({ Ω, σ, C, n, V }) => ({ given: [], infer: ifaceOk(Ω, σ, C, n, V) }))],
  },
  {
    name: 'transfer-unchecked',
    sentence: 'imports need not be there, and are not typed',
    expected: ['O2', 'O1'],
    replace: [
      rule('U-Transfer', ({ Ω, C, n }) => ({ given: [], infer: transferOk(Ω, C, n) })),
      rule('U-Formats', ({ Ω, σ, Ψ, C, n, d, M, M1, X, I }) => ({
        given: [exportsOk(Judging(Ω, σ, Ψ, Exporting(C, n)), X)],
        infer: formatsOk(Ω, σ, Ψ, C, n, Version(d, M, X, I, M1)),
      })),
    ],
  },
  {
    name: 'skip-versions',
    sentence: 'a state goes to the newest version at once, by its import of what the old version exports',
    expected: ['O2'],
    replace: [
      rule('Tr-Step', ({ Ω, C, j, n, s, s1, s2, s3, F, x, I, e, v }) => ({
        given: [
          below(j, n),
          is(Import(F, x, s1, I), skippingImport(Ω, C, j, n)),
          is(e, exportOf(Ω, C, j, F)),
          evaluates(reading(e, s), v),
          evaluates(Rec(substituteFields(s1, v, x)), Rec(s2)),
          is(s3, inOrder(Ω, C, n, s2)),
        ],
        infer: transfers(Ω, C, j, n, s, s3),
      })),
    ],
  },
  {
    name: 'settled-early',
    sentence: 'names, and S-Set, use the newest versions, that of the update included',
    expected: ['O1'],
    replace: [
      rule('Update', ({ Ω, Ω1, Ω2, σ, σ1, Ψ, u, L, θ, χ }) => ({
        given: [
          namesOk(Ω, θ, χ),
          is(σ1, newestMeaning(σ, χ, Ω)),
          is(Ω1, declared(Ω, θ, χ, σ1)),
          formatsKnown(Ω1, θ),
          classesOk(Ω1, σ1, Ψ, χ, Ω2),
        ],
        infer: accepts(Ω, σ, Ψ, Update(u, L, θ, χ), judgedIn(Ω2, σ)),
      })),
    ],
  },
  {
    name: 'fold-infer',
    sentence: 'T-Fold takes the type of e0 for y, and not the one that is written',
    expected: ['O1'],
    replace: [
      rule('T-Fold', ({ Ω, σ, Ψ, S, Γ, x, y, τ, τ1, τ2, τ3, e, e1, e2, e3, e4, e5 }) => ({
        given: [
          known(τ),
          types(Judging(Ω, σ, Ψ, S), Γ, e, e3, τ1),
          types(Judging(Ω, σ, Ψ, S), Γ, e1, e4, List(τ2)),
          types(Judging(Ω, σ, Ψ, S), bind(bind(Γ, x, τ2), y, τ1), e2, e5, τ3),
          subtype(σ, τ3, τ1),
        ],
        infer: types(Judging(Ω, σ, Ψ, S), Γ, Fold(x, y, τ, e, e1, e2), Fold(x, y, τ, e3, e4, e5), τ1),
      })),
    ],
  },
  {
    name: 'untagged',
    sentence: 'calls do not remember the version that they were compiled against: no adaptor is ever chosen',
    expected: ['O2'],
    exchange: [[dispatch, untagged]],
  },
];

export const componentsVariants: readonly Variant[] = [...changes, ...variantsOfCalls].map((c) =>
  variant(components, c),
);
