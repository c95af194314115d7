/** Imports go downwards only: semantics ← rules ← checker ← proofs ← workbench. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const layers = ['semantics', 'rules', 'checker', 'proofs', 'workbench'] as const;

/** Layers whose files directly in the folder are shared by all calculi, which have a folder each. */
const shared: readonly string[] = ['semantics', 'rules'];

interface Import {
  /** The imported file, relative to the repository. */
  readonly target: string;
}

/** The relative imports of a source text, static, re-exported and dynamic; packages are left out. */
const importsOf = (path: string, text: string): readonly Import[] =>
  ts
    .preProcessFile(text, true, true)
    .importedFiles.filter((f) => f.fileName.startsWith('.'))
    .map((f) => ({ target: posix.join(posix.dirname(path), f.fileName) }));

/** What is wrong with the imports of these files (path to text), one sentence each; none if they are in order. */
function violations(sources: ReadonlyMap<string, string>): readonly string[] {
  const imports = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));
  const wrong: string[] = [];
  for (const [path, targets] of imports)
    for (const { target } of targets) {
      const from = layerOf(path);
      const to = layerOf(target);
      if (to === -1) wrong.push(`${path} imports ${target}, which is in no layer`);
      else if (to > from) wrong.push(`${path} imports ${target}: ${layers[from]} is below ${layers[to]}`);
      if (isShared(path) && isOfCalculus(target))
        wrong.push(`${path} imports ${target}: shared machinery knows no calculus`);
    }
  for (const cycle of cycles(imports)) wrong.push(`import cycle: ${cycle.join(' → ')}`);
  return wrong;
}

const layerOf = (path: string): number => (layers as readonly string[]).indexOf(path.split('/')[0]!);
const depth = (path: string): number => path.split('/').length - 1;
const isShared = (path: string): boolean => shared.includes(path.split('/')[0]!) && depth(path) === 1;
const isOfCalculus = (path: string): boolean => shared.includes(path.split('/')[0]!) && depth(path) > 1;

/** The cycles a depth-first walk closes: none exactly when there are none. */
function cycles(imports: ReadonlyMap<string, readonly Import[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, above: readonly string[]): void => {
    const start = above.indexOf(path);
    if (start !== -1) {
      found.push([...above.slice(start), path]);
      return;
    }
    if (done.has(path)) return;
    for (const { target } of imports.get(path) ?? []) walk(target, [...above, path]);
    done.add(path);
  };
  for (const path of imports.keys()) walk(path, []);
  return found;
}

function readSources(): ReadonlyMap<string, string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const sources = new Map<string, string>();
  for (const layer of layers) {
    if (!existsSync(posix.join(root, layer))) continue;
    for (const name of readdirSync(posix.join(root, layer), { recursive: true, encoding: 'utf8' })) {
      const path = posix.join(layer, name);
      if (/\.tsx?$/.test(path)) sources.set(path, readFileSync(posix.join(root, path), 'utf8'));
    }
  }
  return sources;
}

describe('the layers of the sources', () => {
  const sources = readSources();

  test('there are sources to look at, and imports in them', () => {
    expect([...sources.keys()].some((path) => path.startsWith('semantics/'))).toBe(true);
    expect([...sources].flatMap(([path, text]) => importsOf(path, text)).length).toBeGreaterThan(0);
  });

  test('imports go downwards, without cycles, and shared machinery knows no calculus', () => {
    expect(violations(sources)).toEqual([]);
  });

  test('texts are hashed in one place, and named by content in one', () => {
    const hashing = (what: RegExp) => [...sources].flatMap(([path, text]) => (what.test(text) ? [path] : []));
    expect(hashing(/imul\([^;]*charCodeAt/)).toEqual(['semantics/hash.ts']);
    expect(hashing(/createHash|subtle\.digest/)).toEqual(['workbench/sha256.ts']);
  });
});

describe('the check itself', () => {
  const check = (sources: Readonly<Record<string, string>>): readonly string[] =>
    violations(new Map(Object.entries(sources)));

  test('accepts imports of the same layer, of lower ones, and of packages', () => {
    expect(
      check({
        'semantics/terms.ts': `import { x } from 'fp-ts/lib/Either.js';`,
        'semantics/proteus/grammar.ts': `import { a } from '../terms.ts';`,
        'rules/proteus/typing.ts': `import { b } from '../../semantics/proteus/grammar.ts';`,
        'workbench/main.ts': `import { c } from '../semantics/terms.ts'; await import('./page.ts');`,
        'workbench/page.ts': `export * from '../rules/proteus/typing.ts';`,
      }),
    ).toEqual([]);
  });

  test.each([
    [`import { x } from '../checker/derive.ts';`],
    [`import type { X } from '../checker/derive.ts';`],
    [`import '../checker/derive.ts';`],
    [`export * from '../checker/derive.ts';`],
    [`const x = () => import('../checker/derive.ts');`],
    [`let x: import('../checker/derive.ts').X;`],
  ])('refuses an import upwards: %s', (text) => {
    expect(check({ 'rules/rule.ts': text })).toEqual([
      'rules/rule.ts imports checker/derive.ts: rules is below checker',
    ]);
  });

  test('refuses an import of what is in no layer', () => {
    expect(check({ 'rules/rule.ts': `import { x } from '../test/reporter.ts';` })).toEqual([
      'rules/rule.ts imports test/reporter.ts, which is in no layer',
    ]);
  });

  test('refuses a calculus in shared machinery, of its own layer or of a lower one', () => {
    expect(
      check({
        'semantics/terms.ts': `import type { Expr } from './proteus/grammar.ts';`,
        'rules/rule.ts': `import { e } from '../semantics/stlc/grammar.ts';`,
      }),
    ).toEqual([
      'semantics/terms.ts imports semantics/proteus/grammar.ts: shared machinery knows no calculus',
      'rules/rule.ts imports semantics/stlc/grammar.ts: shared machinery knows no calculus',
    ]);
  });

  test('refuses a cycle, one of types too, and through what is drawn', () => {
    const cycle = {
      'rules/a.ts': `import { b } from './b.ts';`,
      'rules/b.ts': `import { c } from './c.tsx';`,
    };
    for (const text of [
      `import { a } from './a.ts';`,
      `import type { A } from './a.ts';`,
      `export type { A } from './a.ts';`,
      `let x: import('./a.ts').A;`,
    ])
      expect(check({ ...cycle, 'rules/c.tsx': text })).toEqual([
        'import cycle: rules/a.ts → rules/b.ts → rules/c.tsx → rules/a.ts',
      ]);
    expect(check({ ...cycle, 'rules/c.tsx': `import { d } from './d.ts';` })).toEqual([]);
  });
});
