/** The graph of states: where one stands, the way there, updates and deadlocks; a click goes to a state. */
import { useEffect, useRef } from 'preact/hooks';
import type { GraphShown, NodeShown } from '../engine/spaces-graph.ts';

interface GraphProps {
  readonly shown: GraphShown;
  /** The place on the path where one stands. */
  readonly at: number;
  readonly onGo: (state: number) => void;
}

const points = (list: readonly (readonly [number, number])[]): string => list.map(([x, y]) => `${x},${y}`).join(' ');

function Shape({ x, y, is }: Pick<NodeShown, 'x' | 'y' | 'is'>) {
  if (is === 'start') return <path d={`M${x} ${y - 9} L${x + 9} ${y} L${x} ${y + 9} L${x - 9} ${y} Z`} />;
  if (is === 'deadlock' || is === 'stuck') return <rect x={x - 8} y={y - 8} width={16} height={16} />;
  return (
    <>
      <circle cx={x} cy={y} r={7} />
      {is === 'done' && <circle cx={x} cy={y} r={4} class="space-inner" />}
    </>
  );
}

export function Graph({ shown, at, onGo }: GraphProps) {
  const { nodes, drawn, width, height, path, states, edges, complete, whole } = shown;
  const here = path[at];
  const on = new Set(path.filter((s) => s !== -1));
  const taken = new Set(path.slice(1).map((s, i) => `${path[i]} ${s}`));
  const frame = useRef<HTMLDivElement>(null);
  const place = nodes.find((n) => n.id === here);
  useEffect(() => {
    const f = frame.current;
    if (f === null || place === undefined) return;
    // Where one stands is in view. The drawing grows with the size of type.
    const scale = f.scrollWidth > f.clientWidth ? f.scrollWidth / width : 1;
    f.scrollTo({ left: place.x * scale - f.clientWidth / 2, top: place.y * scale - f.clientHeight / 2 });
  }, [place?.x, place?.y]);
  const told = `${states.toLocaleString('en')} states, ${edges.toLocaleString('en')} steps${complete ? '' : ': the first of more'}`;
  return (
    <figure class="space-graph">
      <figcaption>
        {told}
        {whole ? '' : `; ${nodes.length} near where you stand are drawn`}
      </figcaption>
      <div class="space-frame" ref={frame} tabIndex={0} role="region" aria-label="The graph of states">
        <svg
          style={{ width: `${width / 16}rem`, height: `${height / 16}rem` }}
          viewBox={`0 0 ${width} ${height}`}
          role="img"
          aria-label={`Graph: ${told}`}
        >
          <defs>
            <marker
              id="space-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0 0 L8 4 L0 8 Z" class="space-head" />
            </marker>
          </defs>
          {drawn.map((e) => (
            <polyline
              key={`${e.from} ${e.to}`}
              points={points(e.points)}
              class={`${e.update ? 'space-edge-update' : ''} ${taken.has(`${e.from} ${e.to}`) ? 'space-edge-taken' : ''}`}
              marker-end="url(#space-arrow)"
            >
              <title>{e.text}</title>
            </polyline>
          ))}
          {nodes.map((n) => (
            <g
              key={n.id}
              class={`space-node space-node-${n.is} ${on.has(n.id) ? 'space-on' : ''} ${n.id === here ? 'space-here' : ''} ${n.more ? 'space-more' : ''}`}
              data-state={n.id}
              onClick={() => onGo(n.id)}
            >
              <Shape x={n.x} y={n.y} is={n.is} />
              <title>{`${n.is === 'inner' ? '' : `${n.is}\n`}${n.title}`}</title>
            </g>
          ))}
        </svg>
      </div>
      <ul class="space-key" aria-hidden="true">
        <li>◆ start</li>
        <li>◎ done</li>
        <li class="space-key-deadlock">■ deadlock</li>
        <li class="space-key-update">— an update</li>
        <li class="space-key-on">● your run</li>
        <li>┄ more steps</li>
      </ul>
    </figure>
  );
}
