/** Programs in, with their updates: loaded by the calculus that they are of, or an error in the form of load errors. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Waiting } from '../../checker/runs.ts';
import { calculusOfFile, defaultCalculus } from '../../proofs/calculi.ts';
import type { Calculus, Language, LoadOptions } from '../../proofs/calculus.ts';
import { readText } from './bytes.ts';

/** A program of a calculus, as it is loaded; what it is, is for the calculus to know. */
export interface Opened {
  readonly calculus: Calculus;
  readonly language: Language<unknown>;
  readonly program: unknown;
}

/** What programs are opened with. */
export interface OpenOptions extends LoadOptions {
  /** The calculus, where the ending of the file does not say it. */
  readonly calculus?: Calculus;
}

/** The calculus that a file is of: the one that is asked for, the one its ending and its text are of, or the first there is. */
export const calculusFor = (file: string, asked: Calculus | undefined): Calculus =>
  asked ??
  calculusOfFile(file, () => {
    const text = readText(file);
    return isLeft(text) ? undefined : text.right;
  }) ??
  defaultCalculus;

const noPrograms = (file: string, { title }: Calculus): LoadError[] => [
  loadError('scope', `${title} has no programs: its terms are generated and derived, not written`, undefined, file),
];

export function openProgram(file: string, options: OpenOptions): Either<readonly LoadError[], Opened> {
  const { calculus: asked, ...rest } = options;
  const calculus = calculusFor(file, asked);
  const { language } = calculus;
  if (language === undefined) return left(noPrograms(file, calculus));
  const text = readText(file);
  const program = isLeft(text) ? text : language.load(text.right, file, rest);
  return isLeft(program) ? program : right({ calculus, language, program: program.right });
}

/** A program and the updates for it; the errors of all of them. */
export function openAll(
  file: string,
  updates: readonly string[],
  options: OpenOptions,
): Either<readonly LoadError[], Opened & { readonly queue: readonly Waiting[] }> {
  const opened = openProgram(file, options);
  const queue: Waiting[] = [];
  const errors: LoadError[] = isLeft(opened) ? [...opened.left] : [];
  const updating = calculusFor(file, options.calculus).language?.updates;
  for (const update of updates) {
    const text = readText(update);
    const read = isLeft(text) ? text : updating?.read(text.right, update, options);
    if (read === undefined) continue;
    if (isLeft(read)) errors.push(...read.left);
    else queue.push(read.right);
  }
  return isLeft(opened) || errors.length > 0 ? left(errors) : right({ ...opened.right, queue });
}
