/** Programs of sessions as the workbench asks for them. Their updates stand in their own files. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import { entries, get, keys } from '../../semantics/maps.ts';
import type { LoadError } from '../../semantics/errors.ts';
import { itemsOf } from '../../semantics/sessions/configs.ts';
import type { Config, Thread, Version } from '../../semantics/sessions/grammar.ts';
import { localOf } from '../../semantics/sessions/locals.ts';
import { procedures, tables } from '../../semantics/sessions/tables.ts';
import { keywords, print } from '../../semantics/sessions/syntax/index.ts';
import { actionText } from '../../semantics/sessions/words.ts';
import type { Label } from '../../checker/explore/system.ts';
import { machineOf, protocolGraph } from '../../checker/sessions/machines.ts';
import { loadSession, type LoadedSession } from '../../checker/sessions/load.ts';
import { planLines, planOf } from '../../checker/sessions/plan.ts';
import { exploreSession } from '../../checker/sessions/properties.ts';
import { sideBySide, twoBranches } from '../../checker/sessions/refusals.ts';
import { policyOf, runSession, type Policy, type RunStep } from '../../checker/sessions/run.ts';
import { SessionSpace, versionsOf } from '../../checker/sessions/space.ts';
import { failureBehind } from '../../checker/tell.ts';
import { outputs } from './outputs.ts';
import {
  language,
  type JudgedAt,
  type ReportOptions,
  type RunOptions,
  type RunReport,
  type StepText,
  type Told,
} from '../calculus.ts';

const usualBound = 2;

const short = (s: string): string => (s.length > 60 ? `${s.slice(0, 59)}…` : s);
const processOf = (C: Config, p: string): string => print((get(C.threads, p) as Thread).process);

const partyText = (C: Config, p: string): string => `${p}: ${processOf(C, p)}`;

const stepText = ({ p, action, rule, before, after }: RunStep, whole = false): StepText => {
  const told = whole ? (s: string) => s : short;
  return {
    rule,
    redex: `${p}: ${told(processOf(before, p))}`,
    result: `${actionText(action)}  ${told(processOf(after, p))}`,
    states: () => ({ before: stateText(before), after: stateText(after), mover: partyText(before, p) }),
  };
};

/** What is in the queues, on one line. */
export const queuesText = (C: Config): string =>
  entries(C.queues)
    .map(([key, items]) => `${key.replace(' ', '→')}: ${itemsOf(items).map(print).join(', ')}`)
    .join('; ');

/** The participants and their versions: `c1 s1`. */
export const versionsText = (C: Config): string =>
  keys(C.threads)
    .sort()
    .map((p) => `${p}${(get(C.threads, p) as Thread).n}`)
    .join(' ');

/** A configuration, a line for each participant, then what is under way and who is at which version. */
function stateText(C: Config): string {
  const queues = queuesText(C);
  return [
    ...keys(C.threads)
      .sort()
      .map((p) => partyText(C, p)),
    ...(queues === '' ? [] : [`under way: ${queues}`]),
    `versions: ${versionsText(C)}`,
  ].join('\n');
}

function follow(
  loaded: LoadedSession,
  options: RunOptions & { readonly policy?: Policy },
  onStep?: (s: RunStep) => void,
) {
  const { system, maxSteps, policy } = options;
  return runSession(loaded.W, {
    ...(system === undefined ? {} : { system }),
    ...(maxSteps === undefined ? {} : { maxSteps }),
    ...(policy === undefined ? {} : { policy }),
    ...(onStep === undefined ? {} : { onStep }),
  });
}

function run(loaded: LoadedSession, options: RunOptions, take?: (s: RunStep) => void): RunReport {
  const onStep = (s: RunStep): void => {
    options.onStep?.(s.derivation, stepText(s, options.whole));
    take?.(s);
  };
  const o = follow(loaded, options, onStep);
  return {
    outcome: o.outcome,
    value: o.outcome === 'done' ? versionsText(o.config) : null,
    steps: o.steps,
    points: o.chances,
    updates: [],
  };
}

