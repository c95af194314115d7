/** What the exercise *prove a case* asks: how far the moves lead, and what may be chosen next. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Offered, Unsaid } from '../../../proofs/moves/moves.ts';
import { grade, type Graded } from '../../exercises/grade.ts';
import { developmentOf, standing } from '../../exercises/proof.ts';
import type { ProofExercise } from '../../exercises/format.ts';
import { read } from './exercises.ts';
import { linesShown, namesShown, nameShown, type LineShown, type NameShown } from './proofs.ts';

export interface ProofTried {
  readonly lines: readonly LineShown[];
  readonly names: Readonly<Record<string, NameShown>>;
  /** Null where nothing is open. */
  readonly offered: Offered | null;
  /** What has to be said for the wrong move to be made, if that is all. */
  readonly unsaid: readonly Unsaid[];
  readonly graded: Pick<Graded, 'done' | 'verdict' | 'findings' | 'hints' | 'fitting'>;
}

/** @throws Error for what is no such exercise: the view asks only of those. */
function exerciseOf(of: string): ProofExercise {
  const r = read(of);
  if (isLeft(r) || r.right.exercise.kind !== 'proof') throw new Error('it is no exercise in which a case is proved');
  return r.right.exercise;
}

/** The proof as far as an answer leads; a move that cannot be made, and those behind it, are left out. */
export function proofTried({ of, answer }: { readonly of: string; readonly answer: string }): ProofTried {
  const x = exerciseOf(of);
  const at = standing(x, answer);
  const lines = linesShown(at.lines);
  const { done, verdict, findings, hints, fitting } = grade(x, answer);
  return {
    lines,
    names: namesShown(developmentOf(x), lines),
    offered: at.offered,
    unsaid: at.wrong?.unsaid ?? [],
    graded: { done, verdict, findings, hints, fitting },
  };
}

/** What a rule or a lemma says that may be chosen. */
export const proofNamed = ({ of, name }: { readonly of: string; readonly name: string }): NameShown | null =>
  nameShown(developmentOf(exerciseOf(of)), name) ?? null;
