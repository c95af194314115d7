/**
 * Hunts: episodes in chunks, in this process or several beside it, summed in order. What is found is made smaller and written to a
 * file. The same seed finds the same, whatever the number of workers.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadError } from '../../semantics/errors.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { unwritableFolder, writeWhole } from '../files.ts';
import { emptyTally, sum, type Tally } from '../../checker/hunt/tally.ts';
import type { Statistics } from '../../checker/hunt/statistics.ts';
import { exhaust } from '../../checker/hunt/exhaust.ts';
import { givenIn } from '../../checker/hunt/counterexample.ts';
import { givenOf, measure, shrink, type Found } from '../../checker/hunt/shrink.ts';
import { systemFinder } from '../../proofs/calculi.ts';
import { collectAlone, youngRoom } from './collector.ts';
import { Processes } from '../processes.ts';
import type { Range } from './worker.ts';
import { written } from './hunter.ts';
import { hunterOf, runEpisodes, type Resolved, type Task } from './task.ts';

export interface HuntOptions {
  /** All instances up to the task's size, on one thread, instead of episodes. */
  readonly exhaustive?: boolean;
  /** With `exhaustive`: of instances whose subjects differ by names alone that are alike, those of one subject. */
  readonly symmetric?: boolean;
  /** Seconds, and episodes: whichever comes first. */
  readonly time: number;
  /** Seconds since some moment, which the time is measured by: the wall clock's unless given. */
  readonly clock?: () => number;
  readonly runs: number;
  /** The episode to begin with, a multiple of {@link chunk}; 0 unless said. */
  readonly from?: number;
  /** Asked after each chunk: whether what was tried is enough, and the hunt ends. */
  readonly enough?: (total: Tally) => boolean;
  readonly workers: number;
  /** Who runs the episodes, where it is not this process with its workers. */
  readonly elsewhere?: Elsewhere;
  /** Where counterexamples are written, and kept ones are looked for; null for neither. */
  readonly out: string | null;
  /** Told of each counterexample that could not be written. */
  readonly onUnwritten?: (error: LoadError) => void;
  /** Kept counterexamples are not tried first. */
  readonly fresh: boolean;
  /** Stop at the first theorem that falls, and do not wait for the others. */
  readonly first: boolean;
  /** Told now and then how far it is. */
  readonly progress?: (tests: number, seconds: number, found: readonly string[]) => void;
  /** Ends the hunt early, with what there is. */
  readonly signal?: AbortSignal;
  /** The command that reproduces it. */
  readonly command: string;
}

/** Others that run episodes: processes, or machines. */
export interface Elsewhere {
  /** How many episodes they are given at once: a multiple of {@link chunk}. */
  readonly range: number;
  /** How many ranges are under way at once. */
  readonly width: number;
  /** The tallies of the episodes from one number up to another, one a chunk, in order. */
  run(from: number, to: number): Promise<readonly Tally[]>;
  close(): Promise<void>;
}

export interface Counterexample {
  readonly file: string | null;
  readonly program: string;
  readonly update: string;
  readonly case: string;
  /** Kept from an earlier hunt, and found to be one still. */
  readonly kept: boolean;
  readonly found: { readonly tests: number; readonly seconds: number };
  readonly size: number;
  /** Lines, with the update, as a person reads it. */
  readonly lines: number;
  readonly why: readonly string[];
}

export interface HuntReport {
  readonly system: string;
  readonly variant: string | null;
  readonly seed: number;
  readonly tests: number;
  readonly seconds: number;
  readonly testsPerSecond: number;
  readonly theorems: Readonly<
    Record<string, { readonly tests: number; readonly counterexample: Counterexample | null }>
  >;
  readonly rules: Readonly<Record<string, number>>;
  /** Theorem ↦ case ↦ instances. */
  readonly cases: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Theorem ↦ the size up to which all its instances were tried; only of exhaustive hunts. */
  readonly exhausted: Readonly<Record<string, number>>;
  /** Theorem ↦ subjects of its instances, and those that differ from one of them by names alone and were left out; null where none is. */
  readonly symmetric: Readonly<Record<string, { readonly subjects: number; readonly leftOut: number }>> | null;
  /** Theorems of which no instance was made: they have not been tried. */
  readonly untried: readonly string[];
  /** What was counted of episodes: how many met an update point, applied an update, … */
  readonly episodes: number;
  readonly tags: Readonly<Record<string, number>>;
  /**
   * Programs whose states were looked at; null where a hunt explores none. `ended` are those explored to their end, `different` is how many
   * of these are not the same program, and `unused` are the rules of which no instance was met.
   */
  readonly explored: {
    readonly programs: number;
    readonly ended: number;
    readonly different: number;
    readonly states: number;
    readonly unused: readonly string[];
  } | null;
}

/** The report of a hunt, and the statistics of what it tried where they were asked for. */
export interface Hunted {
  readonly report: HuntReport;
  readonly statistics: Statistics | undefined;
}

