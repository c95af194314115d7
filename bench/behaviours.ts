/**
 * Theorems about behaviours on generated programs with threads, all interleavings of each (`npm run try:behaviours`).
 * Arguments: programs (10,000), seed (1). The exit code is 1 where a theorem falls; the program is printed.
 */
import { RandomChooser } from '../checker/generate/choose.ts';
import { behavioursTrial } from '../checker/threads/trials.ts';

const [programs = 10_000, seed = 1] = process.argv.slice(2).map(Number);
const compared = new Map<string, number>();
let updated = 0;
for (let n = 0; n < programs; n++) {
  const trial = behavioursTrial(new RandomChooser(seed, n));
  for (const [theorem, times] of trial.compared) compared.set(theorem, (compared.get(theorem) ?? 0) + times);
  updated += trial.updated;
  if (trial.wrong !== undefined) {
    console.log(`program ${n} of seed ${seed}: ${trial.wrong}`);
    process.exitCode = 1;
    break;
  }
}
const told = [...compared].map(([theorem, times]) => `${theorem} ${times.toLocaleString('en')}`);
console.log(
  `${programs.toLocaleString('en')} programs; compared: ${told.join(', ')}; ${updated.toLocaleString('en')} with an update applied`,
);
