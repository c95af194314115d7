/** A system of objects at a place of its run, as the view of objects shows it. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries, get } from '../../../../semantics/maps.ts';
import { newestNumber } from '../../../../semantics/components/classes.ts';
import { listOf, settledIn, stateIn, versionIn } from '../../../../semantics/components/configs.ts';
import { focus, plug } from '../../../../semantics/components/expressions.ts';
import { make, type Config, type Frames, type Placed, type Thread } from '../../../../semantics/components/grammar.ts';
import { print } from '../../../../semantics/components/syntax/print.ts';
import { isValue } from '../../../../semantics/components/values.ts';
import { outcomeOf, outcomeText } from '../../../../checker/components/outcomes.ts';
import { refusal } from '../../../../checker/components/refusals.ts';
import { fieldsOf } from '../../../../checker/components/lines.ts';
import type { KernelSpace } from '../../../../checker/components/space.ts';
import { environment, type Label, type State } from '../../../../checker/explore/system.ts';
import { calculusMeant } from '../variants.ts';
import { circleIn, waitingIn } from './waiting.ts';
import { known, phaseOf, walk, wordsAt, type KernelOf } from './walk.ts';

export interface StepShown {
  readonly word: string;
  readonly rule: string;
  /** What is called, requested or ended: `disk.read`; empty for other steps. */
  readonly what: string;
}
export interface FrameShown {
  /** The object whose code runs; null for the thread's own expression. */
  readonly object: string | null;
  readonly version: number;
  readonly adaptor: boolean;
  /** The expression, with what is next in it between the two. */
  readonly code: readonly [before: string, redex: string, after: string];
}
export interface ThreadShown {
  readonly name: string;
  readonly source: boolean;
  readonly is: 'waiting' | 'live' | 'blocked' | 'ended';
  readonly generation: number | null;
  readonly value: string | null;
  /** The innermost first. */
  readonly frames: readonly FrameShown[];
  /** The mediator that it is blocked at. */
  readonly at: string | null;
  readonly steps: readonly StepShown[];
}
export interface ObjectShown {
  readonly name: string;
  readonly class: string;
  readonly version: number;
  /** It is older than the newest version. */
  readonly old: boolean;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** What its factory has it down for. */
  readonly listed: 'to be mediated' | 'late' | null;
  readonly mediator: {
    readonly generation: number;
    readonly phase: 'forward' | 'block' | 'transfer' | 'completed';
    readonly inside: readonly (readonly [thread: string, times: number])[];
    readonly blocked: readonly string[];
    /** Why it does not go on; empty where it can. */
    readonly waits: readonly string[];
  } | null;
  readonly steps: readonly StepShown[];
}
export interface UpdateShown {
  readonly name: string;
  readonly lazy: boolean;
  /** Why it is not requested now: `U-Code: message`; null where it can be, or is not the next. */
  readonly refused: string | null;
  readonly steps: readonly StepShown[];
}
/** The phases that an object went through, each from one step to another. */
export interface PhasesShown {
  readonly object: string;
  readonly phases: readonly { readonly phase: string; readonly from: number; readonly to: number }[];
}
export interface KernelShown {
  readonly errors: readonly { readonly line: number | null; readonly message: string; readonly rule: string | null }[];
  readonly variants: readonly { readonly name: string; readonly sentence: string }[];
  /** The steps as they were taken, and what went otherwise than was asked. */
  readonly words: readonly string[];
  readonly otherwise: readonly string[];
  readonly run: readonly { readonly actor: string; readonly rule: string; readonly what: string }[];
  readonly generation: number;
  readonly classes: readonly { readonly name: string; readonly newest: number; readonly settled: number }[];
  readonly threads: readonly ThreadShown[];
  readonly objects: readonly ObjectShown[];
  readonly updates: readonly UpdateShown[];
  readonly phases: readonly PhasesShown[];
  /** Nobody can go on, or some never will. */
  readonly end: {
    readonly kind: 'good' | 'over' | 'deadlock';
    readonly say: string;
    readonly who: readonly string[];
  } | null;
}

