/** derive → replay accepts; any one node changed is rejected with the path of a wrong node. */
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { all as everything } from '../semantics/proteus/capability.ts';
import { make, signatureMap, typesMap } from '../semantics/proteus/grammar.ts';
import { noLocals } from '../semantics/proteus/types.ts';
import { equal } from '../semantics/terms.ts';
import { digestOf } from '../rules/digest.ts';
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import type { System } from '../rules/system.ts';
import { decode, encode, type ProofNode } from '../checker/format.ts';
import { declare } from '../checker/proteus/declarative.ts';
import { record } from '../checker/proteus/record.ts';
import { replay } from '../checker/replay.ts';
import { systemFinder } from '../proofs/calculi.ts';
import { assertProperty } from './property.ts';
import { casesIn, loadCase, mustLoad } from './support.ts';

interface Node {
  rule: string;
  judgement: string;
  args: number[];
  metas: Record<string, number>;
  premises: number[];
}
interface File {
  terms: unknown[];
  nodes: Node[];
  roots: number[];
  digest: string;
}

const all = [...casesIn('examples'), ...casesIn('test/cases')].filter((c) => !('kind' in loadCase(c)));

const fileOf = (system: System, c: (typeof all)[number], check: 'dynamic' | 'static' = 'dynamic'): File => {
  const { loaded, queue } = mustLoad(c, true);
  const { roots } = record(proteus, loaded, queue, { check });
  return JSON.parse([...encode(system, system === proteus ? roots : declare(roots))].join('')) as File;
};

const read = (file: unknown) => {
  const d = decode(file, systemFinder());
  if (isLeft(d)) throw new Error(d.left);
  return d.right;
};
const verdictOf = (file: unknown) => {
  const { system, proof } = read(file);
  return replay(system, proof);
};

describe('replay accepts what derive makes', () => {
  test.each(all)('$name', (c) => {
    for (const check of ['dynamic', 'static'] as const) {
      const file = fileOf(proteus, c, check);
      expect(verdictOf(file)).toMatchObject({ ok: true, nodes: file.nodes.length });
    }
    expect(verdictOf(fileOf(proteusDeclarative, c))).toMatchObject({ ok: true });
  });
});

type Corruption = 'conclusion' | 'rule' | 'drop' | 'swap' | 'metavariable';
const kinds: Corruption[] = ['conclusion', 'rule', 'drop', 'swap', 'metavariable'];

/** Changes one thing about a node; false where there is nothing to change. `pick` chooses below a bound. */
function corrupt(file: File, kind: Corruption, pick: (n: number) => number): number | undefined {
  const at = pick(file.nodes.length);
  const node = file.nodes[at] as Node;
  switch (kind) {
    case 'conclusion':
      node.args[pick(node.args.length)] = pick(file.terms.length);
      return at;
    case 'rule': {
      const names = [...proteus.rules.keys()];
      node.rule = names[pick(names.length)] as string;
      return at;
    }
    case 'drop':
      if (node.premises.length === 0) return undefined;
      node.premises.splice(pick(node.premises.length), 1);
      return at;
    case 'swap': {
      if (node.premises.length < 2) return undefined;
      const i = pick(node.premises.length - 1);
      [node.premises[i], node.premises[i + 1]] = [node.premises[i + 1] as number, node.premises[i] as number];
      return at;
    }
    case 'metavariable': {
      const names = Object.keys(node.metas);
      if (names.length === 0) return undefined;
      node.metas[names[pick(names.length)] as string] = pick(file.terms.length);
      return at;
    }
  }
}

/** Whether a changed node says what the original said: then the derivation is the same one. */
const same = (a: ProofNode, b: ProofNode, premisesOf: (n: ProofNode) => readonly (readonly unknown[])[]): boolean =>
  a.rule === b.rule &&
  a.judgement === b.judgement &&
  equal(a.args, b.args) &&
  Object.keys(a.metas).length === Object.keys(b.metas).length &&
  Object.entries(a.metas).every(([m, v]) => equal(v, b.metas[m])) &&
  equal(premisesOf(a), premisesOf(b));

