/** Errors with the line that they are about, for a terminal: a caret under the place, in colours unless NO_COLOR says no. */
import { styleText } from 'node:util';
import { showError, type LoadError } from '../../semantics/errors.ts';

const widest = 160;

/** How wide a text is on a terminal, as far as that matters under a line: tabs stay as they are. */
const under = (text: string): string => text.replace(/[^\t]/gu, ' ');

/**
 * An error, its line, and a caret under its place.
 * @param text of the file; undefined where it cannot be read again.
 */
export function withCaret(e: LoadError, text: string | undefined, colours: boolean): string {
  const paint = (format: 'red' | 'bold' | 'dim', s: string) =>
    colours ? styleText(format, s, { validateStream: false }) : s;
  const head = paint('bold', showError(e));
  const line = e.line === null ? undefined : text?.split('\n')[e.line - 1]?.replace(/\r$/, '');
  if (line === undefined || e.column === null) return `${head}\n`;
  // A long line is shown around the place.
  const from = Math.max(0, e.column - 1 - widest / 2);
  const shown = line.slice(from, from + widest);
  const number = `${e.line} | `;
  const caret = `${' '.repeat(number.length)}${under(line.slice(from, e.column - 1))}`;
  return `${head}\n${paint('dim', number)}${shown}\n${caret}${paint('red', '^')}\n`;
}

/** Whether colours are wanted: on a terminal, unless NO_COLOR is set, to anything. */
export const wantsColours = (stream: { readonly isTTY?: boolean }): boolean =>
  stream.isTTY === true && (process.env.NO_COLOR ?? '') === '';
