/** Cases that no instance of a theorem can have: they are shown by the rules, and none is ever reached; all others are. */
import { describe, expect, test } from 'vitest';
import { metas } from '../semantics/stlc/functions.ts';
import { make } from '../semantics/stlc/grammar.ts';
import { types } from '../rules/stlc/typing.ts';
import { traceTheorem, type Claim } from '../rules/theorem.ts';
import { emptyTally, sum } from '../checker/hunt/tally.ts';
import { calculi, unchanged } from '../proofs/calculi.ts';
import { casesOf } from '../proofs/obligations.ts';
import { knownObligations } from '../proofs/records.ts';
import { vacuous } from '../proofs/vacuous.ts';
import { hunterFor } from '../workbench/hunt/hunter.ts';
import { stlc } from '../rules/stlc/system.ts';

const known = new Map<string, Readonly<Record<string, string>>>();
/** The vacuous cases of a calculus, with their reasons. */
const reasons = (name: string): Readonly<Record<string, string>> => {
  let found = known.get(name);
  if (found === undefined) known.set(name, (found = reasonsIn(name)));
  return found;
};
const reasonsIn = (name: string): Readonly<Record<string, string>> => {
  const c = calculi.find((x) => x.name === name);
  if (c === undefined) throw new Error(name);
  return Object.fromEntries(
    c.theorems(c.base).flatMap((t) =>
      casesOf(c.base, t).flatMap((k) => {
        const why = vacuous(c.base, t, k);
        return why === undefined ? [] : [[`${t.name} ${k}`, why] as const];
      }),
    ),
  );
};

describe('cases that no instance can have', () => {
  test('are those where a premise of the rule, or another of the theorem, contradicts it', () => {
    expect(reasons('stlc')).toEqual({ 'Progress T-Var': 'no rule derives ·(x) = τ' });
    expect(reasons('proteus')).toEqual({});
    expect(reasons('components')).toEqual({});
    expect(reasons('threads')).toEqual({
      'TT8 State-Versions': 'no rule derives (Ω, H, Θ; V; C) –j:U (all)→ S1',
      'TT8s State-Versions': 'no rule derives (Ω, H, Θ; V; C) –all:U (barrier)→ S1',
      'TT8s-own State-Versions': 'no rule derives (Ω, H, Θ; V; C) –j:U (own-static)→ S1',
      'TT8i State-Versions': 'no rule derives (Ω, H, Θ; V; C) –env:U→ S1',
      'TT16 State-Versions': '(Ω, H, Θ; V; C) is never (Ω, H, Θ)',
    });
    const sessions = reasons('sessions');
    expect(sessions['S1-value E-Var']).toBe('∅(x) is not defined');
    expect(sessions['S2 R-Code']).toBe('it does not hold that code is no update');
    expect(sessions['S6 R-Send']).toBe('it does not hold that q!l is an update');
    expect(Object.keys(sessions)).toHaveLength(13);
  });
  test('are others where the theorem is another: of open terms a variable is one, of a number alone no application is', () => {
    const about = (f: (m: typeof metas) => Claim) => traceTheorem('X', 'of a test', metas, f, { inductsOn: 'types' });
    const open = about(({ Γ, e, τ }) => ({ given: [types(Γ, e, τ)], infer: [types(Γ, e, τ)] }));
    expect(casesOf(stlc, open).filter((k) => vacuous(stlc, open, k) !== undefined)).toEqual([]);
    const one = about(({ Γ, τ }) => ({
      given: [types(Γ, make.Expr.Num(1n), τ)],
      infer: [types(Γ, make.Expr.Num(1n), τ)],
    }));
    expect(vacuous(stlc, one, 'T-App')).toBe('T-App does not conclude it');
    expect(vacuous(stlc, one, 'T-Num')).toBeUndefined();
  });
  test('are told with their reasons in the table', () => {
    for (const o of knownObligations()?.obligations ?? []) {
      const why = reasons(o.system)[`${o.theorem} ${o.case}`] ?? null;
      expect([o.system, o.theorem, o.case, o.why], o.status).toEqual([o.system, o.theorem, o.case, why]);
      expect(o.status === 'vacuous', `${o.system} ${o.theorem} ${o.case}`).toBe(why !== null);
    }
  });
  // Episodes that are enough for all others to be reached.
  const enough = { stlc: 3_000, sessions: 400, components: 200, threads: 300 } as const;
  const rare: Readonly<Record<string, readonly string[]>> = {
    // Lemmas about typing are the lot of few episodes there: Proteus' are the same.
    threads: ['TT2', 'TT3', 'TT4', 'TT5', 'TT7', 'TT13', 'TT14'],
    sessions: [
      'S1',
      'S1-value',
      'S1-one-value',
      'S3-coherent',
      'S4-coherent',
      'S6',
      'S11',
      'S11-sorts',
      'S11-headings',
    ],
    components: ['O1'],
  };
  test.each(Object.entries(enough))('none is reached, in %s', (name, episodes) => {
    const c = calculi.find((x) => x.name === name);
    if (c === undefined) throw new Error(name);
    const hunter = hunterFor(c, unchanged(c), c.theorems(c.base), 3);
    const total = emptyTally();
    for (let i = 0; i < episodes; i++) sum(total, hunter.episode(i));
    const impossible = reasons(name);
    for (const [theorem, cases] of total.cases)
      for (const kase of cases.keys()) expect(impossible[`${theorem} ${kase}`], `${theorem} ${kase}`).toBeUndefined();
    const never = c
      .theorems(c.base)
      .filter((t) => rare[name]?.includes(t.name) !== true)
      .flatMap((t) =>
        casesOf(c.base, t)
          .map((k) => `${t.name} ${k}`)
          .filter(
            (k) =>
              impossible[k] === undefined &&
              total.cases.get(k.split(' ')[0] as string)?.get(k.split(' ')[1] as string) === undefined,
          ),
      );
    expect(never).toEqual([]);
  });
});
