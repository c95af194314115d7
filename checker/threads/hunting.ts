/**
 * The theorems of threads on all interleavings of small programs (threads.md, section 14). A program is explored to its end; each state is looked at
 * part by part, so that what was seen before is not judged again; what does not hold there is tried by the theorem itself, on the whole configuration.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get, keys } from '../../semantics/maps.ts';
import type {
  Config as BaseConfig,
  Heap as BaseHeap,
  Type as BaseType,
  Update as BaseUpdate,
} from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { itemsOf } from '../../semantics/proteus/programs.ts';
import { parseUpdate, printUpdate } from '../../semantics/proteus/syntax/index.ts';
import { isBlocked, isValue, redexOf, threadsConFree, threadsInOrder } from '../../semantics/threads/functions.ts';
import {
  make,
  type Config,
  type Expr,
  type Move,
  type State as StateTerm,
  type Update,
} from '../../semantics/threads/grammar.ts';
import { constructs } from '../../semantics/threads/syntax.ts';
import { touched } from '../../semantics/threads/places.ts';
import { mentions } from '../../semantics/traversal.ts';
import { moves } from '../../rules/threads/reduction.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import { Space } from '../explore/space.ts';
import type { Label, State } from '../explore/system.ts';
import type { Exploration } from '../hunt/hunting-ground.ts';
import { exploredIn } from '../hunt/explored.ts';
import { configurationText } from '../proteus/counterexample-text.ts';
import { load } from '../proteus/load.ts';
import { holdsValueOf } from '../proteus/update-labels.ts';
import { Judge } from './judging.ts';
import { independence, isOwn } from './pairs.ts';
import { moveOf } from './run.ts';
import { sample } from './samples.ts';
import { ThreadSpace, policies, type Offer, type PolicyName } from './space.ts';
import type { Queued } from './worlds.ts';

/** States of one program that are looked at; larger programs are left unfinished. */
const mostStates = 800;
/** Of one that is generated from the rules, which may call itself without end, each time in a larger expression. */
const mostGenerated = 100;
const mostNoted = 60;
/** Moves of a run that is taken at random. */
const mostMoves = 60;

/** The theorems that are tried so. */
export const exploredTheorems: ReadonlySet<string> = new Set([
  'TT1',
  'TT2',
  'TT6',
  'TT7',
  'TT8',
  'TT8s',
  'TT8s-own',
  'TT8i',
  'TT8v',
  'TT9',
  'TT10',
  'TT12',
  'TT14',
  'TT15',
  'TT16',
]);

/** A program with its updates, loaded. */
export interface Sampled {
  readonly config: Config;
  readonly queue: readonly Queued[];
  readonly type: BaseType;
  /** States that are looked at; {@link mostStates} unless said. */
  readonly most?: number;
}

/** @returns undefined for one that does not type. */
export function read(
  system: System,
  { program, updates }: { readonly program: string; readonly updates: readonly string[] },
  count?: Exploration['count'],
): Sampled | undefined {
  const loaded = load(program, 'sample.proteus', { system, constructs, ...(count ? { count } : {}) });
  if (isLeft(loaded)) return undefined;
  const queue: Queued[] = [];
  for (const [i, text] of updates.entries()) {
    const file = `sample.${i + 1}.update`;
    const items = parseUpdate(text, file, { constructs });
    if (isLeft(items)) return undefined;
    queue.push({ file, items: items.right });
  }
  return { config: loaded.right.config as Config, queue, type: loaded.right.type };
}

/** Requests are made in few spaces: they are larger, and most of what can happen happens without them. */
const someOffers: readonly Offer[] = ['any', 'any', 'any', 'any', 'any', 'any', 'now', 'arrive'];

/** How often programs are generated from the rules of typing: one of so many; where those differ in a variant, and where they do not. */
const fromTyping = { differing: 2, same: 8 };

/** What is in no program that is explored: contents that a thread runs, and products, of which some grow until no machine holds them. */
const excluded: ReadonlySet<string> = new Set(['By', 'Times']);

/** A program in annotated form, generated from the rules that say which are well typed, and an update of it. */
function generated(hunt: Exploration): (Sampled & { readonly text: string }) | undefined {
  const instance = hunt.generate('configurationOk');
  if (instance === undefined) return undefined;
  const [config, type] = instance as [Config, BaseType];
  // At the start there are no references.
  if (keys(config.heap as BaseHeap).some((w) => w.startsWith('@'))) return undefined;
  const update = hunt.generate('updateOk', [config.types, signatureOf.compute(config.heap as BaseHeap)])?.[2];
  if (mentions([...entries(config.heap), config.e, config.context, update], excluded)) return undefined;
  const items = update === undefined ? [] : [itemsOf(update as BaseUpdate)];
  return {
    config,
    type,
    most: mostGenerated,
    queue: items.map((x, i) => ({ file: `generated.${i + 1}.update`, items: x })),
    text: [configurationText(config as BaseConfig), ...items.map((x) => printUpdate(x))].join('\n'),
  };
}

