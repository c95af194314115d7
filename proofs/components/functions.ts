/** What the theorems of components compute with, besides the metafunctions of the rules: single configurations, and explorations of whole systems. */
import type { Config, KernelSystem } from '../../semantics/components/grammar.ts';
import { metafunction } from '../../semantics/symbols.ts';
import type { System } from '../../rules/system.ts';
import { unbounded } from '../../checker/components/bounded.ts';
import { doubts } from '../../checker/components/faithful.ts';
import { faultsFrom } from '../../checker/components/faults.ts';
import { agreesWithPlain } from '../../checker/components/plain.ts';
import { staysUpdating } from '../../checker/components/properties.ts';
import { KernelSpace } from '../../checker/components/space.ts';
import { equivalent } from '../../checker/components/whole.ts';
import { Space } from '../../checker/explore/space.ts';

/** States of one system that are explored; what is larger says nothing. */
export const mostStates = 2_000;

/** Requests without end through two objects that are both updated have more. */
const mostForCompletion = 8_000;

const claim = <T>(name: string, sort: string, words: string, sentence: string, holds: (x: T) => boolean) =>
  metafunction<[T], boolean>(
    { name, args: [sort], result: 'holds', text: `{0} ${words}`, latex: `{0}\\text{ ${words}}`, sentence },
    holds,
  );

/** B-Static. */
export const bounded = claim<KernelSystem>(
  'bounded',
  'System',
  'is bounded',
  'there is no while, and no cycle among the names of methods that call each other (B-Static)',
  (P) => unbounded(P) === undefined,
);
export const faithful = claim<KernelSystem>(
  'faithful',
  'System',
  'has faithful updates',
  'code of the versions is the same but for the names of fields, added ones, and arguments that adaptors give',
  (P) => doubts(P).length === 0,
);
export const withoutUpdates = claim<KernelSystem>(
  'withoutUpdates',
  'System',
  'has no updates',
  'no update is to come',
  (P) => P.updates.tag === 'NoUpdates',
);

const makeAll = (system: System) => {
  const ofConfig = (name: string, theorem: string, words: string, sentence: string) =>
    claim<Config>(name, 'Config', words, sentence, (K) => !faultsFrom(system, K).some((f) => f.theorem === theorem));
  return {
    progresses: ofConfig(
      'progresses',
      'O2',
      'goes on',
      'every live thread has a step, and so has every mediator that transfers or has completed',
    ),
    quiet: ofConfig(
      'quiet',
      'O3',
      'is quiet where states are transferred',
      'nobody is inside an object in phase transfer, and code inside an object is of its version',
    ),
    onceEach: ofConfig(
      'onceEach',
      'O4',
      'enters each call once',
      'a thread is blocked where it waits at one mediator, once, and goes on with its call when it is released',
    ),
    unlocked: ofConfig(
      'unlocked',
      'O5',
      'is no deadlock',
      'who is waited for is blocked by older mediators only, and where nobody can go on nothing is left to do',
    ),
    redirected: ofConfig(
      'redirected',
      'O7',
      'enters new code only',
      'every call enters code of the version that the object has',
    ),
    tracked: ofConfig(
      'tracked',
      'O8',
      'misses no object',
      'an object of an older version is to be mediated, is mediated, or is late',
    ),
    forward: ofConfig('forward', 'O11', 'goes forward', 'no step decreases a version, or what has settled'),
    commuting: ofConfig(
      'commuting',
      'O12',
      'has mediators that commute',
      'steps of mediators of different objects give the same in both orders',
    ),
    /** O6. */
    completing: claim<Config>(
      'completing',
      'Config',
      'completes its updates',
      'every weakly fair run completes all mediators, and leaves nothing to be mediated',
      (K) => {
        const kernel = new KernelSpace(K, { system });
        const space = new Space(kernel, { limit: mostForCompletion });
        // Where a run can stay is often seen before all states are.
        for (let slice = 1_000; ; slice *= 2) {
          space.explore(slice);
          const stays = staysUpdating(kernel, space);
          if (stays !== undefined && !space.terminal(stays)) return false;
          if (space.finished) return true;
        }
      },
    ),
    /** O9. */
    likeBefore: claim<Config>(
      'likeBefore',
      'Config',
      'has the results that it has without its updates',
      'the results of threads that are possible with the updates are possible without',
      (K) => equivalent(system, K, mostStates) ?? true,
    ),
    /** O10. */
    plain: claim<Config>(
      'plain',
      'Config',
      'does what it does in the plain calculus',
      'the same states are reached, by as many steps, where a call enters the class of its object',
      (K) => agreesWithPlain(system, K, mostStates) ?? true,
    ),
  };
};

const systems = new WeakMap<System, ReturnType<typeof makeAll>>();
/** The predicates that run a system. */
export function runningBy(system: System): ReturnType<typeof makeAll> {
  let found = systems.get(system);
  if (found === undefined) {
    const made = makeAll(system);
    systems.set(system, (found = made));
  }
  return found;
}
