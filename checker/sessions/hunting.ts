/**
 * The theorems of sessions on programs made at random (sessions.md, section 11): all interleavings of a program are explored with queues of two messages and of
 * one; a run is followed with the protocol beside it; coherent configurations, local types and processes are tried on their own. What does not hold there is
 * tried by the theorem itself.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { get, keys, nodeTag } from '../../semantics/maps.ts';
import { start as startOf } from '../../semantics/sessions/configs.ts';
import {
  envMap,
  make,
  sessions as grammar,
  type Config,
  type Env,
  type Expr,
  type Global,
  type Process,
  type Program,
  type Run,
  type Sort,
  type Table,
  type Thread,
  type Version,
  type Versions,
} from '../../semantics/sessions/grammar.ts';
import { procedures } from '../../semantics/sessions/tables.ts';
import { print } from '../../semantics/sessions/syntax/print.ts';
import { mentions } from '../../semantics/traversal.ts';
import { Interner } from '../../semantics/interning.ts';
import { goes } from '../../rules/sessions/coherence.ts';
import { accepted } from '../../rules/sessions/runs.ts';
import type { System } from '../../rules/system.ts';
import { node, nodesOf, type Derivation } from '../derivation.ts';
import { derive, type DeriveOptions } from '../derive.ts';
import type { Exploration, HuntingGround } from '../hunt/hunting-ground.ts';
import { exploredIn } from '../hunt/explored.ts';
import { decode, encode } from '../format.ts';
import { walk } from '../generate/symbolic.ts';
import { replay } from '../replay.ts';
import { recurring } from './fidelity.ts';
import { exploreSession, type Explored } from './properties.ts';
import { stepsOf, type RunStep } from './run.ts';
import { Choices, slipsFor } from './samples/choices.ts';
import { coherentSample } from './samples/coherent.ts';
import { coarser, condition, expressionOf, finer } from './samples/expressions.ts';
import { programSample, protocolSample } from './samples/programs.ts';
import { changed, localType, sortFor } from './samples/protocols.ts';
import { paramsOf, tableFor, tableOf, typedHeading, type Made, type TableMaker } from './samples/tables.ts';
import { smallerPrograms } from './shrinking.ts';
import { versionsOf, type SessionSpace } from './space.ts';

/** States of one program that are looked at; of a larger one no more is said than what they show. */
const mostStates = 500;
/** Steps of a run that is followed with its protocol. */
const mostFollowed = 14;
const usualBound = 2;

export const exploredTheorems: ReadonlySet<string> = new Set([
  'S1',
  'S1-one-value',
  'S1-value',
  'S2',
  'S3',
  'S3-coherent',
  'S4',
  'S4-coherent',
  'S5',
  'S6',
  'S7',
  'S8',
  'S9',
  'S10-reflexive',
  'S10-transitive',
  'S10-sorts-reflexive',
  'S10-sorts-transitive',
  'S10-sorts-equal',
  'S10-merge',
  'S11',
  'S11-sorts',
  'S11-headings',
  'S12',
]);

const wanting = (hunt: Exploration, names: readonly string[]): boolean => names.some((t) => hunt.wants(t));
const ofPrograms = ['S3', 'S4', 'S5', 'S7', 'S9', 'S12'];
const ofRuns = ['S2', 'S3-coherent', 'S4-coherent', 'S6', 'S8'];
const ofTerms = [...exploredTheorems].filter((t) => t.startsWith('S1') && t !== 'S12');

/** What theorems about terms speak of: where it differs, a third of the episodes are about terms. */
const aboutTerms = ['hasSort', 'subsort', 'subtype', 'merges'];

/** Of sixteen programs, how many are followed as well: a step with its protocol is dearer than a hundred states, and has more instances of a theorem. */
const followedOf = (system: System): number => (system.variant === null ? 4 : 8);

