/** What somebody is told about an answer: as much as the exercise's feedback allows. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { FirstProofs } from '../../proofs/prove.ts';
import type { HuntProgress, FirstFall } from '../hunt/first-fall.ts';
import { gradePoint, gradeRefused, gradeTransformer } from './updating.ts';
import { build, gradeDerivation, taskOf } from './derivation.ts';
import { choicesProblem, readChoices } from './choices.ts';
import type { Exercise } from './format.ts';
import { notYet, unreadable, type Finding, type Outcome } from './outcome.ts';
import { gradeProof } from './proof.ts';
import { gradeRepair } from './repair.ts';
import { gradeProperty, gradeRun, gradeSystem } from './space.ts';

export interface Graded {
  readonly done: boolean;
  /** In a sentence. */
  readonly verdict: string;
  /** Errors of an answer that is none of the language: always told. */
  readonly errors: readonly LoadError[];
  /** What is wrong, and where; none where the feedback is the verdict only. */
  readonly findings: readonly Finding[];
  /** Hints: first those about what is wrong (`fitting` of them), then those for everybody. */
  readonly hints: readonly string[];
  readonly fitting: number;
  /** What fells the repaired rules, where that may be told. */
  readonly found: FirstFall | null;
}

interface Whole extends Outcome {
  readonly found?: FirstFall | null;
  readonly tests?: number;
  readonly proved?: readonly string[];
}

/** The whole truth about an answer. */
export function outcomeOf(
  x: Exercise,
  answer: string,
  progress?: (p: HuntProgress) => void,
  first?: FirstProofs,
): Whole {
  try {
    switch (x.kind) {
      case 'derivation': {
        const task = taskOf(x);
        if (isLeft(task)) throw new Error('the goal of the exercise cannot be read');
        const problem = choicesProblem(answer);
        if (problem !== undefined) return unreadable([loadError('parse', problem, undefined, 'the answer')]);
        return gradeDerivation(task.right, build(task.right, readChoices(answer)));
      }
      case 'refused':
        return gradeRefused(x, answer);
      case 'point':
        return gradePoint(x, answer);
      case 'transformer':
        return gradeTransformer(x, answer);
      case 'repair':
        return gradeRepair(x, answer, progress, first);
      case 'run':
        return gradeRun(x, answer);
      case 'proof':
        return gradeProof(x, answer);
      case 'property':
        return gradeProperty(x, answer);
      case 'system':
        return gradeSystem(x, answer);
    }
  } catch (e) {
    // Terms so deep, or numbers so large, that this machine cannot hold them.
    if (e instanceof RangeError) return notYet([{ code: 'size', message: 'the answer is too large to be checked' }]);
    throw e;
  }
}

function verdictOf(x: Exercise, o: Whole): string {
  if (o.done && x.kind === 'repair') {
    const proved = o.proved ?? [];
    const all = proved.length === 0 ? '' : `${proved.join(', ')} ${proved.length === 1 ? 'is' : 'are'} proved`;
    const tried = o.tests ? `nothing falls in ${o.tests.toLocaleString('en')} tests` : '';
    return `Solved: ${[all, tried].filter(Boolean).join('; ')}.`;
  }
  if (o.done) return 'Solved.';
  if (o.errors.length > 0) return 'Not yet: it has errors.';
  if (x.kind === 'derivation' || x.kind === 'proof')
    return o.findings.length === 0 ? 'Nothing is wrong so far.' : 'Something is wrong.';
  return 'Not yet.';
}

/** The hints that fit what is wrong, and those for everybody. */
function hintsOf(x: Exercise, findings: readonly Finding[]): Pick<Graded, 'hints' | 'fitting'> {
  const codes = new Set(findings.map((f) => f.code));
  const fitting = x.hints.filter((h) => h.when !== null && codes.has(h.when));
  const general = x.hints.filter((h) => h.when === null);
  return { hints: [...fitting, ...general].map((h) => h.say), fitting: fitting.length };
}

/** As much of the truth about an answer as the feedback allows. */
export function told(x: Exercise, o: Whole): Graded {
  const tells = x.feedback !== 'verdict';
  return {
    done: o.done,
    verdict: verdictOf(x, o),
    errors: o.errors,
    findings: tells ? o.findings : [],
    ...(x.feedback === 'hint' && !o.done ? hintsOf(x, o.findings) : { hints: [], fitting: 0 }),
    found: tells ? (o.found ?? null) : null,
  };
}

/**
 * Grades an answer.
 * @param answer the text of a program, of an update, of rules; of a derivation the choices as JSON (see choices.ts).
 * @param progress of the hunt, where there is one.
 * @param first proofs of the calculus as it is: what is proved of repaired rules is not hunted.
 */
export const grade = (x: Exercise, answer: string, progress?: (p: HuntProgress) => void, first?: FirstProofs): Graded =>
  told(x, outcomeOf(x, answer, progress, first));

/** What an exercise begins with. */
export function startOf(x: Exercise): string {
  switch (x.kind) {
    case 'derivation':
    case 'run':
    case 'proof':
    case 'property':
      return '';
    case 'refused':
    case 'transformer':
    case 'system':
      return x.update;
    case 'point':
      return x.program;
    case 'repair':
      return x.rules;
  }
}
