/** Programs explored by the workers of a cluster, one each. */
import { calculusNamed } from '../../proofs/calculi.ts';
import type { Asked, Explored } from '../explore/told.ts';
import { exploring } from '../explore/request.ts';
import { headOf, type Coordinator } from './coordinator.ts';
import type { JobVariant } from './jobs.ts';
import { exploreKind, type ExploreJob } from './kinds/explore.ts';

function jobOf(variant: JobVariant, { sources, observe, ...asked }: Asked): ExploreJob {
  const { program, updates, fresh, properties, choices, system, rules } = sources;
  const calculus = exploring(program.file, system) ?? calculusNamed(system ?? '');
  const base = rules ?? calculus?.base;
  if (base === undefined) throw new Error(`no calculus explores ${program.file}`);
  return {
    kind: exploreKind.name,
    ...headOf(base, variant),
    ...{ program, updates, fresh, properties, choices: { ...choices } },
    ...asked,
    observe: observe ?? null,
  };
}

/**
 * What programs come to, in their order.
 * @param variant how the variant travels by whose rules all are explored.
 */
export const exploreElsewhere = (
  coordinator: Coordinator,
  variant: JobVariant,
  programs: readonly Asked[],
): AsyncGenerator<Explored> =>
  coordinator.inOrder(
    exploreKind,
    programs.map((p) => jobOf(variant, p)),
  );
