/**
 * The address of what is in view: `#/<calculus>/<view>/<object>`, the object a rule's name or what else the view is of.
 * A view, a rule and an exercise are places: Back leads from one to the one before.
 */
import { readPlace, placeOf, writePlace } from './tree/place.ts';
import { fileIn } from './tree/files.ts';
import type { PageState } from './state.ts';
import { readVariant } from './variant-name.ts';

/** What an address tells. */
export interface Address {
  readonly calculus: string;
  readonly view: string;
  readonly object: string | null;
}

/** Where a view keeps what it is of: read from the state, and put back into one. */
interface Objects {
  readonly read: (state: PageState) => string | null;
  readonly write: (object: string | null) => Partial<PageState>;
}
const objects: Readonly<Record<string, Objects>> = {
  rules: { read: (s) => s.rule, write: (rule) => ({ rule }) },
  // A file's exercise is no place that an address could name.
  exercises: {
    read: ({ exercise }) => (exercise?.includes('\n') ? null : exercise),
    write: (exercise) => ({ exercise, goal: '' }),
  },
  derivations: {
    read: ({ derivation }) => {
      const { subject } = readPlace(derivation);
      return fileIn(subject) === null ? subject : null;
    },
    write: (subject) => (subject === null ? {} : { derivation: writePlace(placeOf(subject)) }),
  },
  histories: { read: (s) => s.history, write: (history) => ({ history, cell: null }) },
};

/** The address of a state, with its `#`. */
export function addressOf(state: PageState): string {
  const { calculus } = readVariant(state.variant);
  const object = objects[state.view]?.read(state) ?? null;
  const parts = [calculus, state.view, ...(object === null || object.length > 200 ? [] : [object])];
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** What the part of an address behind `#` tells; undefined where it is no address of a view. */
export function readAddress(fragment: string): Address | undefined {
  const [empty, ...parts] = fragment.replace(/\?.*$/, '').split('/');
  if (empty !== '' || parts.length < 2) return undefined;
  try {
    const [calculus, view, ...rest] = parts.map(decodeURIComponent) as [string, string, ...string[]];
    return { calculus, view, object: rest.length === 0 ? null : rest.join('/') };
  } catch {
    return undefined;
  }
}

/** What of a state an address changes: nothing where the state is there already. */
export function changeTo({ view, object }: Address, state: PageState): Partial<PageState> {
  const of = objects[view];
  if (of === undefined || of.read(state) === object) return { view };
  return { view, ...of.write(object) };
}
