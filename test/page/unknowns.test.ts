/** In a derivation that is being built, each unknown has one name, and no two have the same. */
import { isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { visitMetas, type Pattern } from '../../semantics/symbols.ts';
import type { Growing } from '../../checker/partial.ts';
import { build, taskOf } from '../../workbench/exercises/derivation.ts';
import { withChoice, type Choice } from '../../workbench/exercises/choices.ts';
import { readExercise } from '../../workbench/exercises/format.ts';
import { namesOf } from '../../workbench/page/engine/unknowns.ts';

const exercise = `title: "Sums"
kind: derivation
task: "Derive it."
program: |
  fun f (x : int) : int = x
  in 1
goal:
  expression: f (f (f 1))
  before: "*"
`;

/** The derivation after rules were chosen, each for the goal that these premises lead to; and the unknowns that a goal says. */
function built(...steps: readonly (readonly [at: readonly number[], rule: string])[]) {
  const read = readExercise(exercise, 'sums.yaml');
  if (!isRight(read) || read.right.exercise.kind !== 'derivation') throw new Error('the exercise is none');
  const task = taskOf(read.right.exercise);
  if (!isRight(task)) throw new Error('the goal cannot be read');
  const choose = (c: Choice | null, [at, rule]: (typeof steps)[number]) =>
    withChoice(c, at, () => ({ rule, fills: {}, premises: [] }));
  const { root } = build(task.right, steps.reduce<Choice | null>(choose, null));
  const named = namesOf(root);
  return (...at: readonly number[]): string[] => {
    const goal = at.reduce<Growing | undefined>((g, i) => g?.premises[i], root);
    const found: string[] = [];
    for (const a of goal === undefined ? [] : named(goal)) visitMetas(a as Pattern, (m) => void found.push(m.meta));
    return found;
  };
}

describe('unknowns', () => {
  it('of instances of one rule have names of their own', () => {
    const of = built([[], 'T-App'], [[1], 'T-App'], [[1, 1], 'T-App']);
    // What the argument of each application leaves is another capability.
    const after = [of(), of(1), of(1, 1)].map((unknowns) => unknowns.at(-1));
    expect(after.every((x) => x?.startsWith('?'))).toBe(true);
    expect(new Set(after).size).toBe(3);
  });

  it('that are the same are written the same, in the premise that tells and in the one that needs it', () => {
    const of = built([[], 'T-App']);
    const left = of(0).at(-1);
    expect(left).toMatch(/^\?Δ/);
    expect(of(1)).toContain(left);
  });
});
