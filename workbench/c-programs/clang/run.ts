/**
 * Reading C with clang (section 6): its trees are read as they come, and what was read is kept as long as no file that it was made of
 * changes. Files that are compiled alike are given to one process together; where anything is wrong there, each is read by itself.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { FileReader } from './declarations.ts';
import { Cache, dependencies, dependenciesOfEach } from './kept.ts';
import { always, askClang, diagnostics, frontEnd, run, systemArgs, type About } from './process.ts';
import { fileName } from './tree.ts';
import type { ReadError, Source } from './sources.ts';
import { TreeReader } from './tree-reader.ts';
import type { Unit } from './unit.ts';

export interface ReadOptions {
  readonly clang: string;
  /** Where what was read is kept; null: nowhere. */
  readonly cache: string | null;
  readonly jobs?: number;
  readonly progress?: (done: number, of: number) => void;
}

/** What the preprocessor says of a file that has errors: its first message, if it is the one that fails. */
async function preprocessorError(s: Source, clang: string): Promise<ReadError | undefined> {
  const ran = await run(clang, ['-E', ...always, ...s.args, s.file], s.directory, () => true);
  if (isLeft(ran) || ran.right.code === 0) return undefined;
  const [first] = diagnostics(ran.right.err);
  return {
    file: first?.file ?? s.file,
    line: first?.line ?? null,
    message:
      first?.message ??
      (ran.right.err.trim().split('\n')[0] || `the preprocessor fails (${ran.right.code ?? ran.right.signal})`),
  };
}

interface Run extends ReadOptions {
  readonly about: About;
  readonly kept: Cache;
  /** A directory for this run's own files. */
  readonly scratch: string;
}

/** A file to be read, with what static names of it are qualified by, and its number. */
interface Task {
  readonly source: Source;
  readonly stem: string;
  readonly i: number;
}

const salt = (t: Task, o: Run): readonly string[] => [o.about.version, t.stem];

/** Readers of files that are compiled alike. */
function readers(tasks: readonly Task[], o: Run): FileReader[] {
  const args = tasks[0]?.source.args ?? [];
  const named = [...o.about.system, ...systemArgs(args)].map((d) => (d.endsWith('/') ? d : `${d}/`));
  // As clang writes them, and as they are named here.
  const system = [...new Set([...named, ...named.map(fileName)])];
  const foreign = new Map<string, boolean>();
  const isSystem = (file: string): boolean => {
    const before = foreign.get(file);
    if (before !== undefined) return before;
    const found = file.startsWith('<') || system.some((d) => file.startsWith(d));
    foreign.set(file, found);
    return found;
  };
  return tasks.map((t) => new FileReader(t.source.file, t.stem, isSystem));
}

const tree = ['-fsyntax-only', '-Xclang', '-ast-dump=json', ...always];

async function readAlone(t: Task, o: Run): Promise<Either<ReadError, Unit>> {
  const s = t.source;
  const reader = new TreeReader(...readers([t], o));
  const list = join(o.scratch, `${t.i}.d`);
  const args = [...tree, '-MD', '-MF', list, ...s.args, s.file];
  const ran = await run(o.clang, args, s.directory, (c) => reader.push(c));
  if (isLeft(ran)) return left({ file: s.file, line: null, message: ran.left });
  const { code, signal, err } = ran.right;
  if (code !== 0) {
    const failed = await preprocessorError(s, o.clang);
    if (failed !== undefined) return left(failed);
  }
  const units = reader.end(diagnostics(err));
  if (isLeft(units)) {
    const first = err.trim().split('\n')[0] ?? '';
    const why = signal !== null ? `: clang was ended by ${signal}` : first === '' ? '' : `: ${first}`;
    return left({ file: s.file, line: null, message: `${units.left}${why}` });
  }
  const unit = units.right[0] as Unit;
  if (code === 0 && existsSync(list)) o.kept.put(s, salt(t, o), dependencies(readFileSync(list, 'utf8')), unit);
  return right(unit);
}

/**
 * Reads files that are compiled alike by one process: starting clang takes longer than it needs for most files.
 * @param command the compiler proper, with its arguments but for the files.
 * @returns undefined where anything is wrong with one of them.
 */
