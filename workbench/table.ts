/** Tables for terminals, without a frame: columns as wide as what stands in them, wide characters counted as two. */
import Table from 'cli-table3';

export interface TableOptions {
  /** Between two columns; two spaces unless told. */
  readonly between?: string;
  /** Columns that are set to the right, from 0. */
  readonly right?: readonly number[];
}

const noFrame = ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid'] as const; // prettier-ignore

/** The lines of a table; none ends in spaces. Every row has as many cells as the first. */
export function tableLines(
  rows: readonly (readonly string[])[],
  { between = '  ', right = [] }: TableOptions = {},
): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
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
