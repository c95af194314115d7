/** The race of race.maude and race.pml as a transition system: threads that read a shared number, add one, write it. */
import { Labels, type Reading, type TransitionSystem } from '../../checker/explore/system.ts';

const none: Reading = { kind: 'none', message: 'the race has no such thing' };

/** @returns so many threads, each so many rounds; a state is the number, and per thread where it is, register, rounds. */
export function race(threads: number, rounds: number): TransitionSystem {
  const labels = new Labels();
  const numbers = ['read', 'add', 'write'].map((rule) =>
    Array.from({ length: threads }, (_, i) => labels.number({ actor: String(i), rule })),
  );
  const next = new Int32Array(1 + 3 * threads);
  const start = new Int32Array(next.length);
  for (let i = 0; i < threads; i++) start[3 + 3 * i] = rounds;
  return {
    calculus: 'race',
    start,
    successors(s, emit) {
      for (let i = 0; i < threads; i++) {
        const at = 1 + 3 * i;
        const left = s[at + 2] as number;
        if (left === 0) continue;
        for (let k = 0; k < s.length; k++) next[k] = s[k] as number;
        const where = s[at] as number;
        next[at] = (where + 1) % 3;
        if (where === 0) next[at + 1] = s[0] as number;
        else if (where === 1) next[at + 1] = (s[at + 1] as number) + 1;
        else {
          next[0] = s[at + 1] as number;
          next[at + 2] = left - 1;
        }
        emit((numbers[where] as number[])[i] as number, next);
      }
    },
    label: (n) => labels.at(n),
    updates: 0,
    rules: new Set(['read', 'add', 'write']),
    events: new Set(),
    done: (s) => Array.from({ length: threads }, (_, i) => s[3 + 3 * i]).every((left) => left === 0),
    actors: (s) =>
      Array.from({ length: threads }, (_, i) => i)
        .filter((i) => s[3 + 3 * i] !== 0)
        .map(String),
    blocked: () => false,
    ask: (q) => (q.about === 'value' && q.name === 'n' ? { kind: 'number', of: (s) => s[0] } : none),
    ending: (s) => ({ value: null, applied: 0, variables: { n: String(s[0]) } }),
    print: (s) => Array.from(s).join(' '),
    interned: { give: (n) => n, take: (n) => n as number, label: (l) => labels.number(l) },
  };
}
