/** Counterexamples as source programs: what a run on the page starts from. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { entries } from '../../../../semantics/maps.ts';
import { plug } from '../../../../semantics/proteus/contexts.ts';
import {
  make,
  type Action,
  type Binding,
  type Config,
  type Items,
  type Update,
} from '../../../../semantics/proteus/grammar.ts';
import { erase, eraseCode } from '../../../../semantics/proteus/substitution.ts';
import { printBinding, printExpr, printItem, printUpdate } from '../../../../semantics/proteus/syntax/index.ts';
import type { Source } from '../sent.ts';
import { loading } from './loading.ts';
import { itemsOf } from '../../../../semantics/proteus/programs.ts';

const plain = { latents: false } as const;

const erased = eraseCode.compute as unknown as <T extends Binding | Items>(code: T) => T;

const isA = <T>(tag: string, x: unknown): x is T =>
  typeof x === 'object' && x !== null && (x as { tag?: string }).tag === tag;

/**
 * The configuration and the updates of an instance without casts and annotations; null where it is about no configuration,
 * or about one with cells, which no program has at its start.
 */
export function sourceOf(
  values: Readonly<Record<string, unknown>>,
  plan: readonly unknown[],
  variant: string | null,
): Source | null {
  const { K, U } = values;
  if (!isA<Config>('Configuration', K)) return null;
  const heap = entries(K.heap);
  if (heap.some(([z]) => z.startsWith('@'))) return null;
  const items = [
    ...entries(K.types).map(([t, τ]) => printItem(make.Item.TypeItem(t, τ), plain)),
    ...heap.map(([z, b]) => printBinding(z, erased(b), plain)),
  ];
  const e = printExpr(erase.compute(plug.compute(K.context, K.e)), plain);
  const program = [...items, items.length > 0 ? `in ${e}` : e, ''].join('\n');
  const applied = plan.filter((a): a is Action & { tag: 'Apply' } => isA('Apply', a)).map((a) => a.update);
  const updates = [...(isA<Update>('Upd', U) ? [U] : []), ...applied].map((V) =>
    printUpdate(erased(itemsOf(V)), plain),
  );
  const loaded = loading(program, variant);
  return { program, updates, problem: isLeft(loaded) ? (loaded.left[0]?.message ?? 'it does not load') : null };
}
