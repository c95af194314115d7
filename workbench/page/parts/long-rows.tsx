/** The rows of what is long: those in view are made, in a frame that scrolls. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fewItems, type LongProps } from './long-list.ts';
import './long.css';

interface Rows {
  readonly count: number;
  /** How high a row is before it has been measured, in pixels. */
  readonly height: number;
  /** A row that is brought into view when it becomes another one. */
  readonly reveal?: number | undefined;
}

type Virtual = Virtualizer<HTMLElement, HTMLElement>;

/** The rows that are to be made, in a frame that scrolls. Whoever draws them gives each to `measureElement`. */
export function useRows(frame: RefObject<HTMLElement | null>, { count, height, reveal }: Rows): Virtual {
  const [, again] = useState(0);
  const made = useRef<Virtual | undefined>(undefined);
  const options = {
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: 10,
    // Before the frame has been measured, as after.
    initialRect: { width: 600, height: 600 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => again((n) => n + 1),
  };
  made.current ??= new Virtualizer(options);
  const virtual = made.current;
  virtual.setOptions(options);
  useEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => virtual._willUpdate());
  useEffect(() => {
    if (reveal !== undefined && reveal >= 0 && reveal < count) virtual.scrollToIndex(reveal, { align: 'auto' });
  }, [reveal, count, virtual]);
  return virtual;
}

/** A list that is longer than its frame. */
export function Framed<T>({ label, items, of, class: name = '', ordered = false, height = 32, reveal }: LongProps<T>) {
  const frame = useRef<HTMLDivElement>(null);
  const virtual = useRows(frame, { count: items.length, height, reveal });
  const List = ordered ? 'ol' : 'ul';
  return (
    <div class="long" ref={frame} tabIndex={0} role="region" aria-label={`${label}, ${items.length}`}>
      <List class={`long-list ${name}`} style={{ height: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <li
            key={index}
            data-index={index}
            ref={(e) => virtual.measureElement(e)}
            value={ordered ? index + 1 : undefined}
            aria-posinset={index + 1}
            aria-setsize={items.length}
            style={{ transform: `translateY(${start}px)` }}
          >
            {of(items[index] as T, index)}
          </li>
        ))}
      </List>
    </div>
  );
}

/** Rows of a table before and after those that are made: so much room, in pixels, for nobody to read. */
export const Room = ({ pixels, columns }: { readonly pixels: number; readonly columns: number }) =>
  pixels <= 0 ? null : (
    <tr aria-hidden="true">
      <td colSpan={columns} class="long-room" style={{ height: `${pixels}px` }} />
    </tr>
  );

/** The rows of a long table, in the frame that scrolls it: those to be made, and how much room is before and after them. */
export function useTableRows(frame: RefObject<HTMLElement | null>, count: number, height: number) {
  const virtual = useRows(frame, { count: count > fewItems ? count : 0, height });
  if (count <= fewItems) return { rows: Array.from({ length: count }, (_, i) => i), before: 0, after: 0, virtual };
  const shown = virtual.getVirtualItems();
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    rows: shown.map((v) => v.index),
    before: first?.start ?? 0,
    after: virtual.getTotalSize() - (last?.end ?? 0),
    virtual,
  };
}
