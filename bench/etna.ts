/**
 * A published benchmark, the faults of shifting and substitution of ETNA (ICFP 2023), found from a warm start
 * (`npm run bench:etna`): for each fault and each of its properties the processor time to the first counterexample, in
 * milliseconds, over ten seeds; and the counterexample made smaller. Arguments: seeds, seconds for one hunt, names of
 * faults. Exit 1 if a hunt finds nothing. The study's means, with generators written by hand, are up to 18 ms for the
 * lambda calculus, and up to 65 ms for F<:.
 */
import type { Term } from '../semantics/grammar.ts';
import type { Theorem } from '../rules/theorem.ts';
import type { Variant } from '../rules/variant.ts';
import type { Fall } from '../checker/hunt/tally.ts';
import { givenOf, shrink } from '../checker/hunt/shrink.ts';
import { Hunter, printer, type Calculus } from '../workbench/api/index.ts';
import { lambda } from './etna/lambda.ts';
import { subtyping } from './etna/subtyping.ts';

const [seedsText, secondsText, ...names] = process.argv.slice(2);
const seeds = Number(seedsText ?? 10);
const seconds = Number(secondsText ?? 10);
if (!Number.isInteger(seeds) || seeds < 1 || !(seconds > 0)) throw new Error('seeds, seconds, names of faults');

const used = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** The first fall of a theorem in a variant, and the seconds until then; null where there is none in the time. */
function first(c: Calculus, v: Variant, theorem: Theorem, seed: number, time = seconds): [Fall, number, number] | null {
  const start = process.cpuUsage();
  const hunter = new Hunter(v.system, c.huntingGround, [theorem], seed, {
    movers: c.movers,
    size: c.size,
    base: v.base,
  });
  let tests = 0;
  // The clock is read now and then: reading it takes as long as a small episode.
  for (let i = 0; i % 32 > 0 || used(start) < time; i++) {
    const tally = hunter.episode(i);
    for (const n of tally.tests.values()) tests += n;
    const fall = tally.falls[0];
    if (fall !== undefined) return [fall, used(start), tests];
  }
  return null;
}

/** Seeds with which the code gets warm. */
const warming = 4;

const column = (x: string | number, n: number) => String(x).padStart(n);
const medianOf = (xs: readonly number[]) => [...xs].sort((a, b) => a - b)[xs.length >> 1] as number;
let missed = 0;
for (const [c, aim] of [
  [lambda, 18],
  [subtyping, 65],
] as const) {
  const theorems = c.theorems(c.base);
  const print = printer(c.base.grammar);
  if (names.length > 0 && !c.variants.some((v) => names.includes(v.name))) continue;
  // A warm start: every fault, by seeds that are not measured.
  for (let seed = 0; seed < warming; seed++)
    for (const v of c.variants) for (const t of theorems) first(c, v, t, seeds + 1 + seed, 1);
  console.log(`${c.title}: ${c.variants.length} faults, ${seeds} seeds (aim: a median of ${aim} ms)`);
  console.log(`${'fault'.padEnd(24)} ${'property'.padEnd(8)} found  median ms   mean ms    max ms   tests  smallest`);
  const medians: number[] = [];
  for (const v of c.variants) {
    if (names.length > 0 && !names.includes(v.name)) continue;
    for (const t of theorems) {
      const times: number[] = [];
      const tests: number[] = [];
      let smallest: string | undefined;
      for (let seed = 1; seed <= seeds; seed++) {
        const found = first(c, v, t, seed);
        if (found === null) continue;
        times.push(1000 * found[1]);
        tests.push(found[2]);
        const { found: small } = shrink(v.system, t, c.huntingGround, givenOf(t, found[0], c.huntingGround));
        const text = small && print(small.values.e as Term);
        if (text !== undefined && (smallest === undefined || text.length < smallest.length)) smallest = text;
      }
      missed += seeds - times.length;
      if (times.length > 0) medians.push(medianOf(times));
      const mean = times.reduce((a, b) => a + b, 0) / times.length;
      console.log(
        `${v.name.padEnd(24)} ${t.name.padEnd(8)} ${column(times.length, 5)} ${column(times.length > 0 ? medianOf(times).toFixed(2) : '-', 10)} ${column(mean.toFixed(2), 9)} ${column(Math.max(...times).toFixed(2), 9)} ${column(times.length > 0 ? medianOf(tests) : '-', 7)}  ${smallest ?? 'none'}`,
      );
    }
  }
  console.log(
    `median of the medians ${medianOf(medians).toFixed(2)} ms, the largest ${Math.max(...medians).toFixed(2)} ms`,
  );
}
if (missed > 0) {
  console.log(`${missed} hunts found nothing`);
  process.exitCode = 1;
}
