/// <reference types="vite/types/importMeta.d.ts" />
/**
 * How the programs of each calculus are shown: in its own way, where a folder of the calculus has one in `programs.ts`,
 * and otherwise by their steps.
 */
import type { Programs } from './programs.ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Broken, RunOf } from './sent.ts';
import { afterOf } from './whole.ts';
import { bySteps } from './steps.ts';
import { calculusMeant } from './variants.ts';

const declared = import.meta.glob<{ readonly programs: Programs }>('./*/programs.ts');
const own = new Map<string, Programs>();

/** Loads how the programs of a calculus are shown. */
export async function loadPrograms(calculus: string): Promise<void> {
  const load = declared[`./${calculus}/programs.ts`];
  if (load !== undefined && !own.has(calculus)) own.set(calculus, (await load()).programs);
}

/**
 * How the programs of the calculus that a variant is of are shown.
 * @throws Error where that is not loaded: a bug.
 */
export function programsOf(variant: string | null | undefined): Programs {
  const { name } = calculusMeant(variant ?? null);
  const found = own.get(name);
  if (found === undefined && declared[`./${name}/programs.ts`] !== undefined)
    throw new Error(`how programs of ${name} are shown is not loaded: a bug`);
  return found ?? bySteps;
}

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
/** Steps of a counterexample that are looked at: it is small. */
const mostLooked = 300;

/**
 * The step of a run that takes it from what is well typed to what is not, or the state in which it is stuck.
 * @param of.rule the case in which a theorem falls: where nothing of that is seen, the first step by this rule.
 */
export function breaking(of: RunOf & { readonly rule: string }): Broken | null {
  const programs = programsOf(of.variant);
  const line = programs.outline(of);
  if (line === null) return null;
  const wrong = (step: number) => isLeft(programs.derived({ ...of, step, subject: 'configuration' }));
  for (let step = 0; step <= Math.min(line.total, mostLooked); step++) {
    if (!wrong(step)) continue;
    if (step === 0) return { step, text: 'Before the first step the configuration has no type.' };
    const rule = programs.at({ ...of, step: step - 1 })?.next?.rule ?? 'the next rule';
    return { step: step - 1, text: `The next step, by ${rule}, breaks it: what it leads to has no type.` };
  }
  if (line.outcome === 'stuck') return { step: line.total, text: 'Here it breaks: no rule applies, the run is stuck.' };
  // Run reads it without the casts and annotations that it was found with: there it may still be well typed.
  for (let step = 0; step < Math.min(line.total, mostLooked); step++)
    if (programs.at({ ...of, step })?.next?.rule === of.rule)
      return {
        step,
        text: `The next step, by ${of.rule}, breaks it; as it was annotated, what that leads to has no type.`,
      };
  const [applied] = line.applied;
  if (applied === undefined) return null;
  return {
    step: applied.step,
    text: 'The next step applies the update; as it was annotated, what that leads to has no type.',
  };
}

export const analysis: Programs['analysis'] = (of) => programsOf(of.variant).analysis(of);
export const ways: Programs['ways'] = (of) => programsOf(of.variant).ways(of);
export const sweeping: Programs['sweeping'] = (of) => programsOf(of.variant).sweeping(of);
export const derivationSubjects: Programs['subjects'] = (of) => programsOf(of.variant).subjects(of);
