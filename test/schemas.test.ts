/** JSON Schemas: those in the package are those of the codecs, every --json output and every file of JSON fits its own, and little else does. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import * as t from 'io-ts';
import { isRight } from 'fp-ts/lib/Either.js';
import { parse } from 'yaml';
import { beforeAll, describe, expect, test } from 'vitest';
import { calculi } from '../proofs/calculi.ts';
import { findClang } from '../workbench/c-programs/clang/process.ts';
import { schemaOf } from '../workbench/schemas/convert.ts';
import { schemas, schemaText } from '../workbench/schemas/schemas.ts';
import { nullable, object, open, says, whole } from '../semantics/codecs.ts';
import { dir, inFolder, inThread } from './command-line.ts';
import { root } from './support.ts';

inFolder();

const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, allErrors: false });
const validators = new Map<string, ValidateFunction>();
const validator = (name: string): ValidateFunction => {
  let made = validators.get(name);
  if (made === undefined) {
    const schema = JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8')) as object;
    validators.set(name, (made = ajv.compile(schema)));
  }
  return made;
};
/** What is wrong with a value by the published schema of a name; nothing where it fits. */
const problems = (name: string, value: unknown): readonly string[] => {
  const valid = validator(name);
  return valid(value) ? [] : (valid.errors ?? []).map((e) => `${e.instancePath}: ${e.message}`);
};

beforeAll(() => {
  writeFileSync(join(dir, 'bad.proteus'), 'fun f (x : int) : int = y\nin f {}\n');
  writeFileSync(join(dir, 'answer.json'), '');
});

const run = (args: readonly string[]) => {
  const at = args.map((a) => a.replace('DIR', dir));
  return inThread(at, { cwd: root });
};

const gauge = ['examples/gauge.proteus', '--update', 'examples/gauge.1.update'];
const refused = ['examples/gauge-incomplete.proteus', '--update', 'examples/gauge-incomplete.1.update'];
const later = ['examples/static-refuses.proteus', '--update', 'examples/static-refuses.1.update'];
const store = ['examples/threads/store.proteus', '--update', 'examples/threads/store.1.update'];
const locks = ['examples/threads/e4-lock-order.proteus', '--update', 'examples/threads/e4-lock-order.1.update'];
const tally = 'examples/c/tally/tally.facts.ndjson';
const repair = 'examples/exercises/10-arguments.yaml';

