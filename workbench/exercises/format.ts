/**
 * Exercises as files: YAML, one exercise a file, written by whoever teaches (docs/exercises.md). A file that is read has
 * the right fields; whether it can be solved is asked of `solvable`.
 */
import { left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { calculi } from '../../proofs/calculi.ts';
import { defaultName } from '../../proofs/registry.ts';
import { proved } from '../../proofs/developments.ts';
import type { GoalTexts } from '../../proofs/calculus.ts';
import { Fields, type Hint } from './fields.ts';

export type { Hint } from './fields.ts';

/** What the rules of a derivation can be those of: calculi that have goals, and their presentations. */
const derivableIn = (): readonly string[] =>
  calculi
    .filter((c) => c.language?.goals !== undefined)
    .flatMap((c) => [c.name, ...c.presentations.map((p) => p.name)]);

/** The calculi in which updates can be written. */
const updatedIn = (): readonly string[] =>
  calculi.filter((c) => c.language?.updates?.editing !== undefined).map((c) => c.name);

/** What somebody is told whose answer is wrong: that it is; or also where and why; or also hints. */
export const feedbacks = ['verdict', 'premise', 'hint'] as const;
export type Feedback = (typeof feedbacks)[number];

interface Common {
  readonly title: string;
  /** What is to be done, in paragraphs. */
  readonly task: string;
  readonly feedback: Feedback;
  /** The lesson it belongs to: exercises of one stand together. */
  readonly lesson: string | null;
  /** How hard it is, from 1 to 3. */
  readonly level: number;
  readonly hints: readonly Hint[];
}

type Check = 'dynamic' | 'static';

/** Of a calculus that has updates. */
interface Updated extends Common {
  readonly calculus: string;
  readonly program: string;
  readonly solution: string;
  readonly check: Check;
  /** What the calculus lets choose of a run, by the names of its options. */
  readonly choices: Readonly<Record<string, string>>;
}

/** A derivation is to be built: of the typing of an expression, or of what else the calculus has goals for. */
export interface DerivationExercise extends Common {
  readonly kind: 'derivation';
  /** Definitions, and an expression that plays no part; empty where there are none. */
  readonly program: string;
  /** The calculus, or another presentation of it. */
  readonly system: string;
  readonly goal: GoalTexts;
}

/** An update is to be written that is refused. */
export interface RefusedExercise extends Updated {
  readonly kind: 'refused';
  readonly update: string;
  /** The update point at which it has to be refused; at all of them unless one is named. */
  readonly at: number | null;
  /** Codes of reasons, of which each refusal has to have one; none for any that are not about the update's form. */
  readonly because: readonly string[];
  /** Types that it has to change. */
  readonly changes: readonly string[];
  /** A check that has to admit it somewhere. */
  readonly admitted: Check | null;
}

/** Update points are to be put into a program, so that the updates are applied. */
export interface PointExercise extends Updated {
  readonly kind: 'point';
  readonly updates: readonly string[];
  /** As many update points may be added. */
  readonly most: number;
  /** What the run has to end with; null for anything. */
  readonly value: string | null;
}

/** Some definitions of an update, a transformer among them, are to be written. */
export interface TransformerExercise extends Updated {
  readonly kind: 'transformer';
  readonly update: string;
  /** The definitions that may be written; all that the update has if none is named. */
  readonly write: readonly string[];
  /** Runs of the program, with the expression replaced where one is given, and what they have to end with. */
  readonly runs: readonly { readonly in: string | null; readonly value: string }[];
}

/** Rules are to be repaired, so that a hunt finds nothing. */
export interface RepairExercise extends Common {
  readonly kind: 'repair';
  readonly calculus: string;
  readonly rules: string;
  readonly solution: string;
  /** Theorems that are tried; all if none is named. */
  readonly theorems: readonly string[];
  readonly seed: number;
  /** Instances of theorems that have to hold. */
  readonly tests: number;
}

/** A run is to be made, step by step, that leads to where a formula holds. */
export interface RunExercise extends Common {
  readonly kind: 'run';
  readonly calculus: string;
  readonly program: string;
  readonly updates: readonly string[];
  /** A variant of the calculus, whose rules the steps are by; null for the calculus as it is. */
  readonly variant: string | null;
  /** What the calculus lets choose of the space, by the names of its options. */
  readonly choices: Readonly<Record<string, string>>;
  readonly goal: string;
  readonly solution: string;
}

/** A case of a theorem is to be proved, move by move. */
export interface ProofExercise extends Common {
  readonly kind: 'proof';
  readonly calculus: string;
  readonly theorem: string;
  readonly case: string;
  readonly solution: string;
}

/** A property is to be found that some choices satisfy and others do not. */
export interface PropertyExercise extends Common {
  readonly kind: 'property';
  readonly calculus: string;
  readonly program: string;
  readonly updates: readonly string[];
  readonly variant: string | null;
  readonly holds: readonly Readonly<Record<string, string>>[];
  readonly fails: readonly Readonly<Record<string, string>>[];
  readonly solution: string;
}

/** An update is to be written, or repaired, under which the system has properties. */
export interface SystemExercise extends Common {
  readonly kind: 'system';
  readonly calculus: string;
  readonly program: string;
  readonly update: string;
  readonly variant: string | null;
  readonly choices: Readonly<Record<string, string>>;
  readonly properties: string;
  readonly solution: string;
}

export type Exercise =
  | DerivationExercise
  | RefusedExercise
  | PointExercise
  | TransformerExercise
  | RepairExercise
  | RunExercise
  | PropertyExercise
  | SystemExercise
  | ProofExercise;
export type Kind = Exercise['kind'];
export const exerciseKinds: readonly Kind[] = [
  'derivation',
  'refused',
  'point',
  'transformer',
  'repair',
  'run',
  'property',
  'system',
  'proof',
];

/** An exercise as read, and where in its file a place of one of its texts is. */
export interface Read {
  readonly exercise: Exercise;
  /** @param path a field: `program`, `solution`, `updates.0`. */
  readonly place: (path: string, line: number, column: number) => { readonly line: number; readonly column: number };
}

/** Texts are small: an exercise is read by people. */
const longest = 200_000;

/** The hardest there is. */
const hardest = 3;
function level(r: Fields): number {
  const n = r.count('level', 1, 1);
  if (n > hardest) r.wrong('level', `a whole number from 1 to ${hardest} is expected`);
  return n;
}

function exerciseOf(r: Fields): Exercise | undefined {
  const kind = exerciseKinds.find((k) => k === r.textOf('kind'));
  if (kind === undefined) {
    r.wrong('kind', `${exerciseKinds.join(', ')} are the kinds of exercises`);
    return undefined;
  }
  const common = {
    title: r.required('title'),
    task: r.required('task'),
    feedback: r.oneOf('feedback', feedbacks, 'premise'),
    lesson: r.textOf('lesson'),
    level: level(r),
    hints: r.hints(),
  };
  const calculus = () =>
    r.oneOf(
      'calculus',
      calculi.map((c) => c.name),
      defaultName,
    );
  const maps = (field: string) => Array.from({ length: r.list(field) }, (_, i) => r.map(`${field}.${i}`));
  /** Of the calculi in which updates can be written. */
  const updated = () => ({
    calculus: r.oneOf('calculus', updatedIn(), defaultName),
    program: r.required('program'),
    solution: r.required('solution'),
    check: r.oneOf<Check>('check', ['dynamic', 'static'], 'dynamic'),
    choices: r.map('choices'),
  });
  switch (kind) {
    case 'derivation': {
      const goal = (field: string) => r.textOf(`goal.${field}`);
      const e: DerivationExercise = {
        ...common,
        kind,
        program: r.textOf('program') ?? '',
        system: r.oneOf('system', derivableIn(), defaultName),
        goal: {
          expression: goal('expression'),
          locals: r.map('goal.locals'),
          before: goal('before'),
          latent: goal('latent'),
          type: goal('type'),
          after: goal('after'),
          definition: goal('definition'),
          subtype: r.texts('goal.subtype'),
        },
      };
      const asked = [e.goal.expression !== null, e.goal.definition !== null, e.goal.subtype.length > 0];
      if (asked.filter(Boolean).length !== 1)
        r.wrong('goal', 'one of expression, definition and subtype has to be there');
      if (e.goal.subtype.length > 0 && e.goal.subtype.length !== 2) r.wrong('goal.subtype', 'two types are expected');
      return e;
    }
    case 'refused': {
      const at = r.textOf('at');
      return {
        ...common,
        kind,
        ...updated(),
        update: r.textOf('update') ?? 'update\n',
        at: at === null || at === 'all' ? null : r.count('at', 1, 1),
        because: r.texts('because'),
        changes: r.texts('changes'),
        admitted: r.textOf('admitted') === null ? null : r.oneOf<Check>('admitted', ['dynamic', 'static'], 'dynamic'),
      };
    }
    case 'point':
      return {
        ...common,
        kind,
        ...updated(),
        updates: r.texts('updates'),
        most: r.count('most', 1, 1),
        value: r.textOf('value'),
      };
    case 'transformer':
      return {
        ...common,
        kind,
        ...updated(),
        update: r.required('update'),
        write: r.texts('write'),
        runs: Array.from({ length: r.list('runs') }, (_, i) => ({
          in: r.textOf(`runs.${i}.in`),
          value: r.required(`runs.${i}.value`),
        })),
      };
    case 'repair':
      return {
        ...common,
        kind,
        calculus: calculus(),
        rules: r.required('rules'),
        solution: r.required('solution'),
        theorems: r.texts('theorems'),
        seed: r.count('seed', 1),
        tests: r.count('tests', 20_000, 1),
      };
    case 'run':
      return {
        ...common,
        kind,
        calculus: calculus(),
        program: r.required('program'),
        updates: r.texts('updates'),
        variant: r.textOf('variant'),
        choices: r.map('choices'),
        goal: r.required('goal'),
        solution: r.required('solution'),
      };
    case 'proof':
      return {
        ...common,
        kind,
        calculus: r.oneOf('calculus', proved(), defaultName),
        theorem: r.required('theorem'),
        case: r.required('case'),
        solution: r.required('solution'),
      };
    case 'property':
      return {
        ...common,
        kind,
        calculus: calculus(),
        program: r.required('program'),
        updates: r.texts('updates'),
        variant: r.textOf('variant'),
        holds: maps('holds'),
        fails: maps('fails'),
        solution: r.required('solution'),
      };
    case 'system':
      return {
        ...common,
        kind,
        calculus: calculus(),
        program: r.required('program'),
        update: r.textOf('update') ?? 'update\n',
        variant: r.textOf('variant'),
        choices: r.map('choices'),
        properties: r.required('properties'),
        solution: r.required('solution'),
      };
  }
}

/** Reads an exercise. @returns what is wrong with the file, each with its place. */
export function readExercise(text: string, file: string): Either<readonly LoadError[], Read> {
  if (text.length > longest)
    return left([loadError('parse', `an exercise has at most ${longest} characters`, undefined, file)]);
  const r = new Fields(text, file);
  if (r.errors.length > 0) return left(r.errors);
  const exercise = exerciseOf(r);
  if (exercise !== undefined) r.unknown();
  return exercise === undefined || r.errors.length > 0
    ? left(r.errors)
    : right({ exercise, place: (path, line, column) => r.place(path, line, column) });
}
