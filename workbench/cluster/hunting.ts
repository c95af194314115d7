/** The episodes of a hunt on the workers of a cluster. */
import type { Fall, Tally } from '../../checker/hunt/tally.ts';
import type { Hunter } from '../../checker/hunt/episodes.ts';
import { chunk, type Elsewhere } from '../hunt/run.ts';
import { hunterOf, type Resolved, type Task } from '../hunt/task.ts';
import { headOf, type Coordinator } from './coordinator.ts';
import type { JobVariant } from './jobs.ts';
import { decodeCounts, huntKind, type HuntJob } from './kinds/hunt.ts';

/** Runs the episodes of a hunt elsewhere. */
export class ClusterHunt implements Elsewhere {
  readonly range = 16 * chunk;
  readonly width: number;
  readonly coordinator: Coordinator;
  private readonly task: Omit<HuntJob, 'from' | 'to'>;
  private readonly hunter: Hunter;

  /** @param variant how the variant travels. */
  constructor(coordinator: Coordinator, task: Task, resolved: Resolved, variant: JobVariant) {
    this.coordinator = coordinator;
    this.width = coordinator.width;
    this.task = {
      kind: huntKind.name,
      ...headOf(resolved.variant.system, variant),
      theorems: task.theorems === null ? null : [...task.theorems],
      seed: task.seed,
      size: task.size,
      statistics: task.statistics ?? false,
    };
    this.hunter = hunterOf(task, resolved);
  }

  async run(from: number, to: number): Promise<readonly Tally[]> {
    const answer = await this.coordinator.ask(huntKind, { ...this.task, from, to });
    return answer.tallies.map((encoded) => {
      const tally = decodeCounts(encoded);
      tally.falls.push(...this.fallsOf(encoded.falls));
      return tally;
    });
  }

  close(): Promise<void> {
    return this.coordinator.close();
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
