/** What a command is about: the calculus that is asked for, and the rules of a variant of it. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { System } from '../../rules/system.ts';
import { calculi, calculusNamed } from '../../proofs/calculi.ts';
import type { Calculus } from '../../proofs/calculus.ts';
import { isWritten, loadWritten } from '../hunt/load.ts';
import { noSystem, resolveTask, type Resolved, type Task } from '../hunt/task.ts';
import { calculusFor } from './input.ts';
import { fail, wrongCall, type Mode } from './output.ts';

export interface AboutOptions extends Mode {
  readonly system?: string;
  readonly variant?: string;
}

/** What a calculus lets choose of runs: see Language.choices. */
export interface ChoiceOptions {
  readonly policy?: string;
  readonly offer?: string;
  readonly transfer?: string;
  readonly scheduler?: string;
}

/** The names of the options that calculi let choose. */
export const choiceNames = ['policy', 'offer', 'transfer', 'scheduler'] as const;

/** The choices that were made; or what is wrong with one. */
export function chosen(
  { title, language }: Calculus,
  options: ChoiceOptions,
): Either<string, Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const name of choiceNames) {
    const value = options[name];
    if (value === undefined) continue;
    const choice = language?.choices?.find((c) => c.name === name);
    if (choice === undefined) return left(`--${name}: ${title} has no such choice`);
    const wrong = choice.wrong?.(value);
    if (wrong !== undefined) return left(`--${name}: ${wrong}`);
    if (choice.values && !choice.values.includes(value)) return left(`--${name} is one of ${choice.values.join(', ')}`);
    found[name] = value;
  }
  return right(found);
}

/** The calculus of a name; undefined where none is named, an exit code where there is none of the name. */
export function calculusAsked({ system, ...mode }: AboutOptions): Either<number, Calculus | undefined> {
  if (system === undefined) return right(undefined);
  const found = calculusNamed(system);
  if (found !== undefined) return right(found);
  return left(wrongCall(noSystem(system), mode));
}

/** What a task names; or the exit code, when it has been said what is not there, or is wrong with a file of rules. */
export async function resolvedOr(task: Task, options: Mode): Promise<Resolved | number> {
  if (task.variant !== null && isWritten(task.variant)) {
    const loaded = await loadWritten(task.variant, task.system);
    if (isLeft(loaded)) return fail(loaded.left, options);
  }
  const resolved = await resolveTask(task);
  return isLeft(resolved) ? wrongCall(resolved.left, options) : resolved.right;
}

/** The calculus of a program, and the rules it is judged and run by. */
export interface About {
  readonly calculus: Calculus;
  /** Only where a variant is named. */
  readonly rules?: System;
}

/**
 * @param choices those that were made, where the command has them.
 * @returns the exit code where there is no such calculus or variant.
 */
export async function aboutProgram(
  file: string,
  options: AboutOptions,
  choices: ChoiceOptions = {},
): Promise<Either<number, About>> {
  const asked = calculusAsked(options);
  if (isLeft(asked)) return asked;
  const named = calculusFor(file, asked.right);
  // A choice that only another calculus of the ending has is meant for that one.
  const made = choiceNames.filter((c) => choices[c] !== undefined);
  const offers = (c: Calculus) => made.every((m) => c.language?.choices?.some((x) => x.name === m));
  const other = calculi.find((c) => offers(c) && c.language?.endings.some((e) => file.endsWith(e)));
  const calculus = asked.right !== undefined || offers(named) ? named : (other ?? named);
  if (options.variant === undefined) return right({ calculus });
  const task = { system: calculus.name, variant: options.variant, theorems: null, seed: 0, size: null };
  const resolved = await resolvedOr(task, options);
  return typeof resolved === 'number'
    ? left(resolved)
    : right({ calculus: resolved.calculus, rules: resolved.variant.system });
}
