/** Run: a program and its updates, and any step of their run. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Outline } from '../engine/sent.ts';
import type { At, StepShown } from '../engine/sent.ts';
import type { Range } from '../engine/sent.ts';
import { announce } from '../parts/announce.tsx';
import { useKeptFocus } from '../parts/focus.ts';
import { editing } from '../parts/keys.ts';
import { singleKeys } from '../parts/look.ts';
import { page, set, usePage, type Decision } from '../state.ts';
import { RunCode } from './run-code.tsx';
import { Controls } from './run-controls.tsx';
import { Heap } from './run-heap.tsx';
import { rangeAt, spansOf, useRun } from './run-model.ts';
import { Point } from './run-point.tsx';
import { Sources } from './run-sources.tsx';
import './run.css';

const goTo = (step: number) => set({ step }, 'quiet');

interface StepLineProps {
  readonly title: string;
  readonly step: StepShown | null;
  /** Said where there is none. */
  readonly none?: string;
}

function StepLine({ title, step, none = '–' }: StepLineProps) {
  return (
    <p class="run-rule">
      <span class="run-rule-title">{title}</span>{' '}
      {step === null ? (
        none
      ) : (
        <>
          <strong>{step.rule}</strong>{' '}
          <code>
            {step.redex} → {step.result}
          </code>
        </>
      )}
    </p>
  );
}

/** Where what is pointed at stands: line and column in its source. */
function placeText(r: Range, sources: readonly string[]): string {
  const before = (sources[r.file] ?? '').slice(0, r.from).split('\n');
  return `${r.file === 0 ? 'program' : `update ${r.file}`} ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

const sources = (): readonly string[] => [page().program, ...page().updates];
const linkText = (range: Range | undefined, text: string): string =>
  `${short(text)}: ${range === undefined ? 'made by the run' : placeText(range, sources())}`;

/** What a screen reader is told of a step. */
const told = (at: At, outline: Outline): string => {
  const rule = at.took ? `, by ${at.took.rule}` : '';
  const point = at.point ? `, at update point ${at.point.number}` : '';
  const end = at.step === outline.total && outline.value !== null ? `, the value is ${outline.value}` : '';
  return `Step ${at.step} of ${outline.total}${rule}${point}${end}`;
};

/** Why there is no next step. */
const end = (at: At, { total, outcome }: Outline): string =>
  at.step < total || outcome === 'done'
    ? '–'
    : outcome === 'stuck'
      ? 'no rule applies: the run is stuck'
      : 'further steps are not shown';

export function Run() {
  const state = usePage();
  const kept = useKeptFocus<HTMLElement>();
  const [all, setAll] = useState(false);
  const { checked, outline, at, failure } = useRun(state, all);
  const [link, setLink] = useState<{ readonly range: Range | undefined; readonly text: string } | undefined>();
  const step = outline ? Math.min(state.step, outline.total) : state.step;

  const decide = useCallback(
    (d: Decision) => {
      const point = at?.point;
      if (!point || point.update === null || (d === 'apply' && point.reasons.length > 0)) return;
      // What was decided later was decided in another run.
      const kept = Object.entries(page().decisions).filter(([n]) => Number(n) < point.number);
      set({
        decisions: { ...Object.fromEntries(kept), [point.number]: d },
        step: d === 'check' ? point.step : point.step + 1,
      });
    },
    [at],
  );
  // At once, not after the next frame: whoever sees the step may press a key.
  useLayoutEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (editing(event.target) || event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
      const d = ({ a: 'apply', d: 'defer', r: 'refuse' } as const)[event.key as 'a'];
      if (d && !document.querySelector('dialog[open]')) decide(d);
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [decide]);
  useEffect(() => {
    if (at && outline) announce(told(at, outline));
  }, [at?.step, at?.point?.number, outline?.total]);

  // Called later, of the state and step that are there by then: the functions stay the same, and so does what they are given to.
  const now = useRef({ at });
  now.current.at = at;
  const onLink = useCallback((range: Range | undefined, text = '', byKey = false) => {
    setLink(text === '' ? undefined : { range, text });
    if (byKey && text !== '') announce(linkText(range, text));
  }, []);
  const onPoint = useCallback((file: number, offset: number | null) => {
    const { at: shown } = now.current;
    if (offset === null || !shown) return setLink(undefined);
    const known = [shown.expression, ...shown.heap.map((b) => b.code)].flatMap((c) => spansOf(c).ranges);
    const range = rangeAt(known, file, offset);
    const source = sources()[file] ?? '';
    setLink(range && { range, text: source.slice(range.from, range.to) });
  }, []);
  const linked = { link: link?.range, onLink };

  return (
    <section ref={kept} class="run" aria-label="Run">
      <Sources
        program={state.program}
        updates={state.updates}
        check={state.check}
        variant={state.variant}
        checked={checked}
        standing={at?.updates}
        link={link?.range}
        onPoint={onPoint}
      />
      {failure === undefined ? null : (
        <p class="run-failure" role="alert">
          The engine stopped: {failure}.
        </p>
      )}
      {outline === null ? (
        <p class="run-failure" role="status">
          The program does not load; what is wrong stands below its text.
        </p>
      ) : null}
      {outline && at ? (
        <>
          <Controls outline={outline} step={step} onStep={goTo} />
          <div class="run-state" data-step={at.step}>
            <div>
              <section class="run-panel" aria-labelledby="run-expression">
                <h3 id="run-expression">
                  {at.step === outline.total && outline.value !== null ? 'Value' : 'Expression'}
                  {at.step === outline.total && outline.value !== null ? (
                    <code class="run-value">
                      {outline.value} : {outline.type}
                    </code>
                  ) : (
                    <small>
                      {at.frames === 0
                        ? 'in the empty context'
                        : `redex in ${at.frames} frame${at.frames === 1 ? '' : 's'}`}
                    </small>
                  )}
                </h3>
                <StepLine title="taken" step={at.took} />
                <StepLine title="next" step={at.next} none={end(at, outline)} />
                {at.hidden > 0 ? <p class="run-note">… the {at.hidden} outermost frames are left out</p> : null}
                <RunCode label="The annotated expression" code={at.expression} {...linked} />
                {at.hidden > 0 || at.hiddenBindings > 0 || all ? (
                  <label>
                    <input type="checkbox" checked={all} onChange={() => setAll(!all)} /> show all frames and bindings
                  </label>
                ) : null}
                <p class="run-linked">{link === undefined ? '' : linkText(link.range, link.text)}</p>
              </section>
              {at.point ? <Point at={at} point={at.point} check={state.check} onDecide={decide} /> : null}
            </div>
            <div>
              <Heap at={at} {...linked} />
            </div>
          </div>
        </>
      ) : null}
    </section>
  );
}

const short = (s: string): string => (s.length > 60 ? `${s.slice(0, 59)}…` : s);
