/**
 * Where the nodes of a proof tree stand: premises side by side above a line, the conclusion centred below it, the
 * rule's name at its right end. In characters across and in rows up; the page and the SVG scale it.
 */
import { nodeAt, type Nodes } from './nodes.ts';

export interface Placed {
  readonly id: number;
  readonly depth: number;
  /** Left end and width of the conclusion, in characters. */
  readonly x: number;
  readonly width: number;
  /** Left end and width of the line above it; no width where there is no line. */
  readonly lineX: number;
  readonly line: number;
  /** Rows from the top. */
  readonly row: number;
}

export interface Layout {
  readonly placed: readonly Placed[];
  readonly byId: ReadonlyMap<number, Placed>;
  readonly width: number;
  readonly rows: number;
}

const gap = 3;
/** A rule's name is smaller than the text, and stands off the line. */
const labelScale = 1;
const labelGap = 1;

const length = (s: string): number => {
  let n = 0;
  for (const _ of s) n++;
  return n;
};

/** A subtree while it is built: where things are relative to its own origin. */
interface Box {
  x: number;
  text: number;
  lineX: number;
  line: number;
  /** Where the origins of the premises are. */
  premises: readonly { readonly id: number; readonly at: number }[];
}

/**
 * How far a subtree reaches to the left and right, row by row, the topmost first: rows are added at the end, so a long
 * chain costs no copies. The numbers count from an origin that is `shift` away.
 */
interface Contour {
  readonly left: number[];
  readonly right: number[];
  shift: number;
}

/** Stands a contour to the right of another, as near as they allow. @returns both as one, and how far it moved. */
function beside(a: Contour, b: Contour): { readonly both: Contour; readonly moved: number } {
  const [n, m] = [a.left.length, b.left.length];
  const common = Math.min(n, m);
  let moved = -Infinity;
  for (let j = 1; j <= common; j++)
    moved = Math.max(moved, (a.right[n - j] as number) + a.shift + gap - (b.left[m - j] as number) - b.shift);
  b.shift += moved;
  // The taller one keeps its rows.
  const both = n >= m ? a : b;
  for (let j = 1; j <= common; j++) {
    if (n >= m) a.right[n - j] = (b.right[m - j] as number) + b.shift - a.shift;
    else b.left[m - j] = (a.left[n - j] as number) + a.shift - b.shift;
  }
  return { both, moved };
}

/**
 * Places the nodes in view.
 * @param view as `inView` gives it.
 * @param label what stands beside a node's line; empty where there is no line.
 */
export function layout(
  nodes: Nodes,
  view: readonly { readonly id: number; readonly depth: number }[],
  label: (id: number) => string,
): Layout {
  const boxes = new Map<number, Box>();
  const contours = new Map<number, Contour>();
  const shown = new Set(view.map((v) => v.id));
  let depths = 0;
  // Premises come after their conclusion in the view: backwards, they are there when they are needed.
  for (let i = view.length - 1; i >= 0; i--) {
    const { id, depth } = view[i] as (typeof view)[number];
    depths = Math.max(depths, depth);
    const text = length(nodeAt(nodes, id).conclusion);
    const name = label(id);
    let contour: Contour | undefined;
    const premises: { id: number; at: number }[] = [];
    let [from, to] = [Infinity, -Infinity];
    for (const p of nodeAt(nodes, id).premises) {
      if (!shown.has(p)) continue;
      const own = contours.get(p) as Contour;
      contours.delete(p);
      const { both, moved } = contour ? beside(contour, own) : { both: own, moved: 0 };
      contour = both;
      const b = boxes.get(p) as Box;
      premises.push({ id: p, at: moved });
      from = Math.min(from, moved + b.x);
      to = Math.max(to, moved + b.x + b.text);
    }
    if (premises.length === 0) [from, to] = [0, text];
    const x = (from + to - text) / 2;
    const lineX = Math.min(from, x);
    const line = Math.max(to, x + text) - lineX;
    contour ??= { left: [], right: [], shift: 0 };
    contour.left.push(lineX - contour.shift);
    contour.right.push(lineX + line + (name === '' ? 0 : labelGap + labelScale * length(name)) - contour.shift);
    contours.set(id, contour);
    boxes.set(id, { text, x, lineX, line: name === '' ? 0 : line, premises });
  }
  const root = view[0];
  if (root === undefined) return { placed: [], byId: new Map(), width: 0, rows: 0 };
  const all = contours.get(root.id) as Contour;
  const least = all.left.reduce((a, b) => Math.min(a, b), Infinity) + all.shift;
  const most = all.right.reduce((a, b) => Math.max(a, b), -Infinity) + all.shift;
  const placed: Placed[] = [];
  const byId = new Map<number, Placed>();
  const origins = new Map<number, number>([[root.id, -least]]);
  for (const { id, depth } of view) {
    const b = boxes.get(id) as Box;
    const at = origins.get(id) as number;
    const p: Placed = { id, depth, x: at + b.x, width: b.text, lineX: at + b.lineX, line: b.line, row: depths - depth };
    placed.push(p);
    byId.set(id, p);
    for (const q of b.premises) origins.set(q.id, at + q.at);
  }
  return { placed, byId, width: most - least, rows: depths + 1 };
}
