/** Which files are read, and how the build compiles them: files and folders with arguments, or a database of compile commands. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** A file to be read, in the directory where the build would call the compiler, with the build's arguments. */
export interface Source {
  /** Relative to the directory. */
  readonly file: string;
  readonly directory: string;
  readonly args: readonly string[];
}

/** Something wrong with a file, as it is told. */
export interface ReadError {
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
}

/** Files as named, and the files of folders (not of those in them) that end in .c; a single folder is where the compiler is called. */
export function namedSources(
  names: readonly string[],
  args: readonly string[],
): Either<readonly ReadError[], readonly Source[]> {
  const errors: ReadError[] = [];
  const wrong = (file: string, message: string) => errors.push({ file, line: null, message });
  const found: Source[] = [];
  for (const name of names)
    try {
      if (!statSync(name).isDirectory()) {
        if (name.endsWith('.c')) found.push({ file: name, directory: '.', args });
        else wrong(name, 'is no C source (.c)');
        continue;
      }
      const files = readdirSync(name)
        .filter((f) => f.endsWith('.c'))
        .sort();
      if (files.length === 0) wrong(name, 'has no C sources (.c)');
      for (const f of files)
        found.push(
          names.length === 1 ? { file: f, directory: name, args } : { file: join(name, f), directory: '.', args },
        );
    } catch (e) {
      const code = (e as NodeJS.ErrnoException).code;
      wrong(name, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`);
    }
  return errors.length > 0 ? left(errors) : right(found);
}

/** An entry of a compile_commands.json. */
export const Command = t.intersection([
  t.type({ directory: t.string, file: t.string }),
  t.partial({ arguments: t.array(t.string), command: t.string }),
]);

/** The words of a command as a shell takes them apart; nothing is expanded. */
function words(command: string): string[] {
  const found: string[] = [];
  for (const m of command.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g))
    found.push(
      m[0].replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, escaped?: string, double?: string, single?: string) =>
        double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : (single ?? escaped ?? ''),
      ),
    );
  return found;
}

/** The arguments that say how a file is read: without the compiler, the file, and what is made of it. */
function reading(all: readonly string[], file: string, directory: string): string[] {
  const kept: string[] = [];
  for (let i = 1; i < all.length; i++) {
    const a = all[i] as string;
    if (a === '-c' || a === '-S' || a === '-E' || a === '-MD' || a === '-MMD' || a === '-MP' || a === '--') continue;
    if (a === '-o' || a === '-MF' || a === '-MT' || a === '-MQ') i++;
    else if (!a.startsWith('-o') && resolve(directory, a) !== resolve(directory, file)) kept.push(a);
  }
  return kept;
}

/**
 * The sources of a database of compile commands.
 * @param json what is in the file.
 * @param root facts name files relative to here.
 */
export function databaseSources(
  file: string,
  json: unknown,
  root: string,
): Either<readonly ReadError[], readonly Source[]> {
  const read = t.array(Command).decode(json);
  if (isLeft(read)) {
    const context = read.left[0]?.context.filter((_, i) => i > 0) ?? [];
    const path = context.map((c) => c.key).join('.');
    return left([{ file, line: null, message: `is no database of compile commands${path === '' ? '' : `: ${path}`}` }]);
  }
  const seen = new Set<string>();
  const found = read.right.flatMap((c): Source[] => {
    const path = resolve(root, c.directory, c.file);
    if (!path.endsWith('.c') || seen.has(path)) return [];
    seen.add(path);
    const directory = resolve(root, c.directory);
    const args = reading(c.arguments ?? words(c.command ?? ''), c.file, directory);
    return [{ file: relative(directory, path), directory, args }];
  });
  return found.length === 0 ? left([{ file, line: null, message: 'names no C sources (.c)' }]) : right(found);
}
