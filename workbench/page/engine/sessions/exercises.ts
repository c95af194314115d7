/** Exercises on sessions: each says what is to be done, and whether what was made of it is right. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { print } from '../../../../semantics/sessions/syntax/index.ts';
import { loadSession } from '../../../../checker/sessions/load.ts';
import { loadCalculus } from '../../../../proofs/registry.ts';
import { loadExercise, read } from '../exercises.ts';
import { session } from './session.ts';

export interface SessionExercise {
  readonly name: string;
  readonly title: string;
  readonly task: string;
  readonly source: string;
  /** The rules that the program runs by; null for the calculus as it is. */
  readonly variant: string | null;
}
export interface SessionGrade {
  readonly solved: boolean;
  readonly say: string;
}

/** A protocol that does not project: files of exercises have no kind for a program that is refused. */
const own: readonly SessionExercise[] = [
  {
    name: 'mend',
    title: 'Mend a protocol',
    task: 'c tells s to go on or to end, and r hears nothing of it; so r cannot know whether a message from it is due. Change the protocol and the programs so that s tells r what c chose. Keep both of the choices that c has.',
    variant: null,
    source: `protocol c -> s : { go. r -> c : news. end, bye. end }
participant c { proc main() : start = s!bye; stop }
participant s { proc main() : start = c?{ go; stop | bye; stop } }
participant r { proc main() : start = c!news; stop }
`,
  },
];

/** Those that are files as well, by the names that links have for them. */
const files: readonly (readonly [name: string, file: string])[] = [
  ['entry', '23-write-an-entry'],
  ['stuck', '24-nobody-can-go-on'],
];
/** Loads these files, and the calculus that they are about. */
export async function loadFiles(): Promise<void> {
  await Promise.all([loadCalculus('sessions'), ...files.map(([, file]) => loadExercise(file))]);
}
function ofFile(name: string, file: string): SessionExercise {
  const r = read(file);
  if (isLeft(r)) throw new Error(`the exercise ${file} cannot be read`);
  const { exercise: x } = r.right;
  if (x.kind !== 'run' && x.kind !== 'system') throw new Error(`the exercise ${file} is about no session`);
  const source = x.kind === 'run' ? x.program : `${x.program.trimEnd()}\n${x.update}`;
  return { name, title: x.title, task: x.task.trim(), source, variant: x.variant };
}
let all: readonly SessionExercise[] | undefined;

/** The exercises there are. */
export const sessionExercises = (): readonly SessionExercise[] =>
  (all ??= [...own, ...files.map(([name, file]) => ofFile(name, file))]);

const no = (say: string): SessionGrade => ({ solved: false, say });
const yes = (say: string): SessionGrade => ({ solved: true, say });

/** Grades what was made of an exercise: a text, or a run. */
export function sessionGrade({
  name,
  source,
  path,
}: {
  readonly name: string;
  readonly source: string;
  readonly path: readonly number[];
}): SessionGrade {
  const exercise = sessionExercises().find((e) => e.name === name);
  if (exercise === undefined) return no('There is no such exercise.');
  if (name === 'stuck') {
    const shown = session({ source: exercise.source, path, variant: exercise.variant });
    if (shown.stuck)
      return yes('Nobody can go on: the marker never came to the one that sends first in the new protocol.');
    return no(
      shown.ended === null
        ? 'Somebody can still go on.'
        : `This run ended well (${shown.ended}). Go back, and let p lead where it may.`,
    );
  }
  const loaded = loadSession(source, 'the session');
  if (isLeft(loaded)) return no(`${loaded.left[0]?.rule ?? 'Not read'}: ${loaded.left[0]?.message ?? ''}`);
  const { program, updates } = loaded.right;
  if (name === 'mend') {
    const text = print(program.protocol);
    const kept = ['c -> s', 'go', 'bye', 'news'].every((part) => text.includes(part));
    return kept
      ? yes('It projects: r is told what c chose.')
      : no('c still has to choose between go and bye, and r to send news.');
  }
  const refused = updates.find((u) => u.refused !== undefined)?.refused;
  if (refused !== undefined) return no(`${refused.rule}: ${refused.message}`);
  if (updates.length === 0) return no('The update is gone.');
  return yes('The update is accepted: the state is handed over.');
}
