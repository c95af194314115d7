/**
 * Histories for the page: what a facts file says, and a refused cell as a slice. Nothing here reads files or starts processes; a file that
 * is dropped is refused when it is too large, and read where nobody waits for it (a worker).
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { readFacts, type BadFacts, type Facts } from './facts.ts';
import { history, type History } from './history.ts';
import { pointsOf, type Choice } from './points.ts';
import type { Mark, SlicedWay, Slicing } from './slicing.ts';

/** Longer texts are refused by the page. */
export const longest = 64 * 1024 * 1024;

/** A facts file that was opened: its versions and their table. */
export interface Opened {
  readonly versions: readonly Facts[];
  readonly history: History;
}

/** Opens the text of a facts file. @returns everything that is wrong with it, with lines. */
export function open(text: string, choice: Choice = {}): Either<readonly BadFacts[], Opened> {
  if (text.length > longest)
    return left([{ line: 1, message: `has ${text.length} characters; at most ${longest} are read here` }]);
  const read = readFacts(text);
  return isLeft(read) ? read : right({ versions: read.right, history: history(read.right, choice) });
}

/** A cell of the table as a slice: programs, update, marks, and what is in the way, in the slice and in C. */
export interface SliceView {
  /** Of the point. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly verdict: 'admitted' | 'refused';
  readonly old: string;
  readonly next: string;
  readonly update: string;
  /** What stands where in `old`, in terms of C. */
  readonly marks: readonly Mark[];
  /** Keys ↦ the types that stand for them in the slice. */
  readonly types: ReadonlyMap<string, string>;
  readonly obstacles: readonly { readonly key: string; readonly ways: readonly SlicedWay[] }[];
}

/** Cuts a step down to one of its points: the step'th of the history, the index'th of its points. */
export function sliceView(
  slicing: Slicing,
  opened: Opened,
  choice: Choice,
  stepIndex: number,
  index: number,
): Either<string, SliceView> {
  const [before, after] = [opened.versions[stepIndex], opened.versions[stepIndex + 1]];
  const point = before && pointsOf(before, choice)[index];
  if (before === undefined || after === undefined || point === undefined) return left('there is no such cell');
  const planned = slicing.judge(before, after, [point]);
  if (isLeft(planned)) return left(planned.left[0]?.message ?? 'the slice does not load');
  const { old, next, update, points } = planned.right;
  const [judged] = points;
  return right({
    function: point.function,
    file: point.file,
    line: point.line,
    verdict: judged?.verdict ?? 'refused',
    old: old.text,
    next: next.text,
    update: update(),
    marks: old.marks,
    types: old.types,
    obstacles: judged?.obstacles ?? [],
  });
}
