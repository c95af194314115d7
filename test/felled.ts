/** An unsound variant hunted until it falls: what is found is made smaller, is small enough, and checks. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { expect } from 'vitest';
import { checkCounterexample, encodeCounterexample } from '../checker/hunt/counterexample.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { givenOf, shrink } from '../checker/hunt/shrink.ts';
import { findVariant, unchanged, type Calculus } from '../proofs/calculi.ts';
import { hunterFor, named } from '../workbench/hunt/hunter.ts';

export interface Bounds {
  /** Episodes of the hunt, at most. */
  readonly episodes: number;
  /** Lines of the counterexample, at most. */
  readonly lines: number;
  /** 4 unless said. */
  readonly seed?: number;
  /** The theorem that is hunted; those that the variant is said to fell unless one is named. */
  readonly theorem?: string;
}

/**
 * @param calculus one whose counterexamples are programs with updates.
 * @param name the variant.
 * @returns the program of the counterexample.
 */
export function expectFelled(
  calculus: Calculus,
  name: string,
  { episodes, lines, seed = 4, theorem: only }: Bounds,
): string {
  const v = findVariant(calculus, name) ?? unchanged(calculus);
  const expected = only === undefined ? (v.expected as readonly string[]) : [only];
  const theorems = calculus.theorems(v.system).filter((t) => expected.some((e) => named(t, e)));
  const hunter = hunterFor(calculus, v, theorems, seed);
  const total = emptyTally();
  for (let i = 0; total.falls.length === 0 && i < episodes; i++) sum(total, hunter.episode(i));
  const [fall] = total.falls;
  const theorem = theorems.find((t) => t.name === fall?.theorem);
  if (fall === undefined || theorem === undefined) throw new Error('nothing fell');
  const { found } = shrink(v.system, theorem, calculus.huntingGround, givenOf(theorem, fall, calculus.huntingGround));
  if (found === undefined) throw new Error('shrinking lost it');
  const text = encodeCounterexample(
    v.system,
    theorem,
    calculus.huntingGround,
    found,
    calculus.counterexampleText,
    'a command',
  );
  if (isLeft(text)) throw new Error(text.left);
  const json = JSON.parse(text.right) as { counterexample: { program: string; updates: string[] } };
  const shown = [json.counterexample.program, ...json.counterexample.updates].join('\n');
  expect(shown.split('\n').filter((l) => l.trim() !== '').length).toBeLessThanOrEqual(lines);
  const context = () => ({
    theorem: () => theorem,
    huntingGround: calculus.huntingGround,
    counterexampleText: calculus.counterexampleText,
  });
  const verdict = checkCounterexample(json, () => v.system, context);
  expect(verdict.ok ? 'holds' : verdict.message).toBe('holds');
  return json.counterexample.program;
}
