/** The commands on programs: check, translate, analyse, run, explain. */
import { setImmediate } from 'node:timers/promises';
import type { Position } from '../../semantics/positions.ts';
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { LoadError } from '../../semantics/errors.ts';
import { explain, lines, type Explanation } from '../../checker/explain.ts';
import { graphAs, graphForms, type RunGraph } from '../../checker/run-graph.ts';
import { reasonText, tellWay, type Reason, type Refusal, type Waiting, type Way } from '../../checker/runs.ts';
import type { Calculus, RefusalExplained, RunOptions, RunReport, StepText, Updating } from '../../proofs/calculus.ts';
import { aboutProgram, chosen, type About, type AboutOptions, type ChoiceOptions } from './choose.ts';
import { openAll, openProgram, type Opened, type OpenOptions } from './input.ts';
import { errorText, fail, say, sayJson, write, wrongCall, type Mode } from './output.ts';

export interface ProgramOptions extends AboutOptions {
  readonly annotated?: boolean;
}

/** How a file is opened, as the options say. */
export const openOptions = (
  { annotated, record }: ProgramOptions & { readonly record?: boolean },
  { calculus, rules }: About,
): OpenOptions => ({
  calculus,
  ...(annotated === undefined ? {} : { annotated }),
  ...(record === undefined ? {} : { record }),
  ...(rules === undefined ? {} : { system: rules }),
});

/** The program of a file; or the exit code, when it has been said why there is none. */
export async function opened(file: string, options: ProgramOptions): Promise<Either<number, Opened & About>> {
  const about = await aboutProgram(file, options);
  if (isLeft(about)) return about;
  const read = openProgram(file, openOptions(options, about.right));
  return isLeft(read) ? left(fail(read.left, options)) : right({ ...about.right, ...read.right });
}

export async function check(file: string, options: ProgramOptions): Promise<number> {
  const read = await opened(file, options);
  if (isLeft(read)) return read.left;
  const { language, program } = read.right;
  const definitions = language.definitions(program);
  const type = language.type(program);
  if (options.json) sayJson('check', { definitions, type });
  else {
    for (const d of definitions)
      say(d.kind === 'type' ? `type ${d.name} = ${d.type}` : `${d.kind} ${d.name} : ${d.type}`);
    say(`in : ${type}`);
  }
  return 0;
}

export async function translate(
  file: string,
  options: ProgramOptions & { readonly latents?: boolean },
): Promise<number> {
  const about = await aboutProgram(file, options);
  if (isLeft(about)) return about.left;
  const { title, language } = about.right.calculus;
  if (language?.translates !== true)
    return wrongCall(`translate: ${title} has no annotations to be translated into`, options);
  const read = await opened(file, options);
  if (isLeft(read)) return read.left;
  const program = read.right.language.print(read.right.program, { latents: options.latents ?? false });
  if (options.json) sayJson('translate', { program });
  else say(program.trimEnd());
  return 0;
}

export async function analysis(file: string, options: ProgramOptions): Promise<number> {
  const about = await aboutProgram(file, options);
  if (isLeft(about)) return about.left;
  const { title, language } = about.right.calculus;
  if (language?.updates?.analyse === undefined)
    return wrongCall(`analyse: ${title} has no ${language?.updates ? 'analysis of updates' : 'updates'}`, options);
  const read = await opened(file, options);
  if (isLeft(read)) return read.left;
  const points = language.updates.analyse(read.right.program);
  if (options.json) sayJson('analyse', { points });
  else if (points.length === 0) say('no update point');
  else
    for (const p of points) {
      const list = (names: readonly string[]) =>
        names.length === 0 ? 'none' : names.length > 30 ? `${names.length} types` : names.join(', ');
      say(`${file}:${p.line ?? '?'}:${p.column ?? '?'}: update[${p.capability}]${p.in === null ? '' : ` in ${p.in}`}`);
      say(`  may change: ${list(p.mayChange)}; must stay: ${list(p.mayNotChange)}`);
    }
  return 0;
}

export interface RunCommand extends ProgramOptions, ChoiceOptions {
  readonly update: readonly string[];
  readonly check?: string;
  readonly maxSteps?: number;
  readonly trace?: boolean;
  /** The value that the run is to end with. */
  readonly expect?: string;
  /** Write the graph of all runs in this form, instead of running once. */
  readonly graph?: string;
}

/** Why a run with these options makes no sense; undefined when it does. */
function misfit({ title, language }: About['calculus'], options: RunCommand): string | undefined {
  const updates = language?.updates;
  if (updates === undefined) {
    if (options.update.length > 0) return `--update: ${title} has no updates`;
    return options.check === undefined ? undefined : `--check: ${title} has no updates`;
  }
  return options.check === undefined || updates.checks.includes(options.check)
    ? undefined
    : `--check is one of ${updates.checks.join(', ')}`;
}

export interface Ready extends Opened, About {
  readonly calculus: Calculus;
  readonly queue: readonly Waiting[];
  readonly check: string;
  readonly choices: Readonly<Record<string, string>>;
}

