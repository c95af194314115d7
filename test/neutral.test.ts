/** No calculus is known by its name outside its own folders: the registry lists them, all else asks. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calculi, type Calculus } from '../proofs/calculi.ts';
import { root } from './support.ts';

const layers = ['semantics', 'rules', 'checker', 'proofs', 'workbench'];

/** All files that may say the name of a calculus, each with the reason. */
const mayName = (name: string): Readonly<Record<string, string>> => ({
  'proofs/registry.ts': 'the registry',
  'proofs/obligations.json': 'the table of what is claimed of the calculi in the registry, made by a command',
  [`proofs/proved/${name}.json`]: 'the proofs of the calculus, made by a command',
  [`workbench/api/${name}.ts`]: 'what the package offers under the name',
  'typedoc.json': 'the documents: what they are made of',
  'workbench/page/engine/index.ts': 'the registry of what views of one calculus ask',
  ...(name === 'sessions' ? { 'workbench/cli/commands/programs.ts': 'the help of what is of sessions alone' } : {}),
});

/** Whether a calculus extends another: it has all of its constructors, so it may speak of it. */
const extending = (c: Calculus, of: Calculus): boolean =>
  c !== of &&
  of.base.grammar.constructors.size > 0 &&
  [...of.base.grammar.constructors.keys()].every((tag) => c.base.grammar.constructors.has(tag));

/** Recorded counterexamples are data about a calculus: their files say of which. */
const recorded = join('proofs', 'counterexamples');
const files = [
  'typedoc.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'eslint.config.js',
  'eslint.terms.js',
  'package.json',
  'vitest.config.ts',
  'vitest.node.config.ts',
  'vitest.speed.config.ts',
  ...layers.flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((f) => f.isFile())
      .map((f) => join(f.parentPath, f.name).slice(root.length).replace(/^\//, '')),
  ),
]
  .filter((path) => /\.(tsx?|js|cjs|json|css|html)$/.test(path) && !path.startsWith(recorded))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe.each(calculi.map((c) => [c.name, c] as const))('%s', (name, calculus) => {
  // Threads are also what programs and machines have, and graphs have components: there the calculus is known by its folder only.
  const commonWord = ['threads', 'components'].includes(name);
  // The browser's sessionStorage is none of the calculus of sessions.
  const word = new RegExp(commonWord ? `/${name}/` : name === 'sessions' ? `\\b${name}\\b` : name, 'i');
  const own = [calculus, ...calculi.filter((c) => extending(c, calculus))].map((c) => `/${c.name}/`);
  // Of the calculus that is meant where none is named, comments do not speak either; of others they give examples.
  const said = (text: string) => (calculus === calculi[0] ? text : text.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, ''));
  const naming = files.filter(
    ({ path, text }) => !own.some((folder) => path.includes(folder)) && word.test(said(text)),
  );

  test('is not known by name outside its own folders, those of its extensions, and the registry', () => {
    const allowed = mayName(name);
    expect(naming.map((f) => f.path).filter((path) => allowed[path] === undefined)).toEqual([]);
  });
  test('the registry does say its name', () => {
    expect(files.find((f) => f.path === 'proofs/registry.ts')?.text).toContain(`./${name}/calculus.ts`);
  });
});

test('what is excepted says the name of a calculus still', () => {
  const stale = (name: string) =>
    Object.keys(mayName(name)).filter((path) => {
      const file = files.find((f) => f.path === path);
      return file !== undefined && !calculi.some((c) => new RegExp(c.name, 'i').test(file.text));
    });
  expect(calculi.flatMap((c) => stale(c.name))).toEqual([]);
});

test('of Proteus the files that say its name are these and no others', () => {
  const [first] = calculi;
  const own = [first, ...calculi.filter((c) => extending(c, first!))].map((c) => `/${c!.name}/`);
  expect(own).toEqual(['/proteus/', '/threads/']);
  const found = files.filter(({ path, text }) => !own.some((f) => path.includes(f)) && /proteus/i.test(text));
  expect(found.map((f) => f.path).sort()).toEqual(
    [
      'proofs/obligations.json',
      'proofs/proved/proteus.json',
      'proofs/registry.ts',
      'typedoc.json',
      'workbench/api/proteus.ts',
    ].sort(),
  );
});
