/** No calculus is known by its name outside its own folders: the registries list them, all else asks. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calculi } from '../proofs/calculi.ts';
import { root } from './support.ts';

const layers = ['semantics', 'rules', 'checker', 'proofs', 'workbench'];

/** Files that say the name of a calculus, each with the reason. */
const excepted: Readonly<Record<string, string>> = {
  'proofs/registry.ts': 'the registry',
  'proofs/default.ts': 'the registry: which one is meant where none is named',
  'proofs/developments.ts': 'the registry of proofs',
  'workbench/updating/tools.ts': 'the registry of tools for updates',
  'workbench/page/engine/index.ts': 'the registry of what the page asks',
  'workbench/demo.ts': 'an example',
  'workbench/cli/c.ts': 'C programs are judged by Proteus',
  'workbench/cli/main.ts': 'C programs are judged by Proteus: the files that are written',
};

/** The calculi that have a folder, whether they are listed or not. */
const folders = readdirSync(join(root, 'semantics')).filter((f) =>
  existsSync(join(root, 'semantics', f, 'grammar.ts')),
);

const sources = layers.flatMap((layer) =>
  readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
    .map((name) => join(layer, name))
    .filter((path) => /\.tsx?$/.test(path)),
);

describe.each(calculi.map((c) => c.name))('%s', (name) => {
  // Threads are also what programs and machines have, and graphs have components: there the calculus is known by its folder only.
  const word = new RegExp(['threads', 'components'].includes(name) ? `/${name}/` : `\\b${name}\\b`);
  // A calculus that extends another may say so: it has folders, or a file, of its own.
  const isOwn = (path: string, of: string) => path.includes(`/${of}/`) || path.endsWith(`/${of}.ts`);
  test('is not known by name outside its own folders and the registries', () => {
    const found = sources.filter(
      (path) =>
        !folders.some((of) => isOwn(path, of)) &&
        // C programs are translated into one calculus, and judged by it.
        !path.startsWith('workbench/c-programs/') &&
        excepted[path] === undefined &&
        word.test(readFileSync(join(root, path), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')),
    );
    expect(found).toEqual([]);
  });
});

test('what is excepted says a name still', () => {
  for (const path of Object.keys(excepted))
    expect(
      calculi.some((c) => new RegExp(`${c.name}`, 'i').test(readFileSync(join(root, path), 'utf8'))),
      path,
    ).toBe(true);
});
