/** S1 to S12 on programs made at random: the calculus as it is stands, unsound variants fall and what is found is small and checks. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { parseFile } from '../semantics/sessions/syntax/read.ts';
import { sessions } from '../rules/sessions/system.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { loadProgram } from '../checker/sessions/load.ts';
import { unchanged } from '../proofs/calculi.ts';
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