/** Episodes after which a hunt looks whether it has ended: what it reports does not depend on who ran them. */
export const chunk = 16;
const wall = () => performance.now() / 1000;

/** Runs a hunt to its end. */
export const hunt = async (task: Task, resolved: Resolved, options: HuntOptions): Promise<HuntReport> =>
  (await huntCounted(task, resolved, options)).report;

/** Runs a hunt to its end, and gives the statistics that its task asks for as well. */
export async function huntCounted(task: Task, resolved: Resolved, options: HuntOptions): Promise<Hunted> {
  const { theorems } = resolved;
  if (options.elsewhere === undefined) collectAlone();
  const clock = options.clock ?? wall;
  const start = clock();
  const seconds = () => clock() - start;
  const total = emptyTally(task.statistics);
  const examples = new Map<string, Counterexample>();
  const tests = () => [...total.tests.values()].reduce((a, b) => a + b, 0);
  const ended = () =>
    options.signal?.aborted ||
    seconds() >= options.time ||
    options.enough?.(total) ||
    (examples.size > 0 && (options.first || theorems.every((t) => examples.has(t.name))));

  if (!options.fresh) for (const [name, kept] of keptCases(resolved, options.out)) examples.set(name, kept);
  const take = (tally: Tally): void => {
    const before = new Map(total.tests);
    sum(total, tally);
    for (const fall of tally.falls) {
      const theorem = theorems.find((t) => t.name === fall.theorem);
      if (theorem === undefined || examples.has(fall.theorem)) continue;
      const { found } = shrink(
        resolved.variant.system,
        theorem,
        resolved.calculus.huntingGround,
        givenOf(theorem, fall, resolved.calculus.huntingGround),
      );
      const at = {
        tests: (before.get(fall.theorem) ?? 0) + (tally.tests.get(fall.theorem) ?? 0),
        seconds: seconds(),
      };
      // An instance that cannot be derived again within reason is no counterexample to hold in the hand.
      if (found !== undefined) examples.set(fall.theorem, example(resolved, theorem, found, at, options));
    }
    options.progress?.(tests(), seconds(), [...examples.keys()]);
  };

  const exhausted = new Map<string, number>();
  const symmetric = new Map<string, { readonly subjects: number; readonly leftOut: number }>();
  const from = options.from ?? 0;
  // A process has to load everything first: none is started that would have nothing to do.
  const workers = Math.min(options.workers, Math.ceil((options.runs - from) / chunk));
  if (options.exhaustive) {
    const { system } = resolved.variant;
    const { huntingGround } = resolved.calculus;
    const most = task.size ?? 1;
    for (const part of exhaust(system, huntingGround, theorems, 1, most, {
      statistics: task.statistics,
      symmetric: options.symmetric,
    })) {
      const before = symmetric.get(part.theorem) ?? { subjects: 0, leftOut: 0 };
      symmetric.set(part.theorem, {
        subjects: before.subjects + part.tally.episodes,
        leftOut: before.leftOut + part.leftOut,
      });
      take(part.tally);
      if (ended()) break;
      if (part.done) exhausted.set(part.theorem, part.size);
      // Lets a signal in.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } else if (options.elsewhere !== undefined) await ahead(options.elsewhere, from, options.runs, take, ended);
  else if (workers <= 1) {
    const hunter = hunterOf(task, resolved);
    for (let next = from; next < options.runs && !ended(); next += chunk) {
      take(runEpisodes(hunter, next, Math.min(options.runs, next + chunk)));
      // Lets a signal in.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } else await ahead(beside(task, workers), from, options.runs, take, ended);

  const time = seconds();
  const report: Record<string, { tests: number; counterexample: Counterexample | null }> = {};
  for (const t of theorems)
    report[t.name] = { tests: total.tests.get(t.name) ?? 0, counterexample: examples.get(t.name) ?? null };
  const made: HuntReport = {
    system: resolved.calculus.name,
    variant: resolved.variant.system.variant === '' ? null : resolved.variant.system.variant,
    seed: task.seed,
    tests: tests(),
    seconds: time,
    testsPerSecond: Math.round(tests() / time),
    theorems: report,
    rules: Object.fromEntries([...total.rules].sort(([a], [b]) => (a < b ? -1 : 1))),
    cases: Object.fromEntries([...total.cases].map(([t, cases]) => [t, Object.fromEntries(cases)])),
    exhausted: Object.fromEntries(exhausted),
    symmetric: options.symmetric ? Object.fromEntries(symmetric) : null,
    untried: Object.entries(report).flatMap(([t, { tests, counterexample }]) =>
      tests === 0 && counterexample === null ? [t] : [],
    ),
    episodes: total.episodes,
    tags: Object.fromEntries(total.tags),
    explored:
      total.explored.programs === 0
        ? null
        : {
            ...total.explored,
            different: total.explored.different.size,
            unused: [...resolved.variant.system.rules.keys()].filter((name) => !total.rules.has(name)),
          },
  };
  return { report: made, statistics: total.statistics };
}

/** Ranges go out ahead of time, and are taken in order: where the hunt ends does not depend on who was faster. */
async function ahead(
  elsewhere: Elsewhere,
  from: number,
  runs: number,
  take: (tally: Tally) => void,
  ended: () => boolean | undefined,
): Promise<void> {
  try {
    const running: Promise<readonly Tally[]>[] = [];
    let next = from;
    while (!ended()) {
      for (; next < runs && running.length < elsewhere.width; next += elsewhere.range) {
        const result = elsewhere.run(next, Math.min(runs, next + elsewhere.range));
        // A range that is not waited for may fail when the hunt ends.
        result.catch(() => undefined);
        running.push(result);
      }
      const first = running.shift();
      if (first === undefined) break;
      for (const tally of await orEnd(first, ended)) {
        take(tally);
        if (ended()) break;
      }
    }
  } finally {
    await elsewhere.close();
  }
}

/** Milliseconds between two looks whether a hunt that waits for others has ended. */
const glance = 100;

/** What is awaited; or nothing, when the hunt ends before it comes. */
async function orEnd(result: Promise<readonly Tally[]>, ended: () => boolean | undefined): Promise<readonly Tally[]> {
  let watch: NodeJS.Timeout | undefined;
  const end = new Promise<readonly Tally[]>((resolve) => {
    watch = setInterval(() => ended() && resolve([]), glance);
  });
  try {
    return await Promise.race([result, end]);
  } finally {
    clearInterval(watch);
  }
}

/** Processes beside this one. */
function beside(task: Task, workers: number): Elsewhere {
  const self = fileURLToPath(import.meta.url);
  const processes = new Processes<Range, Tally>(join(dirname(self), `worker${extname(self)}`), {
    count: workers,
    node: [`--max-semi-space-size=${youngRoom}`],
    atOnce: 2,
  });
  return {
    range: chunk,
    width: 4 * workers,
    run: async (from, to) => [await processes.run({ task, from, to })],
    close: () => {
      processes.close();
      return Promise.resolve();
    },
  };
}

/** A counterexample told, and written where files go. */
function example(
  resolved: Resolved,
  theorem: Theorem,
  found: Found,
  at: Counterexample['found'],
  options: HuntOptions,
): Counterexample {
  const { text, why } = written(resolved.calculus, resolved.variant, theorem, found, options.command);
  let file: string | null = null;
  if (text !== null && options.out !== null) {
    const wanted = join(options.out, fileName(resolved, theorem.name));
    const problem = unwritableFolder(options.out) ?? writeWhole(wanted, text);
    if (problem === undefined) file = wanted;
    else options.onUnwritten?.(problem);
  }
  return told(resolved, found, at, file, why, false);
}

const fileName = ({ calculus, variant }: Resolved, theorem: string): string =>
  `${calculus.name}-${variant.name === '' ? 'base' : variant.name}-${theorem}.json`;

function told(
  { calculus }: Resolved,
  found: Found,
  at: Counterexample['found'],
  file: string | null,
  why: readonly string[],
  kept: boolean,
): Counterexample {
  const program = calculus.counterexampleText.program(found.values);
  const update = calculus.counterexampleText.updates(found.values, found.given.plan ?? []).join('\n');
  const count = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length;
  const size = [...Object.values(found.given.values), ...(found.given.plan ?? [])].reduce<number>(
    (n, x) => n + measure(x),
    0,
  );
  return {
    file,
    program,
    update,
    case: found.case,
    kept,
    found: at,
    size: Math.round(size),
    lines: count(program) + count(update),
    why,
  };
}

/** Counterexamples of earlier hunts that are counterexamples still, by theorem. */
function keptCases(resolved: Resolved, out: string | null): Map<string, Counterexample> {
  const kept = new Map<string, Counterexample>();
  if (out === null) return kept;
  let names: string[];
  try {
    names = readdirSync(out);
  } catch {
    return kept;
  }
  const { calculus, variant, theorems } = resolved;
  for (const theorem of theorems) {
    const name = fileName(resolved, theorem.name);
    if (!names.includes(name)) continue;
    try {
      const file = join(out, name);
      const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
      const given = givenIn(json, systemFinder([variant]));
      if (given?.theorem !== theorem.name) continue;
      const { found } = shrink(variant.system, theorem, calculus.huntingGround, {
        ...given.given,
        values: Object.fromEntries(
          theorem.given.map((m) => [
            m,
            calculus.huntingGround.shrinking?.whole(given.given.values[m]) ?? given.given.values[m],
          ]),
        ),
      });
      const { why } = (json as { counterexample: { why: readonly string[] } }).counterexample;
      if (found !== undefined) kept.set(theorem.name, told(resolved, found, { tests: 0, seconds: 0 }, file, why, true));
    } catch {
      // A file that cannot be read is not kept.
    }
  }
  return kept;
}
