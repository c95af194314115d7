/**
 * A derivation as an indented outline, the conclusion first and its premises below it: the proof tree for narrow screens.
 * Takes what ProofTree takes. Keys as in any tree: ↑ ↓ through the rows, → unfolds or goes in, ← folds or goes out.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { inView, nodeAt, parents, sizes } from '../../drawing/nodes.ts';
import type { ProofTreeProps } from './tree.tsx';
import './tree.css';

/** Rows are of one height, so that only those in the window need be there. In rem. */
const rowHeight = 3;
const deepest = 9;

export function ProofOutline({ label, nodes, root, folded, onFold, selected, onSelect, wrong }: ProofTreeProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [rem, setRem] = useState(16);
  const [window, setWindow] = useState({ top: 0, height: 600 });
  const rows = useMemo(() => inView(nodes, root, folded), [nodes, root, folded]);
  const above = useMemo(() => sizes(nodes, root), [nodes, root]);
  const parent = useMemo(() => parents(nodes), [nodes]);
  const index = useMemo(() => new Map(rows.map((r, i) => [r.id, i])), [rows]);
  const row = rowHeight * rem;
  const current = selected !== null && index.has(selected) ? selected : root;

  const look = useCallback(() => {
    const f = frame.current;
    if (!f) return;
    setRem(parseFloat(getComputedStyle(document.documentElement).fontSize));
    setWindow({ top: f.scrollTop, height: f.clientHeight });
  }, []);
  useEffect(() => {
    const watch = new ResizeObserver(look);
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, [look]);

  const focusing = useRef(false);
  useLayoutEffect(() => {
    const f = frame.current;
    const i = selected === null ? undefined : index.get(selected);
    if (!f || i === undefined) return;
    if (i * row < f.scrollTop) f.scrollTop = i * row;
    else if ((i + 1) * row > f.scrollTop + f.clientHeight) f.scrollTop = (i + 1) * row - f.clientHeight;
    if (focusing.current) f.querySelector<HTMLElement>(`[data-id="${selected}"]`)?.focus({ preventScroll: true });
    focusing.current = false;
  }, [selected, index, row]);

  const select = (id: number | undefined) => {
    if (id === undefined || id < 0) return;
    focusing.current = true;
    onSelect(id);
  };
  const fold = (id: number) => {
    if (nodeAt(nodes, id).premises.length > 0) onFold(id);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = current;
    const i = index.get(at) ?? 0;
    const { premises } = nodeAt(nodes, at);
    switch (event.key) {
      case 'ArrowDown':
        select(rows[i + 1]?.id);
        break;
      case 'ArrowUp':
        select(rows[i - 1]?.id);
        break;
      case 'ArrowRight':
        if (premises.length > 0 && folded.has(at)) fold(at);
        else select(premises[0]);
        break;
      case 'ArrowLeft':
        if (premises.length > 0 && !folded.has(at)) fold(at);
        else if (at !== root) select(parent[at]);
        break;
      case 'Home':
        select(root);
        break;
      case 'End':
        select(rows.at(-1)?.id);
        break;
      case 'Enter':
      case ' ':
        select(at);
        fold(at);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const click = (e: MouseEvent) => {
    const target = e.target as HTMLElement;
    const item = target.closest<HTMLElement>('[data-id]');
    if (!item) return;
    const id = Number(item.dataset.id);
    select(id);
    if (target.closest('.tree-twist')) fold(id);
  };

  const from = Math.max(0, Math.floor(window.top / row) - 8);
  const to = Math.min(rows.length, Math.ceil((window.top + window.height) / row) + 8);
  const shown = rows.slice(from, to).map((r, i) => ({ ...r, i: from + i }));
  const here = index.get(current) ?? 0;
  if (here < from || here >= to) shown.push({ ...(rows[here] as { id: number; depth: number }), i: here });
  return (
    <div class="tree tree-outline" ref={frame} onScroll={look} onClick={click}>
      <div role="tree" aria-label={label} onKeyDown={keys} style={{ height: `${rows.length * row}px` }}>
        {shown.map(({ id, depth, i }) => {
          const node = nodeAt(nodes, id);
          const bad = wrong?.get(id);
          const closed = folded.has(id);
          return (
            <div
              key={id}
              data-id={id}
              role="treeitem"
              aria-level={depth + 1}
              aria-expanded={node.premises.length > 0 ? !closed : undefined}
              aria-selected={id === selected}
              aria-invalid={bad === undefined ? undefined : true}
              tabIndex={id === current ? 0 : -1}
              class={`tree-row${bad === undefined ? '' : ' tree-wrong'}`}
              style={{ top: `${i * row}px`, paddingLeft: `${0.3 + 0.75 * Math.min(depth, deepest)}rem` }}
            >
              <span class="tree-said">{node.conclusion}</span>
              <span class="tree-hidden">{node.rule === '' ? 'open' : 'by'}</span>
              <span class="tree-name">
                {node.rule}
                <span aria-hidden="true">
                  {closed ? ` +${above[id]}` : ''}
                  {depth > deepest ? ` · level ${depth + 1}` : ''}
                </span>
              </span>
              {bad !== undefined && <span class="tree-hidden">wrong: {bad}</span>}
              <span class="tree-twist" aria-hidden="true">
                {node.premises.length === 0 ? '·' : closed ? '▸' : '▾'}
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
