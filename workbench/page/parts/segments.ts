/** A text cut where its colour changes and where parts of it that are marked begin and end. */
import { keywords } from './language.ts';

export interface CodeSpan {
  readonly from: number;
  readonly to: number;
  readonly className?: string | undefined;
  /** Shown behind it, and no part of the text. */
  readonly note?: string | undefined;
}

export interface Segment {
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
export function segments(text: string, spans: readonly CodeSpan[]): Segment[] {
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
