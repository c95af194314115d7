/**
 * What the command line prints with --json, command by command. The compiler checks each command's output by its codec (sayJson), the
 * published JSON Schemas are made from them, and a test looks at what the commands really print.
 */
import * as t from 'io-ts';
import { by, list, names, nullable, object, oneOf, open, says, whole } from '../../semantics/codecs.ts';
import { Obligations } from '../../proofs/obligations.ts';
import { StatisticsFile } from '../statistics/file.ts';
import { commandsOnC } from './c.ts';
import * as p from './parts.ts';

const { line, place } = p;

const definitions = list(object({ kind: t.string, name: t.string, type: t.string }));
const step = object({ step: whole, rule: t.string, redex: t.string, result: t.string });

const run = open(
  { outcome: p.runEnd, value: says('as it is written; null without one', nullable(t.string)), type: t.string, steps: whole }, // prettier-ignore
  {
    note: says('why the run did not go on as it was told to', t.string),
    stopped: says('where it stands, when it was not to go on', p.unended),
    points: says('update points that the run met', whole),
    check: says('the check that admits updates', t.string),
    updates: p.updatesBy(p.reason),
    trace: list(step),
  },
);

const runGraph = object({
  nodes: list(
    t.union([
      object({ kind: t.literal('start') }),
      object({ kind: t.literal('point'), point: whole, ...p.place }),
      object({ kind: t.literal('end'), outcome: p.runEnd, value: nullable(t.string) }),
      object({ kind: t.literal('more') }),
    ]),
  ),
  edges: list(
    object({
      from: whole,
      to: whole,
      choice: says('what is done where it begins', oneOf('start', 'apply', 'defer', 'refused')),
      update: nullable(t.string),
      reasons: list(t.string),
      steps: says('reductions to the next node', whole),
    }),
  ),
});

const analysed = object({
  line,
  column: line,
  in: nullable(t.string),
  capability: t.string,
  mayChange: names,
  mayNotChange: names,
});

const explained = list(object({ error: p.loadError, explanation: nullable(p.explanation) }));
const refused = object({ reasons: list(p.reason), explanations: list(p.explanation), point: whole });
const explain = t.union([
  object({ holds: t.literal(false), errors: list(p.loadError), explanations: explained }),
  object({
    holds: t.boolean,
    updates: list(object({ update: t.string, applied: p.applied, refused: nullable(refused) })),
  }),
]);

const plan = object({
  updates: list(
    object({
      update: t.string,
      wellFormed: t.boolean,
      reasons: list(p.reasonAt),
      behind: says('functions and contents left behind that use a changed type concretely', list(p.reasonAt)),
      points: list(
        object({
          ...place,
          in: nullable(t.string),
          capability: t.string,
          mayChange: names,
          current: says('whether a call can still reach it', t.boolean),
          static: oneOf('admitted', 'later', 'refused'),
          obstacles: list(object({ type: t.string, ways: list(p.way) })),
        }),
      ),
      proposal: nullable(
        object({ in: nullable(t.string), how: oneOf('beginning', 'before the call'), ...place, program: t.string }),
      ),
    }),
  ),
});

export const halves = object({ safe: whole, unsafe: whole });
export const sweepEnd = t.union([p.runEnd, t.literal('out-of-points')]);
const sweep = object({
  update: t.string,
  wellFormed: t.boolean,
  reasons: list(p.reasonAt),
  points: list(
    object({
      point: whole,
      step: whole,
      ...place,
      accepts: says('by policy', by(t.boolean)),
      reasons: says('by policy', by(list(p.reasonAt))),
      active: names,
      wellTyped: t.boolean,
      outcome: p.runEnd,
      safe: says('well typed, and it ended without being stuck', t.boolean),
      value: says('what the run ends with', nullable(t.string)),
      compared: says('with what the old and the new version end with, where they do', nullable(oneOf('as old and new', 'as old', 'as new', 'as neither'))),
      stopped: says('where it stands, when it did not end', nullable(p.unended)),
    }),
  ),
  totals: says(
    'by policy',
    by(
      object({
        accepted: halves,
        refused: halves,
        unended: says('points after which the run did not end', object({ accepted: whole, refused: whole })),
        first: nullable(object({ point: whole, points: whole, steps: whole })),
      }),
    ),
  ),
  outcome: sweepEnd,
  steps: whole,
  value: says('what the run without the update ends with', nullable(t.string)),
  new: says('what the new version ends with, where it is given', nullable(t.string)),
});

const sorted = object({ changed: names, added: names, removed: names });
const diff = object({
  out: nullable(t.string),
  types: sorted,
  functions: sorted,
  variables: sorted,
  along: names,
  transformers: list(object({ type: t.string, by: t.string })),
  holes: list(open({ in: t.string, type: t.string, why: t.string }, { line: whole, column: whole })),
  notes: names,
  reasons: list(p.reasonAt),
  update: says('its text; holes are written ???', t.string),
});

