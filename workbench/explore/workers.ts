/** Threads that explore. */
import { Worker as Thread } from 'node:worker_threads';
import type { Ask, Delivery } from '../../checker/explore/team.ts';
import type { Part } from './parts.ts';
import type { Sources } from './request.ts';

/** So many workers for a system; call `end` when they are not needed any more. */
export function startWorkers(
  howMany: number,
  sources: Sources,
  part: Part,
): { workers: readonly Ask[]; end: () => Promise<void> } {
  const threads = Array.from({ length: howMany }, () => {
    // Compiled, the worker lies beside this file; so do both where a bundler has put them.
    const thread = new Thread(new URL('./worker.js', import.meta.url), { workerData: { sources, part } });
    const waiting = new Map<number, { resolve: (d: Delivery) => void; reject: (e: Error) => void }>();
    thread.on('message', ({ number, delivery }: { number: number; delivery: Delivery }) => {
      waiting.get(number)?.resolve(delivery);
      waiting.delete(number);
    });
    thread.on('error', (e) => waiting.forEach(({ reject }) => reject(e as Error)));
    let next = 0;
    const ask: Ask = (order) =>
      new Promise((resolve, reject) => {
        const number = next++;
        waiting.set(number, { resolve, reject });
        thread.postMessage({ number, order });
      });
    return { thread, ask };
  });
  return {
    workers: threads.map((t) => t.ask),
    end: async () => {
      await Promise.all(threads.map((t) => t.thread.terminate()));
    },
  };
}
