/** The order of evaluation, varied: runs, derivations and hunts go by it, and typing has to follow it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { contextsOf } from '../semantics/contexts.ts';
import { inOrderOf, reordered } from '../semantics/evaluation-order.ts';
import { holes } from '../semantics/holes.ts';
import { proteus as grammar, type Config } from '../semantics/proteus/grammar.ts';
import { startOf } from '../semantics/proteus/programs.ts';
import { parseProgram, printExpr } from '../semantics/proteus/syntax/index.ts';
import { equal } from '../semantics/terms.ts';
import { digestOf } from '../rules/digest.ts';
import { proteus } from '../rules/proteus/system.ts';
import { stlc } from '../rules/stlc/system.ts';
import { threads } from '../rules/threads/system.ts';
import type { System } from '../rules/system.ts';
import { variant, type Variant } from '../rules/variant.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { machineOf } from '../checker/proteus/machine.ts';
import { byRules, fast } from '../checker/proteus/run.ts';
import { load } from '../checker/proteus/load.ts';
import { calculi, calculusNamed } from '../proofs/calculi.ts';
import { statementOf, stated, writtenVariant } from '../proofs/written.ts';
import { proteusCalculus as calculus } from '../proofs/proteus/calculus.ts';
import { hunterFor, named } from '../workbench/hunt/hunter.ts';
import { programs } from './arbitrary.ts';
import { assertProperty } from './property.ts';
import { root } from './support.ts';

const text = (name: string) => readFileSync(join(root, 'examples/variants', `${name}.rules`), 'utf8');
const written = (name: string, rules: string): Variant => {
  const read = writtenVariant(calculus, name, rules);
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  return read.right;
};
const fromTheRight = written('from-the-right', text('from-the-right'));
const orders = text('from-the-right')
  .split('\n')
  .filter((line) => line.startsWith('evaluates:'))
  .join('\n');

/** What a program ends with by the rules of a system: by the machine, which takes the steps that the rules take. */
function ends(program: string, system: System): string {
  const loaded = load(program, 'program', { system });
  if (isLeft(loaded)) throw new Error(JSON.stringify(loaded.left));
  expect(machineOf(system, loaded.right.config), 'there is a machine').toBeDefined();
  const [a, b] = [fast(system, loaded.right.config), byRules(system, loaded.right.config)];
  expect([a.run(1000, false), b.run(1000, false)]).toEqual(['done', 'done']);
  expect(a.steps).toBe(b.steps);
  expect(equal(a.config(), b.config())).toBe(true);
  return printExpr(b.config().e);
}

describe('the order of evaluation is varied by a line', () => {
  const noted = (rest: string) =>
    `var c : int = 0\nfun note (i : int) : int = c := !c * 10 + i\nin let _ = ${rest} in !c`;
  test.each([
    ['a sum', 'note 1 + note 2', '12', '21'],
    ['a comparison', 'if note 1 = note 2 then note 3 else note 4', '124', '214'],
    ['a record', '{ a = note 1, b = 5, d = note 2, e = note 3 }', '123', '321'],
    ['a call', '(let _ = note 1 in note) (note 2)', '132', '212'],
    ['an assignment', '(let _ = note 1 in ref 0) := note 2', '12', '21'],
  ] as [string, string, string, string][])('%s: the same program, and another result', (_, rest, left, right) => {
    expect([ends(noted(rest), proteus), ends(noted(rest), fromTheRight.system)]).toEqual([left, right]);
  });

  test('one of many may be another, and the rest as they were', () => {
    const { system } = written('one', 'evaluates: e2, e1 in e1 o e2');
    const program = noted('{ a = note 1 + note 2, b = note 3 }');
    expect([ends(program, proteus), ends(program, system)]).toEqual(['123', '213']);
  });

  test('the metavariables of the line may have other names, and a module says it by fields', () => {
    const byLine = written('v', 'evaluates: ef, e in e ef').system;
    const byFields = variant(proteus, {
      name: 'v',
      sentence: '',
      expected: 'sound',
      evaluates: { App: ['arg', 'fun'] },
    });
    expect(digestOf(byFields.system)).toBe(digestOf(byLine));
    expect(digestOf(byLine)).not.toBe(digestOf(proteus));
    // Files that are made with it carry it.
    const carried = stated(calculus, byFields).system.written;
    expect(carried).toContain('evaluates: e2, e1 in e1 e2');
    expect(carried).not.toContain('R-Ctx');
    expect(digestOf(written('again', statementOf(fromTheRight)).system)).toBe(digestOf(fromTheRight.system));
  });

  test('the redex is found where the grammar of contexts says, in every generated program', () => {
    const g = reordered(grammar, { App: ['arg', 'fun'], Op: ['e2', 'e1'], If: ['e2', 'e1'], Field: ['rest', 'e'] });
    const contexts = contextsOf<Config['e'], never, Config['context']>(g);
    let moved = 0;
    assertProperty(
      fc.property(programs, (program) => {
        const loaded = load(program, 'program');
        if (isLeft(loaded)) return;
        const whole = contexts.plug(loaded.right.config.context, loaded.right.config.e);
        const place = contexts.focus({ context: contexts.hole, e: whole });
        expect(contexts.plug(place.context, place.e)).toEqual(whole);
        expect(contexts.focus(place)).toBe(place);
        if (!equal(place.context, loaded.right.config.context)) moved++;
        // The part that is evaluated next is the last of those that may stand in the hole.
        const next = contexts.descend(whole)?.[1];
        if (next !== undefined) expect(holes(g, whole).at(-1)).toBe(next);
      }),
      { numRuns: 300 },
    );
    expect(moved).toBeGreaterThan(10);
  });

  test('the machine takes the steps of the rules, in generated programs', () => {
    const { system } = fromTheRight;
    let differ = 0;
    assertProperty(
      fc.property(programs, fc.nat(120), (program, limit) => {
        const read = parseProgram(program, 'program');
        const loaded = isLeft(read) ? read : load(program, 'program');
        if (isLeft(loaded)) throw new Error(JSON.stringify(loaded.left));
        const config = inOrderOf(system.grammar, startOf).compute(loaded.right.program);
        const [a, b] = [fast(system, config), byRules(system, config)];
        expect([a.run(limit, false), a.steps, a.points]).toEqual([b.run(limit, false), b.steps, b.points]);
        expect(equal(a.config(), b.config()), program).toBe(true);
        const plain = fast(proteus, loaded.right.config);
        plain.run(limit, false);
        if (!equal(plain.config().heap, a.config().heap)) differ++;
      }),
      { numRuns: 200 },
    );
    expect(differ).toBeGreaterThan(3);
  });
});

