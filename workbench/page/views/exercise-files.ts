/** Exercises that were loaded from files: this browser keeps them, and lists them under those that come with the page. */
import * as t from 'io-ts';
import { keepFile, keptFile } from '../tree/files.ts';

const key = 'exercises';
/** Files that are kept at most, and characters of one: more are no exercises of people. */
const mostFiles = 200;
const longest = 200_000;

/** The texts of the files that were loaded. */
export async function loadedExercises(): Promise<readonly string[]> {
  try {
    const kept: unknown = JSON.parse((await keptFile(key)) ?? '[]');
    return t.UnknownArray.is(kept) ? kept.filter(t.string.is) : [];
  } catch {
    return [];
  }
}

/** A file's exercise has several lines: by that it is told from one that comes with the page. */
const textOf = (text: string): string => (text.includes('\n') ? text : `${text}\n`);
const titleOf = (text: string): string => /^title:(.*)$/m.exec(text)?.[1]?.trim() ?? text;

/** Adds files; one that was mended takes the place of the one with its title. @returns what could not be kept, in words. */
export async function addExercises(files: Iterable<File>): Promise<{
  readonly texts: readonly string[];
  readonly problems: readonly string[];
}> {
  const [texts, problems]: [string[], string[]] = [[], []];
  for (const file of files) {
    if (file.size > longest * 4) problems.push(`${file.name} is longer than an exercise can be`);
    else
      try {
        texts.push(textOf(await file.text()));
      } catch {
        problems.push(`${file.name} cannot be read`);
      }
  }
  const titles = new Set(texts.map(titleOf));
  const kept = [...(await loadedExercises()).filter((t) => !titles.has(titleOf(t))), ...texts];
  if (kept.length > mostFiles) problems.push(`no more than ${mostFiles} files are kept`);
  await keepFile(JSON.stringify(kept.slice(0, mostFiles)), key);
  return { texts, problems };
}

/** Takes one from the list. */
export async function removeExercise(text: string): Promise<void> {
  await keepFile(JSON.stringify((await loadedExercises()).filter((t) => t !== text)), key);
}
