/**
 * The state of the page as a link that can be shared, and as data of any kind. What comes back is not trusted: a field
 * of the wrong shape is left as it is at the start, and a link that cannot be read is told.
 */
import { addressOf, changeTo, readAddress } from './address.ts';
import { calculiHere } from './parts/calculi.ts';
import { toCalculus } from './parts/choosing.ts';
import { isView } from './views/registry.ts';
import {
  answerKey,
  changedByStep,
  decisions,
  page,
  set,
  start,
  subscribe,
  type Decision,
  type PageState,
} from './state.ts';

const version = '1.';
/** A link unpacks to no more than this many characters, and a state has no more updates, and no text longer than this. */
const longest = 5_000_000;
const mostUpdates = 100;
const longestText = 1_000_000;

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
  const told: unknown = JSON.parse(text + decoder.decode());
  if (isRecord(told)) {
    const { program, updates } = told;
    const texts = [program, ...(Array.isArray(updates) ? updates : [])];
    if (texts.length - 1 > mostUpdates) throw new Error(`it has more than ${mostUpdates} updates`);
    if (texts.some((x) => isText(x) && x.length > longestText))
      throw new Error(`it has a text of more than ${longestText} characters`);
  }
  return stateOf(told);
}

const isText = (x: unknown): x is string => typeof x === 'string';
const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
export const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === 'object' && x !== null && !Array.isArray(x);
const orNull = (f: (x: unknown) => boolean) => (x: unknown) => x === null || f(x);
const shapes: { readonly [K in keyof PageState]: (x: unknown) => boolean } = {
  view: isView,
  program: isText,
  updates: (x) => Array.isArray(x) && x.every(isText),
  check: (x) => x === 'dynamic' || x === 'static',
  step: isCount,
  decisions: (x) =>
    isRecord(x) && Object.entries(x).every(([k, v]) => /^[1-9][0-9]*$/.test(k) && decisions.includes(v as Decision)),
  broken: orNull((x) => isRecord(x) && isCount(x.step) && isText(x.text) && x.text.length < 500),
  variant: orNull(isText),
  derivation: isText,
  rule: orNull(isText),
  point: orNull(isCount),
  type: orNull(isText),
  history: orNull(isText),
  cell: orNull((x) => isText(x) && /^[0-9]+\.[0-9]+$/.test(x)),
  space: (x) => isRecord(x) && Object.values(x).every((v) => isText(v) && v.length <= longestText),
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

/** Shows in the address what is in view; in place of the entry of the browser's history where `anew` does not say otherwise. */
function showAddress(anew: boolean): void {
  const address = addressOf(page());
  if (address === location.hash) return;
  if (anew) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

/** Keeps the address up with the state: what a reader went to is a place to come back to. */
export function keepAddress(): void {
  showAddress(false);
  subscribe(() => showAddress(changedByStep()));
}

/** Goes where the address says: to a view, or once to what a link holds. @returns what to tell, if anything. */
export async function follow(): Promise<string | undefined> {
  const fragment = location.hash.slice(1);
  if (fragment === '' || fragment === 'view') return undefined;
  const address = readAddress(fragment);
  if (address !== undefined) {
    const known = isView(address.view) && calculiHere.some((c) => c.name === address.calculus);
    if (known) {
      const to = await toCalculus(address.calculus);
      // Whoever has gone elsewhere meanwhile is there.
      if (location.hash.slice(1) !== fragment) return undefined;
      set({ ...to, ...changeTo(address, page()) }, 'still');
    } else showAddress(false);
    return known ? undefined : 'The address names nothing that the page has.';
  }
  // It is told once: what is changed from here on is not what the link holds.
  history.replaceState(null, '', addressOf(page()));
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
