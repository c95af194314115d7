/** The graph of states as it is drawn: laid out in layers, whole where it is small, around a state where it is not. */
import type { Space } from '../../../checker/explore/space.ts';
import { walkBy } from '../../explore/stepping.ts';
import { explored, numberOf, wayTo, type Exploring } from './spaces-explored.ts';
import { stepShown, systemOf, type SpaceOf } from './spaces.ts';

/** A graph of so many states is drawn whole; of a larger one, as many as are nearest to where one stands. */
export const mostDrawn = 300;
const around = 60;
/** States of the way that led there and stay in view. */
const trail = 20;

export interface NodeShown {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly is: 'start' | 'done' | 'deadlock' | 'stuck' | 'inner';
  /** Not all of its steps are drawn. */
  readonly more: boolean;
  readonly title: string;
}
export interface EdgeShown {
  readonly from: number;
  readonly to: number;
  readonly points: readonly (readonly [number, number])[];
  /** Each step that goes there, a line each. */
  readonly text: string;
  readonly update: boolean;
}
export interface GraphShown {
  readonly states: number;
  readonly edges: number;
  readonly complete: boolean;
  readonly whole: boolean;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly NodeShown[];
  readonly drawn: readonly EdgeShown[];
  /** The states along the path, by their numbers; -1 for one that was not explored. */
  readonly path: readonly number[];
}

interface Drawn {
  readonly nodes: readonly NodeShown[];
  readonly drawn: readonly EdgeShown[];
  readonly width: number;
  readonly height: number;
}

/** The states nearest to one, by steps from it. */
function nearest(space: Space, from: number, most: number): Set<number> {
  const found = new Set([from]);
  for (const s of found) {
    if (s >= space.expanded) continue;
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      if (found.size >= most) return found;
      found.add(space.target(e));
    }
  }
  return found;
}

const node = 18;

/** What is read when somebody stands still over a state: not too much of it. */
const longestTitle = 600;

function isOf(space: Space, s: number): NodeShown['is'] {
  if (space.terminal(s)) return space.end(s);
  return s === 0 ? 'start' : 'inner';
}

async function laidOut(space: Space, states: ReadonlySet<number>): Promise<Drawn> {
  // Loaded when a graph is drawn: nobody else needs it.
  const { Graph, layout } = await import('@dagrejs/dagre');
  const g = new Graph({ multigraph: false });
  g.setGraph({ rankdir: 'TB', nodesep: 10, ranksep: 26, marginx: 12, marginy: 12 });
  g.setDefaultEdgeLabel(() => ({}));
  for (const s of states) g.setNode(String(s), { width: node, height: node });
  const texts = new Map<string, { readonly from: number; readonly to: number; lines: string[]; update: boolean }>();
  const more = new Set<number>();
  for (const s of states) {
    if (s >= space.expanded) {
      more.add(s);
      continue;
    }
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const to = space.target(e);
      if (!states.has(to)) {
        more.add(s);
        continue;
      }
      const { actor, text, update } = stepShown(space.system.label(space.labelOf(e)));
      const key = `${s} ${to}`;
      const known = texts.get(key);
      if (known !== undefined) {
        known.lines.push(`${actor}: ${text}`);
        known.update ||= update !== null;
        continue;
      }
      texts.set(key, { from: s, to, lines: [`${actor}: ${text}`], update: update !== null });
      g.setEdge(String(s), String(to));
    }
  }
  layout(g);
  const { width = 0, height = 0 } = g.graph() as { width?: number; height?: number };
  const round = (x: number) => Math.round(x * 10) / 10;
  return {
    width: round(width),
    height: round(height),
    nodes: [...states].map((id) => {
      const { x, y } = g.node(String(id)) as { x: number; y: number };
      const title = space.system.print(space.state(id)).slice(0, longestTitle);
      return { id, x: round(x), y: round(y), is: isOf(space, id), more: more.has(id), title };
    }),
    drawn: [...texts.values()].map(({ from, to, lines, update }) => {
      const { points = [] } = g.edge(String(from), String(to)) as { points?: readonly { x: number; y: number }[] };
      return { from, to, points: points.map((p) => [round(p.x), round(p.y)] as const), text: lines.join('\n'), update };
    }),
  };
}

/** Whole graphs are laid out once. */
const laid = new WeakMap<Space, Drawn>();

/** The graph, with the path that one has taken. */
export async function spaceGraph(
  { of, path, at }: { of: SpaceOf; path: readonly number[]; at: number },
  progress?: (p: Exploring) => void,
): Promise<GraphShown> {
  const space = explored(of, progress);
  const numbers = walkBy(systemOf(of), path).states.map((s) => numberOf(space, s));
  const whole = space.complete && space.size <= mostDrawn;
  let drawn: Drawn;
  if (whole) {
    drawn = laid.get(space) ?? (await laidOut(space, new Set(Array.from({ length: space.size }, (_, s) => s))));
    laid.set(space, drawn);
  } else {
    const here = numbers[at] ?? -1;
    const states = nearest(space, here === -1 ? 0 : here, around);
    for (const s of numbers.slice(Math.max(0, at - trail), at)) if (s !== -1) states.add(s);
    drawn = await laidOut(space, states);
  }
  return { ...drawn, states: space.size, edges: space.edges, complete: space.complete, whole, path: numbers };
}

/** The shortest path to a state of the graph, by its number. */
export const spaceWay = ({ of, state }: { of: SpaceOf; state: number }): readonly number[] => {
  const space = explored(of);
  return state < 0 || state >= space.size ? [] : wayTo(space, state);
};
