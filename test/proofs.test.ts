/** Proofs: what is proved, what is open where a rule is wrong, and what the checker refuses. */
import { beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, join, posix } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { derive } from '../checker/derive.ts';
import { focus, plug } from '../semantics/proteus/contexts.ts';
import { heapMap, make, typesMap } from '../semantics/proteus/grammar.ts';
import { evaluates } from '../semantics/proteus/values.ts';
import { subset } from '../semantics/proteus/capability.ts';
import { metas, type Metas } from '../semantics/proteus/metas.ts';
import { casesOf } from '../proofs/cases.ts';
import { check, type Development, type Node } from '../proofs/check.ts';
import { developmentFor } from '../proofs/developments.ts';
import { decodeProof, decodeProofs, encodeProofs, type ProofData } from '../proofs/format.ts';
import { checkData, prove, type CaseResult } from '../proofs/prove.ts';
import { keptProofs } from '../proofs/records.ts';
import { search } from '../proofs/search/search.ts';
import { traceStatement, type Says, type Statement } from '../proofs/statement.ts';
import { Teller } from '../proofs/tell.ts';
import { Store } from '../proofs/terms.ts';
import { configurationOk } from '../rules/proteus/heaps.ts';
import { reduces } from '../rules/proteus/reduction.ts';
import { types } from '../rules/proteus/typing.ts';
import { proteus } from '../rules/proteus/system.ts';
import { proteusVariants } from '../rules/proteus/variants.ts';
import { stlc } from '../rules/stlc/system.ts';
import { stlcVariants } from '../rules/stlc/variants.ts';
import { chooser } from './arbitrary.ts';

const lambda = developmentFor(stlc)!;
const base = developmentFor(proteus)!;
const notProved = (rs: readonly CaseResult[]) => rs.filter((r) => r.status !== 'proved').map((r) => `${r.theorem}, ${r.case}`); // prettier-ignore
const shown = (d: Development, r: CaseResult): string => new Teller(d).failure(r.failure!).notShown.join('; ');

describe('the lambda calculus', () => {
  test('weakening, substitution, preservation, progress and determinism are proved in every case', () => {
    const results = prove(lambda);
    expect(notProved(results)).toEqual([]);
    expect(results.length).toBe(51);
    expect(results.filter((r) => !r.lemma).length).toBe(23);
  });
  // Where the fault shows: the case that stays open, and the sentence that is not shown.
  test.each([
    ['app-argument', 'Preservation, R-App', '· ⊢ e : τ'],
    ['cons-no-value', 'Progress, T-App', 'progresses'],
    ['app-swapped', 'Preservation, R-App', '· ⊢ e : τ'],
    ['cons-type', 'Progress, T-App', 'progresses'],
    ['tl-head', 'Preservation, R-Tl', '⊢ e : τ'],
    ['hd-partial', 'Progress, T-App', 'progresses'],
    ['no-argument-step', 'Progress, T-App', 'progresses'],
    ['var-int', 'substitution, T-Var', '⊢ e[e1/x]'],
    ['lookup-any', 'Preservation, R-App', '⊢ e'],
  ])('%s leaves %s open', (name, kase, sentence) => {
    const d = developmentFor(stlcVariants.find((v) => v.name === name)!.system)!;
    const rs = prove(d);
    const open = rs.find((r) => `${r.theorem}, ${r.case}` === kase)!;
    expect(open.status).toBe('open');
    expect(shown(d, open)).toMatch(sentence.split(' ').filter((w) => !/^[eτ]/.test(w))[0]!);
  });
});

