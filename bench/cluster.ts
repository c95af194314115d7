/**
 * What one queue can carry (`npm run bench:cluster [WORKERS] [JOBS]`): a Redis of its own on this machine, as many
 * workers as are asked for (1,000 unless said) in this process, each of which answers a job without computing, and the
 * time that a real job takes, measured. From both: how many workers keep busy before the queue is what is waited for.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, Worker, type ConnectionOptions } from 'bullmq';
import { isLeft } from 'fp-ts/lib/Either.js';
import { Redis } from 'ioredis';
import { calculi } from '../proofs/calculi.ts';
import { perform } from '../workbench/cluster/perform.ts';
import { headOf } from '../workbench/cluster/coordinator.ts';
import { nameOf } from '../workbench/cluster/jobs.ts';
import type { HuntJob } from '../workbench/cluster/kinds/hunt.ts';

const [workersText, jobsText] = process.argv.slice(2);
const workers = Number(workersText ?? 1000);
const jobs = Number(jobsText ?? 20_000);
const port = 7379;
if (spawnSync('redis-server', ['--version']).status !== 0) {
  console.log('redis-server is not installed: apt-get install redis-server');
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'mutandis-bench-'));
const redis = spawn('redis-server', ['--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'yes'], {
  stdio: 'ignore',
});
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
const client = new Redis(connection);
client.on('error', () => undefined);

const [calculus] = calculi;
if (calculus === undefined) throw new Error('no calculus is registered');
const jobAt = (from: number): HuntJob => ({
  kind: 'hunt',
  ...headOf(calculus.base, null),
  theorems: null,
  seed: 1,
  size: null,
  statistics: false,
  from,
  to: from + 256,
});

// A real job, its answer, and the time it takes on one core (the second one: the code is warm then).
await perform(jobAt(0));
const before = process.cpuUsage();
const real = await perform(jobAt(256));
const spent = process.cpuUsage(before);
if (isLeft(real)) throw new Error(real.left);
const seconds = (spent.user + spent.system) / 1e6;
const { answer } = real.right;

const queue = new Queue('simulation', { connection: connection as ConnectionOptions });
await client.ping();
const put = performance.now();
for (let i = 0; i < jobs; i += 500)
  await queue.addBulk(
    Array.from({ length: Math.min(500, jobs - i) }, (_, k) => {
      const data = jobAt((i + k) * 256);
      return { name: data.kind, data, opts: { jobId: nameOf(data), removeOnComplete: true } };
    }),
  );
const putTime = (performance.now() - put) / 1000;

let done = 0;
const begin = performance.now();
// Connections are shared by a hundred workers each: what is measured is the queue, not this process' sockets.
const running = Array.from(
  { length: Math.ceil(workers / 100) },
  (_, i) =>
    new Worker('simulation', async () => answer, {
      connection: connection as ConnectionOptions,
      concurrency: Math.min(100, workers - i * 100),
    }),
);
await new Promise<void>((resolve) => {
  for (const w of running)
    w.on('completed', () => {
      if (++done === jobs) resolve();
    });
});
const rate = jobs / ((performance.now() - begin) / 1000);
const memory = /used_memory_peak_human:(\S+)/.exec(await client.info('memory'))?.[1] ?? '?';
for (const w of running) await w.close(true);
await queue.close();
client.disconnect();
redis.kill('SIGKILL');
rmSync(folder, { recursive: true, force: true });

const n = (x: number) => Math.round(x).toLocaleString('en');
console.log(
  `a job of 256 episodes of ${calculus.name}        ${seconds.toFixed(2)} s of one core, answer ${n(JSON.stringify(answer).length)} characters`,
);
console.log(`jobs put into the queue, a second      ${n(jobs / putTime)}`);
console.log(`jobs taken and answered, a second      ${n(rate)} by ${n(workers)} workers, Redis at most ${memory}`);
console.log(
  `workers that this queue keeps busy     ${n(rate * seconds)} (one core each; twice the episodes a job, twice as many)`,
);
process.exit(0);