/** How samples are judged: what is known of parts of them is not derived again. */
const hunting = ({ count, settled }: Exploration): DeriveOptions =>
  settled === undefined ? { count } : { count, settled };

/** One program, configuration, or handful of terms. */
export function sessionEpisode(hunt: Exploration): void {
  const { chooser, system } = hunt;
  // A variant may accept what the calculus refuses: one departure then; of the calculus itself now and then.
  const likely = slipsFor(system);
  const c = new Choices(chooser, likely[chooser.choose(likely.length)]);
  const kind = chooser.choose(16);
  const programs = wanting(hunt, [...ofPrograms, ...ofRuns]);
  const terms = aboutTerms.some((j) => hunt.differsIn(j)) ? kind % 3 === 0 : kind === 0;
  if (wanting(hunt, ofTerms) && (terms || !programs)) return termTheorems(hunt, c);
  if (wanting(hunt, ['S2', 'S3-coherent', 'S4-coherent']) && (kind === 1 || (kind <= 3 && !wanting(hunt, ofPrograms))))
    return coherentEpisode(hunt, c);
  const sample = programSample(c, system, {
    ...hunting(hunt),
    ...(hunt.differsIn('checks') && c.once(2) ? { body: (procs, m) => generatedBody(hunt, procs, m) } : {}),
    ...(hunt.differsIn('protocolOk') && c.once(2) ? { protocol: () => generatedProtocol(hunt) } : {}),
  });
  if (sample === undefined) return hunt.tag('programs refused');
  hunt.tag('programs');
  if (sample.program.offers.tag !== 'NoOffers') hunt.tag('programs with updates');
  if (kind === 2 && system.variant === null && c.once(4)) writtenDown(hunt, c, sample.program);
  if (wanting(hunt, ofPrograms)) explored(hunt, sample.program, sample.W);
  if (wanting(hunt, ofRuns) && (kind < followedOf(system) || !wanting(hunt, ofPrograms)))
    followed(hunt, c, sample.program, sample.W);
}

/** Steps of a run that is written down without a reason: what counterexamples hold is made, and replayed, in hunts that find none as well. */
const mostWritten = 4;

/** A program that is accepted as a whole, and a run of it as a derivation, with the protocol and without. */
function writtenDown(hunt: Exploration, c: Choices, M: Program): void {
  const { system } = hunt;
  const r = derive(system, accepted.form, [M], { fuel: 100_000 });
  if (isLeft(r)) return;
  const W = r.right.outputs[0] as Versions;
  let C = startOf.compute(versionsOf(W)[0] as Version);
  let G: Global = M.protocol;
  const taken: Taken[] = [];
  while (taken.length < mostWritten) {
    const all = keys(C.threads).flatMap((p) => stepsOf(system, W, C, p));
    if (all.length === 0) break;
    const step = c.pick(all);
    const along = derive(system, goes.form, [W, G, step.p, step.action], { record: false, fuel: 50_000 });
    if (isLeft(along)) break;
    G = along.right.outputs[0] as Global;
    C = step.after;
    taken.push({ step, G });
  }
  for (const along of [false, true]) {
    const roots = [r.right.derivation, recorded(system, W, taken, along)];
    const read = decode(JSON.parse([...encode(system, roots)].join('')), () => system);
    const verdict = isLeft(read) ? { ok: false as const, message: read.left } : replay(system, read.right.proof);
    if (!verdict.ok) throw new Error(`what was written down does not replay: ${verdict.message}`);
    for (const { rule } of nodesOf(roots)) hunt.count({ rule });
  }
  hunt.tag('runs written down');
}

function explored(hunt: Exploration, M: Program, W: Versions): void {
  const usual = ofPrograms.filter((t) => t !== 'S12' && hunt.wants(t));
  const first = usual.length > 0 ? exploredUsually(hunt, M, W, usual) : undefined;
  const second = hunt.wants('S12') ? exploredBounded(hunt, M, W, first?.system) : undefined;
  hunt.explored(exploredIn(print(M), ...[first, second].flatMap((x) => x?.space ?? [])));
}

