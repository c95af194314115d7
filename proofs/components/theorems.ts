/** Theorems O1 to O12 of components.md, section 10, traced like rules. */
import { growing, turns } from '../../semantics/components/claims.ts';
import { make } from '../../semantics/components/grammar.ts';
import { metas, type Metas } from '../../semantics/components/metas.ts';
import { configOk, someone } from '../../rules/components/claims.ts';
import { steps } from '../../rules/components/reduction.ts';
import { reaches } from '../../rules/components/runs.ts';
import { subtype } from '../../rules/components/subtyping.ts';
import { types } from '../../rules/components/typing.ts';
import { systemOk } from '../../rules/components/updates.ts';
import type { System } from '../../rules/system.ts';
import { traceTheorem, type Claim, type Theorem, type TheoremOptions } from '../../rules/theorem.ts';
import { bounded, faithful, runningBy, withoutUpdates } from './functions.ts';

const theorem = (name: string, title: string, f: (m: Metas) => Claim, options?: TheoremOptions) =>
  traceTheorem(name, title, metas, f, options);
const { Judging } = make.Judging;

const preservation = theorem(
  'O1',
  'Preservation',
  ({ P, K, K1, K2, A }) => ({
    given: [systemOk(P, K), reaches(K, K1), someone(turns(K1), A), steps(K1, A, K2)],
    infer: [configOk(K2)],
  }),
  { every: true, inductsOn: 'steps' },
);
const start = theorem('O1-start', 'What a system starts with is well typed', ({ P, K }) => ({
  given: [systemOk(P, K)],
  infer: [configOk(K)],
}));
const monotone = theorem('O11-types', 'What is well typed stays so', ({ Ω, σ, σ1, Ψ, S, Γ, e, e1, τ }) => ({
  given: [types(Judging(Ω, σ, Ψ, S), Γ, e, e1, τ), growing(σ, σ1)],
  infer: [types(Judging(Ω, σ1, Ψ, S), Γ, e, e1, τ)],
}));
const monotoneSubtypes = theorem('O11-subtypes', 'A subtype stays one', ({ σ, σ1, τ, τ1 }) => ({
  given: [subtype(σ, τ, τ1), growing(σ, σ1)],
  infer: [subtype(σ1, τ, τ1)],
}));

const known = new WeakMap<System, readonly Theorem[]>();
/** The theorems of a system; most of them compute with its runs. */
export function theoremsOf(system: System): readonly Theorem[] {
  let found = known.get(system);
  if (found !== undefined) return found;
  const by = runningBy(system);
  /** Of every state that a system reaches. */
  const reached = (name: string, title: string, holds: typeof by.quiet) =>
    theorem(name, title, ({ P, K, K1 }) => ({ given: [systemOk(P, K), reaches(K, K1)], infer: [holds(K1)] }));
  known.set(
    system,
    (found = [
      preservation,
      start,
      reached('O2', 'Progress', by.progresses),
      reached('O3', 'Quiescence', by.quiet),
      reached('O4', 'Exactly once', by.onceEach),
      reached('O5', 'No deadlock', by.unlocked),
      theorem('O6', 'Completion', ({ P, K }) => ({
        given: [systemOk(P, K), bounded(P)],
        infer: [by.completing(K)],
      })),
      reached('O7', 'Redirection', by.redirected),
      reached('O8', 'Tracking', by.tracked),
      theorem('O9', 'Equivalence', ({ P, K }) => ({
        given: [systemOk(P, K), faithful(P)],
        infer: [by.likeBefore(K)],
      })),
      theorem('O10', 'Conservativity', ({ P, K }) => ({
        given: [systemOk(P, K), withoutUpdates(P)],
        infer: [by.plain(K)],
      })),
      reached('O11', 'Monotonicity', by.forward),
      monotone,
      monotoneSubtypes,
      reached('O12', 'Mediators commute', by.commuting),
    ]),
  );
  return found;
}
