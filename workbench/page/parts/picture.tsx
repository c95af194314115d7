/** A picture of a configuration (engine/picture.ts), drawn the same for every calculus; and its parts as text. */
import { useId } from 'preact/hooks';
import type { Picture as Drawing, PictureBox, Section } from '../engine/picture.ts';
import './picture.css';

/** Sizes in units of the drawing, which are pixels at the usual size of type. */
const [boxWidth, gapX, gapY, line, pad] = [190, 90, 14, 19, 8];
const heightOf = (b: PictureBox): number => pad * 2 + line * (1 + b.lines.length);
/** As many characters as fit into a box. */
const fits = 22;
const cut = (s: string): string => (s.length > fits ? `${s.slice(0, fits - 1)}…` : s);

interface Placed {
  readonly box: PictureBox;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** Boxes below each other in their lanes. */
function place({ lanes }: Drawing): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  lanes.forEach((lane, i) => {
    let y = line + gapY;
    for (const box of lane.boxes) {
      const height = heightOf(box);
      placed.set(box.id, { box, x: i * (boxWidth + gapX), y, height });
      y += height + gapY;
    }
  });
  return placed;
}

/** A line from one box to another: to the side where that is, bent where both are in one lane. */
function path(a: Placed, b: Placed): string {
  const [y, to] = [a.y + a.height / 2, b.y + b.height / 2];
  if (a.x === b.x) {
    const x = a.x + boxWidth;
    const out = x + gapX * 0.45;
    return `M ${x} ${y} C ${out} ${y} ${out} ${to} ${x + 4} ${to}`;
  }
  const right = b.x > a.x;
  const [from, end] = right ? [a.x + boxWidth, b.x - 4] : [a.x, b.x + boxWidth + 4];
  const bend = (end - from) / 2;
  return `M ${from} ${y} C ${from + bend} ${y} ${end - bend} ${to} ${end} ${to}`;
}

export function Picture({ of }: { readonly of: Drawing }) {
  const id = useId();
  const placed = place(of);
  const width = of.lanes.length * (boxWidth + gapX);
  const height = Math.max(0, ...[...placed.values()].map((p) => p.y + p.height)) + gapY;
  return (
    <figure class="picture">
      <svg
        role="img"
        aria-label={of.sentence}
        viewBox={`-2 0 ${width} ${height}`}
        style={{ maxWidth: `${width / 16}rem` }}
      >
        <defs>
          <marker id={`${id}-end`} viewBox="0 0 8 8" refX="6" refY="4" markerWidth="8" markerHeight="8" orient="auto">
            <path d="M 0 0 L 8 4 L 0 8 z" class="picture-tip" />
          </marker>
        </defs>
        {of.lanes.map((l, i) => (
          <text key={l.title} class="picture-lane" x={i * (boxWidth + gapX)} y={line - 4}>
            {l.title}
          </text>
        ))}
        {of.arrows.map((a) => {
          const [from, to] = [placed.get(a.from), placed.get(a.to)];
          if (!from || !to) return null;
          return (
            <path
              key={`${a.from} ${a.to} ${a.label ?? ''}`}
              class={`picture-arrow picture-${a.meaning ?? 'plain'}`}
              d={path(from, to)}
              marker-end={`url(#${id}-end)`}
            />
          );
        })}
        {[...placed.values()].map(({ box, x, y, height: h }) => (
          <g key={box.id} class={`picture-box picture-${box.meaning ?? 'plain'}`}>
            <title>{[box.title, ...box.lines].join('\n')}</title>
            <rect x={x} y={y} width={boxWidth} height={h} rx="4" />
            <text class="picture-title" x={x + pad} y={y + pad + line - 6}>
              {cut(box.title)}
            </text>
            {box.lines.map((l, i) => (
              <text key={i} x={x + pad} y={y + pad + line * (i + 2) - 6}>
                {cut(l)}
              </text>
            ))}
          </g>
        ))}
      </svg>
    </figure>
  );
}

const words: Readonly<Record<string, string>> = {
  redex: 'redex',
  'in-the-way': 'in the way',
  changed: 'changed',
  new: 'new',
  waits: 'waits',
};

/** Named parts of a configuration. */
export function Sections({ of }: { readonly of: readonly Section[] }) {
  return (
    <>
      {of.map((s) => (
        <section key={s.title} class="run-panel" aria-label={s.title}>
          <h2>{s.title}</h2>
          {s.items.length === 0 ? <p class="run-note">none</p> : null}
          <ul class="run-bindings">
            {s.items.map((item) => (
              <li key={item.name} class={`picture-item picture-${item.meaning ?? 'plain'}`}>
                {item.meaning ? <span class="run-badge">{words[item.meaning]}</span> : null}
                <strong>{item.name}</strong> <code>{item.text}</code>{' '}
                {item.note ? <span class="run-note">{item.note}</span> : null}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
