/** Proofs before hunts: the proofs that are kept of a calculus decide what is changed in it, and only what stays open is hunted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { calculi, calculusNamed, findVariant } from '../proofs/calculi.ts';
import { developmentFor } from '../proofs/developments.ts';
import type { FirstProofs } from '../proofs/prove.ts';
import { fresh, withProofs } from '../proofs/proof-rows.ts';
import type { Line } from '../proofs/reading/reading.ts';
import { keptProofs, knownObligations } from '../proofs/records.ts';
import { variantFrom, writtenRules } from '../proofs/written.ts';
import { checkExercise } from '../workbench/exercises/solvable.ts';
import { gradeRepair } from '../workbench/exercises/repair.ts';
import { proveFirst } from '../workbench/hunt/proving.ts';
import { root } from './support.ts';

const first = (name: string): FirstProofs => keptProofs(developmentFor(calculusNamed(name)!.base)!)!;

const premises = {
  function: 'Ω; Σ; Γ; Δ ⊢μ e1 : τ1 -[μf;Δf]-> τ2 ⊣ Δ1',
  argument: 'Ω; Σ; Γ; Δ1 ⊢μ e2 : τ3 ⊣ Δ2',
  below: 'τ3 <: τ1',
  mode: 'μf ≤ μ',
};
const app = (...of: (keyof typeof premises)[]): string =>
  [...of.map((p) => premises[p]), '─────────── T-App', 'Ω; Σ; Γ; Δ ⊢μ e1 e2 : τ2 ⊣ Δ2 ∩ Δf', ''].join('\n');

/** What proofs say of T7 and T4 where T-App is written so, and the cases that were tried. */
function ofRules(text: string, proofs = first('proteus')) {
  const calculus = calculusNamed('proteus')!;
  const read = writtenRules(calculus, text);
  if (isLeft(read)) throw new Error(JSON.stringify(read.left));
  let tried = 0;
  const { system } = variantFrom(calculus, 'own', read.right);
  const results = proveFirst(system, ['T7', 'T4', 'T11'], proofs, () => tried++);
  return { tried, results };
}

describe('a changed rule', () => {
  it('is proved where it says the same in another order, what the proofs of before no longer show being searched for', () => {
    const { tried, results } = ofRules(app('function', 'argument', 'mode', 'below'));
    // T11 has no statement: it is left to hunts.
    expect(results.map((r) => [r.theorem, r.status])).toEqual([
      ['T7', 'proved'],
      ['T4', 'proved'],
    ]);
    expect(tried).toBeGreaterThan(100);
  });

  it('is open in the case that it breaks, and in no other', () => {
    const { results } = ofRules(app('function', 'argument', 'mode'));
    expect(results.map((r) => [r.theorem, r.status, r.open.map((c) => `${c.theorem}, ${c.case}`)])).toEqual([
      ['T7', 'conditional', ['T7-redex, R-Call']],
      ['T4', 'proved', []],
    ]);
    const open = results[0]?.open[0];
    expect(open?.notShown.length).toBeGreaterThan(0);
    // The branch is told step by step: its end says what is not shown.
    const ends = (lines: readonly Line[]): readonly Line[] =>
      lines.flatMap((l) => [l, ...l.parts.flatMap((q) => ends(q.lines))]);
    const lines = ends(open?.lines ?? []);
    expect(lines.map((l) => l.by[0])).toContain('the case: the last rule of (1) is R-Call');
    expect(lines.at(-1)).toMatchObject({ kind: 'open', by: ['not shown'] });
    expect(lines.at(-1)?.facts.map((f) => f.text).length).toBe(open?.notShown.length);
  });

  it('is not proved by proofs that do not hold', () => {
    const { system } = findVariant(calculusNamed('stlc')!, 'tl-head')!;
    const wrong = [...first('stlc')].map(
      ([k, p]) => [k, { ...p, node: { steps: [], end: { end: 'absurd' } } }] as const,
    );
    const statuses = (proofs: FirstProofs) =>
      proveFirst(system, ['Preservation', 'Progress'], proofs).map((r) => r.status);
    expect(statuses(new Map(wrong) as FirstProofs)).toEqual(['open', 'proved']);
    expect(statuses(first('stlc'))).toEqual(['open', 'proved']);
  });
});

describe('the table of obligations', () => {
  const table = knownObligations()!;

  it('says what the kept proofs say, each of them checked: 158 of the 161 cases are proved, and all lemmas', () => {
    const again = withProofs(calculi, table);
    expect(again).toEqual(table);
    const own = table.obligations.filter((o) => ['proteus', 'stlc'].includes(o.system));
    expect([own.length, own.filter((o) => o.proof === 'proved').length]).toEqual([161, 158]);
    expect(table.lemmas.filter((l) => l.proof !== 'proved')).toEqual([]);
    // Those without statement, and nothing else.
    expect([...new Set(own.filter((o) => o.proof !== 'proved').map((o) => `${o.theorem} ${o.proof}`))]).toEqual(
      ['T1', 'T9', 'T11'].map((t) => `${t} none`),
    );
  });

  it('is open where rules or statements are others than those of the proofs', () => {
    expect(fresh(calculi, table).stale).toEqual([]);
    const other = { ...table, proofs: { ...table.proofs, stlc: { ...table.proofs.stlc!, rules: '0' } } };
    const { table: now, stale } = fresh(calculi, other);
    expect(stale).toEqual(['stlc']);
    const of = (system: string) => [
      ...new Set([...now.obligations, ...now.lemmas].filter((o) => o.system === system).map((o) => o.proof)),
    ];
    expect([of('stlc'), of('proteus')]).toEqual([['open'], ['none', 'proved']]);
  });
});

describe('an exercise in which rules are repaired', () => {
  const text = readFileSync(join(root, 'examples/exercises/10-arguments.yaml'), 'utf8');
  const { exercise } = checkExercise(text, '10-arguments.yaml');
  if (exercise?.kind !== 'repair') throw new Error('it is no repair');

  it('is solved by what is proved, and nothing is hunted', () => {
    const o = gradeRepair(exercise, exercise.solution, undefined, first('proteus'));
    expect([o.done, o.proved, o.tests]).toEqual([true, ['T7'], 0]);
    // Without proofs it is hunted, and comes to the same.
    const hunted = gradeRepair(exercise, exercise.solution);
    expect([hunted.done, hunted.proved, hunted.tests >= exercise.tests]).toEqual([true, [], true]);
  });

  it('is hunted where proofs are open, and says how far it is from the first moment on', () => {
    const told: string[] = [];
    const o = gradeRepair(
      exercise,
      exercise.rules,
      (p) => told.push(p.proving === null ? 'hunt' : 'proof'),
      first('proteus'),
    );
    expect(o.done).toBe(false);
    expect(o.found?.theorem).toBe('T7');
    expect(told[0]).toBe('proof');
    expect(told.at(-1)).toBe('hunt');
  });
});
