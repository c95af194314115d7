/** What an episode that explores a program is given, and where what it tries is noted. */
import type { System } from '../../rules/system.ts';
import type { Known } from '../derive.ts';
import type { RandomChooser } from '../generate/choose.ts';
import { countExplored } from './explored.ts';
import type { Exploration, HuntingGround } from './hunting-ground.ts';
import { countCase } from './statistics.ts';
import { add, record, type Tally } from './tally.ts';
import type { Trial } from './trial.ts';

/** Where what an exploration tries and counts is noted. */
export interface Exploring {
  readonly system: System;
  readonly huntingGround: Pick<HuntingGround, 'tags' | 'labels' | 'runs'>;
  readonly chooser: RandomChooser;
  readonly settled?: Known;
  /** The theorems that are tried, by their names. */
  readonly trials: ReadonlyMap<string, Trial>;
  readonly tally: Tally;
  readonly episode: number;
  /** Whether the system is a variant in which a judgement differs; in none unless said. */
  readonly differsIn?: Exploration['differsIn'];
  /** Generates instances of judgements; none unless said. */
  readonly generate?: Exploration['generate'];
}

/** What an episode that explores a program is given. */
export function exploration({
  system,
  huntingGround,
  chooser,
  settled,
  trials,
  tally,
  episode,
  differsIn = () => false,
  generate = () => undefined,
}: Exploring): Exploration {
  return {
    system,
    chooser,
    ...(settled === undefined ? {} : { settled }),
    wants: (name) => trials.has(name),
    attempt: (name, values, from = 0) => {
      const trial = trials.get(name);
      if (trial === undefined) return;
      record(tally, huntingGround, episode, trial, trial.attempt(trial.environment(values), from, undefined, 0));
    },
    holds: (name, kase) => {
      if (!trials.has(name)) return;
      add(tally.tests, name);
      let cases = tally.cases.get(name);
      if (cases === undefined) tally.cases.set(name, (cases = new Map()));
      add(cases, kase);
      if (tally.statistics !== undefined) countCase(tally.statistics, name, kase);
    },
    tag: (what, times) => add(tally.tags, what, times),
    explored: (program) => {
      countExplored(tally.explored, program);
      for (const [rule, times] of program.rules) add(tally.rules as Map<string, number>, rule, times);
    },
    count: ({ rule }) => add(tally.rules as Map<string, number>, rule.name),
    differsIn,
    generate,
  };
}
