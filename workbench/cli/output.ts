/** What the command line prints: results on stdout, errors on stderr; with --json everything on stdout. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { loadError, showError, type LoadError } from '../../semantics/errors.ts';
import { unwrittenCode } from '../files.ts';
import type { Told } from '../../proofs/calculus.ts';
import { withCaret, wantsColours } from './caret.ts';
import { readText } from './bytes.ts';
import { Unwritten, write } from './streams.ts';
import type { Command, Output } from '../schemas/outputs.ts';

export interface Mode {
  readonly json?: boolean;
}

export { write };

export const say = (text: string): void => write(`${text}\n`);

const plain = (_: string, v: unknown): unknown => (typeof v === 'bigint' ? String(v) : v);
const putJson = (x: unknown): void => say(JSON.stringify(x, plain, 2));

/** Prints what a command comes to, as its schema says that it is. */
export const sayJson = <C extends Command>(_: C, x: Output<C>): void => putJson(x);

/** Prints what a calculus says of its programs in place of the usual report; its schema is the calculus' own. */
export const sayTold = ({ json }: Told): void => putJson(json);

/** Prints what a command comes to for several files, as a list of what it comes to for each. */
export const sayAll = (json: unknown): void => putJson(json);

/** Prints what is wrong, in the form that is the same for every command. */
export const sayErrors = (errors: readonly LoadError[]): void => putJson({ errors });

/** A call that makes no sense. @returns the exit code. */
export function wrongCall(message: string, mode: Mode): number {
  const errors = message.split('\n').map((m) => loadError('scope', m, undefined, 'mutandis'));
  if (mode.json) sayErrors(errors);
  else for (const e of errors) write(`mutandis: ${e.message}\n`, 2);
  return 2;
}

/** Reports what ended a command: a limit of the machine, or a mistake of ours, without a trace. @returns the exit code. */
export function failedBy(e: unknown, json: boolean): number {
  const why = e instanceof Error ? e.message : String(e);
  if (e instanceof Unwritten) {
    write(`mutandis: standard output cannot be written (${why})\n`, 2);
    return unwrittenCode;
  }
  const message = `${e instanceof RangeError ? 'too large for this machine' : 'internal error'}: ${why}`;
  if (json) sayErrors([loadError('limit', message, undefined, 'mutandis')]);
  else write(`mutandis: ${message}\n`, 2);
  return 1;
}

/** Reports a file that could not be written. @returns the exit code of that. */
export function failOut(error: LoadError, mode: Mode): number {
  fail([error], mode);
  return unwrittenCode;
}

/** Reports errors; the exit code of a file that does not load. */
export function fail(errors: readonly LoadError[], mode: Mode): number {
  if (mode.json) sayErrors(errors);
  // There may be very many.
  else write(errors.map(errorText).join(''), 2);
  return 1;
}

/** An error as it is printed: on a terminal with the line that it is about. */
export function errorText(e: LoadError): string {
  if (process.stderr.isTTY !== true) return `${showError(e)}\n`;
  const text = e.line === null ? undefined : readText(e.file);
  return withCaret(e, text === undefined || isLeft(text) ? undefined : text.right, wantsColours(process.stderr));
}
