/** What the kinds of exercises share: where answers are kept, and how tasks and hints are shown. */
import { useState } from 'preact/hooks';
import type { ExerciseShown } from '../engine/exercises.ts';
import { announce } from '../parts/announce.tsx';
import { answerKey, page, set } from '../state.ts';

/** What is to be done, by kind. */
export const kinds: Readonly<Record<ExerciseShown['kind'], string>> = {
  derivation: 'build a derivation',
  refused: 'find an update that is refused',
  point: 'place an update point',
  transformer: 'write a transformer',
  repair: 'repair a rule',
  run: 'make a run',
  property: 'find a property',
  system: 'repair an update',
  proof: 'prove a case',
};
/** Keeps an answer. @param how see `set`. */
export function answerWith(exercise: string, answer: string, how: 'step' | 'quiet' = 'quiet'): void {
  set({ answers: { ...page().answers, [answerKey(exercise)]: answer } }, how);
}

/** Notes that an exercise is solved. */
export function noteSolved(exercise: string): void {
  const key = answerKey(exercise);
  if (page().solved.includes(key)) return;
  announce('Solved.');
  set({ solved: [...page().solved, key] }, 'still');
}

/** `code` in backquotes, and paragraphs. */
export function Text({ of }: { readonly of: string }) {
  return (
    <>
      {of
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph, i) => (
          <p key={i}>{paragraph.split('`').map((part, k) => (k % 2 === 1 ? <code key={k}>{part}</code> : part))}</p>
        ))}
    </>
  );
}

interface HintsProps {
  readonly of: readonly string[];
  /** As many are about what is wrong: they are given at once, the others when asked for. */
  readonly fitting: number;
}

/** Hints, one after the other. */
export function Hints({ of, fitting }: HintsProps) {
  const [asked, setAsked] = useState(0);
  if (of.length === 0) return null;
  const given = of.slice(0, fitting + asked);
  return (
    <div class="exercises-hints" role="status" aria-label="Hints">
      {given.map((h) => (
        <Text key={h} of={`Hint: ${h}`} />
      ))}
      {given.length < of.length && (
        <button type="button" onClick={() => setAsked(asked + 1)}>
          {given.length === 0 ? 'A hint' : 'Another hint'}
        </button>
      )}
    </div>
  );
}
