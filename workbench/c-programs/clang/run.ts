/** Reading C with clang (section 6): it is called on each file, its tree is read as it comes, and what was read is kept as long as no file that it was made of changes. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir, tmpdir } from 'node:os';
import { basename, delimiter, extname, join, resolve } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { FileReader, type Diagnostic } from './declarations.ts';
import { parseNode, Splitter } from './tree.ts';
import type { Unit } from './unit.ts';

/** A file to be read, in the directory where the build would call the compiler, with the build's arguments. */
export interface Source {
  /** Relative to the directory. */
  readonly file: string;
  readonly directory: string;
  readonly args: readonly string[];
}

export interface ReadOptions {
  readonly clang: string;
  /** Where what was read is kept; null: nowhere. */
  readonly cache: string | null;
  readonly jobs?: number;
  readonly progress?: (done: number, of: number) => void;
}

/** Something wrong with a file, as it is told. */
export interface ReadError {
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
}

/** What is kept was read by this version of the reader. */
const reader = 1;

/** Constants that would make every body differ, and `offsetof`, of which clang's tree does not name the type. */
export const always = [
  ...['-w', '-ferror-limit=0', '-fno-color-diagnostics', '-fno-caret-diagnostics', '-fbracket-depth=100000'],
  ...['-Wno-builtin-macro-redefined', '-D__LINE__=0', '-D__DATE__=""', '-D__TIME__=""', '-D__TIMESTAMP__=""'],
  '-D__builtin_offsetof(t,...)=(0*sizeof(t)+__builtin_offsetof(t,__VA_ARGS__))',
];

/** Where clang is: `$CLANG`, `clang`, or the newest `clang-NN`. */
export function findClang(env: NodeJS.ProcessEnv = process.env): Either<string, string> {
  const named = env['CLANG'];
  if (named !== undefined && named !== '') {
    const there = named.includes('/') ? existsSync(named) : onPath(named, env) !== undefined;
    return there ? right(named) : left(`$CLANG is ${named}, which is not there`);
  }
  const names = ['clang', ...Array.from({ length: 30 }, (_, i) => `clang-${40 - i}`)];
  const found = names.find((n) => onPath(n, env) !== undefined);
  return found === undefined
    ? left(
        'clang is not there, and C is read by it: install it (apt-get install clang, brew install llvm), or name it in $CLANG',
      )
    : right(found);
}

const onPath = (name: string, env: NodeJS.ProcessEnv): string | undefined =>
  (env['PATH'] ?? '').split(delimiter).find((dir) => dir !== '' && existsSync(join(dir, name)));

/** Where what was read is kept unless it is said otherwise. */
export const defaultCache = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mutandis', 'c');

interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
}

/** Runs clang; its output goes to `take` as it comes, which may say that enough has come. */
function run(
  clang: string,
  args: readonly string[],
  directory: string,
  take: (chunk: Buffer) => boolean,
): Promise<Either<string, Ran>> {
  return new Promise((done) => {
    const child = spawn(clang, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (!take(chunk)) child.kill();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      if (err.length < 1 << 20) err += chunk.toString('utf8');
    });
    child.on('error', (e) => done(left(`clang cannot be run (${(e as NodeJS.ErrnoException).code ?? e.message})`)));
    child.on('close', (code, signal) => done(right({ code, signal, err })));
  });
}

