/**
 * S2, S6 and S8 on the states of a program (sessions.md, section 11): its protocol goes along from the start, and after every step the configuration has to be what
 * the protocol under way says. A state is reached in many ways; the protocol that goes along is that of the way by which it was found first.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { sessions as grammar, type Global, type Version } from '../../semantics/sessions/grammar.ts';
import { coherent, goes } from '../../rules/sessions/coherence.ts';
import type { System } from '../../rules/system.ts';
import { derive, type DeriveOptions } from '../derive.ts';
import type { State } from '../explore/system.ts';
import type { Space } from '../explore/space.ts';
import { Tabled } from '../tabled.ts';
import type { SessionSpace } from './space.ts';

/** Judgements whose goals come up again as others take steps. */
export const recurring = ['bodiesOk', 'guardsCalls', 'localOk', 'coherent', 'projects', 'subtype'] as const;

/** Here the processes as well: those that have not moved since the state before are as they were. */
const unmoved = [...recurring, 'checks'];

/** Rule instances that are spent on one program before no further state is looked at. */
const mostInstances = 2_000_000;

export interface Unfaithful {
  readonly theorem: 'S2' | 'S6' | 'S8';
  readonly message: string;
  /** The state, and the label of the step from it; -1 for the start itself. */
  readonly state: number;
  readonly label: number;
}

/**
 * What falls of S2, S6 and S8, each once at the first state where it does.
 * @returns also of how many states all steps were looked at.
 */
export function followProtocol(
  system: System,
  sessions: SessionSpace,
  space: Space,
): { readonly fell: readonly Unfaithful[]; readonly states: number } {
  let spent = 0;
  const options: DeriveOptions = {
    record: false,
    fuel: mostInstances,
    count: () => void spent++,
    settled: new Tabled(grammar, unmoved),
  };
  const { W } = sessions;
  const { protocol } = sessions.versions[0] as Version;
  // Out of fuel is no verdict, and the next state would take as much.
  let spentAll = false;
  const isCoherent = (G: Global, state: State): boolean => {
    const r = derive(system, coherent.form, [G, sessions.config(state)], options);
    if (isLeft(r) && r.left.outOfFuel) spentAll = true;
    return !isLeft(r) || spentAll;
  };
  const fell = new Map<string, Unfaithful>();
  const fall = (x: Unfaithful): void => void (fell.has(x.theorem) || fell.set(x.theorem, x));
  if (!isCoherent(protocol, space.state(0)))
    fall({ theorem: 'S8', message: 'the start is not what the protocol says', state: 0, label: -1 });
  const along: (Global | undefined)[] = [protocol];
  let s = 0;
  // From where the protocol has lost the configuration nothing more follows.
  for (; fell.size === 0 && s < space.expanded && !spentAll && spent < mostInstances; s++) {
    const G = along[s];
    if (G === undefined) continue;
    for (let e = space.first(s); e < space.first(s + 1); e++) {
      const label = space.labelOf(e);
      const { actor, rule } = sessions.label(label);
      const action = sessions.action(label);
      const updates = action.tag === 'Takes' || action.tag === 'Leads' || action.tag === 'Follows';
      const theorem = updates ? 'S6' : 'S2';
      const r = derive(system, goes.form, [W, G, actor, action], options);
      if (isLeft(r)) {
        if (r.left.outOfFuel) continue;
        fall({ theorem, message: `the protocol does not let ${actor} take ${rule}`, state: s, label });
        continue;
      }
      const G1 = r.right.outputs[0] as Global;
      const to = space.target(e);
      if (isCoherent(G1, space.state(to))) along[to] ??= G1;
      else
        fall({
          theorem,
          message: `after ${rule} of ${actor} the configuration is not what the protocol says`,
          state: s,
          label,
        });
    }
    along[s] = undefined;
  }
  return { fell: [...fell.values()], states: s };
}
