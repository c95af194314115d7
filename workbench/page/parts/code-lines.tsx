/** Text of many lines that is shown, not edited: only the lines in view are elements of the page. */
import { useMemo, useRef } from 'preact/hooks';
import { useRows } from './long-rows.tsx';
import { segments, type CodeSpan } from './segments.ts';

const comment = /--.*|\(\*[^]*?\*\)/g;

interface Lines {
  /** Where each line begins, and where one more would. */
  readonly starts: readonly number[];
  /** By line: what of the spans and comments is in it. */
  readonly spans: ReadonlyMap<number, readonly CodeSpan[]>;
}

/** The line that an offset is in. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Spans line by line, each cut where its line ends; offsets are those of the line. */
function linesOf(text: string, spans: readonly CodeSpan[]): Lines {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  const found = new Map<number, CodeSpan[]>();
  const add = (s: CodeSpan) => {
    const last = lineAt(starts, s.to);
    for (let i = lineAt(starts, s.from); i <= last; i++) {
      const [start, end] = [starts[i] as number, (starts[i + 1] as number) - 1];
      const cut = { ...s, from: Math.max(s.from, start) - start, to: Math.min(s.to, end) - start };
      if (cut.from >= cut.to) continue;
      // What is said of it stands behind it, once.
      const part = s.to <= end ? cut : { ...cut, note: undefined };
      found.set(i, [...(found.get(i) ?? []), part]);
    }
  };
  for (const m of text.matchAll(comment)) add({ from: m.index, to: m.index + m[0].length, className: 'code-comment' });
  spans.forEach(add);
  for (const of of found.values()) of.sort((a, b) => a.from - b.from || b.to - a.to);
  return { starts, spans: found };
}

export interface CodeLinesProps {
  readonly text: string;
  readonly spans: readonly CodeSpan[];
  readonly label: string;
  readonly reveal: number | undefined;
}

export function CodeLines({ text, spans, label, reveal }: CodeLinesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(text, spans), [text, spans]);
  const { starts } = lines;
  const virtual = useRows(frame, {
    count: starts.length - 1,
    height: 23,
    reveal: reveal === undefined ? undefined : lineAt(starts, reveal),
  });
  return (
    <div class="code code-lines long" role="group" aria-label={label} tabIndex={0} ref={frame}>
      <div class="long-list" style={{ height: `${virtual.getTotalSize()}px` }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = text.slice(starts[index], (starts[index + 1] as number) - 1);
          return (
            <div
              key={index}
              data-index={index}
              class="code-line"
              ref={(e) => virtual.measureElement(e)}
              style={{ transform: `translateY(${start}px)` }}
            >
              {line === '' ? '\u200b' : null}
              {segments(line, lines.spans.get(index) ?? []).map((p) => (
                <span
                  key={p.from}
                  class={p.className || undefined}
                  data-note={lines.spans.get(index)?.find((s) => s.to === p.from + p.text.length && s.note)?.note}
                >
                  {p.text}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
