/** The commands on theorems: hunt, variants, generate. */
import { availableParallelism } from 'node:os';
import { isLeft, isRight, left } from 'fp-ts/lib/Either.js';
import { loadError, showError, type LoadError } from '../../semantics/errors.ts';
import { unwritable, unwritableFolder, unwrittenCode } from '../files.ts';
import { Typesetter } from '../../checker/notation/typeset.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { RandomChooser } from '../../checker/generate/choose.ts';
import { Generator } from '../../checker/generate/generator.ts';
import { calculi, defaultCalculus } from '../../proofs/calculi.ts';
import type { Calculus } from '../../proofs/calculus.ts';
import { knownCounterexamples } from '../../proofs/records.ts';
import { huntCounted, type HuntReport } from '../hunt/run.ts';
import type { ClusterHunt } from '../cluster/hunting.ts';
import type { Task } from '../hunt/task.ts';
import { countInstance, countPairsOf, noStatistics, premisesOf } from '../../checker/hunt/statistics.ts';
import { casesOf } from '../../proofs/obligations.ts';
import { statisticsFile, statisticsLines, type StatisticsFile } from '../statistics/file.ts';
import { tableLines } from '../table.ts';
import { standardInput } from '../hunt/load.ts';
import { readText } from './bytes.ts';
import { resolvedOr } from './choose.ts';
import { clusterFor, failedOutside, watchWorkers } from './cluster.ts';
import { writeStatistics } from './statistics.ts';
import { fail, failOut, say, sayJson, write, wrongCall, type Mode } from './output.ts';

export interface HuntCommand extends Mode {
  readonly system?: string;
  /** A file with a calculus of one's own, which has been loaded. */
  readonly calculus?: string;
  readonly variant?: string;
  readonly theorem: readonly string[];
  readonly seed?: number;
  readonly time?: number;
  readonly runs?: number;
  readonly size?: number;
  /** With a size alone: of subjects that differ by names alone one is tried. */
  readonly symmetric?: boolean;
  readonly workers?: number;
  readonly out?: string;
  readonly fresh?: boolean;
  /** Where statistics are written. */
  readonly stats?: string;
  /** The address of the Redis of a cluster, whose workers run the episodes. */
  readonly cluster?: string;
  readonly clusterCa?: string;
}

/** Where counterexamples go, and are looked for, unless told otherwise. */
const defaultOut = 'counterexamples';
const defaultTime = 60;

