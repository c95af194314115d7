/**
 * What formats are made of: the shapes that several outputs and files share. Each is an io-ts codec, from which come the type that the
 * compiler checks outputs by, and the JSON Schema that is published (convert.ts).
 */
import * as t from 'io-ts';
import { list, nullable, object, oneOf, open, says, whole } from '../../semantics/codecs.ts';
import { errorKinds } from '../../semantics/errors.ts';
import type { Explanation } from '../../checker/explain.ts';
import { runEnds } from '../../checker/runs.ts';

export const line = says('from 1; null where there is no place', nullable(whole));
/** A place in a file. */
export const place = { file: nullable(t.string), line, column: line };

/** Why a file does not load. */
export const loadError = says(
  'Why a file does not load, or a call makes no sense; the command line prints it as file:line:column: message.',
  object({
    file: t.string,
    kind: oneOf(...errorKinds),
    message: t.string,
    rule: says('the rule that failed, where one did', nullable(t.string)),
    line,
    column: line,
  }),
);
/** What every command prints that comes to nothing. */
export const errors = object({ errors: list(loadError) });

export const runEnd = oneOf(...runEnds);
/** Where a run that was not to go on stands. */
export const unended = object({
  frames: says('evaluation frames that wait', whole),
  ...place,
  forces: says(
    'contents of cells that are run inside themselves',
    list(object({ rule: t.string, cell: t.string, times: whole, runs: nullable(t.string), ...place })),
  ),
});

/** What asks for a type at an update point, and the way to it. */
export const way = says(
  'What asks for a type at an update point, and how it is reached from there.',
  object({
    kind: oneOf('con', 'latent', 'replaced', 'transformer'),
    type: t.string,
    in: says('the definition; null for the expression of the program', nullable(t.string)),
    ...place,
    source: says('the expression that is looked through', nullable(t.string)),
    steps: list(object({ kind: oneOf('return', 'value'), in: nullable(t.string), ...place })),
  }),
);

const because = { code: says('a rule, or a word of the specification', t.string), message: t.string };
const about = { type: t.string, in: t.string, capability: t.string, file: t.string, line: whole, column: whole };
/** One reason against an update, with the ways to what is in the way. */
export const reason = says('One reason against an update.', open(because, { ...about, ways: list(way) }));
/** A position as it stands in memory. */
export const position = object({ file: t.string, line: whole, column: whole, offset: whole, end: whole });
const rawWay = open(
  {
    kind: way.of.type.props.kind,
    type: t.string,
    in: nullable(t.string),
    steps: list(open({ kind: oneOf('return', 'value'), in: nullable(t.string) }, { position })),
  },
  { position, source: t.string },
);
/** A reason whose ways have positions instead of places. */
export const reasonAt = says(
  'One reason against an update; places of ways are positions.',
  open(because, { ...about, ways: list(rawWay) }),
);

export const applied = nullable(object({ point: whole, step: whole }));
export const updatesBy = <C extends t.Mixed>(why: C) =>
  list(
    object({
      update: says('its file', t.string),
      applied,
      refusals: list(object({ point: whole, step: whole, reasons: list(why) })),
    }),
  );

/** The tree of failed rules. */
export const explanation: t.Type<Explanation> = t.recursion('explanation', () =>
  object({
    judgement: t.string,
    goal: t.string,
    rules: list(
      object({
        rule: t.string,
        premise: says('which premise failed, from 1', whole),
        of: says('how many there are', whole),
        failed: t.string,
        got: nullable(t.string),
        because: nullable(explanation),
      }),
    ),
    skipped: says('levels of the same judgement that are left out before the next one', whole),
  }),
);

/** The parts that schemas give a name, and refer to by it. */
export const parts: ReadonlyMap<t.Mixed, string> = new Map<t.Mixed, string>([
  [loadError, 'error'],
  [way, 'way'],
  [reason, 'reason'],
  [reasonAt, 'reason'],
  [position, 'position'],
  [explanation, 'explanation'],
]);
