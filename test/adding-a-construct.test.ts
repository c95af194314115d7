/**
 * docs/adding-a-construct.md is right: its snippets, put where they say into a copy of the sources, give a calculus with
 * loops that reads, runs, prints, derives, replays and is hunted, and they touch five files.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inThread } from './command-line.ts';
import { root } from './support.ts';

const text = readFileSync(join(root, 'docs/adding-a-construct.md'), 'utf8');
const snippets = [...text.matchAll(/```ts\n\/\/ (\S+), (before|after) "(.*)"\n([^]*?)```/g)].map(
  ([, file = '', where = '', anchor = '', code = '']) => ({ file, where, anchor, code }),
);

let folder: string;
const mutandis = (...words: string[]) => inThread(words, { cwd: folder, dist: join(folder, 'dist') });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mutandis-construct-'));
  // What is built goes along: the compiler looks anew at what the snippets change, and at what that reaches.
  const parts = ['semantics', 'rules', 'checker', 'proofs', 'workbench', 'bench', 'test', 'dist'];
  for (const part of [...parts, 'package.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true, preserveTimestamps: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const { file, where, anchor, code } of snippets) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes(anchor));
    if (at === -1) throw new Error(`${file} has no line with ${anchor}`);
    lines.splice(where === 'before' ? at : at + 1, 0, code);
    writeFileSync(join(folder, file), lines.join('\n'));
  }
  // The compiler of the folder, through the link: what was built knows its files by their places in the folder.
  const tsc = ['--preserve-symlinks', '--preserve-symlinks-main', 'node_modules/typescript/bin/tsc'];
  const project = ['-p', 'tsconfig.build.json', '--preserveSymlinks'];
  const built = spawnSync(process.execPath, [...tsc, ...project], { cwd: folder, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stdout);
  writeFileSync(
    join(folder, 'sum.proteus'),
    'var n : int = 4\nvar s : int = 0\nin while (!n) do (s := !s + !n; n := !n - 1); !s\n',
  );
});
afterAll(() => folder && rmSync(folder, { recursive: true, force: true }));

describe('a loop, added as the document says', () => {
  test('touches five files', () => {
    expect(new Set(snippets.map((s) => s.file)).size).toBe(5);
    expect(text.match(/```ts/g)).toHaveLength(snippets.length);
  });
  test('is read, typed, run by the machine and by the rules, and printed', () => {
    expect(mutandis('run', 'sum.proteus').out).toMatch(/^10 : int\ndone: \d+ steps/);
    expect(mutandis('run', 'sum.proteus', '--trace').out).toContain('R-While');
    expect(mutandis('translate', 'sum.proteus').out).toContain('while (!n) do (');
    expect(mutandis('check', 'sum.proteus').code).toBe(0);
    expect(mutandis('rules', 'T-While').out).toContain('while (e1) do (e2) : int ⊣ Δ1');
    expect(mutandis('run', 'sum.proteus', '--max-steps', '5').out).toContain('out-of-fuel');
  });
  test('is derived, and the derivation replays', () => {
    expect(mutandis('derive', 'sum.proteus', '-o', 'sum.json').code).toBe(0);
    expect(mutandis('replay', 'sum.json').out).toMatch(/^holds: \d+ nodes checked/);
    expect(readFileSync(join(folder, 'sum.json'), 'utf8')).toContain('"R-While"');
  });
  test('is seen by the analysis: what an update point in it lets change', () => {
    writeFileSync(
      join(folder, 'point.proteus'),
      'type t = int\nvar v : t = 1\nvar n : int = 1\nin while (!n) do (n := 0; update; let x : int = !v in x)\n',
    );
    const found = JSON.parse(mutandis('analyse', 'point.proteus', '--json').out) as {
      points: readonly { mayNotChange: readonly string[] }[];
    };
    expect(JSON.stringify(found)).toMatch(/"mayNotChange":\["t"\]/);
  });
  test('is generated, and T1, T6 and T7 hold of it', () => {
    const hunted = mutandis(
      ...['hunt', '--theorem', 'T1', '--theorem', 'T6', '--theorem', 'T7', '--seed', '1', '--runs', '3000'],
      ...['--workers', '1', '--fresh', '--json'],
    );
    const report = JSON.parse(hunted.out) as {
      tests: number;
      rules: Readonly<Record<string, number>>;
      theorems: Readonly<Record<string, { tests: number; counterexample: unknown }>>;
    };
    for (const t of ['T1', 'T6', 'T7']) {
      expect(report.theorems[t]?.counterexample, t).toBeNull();
      expect(report.theorems[t]?.tests, t).toBeGreaterThan(1000);
    }
    expect(report.rules['T-While']).toBeGreaterThan(50);
    expect(report.rules['R-While']).toBeGreaterThan(10);
  });
  test('would fall with the rule that the document warns of', () => {
    const once = /```text\n([^]*?)```/.exec(text)?.[1] as string;
    writeFileSync(join(folder, 'once.rules'), once);
    const hunted = mutandis('hunt', '--variant', 'once.rules', '--theorem', 'T7', '--seed', '1', '--runs', '3000');
    expect([hunted.code, hunted.out, hunted.err]).toEqual([1, expect.stringContaining('T7 falls'), '']);
    expect(hunted.out).toContain('T-While: premise 3 of 3 fails');
  });
});
