/**
 * Files of runs: what a property's verdict rests on, written down with the texts of the program and its updates, and
 * looked at again by labels, without exploring anything.
 */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { loadError, type LoadError } from '../../semantics/errors.ts';
import { parseProperties } from '../../checker/explore/parse.ts';
import type { Label, TransitionSystem } from '../../checker/explore/system.ts';
import { walk, wrongWith, type Trace } from '../../checker/explore/witness.ts';
import { symmetric } from '../../checker/explore/wrap.ts';
import { runsFormat } from './format.ts';
import type { Report } from './report.ts';
import { requestOf, type Request } from './request.ts';

const source = t.readonly(t.type({ file: t.string, text: t.string }));
const event = t.intersection([
  t.type({ name: t.string, args: t.array(t.string) }),
  t.partial({ value: t.string, number: t.string }),
]);
const label = t.intersection([t.type({ actor: t.string, rule: t.string }), t.partial({ event })]);
const run = t.intersection([
  t.type({ prefix: t.array(label), cycle: t.array(label) }),
  t.partial({
    /** `invariant x = 0`: the property that the run refutes (or shows to be reachable). */
    property: t.string,
    /** What else the run is of: `deadlock`, `valid`, `unexpected`. */
    of: t.string,
  }),
]);

/** A file of runs. */
export const RunsFile = t.type({
  format: t.literal(runsFormat),
  version: t.literal(1),
  program: source,
  updates: t.array(source),
  choices: t.record(t.string, t.string),
  /** Whether states are representatives, and actors those of the moment. */
  symmetric: t.boolean,
  runs: t.array(run),
});
export type RunsFile = t.TypeOf<typeof RunsFile>;
type Run = t.TypeOf<typeof run>;
type LabelJson = t.TypeOf<typeof label>;

const labelJson = ({ actor, rule, event: e }: Label): LabelJson => ({
  actor,
  rule,
  ...(e === undefined
    ? {}
    : {
        event: {
          name: e.name,
          args: [...e.args],
          ...(e.value === undefined ? {} : { value: e.value }),
          ...(e.number === undefined ? {} : { number: String(e.number) }),
        },
      }),
});

const labelOf = ({ actor, rule, event: e }: LabelJson): Label => ({
  actor,
  rule,
  ...(e === undefined
    ? {}
    : {
        event: {
          name: e.name,
          args: e.args,
          ...(e.value === undefined ? {} : { value: e.value }),
          ...(e.number !== undefined && /^-?\d+$/.test(e.number) ? { number: BigInt(e.number) } : {}),
        },
      }),
});

const runJson = (trace: Trace, what: Partial<Run>): Run => ({
  ...what,
  prefix: trace.prefix.map(labelJson),
  cycle: trace.cycle.map(labelJson),
});

/** All runs of a report that show something. */
export function runsOf(request: Request, report: Report, isSymmetric: boolean): RunsFile {
  const { program, updates, choices } = request.sources;
  const { space, valid, unexpected } = report;
  const runs = report.properties.flatMap(({ property, trace }) =>
    trace === null ? [] : [runJson(trace, { property: `${property.kind} ${property.text}` })],
  );
  if (valid?.trace) runs.push(runJson(valid.trace, { of: 'valid' }));
  if (unexpected?.labels)
    runs.push(runJson({ prefix: space.labelled(unexpected.labels), cycle: [] }, { of: 'unexpected' }));
  return {
    format: runsFormat,
    version: 1,
    program: { ...program },
    updates: updates.map((u) => ({ ...u })),
    choices: { ...choices },
    symmetric: isSymmetric,
    runs,
  };
}

export interface RunsVerdict {
  readonly ok: boolean;
  readonly runs: readonly { readonly of: string; readonly steps: number; readonly wrong: string | null }[];
}

/** Looks at the runs of a file: they have to be runs of the program, and to show what they are said to show. */
export function replayRuns(json: unknown, name: string): Either<readonly LoadError[], RunsVerdict> {
  const decoded = RunsFile.decode(json);
  if (isLeft(decoded)) {
    const at =
      decoded.left[0]?.context
        .map((c) => c.key)
        .filter((k) => k !== '')
        .join('.') ?? '';
    return left([
      loadError('parse', `is no file of runs: ${at === '' ? 'it' : at} is not what it should be`, undefined, name),
    ]);
  }
  const { program, updates, choices, symmetric: alike, runs } = decoded.right;
  const request = requestOf({ program, updates, choices, fresh: [], properties: [] });
  if (isLeft(request)) return request;
  const base = request.right.updated;
  const system = alike ? symmetric(base) : base;
  const looked: RunsVerdict['runs'][number][] = [];
  for (const one of runs) {
    const trace: Trace = { prefix: one.prefix.map(labelOf), cycle: one.cycle.map(labelOf) };
    const wrong = one.property === undefined ? walked(system, trace) : shown(system, one.property, trace, name);
    if (typeof wrong === 'object' && wrong !== null) return left(wrong);
    looked.push({ of: one.property ?? one.of ?? 'run', steps: trace.prefix.length + trace.cycle.length, wrong });
  }
  return right({ ok: looked.every((l) => l.wrong === null), runs: looked });
}

const walked = (system: TransitionSystem, trace: Trace): string | null => {
  const result = walk(system, trace);
  return typeof result === 'string' ? result : null;
};

function shown(
  system: TransitionSystem,
  text: string,
  trace: Trace,
  name: string,
): string | null | readonly LoadError[] {
  const parsed = parseProperties(text, name, system.events);
  if (isLeft(parsed)) return parsed.left;
  const [property] = parsed.right;
  if (property === undefined || parsed.right.length !== 1) return 'not one property';
  return wrongWith(system, property, trace) ?? null;
}
