/** The lists of test files name files that there are: a file that is renamed would leave its list without a word. */
import { readdirSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { longest, needsMore, paths, thorough } from './files.ts';
import { root } from './support.ts';

const there = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).map((f) => `test/${f}`);
test.each(
  Object.entries({ needsMore, thorough, longest }).flatMap(([list, names]) =>
    paths(names).map((p) => [list, p] as const),
  ),
)('%s: %s', (_, pattern) => {
  expect(there.filter((f) => matchesGlob(f, pattern))).not.toEqual([]);
});
test('no file is in a list twice, and none that needs more is thorough', () => {
  for (const list of [[...needsMore, ...thorough], longest]) expect(new Set(list).size).toBe(list.length);
});