/** What a step is about, in the state before it: `disk.read` for a call, `u` for a request. */
function whatOf(space: KernelSpace, s: State, { actor, event }: Label): string {
  if (event !== undefined) return event.args.join(' ');
  const i = space.threads.indexOf(actor);
  const Θ = i < 0 ? undefined : space.thread(s, i);
  if (Θ?.tag !== 'Live' || Θ.frames.tag !== 'Frame') return '';
  const { e } = focus(Θ.frames.e);
  if (e.tag === 'Call') return `${print(e.e)}.${e.m}`;
  if (isValue(e)) return print(e).slice(0, 20);
  if (e.tag === 'Get' || e.tag === 'Set') return e.f;
  return e.tag === 'New' ? e.C : '';
}

/** Stands for what is next: a name that no program can say. */
const hole = '·next·';
/** Texts are for a picture: no longer than that. */
const longest = 400;
const cut = (text: string, from: 'start' | 'end' = 'end'): string =>
  text.length <= longest ? text : from === 'end' ? `${text.slice(0, longest)}…` : `…${text.slice(-longest)}`;

function framesOf(w: Frames): FrameShown[] {
  const all: FrameShown[] = [];
  for (let at = w; at.tag === 'Frame'; at = at.rest) {
    const { head, e } = at;
    const { context, e: redex } = focus(e);
    const around = print(plug.compute(context, make.Expr.Var(hole)));
    const place = around.indexOf(hole);
    const code =
      redex.tag === 'Waits' || place < 0
        ? ([cut(print(e)), '', ''] as const)
        : ([cut(around.slice(0, place), 'start'), cut(print(redex)), cut(around.slice(place + hole.length))] as const);
    all.push({
      object: head.tag === 'Top' ? null : head.o,
      version: head.tag === 'Top' ? 0 : Number(head.j),
      adaptor: head.tag === 'Adaptor',
      code,
    });
  }
  return all;
}

function threadShown(
  name: string,
  Θ: Thread,
  source: boolean,
  at: string | null,
  steps: readonly StepShown[],
): ThreadShown {
  const active = Θ.tag === 'Live' || Θ.tag === 'Blocked' ? Θ : undefined;
  return {
    name,
    source,
    at,
    steps,
    is: Θ.tag.toLowerCase() as ThreadShown['is'],
    generation: active === undefined ? null : Number(active.g),
    value: Θ.tag === 'Ended' ? print(Θ.v) : null,
    frames: active === undefined ? [] : framesOf(active.frames),
  };
}

function phasesOf(space: KernelSpace, states: readonly State[]): PhasesShown[] {
  const all = new Map<string, { phase: string; from: number; to: number }[]>();
  states.forEach((s, step) => {
    for (const [o, p] of space.placed(s)) {
      const phases = all.get(o) ?? [];
      const [phase, before] = [phaseOf(p), phases.at(-1)];
      if (before?.phase === phase) before.to = step;
      else phases.push({ phase, from: step, to: step });
      all.set(o, phases);
    }
  });
  return [...all].map(([object, phases]) => ({ object, phases }));
}

const blockedAt = (K: Config, t: string): string | null => {
  for (const [o, { entry }] of entries(K.objects))
    if (entry.tag === 'Med' && listOf(entry.blocked).includes(t)) return o;
  return null;
};

function endOf(space: KernelSpace, s: State, K: Config, over: boolean): KernelShown['end'] {
  const waiting = waitingIn(K);
  const circle = circleIn(waiting);
  if (circle !== undefined)
    return {
      kind: 'deadlock',
      who: circle.who,
      say: `Deadlock: ${circle.why}.${over ? ' Nobody can go on.' : ' They never go on; others still can.'}`,
    };
  if (!over) return null;
  if (space.done(s)) return { kind: 'good', who: [], say: `The run is over: ${outcomeText(outcomeOf(space, s))}` };
  const why = [...waiting.values()].flatMap((all) => all.map((w) => w.why));
  return {
    kind: 'over',
    who: [...waiting.keys()],
    say: `Nobody can go on, and the run is not done. ${why.join('; ')}`,
  };
}

