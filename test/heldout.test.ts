/** Variants that no generator was made for: what they taught generation is not forgotten. (`npm run bench:heldout` hunts all of them.) */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { showError } from '../semantics/errors.ts';
import { defaultName } from '../proofs/registry.ts';
import { calculi } from '../proofs/calculi.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { loadWritten } from '../workbench/hunt/load.ts';
import { root } from './support.ts';

const folder = join(root, 'bench', 'heldout');
const names = readdirSync(folder).map((f) => f.replace('.rules', ''));

async function heldout(name: string) {
  const loaded = await loadWritten(join(folder, `${name}.rules`), defaultName);
  if (isLeft(loaded)) throw new Error(loaded.left.map(showError).join('\n'));
  const calculus = calculi.find((c) => c.name === loaded.right.base.name);
  if (calculus === undefined) throw new Error(name);
  return { variant: loaded.right, calculus };
}

describe('variants that no generator was made for', () => {
  test('are read, and those that are unsound say which theorems they fell', async () => {
    expect(names.length).toBeGreaterThan(20);
    let sound = 0;
    for (const name of names) {
      const { variant, calculus } = await heldout(name);
      const theorems = calculus.theorems(variant.analysis).map((t) => t.name);
      if (variant.expected === 'sound') sound++;
      else for (const t of variant.expected) expect(theorems, name).toContain(t);
      expect(variant.sentence, name).not.toBe('');
    }
    expect(sound).toBeGreaterThan(5);
  });
  // What each of them asks for: sides of a subtyping that differ, programs of threads that do not translate, update points in operands of theirs,
  // functions that spend, transformers of another type, updates that are none, expressions and processes that only the rules of the variant have.
  test.each([
    ['abs-supertype', 'T7', 6_000],
    ['acquire-anything', 'TT6', 60],
    ['acquire-regains', 'TT9', 400],
    ['call-any-arguments', 'S1', 40],
    ['cons-anything', 'O2', 60],
    ['field-turned', 'T9', 2_000],
    ['fields-of-any-sort', 'S10-sorts-equal', 40],
    ['less-of-anything', 'S1-value', 40],
    ['let-first-type', 'O2', 40],
    ['let-as-found', 'T9', 1_000],
    ['main-turned', 'S8', 200],
    ['ref-as-found', 'T9', 1_000],
    ['trans-any-latent', 'T8', 4_000],
    ['trans-backwards', 'T8s', 6_000],
    ['update-unasked', 'TT8', 60],
  ] as const)('%s falls by %s', async (name, theorem, most) => {
    const { variant, calculus } = await heldout(name);
    const claims = calculus.theorems(variant.analysis).filter((t) => t.name === theorem);
    const hunter = hunterFor(calculus, variant, claims, 3);
    let fallen = false;
    for (let i = 0; !fallen && i < most; i++) fallen = hunter.episode(i).falls.length > 0;
    expect(fallen).toBe(true);
  });
});
