/** Exercises in which a case is proved: moves, one a line, checked as they are made. */
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { calculusNamed } from '../../proofs/calculi.ts';
import { casesOf } from '../../proofs/cases.ts';
import type { Development } from '../../proofs/check.ts';
import { developmentFor } from '../../proofs/developments.ts';
import { encodeProof } from '../../proofs/format.ts';
import { movesOf, play, type Standing } from '../../proofs/moves/moves.ts';
import { checkData } from '../../proofs/prove.ts';
import type { ProofExercise } from './format.ts';
import { notYet, solved, type Outcome } from './outcome.ts';

const problem = (field: string, message: string): LoadError => ({
  ...loadError('parse', message, undefined, field),
  line: 1,
  column: 1,
});

const developments = new Map<string, Development>();
/** What an exercise is proved in: that its calculus has statements was asked when it was read. */
export function developmentOf(x: ProofExercise): Development {
  let d = developments.get(x.calculus);
  if (d === undefined) {
    d = developmentFor(calculusNamed(x.calculus)!.base)!;
    developments.set(x.calculus, d);
  }
  return d;
}

/** What is wrong with what an exercise gives: the theorem or the case is none. `file` is the field. */
export function proofProblems(x: ProofExercise): readonly LoadError[] {
  const d = developmentOf(x);
  const s = d.statements.get(x.theorem);
  if (s === undefined)
    return [problem('theorem', `there is no ${x.theorem}; there are ${[...d.statements.keys()].join(', ')}`)];
  const cases = casesOf(d, s);
  return cases.includes(x.case) ? [] : [problem('case', `${x.theorem} has the cases ${cases.join(', ')}`)];
}

/** How far an answer leads. */
export const standing = (x: ProofExercise, answer: string): Standing =>
  play(developmentOf(x), x.theorem, x.case, movesOf(answer).map((m) => m.move)); // prettier-ignore

/** An answer: it solves the exercise where its moves close every branch, and the checker accepts the proof that they make. */
export function gradeProof(x: ProofExercise, answer: string): Outcome {
  const { wrong, node } = standing(x, answer);
  if (wrong !== null) {
    const { code, message, at } = wrong;
    return notYet([{ code, message, line: movesOf(answer)[at]?.line ?? 1, column: 1 }]);
  }
  if (node === null) return notYet([]);
  const verdict = checkData(developmentOf(x), encodeProof(x.theorem, x.case, node));
  return verdict.ok ? solved : notYet([{ code: 'check', message: `${verdict.path}: ${verdict.message}` }]);
}
