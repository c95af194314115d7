/** The command of a cluster's workers, and how other commands join a cluster. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { RedisOptions } from 'ioredis';
import { loadError } from '../../semantics/errors.ts';
import type { Address, Presence } from '../cluster/connection.ts';
import type { Coordinator } from '../cluster/coordinator.ts';
import type { ClusterHunt } from '../cluster/hunting.ts';
import type { JobVariant } from '../cluster/jobs.ts';
import { isWritten, nameOfWritten } from '../hunt/load.ts';
import type { Resolved, Task } from '../hunt/task.ts';
import { readText } from './bytes.ts';
import { sayErrors, write, wrongCall, type Mode } from './output.ts';

export interface WorkerCommand {
  readonly cluster: string;
  readonly clusterCa?: string;
  readonly threads: number;
  readonly memory: number;
  readonly patience: number;
  readonly longest: number;
  readonly name?: string;
}

/** What says which calculus and variant are meant. */
interface Meant {
  /** A file with a calculus of one's own. */
  readonly calculus?: string;
  readonly variant?: string;
}

/**
 * How a variant travels: by its name, or as the text of its rules. Code does not travel.
 * @param written the text, where it was read already.
 */
export function travelling({ calculus, variant }: Meant, written?: string): Either<string, JobVariant> {
  const code = (file: string, instead: string) => left(`${file}: code does not travel to other machines${instead}`);
  if (calculus !== undefined) return code(calculus, '');
  if (variant === undefined) return right(null);
  if (isWritten(variant)) {
    const text = written === undefined ? readText(variant) : right(written);
    // It has been read, and was right, before it travels.
    return isLeft(text)
      ? left(`${variant} cannot be read`)
      : right({ name: nameOfWritten(variant), rules: text.right });
  }
  return /[./\\]/.test(variant) ? code(variant, '; write the variant as .rules') : right({ name: variant });
}

/** How to reach the Redis at an address that answers; or what is wrong. */
export async function answering(address: Address): Promise<Either<string, RedisOptions>> {
  const { connectionOptions, reachable } = await import('../cluster/connection.ts');
  const connection = connectionOptions(address);
  if (isLeft(connection)) return connection;
  const answers = await reachable(connection.right);
  return isLeft(answers) ? answers : connection;
}

/** The cluster at an address; or what is wrong. */
async function joined(address: Address): Promise<Either<string, Coordinator>> {
  const connection = await answering(address);
  if (isLeft(connection)) return connection;
  const { Coordinator } = await import('../cluster/coordinator.ts');
  return right(new Coordinator(connection.right));
}

/** The cluster at an address, to run a hunt's episodes; or what is wrong. */
export async function clusterFor(
  address: Address,
  task: Task,
  resolved: Resolved,
): Promise<Either<string, ClusterHunt>> {
  const { from: calculus, variant: named } = task;
  const meant = { ...(calculus === undefined ? {} : { calculus }), ...(named === null ? {} : { variant: named }) };
  const variant = travelling(meant, task.written);
  if (isLeft(variant)) return variant;
  const coordinator = await joined(address);
  if (isLeft(coordinator)) return coordinator;
  const { ClusterHunt } = await import('../cluster/hunting.ts');
  return right(new ClusterHunt(coordinator.right, task, resolved, variant.right));
}

/** What the options of a command say of a cluster. */
export interface ClusterOptions extends Mode {
  readonly cluster?: string;
  readonly clusterCa?: string;
}

/** Reports that something outside failed. @returns the exit code of that. */
export function failedOutside(message: string, options: Mode): number {
  if (options.json) sayErrors([loadError('cluster', message, undefined, 'mutandis')]);
  else write(`mutandis: ${message}\n`, 2);
  return 1;
}

/** What is asked of the workers of a cluster, who are told of meanwhile; or the exit code, when it has been said what is wrong. */
export async function askedOf<T>(
  url: string,
  options: ClusterOptions,
  use: (coordinator: Coordinator) => Promise<T>,
): Promise<Either<number, T>> {
  const coordinator = await joined({ url, ...(options.clusterCa === undefined ? {} : { ca: options.clusterCa }) });
  if (isLeft(coordinator)) return left(wrongCall(coordinator.left, options));
  const terminal = process.stderr.isTTY === true;
  const watching = watchWorkers(coordinator.right, (text) => terminal && write(`\r${text.slice(2)}\u001b[K`, 2));
  try {
    return right(await use(coordinator.right));
  } catch (e) {
    if (e instanceof Error && e.name === 'ClusterError') return left(failedOutside(e.message, options));
    throw e;
  } finally {
    clearInterval(watching);
    if (terminal) write('\r\u001b[K', 2);
    await coordinator.right.close();
  }
}

/** Milliseconds between two looks at the workers. */
const often = 2000;

/** Tells now and then what the workers do; on standard error, once, that there are none. */
export function watchWorkers(cluster: Pick<Coordinator, 'workers'>, tell: (text: string) => void): NodeJS.Timeout {
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
