/** Stepping: buttons, keys, and a slider along the whole run. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Outline } from '../engine/sent.ts';
import { editing } from '../parts/keys.ts';
import { singleKeys } from '../parts/look.ts';

/** The step of the update point before or behind a step, if there is one. */
export function pointFrom(outline: Outline, step: number, direction: 1 | -1): number | undefined {
  const steps = outline.points.map((p) => p.step);
  return direction > 0 ? steps.find((s) => s > step) : steps.findLast((s) => s < step);
}

/** A sign, and a word with it where there is room. */
function WithWord({ sign, word }: { readonly sign: string; readonly word: string }) {
  return (
    <>
      {sign} <span class="run-word">{word}</span>
    </>
  );
}

/** As many marks as can be told apart. */
const mostMarks = 300;

interface ControlsProps {
  /** What else is always in view: the decision at an update point. */
  readonly children?: ComponentChildren;
  readonly outline: Outline;
  readonly step: number;
  readonly onStep: (step: number) => void;
}

export function Controls({ outline, step, onStep, children }: ControlsProps) {
  const { total } = outline;
  // One of the buttons in view is the one to press: at an update point, that is the decision.
  const primary = !outline.points.some((p) => p.step === step && p.update !== null);
  const before = pointFrom(outline, step, -1);
  const behind = pointFrom(outline, step, 1);
  // At once, not after the next frame: whoever sees the step may press a key.
  useLayoutEffect(() => {
    const keys = (event: KeyboardEvent) => {
      if (editing(event.target) || event.ctrlKey || event.metaKey || event.altKey || !singleKeys()) return;
      if (document.querySelector('dialog[open]')) return;
      const to = { n: step + 1, p: step - 1, N: behind, P: before, '<': 0, '>': total }[event.key];
      if (to === undefined || to < 0 || to > total) return;
      event.preventDefault();
      onStep(to);
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [step, before, behind, total, onStep]);
  const button = (text: string, word: string, label: string, to: number | undefined, primary = false) => (
    <button
      type="button"
      class={primary ? 'primary' : undefined}
      aria-label={label}
      title={label}
      aria-disabled={to === undefined || to < 0 || to > total}
      onClick={() => to !== undefined && to >= 0 && to <= total && onStep(to)}
    >
      {word === '' ? text : <WithWord sign={text} word={word} />}
    </button>
  );
  const marks =
    outline.points.length <= mostMarks
      ? outline.points
      : outline.points.filter((p) => p.update !== null).slice(0, mostMarks);
  return (
    <div class="run-controls" role="group" aria-label="Steps">
      <div class="run-buttons">
        {button('|◂', '', 'To the start', step > 0 ? 0 : undefined)}
        {button('◂◂', 'point', 'To the previous update point', before)}
        {button('◂', 'step', 'Step backwards', step - 1)}
        {button('▸', 'step', 'Step forwards', step + 1, primary)}
        {button('▸▸', 'point', 'To the next update point', behind)}
        {button('▸|', '', 'To the end', step < total ? total : undefined)}
        <span class="run-count">
          step {step} of {total}
          {outline.outcome === 'out-of-fuel' ? ' (it goes on; the first are shown)' : ''}
        </span>
        <span class="run-short" aria-hidden="true">
          {step}/{total}
        </span>
        {children}
      </div>
      <div class="run-slider">
        <input
          type="range"
          min={0}
          max={total}
          value={step}
          aria-label="Step"
          aria-valuetext={`step ${step} of ${total}`}
          onInput={({ currentTarget: { value } }) => onStep(Number(value))}
        />
        <div class="run-marks" aria-hidden="true">
          {marks.map((p) => (
            <span
              key={p.step}
              class={
                p.outcome === 'applied' ? 'run-mark-applied' : p.outcome === 'refused' ? 'run-mark-refused' : undefined
              }
              style={{ left: `${(100 * p.step) / Math.max(total, 1)}%` }}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
