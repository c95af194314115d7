/** Answers that are texts: an update, a program, rules. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Spelling } from '../../../checker/notation/spelling.ts';
import type { LoadError } from '../../../semantics/errors.ts';
import { behind, linesOf } from '../../exercises/behind.ts';
import type { ExerciseShown, GradedShown } from '../engine/exercises.ts';
import type { HuntProgress } from '../engine/hunt.ts';
import { Editor, type Problem } from '../parts/editor.tsx';
import { ask, stop } from '../rpc.ts';
import { answerKey, set, usePage } from '../state.ts';
import { RuleFigure } from '../tree/card.tsx';
import type { CardRule } from '../tree/rule.ts';
import { answerWith, Hints, noteSolved } from './exercise-parts.tsx';
import { openSpace, PropertyAnswer, RunAnswer } from './exercise-space.tsx';
import { Found } from './hunting.tsx';
import { HowFar } from './proving.tsx';

const labels = {
  refused: 'Your update',
  point: 'Your program',
  transformer: 'Your update',
  repair: 'Your rules',
  run: 'Your run',
  property: 'Your property',
  system: 'Your update',
};

interface AnsweringProps {
  readonly of: string;
  readonly shown: ExerciseShown;
}

type Standing =
  | { readonly is: 'open' }
  | { readonly is: 'checking'; readonly progress: HuntProgress | null }
  | { readonly is: 'graded'; readonly answer: string; readonly graded: GradedShown }
  | { readonly is: 'failed'; readonly message: string };

export function Answering({ of, shown }: AnsweringProps) {
  const { answers } = usePage();
  const answer = answers[answerKey(of)] ?? shown.start;
  const [standing, setStanding] = useState<Standing>({ is: 'open' });
  const [errors, setErrors] = useState<readonly LoadError[]>([]);
  const [rules, setRules] = useState<readonly CardRule[]>([]);
  const [symbols, setSymbols] = useState<readonly Spelling[]>([]);
  const { kind } = shown;
  const repair = kind === 'repair';
  const label = labels[kind as keyof typeof labels];
  // Answers of a check that was left are not for the text in view.
  const turn = useRef(0);

  useEffect(() => {
    let current = true;
    const due = setTimeout(() => {
      if (repair)
        void ask('writtenRules', { of, answer }).then((r) => {
          if (!current) return;
          setErrors(r.problems);
          if (r.problems.length === 0) setRules(r.rules);
        });
      else if (kind === 'run' || kind === 'property') setErrors([]);
      else if (shown.explored?.within) {
        const program = shown.program ?? '';
        const lines = linesOf(program);
        void ask('check', { program: behind(program, [answer]), updates: [], variant: shown.explored.variant }).then(
          (r) => current && setErrors(r.program.map((e) => ({ ...e, line: Math.max(1, (e.line ?? 1) - lines) }))),
        );
      } else {
        const texts = kind === 'point' ? { program: answer, updates: [] } : { program: '0', updates: [answer] };
        const rules = shown.explored === null ? {} : { variant: shown.explored.variant };
        void ask('check', { ...texts, ...rules }).then(
          (r) => current && setErrors(kind === 'point' ? r.program : (r.updates[0] ?? [])),
        );
      }
    }, 120);
    return () => {
      current = false;
      clearTimeout(due);
    };
  }, [of, answer, kind, repair]);
  useEffect(() => () => void turn.current++, []);
  useEffect(() => {
    if (repair) void ask('spellings', null).then(setSymbols);
  }, [repair]);

  const check = async () => {
    const mine = ++turn.current;
    setStanding({ is: 'checking', progress: null });
    try {
      const progress = (p: HuntProgress) => turn.current === mine && setStanding({ is: 'checking', progress: p });
      const graded = await ask('grading', { of, answer }, repair ? { slow: true, progress } : {});
      if (turn.current !== mine) return;
      setStanding({ is: 'graded', answer, graded });
      if (graded.done) noteSolved(of);
    } catch (e) {
      if (turn.current === mine) setStanding({ is: 'failed', message: (e as Error).message });
    }
  };
  const current = standing.is === 'graded' && standing.answer === answer ? standing.graded : null;
  const found: readonly Problem[] = (current?.findings ?? []).filter((f) => f.line !== undefined);
  const busy = standing.is === 'checking';
  const run = () => {
    if (shown.explored !== null) return openSpace(shown, answer);
    set({
      view: 'run',
      program: kind === 'point' ? answer : (shown.program ?? ''),
      updates: kind === 'point' ? shown.updates : [answer],
      check: shown.check,
      variant: null,
      step: 0,
      decisions: {},
    });
  };
  return (
    <div
      onKeyDownCapture={(e) => {
        if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
        e.preventDefault();
        e.stopPropagation();
        void check();
      }}
    >
      <div class="exercises-texts">
        {shown.program !== null && (
          <section aria-labelledby="exercise-program">
            <h3 id="exercise-program">Program</h3>
            <Editor label="Program" value={shown.program} readOnly />
          </section>
        )}
        <section aria-labelledby="exercise-answer">
          <h3 id="exercise-answer">{label}</h3>
          {kind === 'run' ? (
            <RunAnswer shown={shown} value={answer} onChange={(text) => answerWith(of, text, 'step')} />
          ) : kind === 'property' ? (
            <PropertyAnswer
              shown={shown}
              value={answer}
              onChange={(text) => answerWith(of, text)}
              errors={current?.errors ?? []}
            />
          ) : (
            <Editor
              label={label}
              value={answer}
              onChange={(text) => answerWith(of, text)}
              errors={errors.length > 0 ? errors : found}
              {...(repair ? { symbols } : {})}
            />
          )}
          {shown.explored !== null && shown.explored.told.length > 0 && (
            <ul class="exercises-note">
              {shown.explored.told.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </section>
        {shown.updates.map((text, i) => (
          <section key={i} aria-labelledby={`exercise-update-${i}`}>
            <h3 id={`exercise-update-${i}`}>Update {i + 1}</h3>
            <Editor label={`Update ${i + 1}`} value={text} readOnly />
          </section>
        ))}
        {repair && rules.length > 0 && (
          <section aria-labelledby="exercise-rules">
            <h3 id="exercise-rules">As they are read</h3>
            {rules.map((r) => (
              <RuleFigure key={r.name} rule={r} />
            ))}
          </section>
        )}
      </div>
      <div class="exercises-bar">
        {busy && repair ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="button" class="exercises-check" onClick={() => void check()}>
            Check
          </button>
        )}
        <span class="exercises-note">
          or <kbd>Ctrl+Enter</kbd>
        </span>
        {!repair && (
          <button type="button" onClick={run}>
            {shown.explored === null ? 'Open in Run' : 'Open in State space'}
          </button>
        )}
        {busy && standing.progress && <HowFar progress={standing.progress} />}
      </div>
      <div role="status" class="exercises-verdict">
        {busy && (
          <p class="exercises-note">
            {!repair ? 'Checking…' : standing.progress?.proving === null ? 'Hunting…' : 'Proving…'}
          </p>
        )}
        {standing.is === 'failed' && <p>The check ended: {standing.message}.</p>}
        {current && (
          <>
            <p class={current.done ? 'exercises-solved' : 'exercises-wrong'}>
              <b>{current.verdict}</b>
            </p>
            {current.found === null && current.findings.length > 0 && (
              <ul>
                {current.findings.map((f) => (
                  <li>{f.message}</li>
                ))}
              </ul>
            )}
          </>
        )}
      </div>
      {current?.found && <Found found={current.found} variant={current.variant} />}
      {current && <Hints of={current.hints} fitting={current.fitting} />}
    </div>
  );
}
