/**
 * The theorems of threads on all interleavings of small programs (threads.md, section 14). A program is explored to its end; each state is looked at
 * part by part, so that what was seen before is not judged again; what does not hold there is tried by the theorem itself, on the whole configuration.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { get } from '../../semantics/maps.ts';
import { all } from '../../semantics/proteus/capability.ts';
import type { Type as BaseType } from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { parseUpdate } from '../../semantics/proteus/syntax/index.ts';
import { noLocals } from '../../semantics/proteus/types.ts';
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
import { bindingOk } from '../../rules/proteus/heaps.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { types } from '../../rules/proteus/typing.ts';
import { moves } from '../../rules/threads/reduction.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import { together, environment, type State } from '../explore/system.ts';
import type { Exploration } from '../hunt/episodes.ts';
import type { Explored } from '../hunt/explored.ts';
import { load } from '../proteus/load.ts';
import { moveOf } from './run.ts';
import { sample } from './samples.ts';
import { ThreadSpace, policies, type PolicyName } from './space.ts';
import type { Queued } from './worlds.ts';

/** States of one program that are looked at; larger programs are left unfinished. */
const mostStates = 800;
const mostNoted = 60;

/** The theorems that are tried so. */
export const exploredTheorems: ReadonlySet<string> = new Set([
  'TT1',
  'TT2',
  'TT6',
  'TT7',
  'TT8',
  'TT8s',
  'TT8s-own',
  'TT9',
  'TT10',
  'TT12',
  'TT14',
  'TT15',
  'TT16',
]);

