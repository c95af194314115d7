/** What was found of a system's behaviour, as `mutandis explore --json` prints it (behaviours.md, section 12). */
import { isLeft } from 'fp-ts/lib/Either.js';
import { check, type Checked } from '../../checker/explore/check.ts';
import { outcomesOf, type Outcome } from '../../checker/explore/outcomes.ts';
import { kept, keptBySymmetry } from '../../checker/explore/keeps.ts';
import type { Property } from '../../checker/explore/parse.ts';
import type { Lasso } from '../../checker/explore/product.ts';
import { Space } from '../../checker/explore/space.ts';
import type { Label } from '../../checker/explore/system.ts';
import { unexpected, type Traces } from '../../checker/explore/traces.ts';
import { validity, type Validity } from '../../checker/explore/validity.ts';
import { wrongWith, type Trace } from '../../checker/explore/witness.ts';
import { unfolded } from '../../checker/explore/wrap.ts';
import type { Output, StepJson, TraceJson } from '../schemas/outputs.ts';
import { basisOf, partOf, type Part } from './parts.ts';
import type { Request } from './request.ts';

export interface PropertyReport {
  readonly property: Property;
  readonly checked: Checked;
  readonly trace: Trace | null;
}

export interface Exploring {
  readonly limit: number;
  readonly reduce: boolean;
  readonly symmetric: boolean;
  /** The variables whose writes are observed; undefined if none are asked for. */
  readonly observe: readonly string[] | undefined;
  /** Explores a system as far as it may; called once for each space that is needed. */
  /** The refusals of the updated system, where others than it explored. */
  readonly refused?: () => readonly (readonly string[])[] | undefined;
  readonly explore: (space: Space, part: Part) => Promise<void>;
}

export interface Report {
  readonly space: Space;
  /** The space was explored without the reductions that were asked for: what is asked is not kept by them. */
  readonly inFull: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly terminal: number;
  readonly deadlock: boolean;
  readonly refused: readonly (readonly string[])[];
  readonly properties: readonly PropertyReport[];
  readonly valid?: Validity & { readonly trace: Trace | null };
  readonly unexpected?: Traces & { readonly observed: readonly string[] };
}

/** Why the reductions cannot be used for what is asked: each in a sentence. */
function objections(request: Request, options: Exploring): string[] {
  const found: string[] = [];
  const { properties } = request;
  if (options.reduce) {
    for (const p of properties) {
      const why = kept(p);
      if (why !== undefined) found.push(`--reduce does not keep ${p.name ?? p.text}: ${why}`);
    }
  }
  if (options.symmetric)
    for (const p of properties) {
      const why = keptBySymmetry(p);
      if (why !== undefined) found.push(`--symmetric does not keep ${p.name ?? p.text}: ${why}`);
    }
  if (options.reduce || options.symmetric) {
    if (request.fresh.length > 0) found.push('validity is decided on all states');
    if (options.observe !== undefined) found.push('traces are decided on all states');
  }
  return found;
}

