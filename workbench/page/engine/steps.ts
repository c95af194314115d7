/** Programs of calculi without an engine of their own: loaded, run and derived as their language says, step by step. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../../semantics/errors.ts';
import type { Derivation } from '../../../checker/derivation.ts';
import type { Waiting } from '../../../checker/runs.ts';
import type { Calculus, RunReport, StatesText, StepText } from '../../../proofs/calculus.ts';
import { judgedOf, loaded, rulesOf, type Sources } from './judged.ts';
import type { Programs } from './programs.ts';
import { kind, width, type Shown, type UpdateShown } from './sent.ts';

/** As many steps as are known to the page. */
const mostSteps = 2_000;
/** As much text as is sent of a state. */
const most = 20_000;

interface Known {
  readonly calculus: Calculus;
  readonly program: unknown;
  /** The updates that can be read, each with its place among all of them. */
  readonly queue: readonly (readonly [place: number, update: Waiting])[];
  readonly report: RunReport;
  readonly steps: readonly (StepText & { readonly derivation: Derivation })[];
}
let last: { readonly key: string; readonly known: Known | null } | undefined;

/** The updates of a calculus that has them; what is wrong with one, or undefined where programs have their updates in them. */
const readUpdates = ({ updates }: Sources, { language }: Calculus) =>
  updates.map((text, i) => language?.updates?.read(text, `update ${i + 1}`));

/** The run of a program, the last one kept. */
function runOf(of: Sources): Known | null {
  const { program: text, updates, check, variant } = of;
  const key = JSON.stringify([text, updates, check, variant ?? null]);
  if (last?.key === key) return last.known;
  const { calculus, system, read } = loaded(text, variant);
  let known: Known | null = null;
  if (read !== undefined && !isLeft(read) && calculus.language !== undefined) {
    const steps: Known['steps'][number][] = [];
    const onStep = (derivation: Derivation, step: StepText) => void steps.push({ derivation, ...step });
    const queue = readUpdates(of, calculus).flatMap((u, i) =>
      u === undefined || isLeft(u) ? [] : [[i, u.right] as const],
    );
    const report = calculus.language.run(read.right, {
      system,
      maxSteps: mostSteps,
      onStep,
      queue: queue.map(([, u]) => u),
      ...(check === undefined ? {} : { check }),
    });
    known = { calculus, program: read.right, queue, report, steps };
  }
  last = { key, known };
  return known;
}

/** Where what is reduced next stands in a state that is shown: its beginning and its end; undefined where it cannot be found. */
function nextIn(
  text: string,
  next: StepText | undefined,
  around: StatesText | undefined,
): readonly [number, number] | undefined {
  const found = (part: string, from: number, to: number): readonly [number, number] | undefined => {
    const at = part === '' ? -1 : text.indexOf(part, from);
    return at < 0 || at + part.length > to ? undefined : [at, at + part.length];
  };
  if (around === undefined) return next && found(next.redex, 0, text.length);
  const mover = found(around.mover, 0, text.length);
  if (mover === undefined || around.redex === undefined) return mover;
  return found(around.redex, mover[0], mover[1]) ?? mover;
}

/** A state as text, what is reduced next in it marked where it can be found; and where in the source, if there only once. */
function shown(text: string, redex: (cut: string) => readonly [number, number] | undefined, source: string): Shown {
  const cut = text.slice(0, most);
  const range = redex(cut);
  const part = range === undefined ? '' : cut.slice(...range);
  const first = part === '' ? -1 : source.indexOf(part);
  const once = first < 0 || source.indexOf(part, first + 1) >= 0 ? -1 : first;
  const places =
    range === undefined ? [] : [...range, kind.redex, ...(once < 0 ? [-1, 0, 0] : [0, once, once + part.length])];
  return { text: cut, places: Int32Array.from(places.slice(0, width)), before: 0, after: text.length - cut.length };
}

/** The updates that were applied, with the steps before that. */
const appliedIn = ({ queue, report }: Known) =>
  queue.flatMap(([update], i) => {
    const applied = report.updates[i]?.applied;
    return applied ? [{ update, step: applied.step - 1 }] : [];
  });

