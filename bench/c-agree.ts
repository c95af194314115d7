/**
 * Generated C programs, as many as wanted: every use that a walk meets is reported, every reported use is met by one, and Proteus on the
 * slice says of every point what the direct analysis says (npm run try:c -- --programs 10000 --seed 1 --from 0).
 */
import { parseArgs } from 'node:util';
import { counted, tryProgram } from '../workbench/c-programs/trial/compare.ts';

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const [programs, seed, from] = [Number(values.programs), Number(values.seed), Number(values.from)];
const n = counted();
let wrong = 0;
for (let i = from; i < from + programs; i++) {
  const found = tryProgram(seed, i, n, { walks: 20, most: 20_000 });
  if (found.length === 0) continue;
  wrong++;
  console.log(`program ${i} (--seed ${seed} --from ${i} --programs 1):\n  ${found.slice(0, 5).join('\n  ')}`);
}
console.log(
  `${n.programs} programs, ${wrong} wrong: ${n.passed} points passed by walks, ${n.used} uses after them, all reported; ` +
    `${n.shown} reported uses, a path for each; ${n.compared} points compared with Proteus, ${n.refused} of them refused`,
);
process.exitCode = wrong === 0 ? 0 : 1;
