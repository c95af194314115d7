/** The command explore: what a program does under its updates, all of it. */
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { showError, type LoadError } from '../../semantics/errors.ts';
import type { System } from '../../rules/system.ts';
import { aut, dot, type Pieces } from '../../checker/explore/export.ts';
import type { Space } from '../../checker/explore/space.ts';
import { canBeShared, Team } from '../../checker/explore/team.ts';
import { allWell, reportJson, reportOn, type Report } from '../explore/report.ts';
import { partName, type Part } from '../explore/parts.ts';
import { choicesOf, exploring, requestOf, type Source, type Sources } from '../explore/request.ts';
import { asked, unobservable, type Asked, type Explored } from '../explore/told.ts';
import { startWorkers } from '../explore/workers.ts';
import { replayRuns, runsOf } from '../explore/runs.ts';
import { reportLines } from '../explore/report-lines.ts';
import { readText } from './bytes.ts';
import { unwritable, unwrittenCode, writeWhole } from '../files.ts';
import { aboutProgram, calculusAsked } from './choose.ts';
import { askedOf, travelling } from './cluster.ts';
import { fail, failOut, say, sayAll, sayJson, write, wrongCall, type Mode } from './output.ts';

export interface ExploreCommand extends Mode {
  readonly update: readonly string[];
  readonly policy?: string;
  readonly offer?: string;
  readonly transfer?: string;
  readonly property: readonly string[];
  readonly new: readonly string[];
  readonly observe?: string;
  readonly limit: number;
  readonly bound?: number;
  readonly workers?: number;
  readonly reduce?: boolean;
  readonly symmetric?: boolean;
  readonly dot?: string | true;
  readonly aut?: string | true;
  readonly out?: string;
  readonly system?: string;
  readonly variant?: string;
  readonly calculus?: string;
  /** The address of the Redis of a cluster, whose workers explore, a program each. */
  readonly cluster?: string;
  readonly clusterCa?: string;
}

/** What a property is said to be in, when it stands in the call. */
const argument = '--property';

/** An argument names a file if there is one, or if it can be nothing else. */
const isFile = (text: string): boolean => text.endsWith('.properties') || existsSync(text);

/** The texts of a program and of what goes with it; or what cannot be read. */
function readSources(
  file: string,
  o: ExploreCommand,
  choices: Sources['choices'],
  rules: System | undefined,
): Either<readonly LoadError[], Sources> {
  const errors: LoadError[] = [];
  const read = (name: string): Source => {
    const text = readText(name);
    if (isLeft(text)) errors.push(...text.left);
    return { file: name, text: isLeft(text) ? '' : text.right };
  };
  const program = read(file);
  const updates = o.update.map(read);
  const fresh = o.new.map(read);
  const properties = o.property.map((p) => (isFile(p) ? read(p) : { file: argument, text: p }));
  if (errors.length > 0) return left(errors);
  return right({
    program,
    ...(o.system === undefined ? {} : { system: o.system }),
    updates,
    fresh,
    properties,
    choices,
    ...(rules === undefined ? {} : { rules }),
  });
}

/** The names to be observed. */
const observed = (o: ExploreCommand): readonly string[] | undefined =>
  o.observe
    ?.split(',')
    .map((z) => z.trim())
    .filter((z) => z !== '');

const slice = 4096;

/** Explores in slices; shows how far it is on a terminal, and stops at an interrupt. */
class Exploration {
  interrupted = false;
  private readonly terminal = process.stderr.isTTY === true;
  private readonly stop = (): void => {
    if (this.interrupted) process.exit(130);
    this.interrupted = true;
  };

  /** The refusals that workers met. */
  refused: readonly (readonly string[])[] | undefined;

  constructor(
    private readonly sources: Sources,
    private readonly workers: number,
  ) {
    process.on('SIGINT', this.stop);
  }

  readonly explore = async (space: Space, part: Part): Promise<void> => {
    const show = this.progress(space, partName(part));
    if (this.workers > 1 && canBeShared(space.system)) {
      const { workers, end } = startWorkers(this.workers, this.sources, part);
      const team = new Team(space, workers);
      await team.explore(() => (show(), !this.interrupted));
      if (part.of === 'updated') this.refused = team.refused();
      await end();
    } else
      while (!space.finished && !this.interrupted) {
        space.explore(slice);
        await setImmediate();
        show();
      }
    if (this.terminal) write('\r\x1b[K', 2);
  };

  /** Tells how far exploration is, a few times a second. */
  private progress(space: Space, what: string): () => void {
    const start = process.hrtime.bigint();
    let shown = start;
    return () => {
      const now = process.hrtime.bigint();
      if (!this.terminal || now - shown < 200_000_000n) return;
      shown = now;
      const rate = Math.round(space.expanded / (Number(now - start) / 1e9));
      const told = [
        `${space.size.toLocaleString('en')} states`,
        `${(space.size - space.expanded).toLocaleString('en')} to go`,
      ];
      write(`\r${what}: ${told.join(', ')}, ${rate.toLocaleString('en')}/s\x1b[K`, 2);
    };
  }

