/** Exercises about derivations, programs and updates are of the calculus that has them; repairs are of any. */
export { build, gradeDerivation, solutionOf, taskOf, type Task } from './proteus/derivation.ts';
export { fillable } from './proteus/fills.ts';
export { givenProblems, gradePoint, gradeRefused, gradeTransformer } from './proteus/updating.ts';
