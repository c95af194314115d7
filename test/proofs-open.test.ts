/** What is said of a case that is open: a sentence in the notation of the rules, values that make it fail, and what to hunt. */
import { describe, expect, test } from 'vitest';
import { calculusNamed, findVariant } from '../proofs/calculi.ts';
import { developmentFor } from '../proofs/developments.ts';
import { failingValues } from '../proofs/playing/failing.ts';
import { keptProofs } from '../proofs/records.ts';
import { search, type Failure } from '../proofs/search/search.ts';
import { Teller } from '../proofs/tell.ts';
import { Store } from '../proofs/terms.ts';
import { subset } from '../semantics/proteus/capability.ts';
import { equal } from '../semantics/terms.ts';
import { derive } from '../checker/derive.ts';
import { subtype } from '../rules/proteus/subtyping.ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { inFolder, mutandis } from './command-line.ts';

inFolder();

const calculus = calculusNamed('proteus')!;
const base = developmentFor(calculus.base)!;
const first = keptProofs(base)!;

function opened(variant: string, theorem: string, kase: string) {
  const { system } = findVariant(calculus, variant)!;
  const d = developmentFor(system)!;
  const s = d.statements.get(theorem)!;
  const budget = 1000 + first.get(`${theorem}, ${kase}`)!.goals!;
  const found = search(d, new Store(system.grammar), s, kase, { budget });
  if (!('failure' in found)) throw new Error(`${theorem}, ${kase} is proved`);
  const failing = failingValues(d, calculus.huntingGround.hints, s, kase, found.failure);
  if (failing === undefined) throw new Error(`nothing makes ${theorem}, ${kase} fail`);
  const { failure } = found as { readonly failure: Failure };
  const teller = new Teller(d);
  const { branch, notShown } = teller.failure(failure);
  const named = new Map([...failing.values].map(([v, x]) => [teller.names.get(v), x]));
  return { system, branch, notShown, instance: failing.instance, value: (name: string): never => named.get(name) as never };
} // prettier-ignore

describe('of an open case', () => {
  test('if-union: the branches keep what either keeps, and an instance of the case keeps less', () => {
    const { branch, notShown, instance, value } = opened('if-union', 'T7-redex', 'R-IfEq');
    expect([branch, notShown, instance]).toEqual([['R-IfEq'], ['Δ1 ⊆ Δ2'], true]);
    expect(subset.compute(value('Δ1'), value('Δ2'))).toBe(false);
    expect(value('e')).toMatchObject({ tag: 'If', e1: { tag: 'Num' }, e2: { tag: 'Num' } });
    expect(equal((value('e') as { readonly e3: never }).e3, value('e3'))).toBe(true);
  });
  test.each([
    ['app-unchecked', 'R-Call', 'App'],
    ['let-unchecked', 'R-Let', 'Let'],
    ['ref-reuse', 'R-Ref', 'New'],
  ])('%s: a redex of a program, of the case, whose premises are derived', (name, kase, tag) => {
    const { instance, value } = opened(name, 'T7-redex', kase);
    expect([instance, (value('e') as { readonly tag: string }).tag]).toEqual([true, tag]);
  });
  test('ref-covariant: references to types of which one alone is below the other', () => {
    const { system, branch, notShown, instance, value } = opened('ref-covariant', 'below-ref', 'S-Ref');
    expect([branch, notShown, instance]).toEqual([['S-Ref'], ['τ2 <: τ1'], true]);
    const below = (a: never, b: never) => !isLeft(derive(system, subtype.form, [a, b]));
    expect([below(value('τ1'), value('τ2')), below(value('τ2'), value('τ1'))]).toEqual([true, false]);
  });
  test('con-before: the sentence that its equations leave, and values under which the facts hold and it does not', () => {
    const { branch, notShown, instance, value } = opened('con-before', 'con-free-frame', 'InCon');
    expect([branch, notShown, instance]).toEqual([[], ['t ∉ T'], false]);
    expect(value('T')).toContain(value('t'));
  });
  test('the command line says the sentence, the values, and what to hunt, of lemmas as well', () => {
    const call = ['prove', '--variant', 'if-union', '--theorem', 'T7-redex', '--case', 'R-IfEq'];
    const run = (...more: string[]) => mutandis(...call, ...more);
    const { code, out } = run();
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}not shown +Δ1 ⊆ Δ2$/m);
    expect(out).toMatch(/^ {2}fails at +e = if (\d+) = \1 then update\[.+\] else \d+$/m);
    expect(out).toContain('hunt it: mutandis hunt --system proteus --variant if-union --theorem T7\n');
    const { open } = (JSON.parse(run('--json').out) as { cases: { open: Record<string, unknown> }[] }).cases[0]!;
    expect(open).toMatchObject({ notShown: ['Δ1 ⊆ Δ2'], instance: true });
    expect(open.values).toContainEqual({ of: 'τ', value: 'int' });
  });
});
