/** The command that writes the update from one version of a program to the next. */
import { basename } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Diff, Sorted } from '../updating/report.ts';
import { unwritable, writeWhole } from '../files.ts';
import { fail, failOut, say, sayJson, write } from './output.ts';
import { reasonText } from '../../checker/runs.ts';
import { openProgram } from './input.ts';
import { openOptions, type ProgramOptions } from './programs.ts';
import { differFor } from './updating.ts';

export interface DiffCommand extends ProgramOptions {
  readonly out?: string;
  readonly reset?: boolean;
}

/** Where the holes of an update stand in its text. */
function holePlaces(text: string): { readonly line: number; readonly column: number }[] {
  return text.split('\n').flatMap((line, i) =>
    // Those in the comments above tell of them.
    line.startsWith('--') ? [] : [...line.matchAll(/\?\?\?/g)].map((m) => ({ line: i + 1, column: m.index + 1 })),
  );
}

function sayDiff(d: Diff, out: string | undefined, put: (line: string) => void): void {
  const list = (what: string, s: Sorted) => {
    const parts = (['changed', 'added', 'removed'] as const).filter((k) => s[k].length > 0);
    if (parts.length > 0) put(`${what}: ${parts.map((k) => `${k} ${s[k].join(', ')}`).join('; ')}`);
  };
  list('types', d.types);
  list('functions', d.functions);
  list('variables', d.variables);
  if (d.along.length > 0) put(`come along, because they use a changed type concretely: ${d.along.join(', ')}`);
  for (const c of d.transformers)
    put(`${c.type} by ${c.by}${c.holes.length === 0 ? '' : `: ${c.holes.length} to be filled in`}`);
  for (const n of d.notes) put(`note: ${n}`);
  if (d.empty) put('there is nothing to update');
  const places = holePlaces(d.text);
  for (const [i, h] of [...d.asked, ...d.transformers.flatMap((c) => c.holes)].entries()) {
    const at = places[i];
    put(`hole: ${out ?? 'the update'}:${at?.line ?? '?'}:${at?.column ?? '?'}: ${h.type}; ${h.why}`);
  }
  for (const r of d.reasons) put(reasonText(r));
}

export async function diffCommand(old: string, next: string, options: DiffCommand): Promise<number> {
  const unable = options.out === undefined ? undefined : unwritable(options.out);
  if (unable !== undefined) return failOut(unable, options);
  const found = await differFor(old, options);
  if (isLeft(found)) return found.left;
  const { about, tool: differ, rules } = found.right;
  const how = openOptions(options, about);
  const [a, b] = [openProgram(old, how), openProgram(next, how)];
  if (isLeft(a) || isLeft(b)) return fail([...(isLeft(a) ? a.left : []), ...(isLeft(b) ? b.left : [])], options);
  const version = basename(next).replace(/\.[^.]*$/, '');
  const d = differ(rules, a.right.program, b.right.program, {
    version,
    reset: options.reset ?? false,
  });
  if (options.out !== undefined) {
    const problem = writeWhole(options.out, d.text);
    if (problem !== undefined) return failOut(problem, options);
  }
  if (options.json) {
    const places = holePlaces(d.text);
    const holes = [
      ...d.asked,
      ...d.transformers.flatMap((c) => c.holes.map((h) => ({ in: c.by, type: h.type, why: h.why }))),
    ];
    sayJson('diff', {
      out: options.out ?? null,
      types: d.types,
      functions: d.functions,
      variables: d.variables,
      along: d.along,
      transformers: d.transformers.map(({ type, by }) => ({ type, by })),
      holes: holes.map((h, i) => ({ ...h, ...places[i] })),
      notes: d.notes,
      reasons: d.reasons,
      update: d.text,
    });
  } else {
    if (options.out === undefined) say(d.text.trimEnd());
    // What is said of it does not get into the update.
    sayDiff(d, options.out, options.out === undefined ? (line) => write(`${line}\n`, 2) : say);
  }
  return d.reasons.length === 0 ? 0 : 1;
}
