/** Statistics of hunts and of generation: they count what was tried, tell instances apart, and are written as JSON and as a page. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { make } from '../semantics/stlc/grammar.ts';
import { types } from '../rules/stlc/typing.ts';
import { stlc } from '../rules/stlc/system.ts';
import { derive } from '../checker/derive.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { countPairs, look, noStatistics, possiblePairs, type Statistics } from '../checker/hunt/statistics.ts';
import { hunterOf, resolveTask, runEpisodes, type Task } from '../workbench/hunt/task.ts';
import { statisticsPage } from '../workbench/statistics/page.ts';
import { StatisticsFile } from '../workbench/statistics/file.ts';
import { dir, inFolder, mutandis } from './command-line.ts';

inFolder();

const { Num, Var, Lam, App, Plus } = make.Expr;
const { Int, Arrow } = make.Type;
const total = (xs: Iterable<number>) => [...xs].reduce((a, b) => a + b, 0);

describe('an instance', () => {
  const e = () => App(Lam('x', Int(), Var('x')), Num(1n));
  test('has as its size its constructors', () => {
    expect(look([e()]).size).toBe(5);
    expect(look([e(), Num(1n)]).size).toBe(6);
  });
  test('is told from all that differ in one place, and from no equal one', () => {
    const others = [
      App(Lam('y', Int(), Var('x')), Num(1n)),
      App(Lam('x', Int(), Var('x')), Num(2n)),
      App(Lam('x', Arrow(Int(), Int()), Var('x')), Num(1n)),
      App(Num(1n), Lam('x', Int(), Var('x'))),
      Lam('x', Int(), App(Var('x'), Num(1n))),
      App(Lam('x', Int(), Var('x')), Plus()),
    ];
    expect(new Set([e(), e(), ...others].map((x) => look([x]).digest)).size).toBe(1 + others.length);
  });
});

describe('pairs of rules', () => {
  const any = [...types.form.inputs, ...types.form.outputs].map((sort) => ({ meta: 'any', sort, restriction: undefined })); // prettier-ignore
  const possible = possiblePairs(stlc, [{ form: types.form, args: any }]);
  test('are those in a derivation, and are possible', () => {
    const r = derive(stlc, types.form, [make.Locals.NoLocals(), App(Lam('x', Int(), Var('x')), Num(1n))]);
    if (isLeft(r)) throw new Error('it does not type');
    const s = noStatistics();
    countPairs(s, r.right.derivation);
    expect([...s.pairs.keys()].sort()).toEqual(['T-App / T-Lam', 'T-App / T-Num', 'T-Lam / T-Var', 'T-Var / L-Here']);
    for (const pair of s.pairs.keys()) expect(possible.has(pair), pair).toBe(true);
  });
  test('that constructors rule out are not possible', () => {
    // A function that is applied is no number; a lookup ends in L-Here.
    expect(possible.has('T-App / T-App')).toBe(true);
    expect(possible.has('T-Lam / T-Lam')).toBe(true);
    expect(possible.has('L-Here / L-There')).toBe(false);
    expect(possible.has('T-Var / T-Num')).toBe(false);
  });
});

describe('statistics of a hunt', () => {
  const task: Task = { system: 'proteus', variant: null, theorems: null, seed: 4, size: null, statistics: true };
  const found = async (statistics: boolean) => {
    const resolved = await resolveTask({ ...task, statistics });
    if (isLeft(resolved)) throw new Error(resolved.left);
    return hunterOf({ ...task, statistics }, resolved.right);
  };
  test('count each instance once, by case and by size, and change nothing of the hunt', async () => {
    const tally = runEpisodes(await found(true), 0, 250);
    const { statistics, ...counted } = tally;
    expect(runEpisodes(await found(false), 0, 250)).toEqual(counted);
    for (const [theorem, n] of tally.tests) {
      const made = statistics?.of.get(theorem);
      expect([theorem, total(made?.cases.values() ?? []), total(made?.sizes.values() ?? [])]).toEqual([theorem, n, n]);
      expect(Object.fromEntries(made?.cases ?? []), theorem).toEqual(
        Object.fromEntries(tally.cases.get(theorem) ?? []),
      );
      expect(made?.different.size, theorem).toBeLessThanOrEqual(n);
    }
    const labels = statistics?.labels ?? new Map<string, number>();
    const applied = labels.get('updates applied') ?? 0;
    const stack = labels.get('updates applied to a stack that holds a value of a changed type') ?? 0;
    expect(stack).toBeGreaterThan(0);
    expect(applied).toBeGreaterThan(stack);
    // Each instance of these two applies one.
    expect(applied).toBeGreaterThanOrEqual((tally.tests.get('T8') ?? 0) + (tally.tests.get('T8s') ?? 0));
  });
  test('are the same in whatever parts the episodes are run', async () => {
    const parts = await found(true);
    const summed = emptyTally(true);
    for (let i = 0; i < 96; i += 32) sum(summed, runEpisodes(parts, i, i + 32));
    const plain = (s: Statistics | undefined) => ({
      pairs: Object.fromEntries(s?.pairs ?? []),
      labels: Object.fromEntries(s?.labels ?? []),
      small: Object.fromEntries(s?.small ?? []),
      different: [...(s?.of ?? [])].map(([name, { different }]) => [name, different.size]),
    });
    expect(plain(summed.statistics)).toEqual(plain(runEpisodes(await found(true), 0, 96).statistics));
  });
});

describe('the commands', () => {
  const read = (name: string): StatisticsFile => {
    const decoded = StatisticsFile.decode(JSON.parse(readFileSync(join(dir, name), 'utf8')));
    if (isLeft(decoded)) throw new Error(`${name} is no file of statistics`);
    return decoded.right;
  };

  test('hunt --stats writes what it tried, with a command that makes the same', () => {
    const args = ['--system', 'stlc', '--seed', '3', '--runs', '200', '--workers', '1', '--json'];
    const hunted = mutandis('hunt', ...args, '--stats', 's.json');
    const { theorems, cases } = JSON.parse(hunted.out) as {
      theorems: Record<string, { tests: number }>;
      cases: Record<string, Record<string, number>>;
    };
    const s = read('s.json');
    expect(s.of.map((c) => [c.name, c.instances])).toEqual(
      Object.entries(theorems).map(([t, { tests }]) => [t, tests]),
    );
    for (const c of s.of) expect(c.cases, c.name).toEqual(cases[c.name]);
    // A closed term is no variable, and a value takes no step.
    expect(s.of.find((c) => c.name === 'Progress')?.unreached).toContain('T-Var');
    const again = s.command.split(' ').slice(1);
    expect(mutandis(...again, '--stats', 'again.json').code).toBe(0);
    expect(read('again.json')).toEqual(s);
  });
  test('the page of a file that ends in .html holds the same, and asks for nothing from elsewhere', () => {
    mutandis('hunt', '--system', 'stlc', '--seed', '3', '--runs', '200', '--workers', '1', '--stats', 's.html');
    const page = readFileSync(join(dir, 's.html'), 'utf8');
    mutandis('hunt', '--system', 'stlc', '--seed', '3', '--runs', '200', '--workers', '1', '--stats', 's.json');
    expect(page).toBe(statisticsPage(read('s.json')));
    expect(page).not.toMatch(/<script|https?:|src=|@import|url\(/);
    expect(page).toContain('prefers-color-scheme: dark');
    for (const { name, instances } of read('s.json').of) {
      expect(page).toContain(`<h3 id="${name}">`);
      expect(page).toContain(`${instances.toLocaleString('en')} instances`);
    }
  });
  test('generate --stats counts what it generates: printed, in JSON, or in a file', () => {
    const asked = ['generate', '--system', 'stlc', '--count', '300', '--seed', '2', '--stats'];
    const { out } = mutandis(...asked);
    expect(out).toMatch(/^types: 300 instances, \d+ different\n {2}sizes \d+ to \d+, half of them at most \d+\n/);
    expect(out).toMatch(/pairs of rules: \d+ of \d+\n/);
    const { statistics } = JSON.parse(mutandis(...asked, '--json').out) as { statistics: StatisticsFile };
    expect(total(Object.values(statistics.of[0]?.cases ?? {}))).toBe(300);
    expect(mutandis(...asked, 'g.json').out).not.toContain('pairs of rules');
    expect(read('g.json')).toEqual(statistics);
  });
  test('what cannot be written is said before anything is tried', () => {
    const r = mutandis('hunt', '--system', 'stlc', '--runs', '1', '--stats', 'nowhere/s.json');
    expect([r.code, r.out]).toEqual([3, '']);
    expect(r.err).toMatch(/^nowhere\/s\.json: cannot be written/);
  });
});
