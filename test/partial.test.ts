/** Derivations that are being built: what follows from the choices, and that what is complete replays. */
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { localsMap, make, typesMap } from '../semantics/proteus/grammar.ts';
import { parseExpr } from '../semantics/proteus/syntax/index.ts';
import { all as star } from '../semantics/proteus/capability.ts';
import { noLocals } from '../semantics/proteus/types.ts';
import { signatureOf } from '../semantics/proteus/heaps.ts';
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import { subtype } from '../rules/proteus/subtyping.ts';
import { types } from '../rules/proteus/typing.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { reduces } from '../rules/proteus/reduction.ts';
import type { Pattern } from '../semantics/symbols.ts';
import type { Derivation } from '../checker/derivation.ts';
import { derive } from '../checker/derive.ts';
import { builtFrom, grow, proofOf, type Built, type Goal, type Growing } from '../checker/partial.ts';
import { declare } from '../checker/proteus/declarative.ts';
import { replay } from '../checker/replay.ts';
import { assertProperty } from './property.ts';
import { casesIn, loadCase, mustLoad } from './support.ts';

const cases = [...casesIn('examples'), ...casesIn('test/cases')].filter((c) => !('kind' in loadCase(c)));
const formOf = (name: string) => proteus.judgements.find((j) => j.name === name) as Goal['form'];

const typingOf = (c: (typeof cases)[number]): Derivation => {
  const r = derive(proteus, configurationOk.form, [mustLoad(c, false).loaded.config]);
  if (isLeft(r)) throw new Error(`${c.name} does not type`);
  return r.right.derivation;
};
/** The goal of a derivation: with its outputs, or with metavariables in their places. */
const goalOf = (d: Derivation, outputs: boolean): Goal => {
  const form = formOf(d.rule.conclusion.judgement.name);
  const n = form.inputs.length;
  const args = d.args.map((a, i) =>
    i < n || outputs ? a : { meta: `out${i}`, sort: form.outputs[i - n], restriction: undefined },
  );
  return { form, args: args as Pattern[] };
};
const flat = (g: Growing): Growing[] => [g, ...g.premises.flatMap(flat)];
const built = (b: Built | null): Built[] => (b === null ? [] : [b, ...b.premises.flatMap(built)]);

/** The n-th choice of what was built, in order, changed. */
function changed(b: Built | null, n: number, f: (b: Built) => Built | null): Built | null {
  let at = 0;
  const walk = (x: Built | null): Built | null => {
    if (x === null) return null;
    if (at++ === n) return f(x);
    return { ...x, premises: x.premises.map(walk) };
  };
  return walk(b);
}

describe('what derive finds', () => {
  test.each(cases)('$name is complete when it is built again, with the outputs known or not, and replays', (c) => {
    const d = typingOf(c);
    for (const outputs of [true, false]) {
      const g = grow(proteus, goalOf(d, outputs), builtFrom(d));
      expect(flat(g).filter((x) => x.misfit)).toEqual([]);
      expect(g.complete).toBe(true);
      expect(g.args).toEqual(d.args);
      const proof = proofOf(proteus, g);
      expect(proof.roots).toEqual([proof.nodes.length - 1]);
      expect(replay(proteus, proof)).toMatchObject({ ok: true });
    }
  });

  test('in the declarative presentation: what has to be chosen is filled in', () => {
    let chosen = 0;
    for (const c of cases) {
      const [d] = declare([typingOf(c)]) as [Derivation];
      const g = grow(proteusDeclarative, goalOf(d, true), builtFrom(d));
      expect(g.complete, c.name).toBe(true);
      expect(replay(proteusDeclarative, proofOf(proteusDeclarative, g))).toMatchObject({ ok: true });
      chosen += built(builtFrom(d)).filter((b) => b.rule === 'T-Sub').length;
    }
    expect(chosen).toBeGreaterThan(10);
  });
});

describe('what is half built', () => {
  const derivations = cases.map(typingOf);

  test('has open goals and nothing wrong, and its complete parts replay', () => {
    let parts = 0;
    assertProperty(
      fc.property(fc.constantFrom(...derivations), fc.boolean(), fc.nat(), (d, outputs, at) => {
        const whole = builtFrom(d);
        const g = grow(
          proteus,
          goalOf(d, outputs),
          changed(whole, at % built(whole).length, () => null),
        );
        const nodes = flat(g);
        expect(nodes.filter((x) => x.misfit)).toEqual([]);
        expect(nodes.some((x) => x.built === null)).toBe(true);
        expect(g.complete).toBe(false);
        const proof = proofOf(proteus, g);
        parts += proof.roots.length;
        expect(replay(proteus, proof)).toMatchObject({ ok: true });
      }),
      { numRuns: 400 },
    );
    expect(parts).toBeGreaterThan(400);
  });

  test('with another rule somewhere: the misfit is there or at what needs it, or it is a derivation all the same', () => {
    const names = [...proteus.rules.values()].map((r) => r.name);
    let misfits = 0;
    assertProperty(
      fc.property(fc.constantFrom(...derivations), fc.nat(), fc.constantFrom(...names), (d, at, rule) => {
        const whole = builtFrom(d);
        const g = grow(
          proteus,
          goalOf(d, true),
          changed(whole, at % built(whole).length, (b) => ({ ...b, rule })),
        );
        if (flat(g).some((x) => x.misfit)) misfits++;
        else if (g.complete) expect(replay(proteus, proofOf(proteus, g))).toMatchObject({ ok: true });
        if (g.complete) expect(flat(g).some((x) => x.misfit)).toBe(false);
        // Parts that are complete are derivations, whatever is wrong elsewhere.
        expect(replay(proteus, proofOf(proteus, g))).toMatchObject({ ok: true });
      }),
      { numRuns: 2000 },
    );
    expect(misfits).toBeGreaterThan(1000);
  });
});

