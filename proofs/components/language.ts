/** Systems of components as the workbench asks for them. Their updates stand in their own files. */
import { isLeft, right } from 'fp-ts/lib/Either.js';
import { loadError } from '../../semantics/errors.ts';
import { entries, get } from '../../semantics/maps.ts';
import type { Config, KernelSystem, Methods } from '../../semantics/components/grammar.ts';
import { keywords, print } from '../../semantics/components/syntax/index.ts';
import { unboundedText } from '../../checker/components/bounded.ts';
import { loadKernel, type LoadedKernel } from '../../checker/components/load.ts';
import { outcomeOf, outcomeText } from '../../checker/components/outcomes.ts';
import { planKernel, planLines } from '../../checker/components/plan.ts';
import { exploreKernel } from '../../checker/components/properties.ts';
import { runKernel, schedulerOf, type KernelRun, type RunStep, type Scheduler } from '../../checker/components/run.ts';
import { placedText, threadText } from '../../checker/components/lines.ts';
import { KernelSpace } from '../../checker/components/space.ts';
import type { Label } from '../../checker/explore/system.ts';
import { failureBehind } from '../../checker/tell.ts';
import {
  language,
  type JudgedAt,
  type ReportOptions,
  type RunOptions,
  type RunReport,
  type StepText,
  type Told,
} from '../calculus.ts';
import { outputs } from './outputs.ts';

const roundRobin = 'round-robin';

/** What a step has made of whoever took it. */
function seen({ turn, after }: RunStep): string {
  if (turn.tag === 'Updating') return `update ${turn.update.u}`;
  if (turn.tag === 'Begins' || turn.tag === 'Does') {
    const Θ = get(after.threads, turn.t);
    return Θ === undefined ? '' : threadText(Θ);
  }
  const p = get(after.objects, turn.o);
  return p === undefined ? '' : placedText(p);
}
/** Whoever takes a step: a thread or an object, as a state shows it; nothing where an update is requested from outside. */
function moverIn({ turn, before }: RunStep): string {
  if (turn.tag === 'Updating') return '';
  if (turn.tag === 'Begins' || turn.tag === 'Does') {
    const Θ = get(before.threads, turn.t);
    return Θ === undefined ? '' : `${turn.t}: ${threadText(Θ)}`;
  }
  const p = get(before.objects, turn.o);
  return p === undefined ? '' : `${turn.o}: ${placedText(p)}`;
}
/** A configuration, a line for each thread and object. */
const stateText = (K: Config): string =>
  [
    ...entries(K.threads).map(([t, Θ]) => `${t}: ${threadText(Θ)}`),
    ...entries(K.objects).map(([o, p]) => `${o}: ${placedText(p)}`),
    ...(K.queue.tag === 'Updates' ? [`to be requested: ${K.queue.update.u}`] : []),
  ].join('\n');
const stepText = (s: RunStep): StepText => ({
  rule: s.rule,
  redex: s.actor,
  result: seen(s),
  states: () => ({ before: stateText(s.before), after: stateText(s.after), mover: moverIn(s) }),
});

const schedulerIn = (options: RunOptions): Scheduler | undefined => {
  const read = schedulerOf(options.choices?.scheduler ?? roundRobin);
  return isLeft(read) ? undefined : read.right;
};

function follow(loaded: LoadedKernel, options: RunOptions, onStep?: (s: RunStep) => void): KernelRun {
  const { system, maxSteps } = options;
  const scheduler = schedulerIn(options);
  return runKernel(loaded.config, {
    ...(system === undefined ? {} : { system }),
    ...(maxSteps === undefined ? {} : { maxSteps }),
    ...(scheduler === undefined ? {} : { scheduler }),
    ...(onStep === undefined ? {} : { onStep }),
  });
}

/** Why the run did not go on as the scheduler says. */
const noteOf = ({ unable }: KernelRun): string | undefined =>
  unable === undefined
    ? undefined
    : `step ${unable.step}: ${unable.actor} cannot move; ${unable.possible.join(', ')} can`;

