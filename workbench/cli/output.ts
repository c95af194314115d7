/** What the command line prints: results on stdout, errors on stderr; with --json everything on stdout. */
import { writeSync } from 'node:fs';
import { loadError, showError, type LoadError } from '../../semantics/errors.ts';

export interface Mode {
  readonly json?: boolean;
}

/** Writes all of a text, also to a pipe that is slower than we are. */
export function write(text: string, fd = 1): void {
  const bytes = Buffer.from(text);
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (e) {
      const { code } = e as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw e;
    }
  }
}

export const say = (text: string): void => write(`${text}\n`);

const plain = (_: string, v: unknown): unknown => (typeof v === 'bigint' ? String(v) : v);
export const sayJson = (x: unknown): void => say(JSON.stringify(x, plain, 2));

/** A call that makes no sense. @returns the exit code. */
export function wrongCall(message: string, mode: Mode): number {
  const errors = message.split('\n').map((m) => loadError('scope', m, undefined, 'mutandis'));
  if (mode.json) sayJson({ errors });
  else for (const e of errors) write(`mutandis: ${e.message}\n`, 2);
  return 2;
}

/** Reports errors; the exit code of a file that does not load. */
export function fail(errors: readonly LoadError[], mode: Mode): number {
  if (mode.json) sayJson({ errors });
  else for (const e of errors) write(`${showError(e)}\n`, 2);
  return 1;
}
