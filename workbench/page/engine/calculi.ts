/** The calculi whose programs the page shows in their own way; the others are shown by their steps. */
import type { Programs } from './programs.ts';
import { proteusPrograms } from './proteus/programs.ts';
import { afterOf } from './whole.ts';
import { bySteps } from './steps.ts';
import { calculusMeant } from './variants.ts';

const own: Readonly<Record<string, Programs | undefined>> = { proteus: proteusPrograms };

/** How the programs of the calculus that a variant is of are shown. */
export const programsOf = (variant: string | null | undefined): Programs =>
  own[calculusMeant(variant ?? null).name] ?? bySteps;

export const outline: Programs['outline'] = (of) => programsOf(of.variant).outline(of);
/** Above this many characters of a state, the state after the next step is not sent as well. */
const mostTwice = 20_000;
/** A step, and what the next one leads to. */
export const at: Programs['at'] = (of) => {
  const programs = programsOf(of.variant);
  const now = programs.at(of);
  if (now?.next === null || now === null || now.expression.text.length > mostTwice) return now;
  const next = programs.at({ ...of, step: now.step + 1 });
  return next === null || next.step === now.step ? now : { ...now, after: afterOf(now, next) };
};
export const analysis: Programs['analysis'] = (of) => programsOf(of.variant).analysis(of);
export const sweeping: Programs['sweeping'] = (of) => programsOf(of.variant).sweeping(of);
export const derivationSubjects: Programs['subjects'] = (of) => programsOf(of.variant).subjects(of);
export { session } from './sessions/session.ts';
export { sessionExercises, sessionGrade } from './sessions/exercises.ts';