/** A program as it would be written, and its updates. */
function written(hunt: Exploration): (Sampled & { readonly text: string }) | undefined {
  const { program, updates } = sample(hunt.chooser, hunt.system.variant !== null);
  const found = read(hunt.system, { program, updates }, hunt.count);
  return found && { ...found, text: [program, ...updates].join('\n') };
}

/** One program, explored under one policy. */
export function explorationEpisode(hunt: Exploration): void {
  const { chooser } = hunt;
  const among = hunt.differsIn('configurationOk') ? fromTyping.differing : fromTyping.same;
  const found = (chooser.choose(among) === 0 ? generated(hunt) : undefined) ?? written(hunt);
  if (found === undefined) return hunt.tag('programs that do not type');
  const of = policies.filter((p) => concerned(p, (t) => hunt.wants(t)));
  const policy = of[chooser.choose(of.length)] as PolicyName;
  const offer = someOffers[chooser.choose(someOffers.length)] as Offer;
  hunt.explored(exploredIn(found.text, examine(hunt, found, { policy, offer })));
}

/** Whether the theorems that are asked for speak of what happens under a policy. */
function concerned(policy: PolicyName, wants: (theorem: string) => boolean): boolean {
  if (['TT1', 'TT2', 'TT6', 'TT7', 'TT12', 'TT14'].some(wants)) return true;
  const own: Readonly<Record<PolicyName, readonly string[]>> = {
    all: ['TT8', 'TT8v', 'TT9', 'TT15', 'TT16'],
    barrier: ['TT8s', 'TT9', 'TT10'],
    'own-static': ['TT8s-own'],
    'barrier-blocked': [],
    interrupt: ['TT8i'],
    versions: ['TT8v', 'TT10'],
  };
  return own[policy].some(wants);
}

/** How a program is explored: when its updates may be applied, and how they are offered. */
export interface Manner {
  readonly policy: PolicyName;
  readonly offer?: Offer;
}

/** Looks at every state of a program, up to its limit. @returns the space. */
export function examine(
  hunt: Exploration,
  { config: K, queue, type: τ, most = mostStates }: Sampled,
  how: Manner,
): Space {
  const { system } = hunt;
  const { policy, offer = 'any' } = how;
  const states = new ThreadSpace(K, queue, { system, policy, offer });
  const space = new Space(states, { limit: most }).explore();
  const judge = new Judge(hunt, states, τ);
  const typed = ['TT1', 'TT2', 'TT6', 'TT7', 'TT8', 'TT8s', 'TT8s-own', 'TT8i', 'TT8v', 'TT9', 'TT10', 'TT12'].some(
    (t) => hunt.wants(t),
  );
  const met = new Set<number>();
  hunt.tag(`policy ${policy}`);
  hunt.tag(`offer ${offer}`);
  const isOk = judge.of(space);
  for (let i = 0; i < space.expanded; i++) {
    const s = space.state(i);
    if (typed && !isOk(i)) continue;
    if (typed) {
      for (let e = space.first(i); e < space.first(i + 1); e++)
        stepTheorems(hunt, states, s, policy, states.label(space.labelOf(e)), isOk(space.target(e)));
      threadsTheorems(hunt, states, s, τ, met);
    }
    if (hunt.wants('TT14')) independence(hunt, states, space, i);
    notes(hunt, states, s);
  }
  if (!space.complete) return space;
  if (hunt.wants('TT15')) lostWrites(hunt, states, space);
  if (hunt.wants('TT16') && policy === 'all' && queue.length === 1) laziness(hunt, states);
  return space;
}

/** The theorem about updates that a policy admits. */
const safetyUnder: Readonly<Record<PolicyName, string>> = {
  all: 'TT8',
  barrier: 'TT8s',
  'own-static': 'TT8s-own',
  'barrier-blocked': 'TT8s',
  interrupt: 'TT8i',
  versions: 'TT8v',
};

function stepTheorems(
  hunt: Exploration,
  space: ThreadSpace,
  s: State,
  policy: PolicyName,
  label: Label,
  ok: boolean,
): void {
  if (label.event?.name === 'update') {
    hunt.tag('updates applied');
    updateTheorems(hunt, space, s, moveOf(space, s, label), safetyUnder[policy], ok);
  } else if (isOwn(label) && label.rule !== 'R-Switch') {
    if (ok) hunt.holds('TT7', label.rule);
    else hunt.attempt('TT7', { S: space.term(s), j: label.actor });
  }
}

function updateTheorems(hunt: Exploration, space: ThreadSpace, s: State, move: Move, name: string, ok: boolean): void {
  const U = (move as Move & { readonly update: Update }).update;
  let S: StateTerm | undefined;
  const values = () => ({ S: (S ??= space.term(s)), U, ...(move.tag === 'Updates' ? { j: move.j } : {}) });
  const kase = name === 'TT8v' ? 'State-Versions' : 'State';
  if (ok) hunt.holds(name, kase);
  else hunt.attempt(name, values());
  const { changed } = space.worlds.at(space.applied(s));
  if (changed.length > 0) {
    hunt.tag('updates applied that change a type');
    if ([...space.expressions(s)].some(([, n]) => holdsValueOf(space.things.term(n), changed)))
      hunt.tag('updates applied to a stack that holds a value of a changed type');
  }
  const conFree = threadsConFree.compute(values().S.threads, changed);
  if (conFree) hunt.holds('TT9', kase);
  else hunt.attempt('TT9', { ...values(), λ: move });
  // What the policy of all admits, that of versions may admit as well; and what it admits, a barrier may.
  if (name === 'TT8' && move.tag === 'Updates') hunt.attempt('TT8v', { S: values().S, U, j: move.j });
  if (name === 'TT8v') hunt.attempt('TT10', { S: values().S, U, j: 'all' });
  if (!name.startsWith('TT8s')) return;
  if (conFree) hunt.holds('TT10', 'State');
  else if (name === 'TT8s') hunt.attempt('TT10', { ...values(), j: 'all' });
}

