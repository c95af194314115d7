/** The command line as built, given what is large. */
import { describe, expect, test } from 'vitest';
import { file, inFolder, mutandis, refusedByAll } from './command-line.ts';

inFolder();

describe('bad input', () => {
  test('300,000 brackets without end: a message, exit code 1, no stack trace', () =>
    refusedByAll(file('brackets', '({['.repeat(100_000))));
  test('10 MB', () => {
    const big = file('big', `${'fun f (x : int) : int = x\n'.repeat(400_000)}in 1`);
    const r = mutandis('check', big);
    expect(r.code).toBe(1);
    expect(r.err).toMatch(/^big:2:5: name f is defined twice/);
  }, 120_000);
});
