/**
 * Tabling: goals whose outputs are known are not derived again. Goals are compared as terms, not as objects, so that what a search builds anew is found as well:
 * the local type of a participant that has not moved, say, which is computed again after every step of another.
 */
import type { Grammar } from '../semantics/grammar.ts';
import { Interner } from '../semantics/interning.ts';
import type { Known } from './derive.ts';

/** Terms with a number with which a next program is not begun: hunts go on for long, and programs have little in common. */
const mostTerms = 50_000;

export class Tabled implements Known {
  private interner: Interner;
  private readonly tables: ReadonlyMap<string, Map<string, readonly unknown[]>>;

  /** @param judgements those whose goals come up again, and are dear; they have no outputs, or their inputs determine them. */
  constructor(
    private readonly grammar: Grammar,
    judgements: readonly string[],
  ) {
    this.interner = new Interner(grammar);
    this.tables = new Map(judgements.map((j) => [j, new Map<string, readonly unknown[]>()]));
  }

  find(judgement: string, inputs: readonly unknown[]): readonly unknown[] | undefined {
    const table = this.tables.get(judgement);
    return table?.get(this.key(inputs));
  }

  add(judgement: string, inputs: readonly unknown[], outputs: readonly unknown[]): readonly unknown[] {
    const table = this.tables.get(judgement);
    if (table === undefined) return outputs;
    const key = this.key(inputs);
    // What follows is made of the same objects then, whose numbers are known.
    const same = outputs.map((x) => this.interner.intern(x));
    table.set(key, same);
    return same;
  }

  /** Between two programs everything is forgotten, if it is much; within a large one its parts would be numbered again and again. */
  next(): void {
    if (this.interner.size <= mostTerms) return;
    this.interner = new Interner(this.grammar);
    for (const table of this.tables.values()) table.clear();
  }

  private key(inputs: readonly unknown[]): string {
    let key = '';
    for (const x of inputs) key += `${this.interner.id(x)} `;
    return key;
  }
}
