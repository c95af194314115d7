/** Ranges of the update points of a sweep. */
import { isLeft, left, right } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { by, list, names, nullable, object, open, whole } from '../../../semantics/codecs.ts';
import { showError } from '../../../semantics/errors.ts';
import * as p from '../../schemas/parts.ts';
import { halves, sweepEnd } from '../../schemas/outputs.ts';
import type { Sweep } from '../../updating/report.ts';
import { toolsOf } from '../../updating/tools.ts';
import { asSent, count, kind, source, type JobOf } from '../jobs.ts';

/** Bounds of a job: update points of a range, and reductions of a run. */
export const mostSwept = { range: 256, steps: 10_000_000 } as const;

const point = open(
  {
    point: whole,
    step: whole,
    accepts: by(t.boolean),
    reasons: by(list(p.reasonAt)),
    active: names,
    wellTyped: t.boolean,
    outcome: p.runEnd,
    safe: t.boolean,
    value: nullable(t.string),
    stopped: nullable(p.unended),
  },
  { position: p.position },
);
const total = object({
  accepted: halves,
  refused: halves,
  unended: object({ accepted: whole, refused: whole }),
  first: nullable(object({ point: whole, points: whole, steps: whole })),
});
/** A sweep as it travels. */
const AnswerCodec = object({
  update: t.string,
  reasons: list(p.reasonAt),
  points: list(point),
  totals: by(total),
  outcome: sweepEnd,
  steps: whole,
  value: nullable(t.string),
});

export const sweepKind = kind(
  'sweep',
  {
    program: source,
    update: source,
    annotated: t.boolean,
    maxSteps: count('a number of reductions', mostSwept.steps),
    from: count('an update point', Number.MAX_SAFE_INTEGER),
    to: count('an update point', Number.MAX_SAFE_INTEGER),
  },
  AnswerCodec as unknown as t.Type<Sweep, unknown>,
  {
    wrong: ({ from, to }) =>
      to < from || to - from > mostSwept.range ? `to: a range has at most ${mostSwept.range} update points` : undefined,
    perform(job, { calculus: { name, language }, variant: { system } }) {
      const tools = toolsOf[name];
      if (tools === undefined || language?.updates === undefined)
        return left(`system: nothing sweeps updates of ${name}`);
      const by = { ...(job.annotated ? { annotated: true } : {}), ...(job.variant === null ? {} : { system }) };
      const program = language.load(job.program.text, job.program.file, by);
      if (isLeft(program)) return left(`program: ${program.left.map(showError).join('; ')}`);
      const update = language.updates.read(job.update.text, job.update.file, by);
      if (isLeft(update)) return left(`update: ${update.left.map(showError).join('; ')}`);
      const { maxSteps, from, to } = job;
      return right(
        asSent(tools.sweep(system, program.right, update.right, { maxSteps, from, maxPoints: to })) as Sweep,
      );
    },
    amount: ({ points }) => points.length,
    what: ({ from, to }) => `update points ${from} to ${to}`,
  },
);

/** A range of the update points of a sweep. */
export type SweepJob = JobOf<typeof sweepKind>;
