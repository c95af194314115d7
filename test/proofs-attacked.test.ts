/** Proofs attacked: mutated ones are refused or are proofs all the same, and proofs hold step by step on instances. */
import { describe, expect, test } from 'vitest';
import { isLeft } from 'fp-ts/lib/Either.js';
import { never, same } from '../semantics/logic.ts';
import { metas as proteusMetas } from '../semantics/proteus/metas.ts';
import { bind, typeOfLocal } from '../semantics/proteus/types.ts';
import { metas } from '../semantics/stlc/functions.ts';
import { make } from '../semantics/stlc/grammar.ts';
import { is, type Metavariable } from '../semantics/symbols.ts';
import { types } from '../rules/stlc/typing.ts';
import { check, type Node, type Numbers, type Step } from '../proofs/check.ts';
import { calculusNamed } from '../proofs/calculi.ts';
import { developmentFor } from '../proofs/developments.ts';
import { decodeProof, type ProofData } from '../proofs/format.ts';
import { attack } from '../proofs/playing/attack.ts';
import { attackKernel } from '../proofs/playing/certificates.ts';
import { Instances } from '../proofs/playing/instances.ts';
import { textOf } from '../proofs/playing/mutants.ts';
import { play } from '../proofs/playing/play.ts';
import { checkData } from '../proofs/prove.ts';
import { keptProofs } from '../proofs/records.ts';
import { every, traceStatement, type Statement } from '../proofs/statement.ts';
import { Store, type Sym } from '../proofs/terms.ts';

const parts = (name: string) => {
  const calculus = calculusNamed(name)!;
  const d = developmentFor(calculus.base)!;
  return { d, hints: calculus.huntingGround.hints, kept: keptProofs(d)! };
};

describe.each([['stlc'], ['proteus']])('%s', (name) => {
  const { d, hints, kept } = parts(name);
  test('of 300 mutated proofs none is accepted that an instance breaks (seed 11)', () => {
    const a = attack(d, hints, [...kept.values()], 300, 11, 20);
    expect([...a.wrong, ...a.stumbled]).toEqual([]);
    expect(a.refused).toBeGreaterThan(240);
    expect(a.same + a.played).toBeGreaterThan(5);
  });
  test('of 400 mutated certificates of what is false the kernel accepts none (seed 12)', () => {
    const a = attackKernel(d, hints, [...kept.values()], 400, 12, 20);
    expect([...a.wrong, ...a.stumbled]).toEqual([]);
    expect(a.refused).toBe(400);
    expect(a.cases).toBeGreaterThan(5);
  });
  test('of a case that there is not nothing is a proof', () => {
    expect(kept.size).toBeGreaterThan(40);
    for (const p of kept.values())
      expect(checkData(d, { ...p, case: 'Nobody' }), `${p.theorem}, ${p.case}`).toMatchObject({
        ok: false,
        message: 'the proof is not of the case Nobody',
      });
  });
});

test('premises that exclude each other prove the case that a proof begins with, and no other', () => {
  const { d } = parts('stlc');
  const none = traceStatement('none', 'There is no such term', metas, ({ Γ, e, τ }) => ({
    given: [types(Γ, e, τ), never],
    infer: [never],
  }));
  const there = { ...d, statements: new Map([...d.statements, [none.name, none]]) };
  const begin: Step = { step: 'invert', of: 'h.0', rule: 'T-Nil', metas: { Γ: 1 } };
  const said = (kase: string, steps: readonly Step[]) =>
    check(there, new Store(d.system.grammar), 'none', kase, { steps, end: { end: 'absurd' } });
  expect(said('T-Nil', [begin])).toMatchObject({ ok: true });
  for (const [kase, steps] of [
    ['Nobody', []],
    ['Nobody', [begin]],
    ['T-Num', [begin]],
    ['T-Nil', []],
  ] as const)
    // prettier-ignore
    expect(said(kase, steps)).toMatchObject({ ok: false, message: `the proof is not of the case ${kase}` });
});

