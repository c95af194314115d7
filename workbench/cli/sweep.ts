/** The command that tries an update at every update point of a run, under each policy. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Sweep, SweepPoint } from '../updating/report.ts';
import { say, sayJson, wrongCall } from './output.ts';
import { reasonText } from '../../checker/runs.ts';
import type { ProgramOptions } from './programs.ts';
import { updatingOf } from './updating.ts';

export interface SweepCommand extends ProgramOptions {
  readonly update: string;
  readonly policy: string;
  readonly maxSteps: number;
  readonly maxPoints: number;
}

/** Columns as wide as what stands in them; the last one as it is. */
function sayTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((r) => r[i]?.length ?? 0))) ?? [];
  for (const r of rows) say(`  ${r.map((x, i) => (i === r.length - 1 ? x : x.padEnd(widths[i] ?? 0))).join('  ')}`);
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
    const key = [place(p), ...shown.map((q) => p.accepts[q]), p.wellTyped, p.outcome].join(' ');
    const group = groups[groups.length - 1];
    if (group?.key === key) group.last = p;
    else groups.push({ key, first: p, last: p });
  }
  return groups;
}

const span = (a: number, b: number): string => (a === b ? `${a}` : `${a} to ${b}`);
const answer = (yes: boolean): string => (yes ? 'yes' : 'no');
const safety = (p: SweepPoint): string =>
  p.safe ? 'safe' : p.outcome === 'stuck' ? 'unsafe: gets stuck' : 'unsafe: ill typed';

/** Why a policy says no, each reason once. */
function refusals(points: readonly SweepPoint[], policy: string): string[] {
  if (policy === 'activeness') return [...new Set(points.flatMap((p) => p.active))].map((z) => `${z} is active`);
  if (policy === 'always') return [];
  return [...new Set(points.flatMap((p) => (p.reasons[policy] ?? []).map(reasonText)))];
}

const mostGroups = 40;

function saySweep(s: Sweep, shown: readonly string[]): void {
  if (s.reasons.length > 0) {
    say(`${s.update}: not well formed`);
    for (const r of s.reasons) say(`  ${reasonText(r)}`);
    return;
  }
  const n = s.points.length;
  say(`${s.update}: tried at ${n} update point${n === 1 ? '' : 's'} of a run (${s.outcome} after ${s.steps} steps)`);
  if (n === 0) return;
  const groups = grouped(s.points, shown);
  sayTable([
    ['points', 'steps', 'at', ...shown, 'applied there'],
    ...groups
      .slice(0, mostGroups)
      .map(({ first, last }) => [
        span(first.point, last.point),
        span(first.step, last.step),
        place(first),
        ...shown.map((p) => answer(first.accepts[p] === true)),
        safety(first),
      ]),
  ]);
  if (groups.length > mostGroups) say(`  … and ${groups.length - mostGroups} more rows (--json has all)`);
  say('');
  sayTable([
    ['policy', 'accepts safe', 'accepts unsafe', 'refuses safe', 'refuses unsafe', 'waits'],
    ...shown.map((p) => {
      const { accepted, refused, first } = s.totals[p] as Sweep['totals'][string];
      const waits = first === null ? 'never accepted' : `${first.points} points, ${first.steps} steps`;
      return [p, ...[accepted.safe, accepted.unsafe, refused.safe, refused.unsafe].map(String), waits];
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

export async function sweepCommand(file: string, options: SweepCommand): Promise<number> {
  const read = await updatingOf('sweep', file, [options.update], options);
  if (isLeft(read)) return read.left;
  const { tools, rules, program, queue } = read.right;
  const { policies } = tools;
  if (options.policy !== 'all' && !policies.includes(options.policy))
    return wrongCall(`--policy is one of all, ${policies.join(', ')}`, options);
  const s = tools.sweep(rules, program, queue[0] as (typeof queue)[number], options);
  const shown = options.policy === 'all' ? policies : [options.policy];
  if (options.json)
    sayJson('sweep', {
      ...s,
      wellFormed: s.reasons.length === 0,
      points: s.points.map(({ position: p, accepts, ...rest }) => ({
        ...rest,
        file: p?.file ?? null,
        line: p?.line ?? null,
        column: p?.column ?? null,
        accepts: only(accepts, shown),
      })),
      totals: only(s.totals, shown),
    });
  else saySweep(s, shown);
  return s.reasons.length === 0 ? 0 : 1;
}
