/**
 * The machine made from the rules takes the steps of the rules: in Proteus, in every variant of it, in the lambda
 * calculus. One suite over the rules one by one, the machine, and the machine that was written by hand.
 */
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { bindingAt, contents, extendHeap, freshReference, holding } from '../semantics/proteus/heaps.ts';
import { make, type Binding, type Config, type Heap } from '../semantics/proteus/grammar.ts';
import { parseUpdate, printExpr } from '../semantics/proteus/syntax/index.ts';
import { make as makeStlc, type Expr, type Outcome } from '../semantics/stlc/grammar.ts';
import type { Term } from '../semantics/grammar.ts';
import { positionOf } from '../semantics/positions.ts';
import { equal } from '../semantics/terms.ts';
import { valuesOf } from '../semantics/values.ts';
import { reduces, steps } from '../rules/proteus/reduction.ts';
import { Configuration, Num, Silent, rule } from '../rules/proteus/rule.ts';
import { proteus } from '../rules/proteus/system.ts';
import { proteusVariants } from '../rules/proteus/variants.ts';
import { steps as stlcSteps } from '../rules/stlc/reduction.ts';
import { stlc } from '../rules/stlc/system.ts';
import { stlcVariants } from '../rules/stlc/variants.ts';
import { vary, type System } from '../rules/system.ts';
import { derive } from '../checker/derive.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { Machine, prepare, Store, type InPlace } from '../checker/machine/index.ts';
import { machineOf } from '../checker/proteus/machine.ts';
import { byRules, fast, runWith, type Queued, type Runner } from '../checker/proteus/run.ts';
import { proteusWorkings } from '../checker/proteus/workings.ts';
import { stlcHints } from '../checker/stlc/hints.ts';
import { stlcWorkings } from '../checker/stlc/workings.ts';
import { programs, updates } from './arbitrary.ts';
import { Machine as ByHand } from './hand-machine.ts';
import { assertProperty } from './property.ts';
import { casesIn, loadCase, loadText, outcomeOf } from './support.ts';

const queueOf = (which: readonly number[]): Queued[] =>
  which.map((i) => {
    const u = parseUpdate(updates[i] as string, `u${i}`);
    if (isLeft(u)) throw new Error(u.left[0]?.message);
    return { file: `u${i}`, items: u.right };
  });

function byHand(start: Config): Runner {
  const m = new ByHand(start);
  return {
    part: 1_000,
    get steps() {
      return m.steps;
    },
    get points() {
      return m.points;
    },
    run: (limit, stop) => m.run(limit, stop),
    config: () => m.config(),
    stopped: () => ({ frames: 0, file: null, line: null, column: null, forces: [] }),
    skip: () => m.skip(),
    applied(_update, _check, after) {
      m.steps++;
      m.jump(after);
    },
  };
}

/** The same stop, steps, points and configuration after so many steps. */
function agree(a: Runner, b: Runner, limit: number, what: string): void {
  const [x, y] = [a, b].map((r) => [r.run(limit, false), r.steps, r.points]);
  expect(x, what).toEqual(y);
  expect(equal(a.config(), b.config()), what).toBe(true);
}

const variantNamed = (name: string): System => {
  const found = proteusVariants.find((v) => v.name === name);
  if (!found) throw new Error(name);
  return found.system;
};
const base = prepare(proteus, proteusWorkings);

