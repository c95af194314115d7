/**
 * Variants that no generator was made for (`npm run bench:heldout [-- SECONDS [PATTERN]] [--seeds N]`): those in bench/heldout, each hunted
 * by all theorems at once, for so many seconds of processor time (60 unless said), from so many seeds (3 unless said); the median is
 * printed. Exit 1 when one that is unsound does not fall from each seed, or one that is sound falls.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isLeft } from 'fp-ts/lib/Either.js';
import { showError } from '../semantics/errors.ts';
import { defaultName } from '../proofs/registry.ts';
import { calculi, type Calculus } from '../proofs/calculi.ts';
import { packageRoot } from '../proofs/records.ts';
import { collectAlone } from '../workbench/hunt/collector.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { loadWritten } from '../workbench/hunt/load.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '3' } },
});
const [secondsText, pattern] = positionals;
collectAlone();
const seconds = Number(secondsText ?? 60);
const folder = join(packageRoot, 'bench', 'heldout');
const median = (xs: readonly number[]) => xs.toSorted((a, b) => a - b)[xs.length >> 1] as number;

let wrong = 0;
for (const file of readdirSync(folder)) {
  if (!file.includes(pattern ?? '')) continue;
  const loaded = await loadWritten(join(folder, file), defaultName);
  if (isLeft(loaded)) throw new Error(loaded.left.map(showError).join('\n'));
  const variant = loaded.right;
  const calculus = calculi.find((c) => c.name === variant.base.name) as Calculus;
  const times: number[] = [];
  const fallen = new Set<string>();
  let survived = 0;
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const start = process.cpuUsage();
    const used = () => {
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1e6;
    };
    const hunter = hunterFor(calculus, variant, calculus.theorems(variant.analysis), seed);
    let falls: readonly { readonly theorem: string }[] = [];
    for (let i = 0; falls.length === 0 && used() < seconds; i++) falls = hunter.episode(i).falls;
    times.push(used());
    for (const { theorem } of falls) fallen.add(theorem);
    if (falls.length === 0) survived++;
  }
  const sound = variant.expected === 'sound';
  const right = sound ? fallen.size === 0 : survived === 0;
  if (!right) wrong++;
  const what =
    fallen.size === 0
      ? `nothing fell in ${seconds} s`
      : `${[...fallen].join(', ')} fell after ${median(times).toFixed(2)} s${survived > 0 ? `, not from ${survived} seeds` : ''}`;
  console.log(`${variant.name.padEnd(24)} ${sound ? 'sound  ' : 'unsound'} ${what}${right ? '' : '   WRONG'}`);
}
process.exitCode = wrong === 0 ? 0 : 1;
