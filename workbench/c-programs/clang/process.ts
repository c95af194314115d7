/** clang as a process: where it is, what it is always told, and what it says. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { Diagnostic } from './declarations.ts';
import { fileName } from './tree.ts';

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

/** How clang ended, and what it said. */
export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly err: string;
}

/**
 * Runs clang; its output goes to `take` as it comes, which may say that enough has come, or into an open file.
 * @returns how it ended and what it said; why it cannot be run.
 */
export function run(
  clang: string,
  args: readonly string[],
  directory: string,
  take: number | ((chunk: Buffer) => boolean),
): Promise<Either<string, Ran>> {
  return new Promise((done) => {
    const out = typeof take === 'number' ? take : 'pipe';
    const child = spawn(clang, args, { cwd: directory, stdio: ['ignore', out, 'pipe'] });
    let err = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (typeof take !== 'number' && !take(chunk)) child.kill();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (err.length < 1 << 20) err += chunk.toString('utf8');
    });
    child.on('error', (e) => done(left(`clang cannot be run (${(e as NodeJS.ErrnoException).code ?? e.message})`)));
    child.on('close', (code, signal) => done(right({ code, signal, err })));
  });
}

/** The errors in what clang says. */
export const diagnostics = (err: string): Diagnostic[] =>
  [...err.matchAll(/^([^\n:]+):(\d+):\d+: (?:fatal )?error: (.*)$/gm)].map((m) => ({
    file: fileName(m[1] as string),
    line: Number(m[2]),
    message: m[3] as string,
  }));

/** What a clang says of itself. */
export interface About {
  readonly version: string;
  /**
   * Where the system's headers are: what is found there never changes. These are the directories that clang looks through when nothing
   * is asked of it.
   */
  readonly system: readonly string[];
}

/** Asks clang what it is. @returns why it cannot be run otherwise. */
export async function askClang(clang: string): Promise<Either<string, About>> {
  const ran = await run(clang, ['-E', '-v', '-x', 'c', '/dev/null'], '.', () => true);
  if (isLeft(ran)) return ran;
  const { err } = ran.right;
  const list = /#include <\.\.\.> search starts here:\n([^]*?)End of search list/.exec(err)?.[1] ?? '';
  return right({
    version: /^.*\bversion\b.*$/m.exec(err)?.[0] ?? '',
    system: list
      .split('\n')
      .flatMap((l) => (l.trim() === '' ? [] : [l.trim().replace(/ \(framework directory\)$/, '')])),
  });
}

/** Directories that the build says are the system's. */
export const systemArgs = (args: readonly string[]): readonly string[] =>
  args.flatMap((a, i) =>
    ['-isystem', '-idirafter', '-cxx-isystem'].includes(a) ? (args[i + 1] ?? []) : (/^-isystem(.+)/.exec(a)?.[1] ?? []),
  );

/** The words of a command as `clang -###` prints them, each in quotes. */
const quoted = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => (m[1] as string).replace(/\\(.)/g, '$1'));

/**
 * The compiler proper, as the driver would call it for a file, without the file: it takes any number of files, one after the other.
 * @returns its name and arguments; undefined where the driver would call something else, or more than once.
 */
export async function frontEnd(
  clang: string,
  args: readonly string[],
  file: string,
  directory: string,
): Promise<readonly string[] | undefined> {
  const ran = await run(clang, ['-###', ...args, file], directory, () => true);
  if (isLeft(ran) || ran.right.code !== 0) return undefined;
  const commands = ran.right.err.split('\n').flatMap((l) => (/^\s*"/.test(l) ? [quoted(l)] : []));
  const [only] = commands;
  if (commands.length !== 1 || only?.[1] !== '-cc1' || only[only.length - 1] !== file) return undefined;
  // What a file took is given back before the next.
  return only.slice(0, -1).filter((w) => w !== '-disable-free');
}
