/** What the reports on sessions are as JSON, by the commands that print them. */
import * as t from 'io-ts';
import { by, list, names, nullable, object, oneOf, open, says, whole } from '../../semantics/codecs.ts';

const verdicts = list(object({ accepted: t.boolean, rule: nullable(t.string), message: nullable(t.string) }));

export const outputs = {
  explore: object({
    system: t.string,
    complete: says('whether all states were explored', t.boolean),
    bound: says('messages that a queue holds at most', whole),
    states: whole,
    edges: whole,
    updates: verdicts,
    ends: says('the versions that participants end with', names),
    faulty: whole,
    deadlocks: whole,
    orphans: whole,
    fell: says('by theorem', by(object({ message: t.string, trace: names }))),
  }),
  plan: object({
    updates: list(
      object({
        number: whole,
        kind: oneOf('code', 'protocol'),
        boundary: nullable(t.string),
        accepted: t.boolean,
        rule: nullable(t.string),
        message: nullable(t.string),
        line: nullable(whole),
        column: nullable(whole),
        missing: list(object({ participant: t.string, procedure: t.string })),
        parts: list(object({ participant: t.string, when: t.string })),
      }),
    ),
  }),
  project: object({
    versions: list(
      open(
        { version: whole, protocol: t.string, locals: says('by participant', by(t.string)) },
        { dot: says('graphs', by(t.string)) },
      ),
    ),
  }),
  run: open(
    { outcome: oneOf('done', 'stuck', 'out-of-fuel'), versions: t.string, steps: whole, chances: whole, updates: verdicts }, // prettier-ignore
    {
      trace: list(
        object({ step: whole, participant: t.string, rule: t.string, action: t.string, process: t.string, queues: t.string }), // prettier-ignore
      ),
    },
  ),
};
