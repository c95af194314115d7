/** The laws of the metafunctions that are code: sets, maps, integers, bounds; and equations against shortcuts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareKeys,
  entries,
  get,
  greatestBelow,
  has,
  isCanonicalNode,
  mapOperations,
  type NodeMap,
} from '../semantics/maps.ts';
import { rebuild } from '../semantics/rebuilding.ts';
import { equal } from '../semantics/terms.ts';
import {
  all,
  below,
  cofinite,
  contains,
  finite,
  intersect,
  member,
  none,
  subset,
  union,
} from '../semantics/proteus/capability.ts';
import { focus, hole, plug } from '../semantics/proteus/contexts.ts';
import { heapMap, make, typesMap, type Cap, type Expr, type Type } from '../semantics/proteus/grammar.ts';
import { conFree, extendHeap, freshReference, signatureOf } from '../semantics/proteus/heaps.ts';
import { substitute, substituteByEquations } from '../semantics/proteus/substitution.ts';
import { join, meet, sameShape, wellFormedType } from '../semantics/proteus/types.ts';
import { rewrite } from '../semantics/proteus/updates.ts';
import { changesMap } from '../semantics/proteus/grammar.ts';
import { isValue } from '../semantics/proteus/values.ts';
import { subtype } from '../rules/proteus/subtyping.ts';
import { proteus } from '../rules/proteus/system.ts';
import { derive } from '../checker/derive.ts';
import { parseExpr, parseType } from '../semantics/proteus/syntax/index.ts';
import { chooser, expressions, groundTerm, types } from './arbitrary.ts';
import { proteus as grammar } from '../semantics/proteus/grammar.ts';
import { assertProperty } from './property.ts';

const names = fc.constantFrom('a', 'b', 'c', 'd');
const caps: fc.Arbitrary<Cap> = fc.oneof(fc.array(names).map(finite), fc.array(names).map(cofinite));
const probe = ['a', 'b', 'c', 'd', 'other'];
const extension = (c: Cap) => probe.filter((t) => contains(c, t));

describe('capabilities are sets', () => {
  test('member, subset, ∩ and ∪ agree with their extensions', () =>
    assertProperty(
      fc.property(caps, caps, (a, b) => {
        const [A, B] = [extension(a), extension(b)];
        expect(probe.filter((t) => member.compute(t, a))).toEqual(A);
        expect(extension(intersect.compute(a, b))).toEqual(A.filter((t) => B.includes(t)));
        expect(extension(union.compute(a, b))).toEqual(probe.filter((t) => A.includes(t) || B.includes(t)));
        // The probe has one name that no set mentions, so inclusion shows on it.
        expect(subset.compute(a, b)).toBe(A.every((t) => B.includes(t)));
      }),
      { numRuns: 2000 },
    ));
  test('{} and * are least and greatest; N ≤ U', () => {
    assertProperty(fc.property(caps, (c) => subset.compute(none, c) && subset.compute(c, all)));
    const [N, U] = [make.Mu.N(), make.Mu.U()];
    expect([below.compute(N, N), below.compute(N, U), below.compute(U, N), below.compute(U, U)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });
  test('outside an inference no test on an unknown holds', () => {
    const u = make.Cap.CapUnknown('?');
    expect([
      member.compute('t', u),
      subset.compute(u, none),
      below.compute(make.Mu.MuUnknown('?'), make.Mu.U()),
    ]).toEqual([false, false, false]);
  });
});

describe('finite maps', () => {
  const ops = mapOperations<'Types', Type>('Types');
  const keys = fc.oneof(
    fc.string({ minLength: 1, maxLength: 3 }),
    fc.nat(20).map((n) => `@${n + 1}`),
  );
  const τ = (n: number): Type => make.Type.Named(`t${n}`);
  test('agree with Map; equal maps are equal terms however they were made; nodes are canonical', () =>
    assertProperty(
      fc.property(fc.array(fc.tuple(keys, fc.nat(5), fc.boolean())), (changes) => {
        const model = new Map<string, number>();
        let m = ops.empty;
        for (const [k, n, remove] of changes) {
          if (remove) {
            m = ops.remove(m, k);
            model.delete(k);
          } else {
            m = ops.set(m, k, τ(n));
            model.set(k, n);
          }
        }
        const sorted = [...model].sort(([a], [b]) => compareKeys(a, b));
        expect(entries(m).map(([k, v]) => [k, (v as { t: string }).t])).toEqual(sorted.map(([k, n]) => [k, `t${n}`]));
        expect(equal(m, ops.of(sorted.map(([k, n]) => [k, τ(n)])))).toBe(true);
        for (const [k] of changes) expect(has(m, k)).toBe(model.has(k));
        const walk = (x: typeof m): void => {
          if (!('key' in x)) return;
          expect(isCanonicalNode(x as NodeMap<string, unknown>)).toBe(true);
          walk(x.left);
          walk(x.right);
        };
        walk(m);
        const refs = sorted.filter(([k]) => k.startsWith('@')).map(([k]) => k);
        expect(greatestBelow(m, 'A')?.startsWith('@') ? greatestBelow(m, 'A') : undefined).toBe(
          sorted.some(([k]) => !k.startsWith('@') && compareKeys(k, 'A') < 0)
            ? greatestBelow(m, 'A')?.startsWith('@')
              ? refs.at(-1)
              : undefined
            : refs.at(-1),
        );
      }),
      { numRuns: 500 },
    ));
  test('one entry changed shares the rest', () => {
    let m = ops.empty;
    for (let i = 0; i < 10_000; i++) m = ops.set(m, `k${i}`, τ(i));
    const seen = new Set<unknown>();
    const count = (x: typeof m): number =>
      seen.has(x) || !('key' in x) ? 0 : (seen.add(x), 1 + count(x.left) + count(x.right));
    expect(count(m)).toBe(10_000);
    expect(count(ops.set(m, 'k5000', τ(0)))).toBeLessThan(60);
  });
});

describe('bounds of types (T13)', () => {
  const isSub = (a: Type, b: Type) => derive(proteus, subtype.form, [a, b], { record: false })._tag === 'Right';
  /** Types of one shape with other latents. */
  const variants = fc.tuple(types, fc.nat(), fc.nat(), fc.nat()).map(([τ, ...seeds]) =>
    seeds.map((seed) => {
      const choose = chooser(seed);
      const latent = (sort: string) => groundTerm(grammar, sort, 1, choose) as never;
      return rebuild(grammar, τ, {
        // Under ref the types must be equal.
        put: (part) => (part.tag === 'Ref' ? part : undefined),
        made: (x) => {
          const { tag, from, to } = x as Type & { tag: 'Arrow' };
          return tag === 'Arrow' ? make.Type.Arrow(from, latent('Mu'), latent('Cap'), to) : x;
        },
      });
    }),
  );
  test('<: is a partial order; ⊔ and ⊓ are least and greatest bounds', () => {
    let proper = 0;
    assertProperty(
      fc.property(variants, ([a, b, c]) => {
        if (!a || !b || !c) return;
        expect(isSub(a, a)).toBe(true);
        if (isSub(a, b) && isSub(b, c)) expect(isSub(a, c)).toBe(true);
        if (isSub(a, b) && isSub(b, a)) expect(equal(a, b)).toBe(true);
        const [up, down] = [join.compute(a, b), meet.compute(a, b)];
        expect(sameShape.compute(a, b)).toBe(true);
        if (!up || !down) throw new Error('types of one shape have bounds');
        for (const x of [a, b]) expect(isSub(x, up) && isSub(down, x)).toBe(true);
        if (isSub(a, c) && isSub(b, c)) expect(isSub(up, c)).toBe(true);
        if (isSub(c, a) && isSub(c, b)) expect(isSub(c, down)).toBe(true);
        if (!equal(up, a) && !equal(up, b)) proper++;
      }),
      { numRuns: 1500 },
    );
    expect(proper).toBeGreaterThan(20);
  });
  test('types of other shapes have no join', () => {
    const τ = (s: string) => (parseType(s, 'x') as { right: Type }).right;
    expect(join.compute(τ('int'), τ('t'))).toBeUndefined();
    expect(join.compute(τ('(int -[N;*]-> int) ref'), τ('(int -[U;{}]-> int) ref'))).toBeUndefined();
    expect(join.compute(τ('int -[N;*]-> int'), τ('int -[U;{t}]-> int'))).toEqual(τ('int -[U;{t}]-> int'));
  });
});

