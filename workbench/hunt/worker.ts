/** A worker thread of the hunt: episodes in, a tally out. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Hunter } from '../../checker/hunt/episodes.ts';
import type { Tally } from '../../checker/hunt/tally.ts';
import { hunterOf, resolveTask, runEpisodes, type Task } from './task.ts';

const hunters = new Map<string, Hunter>();

export default async function work({ task, from, to }: { task: Task; from: number; to: number }): Promise<Tally> {
  const key = JSON.stringify(task);
  let hunter = hunters.get(key);
  if (hunter === undefined) {
    const resolved = await resolveTask(task);
    if (isLeft(resolved)) throw new Error(resolved.left);
    hunters.set(key, (hunter = hunterOf(task, resolved.right)));
  }
  return runEpisodes(hunter, from, to);
}