export function read(
  system: System,
  { program, updates }: { readonly program: string; readonly updates: readonly string[] },
  count?: Exploration['count'],
): { readonly config: Config; readonly queue: readonly Queued[]; readonly type: BaseType } | undefined {
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

/** One program, explored under one policy. */
export function explorationEpisode(hunt: Exploration): void {
  const { program, updates } = sample(hunt.chooser, hunt.system.variant !== null);
  const found = read(hunt.system, { program, updates }, hunt.count);
  if (found === undefined) return hunt.tag('programs that do not type');
  const of = policies.filter((p) => concerned(p, (t) => hunt.wants(t)));
  const policy = of[hunt.chooser.choose(of.length)] as PolicyName;
  const { states, complete, rules } = examine(hunt, found.config, found.queue, found.type, policy);
  hunt.explored({ program: [program, ...updates].join('\n'), states, complete, rules });
}

/** Whether the theorems that are asked for speak of what happens under a policy. */
function concerned(policy: PolicyName, wants: (theorem: string) => boolean): boolean {
  if (['TT1', 'TT2', 'TT6', 'TT7', 'TT12', 'TT14'].some(wants)) return true;
  const own: Readonly<Record<PolicyName, readonly string[]>> = {
    all: ['TT8', 'TT9', 'TT15', 'TT16'],
    barrier: ['TT8s', 'TT9', 'TT10'],
    'own-static': ['TT8s-own'],
    'barrier-blocked': [],
    interrupt: [],
    versions: [],
  };
  return own[policy].some(wants);
}

/** Looks at every state of a program. @returns how many there are, whether that is all, and the rules of the steps. */
export function examine(
  hunt: Exploration,
  K: Config,
  queue: readonly Queued[],
  τ: BaseType,
  policy: PolicyName,
): Omit<Explored, 'program'> {
  const { system } = hunt;
  const space = new ThreadSpace(K, queue, { system, policy, offer: 'any' });
  const judge = new Judge(hunt, space, τ);
  const typed = ['TT1', 'TT2', 'TT6', 'TT7', 'TT8', 'TT8s', 'TT8s-own', 'TT9', 'TT10', 'TT12'].some((t) =>
    hunt.wants(t),
  );
  const states: State[] = [Array.from(space.start)];
  const seen = new Set([String(states[0])]);
  const met = new Set<number>();
  const rules = new Map<string, number>();
  hunt.tag(`policy ${policy}`);
  for (let i = 0; i < states.length; i++) {
    if (states.length > mostStates) return { states: i, complete: false, rules };
    const s = states[i] as State;
    const ok = !typed || judge.isOk(s);
    const steps: { label: number; to: State; move: Move }[] = [];
    space.successors(s, (label, to) =>
      steps.push({ label, to: Array.from(to), move: moveOf(space, s, space.label(label)) }),
    );
    for (const { label, to, move } of steps) {
      if (!seen.has(String(to))) {
        seen.add(String(to));
        states.push(to);
      }
      const { event, actor, rule } = space.label(label);
      rules.set(rule, (rules.get(rule) ?? 0) + 1);
      if (!ok || !typed) continue;
      if (event?.name === 'update') {
        hunt.tag('updates applied');
        const name = move.tag === 'Updates' ? (policy === 'own-static' ? 'TT8s-own' : 'TT8') : 'TT8s';
        if (policy === 'all' || policy === 'own-static' || policy.startsWith('barrier'))
          updateTheorems(hunt, space, s, move, name, judge.isOk(to));
      } else if (move.tag === 'Moves') {
        if (judge.isOk(to)) hunt.holds('TT7', rule);
        else hunt.attempt('TT7', { S: space.term(s), j: actor });
      }
    }
    if (!ok) continue;
    if (typed) threadsTheorems(hunt, space, s, met);
    if (hunt.wants('TT14')) independence(hunt, space, s, steps);
    notes(hunt, space, s);
  }
  if (hunt.wants('TT15')) lostWrites(hunt, space);
  if (hunt.wants('TT16') && policy === 'all' && queue.length === 1) laziness(hunt, space);
  return { states: states.length, complete: true, rules };
}

/** What a state is made of, judged once: well typed, and of what type. */
class Judge {
  private readonly verdicts = new Map<string, boolean>();
  private readonly parts = new Map<string, BaseType | false>();
  private readonly worlds = new Map<number, boolean>();
  private readonly system: System;
  private readonly space: ThreadSpace;
  private readonly τ: BaseType;
  private readonly count: Exploration['count'];

  constructor({ system, count }: Exploration, space: ThreadSpace, τ: BaseType) {
    this.system = system;
    this.space = space;
    this.τ = τ;
    this.count = count;
  }

  isOk(s: State): boolean {
    const name = String(s);
    let known = this.verdicts.get(name);
    if (known === undefined) this.verdicts.set(name, (known = this.judged(s)));
    return known;
  }

  private judged(s: State): boolean {
    const k = this.space.applied(s);
    // The whole configuration only where a part of it is new.
    let whole: StateTerm | undefined;
    const at = () => (whole ??= this.space.term(s));
    const signature = () => signatureOf.compute(at().heap as never);
    const references = [...this.space.cellTypes(s)].join(';');
    const key = (n: number, what: string) =>
      `${k} ${what} ${n} ${this.space.things.references(n).length > 0 ? references : ''}`;
    const holds = (name: string, judge: () => BaseType | false) => {
      let known = this.parts.get(name);
      if (known === undefined) this.parts.set(name, (known = judge()));
      return known;
    };
    const world = this.worlds.get(k);
    if (world === false) return false;
    if (world === undefined) {
      const fine = this.space.worldBindings(s).every((b) => this.binding(at(), signature(), b));
      this.worlds.set(k, fine);
      if (!fine) return false;
    }
    for (const [j, n] of this.space.expressions(s)) {
      const main = j === '0';
      const type = holds(key(n, main ? 'main' : 'e'), () =>
        this.typeOf(at(), signature(), this.space.things.term(n) as Expr, main),
      );
      if (type === false) return false;
    }
    for (const [z, n] of this.space.contents(s)) {
      const type = holds(key(n, z), () => (this.binding(at(), signature(), get(at().heap, z)) ? this.τ : false));
      if (type === false) return false;
    }
    return true;
  }

  private binding(S: StateTerm, Σ: unknown, b: unknown): boolean {
    return !isLeft(
      derive(this.system, bindingOk.form, [S.types, Σ, b], { record: false, fuel: 100_000, count: this.count }),
    );
  }

  private typeOf(S: StateTerm, Σ: unknown, e: Expr, main: boolean): BaseType | false {
    const r = derive(this.system, types.form, [S.types, Σ, noLocals, all, make.Mu.U(), e], {
      record: false,
      fuel: 100_000,
      count: this.count,
    });
    if (isLeft(r)) return false;
    const τ = r.right.outputs[0] as BaseType;
    return main && isLeft(derive(this.system, subtype.form, [τ, this.τ], { record: false })) ? false : τ;
  }
}

function updateTheorems(hunt: Exploration, space: ThreadSpace, s: State, move: Move, name: string, ok: boolean): void {
  const U = (move as Move & { readonly update: Update }).update;
  let S: StateTerm | undefined;
  const values = () => ({ S: (S ??= space.term(s)), U, ...(move.tag === 'Updates' ? { j: move.j } : {}) });
  if (ok) hunt.holds(name, 'State');
  else hunt.attempt(name, values());
  const conFree = threadsConFree.compute(values().S.threads, space.worlds.at(space.applied(s)).changed);
  if (conFree) hunt.holds('TT9', 'State');
  else hunt.attempt('TT9', { ...values(), λ: move });
  if (name === 'TT8') return;
  if (conFree) hunt.holds('TT10', 'State');
  else if (name === 'TT8s') hunt.attempt('TT10', { ...values(), j: 'all' });
}

function threadsTheorems(hunt: Exploration, space: ThreadSpace, s: State, met: Set<number>): void {
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
    hunt.attempt('TT1', { S, j });
    hunt.attempt('TT2', { S, j });
    if (redexOf(e).tag === 'Con') hunt.attempt('TT12', { S, j });
  }
}

