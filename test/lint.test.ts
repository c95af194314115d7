/** The rule of the linter against switches over the constructors of terms; that no file breaks it, lint itself says. */
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { noTermSwitch, tags } from '../eslint.terms.js';
import { calculi } from '../proofs/calculi.ts';
import { root } from './support.ts';

const linter = new Linter();
const told = (code: string): string[] =>
  linter
    .verify(
      code,
      {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser as Linter.Parser },
        plugins: { mutandis: { rules: { 'no-term-switch': noTermSwitch } } },
        rules: { 'mutandis/no-term-switch': 'error' },
      },
      'x.ts',
    ) // prettier-ignore
    .map((m) => `${m.line}: ${m.message}`);

const found = (line: number, names: string) =>
  `${line}: A switch over the constructors of terms (${names}): say it in the grammar line, by equations, or in a rule.`;

describe('switches over the constructors of terms', () => {
  test('the rule knows the constructors of every grammar', () => {
    // Those of the calculi that there are, and no others: nodes of maps are nothing to switch over.
    const all = calculi.flatMap((c) => [...c.base.grammar.makers.keys()]);
    expect([...tags].sort()).toEqual([...new Set(all)].sort());
  });
  test('are found, however the tag is got at, and their defaults too', () => {
    expect(told(`switch (e.tag) {\n  case 'Let': break;\n  case 'App': break;\n}`)).toEqual([found(1, 'Let, App')]);
    expect(told(`f();\nswitch (tag) { case 'Ref': g(); }`)).toEqual([found(2, 'Ref')]);
    expect(told(`switch ((x as Binding).tag) {\n  case 'Fun':\n  default:\n}`)).toEqual([
      found(1, 'Fun'),
      '3: A default in a switch over the constructors of terms hides those that are forgotten.',
    ]);
  });
  test('and nothing else is', () => {
    expect(told(`switch (f.tag) { case 'until': case 'U': case 'not': }`)).toEqual([]);
    expect(told(`switch (p.kind) { case 'Let': case 'App': }`)).toEqual([]);
    expect(told(`switch (e._tag) { case 'Left': case 'Right': }`)).toEqual([]);
    expect(told(`if (e.tag === 'Let') f(e);`)).toEqual([]);
  });
  test('the rule holds outside semantics/, but for the machine written by hand', async () => {
    const eslint = new ESLint({ cwd: root });
    const isOn = async (file: string) => {
      const { rules } = (await eslint.calculateConfigForFile(file)) as {
        readonly rules: Readonly<Record<string, unknown>>;
      };
      return rules['mutandis/no-term-switch'] !== undefined;
    };
    for (const file of ['rules/x.ts', 'checker/x.ts', 'proofs/x/y.ts', 'workbench/page/x.tsx', 'test/x.test.ts'])
      expect(await isOn(file), file).toBe(true);
    expect(await isOn('semantics/proteus/types.ts')).toBe(false);
    expect(await isOn('test/hand-machine.ts')).toBe(false);
  });
});
