/** All that an exploration comes to, as data: for whoever explores one program after the other, here or on other machines. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import type { Space } from '../../checker/explore/space.ts';
import type { ReportOptions } from '../../proofs/calculus.ts';
import { laidOut } from '../table.ts';
import { allWell, reportJson, reportOn, type Exploring } from './report.ts';
import { reportLines } from './report-lines.ts';
import { exploring, requestOf, type Request, type Sources } from './request.ts';

/** What is asked of one program. */
export interface Asked extends Pick<Exploring, 'limit' | 'reduce' | 'symmetric' | 'observe'> {
  readonly sources: Sources;
  /** What the report that the calculus makes itself is asked for, where it is that one that is wanted. */
  readonly own: Omit<ReportOptions, 'system'> | null;
}

export interface Explored {
  /** As `explore --json` prints it. */
  readonly json: unknown;
  readonly lines: readonly string[];
  /** What is told beside the report: why a space was explored in full. */
  readonly notes: readonly string[];
  /** Whether all that was asked holds. */
  readonly holds: boolean;
}

const argument = '--observe';

/** The names to be observed of which the system knows nothing. */
export const unobservable = ({ updated }: Request, observe: readonly string[] | undefined): readonly LoadError[] =>
  (observe ?? []).flatMap((z) => {
    const reading = updated.ask({ about: 'value', name: z, fields: [] });
    return reading.kind === 'none' ? [loadError('scope', reading.message, undefined, argument)] : [];
  });

/** What is to be explored; or what is wrong with it. Nothing is explored yet. */
export function asked(what: Asked): Either<readonly LoadError[], () => Promise<Either<string, Explored>>> {
  const { sources, own, observe } = what;
  if (own !== null) return ownReport(sources, own);
  const request = requestOf(sources);
  if (isLeft(request)) return request;
  const unknown = unobservable(request.right, observe);
  if (unknown.length > 0) return left(unknown);
  return right(async () => {
    const report = await reportOn(request.right, { ...what, explore: whole });
    return right({
      json: reportJson(request.right, report),
      lines: reportLines(request.right, report),
      notes: report.inFull.map((why) => `explored in full: ${why}`),
      holds: allWell(report),
    });
  });
}

const slice = 4096;
const whole = async (space: Space): Promise<void> => {
  while (!space.finished) {
    space.explore(slice);
    // Lets a signal in.
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** The report that a calculus makes itself. */
function ownReport(
  { program, system, rules }: Sources,
  options: Omit<ReportOptions, 'system'>,
): ReturnType<typeof asked> {
  const by = rules === undefined ? {} : { system: rules };
  const language = exploring(program.file, system)?.language;
  const loaded = language?.load(program.text, program.file, by);
  if (loaded === undefined) return left([loadError('scope', 'no calculus explores files of this name', undefined, program.file)]); // prettier-ignore
  if (isLeft(loaded)) return loaded;
  return right(() => {
    const told = language?.reports?.explore?.(loaded.right, { ...options, ...by });
    if (told === undefined) return Promise.resolve(left('the calculus makes no report of its own'));
    if (told.wrong !== undefined) return Promise.resolve(left(told.wrong));
    const lines = laidOut(told.lines, { right: [0] });
    return Promise.resolve(right({ json: told.json, lines, notes: [], holds: told.holds }));
  });
}
