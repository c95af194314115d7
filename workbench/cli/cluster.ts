/** The command of a cluster's workers, and how a hunt joins a cluster. */
import { readFileSync } from 'node:fs';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { RedisOptions } from 'ioredis';
import type { Address, Presence } from '../cluster/connection.ts';
import type { Cluster } from '../cluster/coordinator.ts';
import type { JobVariant } from '../cluster/jobs.ts';
import { isWritten, nameOfWritten } from '../hunt/load.ts';
import type { Resolved, Task } from '../hunt/task.ts';
import { write, wrongCall } from './output.ts';

export interface WorkerCommand {
  readonly cluster: string;
  readonly clusterCa?: string;
  readonly threads: number;
  readonly memory: number;
  readonly patience: number;
  readonly name?: string;
}

/** How a variant travels: by its name, or as the text of its rules. Code does not travel. */
function travelling(task: Task, { variant }: Resolved): Either<string, JobVariant> {
  if (task.variant === null) return right(null);
  if (isWritten(task.variant))
    return right({ name: nameOfWritten(task.variant), rules: task.written ?? readFileSync(task.variant, 'utf8') });
  return /[./\\]/.test(task.variant)
    ? left(`${task.variant}: code does not travel to other machines; write the variant as .rules`)
    : right({ name: variant.name });
}

/** How to reach the Redis at an address that answers; or what is wrong. */
export async function answering(address: Address): Promise<Either<string, RedisOptions>> {
  const { connectionOptions, reachable } = await import('../cluster/connection.ts');
  const connection = connectionOptions(address);
  if (isLeft(connection)) return connection;
  const answers = await reachable(connection.right);
  return isLeft(answers) ? answers : connection;
}

/** The cluster at an address, to run a hunt's episodes; or what is wrong. */
export async function clusterFor(address: Address, task: Task, resolved: Resolved): Promise<Either<string, Cluster>> {
  const variant = travelling(task, resolved);
  if (isLeft(variant)) return variant;
  const connection = await answering(address);
  if (isLeft(connection)) return connection;
  const { Cluster } = await import('../cluster/coordinator.ts');
  return right(new Cluster(connection.right, task, resolved, variant.right));
}

/** Milliseconds between two looks at the workers. */
const often = 2000;

/** Tells now and then what the workers do; on standard error, once, that there are none. */
export function watchWorkers(cluster: Cluster, tell: (text: string) => void): NodeJS.Timeout {
  let said = false;
  const look = async (): Promise<void> => {
    const workers = await cluster.workers();
    tell(workersAsText(workers));
    if (workers.length > 0 || said) return;
    said = true;
    write('no worker is there yet; mutandis worker --cluster ADDRESS starts one\n', 2);
  };
  return setInterval(() => void look().catch(() => undefined), often);
}

/** What the workers do, for a line of progress. */
const workersAsText = (workers: readonly Presence[]): string =>
  workers.length === 0
    ? ', no worker is there'
    : `, ${workers.length} ${workers.length === 1 ? 'worker' : 'workers'}: ${workers
        .map((w) => `${w.name} ${w.rate}/s`)
        .slice(0, 4)
        .join(', ')}${workers.length > 4 ? ', …' : ''}`;

export async function workerCommand(options: WorkerCommand): Promise<number> {
  const connection = await answering({ url: options.cluster, ca: options.clusterCa });
  if (isLeft(connection)) return wrongCall(connection.left, {});
  if (options.threads < 1) return wrongCall('a worker has one thread at least', {});
  const { startWorker } = await import('../cluster/worker.ts');
  const worker = startWorker(connection.right, { ...options, log: (line) => write(`${line}\n`, 2) });
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await worker.stop();
  return 0;
}
