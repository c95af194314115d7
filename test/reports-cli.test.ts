/** What the command line answers where something is wrong that reports told of, and where what it comes to cannot be written. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from './support.ts';

const main = join(root, 'dist/workbench/cli/main.js');
const report = (name: string) => join(root, 'test/reports', name);
const example = (name: string) => join(root, 'examples', name);
let dir = '';
beforeAll(() => {
  if (!existsSync(main)) throw new Error('the command line is not built: npm run build');
  dir = mkdtempSync(join(tmpdir(), 'mutandis-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const mutandis = (...args: string[]) => {
  const r = spawnSync(process.execPath, [main, ...args], { cwd: dir, encoding: 'utf8' });
  return { code: r.status, out: r.stdout, err: r.stderr };
};
const file = (name: string, text: string) => {
  writeFileSync(join(dir, name), text);
  return name;
};
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
