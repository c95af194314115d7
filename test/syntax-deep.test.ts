/** Concrete syntax of what is deep and large: no native stack, and time that grows with the text. */
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { make, type Expr, type Fields } from '../semantics/proteus/grammar.ts';
import { children, type Node } from '../semantics/proteus/substitution.ts';
import {
  parseExpr,
  parseProgram,
  parseType,
  parseUpdate,
  printExpr,
  printType,
} from '../semantics/proteus/syntax/index.ts';
import { readExpr as read } from './support.ts';

describe('deep terms', () => {
  const N = 100_000;
  const deep: [string, string, number][] = [
    ['parentheses', `${'('.repeat(N)}1${')'.repeat(N)}`, 0],
    ['sums to the right', `${'1 + ('.repeat(N)}1${')'.repeat(N)}`, N],
    ['prefixes', `${'!ref '.repeat(N)}1`, 2 * N],
    ['lets in lets', `${'let x = '.repeat(N)}1${' in x'.repeat(N)}`, N],
    ['ifs in ifs', `${'if 1 = 1 then '.repeat(N)}1${' else 2'.repeat(N)}`, N],
    ['records', `${'{ a = '.repeat(N)}1${' }'.repeat(N)}`, N],
    ['sequences', `${'1; '.repeat(N)}1`, N],
  ];
  test.each(deep)('%s, 100,000 of them, parse and print', (_, text, depth) => {
    const e = read(text);
    let n = 0;
    for (let at: Node | undefined = e; at !== undefined;) {
      const parts: readonly (Expr | Fields)[] = children(at);
      if (at.tag !== 'Rec' && parts.length > 0) n++;
      at =
        at.tag === 'If'
          ? at.e3
          : at.tag === 'Let' && parts[0]?.tag === 'Let'
            ? parts[0]
            : at.tag === 'Field'
              ? at.e
              : parts[parts.length - 1];
    }
    expect(n).toBeGreaterThanOrEqual(depth);
    expect(printExpr(read(printExpr(e)))).toBe(printExpr(e));
  });
});

// With the square of N they would take hours, and the test's time run out.
describe('time grows with the text, not with its square', () => {
  const N = 80_000;
  const wrong: [string, string][] = [
    ['brackets that do not match', '('.repeat(N) + ']'.repeat(N)],
    ['then without if', 'let '.repeat(N) + 'then '.repeat(N)],
    ['in without let', `${'if '.repeat(N)}(${'in '.repeat(N)}`],
    ['comments without end', '(* '.repeat(N)],
  ];
  test.each(wrong)('%s', (_, text) => expect(isLeft(parseProgram(text, 'x'))).toBe(true));
  test('many types that are cycles of their own', () => {
    const p = parseProgram(Array.from({ length: N }, (_, i) => `type t${i} = t${i}`).join('\n') + '\nin 1', 'x');
    expect(isLeft(p) && p.left.length).toBe(N);
  });
  test.each([
    ['under whose names an external stands elsewhere', 'x', 'let x = 1 in '],
    ['that capture', '(x)', 'let x = z in '],
  ])('printing many binders %s', (what, first, binder) => {
    const { Let, Ext } = make.Expr;
    let e = read(`let x = ${first} in ${binder.repeat(20_000)}1`);
    if (what === 'that capture') {
      // No text has an external under a binder of its name: the innermost part is put there.
      e = Ext('x');
      for (let i = 0; i < 20_000; i++) e = Let('x', make.Type.Omitted(), Ext('z'), e);
    }
    expect(printExpr(e).length).toBeGreaterThan(200_000);
  });
});

describe('sizes beyond the arguments of a call', () => {
  const N = 200_000;
  const commas = (what: (i: number) => string) => Array.from({ length: N }, (_, i) => what(i)).join(', ');
  test('unexpected characters', () => {
    for (const parse of [parseProgram, parseUpdate, parseExpr, parseType])
      expect(isLeft(parse('# '.repeat(N), 'x'))).toBe(true);
  });
  test('fields of a record and of its type', () => {
    const text = `{ ${commas((i) => `a${i} = 1`)} }`;
    expect(printExpr(read(text))).toBe(text);
    const τ = parseType(`{ ${commas((i) => `a${i} : int`)} }`, 'x');
    expect(isRight(τ) && printType(τ.right)).toBe(`{ ${commas((i) => `a${i} : int`)} }`);
  });
});
