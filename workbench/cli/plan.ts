/** The command that plans updates: what will become of them, before any is applied. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Position } from '../../semantics/positions.ts';
import { reasonText, tellWay } from '../../checker/runs.ts';
import type { Plan, PlannedPoint } from '../updating/report.ts';
import { say, sayJson, wrongCall } from './output.ts';
import { wayJson, type ProgramOptions } from './programs.ts';
import { updatingOf } from './updating.ts';

export interface PlanCommand extends ProgramOptions {
  readonly update: readonly string[];
}

const place = (p: Position | undefined) => ({
  file: p?.file ?? null,
  line: p?.line ?? null,
  column: p?.column ?? null,
});

const pointJson = (p: PlannedPoint) => ({
  ...place(p.position),
  in: p.in,
  capability: p.capability,
  mayChange: p.mayChange,
  current: p.current,
  static: p.static,
  obstacles: p.obstacles.map((o) => ({ type: o.type, ways: o.ways.map(wayJson) })),
});

const good = (p: Plan): boolean => p.reasons.length === 0 && p.points.some((q) => q.current && q.static !== 'refused');

/** Ways shown of each obstacle. */
const mostWays = 5;
const text = (p: Position | undefined): string => (p ? `${p.file}:${p.line}:${p.column}` : '?');

function sayPlan(p: Plan): void {
  say(`${p.update}: ${p.reasons.length === 0 ? 'well formed' : 'not well formed'}`);
  for (const r of p.reasons) say(`  ${reasonText(r)}`);
  if (p.behind.length > 0) say('  in the way, because it stays behind:');
  for (const r of p.behind)
    say(`    ${reasonText(r)}${r.code === 'contents' ? '; not any more once they have run' : ''}`);
  if (p.points.length === 0) say('  no update point');
  for (const q of p.points) {
    const verdict = { admitted: 'admitted', later: 'admitted once contents have run', refused: 'refused' }[q.static];
    const where = q.in === null ? '' : ` in ${q.in}`;
    const old = q.current ? '' : ' (replaced: only in calls that have begun)';
    const types = q.mayChange.length === 0 ? 'none' : q.mayChange.join(', ');
    say(`  update at ${text(q.position)}${where}${old}: ${verdict}; may change: ${types}`);
    for (const { ways, type } of q.obstacles) {
      for (const w of ways.slice(0, mostWays)) say(`    ${tellWay(w)}`);
      if (ways.length > mostWays) say(`    and ${ways.length - mostWays} more that use ${type}`);
    }
  }
  if (p.proposal) {
    const { in: z, position, how } = p.proposal;
    const where =
      how === 'beginning' ? `at the beginning of ${z ?? 'the expression'}` : `before the call in ${z ?? ''}`;
    say(`  an update point ${where} (${text(position)}) would admit it${z === null ? '' : ' on every iteration'}`);
  }
}

export async function planCommand(file: string, options: PlanCommand): Promise<number> {
  if (options.update.length === 0) return wrongCall('plan: an update is needed (--update FILE)', options);
  const read = await updatingOf('plan', file, options.update, options);
  if (isLeft(read)) return read.left;
  const { tools, rules, program, queue } = read.right;
  const plans = tools.plan(rules, program, queue);
  if (options.json)
    sayJson('plan', {
      updates: plans.map(({ update, reasons, behind, points, proposal }) => ({
        update,
        wellFormed: reasons.length === 0,
        reasons,
        behind,
        points: points.map(pointJson),
        proposal: proposal && {
          in: proposal.in,
          how: proposal.how,
          ...place(proposal.position),
          program: proposal.program,
        },
      })),
    });
  else plans.forEach(sayPlan);
  return plans.every(good) ? 0 : 1;
}
