/** The command that reads C by clang and writes the facts of a version. */
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { isLeft } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { defaultCache } from '../c-programs/clang/kept.ts';
import { findClang } from '../c-programs/clang/process.ts';
import { readSources } from '../c-programs/clang/run.ts';
import { databaseSources, namedSources, type ReadError } from '../c-programs/clang/sources.ts';
import { link } from '../c-programs/link.ts';
import { printable } from '../c-programs/text.ts';
import { readJson } from './bytes.ts';
import { unwritable, writeWhole } from '../files.ts';
import { fail, failOut, say, sayJson, write, type Mode } from './output.ts';

export interface FactsOptions extends Mode {
  readonly program: string;
  readonly release: string;
  readonly out?: string;
  readonly compdb?: string;
  readonly define?: readonly string[];
  readonly marker?: readonly string[];
  readonly at?: readonly string[];
  readonly jobs?: number;
  /** Commander's form of --no-cache. */
  readonly cache?: boolean | string;
}

const told = (e: ReadError): LoadError => ({
  ...loadError('parse', printable(e.message), undefined, e.file),
  line: e.line,
  column: e.line === null ? null : 1,
});

/**
 * Reading a release takes a second or two, and its code is most of the program: compiled as early as it would be otherwise, compiling takes
 * a third of that time.
 */
const compileLater = (): void => setFlagsFromString('--interrupt-budget=1000000');

export async function factsCommand(
  names: readonly string[],
  passed: readonly string[],
  o: FactsOptions,
): Promise<number> {
  compileLater();
  const wrongOut = o.out === undefined ? undefined : unwritable(o.out);
  if (wrongOut !== undefined) return failOut(wrongOut, o);
  const clang = findClang();
  if (isLeft(clang)) return fail([loadError('parse', clang.left, undefined, 'mutandis')], o);
  const args = [...(o.define ?? []).map((d) => `-D${d}`), ...passed];
  const json = o.compdb === undefined ? undefined : readJson(o.compdb);
  if (json !== undefined && isLeft(json)) return fail(json.left, o);
  const sources =
    o.compdb !== undefined && json !== undefined
      ? databaseSources(o.compdb, json.right, dirname(o.compdb))
      : namedSources(names, args);
  if (isLeft(sources)) return fail(sources.left.map(told), o);
  if (sources.right.length === 0)
    return fail(
      [loadError('parse', 'no sources are named: files, a folder, or --compdb', undefined, 'mutandis c facts')],
      o,
    );
  const list =
    o.compdb === undefined ? sources.right : sources.right.map((s) => ({ ...s, args: [...s.args, ...args] }));
  const progress = process.stderr.isTTY
    ? (done: number, of: number) => write(`\r${done} of ${of} files${done === of ? '\n' : ''}`, 2)
    : undefined;
  const units = await readSources(list, {
    clang: clang.right,
    cache: o.cache === false ? null : typeof o.cache === 'string' ? o.cache : defaultCache(),
    ...(o.jobs === undefined ? {} : { jobs: o.jobs }),
    ...(progress ? { progress } : {}),
  });
  if (isLeft(units)) return fail(units.left.map(told), o);
  const facts = link(units.right, {
    program: o.program,
    release: o.release,
    command: args,
    markers: o.marker ?? [],
    at: o.at ?? [],
  });
  const text = `${JSON.stringify(facts)}\n`;
  if (o.out === undefined) {
    write(text);
    return 0;
  }
  const unable = writeWhole(o.out, text);
  if (unable !== undefined) return failOut(unable, o);
  const outer = facts.points.filter((p) => p.inside === 0).length;
  const skipped = facts.skipped ?? [];
  if (o.json)
    sayJson('c-facts', {
      out: o.out,
      files: list.length,
      types: facts.types.length,
      functions: facts.functions.length,
      globals: facts.globals.length,
      points: facts.points.length,
      outer,
      roots: facts.roots,
      pinned: facts.pinned.length,
      unresolved: facts.unresolved,
      unsupported: facts.unsupported,
      skipped,
    });
  else {
    say(
      `${o.out}: ${list.length} files, ${facts.types.length} types, ${facts.functions.length} functions, ${facts.globals.length} globals, ${facts.points.length} update points (${outer} outer)`,
    );
    const lines = (what: string, remarks: typeof skipped): void => {
      for (const r of remarks.slice(0, 20))
        say(printable(`${r.file}:${r.line}:1: ${what}: ${r.what}${r.function === null ? '' : ` (in ${r.function})`}`));
      if (remarks.length > 20) say(`and ${remarks.length - 20} more: ${what}`);
    };
    for (const r of facts.roots ?? []) say(printable(`${r.function} begins a stack: ${r.why}`));
    lines('skipped', skipped);
    lines('note', facts.unsupported ?? []);
    lines('unresolved', facts.unresolved ?? []);
  }
  return 0;
}
