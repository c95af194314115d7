/**
 * A derivation as a proof tree: premises above a line, conclusion below, the rule's name beside the line.
 *
 *     <ProofTree label="Derivation" nodes={nodes} root={0} folded={folded} onFold={(id) => …}
 *       selected={id} onSelect={(id) => …} wrong={new Map([[4, 'the side condition member does not hold']])} />
 *
 * `nodes` is a flat table (see nodes.ts); a node without a rule is a goal that is still open. What is folded and selected
 * is the parent's to keep. Keys: ↑ to the first premise, ↓ to the conclusion it is a premise of, ← → to its neighbours,
 * Enter folds and unfolds, Home to the root, + − 0 zoom. Only nodes in the window are elements of the page, so a tree of
 * thousands of nodes stays quick.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { layout, type Layout, type Placed } from '../../drawing/layout.ts';
import { inView, nodeAt, parents, sizes, type Nodes } from '../../drawing/nodes.ts';
import './tree.css';

export interface ProofTreeProps {
  /** Its name for a screen reader. */
  readonly label: string;
  readonly nodes: Nodes;
  readonly root: number;
  readonly folded: ReadonlySet<number>;
  readonly onFold: (id: number) => void;
  readonly selected: number | null;
  readonly onSelect: (id: number) => void;
  /** Nodes that are wrong, and why. */
  readonly wrong?: ReadonlyMap<number, string>;
  /** What makes it another tree, which is shown from its root: another table of nodes, unless this says otherwise. */
  readonly of?: string;
}

/** The label beside a node's line: its rule, and how much is folded above it. */
export const lineLabel =
  (nodes: Nodes, folded: ReadonlySet<number>, size: Int32Array) =>
  (id: number): string => {
    const { rule, premises, cut } = nodeAt(nodes, id);
    if (rule === '') return '';
    const more = (folded.has(id) ? (size[id] as number) : premises.length === 0 ? 0 : -1) + (cut ?? 0);
    return premises.length === 0 && !cut ? rule : more > 0 ? `${rule} ▸${more}` : `${rule} ▾`;
  };

/** Ems: the height of a row, and what is free around the tree; the width of a character is measured. */
const rowHeight = 2.5;
const around = 3;
/** The least that a tree is made smaller to: below it nothing is told apart. */
const smallest = 0.05;
const zooms = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2];

/** The width of a character of the page's monospaced font, in ems. */
function characterWidth(): number {
  const context = document.createElement('canvas').getContext('2d');
  const family = getComputedStyle(document.documentElement).getPropertyValue('--mono');
  if (!context || family === '') return 0.602;
  context.font = `100px ${family}`;
  return Math.max(0.5, context.measureText('Ω; Σ; Γ ⊢ e : int ⊣ *'.padEnd(40, 'x')).width / 4000);
}

/**
 * Whether a layout fits into a frame.
 * @param width of the frame, in pixels, like its height. @param em the size of its type.
 */
export function layoutFits(of: Layout, width: number, height: number, em: number): boolean {
  return (
    (of.width * characterWidth() + around) * em <= width && (of.rows * rowHeight + around) * em + headRoom(em) <= height
  );
}
/** The smallest type in which a tree opens, in pixels. */
const leastType = 14;
/** The buttons above the tree, in pixels. */
const headRoom = (em: number): number => 2.4 * em;

interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function ProofTree({ label, nodes, root, folded, onFold, selected, onSelect, wrong, of }: ProofTreeProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [size, setSize] = useState<Window>({ left: 0, top: 0, width: 1200, height: 600 });
  const [em, setEm] = useState(14);
  const ch = useMemo(characterWidth, []);
  const above = useMemo(() => sizes(nodes, root), [nodes, root]);
  const parent = useMemo(() => parents(nodes), [nodes]);
  const name = useMemo(() => lineLabel(nodes, folded, above), [nodes, folded, above]);
  const placed = useMemo(() => layout(nodes, inView(nodes, root, folded), name), [nodes, root, folded, name]);
  const unit = em * zoom;
  const [across, up] = [unit * ch, unit * rowHeight];
  const pad = unit * 1.5;
  const current = selected !== null && placed.byId.has(selected) ? selected : root;

  const look = useCallback(() => {
    const f = frame.current;
    if (!f) return;
    setEm(parseFloat(getComputedStyle(f).fontSize));
    const [left, top, width, height] = [f.scrollLeft, f.scrollTop, f.clientWidth, f.clientHeight];
    setSize((s) =>
      s.left === left && s.top === top && s.width === width && s.height === height ? s : { left, top, width, height },
    );
  }, []);
  useEffect(() => {
    const watch = new ResizeObserver(look);
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, [look]);

  // What was folded, or is chosen, stays where it is on the screen.
  const anchor = useRef<number | null>(null);
  const before = useRef({ placed, across, up });
  // Read before the paper changes: a smaller one moves the window by itself.
  const { scrollLeft = 0, scrollTop = 0 } = frame.current ?? {};
  useLayoutEffect(() => {
    const f = frame.current;
    const was = before.current;
    before.current = { placed, across, up };
    if (!f || (was.placed === placed && was.across === across)) return;
    const id = anchor.current ?? current;
    anchor.current = null;
    const [p, q] = [was.placed.byId.get(id), placed.byId.get(id)];
    if (p && q) {
      f.scrollLeft = scrollLeft + q.x * across - p.x * was.across;
      f.scrollTop = scrollTop + q.row * up - p.row * was.up;
    }
    look();
  });
  // Another tree: its root at the bottom, in the middle, in type that can be read; what has no room is folded.
  const fresh = useRef(true);
  useLayoutEffect(() => {
    fresh.current = true;
    const f = frame.current;
    if (f) setZoom(1);
    // Only when another tree is shown.
  }, [of ?? nodes, root]);
  useLayoutEffect(() => {
    const f = frame.current;
    const p = placed.byId.get(root);
    if (!f || !p || !fresh.current) return;
    // Large type gives way to the whole width, down to what can be read.
    const type = parseFloat(getComputedStyle(f).fontSize);
    const room = (f.clientWidth / ((placed.width * ch + around) * type)) * 0.995;
    setZoom(Math.min(1, Math.max(leastType / type, room)));
    f.scrollTop = f.scrollHeight;
    f.scrollLeft = (p.x + p.width / 2) * across + pad - f.clientWidth / 2;
    look();
  }, [placed, root, across, up, pad, look]);
  useEffect(() => {
    // What the reader does from here on moves the tree no more.
    const done = setTimeout(() => (fresh.current = false), 100);
    return () => clearTimeout(done);
  }, [of ?? nodes, root]);

  const reveal = useCallback(
    (id: number) => {
      const f = frame.current;
      const p = placed.byId.get(id);
      if (!f || !p) return;
      const [x, y] = [p.x * across + pad, p.row * up + pad];
      if (y < f.scrollTop) f.scrollTop = y - up;
      else if (y + 2 * up > f.scrollTop + f.clientHeight) f.scrollTop = y + 2 * up - f.clientHeight;
      const wide = p.width * across;
      if (x < f.scrollLeft || x + wide > f.scrollLeft + f.clientWidth)
        f.scrollLeft = wide > f.clientWidth ? x - pad : x + wide / 2 - f.clientWidth / 2;
    },
    [placed, across, up, pad],
  );
  const focusing = useRef(false);
  useLayoutEffect(() => {
    if (selected === null) return;
    reveal(selected);
    if (focusing.current)
      frame.current?.querySelector<HTMLElement>(`[data-id="${selected}"]`)?.focus({ preventScroll: true });
    focusing.current = false;
  }, [selected, reveal]);

  const select = (id: number | undefined) => {
    if (id === undefined || id < 0) return;
    focusing.current = true;
    onSelect(id);
  };
  const fold = (id: number) => {
    if (nodeAt(nodes, id).premises.length === 0) return;
    anchor.current = id;
    focusing.current = true;
    onFold(id);
  };
  const zoomTo = (direction: -1 | 0 | 1) => {
    setZoom((z) => {
      if (direction === 0) return 1;
      const next = direction > 0 ? zooms.find((x) => x > z) : zooms.findLast((x) => x < z);
      return next ?? z;
    });
  };
  const fit = () => {
    const f = frame.current;
    if (!f) return;
    const room = Math.min(
      f.clientWidth / ((placed.width * ch + around) * em),
      (f.clientHeight - parseFloat(getComputedStyle(f).paddingTop)) / ((placed.rows * rowHeight + around) * em),
    );
    // A little less: what is rounded up must not make it scroll.
    setZoom(Math.max(smallest, Math.min(zooms.at(-1) as number, room * 0.995)));
  };

  /** Neighbours of one row: the nearest on a side. */
  const neighbour = (id: number, side: -1 | 1): number | undefined => {
    const here = placed.byId.get(id) as Placed;
    let best: Placed | undefined;
    for (const p of placed.placed)
      if (p.row === here.row && (p.x - here.x) * side > 0 && (!best || (p.x - best.x) * side < 0)) best = p;
    return best?.id;
  };
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = current;
    const premises = nodeAt(nodes, at).premises;
    switch (event.key) {
      case 'ArrowUp':
        if (premises.length > 0 && folded.has(at)) fold(at);
        select(premises[0]);
        break;
      case 'ArrowDown':
        if (at !== root) select(parent[at]);
        break;
      case 'ArrowLeft':
        select(neighbour(at, -1));
        break;
      case 'ArrowRight':
        select(neighbour(at, 1));
        break;
      case 'Home':
        select(root);
        break;
      case 'Enter':
      case ' ':
        select(at);
        fold(at);
        break;
      case '+':
      case '=':
        zoomTo(1);
        break;
      case '-':
        zoomTo(-1);
        break;
      case '0':
        zoomTo(0);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  // Dragging the paper moves it.
  const drag = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  const moved = useRef(false);
  const down = (e: PointerEvent) => {
    const f = frame.current;
    moved.current = false;
    if (f && e.pointerType === 'mouse' && e.button === 0)
      drag.current = { x: e.clientX, y: e.clientY, left: f.scrollLeft, top: f.scrollTop };
  };
  const move = (e: PointerEvent) => {
    const d = drag.current;
    const f = frame.current;
    if (!d || !f) return;
    if (e.buttons === 0) return void (drag.current = null);
    if (Math.abs(e.clientX - d.x) + Math.abs(e.clientY - d.y) > 4) moved.current = true;
    if (!moved.current) return;
    f.scrollLeft = d.left - (e.clientX - d.x);
    f.scrollTop = d.top - (e.clientY - d.y);
  };
  const click = (e: MouseEvent) => {
    drag.current = null;
    if (moved.current) return;
    const target = e.target as HTMLElement;
    const item = target.closest<HTMLElement>('[data-id]');
    if (!item) return;
    const id = Number(item.dataset.id);
    select(id);
    if (target.closest('.tree-rule')) fold(id);
  };
  const wheel = (e: WheelEvent) => {
    if (!e.ctrlKey) return;
    e.preventDefault();
    zoomTo(e.deltaY < 0 ? 1 : -1);
  };

  const margin = 300;
  const visible = placed.placed.filter((p) => {
    if (p.id === current) return true;
    const [from, to] = [Math.min(p.x, p.lineX) * across, Math.max(p.x + p.width, p.lineX + p.line + 20) * across];
    const y = p.row * up;
    return (
      to > size.left - margin &&
      from < size.left + size.width + margin &&
      y > size.top - margin &&
      y < size.top + size.height + margin
    );
  });
  return (
    <div class="tree">
      <div class="tree-zoom" role="group" aria-label="Zoom">
        <button type="button" onClick={() => zoomTo(-1)} aria-label="Smaller" title="Smaller (−)">
          −
        </button>
        <button type="button" onClick={() => zoomTo(1)} aria-label="Larger" title="Larger (+)">
          +
        </button>
        <button type="button" onClick={fit}>
          Fit
        </button>
      </div>
      <div
        class="tree-frame"
        ref={frame}
        onScroll={look}
        onPointerDown={down}
        onPointerMove={move}
        onClick={click}
        onWheel={wheel}
      >
        <div
          class="tree-paper"
          role="tree"
          aria-label={label}
          onKeyDown={keys}
          style={{
            width: `${placed.width * across + 2 * pad}px`,
            height: `${placed.rows * up + 2 * pad}px`,
            fontSize: `${unit}px`,
          }}
        >
          {visible.map((p) => {
            const node = nodeAt(nodes, p.id);
            const rule = name(p.id);
            const bad = wrong?.get(p.id);
            const from = p.line > 0 ? Math.min(p.lineX, p.x) : p.x;
            return (
              <div
                key={p.id}
                data-id={p.id}
                role="treeitem"
                aria-level={p.depth + 1}
                aria-expanded={node.premises.length > 0 ? !folded.has(p.id) : undefined}
                aria-selected={p.id === selected}
                aria-invalid={bad === undefined ? undefined : true}
                tabIndex={p.id === current ? 0 : -1}
                class={`tree-node${bad === undefined ? '' : ' tree-wrong'}${rule === '' ? ' tree-open' : ''}`}
                title={bad}
                style={{
                  left: `${pad + from * across}px`,
                  top: `${pad + p.row * up}px`,
                  width: `${(p.line > 0 ? p.line : p.width) * across}px`,
                  paddingLeft: `${(p.x - from) * across}px`,
                }}
              >
                <span class="tree-text">{node.conclusion}</span>
                <span class="tree-hidden">{rule === '' ? 'open' : 'by'}</span>
                {rule !== '' && (
                  <span class="tree-rule">
                    {node.rule}
                    <span aria-hidden="true">{rule.slice(node.rule.length)}</span>
                  </span>
                )}
                {bad !== undefined && <span class="tree-hidden">wrong: {bad}</span>}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
