/** Files in: text or JSON, or an error in the form of load errors; never an exception. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Waiting } from '../../checker/runs.ts';
import { calculusOfFile, defaultCalculus } from '../../proofs/calculi.ts';
import type { Calculus, Language, LoadOptions } from '../../proofs/calculus.ts';

export const unreadable = (file: string, why: string): LoadError[] => [loadError('parse', why, undefined, file)];

/** Larger files are refused before they are read. */
const largest = 256 * 1024 * 1024;

let standardInput: Buffer | undefined;

/** The bytes of a file; of standard input, where it is named `-`. */
export function readBytes(file: string, limit = largest): Either<LoadError[], Buffer> {
  let fd: number | undefined;
  try {
    // Standard input is read once, and is there for whoever asks again.
    if (file === '-') return right((standardInput ??= readFileSync(0)));
    fd = openSync(file, 'r');
    const stat = fstatSync(fd);
    if (stat.isDirectory()) return left(unreadable(file, 'is a directory'));
    if (stat.size > limit) return left(unreadable(file, `has ${stat.size} bytes; at most ${limit} are read`));
    return right(readFileSync(fd));
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code;
    return left(unreadable(file, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? String(e)})`));
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** The text of a file (UTF-8). */
export function readText(file: string, limit = largest): Either<LoadError[], string> {
  const bytes = readBytes(file, limit);
  return isLeft(bytes) ? bytes : textOf(file, bytes.right);
}

/** Bytes as text (UTF-8). */
export function textOf(file: string, bytes: Buffer): Either<LoadError[], string> {
  if (bytes.includes(0)) return left(unreadable(file, 'is a binary file'));
  try {
    return right(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    return left(unreadable(file, 'is not UTF-8 text'));
  }
}

/** A file of JSON. */
export function readJson(file: string): Either<LoadError[], unknown> {
  // The longest text a JavaScript engine can hold is a little over this.
  const text = readText(file, 512 * 1024 * 1024 - 64);
  if (isLeft(text)) return text;
  try {
    return right(JSON.parse(text.right));
  } catch (e) {
    return left(unreadable(file, `is no JSON: ${(e as Error).message}`));
  }
}

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
