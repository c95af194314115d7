/** What the static updatability analysis says of each update point (section 9). */
import { has, keys } from '../../semantics/maps.ts';
import { contains } from '../../semantics/proteus/capability.ts';
import type { Cap, Expr, Program } from '../../semantics/proteus/grammar.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import { itemList, typesOf } from '../../semantics/proteus/programs.ts';
import type { Position } from '../../semantics/positions.ts';
import { placeOf } from './messages.ts';

export interface PointAnalysis {
  readonly position: Position | undefined;
  /** The definition it stands in; null for the program's expression. */
  readonly in: string | null;
  /** Its Δ: the types that what follows may use concretely. */
  readonly capability: Cap;
  /** The program's types that may change there. */
  readonly mayChange: readonly string[];
  readonly mayNotChange: readonly string[];
}

/** Every update point of a program whose latents are inferred, in the order of the text. */
export function analyse(program: Program): PointAnalysis[] {
  const Ω = typesOf.compute(program.items);
  const types = keys(Ω);
  const points: PointAnalysis[] = [];
  /** The types in a capability; the lists are shared where they are equal, since there may be many points and types. */
  const split = (cap: Cap): Pick<PointAnalysis, 'mayChange' | 'mayNotChange'> => {
    const stay = cap.tag === 'Finite' ? cap.names.filter((t) => has(Ω, t)) : types.filter((t) => contains(cap, t));
    if (stay.length === 0) return { mayChange: types, mayNotChange: [] };
    return { mayChange: types.filter((t) => !contains(cap, t)), mayNotChange: stay };
  };
  const walk = (root: Expr, within: string | null) => {
    const stack: Node[] = [root];
    while (stack.length > 0) {
      const e = stack.pop() as Node;
      if (e.tag === 'Update')
        points.push({
          position: placeOf(e),
          in: within,
          capability: e.cap,
          ...split(e.cap),
        });
      const parts = children(e);
      for (let i = parts.length - 1; i >= 0; i--) stack.push(parts[i] as Node);
    }
  };
  for (const i of itemList(program.items))
    if (i.tag === 'BindItem') walk(i.binding.tag === 'Fun' ? i.binding.body : i.binding.e, i.z);
  walk(program.e, null);
  return points;
}
