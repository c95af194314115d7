/** Exhaustive hunts of one instance of those that differ by names alone: all others have a twin that is tried, and what is left out is counted. */
import { describe, expect, test } from 'vitest';
import { Alike, alike } from '../checker/generate/alike.ts';
import { Odometer } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { Settled } from '../checker/derive.ts';
import { exhaust } from '../checker/hunt/exhaust.ts';
import { unknownsFor } from '../checker/hunt/goals.ts';
import { Trial } from '../checker/hunt/trial.ts';
import { calculi, findVariant, type Calculus } from '../proofs/calculi.ts';
import type { Theorem } from '../rules/theorem.ts';
import { make } from '../semantics/stlc/grammar.ts';
import { stlc } from '../rules/stlc/system.ts';
import { inFolder, main, mutandis } from './command-line.ts';

inFolder();

const classesOf = ({ huntingGround }: Calculus) => huntingGround.hints.alike ?? [];
const withClasses = calculi.filter((c) => classesOf(c).length > 0);
const sum = (xs: Iterable<number>) => [...xs].reduce((a, b) => a + b, 0);

test('names are alike that are in the same pools, in order', () => {
  expect(alike({ a: ['y', 'x', 'f'], b: ['f', 'g'], c: ['x', 'y'] })).toEqual([['x', 'y']]);
  expect(withClasses.map((c) => c.name)).toEqual(expect.arrayContaining(['proteus', 'stlc']));
});

test.each(withClasses)('$name: no pool has some of a class of names and not the others', (c) => {
  const { constructors, maps } = c.base.grammar;
  const letters = Array.from({ length: 58 }, (_, i) => String.fromCharCode(65 + i));
  const fields = [...constructors.values()].flatMap((k) => k.fields.map(([f]) => `${k.tag}.${f}`));
  let met = 0;
  for (const role of ['', ...letters, ...fields, ...Object.keys(maps).map((m) => `${m}.key`)]) {
    const pool = c.huntingGround.hints.names(role, [], true);
    for (const names of classesOf(c)) {
      const there = names.filter((n) => pool.includes(n)).length;
      expect([0, names.length], `${role}: ${names.join(', ')}`).toContain(there);
      met += there;
    }
  }
  expect(met).toBeGreaterThan(0);
});

describe('a canonical form', () => {
  const { Lam, Var, Int, App } = { ...make.Expr, ...make.Type };
  const of = new Alike(stlc.grammar, [['x', 'y', 'z']]);
  const id = (x: string, y = x) => Lam(x, Int(), Var(y));
  test('is that of all instances that differ by names alone, and of no others', () => {
    expect(of.canonical([id('x')]).form).toBe(of.canonical([id('z')]).form);
    expect(of.canonical([id('x', 'y')]).form).toBe(of.canonical([id('z', 'x')]).form);
    expect(of.canonical([id('x', 'y')]).form).not.toBe(of.canonical([id('x')]).form);
    expect(of.canonical([App(id('x'), id('x'))]).form).not.toBe(of.canonical([App(id('x'), id('y'))]).form);
  });
  test('counts them', () => {
    expect(of.canonical([Int()]).orbit).toBe(1);
    expect(of.canonical([id('y')]).orbit).toBe(3);
    expect(of.canonical([id('x', 'y')]).orbit).toBe(6);
  });
});

/** Sequences of choices after which a size is left to longer runs. */
const mostSequences = 100_000;

/** All subjects of a size: canonical form ↦ how many there are like it, and how many differ at all; undefined where they are too many. */
function subjects(c: Calculus, theorem: Theorem, size: number, names: Alike | undefined) {
  const trial = new Trial(c.base, theorem, { settled: new Settled(c.huntingGround.settled), counts: new Map() });
  const { subject } = trial;
  if (subject === undefined) return undefined;
  const [canon, plain] = [new Alike(c.base.grammar, classesOf(c)), new Alike(c.base.grammar, [])];
  const odometer = new Odometer();
  const g = new Generator(theorem.premisesIn ?? c.base, c.huntingGround.hints, odometer, names);
  const forms = new Map<string, number>();
  const different = new Set<string>();
  let sequences = 0;
  do {
    if (++sequences > mostSequences) return undefined;
    const wanted = unknownsFor(g, subject.args);
    names?.begin(wanted);
    const found = g.find(subject.form.name, wanted, size);
    if (found === undefined || g.left !== 0) continue;
    const { form, orbit } = canon.canonical(found);
    forms.set(form, orbit);
    different.add(plain.canonical(found).form);
  } while (odometer.next());
  return { forms, different: different.size, sequences };
}

