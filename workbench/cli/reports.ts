/** Commands on programs of calculi that say themselves what there is to say: `explore`, `plan`, `project`, `run`. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { ReportOptions } from '../../proofs/calculus.ts';
import { aboutProgram } from './choose.ts';
import { say, sayTold, wrongCall } from './output.ts';
import { laidOut } from '../table.ts';
import { opened, type ProgramOptions } from './programs.ts';

export type Command = 'explore' | 'plan' | 'project' | 'run';
export type ReportCommand = ProgramOptions & Omit<ReportOptions, 'system'>;

/** The exit code; undefined where the calculus of the file has no such report of its own. */
export async function ownReport(command: Command, file: string, options: ReportCommand): Promise<number | undefined> {
  const about = await aboutProgram(file, options);
  if (isLeft(about)) return about.left;
  if (about.right.calculus.language?.reports?.[command] === undefined) return undefined;
  const read = await opened(file, options);
  if (isLeft(read)) return read.left;
  const { language, program, rules } = read.right;
  const { system: _, ...rest } = options;
  void _;
  const told = language.reports?.[command]?.(program, { ...rest, ...(rules === undefined ? {} : { system: rules }) });
  if (told === undefined) return undefined;
  if (told.wrong !== undefined) return wrongCall(told.wrong, options);
  if (options.json) sayTold(told);
  else laidOut(told.lines, { right: [0] }).forEach(say);
  return told.holds ? 0 : 1;
}

/** A command that only some calculi have. */
export async function reportCommand(command: Command, file: string, options: ReportCommand): Promise<number> {
  const about = await aboutProgram(file, options);
  if (isLeft(about)) return about.left;
  return (
    (await ownReport(command, file, options)) ??
    wrongCall(`${command}: ${about.right.calculus.title} has no ${command}`, options)
  );
}
