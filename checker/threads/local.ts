/** Local steps (behaviours.md, section 9): nobody else, and no update to come, looks at what they change. */
import { threads as grammar, type Expr } from '../../semantics/threads/grammar.ts';
import { subterms } from '../../semantics/traversal.ts';
import type { SpaceOptions } from './options.ts';
import type { Tuples } from './tuples.ts';
import type { Info, Step } from './things.ts';

/** Whether a step leaves a thread unfinished, and what others and updates to come look at as it was (section 9). */
export function isLocal(space: Tuples, ignores: SpaceOptions['ignores'], info: Info, step: Step, k: number): boolean {
  if (info.kind === 'cell' || info.kind === 'point' || info.kind === 'fork') return false;
  if (space.things.info(step.to).kind === 'value') return false;
  if (k >= space.updates || space.policy === 'barrier' || space.policy === 'versions' || ignores === 'updates')
    return true;
  const { types, names } = space.worlds.toCome(k);
  const redex = info.place.e;
  const called = redex.tag === 'App' && redex.fun.tag === 'Ext' ? redex.fun.z : undefined;
  if (ignores !== 'calls' && called !== undefined && names.has(called)) return false;
  if (types.size === 0) return true;
  const before = casts(info.e);
  const after = casts(space.things.info(step.to).e);
  for (const t of types) {
    if (ignores !== 'cons' && (before.cons.get(t) ?? 0) !== (after.cons.get(t) ?? 0)) return false;
    if (ignores !== 'values' && casts(redex).values.has(t)) return false;
  }
  return true;
}

interface Casts {
  /** How often each type is looked through. */
  readonly cons: ReadonlyMap<string, number>;
  /** The types whose values occur. */
  readonly values: ReadonlySet<string>;
}
const castsOf = new WeakMap<object, Casts>();

function casts(e: Expr): Casts {
  let found = castsOf.get(e);
  if (found === undefined) {
    const cons = new Map<string, number>();
    const values = new Set<string>();
    for (const x of subterms(grammar, ['Expr', 'Fields'])(e) as Iterable<Expr>) {
      if (x.tag === 'Con') cons.set(x.t, (cons.get(x.t) ?? 0) + 1);
      if (x.tag === 'Abs') values.add(x.t);
    }
    castsOf.set(e, (found = { cons, values }));
  }
  return found;
}
