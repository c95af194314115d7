/** A sweep on the workers of a cluster: each tries an update at some of the points. */
import type { System } from '../../rules/system.ts';
import { together, type Sweep } from '../updating/report.ts';
import { headOf, type Coordinator } from './coordinator.ts';
import type { JobVariant } from './jobs.ts';
import { sweepKind, type SweepJob } from './kinds/sweep.ts';

/** Update points of a job, and jobs under way: whoever tries later points runs the program up to them first. */
const [range, width] = [8, 32];

/** @param variant how the variant travels. */
export async function sweepElsewhere(
  coordinator: Coordinator,
  system: System,
  variant: JobVariant,
  asked: Pick<SweepJob, 'program' | 'update' | 'annotated' | 'maxSteps'>,
  maxPoints: number,
): Promise<Sweep> {
  function* jobs(): IterableIterator<SweepJob> {
    const head = { kind: sweepKind.name, ...headOf(system, variant) };
    let from = 0;
    do {
      yield { ...head, ...asked, from, to: Math.min(maxPoints, from + range) };
      from += range;
    } while (from < maxPoints);
  }
  const before: Sweep[] = [];
  for await (const part of coordinator.inOrder(sweepKind, jobs(), width)) {
    before.push(part);
    if (part.outcome !== 'out-of-points') break;
  }
  const last = before.pop();
  if (last === undefined) throw new Error('nobody swept');
  return together(last, before);
}
