/** Strongly connected components of a space, and where runs stay in the end. */
import type { Space } from './space.ts';

/** The component of each state, numbered so that steps lead to components with smaller numbers, or stay. */
export function componentsOf(space: Space): Int32Array {
  const n = space.size;
  const component = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const order = new Int32Array(n).fill(-1);
  const next = new Int32Array(n);
  const open: number[] = [];
  const frames: number[] = [];
  let visited = 0;
  let count = 0;
  const enter = (s: number): void => {
    low[s] = order[s] = visited++;
    next[s] = space.first(s);
    open.push(s);
    frames.push(s);
  };
  for (let root = 0; root < n; root++) {
    if (order[root] !== -1) continue;
    enter(root);
    while (frames.length > 0) {
      const s = frames[frames.length - 1] as number;
      if ((next[s] as number) < space.first(s + 1)) {
        const t = space.target((next[s] as number)++);
        if (order[t] === -1) enter(t);
        else if (component[t] === -1) low[s] = Math.min(low[s] as number, order[t] as number);
        continue;
      }
      frames.pop();
      if (low[s] === order[s]) {
        for (;;) {
          const t = open.pop() as number;
          component[t] = count;
          if (t === s) break;
        }
        count++;
      }
      const parent = frames[frames.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[s] as number);
    }
  }
  return component;
}

/** The components that no step leaves: a run that goes on for ever, or ends, does so in one (if all its choices are fair). */
export function bottoms(space: Space): readonly (readonly number[])[] {
  const component = componentsOf(space);
  const members = new Map<number, number[]>();
  const left = new Set<number>();
  for (let s = 0; s < space.size; s++) {
    const c = component[s] as number;
    const list = members.get(c) ?? [];
    members.set(c, list);
    list.push(s);
    if (s >= space.expanded) left.add(c);
    for (let e = space.first(s); e < space.first(s + 1); e++) if (component[space.target(e)] !== c) left.add(c);
  }
  return [...members].filter(([c]) => !left.has(c)).map(([, states]) => states);
}

/** Whether from every state, some state is reached in which something holds, or from which a step with such a label is taken. */
export function everywherePossible(
  space: Space,
  wanted: (state: number) => boolean,
  step: (label: number) => boolean = () => false,
): boolean {
  return bottoms(space).every((states) =>
    states.some((s) => {
      if (wanted(s)) return true;
      for (let e = space.first(s); e < space.first(s + 1); e++) if (step(space.labelOf(e))) return true;
      return false;
    }),
  );
}
