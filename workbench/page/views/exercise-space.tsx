/** Answers about what a system does: a run that is stepped, a property that is typed. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { behind } from '../../exercises/behind.ts';
import type { ExerciseShown } from '../engine/exercises.ts';
import type { SpaceAt, SpaceOf } from '../engine/spaces.ts';
import type { Problem } from '../parts/editor.tsx';
import { Formula } from '../parts/formula.tsx';
import { ask } from '../rpc.ts';
import { set } from '../state.ts';
import { readVariant } from '../variant-name.ts';
import { runPictureOf, type RunPictureProps } from './run-pictures.ts';
import { Actors, Lanes } from './space-lanes.tsx';
import { chosenKey } from './space-state.ts';
import './space.css';

interface AnswerProps {
  readonly shown: ExerciseShown;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

const spaceOf = ({ program, updates, explored }: ExerciseShown): SpaceOf => ({
  program: explored?.within ? behind(program ?? '', updates) : (program ?? ''),
  updates: explored?.within ? [] : updates,
  fresh: null,
  choices: explored?.choices ?? {},
  variant: explored?.variant ?? null,
});

/** A run: a click on a step adds it, and what was written of it is the answer. */
export function RunAnswer({ shown, value, onChange }: AnswerProps) {
  const [at, setAt] = useState<(SpaceAt & { readonly problem: string | null }) | null>(null);
  const [Picture, setPicture] = useState<ComponentType<RunPictureProps> | null>(null);
  const of = spaceOf(shown);
  const { calculus } = readVariant(of.variant);
  const draws = runPictureOf(calculus) !== undefined;
  useEffect(() => {
    let current = true;
    void runPictureOf(calculus)?.().then((P) => current && setPicture(() => P));
    return () => void (current = false);
  }, [calculus]);
  const key = JSON.stringify([of, value]);
  useEffect(() => {
    let current = true;
    void ask('spaceRun', { of, text: value }).then((r) => current && setAt(r));
    return () => void (current = false);
  }, [key]);
  if (at === null) return <p role="status">Reading the program…</p>;
  const words = at.words === '' ? [] : at.words.split(' ');
  return (
    <div class="space">
      {at.problem !== null && <p role="alert">{at.problem}</p>}
      {draws && Picture === null && <p role="status">Drawing the run…</p>}
      {Picture === null && !draws && (
        <>
          <div class="space-state" role="group" aria-label="The state">
            {at.state.map((line, i) => (
              <code key={i}>{line}</code>
            ))}
          </div>
          <Actors
            shown={at}
            onStep={(index) => {
              const step = at.now.flatMap((a) => a.steps).find((s) => s.index === index);
              if (step !== undefined) onChange([...words, `${step.actor}:${step.rule}`].join(' '));
            }}
          />
        </>
      )}
      {Picture !== null && (
        <Picture
          program={of.program}
          variant={of.variant}
          words={words}
          onStep={(word) => onChange([...words, word.replace(/#\d+$/, '')].join(' '))}
        />
      )}
      <p class="space-bar">
        <button
          type="button"
          aria-disabled={words.length === 0}
          onClick={() => words.length > 0 && onChange(words.slice(0, -1).join(' '))}
        >
          Take a step back
        </button>
      </p>
      <Lanes
        shown={at}
        title="The steps so far"
        at={at.steps.length}
        cycle={null}
        onGo={(place) => onChange(words.slice(0, place).join(' '))}
      />
    </div>
  );
}

/** A property, with the words of the program offered as one types. */
export function PropertyAnswer({
  shown,
  value,
  onChange,
  errors,
}: AnswerProps & { readonly errors: readonly Problem[] }) {
  const [words, setWords] = useState<readonly string[]>([]);
  const of = spaceOf(shown);
  useEffect(() => {
    void ask('spaceOpened', of).then((r) => setWords(r.words));
  }, [JSON.stringify(of)]);
  return <Formula label="Your property" value={value} onChange={onChange} errors={errors} words={words} />;
}

/** Goes on in the view of state spaces: with the update or the property that was answered. */
export function openSpace(shown: ExerciseShown, answer: string): void {
  const { explored, kind, program, updates } = shown;
  const choices = Object.entries(explored?.choices ?? {}).map(([name, value]) => [chosenKey(name), value] as const);
  const properties = kind === 'property' ? answer : kind === 'system' ? (explored?.told ?? []).join('\n') : '';
  const variant = explored?.variant ?? '';
  const own = kind === 'point' ? answer : (program ?? '');
  const added = kind === 'system' || kind === 'refused' || kind === 'transformer' ? [answer] : updates;
  set({
    view: 'space',
    program: explored?.within ? behind(own, added) : own,
    updates: explored?.within ? [] : added,
    variant: variant === '' ? null : variant,
    step: 0,
    decisions: {},
    space: { ...Object.fromEntries(choices), properties },
  });
}