describe('replay rejects corrupted files', () => {
  const files = all.map((c) => ({ name: c.name, file: fileOf(proteus, c) }));
  /** What is read from each file as it is: read once, for it is compared with many changed ones. */
  const unspoiled = new Map<File, ReturnType<typeof read>['proof']>();
  const proofIn = (file: File) => {
    const proof = unspoiled.get(file) ?? read(file).proof;
    unspoiled.set(file, proof);
    return proof;
  };
  test('one node changed: at least 1,000 of them, each kind at least 100 times', () => {
    const count: Record<Corruption, number> = { conclusion: 0, rule: 0, drop: 0, swap: 0, metavariable: 0 };
    let unchanged = 0;
    const property = (seeds: readonly number[], which: number, kind: Corruption) => {
      const { file } = files[which % files.length] as (typeof files)[number];
      const copy = structuredClone(file);
      let i = 0;
      const at = corrupt(copy, kind, (n) => (seeds[i++ % seeds.length] as number) % n);
      if (at === undefined) return;
      const before = proofIn(file);
      const after = read(copy);
      const premises = (nodes: readonly ProofNode[]) => (n: ProofNode) =>
        n.premises.map((p) => [nodes[p]?.judgement, ...(nodes[p]?.args ?? [])]);
      const verdict = replay(after.system, after.proof);
      const [a, b] = [before.nodes[at] as ProofNode, after.proof.nodes[at] as ProofNode];
      if (same(a, b, premises(before.nodes))) {
        unchanged++;
        return;
      }
      expect(verdict).toMatchObject({ ok: false });
      if (verdict.ok) return;
      const users = copy.nodes.flatMap((n, k) => (n.premises.includes(at) ? [k] : []));
      expect([at, ...users]).toContain(verdict.node);
      expect(verdict.path).toMatch(/^(roots\[\d+\](\.premises\[\d+\]|\.…\(\d+ more\))*|nodes\[\d+\])$/);
      count[kind]++;
    };
    assertProperty(
      fc.property(fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), fc.nat(), fc.constantFrom(...kinds), property),
      { numRuns: 2000 },
    );
    expect(Object.values(count).reduce((x, y) => x + y)).toBeGreaterThan(1000);
    for (const kind of kinds) expect(count[kind], kind).toBeGreaterThan(100);
    expect(unchanged).toBeGreaterThan(0);
  });

  test('files that are no derivations, with what is wrong', () => {
    const { file } = files[0] as (typeof files)[number];
    const wrong: [unknown, RegExp][] = [
      [null, /not a derivation file/],
      [[], /not a derivation file/],
      [{ ...file, version: 2 }, /version/],
      [{ ...file, system: 'none' }, /unknown system none/],
      [{ ...file, roots: [file.nodes.length] }, /root/],
      [{ ...file, terms: [['Num', 0]] }, /Num.n is no earlier term/],
      [{ ...file, terms: ['x', ['Num', 0]] }, /Num.n is a int, not a name/],
      [{ ...file, nodes: [{ ...file.nodes[0], premises: [0] }], roots: [0] }, /a premise comes before/],
      [{ ...file, nodes: [3], roots: [0] }, /nodes\[0\] is no node/],
    ];
    for (const [json, message] of wrong) {
      const d = decode(json, systemFinder());
      expect(d).toMatchObject({ _tag: 'Left', left: expect.stringMatching(message) });
    }
  });

  test('a node that rests on itself, or on what comes after it: by T-Sub anything would follow from itself', () => {
    const { file } = files[0] as (typeof files)[number];
    const { proof } = read(file);
    const { Num, Deref } = make.Expr;
    const Int = make.Type.Int();
    const args = [
      typesMap.empty,
      signatureMap.empty,
      noLocals,
      everything,
      make.Mu.N(),
      Deref(Num(0n)),
      Int,
      everything,
    ];
    const [Ω, Σ, Γ, Δ, μ, e, τ] = args;
    const claim = (premises: readonly number[]): ProofNode => ({
      rule: 'T-Sub',
      judgement: 'types',
      args,
      metas: { Ω, Σ, Γ, Δ, Δ1: Δ, Δ2: Δ, μ, e, τ, τ1: τ },
      premises,
    });
    const refl: ProofNode = { rule: 'S-Refl', judgement: 'subtype', args: [τ, τ], metas: { τ }, premises: [] };
    const circular = (nodes: readonly ProofNode[], roots: readonly number[]) =>
      replay(proteusDeclarative, { ...proof, digest: digestOf(proteusDeclarative), nodes, roots });
    // !0 : int, because !0 : int.
    expect(circular([refl, claim([1, 0])], [1])).toMatchObject({
      ok: false,
      node: 1,
      path: 'roots[0]',
      rule: 'T-Sub',
      message: 'premise 1 is no node that comes before this one',
    });
    expect(circular([refl, claim([2, 0]), claim([1, 0])], [2])).toMatchObject({ ok: false, node: 1 });
    for (const nowhere of [-1, 0.5, 7, NaN])
      expect(circular([refl, claim([nowhere, 0])], [1])).toMatchObject({ ok: false, node: 1 });
    expect(circular([refl], [1])).toMatchObject({ ok: false, path: 'roots[0]', message: 'there is no such node' });
    expect(circular([refl], [0])).toMatchObject({ ok: true, roots: ['subtype'] });
  });

  test('a map whose keys are out of order is no map', () => {
    const empty = ['Types.empty'];
    const terms = ['a', 'b', ['Int'], empty, ['Types.node', 0, 2, 3, 3], ['Types.node', 1, 2, 4, 3]];
    const flipped = ['a', 'b', ['Int'], empty, ['Types.node', 0, 2, 3, 3], ['Types.node', 1, 2, 3, 4]];
    const { file } = files[0] as (typeof files)[number];
    const results = [terms, flipped].map((t) => decode({ ...file, terms: t, nodes: [], roots: [] }, systemFinder()));
    for (const r of results) expect(r).toMatchObject({ _tag: 'Left' });
    expect(results.some((r) => isLeft(r) && /keys out of order/.test(r.left))).toBe(true);
  });

  test('other rules are noticed', () => {
    const { file } = files[0] as (typeof files)[number];
    expect(verdictOf({ ...file, digest: '0'.repeat(16) })).toMatchObject({ ok: false, path: 'digest' });
  });
});