/** The state is well typed, and is not judged again. */
function threadsTheorems(hunt: Exploration, space: ThreadSpace, s: State, τ: BaseType, met: Set<number>): void {
  let S: StateTerm | undefined;
  for (const [j, n] of space.expressions(s)) {
    const e = space.things.term(n) as Expr;
    if (!isValue(e)) {
      const moving = space.canMove(s, j);
      if (moving) hunt.holds('TT6', space.policy === 'versions' ? 'State-Versions' : 'State');
      else if (!isBlocked((S ??= space.term(s)).heap, j, e)) hunt.attempt('TT6', { S, j });
    }
    if (met.has(n)) continue;
    met.add(n);
    S ??= space.term(s);
    hunt.attempt('TT1', { S, j, τ }, 1);
    hunt.attempt('TT2', { S, j, τ }, 1);
    if (redexOf(e).tag === 'Con') hunt.attempt('TT12', { S, j, τ }, 1);
  }
}

/** Where a variant notes something of a state, what follows from there, by the rules. */
function notes(hunt: Exploration, space: ThreadSpace, s: State): void {
  const { system } = hunt;
  if (!system.rules.has('R-Noted')) return;
  const world = space.worlds.at(space.applied(s));
  if (world.update === undefined || world.reasons.length > 0) return;
  const U = world.update;
  const S = space.term(s);
  const step = (from: StateTerm, move: Move): StateTerm | undefined => {
    const r = derive(system, moves.form, [from, move], { record: false });
    return isLeft(r) ? undefined : (r.right.outputs[0] as StateTerm);
  };
  const checks = threadsInOrder(S.threads).map(([j]) => make.Move.Checks(j, U));
  for (const first of [...checks, make.Move.PassesAll()]) {
    const N = step(S, first);
    if (N?.tag !== 'Noted') continue;
    const queue: StateTerm[] = [N];
    for (let i = 0; i < queue.length && i < mostNoted; i++) {
      const at = queue[i] as StateTerm;
      const act = N.move.tag === 'Updates' ? N.move : make.Move.UpdatesAll(make.Policy.Barrier(), U);
      if (step(at, act) !== undefined) {
        const values = { S: at, U, ...(act.tag === 'Updates' ? { j: act.j } : {}) };
        hunt.attempt(act.tag === 'Updates' ? 'TT8' : 'TT8s', values);
        hunt.attempt('TT9', { ...values, λ: act });
      }
      for (const [j] of threadsInOrder(at.threads)) {
        const next = act.tag === 'Updates' && act.j === j ? undefined : step(at, make.Move.Moves(j));
        if (next !== undefined) queue.push(next);
      }
    }
  }
}

/** Runs at random, moves in order, for TT15. */
function lostWrites(hunt: Exploration, states: ThreadSpace, space: Space): void {
  const runs = hunt.wants('TT7') ? 2 : 12;
  for (let run = 0; run < runs; run++) {
    const path: Move[] = [];
    let forced = false;
    for (let at = 0; path.length < mostMoves && !space.terminal(at);) {
      const e = space.first(at) + hunt.chooser.choose(space.first(at + 1) - space.first(at));
      const label = states.label(space.labelOf(e));
      path.push(moveOf(states, space.state(at), label));
      forced ||= label.rule === 'R-Force';
      at = space.target(e);
    }
    if (!forced) continue;
    const π = path.reduceRight((rest, λ) => make.Path.Then(λ, rest), make.Path.Stop());
    hunt.attempt('TT15', { S: states.term(states.start), π });
  }
}

function laziness(hunt: Exploration, space: ThreadSpace): void {
  const world = space.worlds.at(0);
  if (world.update === undefined || world.reasons.length > 0 || world.changed.length === 0) return;
  const pure = world.changed.every((t) => {
    const c = get((world.update as Update).changed, t)?.by;
    const b = c === undefined ? undefined : (get((world.update as Update).extended, c) ?? get(world.functions, c));
    return b?.tag === 'Fun' && isPure(b.body as Expr);
  });
  if (pure) hunt.attempt('TT16', { S: space.term(space.start), U: world.update });
}

const impure: ReadonlySet<string> = new Set(['App', 'Deref', 'Assign', 'New', 'Fork', 'Acquire', 'Update', 'Ext']);

/** No cell, no fork, no acquire, no call. */
const isPure = (e: Expr): boolean => !mentions(e, impure) && touched(e) === undefined;
