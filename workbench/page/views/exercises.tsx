/** Exercises: those that come with the page and those that a teacher brings as a file; each checked to be solvable. */
import { useEffect, useState } from 'preact/hooks';
import type { Entry, ExerciseShown } from '../engine/exercises.ts';
import type { HuntProgress } from '../engine/hunt.ts';
import type { LoadError } from '../../../semantics/errors.ts';
import { useKeptFocus } from '../parts/focus.ts';
import { ask } from '../rpc.ts';
import { answerKey, page, set, usePage } from '../state.ts';
import { Answering } from './exercise-answer.tsx';
import { Building } from './exercise-derivation.tsx';
import { All, useExercises } from './exercise-list.tsx';
import { kinds, Text } from './exercise-parts.tsx';
import './exercises.css';

const told: Readonly<Record<ExerciseShown['feedback'], string>> = {
  verdict: 'You are told whether it is right.',
  premise: 'You are told what is wrong, and where.',
  hint: 'You are told what is wrong and where, and get hints.',
};

export function Exercises() {
  const { exercise } = usePage();
  const { list, again } = useExercises();
  const kept = useKeptFocus<HTMLElement>();
  return (
    <section aria-label="Exercises" class="exercises" ref={kept}>
      {exercise === null ? (
        <All list={list} again={again} />
      ) : (
        <One key={answerKey(exercise)} of={exercise} list={list ?? []} />
      )}
    </section>
  );
}

type TryingView = (typeof import('./exercise-proof.tsx'))['Trying'];
interface OneProps {
  readonly of: string;
  readonly list: readonly Entry[];
}

function One({ of, list }: OneProps) {
  const { solved, answers } = usePage();
  const [shown, setShown] = useState<ExerciseShown | null>(null);
  const [problems, setProblems] = useState<readonly LoadError[]>([]);
  const [checking, setChecking] = useState(true);
  const [tried, setTried] = useState(0);
  const [Trying, setTrying] = useState<TryingView | null>(null);
  useEffect(() => {
    let current = true;
    setChecking(true);
    setProblems([]);
    void ask('exercise', { of }).then(
      (r) => {
        if (!current) return;
        setShown(r.shown);
        setProblems(r.problems);
        if (r.shown === null) setChecking(false);
      },
      (e: Error) => current && setProblems([{ ...noPlace, message: e.message }]),
    );
    // Hunts take a while: the exercise can be begun meanwhile.
    const progress = (p: HuntProgress) => current && setTried(p.tests);
    ask('exerciseProblems', { of }, { slow: true, progress }).then(
      (r) => {
        if (!current) return;
        setChecking(false);
        setProblems(r);
      },
      () => current && setChecking(false),
    );
    return () => void (current = false);
  }, [of]);
  const proof = shown?.kind === 'proof';
  useEffect(() => {
    if (proof) void import('./exercise-proof.tsx').then((m) => setTrying(() => m.Trying));
  }, [proof]);
  const place = list.findIndex((e) => e.name === of);
  const next = place < 0 ? undefined : list[place + 1];
  const key = answerKey(of);
  return (
    <>
      <div class="exercises-bar">
        <button type="button" onClick={() => set({ exercise: null, goal: '' })}>
          All exercises
        </button>
        {next && (
          <button type="button" onClick={() => set({ exercise: next.name, goal: '' })}>
            Next: {next.title}
          </button>
        )}
        {answers[key] !== undefined && (
          <button
            type="button"
            onClick={() => {
              const { [key]: _, ...others } = page().answers;
              set({ answers: others, goal: '' });
            }}
          >
            Start again
          </button>
        )}
        {shown !== null && checking && (
          <span role="status" class="exercises-note">
            Checking that it can be solved…{tried === 0 ? '' : ` ${tried.toLocaleString('en')} tests`}
          </span>
        )}
      </div>
      {shown && (
        <div class="exercises-task">
          <h2>
            {shown.title}
            {solved.includes(key) && <span class="exercises-solved"> ✓ solved</span>}
          </h2>
          <Text of={shown.task} />
          <p class="exercises-note">
            Exercise: {kinds[shown.kind]}. {told[shown.feedback]}
          </p>
        </div>
      )}
      {problems.length > 0 ? (
        <div role="alert" class="exercises-bad">
          <p>{shown === null ? 'This is no exercise:' : 'This exercise cannot be solved as it is:'}</p>
          <ul>
            {problems.map((p) => (
              <li>
                {p.line === null ? '' : `line ${p.line}, column ${p.column ?? 1}: `}
                {p.message}
              </li>
            ))}
          </ul>
        </div>
      ) : shown === null ? (
        <p role="status">Reading the exercise…</p>
      ) : shown.kind === 'derivation' ? (
        <Building of={of} />
      ) : shown.kind === 'proof' ? (
        Trying !== null && <Trying of={of} />
      ) : (
        <Answering of={of} shown={shown} />
      )}
    </>
  );
}

const noPlace = { file: 'exercise', kind: 'parse', rule: null, line: null, column: null } as const;