const shellWord = (w: string): string => (/^[A-Za-z0-9_./-]+$/.test(w) ? w : `'${w.replace(/'/g, `'\\''`)}'`);

export async function huntCommand(options: HuntCommand): Promise<number> {
  // From the first moment on: whoever interrupts is told what there is.
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    return await huntUntil(options, abort);
  } finally {
    process.removeListener('SIGINT', stop);
  }
}

/** Why a hunt is given up that another one follows: then it reports nothing. */
export const superseded = Symbol('superseded');

/** Hunts until it is done, or aborted. */
export async function huntUntil(options: HuntCommand, abort: AbortController): Promise<number> {
  const unable = options.out === undefined ? undefined : unwritableFolder(options.out);
  if (unable !== undefined) return failOut(unable, options);
  const noStats = options.stats === undefined ? undefined : unwritable(options.stats);
  if (noStats !== undefined) return failOut(noStats, options);
  const seed = options.seed ?? Math.floor(Math.random() * 1_000_000);
  const written = options.variant === standardInput ? readText(standardInput) : left([]);
  const task: Task = {
    system: options.system ?? defaultCalculus.name,
    variant: options.variant ?? null,
    theorems: options.theorem.length > 0 ? options.theorem : null,
    seed,
    size: options.size ?? null,
    ...(options.stats === undefined ? {} : { statistics: true }),
    ...(isRight(written) ? { written: written.right } : {}),
    ...(options.calculus === undefined ? {} : { from: options.calculus }),
  };
  const resolved = await resolvedOr(task, options);
  if (typeof resolved === 'number') return resolved;
  if (resolved.theorems.length === 0)
    return wrongCall(`${resolved.calculus.name} has no theorems, so there is nothing to hunt`, options);
  const words = ['mutandis', 'hunt'];
  if (task.from !== undefined) words.push('--calculus', shellWord(task.from));
  words.push('--system', resolved.calculus.name);
  if (task.variant !== null) words.push('--variant', shellWord(task.variant));
  for (const t of options.theorem) words.push('--theorem', t);
  const exhaustive = options.size !== undefined && options.time === undefined && options.runs === undefined;
  if (!exhaustive) words.push('--seed', String(seed));
  if (options.size !== undefined) words.push('--size', String(options.size));
  if (options.symmetric === true) {
    if (!exhaustive) return wrongCall('--symmetric is for hunts of all instances up to a --size', options);
    words.push('--symmetric');
  }
  const reproduces = [...words, '--fresh'].join(' ');
  if (exhaustive && options.cluster !== undefined)
    return wrongCall('--cluster shares out episodes: with --size give --runs or --time', options);
  let cluster: ClusterHunt | undefined;
  if (options.cluster !== undefined) {
    const joined = await clusterFor({ url: options.cluster, ca: options.clusterCa }, task, resolved);
    if (isLeft(joined)) return wrongCall(joined.left, options);
    cluster = joined.right;
  }
  const unwritten: LoadError[] = [];
  const terminal = process.stderr.isTTY === true;
  let told = 0;
  let others = '';
  const watching =
    cluster === undefined ? undefined : watchWorkers(cluster.coordinator, (text) => void (others = text));
  const hunted = await huntCounted(task, resolved, {
    exhaustive,
    symmetric: options.symmetric ?? false,
    time: options.time ?? (exhaustive ? Infinity : options.runs === undefined ? defaultTime : Infinity),
    runs: options.runs ?? Number.MAX_SAFE_INTEGER,
    workers: options.workers ?? Math.min(4, availableParallelism()),
    out: options.out ?? defaultOut,
    fresh: options.fresh ?? false,
    first: options.theorem.length === 0,
    signal: abort.signal,
    onUnwritten: (e) => unwritten.push(e),
    command: reproduces,
    ...(cluster === undefined ? {} : { elsewhere: cluster }),
    progress: (tests, time, found) => {
      if (!terminal || time - told < 0.2) return;
      told = time;
      write(
        `\r${tests} tests in ${time.toFixed(1)} s${found.length > 0 ? `, fallen: ${found.join(', ')}` : ''}${others}   `,
        2,
      );
    },
  }).catch((e: unknown) => {
    if (e instanceof Error && e.name === 'ClusterError') return e;
    throw e;
  });
  clearInterval(watching);
  if (terminal && told > 0) write('\r\u001b[K', 2);
  if (hunted instanceof Error) return failedOutside(hunted.message, options);
  const { report, statistics } = hunted;
  if (abort.signal.reason === superseded) return 1;
  const interrupted = abort.signal.aborted;
  if (options.stats !== undefined && statistics !== undefined) {
    const { theorems, variant } = resolved;
    const counted = {
      ...{ system: report.system, variant: report.variant, episodes: report.episodes, tags: report.tags },
      command: exhaustive ? reproduces : [...words, '--runs', String(report.episodes), '--fresh'].join(' '),
      of: theorems.map((t) => ({ name: t.name, title: t.title, cases: casesOf(variant.system, t) })),
      roots: premisesOf(variant.system, theorems),
    };
    const problem = writeStatistics(options.stats, statisticsFile(counted, statistics));
    if (problem !== undefined) unwritten.push(problem);
  }
  if (options.json) sayJson('hunt', { ...report, unwritten, interrupted, command: reproduces });
  else sayReport(report, reproduces, interrupted);
  if (!options.json) for (const e of unwritten) write(`${showError(e)}\n`, 2);
  if (unwritten.length > 0) return unwrittenCode;
  const fell = Object.values(report.theorems).some((t) => t.counterexample !== null);
  return fell || report.untried.length > 0 ? 1 : 0;
}

function sayReport(report: HuntReport, command: string, interrupted: boolean): void {
  const of = `${report.system}${report.variant === null ? '' : `, variant ${report.variant}`}`;
  const fallen = Object.entries(report.theorems).filter(([, t]) => t.counterexample !== null);
  for (const [name, { counterexample }] of fallen) {
    if (counterexample === null) continue;
    const { program, update, found, file, why, kept } = counterexample;
    say(`${name} falls (${of}), case ${counterexample.case}:`);
    say('');
    say(indent(program));
    if (update !== '') say(indent(`\n${update}`));
    if (why.length > 0) {
      say('');
      say('  because');
      for (const line of why) say(`    ${line}`);
    }
    say('');
    say(kept ? '  kept from an earlier hunt' : `  found after ${found.tests} tests, ${found.seconds.toFixed(2)} s`);
    if (file !== null) say(`  ${file}`);
    say('');
  }
  const line = Object.entries(report.theorems)
    .map(([name, t]) => `${name} ${t.tests}`)
    .join(', ');
  say(`${report.tests} tests in ${report.seconds.toFixed(1)} s (${report.testsPerSecond} a second): ${line}`);
  const sizes = new Map<number, string[]>();
  for (const [name, size] of Object.entries(report.exhausted)) sizes.set(size, [...(sizes.get(size) ?? []), name]);
  for (const [size, names] of sizes) say(`all instances up to size ${size}: ${names.join(', ')}`);
  for (const [name, { subjects, leftOut }] of Object.entries(report.symmetric ?? {}))
    say(`${name}: ${subjects} subjects, and ${leftOut} that differ from one of them by names alone, left out`);
  if (report.tags.configurations !== undefined && sizes.size === 0) {
    const tags = Object.entries(report.tags).map(([tag, n]) => `${tag} ${n}`);
    say(`${report.episodes} episodes: ${tags.join(', ')}`);
  }
  sayExplored(report);
  // What falls ends the hunt: the others are not asked for then.
  if (fallen.length === 0) {
    const { untried } = report;
    if (untried.length > 0)
      say(
        `not tried: ${untried.join(', ')} (no instance of ${untried.length === 1 ? 'its' : 'their'} premises was made)`,
      );
    if (interrupted) say('interrupted; nothing fell so far');
    else if (untried.length < Object.keys(report.theorems).length) say('nothing fell');
  }
  say(`again: ${command}`);
}

/** What was explored, and by how many instances of each rule. */
function sayExplored({ explored, rules }: HuntReport): void {
  if (explored === null) return;
  const { programs, ended, different, states, unused } = explored;
  const others = programs === ended ? '' : `, ${programs - ended} were too large`;
  say(`${ended} programs explored to their end (${different} different${others}), ${states} states`);
  const used = Object.entries(rules).map(([name, n]) => `${name} ${n}`);
  for (const line of filled(`rules used ${used.length}: `, used)) say(line);
  if (unused.length > 0) for (const line of filled(`rules never used ${unused.length}: `, unused)) say(line);
}

const width = 120;
/** A list on lines that are not too long. */
function filled(head: string, list: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = head;
  for (const [i, x] of list.entries()) {
    const next = i + 1 < list.length ? `${x}, ` : x;
    if (line.length + next.length > width) {
      lines.push(line.trimEnd());
      line = '  ';
    }
    line += next;
  }
  return [...lines, line];
}

const indent = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .map((l) => (l === '' ? '' : `  ${l}`))
    .join('\n');

export function variantsCommand(options: Mode): number {
  const known = knownCounterexamples();
  const list = calculi.flatMap((c) =>
    c.variants.map((v) => ({
      system: c.name,
      name: v.name,
      sentence: v.sentence,
      expected: v.expected,
      counterexample: known.find((k) => k.system === c.name && k.variant === v.name)?.file ?? null,
    })),
  );
  if (options.json) sayJson('variants', list);
  else
    tableLines(
      list.map((v) => [
        v.system,
        v.name,
        v.expected === 'sound' ? 'sound' : `${v.expected.join(', ')} falls`,
        v.sentence,
      ]),
    ).forEach(say);
  return 0;
}

export interface GenerateCommand extends Mode {
  readonly system?: string;
  readonly judgement?: string;
  readonly variant?: string;
  readonly count?: number;
  readonly seed?: number;
  readonly size?: number;
  /** The least number of rule instances; then the size counts them, too. */
  readonly atLeast?: number;
  /** Statistics instead of what was made; or where they are written. */
  readonly stats?: string | true;
}

/** How many are made unless told: to be looked at, and to be counted. */
const [few, many] = [5, 1000];

export async function generateCommand(options: GenerateCommand): Promise<number> {
  const seed = options.seed ?? Math.floor(Math.random() * 1_000_000);
  const task = {
    system: options.system ?? defaultCalculus.name,
    variant: options.variant ?? null,
    theorems: null,
    seed,
    size: null,
  };
  const resolved = await resolvedOr(task, options);
  if (typeof resolved === 'number') return resolved;
  const { calculus, variant } = resolved;
  const { system } = variant;
  const judgement = options.judgement ?? calculus.generates;
  const form = system.judgements.find((j) => j.name === judgement);
  if (form === undefined)
    return wrongCall(
      `${system.name} has no judgement ${judgement}; there are ${system.judgements.map((j) => j.name).join(', ')}`,
      options,
    );
  const chooser = new RandomChooser(seed);
  const g = new Generator(system, calculus.huntingGround.hints, chooser);
  const made: { readonly text: string; readonly update?: string }[] = [];
  const wanted = options.count ?? (options.stats === undefined ? few : many);
  const statsFile = typeof options.stats === 'string' ? options.stats : undefined;
  const noStats = statsFile === undefined ? undefined : unwritable(statsFile);
  if (noStats !== undefined) return failOut(noStats, options);
  const counts = options.stats === undefined ? undefined : noStatistics();
  const { atLeast } = options;
  const size = options.size ?? Math.max(6, atLeast ?? 0);
  const noSize = atLeast === undefined ? undefined : sizeProblem(g, judgement, size, atLeast);
  if (noSize !== undefined) return wrongCall(noSize, options);
  const mostTries = 200;
  const whole = judgement === calculus.generates && atLeast === undefined ? calculus.programs : undefined;
  for (let i = 0; i < wanted; i++) {
    let found: readonly unknown[] | undefined;
    let program: string | undefined;
    for (let k = 0; whole !== undefined && program === undefined && k < mostTries; k++) {
      chooser.reseed(seed, i, k);
      program = whole(system, chooser);
    }
    if (program !== undefined) {
      const text = program;
      made.push({ text });
      if (counts !== undefined) countInstance(counts, judgement, '', [text], () => text);
      continue;
    }
    for (let k = 0; found === undefined && k < mostTries; k++) {
      chooser.reseed(seed, i, k);
      const args = [...form.inputs, ...form.outputs].map((sort) => calculus.closed[sort] ?? g.unknown(sort));
      found = g.find(judgement, args, size, atLeast === undefined ? {} : { atLeast });
    }
    if (found === undefined)
      return fail(
        [loadError('scope', `no instance of ${judgement} was found in ${mostTries} tries`, undefined, 'generate')],
        options,
      );
    const { lastRule } = g;
    made.push(textOf(calculus, judgement, form, found, g));
    if (counts === undefined) continue;
    const instance = found;
    countInstance(counts, judgement, lastRule, instance, () =>
      new Typesetter(system.grammar, 'text').instance(form, instance as readonly Pattern[]),
    );
    countPairsOf(counts, system, form, found.slice(0, form.inputs.length));
  }
  const words = ['mutandis', 'generate', '--system', system.name, '--judgement', judgement, '--count', String(wanted)];
  if (task.variant !== null) words.push('--variant', shellWord(task.variant));
  words.push('--seed', String(seed), '--size', String(size));
  if (atLeast !== undefined) words.push('--at-least', String(atLeast));
  let statistics: StatisticsFile | undefined;
  if (counts !== undefined) {
    const rules = [...system.rules.values()].filter(
      (r) => r.conclusion.judgement.name === judgement && r.chosen.length === 0,
    );
    const args = [...form.inputs, ...form.outputs].map((sort) => ({ meta: 'any', sort, restriction: undefined }));
    statistics = statisticsFile(
      {
        ...{ system: system.name, variant: task.variant, command: words.join(' '), episodes: null, tags: {} },
        of: [{ name: judgement, title: form.sentence, cases: rules.map((r) => r.name) }],
        // Programs that are made as texts are derived by no one here.
        roots: new Map([[system, whole ? [] : [{ form, args }]]]),
      },
      counts,
    );
    const problem = statsFile === undefined ? undefined : writeStatistics(statsFile, statistics);
    if (problem !== undefined) return failOut(problem, options);
  }
  const told = statsFile === undefined && statistics !== undefined ? { statistics } : {};
  if (options.json)
    sayJson('generate', {
      system: system.name,
      variant: system.variant,
      judgement,
      seed,
      size,
      instances: made,
      ...told,
    });
  else if (told.statistics !== undefined) statisticsLines(told.statistics).forEach(say);
  else {
    for (const m of made) {
      say(m.text.trimEnd());
      if (m.update !== undefined) say(`\n${m.update.trimEnd()}`);
      say('');
    }
    write(`again: ${words.join(' ')}\n`, 2);
  }
  return 0;
}

/** Why instances of a judgement cannot have a least size; undefined where they can. */
function sizeProblem(g: Generator, judgement: string, size: number, atLeast: number): string | undefined {
  if (!g.judgement(judgement).sized) return `--at-least: instances of ${judgement} cannot be asked for by a least size`;
  return atLeast > size ? `--at-least ${atLeast} is more than --size ${size}` : undefined;
}

/** An instance for people: what its calculus makes of it, or the sentence. */
function textOf(
  calculus: Calculus,
  judgement: string,
  form: Parameters<Typesetter['instance']>[0],
  found: readonly unknown[],
  g: Generator,
): { readonly text: string; readonly update?: string } {
  const more = calculus.sample?.(
    judgement,
    found,
    (name, args, size) => g.find(name, args, size),
    (sort) => g.unknown(sort),
  );
  const t = new Typesetter(calculus.base.grammar, 'text');
  return more ?? { text: t.instance(form, found as readonly Pattern[]) };
}
