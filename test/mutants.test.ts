/** Mutants: each is one small change of a rule or a metafunction, and a hunt tells the unsound from the others. */
import { describe, expect, test } from 'vitest';
import { casesOf, mutantsOf } from '../rules/mutants.ts';
import { proteus } from '../rules/proteus/system.ts';
import { calculi } from '../proofs/calculi.ts';
import { proteusCalculus } from '../proofs/proteus/calculus.ts';
import { stlcCalculus } from '../proofs/stlc/calculus.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { casesIn, soundMutants } from '../bench/judged-mutants.ts';

const cases = casesIn(proteusCalculus);
const mutants = [...mutantsOf(proteus, { cases })];

describe('mutants', () => {
  test('have names of their own, and differ from the base in a rule', () => {
    expect(mutants.length).toBeGreaterThan(300);
    expect(new Set(mutants.map((m) => m.name)).size).toBe(mutants.length);
    expect(cases.length).toBeGreaterThan(150);
    for (const { name, variant } of mutants)
      expect(
        [...variant.system.rules].some(([rule, r]) => proteus.rules.get(rule) !== r),
        name,
      ).toBe(true);
  });
  test.each(Object.entries(soundMutants))(
    'the list of sound ones of %s names mutants, each with a reason',
    (name, list) => {
      const calculus = calculi.find((c) => c.name === name);
      if (calculus === undefined) throw new Error(`there is no calculus ${name}`);
      const names = new Set([...mutantsOf(calculus.base, { cases: casesOf(calculus.base) })].map((m) => m.name));
      for (const [mutant, reason] of Object.entries(list)) {
        expect(names.has(mutant), mutant).toBe(true);
        expect(reason.length, mutant).toBeGreaterThan(20);
      }
    },
  );
  test('of the lambda calculus each that is not in the list falls', () => {
    const standing: string[] = [];
    let hunted = 0;
    for (const { name, variant } of mutantsOf(stlcCalculus.base, { cases: casesIn(stlcCalculus) })) {
      if (soundMutants.stlc?.[name] !== undefined) continue;
      const hunter = hunterFor(stlcCalculus, variant, stlcCalculus.theorems(variant.system), 1);
      let fallen = false;
      for (let i = 0; !fallen && i < 40_000; i++) fallen = hunter.episode(i).falls.length > 0;
      if (!fallen) standing.push(name);
      hunted++;
    }
    expect(standing).toEqual([]);
    expect(hunted).toBeGreaterThan(35);
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
    // What is proposed for a metafunction is proposed for the one in its place: else there would hardly be a configuration.
    ['plug undefined at Loc, argument 2', ['T7']],
    // What a theorem says of a metafunction, it says of the one that the mutant's rules call.
    ['join undefined at Int, argument 1', ['T13-least']],
    ['substitute undefined at Op, argument 1', ['T5']],
    ['subset always of Cofinite, argument 1', ['T3']],
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
