/**
 * What the page asks of the workbench. Every method takes one argument and gives an answer, both plain data that can be
 * sent between threads; one method a line here, each in the file of its view.
 */
import { building, buildingGoal } from './building.ts';
import {
  analysis,
  at,
  breaking,
  derivationSubjects,
  kernel,
  kernelNext,
  outline,
  session,
  sessionExercises,
  sessionGrade,
  sweeping,
  ways,
} from './calculi.ts';
import { check } from './check.ts';
import { derivation, derivationCard, derivationFile, derivationLatex } from './derivations.ts';
import { exercise, exerciseProblems, exercises, grading, spellings, writtenRules } from './exercises.ts';
import { history, historySlice } from './histories.ts';
import { hunt, proving } from './hunt.ts';
import { ruleCard } from './rule-cards.ts';
import { rules } from './rules.ts';
import { spaceChecked, spaceTable } from './spaces-checked.ts';
import { spaceGraph, spaceWay } from './spaces-graph.ts';
import { spaceAt, spaceOpened, spaceRun } from './spaces.ts';

/** What is asked of proofs that are read is loaded with the first question. */
const reading = () => import('./proofs.ts');
type Reading = Awaited<ReturnType<typeof reading>>;
const proofs = async (asked: Parameters<Reading['proofs']>[0]) => (await reading()).proofs(asked);
const proofRead = async (asked: Parameters<Reading['proofRead']>[0]) => (await reading()).proofRead(asked);
const proofLatex = async (asked: Parameters<Reading['proofLatex']>[0]) => (await reading()).proofLatex(asked);
const tried = () => import('./proof-exercise.ts');
type Tried = Awaited<ReturnType<typeof tried>>;
const proofTried = async (asked: Parameters<Tried['proofTried']>[0]) => (await tried()).proofTried(asked);
const proofNamed = async (asked: Parameters<Tried['proofNamed']>[0]) => (await tried()).proofNamed(asked);

export const engine = {
  check,
  outline,
  at,
  breaking,
  derivation,
  derivationSubjects,
  derivationCard,
  derivationLatex,
  derivationFile,
  proofs,
  proofRead,
  proofLatex,
  proofTried,
  proofNamed,
  rules,
  ruleCard,
  hunt,
  proving,
  analysis,
  ways,
  sweeping,
  spaceOpened,
  spaceAt,
  spaceRun,
  spaceGraph,
  spaceWay,
  spaceChecked,
  spaceTable,
  history,
  historySlice,
  exercises,
  exercise,
  exerciseProblems,
  grading,
  writtenRules,
  spellings,
  session,
  sessionExercises,
  sessionGrade,
  kernel,
  kernelNext,
  building,
  buildingGoal,
};
export type Engine = typeof engine;
