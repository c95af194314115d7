/** Exploration of a system with its updates: outcomes, refusals, and what the theorems claim, checked on every state. */
import { entries } from '../../semantics/maps.ts';
import type { Config, KernelSystem } from '../../semantics/components/grammar.ts';
import { componentsOf, sizesOf } from '../explore/components.ts';
import { Space } from '../explore/space.ts';
import type { Label, State } from '../explore/system.ts';
import { reduced, unfolded } from '../explore/wrap.ts';
import { unbounded, type Unbounded } from './bounded.ts';
import { faultsAt, faultsOf, type Standing } from './claims.ts';
import { Doubts } from './doubts.ts';
import { endsOf, type Outcome } from './outcomes.ts';
import { refusal } from './refusals.ts';
import { components } from '../../rules/components/system.ts';
import { Typed } from './typed.ts';
import { KernelSpace, type KernelOptions } from './space.ts';
import { possibleWithout } from './whole.ts';

export interface Fell {
  readonly theorem: string;
  readonly message: string;
  /** A shortest run to where it falls. */
  readonly trace: readonly Label[];
  readonly state: number;
}

export interface Explored {
  readonly space: Space;
  readonly system: KernelSpace;
  readonly complete: boolean;
  /** What keeps threads from being bounded. */
  readonly unbounded: Unbounded | undefined;
  /** Whether every weakly fair run completes the updates; null where not all states were explored. */
  readonly completes: boolean | null;
  /** Whether the results with the updates are results without them. */
  readonly equivalent: boolean | null;
  readonly outcomes: readonly Outcome[];
  /** Updates that stand refused at the end of some run: `update: rule: message`. */
  readonly refused: readonly string[];
  readonly fell: readonly Fell[];
  /** Theorems of {@link ofSteps} that were wanted and not asked, or not wholly. */
  readonly unchecked: readonly string[];
}

export interface ExploreKernel extends KernelOptions {
  readonly limit?: number;
  /** Theorems to be checked; all unless said, but for O1, which types every state anew and is to be asked for. */
  readonly theorems?: readonly string[];
  /** Explore no further than to the first state in which one of them falls. */
  readonly first?: boolean;
  /** Follow local steps alone: outcomes and completion are kept, and what is claimed of states is asked of those that are kept. */
  readonly reduce?: boolean;
  /** Whether the results are compared with those without updates; they are unless this is false. */
  readonly equivalent?: boolean;
}
/** Theorems that claim something of steps: of those of a smaller space nothing can be asked, since they are several at once. O4 claims something of states as well. */
export const ofSteps = ['O4', 'O7', 'O11', 'O12'] as const;

/** States that are explored before they are looked at. */
const firstSlice = 60;
const kernelOptions = ({ system, plain }: ExploreKernel): KernelOptions => ({
  ...(system === undefined ? {} : { system }),
  ...(plain === undefined ? {} : { plain }),
});

export const usualLimit = 1_000_000;

/** Explores all interleavings, and all times at which the updates may be requested. */
export function exploreKernel(K: Config, program: KernelSystem, options: ExploreKernel = {}): Explored {
  const system = new KernelSpace(K, options);
  const space = new Space(options.reduce ? reduced(system) : system, { limit: options.limit ?? usualLimit });
  const fell = new Map<string, Fell>();
  const wanted = (t: string): boolean => options.theorems?.includes(t) ?? true;
  const fall = (theorem: string, message: string, state: number, last?: number): void => {
    if (!wanted(theorem) || fell.has(theorem)) return;
    const path = space.pathTo(state).labels;
    const labels = options.reduce ? unfolded(system, path) : path;
    fell.set(theorem, {
      theorem,
      message,
      trace: space.labelled(last === undefined ? labels : [...labels, last]),
      state,
    });
  };
  const typed = options.theorems?.includes('O1') ? new Typed(options.system ?? components, system) : undefined;
  // What is asked of states is asked as they come, where the first that falls is enough.
  // O12 looks two steps ahead.
  const doubts = new Doubts(system);
  const slice = options.first && !wanted('O12') ? firstSlice : Infinity;
  for (let from = 0; ; from = space.expanded) {
    space.explore(slice);
    checkStates(doubts, system, space, from, fall, options.reduce !== true);
    for (let s = from; typed !== undefined && s < space.expanded && !fell.has('O1'); s++) {
      const why = typed.wrong(space.state(s));
      if (why !== undefined) fall('O1', why, s);
    }
    if (space.finished || (options.first && fell.size > 0)) break;
  }
  const { complete } = space;
  const cycle = unbounded(program);
  const component = componentsOf(space);
  const ends = endsOf(system, space, component);
  const stays = staysUpdating(system, space, component);
  if (cycle === undefined && stays !== undefined && !space.terminal(stays))
    fall('O6', `a mediator waits for ever in a fair run: ${system.print(space.state(stays))}`, stays);
  const refused = new Map<string, string>();
  for (const states of ends.bottoms)
    for (const s of states) {
      const r = system.refusedAt(space.state(s));
      if (r === undefined) continue;
      const { rule, message } = refusal(r.failure, '');
      const text = `${r.update}: ${rule ?? 'U-Request'}: ${message}`;
      refused.set(text, text);
    }
  return {
    space,
    system,
    complete,
    unbounded: cycle,
    completes: complete ? stays === undefined : null,
    equivalent:
      complete && options.equivalent !== false
        ? possibleWithout(K, ends.outcomes, kernelOptions(options), options.limit ?? usualLimit)
        : null,
    outcomes: ends.outcomes,
    refused: [...refused.keys()].sort(),
    fell: [...fell.values()],
    unchecked: options.reduce ? ofSteps.filter(wanted) : [],
  };
}

