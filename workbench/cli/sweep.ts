/** The command that tries an update at every update point of a run, under each policy. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { System } from '../../rules/system.ts';
import { compared, type Sweep, type SweepPoint } from '../updating/report.ts';
import { askedOf, travelling } from './cluster.ts';
import { readText } from './bytes.ts';
import { fail, say, sayJson, wrongCall } from './output.ts';
import { reasonText, tellUnended } from '../../checker/runs.ts';
import { tableLines } from '../table.ts';
import { openProgram } from './input.ts';
import { openOptions, type ProgramOptions } from './programs.ts';
import { updatingOf } from './updating.ts';
import type { Source } from '../explore/request.ts';

export interface SweepCommand extends ProgramOptions {
  readonly update: readonly string[];
  /** The new version, to compare what it ends with. */
  readonly new?: string;
  readonly policy: string;
  readonly maxSteps: number;
  readonly maxPoints: number;
  /** The address of the Redis of a cluster, whose workers try the points. */
  readonly cluster?: string;
  readonly clusterCa?: string;
  /** A file with a calculus of one's own. */
  readonly calculus?: string;
}

function sayTable(rows: readonly (readonly string[])[]): void {
  for (const line of tableLines(rows)) say(`  ${line}`.trimEnd());
}

const place = (p: SweepPoint): string => (p.position ? `${p.position.line}:${p.position.column}` : '?');

interface Group {
  readonly key: string;
  readonly first: SweepPoint;
  last: SweepPoint;
}

/** Points one after the other at the same place, with the same answers. */
function grouped(points: readonly SweepPoint[], shown: readonly string[]): Group[] {
  const groups: Group[] = [];
  for (const p of points) {
    const key = [place(p), ...shown.map((q) => p.accepts[q]), p.wellTyped, p.outcome, p.value].join(' ');
    const group = groups[groups.length - 1];
    if (group?.key === key) group.last = p;
    else groups.push({ key, first: p, last: p });
  }
  return groups;
}

const span = (a: number, b: number): string => (a === b ? `${a}` : `${a} to ${b}`);
const answer = (yes: boolean): string => (yes ? 'yes' : 'no');
const safety = (p: SweepPoint): string => {
  if (p.safe) return 'safe';
  if (p.outcome === 'stuck') return 'unsafe: gets stuck';
  if (!p.wellTyped) return 'unsafe: ill typed';
  return p.stopped?.forces[0] === undefined
    ? 'not ended'
    : `does not end: ${p.stopped.forces[0].rule} of ${p.stopped.forces[0].cell}`;
};

/** Why a policy says no, each reason once. */
function refusals(points: readonly SweepPoint[], policy: string): string[] {
  if (policy === 'activeness') return [...new Set(points.flatMap((p) => p.active))].map((z) => `${z} is active`);
  if (policy === 'always') return [];
  return [...new Set(points.flatMap((p) => (p.reasons[policy] ?? []).map(reasonText)))];
}

const mostGroups = 40;

/** What the old and the new version end with. */
interface Ends {
  readonly old: string | null;
  readonly new: string | null | undefined;
}

function result(p: SweepPoint, ends: Ends): string {
  if (p.value === null) return '';
  const how = compared(p.value, ends);
  return how === undefined ? p.value : `${p.value} (${how})`;
}

/** What the runs end with: without the update, of the new version, and where an update leads to neither. */
function sayResults(s: Sweep, ends: Ends): void {
  if (ends.old !== null) say(`  without the update the run ends with ${ends.old}`);
  if (ends.new !== undefined) say(`  the new version ends with ${ends.new ?? 'nothing: it does not end'}`);
  const odd = s.points.filter((p) => p.value !== null && compared(p.value, ends) === 'as neither');
  const [first] = odd;
  if (first === undefined) return;
  const where = odd.length === 1 ? `point ${first.point}` : `${odd.length} points, ${first.point} the first,`;
  const versions = ends.new === undefined ? 'as the run without the update does not' : 'as neither version does';
  say(`  applied at ${where} it ends with ${first.value}, ${versions}`);
}

