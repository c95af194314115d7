/** The files that Mutandis writes and reads, those that are JSON or YAML: the codecs that read them, and what these leave to others. */
import * as t from 'io-ts';
import { by, list, nullable, object, oneOf, whole } from '../../semantics/codecs.ts';
import { carried, fileMembers, index, NodeCodec } from '../../checker/decode.ts';
import { FileCodec as CounterexampleFile } from '../../checker/hunt/counterexample.ts';
import { nat, proofMembers, RawNode } from '../../proofs/format.ts';
import { Obligations } from '../../proofs/obligations.ts';
import { Choice } from '../exercises/choices.ts';
import { feedbacks } from '../exercises/format.ts';
import { RunsFile } from '../explore/runs.ts';
import { Command as CompileCommand } from '../c-programs/clang/sources.ts';
import { factLeaves, FactsCodec, limits } from '../c-programs/facts.ts';
import { sliceMap } from './c.ts';
import { StatisticsFile } from '../statistics/file.ts';
import type { Schema } from './convert.ts';

const form = (name: string): t.Type<unknown> =>
  new t.Type<unknown>(name, (_): _ is unknown => true, t.success, t.identity);
const digits = { type: 'string', pattern: '^-?[0-9]+$' };
const at = { type: 'integer', minimum: 0 };
const array = (head: readonly Schema[], rest: Schema): Schema => ({ type: 'array', prefixItems: head, items: rest, minItems: head.length }); // prettier-ignore
const set = array([{ const: '{}' }], { type: 'string' });
const tag = (pattern: string): Schema => ({ type: 'string', pattern });

/** A term: a name, an integer, a set of names, or a constructor with the places of its fields. */
const term = form('term');
const termSchema: Schema = {
  anyOf: [{ type: 'string' }, array([{ const: '#' }, digits], false as never), set, array([tag('^[^#{]')], at)],
};
/** A term of a proof, which may be a metavariable, a truth value or the call of a metafunction as well. */
const proofTerm = form('term of a proof');
const proofTermSchema: Schema = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      properties: { meta: { type: 'string' }, n: at, sort: { type: 'string' } },
      required: ['meta', 'n', 'sort'],
    },
    array([{ const: '#' }, digits], false as never),
    set,
    array([{ const: '!' }, { type: 'string' }], at),
    array([tag('^[^#{!]')], at),
  ],
};

const derivation = t.intersection([
  t.type({ ...fileMembers, terms: list(term), nodes: list(NodeCodec) }),
  t.partial(carried),
]);
const proof = t.type({ theorem: t.string, case: t.string, terms: list(proofTerm), node: RawNode });

const text = t.union([t.string, t.number]);
const texts = t.union([text, list(text)]);
const hint = t.union([text, object({ when: text, say: text })]);
const names = by(text);
const check = oneOf('dynamic', 'static');
const common = { title: text, task: text };
const open = { feedback: oneOf(...feedbacks), hints: list(hint), lesson: text, level: whole };
const kind = <K extends string, P extends t.Props, Q extends t.Props>(k: K, members: P, some: Q) =>
  t.exact(t.intersection([t.type({ kind: t.literal(k), ...common, ...members }), t.partial({ ...open, ...some })]));
const goal = t.exact(
  t.partial({
    expression: text,
    definition: text,
    subtype: list(text),
    locals: by(text),
    before: text,
    latent: text,
    type: nullable(text),
    after: nullable(text),
  }),
);
/** Of a calculus with updates. */
const updated = { calculus: text, check, choices: names };
const exercise = t.union([
  kind('derivation', { goal }, { program: text, system: text }),
  kind(
    'refused',
    { program: text, solution: text },
    { ...updated, update: text, at: t.union([whole, t.literal('all')]), because: texts, changes: texts, admitted: check },
  ),
  kind('point', { program: text, solution: text }, { ...updated, updates: texts, most: whole, value: text }),
  kind(
    'transformer',
    { program: text, update: text, solution: text },
    { ...updated, write: texts, runs: list(t.exact(t.intersection([t.type({ value: text }), t.partial({ in: text })]))) },
  ),
  kind('run', { program: text, goal: text, solution: text }, { calculus: text, updates: texts, variant: text, choices: names }),
  kind(
    'property',
    { program: text, holds: list(names), fails: list(names), solution: text },
    { calculus: text, updates: texts, variant: text },
  ),
  kind(
    'system',
    { program: text, properties: text, solution: text },
    { calculus: text, update: text, variant: text, choices: names },
  ),
  kind('proof', { theorem: text, case: text, solution: text }, { calculus: text }),
  kind('repair', { rules: text, solution: text }, { calculus: text, theorems: texts, seed: whole, tests: whole }),
]);

interface Format {
  readonly sentence: string;
  readonly codec: t.Mixed;
}

/** By the name of the schema. */
export const files: Readonly<Record<string, Format>> = {
  derivation: {
    sentence: 'A file of derivations, as mutandis derive writes and mutandis replay checks it.',
    codec: derivation,
  },
  counterexample: {
    sentence:
      'A counterexample, as mutandis hunt writes and mutandis replay checks it: the derivations of the premises, and what they are of.',
    codec: t.intersection([derivation, CounterexampleFile]),
  },
  proofs: {
    sentence: 'A file of proofs, as mutandis prove --out writes and mutandis replay checks it.',
    codec: t.intersection([t.type({ ...proofMembers, proofs: list(proof) }), t.partial(carried)]),
  },
  runs: {
    sentence:
      'Runs that show the verdicts on properties, finite or ending in a cycle, as mutandis explore -o writes and mutandis replay checks them.',
    codec: RunsFile,
  },
  obligations: {
    sentence: 'What is claimed and what is known, case by case: proofs/obligations.json.',
    codec: Obligations,
  },
  statistics: {
    sentence: 'What a hunt tried, or what was generated: as mutandis hunt --stats and mutandis generate --stats write it.',
    codec: StatisticsFile,
  },
  facts: {
    sentence:
      'The facts of a version of a C program, as mutandis c facts writes them; a history is one such object a line.',
    codec: FactsCodec,
  },
  'slice-map': {
    sentence: 'What stands where in the programs that mutandis c slice writes: map.json.',
    codec: sliceMap,
  },
  'compile-commands': {
    sentence: 'What is read of a compile_commands.json.',
    codec: list(CompileCommand),
  },
  exercise: {
    sentence: 'An exercise; it is written in YAML.',
    codec: exercise,
  },
  answer: {
    sentence: 'The answer to an exercise in which a derivation is built: rules chosen and texts filled in.',
    codec: nullable(Choice),
  },
};

const { Count, Name, Text, UseList, SiteTuple, Rest } = factLeaves;
const count: Schema = { type: 'integer', minimum: 0, maximum: limits.line };
const tuple = (...items: readonly Schema[]): Schema => ({ type: 'array', prefixItems: items, items: false, minItems: items.length }); // prettier-ignore

/** The schemas of codecs that are made of no others. */
export const leaves: ReadonlyMap<t.Mixed, Schema> = new Map<t.Mixed, Schema>([
  [whole, at],
  [index, at],
  [nat, at],
  [term, termSchema],
  [proofTerm, proofTermSchema],
  [Count, count],
  [Name, { type: 'string', minLength: 1, maxLength: limits.name }],
  [Text, { type: 'string', maxLength: limits.name }],
  [UseList, { type: 'array', items: tuple(count, count) }],
  [SiteTuple, tuple(count, count, { type: 'array', items: count }, count)],
  [Rest, tuple(count, count)],
]);
