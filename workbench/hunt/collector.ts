/**
 * What V8's garbage collector does in a hunt. Almost all that an episode makes is garbage soon after: several times a second
 * the young generation is full, and what lives in it is copied. V8 lets helpers on other threads share that work, and marks and sweeps there as
 * well: one worker then takes 1.2 cores, and with as many workers as there are cores each collection waits for helpers that find no core
 * free. Where a hunt has the machine, each worker collects its own garbage on its own thread, at the same speed.
 */
import { setFlagsFromString } from 'node:v8';

/**
 * What helpers do is done by the thread that allocates. `parallel-marking` stays: with it V8 still waits for helpers of this thread
 * that are marking when the flags change.
 */
const alone = [
  'parallel-scavenge',
  'concurrent-marking',
  'concurrent-sweeping',
  'parallel-compaction',
  'parallel-pointer-update',
];

/** From here on each thread of this process collects its garbage alone. */
export function collectAlone(): void {
  for (const flag of alone) setFlagsFromString(`--no-${flag}`);
}

/** The room for what is young in a worker, in megabytes (`--max-semi-space-size`): the more, the fewer collections copy what lives. */
export const youngRoom = 64;
