/** What the view Exercises asks: the exercises there are, whether one can be solved, and what an answer comes to. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import type { Feedback, Kind } from '../../exercises/format.ts';
import { letterSpellings, symbolSpellings, type Spelling } from '../../../checker/notation/spelling.ts';
import { calculusNamed } from '../../../proofs/calculi.ts';
import { updatesWithin } from '../../explore/request.ts';
import { readExercise, type Exercise } from '../../exercises/format.ts';
import { grade, startOf, type Graded } from '../../exercises/grade.ts';
import { repairedBy } from '../../exercises/repair.ts';
import { unsolvable } from '../../exercises/solvable.ts';
import type { HuntProgress } from '../../hunt/first-fall.ts';
import { variantNamed, variantWritten } from '../variant-name.ts';
import type { CardRule } from '../tree/rule.ts';
import { cardOf } from './cards.ts';
import { entryOfExercise, type Entry } from './exercise-entry.ts';
import { foundShown, type FoundShown } from './hunt.ts';

const files = import.meta.glob<string>('../../../examples/exercises/*.yaml', { query: '?raw', import: 'default' });
const own = new Map<string, string>();

/** Loads the text of an exercise that comes with the page. */
export async function loadExercise(name: string): Promise<void> {
  const load = files[`../../../examples/exercises/${name}.yaml`];
  if (load !== undefined && !own.has(name)) own.set(name, await load());
}

export type { Entry } from './exercise-entry.ts';

/**
 * The text of an exercise.
 * @param of the name of one that comes with the page, or the text of a file: it has several lines.
 */
const exerciseText = (of: string): string => (of.includes('\n') ? of : (own.get(of) ?? ''));

/** An exercise as it is shown: nothing of its solution, nor what is not told. */
export interface ExerciseShown {
  readonly title: string;
  readonly task: string;
  readonly kind: Kind;
  readonly feedback: Feedback;
  /** What an answer begins with. */
  readonly start: string;
  /** The program that an update is for; null where the answer is no update. */
  readonly program: string | null;
  /** The updates that are to be applied. */
  readonly updates: readonly string[];
  readonly check: 'dynamic' | 'static';
  /** What is explored, where the answer is about that; null for other answers. */
  readonly explored: {
    /** The calculus, as the state of the page names its rules. */
    readonly variant: string;
    /** Updates stand behind the program, in the same text. */
    readonly within: boolean;
    readonly choices: Readonly<Record<string, string>>;
    /** What else an answer is judged by, in words. */
    readonly told: readonly string[];
  } | null;
}

/** The exercise that was asked for last: of one, much is asked. */
let last: { readonly of: string; readonly read: ReturnType<typeof readExercise> } | undefined;

/** An exercise, or what is wrong with its file. */
export function read(of: string): ReturnType<typeof readExercise> {
  if (last?.of !== of) last = { of, read: readExercise(exerciseText(of), nameOf(of)) };
  return last.read;
}
const nameOf = (of: string): string => (of.includes('\n') ? 'exercise' : `${of}.yaml`);

/** The exercise of a file as a list shows it; undefined where it cannot be read. */
export function entryOf(text: string): Entry | undefined {
  const r = readExercise(exerciseText(text), nameOf(text));
  return isLeft(r) ? undefined : entryOfExercise(text, r.right.exercise);
}

/** The program that an answer is for; null where the answer is one, or there is none. */
function programOf(x: Exercise): string | null {
  const { kind } = x;
  return kind === 'derivation' || kind === 'point' || kind === 'repair' || kind === 'proof' ? null : x.program;
}

const chosen = (choices: Readonly<Record<string, string>>): string =>
  Object.entries(choices)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'everything as usual';

