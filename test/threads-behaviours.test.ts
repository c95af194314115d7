/** B3 to B7 and B9 on generated programs with threads (behaviours.md, section 10), and the variants of the reduction that fall. */
import { describe, expect, test } from 'vitest';
import { RandomChooser } from '../checker/generate/choose.ts';
import { outcomesOf } from '../checker/explore/outcomes.ts';
import { Space } from '../checker/explore/space.ts';
import { validityVariants } from '../checker/explore/variants.ts';
import { reduced } from '../checker/explore/wrap.ts';
import { read } from '../checker/threads/hunting.ts';
import { ignored, ThreadSpace, type Offer } from '../checker/threads/space.ts';
import { behavioursTrial, modelsTrial, ofModels, validityTrial } from '../checker/threads/trials.ts';
import { threads } from '../rules/threads/system.ts';
import { theoremsOf } from '../proofs/threads/theorems.ts';
import { seed } from './property.ts';

test('B3 to B6 hold of all interleavings of generated programs: offers, policies, reductions, updates that change nothing', () => {
  const compared = new Map<string, number>();
  let updated = 0;
  for (let n = 0; n < 20; n++) {
    const trial = behavioursTrial(new RandomChooser(seed, n));
    expect(trial.wrong, `seed ${seed}, ${n}`).toBeUndefined();
    for (const [t, times] of trial.compared) compared.set(t, (compared.get(t) ?? 0) + times);
    updated += trial.updated;
  }
  for (const t of ['B3', 'B4', 'B5', 'B6']) expect(compared.get(t) ?? 0, t).toBeGreaterThan(10);
  expect(updated).toBeGreaterThan(5);
});

test('B7: what is an invariant of the new program is one in the end, if the update is valid', () => {
  const compared = new Map<string, number>();
  for (let n = 0; n < 60; n++) {
    const trial = validityTrial(new RandomChooser(seed, n));
    expect(trial.wrong, `seed ${seed}, ${n}`).toBeUndefined();
    for (const [t, times] of trial.compared) compared.set(t, (compared.get(t) ?? 0) + times);
  }
  expect(compared.get('B7 valid') ?? 0).toBeGreaterThan(15);
  expect(compared.get('B7') ?? 0).toBeGreaterThan(100);
});

test.each(validityVariants)('B7 falls for $name', ({ validity }) => {
  let wrong: string | undefined;
  for (let n = 0; wrong === undefined && n < 300; n++) ({ wrong } = validityTrial(new RandomChooser(seed, n), { validity })); // prettier-ignore
  expect(wrong).toMatch(/^B7: /);
});

test('B9: theorems of threads hold of all states with policies interrupt and versions', () => {
  const theorems = new Map(theoremsOf(threads).map((t) => [t.name, t]));
  const compared = new Map<string, number>();
  for (let n = 0; n < 40; n++) {
    const trial = modelsTrial(new RandomChooser(seed, n), theorems);
    expect(trial.wrong, `seed ${seed}, ${n}`).toBeUndefined();
    for (const [t, times] of trial.compared) compared.set(t, (compared.get(t) ?? 0) + times);
  }
  for (const t of ofModels) expect(compared.get(t) ?? 0, t).toBeGreaterThan(0);
});

const record = 'type t = int  var v : t = 5  var out : int = 0  fun get (x : t) : int = x';
const toRecord = (get = '') => `update type t = { a : int } by c ${get} add fun c (x : int) : { a : int } = { a = x }`;
/** The smallest programs on which they fall. */
const witnesses = {
  updates: {
    program: 'var out : int = 0  fun f (i : int) : int = 1 in fork (out := f 0); update; 0',
    update: 'update fun f (i : int) : int = 2',
    offer: 'any',
  },
  calls: {
    program: 'var out : int = 0  fun f (i : int) : int = 1 in fork (out := f 0); update; 0',
    update: 'update fun f (i : int) : int = 2',
    offer: 'any',
  },
  values: {
    program: 'type t = int  var w : int = 0  in fork update; let x : t = 5 in let y = { p = x, q = x } in update; y',
    update: 'update type t = int by c  add fun c (x : int) : int = w := !w + 1; x',
    offer: 'any',
  },
  cons: {
    program: `${record} in fork (if 1 = 1 then out := 1 else out := !v + 1); update; 0`,
    update: toRecord('fun get (x : t) : int = x.a'),
    offer: 'now',
  },
} as const;

describe.each(ignored)('B5 falls for reduce-%s', (ignores) => {
  const { program, update, offer } = witnesses[ignores];
  const outcomes = (options: { readonly ignores?: typeof ignores; readonly small: boolean }) => {
    const loaded = read(threads, { program, updates: [update] });
    if (loaded === undefined) throw new Error('the witness does not load');
    const space = new ThreadSpace(loaded.config, loaded.queue, {
      policy: 'all',
      offer: offer as Offer,
      ...(options.ignores ? { ignores: options.ignores } : {}),
    });
    const explored = new Space(options.small ? reduced(space) : space).explore();
    expect(explored.complete).toBe(true);
    return outcomesOf(explored).outcomes.map((o) => JSON.stringify(o));
  };
  test('on its witness, where the reduction as it is loses nothing', () => {
    const whole = outcomes({ small: false });
    expect(outcomes({ small: true })).toEqual(whole);
    const fewer = outcomes({ small: true, ignores });
    expect(fewer).not.toEqual(whole);
    expect(whole).toEqual(expect.arrayContaining(fewer));
  });
});