  end(): void {
    process.off('SIGINT', this.stop);
  }
}

function save(pieces: Pieces, where: string | true): LoadError[] {
  if (where === true || where === '-') {
    for (const piece of pieces) write(piece);
    return [];
  }
  return saveText([...pieces].join(''), where);
}

function saveText(text: string, file: string): LoadError[] {
  const problem = writeWhole(file, text);
  return problem === undefined ? [] : [problem];
}

/** The states of counterexamples, for the picture. */
function marked({ properties }: Report): ReadonlySet<number> {
  return new Set(properties.flatMap(({ checked: { run } }) => (run ? [...run.path.states, ...run.cycle.states] : [])));
}

/** What is chosen of the space, by the names of the calculus' choices; or what is wrong with the call. */
function chosen(file: string, o: ExploreCommand): Sources['choices'] | string {
  const calculus = exploring(file, o.system);
  const declared = calculus === undefined ? [] : choicesOf(calculus);
  const found: Record<string, string> = {};
  const given: Readonly<Record<string, string | undefined>> = {
    policy: o.policy,
    offer: o.offer,
    transfer: o.transfer,
  };
  for (const [name, value] of Object.entries(given))
    if (calculus !== undefined && value !== undefined && !declared.some((c) => c.name === name))
      return `${calculus.title} has no --${name}`;
  for (const { name, values, default: usual } of declared) {
    const value = given[name] ?? usual;
    if (!values?.includes(value)) return `--${name} is one of ${values?.join(', ')}, not ${value}`;
    found[name] = value;
  }
  return o.bound === undefined ? found : { ...found, bound: String(o.bound) };
}

/** What is explored: texts, and the rules where they are others; or the exit code, when it has been said what is wrong. */
async function sourcesOf(file: string, o: ExploreCommand): Promise<Either<number | readonly LoadError[], Sources>> {
  const calculus = calculusAsked(o);
  if (isLeft(calculus)) return calculus;
  const choices = chosen(file, o);
  if (typeof choices === 'string') return left(wrongChoice(choices));
  const name = exploring(file, o.system)?.name;
  const about = await aboutProgram(file, { ...o, ...(name === undefined ? {} : { system: name }) });
  if (isLeft(about)) return about;
  const { rules } = about.right;
  // Rules do not travel to threads, and a file of runs is of the calculus as it is.
  const without = o.out !== undefined ? '--out' : (o.workers ?? 1) > 1 ? '--workers' : undefined;
  if (rules !== undefined && without !== undefined)
    return left(wrongCall(`${without} cannot be used with --variant`, o));
  return readSources(file, o, choices, rules);
}

function wrongChoice(what: string): number {
  write(`error: ${what}\n`, 2);
  return 2;
}

export async function exploreCommand(file: string, o: ExploreCommand): Promise<number> {
  const sources = await sourcesOf(file, o);
  if (isLeft(sources)) return typeof sources.left === 'number' ? sources.left : fail(sources.left, o);
  const read = requestOf(sources.right);
  if (isLeft(read)) return fail(read.left, o);
  const request = read.right;
  const observe = observed(o);
  const unknown = unobservable(request, observe);
  if (unknown.length > 0) return fail(unknown, o);
  // Whether it can be written is asked before the work.
  for (const file of [o.dot, o.aut, o.out])
    if (typeof file === 'string' && file !== '-') {
      const unable = unwritable(file);
      if (unable !== undefined) return failOut(unable, o);
    }
  const exploration = new Exploration(request.sources, o.workers ?? 1);
  const report = await reportOn(request, {
    limit: o.limit,
    reduce: o.reduce ?? false,
    symmetric: o.symmetric ?? false,
    observe,
    explore: exploration.explore,
    refused: () => exploration.refused,
  });
  exploration.end();
  for (const why of report.inFull) write(`explored in full: ${why}\n`, 2);
  const problems: LoadError[] = [];
  if (o.dot !== undefined) problems.push(...save(dot(report.space, marked(report)), o.dot));
  if (o.aut !== undefined) problems.push(...save(aut(report.space), o.aut));
  if (o.out !== undefined) {
    const small = report.inFull.length === 0 && (o.symmetric ?? false);
    problems.push(...saveText(`${JSON.stringify(runsOf(request, report, small), null, 2)}\n`, o.out));
  }
  // What was found is printed, whether or not it could be written.
  for (const problem of problems) write(`${showError(problem)}\n`, 2);
  const graphOnly = [o.dot, o.aut].some((where) => where === true || where === '-');
  if (!graphOnly) {
    if (o.json) sayJson('explore', reportJson(request, report));
    else {
      if (exploration.interrupted) say('interrupted: what was found so far');
      reportLines(request, report).forEach(say);
    }
  }
  if (problems.length > 0) return unwrittenCode;
  return allWell(report) ? 0 : 1;
}

