/// <reference types="vite/types/importMeta.d.ts" />
/** Histories of C programs: facts read, the table of what could be updated where, and a cell of it as a slice. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { counts, type History } from '../../c-programs/history.ts';
import { hasRoot } from '../../c-programs/points.ts';
import { pointLines, printable } from '../../c-programs/text.ts';
import { longest, open, sliceView, type Opened, type SliceView } from '../../c-programs/view.ts';
import type { Slicing } from '../../c-programs/slicing.ts';
import { unpack } from '../repeats.ts';

/** How C programs are cut down to programs of a calculus: by the one that has a folder for it. */
const declared = import.meta.glob<{ readonly slicing: Slicing }>('../../c-programs/*/slicing.ts', { eager: true });
const [sliced] = Object.values(declared);

/** Problems of a file that are told. */
const mostProblems = 10;

/** The update points that no other one's body comes to. */
const choice = {};

export interface CellShown {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly verdict: 'admitted' | 'refused' | 'unknown';
  readonly mayChange: string;
  /** What is in the way, in sentences that name files and lines in C. */
  readonly why: readonly string[];
}
export interface StepShown {
  readonly from: string;
  readonly to: string;
  /** Types, functions and globals that changed, counted. */
  readonly types: number;
  readonly functions: number;
  readonly globals: number;
  readonly cells: readonly CellShown[];
}
export interface HistoryShown {
  readonly problems: readonly string[];
  readonly program: string;
  readonly releases: number;
  readonly steps: readonly StepShown[];
}
export interface SliceShown {
  readonly program: string;
  readonly update: string;
  /** A type that is in the way at the slice's only update point; null where none is. */
  readonly type: string | null;
}

/** The history that was read last, by the name that it was read under. */
let kept: { readonly name: string; readonly opened: Opened } | undefined;

/** The text of a file, unpacked where it is packed; undefined when there is more of it than is read. */
async function textOf(file: Blob): Promise<string | undefined> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  const reader = (packed ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream()).getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    if (bytes > longest) {
      await reader.cancel();
      return undefined;
    }
    parts.push(decoder.decode(part.value, { stream: true }));
  }
  return unpack(parts.join('') + decoder.decode(), longest);
}

const refused = (...problems: string[]): HistoryShown => ({ problems, program: '', releases: 0, steps: [] });
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

const shown = (h: History): HistoryShown => ({
  problems: [],
  program: printable(h.program),
  releases: h.versions.length,
  steps: h.steps.map((s) => {
    const n = counts(s.changes);
    const gone = new Set(s.changes.functions.deleted);
    return {
      from: printable(s.from),
      to: printable(s.to),
      types: sum(n.slice(0, 4)),
      functions: sum(n.slice(4, 9)),
      globals: sum(n.slice(9)),
      cells: s.points.map((p) => ({
        function: printable(p.function),
        file: printable(p.file),
        line: p.line,
        verdict: p.verdict,
        mayChange: `${p.mayChange.length} of ${p.mayChange.length + p.mayNotChange.length} types may change`,
        why: pointLines(p, gone)
          .slice(1)
          .map((line) => printable(line.trim())),
      })),
    };
  }),
});

/** Reads a file of facts (as it is, or packed with gzip) and judges each version against the next. */
export async function history({ name, file }: { name: string; file: Blob }): Promise<HistoryShown> {
  let text: string | undefined;
  try {
    text = await textOf(file);
  } catch {
    return refused('the file cannot be unpacked: it is damaged');
  }
  if (text === undefined)
    return refused(
      `the file is larger than ${longest / 1024 / 1024} MiB; mutandis c history reads it on the command line`,
    );
  const read = open(text, choice);
  if (isLeft(read)) {
    const told = read.left.slice(0, mostProblems).map((p) => printable(`line ${p.line}: ${p.message}`));
    const more = read.left.length - told.length;
    return refused(...told, ...(more > 0 ? [`and ${more} more`] : []));
  }
  const { versions } = read.right;
  if (versions.length < 2) return refused('a history has two versions at least');
  if (!versions.some(hasRoot)) return refused('there is no main, and no root is named: nothing can be said of stacks');
  kept = { name, opened: read.right };
  return shown(read.right.history);
}

/** The text with the places in C behind its lines. */
function annotated({ old, marks }: SliceView): string {
  const places = new Map<number, Set<string>>();
  for (const { line, what } of marks) {
    const of = what.tag === 'point' ? what.point : what;
    const there = places.get(line) ?? new Set();
    places.set(line, there.add(`${printable(of.file)}:${of.line}`));
  }
  return old
    .split('\n')
    .map((line, i) => {
      const of = places.get(i + 1);
      return of === undefined ? line : `${line}  -- ${[...of].join(', ')}`;
    })
    .join('\n');
}

/**
 * A step and point of the history that was read under a name, cut down to what matters there, as a program and its update.
 * @returns null when that history is not the one that was read last; the caller reads it again.
 */
export function historySlice({
  name,
  step,
  point,
}: {
  name: string;
  step: number;
  point: number;
}): SliceShown | { readonly problem: string } | null {
  if (kept?.name !== name) return null;
  if (sliced === undefined) return { problem: 'no calculus cuts C programs down' };
  const made = sliceView(sliced.slicing, kept.opened, choice, step, point);
  if (isLeft(made)) return { problem: made.left };
  const [first] = made.right.obstacles;
  return {
    program: annotated(made.right),
    update: made.right.update,
    type: first === undefined ? null : (made.right.types.get(first.key) ?? null),
  };
}