type Fall = (theorem: string, message: string, state: number, last?: number) => void;

/** @param steps whether what is claimed of steps is asked as well: those of a smaller space are several at once. */
function checkStates(
  doubts: Doubts,
  system: KernelSpace,
  space: Space,
  from: number,
  fall: Fall,
  steps: boolean,
): void {
  const standing = (s: number): Standing => system.standing(space.state(s));
  const now: number[] = [];
  const to: number[] = [];
  const mediating: number[] = [];
  for (let s = from; s < space.expanded; s++) {
    space.states.copy(s, now);
    mediating.length = 0;
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const number = space.labelOf(e);
      const seen = doubts.labelSeen(number);
      doubts.moves(s, seen);
      if (!steps) continue;
      if (seen.mediates) mediating.push(e);
      space.states.copy(space.target(e), to);
      if (doubts.step(now, seen, to))
        for (const f of faultsAt(standing(s), seen.label, standing(space.target(e))))
          fall(f.theorem, f.message, s, number);
    }
    const over = space.terminal(s);
    if (doubts.state(s, now, over)) {
      const able = new Set<string>();
      for (let e = space.first(s); e < space.first(s + 1); e++) able.add(system.label(space.labelOf(e)).actor);
      for (const f of faultsOf(standing(s), (a) => able.has(a), over)) fall(f.theorem, f.message, s);
    }
    for (let a = 0; a < mediating.length; a++)
      for (let b = a + 1; b < mediating.length; b++) {
        const why = diverges(system, space, mediating[a] as number, mediating[b] as number);
        if (why !== undefined) fall('O12', why, s);
      }
  }
}

/** Why two steps of mediators, enabled at once, do not give the same in both orders. */
function diverges(system: KernelSpace, space: Space, a: number, b: number): string | undefined {
  const [l, m] = [system.label(space.labelOf(a)), system.label(space.labelOf(b))];
  if (l.actor === m.actor) return undefined;
  const [x, y] = [space.target(a), space.target(b)];
  if (x >= space.expanded || y >= space.expanded) return undefined;
  const [la, lb] = [space.labelOf(a), space.labelOf(b)];
  for (let e = space.first(x); e < space.first(x + 1); e++) {
    if (space.labelOf(e) !== lb) continue;
    for (let f = space.first(y); f < space.first(y + 1); f++)
      if (space.labelOf(f) === la && space.target(f) === space.target(e)) return undefined;
  }
  return `${l.rule} of ${l.actor} and ${m.rule} of ${m.actor} do not commute`;
}

const busy = (system: KernelSpace, s: State): boolean => {
  for (const [, p] of system.placed(s)) if (p.entry.tag === 'Med') return true;
  for (const [, r] of entries(system.core(s).registry)) if (r.todo.length > 0) return true;
  return false;
};
/** Who moves: installing and mediating are told apart, and both from threads. */
const moverOf = ({ actor, rule }: Label): string =>
  rule === 'M-Install' || rule === 'M-Skip' ? `install ${actor}` : actor;

/**
 * A state in which a weakly fair run stays with a mediator, or with something to be mediated; undefined where there is none. Generations and phases never go
 * back, so that in a strongly connected component the mediators are the same everywhere: a run stays in one fairly iff each actor moves within
 * it, or cannot move in one of its states.
 */
export function staysUpdating(system: KernelSpace, space: Space, component = componentsOf(space)): number | undefined {
  const sizes = sizesOf(component);
  const members = new Map<number, number[]>();
  for (let s = 0; s < space.size; s++) {
    const c = component[s] as number;
    // Most components are one state, which is left.
    if (sizes[c] === 1 && !space.terminal(s) && !leadsToItself(space, s)) continue;
    const list = members.get(c);
    if (list === undefined) members.set(c, [s]);
    else list.push(s);
  }
  for (const [c, states] of members) {
    const s0 = states[0] as number;
    if (!busy(system, space.state(s0))) continue;
    if (space.terminal(s0)) return s0;
    const moves = new Set<string>();
    let always: Set<string> | undefined;
    for (const s of states) {
      const able = new Set<string>();
      for (let e = space.first(s); e < space.first(s + 1); e++) {
        const mover = moverOf(system.label(space.labelOf(e)));
        able.add(mover);
        if (component[space.target(e)] === c) moves.add(mover);
      }
      always = always === undefined ? able : new Set([...always].filter((a) => able.has(a)));
    }
    if ([...(always ?? [])].every((a) => moves.has(a))) return s0;
  }
  return undefined;
}

function leadsToItself(space: Space, s: number): boolean {
  for (let e = space.first(s); e < space.first(s + 1); e++) if (space.target(e) === s) return true;
  return false;
}
