/**
 * Text of a program that is shown, not edited: coloured like the editor, with parts that are marked and parts that can be
 * pointed at.
 *
 *     <Code label="Annotated" text={text} spans={[{ from: 0, to: 8, className: 'run-redex' }]} />
 *
 * Spans nest or are apart, in the order of their beginnings, the outer ones first (as placeExpr gives them). With
 * `onPoint` the text takes the focus, arrow keys walk its spans, and the index of the span pointed at is told (null
 * when it leaves); spans whose index is in `lit` are lit. The text is one flat row of elements, however deep the terms.
 * Of a long text that is not pointed at only the lines in view are made (code-lines.tsx).
 */
import { useMemo, useRef } from 'preact/hooks';
import type { CodeLinesProps } from './code-lines.tsx';
import { later } from './later.tsx';
import { segments, type CodeSpan } from './segments.ts';
import './code.css';

export type { CodeSpan } from './segments.ts';

export interface CodeProps {
  readonly text: string;
  readonly spans?: readonly CodeSpan[];
  /** Its name for a screen reader. */
  readonly label: string;
  readonly lit?: ReadonlySet<number>;
  /** @param byKey whether the keyboard did it: then it is worth saying aloud. */
  readonly onPoint?: (span: number | null, byKey: boolean) => void;
  /** An offset that is brought into view when it changes. */
  readonly reveal?: number | undefined;
}

/** Texts of no more lines are made whole. */
const most = 200;

/** Whether a text has so many lines that not all of them are made. */
function manyLines(text: string): boolean {
  let at = -1;
  for (let n = 0; n < most; n++) if ((at = text.indexOf('\n', at + 1)) < 0) return false;
  return true;
}

const CodeLines = later<CodeLinesProps>(async () => (await import('./code-lines.tsx')).CodeLines);

/** The span around a span, and the first one inside it. */
const parentOf = (spans: readonly CodeSpan[], i: number): number => {
  const { from, to } = spans[i] as CodeSpan;
  for (let k = i - 1; k >= 0; k--) {
    const s = spans[k] as CodeSpan;
    if (s.from <= from && s.to >= to) return k;
  }
  return i;
};

export function Code(props: CodeProps) {
  const { text, spans = [], label, onPoint, reveal } = props;
  if (onPoint === undefined && manyLines(text))
    return <CodeLines text={text} spans={spans} label={label} reveal={reveal} />;
  return <WholeCode {...props} />;
}

function WholeCode({ text, spans = [], label, lit, onPoint }: CodeProps) {
  const parts = useMemo(() => segments(text, spans), [text, spans]);
  const notes = useMemo(() => new Map(spans.flatMap((s) => (s.note === undefined ? [] : [[s.to, s.note]]))), [spans]);
  const bright = [...(lit ?? [])].flatMap((k) => spans[k] ?? []);
  const at = useRef(-1);
  const point = (k: number | null, byKey = false) => {
    at.current = k ?? -1;
    onPoint?.(k, byKey);
  };
  const keys = (event: KeyboardEvent) => {
    const { key } = event;
    const here = at.current;
    const last = spans.length - 1;
    const to =
      key === 'ArrowRight'
        ? Math.min(here + 1, last)
        : key === 'ArrowLeft'
          ? Math.max(here - 1, 0)
          : key === 'ArrowUp'
            ? here < 0
              ? 0
              : parentOf(spans, here)
            : key === 'ArrowDown'
              ? Math.min(here + 1, last)
              : key === 'Escape'
                ? null
                : undefined;
    if (to === undefined || last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    point(to, true);
  };
  const over = (event: Event) => {
    const k = (event.target as HTMLElement).dataset.span;
    point(k === undefined ? null : Number(k));
  };
  const pointing = onPoint
    ? {
        tabIndex: 0,
        onKeyDown: keys,
        onMouseOver: over,
        onMouseLeave: () => point(null),
        onBlur: () => point(null),
      }
    : {};
  return (
    <div class="code" role="group" aria-label={label} {...pointing}>
      {parts.map((p) => {
        const on = bright.some((s) => s.from <= p.from && p.from < s.to);
        return (
          <span
            key={p.from}
            class={on ? `${p.className} code-lit` : p.className || undefined}
            data-span={p.span}
            data-note={notes.get(p.from + p.text.length)}
          >
            {p.text}
          </span>
        );
      })}
    </div>
  );
}
