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

/** How many states each component has. */
export function sizesOf(component: Int32Array): Int32Array {
  let count = 0;
  for (const c of component) if (c >= count) count = c + 1;
  const sizes = new Int32Array(count);
  for (const c of component) sizes[c] = (sizes[c] as number) + 1;
  return sizes;
}

/**
 * The components that no step leaves: a run that goes on for ever, or ends, does so in one (if all its choices are fair).
 * @param component of each state, where that is known.
 */
export function bottoms(space: Space, component = componentsOf(space)): readonly (readonly number[])[] {
  const left = new Uint8Array(space.size);
  for (let s = 0; s < space.size; s++) {
    const c = component[s] as number;
    if (s >= space.expanded) left[c] = 1;
    for (let e = space.first(s); left[c] === 0 && e < space.first(s + 1); e++)
      if (component[space.target(e)] !== c) left[c] = 1;
  }
  const members = new Map<number, number[]>();
  for (let s = 0; s < space.size; s++) {
    const c = component[s] as number;
    if (left[c] === 1) continue;
    const list = members.get(c);
    if (list === undefined) members.set(c, [s]);
    else list.push(s);
  }
  return [...members.values()];
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