function exploredUsually(hunt: Exploration, M: Program, W: Versions, theorems: readonly string[]): Explored {
  const { system, count } = hunt;
  const x = exploreSession(W, { system, bound: usualBound, limit: mostStates, theorems, count });
  const fell = new Set<string>();
  for (const { theorem, state } of x.fell) {
    fell.add(theorem);
    if (theorem === 'S5' || theorem === 'S7') hunt.attempt(theorem, { M });
    else hunt.attempt(theorem, { M, W, ψ: make.Run.Alone(x.system.config(x.space.state(state))) }, 2);
  }
  for (const t of theorems) if (!fell.has(t) && (x.complete || (t !== 'S5' && t !== 'S7'))) hunt.holds(t, 'Accepted');
  return x;
}

function exploredBounded(hunt: Exploration, M: Program, W: Versions, after: SessionSpace | undefined): Explored {
  const { system, count } = hunt;
  const options = after === undefined ? { system, count } : { system, count, after };
  const x = exploreSession(W, { ...options, bound: 1, limit: mostStates, theorems: ['S3', 'S4', 'S5'] });
  if (x.fell.length > 0) hunt.attempt('S12', { M });
  else if (x.complete) hunt.holds('S12', 'Accepted');
  return x;
}

/** A run with the protocol going along: S8 at its start, S2 and S6 at every step. */
function followed(hunt: Exploration, c: Choices, M: Program, W: Versions): void {
  const { system } = hunt;
  const V = versionsOf(W)[0] as Version;
  hunt.attempt('S8', { G: M.protocol, K: M.parties });
  let C = startOf.compute(V);
  let G = M.protocol;
  for (let i = 0; i < mostFollowed; i++) {
    const all = keys(C.threads).flatMap((p) => stepsOf(system, W, C, p));
    coherentTheorems(hunt, G, C);
    const updates = all.filter(updating);
    if (updates.length > 0) hunt.attempt('S6', { M, W, ψ: make.Run.Beside(G, C) }, 2);
    if (all.length === 0) return;
    const step = updates.length > 0 && c.once(2) ? c.pick(updates) : c.pick(all);
    const along = derive(system, goes.form, [W, G, step.p, step.action], {
      record: false,
      fuel: 50_000,
      ...hunting(hunt),
    });
    if (isLeft(along)) return;
    G = along.right.outputs[0] as Global;
    C = step.after;
  }
}
const updating = ({ action: α }: RunStep): boolean => α.tag === 'Takes' || α.tag === 'Leads' || α.tag === 'Follows';

function coherentTheorems(hunt: Exploration, G: Global, C: Config): void {
  for (const t of ['S2', 'S3-coherent', 'S4-coherent']) hunt.attempt(t, { G, C });
}

function coherentEpisode(hunt: Exploration, c: Choices): void {
  const found = coherentSample(c, hunt.system, hunting(hunt));
  if (found === undefined) return hunt.tag('protocols refused');
  hunt.tag('coherent configurations');
  coherentTheorems(hunt, found.G, found.C);
}

