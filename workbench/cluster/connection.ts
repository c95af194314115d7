/** The queue that coordinators and workers share: BullMQ's, in the Redis that an address names. */
import { readFileSync } from 'node:fs';
import { Redis, type RedisOptions } from 'ioredis';
import { getOrElseW, left, right, tryCatch, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

/** The name of the queue, and the beginning of all that is kept in Redis. */
export const queueName = 'mutandis';

export interface Address {
  readonly url: string;
  /** A file with the certificate of the authority that signed Redis' own, for `rediss://`. */
  readonly ca?: string;
}

/** How to connect to `redis://…` or, with TLS, `rediss://…`, each with a user and password before `@`; or what is wrong. */
export function connectionOptions({ url, ca }: Address): Either<string, RedisOptions> {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return left(`${url} is no address: redis://HOST:PORT is expected`);
  }
  const tls = parsed.protocol === 'rediss:';
  if (!tls && parsed.protocol !== 'redis:') return left(`${url}: redis:// or rediss:// is expected`);
  const db = parsed.pathname.replace(/^\//, '');
  if (!/^[0-9]*$/.test(db)) return left(`${url}: behind the host stands the number of a database`);
  let authority: string | undefined;
  if (ca !== undefined) {
    try {
      authority = readFileSync(ca, 'utf8');
    } catch (e) {
      return left(`${ca}: cannot be read (${(e as NodeJS.ErrnoException).code})`);
    }
  }
  return right({
    host: parsed.hostname,
    port: parsed.port === '' ? 6379 : Number(parsed.port),
    ...(parsed.username === '' ? {} : { username: decodeURIComponent(parsed.username) }),
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
    ...(db === '' ? {} : { db: Number(db) }),
    ...(tls ? { tls: authority === undefined ? {} : { ca: authority } } : {}),
    // A Redis that restarts is waited for.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(200 * times, 3000),
  });
}

/** Whether Redis answers; or why not. It is asked once, before the work. */
export async function reachable(options: RedisOptions): Promise<Either<string, void>> {
  const redis = new Redis({ ...options, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 1 });
  let first: Error | undefined;
  redis.on('error', (e: Error) => void (first ??= e));
  try {
    await redis.connect();
    await redis.ping();
    return right(undefined);
  } catch (e) {
    return left(`Redis at ${options.host}:${options.port} does not answer: ${(first ?? (e as Error)).message}`);
  } finally {
    redis.disconnect();
  }
}

const Presence = t.readonly(
  t.type({
    name: t.string,
    threads: t.number,
    jobs: t.number,
    /** Instances of theorems, update points, states, steps of proofs. */
    amount: t.number,
    refused: t.number,
    /** So many of these a second since it began. */
    rate: t.number,
  }),
);
/** What a worker says of itself now and then; it is gone soon after the worker is. */
export type Presence = t.TypeOf<typeof Presence>;

const presenceKey = (name: string): string => `${queueName}:worker:${name}`;
const presenceSeconds = 15;
/** JSON, or null. */
const parse = (text: string): unknown => getOrElseW(() => null)(tryCatch((): unknown => JSON.parse(text), String));

export const sayPresence = async (redis: Redis, p: Presence): Promise<void> => {
  await redis.set(presenceKey(p.name), JSON.stringify(p), 'EX', presenceSeconds);
};

/** The workers that have said something lately. */
export async function present(redis: Redis): Promise<readonly Presence[]> {
  const keys = await redis.keys(presenceKey('*'));
  const texts = keys.length === 0 ? [] : await redis.mget(...keys);
  // Whoever shares the Redis may write there: what is no worker's word is left out.
  return texts.flatMap((text) => {
    const said = text === null ? null : parse(text);
    return Presence.is(said) ? [said] : [];
  });
}
