/** `mutandis trusted`: the files and lines that a result of replay rests on. */
import { trusted } from '../trusted.ts';
import { say, sayJson, type Mode } from './output.ts';

export function trustedCommand(o: Mode): number {
  const list = trusted();
  if (o.json) {
    sayJson('trusted', list);
    return 0;
  }
  say('lines of code, without blank lines and comments (and with them)');
  const figures = (x: { readonly lines: number; readonly code: number }) =>
    `${String(x.code).padStart(6)} ${`(${x.lines})`.padStart(6)}`;
  for (const part of list.parts) {
    say(`${figures(part)}  ${part.sentence}`);
    for (const f of part.files) say(`      ${figures(f)}  ${f.file}`);
  }
  say(`${figures(list.machinery)}  for any calculus: replay, grammars and systems`);
  say(`${figures(list.shared)}  with what metafunctions are made with`);
  say(`packages: ${list.packages.join(', ')}`);
  return 0;
}
