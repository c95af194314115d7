/** The commands on programs: check, translate, analyse, run, explain. */
import type { Position } from '../../semantics/positions.ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { showError } from '../../semantics/errors.ts';
import { make, type Expr } from '../../semantics/proteus/grammar.ts';
import { signatureOf, typeOfBinding } from '../../semantics/proteus/heaps.ts';
import { printCap, printExpr, printProgram, printType } from '../../semantics/proteus/syntax/index.ts';
import { itemList } from '../../semantics/proteus/programs.ts';
import { proteus } from '../../rules/proteus/system.ts';
import { admitted } from '../../rules/proteus/updates.ts';
import { derive } from '../../checker/derive.ts';
import { explain, lines, type Explanation } from '../../checker/explain.ts';
import { analyse } from '../../checker/proteus/analysis.ts';
import { failureBehind, show, showing } from '../../checker/proteus/messages.ts';
import { reasonText, tellWay, type Reason, type Refusal, type Way } from '../../checker/runs.ts';
import { prepare } from '../../checker/proteus/prepare.ts';
import { byRules, fast, runWith, type Queued, type RunOutcome } from '../../checker/proteus/run.ts';
import type { Derivation } from '../../checker/derivation.ts';
import type { Loaded } from '../../checker/proteus/load.ts';
import { readAll, readProgram } from './input.ts';
import { fail, say, sayJson, type Mode } from './output.ts';

export interface ProgramOptions extends Mode {
  readonly annotated?: boolean;
}

export function check(file: string, options: ProgramOptions): number {
  const loaded = readProgram(file, options);
  if (isLeft(loaded)) return fail(loaded.left, options);
  const { program, type } = loaded.right;
  const definitions = itemList(program.items).flatMap((i) =>
    i.tag === 'TypeItem'
      ? [{ kind: 'type', name: i.t, type: printType(i.type) }]
      : i.tag === 'BindItem'
        ? [{ kind: i.binding.tag === 'Fun' ? 'fun' : 'var', name: i.z, type: printType(typeOfBinding(i.binding)) }]
        : [],
  );
  if (options.json) sayJson({ definitions, type: printType(type) });
  else {
    for (const d of definitions)
      say(d.kind === 'type' ? `type ${d.name} = ${d.type}` : `${d.kind} ${d.name} : ${d.type}`);
    say(`in : ${printType(type)}`);
  }
  return 0;
}

export function translate(file: string, options: ProgramOptions & { readonly latents?: boolean }): number {
  const loaded = readProgram(file, options);
  if (isLeft(loaded)) return fail(loaded.left, options);
  const program = printProgram(loaded.right.program, { latents: options.latents ?? false });
  if (options.json) sayJson({ program });
  else say(program.trimEnd());
  return 0;
}

