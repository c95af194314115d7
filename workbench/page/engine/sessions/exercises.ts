/** Exercises on sessions: each says what is to be done, and whether what was made of it is right. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { print } from '../../../../semantics/sessions/syntax/index.ts';
import { loadSession } from '../../../../checker/sessions/load.ts';
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

const all: readonly SessionExercise[] = [
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
  {
    name: 'entry',
    title: 'Write an entry',
    task: 'The update is refused: when s finds the marker, nothing says how it goes on. The state that serve has is the number n. Give s an entry for serve, with a procedure that takes the number over.',
    variant: null,
    source: `protocol rec t. at u. c -> s : { more(int). t, quit. end }
participant c {
  proc main() : start = at u lead; round(2)
  proc round(k : int) : after u = if k = 0 then s!quit; stop else s!more(k); at u lead; round(k - 1)
}
participant s {
  proc main() : start = at u from c; serve(0)
  proc serve(n : int) : after u = c?{ more(x); at u from c; serve(n + x) | quit; stop }
}
update protocol at u : s -> c : sum(int). end
participant c { entry round = done  proc done(k : int) : start = s?sum(x); stop }
participant s { }
`,
  },
  {
    name: 'stuck',
    title: 'Get a variant stuck',
    task: 'Here R-Follow forwards no marker (variant no-forward). Step the run to a place where nobody can go on, and which is not the end.',
    variant: 'no-forward',
    source: `protocol rec t. at u. p -> q : { m. q -> r : n. r -> p : a. t, z. q -> r : z. end }
participant p {
  proc main() : start = at u lead; go(true)
  proc go(b : bool) : after u = if b then q!m; r?a; at u lead; go(false) else q!z; stop
}
participant q { proc main() : start = at u from p; go()  proc go() : after u = p?{ m; r!n; at u from p; go() | z; r!z; stop } }
participant r { proc main() : start = at u from q; go()  proc go() : after u = q?{ n; p!a; at u from q; go() | z; stop } }
update protocol at u : r -> q : first. q -> p : second. end
participant p { entry go = new  proc new(b : bool) : start = q?second; stop }
participant q { entry go = new  proc new() : start = r?first; p!second; stop }
participant r { entry go = new  proc new() : start = q!first; stop }
`,
  },
];

/** The exercises there are. */
export const sessionExercises = (): readonly SessionExercise[] => all;

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
  const exercise = all.find((e) => e.name === name);
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
