/**
 * The views of the page, in the order of their tabs. A view says of which calculi it is: of all that bring what it
 * needs, or of one calculus, whose folder it then stands in.
 *
 * A calculus adds views of its own in `views/<calculus>/views.ts`, which exports `views: readonly OwnView[]`; they are
 * found there, and nothing else has to name them. Each is loaded when it is asked for.
 */
import type { ComponentType } from 'preact';
import type { CalculusHere } from '../brings.ts';
import { calculiHere } from '../parts/calculi.ts';

/** A view that a calculus brings. */
export interface OwnView {
  /** As the address says it: `#/<calculus>/<name>`. */
  readonly name: string;
  /** On its tab. */
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly sentence: string;
  readonly load: () => Promise<ComponentType>;
}

/** A view, and the calculi that it is of. */
export interface View extends OwnView {
  readonly of: (calculus: CalculusHere) => boolean;
}

const all = () => true;
/** Whether a calculus has state spaces, or another one has them for its programs. */
const explored = ({ endings }: CalculusHere): boolean =>
  calculiHere.some((c) => c.brings.includes('space') && c.endings.some((e) => endings.includes(e)));

const common: readonly View[] = [
  {
    name: 'run',
    title: 'Run',
    sentence: 'a program and its updates, and any step of their run',
    of: ({ brings }) => brings.includes('programs'),
    load: async () => (await import('./run.tsx')).Run,
  },
  {
    name: 'derivations',
    title: 'Derivations',
    sentence: 'why a program has its type, and a step its result, as trees',
    of: all,
    load: async () => (await import('./derivations.tsx')).Derivations,
  },
  {
    name: 'rules',
    title: 'Rules',
    sentence: 'all rules, what a variant changes, and the hunt for what it fells',
    of: all,
    load: async () => (await import('./rules.tsx')).Rules,
  },
  {
    name: 'analysis',
    title: 'Analysis',
    sentence: 'what may change at each update point, and what is in the way',
    of: ({ brings }) => brings.includes('analysis'),
    load: async () => (await import('./analysis.tsx')).Analysis,
  },
  {
    name: 'space',
    title: 'State space',
    sentence: 'all interleavings under all moments of update, and properties of them',
    of: explored,
    load: async () => (await import('./space.tsx')).StateSpace,
  },
  {
    name: 'exercises',
    title: 'Exercises',
    sentence: 'derivations to build, updates and rules to find',
    of: all,
    load: async () => (await import('./exercises.tsx')).Exercises,
  },
];

const declared = import.meta.glob<{ readonly views: readonly OwnView[] }>('./*/views.ts', { eager: true });
const own: readonly View[] = Object.entries(declared).flatMap(([path, { views }]) => {
  const calculus = path.split('/')[1];
  return views.map((v): View => ({ ...v, of: ({ name }) => name === calculus }));
});

/** All views; the tabs are those of the calculus that is chosen. */
export const views: readonly View[] = [...common, ...own];

/** The view of a name. Two calculi may have one of the same name: then that of the calculus is meant. */
export const viewNamed = (name: string, calculus: CalculusHere): View | undefined =>
  views.find((v) => v.name === name && v.of(calculus)) ?? views.find((v) => v.name === name);

/** The views that a calculus has. */
export const viewsOf = (calculus: CalculusHere): readonly View[] => views.filter((v) => v.of(calculus));

/** Whether any calculus has a view of this name. */
export const isView = (name: unknown): name is string =>
  views.some((v) => v.name === name && calculiHere.some((c) => v.of(c)));
