/** Files that were loaded or found, kept by this browser so that a reload does not lose them: too large for a link. */
import { digestText } from '../../../semantics/hash.ts';
import { createStore, get as getKept, set as setKept } from 'idb-keyval';

const memory = new Map<string, string>();
const store = createStore('mutandis-files', 'files');

/** Keeps a file, under a key of its own or one that is given; where there is no storage, until the page is closed. */
export async function keepFile(text: string, key = digestText(text)): Promise<string> {
  memory.set(key, text);
  try {
    await setKept(key, text, store);
  } catch {
    // It is in memory.
  }
  return key;
}

/** A file that was kept here; null when it is not there. */
export async function keptFile(key: string): Promise<string | null> {
  const text = memory.get(key);
  if (text !== undefined) return text;
  try {
    const found: unknown = await getKept(key, store);
    if (typeof found !== 'string') return null;
    memory.set(key, found);
    return found;
  } catch {
    return null;
  }
}

/** What the state of the page says of a file that is open in Derivations. */
export const fileSubject = (key: string, title: string): string => `file ${key} ${title}`;
export function fileIn(subject: string): { readonly key: string; readonly title: string } | null {
  const found = /^file ([0-9a-f]+) (.*)$/s.exec(subject);
  return found === null ? null : { key: found[1] as string, title: found[2] as string };
}

/** Gives the reader a file to keep. */
export function saveFile(title: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const a = document.createElement('a');
  a.href = url;
  a.download = title;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
