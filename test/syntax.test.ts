/** Concrete syntax: printing then parsing, precedence, errors and their places. */
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { equal } from '../semantics/terms.ts';
import { make, type Expr } from '../semantics/proteus/grammar.ts';
import {
  parseExpr,
  parseProgram,
  parseType,
  parseUpdate,
  printExpr,
  printProgram,
  printType,
  printUpdate,
} from '../semantics/proteus/syntax/index.ts';
import { chooser, expressions, groundTerm, printable, printableType, programs, types } from './arbitrary.ts';
import { proteus as grammar } from '../semantics/proteus/grammar.ts';
import { assertProperty } from './property.ts';
import { alphaEqual, casesIn, readExpr as read } from './support.ts';
import { listOfItems } from '../semantics/proteus/programs.ts';

describe('printing then parsing gives the same term', () => {
  test('expressions', () => {
    let renamed = 0;
    assertProperty(
      fc.property(expressions, (e) => {
        const back = read(printExpr(e));
        expect(alphaEqual(e, back)).toBe(true);
        if (!equal(e, back)) renamed++;
      }),
      { numRuns: 4000 },
    );
    // A binder over an external of its name was among them.
    expect(renamed).toBeGreaterThan(10);
  });
  test('types', () =>
    assertProperty(
      fc.property(types, (τ) => {
        const back = parseType(printType(τ), 'x');
        expect(isRight(back) && equal(back.right, τ)).toBe(true);
      }),
      { numRuns: 2000 },
    ));
  test('updates with latents', () =>
    assertProperty(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const choose = chooser(seed);
        const type = () => {
          const τ = printableType(groundTerm(grammar, 'Type', 8, choose) as never);
          return τ.tag === 'Omitted' ? make.Type.Int() : τ;
        };
        const body = (x: string) => printable(groundTerm(grammar, 'Expr', 12, choose) as Expr, [x]);
        const { Fun, Variable } = make.Binding;
        const list = [
          make.Item.ChangeItem('t', type(), 'c'),
          make.Item.AddItem(make.Item.TypeItem('u', type())),
          make.Item.AddItem(
            make.Item.BindItem('f', Fun('x', type(), type(), make.Mu.U(), make.Cap.Finite(['t']), body('x'))),
          ),
          make.Item.BindItem('v', Variable(type(), printable(groundTerm(grammar, 'Expr', 6, choose) as Expr))),
        ];
        const items = listOfItems(list);
        const back = parseUpdate(printUpdate(items), 'x', { annotated: true });
        expect(isRight(back) && printUpdate(back.right)).toBe(printUpdate(items));
      }),
      { numRuns: 500 },
    ));
  test('programs', () =>
    assertProperty(
      fc.property(programs, (text) => {
        const p = parseProgram(text, 'x');
        if (isLeft(p)) throw new Error(`${text}\n${p.left[0]?.message}`);
        const back = parseProgram(printProgram(p.right), 'x');
        expect(isRight(back) && alphaEqual(back.right.e, p.right.e) && equal(back.right.items, p.right.items)).toBe(
          true,
        );
      }),
      { numRuns: 300 },
    ));
  test('the programs of the cases', () => {
    for (const c of casesIn('test/cases')) {
      const p = parseProgram(c.text, c.file);
      if (isLeft(p)) continue;
      const printed = printProgram(p.right);
      const back = parseProgram(printed, c.file);
      expect(isRight(back) && printProgram(back.right)).toBe(printed);
    }
  });
});

describe('precedence (section 12)', () => {
  const same: [string, string][] = [
    ['!x.l', '!(x.l)'],
    ['f !x', 'f (!x)'],
    ['ref f x', '(ref f) x'],
    ['f -3', '(f) - (3)'],
    ['f !-3', 'f (!(-3))'],
    ['2 * -3', '2 * (-3)'],
    ['1 - 2 - 3', '(1 - 2) - 3'],
    ['1 + 2 * 3', '1 + (2 * 3)'],
    ['f x y', '(f x) y'],
    ['a := b; c', '(a := b); c'],
    ['a := b := c', 'a := (b := c)'],
    ['x := let y = 1 in y; 2', 'x := (let y = 1 in (y; 2))'],
    ['if 1 = 2 then 3 else 4; 5', 'if 1 = 2 then 3 else (4; 5)'],
    ['if 1 = 2 then a; b else c', 'if 1 = 2 then (a; b) else c'],
    ['con[t] x.l', 'con[t] (x.l)'],
    ['{}', '{ }'],
  ];
  test.each(same)('%s is %s', (a, b) => expect(equal(read(a), read(b))).toBe(true));
  test('a difference of negative numbers prints as no comment', () => {
    const e = read('1 - (-1)');
    expect(printExpr(e)).not.toContain('--');
    expect(equal(read(printExpr(e)), e)).toBe(true);
  });
});

