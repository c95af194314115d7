/** Programs with threads as the workbench asks for them: loaded, run by a scheduler, written down, explored. */
import { clientsOf } from '../../checker/threads/clients.ts';
import { isLeft, right } from 'fp-ts/lib/Either.js';
import { signatureOf, typeOfBinding } from '../../semantics/proteus/heaps.ts';
import { itemList } from '../../semantics/proteus/programs.ts';
import { keywords, parseUpdate, printCap, printProgram, printType } from '../../semantics/proteus/syntax/index.ts';
import type { Config, State, Update } from '../../semantics/threads/grammar.ts';
import { constructs } from '../../semantics/threads/syntax.ts';
import { threads } from '../../rules/threads/system.ts';
import { admits } from '../../rules/threads/updates.ts';
import type { System } from '../../rules/system.ts';
import { node, type Derivation } from '../../checker/derivation.ts';
import { derive } from '../../checker/derive.ts';
import { explain } from '../../checker/explain.ts';
import { analyse } from '../../checker/proteus/analysis.ts';
import { load, type Loaded } from '../../checker/proteus/load.ts';
import { failureBehind, termTexts } from '../../checker/proteus/messages.ts';
import { prepare } from '../../checker/proteus/prepare.ts';
import { runThreads, schedulerOf, type RunOptions as Options, type ThreadRun } from '../../checker/threads/run.ts';
import {
  offers,
  policies,
  policyTerm,
  ThreadSpace,
  transfers,
  type SpaceOptions,
} from '../../checker/threads/space.ts';
import type { Queued } from '../../checker/threads/worlds.ts';
import { editing } from '../proteus/editing.ts';
import { statesAround } from './states.ts';
import { language, type RefusalExplained, type RunOptions, type RunReport, type Updating } from '../calculus.ts';

/** What a run or a space is told: how updates come in, and who moves. */
const choices = [
  { name: 'policy', values: policies, default: 'all', sentence: 'when an update may be applied' },
  { name: 'offer', values: offers, default: 'any', sentence: 'how updates are offered' },
  { name: 'transfer', values: transfers, default: 'lazy', sentence: 'when values are converted' },
  {
    name: 'scheduler',
    wrong: (text: string) => {
      const read = schedulerOf(text);
      return isLeft(read) ? read.left : undefined;
    },
    default: 'round-robin',
    sentence: 'who moves: round-robin, seed N, or a list of actors',
  },
] as const;

type Told = Pick<RunOptions, 'check'> & { readonly choices?: Readonly<Record<string, string>> };

/** The checks of Proteus are two of the policies (TT13). */
const sameAs: Readonly<Record<string, string>> = { dynamic: 'all', static: 'barrier' };

function spaceOptions({ check, choices: chosen = {} }: Told, system: System): SpaceOptions {
  const one = <T extends string>(values: readonly T[], x: string | undefined): T | undefined =>
    values.find((v) => v === x);
  const policy = one(policies, chosen.policy ?? sameAs[check ?? ''] ?? check);
  const offer = one(offers, chosen.offer);
  const transfer = one(transfers, chosen.transfer);
  return { system, ...(policy ? { policy } : {}), ...(offer ? { offer } : {}), ...(transfer ? { transfer } : {}) };
}

const systemOf = (o: { readonly system?: System }): System => o.system ?? threads;
const queueOf = (o: { readonly queue?: RunOptions['queue'] }): readonly Queued[] =>
  (o.queue ?? []) as readonly Queued[];
const chosenOf = (o: object): Readonly<Record<string, string>> => (o as Told).choices ?? {};

function runOptions(o: RunOptions): Options {
  const { scheduler } = chosenOf(o);
  return {
    ...spaceOptions(o, systemOf(o)),
    ...(scheduler === undefined ? {} : { scheduler }),
    ...(o.maxSteps === undefined ? {} : { maxSteps: o.maxSteps }),
  };
}

const reportOf = ({ outcome, value, steps, points, updates, note }: ThreadRun): RunReport => ({
  outcome,
  value,
  steps,
  points,
  updates,
  ...(note === undefined ? {} : { note }),
});

/** A scheduler that is none was refused when the options were read. */
function ran(loaded: Loaded, o: RunOptions, more: Partial<Options> = {}): ThreadRun {
  const r = runThreads(systemOf(o), loaded.config as Config, queueOf(o), { ...runOptions(o), ...more });
  if (isLeft(r)) throw new Error(r.left);
  return r.right;
}

