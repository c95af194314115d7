/** Processes that do pieces of work for another one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Processes } from '../workbench/processes.ts';
import { root } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'mutandis-processes-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A script that squares; what is odd takes longer, 13 is refused and 66 ends the process. */
const script = join(folder, 'squares.mjs');
writeFileSync(
  script,
  `import { serve } from ${JSON.stringify(pathToFileURL(join(root, 'dist/workbench/processes.js')).href)};
serve(async (n) => {
  if (n === 13) throw new Error('thirteen brings bad luck');
  if (n === 66) process.exit(3);
  if (n % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 20));
  return new Map([[n, { square: BigInt(n * n), by: process.pid }]]);
});
`,
);
type Squares = Map<number, { square: bigint; by: number }>;
const squares = (count: number, atOnce: number) => new Processes<number, Squares>(script, { count, atOnce });
const gone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

test.each([1, 2])('each piece comes back to who gave it, %i at once; closed, no process is left', async (atOnce) => {
  const processes = squares(3, atOnce);
  const results = await Promise.all(Array.from({ length: 12 }, (_, n) => processes.run(n)));
  expect(results.map((r, n) => r.get(n)?.square)).toEqual(Array.from({ length: 12 }, (_, n) => BigInt(n * n)));
  const pids = new Set(results.map((r, n) => r.get(n)?.by as number));
  expect(pids.size).toBe(3);
  processes.close();
  await expect.poll(() => [...pids].every(gone)).toBe(true);
});

test('what is thrown is told, and the process goes on', async () => {
  const processes = squares(1, 2);
  const [wrong, right] = await Promise.allSettled([processes.run(13), processes.run(4)]);
  processes.close();
  expect(wrong).toMatchObject({ status: 'rejected', reason: { message: 'thirteen brings bad luck' } });
  expect(right.status === 'fulfilled' && right.value.get(4)?.square).toBe(16n);
});

test('where a process ends, what it had is refused, and others do what waits; where none is left, all is', async () => {
  const two = squares(2, 1);
  const [ended, ...others] = await Promise.allSettled([66, 1, 2, 3].map((n) => two.run(n)));
  two.close();
  expect(ended).toMatchObject({ status: 'rejected', reason: { message: 'a process ended with 3' } });
  expect(others.map((o) => o.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  const one = squares(1, 1);
  const all = await Promise.allSettled([66, 1, 2].map((n) => one.run(n)));
  expect(all.map((o) => o.status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(one.run(1)).rejects.toThrow('no process is left');
});
