/** What the view Run knows: the errors of the sources, the outline of the run, and the step in view, as they come in. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Checked } from '../engine/check.ts';
import type { Outline, RunOf } from '../engine/sent.ts';
import type { At } from '../engine/sent.ts';
import { width, type Range, type Shown } from '../engine/sent.ts';
import type { CodeSpan } from '../parts/code.tsx';
import { ask } from '../rpc.ts';
import type { PageState } from '../state.ts';

export interface RunModel {
  readonly checked: Checked | undefined;
  /** Null while the program does not load. */
  readonly outline: Outline | null | undefined;
  readonly at: At | null | undefined;
  /** What went wrong in the engine itself. */
  readonly failure: string | undefined;
}

/** Asks one thing at a time; of those wanted meanwhile, only the last. */
function latest<A, R>(call: (a: A) => Promise<R>, got: (r: R) => void, failed: (e: Error) => void): (a: A) => void {
  let busy = false;
  let wanted: { readonly a: A } | undefined;
  const go = (a: A): void => {
    busy = true;
    call(a)
      .then(got, failed)
      .finally(() => {
        busy = false;
        const next = wanted;
        wanted = undefined;
        if (next) go(next.a);
      });
  };
  return (a) => {
    if (busy) wanted = { a };
    else go(a);
  };
}

const sameNumbers = (a: Int32Array, b: Int32Array): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
};
const sameCode = (a: Shown | undefined, b: Shown): boolean =>
  a !== undefined &&
  a.text === b.text &&
  a.before === b.before &&
  a.after === b.after &&
  sameNumbers(a.places, b.places);

/** The new step, with the very code of the old one where it is the same: what has not changed is not drawn again. */
function reusing(old: At | null | undefined, now: At): At {
  if (!old) return now;
  const bindings = new Map(old.heap.map((b) => [b.name, b.code]));
  const kept = (name: string, code: Shown): Shown => {
    const known = bindings.get(name);
    return known && sameCode(known, code) ? known : code;
  };
  return {
    ...now,
    expression: sameCode(old.expression, now.expression) ? old.expression : now.expression,
    heap: now.heap.map((b) => ({ ...b, code: kept(b.name, b.code) })),
    updates: JSON.stringify(old.updates) === JSON.stringify(now.updates) ? old.updates : now.updates,
    types: JSON.stringify(old.types) === JSON.stringify(now.types) ? old.types : now.types,
  };
}

/** The run of a state of the page. */
export function useRun(state: PageState, all: boolean): RunModel {
  const [model, setModel] = useState<RunModel>({
    checked: undefined,
    outline: undefined,
    at: undefined,
    failure: undefined,
  });
  const asking = useRef<{ sources: (of: RunOf) => void; step: (of: RunOf & { step: number; all: boolean }) => void }>(
    undefined,
  );
  if (asking.current === undefined) {
    const part = (patch: Partial<RunModel>) => setModel((m) => ({ ...m, failure: undefined, ...patch }));
    const failed = (e: Error) => setModel((m) => ({ ...m, failure: e.message }));
    asking.current = {
      sources: latest(
        async (of: RunOf) => ({ checked: await ask('check', of), outline: await ask('outline', of) }),
        part,
        failed,
      ),
      step: latest(
        (of: RunOf & { step: number; all: boolean }) => ask('at', of),
        (at) => setModel((m) => ({ ...m, failure: undefined, at: at && reusing(m.at, at) })),
        failed,
      ),
    };
  }
  const { program, updates, check, decisions, variant, step } = state;
  useEffect(
    () => asking.current?.sources({ program, updates, check, decisions, variant }),
    [program, updates, check, decisions, variant],
  );
  // At once, not after the next frame has been painted.
  useLayoutEffect(
    () => asking.current?.step({ program, updates, check, decisions, variant, step, all }),
    [program, updates, check, decisions, variant, step, all],
  );
  return model;
}

/** The spans of code, with the classes of what they are, and where each comes from. */
export function spansOf(code: Shown): {
  readonly spans: readonly CodeSpan[];
  readonly ranges: readonly (Range | undefined)[];
} {
  const spans: CodeSpan[] = [];
  const ranges: (Range | undefined)[] = [];
  const { places } = code;
  const n = (i: number) => places[i] as number;
  for (let i = 0; i < places.length; i += width) {
    const className = classes.filter((_, bit) => (n(i + 2) & (1 << bit)) !== 0).join(' ');
    spans.push({ from: n(i), to: n(i + 1), className: className === '' ? undefined : className });
    ranges.push(n(i + 3) < 0 ? undefined : { file: n(i + 3), from: n(i + 4), to: n(i + 5) });
  }
  return { spans, ranges };
}

/** By the bits of `kind`. */
const classes = ['run-redex', 'run-con', 'run-pending', 'run-point'];

export const sameRange = (a: Range | undefined, b: Range | undefined): boolean =>
  a !== undefined && b !== undefined && a.file === b.file && a.from === b.from && a.to === b.to;

/**
 * Where in the sources the run stands: where the redex comes from, or what is around it if the run made it; undefined
 * where nothing of it stands there.
 */
export function hereOf(code: Shown): Range | undefined {
  const { spans, ranges } = spansOf(code);
  const at = spans.findIndex((s) => s.className?.split(' ').includes('run-redex') === true);
  const redex = spans[at];
  if (redex === undefined) return undefined;
  if (ranges[at]) return ranges[at];
  // What it is made of is written, or else what it stands in.
  for (let i = at + 1; i < spans.length && (spans[i] as CodeSpan).from < redex.to; i++) if (ranges[i]) return ranges[i];
  for (let i = at - 1; i >= 0; i--) if ((spans[i] as CodeSpan).to >= redex.to && ranges[i]) return ranges[i];
  return undefined;
}

/** The smallest range around an offset of a source. */
export function rangeAt(all: readonly (Range | undefined)[], file: number, offset: number): Range | undefined {
  let best: Range | undefined;
  for (const r of all)
    if (r?.file === file && r.from <= offset && offset < r.to && (!best || r.to - r.from < best.to - best.from))
      best = r;
  return best;
}
