/** What statistics count of updates that are applied. */
import { entries, keys } from '../../semantics/maps.ts';
import type { Config, Update } from '../../semantics/proteus/grammar.ts';
import { plug } from '../../semantics/proteus/contexts.ts';

/** Whether a value of one of these types is in a term: one under its `abs`. */
export function holdsValueOf(x: unknown, types: readonly string[]): boolean {
  const stack: unknown[] = [x];
  while (stack.length > 0) {
    const at = stack.pop();
    if (typeof at !== 'object' || at === null) continue;
    const { tag, t } = at as { readonly tag?: string; readonly t?: unknown };
    if (tag === 'Abs' && types.includes(t as string)) return true;
    stack.push(...Object.values(at));
  }
  return false;
}

/** The labels of an update that is applied in a configuration. */
export function* updateLabels(K: Config, U: Update): IterableIterator<string> {
  yield 'updates applied';
  const changed = keys(U.changed);
  if (changed.length === 0) return;
  yield 'updates applied that change a type';
  if (holdsValueOf(plug.compute(K.context, K.e), changed))
    yield 'updates applied to a stack that holds a value of a changed type';
  if (entries(K.heap).some(([, b]) => b.tag !== 'Fun' && holdsValueOf(b.e, changed)))
    yield 'updates applied to a heap that holds a value of a changed type';
}
