/** Proofs that are read: every kept proof step by step, with the numbers that its steps refer to, as text and in LaTeX. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { calculusNamed } from '../proofs/calculi.ts';
import type { Development, Node, Show } from '../proofs/check.ts';
import { developmentFor } from '../proofs/developments.ts';
import { decodeProof, type CaseProof } from '../proofs/format.ts';
import { keptProofs } from '../proofs/records.ts';
import { readCase, type Line, type Reading } from '../proofs/reading/reading.ts';
import { readingAsLatex, readingAsText } from '../proofs/written-out.ts';
import { mathOf } from '../checker/notation/mathml.ts';
import { groups } from './bussproofs.ts';

const all = (name: string): { readonly d: Development; readonly proofs: readonly CaseProof[] } => {
  const d = developmentFor(calculusNamed(name)!.base)!;
  const proofs = [...keptProofs(d)!.values()].map((p) => {
    const read = decodeProof(d, p);
    if (isLeft(read)) throw new Error(read.left);
    return read.right;
  });
  return { d, proofs };
};
const reading = (of: ReturnType<typeof all>, theorem: string, kase: string): Reading =>
  readCase(
    of.d,
    of.proofs.find((p) => p.theorem === theorem && p.case === kase)!,
  );

const inside = (n: Node): readonly Node[] => {
  const shows = (names: readonly (string | Show)[]) => names.flatMap((x) => (typeof x === 'string' ? [] : [x.node]));
  const steps = n.steps.flatMap((s) => (s.step === 'use' ? shows(s.premises) : []));
  const { end } = n;
  const ends = 'nodes' in end ? end.nodes.map((x) => x.node) : 'yes' in end ? [end.yes, end.no] : end.end === 'done' ? shows(end.claims) : []; // prettier-ignore
  return [n, ...[...steps, ...ends].flatMap(inside)];
};
const linesIn = (lines: readonly Line[]): readonly Line[] =>
  lines.flatMap((l) => [l, ...l.parts.flatMap((p) => linesIn(p.lines))]);
const made = ['invert', 'use', 'apply', 'shape'];

const lambda = all('stlc');
const proteus = all('proteus');

describe('a proof is read', () => {
  test('as its steps, named by what they are and where their premises come from', () => {
    expect(readingAsText(reading(lambda, 'Preservation', 'R-Arg'))).toEqual([
      'Preservation, R-Arg: A step keeps the type',
      '  given',
      '      (1) · ⊢ e : τ',
      '      (2) e → e1',
      '  to show',
      '          · ⊢ e1 : τ',
      '  the case: the last rule of (2) is R-Arg',
      '      (3) e2 value',
      '      (4) e3 → o',
      '          e = e2 e3',
      '  inversion of (1): by T-App',
      '      (5) · ⊢ e2 : τ1 → τ',
      '      (6) · ⊢ e3 : τ1',
      '  by cases on o',
      '    o is a Next:',
      '      in this case',
      '              e1 = e2 e4',
      '              o = e4',
      '      the hypothesis of induction, Preservation, on (6), (4)',
      '          (7) · ⊢ e4 : τ1',
      '      T-App on (5), (7)',
      '          (8) · ⊢ e2 e4 : τ',
      '      shown, by (8)',
      '              · ⊢ e2 e4 : τ',
    ]);
  });

  test('with its side conditions, and what a premise for all binds by names of its own', () => {
    const call = readingAsText(reading(proteus, 'T7-redex', 'R-Call'));
    expect(call.filter((l) => l.includes('lemma'))).toEqual([
      expect.stringMatching(/^ {2}lemma heap-lookup on \(3\), since H\(z\) = fun\(x : τ\d\) : τ \[μ;Δ\] = e2$/),
      '  lemma substitution-value on (8), (5), (6), since μ ≤ U',
      '  lemma T13-transitive on (11), (9)',
    ]);
    const under = readingAsText(reading(lambda, 'substitution', 'T-Lam'));
    expect(under).toContain('      lemma weakening on (5), what is shown below');
    expect(under).toContain('        that for all y, τ4:  Γ1, x:τ2(y) = τ4  ⇒  Γ, x:τ2(y) = τ4:');
  });

  test.each([
    ['stlc', lambda, 51],
    ['proteus', proteus, 487],
  ] as const)('whatever it is of: all that are kept of %s', (_, of, count) => {
    expect(of.proofs).toHaveLength(count);
    for (const p of of.proofs) {
      const where = `${p.theorem}, ${p.case}`;
      const read = readCase(of.d, p);
      const lines = linesIn(read.lines);
      // No step is left out, and no step is there that the proof does not have.
      const steps = inside(p.node).reduce((n, x) => n + x.steps.length, 0);
      expect(lines.filter((l) => made.includes(l.kind)).length, where).toBe(steps);
      const text = readingAsText(read).join('\n');
      expect(text, where).not.toMatch(/\(\?\)|[#∂]/);
      const latex = readingAsLatex(read);
      groups(latex);
      for (const [, formula] of latex.matchAll(/\$([^$]*)\$/g)) mathOf(formula!);
    }
  });
});
