/** What a result of replay rests on: a short list, computed from imports, without a state that could be set. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { codeLines, loads, trusted } from '../workbench/trusted.ts';
import { root } from './support.ts';

const list = trusted();
const [core, systems, metafunctions, proofs, ...calculi] = list.parts;
const machinery = [core, systems, metafunctions].flatMap((p) => p?.files ?? []).map((f) => f.file);
const parsed = (file: string) =>
  ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);

describe('the trusted core', () => {
  test('for any calculus there are at most 1,500 lines of it: replay has 950, grammars and systems the rest', () => {
    expect(core?.files.map((f) => f.file)).toContain('checker/replay.ts');
    expect(core?.code).toBeGreaterThan(500);
    expect(core?.code).toBeLessThanOrEqual(950);
    // And with blank lines and comments.
    expect(core?.lines).toBeLessThanOrEqual(1500);
    expect(systems?.files.map((f) => f.file)).toEqual(
      expect.arrayContaining(['rules/system.ts', 'rules/extend.ts', 'semantics/grammar.ts']),
    );
    expect(list.machinery.code).toBe((core?.code ?? 0) + (systems?.code ?? 0));
    expect(list.machinery.code).toBeLessThanOrEqual(1500);
    console.log(list.parts.map((p) => `${p.name}: ${p.code} lines of code in ${p.files.length} files`).join('\n'));
  });

  test('what metafunctions are made with is counted apart: with it there are at most 2,550', () => {
    expect(metafunctions?.files.map((f) => f.file)).toEqual(
      expect.arrayContaining(['semantics/structural.ts', 'semantics/substitution.ts']),
    );
    expect(list.shared.code).toBe(list.machinery.code + (metafunctions?.code ?? 0));
    expect(list.shared.code).toBeLessThanOrEqual(2550);
  });

  test('no part is counted twice, and none imports what no part lists', () => {
    const files = list.parts.flatMap((p) => p.files.map((f) => f.file));
    expect(new Set(files).size).toBe(files.length);
    for (const file of files)
      for (const to of loads(readFileSync(join(root, file), 'utf8')))
        if (to.startsWith('.')) expect(files, `${file} imports ${to}`).toContain(join(dirname(file), to));
  });

  test('lines of code are those in which the compiler sees something', () => {
    for (const { file, code } of list.parts.flatMap((p) => p.files)) {
      const source = parsed(file);
      const lines = new Set<number>();
      const visit = (n: ts.Node): void => {
        if (n.kind >= ts.SyntaxKind.FirstJSDocNode && n.kind <= ts.SyntaxKind.LastJSDocNode) return;
        const [from, to] = [n.getStart(source), n.getEnd()].map((p) => source.getLineAndCharacterOfPosition(p).line);
        if (n.getChildCount(source) > 0) n.getChildren(source).forEach(visit);
        else if (n.getWidth(source) > 0) for (let l = from as number; l <= (to as number); l++) lines.add(l);
      };
      visit(source);
      expect(code, file).toBe(lines.size);
    }
    expect(codeLines('// a\n\nx; // b\n/* c\n\n d */\n')).toBe(1);
  });

  test('the kernel of proofs is listed, with what it imports besides: it has under 500 lines of code', () => {
    expect(proofs?.name).toBe('proofs');
    expect(proofs?.files.map((f) => f.file)).toEqual(
      expect.arrayContaining(['proofs/kernel.ts', 'proofs/terms.ts', 'proofs/known.ts', 'semantics/meaning.ts']),
    );
    const kernel = ['proofs/certificate.ts', 'proofs/kernel.ts', 'proofs/laws.ts'];
    const narrow = proofs?.files.filter((f) => kernel.includes(f.file)) ?? [];
    expect(narrow.map((f) => f.file)).toEqual(kernel);
    const code = narrow.reduce((sum, f) => sum + f.code, 0);
    console.log(`kernel of proofs: ${narrow.map((f) => `${f.file} ${f.code}`).join(', ')}: ${code} lines of code`);
    expect(code).toBeLessThan(500);
    for (const { file } of proofs?.files ?? []) expect(file).toMatch(/^(semantics|rules|proofs)\/[a-z-]+\.ts$/);
    // Nothing that finds proofs, or writes out what the kernel checks.
    for (const { file } of proofs?.files ?? [])
      expect(file).not.toMatch(/^proofs\/(check|branch|cases|format|prove)\.ts$/);
  });

  test('no file in it searches, generates, or knows a calculus', () => {
    for (const file of machinery)
      expect(file).toMatch(/^(semantics|rules)\/[a-z-]+\.ts$|^checker\/(replay|decode)\.ts$/);
    expect(list.packages).toEqual(['fp-ts', 'io-ts']);
  });

  test('each calculus has its rules and metafunctions counted apart, in its own folders', () => {
    expect(calculi.map((c) => c.name)).toEqual(expect.arrayContaining(['proteus', 'stlc']));
    expect(calculi.find((c) => c.name === 'proteus')?.files.map((f) => f.file)).toEqual(
      expect.arrayContaining(['rules/proteus/typing.ts', 'rules/proteus/variants.ts', 'semantics/proteus/types.ts']),
    );
  });

  test('imports are those that the compiler sees', () => {
    for (const file of list.parts.flatMap((p) => p.files.map((f) => f.file))) {
      const seen: string[] = [];
      parsed(file).forEachChild((n) => {
        if (!ts.isImportDeclaration(n) && !ts.isExportDeclaration(n)) return;
        const typeOnly = ts.isImportDeclaration(n)
          ? n.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
          : n.isTypeOnly;
        if (!typeOnly && n.moduleSpecifier && ts.isStringLiteral(n.moduleSpecifier)) seen.push(n.moduleSpecifier.text);
      });
      expect([...loads(readFileSync(join(root, file), 'utf8'))].sort(), file).toEqual(seen.sort());
    }
  });

  test('no module in it has a variable that is assigned again: there is no state to set', () => {
    const variables: string[] = [];
    for (const file of list.parts.flatMap((p) => p.files.map((f) => f.file)))
      parsed(file).forEachChild((n) => {
        if (ts.isVariableStatement(n) && !(n.declarationList.flags & ts.NodeFlags.Const))
          variables.push(`${file}: ${n.getText()}`);
      });
    expect(variables).toEqual([]);
  });
});