/** Calls of each command, with the files that they write: what they print has to fit, whatever it comes to. */
const calls: Readonly<Record<string, readonly (readonly string[])[]>> = {
  check: [
    ['examples/gauge.proteus'],
    ['examples/compose.stlc'],
    ['examples/sessions/relay.session'],
    ['DIR/bad.proteus'],
  ],
  translate: [['examples/gauge.proteus', '--latents'], ['DIR/bad.proteus']],
  analyse: [['examples/static-refuses.proteus'], ['examples/compose.stlc']],
  run: [
    [...gauge, '--trace'],
    [...gauge, '--graph', 'dot'],
    [...gauge, '--graph', 'png'],
    [...refused, '--check', 'static'],
    [...later, '--check', 'static', '--max-steps', '9'],
    ['examples/compose.stlc'],
    ['examples/head-of-nothing.stlc'],
    ['examples/sessions/two-buyer.session', '--trace'],
    [...locks, '--scheduler', 'seed 3'],
    ['nowhere.proteus'],
  ],
  derive: [
    [...gauge, '-o', 'DIR/gauge.json'],
    ['examples/compose.stlc', '-o', 'DIR/compose.json'],
    [...refused, '-o', 'DIR/refused.json'],
    [...gauge, '--svg', '-o', 'DIR/gauge.svg'],
    [...gauge, '--svg', '--of', 'nothing'],
  ],
  replay: [
    ['DIR/gauge.json'],
    ['DIR/gauge.json', '--second'],
    ['DIR/refused.json', '--second'],
    ['DIR/compose.json', '--variant', 'nowhere.rules'],
    ['proofs/counterexamples/stlc-tl-head-Preservation.json'],
    ['proofs/counterexamples/threads-acquire-any-TT6.json'],
    ['DIR/runs.json'],
    ['DIR/proofs.json'],
    ['DIR/forged.json'],
    ['DIR/forged-counterexample.json'],
  ],
  rules: [['T-If'], ['T-Nothing']],
  diff: [
    ['examples/versions/split/v1.proteus', 'examples/versions/split/v2.proteus'],
    ['examples/versions/gauge/v1.proteus', 'examples/versions/gauge/v2.proteus', '-o', 'DIR/gauge.update'],
  ],
  exercise: [
    ['examples/exercises/01-con-needs-capability.yaml', repair],
    [repair, '--answer', 'DIR/answer.rules'],
    ['examples/exercises/05-refused-by-a-function.yaml', '--answer', 'examples/gauge.1.update'],
    ['README.md'],
  ],
  plan: [gauge, refused, later, ['examples/sessions/refused.session'], ['examples/sessions/two-buyer.session']],
  project: [
    ['examples/sessions/relay.session', '--dot'],
    ['examples/gauge.proteus'],
    ['examples/sessions/relay.session', '--role', 'nobody'],
  ],
  sweep: [gauge, refused, [...later, '--policy', 'static']],
  expect: [['examples/expectations.yaml'], ['README.md']],
  explore: [
    [...locks, '--property', 'test/cases-threads/b1-gauge.properties'],
    [...locks, '--property', 'F updated', '--property', 'invariant done | !done', '-o', 'DIR/runs.json'],
    [...gauge, '--observe', 'temp', '--new', 'examples/versions/gauge/v2.proteus'],
    ['examples/sessions/ring-reversed.session'],
    ['examples/compose.stlc', 'examples/ill-typed.stlc', 'examples/sessions/ring-reversed.session'],
  ],
  surprise: [
    [...store, '--new', 'examples/threads/store.new.proteus'],
    [...locks, '--new', 'examples/threads/e4-lock-order.proteus', '--size', '1', '--limit', '50'],
  ],
  explain: [
    ['examples/ill-typed.stlc'],
    gauge,
    [...later, '--check', 'static'],
    refused,
    ['DIR/bad.proteus'],
    ['examples/compose.stlc'],
  ],
  hunt: [
    [
      '--system',
      'stlc',
      '--variant',
      'tl-head',
      '--seed',
      '4',
      '--runs',
      '400',
      '--workers',
      '1',
      '--out',
      'DIR/found',
    ],
    ['--system', 'stlc', '--size', '2', '--out', 'DIR/found', '--stats', 'DIR/statistics.json'],
    ['--system', 'none'],
  ],
  variants: [[]],
  generate: [
    ['--count', '1', '--seed', '1'],
    ['--system', 'stlc', '--count', '2', '--seed', '1', '--stats'],
    ['--system', 'stlc', '--count', '20', '--seed', '1', '--stats', 'DIR/generated.json'],
  ],
  trusted: [[]],
  export: [['--system', 'stlc', '--coq', 'DIR/coq'], []],
  prove: [
    ['--system', 'stlc', '--theorem', 'Preservation', '--out', 'DIR/proofs.json'],
    ['--system', 'stlc', '--case', 'none'],
  ],
  obligations: [[]],
  'c-points': [[`${tally}@1`], [tally]],
  'c-diff': [[`${tally}@1`, `${tally}@2`]],
  'c-history': [[tally]],
  'c-slice': [[`${tally}@1`, `${tally}@2`, '-o', 'DIR/slice']],
  'c-why': [[`${tally}@2`, `${tally}@3`, '--point', 'talk', '--source', 'examples/c/tally/2']],
  'c-facts': [
    ['examples/c/tally/1', '--program', 'tally', '--release', '1', '-o', 'DIR/facts.json'],
    ['nowhere.c', '--program', 'x', '--release', '1'],
  ],
};

test('schemas/ has the schemas of the codecs, and no others (npm run docs)', () => {
  expect(readdirSync(join(root, 'schemas')).sort()).toEqual(Object.keys(schemas).sort());
  for (const [name, schema] of Object.entries(schemas))
    expect(readFileSync(join(root, 'schemas', name), 'utf8'), name).toBe(schemaText(schema));
});

