/** What was read of a file is kept as long as no file that it was made of changes (section 6). */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as t from 'io-ts';
import { sha256 } from '../../sha256.ts';
import type { Source } from './sources.ts';
import { fileName } from './tree.ts';
import type { Unit } from './unit.ts';

/** What is kept was read by this version of the reader. */
const reader = 2;

/** Where what was read is kept unless it is said otherwise. */
export const defaultCache = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'mutandis', 'c');

const hashOf = (path: string): string | undefined => {
  try {
    return sha256(readFileSync(path));
  } catch {
    return undefined;
  }
};

/** The files that a file was made of, as clang's dependencies say. */
export const dependencies = (text: string): string[] =>
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

/** A file of the folder: the units are those of this version of the reader, whose number is in the file's name. */
const KeptFile = t.type({
  kept: t.array(t.type({ made: t.array(t.tuple([t.string, t.string])), unit: t.UnknownRecord })),
});

/** Versions of a file that are kept under one name: the same text with other headers. */
const mostKept = 8;

/** A folder of what was read; null: nothing is kept. */
export class Cache {
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
    return join(this.dir, `${sha256(key)}.json`);
  }
  private entries(path: string): readonly Kept[] {
    try {
      const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
      return KeptFile.is(file) ? (file.kept as unknown as readonly Kept[]) : [];
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

/**
 * The files that each of several files was made of, which one process read.
 * @param list clang's dependencies of all of them.
 * @param headers the headers as they were read; the first of each file is `mark`.
 */
export function dependenciesOfEach(
  files: readonly string[],
  list: string,
  headers: string,
  mark: string,
): readonly (readonly string[])[] {
  const all = dependencies(readFileSync(list, 'utf8')).filter((f) => f !== mark);
  const read: Set<string>[] = [];
  for (const line of readFileSync(headers, 'utf8').split('\n'))
    if (line === mark) read.push(new Set());
    else if (line !== '') read[read.length - 1]?.add(fileName(line));
  // Where it is not clear what belongs to which, everything belongs to each.
  if (read.length !== files.length) return files.map(() => all);
  const anywhere = new Set([...files.map(fileName), ...read.flatMap((r) => [...r])]);
  // What was looked for, but not read (`__has_include`).
  const asked = all.filter((f) => !anywhere.has(fileName(f)));
  return files.map((f, i) => [f, ...(read[i] as Set<string>), ...asked]);
}
