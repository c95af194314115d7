/**
 * Work kept over a reload: the state of each tab and what can be undone in it, as changes (history.ts). It is written
 * at once to what the tab and the browser keep, which is small and cannot fail halfway, and to a record of the tab's own
 * in IndexedDB, which has room. The newest of a tab's own copies is put back; a tab that has none begins with the newest
 * of any.
 */
import { createStore, delMany, entries, set as setKept, type UseStore } from 'idb-keyval';
import * as t from 'io-ts';
import { list } from '../../semantics/codecs.ts';
import { Patch, patchesFrom, statesFrom } from './history.ts';
import { stateOf } from './link.ts';
import { recall, remember, subscribe, type PageState } from './state.ts';

const key = 'mutandis.page';
const tabKey = 'mutandis.tab';
/** Steps of undo and redo that are kept over a reload. */
const mostKept = 100;
/** Records of tabs that are kept: those of tabs long closed go. */
const mostTabs = 20;
/** Milliseconds for which the page waits for its records: what does not answer is not there. */
const patience = 1500;
let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('mutandis-work', 'tabs'));

/** A page as it is kept: the state, when it was kept, and how to go back from it and forth, as changes. */
interface Kept {
  readonly time: number;
  readonly now: unknown;
  readonly past: unknown;
  readonly future: unknown;
}
/** Before states had times, a tab's own was `{ now, past, future }`, and what all tabs shared a state. */
const Whole = t.intersection([t.type({ now: t.UnknownRecord }), t.partial({ past: t.unknown, future: t.unknown })]);
const Timed = t.type({ time: t.number });
const Patches = list(Patch);

/** What is kept: going back begins at the state of now. */
function keptOf(time: number, steps: number): Kept {
  const { now, past, future } = remember();
  const latest = <T>(list: readonly T[]): readonly T[] => (steps === 0 ? [] : list.slice(-steps)).toReversed();
  return { time, now, past: patchesFrom(now, latest(past)), future: patchesFrom(now, latest(future)) };
}

/** States from changes of any kind: as many as fit. */
function statesOf(now: PageState, patches: unknown): PageState[] {
  if (!Patches.is(patches)) return [];
  try {
    return statesFrom(now, patches).map(stateOf).toReversed();
  } catch {
    return [];
  }
}

const write = (to: Storage, name: string, text: string): boolean => {
  try {
    to.setItem(name, text);
    return true;
  } catch {
    return false;
  }
};
const read = (from: Storage, name: string): string | null => {
  try {
    return from.getItem(name);
  } catch {
    return null;
  }
};

/** The last time at which something was kept. */
let keptAt = 0;

async function keepRecord(whole: Kept): Promise<boolean> {
  try {
    await setKept(tab, whole, store());
    return true;
  } catch {
    return false;
  }
}

/** A name for this tab, anew whenever the page is loaded: a tab that is a copy of another has its own. */
const tab = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/**
 * Keeps the state, and what can be undone, whenever it has changed; the tab that changed last wins.
 * @param tell told when there is no room to keep the work, and again when there is.
 */
export function keep(tell: (problem: string | undefined) => void): void {
  let due: number | undefined;
  const save = async () => {
    due = undefined;
    const time = (keptAt = Math.max(Date.now(), keptAt + 1));
    const whole = keptOf(time, mostKept);
    const inTab = [whole, 10, 0].some((x) =>
      write(sessionStorage, key, JSON.stringify(typeof x === 'number' ? keptOf(time, x) : x)),
    );
    // A copy that is older must not be found instead.
    if (!inTab) sessionStorage.removeItem(key);
    const inAll = write(localStorage, key, JSON.stringify(keptOf(time, 0)));
    const inRecord = await keepRecord(whole);
    if (inRecord) write(sessionStorage, tabKey, tab);
    tell(
      inTab || inAll || inRecord
        ? undefined
        : 'Your work is not kept: this browser has no room for it. Copy the link, or save the text.',
    );
  };
  subscribe(() => (due ??= window.setTimeout(() => void save(), 200)));
  window.addEventListener('pagehide', () => void save());
}

/** What was kept, from data of any kind; undefined when that is nothing that is known. */
function keptFrom(x: unknown): Kept | undefined {
  if (Whole.is(x)) return { time: Timed.is(x) ? x.time : 0, now: x.now, past: x.past, future: x.future };
  return t.UnknownRecord.is(x) ? { time: 0, now: x, past: [], future: [] } : undefined;
}

function keptIn(from: Storage): Kept | undefined {
  try {
    return keptFrom(JSON.parse(read(from, key) ?? 'null'));
  } catch {
    return undefined;
  }
}

/** The records of tabs, the newest first; those that are too many are removed. */
async function records(): Promise<(readonly [string, Kept])[]> {
  try {
    const all = (await entries<string, unknown>(store()))
      .flatMap(([name, x]) => {
        const kept = keptFrom(x);
        return kept === undefined ? [] : [[name, kept] as const];
      })
      .sort(([, a], [, b]) => b.time - a.time);
    const old = all.slice(mostTabs).map(([name]) => name);
    if (old.length > 0) await delMany(old, store());
    return all;
  } catch {
    return [];
  }
}

/** The later of two, the first where they are of one time. */
const newer = (a: Kept | undefined, b: Kept | undefined): Kept | undefined =>
  a === undefined || (b !== undefined && b.time > a.time) ? b : a;

/** The state that was kept, put back: this tab's own, or the newest when it has none; false when there is none. */
export async function restore(): Promise<boolean> {
  try {
    const before = read(sessionStorage, tabKey);
    const late = new Promise<Awaited<ReturnType<typeof records>>>((done) => setTimeout(done, patience, []));
    const all = await Promise.race([records(), late]);
    const record = all.find(([name]) => name === before)?.[1];
    const kept = newer(record, keptIn(sessionStorage)) ?? newer(all[0]?.[1], keptIn(localStorage));
    if (kept === undefined) return false;
    const now = stateOf(kept.now);
    keptAt = kept.time;
    recall({ now, past: statesOf(now, kept.past), future: statesOf(now, kept.future) });
    return true;
  } catch {
    return false;
  }
}
