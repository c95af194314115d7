/** What the reports on components are as JSON, by the commands that print them. */
import * as t from 'io-ts';
import { by, list, names, nullable, object, oneOf, open, says, whole } from '../../semantics/codecs.ts';

const outcome = object({
  threads: says('by thread: the value; repeats for a source, runs for one that has not ended', by(t.string)),
  objects: by(open({ class: t.string, fields: by(t.string) }, { phase: says('of the mediator', t.string) })),
});

export const outputs = {
  explore: open(
    {
      system: t.string,
      complete: says('whether all states were explored', t.boolean),
      states: whole,
      edges: whole,
      bounded: says('whether every thread is bounded, by B-Static', t.boolean),
      completes: says(
        'whether every weakly fair run completes the updates; null if not all states were explored',
        nullable(t.boolean),
      ),
      equivalent: says(
        'whether the results with the updates are results without them; null as above',
        nullable(t.boolean),
      ),
      outcomes: list(outcome),
      refused: says('updates that stand refused at the end of some run: update: rule: message', names),
      fell: says('by theorem', by(object({ message: t.string, trace: names }))),
    },
    { unchecked: says('with --reduce: theorems about steps, which are not checked there (O4 in part)', names) },
  ),
  plan: object({
    updates: list(
      object({
        update: t.string,
        lazy: t.boolean,
        verdict: oneOf('accepted', 'refused', 'waits'),
        rule: nullable(t.string),
        message: nullable(t.string),
        line: nullable(whole),
        column: nullable(whole),
        mediated: names,
        late: says('mediated when they are called', names),
        faithful: says('whether it is (O9); null where that is not known', nullable(t.boolean)),
        doubts: says('what keeps it from being seen to be faithful, by class', names),
        witness: says(
          'a state of an object, calls, and their last answer without and with the update',
          nullable(object({ object: t.string, state: t.string, calls: t.string, without: t.string, with: t.string })),
        ),
      }),
    ),
    bounded: says('whether every thread is bounded, by B-Static', t.boolean),
    why: nullable(t.string),
    mustComplete: says(
      'whether the updates complete in every fair run; null where that is not known',
      nullable(t.boolean),
    ),
  }),
  run: open(
    {
      outcome: oneOf('done', 'stuck', 'out-of-fuel'),
      threads: by(t.string),
      objects: by(open({ class: t.string, fields: by(t.string) }, { phase: t.string })),
      steps: whole,
      note: nullable(t.string),
    },
    { trace: list(object({ step: whole, actor: t.string, rule: t.string, state: t.string })) },
  ),
};
