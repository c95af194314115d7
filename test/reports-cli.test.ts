/** What the command line answers where something is wrong that reports told of, and where what it comes to cannot be written. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LoadError } from '../semantics/errors.ts';
import { wantsColours, withCaret } from '../workbench/cli/caret.ts';
import { dir, file, inFolder, inThread, main, mutandis } from './command-line.ts';
import { root } from './support.ts';

inFolder();

const report = (name: string) => join(root, 'test/reports', name);
const example = (name: string) => join(root, 'examples', name);
/** Standard output goes to a device that is always full, where there is one. */
const toFull = (...args: string[]) =>
  spawnSync('sh', ['-c', 'exec "$@" > /dev/full', 'sh', process.execPath, main, ...args], {
    cwd: dir,
    encoding: 'utf8',
  });

describe('a theorem of which no instance is made', () => {
  test('is not tried: that is said, and the hunt does not pass', () => {
    const hunted = ['hunt', '--variant', report('b1-nothing-types.rules'), '--theorem', 'T7', '--runs', '32'];
    const { code, out } = mutandis(...hunted);
    expect(code).toBe(1);
    expect(out).toContain('not tried: T7 (no instance of its premises was made)');
    expect(out).not.toContain('nothing fell');
    const json = mutandis(...hunted, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({ untried: ['T7'], theorems: { T7: { tests: 0 } } });
  });

  test('nor is one that has none so small', () => {
    const { code, out } = mutandis('hunt', '--theorem', 'T5', '--size', '1');
    expect(out).toContain('not tried: T5');
    expect(code).toBe(1);
  });
});

describe('what cannot be written', () => {
  const hunted = ['hunt', '--variant', 'if-union', '--theorem', 'T7', '--seed', '5', '--fresh'];

  test('is told before the work: a file stands where a folder is wanted, a folder where a file is', () => {
    file('taken', 'text');
    const a = mutandis(...hunted, '--out', 'taken');
    expect(a).toMatchObject({ code: 3, out: '' });
    expect(a.err).toBe('taken: is no folder that can be written into (EEXIST)\n');
    for (const [, ...args] of [
      ['derive', 'derive', example('gauge.proteus'), '-o', '.'],
      ['diff', 'diff', example('gauge.proteus'), example('gauge.proteus'), '-o', '.'],
      ['explore', 'explore', example('gauge.proteus'), '-o', '.'],
    ] as const)
      expect(mutandis(...args)).toMatchObject({ code: 3, out: '', err: '.: cannot be written (EISDIR)\n' });
    expect(readFileSync(join(dir, 'taken'), 'utf8')).toBe('text');
  });

  test.runIf(existsSync('/dev/full'))('a full disk leaves no file, and standard output that is full is told', () => {
    expect(mutandis('derive', example('gauge.proteus'), '-o', '/dev/full')).toMatchObject({
      code: 3,
      err: '/dev/full: cannot be written (ENOSPC)\n',
    });
    const full = toFull('check', example('gauge.proteus'));
    expect([full.status, full.stderr]).toEqual([3, 'mutandis: standard output cannot be written (ENOSPC)\n']);
  });

  test('a counterexample that was found is printed, whether or not its file could be written', () => {
    // What stands where the file is to go cannot be replaced.
    const out = join(dir, 'kept');
    spawnSync('mkdir', ['-p', join(out, 'proteus-if-union-T7.json', 'inside')]);
    const { code, out: said, err } = mutandis(...hunted, '--out', 'kept');
    expect(code).toBe(3);
    expect(said).toContain('T7 falls (proteus, variant if-union)');
    expect(err).toContain('kept/proteus-if-union-T7.json: cannot be written');
    expect(readdirSync(out)).toEqual(['proteus-if-union-T7.json']);
  });

  test('a file is replaced whole, and keeps its mode', () => {
    const name = file('old.json', 'before');
    chmodSync(join(dir, name), 0o600);
    expect(mutandis('derive', example('gauge.proteus'), '-o', name).code).toBe(0);
    expect(JSON.parse(readFileSync(join(dir, name), 'utf8'))).toMatchObject({ system: 'proteus' });
    expect(readdirSync(dir).filter((f) => f.endsWith('.part'))).toEqual([]);
  });
});

describe('a hunt that is interrupted', () => {
  test('in its first moments reports what there is', async () => {
    const child = spawn(process.execPath, [main, 'hunt', '--theorem', 'T7', '--time', '60', '--out', 'hunted'], {
      cwd: dir,
    });
    let out = '';
    child.stdout.on('data', (d: Buffer) => (out += d.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    // The folder is made once the command has begun.
    while (!existsSync(join(dir, 'hunted'))) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    expect(await ended).not.toBe(null);
    expect(out).toMatch(/\d+ tests in /);
    expect(out).toMatch(/interrupted/);
  }, 60_000);
});

describe('hunt --watch', () => {
  test('hunts again when the file is saved, also by an editor that replaces it, and tells what is wrong with it', async () => {
    file('watched.rules', 'remove T-Int\n');
    const args = [
      'hunt',
      '--watch',
      'watched.rules',
      '--theorem',
      'T7',
      '--runs',
      '20',
      '--workers',
      '1',
      '--seed',
      '1',
    ];
    const child = spawn(process.execPath, [main, ...args, '--out', 'watched'], { cwd: dir });
    let out = '';
    let err = '';
    child.stdout.on('data', (d: Buffer) => (out += d.toString()));
    child.stderr.on('data', (d: Buffer) => (err += d.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const times = (text: () => string, pattern: RegExp, n: number) =>
      expect.poll(() => text().match(pattern)?.length ?? 0, { timeout: 60_000 }).toBe(n);
    const waits = /waiting for watched.rules to be saved/g;
    await times(() => err, waits, 1);
    expect(out).toContain('T7 falls (proteus, variant watched), case R-NoUpd');
    file('watched.rules', 'remove T-Inttt\n');
    await times(() => err, waits, 2);
    expect(err).toContain('watched.rules:1:8: there is no rule T-Inttt to remove (did you mean T-Int?)');
    file('beside', 'remove S-Rec\n');
    renameSync(join(dir, 'beside'), join(dir, 'watched.rules'));
    await times(() => err, waits, 3);
    expect(out.match(/^nothing fell$/gm)).toHaveLength(1);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
  }, 120_000);
  test('names the variant itself, which has to be there', () => {
    expect(mutandis('hunt', '--watch', 'a.rules', '--variant', 'eager')).toMatchObject({ code: 2, err: expect.stringContaining('--variant is not needed') }); // prettier-ignore
    expect(mutandis('hunt', '--watch', 'nowhere.rules')).toMatchObject({ code: 1, err: 'nowhere.rules: does not exist\n' }); // prettier-ignore
  });
});

describe('what is drawn', () => {
  const gauge = [example('gauge.proteus'), '--update', example('gauge.1.update')];
  test('of a derivation is what is asked for, on standard output or in a file', () => {
    const whole = mutandis('derive', ...gauge, '--svg');
    expect([whole.code, whole.out.slice(0, 4), whole.err]).toEqual([0, '<svg', '']);
    const part = mutandis('derive', ...gauge, '--latex', '--of', 'T-App').out;
    expect(part.match(/RightLabel/g)).toHaveLength(4);
    expect(part).toMatch(/T-App\}\n.*\n\\end\{prooftree\}\n$/);
    expect(mutandis('derive', ...gauge, '--typst', '--of', 'types', '-o', 'tree.typ').code).toBe(0);
    expect(readFileSync(join(dir, 'tree.typ'), 'utf8')).toMatch(/^#set page/);
    expect(mutandis('derive', ...gauge, '--svg', '-o', '.')).toMatchObject({ code: 3, out: '' });
  });
  test.each([
    [['--svg', '--latex'], 2, 'one of --latex, --svg at a time'],
    [['--of', 'T-App'], 2, '--of is for what is drawn'],
    [['--svg', '--of', 'T-Appp'], 2, 'there is no rule or judgement T-Appp; did you mean T-App?'],
    [['--svg', '--of', 'T-If', '--max-steps', '0', '--declarative'], 0, ''],
    [['--svg', '--of', 'T-Proj'], 1, 'nothing is derived by T-Proj here'],
  ] as const)('%s', (options, code, err) => {
    expect(mutandis('derive', example('gauge.proteus'), ...options)).toMatchObject({ code, err: expect.stringContaining(err) }); // prettier-ignore
  });
  test('of a run is its graph; a calculus without update points at which a run chooses has none', () => {
    expect(mutandis('run', ...gauge, '--graph', 'dot').out).toMatch(/^digraph run \{\n/);
    expect(mutandis('run', ...gauge, '--graph', 'mermaid').out).toMatch(/^flowchart TD\n/);
    expect(mutandis('run', ...gauge, '--graph', 'png')).toMatchObject({ code: 2, err: 'mutandis: --graph is one of dot, mermaid\n' }); // prettier-ignore
    for (const other of ['compose.stlc', 'sessions/relay.session'])
      expect(mutandis('run', example(other), '--graph', 'dot')).toMatchObject({ code: 2, err: expect.stringContaining('explore --dot') }); // prettier-ignore
  });
});

describe('a run that does not end', () => {
  const run = [
    'run',
    report('09-accessor-in-transformer.proteus'),
    '--update',
    report('09-accessor-in-transformer.1.update'),
  ];

  test('is told by its transformer, in words and as JSON', () => {
    const { out } = mutandis(...run, '--max-steps', '2000');
    expect(out).toMatch(/it does not end: a read of pos runs its contents, polar, and these read pos again/);
    const json: unknown = JSON.parse(mutandis(...run, '--max-steps', '2000', '--json').out);
    expect(json).toMatchObject({
      outcome: 'out-of-fuel',
      stopped: { forces: [{ rule: 'R-Force', cell: 'pos', runs: 'polar', line: 4, column: 87 }] },
    });
  });

  test('sweep does not call it safe, and takes one update', () => {
    const { out } = mutandis('sweep', run[1] as string, '--update', run[3] as string, '--max-steps', '500');
    expect(out).toMatch(/yes +yes +yes +yes +does not end: R-Force of pos\n/);
    expect(out).toMatch(/dynamic +0 +0 +1 +0 +0 +0/);
    const twice = mutandis('sweep', run[1] as string, '--update', run[3] as string, '--update', run[3] as string);
    expect(twice.code).toBe(2);
    expect(twice.err).toContain('sweep tries one update; 2 are given');
  });

  test('sweep shows results, and where one is that of neither version', () => {
    const { out } = mutandis(
      'sweep',
      report('05-slot-in-front.proteus'),
      '--update',
      report('05-slot-in-front.1.update'),
      '--new',
      report('05-slot-in-front.v2.proteus'),
    );
    expect(out).toMatch(/safe +10 \(as neither\)\n/);
    expect(out).toContain('applied at point 1 it ends with 10, as neither version does');
  });
});

describe('of their kind, and reported by nobody', () => {
  test.each([
    ['exercise', 'x.yaml', '--answer', 'a', '--answer', 'b'],
    ['run', 'x.proteus', '--expect', '1', '--expect', '2'],
    ['hunt', '--variant', 'if-union', '--variant', 'app-forget'],
    ['c', 'facts', 'x', '--program', 'a', '--program', 'b'],
  ])('%s: an option of which only one is meant is not dropped', (...args) => {
    const { code, out, err } = mutandis(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^error: option '--\w+ <.*>' is there twice\n/);
  });

  test.skipIf(!existsSync('/dev/full'))('help that cannot be written is told as other output is', () => {
    for (const args of [['--help'], ['hunt', '--help'], ['--version']])
      expect([toFull(...args).status, toFull(...args).stderr]).toEqual([
        3,
        'mutandis: standard output cannot be written (ENOSPC)\n',
      ]);
  });

  test('a sweep that meets no update point, and a file that expects nothing, have tried nothing', () => {
    const none = mutandis(
      'sweep',
      example('gauge.proteus'),
      '--update',
      example('gauge.1.update'),
      '--max-points',
      '0',
    );
    expect(none.out).toContain('not tried: no update point was reached');
    expect(none.code).toBe(1);
    expect(mutandis('expect', file('none.yaml', '[]\n'))).toMatchObject({ code: 1, out: 'nothing is expected\n' });
  });

  test('a variant that there is not is told with those that there are, by proofs as well', () => {
    const { code, err } = mutandis('prove', '--variant', 'if-unoin');
    expect(code).toBe(2);
    expect(err).toMatch(
      /^mutandis: proteus has no variant if-unoin; there are deref-by-name, .* \(did you mean if-union\?\)\n$/,
    );
  });
});

describe('what is no answer, no module, no name', () => {
  const exercise = () =>
    readdirSync(example('exercises'))
      .map((f) => join(example('exercises'), f))
      .find((f) => /^kind: derivation/m.test(readFileSync(f, 'utf8'))) as string;

  test.each([
    ['null', 'holds no choices'],
    ['[[[', 'is no JSON'],
    ['{"rule": 3}', 'holds no choices'],
    ['['.repeat(100_000), 'is no JSON'],
  ])('an answer of %.8s is told', (text, message) => {
    const { code, out } = mutandis('exercise', exercise(), '--answer', file('answer.json', text));
    expect(code).toBe(1);
    expect(out).toMatch(/^Not yet: it has errors\.\n/);
    expect(out).toContain(message);
  });

  test.each(['{', '[', '- '])('an exercise nested deep by %s is told in a line', (open) => {
    const { code, err } = mutandis('exercise', file('deep.yaml', open.repeat(100_000)));
    expect(code).toBe(1);
    expect(err).toMatch(/^deep\.yaml:1:\d+: is nested too deeply\n$/);
  });

  test('a variant of a module is answered with the field that is wrong', () => {
    const module = (changes: string) =>
      file(
        'own.mjs',
        `import { variant } from 'mutandis';\nimport { proteus } from 'mutandis/proteus';\nexport default variant(proteus, ${changes});\n`,
      );
    const wrong = (changes: string) => mutandis('hunt', '--runs', '1', '--variant', module(changes));
    expect(wrong(`{ name: 'v', sentence: 's', expectd: ['T7'] }`)).toMatchObject({
      code: 2,
      err: "mutandis: own.mjs: variant v: field expected: 'sound', or a list of the names of theorems that fall is expected, not nothing; there is no field expectd: expected may be meant\n",
    });
    expect(wrong(`{ name: 'v', sentence: 's', expected: 'sound', remove: 'S-Ref' }`).err).toBe(
      "mutandis: own.mjs: variant v: field remove: a list of names is expected, not 'S-Ref'\n",
    );
    file('plain.mjs', `export default { name: 'p', sentence: 's', expected: 3, system: 1, base: 2 };\n`);
    expect(mutandis('hunt', '--runs', '1', '--variant', './plain.mjs').err).toContain(
      'plain.mjs: variant p: field expected:',
    );
  });

  test('a module that there is not is named once', () => {
    file('empty.json', '{}');
    const { code, err } = mutandis('replay', 'empty.json', '--variant', 'missing.js');
    expect([code, err]).toEqual([1, 'missing.js: does not exist\n']);
  });

  test('names that are near are named', () => {
    expect(mutandis('hunt', '--variant', 'if-uniom').err).toContain('(did you mean if-union?)');
    expect(mutandis('hunt', '--theorem', 'T77').err).toContain('(did you mean T7?)');
    expect(mutandis('hunt', '--system', 'protues').err).toContain('(did you mean proteus?)');
    expect(mutandis('rules', 'T-Conn').err).toContain('did you mean T-Con?');
    expect(mutandis('rules', 'R-App').out).toContain('(λx:τ. e) e1 → e[e1/x]');
  });

  test('20,000 updates are read in a time that grows with them', () => {
    const update = file('new.update', 'update add fun fresh (x : int) : int = x');
    const many = Array.from({ length: 20_000 }, () => ['--update', update]).flat();
    const { code, out } = mutandis('run', example('gauge.proteus'), ...many);
    expect(code).toBe(0);
    expect(out.match(/not applied/g)?.length).toBe(19_999);
  }, 60_000);
});

describe('what a run is to end with', () => {
  const fields = [report('05-slot-in-front.proteus'), '--update', report('05-slot-in-front.1.update')];

  test('run --expect', () => {
    expect(mutandis('run', ...fields, '--expect', '10').code).toBe(0);
    const { code, err } = mutandis('run', ...fields, '--expect', '20');
    expect(code).toBe(1);
    expect(err).toMatch(/05-slot-in-front\.proteus: it ends with 10, not with 20\n$/);
  });

  test('many in a file, with reports', () => {
    expect(mutandis('expect', example('expectations.yaml'))).toMatchObject({
      code: 0,
      out: '3 of 3 expectations hold\n',
    });
    const name = file(
      'expect.yaml',
      `- name: fields exchanged <&>\n  program: ${fields[0]}\n  updates: [${fields[2]}]\n  value: 20\n`,
    );
    const { code, out } = mutandis('expect', name, '--junit', 'j.xml', '--sarif', 's.json');
    expect(code).toBe(1);
    expect(out).toBe('expect.yaml:1: fields exchanged <&>: it ends with 10, not with 20\n0 of 1 expectations hold\n');
    const xml = readFileSync(join(dir, 'j.xml'), 'utf8');
    expect(xml).toContain('tests="1" failures="1"');
    expect(xml).toContain('name="fields exchanged &#60;&#38;&#62;"');
    expect(JSON.parse(readFileSync(join(dir, 's.json'), 'utf8'))).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ locations: [{ physicalLocation: { region: { startLine: 1 } } }] }] }],
    });
    expect(mutandis('expect', file('odd.yaml', '- program: a\n  valeu: 1\n')).err).toMatch(
      /^odd\.yaml:1:3: there is no field valeu; there are program, value/,
    );
    expect(mutandis('expect', file('odd.yaml', '- program: a\n')).err).toMatch(
      /^odd\.yaml:1:3: field value is missing/,
    );
  });
});

