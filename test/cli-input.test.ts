/** The command line as built: versions and plans, exercises, and bad input of every kind. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { dir, file, inFolder, json, main, mutandis, refusedByAll, setUp } from './command-line.ts';
import { root } from './support.ts';

inFolder();

describe('diff and plan', () => {
  const example = (name: string) => join(root, 'examples', name);
  const versions = (name: string) => [1, 2].map((n) => example(`versions/${name}/v${n}.proteus`));

  test('diff writes an update that plan finds well formed, and run applies', () => {
    const [old, next] = versions('gauge') as [string, string];
    expect(mutandis('diff', old, next, '-o', 'gauge.update')).toMatchObject({ code: 0, err: '' });
    const planned = mutandis('plan', old, '--update', 'gauge.update', '--json');
    expect(planned.code).toBe(0);
    expect(json(planned.out).updates).toMatchObject([
      { wellFormed: true, reasons: [], behind: [], points: [{ static: 'admitted', mayChange: ['celsius'] }] },
    ]);
    expect(json(mutandis('run', old, '--update', 'gauge.update', '--json').out)).toMatchObject({
      outcome: 'done',
      updates: [{ applied: { point: 1, step: 3 } }],
    });
  });
  test('a hole is refused until it is filled', () => {
    const [old, next] = versions('split') as [string, string];
    const r = mutandis('diff', old, next, '--json');
    expect(json(r.out).holes).toHaveLength(1);
    const { out } = mutandis('diff', old, next);
    file('hole.update', out);
    for (const command of ['run', 'plan', 'explain']) {
      const refused = mutandis(command, old, '--update', 'hole.update');
      expect(refused.code).toBe(1);
      expect(refused.err + refused.out).toMatch(/hole\.update:\d+:\d+: .*a hole that has to be filled in/);
    }
    file('filled.update', out.replace('= ???', '= { hours = 2, minutes = x - 120 }'));
    expect(mutandis('plan', old, '--update', 'filled.update').code).toBe(0);
  });
  test('plan names the con in the way, the path to it, and a point that would do', () => {
    const [program, update] = [example('static-refuses.proteus'), example('static-refuses.1.update')];
    const r = mutandis('plan', program, '--update', update);
    expect(r.code).toBe(1);
    expect(r.out).toMatch(/:7:28 in poll: refused; may change: none\n/);
    expect(r.out).toMatch(
      /rate is used concretely by !r in needs \(.*:8:37\), by way of a return to the call in needs/,
    );
    expect(r.out).toMatch(/an update point at the beginning of the expression \(.*:10:4\) would admit it/);
  });
  test('plan tells all reasons at once, and what stays behind', () => {
    file('two.proteus', 'type t = int\nvar v : t = 1\nfun f (x : t) : int = x + 1\nin update; f !v');
    file(
      'wrong.update',
      'update\ntype t = { a : int } by g\nfun nobody (x : int) : int = x\nadd fun f (x : int) : int = x',
    );
    const plan = json(mutandis('plan', 'two.proteus', '--update', 'wrong.update', '--json').out).updates as never;
    const { reasons } = (plan as { reasons: { code: string; subject: string }[] }[])[0] as never;
    expect((reasons as { code: string }[]).length).toBeGreaterThan(2);
  });
  test('sweep: the table, and the same as JSON', () => {
    const [program, update] = [example('frame-returns.proteus'), example('frame-returns.1.update')];
    const { out, code } = mutandis('sweep', program, '--update', update);
    expect(code).toBe(0);
    expect(out).toMatch(/ 1 {7}5 {6}7:58 {2}no {7}no {6}no {10}yes {5}unsafe: gets stuck\n/);
    expect(out).toMatch(/ dynamic +1 +0 +0 +2 +2 points, 9 steps\n/);
    expect(out).toMatch(/activeness says no:\n +audit is active/);
    const one = json(mutandis('sweep', program, '--update', update, '--policy', 'static', '--json').out);
    expect(one).toMatchObject({
      outcome: 'done',
      points: [{ point: 1, step: 5, line: 7, column: 58, accepts: { static: false }, safe: false }, {}, { safe: true }],
      totals: { static: { first: { point: 3, points: 2, steps: 9 } } },
    });
    expect(Object.keys(one.totals)).toEqual(['static']);
    expect(mutandis('sweep', program, '--update', update, '--max-points', '1').out).toMatch(
      /out-of-points after 7 steps/,
    );
    expect(mutandis('sweep', program, '--update', example('transformer-type.1.update')).code).toBe(1);
    expect(mutandis('sweep', program, '--update', update, '--policy', 'never').code).toBe(2);
    expect(mutandis('sweep', program).code).toBe(2);
  });
  test('errors say which part of a definition does not fit', () => {
    file('let.proteus', 'type t = { h : int }\nfun f (x : t) : int = let r = 1 + x in 3\nin 1');
    expect(mutandis('check', 'let.proteus').err).toMatch(/let\.proteus:2:35: expected an integer, but x has type/);
  });
  test('a version that does not type, or is not there', () => {
    const [old] = versions('gauge') as [string];
    file('wrong.proteus', 'fun f (x : int) : int = y\nin 1');
    expect(mutandis('diff', old, 'wrong.proteus').err).toMatch(/wrong\.proteus:1:25: unknown name y/);
    expect(mutandis('diff', old, 'wrong.proteus').code).toBe(1);
    expect(mutandis('diff', old).code).toBe(2);
    expect(mutandis('plan', old)).toMatchObject({ code: 2, err: expect.stringContaining('--update') as string });
  });
});

describe('bad input', () => {
  beforeAll(setUp);
  const bad: [string, () => string][] = [
    ['a missing file', () => 'nowhere'],
    ['a directory', () => (mkdirSync(join(dir, 'folder'), { recursive: true }), 'folder')],
    ['an empty file', () => file('empty', '')],
    [
      'a binary file',
      () =>
        file(
          'binary',
          Uint8Array.from({ length: 999 }, (_, i) => i % 256),
        ),
    ],
    ['no UTF-8', () => file('latin', Uint8Array.from([0x31, 0xe9, 0x31]))],
    ['JSON of another kind', () => file('other.json', '{"format": 1}')],
    ['half a program', () => file('half', 'fun f (x : int) : int = let y = ')],
    ['brackets without end', () => file('brackets', '({['.repeat(1_000))],
    [
      'keywords',
      () => file('keywords', 'let in if then else fun type var and add by update ref con abs int '.repeat(50)),
    ],
    ['punctuation', () => file('punctuation', ') ] } := -> ; , . ! \\ @ " # (* '.repeat(50))],
  ];
  test.each(bad)('%s: a message, exit code 1, no stack trace', (_, make) => {
    refusedByAll(make());
  });
  test('a bad update, and a bad program with it: the errors of both', () => {
    file('bad.update', 'update fun');
    const r = mutandis('run', file('bad2.proteus', '1 +'), '--update', 'bad.update', '--json');
    expect((json(r.out) as unknown as { errors: { file: string }[] }).errors.map((e) => e.file)).toEqual([
      'bad2.proteus',
      'bad.update',
    ]);
  });
  test.each([
    [['run']],
    [['nothing', 'celsius.proteus']],
    [['run', 'celsius.proteus', '--check', 'maybe']],
    [['run', 'celsius.proteus', '--max-steps', '-1']],
    [['run', 'celsius.proteus', '--max-steps', 'many']],
    [['run', 'celsius.proteus', 'more']],
    [['check', 'celsius.proteus', '--none']],
    [[]],
  ])('a wrong call %j: exit code 2', (args) => {
    const r = mutandis(...args);
    expect(r.code).toBe(2);
    expect(r.err).not.toMatch(/ {4}at /);
  });
  test('--help and --version are no errors', () => {
    expect(mutandis('--help').code).toBe(0);
    expect(mutandis('--version').out.trim()).toBe('0.1.0');
  });
  test('an error in the middle of a pipe is none', () => {
    const r = spawnSync('sh', ['-c', `"${process.execPath}" "${main}" rules | head -1`], { encoding: 'utf8' });
    expect([r.status, r.stderr]).toEqual([0, '']);
  });
});

describe('exercise', () => {
  const own = (name: string) => join(root, 'examples/exercises', name);
  const update = (more: string) =>
    `update\ntype celsius = { deg : int } by wrap\n${more}add fun wrap (c : int) : { deg : int } = { deg = c }\n`;

  test('tells which can be solved, and where another is wrong', () => {
    const r = mutandis('exercise', own('05-refused-by-a-function.yaml'), own('03-functions-as-arguments.yaml'));
    expect(r).toMatchObject({ code: 0, err: '' });
    expect(
      r.out
        .trim()
        .split('\n')
        .every((l) => l.endsWith('can be solved')),
    ).toBe(true);
    const text = readFileSync(own('05-refused-by-a-function.yaml'), 'utf8').replace(
      'int = c\n  fun loop',
      'int = d\n  fun loop',
    );
    const bad = mutandis('exercise', file('bad.yaml', text), own('03-functions-as-arguments.yaml'));
    expect(bad.code).toBe(1);
    expect(bad.err).toMatch(/^bad\.yaml:12:34: program: unknown name d\n$/);
    expect(bad.out).toContain('can be solved');
  });

  test('grades an answer, as much as the feedback tells', () => {
    const exercise = own('05-refused-by-a-function.yaml');
    expect(mutandis('exercise', exercise, '--answer', file('a.update', update('')))).toMatchObject({
      code: 0,
      out: 'Solved.\n',
    });
    const r = mutandis(
      'exercise',
      exercise,
      '--answer',
      file('b.update', update('fun show (c : celsius) : int = c.deg\n')),
    );
    expect(r.code).toBe(1);
    expect(r.out).toMatch(/^Not yet\.\n {2}it is applied at update point 1\n {2}hint: Does the update replace/);
    const wrong = mutandis('exercise', exercise, '--answer', file('c.update', 'update\ntype'), '--json');
    expect(json(wrong.out)).toMatchObject({ done: false, errors: [{ line: 2 }], counterexample: null });
  });

  test('grades a class: a file of answers for each person, as a table', () => {
    const solution = update('');
    mkdirSync(join(dir, 'class'));
    const answers = (name: string, of: object) => file(`class/${name}.json`, JSON.stringify(of));
    answers('ada', { '05-refused-by-a-function': solution, '06-static-refuses': 'update\ntype' });
    answers('bo, jr', { '05-refused-by-a-function': 'update\n' });
    const asked = [
      'exercise',
      own('05-refused-by-a-function.yaml'),
      own('06-static-refuses.yaml'),
      '--answers',
      'class',
    ];
    expect(mutandis(...asked, '--csv')).toEqual({
      code: 0,
      err: '',
      out: [
        'name,05-refused-by-a-function,06-static-refuses,solved',
        'ada,solved,not solved,1',
        '"bo, jr",not solved,no answer,0',
        '',
      ].join('\n'),
    });
    expect(json(mutandis(...asked, '--json').out)).toMatchObject({
      answers: [{ name: 'ada', results: [{ done: true }, { done: false }] }, { results: [{}, { verdict: null }] }],
    });
    file('class/cy.json', '[1]');
    expect(mutandis(...asked)).toMatchObject({
      code: 1,
      err: 'class/cy.json: it is no file of answers: the page saves them with *Save answers*\n',
    });
    expect(mutandis('exercise', own('06-static-refuses.yaml'), '--answers', 'nowhere')).toMatchObject({
      code: 1,
      err: 'nowhere: there is no such folder\n',
    });
    expect(mutandis('exercise', own('06-static-refuses.yaml'), '--csv').code).toBe(2);
  });

  test('is called with files that are there, and with one when it is graded', () => {
    expect(mutandis('exercise', 'nothing.yaml')).toMatchObject({ code: 1, err: 'nothing.yaml: does not exist\n' });
    expect(mutandis('exercise', file('bytes.yaml', new Uint8Array([0, 1, 2]))).code).toBe(1);
    expect(mutandis('exercise', own('03-functions-as-arguments.yaml'), '--answer', 'nothing').code).toBe(1);
    expect(mutandis('exercise').code).toBe(2);
    expect(mutandis('exercise', 'a.yaml', 'b.yaml', '--answer', 'c').code).toBe(2);
  });
});
