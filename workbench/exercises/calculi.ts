/** Exercises about programs and updates are of the calculus that has them; derivations and repairs are of any. */
export { givenProblems, gradePoint, gradeRefused, gradeTransformer } from './proteus/updating.ts';
