/**
 * The theorems of components on systems made at random (components.md, section 10): all interleavings of a system are explored, with all times at which its updates
 * may be requested. What does not hold there is tried by the theorem itself.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { get, keys } from '../../semantics/maps.ts';
import { newestNumber } from '../../semantics/components/classes.ts';
import { settledIn, typesOf } from '../../semantics/components/configs.ts';
import { standing } from '../../semantics/components/claims.ts';
import type { Term } from '../../semantics/grammar.ts';
import { rebuild } from '../../semantics/rebuilding.ts';
import { mentions } from '../../semantics/traversal.ts';
import {
  components as grammar,
  envMap,
  make,
  settledMap,
  type Config,
  type Expr,
  type Head,
  type Judging,
  type KernelSystem,
  type Settled,
  type Type,
  type World,
} from '../../semantics/components/grammar.ts';
import { print } from '../../semantics/components/syntax/print.ts';
import { subtype } from '../../rules/components/subtyping.ts';
import { types } from '../../rules/components/typing.ts';
import { systemOk } from '../../rules/components/updates.ts';
import type { System } from '../../rules/system.ts';
import type { Derivation } from '../derivation.ts';
import { derive, type DeriveOptions } from '../derive.ts';
import { decode, encode } from '../format.ts';
import { replay } from '../replay.ts';
import type { Exploration, HuntingGround } from '../hunt/hunting-ground.ts';
import { exploredIn } from '../hunt/explored.ts';
import { measure } from '../hunt/shrink.ts';
import { doubts } from './faithful.ts';
import { agreesWithPlain } from './plain.ts';
import { exploreKernel, type Explored } from './properties.ts';
import { recorded, runTo, type Taken } from './recording.ts';
import { Choices, slipsFor } from './samples/choices.ts';
import { systemSample, type SystemOptions } from './samples/systems.ts';
import { smallerSystems } from './shrinking.ts';
import { possibleWithout, withoutQueue } from './whole.ts';
import { withoutUpdates } from './counterexample-text.ts';

/** States of one system that are looked at; of a larger one no more is said than what they show. */
const mostStates = 600;
/** Terms of a system in place of which another one is looked for. */
const mostOthers = 4;
const mostOfWhole = 2_000;
const mostOfTraffic = 6_000;
/** Of one system in so many. */
const oftenLarge = 12;
const mostOfLarge = 6_000;
const fuel = 60_000;

const ofStates = ['O1', 'O2', 'O3', 'O4', 'O5', 'O7', 'O8', 'O11', 'O12'];
const ofSystems = ['O1-start', 'O6', 'O9', 'O10'];
const ofTerms = ['O11-types', 'O11-subtypes'];
export const exploredTheorems: ReadonlySet<string> = new Set([...ofStates, ...ofSystems, ...ofTerms]);

/** One system. */
export function kernelEpisode(hunt: Exploration): void {
  const { chooser, system } = hunt;
  // A variant may accept what the calculus refuses: one departure then; of the calculus itself now and then.
  const likely = slipsFor(system);
  const c = new Choices(chooser, likely[chooser.choose(likely.length)]);
  const several = ofStates.some((t) => hunt.wants(t));
  const kind = several && !c.once(6) ? undefined : hunt.wants('O9') && (!hunt.wants('O6') || c.once(2)) ? 'faithful' : hunt.wants('O6') ? 'traffic' : undefined; // prettier-ignore
  const made = systemSample(c, kind === undefined ? {} : { kind });
  const typed = hunt.differsIn(types.form.name) && c.once(2);
  const judged = typed || ofTerms.some((t) => hunt.wants(t)) ? new Judged(c) : undefined;
  const judging = { record: false, fuel, count: hunt.count };
  const accepted = (P: KernelSystem, visit: DeriveOptions['visit']) => {
    const r = derive(system, systemOk.form, [P], { ...judging, ...(visit === undefined ? {} : { visit }) });
    return isLeft(r) ? undefined : { P, K: r.right.outputs[0] as Config };
  };
  const first = accepted(made, judged?.visit);
  if (first === undefined) return hunt.tag('systems refused');
  const other = typed ? judged?.another(hunt, made) : undefined;
  const second = other === undefined ? undefined : accepted(other, undefined);
  if (second !== undefined) hunt.tag('systems with a term by the rules');
  const { P, K } = second ?? first;
  hunt.tag('systems');
  if (P.updates.tag === 'Updates') hunt.tag('systems with updates');
  hunt.attempt('O1-start', { P, K }, 1);
  explored(hunt, c, P, K, kind);
  judged?.monotone(hunt, K.world);
  if (hunt.wants('O10') && c.once(8)) {
    const alone = withoutUpdates(P);
    const same = agreesWithPlain(system, withoutQueue(K), mostStates);
    if (same === false) hunt.attempt('O10', { P: alone });
    else if (same) hunt.holds('O10', 'System');
  }
}

