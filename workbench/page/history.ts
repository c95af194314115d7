/**
 * States as changes: what of a state differs from the one before it, and of a text only the part that does. A history of
 * a hundred edits of a long program is kept in little more room than the program.
 */
import { produce } from 'immer';
import * as t from 'io-ts';
import { by, list, nullable, whole } from '../../semantics/codecs.ts';
import type { PageState } from './state.ts';

/** A text changed in one place: so much of the old one at its beginning, so much at its end, and what is between. */
const TextChange = t.tuple([whole, whole, t.string]);
type TextChange = t.TypeOf<typeof TextChange>;
/** What became of a field: another text, other texts of a list as long, or another value. */
const Change = t.union([
  t.type({ text: TextChange }),
  t.type({ texts: list(nullable(TextChange)) }),
  t.type({ value: t.unknown }),
]);
type Change = t.TypeOf<typeof Change>;
export const Patch = by(Change);
export type Patch = t.TypeOf<typeof Patch>;

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

const texts = list(t.string);

function changeOf(a: unknown, b: unknown): Change {
  if (typeof a === 'string' && typeof b === 'string') return { text: textChange(a, b) };
  if (texts.is(a) && texts.is(b) && a.length === b.length)
    return { texts: a.map((x, i) => (x === b[i] ? null : textChange(x, b[i] as string))) };
  return { value: b };
}

/** What leads from one state to another. */
export function patchOf(a: PageState, b: PageState): Patch {
  const fields = (Object.keys(b) as (keyof PageState)[]).filter((k) => a[k] !== b[k]);
  return Object.fromEntries(fields.map((k) => [k, changeOf(a[k], b[k])]));
}

/** The state that a patch leads to. @throws Error where the patch does not fit the state. */
export const patched = (a: PageState, patch: Patch): PageState =>
  produce(a, (made: Record<string, unknown>) => {
    for (const [k, change] of Object.entries(patch)) {
      const old = made[k];
      if ('text' in change && t.string.is(old)) made[k] = changedText(old, change.text);
      else if ('texts' in change && texts.is(old))
        made[k] = old.map((x, i) => {
          const c = change.texts[i];
          return c === null || c === undefined ? x : changedText(x, c);
        });
      else if ('value' in change) made[k] = change.value;
      else throw new Error(`${k} is no text that was changed`);
    }
  });

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