describe('what is false has no proof', () => {
  const { d } = parts('stlc');
  const int = make.Type.Int();
  const list = make.Type.List();
  /** Lemmas are taken for granted: each is true. */
  const said = (statements: readonly Statement[], kase: string, proof: (store: Store) => Node) => {
    const there = { ...d, statements: new Map(statements.map((s) => [s.name, s])) };
    const store = new Store(d.system.grammar);
    return check(there, store, 'false', kase, proof(store));
  };
  const begin: Step = { step: 'invert', of: 'h.0', rule: 'T-Nil', metas: { Γ: 1 } };
  const given = (store: Store) => ({ Γ: store.variable('Γ', 0, 'Locals'), e: store.variable('e', 0, 'Expr'), τ: store.variable('τ', 0, 'Type') }); // prettier-ignore
  const use = (store: Store, of: string, as: string, exists: Numbers = {}): Step => ({ step: 'use', kind: 'lemma', of, instance: given(store), premises: ['h.0'], exists, as }); // prettier-ignore

  test('by a split on a variable that exists by a lemma in either branch, and is another one in each', () => {
    const exists = (name: string, type: typeof int | typeof list) =>
      traceStatement(name, 'There is such a type', metas, ({ Γ, e, τ, τ1 }) => ({ given: [types(Γ, e, τ)], infer: [is(τ1, type)] })); // prettier-ignore
    const none = traceStatement('false', 'There is no typing', metas, ({ Γ, e, τ }) => ({ given: [types(Γ, e, τ)], infer: [never] })); // prettier-ignore
    const branch = (store: Store, of: string): Node => ({ steps: [use(store, of, 'l', { τ1: 9 })], end: { end: 'absurd' } }); // prettier-ignore
    const verdict = said([exists('int', int), exists('list', list), none], 'T-Nil', (store) => ({
      steps: [begin],
      end: {
        end: 'equal',
        left: store.variable('τ1', 9, 'Type'),
        right: store.of(int as never, new Map()),
        yes: branch(store, 'list'),
        no: branch(store, 'int'),
      },
    }));
    expect(verdict).toMatchObject({ ok: false, path: 'end', message: 'the term has a variable that is not there' });
  });
  test('by a claim of a lemma that has the name of the one that the case is of', () => {
    const same = traceStatement('same', 'A typing is a typing', metas, ({ Γ, e, τ }) => ({ given: [types(Γ, e, τ)], infer: [types(Γ, e, τ)] })); // prettier-ignore
    const nil = traceStatement('false', 'What is applied is nil', metas, ({ Γ, e, τ }) => ({ given: [types(Γ, e, τ)], infer: [is(e, make.Expr.Nil())] }), { caseAt: 'h.0/T-App.0' }); // prettier-ignore
    const inverted: Step = { step: 'invert', of: 'h.0/T-App.0', rule: 'T-Nil', metas: { Γ: 1 } };
    const verdict = said([same, nil], 'T-Nil', (store) => ({
      steps: [use(store, 'same', 'h.0/T-App'), inverted],
      end: { end: 'done', witnesses: {}, claims: [] },
    }));
    expect(verdict).toMatchObject({ ok: false, path: 'steps[0]', message: 'h.0/T-App is no name of claims' });
  });
});