const diagnostics = (err: string): Diagnostic[] =>
  [...err.matchAll(/^([^\n:]+):(\d+):\d+: (?:fatal )?error: (.*)$/gm)].map((m) => ({
    file: (m[1] as string).replace(/^\.\//, ''),
    line: Number(m[2]),
    message: m[3] as string,
  }));

/**
 * Where the system's headers are: what is found there never changes. These are the directories that clang looks through when nothing is
 * asked of it, and those that the build says are such.
 */
async function systemDirectories(clang: string): Promise<readonly string[]> {
  const ran = await run(clang, ['-E', '-v', '-x', 'c', '/dev/null'], '.', () => true);
  if (isLeft(ran)) return [];
  const list = /#include <\.\.\.> search starts here:\n([^]*?)End of search list/.exec(ran.right.err)?.[1] ?? '';
  return list.split('\n').flatMap((l) => (l.trim() === '' ? [] : [l.trim().replace(/ \(framework directory\)$/, '')]));
}

const systemArgs = (args: readonly string[]): readonly string[] =>
  args.flatMap((a, i) =>
    ['-isystem', '-idirafter', '-cxx-isystem'].includes(a) ? (args[i + 1] ?? []) : (/^-isystem(.+)/.exec(a)?.[1] ?? []),
  );

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

const hashOf = (path: string): string | undefined => {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return undefined;
  }
};

/** The files that a file was made of, as clang's dependencies say. */
const dependencies = (text: string): string[] =>
  text
    .replace(/^[^:]*:/, '')
    .replace(/\\\n/g, ' ')
    .split(/(?<!\\)\s+/)
    .flatMap((f) => (f === '' ? [] : [f.replace(/\\(.)/g, '$1').replace(/\$\$/g, '$')]));

/** What is kept of a file: what was read of it, as long as the files that it was made of are the same. */
interface Kept {
  readonly made: readonly (readonly [file: string, hash: string])[];
  readonly unit: Unit;
}

/** Versions of a file that are kept under one name: the same text with other headers. */
const mostKept = 8;

