/** What a list shows of the exercises that come with the page, read when it is built: a list needs no calculus for it. */
import { readFileSync } from 'node:fs';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Plugin } from 'vite';
import { calculi } from '../../proofs/calculi.ts';
import { readExercise, type Exercise } from '../exercises/format.ts';
import { entryOfExercise, type Entry } from './engine/exercise-entry.ts';

/** An exercise as a list shows it, and the calculus that it is about. */
export interface ExerciseTold {
  readonly entry: Entry;
  readonly calculus: string;
}

/** The calculus of an exercise: a derivation may be of another presentation of it. */
function calculusOf(x: Exercise): string {
  if (x.kind !== 'derivation') return x.calculus;
  const c = calculi.find(({ name, presentations }) => [name, ...presentations.map((p) => p.name)].includes(x.system));
  return c?.name ?? x.system;
}

/** Lets the engine import what is told of an exercise, as `NAME.yaml?told`. */
export const exercisesTold = (): Plugin => ({
  name: 'exercises-told',
  enforce: 'pre',
  load(id) {
    const name = /\/([^/]+)\.yaml\?told$/.exec(id)?.[1];
    if (name === undefined) return null;
    const r = readExercise(readFileSync(id.replace(/\?told$/, ''), 'utf8'), `${name}.yaml`);
    if (isLeft(r)) throw new Error(`${name}.yaml: ${r.left[0]?.message ?? 'it cannot be read'}`);
    const { exercise } = r.right;
    const told: ExerciseTold = { entry: entryOfExercise(name, exercise), calculus: calculusOf(exercise) };
    return `export default ${JSON.stringify(told)};`;
  },
});