/** A program with its updates, to be run; or the exit code. */
export async function ready(
  file: string,
  options: RunCommand & { readonly record?: boolean },
): Promise<Either<number | readonly LoadError[], Ready>> {
  const about = await aboutProgram(file, options, options);
  if (isLeft(about)) return about;
  const wrong = misfit(about.right.calculus, options);
  if (wrong !== undefined) return left(wrongCall(wrong, options));
  const choices = chosen(about.right.calculus, options);
  if (isLeft(choices)) return left(wrongCall(choices.left, options));
  const read = openAll(file, options.update, openOptions(options, about.right));
  if (isLeft(read)) return read;
  const check = options.check ?? options.policy ?? about.right.calculus.language?.updates?.checks[0] ?? '';
  return right({ ...about.right, ...read.right, check, choices: choices.right });
}

/** What a run is asked for. */
export const runOptions = ({ queue, check, rules, choices }: Ready, { maxSteps }: RunCommand) => ({
  queue,
  check,
  choices,
  ...(rules === undefined ? {} : { system: rules }),
  ...(maxSteps === undefined ? {} : { maxSteps }),
});

/** Ways shown of a reason. */
const mostWays = 5;
/** A reason on lines, with what asks for a type. */
function sayReason(r: Reason, indent: string): void {
  say(`${indent}${reasonText(r)}`);
  const ways = r.ways ?? [];
  for (const w of ways.slice(0, mostWays)) say(`${indent}  ${tellWay(w)}`);
  if (ways.length > mostWays) say(`${indent}  and ${ways.length - mostWays} more`);
}

const place = (p: Position | undefined) => ({
  file: p?.file ?? null,
  line: p?.line ?? null,
  column: p?.column ?? null,
});

/** A way as JSON. */
export const wayJson = (w: Way) => ({
  kind: w.kind,
  type: w.type,
  in: w.in,
  ...place(w.position),
  source: w.source ?? null,
  steps: w.steps.map((s) => ({ kind: s.kind, in: s.in, ...place(s.position) })),
});

const reasonJson = (r: Reason) => {
  const { ways, ...plain } = r;
  return ways ? { ...r, ways: ways.map(wayJson) } : plain;
};