/** Local types, sorts, expressions and processes on their own: S1, S10, S11. */
function termTheorems(hunt: Exploration, c: Choices): void {
  hunt.tag('terms');
  if (hunt.system.variant !== null) for (let i = 0; i < 4; i++) generatedTerms(hunt);
  const names = ['p', 'q'];
  const S = sortFor(c);
  for (const S1 of [S, sortFor(c)]) hunt.attempt('S10-sorts-equal', { S, S1 });
  hunt.attempt('S10-sorts-reflexive', { S });
  hunt.attempt('S10-sorts-transitive', { S, S1: sortFor(c), S2: sortFor(c) });
  const above = (T: Sort): Sort => (c.once(2) ? (coarser(T) ?? T) : T);
  const S1 = above(S);
  hunt.attempt('S10-sorts-transitive', { S, S1, S2: above(S1) });
  for (let i = 0; i < 4; i++) {
    const L = localType(c, names, 3);
    const L1 = c.once(2) ? changed(c, L) : localType(c, names, 2);
    hunt.attempt('S10-reflexive', { L });
    hunt.attempt('S10-transitive', { L, L1, L2: c.once(2) ? changed(c, L1) : L1 });
    hunt.attempt('S10-merge', { L, L1 });
  }
  for (let i = 0; i < 4; i++) {
    const e = c.once(3) ? condition(c, []) : c.once(2) ? fieldOf(c, sortFor(c)) : expressionOf(c, [], sortFor(c), 2);
    hunt.attempt('S1-value', { e });
    hunt.attempt('S1-one-value', { e });
  }
  const protocol = protocolSample(c, hunt.system, ['c', 's', 'r'], hunting(hunt));
  if (protocol === undefined) return;
  for (const p of ['c', 's', 'r']) processTheorems(hunt, c, tableFor(c, p, protocol.Π));
}

/** A field of a record that is written out. */
function fieldOf(c: Choices, S: Sort): Expr {
  const { SortField, NoSorts } = make.SortFields;
  const record = make.Sort.Record(SortField('x', sortFor(c), SortField('y', S, NoSorts())));
  return make.Expr.Proj(expressionOf(c, [], record, 2), 'y');
}

const environmentOf = (m: Made) => m.params.reduce((at, [x, S]) => envMap.set(at, x, S), envMap.empty);

/** A body for a procedure by the rules of typing, where those of a variant differ. */
function generatedBody(hunt: Exploration, procs: readonly Made[], m: Made): Process | undefined {
  if (!hunt.differsIn('checks')) return undefined;
  const known = [tableOf(procs, typedHeading), environmentOf(m), undefined, m.type];
  return hunt.generate('checks', known)?.[2] as Process | undefined;
}

/** A protocol that the rules of a variant call well formed. */
function generatedProtocol(hunt: Exploration): Global | undefined {
  const G = hunt.generate('protocolOk')?.[0] as Global | undefined;
  return G === undefined || mentions(G, underWay) ? undefined : G;
}
/** What no protocol has before it is followed. */
const underWay: ReadonlySet<string> = new Set(['Sent', 'Crossing', 'Switching']);

/** Terms by the rules that differ in a variant. */
function generatedTerms(hunt: Exploration): void {
  const terms = (judgement: string, ...known: readonly unknown[]) =>
    hunt.differsIn(judgement) ? hunt.generate(judgement, known) : undefined;
  const sorted = terms('hasSort', envMap.empty);
  if (sorted !== undefined) for (const t of ['S1-value', 'S1-one-value']) hunt.attempt(t, { e: sorted[1] });
  const [S, S1] = terms('subsort') ?? [];
  if (S1 !== undefined) {
    hunt.attempt('S10-sorts-reflexive', { S });
    hunt.attempt('S10-sorts-equal', { S, S1 });
    hunt.attempt('S10-sorts-transitive', { S, S1, S2: terms('subsort', S1)?.[1] ?? S });
  }
  const [L, L1] = terms('subtype') ?? [];
  if (L1 !== undefined) {
    hunt.attempt('S10-reflexive', { L });
    hunt.attempt('S10-transitive', { L, L1, L2: terms('subtype', L1)?.[1] ?? L });
  }
  const merged = terms('merges');
  if (merged !== undefined) hunt.attempt('S10-merge', { L: merged[0], L1: merged[1] });
}

