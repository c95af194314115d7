/** No case is proved and refuted (proofs.md, section 11): recorded counterexamples, and what proofs say of their cases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { decode } from '../checker/decode.ts';
import { node, type Derivation } from '../checker/derivation.ts';
import { Trial } from '../checker/hunt/trial.ts';
import { replay } from '../checker/replay.ts';
import { casesOf } from '../proofs/cases.ts';
import type { Development } from '../proofs/check.ts';
import { calculusNamed, findVariant, systemFinder } from '../proofs/calculi.ts';
import { caseInProof, developmentFor } from '../proofs/developments.ts';
import { decodeProof } from '../proofs/format.ts';
import { play } from '../proofs/playing/play.ts';
import { fits } from '../proofs/playing/values.ts';
import { caseKey, prove } from '../proofs/prove.ts';
import { keptProofs, knownCounterexamples, packageRoot, type Known } from '../proofs/records.ts';
import { refutedBy } from '../proofs/refuted.ts';
import { isInstance } from '../rules/judgement.ts';
import type { Premise } from '../rules/rule.ts';
import { inFolder, json, mutandis } from './command-line.ts';

inFolder();

const read = new Map<string, NonNullable<ReturnType<typeof keptProofs>>>();
/** The kept proofs of a calculus, read once. */
function keptOf(base: Development) {
  const proofs = read.get(base.system.name) ?? keptProofs(base)!;
  read.set(base.system.name, proofs);
  return proofs;
}

/** The recorded counterexamples of theorems that have statements, each with its calculus. */
const known = knownCounterexamples().flatMap((k) => {
  const calculus = calculusNamed(k.system)!;
  const base = developmentFor(calculus.base);
  return base?.statements.has(k.theorem) ? [{ k, calculus, base, first: keptOf(base) }] : [];
});

describe('what is refuted by a recorded counterexample is not proved', () => {
  test('there are such counterexamples of both calculi with proofs', () => {
    expect([...new Set(known.map(({ k }) => k.system))].sort()).toEqual(['proteus', 'stlc']);
    expect(known.length).toBeGreaterThan(20);
  });

  test.each(known.map((x) => [`${x.k.variant}: ${x.k.theorem}, ${x.k.case}`, x] as const))(
    '%s',
    (_, { k, calculus, first }) => {
      const d = developmentFor(findVariant(calculus, k.variant)!.system)!;
      const kase = caseInProof(k.system, k.case, casesOf(d, d.statements.get(k.theorem)!));
      // Proofs of the base are tried, and where they do not hold others are searched for, of all that the case rests on.
      const results = prove(d, { theorem: k.theorem, case: kase, first });
      expect([...refutedBy(results, k.system, [k])]).toEqual([[caseKey(k.theorem, kase), k.file]]);
      expect(results).toHaveLength(1);
      expect(results[0]!.status).not.toBe('proved');
    },
  );

  test.each(known.map((x) => [`${x.k.variant}: ${x.k.theorem}, ${x.k.case}`, x] as const))(
    '%s: the proof of the base breaks on it',
    (_, { k, calculus, base, first: proofs }) => {
      const variant = findVariant(calculus, k.variant)!;
      const d = developmentFor(variant.system)!;
      const file: unknown = JSON.parse(readFileSync(join(packageRoot, k.file), 'utf8'));
      const read = decode(file, systemFinder([variant]));
      if (isLeft(read)) return expect.unreachable(read.left);
      // The instance is what the derivations of the file conclude, by the rules of the variant.
      expect(replay(variant.system, read.right.proof)).toMatchObject({ ok: true });
      const nodes: Derivation[] = [];
      for (const n of read.right.proof.nodes)
        nodes.push(
          node(
            variant.system,
            n.rule,
            n.metas,
            n.args,
            n.premises.map((i) => nodes[i]!),
          ),
        );
      const roots = read.right.proof.roots.map((i) => nodes[i]!);
      const statement = base.statements.get(k.theorem)!;
      const premises = statement.premises as readonly Premise[];
      const derivations = premises.map((p) => (isInstance(p) ? roots.shift()! : undefined));
      const given = new Map<string, unknown>();
      premises.forEach((p, i) => {
        if (isInstance(p)) p.args.forEach((a, j) => fits(variant.system.grammar, a, derivations[i]!.args[j], given));
      });
      const theorem = calculus.theorems(calculus.base).find((t) => t.name === k.theorem)!;
      const trial = new Trial(variant.system, theorem);
      const outcome = trial.attempt(trial.environment(Object.fromEntries(given)), premises.length, undefined, 0);
      if (outcome.kind !== 'falls') expect.unreachable(`it ${outcome.kind}`);
      const values = new Map(statement.universal.map((m) => [m.meta, trial.value(outcome.env, m.meta)]));
      const cases = [...proofs.values()].filter((p) => p.theorem === k.theorem).map((p) => p.case);
      const kase = caseInProof(k.system, k.case, cases);
      const proof = decodeProof(base, JSON.parse(JSON.stringify(proofs.get(caseKey(k.theorem, kase)))));
      if (isLeft(proof)) return expect.unreachable(proof.left);
      const { store, node: shown } = proof.right;
      // It is an instance of the case (play would find it of another), and what the proof says next does not hold of it.
      expect(play(d, store, k.theorem, kase, shown, { values, derivations })).toMatchObject({ end: 'broken' });
    },
  );

  test('the command tells it, and ends with 1', () => {
    const { code, out } = mutandis('prove', '--variant', 'if-union', '--theorem', 'T7', '--case', 'R-IfNeq');
    expect(out).toContain('refuted  T7, R-IfNeq by proofs/counterexamples/proteus-if-union-T7.json\n');
    expect(out).toContain('1 cases: 0 proved, 0 conditional, 0 open, 1 refuted\n');
    expect(code).toBe(1);
    const { cases } = json(mutandis('prove', '--system', 'stlc', '--variant', 'tl-head', '--json').out) as unknown as {
      cases: { theorem: string; case: string; status: string; by: string | null; open: unknown }[];
    };
    const refuted = cases.filter((c) => c.by !== null);
    expect(refuted.map((c) => `${c.theorem}, ${c.case} ${c.status} by ${c.by}`)).toEqual([
      'Preservation, R-Tl refuted by proofs/counterexamples/stlc-tl-head-Preservation.json',
    ]);
    expect(refuted[0]?.open).not.toBeNull();
  });

  test('a counterexample of a case that is proved is told with it', () => {
    const stlc = developmentFor(calculusNamed('stlc')!.base)!;
    const results = prove(stlc, { first: keptProofs(stlc)!, searching: () => false });
    const one = { system: 'stlc', variant: '', theorem: 'Preservation', case: 'R-Tl', file: 'f.json' } satisfies Known;
    expect([...refutedBy(results, 'stlc', [one])]).toEqual([['Preservation, R-Tl', 'f.json']]);
    expect([...refutedBy(results, 'stlc', [{ ...one, theorem: 'Nothing' }])]).toEqual([]);
  });
});