/** How updates stand at a step. */
function updatesAt(known: Known, count: number, step: number): readonly UpdateShown[] {
  const applied = appliedIn(known);
  return Array.from({ length: count }, (_, i): UpdateShown => {
    const by = applied.find((a) => a.update === i);
    const done = by !== undefined && by.step < step;
    const read = known.queue.some(([place]) => place === i);
    return { status: done ? 'applied' : read ? 'waiting' : 'unreadable', step: done ? by.step : null, reasons: [] };
  });
}

export const bySteps: Programs = {
  check(of) {
    const { calculus, read } = loaded(of.program, of.variant);
    const none = { file: 'program', kind: 'scope' as const, rule: null, line: null, column: null };
    const plain = (errors: readonly LoadError[]) => errors.map((e) => ({ ...e }));
    return {
      program:
        read === undefined
          ? [{ ...none, message: `${calculus.title} has no programs` }]
          : isLeft(read)
            ? plain(read.left)
            : [],
      updates: readUpdates(of, calculus).map((u, i) =>
        u === undefined
          ? [{ ...none, file: `update ${i + 1}`, message: `${calculus.title} has no updates`, line: 1, column: 1 }]
          : isLeft(u)
            ? plain(u.left)
            : [],
      ),
    };
  },
  outline(of) {
    const known = runOf(of);
    if (known === null) return null;
    const { report, calculus, program, steps } = known;
    return {
      total: steps.length,
      outcome: report.outcome === 'failed' || report.outcome === 'deadlock' ? 'done' : report.outcome,
      value: report.value,
      type: calculus.language?.type(program) ?? '',
      points: [],
      applied: appliedIn(known),
    };
  },
  at(of) {
    const known = runOf(of);
    if (known === null) return null;
    const { calculus, steps, program, report } = known;
    const step = Math.max(0, Math.min(of.step, steps.length));
    const [before, next] = [steps[step - 1], steps[step]];
    const told = (s: StepText | undefined) =>
      s === undefined ? null : { rule: s.rule, redex: s.redex, result: s.result };
    const around = next?.states?.();
    const state = next?.derivation.args[0] ?? (report.value === null ? before?.derivation.args.at(-1) : undefined);
    const text =
      around?.before ??
      before?.states?.().after ??
      (state === undefined
        ? (report.value ?? calculus.language?.print(program) ?? '')
        : calculus.termTexts.value('', state));
    return {
      step,
      expression: shown(text, (cut) => nextIn(cut, next, around), of.program),
      ...((next ?? before)?.states === undefined ? {} : { whole: true }),
      frames: 0,
      hidden: 0,
      took: told(before),
      next: told(next),
      heap: [],
      hiddenBindings: 0,
      types: [],
      point: null,
      updates: updatesAt(known, of.updates.length, step),
    };
  },
  subjects(of) {
    const known = runOf(of);
    if (known === null) return null;
    const total = known.steps.length;
    const definitions = [...(judgedOf(of)?.definitions.keys() ?? [])];
    return { total, step: Math.max(0, Math.min(of.step, total)), what: 'the program', definitions };
  },
  derived(of) {
    const known = runOf(of);
    if (known === null) return left({ message: 'the program has errors: see the view Run', why: [] });
    const system = rulesOf(of.variant) ?? known.calculus.base;
    if (of.subject === 'step') {
      const at = known.steps[Math.max(0, of.step)];
      return at === undefined
        ? left({ message: 'the run ends here: there is no step to derive', why: [] })
        : right({ system, roots: [at.derivation] });
    }
    const judged = judgedOf(of);
    if (judged === null || judged.roots.length === 0) return left({ message: 'there is no derivation', why: [] });
    if (of.subject === 'configuration') return right(judged);
    const name = of.subject.replace(/^definition /, '');
    const found = judged.definitions.get(name);
    return found === undefined
      ? left({ message: `there is no definition ${name} that is judged by itself`, why: [] })
      : right({ system, roots: [found] });
  },
  analysis: ({ program, updates, variant }) => {
    const { read } = loaded(program, variant);
    const errors = read !== undefined && isLeft(read) ? read.left.map((e) => ({ ...e })) : [];
    return { errors, moreErrors: 0, points: [], plans: updates.map(() => null) };
  },
  ways: () => ({ ways: [], more: 0 }),
  sweeping: () => null,
  source: () => null,
};
