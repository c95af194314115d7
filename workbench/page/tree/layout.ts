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
const labelScale = 0.8;
const labelGap = 1;

export const labelOf = (rule: string, above: number): string => (above > 0 ? `${rule} ▸${above}` : rule);

const length = (s: string): number => {
  let n = 0;
  for (const _ of s) n++;
  return n;
};

interface Box {
  /** Left end of everything, of the conclusion and of the line, relative to the box. */
  width: number;
  text: number;
  x: number;
  lineX: number;
  line: number;
  /** Where the boxes of the premises begin. */
  inner: number;
}

/**
 * Places the nodes in view.
 * @param view as `inView` gives it.
 * @param above the label beside a node's line, without which there is no line: its width counts.
 */
export function layout(
  nodes: Nodes,
  view: readonly { readonly id: number; readonly depth: number }[],
  label: (id: number) => string,
): Layout {
  const boxes = new Map<number, Box>();
  const shown = new Set(view.map((v) => v.id));
  const premisesIn = (id: number) => nodeAt(nodes, id).premises.filter((p) => shown.has(p));
  let depths = 0;
  // Premises come after their conclusion in the view: backwards, they are there when they are needed.
  for (let i = view.length - 1; i >= 0; i--) {
    const { id, depth } = view[i] as (typeof view)[number];
    depths = Math.max(depths, depth);
    const text = length(nodeAt(nodes, id).conclusion);
    const name = label(id);
    const labelWidth = name === '' ? 0 : labelGap + labelScale * length(name);
    let across = 0;
    let [from, to] = [Infinity, -Infinity];
    for (const p of premisesIn(id)) {
      const b = boxes.get(p) as Box;
      if (across > 0) across += gap;
      from = Math.min(from, across + b.x);
      to = Math.max(to, across + b.x + b.text);
      across += b.width;
    }
    if (across === 0) [from, to] = [0, text];
    let x = (from + to - text) / 2;
    const shift = Math.max(0, -x);
    x += shift;
    const lineX = Math.min(from + shift, x);
    const line = Math.max(to + shift, x + text) - lineX;
    const width = Math.max(across + shift, lineX + line + labelWidth);
    boxes.set(id, { width, text, x, lineX, line: name === '' ? 0 : line, inner: shift });
  }
  const placed: Placed[] = [];
  const byId = new Map<number, Placed>();
  const left = new Map<number, number>();
  for (const { id, depth } of view) {
    const b = boxes.get(id) as Box;
    const start = left.get(id) ?? 0;
    const p: Placed = {
      id,
      depth,
      x: start + b.x,
      width: b.text,
      lineX: start + b.lineX,
      line: b.line,
      row: depths - depth,
    };
    placed.push(p);
    byId.set(id, p);
    let at = start + b.inner;
    for (const q of premisesIn(id)) {
      left.set(q, at);
      at += (boxes.get(q) as Box).width + gap;
    }
  }
  const root = view[0];
  return { placed, byId, width: root ? (boxes.get(root.id) as Box).width : 0, rows: depths + 1 };
}
