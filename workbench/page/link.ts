/**
 * The state of the page outside of it: as a link that can be shared, and kept over a reload. What comes back is not
 * trusted: a field of the wrong shape is left as it is at the start, and a link that cannot be read is told.
 */
import {
  answerKey,
  decisions,
  page,
  recall,
  remember,
  set,
  start,
  subscribe,
  viewNames,
  type Decision,
  type PageState,
} from './state.ts';

const version = '1.';
/** A link unpacks to no more than this many characters. */
const longest = 5_000_000;

const base64url = (bytes: Uint8Array): string => {
  let s = '';
  for (let i = 0; i < bytes.length; i += 0x8000) s += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(s).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
};
const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

/** The part of a link behind `#`. */
export async function encode(state: PageState): Promise<string> {
  // What is as at the start says nothing.
  const told = Object.entries(state).filter(
    ([k, v]) => JSON.stringify(v) !== JSON.stringify(start[k as keyof PageState]),
  );
  const packed = new Blob([JSON.stringify(Object.fromEntries(told))])
    .stream()
    .pipeThrough(new CompressionStream('deflate-raw'));
  return version + base64url(new Uint8Array(await new Response(packed).arrayBuffer()));
}

/** The state that a link tells; rejected with the reason when it tells none. */
export async function decode(fragment: string): Promise<PageState> {
  if (!fragment.startsWith(version)) throw new Error('it is not a link of this page, or of a later one');
  const stream = new Blob([bytesOf(fragment.slice(version.length))])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    if (text.length > longest) throw new Error('it is too long');
  }
  return stateOf(JSON.parse(text + decoder.decode()));
}

const isText = (x: unknown): x is string => typeof x === 'string';
const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
const orNull = (f: (x: unknown) => boolean) => (x: unknown) => x === null || f(x);
const shapes: { readonly [K in keyof PageState]: (x: unknown) => boolean } = {
  view: (x) => viewNames.includes(x as never),
  program: isText,
  updates: (x) => Array.isArray(x) && x.every(isText),
  check: (x) => x === 'dynamic' || x === 'static',
  step: isCount,
  decisions: (x) =>
    isRecord(x) && Object.entries(x).every(([k, v]) => /^[1-9][0-9]*$/.test(k) && decisions.includes(v as Decision)),
  variant: orNull(isText),
  derivation: isText,
  rule: orNull(isText),
  point: orNull(isCount),
  type: orNull(isText),
  history: orNull(isText),
  cell: orNull((x) => isText(x) && /^[0-9]+\.[0-9]+$/.test(x)),
  exercise: orNull(isText),
  answers: (x) => isRecord(x) && Object.values(x).every(isText),
  solved: (x) => Array.isArray(x) && x.every(isText),
  goal: (x) => isText(x) && /^([0-9]+(\.[0-9]+)*)?$/.test(x),
};

/** A state from data of any kind: what fits, and the rest as at the start. */
export function stateOf(x: unknown): PageState {
  if (!isRecord(x)) throw new Error('there is no state in it');
  const fits = Object.keys(shapes).filter((k) => k in x && shapes[k as keyof PageState](x[k]));
  return { ...start, ...Object.fromEntries(fits.map((k) => [k, x[k]])) };
}

const key = 'mutandis.page';
const statesOf = (x: unknown): PageState[] => (Array.isArray(x) ? x.map(stateOf) : []);

/** Keeps the state, and what can be undone, whenever it has changed; the tab that changed last wins. */
export function keep(): void {
  let due: number | undefined;
  const write = () => {
    due = undefined;
    try {
      localStorage.setItem(key, JSON.stringify(page()));
      sessionStorage.setItem(key, JSON.stringify(remember()));
    } catch {
      // No room, or none allowed: the page works without.
    }
  };
  subscribe(() => (due ??= window.setTimeout(write, 200)));
  window.addEventListener('pagehide', write);
}

/** The state that was kept, put back; false when there is none. */
export function restore(): boolean {
  try {
    const tab: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (isRecord(tab)) {
      recall({ now: stateOf(tab.now), past: statesOf(tab.past), future: statesOf(tab.future) });
      return true;
    }
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (!isRecord(kept)) return false;
    recall({ now: stateOf(kept), past: [], future: [] });
    return true;
  } catch {
    return false;
  }
}

/** Goes where the address says, once: the page's own state is kept elsewhere. @returns what to tell, if anything. */
export async function follow(): Promise<string | undefined> {
  const fragment = location.hash.slice(1);
  if (fragment === '' || fragment === 'view') return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  try {
    const told = await decode(fragment);
    // Whoever follows a link keeps the own answers to other exercises.
    const { answers, solved } = page();
    set({
      ...told,
      answers: { ...answers, ...told.answers },
      solved: [...new Set([...solved, ...told.solved])],
    });
    return undefined;
  } catch (e) {
    const why = e instanceof Error && e.message.startsWith('it ') ? e.message : 'part of it is missing or was changed';
    return `The link could not be opened: ${why}.`;
  }
}

/** What of a state is for others: of the exercises, the one that is open and the answer to it. */
export function shared(state: PageState): PageState {
  const key = state.exercise === null ? null : answerKey(state.exercise);
  const answer = key === null ? undefined : state.answers[key];
  return { ...state, solved: [], answers: key === null || answer === undefined ? {} : { [key]: answer } };
}

/** A link to the page as it is. */
export const linkTo = async (state: PageState): Promise<string> =>
  `${location.href.replace(/#.*$/, '')}#${await encode(shared(state))}`;
