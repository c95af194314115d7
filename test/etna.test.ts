/**
 * Faults of a published benchmark, in calculi of one's own with de Bruijn indices: they are found within so many
 * instances, and what shows them is a term of the calculus. All of them, with times: `npm run bench:etna`.
 */
import { describe, expect, test } from 'vitest';
import type { Term } from '../semantics/grammar.ts';
import { givenOf, shrink } from '../checker/hunt/shrink.ts';
import { Hunter, printer, type Calculus } from '../workbench/api/index.ts';
import { lambda } from '../bench/etna/lambda.ts';
import { subtyping } from '../bench/etna/subtyping.ts';

const seed = 11;

/** The first counterexample to `Single` within so many episodes, made smaller; and how many instances it took. */
function hunted(c: Calculus, name: string | undefined, episodes: number): { shown: string | undefined; tests: number } {
  const v = c.variants.find((w) => w.name === name);
  if (name !== undefined && v === undefined) throw new Error(`no fault ${name}`);
  const system = v?.system ?? c.base;
  const [single] = c.theorems(c.base);
  if (single === undefined) throw new Error('no theorem');
  const hunter = new Hunter(system, c.huntingGround, [single], seed, {
    movers: c.movers,
    size: c.size,
    ...(v ? { base: v.base } : {}),
  });
  let tests = 0;
  for (let i = 0; i < episodes; i++) {
    const { tests: of, falls } = hunter.episode(i);
    tests += of.get(single.name) ?? 0;
    const [fall] = falls;
    if (fall === undefined) continue;
    const { found } = shrink(system, single, c.huntingGround, givenOf(single, fall, c.huntingGround));
    return { shown: found ? printer(c.base.grammar)(found.values.e as Term) : '', tests };
  }
  return { shown: undefined, tests };
}

describe(`faults of shifting and substitution are found (seed ${seed})`, () => {
  test.each([
    ['shift-var-leq', lambda, 2_000],
    ['subst-abs-no-shift', lambda, 2_000],
    ['top-no-shift-back', lambda, 500],
    ['tshift-all-no-incr', subtyping, 2_000],
    ['shift-var-no-incr', subtyping, 12_000],
    ['tsubst-all-no-tshift', subtyping, 4_000],
    ['subst-tabs-no-shift', subtyping, 2_000],
    ['subst-typ-tabs-no-shift', subtyping, 6_000],
  ])('%s', (name, c, most) => {
    const { shown, tests } = hunted(c, name, most);
    expect(shown, `${name}, ${tests} instances`).toMatch(/[λΛ]/);
  });

  test.each([
    ['10', lambda, 10],
    ['18', subtyping, 18],
  ])('there are %s of them', (_, c, n) => expect(new Set(c.variants.map((v) => v.name)).size).toBe(n));

  test('the calculi themselves do not fall, and much is tried', () => {
    for (const c of [lambda, subtyping]) {
      const { shown, tests } = hunted(c, undefined, 1_500);
      expect(shown, c.title).toBeUndefined();
      expect(tests, c.title).toBeGreaterThan(200);
    }
  });
});
