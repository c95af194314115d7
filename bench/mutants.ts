/**
 * Mutants hunted (`npm run bench:mutants [-- SECONDS [PATTERN]] [--system NAME] [--workers N] [--out FILE]`): every mechanical mutant of a
 * calculus (Proteus unless said), each for so many seconds of processor time (20 unless said), by all theorems at once, in so many
 * processes (2 unless said). What is not killed has to be in the list of those that are sound, with the reason; exit 1 when more than 5 %
 * of the others survive, or when one of the list is killed. FILE gets what became of each, in the order of the mutants, as JSON.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { calculi } from '../proofs/calculi.ts';
import { collectAlone } from '../workbench/hunt/collector.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { Processes, serve } from '../workbench/processes.ts';
import { mutantsOf, type Case, type Mutant } from '../rules/mutants.ts';
import { casesIn, soundMutants } from './judged-mutants.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    system: { type: 'string', default: 'proteus' },
    workers: { type: 'string', default: '2' },
    out: { type: 'string' },
    worker: { type: 'boolean' },
  },
});
const [secondsText, pattern] = positionals;
collectAlone();
const seconds = Number(secondsText ?? 20);
const calculus = calculi.find((c) => c.name === values.system) ?? unknown();
function unknown(): never {
  console.error(`there is no calculus ${values.system}; there are: ${calculi.map((c) => c.name).join(', ')}`);
  process.exit(2);
}
const mutantsWith = (cases: readonly Case[]): readonly Mutant[] =>
  [...mutantsOf(calculus.base, { cases })].filter(({ name }) => name.includes(pattern ?? ''));

interface Result {
  readonly mutant: string;
  readonly outcome: 'killed' | 'sound' | 'survived' | 'killed though sound';
  /** The theorem that fell, and after how many seconds of processor time; null where none did. */
  readonly by: string | null;
  readonly seconds: number;
  /** Why it is sound, of those that are in the list. */
  readonly why: string | null;
}

/** Hunts a mutant for its time. */
function hunt({ name, variant }: Mutant): Result {
  const why = soundMutants[calculus.name]?.[name] ?? null;
  const start = process.cpuUsage();
  const used = () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  };
  const hunter = hunterFor(calculus, variant, calculus.theorems(variant.system), 1);
  let by: string | null = null;
  for (let i = 0; by === null && used() < seconds; i++) by = hunter.episode(i).falls[0]?.theorem ?? null;
  const outcome = by === null ? (why === null ? 'survived' : 'sound') : why === null ? 'killed' : 'killed though sound';
  return { mutant: name, outcome, by, seconds: Math.round(used() * 100) / 100, why };
}

const told: Readonly<Record<Result['outcome'], (r: Result) => string>> = {
  killed: (r) => `killed by ${r.by} after ${r.seconds.toFixed(2)} s`,
  'killed though sound': (r) => `KILLED, THOUGH SOUND, by ${r.by} after ${r.seconds.toFixed(2)} s`,
  sound: (r) => `sound: ${r.why}`,
  survived: () => `SURVIVED ${seconds} s`,
};

/** The cases that mutants are made of, and which of the mutants is to be hunted. */
type Piece = readonly [cases: readonly Case[], k: number];

if (values.worker) {
  let mutants: readonly Mutant[] | undefined;
  serve(([cases, k]: Piece) => hunt((mutants ??= mutantsWith(cases))[k] as Mutant));
} else {
  const cases = casesIn(calculus);
  if (mutantsWith(cases).length === 0) {
    console.error(`no mutant of ${calculus.name} has ${pattern} in its name`);
    process.exit(2);
  }
  const processes = new Processes<Piece, Result>(fileURLToPath(import.meta.url), {
    count: Number(values.workers),
    args: [...process.argv.slice(2), '--worker'],
  });
  const results = await Promise.all(
    mutantsWith(cases).map(async (_, k) => {
      const r = await processes.run([cases, k]);
      console.log(`${r.mutant.padEnd(44)} ${told[r.outcome](r)}`);
      return r;
    }),
  );
  processes.close();
  const count = (o: Result['outcome']) => results.filter((r) => r.outcome === o).length;
  const [killed, survived, sound, wrong] = [
    count('killed'),
    count('survived'),
    count('sound'),
    count('killed though sound'),
  ];
  const share = killed + survived === 0 ? 1 : killed / (killed + survived);
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify({ seconds, results }, null, 1)}\n`);
  console.log(
    `\n${killed} killed, ${survived} survived, ${sound} sound by the list${wrong > 0 ? `, ${wrong} of the list killed` : ''}: ${killed + survived === 0 ? 'no others' : `${(100 * share).toFixed(1)} % of the others killed`}`,
  );
  for (const r of results) if (r.outcome === 'survived') console.log(`  survived: ${r.mutant}`);
  process.exitCode = wrong === 0 && share >= 0.95 ? 0 : 1;
}
