/** A worker of exploration: it makes the system of the texts it is given, and answers orders. */
import { parentPort, workerData } from 'node:worker_threads';
import { isLeft } from 'fp-ts/lib/Either.js';
import { Worker, type Order } from '../../checker/explore/team.ts';
import { requestOf } from './request.ts';
import { partOf, type Part } from './parts.ts';
import type { Sources } from './request.ts';

const { sources, part } = workerData as { readonly sources: Sources; readonly part: Part };
const request = requestOf({ ...sources, properties: [] });
if (isLeft(request)) throw new Error('texts that loaded do not load again');
const worker = new Worker(partOf(request.right, part));
parentPort?.on('message', ({ number, order }: { number: number; order: Order }) => {
  parentPort?.postMessage({ number, delivery: worker.expand(order) });
});
