/** `mutandis c` as built: the tutorial's commands, exit codes, and bad input of every kind. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { isRight } from 'fp-ts/lib/Either.js';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { findClang } from '../workbench/c-programs/clang/process.ts';
import { slicing } from '../workbench/c-programs/sliced.ts';
import { open, sliceView } from '../workbench/c-programs/view.ts';
import { dir, inFolder, inThread } from './command-line.ts';
import { root } from './support.ts';

inFolder();

const tally = 'examples/c/tally/tally.facts.ndjson';

const run = (args: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
  inThread(['c', ...args], { cwd: root, env: { ...env } });
const put = (name: string, text: string | Uint8Array): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const versions = readFileSync(join(root, tally), 'utf8').trimEnd().split('\n');

describe('docs/c-programs.md', () => {
  const file = join(root, 'docs/c-programs.md');
  /** MUTANDIS_DOCS=write puts in what the commands print. */
  test('each command prints what is shown', () => {
    const text = readFileSync(file, 'utf8');
    let n = 0;
    const now = text.replace(/^ {4}\$ mutandis c (.*)\n((?: {4}.*\n)*)/gm, (_, line: string) => {
      n++;
      const out = line.includes(' -o slice') ? join(dir, 'slice') : 'slice';
      const r = run(
        line
          .split(' ')
          .map((a) => (a === 'slice' && line.endsWith('-o slice') ? out : a))
          .map((a, i, all) => (i === 0 && all[0] === out ? 'slice' : a)),
      );
      expect(r.err).toBe('');
      return ` $ mutandis c ${line}\n${r.out.replaceAll(`${dir}/`, '')}`
        .replace(/^/gm, '    ')
        .replace('     $', '    $')
        .replace(/ {4}$/, '');
    });
    if (process.env['MUTANDIS_DOCS'] === 'write') writeFileSync(file, now);
    expect(now).toBe(text);
    expect(n).toBe(6);
    const shown = /`slice\/old\.proteus`:\n\n((?: {4}.*\n)+)/.exec(text)?.[1]?.replace(/^ {4}/gm, '');
    expect(shown).toBe(readFileSync(join(dir, 'slice/old.proteus'), 'utf8'));
  });
});

describe('the example server', () => {
  const clang = findClang();
  test.runIf(isRight(clang))('its facts are what clang reads of its five versions', () => {
    for (const [i, line] of versions.entries()) {
      const r = run([
        'facts',
        `examples/c/tally/${i + 1}`,
        '--program',
        'tally',
        '--release',
        String(i + 1),
        '--no-cache',
      ]);
      expect([i, r.code, r.err, JSON.parse(r.out) as unknown]).toEqual([i, 0, '', JSON.parse(line)]);
    }
  });
  test('history --json has what is told, and the exit code says whether all is admitted', () => {
    const r = run(['history', tally, '--json']);
    expect(r.code).toBe(1);
    const h = JSON.parse(r.out) as {
      steps: { types: { byHolding: string[] }; points: Record<string, unknown>[] }[];
      versions: { release: string; parse: { errors: number } }[];
    };
    expect(h.versions.map((v) => [v.release, v.parse.errors])).toEqual(['1', '2', '3', '4', '5'].map((v) => [v, 0]));
    expect(h.steps.map((s) => s.points.map((p) => p['verdict']))).toEqual([
      ['admitted'],
      ['admitted'],
      ['refused'],
      ['refused'],
    ]);
    expect(h.steps[2]?.types.byHolding).toEqual(['config']);
    expect(h.steps[2]?.points[0]?.['obstacles']).toEqual([
      {
        key: 't:config',
        ways: [
          {
            in: 'main',
            file: 'main.c',
            line: 51,
            why: 'is used concretely',
            steps: [{ kind: 'return', in: 'main', file: 'main.c', line: 50 }],
          },
        ],
      },
    ]);
    expect(run(['history', put('two.ndjson', `${versions[0]}\n${versions[1]}\n`)]).code).toBe(0);
  });
  test('one version in a file, a file for each, and packed: the same', () => {
    const files = versions.map((v, i) =>
      put(`${i}.json`, i % 2 ? gzipSync(v) : JSON.stringify(JSON.parse(v), null, 2)),
    );
    expect(run(['history', ...files]).out).toBe(run(['history', tally]).out);
  });
  test('the loop extracted admits the step that changes a signature', () => {
    const pair = [`${tally}@4`, `${tally}@5`];
    expect(run(['why', ...pair, '--point', 'serve']).code).toBe(1);
    expect(run(['why', ...pair, '--point', 'serve', '--extract', 'serve:33']).code).toBe(0);
  });
});

