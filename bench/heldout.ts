/**
 * Variants that no generator was made for (`npm run bench:heldout [-- SECONDS [PATTERN]] [--seeds N] [--workers N]`): those in bench/heldout, each hunted
 * by all theorems at once, for so many seconds of processor time (60 unless said), from so many seeds (3 unless said), in so many processes (2 unless
 * said); the median is printed. Exit 1 when one that is unsound does not fall from each seed, or one that is sound falls.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isLeft } from 'fp-ts/lib/Either.js';
import { showError } from '../semantics/errors.ts';
import { defaultName } from '../proofs/registry.ts';
import { calculi, type Calculus } from '../proofs/calculi.ts';
import { packageRoot } from '../proofs/records.ts';
import { collectAlone } from '../workbench/hunt/collector.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { loadWritten } from '../workbench/hunt/load.ts';
import { Processes, serve } from '../workbench/processes.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: 'string', default: '3' },
    workers: { type: 'string', default: '2' },
    worker: { type: 'boolean' },
  },
});
const [secondsText, pattern] = positionals;
collectAlone();
const seconds = Number(secondsText ?? 60);
const folder = join(packageRoot, 'bench', 'heldout');
const median = (xs: readonly number[]) => xs.toSorted((a, b) => a - b)[xs.length >> 1] as number;

const files = readdirSync(folder).filter((file) => file.includes(pattern ?? ''));

interface Result {
  readonly name: string;
  readonly sound: boolean;
  /** The theorems that fell, from any seed. */
  readonly fallen: readonly string[];
  /** From how many seeds none fell. */
  readonly survived: number;
  /** Seconds of processor time from each seed, until a theorem fell or the time was over. */
  readonly times: readonly number[];
}

/** Hunts a variant for its time, from each seed. */
async function hunted(file: string): Promise<Result> {
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
  return { name: variant.name, sound: variant.expected === 'sound', fallen: [...fallen], survived, times };
}

const isRight = ({ sound, fallen, survived }: Result): boolean => (sound ? fallen.length === 0 : survived === 0);

if (values.worker) serve(hunted);
else if (files.length === 0) {
  console.error(`no variant in bench/heldout has ${pattern} in its name`);
  process.exitCode = 2;
} else {
  const processes = new Processes<string, Result>(fileURLToPath(import.meta.url), {
    count: Number(values.workers),
    args: [...process.argv.slice(2), '--worker'],
  });
  const results = await Promise.all(
    files.map(async (file) => {
      const r = await processes.run(file);
      const what =
        r.fallen.length === 0
          ? `nothing fell in ${seconds} s`
          : `${r.fallen.join(', ')} fell after ${median(r.times).toFixed(2)} s${r.survived > 0 ? `, not from ${r.survived} seeds` : ''}`;
      console.log(`${r.name.padEnd(24)} ${r.sound ? 'sound  ' : 'unsound'} ${what}${isRight(r) ? '' : '   WRONG'}`);
      return r;
    }),
  );
  processes.close();
  const [sound, unsound] = [true, false].map((of) => results.filter((r) => r.sound === of)) as [Result[], Result[]];
  const fell = unsound.filter(isRight);
  const slowest = Math.max(0, ...fell.map((r) => median(r.times)));
  console.log(
    `\n${fell.length} of ${unsound.length} that are unsound fell from each seed, the slowest median ${slowest.toFixed(1)} s; of ${sound.length} that are sound ${sound.filter((r) => !isRight(r)).length} fell`,
  );
  process.exitCode = results.every(isRight) ? 0 : 1;
}