/** Of the last version unless another is asked for. */
const definitionsOf = ({ W }: LoadedSession) => {
  const V = versionsOf(W)[0] as Version;
  return keys(V.tables)
    .sort()
    .flatMap((p) =>
      procedures(tables(get(V.tables, p) ?? { tag: 'NoTables' })[0] ?? { tag: 'NoProcs' }).map((proc) => ({
        kind: 'proc',
        name: `${p}.${proc.f}`,
        type: print(proc.heading),
      })),
    );
};

const labelText = ({ actor, rule, event }: Label): string =>
  `${actor} ${rule}${event === undefined ? '' : ` ${event.name} ${event.args.join(' ')}${event.value === undefined ? '' : ` ${event.value}`}`}`;

const verdicts = ({ updates }: LoadedSession) =>
  updates.map(({ refused }) => ({
    accepted: refused === undefined,
    rule: refused?.rule ?? null,
    message: refused?.message ?? null,
  }));

const wrongly = (wrong: string): Told => ({ json: {}, lines: [], holds: false, wrong });

function explored(loaded: LoadedSession, options: ReportOptions): Told {
  const bound = options.bound ?? usualBound;
  if (bound < 1) return wrongly('--bound is at least 1: with no room in its queue nothing could be sent');
  const x = exploreSession(loaded.W, {
    bound,
    ...(options.limit === undefined ? {} : { limit: options.limit }),
    ...(options.system === undefined ? {} : { system: options.system }),
  });
  const fell = Object.fromEntries(
    x.fell.map((f) => [f.theorem, { message: f.message, trace: f.trace.map(labelText) }]),
  );
  const json = {
    system: 'sessions',
    complete: x.complete,
    bound,
    states: x.space.size,
    edges: x.space.edges,
    updates: verdicts(loaded),
    ends: x.ends,
    faulty: x.faulty,
    deadlocks: x.deadlocks,
    orphans: x.orphans,
    fell,
  };
  const lines = [
    `${x.space.size} states, ${x.space.edges} steps${x.complete ? '' : ' (not all: the limit was reached)'}, queues of at most ${bound}`,
    ...loaded.updates.map(({ refused }, i) =>
      refused === undefined
        ? `update ${i + 1}: accepted`
        : `update ${i + 1}: refused by ${refused.rule}: ${refused.message}`,
    ),
    `ends: ${x.ends.length === 0 ? 'none' : x.ends.join(' | ')}`,
    `faulty: ${x.faulty}, deadlocks: ${x.deadlocks}, orphans: ${x.orphans}`,
    ...(x.followed < x.space.size ? [`S2, S6 and S8 were tried on ${x.followed} of the states`] : []),
    ...x.fell.flatMap((f) => [`${f.theorem} falls: ${f.message}`, ...f.trace.map((l) => `  ${labelText(l)}`)]),
  ];
  return { json, lines, holds: x.fell.length === 0 };
}

function projected(loaded: LoadedSession, { role, dot }: ReportOptions): Told {
  const versions = versionsOf(loaded.W);
  const names = [...new Set(versions.flatMap((V) => keys(V.locals)))].sort();
  if (role !== undefined && !names.includes(role))
    return wrongly(`${loaded.file} has no participant ${role}; it has ${names.join(', ')}`);
  const wanted = role === undefined ? names : [role];
  const json = versions.map((V, version) => ({
    version,
    protocol: print(V.protocol),
    locals: Object.fromEntries(
      wanted.filter((p) => get(V.locals, p) !== undefined).map((p) => [p, print(localOf.compute(V.locals, p))]),
    ),
    ...(dot
      ? {
          dot: {
            ...(role === undefined ? { protocol: protocolGraph(`protocol ${version}`, V.protocol) } : {}),
            ...Object.fromEntries(
              wanted
                .filter((p) => get(V.locals, p) !== undefined)
                .map((p) => [p, machineOf(`${p} ${version}`, localOf.compute(V.locals, p))]),
            ),
          },
        }
      : {}),
  }));
  const lines = json.flatMap((v) =>
    dot
      ? Object.values(v.dot ?? {}).flatMap((text) => text.trimEnd().split('\n'))
      : [
          ...(versions.length > 1 ? [`version ${v.version}`] : []),
          ...(role === undefined ? [`protocol ${v.protocol}`] : []),
          ...Object.entries(v.locals).map(([p, L]) => `${p} : ${L}`),
        ],
  );
  return { json: { versions: json }, lines, holds: true };
}

