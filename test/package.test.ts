/** The package from outside: a calculus that uses nothing else, taken from the document; what is imported, required, published. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemas } from '../workbench/schemas/schemas.ts';
import { inThread } from './command-line.ts';
import { root } from './support.ts';

const document = readFileSync(join(root, 'docs/a-calculus-of-your-own.md'), 'utf8');
/** The block of the document that begins with the name of a file. */
const block = (name: string): string => {
  const found = document.match(/```ts\n[^]*?```/g)?.find((b) => b.startsWith(`\`\`\`ts\n// ${name}`));
  if (found === undefined) throw new Error(`the document has no ${name}`);
  return found.replace(/^```ts\n/, '').replace(/```$/, '');
};

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'mutandis-'));
  // As npm links a package, with the packages that its users have themselves.
  mkdirSync(join(dir, 'node_modules'));
  symlinkSync(root, join(dir, 'node_modules/mutandis'));
  symlinkSync(join(root, 'node_modules/fp-ts'), join(dir, 'node_modules/fp-ts'));
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
  for (const name of ['loops.ts', 'use.ts']) writeFileSync(join(dir, name), block(name));
  const sum = /the sum of the numbers below 5\.\n((?: {4}.*\n)+)/i.exec(document)?.[1] ?? '';
  writeFileSync(join(dir, 'sum.loops'), sum.replace(/^ {4}/gm, ''));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const node = (...args: string[]) => {
  const r = spawnSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });
  return { code: r.status, out: r.stdout, err: r.stderr };
};
const mutandis = (...args: string[]) =>
  inThread([...args, '--calculus', './loops.ts'], { cwd: dir, keepsCalculi: true });

describe('a calculus that uses the package alone', () => {
  test('has at most 250 lines', () => {
    expect(block('loops.ts').trimEnd().split('\n').length).toBeLessThanOrEqual(250);
    expect([...block('loops.ts').matchAll(/from '(.*)'/g)].map((m) => m[1])).toEqual([
      'fp-ts/lib/Either.js',
      'mutandis',
    ]);
  });

  test('compiles under strict, and derives, replays, typesets, runs, generates, explores, hunts: the planted fault is found', () => {
    const options = {
      strict: true,
      target: 'ES2022',
      module: 'nodenext',
      lib: ['ES2023', 'DOM'],
      types: [],
      rewriteRelativeImportExtensions: true,
      outDir: 'out',
    };
    writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }));
    const compiled = node(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.');
    expect(compiled).toEqual({ code: 0, out: '', err: '' });
    const r = node('out/use.js');
    expect(r.err).toBe('');
    expect(JSON.parse(r.out)).toEqual({
      value: 'i=5, s=10',
      errors: ['2:6: ·, x:bool ⊢ x : int is asked; it is bool'],
      replayed: { ok: true, nodes: 179, counterexample: null },
      forged: { ok: false, message: expect.stringContaining('argument 2 of the conclusion') as string },
      rule: '⟨σ | c⟩ → ⟨σ1 | c1⟩\n─────────────────────────── S-Seq\n⟨σ | c; c2⟩ → ⟨σ1 | c1; c2⟩\n',
      generated: 3,
      explored: [33, ['i=5, s=10']],
      sound: null,
      fault: ['Progress', expect.stringContaining('<') as string, true],
    });
  });

  test('is known to every command that is given its file, workers of the hunt as well', () => {
    expect(mutandis('run', 'sum.loops').out).toBe('i=5, s=10 : command\ndone: 32 steps\n');
    expect(mutandis('derive', 'sum.loops', '-o', 'sum.json').out).toBe('sum.json: 179 nodes, 32 steps (done)\n');
    expect(mutandis('replay', 'sum.json').out).toBe('holds: 179 nodes checked; stateOk, 32 × steps\n');
    expect(mutandis('rules', 'S-While').out).toContain('while e do c');
    expect(mutandis('generate', '--count', '2', '--seed', '3').out).toContain('ok under');
    const hunted = mutandis('hunt', '--variant', 'less-int', '--seed', '1', '--workers', '2', '--out', 'found');
    expect(hunted).toMatchObject({
      code: 1,
      out: expect.stringContaining('Progress falls (loops, variant less-int)') as string,
    });
    expect(mutandis('replay', 'found/loops-less-int-Progress.json').code).toBe(0);
    expect(mutandis('plan', 'sum.loops', '--update', 'x').err).toBe(
      'mutandis: plan: the language of loops has no updates\n',
    );
  });

  test('a file without one, or that does not compile, is told and no call', () => {
    writeFileSync(join(dir, 'none.ts'), 'export const x = 1;\n');
    writeFileSync(join(dir, 'broken.ts'), 'export const x = ;\n');
    const main = join(root, 'dist/workbench/cli/main.js');
    expect(node(main, 'run', 'sum.loops', '--calculus', 'none.ts')).toMatchObject({
      code: 2,
      err: 'mutandis: none.ts: exports no calculus\n',
    });
    expect(node(main, 'run', 'sum.loops', '--calculus', 'broken.ts')).toMatchObject({
      code: 2,
      err: 'mutandis: broken.ts:1:18: Unexpected ";"\n',
    });
  });
});

