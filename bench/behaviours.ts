/**
 * Theorems about behaviours (behaviours.md, section 10: B1 to B9) on generated systems, all interleavings of each (`npm run try:behaviours`): programs
 * with threads, systems with their new programs, and small systems against definitions.
 * Arguments: systems of each kind (10,000), seed (1), workers (2). The exit code is 1 where a theorem falls; the system is printed.
 */
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Part } from './behaviours-part.ts';

const [systems = 10_000, seed = 1, workers = 2] = process.argv.slice(2).map(Number);
const size = 50;
const self = fileURLToPath(import.meta.url);
const pool = new Piscina({
  filename: join(dirname(self), `behaviours-part${extname(self)}`),
  minThreads: workers,
  maxThreads: workers,
});
const compared = new Map<string, number>();
let [updated, done] = [0, 0];
const wrong: NonNullable<Part['wrong']>[] = [];
const terminal = process.stderr.isTTY === true;
const start = performance.now();
await Promise.all(
  Array.from({ length: Math.ceil(systems / size) }, async (_, i) => {
    const [from, to] = [i * size, Math.min(systems, (i + 1) * size)];
    const part = (await pool.run({ seed, from, to })) as Part;
    for (const [what, times] of Object.entries(part.compared)) compared.set(what, (compared.get(what) ?? 0) + times);
    updated += part.updated;
    done += to - from;
    if (part.wrong !== null) wrong.push(part.wrong);
    if (terminal) process.stderr.write(`\r${done} of ${systems} systems`);
  }),
);
await pool.destroy();
if (terminal) process.stderr.write('\r\u001b[K');
const [first] = wrong.sort((a, b) => a.n - b.n);
if (first !== undefined) {
  console.log(`system ${first.n} of seed ${seed}: ${first.text}`);
  process.exitCode = 1;
}
const order = [...compared].sort(([a], [b]) => (a < b ? -1 : 1));
console.log(`${systems.toLocaleString('en')} generated systems of each kind, ${wrong.length} wrong`);
console.log(`compared: ${order.map(([what, times]) => `${what} ${times.toLocaleString('en')}`).join(', ')}`);
console.log(
  `${updated.toLocaleString('en')} times an update was applied; ${Math.round((performance.now() - start) / 1000)} s with ${workers} workers`,
);
