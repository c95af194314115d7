/** Two panes with a splitter between them; on a phone one at a time. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { paneShare, setPaneShare } from './look.ts';
import './panes.css';

interface PanesProps {
  /** Their names for a screen reader. */
  readonly names: readonly [string, string];
  /** The one that is shown where there is room for one. */
  readonly shown: 0 | 1;
  /** Only the second, however much room there is. */
  readonly folded: boolean;
  readonly children: readonly [ComponentChildren, ComponentChildren];
}

const [least, most] = [20, 75];

export function Panes({ names, shown, folded, children }: PanesProps) {
  const box = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(paneShare);
  const put = (percent: number) => {
    const fit = Math.round(Math.min(most, Math.max(least, percent)));
    setShare(fit);
    setPaneShare(fit);
  };
  const drag = (event: PointerEvent) => {
    const at = box.current?.getBoundingClientRect();
    if (at && event.buttons === 1) put((100 * (event.clientX - at.left)) / at.width);
  };
  const keys = (event: KeyboardEvent) => {
    const to = { ArrowLeft: share - 2, ArrowRight: share + 2, Home: least, End: most }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    put(to);
  };
  return (
    <div
      ref={box}
      class={`panes panes-${shown}${folded ? ' panes-folded' : ''}`}
      style={{ '--share': `${share}%` } as never}
    >
      <section class="pane pane-0" aria-label={names[0]}>
        {children[0]}
      </section>
      <div
        class="splitter"
        role="separator"
        aria-label={`Between ${names[0]} and ${names[1]}`}
        aria-orientation="vertical"
        aria-valuenow={share}
        aria-valuemin={least}
        aria-valuemax={most}
        tabIndex={0}
        onPointerDown={(e) => e.currentTarget.setPointerCapture(e.pointerId)}
        onPointerMove={drag}
        onKeyDown={keys}
      />
      <section class="pane pane-1" aria-label={names[1]} tabIndex={0}>
        {children[1]}
      </section>
    </div>
  );
}