function explored(hunt: Exploration, c: Choices, P: KernelSystem, K: Config, kind: SystemOptions['kind']): void {
  const { system } = hunt;
  const wanted = [...ofStates, 'O6'].filter((t) => hunt.wants(t));
  const faithful = P.updates.tag === 'Updates' && hunt.wants('O9') && doubts(P).length === 0;
  if (wanted.length === 0 && !faithful) return;
  // What is claimed of all states of a system needs all of them.
  const whole = !ofStates.some((t) => hunt.wants(t));
  const limit =
    system.variant === null && c.once(oftenLarge)
      ? mostOfLarge
      : kind === 'traffic'
        ? mostOfTraffic
        : whole
          ? mostOfWhole
          : mostStates;
  const x = exploreKernel(K, P, {
    system,
    limit,
    theorems: wanted,
    first: wanted.length === 1,
    equivalent: false,
    count: hunt.count,
  });
  const { space } = x;
  const what = exploredIn(print(P), space);
  hunt.explored(what);
  if (x.refused.length > 0) hunt.tag('systems with updates that stand refused');
  const fell = new Set<string>();
  for (const { theorem, state } of x.fell) {
    fell.add(theorem);
    if (theorem === 'O6') hunt.attempt('O6', { P });
    else for (const K1 of suspectsIn(system, x, K, theorem, state)) hunt.attempt(theorem, { P, K, K1: K1.state }, 2);
  }
  for (const t of ofStates)
    if (!fell.has(t) && hunt.wants(t)) {
      if (t !== 'O1') hunt.holds(t, 'System');
      else for (const rule of what.rules.keys()) hunt.holds(t, rule);
    }
  if (hunt.wants('O1') && c.once(8)) stepByStep(hunt, c, P, K, x);
  if (hunt.wants('O6') && !fell.has('O6') && x.complete && x.unbounded === undefined) hunt.holds('O6', 'System');
  if (faithful && x.complete) {
    hunt.tag('systems with faithful updates');
    const same = possibleWithout(K, x.outcomes, { system }, mostOfWhole);
    if (same === false) hunt.attempt('O9', { P });
    else if (same) hunt.holds('O9', 'System');
  }
  if (ofTerms.some((t) => hunt.wants(t))) for (let i = 0; i < 3; i++) monotone(hunt, c, x);
}

/** O1 by itself, on every step of a run, those that are pure included. */
function stepByStep(hunt: Exploration, c: Choices, P: KernelSystem, K: Config, { system, space }: Explored): void {
  const taken = runTo(hunt.system, system, space, K, c.below(space.size)) ?? [];
  for (const { before } of taken) hunt.attempt('O1', { P, K, K1: before }, 2);
  if (c.once(3)) replayed(hunt, recorded(hunt.system, K, taken));
}

/** What records a run is to be found by whoever checks it again. */
function replayed({ system, count }: Exploration, run: Derivation): void {
  const read = decode(JSON.parse([...encode(system, [run])].join('')), () => system);
  if (isLeft(read)) throw new Error(`the derivation of a run does not read: ${read.left}`);
  const verdict = replay(system, read.right.proof);
  if (!verdict.ok) throw new Error(`the derivation of a run does not hold: ${verdict.message}`);
  for (let at: Derivation | undefined = run; at !== undefined; at = at.premises[0])
    if (at.rule.conclusion.judgement.name === 'reaches') count({ rule: at.rule });
}

