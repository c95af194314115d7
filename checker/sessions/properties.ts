/** What theorems S2 to S9 and S12 claim of the state space of a program, checked on every state. */
import { sessions } from '../../rules/sessions/system.ts';
import { componentsOf } from '../explore/components.ts';
import type { Label, State } from '../explore/system.ts';
import { Space } from '../explore/space.ts';
import { followProtocol } from './fidelity.ts';
import { SessionSpace, type SessionOptions } from './space.ts';
import type { Versions } from '../../semantics/sessions/grammar.ts';

/** A theorem that fell: what is wrong, and a shortest run to where it is. */
export interface Fell {
  readonly theorem: string;
  readonly message: string;
  readonly trace: readonly Label[];
  readonly state: number;
}

export interface Explored {
  readonly space: Space;
  readonly system: SessionSpace;
  readonly complete: boolean;
  readonly ends: readonly string[];
  readonly faulty: number;
  readonly deadlocks: number;
  readonly orphans: number;
  /** The one with the shortest run to it first. */
  readonly fell: readonly Fell[];
  /** States from which the protocol was followed as well (S2, S6, S8): all, or as many as there was time for. */
  readonly followed: number;
}

export interface ExploreSession extends SessionOptions {
  readonly limit?: number;
  /** Theorems to be checked, by number; all unless said. */
  readonly theorems?: readonly string[];
}

/** Numbers of tuples that are written while a program is explored: with hundreds of participants each state has hundreds of steps to large states. */
const mostNumbers = 1e9;
/** The same for S9, where each two steps are taken one after the other. */
const mostPaired = 1e8;

/** How many states there is time for. */
function statesFor(system: SessionSpace): number {
  const { names, local } = system;
  return Math.max(100, Math.floor(mostNumbers / (names.length * (names.length + local.slots.length))));
}

/** Explores all interleavings of a program with its accepted updates. */
export function exploreSession(W: Versions, options: ExploreSession = {}): Explored {
  const system = new SessionSpace(W, options);
  const space = new Space(system, { limit: Math.min(options.limit ?? 1_000_000, statesFor(system)) }).explore();
  const wanted = (t: string) => options.theorems?.includes(t) ?? true;
  const ends = new Set<string>();
  const fell = new Map<string, Fell>();
  const n = system.names.length;
  let paired = mostPaired;
  let faulty = 0;
  let deadlocks = 0;
  let orphans = 0;
  const fall = (theorem: string, message: () => string, state: number): void => {
    if (!wanted(theorem) || fell.has(theorem)) return;
    const { labels } = space.pathTo(state);
    fell.set(theorem, { theorem, message: message(), trace: space.labelled(labels), state });
  };
  for (let s = 0; s < space.expanded; s++) {
    const state = space.state(s);
    let wrong = -1;
    for (let i = 0; i < n; i++) if (system.look(state, i)?.faulty) wrong = i;
    if (wrong >= 0) {
      faulty++;
      fall('S3', () => `${system.names[wrong]} is faulty: ${system.print(state)}`, s);
    }
    if (wanted('S9') && !fell.has('S9')) {
      const steps = space.first(s + 1) - space.first(s);
      paired -= steps * steps * state.length;
      const why = paired < 0 ? undefined : diverges(system, state);
      if (why !== undefined) fall('S9', () => why, s);
    }
    if (!space.terminal(s)) continue;
    if (system.done(state)) ends.add(system.versionsIn(state));
    else if (system.actors(state).length === 0) {
      orphans++;
      fall('S5', () => `all have stopped, and messages are left: ${system.print(state)}`, s);
    } else if (wrong < 0) {
      deadlocks++;
      fall('S4', () => `nobody can go on: ${system.print(state)}`, s);
    }
  }
  if (space.complete && (wanted('S5') || wanted('S7'))) checkBottoms(system, space, fall);
  if ((options.bound ?? 0) >= 1 && wanted('S12'))
    for (const t of ['S3', 'S4', 'S5']) {
      const f = fell.get(t);
      if (f !== undefined && !fell.has('S12'))
        fell.set('S12', { ...f, theorem: 'S12', message: `with queues of ${options.bound}: ${f.message}` });
    }
  const beside = ['S2', 'S6', 'S8'].some(wanted)
    ? followProtocol(options.system ?? sessions, system, space)
    : { fell: [], states: 0 };
  for (const { theorem, message, state, label } of beside.fell) {
    if (!wanted(theorem)) continue;
    const { labels } = space.pathTo(state);
    const trace = space.labelled(label < 0 ? labels : [...labels, label]);
    fell.set(theorem, { theorem, message: `${message}: ${system.print(space.state(state))}`, trace, state });
  }
  return {
    space,
    system,
    followed: beside.states,
    complete: space.complete,
    ends: [...ends].sort(),
    faulty,
    deadlocks,
    orphans,
    fell: [...fell.values()].sort((a, b) => a.trace.length - b.trace.length),
  };
}

