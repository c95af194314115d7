/** Programs that are run by deriving one step after the other: what a calculus without a machine or updates of its own needs. */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import type { Derivation } from '../checker/derivation.ts';
import { derive } from '../checker/derive.ts';
import type { Language, RunOptions, RunReport, StepText } from './calculus.ts';
import { innermost, steppingSpace, type Stepping } from './stepping-space.ts';

export type { Stepping } from './stepping-space.ts';

/** How the programs of such a calculus are run and written down. */
export function stepping<P, S>(c: Stepping<P, S>): Pick<Language<P>, 'run' | 'record' | 'space'> {
  const text = (d: Derivation, whole = false): StepText => {
    const inner = innermost(d);
    return { rule: inner.rule.name, ...c.shown(inner.args, whole) };
  };
  const follow = (program: P, options: RunOptions, record: boolean, take: (d: Derivation) => void): RunReport => {
    const { system = c.system, maxSteps = Infinity } = options;
    let state = c.start(program);
    const report = (outcome: RunReport['outcome'], value: string | null, steps: number): RunReport => ({
      outcome,
      value,
      steps,
      points: 0,
      updates: [],
    });
    for (let steps = 0; ; steps++) {
      const value = c.value(state);
      if (value !== null) return report('done', value, steps);
      if (steps >= maxSteps) return report('out-of-fuel', null, steps);
      const { form, inputs } = c.step(state);
      const r = derive(system, form, inputs, { record });
      if (isLeft(r)) return report('stuck', null, steps);
      if (record) take(r.right.derivation);
      const next = c.next(r.right.outputs);
      if ('failed' in next) return report('failed', next.failed, steps + 1);
      state = next.state;
    }
  };
  return {
    run: (program, options) =>
      follow(program, options, options.onStep !== undefined, (d) => options.onStep?.(d, text(d, options.whole))),
    record(program, options) {
      const { system = c.system } = options;
      const { form, inputs } = c.judged(program);
      const judged = derive(system, form, inputs);
      const roots: Derivation[] = isLeft(judged) ? [] : [judged.right.derivation];
      return { report: follow(program, options, true, (d) => roots.push(d)), roots };
    },
    space: (program, { system = c.system }) => right(steppingSpace(c, program, system)),
  };
}