test('every command that has --json has a schema, and is called below', () => {
  const names = (help: string) =>
    [...help.matchAll(/^ {2}([a-z]+)(?= .*(?:\[options\]|<|\[))/gm)].map((m) => m[1] as string);
  const withJson = (words: readonly string[]): string[] => {
    const { out } = run([...words, '--help']);
    const inner = out.includes('\nCommands:') ? names(out.slice(out.indexOf('\nCommands:'))) : [];
    const own = /^ +--json /m.test(out) ? [words.join('-')] : [];
    return [...own, ...inner.filter((n) => n !== 'help').flatMap((n) => withJson([...words, n]))];
  };
  const found = withJson([]).sort();
  expect(found.length).toBeGreaterThan(20);
  expect(Object.keys(calls).sort()).toEqual(found);
  expect(
    Object.keys(schemas)
      .filter((n) => !n.endsWith('.file.json'))
      .map((n) => n.replace('.json', ''))
      .sort(),
  ).toEqual(found);
});

test('a calculus that reports on its programs itself says what its reports are', () => {
  const reporting = calculi.filter((c) => c.language?.reports !== undefined);
  expect(reporting.length).toBeGreaterThan(0);
  for (const { name, language } of reporting)
    expect(Object.keys(language?.outputs ?? {}).sort(), name).toEqual(Object.keys(language?.reports ?? {}).sort());
});

describe('what a command prints with --json fits its schema', () => {
  beforeAll(() => {
    const rules = /solution: \|\n((?: +.*\n|\n)+)/.exec(readFileSync(join(root, repair), 'utf8'))?.[1] ?? '';
    writeFileSync(join(dir, 'answer.rules'), rules.replace(/^ {2}/gm, ''));
  });
  // What others replay is written first.
  const order = [
    'derive',
    'explore',
    'prove',
    ...Object.keys(calls).filter((c) => !['derive', 'explore', 'prove', 'replay'].includes(c)),
    'replay',
  ];
  test.each(order)(
    '%s',
    (command) => {
      if (command === 'c-facts' && !isRight(findClang())) return;
      if (command === 'replay') {
        const forge = (from: string, to: string, change: (json: Record<string, unknown>) => void) => {
          const json = JSON.parse(readFileSync(from, 'utf8')) as Record<string, unknown>;
          change(json);
          writeFileSync(join(dir, to), JSON.stringify(json));
        };
        forge(join(dir, 'gauge.json'), 'forged.json', (x) => (x.roots = [0]));
        forge(
          join(root, 'proofs/counterexamples/stlc-tl-head-Preservation.json'),
          'forged-counterexample.json',
          (x) => (x.checksum = '0'),
        );
      }
      let results = 0;
      for (const args of calls[command] ?? []) {
        const r = run([...command.split('-'), ...args, '--json']);
        const json = JSON.parse(r.out) as unknown;
        expect({ args, problems: problems(`${command}.json`, json) }).toEqual({ args, problems: [] });
        if (Array.isArray(json) || 'errors' in (json as object)) continue;
        results++;
        // A member too many, and one too few.
        expect(problems(`${command}.json`, { ...(json as object), more: 1 }), args.join(' ')).not.toEqual([]);
        const [first, ...rest] = Object.entries(json as object);
        expect(
          problems(`${command}.json`, Object.fromEntries(rest)),
          `${args.join(' ')} without ${first?.[0]}`,
        ).not.toEqual([]);
      }
      expect(results > 0 || ['rules', 'variants'].includes(command)).toBe(true);
    },
    60_000,
  );
});

describe('files fit their schemas', () => {
  const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;
  const there = (folder: string, ending: string) =>
    readdirSync(join(root, folder))
      .filter((f) => f.endsWith(ending))
      .map((f) => join(root, folder, f));
  const written: Readonly<Record<string, () => readonly unknown[]>> = {
    derivation: () => ['gauge.json', 'compose.json', 'refused.json'].map((f) => json(join(dir, f))),
    counterexample: () => there('proofs/counterexamples', '.json').map(json),
    proofs: () => [json(join(dir, 'proofs.json'))],
    runs: () => [json(join(dir, 'runs.json'))],
    obligations: () => [json(join(root, 'proofs/obligations.json'))],
    statistics: () => [json(join(dir, 'statistics.json')), json(join(dir, 'generated.json'))],
    facts: () =>
      readFileSync(join(root, tally), 'utf8')
        .trimEnd()
        .split('\n')
        .map((l) => JSON.parse(l) as unknown),
    'slice-map': () => [json(join(dir, 'slice/map.json'))],
    'compile-commands': () => [[{ directory: '/x', file: 'a.c', command: 'cc -c a.c' }]],
    exercise: () => there('examples/exercises', '.yaml').map((f) => parse(readFileSync(f, 'utf8')) as unknown),
    answer: () => [
      null,
      { rule: 'T-Con', fills: { Γ: '·' }, premises: [null, { rule: 'T-Int', fills: {}, premises: [] }] },
    ],
  };
  test('all kinds of files are looked at', () => {
    const kinds = Object.keys(schemas).filter((n) => n.endsWith('.file.json'));
    expect(kinds.map((n) => n.replace('.file.json', '')).sort()).toEqual(Object.keys(written).sort());
  });
  test.each(Object.keys(written))('%s', (kind) => {
    const values = written[kind]?.() ?? [];
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(problems(`${kind}.file.json`, value)).toEqual([]);
    // Without any one of what it has to have it is none.
    const whole = values.find((v) => v !== null);
    const one = (Array.isArray(whole) ? whole[0] : whole) as Record<string, unknown>;
    const needed = [
      'format',
      'version',
      'terms',
      'nodes',
      'checksum',
      'proofs',
      'runs',
      'obligations',
      'keys',
      'old',
      'file',
      'kind',
      'title',
      'rule',
    ];
    const names = needed.filter((n) => n in one);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const { [name]: _, ...rest } = one;
      expect(problems(`${kind}.file.json`, Array.isArray(whole) ? [rest] : rest), `without ${name}`).not.toEqual([]);
    }
  });
  test('exercises have no other fields than those that are read', () => {
    const [first] = written.exercise?.() ?? [];
    expect(problems('exercise.file.json', { ...(first as object), feedbak: 'hint' })).not.toEqual([]);
    expect(problems('exercise.file.json', { ...(first as object), goal: { expression: '1', typ: 'int' } })).not.toEqual(
      [],
    );
  });
});

