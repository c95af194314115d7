/** The machine that runs Proteus, or a variant of it, by its rules. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Config } from '../../semantics/proteus/grammar.ts';
import type { System } from '../../rules/system.ts';
import { Machine, type MachineOptions } from '../machine/machine.ts';
import { prepare } from '../machine/prepared.ts';
import { proteusWorkings } from './workings.ts';

/**
 * The machine of a system, made from its rules.
 * @returns undefined where the rules are of a kind that no machine is made from: they are then run one by one.
 */
export function machineOf(system: System, start: Config, options?: MachineOptions): Machine | undefined {
  const prepared = prepare(system, proteusWorkings);
  return isLeft(prepared) ? undefined : new Machine(prepared.right, start, options);
}
