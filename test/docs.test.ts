/** Documents say what is so: generated ones are up to date, commands print what is shown, paths and rules exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { proteusDeclarative } from '../rules/proteus/system.ts';
import { symbolSpellings } from '../checker/notation/spelling.ts';
import { exerciseKinds, readExercise } from '../workbench/exercises/format.ts';
import {
  calculusDocument,
  documentedAlone,
  documentedExtensions,
  extensionDocument,
  ownDocument,
} from '../workbench/docs.ts';
import { calculi } from '../proofs/calculi.ts';
import { dir, inFolder, inThread, mutandis } from './command-line.ts';
import { root } from './support.ts';

inFolder();

const documents = [
  'README.md',
  'examples/README.md',
  ...readdirSync(`${root}docs`)
    .filter((f) => f.endsWith('.md'))
    .map((f) => `docs/${f}`),
];
const text = (f: string) => readFileSync(`${root}${f}`, 'utf8');

test('docs/calculus.md is what the rules say (npm run docs)', () => {
  expect(text('docs/calculus.md')).toBe(calculusDocument());
});

test('docs/threads.md says what is added to Proteus (npm run docs)', () => {
  const document = text('docs/threads.md');
  expect(documentedExtensions.map((c) => c.name)).toEqual(['threads']);
  for (const c of documentedExtensions) expect(document).toBe(extensionDocument(c, document));
  // The rules of the specification, by their names.
  for (const r of [
    'T-Fork',
    'T-Acquire',
    'R-Thread',
    'R-Fork',
    'R-Acquire',
    'R-Ready',
    'R-Force',
    'R-Assign',
    'R-Upd',
    'R-UpdAll',
    'R-NoUpdAll',
    'R-Interrupt',
    'R-Switch',
    'R-Request',
  ])
    expect(document).toContain(` ${r}\n`);
});

test('sessions and components have documents of their own', () => {
  expect(documentedAlone.map((c) => c.name)).toEqual(['sessions', 'components']);
});

/** How many commands each of them shows at least. */
const termTexts = { sessions: 5, components: 3 };
test.each(documentedAlone.map((c) => [c.name, c, termTexts[c.name as keyof typeof termTexts]] as const))(
  'docs/%s.md is what the rules say, and its commands print what it shows (npm run docs)',
  (name, c, commands) => {
    const document = text(`docs/${name}.md`);
    expect(document).toBe(ownDocument(c, document));
    for (const r of c.base.rules.keys()) expect(document).toContain(` ${r}\n`);
    const shown = [...document.matchAll(/^ {4}\$ mutandis (.*)\n((?: {4}(?!\$).*\n)*)/gm)];
    expect(shown.length).toBeGreaterThanOrEqual(commands);
    for (const [, line, output] of shown) {
      const r = inThread((line as string).split(' '), { cwd: root });
      expect(r.err).toBe('');
      expect(r.out.trimEnd()).toBe((output as string).replace(/^ {4}/gm, '').trimEnd());
    }
  },
);

describe('README', () => {
  const readme = text('README.md');
  test('each command prints what is shown', () => {
    // Lines from `$ mutandis …` to the next command or the end of the indented block.
    const shown = [...readme.matchAll(/^ {4}\$ mutandis (.*)\n((?: {4}(?!\$).*\n|\n(?= {4}(?!\$)))*)/gm)];
    expect(shown.length).toBeGreaterThanOrEqual(6);
    for (const [, line, output] of shown) {
      const args = (line as string).split(' ').map((a) => (a === 'gauge.json' ? join(dir, a) : a));
      const r = inThread(args, { cwd: root });
      expect(r.err).toBe('');
      const plain = (s: string) => s.replaceAll(`${dir}/`, '').trimEnd();
      expect(plain(r.out)).toBe(plain((output as string).replace(/^ {4}/gm, '')));
    }
  });
  test('shows the example as it is', () => {
    for (const f of ['examples/gauge.proteus', 'examples/gauge.1.update']) {
      const code = text(f).replace(/^--.*\n/gm, '');
      expect(readme).toContain(code.replace(/^/gm, '    ').trimEnd());
    }
  });
  test('hunts what it says it finds', () => {
    const [, line, shown] = /^ {4}npx mutandis (hunt .*)\n\n((?: {4}.*\n|\n(?= {4}))+)/m.exec(readme) ?? [];
    const said = mutandis(...(line as string).split(' '))
      .out.split('\n')
      .map((l) => l.trim());
    const lines = (shown as string).split('\n').map((l) => l.trim());
    expect(lines.filter((l) => l !== '').length).toBe(4);
    for (const l of lines) if (l !== '…') expect(said).toContain(l);
  });
  test('names every command there is, and no other', () => {
    const help = mutandis('--help').out;
    const there = [...help.matchAll(/^ {2}([a-z]+)(?: \[options\]| {2,})/gm)].map((m) => m[1]);
    const named = new Set([...readme.matchAll(/^ {4}mutandis ([a-z]+) /gm)].map((m) => m[1]));
    expect([...named].sort()).toEqual([...new Set(there)].sort());
  });
});

