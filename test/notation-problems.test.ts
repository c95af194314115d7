/** Rules that cannot be read: what is said of them and of which place; and texts that are spoiled at random. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { compile } from '../checker/compile.ts';
import { readRule, readRules } from '../checker/notation/notation.ts';
import { proteus } from '../rules/proteus/system.ts';
import { stlc } from '../rules/stlc/system.ts';
import { vary } from '../rules/system.ts';
import { ruleAsText } from '../checker/notation/typeset.ts';
import { chooser } from './arbitrary.ts';
import { functions, problems, read, sameRule } from './reading.ts';

describe('what is wrong, and where', () => {
  const typed = 'Ω; Σ; Γ; Δ ⊢μ e : τ ref ⊣ Δ1';
  const concluded = '──── T-Deref\nΩ; Σ; Γ; Δ ⊢μ !e : τ ⊣ Δ1';
  test.each([
    ['a token too early', `Ω; Σ; Γ; Δ ⊢μ e τ\n${concluded}`, /^1:17: expected ':',.* found 'τ'$/],
    ['the end too early', `Ω; Σ; Γ; Δ ⊢μ e : τ ref ⊣\n${concluded}`, '1:26: expected a Cap (Δ), found the end'],
    ['a sort', `${typed}    Δ1 <: τ\n${concluded}`, '1:33: Δ1 is a Cap, a Type is expected here'],
    [
      'a sort in a conclusion',
      `${typed}\n──── X\nΩ; Σ; Γ; Δ ⊢μ !e : Δ1 ⊣ Δ1`,
      '3:20: Δ1 is a Cap, a Type is expected here',
    ],
    ['a number', `0 ⊆ Δ\n${concluded}`, '1:1: 0 is an integer, a Cap is expected here'],
    [
      'a letter',
      `${typed}\n──── X\nΩ; Σ; Γ; Δ ⊢μ !q : τ ⊣ Δ1`,
      "3:16: 'q' is no word of proteus, and no metavariable starts with q",
    ],
    ['a word', `e evaluates v\n${concluded}`, "1:3: 'evaluates' is no word of proteus"],
    ['a symbol', `e ↓ v\n${concluded}`, "1:3: '↓' is no symbol of proteus"],
    ['a judgement of another calculus', `e1 value\n${concluded}`, /^1:4: expected '\[', .*found 'value'$/],
    ['a beginning', `⊣ e\n${concluded}`, "1:1: no judgement, predicate or equation begins with '⊣'"],
    [
      'a conclusion that is a side condition',
      `${typed}\n──── X\nΔ ⊆ Δ1`,
      '3:1: a side condition cannot be concluded, a judgement can',
    ],
    [
      'a metavariable that nothing determines',
      `${typed}\n──── X\nΩ; Σ; Γ; Δ ⊢μ !e : τ1 ⊣ Δ1`,
      '3:20: τ1 is not determined where an output of types needs it',
    ],
    [
      'one that a call needs before it is matched',
      '──── X\nU admitted at (H1 updated by U, E[update[Δ]]) (k)',
      '2:16: H1 is not determined where the conclusion admitted needs it',
    ],
    [
      'one that is determined too late',
      `τ1 <: τ    ${typed}\n──── X\nΩ; Σ; Γ; Δ ⊢μ !e : τ ⊣ Δ1`,
      '1:1: τ1 is not determined where premise 1 (subtype) needs it',
    ],
    ['a name', `${typed}\n────\nΩ; Σ; Γ; Δ ⊢μ !e : τ ⊣ Δ1`, '2:5: expected the name of the rule beside the line'],
    ['a name of two words', `──── T Deref\n· <: ·`, "1:6: the name of a rule is one word, found 'T Deref'"],
    ['a line', `${typed}`, '1:1: expected a line ──── with the name of the rule beside it'],
    ['nothing at all', '', '1:1: expected a line ──── with the name of the rule beside it'],
    ['a conclusion', `${typed}\n──── T-Deref  `, '2:15: expected the conclusion under the line'],
    ['two conclusions', `${concluded}\n  τ <: τ`, '3:3: a conclusion is one line; a blank line separates rules'],
    [
      'two operators',
      `Δ ∪ Δ ∩ Δ = Δ1\n──── X\n${'τ -[μ;Δ]-> τ <: τ'}`,
      '1:1: can be read in two ways: intersect(union(Δ, Δ), Δ), or union(Δ, intersect(Δ, Δ))',
    ],
    [
      'what cannot be printed',
      `Δ ∩ (Δ ∩ Δ) = Δ1\n──── X\n${'τ -[μ;Δ]-> τ <: τ'}`,
      /^1:1: would print as 'Δ ∩ Δ ∩ Δ = Δ1', which reads differently/,
    ],
    ['what is chosen', `──── X\nτ <: τ\nchosen: τ, q`, "3:12: 'q' is no metavariable"],
  ] as const)('%s', (_, text, expected) => {
    const found = problems(proteus, text, { functions: functions.proteus });
    expect(found[0]).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });
  test('of several sentences and rules, each', () => {
    const text = `-- a comment\n\nΔ <: τ    q ⊆ Δ\n--- A\nτ <: τ\n\n--- B\n· <: ·\n\n--- B\nτ <: τ\n\n--- C\nτ <:`;
    const r = readRules(proteus, text);
    expect(isLeft(r) && r.left.map((p) => `${p.line}:${p.column}: ${p.message}`)).toEqual([
      '3:1: Δ is a Cap, a Type is expected here',
      "3:11: 'q' is no word of proteus, and no metavariable starts with q",
      '10:1: rule B is there twice',
      '14:5: expected a Type (τ), found the end',
    ]);
  });
});

describe('texts that are spoiled', () => {
  const choose = chooser(7);
  const spoil = (text: string) => {
    const [from, to] = [[...text.matchAll(/[\p{L}\p{N}]+|\S/gu)], text] as const;
    const places = from.filter((m) => m[0] !== '─');
    const at = places[choose(places.length)] as RegExpExecArray;
    const other = places[choose(places.length)] as RegExpExecArray;
    const cut = (m: RegExpExecArray, by: string) => to.slice(0, m.index) + by + to.slice(m.index + m[0].length);
    switch (choose(4)) {
      case 0:
        return cut(at, '');
      case 1:
        return cut(at, `${at[0]} ${at[0]}`);
      case 2:
        return cut(at, other[0]);
      default: {
        const [a, b] = at.index < other.index ? [at, other] : [other, at];
        const between = to.slice(a.index + a[0].length, b.index);
        return a.index === b.index
          ? to
          : to.slice(0, a.index) + b[0] + between + a[0] + to.slice(b.index + b[0].length);
      }
    }
  };
  test('are refused with a place in them, or are rules that print as what reads the same', () => {
    let [refused, rules] = [0, 0];
    for (const system of [proteus, stlc])
      for (const rule of system.rules.values()) {
        const whole = ruleAsText(system, rule);
        for (let i = 0; i < 30; i++) {
          let text = whole;
          for (let k = choose(3); k >= 0; k--) text = spoil(text);
          const r = readRule(system, text, { chosen: rule.chosen, functions: functions[system.name as 'stlc'] });
          if (isLeft(r)) {
            refused++;
            const lines = text.split('\n');
            for (const { line, column, message } of r.left) {
              const { length } = lines[line - 1] as string;
              expect(column >= 1 && column <= length + 1, `${text}\n${line}:${column} ${message}`).toBe(true);
              expect(message).not.toMatch(/undefined|\0|NaN|expected {2}/);
            }
            continue;
          }
          rules++;
          const printed = ruleAsText(system, r.right);
          const again = read(system, printed, { chosen: rule.chosen, functions: functions[system.name as 'stlc'] });
          expect(sameRule(again, r.right), `${text}\n${printed}`).toBe(true);
          const changes = system.rules.has(r.right.name) ? { replace: [r.right] } : { add: [r.right] };
          compile(vary(system, { name: 'spoiled', ...changes }));
        }
      }
    expect(refused).toBeGreaterThan(1000);
    expect(rules).toBeGreaterThan(200);
  });
  test('of any characters are refused', () => {
    const pieces = [
      '---',
      '\n',
      '  ',
      '⊢',
      '(',
      ')',
      ';',
      'Δ',
      'e',
      'x',
      '0',
      '=',
      '\0',
      '🙂',
      '\\',
      "'",
      'A',
      'in',
      '--',
    ];
    for (let i = 0; i < 2000; i++) {
      const text = Array.from({ length: choose(40) }, () => pieces[choose(pieces.length)]).join(
        choose(2) === 0 ? ' ' : '',
      );
      for (const system of [proteus, stlc]) expect(isLeft(readRule(system, text))).toBe(true);
    }
  });
  test('or deep, or long, or understood in any number of ways take no stack and no time', () => {
    const typing = (e: string) => `---- X\nΩ; Σ; Γ; Δ ⊢μ ${e} : int ⊣ Δ`;
    expect(problems(proteus, typing('e '.repeat(400)))).toEqual([
      expect.stringMatching(/^2:\d+: the sentence is too long$/),
    ]);
    const deep = `${'('.repeat(190)}e${')'.repeat(190)}`;
    expect(problems(proteus, typing(deep).replace('int', 'τ'))).toEqual([
      '2:399: τ is not determined where an output of types needs it',
    ]);
    const caps = `${Array(40).fill('Δ ∩ Δ').join(' ∪ ')} = Δ1\n---- X\nτ -[μ;Δ]-> τ <: τ`;
    expect(problems(proteus, caps, { functions: functions.proteus })).toEqual([
      expect.stringMatching(/^1:1: can be read in too many ways; give a part of it a premise of its own/),
    ]);
  });
});
