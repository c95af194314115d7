/**
 * What the page asks of the workbench. Every method takes one argument and gives an answer, both plain data that can be
 * sent between threads; one method a line here, each in the file of its view. A file is loaded when the first of its
 * methods is asked for, with the calculi that the question is about.
 */
import { derived, everyCalculus, explored, exploredIn, named, nothing } from './needs.ts';

/** A method of a part of the engine. @param needs what is loaded beside the part before it is asked. */
const asked =
  <P extends { readonly [m in M]: (argument: never, progress: never) => unknown }, M extends string>(
    part: () => Promise<P>,
    method: M,
    needs: (argument: Parameters<P[M]>[0]) => Promise<void>,
  ) =>
  async (...given: Parameters<P[M]>): Promise<Awaited<ReturnType<P[M]>>> => {
    const [loaded] = await Promise.all([part(), needs(given[0])]).catch((e: unknown) => {
      throw new Error(
        `a part of the engine could not be loaded: reload the page, or see whether its server is there (${String(e)})`,
      );
    });
    return (await loaded[method](...(given as [never, never]))) as Awaited<ReturnType<P[M]>>;
  };

const programs = () => import('./calculi.ts');
const checks = () => import('./check.ts');
const derivations = () => import('./derivations.ts');
const rulesShown = () => import('./rules.ts');
const ruleCards = () => import('./rule-cards.ts');
const hunts = () => import('./hunt.ts');
const spaces = () => import('./spaces.ts');
const graphs = () => import('./spaces-graph.ts');
const properties = () => import('./spaces-checked.ts');
const histories = () => import('./histories.ts');
const exercisesListed = () => import('./exercise-list.ts');
const exercisesRead = () => import('./exercises.ts');
const built = () => import('./building.ts');
const proofsRead = () => import('./proofs.ts');
const proofsTried = () => import('./proof-exercise.ts');
const sessions = () => import('./sessions/session.ts');
const sessionsRead = () => import('./sessions/exercises.ts');
const kernels = () => import('./components/kernel.ts');
const walks = () => import('./components/walk.ts');

/** Questions about an exercise. */
const exercised = async (of: { readonly of: string }): Promise<void> => (await exercisesListed()).exercised(of);
/** Questions about the exercises that a session's view has. */
const sessionsExercised = async (): Promise<void> => (await sessionsRead()).loadFiles();

export const engine = {
  check: asked(checks, 'check', named),
  outline: asked(programs, 'outline', named),
  at: asked(programs, 'at', named),
  breaking: asked(programs, 'breaking', named),
  derivation: asked(derivations, 'derivation', derived),
  derivationSubjects: asked(programs, 'derivationSubjects', named),
  derivationCard: asked(derivations, 'derivationCard', derived),
  derivationLatex: asked(derivations, 'derivationLatex', derived),
  derivationFile: asked(derivations, 'derivationFile', derived),
  rules: asked(rulesShown, 'rules', named),
  ruleCard: asked(ruleCards, 'ruleCard', named),
  hunt: asked(hunts, 'hunt', named),
  proving: asked(hunts, 'proving', named),
  analysis: asked(programs, 'analysis', named),
  ways: asked(programs, 'ways', named),
  sweeping: asked(programs, 'sweeping', named),
  spaceOpened: asked(spaces, 'spaceOpened', explored),
  spaceAt: asked(spaces, 'spaceAt', exploredIn),
  spaceRun: asked(spaces, 'spaceRun', exploredIn),
  spaceGraph: asked(graphs, 'spaceGraph', exploredIn),
  spaceWay: asked(graphs, 'spaceWay', exploredIn),
  spaceChecked: asked(properties, 'spaceChecked', exploredIn),
  spaceTable: asked(properties, 'spaceTable', exploredIn),
  history: asked(histories, 'history', nothing),
  historySlice: asked(histories, 'historySlice', nothing),
  exercises: asked(exercisesListed, 'exercises', nothing),
  exercise: asked(exercisesRead, 'exercise', exercised),
  exerciseProblems: asked(exercisesRead, 'exerciseProblems', exercised),
  grading: asked(exercisesRead, 'grading', exercised),
  writtenRules: asked(exercisesRead, 'writtenRules', exercised),
  spellings: asked(exercisesRead, 'spellings', nothing),
  session: asked(sessions, 'session', named),
  sessionExercises: asked(sessionsRead, 'sessionExercises', sessionsExercised),
  sessionGrade: asked(sessionsRead, 'sessionGrade', sessionsExercised),
  kernel: asked(kernels, 'kernel', named),
  kernelNext: asked(walks, 'kernelNext', named),
  proofs: asked(proofsRead, 'proofs', everyCalculus),
  proofRead: asked(proofsRead, 'proofRead', everyCalculus),
  proofLatex: asked(proofsRead, 'proofLatex', everyCalculus),
  proofTried: asked(proofsTried, 'proofTried', exercised),
  proofNamed: asked(proofsTried, 'proofNamed', exercised),
  building: asked(built, 'building', exercised),
  buildingGoal: asked(built, 'buildingGoal', exercised),
};
export type Engine = typeof engine;
