/** Tables for terminals, without a frame: columns as wide as what stands in them, wide characters counted as two. */
import Table from 'cli-table3';
import type { Line } from '../proofs/calculus.ts';

export interface TableOptions {
  /** Between two columns; two spaces unless told. */
  readonly between?: string;
  /** Columns that are set to the right, from 0. */
  readonly right?: readonly number[];
}

const noFrame = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'] as const; // prettier-ignore

/** Rows that are laid out at once. */
const most = 500;

/** The lines of a table; none ends in spaces. Every row has as many cells as the first. */
export function tableLines(
  rows: readonly (readonly string[])[],
  { between = '  ', right = [] }: TableOptions = {},
): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  if (rows.length > most + 1) {
    // The library takes a time that grows with the square of the rows. The last column needs no width.
    const widest = first.map((_, i) =>
      i === first.length - 1
        ? ''
        : rows.reduce((w, r) => ((r[i] as string).length > w.length ? (r[i] as string) : w), ''),
    );
    const parts = Array.from({ length: Math.ceil(rows.length / most) }, (_, k) => rows.slice(k * most, (k + 1) * most));
    return parts.flatMap((part) => tableLines([widest, ...part], { between, right }).slice(1));
  }
  const table = new Table({
    chars: { ...Object.fromEntries(noFrame.map((c) => [c, ''])), middle: between },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
    colAligns: first.map((_, i) => (right.includes(i) ? 'right' : 'left')),
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Lines, and between them rows: those that follow each other are a table. */
export function laidOut(lines: readonly Line[], options?: TableOptions): readonly string[] {
  const all: string[] = [];
  let rows: (readonly string[])[] = [];
  const close = () => {
    all.push(...tableLines(rows, options));
    rows = [];
  };
  for (const line of lines)
    if (typeof line !== 'string') rows.push(line);
    else {
      close();
      all.push(line);
    }
  close();
  return all;
}
