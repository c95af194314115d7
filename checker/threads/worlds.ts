/**
 * Worlds: what of a configuration changes with updates alone. Definitions, functions and the types of variables after k updates depend on k and on
 * nothing else, so they are kept once, not in each state.
 */
import { entries, has, keys } from '../../semantics/maps.ts';
import {
  heapMap as baseHeapMap,
  type Binding as BaseBinding,
  type Heap as BaseHeap,
  type Items,
} from '../../semantics/proteus/grammar.ts';
import { conFree as baseConFree, signatureOf } from '../../semantics/proteus/heaps.ts';
import { itemList } from '../../semantics/proteus/programs.ts';
import * as base from '../../semantics/proteus/updates.ts';
import { keepsTypes } from '../../semantics/threads/functions.ts';
import type { Config, Expr, Heap, Signature, Type, Types, Update } from '../../semantics/threads/grammar.ts';
import type { System } from '../../rules/system.ts';
import { prepare, type Prepared } from '../proteus/prepare.ts';
import type { Waiting } from '../runs.ts';

/** An update that has been read. */
export interface Queued extends Waiting {
  readonly items: Items;
}

export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** What it holds when the world begins, where the update that made the world says so. */
  readonly initial: Expr | undefined;
}

export interface World {
  readonly k: number;
  readonly types: Types;
  readonly functions: Heap;
  /** In the order of their names. */
  readonly variables: readonly Variable[];
  readonly slotOf: ReadonlyMap<string, number>;
  /** The next update as it stands against this world; undefined when all are applied. */
  readonly next: Prepared | undefined;
  readonly update: Update | undefined;
  /** The types that the next update changes. */
  readonly changed: readonly string[];
  /** Codes of what is wrong with it whatever the state. */
  readonly reasons: readonly string[];
  /** Whether no function that stays uses a changed type concretely. */
  readonly functionsConFree: boolean;
  /** The variables that the next update replaces: whether so, by their place. */
  readonly replaces: readonly boolean[];
  /** Whether the next update changes no type, nor that of what it replaces. */
  readonly keepsTypes: boolean;
}

/** Builds worlds one after the other. */
export class Worlds {
  private readonly all: World[] = [];
  private readonly system: System;
  private readonly queue: readonly Queued[];

  constructor(system: System, K: Config, queue: readonly Queued[]) {
    this.system = system;
    this.queue = queue;
    this.all.push(this.make(0, K.types, K.heap));
  }

  at(k: number): World {
    for (let n = this.all.length; n <= k; n++) {
      const before = this.all[n - 1] as World;
      const U = before.update as Update;
      // Contents play no part: a variable that stays keeps what the state says.
      const H = before.variables.reduce<Heap>(
        (heap, v) =>
          baseHeapMap.set(heap as BaseHeap, v.name, {
            tag: 'Variable',
            type: v.type,
            e: { tag: 'Num', n: 0n },
          } as BaseBinding) as Heap,
        before.functions,
      );
      const [types, heap] = [
        base.newTypes.compute(before.types as never, U as never) as Types,
        base.newHeap.compute(H as never, U as never) as Heap,
      ];
      this.all.push(this.make(n, types, heap, U));
    }
    return this.all[k] as World;
  }

  /** The types that the updates after the first k change, and the names that they replace. */
  toCome(k: number): { readonly types: ReadonlySet<string>; readonly names: ReadonlySet<string> } {
    const types = new Set<string>();
    const names = new Set<string>();
    for (const { items } of this.queue.slice(k))
      for (const i of itemList(items)) {
        if (i.tag === 'ChangeItem') types.add(i.t);
        if (i.tag === 'BindItem') names.add(i.z);
      }
    return { types, names };
  }

  private make(k: number, types: Types, H: Heap, by?: Update): World {
    let functions = baseHeapMap.empty as Heap;
    const variables: Variable[] = [];
    for (const [z, b] of entries(H))
      if (b.tag === 'Fun') functions = baseHeapMap.set(functions as BaseHeap, z, b as BaseBinding) as Heap;
      else
        variables.push({
          name: z,
          type: b.type,
          initial: by === undefined || has(by.replaced, z) || has(by.extended, z) ? b.e : undefined,
        });
    const item = this.queue[k];
    const Σ = signatureOf.compute(H as BaseHeap) as Signature;
    const next = item === undefined ? undefined : prepare(this.system, types as never, Σ as never, item.items);
    const update = next?.update as Update | undefined;
    const changed = update === undefined ? [] : keys(update.changed);
    const stays = update && entries(functions).filter(([z]) => !has(update.replaced, z));
    return {
      k,
      types,
      functions,
      variables,
      slotOf: new Map(variables.map((v, i) => [v.name, i])),
      next,
      update,
      changed,
      reasons: [...new Set((next?.reasons ?? []).map((r) => r.code))].sort(),
      functionsConFree:
        changed.length === 0 ||
        (stays ?? []).every(([, b]) => b.tag !== 'Fun' || baseConFree.compute(b.body as never, changed)),
      replaces: variables.map((v) => update !== undefined && has(update.replaced, v.name)),
      keepsTypes: update !== undefined && next?.reasons.length === 0 && keepsTypes.compute(H, update),
    };
  }
}
