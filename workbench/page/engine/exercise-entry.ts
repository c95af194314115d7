/** An exercise as a list shows it. */
import type { Exercise, Kind } from '../../exercises/format.ts';

export interface Entry {
  /** The name of one that comes with the page, or the text of its file. */
  readonly name: string;
  /** The lesson that it stands under; null where it says none. */
  readonly lesson: string | null;
  /** From 1 to 3. */
  readonly level: number;
  /** The first sentence of the task. */
  readonly teaser: string;
  readonly title: string;
  readonly kind: Kind;
}

/** The first sentence of a text. */
const firstSentence = (text: string): string =>
  /^[^]*?[.?!](?=\s|$)/.exec(text.trim().replace(/\s+/g, ' '))?.[0] ?? text.trim();

export const entryOfExercise = (name: string, { title, kind, lesson, level, task }: Exercise): Entry => ({
  name,
  title,
  kind,
  lesson,
  level,
  teaser: firstSentence(task),
});
