/** Property files (behaviours.md, section 12): what parses, what does not, and where it is told. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { check } from '../checker/explore/check.ts';
import { parseProperties, type Property } from '../checker/explore/parse.ts';
import { Space } from '../checker/explore/space.ts';
import { systemOf } from '../checker/explore/trials/systems.ts';
import type { Formula } from '../checker/explore/formula.ts';

const events = new Set(['write', 'update', 'request', 'send']);
const read = (text: string): readonly Property[] => {
  const r = parseProperties(text, 'some.properties', events);
  if (isLeft(r)) throw new Error(JSON.stringify(r.left));
  return r.right;
};
const problem = (text: string): string => {
  const r = parseProperties(text, 'some.properties', events);
  if (!isLeft(r)) throw new Error(`parses: ${text}`);
  const [e] = r.left;
  return `${e?.kind} ${e?.line}:${e?.column} ${e?.message}`;
};

/** The formula with all its brackets. */
function brackets({ parts, atoms, root }: Formula): string {
  const show = (n: number): string => {
    const p = parts[n]!;
    if (p.op === 'atom') return atoms[p.a]!.text;
    if (p.b >= 0) return `(${show(p.a)} ${p.op} ${show(p.b)})`;
    return p.a >= 0 ? `${p.op}(${show(p.a)})` : p.op;
  };
  return show(root);
}

describe('property files', () => {
  test.each([
    ['G F x = 1', 'globally(finally(x = 1))'],
    ['F a = 1 U b = 2', '(finally(a = 1) until b = 2)'],
    ['a = 1 U b = 2 U c = 3', '(a = 1 until (b = 2 until c = 3))'],
    ['a = 1 | b = 2 & c = 3 -> d = 4 -> true', '((a = 1 or (b = 2 and c = 3)) implies (d = 4 implies true))'],
    ['a = 1 & b = 2 & c = 3', '((a = 1 and b = 2) and c = 3)'],
    ['G !write(a) = 1', 'globally(not(write(a) = 1))'],
    ['!(a.l.k < -2) W done', '(not(a.l.k < -2) weak done)'],
    [
      'G (updated -> G type c = { deg : int, k : { a : int } ref })',
      'globally((updated implies globally(type c = { deg : int, k : { a : int } ref })))',
    ],
    ['rule(R-NoUpd) R version >= 1', '(rule(R-NoUpd) release version >= 1)'],
    [
      'var(G).l = 1 & at(0, update) & step(12) & version(p) = 2',
      '(((var(G).l = 1 and at(0, update)) and step(12)) and version(p) = 2)',
    ],
    [
      'send(p, q, l) = 3 | queue(p, q) <= 2 | phase(o) = block',
      '((send(p, q, l) = 3 or queue(p, q) <= 2) or phase(o) = block)',
    ],
    ['X X -- twice\n  deadlock', 'next(next(deadlock))'],
  ])('%s', (text, expected) => {
    expect(brackets(read(text)[0]!.formula)).toBe(expected);
  });

  test('several properties, with names and kinds, in any layout', () => {
    const found = read(`-- all of them
      shown: invariant out = 0 | out = 20   at-once: G (update(1) -> X version >= 1)
      reachable done F
        done unfair F done`);
    expect(found.map(({ name, kind, text }) => [name, kind, text])).toEqual([
      ['shown', 'invariant', 'out = 0 | out = 20'],
      ['at-once', 'ltl', 'G (update(1) -> X version >= 1)'],
      [null, 'reachable', 'done'],
      [null, 'ltl', 'F done'],
      [null, 'unfair', 'F done'],
    ]);
  });

  test.each([
    [
      'first: F w = 1\nsecond: invariant G w = 0',
      'parse 2:19 invariant with a temporal operator: invariant looks at one position of a run',
    ],
    [
      'reachable a = 1 U b = 2',
      'parse 1:17 reachable with a temporal operator: reachable looks at one position of a run',
    ],
    ['G (a = 1', "parse 1:9 expected an operator or ')', found the end"],
    ['a = 1)', "parse 1:6 expected an operator or the end, found ')'"],
    ['a', 'parse 1:2 expected a comparison (= != < > <= >=), found the end'],
    ['a = b', "parse 1:5 expected an integer, found 'b'"],
    ['a = 1 &', 'parse 1:8 expected a formula, found the end'],
    ['G F', 'parse 1:4 expected a formula, found the end'],
    ['U = 1', "parse 1:1 expected a formula, found 'U'"],
    ['at(0)', 'parse 1:3 at has 2 arguments, not 1'],
    ['write() = 1', "parse 1:7 expected a name or a number, found ')'"],
    ['type t = 3', "parse 1:10 expected a type, found '3'"],
    ['a = 1\n  ? b', 'parse 2:3 unexpected character "?"'],
  ])('%s', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });
});

describe('names and sizes', () => {
  const space = new Space(
    systemOf([
      [
        { do: 'add', x: 0 },
        { do: 'goto', to: 0 },
      ],
    ]),
  ).explore();
  const scope = (text: string): string => {
    const checked = check(space, read(text)[0]!);
    if (!isLeft(checked)) return checked.right.verdict;
    return checked.left.map((e) => `${e.kind} ${e.line}:${e.column} ${e.message}`).join('; ');
  };

  test.each([
    ['G (x = 1 -> zz = 2)', 'scope 1:13 there is no variable zz'],
    ['F rule(R-Nothing)', 'scope 1:3 no step has the rule R-Nothing'],
    ['F write(k)', 'scope 1:3 there is no variable k'],
    ['F send(p, q, l)', 'scope 1:3 no step is a send here'],
    ['G F x = 2', 'holds'],
  ])('%s', (text, expected) => {
    expect(scope(text)).toBe(expected);
  });

  const many = 10_000;
  test.each<[string, string, RegExp]>([
    ['brackets', `${'('.repeat(many)}x = 1${')'.repeat(many)}`, /^fails$/],
    ['negations', `F ${'!'.repeat(many)}x = 1`, /^holds$/],
    ['nexts', `${'X '.repeat(many)}x < 3`, /^holds$/],
    ['finallies', `${'F '.repeat(many)}x = 2`, /^holds$/],
    ['disjunctions', `F (${'x = 1 | '.repeat(many)}x = 2)`, /^holds$/],
    ['different atoms', `G (${Array.from({ length: many }, (_, i) => `x != ${i + 3}`).join(' & ')})`, /^holds$/],
    ['untils', `${'(x < 3 U '.repeat(many)}x = 2${')'.repeat(many)}`, /^(holds|unknown)$/],
    [
      'releases and untils in turn',
      `${'(x < 3 U (x < 2 R '.repeat(many / 2)}x = 2${'))'.repeat(many / 2)}`,
      /^(fails|unknown)$/,
    ],
    ['many that recur', Array.from({ length: 200 }, (_, i) => `G F x = ${i % 3}`).join(' & '), /^holds$/],
    ['as many different', Array.from({ length: 30 }, (_, i) => `F G x != ${i + 1}`).join(' | '), /^(holds|unknown)$/],
  ])('a formula of 10,000 operators is decided or given up, and overflows nothing: %s', (_, text, expected) => {
    expect(scope(text)).toMatch(expected);
  });
});