describe('Proteus', () => {
  // The whole table is `mutandis prove`; here the theorems that others rest on.
  const wanted = ['T3', 'T5', 'T7-redex', 'T2-redex', 'frame', 'context', 'T7', 'T13-transitive', 'T13-antisymmetric'];
  const proofs = new Map<string, CaseResult[]>(wanted.map((theorem) => [theorem, []]));
  // Together: what several rest on is proved once.
  beforeAll(() => prove(base, { only: new Set(wanted) }).forEach((r) => proofs.get(r.theorem)!.push(r)));
  test.each(wanted)('%s is proved, with all that it rests on', (theorem) => {
    const rs = proofs.get(theorem)!;
    expect(rs.length).toBeGreaterThan(1);
    expect(notProved(rs)).toEqual([]);
  });
  test('the proofs that are kept are of the rules as they are, one for each case, and hold', () => {
    for (const d of [lambda, base]) {
      const kept = keptProofs(d);
      if (kept === undefined) throw new Error(`mutandis prove --system ${d.system.name} --out proofs/proved/${d.system.name}.json`); // prettier-ignore
      const cases = [...d.statements.values()].flatMap((s) => casesOf(d, s).map((c) => `${s.name}, ${c}`));
      expect([...kept.keys()].sort()).toEqual(cases.sort());
      expect([...kept].filter(([, p]) => !checkData(d, p).ok).map(([k]) => k)).toEqual([]);
    }
  });
  test('the table has at least 158 rows with statements', () => {
    const rows = [lambda, base].flatMap((d) => [...d.statements.values()].filter((s) => s.row).flatMap((s) => casesOf(d, s))); // prettier-ignore
    expect(rows.length).toBeGreaterThanOrEqual(158);
  });

  test.each(['declared-up', 'T14-sound', 'T14-sound-fields', 'T14-complete', 'T14-complete-fields'])(
    '%s is proved in every case',
    (theorem) => {
      const s = base.statements.get(theorem)!;
      for (const kase of casesOf(base, s)) {
        const store = new Store(base.system.grammar);
        const found = search(base, store, s, kase);
        if (!('node' in found)) throw new Error(`${theorem}, ${kase} is open`);
        expect(check(base, store, theorem, kase, found.node).ok).toBe(true);
      }
    },
  );
  test('where T-If keeps what either branch keeps, it is no longer sound for the declarative rules', () => {
    const d = variant('if-union');
    const own = (x: Development) => search(x, new Store(x.system.grammar), x.statements.get('T14-sound')!, 'T-If', { budget: 2500 }); // prettier-ignore
    expect('failure' in own(d)).toBe(true);
    expect('node' in own(base)).toBe(true);
  });

  const variant = (name: string) => developmentFor(proteusVariants.find((v) => v.name === name)!.system)!;
  test('of if-union the part that fails is said, and no other', () => {
    const d = variant('if-union');
    const f = search(d, new Store(d.system.grammar), d.statements.get('T7-redex')!, 'R-IfEq', { budget: 2500 });
    if (!('failure' in f)) throw new Error('proved');
    expect(new Teller(d).failure(f.failure).notShown.some((s) => /⊆/.test(s) && !/Σ/.test(s))).toBe(true);
  });
  test('a sound variant is proved again by the proofs of the base', () => {
    const first = new Map(proofs.get('T7-redex')!.flatMap((r) => (r.proof ? [[`${r.theorem}, ${r.case}`, r.proof] as const] : []))); // prettier-ignore
    const d = variant('con-any-name');
    const held = [...first.values()].filter((p) => checkData(d, p).ok);
    expect(held.length).toBeGreaterThanOrEqual(first.size - 1);
    expect(prove(d, { theorem: 'T7-redex', case: 'R-ConAbs' })[0]!.proof).not.toBe(null);
  });
});

describe('false statements stay open where they are false', () => {
  const opens = (s: Statement, cases: readonly string[]) => {
    const d: Development = { ...base, statements: new Map([...base.statements, [s.name, s]]) };
    return cases.filter((c) => 'failure' in search(d, new Store(proteus.grammar), s, c, { budget: 1500 }));
  };
  const statement = (f: (m: Metas) => Says) => traceStatement('false', 'false', metas, f, {});
  test('T3 turned round, at T-App and T-Update', () => {
    const s = statement(({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ }) => ({ given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)], infer: [subset(Δ, Δ1)] })); // prettier-ignore
    const restricted = { ...s, lemmas: [] };
    expect(opens(restricted, ['T-Int', 'T-Op', 'T-App', 'T-Update', 'T-Deref'])).toEqual(['T-App', 'T-Update']);
  });
  test('a typing keeps with any capability: at T-Update, and where the rule says what is left', () => {
    const s = statement(({ Ω, Σ, Γ, Δ, Δ1, Δ2, Δ3, μ, e, τ }) => ({
      given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
      infer: [types(Ω, Σ, Γ, Δ2, μ, e, τ, Δ3), subset(Δ1, Δ3)],
    }));
    expect(opens({ ...s, lemmas: [] }, ['T-Int', 'T-Update'])).toEqual(['T-Int', 'T-Update']);
  });
});