const empty: Omit<KernelShown, 'errors' | 'variants'> = {
  words: [],
  otherwise: [],
  run: [],
  generation: 0,
  classes: [],
  threads: [],
  objects: [],
  updates: [],
  phases: [],
  end: null,
};

/**
 * A system after steps that were taken.
 * @param at how many of the words lead to what is shown; the others are gone through for the phases alone.
 */
export function kernel({ source, words, variant, at }: KernelOf & { readonly at: number }): KernelShown {
  const variants = calculusMeant(variant).variants.map(({ name, sentence }) => ({ name, sentence }));
  const k = known({ source, variant });
  if (isLeft(k))
    return {
      ...empty,
      errors: k.left.map((e) => ({ line: e.line ?? null, message: e.message, rule: e.rule ?? null })),
      variants,
    };
  const { space } = k.right;
  const walked = walk(space, words);
  const s = walked.states[Math.min(at, walked.words.length)] as State;
  const K = space.config(s);
  const possible = wordsAt(space, s);
  const stepsOf = (actor: string): StepShown[] =>
    possible
      .filter(({ label }) => label.actor === actor)
      .map(({ word, label }) => ({ word, rule: label.rule, what: whatOf(space, s, label) }));
  const waiting = waitingIn(K);
  const listed = (o: string, C: string): ObjectShown['listed'] => {
    const factory = get(K.registry, C);
    return factory?.todo.includes(o) ? 'to be mediated' : factory?.late.includes(o) ? 'late' : null;
  };
  const objectShown = (name: string, p: Placed): ObjectShown => {
    const { entry, C } = p;
    return {
      name,
      class: C,
      version: Number(versionIn(p)),
      old: versionIn(p) < (newestNumber(K.world, C) ?? 0n),
      fields: fieldsOf(stateIn(p)).map(([f, v]) => [f, cut(print(v))]),
      listed: listed(name, C),
      mediator:
        entry.tag === 'Inst'
          ? null
          : {
              generation: Number(entry.g),
              phase: phaseOf(p) as 'forward',
              inside: entries(entry.inside).map(([t, n]) => [t, Number(n)]),
              blocked: listOf(entry.blocked),
              waits: (waiting.get(name) ?? []).map((w) => w.why),
            },
      steps: stepsOf(name),
    };
  };
  const updates: UpdateShown[] = [];
  for (let Q = K.queue; Q.tag === 'Updates'; Q = Q.rest) {
    const first = updates.length === 0;
    const refused = first ? space.refusedAt(s) : undefined;
    const why = refused === undefined ? undefined : refusal(refused.failure, '');
    updates.push({
      name: Q.update.u,
      lazy: Q.update.haste.tag === 'Lazy',
      refused: why === undefined ? null : `${why.rule ?? 'refused'}: ${why.message}`,
      steps: first ? stepsOf(environment) : [],
    });
  }
  const settled = new Map(entries(settledIn(K.world, K.objects)));
  return {
    errors: [],
    variants,
    words: walked.words,
    otherwise: walked.otherwise,
    run: walked.labels.map((l, i) => ({
      actor: l.actor,
      rule: l.rule,
      what: whatOf(space, walked.states[i] as State, l),
    })),
    generation: Number(K.g),
    classes: [...settled].map(([name, j]) => ({
      name,
      newest: Number(newestNumber(K.world, name) ?? 0n),
      settled: Number(j),
    })),
    threads: space.threads.map((t, i) =>
      threadShown(t, space.thread(s, i), space.isSource(s, i), blockedAt(K, t), stepsOf(t)),
    ),
    objects: entries(K.objects).map(([o, p]) => objectShown(o, p)),
    updates,
    phases: phasesOf(space, walked.states),
    end: endOf(space, s, K, possible.length === 0),
  };
}