describe('docs/variants.md', () => {
  const variants = text('docs/variants.md');
  test('shows the example as it is', () => {
    expect(variants).toContain(`\`\`\`text\n${text('examples/variants/if-union.rules')}\`\`\``);
  });
  test('lists what may be typed for each symbol', () => {
    const listed = variants.slice(variants.indexOf('What a keyboard lacks'), variants.indexOf('letters by name'));
    expect([...listed.matchAll(/(\S)\s`([^`]+)`/g)].map(([, symbol, typed]) => ({ symbol, typed }))).toEqual(
      symbolSpellings,
    );
  });
});

describe('docs/exercises.md', () => {
  test('its exercises have the fields that are read, and the kinds are all there', () => {
    const blocks = [...text('docs/exercises.md').matchAll(/(?:^ {4}.*\n)+/gm)]
      .map(([block]) => block.replace(/^ {4}/gm, ''))
      .filter((block) => block.startsWith('kind:'));
    expect(blocks.map((b) => /kind: (\w+)/.exec(b)?.[1])).toEqual(exerciseKinds);
    for (const block of blocks) {
      const read = readExercise(`title: x\ntask: y\nfeedback: hint\nhints: [z, { when: T7, say: z }]\n${block}`, 'x');
      expect(isLeft(read) ? read.left.map((e) => `${e.line}: ${e.message}`) : [], block).toEqual([]);
    }
  });
  test('the command prints what is shown', () => {
    const [, file, shown] = /^ {4}\$ mutandis exercise (\S+)\n {4}(.*)$/m.exec(text('docs/exercises.md')) ?? [];
    expect(inThread(['exercise', file as string], { cwd: root })).toEqual({ code: 0, err: '', out: `${shown}\n` });
  });
});

describe('all documents', () => {
  const known = new Set([
    ...proteusDeclarative.rules.keys(),
    ...calculi.flatMap((c) => [...c.base.rules.keys(), ...c.variants.flatMap((v) => [...v.system.rules.keys()])]),
  ]);
  test.each(documents)('%s: the paths and rules it names exist', (f) => {
    const t = text(f);
    for (const [, path] of t.matchAll(
      /`((?:semantics|rules|checker|proofs|workbench|examples|bench|docs|test)\/[\w./-]+)`/g,
    ))
      expect(existsSync(`${root}${path}`), path).toBe(true);
    // What looks like a link in a block of code is none.
    for (const [, path] of t.replace(/^ {4}.*$|```[^]*?```/gm, '').matchAll(/\]\(([\w./-]+)\)/g))
      expect(existsSync(join(root, f, '..', path as string)), path).toBe(true);
    if (f === 'docs/adding-a-construct.md') return;
    // The rules of a calculus that the document defines itself are in blocks of code.
    for (const [name] of t.replace(/```ts\n[^]*?```/g, '').matchAll(/\b[STHRUCI]-[A-Z][A-Za-z]+\b/g))
      expect(known.has(name) || name === 'U-Names' || t.includes(`rule('${name}'`), name).toBe(true);
  });
  test('scripts that documents name exist', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    for (const f of documents)
      for (const [, name] of text(f).matchAll(/npm run ([\w:]+)/g)) expect(scripts, f).toHaveProperty([name as string]);
  });
});
