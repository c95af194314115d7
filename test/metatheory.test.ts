/**
 * What holds of programs and updates, tried on generated ones: the machine takes the steps of the rules, types are
 * preserved, updates are safe, translation only adds casts, the static check admits no more than the dynamic one.
 */
import fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { equal } from '../semantics/terms.ts';
import { make, type Config, type Expr, type Type } from '../semantics/proteus/grammar.ts';
import { isValue } from '../semantics/proteus/values.ts';
import { parseProgram, parseUpdate, printProgram } from '../semantics/proteus/syntax/index.ts';
import { erase } from '../semantics/proteus/substitution.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { subtype } from '../rules/proteus/subtyping.ts';
import { proteus } from '../rules/proteus/system.ts';
import { derive } from '../checker/derive.ts';
import { load } from '../checker/proteus/load.ts';
import { byRules, fast, runWith, type Queued } from '../checker/proteus/run.ts';
import { programs, updates } from './arbitrary.ts';
import { assertProperty } from './property.ts';
import { alphaEqualConfigs, loadText, outcomeOf } from './support.ts';

const queueOf = (which: readonly number[]): Queued[] =>
  which.map((i) => {
    const text = updates[i % updates.length] as string;
    const u = parseUpdate(text, `u${i}`);
    if (isLeft(u)) throw new Error(u.left[0]?.message);
    return { file: `u${i % updates.length}`, items: u.right };
  });
const queues = fc.array(fc.nat(updates.length - 1), { maxLength: 3 });
const checks = fc.constantFrom<'dynamic' | 'static'>('dynamic', 'static');
const maxSteps = 2000;

const typeOf = (K: Config): Type | undefined => {
  const r = derive(proteus, configurationOk.form, [K], { record: false });
  return isRight(r) ? (r.right.outputs[0] as Type) : undefined;
};

