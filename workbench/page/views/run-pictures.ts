/**
 * How calculi draw the runs of exercises. A calculus that has a picture of its own declares it in
 * `views/<calculus>/run-picture.tsx`; it is found there, and loaded when a run is made. The others show runs as text.
 */
import type { ComponentType } from 'preact';

/** A run that is made: a step is chosen in the picture. */
export interface RunPictureProps {
  readonly program: string;
  readonly variant: string | null;
  /** `actor:rule`, step by step. */
  readonly words: readonly string[];
  readonly onStep: (word: string) => void;
}

const declared = import.meta.glob<{ readonly RunPicture: ComponentType<RunPictureProps> }>('./*/run-picture.tsx');

/** How a calculus draws runs; undefined for one that shows them as text. */
export const runPictureOf = (calculus: string): (() => Promise<ComponentType<RunPictureProps>>) | undefined => {
  const load = declared[`./${calculus}/run-picture.tsx`];
  return load === undefined ? undefined : async () => (await load()).RunPicture;
};