function processTheorems(hunt: Exploration, c: Choices, maker: TableMaker): void {
  const D = tableOf(maker.procs, typedHeading);
  const m = c.pick(maker.procs);
  const Γ = environmentOf(m);
  const P = generatedBody(hunt, maker.procs, m) ?? (m.body as Process);
  if (m.params.length === 0) hunt.attempt('S1', { D, P, L: m.type });
  hunt.attempt('S11', { D, Γ, P, L: m.type, L1: c.once(2) ? changed(c, m.type) : m.type });
  const ξ = paramsOf(m.params);
  const ξ1 = paramsOf(m.params.map(([x, S]) => [x, c.once(2) ? (finer(S) ?? S) : S] as const));
  hunt.attempt('S11-sorts', { D, P, L: m.type, ξ, ξ1 });
  const q = c.pick(maker.procs);
  const L1 = c.once(2) ? changed(c, q.type) : q.type;
  const code = make.Code.Replace(
    q.f,
    paramsOf(q.params),
    make.Heading.Typed(L1),
    q.body as Process,
    make.Code.NoCode(),
  );
  hunt.attempt('S11-headings', { D, d: code, Γ, P, L: m.type });
}

type Reached = Extract<Run, { tag: 'Alone' }> | Extract<Run, { tag: 'Beside' }>;
/** A step of a run that is written down. */
interface Taken {
  readonly step: RunStep;
  /** The protocol after it, where it goes along. */
  readonly G?: Global;
}
/** Configurations of a run with its protocol that are looked at while a counterexample is made smaller. */
const mostBeside = 120;

/** The states of a program in which a theorem about runs may fall, a shortest run to each. */
function* suspects(
  system: System,
  M: Program,
  theorem: string,
): IterableIterator<{ readonly state: Reached; readonly actions: readonly Taken[] }> {
  const r = derive(system, accepted.form, [M], { record: false, fuel: 100_000 });
  if (isLeft(r)) return;
  const W = r.right.outputs[0] as Versions;
  if (theorem === 'S6') return yield* beside(system, W, M.protocol);
  const x = exploreSession(W, { system, bound: usualBound, limit: mostStates, theorems: [theorem] });
  const fall = x.fell.find((f) => f.theorem === theorem);
  if (fall === undefined) return;
  // The run again, step by step, on whole configurations.
  const { states } = x.space.pathTo(fall.state);
  const actions: Taken[] = [];
  let C = startOf.compute(versionsOf(W)[0] as Version);
  for (const s of states.slice(1)) {
    const next = String(Array.from(x.space.state(s)));
    const step = keys(C.threads)
      .flatMap((p) => stepsOf(system, W, C, p))
      .find((y) => String(Array.from(x.system.stateOf(y.after))) === next);
    if (step === undefined) return;
    actions.push({ step });
    C = step.after;
  }
  yield { state: make.Run.Alone(C) as Reached, actions };
}