interface Found {
  readonly actor: number;
  readonly label: number;
  readonly to: readonly number[];
}

/** Why the steps from a state are not as S9 says: two of one thread, or two of two that do not commute. */
export function diverges(system: SessionSpace, state: State): string | undefined {
  const found: Found[] = [];
  for (let actor = 0; actor < system.names.length; actor++)
    system.stepsOf(state, actor, (label, to) => found.push({ actor, label, to: Array.from(to) }));
  for (let a = 0; a < found.length; a++)
    for (let b = a + 1; b < found.length; b++) {
      const [x, y] = [found[a], found[b]] as [Found, Found];
      const [l, m] = [system.label(x.label), system.label(y.label)];
      if (x.actor === y.actor) {
        const rules = [l.rule, m.rule].sort().join(' ');
        if (rules !== 'R-Code R-Skip' && rules !== 'R-Lead R-Stay')
          return `${l.actor} has two steps, ${l.rule} and ${m.rule}`;
        continue;
      }
      const one = follow(system, x.to, y);
      const two = follow(system, y.to, x);
      if (!one.some((p) => two.some((q) => same(p, q))))
        return `the steps ${l.rule} of ${l.actor} and ${m.rule} of ${m.actor} do not commute`;
    }
  return undefined;
}
/** Where the same step of the same participant leads from another state. */
function follow(system: SessionSpace, from: State, { actor, label }: Found): number[][] {
  const found: number[][] = [];
  system.stepsOf(from, actor, (l, to) => {
    if (l === label) found.push(Array.from(to));
  });
  return found;
}
const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);

type Fall = (theorem: string, message: () => string, state: number) => void;

/**
 * Liveness, where runs stay in the end: in a component that no step leaves, every thread that has not stopped
 * communicates, every queue that holds something is read, and whoever is at the boundary of an update that was led has
 * followed.
 */
function checkBottoms(system: SessionSpace, space: Space, fall: Fall): void {
  const component = componentsOf(space);
  const left = new Set<number>();
  const first = new Map<number, number>();
  const n = system.names.length;
  for (let s = 0; s < space.size; s++) {
    const c = component[s] as number;
    if (!first.has(c)) first.set(c, s);
    for (let e = space.first(s); e < space.first(s + 1); e++) if (component[space.target(e)] !== c) left.add(c);
  }
  interface Bottom {
    readonly communicates: Set<string>;
    readonly read: Set<string>;
    readonly states: number[];
  }
  const bottoms = new Map<number, Bottom>();
  for (let s = 0; s < space.size; s++) {
    const c = component[s] as number;
    if (left.has(c)) continue;
    let bottom = bottoms.get(c);
    if (bottom === undefined) bottoms.set(c, (bottom = { communicates: new Set(), read: new Set(), states: [] }));
    bottom.states.push(s);
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const label = space.labelOf(e);
      const action = system.action(label);
      const { actor } = system.label(label);
      if (action.tag === 'Silent' || action.tag === 'Skips' || action.tag === 'Takes') continue;
      bottom.communicates.add(actor);
      if (action.tag === 'Receives') bottom.read.add(`${action.q} ${actor}`);
    }
  }
  for (const { communicates, read, states } of bottoms.values()) {
    const s = states[0] as number;
    const state = space.state(s);
    if (states.length > 1 || !space.terminal(s)) {
      const idle = system
        .actors(state)
        .find((p) => !communicates.has(p) && states.every((x) => system.actors(space.state(x)).includes(p)));
      if (idle !== undefined) fall('S5', () => `${idle} never communicates again: ${system.print(state)}`, s);
    } else if (!system.done(state) && system.actors(state).length > 0)
      fall('S5', () => `nobody can go on: ${system.print(state)}`, s);
    system.local.slots.forEach(({ key, p, q }, k) => {
      if (read.has(key)) return;
      const holding = states.find((x) => {
        const at = space.state(x);
        return (at[n + k] ?? 0) !== 0 && system.holdsSomething(at, k);
      });
      if (holding !== undefined)
        fall(
          'S5',
          () => `what is on its way from ${p} to ${q} is never received: ${system.print(space.state(holding))}`,
          holding,
        );
    });
    let newest = 0;
    for (let i = 0; i < n; i++) newest = Math.max(newest, system.versionOf(state, i));
    for (let v = 1; v <= newest; v++)
      for (const p of system.movedBy(v)) {
        const i = system.names.indexOf(p);
        const at = system.versionOf(state, i);
        if (at >= 0 && at < v) fall('S7', () => `${p} never follows update ${v}: ${system.print(state)}`, s);
      }
  }
}