/** Steps of two threads, in both orders. */
function independence(
  hunt: Exploration,
  space: ThreadSpace,
  s: State,
  steps: readonly { readonly label: number; readonly to: State }[],
): void {
  const own = steps.filter(({ label }) => ![together, environment].includes(space.label(label).actor));
  for (const [i, a] of own.entries())
    for (const b of own.slice(i + 1)) {
      const [first, second] = [space.label(a.label), space.label(b.label)];
      if (first.actor === second.actor || !independentSteps(space, s, first.actor, second.actor)) continue;
      const ab = after(space, a.to, second.actor);
      const ba = after(space, b.to, first.actor);
      if (ab !== undefined && String(ab) === String(ba))
        hunt.holds('TT14', space.policy === 'versions' ? 'State-Versions' : 'State');
      else hunt.attempt('TT14', { S: space.term(s), j: first.actor, j1: second.actor });
    }
}

/** Neither writes a cell that the other touches, not both change the set of threads, none is at an update point. */
export function independentSteps(space: ThreadSpace, s: State, i: string, j: string): boolean {
  const [a, b] = [i, j].map((actor) => space.views.expression(s, actor));
  if (a === undefined || b === undefined || a.kind === 'point' || b.kind === 'point') return false;
  if (a.cell !== undefined && a.cell === b.cell) return false;
  return !(changesThreads(space, s, i) && changesThreads(space, s, j));
}

function changesThreads(space: ThreadSpace, s: State, j: string): boolean {
  let changes = false;
  space.successors(s, (label, to) => {
    if (space.label(label).actor === j && to[1] !== s[1]) changes = true;
  });
  return changes;
}

function after(space: ThreadSpace, s: State, actor: string): State | undefined {
  let found: State | undefined;
  space.successors(s, (label, to) => {
    if (space.label(label).actor === actor) found ??= Array.from(to);
  });
  return found;
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
function lostWrites(hunt: Exploration, space: ThreadSpace): void {
  const runs = hunt.wants('TT7') ? 2 : 12;
  for (let run = 0; run < runs; run++) {
    let s: State = space.start;
    const path: Move[] = [];
    let forced = false;
    for (let i = 0; i < 60; i++) {
      const steps: { label: number; to: State }[] = [];
      space.successors(s, (label, to) => steps.push({ label, to: Array.from(to) }));
      if (steps.length === 0) break;
      const chosen = steps[hunt.chooser.choose(steps.length)] as (typeof steps)[number];
      const label = space.label(chosen.label);
      path.push(moveOf(space, s, label));
      forced ||= label.rule === 'R-Force';
      s = chosen.to;
    }
    if (!forced) continue;
    const π = path.reduceRight((rest, λ) => make.Path.Then(λ, rest), make.Path.Stop());
    hunt.attempt('TT15', { S: space.term(space.start), π });
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

/** No cell, no fork, no acquire, no call. */
function isPure(e: Expr): boolean {
  const impure = new Set(['App', 'Deref', 'Assign', 'New', 'Fork', 'Acquire', 'Update', 'Ext']);
  const stack: unknown[] = [e];
  while (stack.length > 0) {
    const x = stack.pop();
    if (typeof x !== 'object' || x === null) continue;
    if (impure.has((x as { tag?: string }).tag ?? '')) return false;
    stack.push(...Object.values(x));
  }
  return touched(e) === undefined;
}
