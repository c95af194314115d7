/** What words after options are read as, and what a call hands to its command. */
import { InvalidArgumentError } from 'commander';

/** A call of the command line. */
export interface Call {
  /** What is behind `--`: it is handed on as it is. */
  readonly passed: readonly string[];
  /** What the command came to, once it is done: the exit code. */
  code: number;
}

/** A whole number. */
export const count = (text: string): number => {
  const n = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(n)) throw new InvalidArgumentError('a whole number is expected');
  return n;
};
/** A time in seconds. */
export const seconds = (text: string): number => {
  const n = Number(text);
  if (text.trim() === '' || !Number.isFinite(n) || n < 0)
    throw new InvalidArgumentError('a number of seconds is expected');
  return n;
};
/** Options that may be repeated; the list that there is at first is everybody's, and stays empty. */
export const collect = (file: string, before: string[] = []): string[] => {
  if (before.length === 0) return [file];
  before.push(file);
  return before;
};
