/**
 * Exercises are checked when they are loaded: what they give is well formed, the solution that comes with them (or, for
 * a derivation, the one that a search finds) is accepted, and what one begins with is not.
 */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { named } from '../hunt/hunter.ts';
import type { HuntProgress } from '../hunt/first-fall.ts';
import { givenProblems } from './updating.ts';
import { solutionOf, taskOf } from './derivation.ts';
import { readExercise, type Exercise, type Read } from './format.ts';
import { outcomeOf, startOf } from './grade.ts';
import { proofProblems } from './proof.ts';
import { calculusNamed, repairedBy } from './repair.ts';
import { spaceProblems } from './space.ts';

const problem = (field: string, message: string): LoadError => ({
  ...loadError('parse', message, undefined, field),
  line: 1,
  column: 1,
});

/** What is wrong with what an exercise gives; `file` says in which field. */
function given(x: Exercise): readonly LoadError[] {
  switch (x.kind) {
    case 'derivation': {
      const task = taskOf(x);
      return isLeft(task) ? task.left : [];
    }
    case 'refused':
    case 'point':
    case 'transformer':
      return givenProblems(x);
    case 'proof':
      return proofProblems(x);
    case 'run':
    case 'property':
    case 'system':
      return spaceProblems(x);
    case 'repair': {
      const { base, theorems } = calculusNamed(x);
      const rules = repairedBy(x, x.rules, 'rules');
      return [
        ...x.theorems
          .filter((name) => !theorems(base).some((t) => named(t, name)))
          .map((t) => problem('theorems', `there is no theorem ${t}`)),
        ...(isLeft(rules) ? rules.left : []),
      ];
    }
  }
}

/** The answer that shows that an exercise can be solved; null where there is none. */
export function solutionAnswer(x: Exercise): string | null {
  if (x.kind !== 'derivation') return x.solution;
  const task = taskOf(x);
  const choice = isRight(task) ? solutionOf(task.right) : null;
  return choice === null ? null : JSON.stringify(choice);
}

/** What of an exercise that was read cannot be right; none for one that can be solved. Repairs are hunted: seconds. */
export function unsolvable(
  { exercise: x, place }: Read,
  file: string,
  progress?: (p: HuntProgress) => void,
): readonly LoadError[] {
  const placed = (errors: readonly LoadError[]) =>
    errors.map((e) => ({
      ...e,
      ...place(e.file, e.line ?? 1, e.column ?? 1),
      message: `${e.file}: ${e.message}`,
      file,
    }));
  const wrong = given(x);
  if (wrong.length > 0) return placed(wrong);
  const solution = solutionAnswer(x);
  if (solution === null) return placed([problem('goal', 'there is no such derivation')]);
  const o = outcomeOf(x, solution, progress);
  if (!o.done)
    return placed([
      ...o.errors.map((e) => ({ ...e, file: 'solution' })),
      ...o.findings.map((f) => ({
        ...problem('solution', `it does not solve the exercise: ${f.message}`),
        line: f.line ?? 1,
        column: f.column ?? 1,
      })),
    ]);
  if (outcomeOf(x, startOf(x), progress).done) return placed([problem('task', 'it is solved before anything is done')]);
  return [];
}

/** Reads and checks an exercise. */
export function checkExercise(
  text: string,
  file: string,
  progress?: (p: HuntProgress) => void,
): { readonly exercise: Exercise | null; readonly problems: readonly LoadError[] } {
  const read = readExercise(text, file);
  if (isLeft(read)) return { exercise: null, problems: read.left };
  return { exercise: read.right.exercise, problems: unsolvable(read.right, file, progress) };
}