describe('what is false of Proteus has no proof', () => {
  const { d } = parts('proteus');
  const { Γ, x, y, e, v, τ, τ1, τ2 } = proteusMetas;
  const anywhere = traceStatement('anywhere', 'Where one local has a type every one has', proteusMetas, () => ({
    given: [is(τ, typeOfLocal(Γ, x))],
    infer: [is(τ1, typeOfLocal(Γ, y))],
  }));
  const said = (statements: readonly Statement[], proof: (store: Store, of: Record<string, Sym>) => Node) => {
    const there = { ...d, statements: new Map(statements.map((s) => [s.name, s])) };
    const store = new Store(d.system.grammar);
    const of = Object.fromEntries(
      ([Γ, x, y, τ] as unknown as Metavariable[]).map((m) => [m.meta, store.variable(m.meta, 0, m.sort)]),
    );
    return check(there, store, statements.at(-1)!.name, '', proof(store, of));
  };
  const absurd: Node = { steps: [], end: { end: 'absurd' } };
  /** By cases, on whether y has a type; what is to be shown is that it cannot have none. */
  const defined = (store: Store, of: Record<string, Sym>, no: (there: Sym) => Node): Node => {
    const there = store.call(typeOfLocal, [of.Γ!, of.y!]);
    const yes: Node = { steps: [], end: { end: 'done', witnesses: { τ1: there }, claims: [] } };
    return { steps: [], end: { end: 'defined', of: there, yes, no: no(there) } };
  };

  test('by an equation for a call of what is undefined', () => {
    const verdict = said([anywhere], (store, of) =>
      defined(store, of, (there) => {
        // Γ, y : Γ(y) is undefined, and so is what it has at x; by the equation of lookup x has the type it has in Γ.
        const extended = store.call(bind, [of.Γ!, of.y!, there]);
        const left = store.call(typeOfLocal, [extended, of.x!]);
        const other: Node = { steps: [], end: { end: 'equal', left, right: of.τ!, yes: absurd, no: absurd } };
        return { steps: [], end: { end: 'equal', left: of.x!, right: of.y!, yes: absurd, no: other } };
      }),
    );
    expect(verdict).toMatchObject({ ok: false, message: 'the facts do not contradict each other' });
  });
  test('by a lemma on a term that has what is undefined in it', () => {
    const there = traceStatement('there', 'A type is a type', proteusMetas, () => ({ given: [], infer: [is(τ1, τ)] }));
    const verdict = said([there, anywhere], (store, of) =>
      defined(store, of, (undefined_) => {
        const made = store.constructed('Ref', [undefined_]);
        const nodes = [{ tag: 'Ref', metas: { content: 8 }, node: absurd }];
        return {
          steps: [{ step: 'use', kind: 'lemma', of: 'there', instance: { τ: made }, premises: [], exists: { τ1: 7 }, as: 'l' }],
          end: { end: 'shape', of: store.variable('τ1', 7, 'Type'), nodes },
        };
      }),
    ); // prettier-ignore
    expect(verdict).toMatchObject({ ok: false, message: 'the term for τ may be undefined' });
  });
  test.each([
    ['values, and not for all terms', every([v], [same(v, v)], [never]), every([e], [same(e, e)], [never])],
    ['something, and not for all types', every([], [], [is(τ2, τ)]), every([τ2], [], [is(τ2, τ)])],
  ])('by a premise that is for %s', (_, given, infer) => {
    const other = traceStatement('other', 'It is for all', proteusMetas, () => ({ given: [given], infer: [infer] }));
    const verdict = said([other], () => ({ steps: [], end: { end: 'done', witnesses: {}, claims: ['h.0'] } }));
    expect(verdict).toMatchObject({ ok: false, message: expect.stringMatching(/^premise 1 is a .*, h\.0 a /) });
  });
});

/** Instances of a case of the lambda calculus, and how a proof goes on them. */
function played(data: ProofData, tries = 60) {
  const { d, hints } = parts('stlc');
  const read = decodeProof(d, data);
  if (isLeft(read)) throw new Error(read.left);
  const { theorem, case: kase, store, node } = read.right;
  const instances = new Instances(d, hints, d.statements.get(theorem)!, 7);
  return Array.from({ length: tries }, (_, n) => instances.next(n, kase)).flatMap((g) => {
    const result = g && play(d, store, theorem, kase, node, g);
    return result === undefined ? [] : [result];
  });
}

describe('a proof played on instances', () => {
  const { kept } = parts('stlc');
  const proof = kept.get('Progress, T-App')!;
  test('goes to its end', () => {
    const results = played(proof);
    expect(results.length).toBeGreaterThan(3);
    expect(results.filter((r) => r.end !== 'done')).toEqual([]);
  });
  test('breaks where it says that there is no such instance', () => {
    const wrong = structuredClone(proof) as unknown as { node: { end: unknown } };
    wrong.node.end = { end: 'absurd' };
    const results = played(wrong as unknown as ProofData);
    expect(results.length).toBeGreaterThan(3);
    expect(results.filter((r) => r.end !== 'broken')).toEqual([]);
  });
  test('is the same proof when its variables have other numbers, and another without a step', () => {
    const text = JSON.stringify(proof);
    const moved = JSON.parse(text) as ProofData;
    for (const t of moved.terms as { n?: number }[]) if (t.n !== undefined && t.n !== 0) t.n += 500;
    const shift = (x: unknown): void => {
      if (typeof x !== 'object' || x === null) return;
      for (const [k, y] of Object.entries(x))
        if (['metas', 'exists', 'vars'].includes(k))
          for (const m of Object.keys(y as object)) (y as Record<string, number>)[m]! += 500; // prettier-ignore
        else shift(y);
    };
    shift(moved.node);
    expect(JSON.stringify(moved)).not.toBe(text);
    expect(textOf(moved)).toBe(textOf(proof));
    const less = structuredClone(proof) as unknown as { node: { steps: unknown[] } };
    less.node.steps.pop();
    expect(textOf(less as unknown as ProofData)).not.toBe(textOf(proof));
  });
});
