/** Deep terms and long runs: no native stack, and memory that does not grow with the number of steps. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { proteus } from '../rules/proteus/system.ts';
import type { Config } from '../semantics/proteus/grammar.ts';
import { printExpr } from '../semantics/proteus/syntax/index.ts';
import { decode, encode } from '../checker/format.ts';
import type { Machine } from '../checker/machine/machine.ts';
import { machineOf } from '../checker/proteus/machine.ts';
import { record } from '../checker/proteus/record.ts';
import { fast, runWith } from '../checker/proteus/run.ts';
import { replay } from '../checker/replay.ts';
import { systemFinder } from '../proofs/calculi.ts';
import { loadText } from './support.ts';

const N = 100_000;
const deep: [string, string, string, number][] = [
  ['sums to the right', `${'1 + ('.repeat(N)}1${')'.repeat(N)}`, `${N + 1}`, N],
  ['references', `${'!ref '.repeat(N)}1`, '1', 2 * N],
  ['ifs in ifs', `${'if 1 = 1 then '.repeat(N)}1${' else 2'.repeat(N)}`, '1', N],
  ['records', `${'{ a = '.repeat(N)}1${' }.a'.repeat(N)}`, '1', N],
  ['lets in lets', `${'let x = '.repeat(N)}1${' in x'.repeat(N)}`, '1', N],
  [
    'lets one after the other',
    `${Array.from({ length: N }, (_, i) => `let x${i} = ${i === 0 ? '1' : `x${i - 1} + 1`} in `).join('')}x${N - 1}`,
    `${N}`,
    2 * N - 1,
  ],
  ['calls with casts', `type t = int\nfun id (x : t) : t = x\nin ${'id ('.repeat(N)}1${')'.repeat(N)}`, 'abs[t] 1', N],
];

describe('a term nested 100,000 deep', () => {
  test.each(deep)('%s: parses, types and runs', (_, text, value, steps) => {
    const loaded = loadText(text);
    const o = runWith(proteus, fast(proteus, loaded.config), [], { check: 'dynamic' });
    expect([o.outcome, printExpr(o.config.e), o.steps >= steps]).toEqual(['done', value, true]);
  });
  test('runs by the rules, and the derivation replays', () => {
    const text = (deep[0] as (typeof deep)[0])[1];
    const loaded = loadText(text, true);
    const { outcome, roots } = record(proteus, loaded, [], { check: 'dynamic' });
    expect(outcome).toMatchObject({ outcome: 'done', steps: N });
    const json: unknown = JSON.parse([...encode(proteus, roots)].join(''));
    const read = decode(json, systemFinder());
    if (isLeft(read)) throw new Error(read.left);
    const verdict = replay(proteus, read.right.proof);
    expect(verdict).toMatchObject({ ok: true, roots: ['executes'] });
    expect(verdict.ok && verdict.nodes).toBeGreaterThan(5 * N);
  }, 120_000);
});

describe('a long run', () => {
  const loop = (n: number) =>
    loadText(
      `var c : int = 0\nfun loop (i : int) : int = if i = 0 then !c else (c := !c + i; update; loop (i - 1))\nin loop ${n}`,
    ).config;
  test('of a million steps ends, and memory does not grow with the steps', () => {
    const m = machineOf(proteus, loop(200_000)) as Machine;
    const heap: number[] = [];
    let stop = m.run(100_000, false);
    while (stop === 'out-of-fuel') {
      if (!globalThis.gc) throw new Error('the test needs node --expose-gc');
      globalThis.gc();
      heap.push(process.memoryUsage().heapUsed);
      stop = m.run(m.steps + 200_000, false);
    }
    expect(stop).toBe('done');
    expect(m.steps).toBeGreaterThan(1_000_000);
    expect(m.points).toBe(200_000);
    // What waits is the same at every step: the configurations have one size.
    const sizes = [1000, 2000].map((n) => {
      const x = machineOf(proteus, loop(n * 10)) as Machine;
      x.run(n * 9, false);
      let frames = 0;
      for (let at = (x.config() as Config).context; at.tag === 'In'; at = at.outer) frames++;
      return frames;
    });
    expect(Math.abs((sizes[0] as number) - (sizes[1] as number))).toBeLessThanOrEqual(3);
    expect(Math.max(...heap.slice(1)) - (heap[0] as number)).toBeLessThan(5e6);
  });
  test('a recursion 100,000 calls deep', () => {
    const K = loadText('fun f (x : int) : int = if x = 0 then 0 else 1 + f (x - 1)\nin f 100000').config;
    const m = machineOf(proteus, K) as Machine;
    expect(m.run(Infinity, false)).toBe('done');
    expect(printExpr((m.config() as Config).e)).toBe('100000');
  });
});
