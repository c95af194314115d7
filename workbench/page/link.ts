/**
 * The state of the page as a link that can be shared, and as data of any kind. What comes back is not trusted: a field
 * of the wrong shape is left as it is at the start, and a link that cannot be read is told.
 */
import * as t from 'io-ts';
import { by, list, nullable, oneOf, such, whole } from '../../semantics/codecs.ts';
import { addressOf, changeTo, readAddress } from './address.ts';
import { calculiHere } from './parts/calculi.ts';
import { toCalculus } from './parts/choosing.ts';
import { isView } from './views/registry.ts';
import { answerKey, changedByStep, decisions, page, set, start, subscribe, type PageState } from './state.ts';

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
  if (t.UnknownRecord.is(told)) {
    const { program, updates } = told;
    const texts = [program, ...(t.UnknownArray.is(updates) ? updates : [])];
    if (texts.length - 1 > mostUpdates) throw new Error(`it has more than ${mostUpdates} updates`);
    if (texts.some((x) => t.string.is(x) && x.length > longestText))
      throw new Error(`it has a text of more than ${longestText} characters`);
  }
  return stateOf(told);
}

/** Of data of any kind, the fields of a state that fit; a codec each. */
const count = such(whole, 'a count', Number.isSafeInteger);
const fields: { readonly [K in keyof PageState]: t.Type<PageState[K], unknown> } = {
  view: such(t.string, 'a view', isView),
  program: t.string,
  updates: list(t.string),
  check: oneOf('dynamic', 'static'),
  step: count,
  decisions: such(by(oneOf(...decisions)), 'decisions at points', (x) =>
    Object.keys(x).every((k) => /^[1-9][0-9]*$/.test(k)),
  ),
  broken: nullable(t.type({ step: count, text: such(t.string, 'a short text', (x) => x.length < 500) })),
  variant: nullable(t.string),
  derivation: t.string,
  rule: nullable(t.string),
  point: nullable(count),
  type: nullable(t.string),
  history: nullable(t.string),
  cell: nullable(such(t.string, 'a cell', (x) => /^[0-9]+\.[0-9]+$/.test(x))),
  space: by(such(t.string, 'no long text', (x) => x.length <= longestText)),
  exercise: nullable(t.string),
  answers: by(t.string),
  solved: list(t.string),
  goal: such(t.string, 'a goal', (x) => /^([0-9]+(\.[0-9]+)*)?$/.test(x)),
};

/** A state from data of any kind: what fits, and the rest as at the start. */
export function stateOf(x: unknown): PageState {
  if (!t.UnknownRecord.is(x)) throw new Error('there is no state in it');
  const fits = Object.keys(fields).filter((k) => k in x && fields[k as keyof PageState].is(x[k]));
  return { ...start, ...Object.fromEntries(fits.map((k) => [k, x[k]])) };
}

/** The address of the state as it was last shown. */
let shown: string | undefined;

/** Shows in the address what is in view; in place of the entry of the browser's history where `anew` does not say otherwise. */
function showAddress(anew: boolean): void {
  const address = (shown = addressOf(page()));
  if (address === location.hash) return;
  if (anew) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

/**
 * Goes where the address says, and from then on keeps it up with the state (what a reader went to is a place to come
 * back to) and the state up with it. Whoever goes elsewhere while the page starts arrives there.
 * @param tell takes what is to be told of an address.
 */
export async function keepAddress(tell: (text: string) => void): Promise<void> {
  let from: string;
  let told: string | undefined;
  do {
    from = location.hash;
    told = await follow();
  } while (location.hash !== from && location.hash !== shown);
  showAddress(false);
  // What changes while the page is on its way to an address, and leads nowhere itself, must not lead back.
  subscribe(() => addressOf(page()) !== shown && showAddress(changedByStep()));
  const say = (text: string | undefined): void => void (text !== undefined && tell(text));
  window.addEventListener('hashchange', () => void follow().then(say));
  say(told);
}

/** Goes where the address says: to a view, or once to what a link holds. @returns what to tell, if anything. */
async function follow(): Promise<string | undefined> {
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
    }
    showAddress(false);
    return known ? undefined : 'The address names nothing that the page has.';
  }
  // It is told once: what is changed from here on is not what the link holds.
  showAddress(false);
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
