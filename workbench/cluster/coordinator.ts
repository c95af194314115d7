/**
 * The coordinator: puts jobs into the queue and takes the answers in the order of what was asked. A job is named by what it asks, and
 * its answer stays in Redis for a while: a coordinator that was killed goes on where it was, when the same is asked again.
 */
import { Queue, type ConnectionOptions, type Job as QueuedJob } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { isLeft } from 'fp-ts/lib/Either.js';
import { digestOf } from '../../rules/digest.ts';
import type { System } from '../../rules/system.ts';
import { present, queueName, type Presence } from './connection.ts';
import { asSent, nameOf, type Head, type JobVariant, type Kind } from './jobs.ts';
import { version } from './perform.ts';

export interface CoordinatorOptions {
  /** Jobs under way at once. */
  readonly width?: number;
  /** How long an answer is kept, in seconds. */
  readonly keep?: number;
}

/** What went wrong with a job that no worker will do: it is none, a worker refused it, or it failed each time. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}

const attempts = 3;
/** Milliseconds between two looks at a job that is waited for. */
const pause = 50;

const sameData = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** How the jobs about a system begin. @param variant how it travels: by its name, or as the text of its rules. */
export const headOf = (system: System, variant: JobVariant): Omit<Head, 'kind'> => ({
  lockstep: { version, digest: digestOf(system) },
  system: system.name,
  variant,
});

/** Asks the workers of a cluster. */
export class Coordinator {
  readonly width: number;
  private readonly queue: Queue;
  private readonly redis: Redis;
  private readonly keep: number;
  private readonly names = new Set<string>();
  private closed = false;

  constructor(connection: RedisOptions, options: CoordinatorOptions = {}) {
    this.width = options.width ?? 64;
    this.keep = options.keep ?? 24 * 3600;
    this.queue = new Queue(queueName, { connection: connection as ConnectionOptions });
    this.queue.on('error', () => undefined);
    this.redis = new Redis(connection);
    this.redis.on('error', () => undefined);
  }

  /** The workers that are there. */
  workers(): Promise<readonly Presence[]> {
    return present(this.redis);
  }

  async close(): Promise<void> {
    this.closed = true;
    // Jobs that nobody waits for any more are taken back; those under way end by themselves.
    for (const name of this.names) await this.queue.remove(name).catch(() => 0);
    await this.queue.close();
    this.redis.disconnect();
  }

  /** The answer to a job. @throws ClusterError where no worker does it. */
  async ask<J extends Head, A>(kind: Kind<J, A>, asked: J): Promise<A> {
    const job = asSent(asked) as J;
    const decoded = kind.decode(job);
    // What workers would refuse is not sent to them.
    if (isLeft(decoded)) throw new ClusterError(`${kind.what(asked)} cannot be asked of others: ${decoded.left}`);
    const name = nameOf(job);
    this.names.add(name);
    for (;;) {
      const put = await this.put(name, job);
      const answer = put === undefined ? undefined : await this.wait(kind, job, put);
      if (answer === undefined) continue;
      this.names.delete(name);
      return answer;
    }
  }

  /** The answers to jobs in their order, so many of them asked ahead; whoever has enough leaves the loop. */
  async *inOrder<J extends Head, A>(kind: Kind<J, A>, jobs: Iterable<J>, width = this.width): AsyncGenerator<A> {
    const running: Promise<A>[] = [];
    const rest = jobs[Symbol.iterator]();
    for (;;) {
      while (running.length < width) {
        const next = rest.next();
        if (next.done === true) break;
        const answer = this.ask(kind, next.value);
        // One that is not waited for may fail when the loop is left.
        answer.catch(() => undefined);
        running.push(answer);
      }
      const first = running.shift();
      if (first === undefined) return;
      yield await first;
    }
  }

  /** The job in the queue under this name, put there if need be; undefined when something else was there. */
  private async put(name: string, job: Head): Promise<QueuedJob | undefined> {
    const options = {
      jobId: name,
      attempts,
      removeOnComplete: { age: this.keep },
      removeOnFail: { age: this.keep },
    };
    const there = await this.queue.getJob(name);
    if (there !== undefined && (await there.getState()) !== 'failed' && sameData(there.data, job)) return there;
    // Somebody else's data under our name, or what failed in an earlier attempt.
    if (there !== undefined) await this.queue.remove(name);
    return this.queue.add(job.kind, job, options);
  }

  /** The answer to a job; undefined when it has to be put again (Redis has forgotten it, or the answer is none). */
  private async wait<J extends Head, A>(kind: Kind<J, A>, asked: J, put: QueuedJob): Promise<A | undefined> {
    for (;;) {
      if (this.closed) throw new ClusterError('nobody waits for it any more');
      // The state first: a job that is read before it is completed has no answer yet.
      const state = await put.getState();
      if (state === 'unknown') return undefined;
      if (state === 'completed') {
        const job = await this.queue.getJob(put.id as string);
        const answer = kind.decodeAnswer(job?.returnvalue);
        if (!isLeft(answer)) return answer.right;
        await this.queue.remove(put.id as string);
        return undefined;
      }
      if (state === 'failed') {
        const { failedReason } = (await this.queue.getJob(put.id as string)) ?? put;
        throw new ClusterError(`no worker does ${kind.what(asked)}: ${failedReason}`);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