describe('the machine of Proteus', () => {
  const loaded = [...casesIn('examples'), ...casesIn('test/cases')].flatMap((c) => {
    const l = loadCase(c);
    return 'kind' in l ? [] : [{ name: c.name, config: l.loaded.config }];
  });
  test('is made from its rules', () => expect(base).toMatchObject({ _tag: 'Right' }));
  test.each(loaded)('$name: the rules, the machine and the one by hand agree at every place', ({ name, config }) => {
    for (const limit of [0, 1, 2, 5, 13, 34, 89, 400])
      for (const other of [byRules(proteus, config), byHand(config)])
        agree(fast(proteus, config), other, limit, `${name}, ${limit} steps`);
  });
  test('an update point has the place in the text that it was read from', () => {
    const { config } = loadText('fun f (x : int) : int = (update; x)\nin f 1');
    const m = machineOf(proteus, config) as Machine;
    expect(m.run(Infinity, true)).toBe('point');
    expect(positionOf((m.config() as Config).e)).toMatchObject({ line: 1, column: 26 });
  });
  test('generated programs with updates: the three agree on outcome, refusals and the last configuration', () => {
    let applied = 0;
    let refused = 0;
    assertProperty(
      fc.property(programs, fc.array(fc.nat(updates.length - 1), { maxLength: 3 }), fc.boolean(), (text, which, s) => {
        const l = loadText(text);
        const check = s ? 'static' : 'dynamic';
        const runners = [fast(proteus, l.config), byRules(proteus, l.config), byHand(l.config)];
        const [a, ...others] = runners.map((r) => runWith(proteus, r, queueOf(which), { check, maxSteps: 800 }));
        for (const o of others) {
          expect(outcomeOf(l, a as never)).toEqual(outcomeOf(l, o));
          expect(equal(a?.config, o.config)).toBe(true);
        }
        for (const u of a?.updates ?? []) {
          applied += u.applied ? 1 : 0;
          refused += u.refusals.length;
        }
      }),
      { numRuns: 240 },
    );
    expect(applied).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(50);
  });
  test('metafunctions in place do what they do on terms', () => {
    const { inPlace } = proteusWorkings;
    const on = (f: Parameters<NonNullable<typeof inPlace>['get']>[0]) => (inPlace?.get(f) as InPlace).run as never;
    const call = (f: never, ...args: unknown[]) => (f as (...xs: unknown[]) => unknown)(...args);
    const key = fc.constantFrom('a', 'b', 'f', '@1', '@2', '@9', '@10');
    const binding = fc.nat(2).map((k): Binding => {
      const e = make.Expr.Num(BigInt(k));
      const int = make.Type.Int();
      const fun = make.Binding.Fun('x', int, int, make.Mu.N(), make.Cap.Finite([]), e);
      return [make.Binding.Variable(int, e), make.Binding.Cell(int, e), fun][k] as Binding;
    });
    const seen = new Set<string>();
    assertProperty(
      fc.property(fc.array(fc.tuple(fc.nat(4), key, binding), { maxLength: 30 }), (operations) => {
        let H: Heap = loadText('1').config.heap;
        const store = new Store('Heap', H);
        for (const [what, w, b] of operations) {
          if (what === 0) H = extendHeap.compute(H, w, b);
          if (what === 0) expect(call(on(extendHeap), store, w, b)).toBe(true);
          if (what === 1) {
            const next = holding.compute(H, w, make.Expr.Num(7n));
            expect(call(on(holding), store, w, make.Expr.Num(7n))).toBe(next !== undefined);
            seen.add(`held ${next !== undefined}`);
            H = next ?? H;
          }
          if (what === 2) expect(call(on(freshReference), store)).toBe(freshReference.compute(H));
          if (what === 3) expect(call(on(contents), store, w)).toEqual(contents.compute(H, w));
          if (what === 4) expect(call(on(bindingAt), store, w)).toBe(bindingAt.compute(H, w));
          if (w === 'a') expect(equal(store.term(), H)).toBe(true);
        }
        expect(equal(store.term(), H)).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect([...seen].sort()).toEqual(['held false', 'held true']);
  });
});

describe('the machine of a variant runs its rules', () => {
  const force = 'var c : int = 0\nvar n : int = c := !c + 1\nin !n; !n; !n';
  test.each([
    ['deref-by-name', force, '1', '3'],
    ['subst-shadow', 'fun f (x : int) : int = let x = 5 in x\nin f 1', '5', '1'],
    ['ref-reuse', 'let a = ref 1 in let b = ref 2 in !a', '1', '2'],
  ])('%s: it is made, and differs from the base where the rules do', (name, text, before, after) => {
    const system = variantNamed(name);
    expect(isRight(prepare(system, proteusWorkings))).toBe(true);
    const { config } = loadText(text);
    const [a, b] = [proteus, system].map((s) => {
      const m = machineOf(s, config) as Machine;
      expect(m.run(1000, false)).toBe('done');
      return printExpr((m.config() as Config).e);
    });
    expect([a, b]).toEqual([before, after]);
  });
  test('all of them, on generated programs: as by the rules one by one', () => {
    let differ = 0;
    assertProperty(
      fc.property(programs, fc.constantFrom(...proteusVariants), fc.nat(120), (text, v, limit) => {
        const { config } = loadText(text);
        expect(isRight(prepare(v.system, proteusWorkings)), v.name).toBe(true);
        const machine = fast(v.system, config);
        agree(machine, byRules(v.system, config), limit, `${v.name}: ${text}`);
        const plain = fast(proteus, config);
        plain.run(limit, false);
        if (!equal(plain.config(), machine.config())) differ++;
      }),
      { numRuns: 500 },
    );
    expect(differ).toBeGreaterThan(3);
  });
  test('where the rules are of a kind that no machine is made from, they are run one by one', () => {
    const anywhere = rule('R-Any', ({ H, e }) => ({ given: [], infer: reduces(H, e, H, Num(7n)) }));
    const system = vary(proteus, { name: 'any', add: [anywhere] });
    expect(prepare(system, proteusWorkings)).toMatchObject({ left: 'R-Any reduces terms of any constructor' });
    const late = vary(proteus, { name: 'late', remove: ['R-Proj'], add: [anywhere] });
    const runner = fast(late, loadText('{ a = 1 }.a').config);
    expect([runner.run(10, false), printExpr(runner.config().e)]).toEqual(['done', '7']);
    const twice = rule('R-Silent', ({ Ω, H, E, e }) => ({
      given: [],
      infer: steps(Configuration(Ω, H, E, e), Silent(), Configuration(Ω, H, E, e)),
    }));
    expect(prepare(vary(proteus, { name: 'twice', add: [twice] }), proteusWorkings)).toMatchObject({
      left: 'R-Silent is a silent step as well',
    });
  });
});

describe('the machine of the lambda calculus', () => {
  const isValue = valuesOf(stlc.grammar) as (e: Term) => boolean;
  /** What the rules make of a term, one step after the other. */
  function stepped(system: System, start: Expr, limit: number): readonly [string, number, Term] {
    let e: Expr = start;
    for (let n = 0; ; n++) {
      if (isValue(e)) return ['done', n, e];
      if (n >= limit) return ['out-of-fuel', n, e];
      const r = derive(system, stlcSteps.form, [e], { record: false });
      if (isLeft(r)) return ['stuck', n, e];
      const o = r.right.outputs[0] as Outcome;
      if (o.tag === 'Failed') return ['ended', n + 1, o];
      e = o.e;
    }
  }
  const generated = function* (count: number): IterableIterator<Expr> {
    const chooser = new RandomChooser(11);
    const g = new Generator(stlc, stlcHints, chooser);
    const locals = makeStlc.Locals.NoLocals();
    for (let i = 0; i < count; i++) {
      chooser.reseed(11, i);
      const found = g.find('types', [locals, g.unknown('Expr'), g.unknown('Type')], 4 + (i % 14));
      if (found) yield found[1] as Expr;
    }
  };
  test('and of its variants, on generated terms: as by the rules one by one', () => {
    const stops = new Map<string, number>();
    const unmade: string[] = [];
    for (const system of [stlc, ...stlcVariants.map((v) => v.system)]) {
      const prepared = prepare(system, stlcWorkings);
      if (isLeft(prepared)) {
        unmade.push(`${system.variant}: ${prepared.left}`);
        continue;
      }
      for (const e of generated(300))
        for (const limit of [1, 3, 50]) {
          const m = new Machine(prepared.right, e);
          const stop = m.run(limit, false);
          const [how, n, end] = stepped(system, e, limit);
          expect([stop, m.steps]).toEqual([how, n]);
          expect(equal(m.ended ?? m.config(), end)).toBe(true);
          stops.set(stop, (stops.get(stop) ?? 0) + (n > 0 ? 1 : 0));
        }
    }
    for (const stop of ['done', 'ended', 'out-of-fuel']) expect(stops.get(stop), stop).toBeGreaterThan(20);
    expect(unmade).toEqual([
      'cons-no-value: value has other rules: values are not those of the grammar',
      'no-argument-step: no rule reduces App.arg in its place',
    ]);
  });
  test('a term nested 100,000 deep', () => {
    const { App, Lam, Var, Num: N } = makeStlc.Expr;
    let e: Expr = N(1n);
    for (let i = 0; i < 100_000; i++) e = App(Lam('x', makeStlc.Type.Int(), Var('x')), e);
    const prepared = prepare(stlc, stlcWorkings);
    if (isLeft(prepared)) throw new Error(prepared.left);
    const m = new Machine(prepared.right, e);
    expect([m.run(50_000, false), m.run(Infinity, false), m.steps]).toEqual(['out-of-fuel', 'done', 100_000]);
  });
});
