/** Runs as the rules take them: each step of a shortest run to a state, with the pure steps behind it, and the derivation of it all. */
import { entries, get } from '../../semantics/maps.ts';
import { turnsOf } from '../../semantics/components/configs.ts';
import type { Config, Turn } from '../../semantics/components/grammar.ts';
import { steps } from '../../rules/components/reduction.ts';
import type { System } from '../../rules/system.ts';
import { node, type Derivation } from '../derivation.ts';
import { Search } from '../derive.ts';
import type { Space } from '../explore/space.ts';
import { actorOf } from './faults.ts';
import type { KernelSpace } from './space.ts';

/** A step: whose turn it was, by its number, and what it came to. */
export interface Taken {
  readonly i: number;
  readonly turn: Turn;
  readonly derivation: Derivation;
  readonly before: Config;
  readonly after: Config;
}

function* stepsOf(system: System, K: Config, actor: string): Generator<Taken> {
  for (const [i, turn] of turnsOf(K).entries()) {
    if (actorOf(turn) !== actor) continue;
    const search = new Search(system, steps.form, [K, turn], { record: true });
    for (let r = search.next(); r !== undefined; r = search.next())
      yield { i, turn, derivation: r.derivation, before: K, after: r.outputs[0] as Config };
  }
}

/** The pure steps of a thread, one after the other. */
function pureSteps(system: System, K0: Config, t: string): Taken[] {
  const all: Taken[] = [];
  for (let K = K0; ;) {
    const pure = [...stepsOf(system, K, t)].find((s) => s.derivation.rule.name === 'R-Pure');
    if (pure === undefined) return all;
    all.push(pure);
    K = pure.after;
  }
}

/** A shortest run to a state, step by step; undefined where it cannot be taken again. */
export function runTo(
  system: System,
  kernel: KernelSpace,
  space: Space,
  start: Config,
  state: number,
): Taken[] | undefined {
  const { labels, states } = space.pathTo(state);
  const all: Taken[] = [];
  let K = start;
  for (const [n, label] of space.labelled(labels).entries()) {
    const target = String(Array.from(space.state(states[n + 1] as number)));
    let found: Taken[] | undefined;
    for (const s of stepsOf(system, K, label.actor)) {
      if (s.derivation.rule.name !== label.rule) continue;
      const taken = [s];
      let after = s.after;
      for (const [t, Θ] of entries(s.after.threads)) {
        if (Θ === get(s.before.threads, t)) continue;
        const pure = pureSteps(system, after, t);
        taken.push(...pure);
        after = pure[pure.length - 1]?.after ?? after;
      }
      if (String(Array.from(kernel.stateOf(after))) !== target) continue;
      found = taken;
      K = after;
      break;
    }
    if (found === undefined) return undefined;
    all.push(...found);
  }
  return all;
}

/** The run as one derivation: Run-Start, and Run-Step for each step. */
export function recorded(system: System, start: Config, taken: readonly Taken[]): Derivation {
  let run = node(system, 'Run-Start', { K: start }, [start, start], []);
  for (const { i, turn: A, derivation, before: K1, after: K2 } of taken)
    run = node(system, 'Run-Step', { K: start, K1, K2, A, i: BigInt(i) }, [start, K2], [run, derivation]);
  return run;
}
