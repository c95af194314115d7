/** `mutandis trusted`: the files and lines that a result of replay rests on. */
import { trusted } from '../trusted.ts';
import { say, sayJson, type Mode } from './output.ts';

export function trustedCommand(o: Mode): number {
  const list = trusted();
  if (o.json) {
    sayJson('trusted', list);
    return 0;
  }
  for (const { sentence, files, lines } of list.parts) {
    say(`${String(lines).padStart(6)} lines  ${sentence}`);
    for (const f of files) say(`${String(f.lines).padStart(12)}  ${f.file}`);
  }
  say(`packages: ${list.packages.join(', ')}`);
  return 0;
}
