/** Derivations in memory: a tree whose equal parts may be shared. */
import type { Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';

export interface Derivation {
  readonly rule: Rule;
  /** What the metavariables stand for, in the order of `metas`. */
  readonly metas: readonly string[];
  readonly env: readonly unknown[];
  /** The conclusion's arguments, inputs first. */
  readonly args: readonly unknown[];
  readonly premises: readonly Derivation[];
}

/** The distinct nodes of a derivation, premises before conclusions. */
export function nodesOf(roots: readonly Derivation[]): Derivation[] {
  const seen = new Set<Derivation>();
  const order: Derivation[] = [];
  const stack: (Derivation | { readonly done: Derivation })[] = [...roots].reverse();
  while (stack.length > 0) {
    const top = stack.pop() as (typeof stack)[number];
    if ('done' in top) {
      order.push(top.done);
      continue;
    }
    if (seen.has(top)) continue;
    seen.add(top);
    stack.push({ done: top });
    for (let i = top.premises.length - 1; i >= 0; i--) stack.push(top.premises[i] as Derivation);
  }
  return order;
}

/** A node made by hand: its conclusion follows from the values of its metavariables, which replay checks. */
export const node = (
  system: System,
  name: string,
  metas: Readonly<Record<string, unknown>>,
  args: readonly unknown[],
  premises: readonly Derivation[],
): Derivation => ({
  rule: system.rules.get(name) as Rule,
  metas: Object.keys(metas),
  env: Object.values(metas),
  args,
  premises,
});