/** Refusals for the same reasons, one after the other, as one. */
function grouped(refusals: readonly Refusal[]): { readonly first: Refusal; readonly last: Refusal }[] {
  const groups: { first: Refusal; last: Refusal; key: string }[] = [];
  let before: Refusal | undefined;
  for (const r of refusals) {
    const group = groups[groups.length - 1];
    const key = before?.reasons === r.reasons && group ? group.key : r.reasons.map(reasonText).join('\n');
    if (group?.key === key) group.last = r;
    else groups.push({ first: r, last: r, key });
    before = r;
  }
  return groups;
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

function sayOutcome(type: string, o: RunReport, updates: Updating<unknown> | undefined, check: string): void {
  if (o.value !== null) say(o.outcome === 'done' ? `${o.value} : ${type}` : o.value);
  const words = [counted(o.steps, 'step')];
  if (updates !== undefined) words.push(counted(o.points, 'update point'), `${check} check`);
  say(o.outcome === 'done' ? `done: ${words.join(', ')}` : `${o.outcome} after ${words.join(', ')}`);
  if (o.note !== undefined) say(o.note);
  for (const u of o.updates) {
    for (const { first, last } of grouped(u.refusals)) {
      const where =
        first === last ? `point ${first.point} (step ${first.step})` : `points ${first.point} to ${last.point}`;
      say(`${u.update}: refused at ${where}`);
      for (const r of first.reasons) sayReason(r, '  ');
    }
    if (u.applied) say(`${u.update}: applied at point ${u.applied.point} (step ${u.applied.step})`);
    else say(`${u.update}: not applied${u.refusals.length === 0 ? ' (never tried)' : ''}`);
  }
}

/** Runs to the end, or until it is interrupted; on a terminal it says how far it is. */
async function runUntil(
  { language, program }: Ready,
  options: RunOptions,
): Promise<{ readonly report: RunReport; readonly interrupted: boolean }> {
  if (language.pausing === undefined) return { report: language.run(program, options), interrupted: false };
  let interrupted = false;
  const stop = (): void => void (interrupted = true);
  process.once('SIGINT', stop);
  const terminal = process.stderr.isTTY === true;
  let told = performance.now();
  let shown = false;
  try {
    const parts = language.pausing(program, options);
    for (let part = parts.next(); ; part = parts.next(interrupted)) {
      if (part.done) return { report: part.value, interrupted };
      // Whoever interrupts is heard between two parts.
      await setImmediate();
      if (!terminal || performance.now() - told < 200) continue;
      told = performance.now();
      shown = true;
      write(`\r${part.value} steps   `, 2);
    }
  } finally {
    process.removeListener('SIGINT', stop);
    if (shown) write('\r\u001b[K', 2);
  }
}

/** What runs with the updates may become, as a graph. */
async function graphCommand(file: string, options: RunCommand): Promise<number> {
  const form = graphForms.find((f) => f === options.graph);
  if (form === undefined) return wrongCall(`--graph is one of ${graphForms.join(', ')}`, options);
  const about = await aboutProgram(file, options, options);
  if (isLeft(about)) return about.left;
  const { title, language } = about.right.calculus;
  if (language?.updates?.choices === undefined)
    return wrongCall(
      `--graph: ${title} has no update points at which a run chooses${language?.space ? '; explore --dot draws all that a program does' : ''}`,
      options,
    );
  const read = await ready(file, options);
  if (isLeft(read)) return typeof read.left === 'number' ? read.left : fail(read.left, options);
  const graph = language.updates.choices(read.right.program, runOptions(read.right, options));
  if (options.json) sayJson('run', graphJson(graph));
  else write(graphAs(form, graph));
  return 0;
}

const graphJson = ({ nodes, edges }: RunGraph) => ({
  nodes: nodes.map((n) => {
    if (n.kind !== 'point') return n;
    const { position, ...rest } = n;
    return { ...rest, ...place(position) };
  }),
  edges,
});

export async function run(file: string, options: RunCommand): Promise<number> {
  if (options.graph !== undefined) return graphCommand(file, options);
  const read = await ready(file, options);
  if (isLeft(read)) return typeof read.left === 'number' ? read.left : fail(read.left, options);
  const { language, program, check: admits } = read.right;
  const { updates } = language;
  const trace: (StepText & { readonly step: number })[] = [];
  let steps = 0;
  const onStep = (_: unknown, { rule, redex, result }: StepText) => {
    const line = { step: ++steps, rule, redex, result };
    if (options.json) trace.push(line);
    // A step is said when it is taken, and not when the run is over: no table, whose columns are as wide as all of their cells.
    else say(`${String(steps).padStart(5)}  ${rule.padEnd(9)} ${redex}  →  ${result}`);
  };
  const { report: o, interrupted } = await runUntil(read.right, {
    ...runOptions(read.right, options),
    ...(options.trace ? { onStep, whole: true } : {}),
  });
  if (interrupted) write('mutandis: interrupted\n', 2);
  const type = language.type(program);
  if (options.json)
    sayJson('run', {
      outcome: o.outcome,
      value: o.value,
      type,
      steps: o.steps,
      ...(updates === undefined
        ? {}
        : {
            ...(o.note === undefined ? {} : { note: o.note }),
            ...(o.stopped === undefined ? {} : { stopped: o.stopped }),
            points: o.points,
            check: admits,
            updates: o.updates.map((u) => ({
              ...u,
              refusals: u.refusals.map((r) => ({ ...r, reasons: r.reasons.map(reasonJson) })),
            })),
          }),
      ...(options.trace ? { trace } : {}),
    });
  else sayOutcome(type, o, updates, admits);
  if (options.expect !== undefined && o.value !== options.expect.trim()) {
    write(`${file}: it ends with ${o.value ?? `nothing (${o.outcome})`}, not with ${options.expect.trim()}\n`, 2);
    return 1;
  }
  return o.outcome === 'stuck' ? 1 : 0;
}

const sayExplanation = (x: Explanation, indent = ''): void => lines(x, indent).forEach(say);

export async function explainCommand(file: string, options: RunCommand): Promise<number> {
  const read = await ready(file, options);
  if (!isLeft(read)) return explainRun(read.right, options);
  if (typeof read.left === 'number') return read.left;
  const about = await aboutProgram(file, options);
  if (isLeft(about)) return about.left;
  const { language, termTexts } = about.right.calculus;
  const explanations = read.left.map((error) => {
    const failure = language?.failure?.(error);
    return { error, explanation: failure ? explain(failure, termTexts) : null };
  });
  if (options.json) sayJson('explain', { holds: false, errors: read.left, explanations });
  else
    for (const { error, explanation } of explanations) {
      write(errorText(error), 2);
      if (explanation) sayExplanation(explanation, '  ');
    }
  return 1;
}

const refusedJson = (r: RefusalExplained | undefined) => (r ? { ...r, reasons: r.reasons.map(reasonJson) } : null);

/** Why an update was refused where it was refused first, judged again there; of a program without updates, that it is well typed. */
function explainRun(given: Ready, options: RunCommand & Mode): number {
  const { language, program, queue } = given;
  const { report, refused: found } =
    language.updates === undefined
      ? { report: { updates: [] }, refused: new Map<string, RefusalExplained>() }
      : language.updates.refusals(program, runOptions(given, options));
  const refused = report.updates.filter((u) => u.applied === null);
  if (options.json)
    sayJson('explain', {
      holds: refused.length === 0,
      updates: report.updates.map((u) => ({
        update: u.update,
        applied: u.applied,
        refused: refusedJson(found.get(u.update)),
      })),
    });
  else {
    if (queue.length === 0) say(`${language.type(program)}: the program is well typed`);
    for (const u of report.updates) {
      const why = found.get(u.update);
      say(u.applied ? `${u.update}: applied at point ${u.applied.point}` : `${u.update}: not applied`);
      if (!why) continue;
      say(`  refused at point ${why.point}:`);
      for (const r of why.reasons) sayReason(r, '    ');
      for (const e of why.explanations) sayExplanation(e, '    ');
    }
  }
  return refused.length === 0 ? 0 : 1;
}
