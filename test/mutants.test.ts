/** Mutants of Proteus: each is one small change of a rule or a metafunction, and a hunt tells the unsound from the others. */
import { describe, expect, test } from 'vitest';
import { conFree } from '../semantics/proteus/heaps.ts';
import { make } from '../semantics/proteus/grammar.ts';
import { substitute } from '../semantics/proteus/substitution.ts';
import { rewrite } from '../semantics/proteus/updates.ts';
import { mutantsOf } from '../rules/mutants.ts';
import { proteus } from '../rules/proteus/system.ts';
import { proteusCalculus } from '../proofs/proteus/calculus.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { soundMutants } from '../bench/sound-mutants.ts';

const leaf = (k: number) => make.Expr.Num(BigInt(-1_000_001 - k));
const mutants = [...mutantsOf(proteus, { walks: [conFree, rewrite, substitute].map((f) => ({ f, leaf })) })];

describe('mutants', () => {
  test('have names of their own, and differ from the base in a rule', () => {
    expect(mutants.length).toBeGreaterThan(130);
    expect(new Set(mutants.map((m) => m.name)).size).toBe(mutants.length);
    for (const { name, variant } of mutants)
      expect(
        [...variant.system.rules].some(([rule, r]) => proteus.rules.get(rule) !== r),
        name,
      ).toBe(true);
  });
  test('the list of sound ones names mutants, each with a reason', () => {
    const names = new Set(mutants.map((m) => m.name));
    for (const [name, reason] of Object.entries(soundMutants)) {
      expect(names.has(name), name).toBe(true);
      expect(reason.length, name).toBeGreaterThan(20);
    }
  });
  test.each([
    ['T-Let without premise 2', ['T7']],
    ['T-Con without premise 2', ['T8s']],
    ['U-Static without premise 2', ['T8s']],
    ['conFree blind to If', ['T8']],
    ['conFree blind to Abs', ['T8']],
    ['substitute blind to Deref', ['T7', 'T9']],
    ['rewrite blind to Proj', ['T8', 'T8s']],
    ['rewrite blind to Op', ['T8', 'T8s']],
    ['conFree blind to Deref', ['T8']],
    ['Rebind-Var without premise 5', ['T8', 'T8s']],
  ] as const)('%s falls', (name, theorems) => {
    const mutant = mutants.find((m) => m.name === name);
    if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
    const { variant } = mutant;
    const claims = proteusCalculus.theorems(variant.system).filter((t) => theorems.some((n) => n === t.name));
    const hunter = hunterFor(proteusCalculus, variant, claims, 1);
    let fallen: string | undefined;
    for (let i = 0; fallen === undefined && i < 3_000; i++) fallen = hunter.episode(i).falls[0]?.theorem;
    expect(theorems).toContain(fallen);
  });
});
