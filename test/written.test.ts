/** Variants that are written as rules: what is changed, what is said of it, and what is wrong with a text. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { calculi, findVariant, type Calculus } from '../proofs/calculi.ts';
import { statementOf, systemNamed, writtenVariant } from '../proofs/written.ts';
import { digestOf } from '../rules/digest.ts';
import type { Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { ruleAsText } from '../checker/notation/typeset.ts';
import type { Variant } from '../rules/variant.ts';

const [proteus, stlc] = calculi as readonly [Calculus, Calculus];
const written = (c: Calculus, text: string): Variant => {
  const v = writtenVariant(c, 'mine', text);
  if (isLeft(v)) throw new Error(JSON.stringify(v.left));
  return v.right;
};
const problems = (c: Calculus, text: string) => {
  const v = writtenVariant(c, 'mine', text);
  return isLeft(v) ? v.left.map((p) => `${p.line}:${p.column}: ${p.message}`) : [];
};

describe('a variant that is written', () => {
  test('is the variant that its rules were printed from, for nearly every variant there is', () => {
    const others = calculi.flatMap((c) =>
      c.variants.filter((v) => {
        const found = writtenVariant(c, v.name, statementOf(v));
        return isLeft(found) || digestOf(found.right.system) !== digestOf(v.system);
      }),
    );
    // Their functions print as those in whose place they are, and have to be called by name; the last has other analysis.
    expect(others.map((v) => v.name)).toEqual([
      'subst-shadow',
      'subst-capture',
      'no-abs-heap',
      'no-abs-cell',
      'abs-outermost',
      'versions-coexist',
      'shallow-analysis',
      'sub-send-flip',
      'sub-recv-flip',
    ]);
    const update = ruleAsText(proteus.base, proteus.base.rules.get('R-Upd') as Rule);
    const named = written(proteus, update.replace('H updated by U', 'functionsKept(H, U)'));
    expect(digestOf(named.system)).toBe(digestOf(findVariant(proteus, 'no-abs-heap')?.system as System));
  });
  test('is what a printed rule says once it is edited, judgements of other variants included', () => {
    const kernel = calculi.find((c) => c.name === 'components') as Calculus;
    const printed = (s: System, name: string) => ruleAsText(s, s.rules.get(name) as Rule);
    const of = (name: string) => findVariant(kernel, name)?.system as System;
    const edited = printed(kernel.base, 'M-Quiesce').replace('μ = ∅    ', '');
    expect(digestOf(written(kernel, edited).system)).toBe(digestOf(of('no-count')));
    const any = of('release-any');
    const released = ['Pick-First', 'Pick-Later', 'M-Release'].map((name) => printed(any, name)).join('\n');
    expect(digestOf(written(kernel, released).system)).toBe(digestOf(any));
    expect(written(kernel, edited).system.judgements).toEqual(kernel.base.judgements);
  });
  test('keeps the rules that it says as they are', () => {
    const lines = (name: string) => ruleAsText(proteus.base, proteus.base.rules.get(name) as Rule);
    const v = written(proteus, `${lines('T-App')}\n---- S-Refl\nint <: int\n`);
    expect(v.system.rules.get('T-App')).toBe(proteus.base.rules.get('T-App'));
    expect(v.system.rules.get('S-Refl')).not.toBe(proteus.base.rules.get('S-Refl'));
    expect(v.sentence).toBe('S-Refl is different');
  });
  test('replaces, adds and removes', () => {
    const v = written(
      proteus,
      '-- one\n-- and more\n\nremove S-Ref\n\n---- S-Refl\nint <: int\n\n---- S-New\nτ <: τ ref\n',
    );
    expect(v).toMatchObject({ name: 'mine', sentence: 'one and more', expected: 'sound', endToEnd: false });
    expect(v.system).toMatchObject({ name: 'proteus', variant: 'mine' });
    expect([v.base, v.analysis]).toEqual([proteus.base, v.system]);
    expect(v.system.rules.has('S-Ref')).toBe(false);
    expect(v.system.rules.size).toBe(proteus.base.rules.size);
    expect(ruleAsText(v.system, v.system.rules.get('S-Refl') as Rule)).toContain('int <: int');
    expect(v.system.rules.has('S-New')).toBe(true);
  });
  test('has a sentence also where nobody wrote one', () => {
    expect(written(stlc, 'remove R-Plus').sentence).toBe('R-Plus is different');
    expect(written(stlc, 'remove R-Plus\r\nremove R-Hd\r\n').sentence).toBe('R-Plus, R-Hd are different');
  });
  test('names its calculus', () => {
    expect([systemNamed('-- x\nsystem: stlc\n'), systemNamed('remove X')]).toEqual(['stlc', undefined]);
    expect(written(stlc, 'system: stlc\nremove R-Plus').base.name).toBe('stlc');
  });
  test('may say which metavariables are chosen', () => {
    const text =
      'Ω; Σ; Γ; Δ |-mu e : tau -| Δ2    Δ1 <= Δ2\n---- T-Weak\nΩ; Σ; Γ; Δ |-mu e : tau -| Δ1\nchosen: Delta1';
    expect(written(proteus, text.replace('Delta1', 'Δ1')).system.rules.get('T-Weak')?.chosen).toEqual(['Δ1']);
  });
});

describe('a text that is wrong', () => {
  test.each([
    ['', '1:1: no rule is written or removed'],
    ['-- only a comment', '1:1: no rule is written or removed'],
    ['system: proteus\nremove R-Plus', '1:9: the rules are of proteus, and are read as rules of stlc'],
    ['\n remove R-Puls', '2:9: there is no rule R-Puls to remove (did you mean R-Plus?)'],
    ['remove', "1:1: 'remove' says nothing of a variant: it is written 'remove NAME, one on a line'"],
    ['remove V-Nil\n\n---- V-Nil\nnil value', '1:8: rule V-Nil is removed, and written here as well'],
    ['---- V-Nil\nnil value\n\n---- V-Nil\nnil value', '4:1: rule V-Nil is there twice'],
    ['---- V-Nil\nnil valeu', "2:5: 'valeu' is no word of stlc, and no metavariable starts with v"],
  ])('%j', (text, problem) => {
    expect(problems(stlc, text)).toEqual([problem]);
  });
  test('all that is wrong is said, in the order of the text', () => {
    expect(problems(stlc, '---- V-Nil\nnil\n\nremove R-Puls\n\n---- V-Nil\nvalue')).toHaveLength(3);
  });
});