/** Where a run ended, as an outcome. */
function endOf(o: KernelRun) {
  const space = new KernelSpace(o.config);
  return outcomeOf(space, space.start);
}

function run(loaded: LoadedKernel, options: RunOptions, take?: (s: RunStep) => void): RunReport {
  const o = follow(loaded, options, (s) => {
    options.onStep?.(s.derivation, stepText(s));
    take?.(s);
  });
  const note = noteOf(o);
  return {
    outcome: o.outcome,
    value: o.outcome === 'done' ? outcomeText(endOf(o)) : null,
    steps: o.steps,
    points: 0,
    updates: [],
    ...(note === undefined ? {} : { note }),
  };
}

const methodsOf = (C: string, M: Methods) => {
  const all: { kind: string; name: string; type: string }[] = [];
  for (let at = M; at.tag === 'Method'; at = at.rest) {
    const params: string[] = [];
    for (let p = at.params; p.tag === 'Param'; p = p.rest) params.push(print(p.type));
    all.push({ kind: 'method', name: `${C}.${at.m}`, type: `(${params.join(', ')}) → ${print(at.type)}` });
  }
  return all;
};
function definitionsOf({ program }: LoadedKernel) {
  const all: { kind: string; name: string; type: string }[] = [];
  for (let χ = program.classes; χ.tag === 'Class'; χ = χ.rest) all.push(...methodsOf(χ.C, χ.version.methods));
  for (let Y = program.objects; Y.tag === 'Object'; Y = Y.rest) all.push({ kind: 'object', name: Y.o, type: Y.C });
  return all;
}
const updateCount = (program: KernelSystem): number => {
  let n = 0;
  for (let Q = program.updates; Q.tag === 'Updates'; Q = Q.rest) n++;
  return n;
};

const labelText = ({ actor, rule, event }: Label): string =>
  `${actor} ${rule}${event === undefined ? '' : ` ${event.args.join(' ')}`}`;

/** O4 claims something of states as well, which is checked. */
const uncheckedText = (theorem: string): string => (theorem === 'O4' ? 'O4 of steps' : theorem);

/** Outcomes shown, where they are shown to people. */
const mostOutcomes = 40;

function explored(loaded: LoadedKernel, options: ReportOptions): Told {
  const x = exploreKernel(loaded.config, loaded.program, {
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.system === undefined ? {} : { system: options.system }),
    ...(options.reduce === undefined ? {} : { reduce: options.reduce }),
  });
  const fell = Object.fromEntries(
    x.fell.map((f) => [f.theorem, { message: f.message, trace: f.trace.map(labelText) }]),
  );
  const json = {
    system: 'components',
    complete: x.complete,
    states: x.space.size,
    edges: x.space.edges,
    bounded: x.unbounded === undefined,
    completes: x.completes,
    equivalent: x.equivalent,
    outcomes: x.outcomes,
    refused: x.refused,
    fell,
    ...(options.reduce ? { unchecked: x.unchecked } : {}),
  };
  const said = (b: boolean | null): string => (b === null ? 'not known' : b ? 'yes' : 'no');
  const lines = [
    `${x.space.size} states, ${x.space.edges} steps${x.complete ? '' : ' (not all: the limit was reached)'}`,
    `threads bounded: ${x.unbounded === undefined ? 'yes' : `no: ${unboundedText(x.unbounded)}`}`,
    `updates complete in every fair run: ${said(x.completes)}`,
    `results as without updates: ${said(x.equivalent)}`,
    `${x.outcomes.length} outcome${x.outcomes.length === 1 ? '' : 's'}:`,
    ...x.outcomes.slice(0, mostOutcomes).map((o) => `  ${outcomeText(o)}`),
    ...(x.outcomes.length > mostOutcomes ? [`  and ${x.outcomes.length - mostOutcomes} more`] : []),
    ...x.refused.map((r) => `refused at the end of some run: ${r}`),
    ...x.fell.flatMap((f) => [`${f.theorem} falls: ${f.message}`, ...f.trace.map((l) => `  ${labelText(l)}`)]),
    ...(x.unchecked.length === 0 ? [] : [`not checked, with --reduce: ${x.unchecked.map(uncheckedText).join(', ')}`]),
  ];
  return { json, lines, holds: x.fell.length === 0 };
}