describe('standard input, and errors on a terminal', () => {
  test('a program and an update are read from standard input, named -', () => {
    const feed = (input: string, ...args: string[]) => inThread(args, { input });
    expect(feed('fun f (x : int) : int = x + 1\nin f 2', 'run', '-').out).toMatch(/^3 : int\n/);
    expect(feed('in 1 +', 'check', '-')).toMatchObject({ code: 1, err: expect.stringMatching(/^-:1:\d+: /) });
    const update = readFileSync(example('gauge.1.update'), 'utf8');
    expect(feed(update, 'run', example('gauge.proteus'), '--update', '-').out).toContain('-: applied at point 1');
  });

  const error: LoadError = { file: 'f', kind: 'type', message: 'wrong', rule: null, line: 2, column: 4 };
  test('so are a program that is explored, whatever its calculus, and rules of a variant', () => {
    const given = (input: string, ...args: string[]) => inThread(args, { input });
    const text = (name: string) => readFileSync(example(name), 'utf8');
    const first = (r: { out: string }) => r.out.split('\n')[0];
    expect(first(given(text('gauge.proteus'), 'explore', '-'))).toMatch(/^-: \d+ states/);
    expect(first(given(text('gauge.proteus'), 'explore', '-', '--system', 'proteus'))).toMatch(/^-: \d+ states/);
    expect(first(given(text('compose.stlc'), 'explore', '-', '--system', 'stlc'))).toBe(
      '-: 9 states, 8 steps, complete',
    );
    expect(given('', 'explore', '-', '--system', 'stcl').err).toContain('there is no system stcl; there are ');
    // Workers cannot read it again: they are given the text.
    const hunt = ['hunt', '--variant', '-', '--theorem', 'T7', '--runs', '32', '--seed', '5', '--fresh'];
    const found = given(text('variants/if-union.rules'), ...hunt, '--workers', '2', '--out', 'from-input');
    expect(found.out).toContain('T7 falls (proteus, variant standard-input)');
    expect(mutandis('replay', join('from-input', 'proteus-standard-input-T7.json')).code).toBe(0);
    const wrong = given('remove R-Ap', 'run', example('gauge.proteus'), '--variant', '-');
    expect([wrong.code, wrong.err]).toEqual([1, '-:1:8: there is no rule R-Ap to remove (did you mean R-Op?)\n']);
  });
  test('the line stands under the error, and a caret under the place', () => {
    expect(withCaret(error, 'first\n\tab cd\nlast', false)).toBe('f:2:4: wrong\n2 | \tab cd\n    \t  ^\n');
    expect(withCaret({ ...error, line: null, column: null }, 'first', false)).toBe('f: wrong\n');
    expect(withCaret({ ...error, line: 9 }, 'first', false)).toBe('f:9:4: wrong\n');
    const long = withCaret({ ...error, line: 1, column: 5000 }, 'x'.repeat(10_000), false).split('\n');
    expect(long[1]?.length).toBeLessThan(200);
    expect(long[2]?.indexOf('^')).toBe(84);
  });
  test('colours are for terminals, and not where NO_COLOR is set', () => {
    expect(withCaret(error, 'a\nb', true)).toContain('\u001b[');
    const before = process.env.NO_COLOR;
    delete process.env.NO_COLOR;
    expect([wantsColours({ isTTY: true }), wantsColours({ isTTY: false })]).toEqual([true, false]);
    process.env.NO_COLOR = '1';
    expect(wantsColours({ isTTY: true })).toBe(false);
    if (before === undefined) delete process.env.NO_COLOR;
    else process.env.NO_COLOR = before;
  });
});