describe('a schema of a codec', () => {
  const naming = { parts: new Map(), leaves: new Map([[whole as t.Mixed, { type: 'integer', minimum: 0 }]]) };
  const accepts = (codec: t.Mixed) => {
    const valid = ajv.compile(schemaOf('', '', codec, naming));
    return (value: unknown) => valid(value);
  };
  const tree: t.Type<{ readonly next: unknown }> = t.recursion('tree', () => object({ next: nullable(tree) }) as never);
  const cases: readonly (readonly [string, t.Mixed, readonly unknown[]])[] = [
    ['records with members that may be left out', open({ a: whole }, { b: t.string }), [{ a: 1 }, { a: 1, b: 'x' }, { a: 1, c: 1 }, { b: 'x' }, { a: 1.5 }, { a: -1 }, null, []]], // prettier-ignore
    ['lists, tuples and maps', t.type({ l: t.array(t.boolean), p: t.tuple([t.string, whole]), m: t.record(t.string, whole) }), [{ l: [true], p: ['x', 1], m: { a: 1 } }, { l: [1], p: ['x', 1], m: {} }, { l: [], p: ['x'], m: {} }, { l: [], p: ['x', 1], m: { a: 'b' } }]], // prettier-ignore
    [
      'unions of literals',
      says('which', t.union([t.literal('a'), t.literal(1), t.keyof({ b: null })])),
      ['a', 1, 'b', 'c', 2, null],
    ],
    ['records with whatever else', t.type({ a: t.null }), [{ a: null, b: 1 }, { b: 1 }]],
  ];
  test.each(cases)('accepts what the codec accepts: %s', (_, codec, values) => {
    const valid = accepts(codec);
    const strict = (v: unknown) => isRight(codec.decode(v)) && (!('_tag' in codec) || codec._tag !== 'ExactType' || JSON.stringify(codec.encode(v)) === JSON.stringify(v)); // prettier-ignore
    expect(values.map(valid)).toEqual(values.map(strict));
    expect(new Set(values.map(valid)).size).toBe(2);
  });
  test('of terms that contain themselves refers to itself', () => {
    const valid = ajv.compile(
      schemaOf('', '', t.type({ tree }), { ...naming, parts: new Map([[tree as t.Mixed, 'tree']]) }),
    );
    expect([valid({ tree: { next: { next: null } } }), valid({ tree: { next: { next: 1 } } })]).toEqual([true, false]);
  });
  test('is none for a codec that says nothing of itself', () => {
    const odd = new t.Type<string>('odd', t.string.is, t.string.validate, t.identity);
    expect(() => schemaOf('', '', t.type({ odd }), naming)).toThrow('there is no schema for the codec odd');
  });
});
