/** Theorems as data, tried on the configurations of generated runs; and seen to fall when a rule is broken. */
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { all, cofinite, none } from '../semantics/proteus/capability.ts';
import { plug } from '../semantics/proteus/contexts.ts';
import { make, type Config } from '../semantics/proteus/grammar.ts';
import { signatureOf } from '../semantics/proteus/heaps.ts';
import { parseUpdate } from '../semantics/proteus/syntax/index.ts';
import { metas } from '../semantics/proteus/metas.ts';
import { noLocals } from '../semantics/proteus/types.ts';
import { rule } from '../rules/proteus/rule.ts';
import { proteus } from '../rules/proteus/system.ts';
import { subtype } from '../rules/proteus/subtyping.ts';
import { typing } from '../rules/proteus/typing.ts';
import { admitted } from '../rules/proteus/updates.ts';
import { vary } from '../rules/system.ts';
import { traceTheorem } from '../rules/theorem.ts';
import { instance } from '../checker/theorem-instance.ts';
import { prepare } from '../checker/proteus/prepare.ts';
import { byRules, runWith } from '../checker/proteus/run.ts';
import {
  capabilitiesShrink,
  capabilityWeakening,
  preservation,
  staticImpliesDynamic,
  updateSafety,
  updateSafetyStatic,
} from '../proofs/proteus/theorems.ts';
import { programOf, sourceOf, sourceWriting, withoutLatents } from '../proofs/proteus/functions.ts';
import { programs, updates } from './arbitrary.ts';
import { assertProperty } from './property.ts';
import { loadText } from './support.ts';

/** Configurations along the run of a program. */
function along(text: string, most: number): Config[] {
  const { config } = loadText(text);
  const met: Config[] = [config];
  const runner = byRules(proteus, config, (d) => met.push(d.args[2] as Config));
  runWith(proteus, runner, [], { check: 'dynamic', maxSteps: most });
  return met;
}

const item = (i: number) => {
  const u = parseUpdate(updates[i % updates.length] as string, 'u');
  if (isLeft(u)) throw new Error(u.left[0]?.message);
  return u.right;
};

describe('theorems on the configurations of runs', () => {
  const count: Record<string, { holds: number; vacuous: number }> = {};
  const holds = (name: string, r: ReturnType<typeof instance>) => {
    const c = (count[name] ??= { holds: 0, vacuous: 0 });
    expect(r.outcome, name).not.toBe('falls');
    if (r.outcome === 'holds') c.holds++;
    else c.vacuous++;
  };
  test('none falls, and each is reached', () => {
    assertProperty(
      fc.property(programs, fc.nat(), (text, pick) => {
        for (const K of along(text, 40)) {
          const Σ = signatureOf.compute(K.heap);
          const e = plug.compute(K.context, K.e);
          for (const Δ of [all, none, cofinite(['t'])]) {
            const given = { Ω: K.types, Σ, Γ: noLocals, Δ, μ: make.Mu.U(), e, Δ2: all };
            holds('T3', instance(proteus, capabilitiesShrink, given));
            holds('T4', instance(proteus, capabilityWeakening, given));
          }
          holds('T7', instance(proteus, preservation, { K }));
          if (K.e.tag !== 'Update') continue;
          const p = prepare(proteus, K.types, Σ, item(pick));
          if (p.reasons.length > 0) continue;
          holds('T8', instance(proteus, updateSafety, { K, U: p.update }));
          holds('T8s', instance(proteus, updateSafetyStatic, { K, U: p.update }));
          holds('T10', instance(proteus, staticImpliesDynamic, { K, U: p.update }));
        }
      }),
      { numRuns: 60 },
    );
    for (const name of ['T3', 'T4', 'T7', 'T8', 'T8s', 'T10']) expect(count[name]?.holds, name).toBeGreaterThan(5);
  });

  test('update safety falls without the check, preservation with T-App unchecked', () => {
    const noConFree = vary(proteus, {
      name: 'no-confree',
      replace: [
        rule('U-Dynamic', ({ E, H, Δ, U }) => ({ given: [], infer: admitted(make.Check.Dynamic(), E, H, Δ, U) })),
      ],
    });
    const K = loadText('type t = int\nvar v : t = 5\nin (update; !v) + 1').config;
    const u = parseUpdate('update type t = { a : int } by c add fun c (x : int) : { a : int } = { a = x }', 'u');
    if (isLeft(u)) throw new Error('it reads');
    const { update } = prepare(proteus, K.types, signatureOf.compute(K.heap), u.right);
    expect(instance(proteus, updateSafety, { K, U: update })).toMatchObject({ outcome: 'vacuous' });
    expect(instance(noConFree, updateSafety, { K, U: update })).toMatchObject({ outcome: 'falls', conclusion: 0 });

    const app = typing.find((r) => r.name === 'T-App');
    const unchecked = vary(proteus, {
      name: 'app-unchecked',
      replace: [
        {
          ...(app as NonNullable<typeof app>),
          premises: (app?.premises ?? []).filter((p) => !(p.kind === 'judgement' && p.judgement === subtype.form)),
        },
      ],
    });
    const { App, Ext, Rec } = make.Expr;
    const base = loadText('fun f (x : int) : int = x + 1\nin f 1').config;
    const bad = make.Config.Configuration(
      base.types,
      base.heap,
      base.context,
      App(Ext('f'), Rec(make.Fields.NoFields())),
    );
    expect(instance(proteus, preservation, { K: bad })).toMatchObject({ outcome: 'vacuous', premise: 0 });
    expect(instance(unchecked, preservation, { K: bad })).toMatchObject({ outcome: 'falls', conclusion: 0 });
  });

  test('a conclusion on what nothing determines is refused', () => {
    expect(() =>
      traceTheorem('Bad', 'Bad', metas, ({ τ, τ1 }) => ({ given: [subtype(τ, τ)], infer: [subtype(τ1, τ)] })),
    ).toThrow(/theorem Bad: τ1 is not determined/);
  });
});

test('T9 has a source without what may be left out, one with all of it, and others', () => {
  const K = loadText('type t = int fun f (x : t) : int = let y : t = x in y + 1 in let r = ref 3 in f(!r)').config;
  const P = programOf.compute(K);
  if (P === undefined) throw new Error('a program has no references');
  expect(sourceWriting.compute(P, 0n)).toEqual(sourceOf.compute(P));
  expect(sourceWriting.compute(P, 1n)).toEqual(withoutLatents.compute(P));
  const sources = [0n, 1n, 2n, 4n, 5n, -5n].map((n) => sourceWriting.compute(P, n));
  expect(
    new Set(sources.map((s) => JSON.stringify(s, (_, x: unknown) => (typeof x === 'bigint' ? `${x}` : x)))).size,
  ).toBe(5);
});