/** Runs with the protocol going along, those that come to an update. */
function* beside(
  system: System,
  W: Versions,
  protocol: Global,
): IterableIterator<{ readonly state: Reached; readonly actions: readonly Taken[] }> {
  interface At {
    readonly G: Global;
    readonly C: Config;
    readonly actions: readonly Taken[];
  }
  const work: At[] = [{ G: protocol, C: startOf.compute(versionsOf(W)[0] as Version), actions: [] }];
  const seen = new Set<string>();
  const interner = new Interner(grammar);
  for (let i = 0; i < work.length && i < mostBeside; i++) {
    const { G, C, actions } = work[i] as At;
    const all = keys(C.threads).flatMap((p) => stepsOf(system, W, C, p));
    if (all.some(updating)) yield { state: make.Run.Beside(G, C) as Reached, actions };
    for (const step of all) {
      const along = derive(system, goes.form, [W, G, step.p, step.action], { record: false, fuel: 50_000 });
      if (isLeft(along)) continue;
      const G1 = along.right.outputs[0] as Global;
      const next = { G: G1, C: step.after, actions: [...actions, { step, G: G1 }] };
      const key = `${interner.id(G1)} ${interner.id(next.C)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      work.push(next);
    }
  }
}

/** A run as one derivation: Run-Start, or Run-Beside, and a rule for each step. */
function recorded(system: System, W: Versions, actions: readonly Taken[], along: boolean): Derivation {
  const V = versionsOf(W)[0] as Version;
  let C = startOf.compute(V);
  let G = V.protocol;
  const where = (): Run => (along ? make.Run.Beside(G, C) : make.Run.Alone(C));
  const { u, protocol, locals: Π, tables: H, entries: E, added: X } = V;
  let run = along
    ? node(system, 'Run-Beside', { W, u, G: protocol, Π, H, E, X }, [W, where()], [])
    : node(system, 'Run-Start', { W, V }, [W, where()], []);
  for (const { step, G: G1 } of actions) {
    const { p, action: α, after: C1 } = step;
    const { process: P, n, taken: k, table: D } = get(C.threads, p) as Thread;
    const metas = { W, C, C1, p, P, n, k, D, α };
    if (!along) run = node(system, 'Run-Step', metas, [W, make.Run.Alone(C1)], [run, step.derivation]);
    else {
      const r = derive(system, goes.form, [W, G, p, α]);
      if (isLeft(r) || G1 === undefined) break;
      run = node(system, 'Run-Along', { ...metas, G, G1 }, [W, make.Run.Beside(G1, C1)], [run, step.derivation, r.right.derivation]); // prettier-ignore
      G = G1;
    }
    C = C1;
  }
  return run;
}

/** The procedures and variables that a process may name, where they are known. */
function namesThere(role: string, around: readonly unknown[]): readonly string[] | undefined {
  const what = role.slice(role.lastIndexOf('.') + 1);
  for (const x of around) {
    const at = walk(x);
    if (typeof at !== 'object' || at === null || !('tag' in at)) continue;
    const there =
      what === 'f' && at.tag === 'Proc'
        ? procedures(at as Table).map(({ f }) => f)
        : what === 'x' && at.tag === nodeTag('Env')
          ? keys(at as Env)
          : [];
    if (there.length > 0) return there;
  }
  return undefined;
}

const { NoProcs } = make.Table;
const { NoOffers } = make.Offers;
const least: Readonly<Record<string, readonly unknown[]>> = {
  Expr: [make.Expr.Num(0n), make.Expr.True(), make.Expr.Rec(make.Fields.NoFields())],
  Sort: [make.Sort.Record(make.SortFields.NoSorts()), make.Sort.Int()],
  Process: [make.Process.Stop()],
  Global: [make.Global.GEnd()],
  Local: [make.Local.End()],
  Heading: [make.Heading.Start()],
  Params: [make.Params.NoParams()],
  Args: [make.Args.NoArgs()],
  Table: [NoProcs()],
  Offers: [NoOffers()],
};

export const sessionsGround: HuntingGround = {
  hints: { names: (role, around) => namesThere(role, around) ?? ['c', 's', 'r', 'x', 'u', 't'], ints: [0n, 1n, 2n] },
  settled: ['bodiesOk', 'guardsCalls'],
  tabled: recurring,
  runs: {
    judgement: 'reaches',
    // Episodes explore whole programs.
    states: () => [],
    again: function* (system, args, _plan, theorem) {
      for (const { state, actions } of suspects(system, args[0] as Program, theorem))
        yield { state, actions, plan: [], last: true };
    },
    derivation: (system, [W], actions, found) =>
      recorded(system, W as Versions, actions as readonly Taken[], (found as Run).tag === 'Beside'),
  },
  shrinking: {
    whole: (x) => x,
    placed: (x) => x,
    least: (sort) => least[sort] ?? [],
    smaller: (x) => ((x as Program).tag === 'Program' ? smallerPrograms(x as Program) : []),
    everywhere: ['Sort'],
  },
  explored: { theorems: exploredTheorems, episode: sessionEpisode },
};
