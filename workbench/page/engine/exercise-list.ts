/**
 * The exercises that come with the page: what a list shows of them was read when the page was built (exercises-told.ts).
 * Their texts, and the calculi that they are about, are loaded when one of them is opened.
 */
import type { ExerciseTold } from '../exercises-told.ts';
import type { Entry } from './exercises.ts';
import { everyCalculus, loadOf } from './needs.ts';
import { loadNotation } from './variants.ts';

const files = import.meta.glob<ExerciseTold>('../../../examples/exercises/*.yaml', {
  query: '?told',
  import: 'default',
  eager: true,
});
const own = new Map(Object.values(files).map((told) => [told.entry.name, told]));

/**
 * Exercises as a list shows them: those that come with the page, in order, then those of files that can be read.
 * @param request.files the texts of files.
 */
export async function exercises({ files: loaded }: { readonly files: readonly string[] }): Promise<readonly Entry[]> {
  const listed = [...own.keys()].sort().flatMap((name) => own.get(name)?.entry ?? []);
  if (loaded.length === 0) return listed;
  const [{ entryOf }] = await Promise.all([import('./exercises.ts'), everyCalculus()]);
  return [...listed, ...loaded.flatMap((text) => entryOf(text) ?? [])];
}

/**
 * Loads what an exercise is read with: of one that comes with the page its text and its calculus, and what reads rules
 * where rules are the answer; of a file all, since it may be of any calculus.
 */
export async function exercised({ of }: { readonly of: string }): Promise<void> {
  const told = own.get(of);
  if (told === undefined) return everyCalculus();
  const { loadExercise } = await import('./exercises.ts');
  await Promise.all([
    loadExercise(of),
    loadOf(told.calculus),
    told.entry.kind === 'repair' ? loadNotation() : undefined,
  ]);
}
