/** Instances of statements made backwards from their cases: there are some where chance finds none, and proofs hold on them. */
import { describe, expect, test } from 'vitest';
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Derivation } from '../checker/derivation.ts';
import { inMemory } from '../checker/format.ts';
import { RandomChooser } from '../checker/generate/choose.ts';
import { Generator } from '../checker/generate/generator.ts';
import { Open, Store, Unknown } from '../checker/generate/symbolic.ts';
import { replay } from '../checker/replay.ts';
import { constructorOf } from '../semantics/matching.ts';
import { make } from '../semantics/proteus/grammar.ts';
import { isInstance } from '../rules/judgement.ts';
import { calculusNamed } from '../proofs/calculi.ts';
import { developmentFor } from '../proofs/developments.ts';
import { decodeProof, type ProofData } from '../proofs/format.ts';
import { Instances } from '../proofs/playing/instances.ts';
import { opened } from '../proofs/playing/opened.ts';
import { play, type Ground, type Played } from '../proofs/playing/play.ts';
import { Ways } from '../proofs/playing/ways.ts';
import { keptProofs } from '../proofs/records.ts';
import { premiseText } from '../rules/digest.ts';

const calculus = calculusNamed('proteus')!;
const d = developmentFor(calculus.base)!;
const { hints } = calculus.huntingGround;
const kept = keptProofs(d)!;

/** What so many tries make of a case, and how its proof goes on that. */
function played(data: ProofData, tries: number): (readonly [Ground, Played])[] {
  const read = decodeProof(d, data);
  if (isLeft(read)) throw new Error(read.left);
  const { theorem, case: kase, store, node } = read.right;
  const instances = new Instances(d, hints, d.statements.get(theorem)!, 2);
  return Array.from({ length: tries }, (_, n) => instances.next(n, kase)).flatMap((g) => {
    const result = g && play(d, store, theorem, kase, node, g);
    return result === undefined ? [] : [[g!, result] as const];
  });
}

describe('of 150 tries (seed 2) so many give instances of', () => {
  test.each([
    ['weakening, T-App', 15],
    ['weakening-fields, T-None', 90],
    ['value-types, T-Loc', 35],
    ['meet-mono, Arrow', 55],
    ['join-upper, Ref', 45],
    ['T7-redex, R-Deref', 10],
    ['T2-redex, R-Assign', 60],
    ['T7, R-Call', 30],
    ['hole-fields, Field', 85],
    ['hole-frame, InRec', 85],
    ['frame, InIfRight', 40],
    ['context, In', 8],
    ['con-free-context, In', 5],
    ['replacement-found, Rebind-Var', 50],
    ['transformer-found, Trans-One', 60],
    ['updated-stack, ', 28],
    ['focused-fields, Goes-There', 65],
    ['redex-stays, R-Assign', 55],
    ['run-safe, Run-Step', 40],
  ])('%s: at least %i', (key, least) => {
    const results = played(kept.get(key)!, 150);
    expect(results.flatMap(([, r]) => (r.end === 'broken' ? [`${r.path}: ${r.message}`] : []))).toEqual([]);
    const done = results.flatMap(([g, r]) => (r.end === 'done' ? [[g, r] as const] : []));
    expect(done.length).toBeGreaterThanOrEqual(least);
    const roots = done.flatMap(([g, r]) => [...g.derivations.flatMap((x): Derivation[] => (x ? [x] : [])), ...r.concluded]);
    expect(replay(d.system, inMemory(d.system, roots))).toMatchObject({ ok: true });
  }); // prettier-ignore
});

test('a proof that says that there is no such instance breaks on those made backwards', () => {
  const wrong = structuredClone(kept.get('run-safe, Run-Step')!) as unknown as { node: { end: unknown } };
  wrong.node.end = { end: 'absurd' };
  const results = played(wrong as unknown as ProofData, 60);
  expect(results.length).toBeGreaterThan(3);
  expect(results.filter(([, r]) => r.end !== 'broken')).toEqual([]);
});

test('replay refuses a derivation of an instance in which a value is another', () => {
  const [ground] = played(kept.get('run-safe, Run-Step')!, 60)[0]!;
  const roots = ground.derivations.flatMap((x) => x ?? []);
  const last = roots.find((x) => x.rule.name === 'Run-Step')!;
  const other = { ...last, env: last.env.map((x, i) => (last.metas[i] === 'K' ? last.env[last.metas.indexOf('K2')] : x)) };
  expect(last.args[0]).not.toEqual(last.args[1]);
  expect(replay(d.system, inMemory(d.system, [last]))).toMatchObject({ ok: true });
  expect(replay(d.system, inMemory(d.system, [other]))).toMatchObject({ ok: false, rule: 'Run-Step' });
}); // prettier-ignore

describe('premises opened by a case', () => {
  const asked = (theorem: string, kase: string) => {
    const chooser = new RandomChooser(1);
    return opened(d, d.statements.get(theorem)!, kase, hints, (n) => chooser.choose(n), 0, false);
  };
  test('ask for what its rule says, in the place of what it concludes', () => {
    const { rule, metas } = asked('T7-redex', 'R-ConAbs')!;
    const texts = rule.premises.map(premiseText);
    expect(rule.premises.filter(isInstance).map((p) => p.judgement.name).sort()).toEqual(['bindingsOk', 'types']); // prettier-ignore
    expect(texts.filter((t) => t.startsWith('types'))[0]).toMatch(/Con\(t#\d+,Abs\(t#\d+,v#\d+\)\)/);
    expect(metas.filter((m) => m.meta.startsWith('v')).map((m) => m.restriction?.name)).toEqual(['value']);
  });
  test('compute what equations say of a frame, values standing left of its hole', () => {
    const { rule, metas } = asked('hole-frame', 'InArg')!;
    expect(rule.premises.map(premiseText).join()).toMatch(/App\(fun#\d+',e\)/);
    expect(metas.find((m) => m.meta.startsWith('fun'))?.restriction?.name).toBe('value');
  });
  test('are none where they contradict each other', () => {
    expect(asked('spends-none', 'T-App')).toBeUndefined();
  });
  test('leave what conditions alone speak of to be chosen afterwards', () => {
    expect(asked('weakening', 'T-Deref')!.loose.map((m) => m.meta).sort()).toEqual(['Γ1', 'Δ2', 'Σ1', 'μ1']); // prettier-ignore
  });
});

test('a term that contains itself has no value, whatever stands for what is unknown', () => {
  const store = new Store(d.system.grammar, () => undefined);
  const x = new Unknown('Expr', '');
  store.bind(x, new Open(constructorOf(d.system.grammar, { tag: 'Deref' }), [x]));
  expect(store.resolve(x)).toBeUndefined();
  expect(store.resolve(x, new Map([['Type', make.Type.Int()]]))).toBeUndefined();
  expect(new Generator(d.system, hints, new RandomChooser(1)).ground(x)).toBe(false);
});

test('a way that makes what is asked for is gone often, the others now and then', () => {
  const ways = new Ways(4);
  const gone = [0, 0, 0, 0];
  for (let n = 0; n < 400; n++) {
    const way = ways.next();
    gone[way]!++;
    ways.tell(way, way === 2);
  }
  expect(gone[2]).toBeGreaterThan(300);
  expect(Math.min(...gone)).toBeGreaterThan(10);
});