describe('generated programs', () => {
  test('the machine takes the steps of the rules: same outcome, same heap, same refusals', () => {
    const met = { applied: 0, stack: 0, capability: 0, function: 0, contents: 0, 'U-Names': 0, points: 0 } as Record<
      string,
      number
    >;
    assertProperty(
      fc.property(programs, queues, checks, (text, which, check) => {
        const loaded = loadText(text);
        const [a, b] = [fast(proteus, loaded.config), byRules(proteus, loaded.config)].map((r) =>
          runWith(proteus, r, queueOf(which), { check, maxSteps }),
        );
        if (!a || !b) throw new Error('two runs');
        expect(outcomeOf(loaded, a)).toEqual(outcomeOf(loaded, b));
        expect(equal(a.config, b.config)).toBe(true);
        expect(a.outcome).not.toBe('stuck');
        met.points = (met.points as number) + a.points;
        for (const u of a.updates) {
          if (u.applied) met.applied = (met.applied as number) + 1;
          for (const r of u.refusals) for (const x of r.reasons) met[x.code] = (met[x.code] ?? 0) + 1;
        }
      }),
      { numRuns: 600 },
    );
    // The interesting cases were among them.
    for (const [what, n] of Object.entries(met)) expect(n, what).toBeGreaterThan(0);
  });

  test('preservation and update safety: every configuration of a run is well typed, at a subtype', () => {
    assertProperty(
      fc.property(programs, queues, checks, (text, which, check) => {
        const loaded = loadText(text);
        let before = loaded.type;
        let count = 0;
        const runner = byRules(proteus, loaded.config, (d) => {
          if (++count > 120) return;
          const τ = typeOf(d.args[2] as Config);
          expect(τ, `${d.rule.name} in ${text}`).toBeDefined();
          expect(isRight(derive(proteus, subtype.form, [τ, before]))).toBe(true);
          before = τ as Type;
        });
        const o = runWith(proteus, runner, queueOf(which), { check, maxSteps: 300 });
        expect(o.outcome === 'done' ? isValue(o.config.e) : o.outcome).toBeTruthy();
        expect(o.outcome).not.toBe('stuck');
      }),
      { numRuns: 150 },
    );
  });

  test('translation only adds casts and annotations, and what it prints loads to the same program', () => {
    assertProperty(
      fc.property(programs, (text) => {
        const loaded = loadText(text);
        const source = parseProgram(text, 'x');
        if (isLeft(source)) throw new Error('it has loaded');
        // Record coercions bind the record: programs without them erase to the source.
        if (!/ r : \{/.test(printProgram(loaded.program)))
          expect(equal(erase.compute(loaded.program.e), erase.compute(source.right.e))).toBe(true);
        const again = load(printProgram(loaded.program), 'x', { annotated: true });
        expect(isRight(again) && alphaEqualConfigs(again.right.config, loaded.config)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('what the static check admits, the dynamic check admits', () => {
    let admitted = 0;
    assertProperty(
      fc.property(programs, fc.nat(updates.length - 1), (text, i) => {
        const loaded = loadText(text);
        const first = (check: 'dynamic' | 'static') =>
          runWith(proteus, fast(proteus, loaded.config), queueOf([i]), { check, maxSteps }).updates[0]?.applied
            ?.point ?? Infinity;
        expect(first('dynamic')).toBeLessThanOrEqual(first('static'));
        if (first('static') < Infinity) admitted++;
      }),
      { numRuns: 400 },
    );
    expect(admitted).toBeGreaterThan(20);
  });

  test('no update point admits a smaller Δ', () => {
    let tried = 0;
    const { Update } = make.Expr;
    assertProperty(
      fc.property(programs, fc.nat(), (text, pick) => {
        // Written latents are constants: the others are inferred anew around the smaller Δ.
        const program = parseProgram(text, 'x');
        if (isLeft(program)) throw new Error('it reads');
        const loaded = loadText(text);
        const points: { e: Expr & { tag: 'Update' } }[] = [];
        const printed = printProgram(loaded.program);
        for (const m of printed.matchAll(/update\[\{([a-z, ]+)\}\]/g))
          points.push({ e: Update(make.Cap.Finite((m[1] as string).split(', '))) as never });
        if (points.length === 0) return;
        const at = pick % points.length;
        const names = (points[at]?.e.cap as { names: readonly string[] }).names;
        const gone = names[pick % names.length] as string;
        let k = 0;
        const smaller = printProgram(loaded.program)
          // All latents are left to the inference again, but for the one made smaller.
          .replace(/-\[[NU];[^\]]*\]->/g, '->')
          .replace(/ \[[NU];[^\]]*\] =/g, ' =')
          .replace(/update\[([^\]]*)\]/g, (_, cap: string) => {
            if (!/^\{[a-z, ]+\}$/.test(cap)) return 'update';
            return k++ === at ? `update[{${names.filter((t) => t !== gone).join(', ')}}]` : 'update';
          });
        tried++;
        expect(isLeft(load(smaller, 'x', { annotated: true })), smaller).toBe(true);
      }),
      { numRuns: 800 },
    );
    expect(tried).toBeGreaterThan(50);
  });
});

test('the example of section 12, under both checks', () => {
  const text = `type celsius = int
var temp : celsius = 20
fun show (c : celsius) : int = c
fun loop (i : int) : int = if i = 0 then show !temp else (update; loop (i - 1))
in loop 3`;
  const update = (withShow: boolean) => {
    const u = parseUpdate(
      `update
type celsius = { deg : int } by wrap
${withShow ? 'fun show (c : celsius) : int = c.deg' : ''}
add fun wrap (c : int) : { deg : int } = { deg = c }`,
      'u',
    );
    if (isLeft(u)) throw new Error('it reads');
    return [{ file: 'u', items: u.right }];
  };
  const loaded = loadText(text);
  const show = printProgram(loaded.program).split('\n')[2];
  expect(show).toBe('fun show (c : celsius) : int [N;*] = con[celsius] c');
  for (const check of ['dynamic', 'static'] as const) {
    const wrapped: string[] = [];
    const runner = byRules(proteus, loaded.config, (d) => {
      const inner = d.premises[0];
      if (inner?.rule.name === 'R-Call' && (inner.args[1] as { fun: { z: string } }).fun.z === 'wrap')
        wrapped.push('wrap');
    });
    const good = runWith(proteus, runner, update(true), { check });
    expect(good.config.e).toEqual(make.Expr.Num(20n));
    expect(good.updates[0]?.applied).toEqual({ point: 1, step: 3 });
    expect(wrapped).toEqual(['wrap']);
    const bad = runWith(proteus, fast(proteus, loaded.config), update(false), { check });
    expect(bad.updates[0]).toMatchObject({ applied: null });
    expect(bad.updates[0]?.refusals.map((r) => r.reasons.map((x) => `${x.code} ${x.in}`))).toEqual([
      ['function show'],
      ['function show'],
      ['function show'],
    ]);
  }
});
