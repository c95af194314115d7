/**
 * Proteus text that is shown, not edited: coloured like the editor, with parts that are marked and parts that can be
 * pointed at.
 *
 *     <Code label="Annotated" text={text} spans={[{ from: 0, to: 8, className: 'run-redex' }]} />
 *
 * Spans nest or are apart, in the order of their beginnings, the outer ones first (as placeExpr gives them). With
 * `onPoint` the text takes the focus, arrow keys walk its spans, and the index of the span pointed at is told (null
 * when it leaves); spans whose index is in `lit` are lit. The text is one flat row of elements, however deep the terms.
 */
import { useMemo, useRef } from 'preact/hooks';
import { keywords } from './language.ts';
import './code.css';

export interface CodeSpan {
  readonly from: number;
  readonly to: number;
  readonly className?: string | undefined;
  /** Shown behind it, and no part of the text. */
  readonly note?: string | undefined;
}

export interface CodeProps {
  readonly text: string;
  readonly spans?: readonly CodeSpan[];
  /** Its name for a screen reader. */
  readonly label: string;
  readonly lit?: ReadonlySet<number>;
  /** @param byKey whether the keyboard did it: then it is worth saying aloud. */
  readonly onPoint?: (span: number | null, byKey: boolean) => void;
}

interface Segment {
  readonly text: string;
  readonly from: number;
  readonly className: string;
  /** The innermost span around it. */
  readonly span: number | undefined;
}

const token = /--.*|\(\*[^]*?\*\)|@?[0-9]+|[A-Za-z_][A-Za-z0-9_']*/g;

/** Where the colour of the text changes: offsets, and the class from each on. */
function colours(text: string): [number, string][] {
  const out: [number, string][] = [];
  for (const m of text.matchAll(token)) {
    const [word] = m;
    const first = word[0] as string;
    const c = /[0-9@]/.test(first)
      ? 'code-number'
      : first === '-' || first === '('
        ? 'code-comment'
        : keywords.has(word)
          ? 'code-word'
          : '';
    if (c !== '') out.push([m.index, c], [m.index + word.length, '']);
  }
  return out;
}

/** Cuts a text where a span or a colour begins or ends. */
function segments(text: string, spans: readonly CodeSpan[]): Segment[] {
  const colour = colours(text);
  const cuts = new Set<number>([0, text.length]);
  for (const s of spans) cuts.add(s.from).add(s.to);
  for (const [at] of colour) cuts.add(at);
  const sorted = [...cuts].filter((c) => c <= text.length).sort((a, b) => a - b);
  const out: Segment[] = [];
  // Spans nest: those open are a stack. Few of them have a class.
  const open: number[] = [];
  const classes: CodeSpan[] = [];
  const behind = (x: CodeSpan | undefined, at: number) => x !== undefined && x.to <= at;
  let [next, word, now] = [0, 0, ''];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [from, to] = [sorted[i] as number, sorted[i + 1] as number];
    while (open.length > 0 && behind(spans[open.at(-1) as number], from)) open.pop();
    while (behind(classes.at(-1), from)) classes.pop();
    for (; next < spans.length && (spans[next] as CodeSpan).from <= from; next++) {
      const s = spans[next] as CodeSpan;
      if (s.to <= from) continue;
      open.push(next);
      if (s.className) classes.push(s);
    }
    while (word < colour.length && (colour[word] as [number, string])[0] <= from)
      [, now] = colour[word++] as [number, string];
    const className = [now, ...classes.map((s) => s.className)].join(' ').trim();
    out.push({ text: text.slice(from, to), from, className, span: open.at(-1) });
  }
  return out;
}

/** The span around a span, and the first one inside it. */
const parentOf = (spans: readonly CodeSpan[], i: number): number => {
  const { from, to } = spans[i] as CodeSpan;
  for (let k = i - 1; k >= 0; k--) {
    const s = spans[k] as CodeSpan;
    if (s.from <= from && s.to >= to) return k;
  }
  return i;
};

export function Code({ text, spans = [], label, lit, onPoint }: CodeProps) {
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
