/**
 * How long it takes to refute each unsound variant (`npm run bench:refute`): from fresh, on one thread, for several
 * seeds. Arguments: seeds, seconds, names of variants (all unless named).
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { calculi } from '../proofs/calculi.ts';
import { hunt } from '../workbench/hunt/run.ts';
import { resolveTask, type Task } from '../workbench/hunt/task.ts';

const [seedsText, timeText, ...names] = process.argv.slice(2);
const seeds = Number(seedsText ?? 10);

const column = (s: string | number, n: number) => String(s).padStart(n);
console.log(`${'variant'.padEnd(20)} ${'theorems'.padEnd(24)} found of ${seeds}   median s    max s   lines (most)`);
let missed = 0;
for (const c of calculi) {
  // The lambda calculus is small: a second has to do.
  const time = Number(timeText ?? (c.name === 'stlc' ? 1 : 10));
  for (const v of c.variants) {
    if (v.expected === 'sound' || (names.length > 0 && !names.includes(v.name))) continue;
    for (const theorems of [v.expected, ...(v.endToEnd ? [['end-to-end']] : [])]) {
      const times: number[] = [];
      let lines = 0;
      for (let seed = 1; seed <= seeds; seed++) {
        const task: Task = { system: c.name, variant: v.name, theorems, seed, size: null };
        const resolved = await resolveTask(task);
        if (isLeft(resolved)) throw new Error(resolved.left);
        const report = await hunt(task, resolved.right, {
          time,
          runs: Number.MAX_SAFE_INTEGER,
          workers: 1,
          out: null,
          fresh: true,
          first: true,
          command: '',
        });
        for (const { counterexample } of Object.values(report.theorems)) {
          if (counterexample === null) continue;
          times.push(report.seconds);
          lines = Math.max(lines, counterexample.lines);
          break;
        }
      }
      times.sort((a, b) => a - b);
      missed += seeds - times.length;
      const median = times[times.length >> 1]?.toFixed(2) ?? '-';
      const most = times[times.length - 1]?.toFixed(2) ?? '-';
      console.log(
        `${v.name.padEnd(20)} ${theorems.join(', ').padEnd(24)} ${column(times.length, 8)} ${column(median, 12)} ${column(most, 8)} ${column(lines, 8)}`,
      );
    }
  }
}
console.log(missed === 0 ? 'all refuted for every seed' : `${missed} hunts found nothing`);