const derive = open(
  { out: nullable(t.string), nodes: whole, outcome: p.runEnd, steps: whole },
  { points: whole, updates: p.updatesBy(p.reasonAt) },
);

/** With --second: what the second replay says, and whether both say the same. */
const twice = {
  second: t.union([
    object({ ok: t.literal(true), nodes: whole, byEquations: whole, byCode: whole }),
    object({ ok: t.literal(false), node: nullable(whole), premise: nullable(whole), message: t.string }),
  ]),
  agree: t.boolean,
};

/** What replay says of each kind of file that it checks. */
const replay = t.union([
  says('derivations', open({ ok: t.literal(true), nodes: whole, roots: names }, twice)),
  open(
    {
      ok: t.literal(false),
      node: nullable(whole),
      path: t.string,
      rule: nullable(t.string),
      premise: says('from 1; 0 for the conclusion', nullable(whole)),
      message: t.string,
    },
    twice,
  ),
  says(
    'a counterexample',
    object({
      ok: t.literal(true),
      nodes: whole,
      theorem: t.string,
      case: t.string,
      conclusion: whole,
      values: by(whole),
      plan: list(whole),
      program: t.string,
      updates: names,
      why: names,
      command: t.string,
    }),
  ),
  object({ ok: t.literal(false), file: t.string, message: t.string }),
  says(
    'runs',
    object({ ok: t.boolean, runs: list(object({ of: t.string, steps: whole, wrong: nullable(t.string) })) }),
  ),
  says('proofs', object({ ok: t.literal(true), proofs: whole, steps: whole, assumed: names })),
  object({ ok: t.literal(false), theorem: t.string, case: t.string, path: t.string, message: t.string }),
]);

const rules = list(object({ name: t.string, judgement: t.string, text: t.string, latex: t.string, html: t.string }));

const finding = open({ code: t.string, message: t.string }, { at: list(whole), line: whole, column: whole });
const exercise = t.union([
  object({
    exercises: list(
      object({
        file: t.string,
        title: nullable(t.string),
        kind: nullable(t.string),
        problems: says('empty where it can be solved', list(p.loadError)),
      }),
    ),
  }),
  object({
    answers: list(
      object({
        name: says('of whoever answered: that of the file', t.string),
        results: list(
          object({ exercise: t.string, done: t.boolean, verdict: says('null without an answer', nullable(t.string)) }),
        ),
      }),
    ),
  }),
  object({
    done: t.boolean,
    verdict: t.string,
    errors: list(p.loadError),
    findings: list(finding),
    hints: names,
    fitting: says('so many of the hints are about what is wrong', whole),
    counterexample: nullable(object({ program: t.string, updates: names, why: names })),
  }),
]);

/** A step as the outside sees it. */
const seen = open(
  { actor: t.string, rule: t.string },
  {
    write: says('the variable, and what is written', by(t.string)),
    update: whole,
    event: open({ name: t.string, args: names }, { value: t.string }),
  },
);
const trace = nullable(object({ prefix: list(seen), cycle: list(seen) }));
export type StepJson = t.TypeOf<typeof seen>;
export type TraceJson = t.TypeOf<typeof trace>;
const verdict = oneOf('holds', 'fails', 'unknown');
const explore = open(
  {
    file: t.string,
    updates: names,
    type: t.string,
    policy: nullable(t.string),
    offer: nullable(t.string),
    states: whole,
    edges: whole,
    complete: says('whether all states were explored', t.boolean),
    terminal: whole,
    deadlock: t.boolean,
    outcomes: list(
      object({
        end: oneOf('done', 'deadlock', 'stuck'),
        value: nullable(t.string),
        applied: whole,
        variables: by(t.string),
      }),
    ),
    refused: says('for each update the codes of reasons that it was refused for', list(names)),
  },
  {
    properties: list(object({ name: nullable(t.string), kind: t.string, formula: t.string, verdict, trace })),
    valid: object({ verdict, updated: whole, trace }),
    unexpected: object({ observed: names, verdict: oneOf('none', 'found', 'unknown'), trace: nullable(names) }),
  },
);

const surprise = object({
  found: says(
    'the smallest client that sees what neither version shows',
    nullable(object({ client: t.string, program: t.string, trace: names, steps: list(seen) })),
  ),
  observed: names,
  tried: says('clients that were decided', whole),
  size: says('statements of the largest of them', whole),
  undecided: says('clients whose spaces are too large', whole),
  states: whole,
});

