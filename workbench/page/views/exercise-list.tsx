/** The exercises there are, by lesson and difficulty, with what was solved; teachers' files stand below their own lessons. */
import { useEffect, useState } from 'preact/hooks';
import type { Entry } from '../engine/exercises.ts';
import { openSeminar } from '../parts/seminar.tsx';
import { LoadFile } from '../parts/load-file.tsx';
import { ask } from '../rpc.ts';
import { answerKey, page, set, usePage } from '../state.ts';
import { saveFile } from '../tree/files.ts';
import { addExercises, loadedExercises, removeExercise } from './exercise-files.ts';
import { kinds, Text } from './exercise-parts.tsx';

/** All exercises, those of files included; null while they are read. */
export function useExercises(): { readonly list: readonly Entry[] | null; readonly again: () => void } {
  const [list, setList] = useState<readonly Entry[] | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    void loadedExercises()
      .then((files) => ask('exercises', { files }))
      .then(
        (l) => current && setList(l),
        () => current && setList([]),
      );
    return () => void (current = false);
  }, [turn]);
  return { list, again: () => setTurn((n) => n + 1) };
}

const levels = ['', 'first steps', 'for practice', 'to think about'] as const;
const isFile = (e: Entry): boolean => e.name.includes('\n');

/** Lessons in the order in which they come first; exercises of one by difficulty. */
function byLesson(list: readonly Entry[]): (readonly [string, readonly Entry[]])[] {
  const groups = new Map<string, Entry[]>();
  for (const e of list) {
    const lesson = e.lesson ?? (isFile(e) ? 'Your files' : 'More');
    groups.set(lesson, [...(groups.get(lesson) ?? []), e]);
  }
  return [...groups].map(([lesson, of]) => [lesson, of.toSorted((a, b) => a.level - b.level)] as const);
}

/** Writes all answers to a file: what is handed in. */
function saveAnswers(): void {
  saveFile('answers.json', `${JSON.stringify(page().answers, null, 2)}\n`, 'application/json');
}

interface AllProps {
  readonly list: readonly Entry[] | null;
  readonly again: () => void;
}

export function All({ list, again }: AllProps) {
  const { solved, answers } = usePage();
  const [problems, setProblems] = useState<readonly string[]>([]);
  const load = async (files: FileList | null) => {
    if (files === null || files.length === 0) return;
    const added = await addExercises([...files]);
    setProblems(added.problems);
    again();
    // One file is one exercise to be done; several are a set to choose from.
    const [only] = added.texts;
    if (added.texts.length === 1 && only !== undefined) set({ exercise: only, goal: '' });
  };
  const done = (e: Entry) => solved.includes(answerKey(e.name));
  return (
    <>
      <div class="exercises-bar">
        <h2>Exercises</h2>
        {list === null ? null : (
          <span class="exercises-note">
            {list.filter(done).length} of {list.length} solved
          </span>
        )}
        <button type="button" onClick={openSeminar}>
          Seminar
        </button>
        <LoadFile label="Exercise file" accept=".yaml,.yml" many onFile={(files) => void load(files)} />
        {Object.keys(answers).length === 0 ? null : (
          <button type="button" onClick={saveAnswers}>
            Save answers
          </button>
        )}
      </div>
      {problems.length === 0 ? null : <p role="alert">{problems.join('; ')}.</p>}
      {list === null ? <p role="status">Reading the exercises…</p> : null}
      {byLesson(list ?? []).map(([lesson, of]) => (
        <section key={lesson} class="exercises-lesson" aria-label={lesson}>
          <h3>
            {lesson}{' '}
            <span class="exercises-note">
              {of.filter(done).length} of {of.length}
            </span>
          </h3>
          <ol class="exercises-list">
            {of.map((e) => (
              <li key={e.name}>
                <button type="button" class="exercises-open" onClick={() => set({ exercise: e.name, goal: '' })}>
                  {e.title}
                </button>{' '}
                {done(e) && <span class="exercises-solved">✓ solved</span>}
                <span class="exercises-note">
                  {kinds[e.kind]}, {levels[e.level]}
                </span>
                {isFile(e) ? (
                  <button
                    type="button"
                    aria-label={`Remove ${e.title}`}
                    onClick={() => void removeExercise(e.name).then(again)}
                  >
                    Remove
                  </button>
                ) : null}
                <Text of={e.teaser} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}