/** Explores, and decides all that is asked. */
export async function reportOn(request: Request, options: Exploring): Promise<Report> {
  const { updated, properties } = request;
  const inFull = objections(request, options);
  const small = inFull.length === 0;
  const { limit } = options;
  const part: Part = { of: 'updated', reduce: small && options.reduce, symmetric: small && options.symmetric };
  const base = basisOf(request, part);
  const space = new Space(partOf(request, part), { limit });
  await options.explore(space, part);

  /** The labels of a run; those of a reduced system with the steps that it leaves out. */
  const traceOf = (run: Lasso | null): Trace | null => {
    if (run === null) return null;
    const { path, cycle } = run;
    const whole = (labels: readonly number[], from?: number): readonly number[] =>
      !part.reduce ? labels : unfolded(base, labels, from === undefined ? undefined : space.state(from));
    return {
      prefix: space.labelled(whole(path.labels)),
      cycle: space.labelled(whole(cycle.labels, path.states[path.states.length - 1])),
    };
  };

  const { outcomes, terminal, deadlock } = outcomesOf(space);
  const reports = properties.map((property): PropertyReport => {
    const checked = check(space, property);
    if (isLeft(checked)) throw new Error(checked.left[0]?.message ?? 'names that mean nothing');
    const trace = traceOf(checked.right.run);
    // No verdict is believed that its own run does not show.
    const wrong = trace === null ? undefined : wrongWith(base, property, trace);
    if (wrong !== undefined) throw new Error(`the run that is to show ${property.text} does not: ${wrong}`);
    return { property, checked: checked.right, trace };
  });

  const news: Space[] = [];
  const whole = async (of: Part['of']): Promise<Space> => {
    const one: Part = { of, reduce: false, symmetric: false };
    const explored = new Space(partOf(request, one), { limit });
    await options.explore(explored, one);
    return explored;
  };
  for (const i of request.fresh.keys()) news.push(await whole(i));
  const last = news[news.length - 1];
  const valid = last === undefined ? undefined : validity(space, last);

  let traces: Traces | undefined;
  if (options.observe !== undefined) {
    traces = unexpected(space, [await whole('old'), ...news], new Set(options.observe));
  }
  return {
    space,
    inFull,
    outcomes,
    terminal,
    deadlock,
    refused: options.refused?.() ?? updated.refused?.() ?? [],
    properties: reports,
    ...(valid === undefined ? {} : { valid: { ...valid, trace: traceOf(valid.run) } }),
    ...(traces === undefined ? {} : { unexpected: { ...traces, observed: options.observe ?? [] } }),
  };
}

export function stepJson({ actor, rule, event }: Label): StepJson {
  if (event === undefined || event.name === 'request') return { actor, rule };
  if (event.name === 'write') return { actor, rule, write: { [event.args[0] as string]: event.value ?? '?' } };
  if (event.name === 'update') return { actor, rule, update: Number(event.args[0]) };
  const { name, args, value } = event;
  return { actor, rule, event: { name, args, ...(value === undefined ? {} : { value }) } };
}

export const traceJson = (trace: Trace | null): TraceJson =>
  trace === null ? null : { prefix: trace.prefix.map(stepJson), cycle: trace.cycle.map(stepJson) };

/** The keys of behaviours.md, section 12. */
export function reportJson(request: Request, report: Report): Output<'explore'> {
  const { sources, type } = request;
  const { space, valid, unexpected: traces } = report;
  const { policy = null, offer = null } = sources.choices;
  return {
    file: sources.program.file,
    updates: sources.updates.map((u) => u.file),
    type,
    policy,
    offer,
    states: space.size,
    edges: space.edges,
    complete: space.complete,
    terminal: report.terminal,
    deadlock: report.deadlock,
    outcomes: report.outcomes,
    refused: report.refused,
    ...(report.properties.length === 0
      ? {}
      : {
          properties: report.properties.map(({ property, checked, trace }) => ({
            name: property.name,
            kind: property.kind,
            formula: property.text,
            verdict: checked.verdict,
            trace: traceJson(trace),
          })),
        }),
    ...(valid === undefined
      ? {}
      : { valid: { verdict: valid.verdict, updated: valid.updated, trace: traceJson(valid.trace) } }),
    ...(traces === undefined
      ? {}
      : { unexpected: { observed: traces.observed, verdict: traces.verdict, trace: traces.trace } }),
  };
}

/** Whether all is well: explored to the end, every property holds, valid, nothing unexpected. */
export const allWell = ({ space, properties, valid, unexpected: traces }: Report): boolean =>
  space.complete &&
  properties.every(({ checked }) => checked.verdict === 'holds') &&
  (valid === undefined || valid.verdict === 'holds') &&
  (traces === undefined || traces.verdict === 'none');
