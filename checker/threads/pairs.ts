/** TT14: steps of two threads in both orders, in a space that was explored. */
import { together, environment, type Label } from '../explore/system.ts';
import type { Space } from '../explore/space.ts';
import type { Exploration } from '../hunt/hunting-ground.ts';
import type { ThreadSpace } from './space.ts';

/** Whether a step is one thread's own. */
export const isOwn = ({ actor }: Label): boolean => actor !== together && actor !== environment;

/** The first step of an actor from a state; -1 if there is none, or it is not known. */
function stepOf(states: ThreadSpace, space: Space, s: number, actor: string): number {
  if (s >= space.expanded) return -1;
  for (let e = space.first(s); e < space.first(s + 1); e++)
    if (states.label(space.labelOf(e)).actor === actor) return e;
  return -1;
}

/** Every two steps of different threads from a state that should commute: what does not is tried by the theorem itself. */
export function independence(hunt: Exploration, states: ThreadSpace, space: Space, s: number): void {
  const last = space.first(s + 1);
  for (let a = space.first(s); a < last; a++) {
    const { actor: i } = states.label(space.labelOf(a));
    for (let b = a + 1; b < last; b++) {
      const [first, second] = [states.label(space.labelOf(a)), states.label(space.labelOf(b))];
      const j = second.actor;
      if (i === j || !isOwn(first) || !isOwn(second) || !independent(states, space, s, a, b)) continue;
      const [after, other] = [space.target(a), space.target(b)];
      if (Math.max(after, other) >= space.expanded) continue;
      const [ab, ba] = [stepOf(states, space, after, j), stepOf(states, space, other, i)];
      if (ab >= 0 && ba >= 0 && space.target(ab) === space.target(ba))
        hunt.holds('TT14', states.policy === 'versions' ? 'State-Versions' : 'State');
      else hunt.attempt('TT14', { S: states.term(space.state(s)), j: i, j1: j });
    }
  }
}

/** Neither writes a cell that the other touches, not both change the set of threads, none is at an update point. */
function independent(states: ThreadSpace, space: Space, s: number, a: number, b: number): boolean {
  const at = space.state(s);
  const [x, y] = [a, b].map((e) => states.views.expression(at, states.label(space.labelOf(e)).actor));
  if (x === undefined || y === undefined || x.kind === 'point' || y.kind === 'point') return false;
  if (x.cell !== undefined && x.cell === y.cell) return false;
  // The second number of a tuple says how many threads there are.
  return [a, b].some((e) => space.state(space.target(e))[1] === at[1]);
}
