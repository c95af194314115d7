/** Programs of Proteus as the workbench asks for them: loaded, run with updates, written down, explained. */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import { make, type Check, type Expr } from '../../semantics/proteus/grammar.ts';
import { signatureOf, typeOfBinding } from '../../semantics/proteus/heaps.ts';
import { itemList } from '../../semantics/proteus/programs.ts';
import {
  keywords,
  parseUpdate,
  printCap,
  printExpr,
  printProgram,
  printType,
} from '../../semantics/proteus/syntax/index.ts';
import { proteus } from '../../rules/proteus/system.ts';
import { admitted } from '../../rules/proteus/updates.ts';
import type { Derivation } from '../../checker/derivation.ts';
import { derive } from '../../checker/derive.ts';
import { explain } from '../../checker/explain.ts';
import { analyse } from '../../checker/proteus/analysis.ts';
import { choicesOf } from '../../checker/proteus/choices.ts';
import { load, type Loaded } from '../../checker/proteus/load.ts';
import { tellUnended } from '../../checker/runs.ts';
import { failureBehind, show, termTexts } from '../../checker/proteus/messages.ts';
import { prepare } from '../../checker/proteus/prepare.ts';
import { record } from '../../checker/proteus/record.ts';
import {
  byRules,
  fast,
  running,
  runWith,
  type Runner,
  type Queued,
  type RunOptions as Options,
  type RunOutcome,
} from '../../checker/proteus/run.ts';
import {
  language,
  type RefusalExplained,
  type RunOptions,
  type RunReport,
  type StepText,
  type Updating,
} from '../calculus.ts';
import { editing } from './editing.ts';
import { proteusGoals } from './goals.ts';

/** A step for people: the rule of the redex, not the one that puts it into its context. */
export function stepText(d: Derivation, { whole }: Pick<RunOptions, 'whole'> = {}): StepText {
  const told = (e: Expr): string => (whole ? printExpr(e) : (show(e) ?? ''));
  const inner = d.premises[0];
  if (d.rule.name === 'R-Ctx' && inner) {
    const [, redex, , result] = inner.args as [unknown, Expr, unknown, Expr];
    return { rule: inner.rule.name, redex: told(redex), result: told(result) };
  }
  return { rule: d.rule.name, redex: 'update', result: '0' };
}

const checks = ['dynamic', 'static'] as const;
type CheckName = (typeof checks)[number];
const checkOf = ({ check }: RunOptions): CheckName => (check === 'static' ? 'static' : 'dynamic');
const checkTerm = (name: CheckName): Check => (name === 'dynamic' ? make.Check.Dynamic() : make.Check.Static());

const reportOf = (o: RunOutcome): RunReport => ({
  outcome: o.outcome,
  value: o.outcome === 'done' ? printExpr(o.config.e) : null,
  steps: o.steps,
  points: o.points,
  updates: o.updates,
  ...(o.stopped === undefined ? {} : { note: tellUnended(o.stopped), stopped: o.stopped }),
});

const queueOf = (o: RunOptions): readonly Queued[] => (o.queue ?? []) as readonly Queued[];
const optionsOf = (loaded: Loaded, { maxSteps, ...rest }: RunOptions): Options => ({
  check: checkOf(rest),
  flows: loaded.flows,
  ...(maxSteps === undefined ? {} : { maxSteps }),
});

/** Steps that are asked for are run rule by rule. */
function runnerOf({ config }: Loaded, { onStep, whole = false, system = proteus }: RunOptions): Runner {
  return onStep === undefined
    ? fast(system, config)
    : byRules(system, config, (d) => onStep(d, stepText(d, { whole })));
}
const run = (loaded: Loaded, options: RunOptions): RunReport =>
  reportOf(runWith(options.system ?? proteus, runnerOf(loaded, options), queueOf(options), optionsOf(loaded, options)));
function* pausing(loaded: Loaded, options: RunOptions): Generator<number, RunReport, boolean | undefined> {
  const { system = proteus } = options;
  const runner = runnerOf(loaded, options);
  return reportOf(yield* running(system, runner, queueOf(options), optionsOf(loaded, options)));
}

const updates: Updating<Loaded> = {
  endings: ['.update'],
  checks,
  read(text, file, options) {
    const items = parseUpdate(text, file, options);
    return isLeft(items) ? items : right({ file, items: items.right });
  },
  refusals(loaded, options) {
    const { system = proteus } = options;
    const refused = new Map<string, RefusalExplained>();
    const runner = fast(system, loaded.config);
    const outcome = runWith(system, runner, queueOf(options), {
      ...optionsOf(loaded, options),
      onRefuse: (K, item, point, reasons) => {
        if (refused.has(item.file)) return;
        const p = prepare(system, K.types, signatureOf.compute(K.heap), item.items);
        const explanations = p.failures.map((f) => explain(f, termTexts));
        if (p.reasons.length === 0 && K.e.tag === 'Update') {
          const inputs = [checkTerm(checkOf(options)), K.context, K.heap, K.e.cap, p.update];
          const r = derive(system, admitted.form, inputs, { explain: true });
          if (isLeft(r)) explanations.push(explain(r.left, termTexts));
        }
        refused.set(item.file, { reasons, explanations, point });
      },
    });
    return { report: reportOf(outcome), refused };
  },
  choices: ({ config }, options) =>
    choicesOf(options.system ?? proteus, config, queueOf(options), {
      check: checkOf(options),
      ...(options.maxSteps === undefined ? {} : { maxSteps: options.maxSteps }),
    }),
  analyse: (loaded) =>
    analyse(loaded.program).map((p) => ({
      line: p.position?.line ?? null,
      column: p.position?.column ?? null,
      in: p.in,
      capability: printCap(p.capability),
      mayChange: p.mayChange,
      mayNotChange: p.mayNotChange,
    })),
  editing: editing(),
};

export const proteusLanguage = language<Loaded>({
  endings: ['.proteus'],
  keywords,
  load: (text, file, options = {}) => load(text, file, options),
  print: ({ program }, options) => printProgram(program, { latents: options?.latents ?? false }),
  definitions: ({ program }) =>
    itemList(program.items).flatMap((i) =>
      i.tag === 'TypeItem'
        ? [{ kind: 'type', name: i.t, type: printType(i.type) }]
        : i.tag === 'BindItem'
          ? [{ kind: i.binding.tag === 'Fun' ? 'fun' : 'var', name: i.z, type: printType(typeOfBinding(i.binding)) }]
          : [],
    ),
  type: ({ type }) => printType(type),
  run,
  pausing,
  record(loaded, options) {
    const { system = proteus } = options;
    const { outcome, roots } = record(system, loaded, queueOf(options), optionsOf(loaded, options));
    return { report: reportOf(outcome), roots };
  },
  goals: proteusGoals,
  failure: failureBehind,
  translates: true,
  updates,
});
