/** A worker of a cluster: takes jobs from the queue, one a thread, until it is told to stop. */
import { hostname } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnrecoverableError, Worker, type ConnectionOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { Piscina } from 'piscina';
import { collectAlone } from '../hunt/collector.ts';
import { queueName, sayPresence } from './connection.ts';
import { version, type Done } from './perform.ts';

export interface WorkerOptions {
  readonly threads: number;
  /** MiB of memory a thread may take; one that takes more is ended, and its job fails. */
  readonly memory: number;
  readonly name?: string;
  /** Seconds after which a job whose worker is silent is given to another. */
  readonly patience: number;
  /** Seconds that a job may take; one that takes longer is ended, and not tried again. */
  readonly longest: number;
  /** Told what happens, a line at a time. */
  readonly log: (line: string) => void;
}

export interface RunningWorker {
  readonly name: string;
  /** Finishes the jobs it has, and goes. */
  stop(): Promise<void>;
}

/** Starts a worker. */
export function startWorker(connection: RedisOptions, options: WorkerOptions): RunningWorker {
  const { threads, memory, patience, longest, log } = options;
  const name = options.name ?? `${hostname()}-${process.pid}`;
  collectAlone();
  const self = fileURLToPath(import.meta.url);
  const pool = new Piscina({
    filename: join(dirname(self), `perform${extname(self)}`),
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  pool.on('error', (e) => log(`a thread ended: ${e.message}`));
  const begin = performance.now();
  let [jobs, amount, refused] = [0, 0, 0];
  const worker = new Worker(
    queueName,
    async (job) => {
      const signal = AbortSignal.timeout(longest * 1000);
      const done = await (pool.run(job.data, { signal }) as Promise<Done | { readonly refused: string }>).catch(
        (e: unknown) => {
          if (signal.aborted) return { refused: `it takes longer than ${longest} s` };
          throw e;
        },
      );
      if ('refused' in done) {
        refused++;
        log(`refused ${job.id}: ${done.refused}`);
        throw new UnrecoverableError(`refused: ${done.refused}`);
      }
      jobs++;
      amount += done.amount;
      return done.answer;
    },
    {
      connection: connection as ConnectionOptions,
      concurrency: threads,
      lockDuration: patience * 1000,
      stalledInterval: patience * 1000,
      // A worker that is stopped and goes on is no fault of the job.
      maxStalledCount: 100,
    },
  );
  worker.on('error', (e) => log(`${e.message}`));
  const redis = new Redis(connection);
  redis.on('error', () => undefined);
  const presence = setInterval(() => {
    const seconds = (performance.now() - begin) / 1000;
    void sayPresence(redis, { name, threads, jobs, amount, refused, rate: Math.round(amount / seconds) }).catch(
      () => undefined,
    );
  }, 1000);
  log(`worker ${name}: Mutandis ${version}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`);
  return {
    name,
    stop: async () => {
      clearInterval(presence);
      await worker.close();
      await pool.destroy();
      redis.disconnect();
      log(
        `worker ${name}: ${jobs} jobs, ${refused} refused; ${amount} instances, update points, states and steps of proofs`,
      );
    },
  };
}
