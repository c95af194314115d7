/** A case proved by hand: steps that can be made, steps that cannot and what is said of them, and exercises about it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calculusNamed } from '../proofs/calculi.ts';
import { developmentOf } from '../proofs/development.ts';
import { developmentFor } from '../proofs/developments.ts';
import { encodeProof } from '../proofs/format.ts';
import { play } from '../proofs/moves/moves.ts';
import { checkData } from '../proofs/prove.ts';
import { every, traceStatement, type Says } from '../proofs/statement.ts';
import { looksUp } from '../rules/stlc/typing.ts';
import { metas } from '../semantics/stlc/functions.ts';
import { grade } from '../workbench/exercises/grade.ts';
import { checkExercise } from '../workbench/exercises/solvable.ts';
import { readingAsText } from '../proofs/written-out.ts';
import { root } from './support.ts';

const lambda = developmentFor(calculusNamed('stlc')!.base)!;
const proteus = developmentFor(calculusNamed('proteus')!.base)!;
const text = (lines: ReturnType<typeof play>['lines']): string =>
  readingAsText({ theorem: '', case: '', title: '', lines }).join('\n');
const holds = (d: typeof lambda, theorem: string, kase: string, moves: readonly string[]): boolean => {
  const { node } = play(d, theorem, kase, moves);
  return node !== null && checkData(d, encodeProof(theorem, kase, node)).ok;
};

describe('steps', () => {
  test.each([
    [lambda, 'Preservation', 'R-Hd', ['invert 1', 'invert 5', 'invert 6', 'invert 7', 'invert 9']],
    [lambda, 'Preservation', 'R-Fun', ['invert 1', 'hypothesis Preservation 4 3', 'rule T-App 6 5']],
    // What no premise says of T-Num is as it is to be shown.
    [lambda, 'Preservation', 'R-Plus', ['invert 1', 'invert 3', 'invert 5', 'rule T-Num']],
    // Branches, one after the other; a case without a rule left is no branch.
    [proteus, 'T3', 'T-Assign', ['hypothesis T3 2', 'hypothesis T3 3']],
    [proteus, 'T13-transitive', 'S-Fun', ['invert 2', 'hypothesis T13-transitive 5 3', 'hypothesis T13-transitive 4 6', 'rule S-Fun 7 8']], // prettier-ignore
    // Premises for all, shown on the spot: each in a branch with what it supposes.
    [
      lambda,
      'Preservation',
      'R-App',
      ['invert 1', 'invert 4', 'lemma substitution 6 show show 5', 'invert 7', 'invert 7'],
    ],
    [lambda, 'weakening', 'T-Lam', ['hypothesis weakening 3 show with Γ1: Γ1, x:τ1', 'invert 4', 'rule L-Here', 'for-all 2 5', 'rule L-There 6', 'rule T-Lam 4']], // prettier-ignore
    [lambda, 'substitution', 'T-Var', ['cases x1 = x', 'for-all 3 5', 'lemma weakening 4 show', 'invert 6', 'for-all 2 5', 'rule T-Var 6']], // prettier-ignore
    [proteus, 'frame', 'InRec', ['invert 1', 'lemma hole-fields 5', 'invert 6', 'lemma unique 2 7', 'lemma frame-fields 5 show with ρ2: l = e1, ρ1', 'invert 9', 'lemma unique-fields 6 9', 'lemma weakening-fields 8', 'rule T-Field 3 12', 'lemma fields-reflexive with φ: φ2', 'rule S-Field 4 14 with l: l', 'rule T-Rec 9', 'rule S-Rec 10']], // prettier-ignore
  ])('make a proof that the checker accepts: %#', (d, theorem, kase, moves) => {
    expect(play(d, theorem, kase, moves)).toMatchObject({ wrong: null, offered: null });
    expect(holds(d, theorem, kase, moves)).toBe(true);
    // None of them is there for nothing.
    for (const i of moves.keys()) expect(holds(d, theorem, kase, moves.toSpliced(i, 1)), moves[i]).toBe(false);
  });

  test('on a premise for all, and by cases', () => {
    const split = play(lambda, 'substitution', 'T-Var', ['cases x1 = x', 'for-all 3 5']);
    expect(split.wrong?.message ?? text(split.lines)).toContain('x1 = x');
    expect(text(split.lines)).toContain('(3) on (5)');
  });

  const inside = ['invert 1', 'invert 4', 'lemma substitution 6 show show 5'];
  test('open a branch where a premise for all is shown, whose claims are gone behind it', () => {
    const at = play(lambda, 'Preservation', 'R-App', inside);
    expect(at.offered?.claims.map((c) => c.no)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(at.offered?.premises.weakening).toEqual([null, expect.stringMatching(/^for all \S+, \S+: {2}Γ\(\S+\) = /)]);
    const shown = at.lines.at(-1)?.parts ?? [];
    expect(shown).toHaveLength(1);
    expect(text(shown[0]!.lines)).toMatch(
      /suppose\n.*\(7\) ·, x:τ1\(y\) = τ3\n.*y ≠ x\n.*open: to show\n.*·\(y\) = τ3/,
    );
    const [, second] = play(lambda, 'Preservation', 'R-App', [...inside, 'invert 7']).lines.at(-1)?.parts ?? [];
    expect(text(second!.lines)).toMatch(/\(7\) ·, x:τ1\(x\) = τ3\n.*open: to show\n.*τ1 = τ3/);
    // What is supposed in one branch is not there in the next, nor behind it.
    expect(play(lambda, 'Preservation', 'R-App', [...inside, 'invert 7', 'invert 8']).wrong?.message).toBe('there is no claim (8)'); // prettier-ignore
    const whole = play(lambda, 'Preservation', 'R-App', [...inside, 'invert 7', 'invert 7']);
    expect(whole.lines.at(-2)).toMatchObject({ kind: 'use', name: 'substitution', claims: [{ no: 7, text: '· ⊢ e3[e2/x] : τ' }] }); // prettier-ignore
  });

  test.each([
    ['lemma substitution show show show 5', 'substitution: Γ1 ⊢ e : τ is not for all: a claim is named, and not show'],
    ['lemma substitution 6 show 5', 'substitution is on 4 claims, not 3'],
    ['lemma substitution 6 show show 4', 'its premises do not say what Γ stands for: with Γ: …'],
    ['lemma weakening 6 show', 'weakening: its premises do not say what Γ1 stands for: with Γ1: …'],
    ['lemma weakening 6 show with Γ1: Γ, y:', 'Γ, y:: more of a Locals is expected behind it'],
    ['lemma weakening 6 show with Γ1: ·, y:τ1', '·, y:τ1: there is no y here'],
    ['lemma weakening 6 show with Γ2: ·', 'weakening says nothing of Γ2'],
    ['show', 'nothing is to be shown here that is for all'],
    ['show 5', 'show stands alone, or in the place of a claim that a lemma is on'],
  ])('on premises for all are told where they cannot be made: %s', (move, message) => {
    const before = inside.slice(0, 2);
    const at = play(lambda, 'Preservation', 'R-App', [...before, move]);
    expect(at.wrong?.message).toContain(message);
    expect(at.wrong?.at).toBe(2);
    expect(at.lines).toEqual(play(lambda, 'Preservation', 'R-App', before).lines);
  });

  test('show what is to be shown for all', () => {
    const { Γ, Γ1, x, τ, τ1, τ2 } = metas;
    const given = [looksUp(Γ, x, τ), every([τ1], [looksUp(Γ, x, τ1)], [looksUp(Γ1, x, τ1)])];
    const both = (infer: Says['infer']) =>
      traceStatement('again', '', metas, () => ({ given, infer }), { inductOn: [] });
    const again = both([looksUp(Γ1, x, τ2), every([τ1], [looksUp(Γ, x, τ1)], [looksUp(Γ1, x, τ1), looksUp(Γ, x, τ1)])]);
    const d = developmentOf({ functions: [], statements: () => [again] }, lambda.system);
    expect(play(d, 'again', '', ['show']).wrong?.message).toBe('what is not for all has to be shown first');
    const at = play(d, 'again', '', ['for-all 2 1', 'show']);
    expect(text(at.lines)).toContain('open: to show');
    expect(at.offered?.show).toEqual([]);
    const moves = ['for-all 2 1', 'show', 'for-all 2 4'];
    expect(holds(d, 'again', '', moves)).toBe(true);
    expect(holds(d, 'again', '', moves.slice(0, 2))).toBe(false);
  });

  test.each([
    ['hypothesis Preservation 1 2', 'Preservation', 'a premise is no strict part of a derivation inducted on'],
    ['hypothesis Progress 1', 'Progress', 'there is no hypothesis of induction Progress here'],
    ['lemma Progress 1', 'Progress', 'there is no lemma Progress here'],
    ['lemma values-stay 4 3', 'values-stay', 'its premise 1 is e value, and (4) does not fit'],
    ['invert 2', 'invert', '(2) is inverted already'],
    ['invert 9', 'invert', 'there is no claim (9)'],
    ['rule T-App 1', 'T-App', 'T-App is on 2 claims, not 1'],
    ['rule T-App 1 3', 'T-App', 'its premise 2 is Γ ⊢ e2 : τ1, and (3) does not fit'],
    ['rule T-Nothing', 'T-Nothing', 'there is no rule T-Nothing'],
    ['cases moon', 'cases', 'nothing waits for whether moon'],
    ['guess', 'move', 'guess is no move'],
  ])('that cannot be made are told: %s', (move, code, message) => {
    const at = play(lambda, 'Preservation', 'R-Arg', [move, 'invert 1']);
    expect(at.wrong).toMatchObject({ at: 0, code });
    expect(at.wrong?.message).toContain(message);
    // The branch is as it was.
    expect(at.node).toBeNull();
    expect(at.lines).toEqual(play(lambda, 'Preservation', 'R-Arg', []).lines);
  });

  test('are not made where nothing is open', () => {
    const moves = ['invert 1', 'hypothesis Preservation 6 4', 'rule T-App 5 7', 'invert 8'];
    expect(play(lambda, 'Preservation', 'R-Arg', moves).wrong).toEqual({ at: 3, code: 'move', message: 'nothing is open any more', unsaid: [] }); // prettier-ignore
  });
});

describe('an exercise in which a case is proved', () => {
  const file = '25-a-case-of-preservation.yaml';
  const source = readFileSync(join(root, 'examples/exercises', file), 'utf8');
  const { exercise: x } = checkExercise(source, file);
  if (x === null) throw new Error('it cannot be read');

  test('tells that nothing is wrong so far, what is wrong and where, with the hint for it, and that it is solved', () => {
    expect(grade(x, '')).toMatchObject({ done: false, verdict: 'Nothing is wrong so far.', findings: [] });
    const wrong = grade(x, 'invert 1\n-- the whole step\n\nhypothesis Preservation 6 2\n');
    expect(wrong).toMatchObject({ done: false, verdict: 'Something is wrong.', fitting: 1 });
    expect(wrong.findings).toEqual([{ code: 'Preservation', message: expect.any(String) as string, line: 4, column: 1 }]); // prettier-ignore
    expect(wrong.hints[0]).toContain('has to be a smaller one');
    expect(grade({ ...x, feedback: 'verdict' }, 'invert 2')).toMatchObject({ verdict: 'Something is wrong.', findings: [], hints: [] }); // prettier-ignore
    expect(grade(x, 'solution' in x ? x.solution : '')).toMatchObject({ done: true, verdict: 'Solved.' });
  });

  test('is refused where there is no such theorem or case, or its solution is none', () => {
    const problems = (from: string, to: string) =>
      checkExercise(source.replace(from, to), file).problems.map((e) => `${e.line}:${e.column} ${e.message}`);
    expect(problems('theorem: Preservation', 'theorem: Peace')).toEqual([expect.stringMatching(/^\d+:\d+ theorem: there is no Peace; there are weakening, /)]); // prettier-ignore
    expect(problems('case: R-Arg', 'case: R-Leg')).toEqual([expect.stringContaining('case: Preservation has the cases R-App, ')]); // prettier-ignore
    expect(problems('rule T-App 5 7', 'rule T-App 7 5')).toEqual([expect.stringMatching(/^\d+:\d+ solution: it does not solve the exercise: T-App: /)]); // prettier-ignore
    expect(problems('calculus: stlc', 'calculus: threads')[0]).toContain('proteus or stlc is expected');
  });
});