export function analysis(file: string, options: ProgramOptions): number {
  const loaded = readProgram(file, options);
  if (isLeft(loaded)) return fail(loaded.left, options);
  const points = analyse(loaded.right.program).map((p) => ({
    line: p.position?.line ?? null,
    column: p.position?.column ?? null,
    in: p.in,
    capability: printCap(p.capability),
    mayChange: p.mayChange,
    mayNotChange: p.mayNotChange,
  }));
  if (options.json) sayJson({ points });
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

export interface RunCommand extends ProgramOptions {
  readonly update: readonly string[];
  readonly check: 'dynamic' | 'static';
  readonly maxSteps?: number;
  readonly trace?: boolean;
}

/** A step for people: the rule, the redex and what it became. */
function traceLine(step: number, d: Derivation): { step: number; rule: string; redex: string; result: string } {
  const inner = d.premises[0];
  if (d.rule.name === 'R-Ctx' && inner) {
    const [, redex, , result] = inner.args as [unknown, Expr, unknown, Expr];
    return { step, rule: inner.rule.name, redex: show(redex) ?? '', result: show(result) ?? '' };
  }
  return { step, rule: d.rule.name, redex: 'update', result: '0' };
}

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

const reasonJson = (r: Reason) => (r.ways ? { ...r, ways: r.ways.map(wayJson) } : r);

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

function sayOutcome(loaded: Loaded, o: RunOutcome, check: string): void {
  if (o.outcome === 'done') say(`${printExpr(o.config.e)} : ${printType(loaded.type)}`);
  const steps = `${o.steps} step${o.steps === 1 ? '' : 's'}, ${o.points} update point${o.points === 1 ? '' : 's'}, ${check} check`;
  say(o.outcome === 'done' ? `done: ${steps}` : `${o.outcome} after ${steps}`);
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

export function run(file: string, options: RunCommand): number {
  const read = readAll(file, options.update, options);
  if (isLeft(read)) return fail(read.left, options);
  const { loaded, queue } = read.right;
  const trace: ReturnType<typeof traceLine>[] = [];
  let step = 0;
  const onStep = (d: Derivation) => {
    const line = traceLine(++step, d);
    if (options.json) trace.push(line);
    else say(`${String(step).padStart(5)}  ${line.rule.padEnd(9)} ${line.redex}  →  ${line.result}`);
  };
  const runner = options.trace ? byRules(proteus, loaded.config, onStep) : fast(loaded.config);
  const outcome = runWith(proteus, runner, queue, { ...options, flows: loaded.flows });
  if (outcome.outcome === 'stuck') throw new Error('a well-typed program is stuck');
  if (options.json)
    sayJson({
      outcome: outcome.outcome,
      value: outcome.outcome === 'done' ? printExpr(outcome.config.e) : null,
      type: printType(loaded.type),
      steps: outcome.steps,
      points: outcome.points,
      check: options.check,
      updates: outcome.updates.map((u) => ({
        ...u,
        refusals: u.refusals.map((r) => ({ ...r, reasons: r.reasons.map(reasonJson) })),
      })),
      ...(options.trace ? { trace } : {}),
    });
  else sayOutcome(loaded, outcome, options.check);
  return 0;
}

const sayExplanation = (x: Explanation, indent = ''): void => lines(x, indent).forEach(say);

export function explainCommand(file: string, options: RunCommand): number {
  const read = readAll(file, options.update, options);
  if (isLeft(read)) {
    const explanations = read.left.map((error) => {
      const failure = failureBehind(error);
      return { error, explanation: failure ? explain(failure, showing) : null };
    });
    if (options.json) sayJson({ holds: false, errors: read.left, explanations });
    else
      for (const { error, explanation } of explanations) {
        say(showError(error));
        if (explanation) sayExplanation(explanation, '  ');
      }
    return 1;
  }
  return explainRun(read.right.loaded, read.right.queue, options);
}

interface Refused {
  readonly reasons: readonly Reason[];
  readonly explanations: readonly Explanation[];
  readonly point: number;
}
const refusedJson = (r: Refused | undefined) => (r ? { ...r, reasons: r.reasons.map(reasonJson) } : null);

/** Why an update was refused where it was refused last, judged again there. */
function explainRun(loaded: Loaded, queue: readonly Queued[], options: RunCommand): number {
  const runner = fast(loaded.config);
  const found = new Map<string, Refused>();
  const outcome = runWith(proteus, runner, queue, {
    ...options,
    flows: loaded.flows,
    onRefuse: (K, item, point, reasons) => {
      if (found.has(item.file)) return;
      const p = prepare(proteus, K.types, signatureOf.compute(K.heap), item.items, item.file);
      const check = options.check === 'dynamic' ? make.Check.Dynamic() : make.Check.Static();
      const explanations = p.failures.map((f) => explain(f, showing));
      if (p.reasons.length === 0 && K.e.tag === 'Update') {
        const r = derive(proteus, admitted.form, [check, K.context, K.heap, K.e.cap, p.update], { explain: true });
        if (isLeft(r)) explanations.push(explain(r.left, showing));
      }
      found.set(item.file, { reasons, explanations, point });
    },
  });
  const refused = outcome.updates.filter((u) => u.applied === null);
  if (options.json)
    sayJson({
      holds: refused.length === 0,
      updates: outcome.updates.map((u) => ({
        update: u.update,
        applied: u.applied,
        refused: refusedJson(found.get(u.update)),
      })),
    });
  else {
    if (queue.length === 0) say(`${printType(loaded.type)}: the program is well typed`);
    for (const u of outcome.updates) {
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
