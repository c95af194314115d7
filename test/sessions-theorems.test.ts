/** S1 to S12 on programs made at random: the calculus as it is stands, unsound variants fall and what is found is small and checks. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { parseFile } from '../semantics/sessions/syntax/read.ts';
import { mutantsOf } from '../rules/mutants.ts';
import { sessions } from '../rules/sessions/system.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { loadProgram } from '../checker/sessions/load.ts';
import { Choices } from '../checker/sessions/samples/choices.ts';
import { programSample } from '../checker/sessions/samples/programs.ts';
import { findVariant, unchanged } from '../proofs/calculi.ts';
import { sessionsCalculus as calculus } from '../proofs/sessions/calculus.ts';
import { theoremsOf } from '../proofs/sessions/theorems.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { expectFelled } from './felled.ts';

test('S1 to S12 survive, every one of them tried, and nearly every rule is used', () => {
  const hunter = hunterFor(calculus, unchanged(calculus), theoremsOf(sessions), 23);
  const total = emptyTally();
  for (let i = 0; i < 250; i++) sum(total, hunter.episode(i));
  expect(total.falls).toEqual([]);
  for (const t of theoremsOf(sessions)) expect(total.tests.get(t.name) ?? 0, t.name).toBeGreaterThan(0);
  expect(total.tags.get('programs') ?? 0).toBeGreaterThan(80);
  expect(total.tags.get('programs with updates') ?? 0).toBeGreaterThan(25);
  expect(total.explored.states).toBeGreaterThan(10_000);
  // Runs are recorded by rules that nothing searches with.
  const recording = ['Run-Start', 'Run-Beside', 'Run-Step', 'Run-Along'];
  const unused = [...sessions.rules.keys()].filter((r) => !total.rules.has(r) && !recording.includes(r));
  expect(unused.length, unused.join(', ')).toBeLessThan(25);
});

/** One of each kind: projection, typing, reduction, updates. */
const some = ['merge-end', 'recv-some', 'stay-blind', 'no-marker', 'entry-any', 'guard-new'];
describe('an unsound variant', () => {
  test.each(some)('%s falls by a theorem named for it; its counterexample is small and checks', (name) => {
    expectFelled(calculus, name, { episodes: 2_000, lines: 25 });
  });
});

describe('a premise dropped or turned is seen by some theorem', () => {
  const mutants = [...mutantsOf(sessions)];
  test.each([
    ['D-Main with premise 3 turned', 300],
    ['U-Entry without premise 7', 300],
    ['U-Entry without premise 8', 1_000],
    ['Hand-Added without premise 8', 2_000],
    ['Entry-Each with premise 3 turned', 2_000],
    ['SS-Param without premise 2', 6_000],
    ['SS-Field with premise 2 turned', 6_000],
  ] as const)('%s', (name, episodes) => {
    const mutant = mutants.find((m) => m.name === name);
    if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
    const hunter = hunterFor(calculus, mutant.variant, theoremsOf(mutant.variant.system), 1);
    let fallen: string | undefined;
    for (let i = 0; fallen === undefined && i < episodes; i++) fallen = hunter.episode(i).falls[0]?.theorem;
    expect(fallen).toBeDefined();
  });
  test('nobody hears nothing at a boundary, but in a variant that lets them', () => {
    const variant = findVariant(calculus, 'at-any')!;
    let [refused, accepted] = [0, 0];
    for (let i = 0; i < 400; i++) {
      const c = () => new Choices(new RandomChooser(32, i), 'unheard');
      if (programSample(c(), sessions) !== undefined) continue;
      refused++;
      if (programSample(c(), variant.system) !== undefined) accepted++;
    }
    expect(refused).toBeGreaterThan(100);
    expect(accepted).toBeGreaterThan(20);
    const hunter = hunterFor(calculus, variant, theoremsOf(variant.system), 1);
    let fallen: string | undefined;
    for (let i = 0; fallen === undefined && i < 1_500; i++) fallen = hunter.episode(i).falls[0]?.theorem;
    expect(fallen).toBeDefined();
  });
});

test('a program that is generated reads again, and is accepted with its updates', () => {
  let made = 0;
  let updates = 0;
  for (let i = 0; i < 120; i++) {
    const text = calculus.programs?.(sessions, new RandomChooser(31, i));
    if (text === undefined) continue;
    made++;
    const read = parseFile(text, 'made.session');
    if (isLeft(read)) throw new Error(text);
    const loaded = loadProgram(read.right, 'made.session');
    if (isLeft(loaded)) throw new Error(text);
    expect(loaded.right.updates.filter((u) => u.refused !== undefined)).toEqual([]);
    updates += loaded.right.updates.length;
  }
  expect(made).toBeGreaterThan(40);
  expect(updates).toBeGreaterThan(20);
});