describe('the checker', () => {
  const results = prove(lambda).filter((r) => r.proof !== null);
  test('proof files are read back and hold; of other rules they are refused', () => {
    const file = JSON.parse(JSON.stringify(encodeProofs(lambda, results.map((r) => r.proof!)))) as Record<string, unknown>; // prettier-ignore
    const back = decodeProofs(lambda, file);
    if (isLeft(back)) throw new Error(back.left);
    for (const p of back.right) expect(check(lambda, p.store, p.theorem, p.case, p.node).ok).toBe(true);
    expect(decodeProofs(lambda, { ...file, digest: 'x' })).toMatchObject({ left: expect.stringContaining('other rules') }); // prettier-ignore
    expect(decodeProofs(lambda, { ...file, version: 2 })).toMatchObject({ left: expect.stringContaining('version') });
  });
  test('nonsense is refused with a place, and nothing is thrown', () => {
    const good = JSON.parse(JSON.stringify(results[0]!.proof)) as Record<string, unknown>;
    let deep: unknown = { steps: [], end: { end: 'absurd' } };
    for (let i = 0; i < 100_000; i++) deep = { steps: [], end: { end: 'holds', of: 0, yes: deep, no: null } };
    for (const [change, message] of [
      [{ node: deep }, 'nested too deep'],
      [{ node: { steps: [{ step: 'jump' }], end: { end: 'absurd' } } }, 'jump is no step'],
      [{ terms: [['App', 0, 1]] }, 'refers to no earlier term'],
      [{ terms: [['!', 'nowhere']] }, 'there is no metafunction nowhere'],
      [{ node: 3 }, 'is not of the form'],
    ] as const)
      expect(decodeProof(lambda, { ...good, ...change })).toMatchObject({ left: expect.stringContaining(message) });
  });
  test('mutated proofs are refused, or still prove the case (seed 5, 400 of them)', () => {
    const pick = chooser(5);
    let refused = 0;
    for (let i = 0; i < 400; i++) {
      const r = results[pick(results.length)]!;
      const data = JSON.parse(JSON.stringify(r.proof)) as Writable;
      mutate(data, pick);
      const verdict = checkData(lambda, data);
      if (!verdict.ok) {
        refused++;
        expect(verdict.message).not.toMatch(/undefined|cannot read|is not a function|stack/i);
      } else {
        // What holds is a proof: it is one again when it is read again, and it rests on statements there are.
        expect(checkData(lambda, data)).toEqual(verdict);
        for (const rest of verdict.rests) expect(lambda.statements.has(rest.lemma)).toBe(true);
      }
    }
    expect(refused).toBeGreaterThan(200);
  });
  test('one name for what exists in two instances is refused', () => {
    const store = new Store(stlc.grammar);
    const found = search(lambda, store, lambda.statements.get('Progress')!, 'T-App');
    if (!('node' in found)) throw new Error('open');
    const again: Node = { ...found.node, steps: [...found.node.steps, found.node.steps[0]!] };
    const verdict = check(lambda, store, 'Progress', 'T-App', again);
    expect(verdict).toMatchObject({ ok: false, message: expect.stringMatching(/is not new|may end in/) });
  });
  test('the checker and its solver import nothing of the search', () => {
    const root = join(dirname(fileURLToPath(import.meta.url)), '..');
    const seen = new Set<string>();
    const walk = (f: string): void => {
      if (seen.has(f)) return;
      seen.add(f);
      for (const [, to] of readFileSync(join(root, f), 'utf8').matchAll(/from '(\.[^']+)'/g))
        walk(posix.join(posix.dirname(f), to!));
    };
    walk('proofs/check.ts');
    walk('proofs/format.ts');
    expect([...seen].filter((f) => f.includes('search'))).toEqual([]);
    expect(seen.has('proofs/kernel.ts')).toBe(true);
  });
});

type Writable = { -readonly [K in keyof ProofData]: ProofData[K] } & { terms: unknown[] };
/** Changes one place of a proof: a step, a branch, a name, an instance, a number. */
function mutate(data: { terms: unknown[]; node: unknown }, pick: (n: number) => number): void {
  const places: { holder: Record<string, unknown> | unknown[]; key: string | number }[] = [];
  const walk = (x: unknown): void => {
    if (typeof x !== 'object' || x === null) return;
    for (const key of Object.keys(x)) {
      places.push({ holder: x as Record<string, unknown>, key });
      walk((x as Record<string, unknown>)[key]);
    }
  };
  walk(data.node);
  const { holder, key } = places[pick(places.length)]! as { holder: Record<string, unknown>; key: string };
  const old = holder[key];
  if (typeof old === 'number') holder[key] = pick(data.terms.length + 2);
  else if (typeof old === 'string')
    holder[key] = places.map((p) => (p.holder as Record<string, unknown>)[p.key as string]).filter((x) => typeof x === 'string')[0]; // prettier-ignore
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (Array.isArray(old) && old.length > 0) old.splice(pick(old.length), 1);
  else delete holder[key];
}

describe('T7 needs evaluation contexts', () => {
  const { Num, App, Ext, Update, Con, Abs } = make.Expr;
  const { Hole, In } = make.Context;
  const int = make.Type.Int();
  const star = make.Cap.Cofinite([]);
  const H = heapMap.of([
    ['g', make.Binding.Fun('x', make.Type.Named('t'), int, make.Mu.N(), star, Con('t', make.Expr.Var('x')))],
  ]);
  const call = App(Ext('g'), Abs('t', Num(1n)));
  // Left of the hole stands an update point that has yet to be reached.
  const E = In(make.Frame.InRight(make.Operator.Plus(), Update(make.Cap.Finite([]))), Hole());
  const K = (e: typeof call) => make.Config.Configuration(typesMap.of([['t', int]]), H, E, e);
  test('left of the hole of E stand values, and E of the instance is none', () => {
    expect(evaluates.compute(E)).toBe(false);
    expect(evaluates.compute(Hole())).toBe(true);
    expect(isLeft(derive(proteus, configurationOk.form, [K(call)]))).toBe(true);
  });
  test('without the restriction the configuration is typed, its step is none that is', () => {
    const whole = (e: typeof call) => focus.compute(make.Config.Configuration(typesMap.of([['t', int]]), H, Hole(), plug.compute(E, e))); // prettier-ignore
    expect(isLeft(derive(proteus, configurationOk.form, [whole(call)]))).toBe(false);
    const step = derive(proteus, reduces.form, [H, call]);
    if (isLeft(step)) throw new Error('no step');
    const [, e1] = step.right.outputs as [unknown, typeof call];
    expect(isLeft(derive(proteus, configurationOk.form, [whole(e1)]))).toBe(true);
  });
});