describe('functions on terms', () => {
  const values = [make.Expr.Num(9n), make.Expr.Ext('f'), make.Expr.Abs('t', make.Expr.Num(1n))] as const;
  test('substitution with its shortcut is substitution by its equations', () => {
    let changed = 0;
    assertProperty(
      fc.property(fc.nat(0xffffffff), fc.constantFrom('x', 'y', 'f'), fc.constantFrom(...values), (seed, x, v) => {
        const e = groundTerm(grammar, 'Expr', 60, chooser(seed)) as Expr;
        const result = substitute.compute(e, v, x);
        expect(equal(result, substituteByEquations.compute(e, v, x))).toBe(true);
        if (result !== e) changed++;
      }),
      { numRuns: 2000 },
    );
    expect(changed).toBeGreaterThan(30);
  });
  test('a binder of the same name stops substitution in its body, not in what it binds', () => {
    const e = (text: string) => (parseExpr(text, 'x', { externals: (z) => z === 'f' }) as { right: Expr }).right;
    const v = make.Expr.Num(9n);
    expect(substitute.compute(e('let x = x + y in x + y'), v, 'x')).toEqual(e('let x = 9 + y in x + y'));
    expect(substitute.compute(e('let x = x + y in x + y'), v, 'y')).toEqual(e('let x = x + 9 in x + 9'));
    expect(substitute.compute(e('let y = x in let x = x in { a = x, b = y }'), v, 'x')).toEqual(
      e('let y = 9 in let x = 9 in { a = x, b = y }'),
    );
  });
  test('focus decomposes, and plug undoes it', () =>
    assertProperty(
      fc.property(expressions, (e) => {
        const K = focus.compute(make.Config.Configuration(typesMap.empty, heapMap.empty, hole, e));
        expect(equal(plug.compute(K.context, K.e), e)).toBe(true);
        expect(K.context.tag === 'Hole' || !isValue(K.e)).toBe(true);
        expect(focus.compute(K)).toBe(K);
      }),
      { numRuns: 2000 },
    ));
  test('conFree sees every con; U puts a transformer under every abs, the inner ones too', () => {
    const e = (s: string) => (parseExpr(s, 'x', { annotated: true }) as { right: Expr }).right;
    const inside = [
      'con[t] 1',
      '{ a = con[t] 1 }',
      'let y = 1 in con[t] y',
      'if 1 = 1 then 2 else con[t] 1',
      'f (!con[t] g)',
      '1 + abs[s] con[t] 2',
    ];
    for (const s of inside) {
      expect(conFree.compute(e(s), ['t']), s).toBe(false);
      expect(conFree.compute(e(s), ['s']), s).toBe(true);
    }
    const M = changesMap.set(changesMap.empty, 't', make.Change.Changed(make.Type.Int(), 'c'));
    expect(rewrite.compute(e('abs[t] { a = abs[t] 1, b = abs[s] abs[t] 2 }'), M)).toEqual(
      e('abs[t] (c { a = abs[t] (c 1), b = abs[s] abs[t] (c 2) })'),
    );
    const unchanged = e('{ a = abs[s] 1, b = f 2 }');
    expect(rewrite.compute(unchanged, M)).toBe(unchanged);
  });
  test('a fresh reference is in no heap; Σ grows with the heap', () => {
    let H = heapMap.of([['f', make.Binding.Variable(make.Type.Int(), make.Expr.Num(1n))]]);
    for (let i = 1; i <= 12; i++) {
      const r = freshReference.compute(H);
      expect(r).toBe(`@${i}`);
      signatureOf.compute(H);
      H = extendHeap.compute(H, r, make.Binding.Cell(make.Type.Named(`t${i}`), make.Expr.Num(1n)));
      expect(get(signatureOf.compute(H), r)).toEqual(make.Type.Ref(make.Type.Named(`t${i}`)));
    }
  });
  test('Ω ⊢ τ looks everywhere in a type', () => {
    const Ω = typesMap.set(typesMap.empty, 't', make.Type.Int());
    const τ = (s: string) => (parseType(s, 'x') as { right: Type }).right;
    for (const s of [
      'u',
      'u ref',
      '{ a : t, b : u }',
      't -[N;*]-> u',
      'u -[N;*]-> t',
      't -[U;{u}]-> t',
      't -[N;*\\{u}]-> t',
    ])
      expect(wellFormedType.compute(τ(s), Ω), s).toBe(false);
    expect(wellFormedType.compute(τ('{ a : t ref } -[U;{t}]-> t'), Ω)).toBe(true);
  });
});