/** Where some classes have settled on their newest version. */
function settledMore(c: Choices, world: World, σ: Settled): Settled {
  let σ1 = σ;
  for (const C of keys(world.classes)) if (c.once(2)) σ1 = settledMap.set(σ1, C, newestNumber(world, C) as bigint);
  return σ1;
}

/** What no method has before it runs. */
const underWay: ReadonlySet<string> = new Set(['Waits', 'Call']);
/** Where a class is written, the version that it means is not. */
const asWritten = (x: Term): Term | undefined =>
  x.tag === 'Ref' ? make.Type.Named((x as Type & { tag: 'Ref' }).C) : undefined;

/** What was judged on the way to some judgement: of each construct one term with its type, and of types that are one below the other. */
class Judged {
  private readonly terms = new Map<string, readonly unknown[]>();
  private readonly types = new Map<string, readonly unknown[]>();
  private readonly c: Choices;
  constructor(c: Choices) {
    this.c = c;
  }

  readonly visit = (judgement: string, args: readonly unknown[]): void => {
    const form = [types.form, subtype.form].find((f) => f.name === judgement);
    if (form === undefined) return;
    const of = form === types.form ? this.terms : this.types;
    const { tag } = args[form.main] as Expr | Type;
    if (!of.has(tag) || this.c.once(3)) of.set(tag, args);
  };

  /** A system with another term of its type in place of one that was judged, by the rules of a variant. */
  another(hunt: Exploration, P: KernelSystem): KernelSystem | undefined {
    const all = [...this.terms.values()];
    for (let k = 0; k < mostOthers && all.length > 0; k++) {
      const [J, Γ, e, , τ] = this.c.pick(all);
      const found = hunt.generate(types.form.name, [J, Γ, undefined, undefined, τ])?.[types.form.main];
      if (found === undefined || mentions(found, underWay)) continue;
      const written = rebuild(grammar, found as Expr, { put: asWritten });
      const other = rebuild(grammar, P, { put: (x) => (x === e ? written : undefined) });
      if (other !== P) return other;
    }
    return undefined;
  }

  /** Tries what was judged with more classes settled. */
  monotone(hunt: Exploration, world: World): void {
    const { Cons, Next, Nil } = make.Expr;
    for (const [J, Γ, e, , τ] of this.terms.values()) {
      const { world: Ω, settled: σ, objects: Ψ, stand: S } = J as Judging;
      const tried = (more: Readonly<Record<string, unknown>>) =>
        hunt.attempt('O11-types', { ...{ Ω, σ, σ1: settledMore(this.c, world, σ), Ψ, S, Γ, e }, ...more });
      tried({});
      // What few systems have: lists that are put together, and the adaptor's next version.
      if (this.c.once(8)) tried({ e: Cons(e as Expr, Nil(τ as Type)) });
      const C = this.c.pick(keys(world.classes));
      if (this.c.once(8)) tried({ S: make.Stand.Adapting(C, newestNumber(world, C) as bigint), e: Next() });
    }
    for (const [σ, τ, τ1] of this.types.values())
      hunt.attempt('O11-subtypes', { σ, σ1: settledMore(this.c, world, σ as Settled), τ, τ1 });
  }
}

/** Judgements with σ, and with a greater one: of a frame in a state, and of the types of two objects. */
function monotone(hunt: Exploration, c: Choices, { space, system }: Explored): void {
  const K = system.config(space.state(c.below(space.size)));
  const σ = settledIn(K.world, K.objects);
  const σ1 = settledMore(c, K.world, σ);
  const ts = keys(K.threads);
  const Θ = get(K.threads, c.pick(ts));
  const frames: { readonly head: Head; readonly e: Expr }[] = [];
  if (Θ?.tag === 'Live' || Θ?.tag === 'Blocked') for (let w = Θ.frames; w.tag === 'Frame'; w = w.rest) frames.push(w);
  if (frames.length > 0) {
    const { head, e } = c.pick(frames);
    const S = standing.compute(K, head);
    if (S !== undefined) {
      const Ψ = typesOf.compute(K.objects);
      hunt.attempt('O11-types', { Ω: K.world, σ, σ1, Ψ, S, Γ: envMap.empty, e });
      const judged = new Judged(c);
      const goal = [make.Judging.Judging(K.world, σ, Ψ, S), envMap.empty, e];
      derive(hunt.system, types.form, goal, { record: false, fuel, visit: judged.visit });
      judged.monotone(hunt, K.world);
    }
  }
  const C = c.pick(keys(K.world.classes));
  const version = (): bigint => BigInt(c.below(Number(newestNumber(K.world, C)) + 1));
  const τ = make.Type.Ref(C, version());
  const τ1 = make.Type.Ref(C, version());
  hunt.attempt('O11-subtypes', {
    σ,
    σ1,
    τ: c.once(2) ? τ : make.Type.List(τ),
    τ1: c.once(2) ? τ1 : make.Type.List(τ1),
  });
}

