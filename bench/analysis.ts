/**
 * Whether the static analysis takes time in proportion to the program (`npm run bench:analysis`). Arguments: numbers of
 * definitions (1,000, 10,000 and 100,000 unless said).
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { parseProgram } from '../semantics/proteus/syntax/index.ts';
import type { Program } from '../semantics/proteus/grammar.ts';
import { translatesProgram } from '../rules/proteus/programs.ts';
import { proteus } from '../rules/proteus/system.ts';
import { derive } from '../checker/derive.ts';
import { analyse } from '../checker/proteus/analysis.ts';
import { inferProgram } from '../checker/proteus/infer.ts';
import { placeTranslated } from '../checker/proteus/load.ts';

/** A program of n definitions: one in ten a type, one in ten a variable; functions that call those near them, and update. */
function programText(n: number): string {
  const lines: string[] = [];
  const types = Math.min(20, Math.ceil(n / 10));
  for (let i = 0; i < types; i++) lines.push(`type t${i} = ${i % 2 === 0 ? 'int' : `{ a : int, b : t${i - 1} }`}`);
  for (let i = types; i < n; i++) {
    const t = (i * 7) % types;
    const call = i > types + 10 ? `f${i - 1 - ((i * 3) % 7)}` : null;
    if (i % 10 === 0) lines.push(`var f${i} : int = ${i}`);
    else if (i % 10 === 5) lines.push(`fun f${i} (x : int) : int = update; x`);
    else if (t % 2 === 0)
      lines.push(
        `fun f${i} (x : int) : int = let y : t${t} = x in ${call && !call.endsWith('0') ? `${call} y` : 'y'} + y`,
      );
    else
      lines.push(
        `fun f${i} (x : int) : int = let y : t${t} = { a = x, b = 1 } in ${call && !call.endsWith('0') ? `${call} x` : 'x'} + y.a`,
      );
  }
  return `${lines.join('\n')}\nin f${n - 1 - ((n - 1) % 10 === 0 ? 1 : 0)} 3\n`;
}

const sizes = process.argv.slice(2).map(Number);
const column = (x: string | number, width: number) => String(x).padStart(width);
console.log(
  'definitions  update points   read s  translate s   analysis s   µs a definition   all cons of one point, ms',
);
for (const n of sizes.length > 0 ? sizes : [1_000, 10_000, 100_000]) {
  const text = programText(n);
  const time = <T>(f: () => T): [T, number] => {
    const start = performance.now();
    const result = f();
    return [result, (performance.now() - start) / 1000];
  };
  const [read, reading] = time(() => parseProgram(text, 'bench'));
  if (isLeft(read)) throw new Error(read.left[0]?.message);
  const [translated, translating] = time(() =>
    derive(proteus, translatesProgram.form, [read.right], { record: false, visit: placeTranslated }),
  );
  if (isLeft(translated)) throw new Error('the program does not translate');
  const [{ term, flows }, analysing] = time(() => inferProgram(proteus, translated.right.outputs[0] as Program));
  const points = analyse(term);
  const kept = points.find((p) => p.mayNotChange.length > 0);
  const [ways, asking] = time(() => (kept ? flows.ways(kept.position, kept.mayNotChange[0] as string).length : 0));
  if (ways === 0) throw new Error('nothing stands in the way: the bench measures too little');
  console.log(
    `${column(n.toLocaleString('en'), 11)}  ${column(points.length.toLocaleString('en'), 13)} ${column(reading.toFixed(2), 8)} ${column(translating.toFixed(2), 12)} ${column(analysing.toFixed(2), 12)} ${column(((analysing / n) * 1e6).toFixed(1), 17)} ${column(`${(asking * 1000).toFixed(1)} (${ways})`, 25)}`,
  );
}