/** A run as a derivation: the program's translation and typing, and each move. */
function recorded(loaded: Loaded, o: RunOptions) {
  const { translation, typing, config: K, source: P, program: P2, type: τ } = loaded;
  if (!translation || !typing) throw new Error('record needs a program that was loaded with its derivations');
  const system = systemOf(o);
  let run: Derivation | undefined;
  let S: State | undefined;
  let S1: State | undefined;
  const begun = (start: State): Derivation =>
    (run ??= node(system, 'Run-Start', { S: (S = start) }, [start, start], []));
  const outcome = ran(loaded, o, {
    onStep: ({ move, derivation }) => {
      const [from, , to] = derivation.args as [State, unknown, State];
      const before = begun(from);
      run = node(system, 'Run-Step', { S, S1: from, S2: to, λ: move }, [S, to], [before, derivation]);
      S1 = to;
    },
  });
  const whole = begun(outcome.start);
  const name = outcome.start.tag === 'Versioned' ? 'P-RunVersions' : 'P-RunThreads';
  const end = S1 ?? outcome.start;
  const metas = { P, P1: translation.args[1], P2, K, S: outcome.start, S1: end, τ };
  return { outcome, roots: [node(system, name, metas, [P, τ, end], [translation, typing, whole])] };
}

const updates: Updating<Loaded> = {
  endings: ['.update'],
  checks: policies,
  read(text, file, options) {
    const items = parseUpdate(text, file, { ...options, constructs });
    return isLeft(items) ? items : right({ file, items: items.right } as Queued);
  },
  refusals(loaded, options) {
    const refused = new Map<string, RefusalExplained>();
    const system = systemOf(options);
    const queue = queueOf(options);
    const { policy = 'all' } = spaceOptions(options, system);
    const outcome = ran(loaded, options, {
      onRefuse: (S, k, point, reasons) => {
        const { file, items } = queue[k] as Queued;
        if (refused.has(file)) return;
        const Σ = signatureOf.compute(S.heap as never);
        const p = prepare(system, S.types as never, Σ, items);
        const explanations = p.failures.map((f) => explain(f, termTexts));
        if (p.reasons.length === 0) {
          const inputs = [policyTerm(policy), S.heap, S.threads, 'all', p.update as Update];
          const r = derive(system, admits.form, inputs, { explain: true });
          if (isLeft(r)) explanations.push(explain(r.left, termTexts));
        }
        refused.set(file, { reasons, explanations, point });
      },
    });
    return { report: reportOf(outcome), refused };
  },
  analyse: (loaded) =>
    analyse(loaded.program).map((p) => ({
      line: p.position?.line ?? null,
      column: p.position?.column ?? null,
      in: p.in,
      capability: printCap(p.capability),
      mayChange: p.mayChange,
      mayNotChange: p.mayNotChange,
    })),
  editing: editing({ system: threads, constructs }),
};

export const threadsLanguage = language<Loaded>({
  endings: ['.proteus'],
  keywords: new Set([...keywords, 'fork', 'acquire']),
  claims: (text) => /\b(fork|acquire)\b/.test(text.replace(/--[^\n]*/g, '')),
  choices,
  load: (text, file, options = {}) => load(text, file, { system: threads, ...options, constructs }),
  print: ({ program }, options) => printProgram(program, { latents: options?.latents ?? false }),
  definitions: ({ program }) =>
    itemList(program.items).flatMap((i) =>
      i.tag === 'TypeItem'
        ? [{ kind: 'type', name: i.t, type: printType(i.type) }]
        : i.tag === 'BindItem'
          ? [{ kind: i.binding.tag === 'Fun' ? 'fun' : 'var', name: i.z, type: printType(typeOfBinding(i.binding)) }]
          : [],
    ),
  judged: ({ name: z }) => ({ within: [{ rule: 'H-Bound', metas: { z } }], by: 'bindingOk' }),
  type: ({ type }) => printType(type),
  run(loaded, options) {
    const { onStep, whole = false } = options;
    return reportOf(
      ran(loaded, options, {
        whole,
        onStep: ({ label, derivation, redex, result }) =>
          onStep?.(derivation, {
            rule: `${label.actor}:${label.rule}`,
            redex,
            result,
            states: () => statesAround(derivation, label.actor),
          }),
      }),
    );
  },
  record(loaded, options) {
    const { outcome, roots } = recorded(loaded, options);
    return { report: reportOf(outcome), roots };
  },
  clients: clientsOf,
  space(loaded, options) {
    const K = loaded.config as Config;
    return right(new ThreadSpace(K, queueOf(options), spaceOptions(options, systemOf(options))));
  },
  failure: failureBehind,
  translates: true,
  updates,
});