describe('point 5: a calculus of a module', () => {
  test.each([
    [
      'generates:',
      'generate:',
      'field generates: string is expected, not nothing; there is no field generate: generates may be meant',
    ],
    [
      "endings: ['.loops'], ",
      "ending: ['.loops'], ",
      'language: field endings: a list of names is expected, not nothing; language: there is no field ending: endings may be meant',
    ],
    [
      "lax: new Set(['looksUp'])",
      "lax: ['looksUp']",
      'huntingGround.hints: field lax: a set is expected, not ["looksUp"]',
    ],
    ['size: 9,', "size: 'nine',", "field size: number is expected, not 'nine'"],
  ])('with %s as %s is answered with the field that is wrong', (right, wrong, message) => {
    const text = readFileSync(join(dir, 'loops.ts'), 'utf8');
    expect(text).toContain(right);
    writeFileSync(join(dir, 'misspelt.ts'), text.replace(right, wrong));
    const main = join(root, 'dist/workbench/cli/main.js');
    expect(node(main, 'rules', 'S-While', '--calculus', 'misspelt.ts')).toMatchObject({
      code: 2,
      err: `mutandis: misspelt.ts: calculus the language of loops: ${message}\n`,
    });
  });

  test('that is exported without being made is decoded as well', () => {
    const text = readFileSync(join(dir, 'loops.ts'), 'utf8');
    const main = join(root, 'dist/workbench/cli/main.js');
    writeFileSync(join(dir, 'plain.ts'), text.replace('export default calculus({', 'export default ({ theorem: 1,'));
    expect(node(main, 'rules', 'S-While', '--calculus', 'plain.ts')).toMatchObject({
      code: 2,
      err: 'mutandis: plain.ts: calculus ?: there is no field theorem: theorems may be meant\n',
    });
    writeFileSync(join(dir, 'plain.ts'), text.replace('export default calculus({', 'export default ({'));
    expect(node(main, 'rules', 'S-While', '--calculus', 'plain.ts').out).toContain('while e do c');
  });
});

describe('the package', () => {
  test('is imported with what the commands do', () => {
    writeFileSync(
      join(dir, 'all.mjs'),
      `import { load, loadUpdate, check, run, analyse, plan, sweep, diff, explain, derive, replay, explore } from 'mutandis';
       import { readFileSync } from 'node:fs';
       const text = (name) => readFileSync(${JSON.stringify(join(root, 'examples/'))} + name, 'utf8');
       const right = (e) => { if (e._tag === 'Left') throw new Error(JSON.stringify(e.left)); return e.right; };
       const p = right(load(text('gauge.proteus'), { file: 'gauge.proteus' }));
       const u = right(loadUpdate(text('gauge.1.update'), { file: 'gauge.1.update' }));
       const bad = right(loadUpdate(text('gauge-incomplete.1.update')));
       const next = right(load('type celsius = { deg : int }\\nvar temp : celsius = { deg = 20 }\\nfun show (c : celsius) : int = c.deg\\nfun loop (i : int) : int = if i = 0 then show !temp else (update; loop (i - 1))\\nin loop 3'));
       const e = load('1 + {}', {});
       console.log(JSON.stringify([
         check(p).type, run(p, { updates: [u] }), run(p, { updates: [u], check: 'static', maxSteps: 5 }).outcome,
         analyse(p).length, plan(p, [u])[0].points[0].static, sweep(p, u).points.length, diff(p, next).types.changed,
         explain(p, { updates: [bad] }).get('update').reasons[0].code, explain(e.left[0]).judgement,
         replay(derive(p, { updates: [u] }).file).nodes, String(p).split('\\n')[0],
         typeof explore,
       ]));`,
    );
    const r = node('all.mjs');
    expect(r.err).toBe('');
    expect(JSON.parse(r.out)).toEqual([
      'int',
      {
        outcome: 'done',
        value: '20',
        steps: 23,
        points: 3,
        updates: [{ update: 'gauge.1.update', applied: { point: 1, step: 3 }, refusals: [] }],
      },
      'out-of-fuel',
      1,
      'admitted',
      3,
      ['celsius'],
      'function',
      'infers',
      210,
      'type celsius = int',
      'function',
    ]);
  });

  test('says why it cannot be required', () => {
    const r = node('--input-type=commonjs', '-e', "require('mutandis')");
    expect(r.code).toBe(1);
    expect(r.err).toContain(
      "mutandis consists of ES modules: import { … } from 'mutandis', or await import('mutandis')",
    );
  });

  test('carries the JSON Schemas, which are imported by their names', () => {
    const packed = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(packed.stdout) as [{ files: readonly { readonly path: string }[] }];
    const carried = files.map((f) => f.path).filter((f) => f.startsWith('schemas/'));
    expect(carried.sort()).toEqual(
      Object.keys(schemas)
        .map((name) => `schemas/${name}`)
        .sort(),
    );
    const r = node(
      '--input-type=module',
      '-e',
      `import { createRequire } from 'node:module';
       console.log(createRequire(import.meta.url)('mutandis/schemas/run.json').title);`,
    );
    expect(r).toEqual({ code: 0, out: 'mutandis run --json\n', err: '' });
  });

  test('publishes what its exports name', () => {
    const { exports, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      exports: Record<string, string | Record<string, string>>;
      files: string[];
    };
    for (const target of Object.values(exports).flatMap((x) => (typeof x === 'string' ? [x] : Object.values(x)))) {
      expect(
        files.some((f) => target.startsWith(`./${f}`)),
        target,
      ).toBe(true);
      if (!target.includes('*')) expect(existsSync(join(root, target)), target).toBe(true);
    }
  });
});