class Cache {
  private readonly hashes = new Map<string, string | undefined>();
  private readonly dir: string | null;
  constructor(dir: string | null) {
    this.dir = dir;
  }
  private hash(path: string): string | undefined {
    if (!this.hashes.has(path)) this.hashes.set(path, hashOf(path));
    return this.hashes.get(path);
  }
  private path(s: Source, salt: readonly string[]): string | undefined {
    const text = this.dir === null ? undefined : this.hash(resolve(s.directory, s.file));
    if (this.dir === null || text === undefined) return undefined;
    const key = JSON.stringify([reader, ...salt, s.file, s.args, text]);
    return join(this.dir, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
  private entries(path: string): readonly Kept[] {
    try {
      const kept = JSON.parse(readFileSync(path, 'utf8')) as { readonly kept: readonly Kept[] };
      return Array.isArray(kept.kept) ? kept.kept : [];
    } catch {
      // Nothing is kept, or it is damaged: the file is read again.
      return [];
    }
  }
  get(s: Source, salt: readonly string[]): Unit | undefined {
    const path = this.path(s, salt);
    if (path === undefined || !existsSync(path)) return undefined;
    return this.entries(path).find(({ made }) => made.every(([f, h]) => this.hash(resolve(s.directory, f)) === h))
      ?.unit;
  }
  put(s: Source, salt: readonly string[], files: readonly string[], unit: Unit): void {
    const path = this.path(s, salt);
    if (path === undefined || this.dir === null) return;
    const made = files.map((f) => [f, this.hash(resolve(s.directory, f)) ?? ''] as const);
    try {
      mkdirSync(this.dir, { recursive: true });
      const kept = [{ made, unit }, ...this.entries(path)].slice(0, mostKept);
      writeFileSync(`${path}.${process.pid}`, JSON.stringify({ kept }));
      renameSync(`${path}.${process.pid}`, path);
    } catch {
      // Nothing is kept then.
    }
  }
}

/** Reads a tree from pieces of its text. */
export class TreeReader {
  private readonly splitter: Splitter;
  private wrong: string | undefined;
  private readonly file: FileReader;
  constructor(file: FileReader) {
    this.file = file;
    this.splitter = new Splitter((bytes) => {
      if (this.wrong !== undefined || file.skips(bytes)) return;
      const node = parseNode(bytes.toString('utf8'));
      if (isLeft(node)) {
        this.wrong = node.left;
        return;
      }
      try {
        file.declaration(node.right);
      } catch (e) {
        if (!(e instanceof RangeError)) throw e;
        file.tooDeep(node.right);
      }
    });
  }
  /** @returns whether more is wanted. */
  push(chunk: Buffer): boolean {
    // What is wrong with a declaration is found while it is pushed.
    const wrong = this.splitter.push(chunk);
    this.wrong ??= wrong;
    return this.wrong === undefined;
  }
  /** What was read, or what is wrong with the tree. */
  end(errors: readonly Diagnostic[]): Either<string, Unit> {
    this.wrong ??= this.splitter.end();
    return this.wrong === undefined ? right(this.file.unit(errors)) : left(this.wrong);
  }
}

interface Run extends ReadOptions {
  readonly version: string;
  readonly system: readonly string[];
  readonly kept: Cache;
  /** A directory for this run's own files. */
  readonly scratch: string;
}

async function readSource(s: Source, stem: string, i: number, o: Run): Promise<Either<ReadError, Unit>> {
  const salt = [o.version, stem];
  const known = o.kept.get(s, salt);
  if (known !== undefined) return right(known);
  const system = [...o.system, ...systemArgs(s.args)].map((d) => (d.endsWith('/') ? d : `${d}/`));
  const foreign = new Map<string, boolean>();
  const isSystem = (file: string): boolean => {
    const before = foreign.get(file);
    if (before !== undefined) return before;
    const found = file.startsWith('<') || system.some((d) => file.startsWith(d));
    foreign.set(file, found);
    return found;
  };
  const tree = new TreeReader(new FileReader(s.file, stem, isSystem));
  const list = join(o.scratch, `${i}.d`);
  const args = ['-fsyntax-only', '-Xclang', '-ast-dump=json', '-MD', '-MF', list, ...always, ...s.args, s.file];
  const ran = await run(o.clang, args, s.directory, (c) => tree.push(c));
  if (isLeft(ran)) return left({ file: s.file, line: null, message: ran.left });
  const { code, signal, err } = ran.right;
  if (code !== 0) {
    const failed = await preprocessorError(s, o.clang);
    if (failed !== undefined) return left(failed);
  }
  const unit = tree.end(diagnostics(err));
  if (isLeft(unit)) {
    const first = err.trim().split('\n')[0] ?? '';
    const why = signal !== null ? `: clang was ended by ${signal}` : first === '' ? '' : `: ${first}`;
    return left({ file: s.file, line: null, message: `${unit.left}${why}` });
  }
  if (code === 0 && existsSync(list)) o.kept.put(s, salt, dependencies(readFileSync(list, 'utf8')), unit.right);
  return unit;
}

/** What static names of files are qualified by: the file's name, with its folders where two have the same. */
function stems(sources: readonly Source[]): string[] {
  const short = sources.map((s) => basename(s.file, extname(s.file)));
  return short.map((n, i) =>
    short.filter((m) => m === n).length > 1 ? (sources[i] as Source).file.replace(/\.[^./]*$/, '') : n,
  );
}

/** Reads all files, one process a core. @returns units in the order of the files, or everything that is wrong. */
export async function readSources(
  sources: readonly Source[],
  o: ReadOptions,
): Promise<Either<readonly ReadError[], readonly Unit[]>> {
  let version = '';
  const asked = await run(o.clang, ['--version'], '.', (c) => {
    version += c.toString('utf8');
    return true;
  });
  if (isLeft(asked)) return left([{ file: o.clang, line: null, message: asked.left }]);
  const names = stems(sources);
  const scratch = mkdtempSync(join(tmpdir(), 'mutandis-c-'));
  const all: Run = { ...o, version, system: await systemDirectories(o.clang), kept: new Cache(o.cache), scratch };
  const made: Either<ReadError, Unit>[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < sources.length) {
      const i = next++;
      made[i] = await readSource(sources[i] as Source, names[i] as string, i, all);
      o.progress?.(++done, sources.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(o.jobs ?? availableParallelism(), sources.length) }, work));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  const errors = made.flatMap((m) => (isLeft(m) ? [m.left] : []));
  return errors.length > 0 ? left(errors) : right(made.flatMap((m) => (isLeft(m) ? [] : [m.right])));
}