/** Options that are of one program, explored here. */
const alone = ['dot', 'aut', 'out', 'workers'] as const;

/** The report that the calculus makes itself of a program, where nothing is asked that it does not tell of. */
function ownAsked(file: string, o: ExploreCommand): Asked['own'] {
  const more = [...o.property, ...o.new, o.observe].some((x) => x !== undefined);
  if (more || exploring(file, o.system)?.language?.reports?.explore === undefined) return null;
  const { limit, reduce, bound, policy } = o;
  return {
    limit,
    ...(reduce === undefined ? {} : { reduce }),
    ...(bound === undefined ? {} : { bound }),
    ...(policy === undefined ? {} : { policy }),
  };
}

/** What is asked of one of several programs; or the exit code. */
async function askedOfOne(file: string, o: ExploreCommand): Promise<Either<number | readonly LoadError[], Asked>> {
  const own = ownAsked(file, o);
  const { policy: _, bound: __, ...plain } = o;
  void [_, __];
  // What the calculus is asked for itself is not chosen of a space.
  const sources = await sourcesOf(file, own === null ? o : plain);
  if (isLeft(sources)) return sources;
  return right({
    sources: sources.right,
    own,
    limit: o.limit,
    reduce: o.reduce ?? false,
    symmetric: o.symmetric ?? false,
    observe: observed(o),
  });
}

/** One program of several: what it comes to; or the errors for which it is not explored. */
type Explorable = Either<readonly LoadError[], { readonly asked: Asked; readonly here: () => Promise<Explored> }>;

/**
 * Explores programs one after the other, or each on a worker of a cluster; what is told of each is what is told of it alone, and with
 * `--json` several are a list.
 * @returns the greatest of their exit codes.
 */
export async function exploreAll(files: readonly string[], o: ExploreCommand): Promise<number> {
  const odd = alone.find((name) => o[name] !== undefined);
  if (odd !== undefined) return wrongCall(`--${odd} is for one program that is explored on this machine`, o);
  const variant = o.cluster === undefined ? right(null) : travelling(o);
  if (isLeft(variant)) return wrongCall(variant.left, o);
  const all: Explorable[] = [];
  for (const file of files) {
    const one = await askedOfOne(file, o);
    if (isLeft(one) && typeof one.left === 'number') return one.left;
    const ready = isLeft(one) ? one : asked(one.right);
    if (isLeft(one) || isLeft(ready))
      all.push(left((isLeft(one) ? one.left : isLeft(ready) ? ready.left : []) as readonly LoadError[])); // prettier-ignore
    else
      all.push(
        right({
          asked: one.right,
          here: async () => {
            const explored = await ready.right();
            if (isLeft(explored)) throw new WrongReport(explored.left);
            return explored.right;
          },
        }),
      );
  }
  const told: unknown[] = [];
  let code = 0;
  const errors = (found: readonly LoadError[]): void => {
    code = Math.max(code, 1);
    if (o.json) told.push({ errors: found });
    else fail(found, o);
  };
  const tell = (explored: Explored): void => {
    code = Math.max(code, explored.holds ? 0 : 1);
    for (const note of explored.notes) write(`${note}\n`, 2);
    if (o.json) told.push(explored.json);
    else explored.lines.forEach(say);
  };
  const inTurn = async (next: (one: Asked, here: () => Promise<Explored>) => Promise<Explored>): Promise<void> => {
    for (const one of all)
      if (isLeft(one)) errors(one.left);
      else tell(await next(one.right.asked, one.right.here));
  };
  try {
    if (o.cluster === undefined) await inTurn((_, here) => here());
    else {
      const good = all.flatMap((one) => (isLeft(one) ? [] : [one.right.asked]));
      const { exploreElsewhere } = await import('../cluster/exploring.ts');
      const asking = await askedOf(o.cluster, o, async (coordinator) => {
        const answers = exploreElsewhere(coordinator, variant.right, good);
        await inTurn(async () => (await answers.next()).value as Explored);
      });
      if (isLeft(asking)) return asking.left;
    }
  } catch (e) {
    if (e instanceof WrongReport) return wrongCall(e.message, o);
    throw e;
  }
  if (o.json) sayAll(files.length === 1 ? told[0] : told);
  return code;
}

/** A calculus makes no report for the options of a call. */
class WrongReport extends Error {}

/** Files of runs, for `mutandis replay`. */
export function replayRunsCommand(json: unknown, file: string, mode: Mode): number {
  const verdict = replayRuns(json, file);
  if (isLeft(verdict)) return fail(verdict.left, mode);
  if (mode.json) sayJson('replay', verdict.right);
  else
    for (const { of, steps, wrong } of verdict.right.runs)
      say(wrong === null ? `holds: ${of}, ${steps} steps` : `does not hold: ${of}: ${wrong}`);
  return verdict.right.ok ? 0 : 1;
}
