/** Derivations of what a run of Proteus comes to: of a configuration, of a definition, of a step. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import { get, keys } from '../../../../semantics/maps.ts';
import { make, type Config } from '../../../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../../../semantics/proteus/heaps.ts';
import { bindingOk, configurationOk } from '../../../../rules/proteus/heaps.ts';
import { steps } from '../../../../rules/proteus/reduction.ts';
import { proteusDeclarative } from '../../../../rules/proteus/system.ts';
import { derive } from '../../../../checker/derive.ts';
import { explain, lines } from '../../../../checker/explain.ts';
import { declare } from '../../../../checker/proteus/declarative.ts';
import { termTexts } from '../../../../checker/proteus/messages.ts';
import type { Programs, Subjects, Underived } from '../programs.ts';
import type { RunOf } from '../sent.ts';
import { rulesOf } from './loading.ts';
import { traceOf } from './run.ts';
import { configAt, type Trace } from './trace.ts';

const no = (message: string, why: readonly string[] = []): Underived => ({ message, why });

function configuration(of: RunOf & { readonly step: number }) {
  const run = traceOf(of);
  if (run === null) return null;
  const { trace } = run;
  const step = Math.max(0, Math.min(of.step, trace.total));
  return { trace, step, K: configAt(trace, step) };
}

/** What there is to derive at a step of the run; null when the program does not load. */
export function subjects(of: RunOf & { readonly step: number }): Subjects | null {
  const at = configuration(of);
  if (at === null) return null;
  const what = `the configuration after ${at.step} steps`;
  return { total: at.trace.total, step: at.step, what, definitions: keys(at.K.heap) };
}

export const derived: Programs['derived'] = (of) => {
  // The declarative presentation searches for nothing: its derivations are made from those of the algorithmic one.
  const declarative = of.variant === proteusDeclarative.variant;
  const { system } = rulesOf(of.variant);
  const at = configuration(of);
  if (at === null) return left(no('the program has errors: see the view Run'));
  const { K, trace, step } = at;
  const goal = goalOf(of.subject, K, step, trace);
  if (isLeft(goal)) return goal;
  const r = derive(system, goal.right.form, goal.right.inputs, { fuel: 2_000_000 });
  if (isLeft(r)) {
    const again = derive(system, goal.right.form, goal.right.inputs, { fuel: 200_000, explain: true });
    return left(
      no(
        r.left.outOfFuel
          ? 'the search for a derivation was given up'
          : `there is no derivation${system.variant === null ? '' : ` by the rules of ${system.variant}`}`,
        isLeft(again) ? lines(explain(again.left, termTexts)) : [],
      ),
    );
  }
  const roots = [r.right.derivation];
  return right(declarative ? { system: proteusDeclarative, roots: declare(roots) } : { system, roots });
};

function goalOf(
  subject: string,
  K: Config,
  step: number,
  trace: Trace,
): Either<Underived, { readonly form: typeof steps.form; readonly inputs: readonly unknown[] }> {
  if (subject === 'configuration') return right({ form: configurationOk.form, inputs: [K] });
  if (subject === 'step') {
    // Where it is stuck, the search for a derivation says why there is no next step.
    if (step >= trace.total && trace.outcome !== 'stuck')
      return left(
        no(trace.outcome === 'done' ? 'the run ends here: there is no step to derive' : 'further steps are not shown'),
      );
    const by = trace.applied.find((a) => a.step === step);
    const action = by ? make.Action.Apply(trace.check, by.prepared.update) : make.Action.Silent();
    return right({ form: steps.form, inputs: [K, action] });
  }
  const name = subject.replace(/^definition /, '');
  const b = get(K.heap, name);
  if (b === undefined) return left(no(`there is no definition ${name} at this step`));
  return right({ form: bindingOk.form, inputs: [K.types, signatureOf.compute(K.heap), b] });
}