test.each(withClasses)('$name: each subject that is left out has a twin that is tried, and they are counted', (c) => {
  const byJudgement = new Map<string, Theorem>();
  for (const t of c.theorems(c.base)) {
    const [first] = t.premises;
    const name = first?.kind === 'judgement' ? first.judgement.name : undefined;
    if (name !== undefined && !byJudgement.has(name)) byJudgement.set(name, t);
  }
  let total = 0;
  for (const [judgement, theorem] of byJudgement) {
    let [leftOut, compared] = [0, 0];
    for (let size = 1; size <= 12; size++) {
      const all = subjects(c, theorem, size, undefined);
      if (all === undefined) break;
      const few = subjects(c, theorem, size, new Alike(c.base.grammar, classesOf(c)));
      if (few === undefined) break;
      compared = size;
      const what = `${judgement}, size ${size}`;
      expect([...few.forms.keys()].sort(), what).toEqual([...all.forms.keys()].sort());
      // Those that are like one of those tried are all there are.
      expect(sum(few.forms.values()), what).toBe(all.different);
      expect(few.sequences, what).toBeLessThanOrEqual(all.sequences);
      leftOut += all.different - few.forms.size;
    }
    if (compared > 0)
      console.log(`${c.name} ${judgement}: up to size ${compared} ${leftOut} are left out, each with a twin`);
    total += leftOut;
  }
  expect(total).toBeGreaterThan(50);
});

describe('an exhaustive hunt', () => {
  const leastFall = (c: Calculus, name: string, theorem: string, most: number, symmetric: boolean) => {
    const v = findVariant(c, name);
    const t = c.theorems(v?.analysis ?? c.base).find((x) => x.name === theorem);
    if (v === undefined || t === undefined) throw new Error(`${name} ${theorem}`);
    for (const part of exhaust(v.system, c.huntingGround, [t], 1, most, { symmetric }))
      if (part.tally.falls.length > 0) return part.size;
    return undefined;
  };
  const of = (name: string) => calculi.find((c) => c.name === name) as Calculus;
  test('fells what all instances fell, at the same size', () => {
    const c = of('stlc');
    let fallen = 0;
    for (const v of c.variants)
      for (const theorem of v.expected === 'sound' ? ['Progress', 'Preservation'] : v.expected) {
        const least = leastFall(c, v.name, theorem, 6, false);
        expect([v.name, theorem, leastFall(c, v.name, theorem, 6, true)]).toEqual([v.name, theorem, least]);
        if (least !== undefined) fallen++;
      }
    expect(fallen).toBeGreaterThan(3);
  });
  test('tries as many subjects as there are, those left out with those that were not, in every case', () => {
    const c = of('proteus');
    const [t] = c.theorems(c.base).filter((x) => x.name === 'T7');
    const parts = (symmetric: boolean) => [...exhaust(c.base, c.huntingGround, [t as Theorem], 1, 8, { symmetric })];
    const [all, few] = [parts(false), parts(true)];
    const tried = (ps: typeof all) => sum(ps.map((p) => p.tally.episodes));
    expect(sum(few.map((p) => p.leftOut))).toBeGreaterThan(50);
    expect(tried(few) + sum(few.map((p) => p.leftOut))).toBe(tried(all));
    const cases = (ps: typeof all) =>
      [...new Set(ps.flatMap((p) => [...(p.tally.cases.get('T7')?.keys() ?? [])]))].sort();
    expect(cases(few)).toEqual(cases(all));
    expect(cases(all).length).toBeGreaterThan(1);
  });
  test('tells of both', () => {
    expect(main).toBeTruthy();
    const words = ['hunt', '--system', 'stlc', '--theorem', 'Progress', '--fresh', '--out', 'found', '--symmetric'];
    expect(mutandis(...words, '--runs', '5')).toMatchObject({ code: 2, err: expect.stringContaining('--symmetric') });
    const { code, out } = mutandis(...words, '--size', '6', '--json');
    const { symmetric } = JSON.parse(out) as { symmetric: Record<string, { subjects: number; leftOut: number }> };
    expect([code, symmetric.Progress]).toEqual([0, { subjects: 214, leftOut: 472 }]);
    expect(mutandis(...words, '--size', '6').out).toContain(
      'Progress: 214 subjects, and 472 that differ from one of them by names alone, left out',
    );
  });
});
