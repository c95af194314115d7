/** Runs recorded as one derivation: translated, typed, and every step (what `mutandis derive` writes). */
import { isLeft } from 'fp-ts/lib/Either.js';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { updateOf } from '../../semantics/proteus/programs.ts';
import { newSignature, newTypes } from '../../semantics/proteus/updates.ts';
import { translatesItems } from '../../rules/proteus/programs.ts';
import type { System } from '../../rules/system.ts';
import { node, type Derivation } from '../derivation.ts';
import { derive } from '../derive.ts';
import type { Loaded } from './load.ts';
import { byRules, runWith, type Queued, type RunOptions, type RunOutcome } from './run.ts';

export interface Recorded {
  readonly outcome: RunOutcome;
  /** First that the program executes; then, for each applied update, that its source translates. */
  readonly roots: readonly Derivation[];
}

/**
 * Runs a program by the rules, one derivation a step.
 * @param loaded a program loaded with `record`.
 */
export function record(system: System, loaded: Loaded, queue: readonly Queued[], options: RunOptions): Recorded {
  const { translation, typing, config: K, source: P, program: P2, type: τ } = loaded;
  if (!translation || !typing) throw new Error('record needs a program that was loaded with its derivations');
  let run = node(system, 'Run-Start', { K }, [K, K], []);
  const translations: Derivation[] = [];
  const runner = byRules(system, K, (step) => {
    const [K1, α, K2] = step.args;
    run = node(system, 'Run-Step', { K, K1, K2, α }, [K, K2], [run, step]);
  });
  const outcome = runWith(system, runner, queue, {
    ...options,
    onApply: (K1, items) => {
      const U = updateOf.compute(items);
      const Ω1 = newTypes.compute(K1.types, U);
      const Σ1 = newSignature.compute(signatureOf.compute(K1.heap), U);
      const r = derive(system, translatesItems.form, [Ω1, Σ1, items]);
      if (!isLeft(r)) translations.push(r.right.derivation);
    },
  });
  const K1 = outcome.config;
  const whole = node(
    system,
    'P-Run',
    { P, P1: translation.args[1], P2, K, K1, τ },
    [P, τ, K1],
    [translation, typing, run],
  );
  return { outcome, roots: [whole, ...translations] };
}
