/** Tools for updating: an update from two versions, what will become of it, and its sweep over a run. */
export * from './diff.ts';
export * from './plan.ts';
export * from './propose.ts';
export * from './sweep.ts';
export * from './transformers.ts';
export * from './given.ts';
