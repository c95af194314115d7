/** Whether the states of a space are well typed, each part of them judged once. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { get } from '../../semantics/maps.ts';
import { all } from '../../semantics/proteus/capability.ts';
import type { Type as BaseType } from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { noLocals } from '../../semantics/proteus/types.ts';
import { make, type Expr, type State as StateTerm } from '../../semantics/threads/grammar.ts';
import { bindingOk } from '../../rules/proteus/heaps.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { types } from '../../rules/proteus/typing.ts';
import type { System } from '../../rules/system.ts';
import { derive } from '../derive.ts';
import type { Space } from '../explore/space.ts';
import type { State } from '../explore/system.ts';
import type { Exploration } from '../hunt/hunting-ground.ts';
import type { ThreadSpace } from './space.ts';

/** What a state is made of, judged once: well typed, and of what type. */
export class Judge {
  private readonly parts = new Map<string, BaseType | false>();
  private readonly worlds = new Map<number, boolean>();
  private readonly system: System;
  private readonly space: ThreadSpace;
  private readonly τ: BaseType;
  private readonly count: Exploration['count'];

  constructor({ system, count }: Exploration, space: ThreadSpace, τ: BaseType) {
    this.system = system;
    this.space = space;
    this.τ = τ;
    this.count = count;
  }

  /** Whether the states of a space, by their numbers, are well typed. */
  of(space: Space): (n: number) => boolean {
    const verdicts: (boolean | undefined)[] = [];
    return (n) => (verdicts[n] ??= this.judged(space.state(n)));
  }

  private judged(s: State): boolean {
    const k = this.space.applied(s);
    // The whole configuration only where a part of it is new.
    let whole: StateTerm | undefined;
    const at = () => (whole ??= this.space.term(s));
    const signature = () => signatureOf.compute(at().heap as never);
    const references = [...this.space.cellTypes(s)].join(';');
    const key = (n: number, what: string) =>
      `${k} ${what} ${n} ${this.space.things.references(n).length > 0 ? references : ''}`;
    const holds = (name: string, judge: () => BaseType | false) => {
      let known = this.parts.get(name);
      if (known === undefined) this.parts.set(name, (known = judge()));
      return known;
    };
    const world = this.worlds.get(k);
    if (world === false) return false;
    if (world === undefined) {
      const fine = this.space.worldBindings(s).every((b) => this.binding(at(), signature(), b));
      this.worlds.set(k, fine);
      if (!fine) return false;
    }
    for (const [j, n] of this.space.expressions(s)) {
      const main = j === '0';
      const type = holds(key(n, main ? 'main' : 'e'), () =>
        this.typeOf(at(), signature(), this.space.things.term(n) as Expr, main),
      );
      if (type === false) return false;
    }
    for (const [z, n] of this.space.contents(s)) {
      const type = holds(key(n, z), () => (this.binding(at(), signature(), get(at().heap, z)) ? this.τ : false));
      if (type === false) return false;
    }
    return true;
  }

  private binding(S: StateTerm, Σ: unknown, b: unknown): boolean {
    return !isLeft(
      derive(this.system, bindingOk.form, [S.types, Σ, b], { record: false, fuel: 100_000, count: this.count }),
    );
  }

  private typeOf(S: StateTerm, Σ: unknown, e: Expr, main: boolean): BaseType | false {
    const r = derive(this.system, types.form, [S.types, Σ, noLocals, all, make.Mu.U(), e], {
      record: false,
      fuel: 100_000,
      count: this.count,
    });
    if (isLeft(r)) return false;
    const τ = r.right.outputs[0] as BaseType;
    return main && isLeft(derive(this.system, subtype.form, [τ, this.τ], { record: false })) ? false : τ;
  }
}
