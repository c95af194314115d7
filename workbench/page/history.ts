/**
 * States as changes: what of a state differs from the one before it, and of a text only the part that does. A history of
 * a hundred edits of a long program is kept in little more room than the program.
 */
import type { PageState } from './state.ts';

/** A text changed in one place: so much of the old one at its beginning, so much at its end, and what is between. */
type TextChange = readonly [from: number, end: number, between: string];
/** What became of a field: another text, other texts of a list as long, or another value. */
type Change =
  { readonly text: TextChange } | { readonly texts: readonly (TextChange | null)[] } | { readonly value: unknown };
export type Patch = Readonly<Record<string, Change>>;

function textChange(a: string, b: string): TextChange {
  const most = Math.min(a.length, b.length);
  let from = 0;
  while (from < most && a.charCodeAt(from) === b.charCodeAt(from)) from++;
  let end = 0;
  while (end < most - from && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  return [from, end, b.slice(from, b.length - end)];
}

const changedText = (a: string, [from, end, between]: TextChange): string =>
  a.slice(0, from) + between + a.slice(a.length - end);

const isTexts = (x: unknown): x is readonly string[] => Array.isArray(x) && x.every((y) => typeof y === 'string');

function changeOf(a: unknown, b: unknown): Change {
  if (typeof a === 'string' && typeof b === 'string') return { text: textChange(a, b) };
  if (isTexts(a) && isTexts(b) && a.length === b.length)
    return { texts: a.map((x, i) => (x === b[i] ? null : textChange(x, b[i] as string))) };
  return { value: b };
}

/** What leads from one state to another. */
export function patchOf(a: PageState, b: PageState): Patch {
  const fields = (Object.keys(b) as (keyof PageState)[]).filter((k) => a[k] !== b[k]);
  return Object.fromEntries(fields.map((k) => [k, changeOf(a[k], b[k])]));
}

/** The state that a patch leads to. @throws Error where the patch does not fit the state. */
export function patched(a: PageState, patch: Patch): PageState {
  const made: Record<string, unknown> = { ...a };
  for (const [k, change] of Object.entries(patch)) {
    const old = made[k];
    if ('text' in change) made[k] = changedText(old as string, change.text);
    else if ('texts' in change)
      made[k] = (old as readonly string[]).map((x, i) => {
        const c = change.texts[i];
        return c === null || c === undefined ? x : changedText(x, c);
      });
    else made[k] = change.value;
  }
  return made as unknown as PageState;
}

/** States one after the other, as the changes that lead from the one before: the first from the state given. */
export function patchesFrom(start: PageState, states: readonly PageState[]): Patch[] {
  let before = start;
  return states.map((s) => {
    const p = patchOf(before, s);
    before = s;
    return p;
  });
}

/** The inverse of {@link patchesFrom}. */
export function statesFrom(start: PageState, patches: readonly Patch[]): PageState[] {
  let before = start;
  return patches.map((p) => (before = patched(before, p)));
}