function exploredOf(x: Exercise): ExerciseShown['explored'] {
  const calculus = 'calculus' in x ? calculusNamed(x.calculus) : undefined;
  const within = calculus !== undefined && updatesWithin(calculus);
  switch (x.kind) {
    case 'run':
      return {
        variant: variantNamed(x.calculus, x.variant ?? ''),
        within,
        choices: x.choices,
        told: [`At the end: ${x.goal}`],
      };
    case 'system':
      return {
        variant: variantNamed(x.calculus, x.variant ?? ''),
        within,
        choices: x.choices,
        told: x.properties.split('\n').filter((line) => line.trim() !== ''),
      };
    case 'property': {
      const told = [
        ...x.holds.map((c) => `It holds with ${chosen(c)}.`),
        ...x.fails.map((c) => `It fails with ${chosen(c)}.`),
      ];
      return { variant: variantNamed(x.calculus, x.variant ?? ''), within, choices: x.fails[0] ?? {}, told };
    }
    case 'refused':
    case 'point':
    case 'transformer':
      // A program that is explored has many runs: they are looked at in its state space.
      return calculus?.language?.space !== undefined
        ? { variant: variantNamed(x.calculus, ''), within, choices: x.choices, told: [] }
        : null;
    case 'derivation':
    case 'repair':
    case 'proof':
      return null;
  }
}

/** An exercise, or what is wrong with its file. */
export function exercise({ of }: { readonly of: string }): {
  readonly shown: ExerciseShown | null;
  readonly problems: readonly LoadError[];
} {
  const r = read(of);
  if (isLeft(r)) return { shown: null, problems: r.left.map((e) => ({ ...e })) };
  const x = r.right.exercise;
  const { title, task, kind, feedback } = x;
  return {
    shown: {
      title,
      task,
      kind,
      feedback,
      start: startOf(x),
      program: programOf(x),
      updates: 'updates' in x ? x.updates : [],
      check: 'check' in x ? x.check : 'dynamic',
      explored: exploredOf(x),
    },
    problems: [],
  };
}

/** What keeps an exercise from being solved; nothing for one that can be. */
export function exerciseProblems(
  { of }: { readonly of: string },
  progress?: (p: HuntProgress) => void,
): readonly LoadError[] {
  // Those that come with the page are checked before it is built (test/exercises.test.ts): nobody waits for it here.
  if (own.has(of)) return [];
  const file = nameOf(of);
  const r = read(of);
  return (isLeft(r) ? r.left : unsolvable(r.right, file, progress)).map((e) => ({ ...e }));
}

export interface GradedShown extends Omit<Graded, 'found'> {
  readonly found: FoundShown | null;
  /** The rules that were answered, as the state of the page says them; null where the answer is none. */
  readonly variant: string | null;
}

/** What an answer comes to, as far as it is told. */
export async function grading(
  { of, answer }: { readonly of: string; readonly answer: string },
  progress?: (p: HuntProgress) => void,
): Promise<GradedShown> {
  const r = read(of);
  if (isLeft(r)) throw new Error('the exercise cannot be read');
  const x = r.right.exercise;
  const first = x.kind === 'repair' ? await (await import('./kept-proofs.ts')).keptProofs(x.calculus) : undefined;
  const graded = grade(x, answer, progress, first);
  const variant = x.kind === 'repair' ? variantWritten(x.calculus, answer) : null;
  return {
    ...graded,
    errors: graded.errors.map((e) => ({ ...e })),
    // Of rules that have no name there is no file that could be replayed later.
    found: graded.found && { ...foundShown(graded.found, variant, 'exercise'), file: null },
    variant,
  };
}

/** Rules as they are written, typeset, and what cannot be read of them. */
export function writtenRules({ of, answer }: { readonly of: string; readonly answer: string }): {
  readonly rules: readonly CardRule[];
  readonly problems: readonly LoadError[];
} {
  const r = read(of);
  if (isLeft(r) || r.right.exercise.kind !== 'repair') return { rules: [], problems: [] };
  const x = r.right.exercise;
  const said = repairedBy(x, answer, 'answer');
  if (isLeft(said)) return { rules: [], problems: said.left.map((e) => ({ ...e })) };
  const { written, variant } = said.right;
  return { rules: written.rules.map((rule) => cardOf(variant.system, rule)), problems: [] };
}

/** Symbols that rules are written with, and what may be typed for each. */
export const spellings = (_: null): readonly Spelling[] =>
  [...letterSpellings, ...symbolSpellings].map((x) => ({ ...x }));
