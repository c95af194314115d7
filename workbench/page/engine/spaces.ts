/** What the view of state spaces asks: a program with its updates as a transition system, and runs through it. */
import { isLeft, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import { labelText } from '../../../checker/explore/export.ts';
import { together, type Label, type State, type TransitionSystem } from '../../../checker/explore/system.ts';
import { choicesOf, exploring, requestOf, type Request } from '../../explore/request.ts';
import {
  endingAt,
  pathOf,
  readRun,
  standings,
  stepsOf,
  stepWord,
  walkBy,
  type Standing,
  type Walked,
} from '../../explore/stepping.ts';
import type { System } from '../../../rules/system.ts';
import { calculusMeant, chosen } from './variants.ts';

/** What a space is of. */
export interface SpaceOf {
  readonly program: string;
  readonly updates: readonly string[];
  /** The new program in full; null where none is given. */
  readonly fresh: string | null;
  /** By the names of the calculus' options; what is not named is as it is usually. */
  readonly choices: Readonly<Record<string, string>>;
  readonly variant: string | null;
}

export interface ChoiceShown {
  readonly name: string;
  readonly values: readonly string[];
  readonly default: string;
  readonly sentence: string;
}

/** A program that was read. */
export interface SpaceOpened {
  readonly program: readonly LoadError[];
  readonly updates: readonly (readonly LoadError[])[];
  readonly fresh: readonly LoadError[];
  /** Whether there is a space to look at. */
  readonly ready: boolean;
  readonly choices: readonly ChoiceShown[];
  /** What can be typed into a formula. */
  readonly words: readonly string[];
}

export interface StepShown {
  readonly actor: string;
  readonly rule: string;
  /** The rule and what the outside sees of the step. */
  readonly text: string;
  /** The update that it applies, from 1; null for another step. */
  readonly update: number | null;
}
export interface ActorShown extends Standing {
  /** What it has left to do. */
  readonly left: string;
  readonly steps: readonly (StepShown & { readonly index: number })[];
}
export interface SpaceAt {
  /** As much of the path as there is. */
  readonly path: readonly number[];
  readonly at: number;
  readonly actors: readonly string[];
  /** Each step, and how the actors stood before it; after the last one, how they stand. */
  readonly steps: readonly StepShown[];
  readonly standing: readonly (readonly Standing[])[];
  /** The actors where one stands, those that move together or from outside included. */
  readonly now: readonly ActorShown[];
  /** The state in words, a line each. */
  readonly state: readonly string[];
  readonly end: 'done' | 'deadlock' | 'stuck' | null;
  /** The run as it is written down. */
  readonly words: string;
}

/** Steps of a path that are walked, and characters of a line that are shown. */
const longestPath = 2_000;
const longestLine = 400;

const endingsOf = (variant: string | null): readonly string[] => calculusMeant(variant).language?.endings ?? [];
const programFile = (variant: string | null): string => `program${endingsOf(variant)[0] ?? ''}`;

/** The systems that were asked for last. */
const kept = new Map<string, Either<readonly LoadError[], Request>>();
const mostKept = 12;

/** The systems of texts. */
export function requested(of: SpaceOf): Either<readonly LoadError[], Request> {
  const key = JSON.stringify([of.program, of.updates, of.fresh, of.choices, of.variant]);
  let known = kept.get(key);
  if (known === undefined) {
    const file = programFile(of.variant);
    const calculus = exploring(file);
    const choices = Object.fromEntries(
      (calculus === undefined ? [] : choicesOf(calculus)).map((c) => [
        c.name,
        c.values?.find((v) => v === of.choices[c.name]) ?? c.default,
      ]),
    );
    const rules = chosen(of.variant);
    known = requestOf({
      program: { file, text: of.program },
      updates: of.updates.map((text, i) => ({ file: `update ${i + 1}`, text })),
      fresh: of.fresh === null ? [] : [{ file: `new ${file}`, text: of.fresh }],
      properties: [],
      choices,
      ...(rules?.calculus === calculus ? { rules: rules?.variant.system as System } : {}),
    });
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
    kept.set(key, known);
  }
  return known;
}

const general = (system: TransitionSystem): readonly string[] => [
  ...['invariant', 'reachable', 'ltl', 'unfair', 'true', 'false'],
  ...['done', 'deadlock', 'stuck', 'updated', 'version >= 1', 'step(0)', 'blocked(0)', 'finished(0)'],
  ...Array.from({ length: system.updates }, (_, i) => `update(${i + 1})`),
  ...[...system.events].filter((e) => e === 'update' || e === 'request'),
  ...[...system.rules].map((r) => `rule(${r})`),
];

/** Reads a program with its updates. */
export function spaceOpened(of: SpaceOf): SpaceOpened {
  const file = programFile(of.variant);
  const calculus = exploring(file);
  const choices =
    calculus === undefined
      ? []
      : choicesOf(calculus).map((c) => ({
          name: c.name,
          values: c.values ?? [],
          default: c.default,
          sentence: c.sentence,
        }));
  const none = { program: [], updates: of.updates.map(() => []), fresh: [], ready: false, choices, words: [] };
  const r = requested(of);
  if (isLeft(r)) {
    const about = (name: string) => r.left.filter((e) => e.file === name).map((e) => ({ ...e }));
    const rest = r.left.filter((e) => !e.file.startsWith('update ') && e.file !== `new ${file}`);
    return {
      ...none,
      program: rest.map((e) => ({ ...e })),
      updates: of.updates.map((_, i) => about(`update ${i + 1}`)),
      fresh: about(`new ${file}`),
    };
  }
  const system = r.right.updated;
  return { ...none, ready: true, words: [...general(system), ...(system.vocabulary?.() ?? [])] };
}

/** The system of what was asked; an error where there is none: the view asks for one that was opened. */
export function systemOf(of: SpaceOf): TransitionSystem {
  const r = requested(of);
  if (isLeft(r)) throw new Error(r.left[0]?.message ?? 'there is no such program');
  return r.right.updated;
}

export const stepShown = (label: Label): StepShown => ({
  actor: label.actor,
  rule: label.rule,
  text: labelText(label).slice(label.actor.length + 1),
  update: label.event?.name === 'update' ? Number(label.event.args[0]) || 1 : null,
});

const cut = (line: string): string => (line.length <= longestLine ? line : `${line.slice(0, longestLine)}…`);

function actorsNow(system: TransitionSystem, s: State, standing: readonly Standing[]): readonly ActorShown[] {
  const steps = stepsOf(system, s).map(({ label }, index) => ({ ...stepShown(label), index }));
  const others = [...new Set(steps.map((x) => x.actor))].filter((a) => !standing.some((x) => x.actor === a));
  const all: readonly Standing[] = [
    ...standing,
    ...others.map((actor): Standing => ({ actor, is: 'moves', on: null, whom: [] })),
  ];
  return all.map((x) => ({
    ...x,
    left: others.includes(x.actor) ? '' : cut(system.lane?.(s, x.actor) ?? ''),
    steps: steps.filter((y) => y.actor === x.actor),
  }));
}

/** Where a path leads, and what can be done at one of its states. */
export function spaceAt({ of, path, at }: { of: SpaceOf; path: readonly number[]; at: number }): SpaceAt {
  const system = systemOf(of);
  const run: Walked = walkBy(system, path.slice(0, longestPath));
  const place = Math.min(at, run.path.length);
  const standing = run.states.map((_, i) => standings(system, run, i));
  const s = run.states[place] as State;
  const actors = new Set(standing.flatMap((x) => x.map((y) => y.actor)));
  for (const { actor } of run.steps) actors.add(actor);
  return {
    path: run.path,
    at: place,
    actors: [...actors].filter((a) => a !== together).concat(actors.has(together) ? [together] : []),
    steps: run.steps.map(stepShown),
    standing,
    now: actorsNow(system, s, standing[place] ?? []),
    state: system.print(s).split('\n').map(cut),
    end: endingAt(system, s),
    words: run.steps.map(stepWord).join(' '),
  };
}

/** A run that is written down, as far as it is one, and what is wrong with the rest. */
export function spaceRun({ of, text }: { of: SpaceOf; text: string }): SpaceAt & { readonly problem: string | null } {
  const system = systemOf(of);
  const words = text.split(/[\s,]+/).filter((w) => w !== '');
  const run = readRun(system, text);
  const good = isLeft(run) ? readRun(system, words.slice(0, run.left.word).join(' ')) : run;
  const path = isLeft(good) ? [] : good.right.path;
  return { ...spaceAt({ of, path, at: path.length }), problem: isLeft(run) ? run.left.message : null };
}

/** The numbers of the steps that labels name; null where there is no such run. */
export const indices = (system: TransitionSystem, labels: readonly Label[]): readonly number[] | null =>
  pathOf(system, labels) ?? null;