describe('point 16: files carry the rules that they were made with', () => {
  const hunted = (...args: string[]) => {
    const { code, out, err } = mutandis('hunt', ...args, '--seed', '5', '--workers', '1', '--out', 'carried', '--json');
    expect(code, err).toBe(1);
    const { theorems } = JSON.parse(out) as { theorems: Record<string, { counterexample: { file: string } | null }> };
    return Object.values(theorems).flatMap((t) => t.counterexample?.file ?? [])[0] as string;
  };
  const changed = (name: string, change: (json: Record<string, unknown>) => void, to: string) => {
    const json = JSON.parse(readFileSync(join(dir, name), 'utf8')) as Record<string, unknown>;
    change(json);
    return file(to, JSON.stringify(json));
  };
  const union = () => readFileSync(example('variants/if-union.rules'), 'utf8');
  let found = '';
  beforeAll(() => {
    found = hunted('--variant', file('mine.rules', union()), '--theorem', 'T7');
  });

  test('a counterexample replays when the file of rules is gone, or another has its name', () => {
    rmSync(join(dir, 'mine.rules'));
    const { code, out } = mutandis('replay', found);
    expect([code, out.split('\n')[1]]).toEqual([0, 'by the rules that the file carries: T-If is different']);
    file('mine.rules', 'remove T-Abs\n');
    expect(mutandis('replay', found, '--variant', 'mine.rules').code).toBe(0);
    expect(JSON.parse(readFileSync(join(dir, found), 'utf8'))).toMatchObject({ variant: 'mine', rules: union() });
  });

  test('those of other calculi, of modules, and derivations do too', () => {
    const lambda = hunted('--variant', file('silent.rules', 'remove R-Plus\n'), '--system', 'stlc');
    const module = (body: string) =>
      `import { variant } from 'mutandis';\nimport { stlc } from 'mutandis/stlc';\nexport default variant(stlc, { name: 'own', sentence: 'of a module', expected: ['Progress'], ${body} });\n`;
    const own = hunted('--variant', file('own.mjs', module(`remove: ['R-Plus']`)));
    file('cast.rules', '-- without one of two ways\nremove S-Ref\n');
    expect(mutandis('derive', example('gauge.proteus'), '--variant', 'cast.rules', '-o', 'cast.json').code).toBe(0);
    for (const name of ['silent.rules', 'own.mjs', 'cast.rules']) rmSync(join(dir, name));
    for (const name of [lambda, own, 'cast.json']) {
      const { code, out } = mutandis('replay', name);
      expect([name, code, out]).toEqual([name, 0, expect.stringContaining('by the rules that the file carries')]);
    }
  });

  test('carried rules that are not those of the digest, cannot be read or are too long are refused in a sentence', () => {
    const refused = (rules: unknown) =>
      mutandis(
        'replay',
        changed(found, (json) => (json.rules = rules), 'edited.json'),
      );
    expect(refused('remove T-Abs\n')).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^does not hold: the rules that the file carries have the digest [0-9a-f]{16}, and the file says [0-9a-f]{16}: /,
      ),
    });
    expect(refused('remove R-Ap\n').out).toBe(
      'does not hold: the rules that the file carries cannot be read, 1:8: there is no rule R-Ap to remove (did you mean R-Op?)\n',
    );
    expect(refused(`${'('.repeat(100_000)}\n---- S-Refl\nint <: int\n`).out).toContain('at most 100000 are read');
    expect(refused(`${'('.repeat(90_000)}\n---- S-Refl\nint <: int\n`).out).toContain('the sentence is too long');
    expect(refused(7).out).toContain('not a derivation file: rules is missing or of another kind');
    expect(refused('system: stlc\nremove T-Abs\n').out).toContain('the rules are of stlc');
  });

  test('where a file carries none, the rules are found by their digest', () => {
    // As files were written before they carried rules: without the checksum of what is left, they are derivations.
    const plain = changed(
      found,
      (json) => ['rules', 'counterexample', 'checksum'].forEach((k) => Reflect.deleteProperty(json, k)),
      'plain.json',
    );
    expect(mutandis('replay', plain).code, 'if-union has these rules').toBe(0);
    const lost = changed(plain, (json) => (json.digest = '0'.repeat(16)), 'lost.json');
    expect(mutandis('replay', lost).err).toContain('the file does not carry its rules, and no variant has its digest');
    file('other.rules', union());
    expect(mutandis('replay', plain, '--variant', 'other.rules').code).toBe(0);
  });
});

test('the order of evaluation is varied by rules, and a run follows them', () => {
  const last = `-- the argument is evaluated before the function
system: stlc

e2 → e2'
─────────────── R-Arg
e1 e2 → e1 e2'

e2 value
e1 → e1'
─────────────── R-Fun
e1 e2 → e1' e2
`;
  file('last.rules', last);
  file('b.stlc', '((λ f:int → int. f) (+ 1)) (+ 2 3)\n');
  const rules = (...more: string[]) =>
    [...mutandis('run', 'b.stlc', '--trace', ...more).out.matchAll(/^ +\d+ +(\S+)/gm)].map((m) => m[1]);
  expect(rules()).toEqual(['R-App', 'R-Plus', 'R-Plus']);
  expect(rules('--variant', 'last.rules')).toEqual(['R-Plus', 'R-App', 'R-Plus']);
});
