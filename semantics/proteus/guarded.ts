/** Guardedness of type definitions (section 1): every cycle of names passes through a record, a ref or an arrow. */
import type { Type } from './grammar.ts';

/**
 * The cycles of aliases among the definitions: each as its names, the first one repeated at the end, beginning with
 * the one that is defined first.
 */
export function unguardedCycles(definitions: Iterable<readonly [string, Type]>): string[][] {
  const next = new Map<string, string>();
  const order = new Map<string, number>();
  for (const [t, τ] of definitions) {
    order.set(t, order.size);
    if (τ.tag === 'Named') next.set(t, τ.t);
  }
  const done = new Set<string>();
  const cycles: string[][] = [];
  for (const start of next.keys()) {
    const path = new Map<string, number>();
    let at: string | undefined = start;
    while (at !== undefined && !done.has(at) && !path.has(at)) {
      path.set(at, path.size);
      at = next.get(at);
    }
    const from = at === undefined ? undefined : path.get(at);
    if (from !== undefined) {
      const cycle = [...path.keys()].slice(from);
      const rank = (t: string) => order.get(t) as number;
      const first = cycle.reduce((best, t, i) => (rank(t) < rank(cycle[best] as string) ? i : best), 0);
      const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
      cycles.push([...turned, turned[0] as string]);
    }
    for (const t of path.keys()) done.add(t);
  }
  return cycles;
}

/** The first cycle, or undefined when the definitions are guarded. */
export const unguardedCycle = (definitions: Iterable<readonly [string, Type]>): string[] | undefined =>
  unguardedCycles(definitions)[0];
