/** What the static updatability analysis says of each update point (section 9). */
import { keys } from '../../semantics/maps.ts';
import { contains } from '../../semantics/proteus/capability.ts';
import type { Cap, Expr, Program } from '../../semantics/proteus/grammar.ts';
import { children, type Node } from '../../semantics/proteus/substitution.ts';
import { itemList, typesOf } from '../../semantics/proteus/updates.ts';
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
  const types = keys(typesOf.compute(program.items));
  const points: PointAnalysis[] = [];
  const walk = (root: Expr, within: string | null) => {
    const stack: Node[] = [root];
    while (stack.length > 0) {
      const e = stack.pop() as Node;
      if (e.tag === 'Update')
        points.push({
          position: placeOf(e),
          in: within,
          capability: e.cap,
          mayChange: types.filter((t) => !contains(e.cap, t)),
          mayNotChange: types.filter((t) => contains(e.cap, t)),
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
