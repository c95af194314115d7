/** O10: without updates a system does what it does in the plain calculus. */
import { components as grammar, type Config } from '../../semantics/components/grammar.ts';
import { Interner } from '../../semantics/interning.ts';
import { plainOf } from '../../rules/components/plain.ts';
import type { System } from '../../rules/system.ts';
import { Space } from '../explore/space.ts';
import { KernelSpace } from './space.ts';

const plains = new WeakMap<System, System>();

/**
 * Whether a system without updates reaches the states that it reaches in the plain calculus, by as many steps.
 * @param limit what has more states than this says nothing: undefined.
 */
export function agreesWithPlain(system: System, K: Config, limit: number): boolean | undefined {
  let plain = plains.get(system);
  if (plain === undefined) plains.set(system, (plain = plainOf(system)));
  const interner = new Interner(grammar);
  const explored = (rules: System) => {
    const kernel = new KernelSpace(K, { system: rules });
    const space = new Space(kernel, { limit }).explore();
    const states = new Set<number>();
    for (let s = 0; s < space.size; s++) states.add(interner.id(kernel.config(space.state(s))));
    return { space, states };
  };
  const here = explored(system);
  if (!here.space.complete) return undefined;
  const there = explored(plain);
  return (
    there.space.complete &&
    here.space.edges === there.space.edges &&
    here.states.size === there.states.size &&
    [...here.states].every((s) => there.states.has(s))
  );
}