function planned(loaded: LoadedSession): Told {
  const plan = planOf(loaded);
  const lines = plan.length === 0 ? ['no updates'] : planLines(plan);
  return { json: { updates: plan }, lines, holds: plan.every((u) => u.accepted) };
}

function ran(loaded: LoadedSession, options: ReportOptions): Told {
  const policy = policyOf(options.policy ?? 'asap');
  if (policy === undefined) return wrongly(`--policy is asap, never, "chance K" or "seed N", not ${options.policy}`);
  const trace: { step: number; participant: string; rule: string; action: string; process: string; queues: string }[] =
    [];
  const o = follow(loaded, { ...(options as RunOptions), policy }, (s) => {
    if (!options.trace) return;
    trace.push({
      step: trace.length + 1,
      participant: s.p,
      rule: s.rule,
      action: actionText(s.action),
      process: processOf(s.after, s.p),
      queues: queuesText(s.after),
    });
  });
  const versions = versionsText(o.config);
  const words = { done: 'done', stuck: 'stuck', 'out-of-fuel': 'not finished' }[o.outcome];
  const json = {
    outcome: o.outcome,
    versions,
    steps: o.steps,
    chances: o.chances,
    updates: verdicts(loaded),
    ...(options.trace ? { trace } : {}),
  };
  const lines = [
    ...trace.map((t) => {
      const queues = t.queues === '' ? '' : `    [${t.queues}]`;
      return [String(t.step), t.participant, t.rule, t.action, `${t.process}${queues}`];
    }),
    `${words}: ${versions}, ${o.steps} step${o.steps === 1 ? '' : 's'}, ${o.chances} chance${o.chances === 1 ? '' : 's'} to update`,
    ...loaded.updates.flatMap(({ refused }, i) =>
      refused === undefined ? [] : [`update ${i + 1}: refused by ${refused.rule}: ${refused.message}`],
    ),
  ];
  return { json, lines, holds: o.outcome !== 'stuck' };
}

/** The two branches of a failed merge side by side, after the sentence. */
const withBranches = (e: LoadError): LoadError => {
  const failure = failureBehind(e);
  const two = failure === undefined ? undefined : twoBranches(failure);
  return two === undefined ? e : { ...e, message: [e.message, ...sideBySide(two).slice(1)].join('\n    ') };
};

export const sessionsLanguage = language<LoadedSession>({
  endings: ['.session'],
  keywords,
  load(text, file, options = {}) {
    const { system, record } = options;
    const loaded = loadSession(text, file, {
      ...(system === undefined ? {} : { system }),
      ...(record === undefined ? {} : { record }),
    });
    return isLeft(loaded) ? left(loaded.left.map(withBranches)) : right(loaded.right);
  },
  print: ({ program }) => print(program),
  definitions: definitionsOf,
  judged({ name }): JudgedAt {
    const [p = '', f = ''] = name.split('.');
    return {
      within: [
        { rule: 'D-Party', metas: { p } },
        { rule: 'D-Body', metas: { f } },
      ],
      by: 'checks',
    };
  },
  type: ({ program }) => print(program.protocol),
  run: (loaded, options) => run(loaded, options),
  record(loaded, options) {
    const roots = [...loaded.derivations];
    const report = run(loaded, options, (s) => roots.push(s.derivation));
    return { report, roots };
  },
  space(loaded, { system, choices }) {
    const bound = choices?.bound === undefined ? usualBound : Number(choices.bound);
    return right(new SessionSpace(loaded.W, { bound, ...(system === undefined ? {} : { system }) }));
  },
  failure: failureBehind,
  reports: { explore: explored, plan: planned, project: projected, run: ran },
  outputs,
});
