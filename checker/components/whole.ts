/** What theorems claim of whole systems: completion, equivalence and the plain calculus (O6, O9, O10), computed by exploration. */
import { make, type Config } from '../../semantics/components/grammar.ts';
import type { System } from '../../rules/system.ts';
import { Space } from '../explore/space.ts';
import { endsOf, type Outcome } from './outcomes.ts';
import { KernelSpace, type KernelOptions } from './space.ts';

/** A configuration whose updates will not come. */
export const withoutQueue = (K: Config): Config =>
  make.Config.Configuration(K.g, K.world, K.registry, K.objects, K.threads, make.Updates.NoUpdates());

/** The results of threads; the types of empty lists without versions. */
const resultsOf = ({ threads }: Outcome): string =>
  Object.entries(threads)
    .map(([t, v]) => `${t} = ${v.replace(/@\d+/g, '')}`)
    .join(', ');

/**
 * O9: whether results are possible without the updates.
 * @param limit what has more states without updates says nothing: null.
 */
export function possibleWithout(
  K: Config,
  outcomes: readonly Outcome[],
  options: KernelOptions,
  limit: number,
): boolean | null {
  const system = new KernelSpace(withoutQueue(K), options);
  const space = new Space(system, { limit }).explore();
  if (!space.complete) return null;
  const possible = new Set(endsOf(system, space).outcomes.map(resultsOf));
  return outcomes.every((o) => possible.has(resultsOf(o)));
}

/** Whether the results of a system with its updates are those that it has without; undefined where it is too large to be explored. */
export function equivalent(system: System, K: Config, limit: number): boolean | undefined {
  const kernel = new KernelSpace(K, { system });
  const space = new Space(kernel, { limit }).explore();
  if (!space.complete) return undefined;
  return possibleWithout(K, endsOf(kernel, space).outcomes, { system }, limit) ?? undefined;
}