describe('errors', () => {
  const errors = (text: string) => {
    const p = parseProgram(text, 'x');
    return isLeft(p) ? p.left.map((e) => `${e.line}:${e.column} ${e.kind}: ${e.message}`) : [];
  };
  test.each([
    ['', '1:1 parse: expected an expression, found end of input'],
    ['1 +\n', '2:1 parse: expected an expression, found end of input'],
    ['(1 + 2', "1:7 parse: expected ')' to close the '(' at 1:1, found end of input"],
    ['let x = 1', "1:10 parse: expected 'in' to close the 'let' at 1:1, found end of input"],
    ['1 # 2', '1:3 parse: unexpected character "#"'],
    ['\u0001', '1:1 parse: unexpected character "\\u0001"'],
    ['1 (* open', '1:3 parse: comment without end'],
    ['1 in 2', "1:3 parse: unexpected 'in'"],
    ['con[t] 1', '1:1 parse: con belongs to annotated programs'],
    ['@1', '1:1 parse: @n belongs to annotated programs'],
    ['type t = t\nin 1', '1:10 unguarded: unguarded cycle of types: t = t'],
    ['{ a = 1, a = 2 }', '1:10 duplicate: label a occurs twice'],
    ['fun f (x : u) : int = x in f 1', '1:12 unknown-type: unknown type u'],
  ])('%j', (text, message) => expect(errors(text)[0]).toBe(message));
  test.each([
    ['type t = int and f (x : int) : int = x in 1', "1:14 parse: 'and' stands behind a function only"],
    ['and f (x : int) : int = x in 1', "1:1 parse: 'and' stands behind a function only"],
    ['fun f (x : int) : int = x in and g (x : int) : int = x in 1', "1:30 parse: 'and' stands behind a function only"],
    ['type t = int by c in 1', "1:14 parse: 'by' belongs to updates"],
    ['fun f (x : int) : int [N;*\\{}] = x in 1', "1:29 parse: expected a type, found '}'"],
    ['1 +\r\r\n\r', '2:2 parse: expected an expression, found end of input'],
    ['1\r+\r)', "1:5 parse: unexpected ')'"],
  ])('not in the grammar: %j', (text, message) => expect(errors(text)[0]).toBe(message));
  test.each([
    ['add f (x : int) : int = x', "1:12 expected a definition, found 'f'"],
    ['add and f (x : int) : int = x', /and/],
    ['add type t = int and f (x : int) : int = x', /'and' stands behind a function only/],
  ])('not in the grammar of updates: %s', (text, message) => {
    const u = parseUpdate(`update ${text}`, 'x');
    expect(isLeft(u) && u.left.map((e) => `${e.line}:${e.column} ${e.message}`)[0]).toMatch(message);
  });
  test('several in one file, in order, one for each place', () => {
    const text = 'fun f (x int) : int = 1\nvar v : = 2\nfun g (x : int) : int = (x +)\nin 1 2 +';
    expect(errors(text).map((e) => e.split(' ')[0])).toEqual(['1:10', '2:9', '3:29', '4:9']);
  });
  test.each([
    ['fun f (x : int : int = x\nin f 1', '1:16'],
    ['fun f x : int) : int = x\nin f 1', '1:7'],
    ['fun f (x : int) : int = x g (y : int) : int = y\nin f 1', '1:32'],
    ['(1 + [2)', '1:6'],
    ['fun f (x : int) : int = if x = 1 then 2\nin f 1', '2:1'],
    ['fun f (x : int) : int let = x\nin f 1', '1:23'],
    ['fun f (x : int) : int = (# + 1)\nin f 1', '1:26'],
    ['let s = "some text" in s', '1:9'],
    ['fun f (x : int) : int = (1 + (* x)\nin f 1', '1:30'],
    ['var v : { type : int, var : int } = 1\nin 1', '1:11'],
    ['and : int = 1 in 1', '1:1'],
    ['1 in (2', '1:3'],
  ])('one for one mistake: %j', (text, place) => expect(errors(text).map((e) => e.split(' ')[0])).toEqual([place]));
  test('a mistake in one item hides none in the others, nor those that are certain', () => {
    const text = 'fun f (x : int : int = ((x\nvar v : = 2\nfun g (x : int) : int = con[t] abs[t] x\nin (1 +';
    expect(errors(text).map((e) => e.split(' ')[0])).toEqual(['1:16', '2:9', '3:25', '3:32', '4:8']);
  });
  test('an item with a mistake is not told that it has no transformer', () => {
    const u = parseUpdate('update\ntype t = { a : int by c\ntype u = int\ntype', 'x');
    expect(isLeft(u) && u.left.map((e) => `${e.line}:${e.column}`)).toEqual(['2:20', '3:10', '4:5']);
  });
  test('of names and types together', () => {
    expect(
      errors('type t = u\nfun f (x : int) : int = y\nfun f (x : int) : int = x\nin z').map((e) => e.split(' ')[0]),
    ).toEqual(['1:10', '2:25', '3:5', '4:4']);
  });
  test.each([
    ['type t = int', /needs a transformer/],
    ['add type t = int by c', /unexpected 'by'/],
    ['fun f (x : int) : int = x fun f (x : int) : int = x', /replaced twice/],
  ])('in updates: %s', (text, message) => {
    const u = parseUpdate(`update ${text}`, 'x');
    expect(isLeft(u) && u.left[0]?.message).toMatch(message);
  });
  test('add before fun applies to those after and', () => {
    const u = parseUpdate(
      'update add fun f (x : int) : int = x and g (x : int) : int = x fun h (x : int) : int = x',
      'x',
    );
    expect(isRight(u) && printUpdate(u.right).match(/add fun [fgh]/g)).toEqual(['add fun f', 'add fun g']);
  });
});

describe('an expression or a type on its own', () => {
  test('has distinct labels as well', () => {
    for (const r of [
      parseExpr('f { a = 1, b = 2, a = 3 }', 'x'),
      parseExpr('let x : { b : int, a : int, b : int } = 1 in x', 'x'),
      parseType('int -> { a : int, a : int }', 'x'),
    ])
      expect(isLeft(r) && r.left.map((e) => e.kind)).toEqual(['duplicate']);
  });
});
