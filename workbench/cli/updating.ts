/** What the commands on updates begin with: the tools of the calculus, a program, and its updates. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { System } from '../../rules/system.ts';
import type { Waiting } from '../../checker/runs.ts';
import type { Tools } from '../updating/report.ts';
import { differsOf, toolsOf } from '../updating/tools.ts';
import { aboutProgram, type About } from './choose.ts';
import { openAll } from './input.ts';
import { fail, wrongCall } from './output.ts';
import { openOptions, type ProgramOptions } from './programs.ts';

export interface WithTools {
  readonly about: About;
  readonly tools: Tools<unknown>;
  readonly rules: System;
}

/** What an entry of a table by calculi is for the calculus of a file; or the exit code, where there is none. */
async function toolIn<T>(
  command: string,
  file: string,
  options: ProgramOptions,
  table: Readonly<Record<string, T | undefined>>,
): Promise<Either<number, { readonly about: About; readonly tool: T; readonly rules: System }>> {
  const about = await aboutProgram(file, options);
  if (isLeft(about)) return about;
  const { calculus, rules = calculus.base } = about.right;
  const tool = table[calculus.name];
  if (tool !== undefined) return right({ about: about.right, tool, rules });
  const what =
    calculus.language?.updates === undefined ? 'no updates' : `no tool for its updates that could ${command}`;
  return left(wrongCall(`${command}: ${calculus.title} has ${what}`, options));
}

/** What writes the update from one program of a calculus to the next; or the exit code. */
export const differFor = (file: string, options: ProgramOptions) => toolIn('diff', file, options, differsOf);

/** The tools for the updates of a program's calculus; or the exit code. */
export async function toolsFor(
  command: string,
  file: string,
  options: ProgramOptions,
): Promise<Either<number, WithTools>> {
  const found = await toolIn(command, file, options, toolsOf);
  if (isLeft(found)) return found;
  const { about, tool: tools, rules } = found.right;
  return right({ about, tools, rules });
}

/** A program and its updates, and the tools for them; or the exit code. */
export async function updatingOf(
  command: string,
  file: string,
  updates: readonly string[],
  options: ProgramOptions,
): Promise<Either<number, WithTools & { readonly program: unknown; readonly queue: readonly Waiting[] }>> {
  const tools = await toolsFor(command, file, options);
  if (isLeft(tools)) return tools;
  const read = openAll(file, updates, openOptions(options, tools.right.about));
  if (isLeft(read)) return left(fail(read.left, options));
  return right({ ...tools.right, program: read.right.program, queue: read.right.queue });
}
