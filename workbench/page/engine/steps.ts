/** Programs of calculi without an engine of their own: loaded, run and derived as their language says, step by step. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import type { Derivation } from '../../../checker/derivation.ts';
import type { Calculus, RunReport, StepText } from '../../../proofs/calculus.ts';
import type { Programs } from './programs.ts';
import { kind, width, type Shown } from './sent.ts';
import { calculusMeant, chosen } from './variants.ts';

/** As many steps as are known to the page. */
const mostSteps = 2_000;
/** As much text as is sent of a state. */
const most = 20_000;

interface Known {
  readonly calculus: Calculus;
  readonly program: unknown;
  readonly report: RunReport;
  readonly steps: readonly (StepText & { readonly derivation: Derivation })[];
}
let last: { readonly key: string; readonly known: Known | null } | undefined;

const rulesOf = (variant: string | null | undefined) => chosen(variant ?? null)?.variant.system;

function loaded(text: string, variant: string | null | undefined) {
  const calculus = calculusMeant(variant ?? null);
  const system = rulesOf(variant) ?? calculus.base;
  return { calculus, system, read: calculus.language?.load(text, 'program', { system }) };
}

/** The run of a program, the last one kept. */
function runOf({
  program: text,
  variant,
}: {
  readonly program: string;
  readonly variant?: string | null;
}): Known | null {
  const key = JSON.stringify([text, variant ?? null]);
  if (last?.key === key) return last.known;
  const { calculus, system, read } = loaded(text, variant);
  let known: Known | null = null;
  if (read !== undefined && !isLeft(read) && calculus.language !== undefined) {
    const steps: Known['steps'][number][] = [];
    const onStep = (derivation: Derivation, step: StepText) => void steps.push({ derivation, ...step });
    const report = calculus.language.run(read.right, { system, maxSteps: mostSteps, onStep });
    known = { calculus, program: read.right, report, steps };
  }
  last = { key, known };
  return known;
}

/** A state as text, what is reduced next in it marked where it can be found; and where in the source, if there only once. */
function shown(text: string, redex: string | undefined, source: string): Shown {
  const cut = text.slice(0, most);
  const from = redex === undefined || redex.endsWith('…') ? -1 : cut.indexOf(redex);
  const to = from + (redex?.length ?? 0);
  const first = redex === undefined || from < 0 ? -1 : source.indexOf(redex);
  const once = first < 0 || source.indexOf(redex as string, first + 1) >= 0 ? -1 : first;
  const places = from < 0 ? [] : [from, to, kind.redex, ...(once < 0 ? [-1, 0, 0] : [0, once, once + to - from])];
  return { text: cut, places: Int32Array.from(places.slice(0, width)), before: 0, after: text.length - cut.length };
}

export const bySteps: Programs = {
  check({ program, updates, variant }) {
    const { calculus, read } = loaded(program, variant);
    const none = { file: 'program', kind: 'scope' as const, rule: null, line: null, column: null };
    return {
      program:
        read === undefined
          ? [{ ...none, message: `${calculus.title} has no programs` }]
          : isLeft(read)
            ? read.left.map((e) => ({ ...e }))
            : [],
      updates: updates.map((_, i) => [
        { ...none, file: `update ${i + 1}`, message: `${calculus.title} has no updates`, line: 1, column: 1 },
      ]),
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
      applied: [],
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
    const state = next?.derivation.args[0] ?? (report.value === null ? before?.derivation.args.at(-1) : undefined);
    const text =
      state === undefined
        ? (report.value ?? calculus.language?.print(program) ?? '')
        : calculus.showing.value('', state);
    return {
      step,
      expression: shown(text, next?.redex, of.program),
      frames: 0,
      hidden: 0,
      took: told(before),
      next: told(next),
      heap: [],
      hiddenBindings: 0,
      types: [],
      point: null,
      updates: of.updates.map(() => ({ status: 'unreadable' as const, step: null, reasons: [] })),
    };
  },
  subjects(of) {
    const known = runOf(of);
    if (known === null) return null;
    const total = known.steps.length;
    return { total, step: Math.max(0, Math.min(of.step, total)), definitions: [] };
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
    const roots = known.calculus.language?.record(known.program, { system, maxSteps: 0 }).roots.slice(0, 1) ?? [];
    return roots.length === 0 ? left({ message: 'there is no derivation', why: [] }) : right({ system, roots });
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
