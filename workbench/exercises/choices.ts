/** The answer to an exercise in which a derivation is built, as it is kept: rules chosen and texts filled in. */
import { produce, type Draft } from 'immer';
import * as t from 'io-ts';
import { by, list, nullable } from '../../semantics/codecs.ts';

export interface Choice {
  readonly rule: string;
  readonly fills: Readonly<Record<string, string>>;
  /** For each premise that is a judgement; null, or nothing, where no rule is chosen yet. */
  readonly premises: readonly (Choice | null)[];
}

export const Choice: t.Type<Choice> = t.recursion('choice', () =>
  t.type({ rule: t.string, fills: by(t.string), premises: list(nullable(Choice)) }),
);

/** What an answer says; null for one that says nothing, or is none: it may come from a link. */
export function readChoices(answer: string): Choice | null {
  try {
    const json: unknown = answer.trim() === '' ? null : JSON.parse(answer);
    return Choice.is(json) ? json : null;
  } catch {
    return null;
  }
}

/** What is wrong with an answer that is to be choices; undefined where nothing is. */
export function choicesProblem(answer: string): string | undefined {
  if (answer.trim() === '') return undefined;
  let json: unknown;
  try {
    json = JSON.parse(answer);
  } catch (e) {
    return `is no JSON: ${(e as Error).message}`;
  }
  if (Choice.is(json)) return undefined;
  return 'holds no choices: { "rule": …, "fills": { … }, "premises": [ … ] } is expected';
}

/** What was chosen for a goal. @param at the premises that lead to it from the root. */
export const choiceAt = (choice: Choice | null, at: readonly number[]): Choice | null =>
  at.reduce<Choice | null>((c, i) => c?.premises[i] ?? null, choice);

/** The choices with the one for a goal changed: all else of them is shared. */
export function withChoice(
  choice: Choice | null,
  at: readonly number[],
  f: (c: Choice | null) => Choice | null,
): Choice | null {
  const last = at.at(-1);
  if (last === undefined) return f(choice);
  if (choiceAt(choice, at.slice(0, -1)) === null) return choice;
  return produce(choice, (root) => {
    const { premises } = choiceAt(root, at.slice(0, -1)) as Draft<Choice>;
    while (premises.length <= last) premises.push(null);
    premises[last] = f(premises[last] ?? null) as Draft<Choice> | null;
  });
}
