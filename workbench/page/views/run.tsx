/** Run: a program and its updates, and any step of their run. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Outline } from '../engine/sent.ts';
import type { At } from '../engine/sent.ts';
import type { Range } from '../engine/sent.ts';
import { announce } from '../parts/announce.tsx';
import { useKeptFocus } from '../parts/focus.ts';
import { calculusOf } from '../parts/calculi.ts';
import { editing } from '../parts/keys.ts';
import { putAway, setPutAway, singleKeys } from '../parts/look.ts';
import { useNarrow } from '../parts/narrow.ts';
import { Panes } from '../parts/panes.tsx';
import { Picture, Sections } from '../parts/picture.tsx';
import { page, set, usePage, type Decision } from '../state.ts';
import { After } from './run-after.tsx';
import { RunCode } from './run-code.tsx';
import { Controls } from './run-controls.tsx';
import { Decide } from './run-decide.tsx';
import { Heap } from './run-heap.tsx';
import { Here } from './run-here.tsx';
import { hereOf, rangeAt, spansOf, useRun } from './run-model.ts';
import { Point } from './run-point.tsx';
import { Sources } from './run-sources.tsx';
import './run.css';

const goTo = (step: number) => set({ step }, 'quiet');

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

  const here = useMemo(() => (at ? hereOf(at.expression) : undefined), [at?.expression]);
  const slim = useNarrow();
  const [drawn, setDrawn] = useState(false);
  const [pane, setPane] = useState<0 | 1>(1);
  const [folded, setFolded] = useState(() => putAway('sources'));
  const alone = slim || folded;
  // What is wrong with the program is told where its text is.
  const shown = outline === null ? 0 : pane;
  const ended = at && outline && at.step === outline.total && outline.value !== null;
  const fold = () => {
    if (slim) return setPane(pane === 0 ? 1 : 0);
    setPutAway('sources', !folded);
    setFolded(!folded);
  };

  return (
    <section ref={kept} class="run" aria-label="Run">
      <Panes names={['Source', 'State']} shown={shown} folded={folded && !slim}>
        <Sources
          program={state.program}
          updates={state.updates}
          updatable={calculusOf(state.variant).brings.includes('updates')}
          check={state.check}
          variant={state.variant}
          checked={checked}
          standing={at?.updates}
          here={here}
          link={link?.range}
          onPoint={onPoint}
        />
        <>
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
            <div class="run-state" data-step={at.step}>
              <div>
                {alone && here !== undefined ? <Here here={here} sources={sources()} /> : null}
                <section class="run-panel" aria-labelledby="run-expression">
                  <h2 id="run-expression">
                    {ended ? 'Value' : at.whole ? 'State' : 'Expression'}
                    {ended ? (
                      <code class="run-value">
                        {outline.value} : {outline.type}
                      </code>
                    ) : null}
                    <small class="words">
                      {at.took === null ? '' : `after ${at.took.rule}`}
                      {at.took === null || at.next === null ? '' : ', '}
                      {at.next === null ? '' : `next ${at.next.rule}`}
                      {ended || at.frames === 0 ? '' : `, redex in ${at.frames} frame${at.frames === 1 ? '' : 's'}`}
                    </small>
                  </h2>
                  {state.broken === null ? null : (
                    <p class="run-broken" role="note">
                      {state.broken.step === at.step ? (
                        state.broken.text
                      ) : (
                        <>
                          Of a counterexample: it breaks at step {state.broken.step}.{' '}
                          <button type="button" onClick={() => state.broken && goTo(state.broken.step)}>
                            Go there
                          </button>
                        </>
                      )}
                    </p>
                  )}
                  {at.next === null && !ended ? <p class="run-note">{end(at, outline)}</p> : null}
                  {at.hidden > 0 ? <p class="run-note">… the {at.hidden} outermost frames are left out</p> : null}
                  <RunCode label="The annotated expression" code={at.expression} {...linked} />
                  {at.hidden > 0 || at.hiddenBindings > 0 || all ? (
                    <label>
                      <input type="checkbox" checked={all} onChange={() => setAll(!all)} /> show all frames and bindings
                    </label>
                  ) : null}
                  <p class="run-linked">{link === undefined ? '' : linkText(link.range, link.text)}</p>
                </section>
                {at.point ? <Point at={at} point={at.point} check={state.check} /> : null}
                {at.after && at.next ? <After after={at.after} rule={at.next.rule} /> : null}
              </div>
              <div>
                <Sections of={at.sections ?? []} />
                <Heap at={at} {...linked} />
                {at.picture ? (
                  <details class="run-panel" open={drawn} onToggle={(e) => setDrawn(e.currentTarget.open)}>
                    <summary>Drawn</summary>
                    {drawn ? <Picture of={at.picture} /> : null}
                  </details>
                ) : null}
              </div>
            </div>
          ) : null}
        </>
      </Panes>
      {outline && at ? (
        <Controls outline={outline} step={step} onStep={goTo}>
          {at.point ? <Decide point={at.point} onDecide={decide} /> : null}
          {slim ? (
            <button type="button" class="run-fold" aria-label={shown === 0 ? 'State' : 'Source'} onClick={fold}>
              ⇄
            </button>
          ) : (
            <button type="button" class="run-fold" onClick={fold}>
              {folded ? 'Show source' : 'Hide source'}
            </button>
          )}
        </Controls>
      ) : null}
    </section>
  );
}

const short = (s: string): string => (s.length > 60 ? `${s.slice(0, 59)}…` : s);
