/** What the view of state spaces keeps in the page's state: texts by their names, so that a calculus may add its own choices. */
import { produce } from 'immer';
import type { RunShown } from '../engine/spaces-checked.ts';
import type { SpaceOf } from '../engine/spaces.ts';
import { page, set, type PageState } from '../state.ts';

/** A run that is walked: the numbers of its steps, where one stands on it, and where it begins to repeat. */
export interface Walk {
  readonly path: readonly number[];
  readonly at: number;
  /** The place that its end leads back to; null for a run that does not repeat. */
  readonly cycle: number | null;
}

const numbers = (text: string | undefined): readonly number[] =>
  (text ?? '')
    .split('.')
    .filter((x) => /^[0-9]{1,6}$/.test(x))
    .map(Number);
const number = (text: string | undefined): number | null =>
  text !== undefined && /^[0-9]{1,6}$/.test(text) ? Number(text) : null;

export function walkOf({ space }: PageState): Walk {
  const path = numbers(space.path);
  return { path, at: Math.min(number(space.at) ?? path.length, path.length), cycle: number(space.cycle) };
}
/** The other branch, to be compared with; null where none is kept. */
export const branchOf = ({ space }: PageState): readonly number[] | null =>
  space.branch === undefined ? null : numbers(space.branch);

/** The text of the properties. */
export const propertiesOf = ({ space }: PageState): string => space.properties ?? '';
/** The new program that validity is asked against; null where there is none. */
export const freshOf = ({ space }: PageState): string | null => space.fresh ?? null;

const choice = 'choice ';

export function spaceOf(state: PageState): SpaceOf {
  const { program, updates, variant, space } = state;
  const chosen = Object.entries(space).filter(([k]) => k.startsWith(choice));
  return {
    program,
    updates,
    variant,
    fresh: freshOf(state),
    choices: Object.fromEntries(chosen.map(([k, v]) => [k.slice(choice.length), v])),
  };
}

/** Changes some of it; null takes a text out. */
export function setSpace(
  patch: Readonly<Record<string, string | null>>,
  how: 'step' | 'quiet' | 'still' = 'step',
): void {
  const next = produce(page().space, (space: Record<string, string>) => {
    for (const [k, v] of Object.entries(patch)) {
      if (v === null) delete space[k];
      else space[k] = v;
    }
  });
  set({ space: next }, how);
}

const written = ({ path, at, cycle }: Walk): Readonly<Record<string, string | null>> => ({
  path: path.join('.'),
  at: String(at),
  cycle: cycle === null ? null : String(cycle),
});

export const walk = (w: Walk): void => setSpace(written(w));
/** Goes on with a step; where the run went on otherwise, that is kept as the other branch. */
export function step(w: Walk, index: number): void {
  const before = w.path.slice(0, w.at);
  if (w.path[w.at] === index) return walk({ ...w, at: w.at + 1 });
  const left: Readonly<Record<string, string>> = w.at < w.path.length ? { branch: w.path.join('.') } : {};
  setSpace({ ...written({ path: [...before, index], at: w.at + 1, cycle: null }), ...left });
}
/** Shows a run that something was decided by, from its first step. */
export const play = ({ path, cycle }: RunShown, more: Readonly<Record<string, string | null>> = {}): void =>
  setSpace({ ...written({ path, at: 0, cycle: cycle < path.length ? cycle : null }), branch: null, ...more });
export const choose = (name: string, value: string): void =>
  setSpace({ [choice + name]: value, path: null, at: null, cycle: null, branch: null });
export const chosenKey = (name: string): string => choice + name;
