/** The choices of a derivation that is being built, as the page changes them. The engine reads them with more care. */
import type { Choice } from '../../exercises/derivation.ts';

export type { Choice } from '../../exercises/derivation.ts';

/** What an answer says; null where it says nothing. */
export function readChoice(answer: string): Choice | null {
  try {
    return answer === '' ? null : (JSON.parse(answer) as Choice | null);
  } catch {
    return null;
  }
}

const steps = (at: string): readonly number[] => (at === '' ? [] : at.split('.').map(Number));

/** What was chosen for a goal. @param at the premises that lead to it, `0.2`. */
export const choiceAt = (choice: Choice | null, at: string): Choice | null =>
  steps(at).reduce<Choice | null>((c, i) => c?.premises[i] ?? null, choice);

/** The choices with the one for a goal changed. */
export function withChoice(choice: Choice | null, at: string, f: (c: Choice | null) => Choice | null): Choice | null {
  const walk = (c: Choice | null, path: readonly number[]): Choice | null => {
    const [i, ...rest] = path;
    if (i === undefined) return f(c);
    if (c === null) return null;
    const premises = Array.from({ length: Math.max(i + 1, c.premises.length) }, (_, k) => c.premises[k] ?? null);
    premises[i] = walk(premises[i] ?? null, rest);
    return { ...c, premises };
  };
  return walk(choice, steps(at));
}
