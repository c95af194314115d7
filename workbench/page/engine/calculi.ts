/** The calculi whose programs the page shows in their own way; the others are shown by their steps. */
import type { Programs } from './programs.ts';
import { proteusPrograms } from './proteus/programs.ts';
import { bySteps } from './steps.ts';
import { calculusMeant } from './variants.ts';

const own: Readonly<Record<string, Programs | undefined>> = { proteus: proteusPrograms };

/** How the programs of the calculus that a variant is of are shown. */
export const programsOf = (variant: string | null | undefined): Programs =>
  own[calculusMeant(variant ?? null).name] ?? bySteps;

export const outline: Programs['outline'] = (of) => programsOf(of.variant).outline(of);
export const at: Programs['at'] = (of) => programsOf(of.variant).at(of);
export const analysis: Programs['analysis'] = (of) => programsOf(of.variant).analysis(of);
export const sweeping: Programs['sweeping'] = (of) => programsOf(of.variant).sweeping(of);
export const derivationSubjects: Programs['subjects'] = (of) => programsOf(of.variant).subjects(of);
