/** The examples: their outcomes, and that what is printed of them can be read again. */
import { readFileSync } from 'node:fs';
import { isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { equal } from '../semantics/terms.ts';
import { printProgram } from '../semantics/proteus/syntax/index.ts';
import { load } from '../checker/proteus/load.ts';
import { casesIn, expectOutcomes, mustLoad, root } from './support.ts';

const examples = casesIn('examples');

describe('examples', () => {
  test('are at least fifteen, each with an update, a header and a row in the README', () => {
    expect(examples.length).toBeGreaterThanOrEqual(15);
    const readme = readFileSync(`${root}examples/README.md`, 'utf8');
    for (const c of examples) {
      expect(c.updates.length, c.name).toBeGreaterThan(0);
      for (const text of [c.text, ...c.updates.map((u) => u.text)]) expect(text, c.name).toMatch(/^-- \S/);
      expect(readme).toContain(`| \`${c.name}\` |`);
    }
  });
  test.each(examples)('$name: outcomes under both checks, by the machine and by the rules', expectOutcomes);
  test.each(examples)('$name: translate, parse and check agree', (c) => {
    const { loaded } = mustLoad(c);
    const again = load(printProgram(loaded.program), c.file, { annotated: true });
    expect(isRight(again) && equal(again.right.config, loaded.config)).toBe(true);
    expect(isRight(again) && equal(again.right.type, loaded.type)).toBe(true);
    // Without latents they are inferred again, and are the same.
    const inferred = load(printProgram(loaded.program, { latents: false }), c.file, { annotated: true });
    const written = /\[[NU];/.test(c.text);
    expect(isRight(inferred) && (written || equal(inferred.right.config, loaded.config))).toBe(true);
  });
});
