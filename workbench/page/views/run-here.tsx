/** You are here: the line of the source that the run stands at, for where the source itself is not in view. */
import type { Range } from '../engine/sent.ts';

interface HereProps {
  readonly here: Range;
  readonly sources: readonly string[];
}

/** Characters around the place that are shown. */
const around = 60;

export function Here({ here, sources }: HereProps) {
  const text = sources[here.file] ?? '';
  const start = Math.max(text.lastIndexOf('\n', here.from - 1) + 1, here.from - around);
  const ends = text.indexOf('\n', here.to);
  const end = Math.min(ends < 0 ? text.length : ends, here.to + around);
  const line = text.slice(0, here.from).split('\n').length;
  return (
    <p class="run-here" aria-label="You are here">
      <span class="run-here-place">
        {here.file === 0 ? 'program' : `update ${here.file}`} {line}
      </span>{' '}
      <code>
        {text.slice(start, here.from)}
        <mark>{text.slice(here.from, here.to)}</mark>
        {text.slice(here.to, end)}
      </code>
    </p>
  );
}
