/** What a terminal asks of the command line: completion, runs that are interrupted, steps in full. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dir, file, inFolder, inThread, main, mutandis } from './command-line.ts';
import { root } from './support.ts';

inFolder();

test('the tests say in a line what to install, before any of them runs, where there is no browser', () => {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', CHROMIUM: '/nowhere/chromium' };
  const r = spawnSync(process.execPath, [vitest, 'run'], { cwd: root, encoding: 'utf8', env });
  expect([r.status, r.stderr.trim()]).toEqual([1, 'the tests of the page need a browser, and there is none at /nowhere/chromium: apt-get install chromium, or set CHROMIUM to the path of one']); // prettier-ignore
  expect(r.stdout).not.toMatch(/[✓❯]|passed/);
}, 60_000);

describe('completion', () => {
  const bash = inThread(['completion', 'bash'], { cwd: root }).out;
  /** What bash offers for a line whose last word is begun. */
  const offered = (...words: string[]): string[] => {
    const script = `${bash}\nCOMP_WORDS=(mutandis "$@"); COMP_CWORD=$#; _mutandis; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
      .stdout.trim()
      .split('\n');
  };
  test.runIf(spawnSync('bash', ['--version']).status === 0)('bash completes commands, options and names', () => {
    expect(offered('ru')).toEqual(['run', 'rules']);
    expect(offered('hunt', '--theo')).toEqual(['--theorem']);
    expect(offered('hunt', '--theorem', 'T1')).toContain('T10');
    expect(offered('run', 'x.proteus', '--system', 'stl')).toEqual(['stlc']);
    expect(offered('c', 'fac')).toEqual(['facts']);
    expect(offered('c', 'facts', '--compd')).toEqual(['--compdb']);
    expect(offered('rules', 'R-Der')).toContain('R-Deref');
  });
  test.each(['zsh', 'fish'])('the script for %s names every command and its options', (shell) => {
    const { out } = mutandis('completion', shell);
    for (const word of ['check', 'hunt', 'facts', shell === 'fish' ? '-l theorem' : '--theorem[', 'R-Deref'])
      expect(out).toContain(word);
    const checked = spawnSync(shell, ['-n'], { input: out, encoding: 'utf8' });
    if (checked.error === undefined) expect(checked.stderr).toBe('');
  });
  test('another shell is a wrong call', () => {
    const r = mutandis('completion', 'tcsh');
    expect([r.code, r.err]).toEqual([2, 'mutandis: completion: there is bash, zsh, fish, not tcsh\n']);
  });
});

describe('run', () => {
  const sum = Array.from({ length: 60 }, (_, i) => `(${i + 1})`).join(' + ');
  test.each([
    ['long.proteus', `fun f (x : int) : int = x + ${sum} in f 1\n`],
    ['long.stlc', `(\\x : int. ${'(\\y : int. y) ('.repeat(40)}x${')'.repeat(40)}) 59\n`],
  ])('--trace writes the terms of %s in full', (name, text) => {
    const r = mutandis('run', file(name, text), '--trace');
    expect(r.err).toBe('');
    expect(r.out).not.toContain('…');
    expect(r.out).toMatch(/59( \+ 60|\){30})/);
  });
  test('interrupted, it tells where it is', async () => {
    const endless = file('endless.proteus', 'fun f (x : int) : int = f (x + 1) in f 0\n');
    const child = spawn(process.execPath, [main, 'run', join(dir, endless), '--trace']);
    let [out, err] = ['', ''];
    child.stdout.on('data', (d: Buffer) => (out += d.toString()));
    child.stderr.on('data', (d: Buffer) => (err += d.toString()));
    const closed = once(child, 'close');
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    await closed;
    expect(err).toBe('mutandis: interrupted\n');
    expect(out).toMatch(/\nout-of-fuel after \d+ steps/);
    expect(out).toContain('endless.proteus:1:25');
  }, 60_000);
});