const counterexample = object({
  file: nullable(t.string),
  program: t.string,
  update: t.string,
  case: t.string,
  kept: says('from an earlier hunt, and one still', t.boolean),
  found: object({ tests: whole, seconds: t.number }),
  size: whole,
  lines: whole,
  why: names,
});
const hunt = object({
  system: t.string,
  variant: nullable(t.string),
  seed: whole,
  tests: whole,
  seconds: t.number,
  testsPerSecond: t.number,
  theorems: by(object({ tests: whole, counterexample: nullable(counterexample) })),
  rules: says('rule instances', by(whole)),
  cases: says('instances by theorem and case', by(by(whole))),
  exhausted: says('by theorem the size up to which all instances were tried', by(whole)),
  symmetric: says(
    'by theorem the subjects that were tried, and those left out that differ by names alone from one of them; null where none is left out',
    nullable(by(object({ subjects: whole, leftOut: whole }))),
  ),
  untried: says('theorems of which no instance was made', names),
  unwritten: says('counterexamples that could not be written', list(p.loadError)),
  episodes: whole,
  tags: by(whole),
  explored: says(
    'programs whose states were looked at; null where a hunt explores none',
    nullable(
      object({
        programs: whole,
        ended: says('explored to their end', whole),
        different: says('of those explored to their end, how many are not the same program', whole),
        states: whole,
        unused: says('rules of which no instance was met', names),
      }),
    ),
  ),
  interrupted: t.boolean,
  command: says('what reproduces it', t.string),
});

const variants = list(
  object({
    system: t.string,
    name: t.string,
    sentence: t.string,
    expected: says('the theorems that are expected to fall', t.union([t.literal('sound'), names])),
    counterexample: says('a file of the package', nullable(t.string)),
  }),
);

const generate = open(
  {
    system: t.string,
    variant: nullable(t.string),
    judgement: t.string,
    seed: whole,
    size: whole,
    instances: list(open({ text: t.string }, { update: t.string })),
  },
  { statistics: says('with --stats alone', StatisticsFile) },
);

const trusted = object({
  parts: list(
    object({
      name: t.string,
      sentence: t.string,
      files: list(object({ file: t.string, lines: whole, code: says('lines that are neither blank nor comment', whole) })),
      lines: whole,
      code: whole,
    }),
  ),
  machinery: says('for any calculus: replay, grammars and systems', object({ lines: whole, code: whole })),
  shared: says('that, and what metafunctions are made with', object({ lines: whole, code: whole })),
  packages: says('that these files import', names),
});

const exported = object({
  system: t.string,
  variant: says('null: the base', nullable(t.string)),
  made: says('cases whose lemma ends in Qed', names),
  admitted: list(object({ name: t.string, why: says('open, or of what form no script is made yet', t.string) })),
  left: says('statements that are not written', list(object({ name: t.string, why: t.string }))),
});

const prove = object({
  system: t.string,
  variant: nullable(t.string),
  cases: list(
    object({
      theorem: t.string,
      case: t.string,
      lemma: t.boolean,
      status: says(
        'refuted: a recorded counterexample is of this case, and it is not proved',
        oneOf('proved', 'conditional', 'open', 'refuted'),
      ),
      by: says('the recorded counterexample of this case; with a proof beside it, Mutandis has a bug', nullable(t.string)),
      rests: says('what it rests on that is not proved', names),
      steps: whole,
      open: says(
        'the goal that is open',
        nullable(
          object({
            branch: names,
            given: names,
            notShown: names,
            values: says('values that make it fail', list(object({ of: t.string, value: t.string }))),
            instance: says('whether they are an instance of all that is supposed', nullable(t.boolean)),
            hunt: says('the command that hunts it, or a theorem that rests on it', nullable(t.string)),
          }),
        ),
      ),
    }),
  ),
});

const known = object({
  system: t.string,
  variant: t.string,
  theorem: t.string,
  case: says('the case of the theorem that falls', t.string),
  file: t.string,
});
const obligations = object({
  ...Obligations.type.props,
  variants: list(known),
  untried: says('theorems of which no instance was made', list(object({ system: t.string, theorem: t.string }))),
  untriedCases: says(
    'cases that no instance reached: they have not passed',
    list(object({ system: t.string, theorem: t.string, case: t.string })),
  ),
});

const expectation = object({
  name: t.string,
  file: t.string,
  line: whole,
  holds: t.boolean,
  expected: t.string,
  value: nullable(t.string),
  outcome: nullable(t.string),
  problems: names,
});

/** By the words of the command, joined by `-`. */
export const outputs = {
  check: object({ definitions, type: t.string }),
  translate: object({ program: t.string }),
  analyse: object({ points: list(analysed) }),
  run: t.union([run, runGraph]),
  derive,
  replay,
  rules,
  diff,
  exercise,
  plan,
  sweep,
  expect: object({ holds: t.boolean, expectations: list(expectation) }),
  explore,
  surprise,
  explain,
  hunt,
  variants,
  generate,
  trusted,
  prove,
  export: exported,
  obligations,
  ...commandsOnC,
} as const;

/** Commands that print a list of what they come to for each, where several files are given. */
export const forSeveral: ReadonlySet<string> = new Set(['explore'] satisfies Command[]);

export type Command = keyof typeof outputs;
export type Output<C extends Command> = t.TypeOf<(typeof outputs)[C]>;
