/** A proof tree as a picture of its own: an SVG file with nothing outside it. */
import type { Layout } from './layout.ts';
import { nodeAt, type Nodes } from './nodes.ts';

const escape = (s: string) =>
  s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/** Units of a character's width and of a row's height. */
const across = 7.25;
const up = 30;
const margin = 12;

/** @param label beside a node's line; empty where there is none. */
export const treeAsSvg = (nodes: Nodes, tree: Layout, label: (id: number) => string): string =>
  treesAsSvg(nodes, [tree], label);

/** Trees one beneath the other. */
export function treesAsSvg(nodes: Nodes, trees: readonly Layout[], label: (id: number) => string): string {
  const width = trees.reduce((most, t) => Math.max(most, t.width), 0);
  // A row stays free between two trees.
  const rows = trees.reduce((sum, t) => sum + t.rows + 1, -1);
  const w = Math.ceil(width * across + 2 * margin);
  const h = Math.max(0, rows) * up + 2 * margin;
  const n = (x: number) => String(Math.round(x * 100) / 100);
  let above = 0;
  const parts = trees.flatMap(({ placed, rows: own }) => {
    const top = margin + above * up;
    above += own + 1;
    return placed.flatMap((p) => {
      const x = margin + p.x * across;
      const y = top + p.row * up + up - 9;
      const name = label(p.id);
      const text = nodeAt(nodes, p.id).conclusion;
      const out = [
        `<text x="${n(x)}" y="${n(y)}" textLength="${n(p.width * across)}" lengthAdjust="spacingAndGlyphs">${escape(text)}</text>`,
      ];
      if (name === '') return out;
      const [from, to] = [margin + p.lineX * across, margin + (p.lineX + p.line) * across];
      const at = top + p.row * up + 4;
      out.push(
        `<line x1="${n(from)}" y1="${n(at)}" x2="${n(to)}" y2="${n(at)}"/>`,
        `<text class="rule" x="${n(to + across / 2)}" y="${n(at + 4)}">${escape(name)}</text>`,
      );
      return out;
    });
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">`,
    '<style>text{font:12px "DejaVu Sans Mono",Menlo,Consolas,monospace;fill:#16181d;white-space:pre}.rule{font-size:9.6px}line{stroke:#16181d;stroke-width:0.8}</style>',
    `<rect width="${w}" height="${h}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}