/** A state in which a theorem about runs may fall, and the run to it. */
interface Suspect {
  readonly state: Config;
  readonly actions: readonly Taken[];
}
/** The state that was found; of O1 those before, since it is about the step from them, pure steps included. */
function suspectsIn(system: System, x: Explored, K: Config, theorem: string, state: number): Suspect[] {
  const taken = runTo(system, x.system, x.space, K, state);
  if (taken === undefined) return [];
  if (theorem !== 'O1') return [{ state: taken[taken.length - 1]?.after ?? K, actions: taken }];
  return taken.map((s, n) => ({ state: s.before, actions: taken.slice(0, n) })).reverse();
}

function suspects(system: System, P: KernelSystem, theorem: string): Suspect[] {
  const r = derive(system, systemOk.form, [P], { record: false, fuel });
  if (isLeft(r)) return [];
  const K = r.right.outputs[0] as Config;
  const x = exploreKernel(K, P, { system, limit: mostStates, theorems: [theorem], first: true, equivalent: false });
  const fall = x.fell.find((f) => f.theorem === theorem);
  return fall === undefined ? [] : suspectsIn(system, x, K, theorem, fall.state);
}

const least: Readonly<Record<string, readonly unknown[]>> = {
  Expr: [make.Expr.Num(0n)],
  Type: [make.Type.Int()],
  Items: [make.Items.NoItems()],
  Methods: [make.Methods.NoMethods()],
  Slots: [make.Slots.NoSlots()],
  Exports: [make.Exports.NoExports()],
  Imports: [make.Imports.NoImports()],
  Formats: [make.Formats.NoFormats()],
  Classes: [make.Classes.NoClasses()],
  Starts: [make.Starts.NoStarts()],
  Kind: [make.Kind.Once()],
  Haste: [make.Haste.Eager()],
  Updates: [make.Updates.NoUpdates()],
};

/** The names that systems are made with (samples/systems.ts), by what they are for. */
const pools: Readonly<Record<string, readonly string[]>> = {
  C: ['A', 'B', 'D'],
  o: ['a1', 'b1', 'd1'],
  m: ['ask', 'bump', 'calc', 'done'],
  f: ['n', 'm', 'l', 'p', 'r'],
  l: ['a', 'b'],
  x: ['x', 'y', 'z'],
  y: ['x', 'y', 'z'],
};

export const componentsGround: HuntingGround = {
  hints: {
    names: (role) => pools[role.slice(role.lastIndexOf('.') + 1)] ?? ['A', 'B', 'a', 'n', 'm', 't', 'u', 'x'],
    ints: [0n, 1n, 2n],
    // Only what runs has them.
    weights: { 'T-Waits': 0, 'T-Call': 0 },
  },
  settled: [],
  runs: {
    judgement: 'reaches',
    // Episodes explore whole systems.
    states: () => [],
    again: function* (system, args, _plan, theorem) {
      for (const { state, actions } of suspects(system, args[0] as KernelSystem, theorem))
        yield { state, actions, plan: [], last: true };
    },
    derivation: (system, [K], actions) => recorded(system, K as Config, actions as readonly Taken[]),
  },
  shrinking: {
    whole: (x) => x,
    placed: (x) => x,
    least: (sort) => least[sort] ?? [],
    smaller: function* (x) {
      if ((x as KernelSystem).tag !== 'System') return;
      const size = measure(x);
      for (const P of smallerSystems(x as KernelSystem)) if (measure(P) < size) yield P;
    },
    everywhere: [],
  },
  explored: { theorems: exploredTheorems, episode: kernelEpisode },
};
