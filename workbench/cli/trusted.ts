/** `mutandis trusted`: the files and lines that a result of replay rests on. */
import { trusted } from '../trusted.ts';
import { tableLines } from '../table.ts';
import { say, sayJson, type Mode } from './output.ts';

export function trustedCommand(o: Mode): number {
  const list = trusted();
  if (o.json) {
    sayJson('trusted', list);
    return 0;
  }
  say('lines of code, without blank lines and comments (and with them)');
  const row = (x: { readonly lines: number; readonly code: number }, what: string): readonly string[] => [
    String(x.code),
    `(${x.lines})`,
    what,
  ];
  const rows = list.parts.flatMap((part) => [
    row(part, part.sentence),
    ...part.files.map((f) => row(f, `  ${f.file}`)),
  ]);
  const sums = [
    row(list.machinery, 'for any calculus: replay, grammars and systems'),
    row(list.shared, 'with what metafunctions are made with'),
  ];
  tableLines([...rows, ...sums], { right: [0, 1] }).forEach(say);
  say(`packages: ${list.packages.join(', ')}`);
  return 0;
}
