/**
 * How long it takes to refute each unsound variant (`npm run bench:refute`): from fresh, on one thread, for several
 * seeds. With `--sound` the sound variants instead: none of their theorems may fall. Arguments: seeds, seconds, names of
 * variants (all unless named); `--system NAME` only that calculus. Times are the processor's, of this process alone, so
 * that they do not depend on what else the machine does. Exit 1 if a hunt ended otherwise than the variant says.
 */
import { parseArgs } from 'node:util';
import { isLeft } from 'fp-ts/lib/Either.js';
import { calculi, type Calculus } from '../proofs/calculi.ts';
import { hunt, type HuntReport } from '../workbench/hunt/run.ts';
import { resolveTask, type Task } from '../workbench/hunt/task.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { system: { type: 'string' }, sound: { type: 'boolean', default: false } },
});
const [seedsText, timeText, ...names] = positionals;
const seeds = Number(seedsText ?? (values.sound ? 1 : 10));
if (!Number.isInteger(seeds) || seeds < 1 || !(Number(timeText ?? 1) > 0)) throw new Error('seeds, seconds, names');

/** Seconds of processor time of this process, its garbage collector's included. */
const processor = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function once(task: Task, time: number, first: boolean): Promise<HuntReport> {
  const resolved = await resolveTask(task);
  if (isLeft(resolved)) throw new Error(resolved.left);
  const runs = Number.MAX_SAFE_INTEGER;
  const options = { time, clock: processor, runs, workers: 1, out: null, fresh: true, first, command: '' };
  return hunt(task, resolved.right, options);
}

const column = (s: string | number, n: number) => String(s).padStart(n);
let wrong = 0;

/** Each seed's hunt for what the variant is expected to break. */
async function refute(c: Calculus, variant: string, theorems: readonly string[], time: number): Promise<void> {
  const times: number[] = [];
  let lines = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const report = await once({ system: c.name, variant, theorems, seed, size: null }, time, true);
    const fell = Object.values(report.theorems).find((t) => t.counterexample !== null)?.counterexample;
    if (fell == null) continue;
    times.push(report.seconds);
    lines = Math.max(lines, fell.lines);
  }
  times.sort((a, b) => a - b);
  wrong += seeds - times.length;
  // A hunt that found nothing took longer than all that did.
  const median = times[seeds >> 1]?.toFixed(2) ?? '-';
  const most = times.length === seeds ? (times[seeds - 1]?.toFixed(2) ?? '-') : '-';
  console.log(
    `${variant.padEnd(24)} ${theorems.join(', ').padEnd(28)} ${column(times.length, 8)} ${column(median, 12)} ${column(most, 8)} ${column(lines, 8)}`,
  );
}

/** Hunts all theorems of a variant that is said to be sound. */
async function survive(c: Calculus, variant: string, time: number): Promise<void> {
  for (let seed = 1; seed <= seeds; seed++) {
    const report = await once({ system: c.name, variant, theorems: null, seed, size: null }, time, false);
    const fell = Object.entries(report.theorems).flatMap(([t, { counterexample }]) => (counterexample ? [t] : []));
    if (fell.length > 0 || report.tests === 0) wrong++;
    const said = fell.length > 0 ? `fell: ${fell.join(', ')}` : 'nothing fell';
    const untried = report.untried.length > 0 ? `; untried: ${report.untried.join(', ')}` : '';
    console.log(`${variant.padEnd(24)} seed ${column(seed, 3)} ${column(report.tests, 10)} tests: ${said}${untried}`);
  }
}

if (!values.sound)
  console.log(
    `${'variant'.padEnd(24)} ${'theorems'.padEnd(28)} found of ${seeds}   median s    max s   lines (most)   (processor seconds)`,
  );
for (const c of calculi) {
  if (values.system !== undefined && values.system !== c.name) continue;
  // The lambda calculus is small: a second has to do.
  const time = Number(timeText ?? (values.sound ? 60 : c.name === 'stlc' ? 1 : 10));
  for (const v of c.variants) {
    if (names.length > 0 && !names.includes(v.name)) continue;
    if (values.sound !== (v.expected === 'sound')) continue;
    if (v.expected === 'sound') await survive(c, v.name, time);
    else
      for (const theorems of [v.expected, ...(v.endToEnd ? [['end-to-end']] : [])])
        await refute(c, v.name, theorems, time);
  }
}
console.log(wrong === 0 ? 'every hunt ended as its variant says' : `${wrong} hunts did not end as their variant says`);
if (wrong > 0) process.exitCode = 1;
