/** The command on exercises: whether they can be solved, and what an answer comes to. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { loadError, showError, type LoadError } from '../../semantics/errors.ts';
import { grade } from '../exercises/grade.ts';
import { checkExercise } from '../exercises/solvable.ts';
import { gradeClass } from './exercise-class.ts';
import { readText } from './bytes.ts';
import { fail, say, sayJson, write, type Mode } from './output.ts';

export interface ExerciseCommand extends Mode {
  readonly answer?: string;
  /** A folder of the answers of a class. */
  readonly answers?: string;
  readonly csv?: boolean;
}

function checkAll(files: readonly string[], options: ExerciseCommand): number {
  const checked = files.map((file) => {
    const text = readText(file);
    const { exercise, problems } = isLeft(text)
      ? { exercise: null, problems: text.left as readonly LoadError[] }
      : checkExercise(text.right, file);
    return { file, title: exercise?.title ?? null, kind: exercise?.kind ?? null, problems };
  });
  if (options.json) sayJson('exercise', { exercises: checked });
  else
    for (const { file, title, kind, problems } of checked) {
      if (problems.length === 0) say(`${file}: ${title} (${kind}): can be solved`);
      for (const e of problems) write(`${showError(e)}\n`, 2);
    }
  return checked.every((c) => c.problems.length === 0) ? 0 : 1;
}

/** @returns the exit code: 0 when all can be solved, or the answer solves the one. */
export function exerciseCommand(files: readonly string[], options: ExerciseCommand): number {
  if (options.answers !== undefined && options.answer !== undefined) {
    write('mutandis exercise: either --answer or --answers\n', 2);
    return 2;
  }
  if (options.csv && options.answers === undefined) {
    write('mutandis exercise: --csv is a table of the answers in a folder: --answers DIR\n', 2);
    return 2;
  }
  if (options.answers !== undefined) return gradeClass(files, options.answers, options);
  if (options.answer === undefined) return checkAll(files, options);
  const [file, ...others] = files as [string, ...string[]];
  if (others.length > 0) {
    write('mutandis exercise: --answer is the answer to one exercise\n', 2);
    return 2;
  }
  const [text, answer] = [readText(file), readText(options.answer)];
  if (isLeft(text)) return fail(text.left, options);
  if (isLeft(answer)) return fail(answer.left, options);
  const { exercise, problems } = checkExercise(text.right, file);
  if (exercise === null || problems.length > 0) return fail(problems, options);
  const { found, ...graded } = grade(exercise, answer.right);
  const told = {
    ...graded,
    counterexample: found && { program: found.program, updates: found.updates, why: found.why },
  };
  if (options.json) sayJson('exercise', told);
  else {
    const place = options.answer;
    say(graded.verdict);
    for (const e of graded.errors) say(`  ${showError({ ...e, file: place })}`);
    for (const f of graded.findings) {
      const position = { file: place, line: f.line ?? 1, column: f.column ?? 1, offset: 0, end: 0 };
      say(`  ${f.line === undefined ? f.message : showError(loadError('parse', f.message, position, place))}`);
      if (f.at !== undefined && f.at.length > 0) say(`    (premise ${f.at.map((i) => i + 1).join('.')})`);
    }
    if (found !== null)
      for (const part of [found.program, ...found.updates]) say(part.trimEnd().replace(/^/gm, '    '));
    for (const h of graded.hints.slice(0, Math.max(1, graded.fitting))) say(`  hint: ${h.trim()}`);
  }
  return graded.done ? 0 : 1;
}
