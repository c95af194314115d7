/** Long hunts of one theorem: they go on where they ended, end when they are long enough, and are told in the table. */
import { describe, expect, test } from 'vitest';
import { calculusNamed } from '../proofs/calculi.ts';
import { knownObligations } from '../proofs/records.ts';
import type { Theorem } from '../rules/theorem.ts';
import { digestOfHunt, huntedIn, longHunt, withHunt, type LongOptions, type Tried } from '../workbench/hunt/long.ts';
import { chunk } from '../workbench/hunt/run.ts';
import { hunterOf, runEpisodes, type Resolved, type Task } from '../workbench/hunt/task.ts';

const stlc = calculusNamed('stlc')!;
const theorem = (name: string): Theorem => stlc.theorems(stlc.base).find((t) => t.name === name)!;
const options = (more: Partial<LongOptions>): LongOptions => ({
  seed: 1,
  instances: 3000,
  each: 0,
  workers: 1,
  time: Infinity,
  slice: Infinity,
  out: null,
  kept: () => undefined,
  ...more,
});
const instances = (t: Tried): number => [...t.cases.values()].reduce((a, b) => a + b, 0);

describe('a long hunt', () => {
  test('that goes on where it ended has tried what one in a single piece tries', async () => {
    const progress = theorem('Progress');
    const whole = await longHunt(stlc, progress, undefined, options({}));
    expect(instances(whole)).toBeGreaterThanOrEqual(3000);
    expect(whole.fallen).toBeNull();
    const half = await longHunt(stlc, progress, undefined, options({ instances: 1000 }));
    expect(half.hunt.episodes).toBeLessThan(whole.hunt.episodes);
    const rest = await longHunt(stlc, progress, half, options({}));
    expect(rest).toEqual(whole);
    // What is long enough is not gone on with.
    expect(await longHunt(stlc, progress, whole, options({ kept: () => expect.unreachable() }))).toEqual(whole);
  });

  test('tries the same where others run its episodes, and gives what it tried away after each slice', async () => {
    const told: Tried[] = [];
    const preservation = theorem('Preservation');
    const one = await longHunt(stlc, preservation, undefined, options({}));
    const others = async (task: Task, resolved: Resolved, hunter = hunterOf(task, resolved)) => ({
      range: 2 * chunk,
      width: 3,
      run: async (from: number, to: number) =>
        Array.from({ length: Math.ceil((to - from) / chunk) }, (_, k) =>
          runEpisodes(hunter, from + k * chunk, Math.min(to, from + (k + 1) * chunk)),
        ),
      close: async () => undefined,
    });
    const two = await longHunt(
      stlc,
      preservation,
      undefined,
      options({ elsewhere: others, kept: (t) => told.push(t) }),
    );
    expect(two).toEqual(one);
    expect(told).toEqual([two]);
  });

  test('goes on until each case that is not vacuous was reached as often as is asked', async () => {
    const preservation = theorem('Preservation');
    const short = await longHunt(stlc, preservation, undefined, options({ instances: 300 }));
    const least = Math.min(...short.cases.values());
    const tried = await longHunt(stlc, preservation, undefined, options({ instances: 300, each: least + 20 }));
    expect(Math.min(...tried.cases.values())).toBeGreaterThanOrEqual(least + 20);
    expect(tried.hunt.episodes).toBeGreaterThan(short.hunt.episodes);
    // No closed term is a variable: nothing reaches this case, and the hunt ends.
    const progress = await longHunt(stlc, theorem('Progress'), undefined, options({ instances: 300, each: 5 }));
    expect(progress.cases.get('T-Var')).toBe(0);
    expect([...progress.cases].filter(([, n]) => n < 5).map(([kase]) => kase)).toEqual(['T-Var']);
  });

  test('that was of other rules, of a theorem that said something else, or of another seed, does not count', async () => {
    const determinism = theorem('Determinism');
    const tried = await longHunt(stlc, determinism, undefined, options({ instances: 500 }));
    const other = { ...tried, hunt: { ...tried.hunt, digest: 'of others' } };
    expect(await longHunt(stlc, determinism, other, options({ instances: 500 }))).toEqual(tried);
    const says = (t: Theorem) => digestOfHunt(stlc, t);
    expect(says({ ...determinism, conclusions: determinism.premises })).not.toBe(says(determinism));
    expect(says({ ...determinism, premises: [...determinism.premises].reverse() })).not.toBe(says(determinism));
    expect(says(determinism)).toBe(tried.hunt.digest);
    const again = await longHunt(stlc, determinism, tried, options({ instances: 500, seed: 2 }));
    expect(again.hunt.seed).toBe(2);
    expect(again.cases).not.toEqual(tried.cases);
  });

  test('is told in the table: its counts, its fall, and nothing of other theorems', async () => {
    const table = knownObligations()!;
    const progress = theorem('Progress');
    const tried = await longHunt(stlc, progress, undefined, options({ instances: 500 }));
    const next = withHunt(table, stlc, progress, tried);
    expect(huntedIn(next, stlc, progress)).toEqual(tried);
    const own = (o: { system: string; theorem: string }) => o.system === 'stlc' && o.theorem === 'Progress';
    expect(next.obligations.filter((o) => !own(o))).toEqual(table.obligations.filter((o) => !own(o)));
    const status = (t: typeof table) => t.obligations.filter(own).map((o) => `${o.case} ${o.status}`);
    expect(status(next)).toContain('T-Var vacuous');
    const fallen = withHunt(next, stlc, progress, { ...tried, fallen: { file: 'f.json', case: 'T-App' } });
    expect(status(fallen).filter((s) => s.endsWith('refuted'))).toEqual(['T-App refuted']);
    expect(fallen.obligations.find((o) => own(o) && o.case === 'T-App')?.by).toBe('f.json');
    expect(fallen.hunts).toHaveLength(next.hunts.length);
  });
});