describe('for the page', () => {
  test('a refused cell is a slice whose con stands where it is said to, in the slice and in C', () => {
    const opened = open(readFileSync(join(root, tally), 'utf8'));
    if (!isRight(opened)) throw new Error('does not open');
    const view = sliceView(slicing, opened.right, {}, 2, 0);
    if (!isRight(view)) throw new Error(view.left);
    const way = view.right.obstacles[0]?.ways[0];
    expect([view.right.verdict, way?.file, way?.line]).toEqual(['refused', 'main.c', 51]);
    const line = view.right.old.split('\n')[(way?.at.line ?? 0) - 1] ?? '';
    expect(line.slice((way?.at.column ?? 0) - 1)).toMatch(/^!u_T_config|^\(!u_T_config/);
    expect(open('x'.repeat(65 * 1024 * 1024))).toMatchObject({ _tag: 'Left' });
  });
  test('it needs nothing that a browser has not', async () => {
    const made = await build({
      entryPoints: ['view.ts', 'proteus/slicing.ts'].map((f) => join(root, 'workbench/c-programs', f)),
      bundle: true,
      write: false,
      outdir: 'out',
      platform: 'browser',
      format: 'esm',
    });
    expect(made.errors).toEqual([]);
  });
});

describe('bad input is told in a line, with the exit code for it', () => {
  const bad = JSON.stringify({ ...(JSON.parse(versions[0] as string) as object), keys: 1 });
  const rootless = JSON.stringify({
    ...(JSON.parse(versions[0] as string) as object),
    roots: [],
    functions: (JSON.parse(versions[0] as string) as { functions: { name: string }[] }).functions.map((f) =>
      f.name === 'main' ? { ...f, name: 'start' } : f,
    ),
  });
  test.each([
    ['no such file', () => ['history', 'nosuch.json'], 1, 'nosuch.json: does not exist\n'],
    ['a folder', () => ['history', 'examples'], 1, 'examples: is a directory\n'],
    [
      'not facts',
      () => ['points', 'package.json'],
      1,
      'package.json:1:1: is not a file of facts (format "mutandis-c-facts")\n',
    ],
    ['no JSON', () => ['points', 'README.md'], 1, /^README\.md:1:1: is no JSON: .*\n$/],
    [
      'a damaged archive',
      () => ['points', put('cut.gz', gzipSync(versions[0] as string).subarray(0, 900))],
      1,
      /cut\.gz: cannot be unpacked: it is cut off or damaged\n$/,
    ],
    [
      'a wrong field, with its line',
      () => ['history', put('bad.ndjson', `${versions[1]}\n${bad}\n`)],
      1,
      /bad\.ndjson:2:1: keys: is not a list\n$/,
    ],
    ['a release twice, in files', () => ['history', `${tally}`, tally], 1, /release 1 is there twice/],
    [
      'one version',
      () => ['history', put('one.json', versions[0] as string)],
      1,
      /one\.json: has one version; a history has at least two\n$/,
    ],
    [
      'which version',
      () => ['points', tally],
      1,
      /has 5 versions; examples\/c\/tally\/tally\.facts\.ndjson@RELEASE is one of them: 1, 2, 3, 4, 5\n$/,
    ],
    ['no such release', () => ['points', `${tally}@9`], 1, /has no release 9; it has 1, 2, 3, 4, 5\n$/],
    [
      'no such point',
      () => ['history', tally, '--at', 'session.c:30'],
      1,
      /there is no update point at session\.c:30; the nearest of 5: session\.c:26 in read_line, /,
    ],
    [
      'no root',
      () => ['points', put('rootless.json', rootless)],
      1,
      /1 has no main and no other root: stacks begin nowhere\n$/,
    ],
    [
      'nothing to extract',
      () => ['history', tally, '--extract', 'serve:nosuch'],
      1,
      /there is nothing to extract at serve:nosuch\n$/,
    ],
    [
      'no key',
      () => ['why', `${tally}@3`, `${tally}@4`, '--point', 'serve', 't:nosuch'],
      1,
      /t:nosuch did not change; in the way: t:config\n$/,
    ],
    ['a call that is none', () => ['why', tally], 2, /missing required argument 'new'|required option/],
    ['no such command', () => ['nosuch'], 2, /unknown command 'nosuch'/],
    ['no program', () => ['facts', 'examples/c/tally/1'], 2, /required option '--program <name>'/],
  ] as [string, () => string[], number, string | RegExp][])('%s', (_, args, code, err) => {
    const r = run(args());
    expect([r.code, r.out]).toEqual([code, '']);
    if (typeof err === 'string') expect(r.err).toBe(err);
    else expect(r.err).toMatch(err);
    expect(r.err).not.toMatch(/\n {4}at /);
  });
  test('no clang: one line that says how to get it; facts are looked at without it', () => {
    const env = { PATH: '/nowhere' };
    const r = run(['facts', 'examples/c/tally/1', '--program', 'tally', '--release', '1'], env);
    expect([r.code, r.out, r.err]).toEqual([
      1,
      '',
      'mutandis: clang is not there, and C is read by it: install it (apt-get install clang, brew install llvm), or name it in $CLANG\n',
    ]);
    expect(run(['points', `${tally}@1`], env).code).toBe(0);
    expect(run(['facts', 'x.c', '--program', 'x', '--release', '1'], { CLANG: 'nosuch', PATH: '/nowhere' }).err).toBe(
      'mutandis: $CLANG is nosuch, which is not there\n',
    );
  });
  test.runIf(isRight(findClang()))('sources that are none, a preprocessor that fails, a database that is none', () => {
    mkdirSync(join(dir, 'empty'), { recursive: true });
    const facts = (...args: string[]) => run(['facts', ...args, '--program', 'x', '--release', '1', '--no-cache']).err;
    expect(facts(join(dir, 'empty'))).toMatch(/empty: has no C sources \(\.c\)\n$/);
    expect(facts('README.md')).toBe('README.md: is no C source (.c)\n');
    expect(facts()).toMatch(/no sources are named/);
    expect(facts(put('inc.c', 'int x;\n#include "nosuch.h"\n'))).toMatch(/inc\.c:2:1: 'nosuch\.h' file not found\n$/);
    expect(facts('--compdb', put('db.json', '[{"file": 1}]'))).toMatch(
      /db\.json: is no database of compile commands: 0\./,
    );
    const db = [
      { directory: `${root}examples/c/tally/1`, file: 'main.c', command: 'cc -Wall -DX="a b" -c main.c -o main.o' },
    ];
    const r = run([
      'facts',
      '--compdb',
      put('ok.json', JSON.stringify(db)),
      '--program',
      'x',
      '--release',
      '1',
      '--no-cache',
    ]);
    expect((JSON.parse(r.out) as { functions: { name: string }[] }).functions.map((f) => f.name)).toContain('main');
  });
});