function planned(loaded: LoadedKernel, { system }: ReportOptions): Told {
  const plan = planKernel(loaded, system);
  return { json: plan, lines: planLines(plan), holds: plan.updates.every((u) => u.verdict === 'accepted') };
}

function ran(loaded: LoadedKernel, options: ReportOptions): Told {
  const text = options.scheduler ?? roundRobin;
  const scheduler = schedulerOf(text);
  if (isLeft(scheduler)) {
    const error = loadError('scope', scheduler.left, undefined, '--scheduler');
    return { json: { errors: [error] }, lines: [`--scheduler: ${scheduler.left}`], holds: false };
  }
  const trace: { step: number; actor: string; rule: string; state: string }[] = [];
  const { system, maxSteps } = options;
  const o = runKernel(loaded.config, {
    scheduler: scheduler.right,
    ...(system === undefined ? {} : { system }),
    ...(maxSteps === undefined ? {} : { maxSteps }),
    onStep: (s) => {
      if (options.trace) trace.push({ step: trace.length + 1, actor: s.actor, rule: s.rule, state: seen(s) });
    },
  });
  const end = endOf(o);
  const note = noteOf(o);
  const json = {
    outcome: o.outcome,
    threads: end.threads,
    objects: end.objects,
    steps: o.steps,
    note: note ?? null,
    ...(options.trace ? { trace } : {}),
  };
  const words = { done: 'done', stuck: 'stuck', 'out-of-fuel': 'not finished' }[o.outcome];
  const lines = [
    ...trace.map((s) => [String(s.step), s.actor, s.rule, s.state]),
    outcomeText(end),
    `${words}: ${o.steps} step${o.steps === 1 ? '' : 's'}`,
    ...(note === undefined ? [] : [note]),
  ];
  return { json, lines, holds: o.outcome !== 'stuck' && note === undefined };
}

export const componentsLanguage = language<LoadedKernel>({
  endings: ['.kernel'],
  keywords,
  choices: [
    {
      name: 'scheduler',
      wrong: (text) => {
        const read = schedulerOf(text);
        return isLeft(read) ? read.left : undefined;
      },
      default: roundRobin,
      sentence: 'who moves: round-robin, seed N, or a list of threads, objects and env',
    },
  ],
  load(text, file, options = {}) {
    const { system, record } = options;
    return loadKernel(text, file, {
      ...(system === undefined ? {} : { system }),
      ...(record === undefined ? {} : { record }),
    });
  },
  print: ({ program }) => print(program),
  definitions: definitionsOf,
  judged({ kind, name }): JudgedAt {
    if (kind === 'object') return { within: [{ rule: 'Objects-Each', metas: { o: name } }], by: 'gives' };
    const [C = '', m = ''] = name.split('.');
    return {
      within: [
        { rule: 'Classes-Each', metas: { C } },
        { rule: 'Code-Each', metas: { m } },
      ],
      by: 'types',
    };
  },
  type: ({ program }) => {
    const n = updateCount(program);
    return `a system with ${n} update${n === 1 ? '' : 's'}`;
  },
  run: (loaded, options) => run(loaded, options),
  record(loaded, options) {
    const roots = [...loaded.derivations];
    const report = run(loaded, options, (s) => roots.push(s.derivation));
    return { report, roots };
  },
  space(loaded, { system }) {
    return right(new KernelSpace(loaded.config, system === undefined ? {} : { system }));
  },
  failure: failureBehind,
  reports: { explore: explored, plan: planned, run: ran },
  outputs,
});
