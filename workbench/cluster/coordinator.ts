/**
 * The coordinator: puts ranges of episodes into the queue and takes the answers in order. A job is named by what it
 * asks, and its answer stays in Redis for a while: a coordinator that was killed goes on where it was, when the same is
 * asked again.
 */
import { Queue, type ConnectionOptions, type Job as QueuedJob } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { isLeft } from 'fp-ts/lib/Either.js';
import { digestOf } from '../../rules/digest.ts';
import type { Fall, Hunter, Tally } from '../../checker/hunt/episodes.ts';
import { chunk, type Elsewhere } from '../hunt/run.ts';
import { hunterOf, type Resolved, type Task } from '../hunt/task.ts';
import { present, queueName, type Presence } from './connection.ts';
import { decodeAnswer, decodeCounts, nameOf, type Answer, type HuntJob, type JobVariant } from './jobs.ts';
import { version } from './perform.ts';

export interface ClusterOptions {
  /** Episodes of a job. */
  readonly range?: number;
  /** Jobs under way at once. */
  readonly width?: number;
  /** How long an answer is kept, in seconds. */
  readonly keep?: number;
}

/** What went wrong with a job that no worker will do: a worker refused it, or it failed each time. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}

const attempts = 3;
/** Milliseconds between two looks at a job that is waited for. */
const pause = 50;

const sameData = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Runs the episodes of a hunt on the workers of a cluster. */
export class Cluster implements Elsewhere {
  readonly range: number;
  readonly width: number;
  private readonly queue: Queue;
  private readonly redis: Redis;
  private readonly task: Omit<HuntJob, 'from' | 'to'>;
  private readonly hunter: Hunter;
  private readonly keep: number;
  private readonly names = new Set<string>();
  private closed = false;

  /** @param variant how the variant travels: by its name, or as the text of its rules. */
  constructor(
    connection: RedisOptions,
    task: Task,
    resolved: Resolved,
    variant: JobVariant,
    options: ClusterOptions = {},
  ) {
    const { system } = resolved.variant;
    this.range = options.range ?? 16 * chunk;
    this.width = options.width ?? 64;
    this.keep = options.keep ?? 24 * 3600;
    this.task = {
      kind: 'hunt',
      lockstep: { version, digest: digestOf(system) },
      system: resolved.calculus.name,
      variant,
      theorems: task.theorems === null ? null : [...task.theorems],
      seed: task.seed,
      size: task.size,
    };
    this.hunter = hunterOf(task, resolved);
    this.queue = new Queue(queueName, { connection: connection as ConnectionOptions });
    this.queue.on('error', () => undefined);
    this.redis = new Redis(connection);
    this.redis.on('error', () => undefined);
  }

  async run(from: number, to: number): Promise<readonly Tally[]> {
    const job: HuntJob = { ...this.task, from, to };
    const answer = await this.answerTo(job);
    return answer.tallies.map((encoded) => {
      const tally = decodeCounts(encoded);
      tally.falls.push(...this.fallsOf(encoded.falls));
      return tally;
    });
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

  private async answerTo(job: HuntJob): Promise<Answer> {
    const name = nameOf(job);
    this.names.add(name);
    for (;;) {
      const put = await this.put(name, job);
      const answer = put === undefined ? undefined : await this.wait(put);
      if (answer === undefined) continue;
      this.names.delete(name);
      return answer;
    }
  }

  /** The job in the queue under this name, put there if need be; undefined when something else was there. */
  private async put(name: string, job: HuntJob): Promise<QueuedJob | undefined> {
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
  private async wait(put: QueuedJob): Promise<Answer | undefined> {
    for (;;) {
      if (this.closed) throw new ClusterError('the hunt has ended');
      // The state first: a job that is read before it is completed has no answer yet.
      const state = await put.getState();
      if (state === 'unknown') return undefined;
      if (state === 'completed') {
        const job = await this.queue.getJob(put.id as string);
        const answer = decodeAnswer(job?.returnvalue);
        if (!isLeft(answer)) return answer.right;
        await this.queue.remove(put.id as string);
        return undefined;
      }
      if (state === 'failed') {
        const { failedReason } = (await this.queue.getJob(put.id as string)) ?? put;
        throw new ClusterError(`no worker does episodes ${put.data.from} to ${put.data.to}: ${failedReason}`);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** The first fall of each theorem, its instance made again from the episode. */
  private fallsOf(told: readonly { readonly theorem: string; readonly episode: number }[]): readonly Fall[] {
    const firsts = new Map<string, number>();
    for (const f of told) if (!firsts.has(f.theorem)) firsts.set(f.theorem, f.episode);
    const episodes = [...new Set(firsts.values())];
    const made = episodes.flatMap((i) => this.hunter.episode(i).falls);
    return [...firsts].flatMap(([theorem, episode]) => {
      const fall = made.find((f) => f.theorem === theorem && f.episode === episode);
      return fall === undefined ? [] : [fall];
    });
  }
}