describe('filling in', () => {
  const t = make.Type.Named('t');
  const int = make.Type.Int();
  const Ω = typesMap.set(typesMap.empty, 't', int);
  const expression = (text: string) => {
    const e = parseExpr(text, 'e', { annotated: true });
    if (isLeft(e)) throw new Error(text);
    return e.right;
  };
  const meta = (m: string, sort: string) => ({ meta: m, sort, restriction: undefined }) as Pattern;
  const goal = (text: string): Goal => ({
    form: types.form,
    args: [
      Ω,
      signatureOf.compute({ tag: 'Heap.empty' } as never),
      noLocals,
      star,
      make.Mu.U(),
      expression(text),
      meta('τ', 'Type'),
      meta('Δ', 'Cap'),
    ] as Pattern[],
  });
  const leaf = (rule: string, fills: Built['fills'] = {}): Built => ({ rule, fills, premises: [] });

  test('tells a premise its outputs before it is derived, and is held against them when it is', () => {
    const half = (τ3: unknown, first: Built | null): Built => ({
      rule: 'T-Abs',
      fills: { τ1: τ3 },
      premises: [first, leaf('S-Refl')],
    });
    const e = 'abs[t] 1';
    const right = grow(proteus, goal(e), half(int, null));
    expect(right.misfit).toBeUndefined();
    expect(right.premises.map((p) => p.complete)).toEqual([false, true]);
    expect(grow(proteus, goal(e), half(int, leaf('T-Int'))).complete).toBe(true);
    const wrong = grow(proteus, goal(e), half(t, leaf('T-Int')));
    expect(wrong.premises[0]?.misfit).toMatchObject({ kind: 'conclusion', premise: 0 });
    expect(wrong.premises[1]?.misfit).toMatchObject({ kind: 'conclusion', premise: 0 });
  });

  test('of another sort, of nothing, or against the goal', () => {
    expect(grow(proteus, goal('1'), leaf('T-Int', { n: 2n })).misfit).toMatchObject({ kind: 'filled', meta: 'n' });
    expect(grow(proteus, goal('1'), leaf('T-Int', { n: int })).misfit).toMatchObject({ kind: 'filled', meta: 'n' });
    expect(grow(proteus, goal('1'), leaf('T-Int', { Δ7: int })).complete).toBe(true);
    expect(grow(proteus, goal('1'), leaf('T-Nothing')).misfit).toMatchObject({ kind: 'no rule' });
    expect(grow(proteus, goal('1'), leaf('S-Refl')).misfit).toMatchObject({ kind: 'other judgement' });
  });

  test('side conditions are computed: a lookup that gives something else, a predicate that is false', () => {
    const asked = (text: string, Γ: unknown, before: unknown, τ: unknown): Goal => {
      const { form, args } = goal(text);
      const given = [args[0], args[1], Γ, before, args[4], args[5], τ, args[7]];
      return { form, args: given as Pattern[] };
    };
    const Γ = localsMap.set(noLocals, 'x', t);
    const variable = (text: string) => {
      const e = parseExpr(text, 'e', { annotated: true, externals: () => false });
      if (isLeft(e)) throw new Error(text);
      return e.right;
    };
    const x = asked('1', Γ, star, int);
    const looked = { form: x.form, args: x.args.map((a, i) => (i === 5 ? (variable('x') as Pattern) : a)) };
    expect(grow(proteus, looked, leaf('T-Var')).misfit).toMatchObject({ kind: 'condition', premise: 1 });
    const con = (before: unknown): Goal => {
      const g = asked('1', Γ, before, int);
      return { form: g.form, args: g.args.map((a, i) => (i === 5 ? (variable('con[t] x') as Pattern) : a)) };
    };
    const through: Built = { rule: 'T-Con', fills: {}, premises: [leaf('T-Var')] };
    expect(grow(proteus, con(star), through).complete).toBe(true);
    expect(grow(proteus, con(make.Cap.Finite([])), through).misfit).toMatchObject({ kind: 'condition', premise: 2 });
  });

  test('a metavariable that stands for values only does not stand for other expressions', () => {
    const H = { tag: 'Heap.empty' };
    const reduct = (text: string) =>
      grow(
        proteus,
        { form: reduces.form, args: [H, expression(text), meta('H', 'Heap'), meta('e', 'Expr')] as Pattern[] },
        leaf('R-Let'),
      );
    expect(reduct('let x : int = 1 in x').misfit).toBeUndefined();
    expect(reduct('let x : int = 1 + 1 in x').misfit).toMatchObject({ kind: 'conclusion', premise: 0 });
  });

  test('a goal whose inputs are not known yet is not ready', () => {
    const g = grow(proteus, goal('abs[t] 1'), { rule: 'T-Abs', fills: {}, premises: [null, null] });
    expect(g.premises.map((p) => p.ready)).toEqual([true, false]);
    expect(g.open).toContain('τ1');
    expect(grow(proteus, { form: subtype.form, args: [t, int] }, leaf('S-Refl')).misfit).toMatchObject({
      kind: 'conclusion',
    });
  });
});
