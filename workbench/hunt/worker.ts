/** A process of a hunt (see run.ts): a task and a range of episodes in, their tally out. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Hunter } from '../../checker/hunt/episodes.ts';
import type { Tally } from '../../checker/hunt/tally.ts';
import { serve } from '../processes.ts';
import { collectAlone } from './collector.ts';
import { hunterOf, resolveTask, runEpisodes, type Task } from './task.ts';

/** The episodes of a task from one number up to another. */
export interface Range {
  readonly task: Task;
  readonly from: number;
  readonly to: number;
}

collectAlone();
const hunters = new Map<string, Hunter>();

serve(async ({ task, from, to }: Range): Promise<Tally> => {
  const key = JSON.stringify(task);
  let hunter = hunters.get(key);
  if (hunter === undefined) {
    const resolved = await resolveTask(task);
    if (isLeft(resolved)) throw new Error(resolved.left);
    hunters.set(key, (hunter = hunterOf(task, resolved.right)));
  }
  return runEpisodes(hunter, from, to);
});
