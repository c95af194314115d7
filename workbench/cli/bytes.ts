/** Files in: text or JSON, or an error in the form of load errors; never an exception. */
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { readInput } from './streams.ts';

export const unreadable = (file: string, why: string): LoadError[] => [loadError('parse', why, undefined, file)];

/** Larger files are refused before they are read. */
const largest = 256 * 1024 * 1024;

/** The bytes of a file; of standard input, where it is named `-`. */
export function readBytes(file: string, limit = largest): Either<LoadError[], Buffer> {
  let fd: number | undefined;
  try {
    if (file === '-') return right(readInput());
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
