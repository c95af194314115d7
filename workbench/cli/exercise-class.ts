/** The answers of a class: a file for each person, as the page saves them, graded for every exercise that is named. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { answerKey } from '../exercises/answer-key.ts';
import { grade } from '../exercises/grade.ts';
import { checkExercise } from '../exercises/solvable.ts';
import { readText } from './bytes.ts';
import { fail, say, sayJson, type Mode } from './output.ts';

/** Answers by the names of their exercises, as the page saves them. */
export const AnswersFile = t.record(t.string, t.string);

/** What one person's answer to one exercise comes to; no verdict where there is none. */
interface Result {
  readonly exercise: string;
  readonly done: boolean;
  readonly verdict: string | null;
}

/** The name that answers know an exercise by: that of its file. */
const nameOf = (file: string): string => basename(file).replace(/\.ya?ml$/, '');

const wrong = (file: string, message: string): LoadError => loadError('parse', message, undefined, file);

/** The files of a folder that hold answers; the name of each without its ending is that of whoever answered. */
function filesOf(dir: string): Either<readonly LoadError[], readonly string[]> {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) return left([wrong(dir, 'there is no such folder')]);
  const files = readdirSync(dir).filter((f) => f.endsWith('.json'));
  return files.length === 0 ? left([wrong(dir, 'no file of answers (*.json) is in it')]) : right(files.sort());
}

function answersOf(file: string): Either<readonly LoadError[], Readonly<Record<string, string>>> {
  const text = readText(file);
  if (isLeft(text)) return text;
  try {
    const read = AnswersFile.decode(JSON.parse(text.right));
    if (!isLeft(read)) return read;
  } catch {
    // Said below: a file that is no JSON is no file of answers either.
  }
  return left([wrong(file, 'it is no file of answers: the page saves them with *Save answers*')]);
}

/** A cell of a table whose cells are separated by commas. */
const cell = (s: string): string => (/[",\n\r]/.test(s) ? `"${s.replaceAll('"', '""')}"` : s);
const word = ({ done, verdict }: Result): string => (done ? 'solved' : verdict === null ? 'no answer' : 'not solved');

/** @returns the exit code: 0 when everything could be read and graded, however it was answered. */
export function gradeClass(
  exercises: readonly string[],
  dir: string,
  options: Mode & { readonly csv?: boolean },
): number {
  const files = filesOf(dir);
  if (isLeft(files)) return fail(files.left, options);
  const asked = exercises.map((file) => {
    const text = readText(file);
    return { file, text, read: isLeft(text) ? null : checkExercise(text.right, file) };
  });
  const problems = asked.flatMap(({ text, read }) => (isLeft(text) ? text.left : (read?.problems ?? [])));
  if (problems.length > 0) return fail(problems, options);
  const handed = files.right.map((file) => ({ file, answers: answersOf(join(dir, file)) }));
  const unread = handed.flatMap(({ answers }) => (isLeft(answers) ? answers.left : []));
  if (unread.length > 0) return fail(unread, options);
  const rows = handed.map(({ file, answers }) => ({
    name: file.replace(/\.json$/, ''),
    results: asked.map(({ file: of, text, read }): Result => {
      const exercise = nameOf(of);
      const by = isLeft(answers) ? {} : answers.right;
      // Of a file that was loaded the page keeps the answer by its title.
      const answer = by[exercise] ?? (isLeft(text) ? undefined : by[answerKey(text.right)]);
      if (answer === undefined || read === null || read.exercise === null)
        return { exercise, done: false, verdict: null };
      const { done, verdict } = grade(read.exercise, answer);
      return { exercise, done, verdict };
    }),
  }));
  if (options.json) sayJson('exercise', { answers: rows });
  else if (options.csv) {
    say(['name', ...asked.map(({ file }) => nameOf(file)), 'solved'].map(cell).join(','));
    for (const { name, results } of rows)
      say([name, ...results.map(word), String(results.filter((r) => r.done).length)].map(cell).join(','));
  } else
    for (const { name, results } of rows) {
      say(`${name}: ${results.filter((r) => r.done).length} of ${results.length} solved`);
      for (const r of results) say(`  ${r.exercise}: ${word(r)}`);
    }
  return 0;
}