async function readTogether(
  tasks: readonly Task[],
  command: readonly string[],
  o: Run,
): Promise<readonly Unit[] | undefined> {
  const [first] = tasks as readonly [Task];
  const [trees, headers, list, mark] = ['trees', 'headers', 'd', 'h'].map((e) =>
    join(o.scratch, `${first.i}.${e}`),
  ) as [string, string, string, string];
  // An empty header that each file begins with, so that the list of headers says where the next file's begin.
  if (o.cache !== null) writeFileSync(mark, '');
  const listed =
    o.cache === null
      ? []
      : ['-dependency-file', list, '-MT', 'x', '-sys-header-deps', '-header-include-file', headers, '-include', mark];
  const [program, ...args] = command as readonly [string, ...string[]];
  const files = tasks.map((t) => t.source.file);
  const out = openSync(trees, 'w+');
  try {
    const ran = await run(program, [...args, ...listed, ...files], first.source.directory, out);
    if (isLeft(ran) || ran.right.code !== 0) return undefined;
    const reader = new TreeReader(...readers(tasks, o));
    reader.readFrom(out);
    const units = reader.end();
    if (isLeft(units)) return undefined;
    if (o.cache !== null) {
      const made = dependenciesOfEach(files, list, headers, mark);
      tasks.forEach((t, i) => o.kept.put(t.source, salt(t, o), made[i] as string[], units.right[i] as Unit));
    }
    return units.right;
  } finally {
    closeSync(out);
    rmSync(trees);
  }
}
/** What static names of files are qualified by: the file's name, with its folders where two have the same. */
function stems(sources: readonly Source[]): string[] {
  const short = sources.map((s) => basename(s.file, extname(s.file)));
  return short.map((n, i) =>
    short.filter((m) => m === n).length > 1 ? (sources[i] as Source).file.replace(/\.[^./]*$/, '') : n,
  );
}

/** Files that one process reads at most: what it prints of them lies in a temporary file until it ends. */
const mostTogether = 16;

/** The same for files that are compiled alike. */
const likeness = (s: Source): string => JSON.stringify([s.directory, s.args]);

/** Files that are compiled alike, in equal parts; a file by itself where there is no other. */
function parts(tasks: readonly Task[]): Task[][] {
  const alike = new Map<string, Task[]>();
  for (const t of tasks) {
    const key = likeness(t.source);
    const there = alike.get(key);
    if (there === undefined) alike.set(key, [t]);
    else there.push(t);
  }
  return [...alike.values()].flatMap((all) => {
    const size = Math.ceil(all.length / Math.ceil(all.length / mostTogether));
    return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
  });
}

/** Reads all files, one process a core. @returns units in the order of the files, or everything that is wrong. */
export async function readSources(
  sources: readonly Source[],
  o: ReadOptions,
): Promise<Either<readonly ReadError[], readonly Unit[]>> {
  const about = await askClang(o.clang);
  if (isLeft(about)) return left([{ file: o.clang, line: null, message: about.left }]);
  const names = stems(sources);
  const scratch = mkdtempSync(join(tmpdir(), 'mutandis-c-'));
  const all: Run = { ...o, about: about.right, kept: new Cache(o.cache), scratch };
  const made: Either<ReadError, Unit>[] = [];
  let done = 0;
  const put = (t: Task, unit: Either<ReadError, Unit>): void => {
    made[t.i] = unit;
    o.progress?.(++done, sources.length);
  };
  const unread = sources.flatMap((source, i) => {
    const task = { source, stem: names[i] as string, i };
    const known = all.kept.get(source, salt(task, all));
    if (known !== undefined) put(task, right(known));
    return known === undefined ? [task] : [];
  });
  // The driver is asked once for all parts that are compiled alike.
  const commands = new Map<string, ReturnType<typeof frontEnd>>();
  const command = (s: Source): ReturnType<typeof frontEnd> => {
    const known = commands.get(likeness(s)) ?? frontEnd(o.clang, [...tree, ...s.args], s.file, s.directory);
    commands.set(likeness(s), known);
    return known;
  };
  const waiting = parts(unread);
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
      const [first] = part as [Task];
      const called = part.length > 1 ? await command(first.source) : undefined;
      const units = called && (await readTogether(part, called, all));
      for (const [i, t] of part.entries()) put(t, units ? right(units[i] as Unit) : await readAlone(t, all));
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(o.jobs ?? availableParallelism(), waiting.length) }, work));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const errors = made.flatMap((m) => (isLeft(m) ? [m.left] : []));
  return errors.length > 0 ? left(errors) : right(made.flatMap((m) => (isLeft(m) ? [] : [m.right])));
}