function saySweep(s: Sweep, shown: readonly string[], ends: Ends): void {
  if (s.reasons.length > 0) {
    say(`${s.update}: not well formed`);
    for (const r of s.reasons) say(`  ${reasonText(r)}`);
    return;
  }
  const n = s.points.length;
  say(`${s.update}: tried at ${n} update point${n === 1 ? '' : 's'} of a run (${s.outcome} after ${s.steps} steps)`);
  if (n === 0) return say('  not tried: no update point was reached');
  const groups = grouped(s.points, shown);
  sayTable([
    ['points', 'steps', 'at', ...shown, 'applied there', 'ends with'],
    ...groups
      .slice(0, mostGroups)
      .map(({ first, last }) => [
        span(first.point, last.point),
        span(first.step, last.step),
        place(first),
        ...shown.map((p) => answer(first.accepts[p] === true)),
        safety(first),
        result(first, ends),
      ]),
  ]);
  if (groups.length > mostGroups) say(`  … and ${groups.length - mostGroups} more rows (--json has all)`);
  sayResults(s, ends);
  const stopped = s.points.find((p) => p.stopped !== null);
  if (stopped?.stopped) say(`  applied at point ${stopped.point}: ${tellUnended(stopped.stopped)}`);
  say('');
  const endless = s.points.some((p) => p.stopped !== null);
  sayTable([
    [
      'policy',
      'accepts safe',
      'accepts unsafe',
      ...(endless ? ['accepts unended'] : []),
      'refuses safe',
      'refuses unsafe',
      ...(endless ? ['refuses unended'] : []),
      'waits',
    ],
    ...shown.map((p) => {
      const { accepted, refused, unended, first } = s.totals[p] as Sweep['totals'][string];
      const [a, r] = endless ? [[unended.accepted], [unended.refused]] : [[], []];
      const waits = first === null ? 'never accepted' : `${first.points} points, ${first.steps} steps`;
      return [p, ...[accepted.safe, accepted.unsafe, ...a, refused.safe, refused.unsafe, ...r].map(String), waits];
    }),
  ]);
  for (const p of shown) {
    const why = refusals(s.points, p);
    if (why.length === 0) continue;
    say(`  ${p} says no:`);
    for (const w of why) say(`    ${w}`);
  }
}

const only = <T>(x: Readonly<Record<string, T>>, shown: readonly string[]) =>
  Object.fromEntries(shown.map((p) => [p, x[p]]));

/** The points tried by the workers of a cluster; or the exit code, when it has been said what is wrong. */
async function elsewhere(
  url: string,
  file: string,
  rules: System,
  options: SweepCommand,
): Promise<Either<number, Sweep>> {
  const variant = travelling(options);
  if (isLeft(variant)) return left(wrongCall(variant.left, options));
  const [program, update] = [file, options.update[0] as string].map((name) => {
    const text = readText(name);
    return { file: name, text: isLeft(text) ? '' : text.right };
  }) as [Source, Source];
  const { sweepElsewhere } = await import('../cluster/sweeping.ts');
  const { annotated = false, maxSteps, maxPoints } = options;
  return askedOf(url, options, (coordinator) =>
    sweepElsewhere(coordinator, rules, variant.right, { program, update, annotated, maxSteps }, maxPoints),
  );
}

export async function sweepCommand(file: string, options: SweepCommand): Promise<number> {
  if (options.update.length !== 1)
    return wrongCall(`sweep tries one update; ${options.update.length} are given with --update`, options);
  const read = await updatingOf('sweep', file, options.update, options);
  if (isLeft(read)) return read.left;
  const { about, tools, rules, program, queue } = read.right;
  const { policies } = tools;
  if (options.policy !== 'all' && !policies.includes(options.policy))
    return wrongCall(`--policy is one of all, ${policies.join(', ')}`, options);
  const swept =
    options.cluster === undefined
      ? right(tools.sweep(rules, program, queue[0] as (typeof queue)[number], options))
      : await elsewhere(options.cluster, file, rules, options);
  if (isLeft(swept)) return swept.left;
  const s = swept.right;
  const shown = options.policy === 'all' ? policies : [options.policy];
  const fresh = options.new === undefined ? undefined : openProgram(options.new, openOptions(options, about));
  if (fresh !== undefined && isLeft(fresh)) return fail(fresh.left, options);
  const { maxSteps } = options;
  const ends: Ends = {
    old: s.value,
    new: fresh?.right.language.run(fresh.right.program, { system: rules, maxSteps }).value,
  };
  if (options.json)
    sayJson('sweep', {
      ...s,
      wellFormed: s.reasons.length === 0,
      new: ends.new ?? null,
      points: s.points.map(({ position: p, accepts, ...rest }) => ({
        ...rest,
        compared: rest.value === null ? null : (compared(rest.value, ends) ?? null),
        file: p?.file ?? null,
        line: p?.line ?? null,
        column: p?.column ?? null,
        accepts: only(accepts, shown),
      })),
      totals: only(s.totals, shown),
    });
  else saySweep(s, shown, ends);
  // An update that was tried nowhere is not safe.
  return s.reasons.length === 0 && s.points.length > 0 ? 0 : 1;
}