/** Hunts until something falls, for so many episodes (seed 1). */
function hunted(v: Variant, theorems: readonly string[], episodes: number) {
  const all = calculus.theorems(v.system).filter((t) => theorems.some((name) => named(t, name)));
  const hunter = hunterFor(calculus, v, all, 1);
  const total = emptyTally();
  for (let i = 0; total.falls.length === 0 && i < episodes; i++) sum(total, hunter.episode(i));
  return total;
}

describe('a hunt goes by the order', () => {
  test('evaluated and typed from the right: determinism, progress, preservation and T9 stand', () => {
    const { falls, tests } = hunted(fromTheRight, ['T2', 'T6', 'T7', 'T9'], 96);
    expect(falls).toEqual([]);
    for (const t of ['T2', 'T6', 'T7', 'T9']) expect(tests.get(t), t).toBeGreaterThan(200);
  });

  test('evaluated from the right and typed from the left, T7 falls: an update goes before what is typed before it', () => {
    const { falls } = hunted(written('right', orders), ['T7'], 200);
    expect(falls.map((f) => f.theorem)).toEqual(['T7']);
  });

  test('an argument that is not evaluated: T6 falls', () => {
    const v = written('argument-unevaluated', text('argument-unevaluated'));
    expect(v.expected).toEqual(['T6']);
    const { falls } = hunted(v, ['T6'], 100);
    expect(falls.map((f) => f.theorem)).toEqual(['T6']);
  });
});

describe('what is no order is told', () => {
  test.each([
    ['evaluates: e2, e5 in e1 e2', "of 'e1 e2' e1, e2 can be evaluated, each at most once: not 'e2, e5'"],
    ['evaluates: e1, e1 in e1 e2', "of 'e1 e2' e1, e2 can be evaluated, each at most once: not 'e1, e1'"],
    [
      'evaluates: e2, e3 in let x : τ = e2 in e3',
      "of 'let x : τ = e2 in e3' e2 can be evaluated, each at most once: not 'e2, e3'",
    ],
    [
      'evaluates: e in l = e, ρ',
      "of 'l = e, ρ' e, ρ can be evaluated, and all of them, since it is a value then: not 'e'",
    ],
    [
      'evaluates: e in update[Δ]',
      "nothing of 'update[Δ]' is evaluated; parts are evaluated so: ρ in { ρ }; e in e.l; e1, e2 in e1 e2;",
    ],
    [
      'evaluates: right to left',
      "the parts that are evaluated, 'in' and the term are expected; parts are evaluated so: ",
    ],
    ['evaluates: e1 in e1 e2\nevaluates: e2 in e1 e2', 'the order of this term is there already'],
    ['evaluate: e1 in e1 e2', "'evaluate' says nothing of a variant (did you mean evaluates:?)"],
  ])('%s', (rules, message) => {
    const read = writtenVariant(calculus, 'v', rules);
    const [problem] = isLeft(read) ? read.left : [];
    expect(problem?.message).toContain(message);
    expect(problem?.line).toBe(rules.split('\n').length);
  });

  test('where rules say themselves what is evaluated first, and where another calculus does', () => {
    const message = 'goes by the order of evaluation of its grammar';
    for (const c of calculi) {
      if (c.base === proteus) continue;
      const read = writtenVariant(c, 'v', `system: ${c.name}\nevaluates: e2, e1 in e1 e2`);
      expect(isLeft(read), c.name).toBe(true);
    }
    for (const [name, base] of [
      ['stlc', stlc],
      ['threads', threads],
    ] as const) {
      const read = writtenVariant(
        calculusNamed(name) as typeof calculus,
        'v',
        `system: ${name}\nevaluates: e2, e1 in e1 e2`,
      );
      expect(isLeft(read) && read.left[0]?.message).toContain(`no rule of ${base.name} ${message}`);
    }
    expect(() => variant(proteus, { name: 'v', sentence: '', expected: 'sound', evaluates: { Update: [] } })).toThrow('nothing of Update is evaluated'); // prettier-ignore
    expect(() => variant(proteus, { name: 'v', sentence: '', expected: 'sound', evaluates: { App: ['fun', 'e'] } })).toThrow('of App fun, arg are evaluated, each once: not e'); // prettier-ignore
    expect(() => variant(proteus, { name: 'v', sentence: '', expected: 'sound', evaluates: { Field: ['e'] } })).toThrow('Field is a value once e, rest are'); // prettier-ignore
  });
});
