/** Theorems S1 to S12 of sessions.md, section 11, traced like rules. */
import { start, threads, versionOf } from '../../semantics/sessions/configs.ts';
import { environment } from '../../semantics/sessions/expressions.ts';
import { envMap, make } from '../../semantics/sessions/grammar.ts';
import { sameSort } from '../../semantics/sessions/locals.ts';
import { metas, type Metas } from '../../semantics/sessions/metas.ts';
import { updated } from '../../semantics/sessions/tables.ts';
import { is } from '../../semantics/symbols.ts';
import { harmless, progresses, someone } from '../../rules/sessions/claims.ts';
import { coherent, goes } from '../../rules/sessions/coherence.ts';
import { programOk } from '../../rules/sessions/programs.ts';
import { merges } from '../../rules/sessions/projection.ts';
import { localOk, sortOk } from '../../rules/sessions/protocols.ts';
import { evaluates, steps } from '../../rules/sessions/reduction.ts';
import { Version } from '../../rules/sessions/rule.ts';
import { accepted, reaches } from '../../rules/sessions/runs.ts';
import { subparams, subsort, subtype } from '../../rules/sessions/subtyping.ts';
import { checks, hasSort } from '../../rules/sessions/typing.ts';
import { replaces } from '../../rules/sessions/updates.ts';
import { traceTheorem, type Claim, type Theorem, type TheoremOptions } from '../../rules/theorem.ts';
import type { System } from '../../rules/system.ts';
import { ordinary, runningBy, sameNames, unswitched, updating } from './functions.ts';

const theorem = (name: string, title: string, f: (m: Metas) => Claim, options?: TheoremOptions) =>
  traceTheorem(name, title, metas, f, options);
const { Alone, Beside } = make.Run;
/** Ordinary steps ask no version of anything. */
const noVersions = make.Versions.NoVersions();

const values = [
  theorem(
    'S1-one-value',
    'Expressions have one value',
    ({ e, S, v, v1 }) => ({
      given: [hasSort(envMap.empty, e, S), evaluates(e, v), evaluates(e, v1)],
      infer: [is(v, v1)],
    }),
    { every: true, inductsOn: 'evaluates' },
  ),
  theorem('S1-value', 'Expressions have a value of their sort', ({ e, S, S1, v }) => ({
    given: [hasSort(envMap.empty, e, S)],
    infer: [evaluates(e, v), hasSort(envMap.empty, v, S1), sameSort(S, S1)],
  })),
];

/** From any coherent configuration. */
const fidelity = theorem(
  'S2',
  'Fidelity',
  ({ G, G1, C, C1, p, P, α }) => ({
    given: [coherent(G, C), someone(threads(C), p, P), steps(noVersions, C, p, P, α, C1), ordinary(α)],
    infer: [goes(noVersions, G, p, α, G1), coherent(G1, C1)],
  }),
  { every: true, inductsOn: 'steps' },
);
const safety = theorem('S3', 'Communication safety', ({ M, W, ψ, C }) => ({
  given: [accepted(M, W), reaches(W, ψ), is(Alone(C), ψ)],
  infer: [harmless(C)],
}));
const safetyCoherent = theorem('S3-coherent', 'Communication safety, of coherent configurations', ({ G, C }) => ({
  given: [coherent(G, C)],
  infer: [harmless(C)],
}));
const progress = theorem('S4', 'Progress', ({ M, W, ψ, C }) => ({
  given: [accepted(M, W), reaches(W, ψ), is(Alone(C), ψ)],
  infer: [progresses(W, C)],
}));
const progressCoherent = theorem('S4-coherent', 'Progress, of coherent configurations', ({ G, C }) => ({
  given: [unswitched(G), coherent(G, C)],
  infer: [progresses(noVersions, C)],
}));
const updateSafety = theorem(
  'S6',
  'Update safety',
  ({ M, W, ψ, G, G1, C, C1, p, P, α }) => ({
    given: [
      accepted(M, W),
      reaches(W, ψ),
      is(Beside(G, C), ψ),
      coherent(G, C),
      someone(threads(C), p, P),
      steps(W, C, p, P, α, C1),
      updating(α),
    ],
    infer: [goes(W, G, p, α, G1), coherent(G1, C1)],
  }),
  { every: true, inductsOn: 'steps' },
);
const projection = theorem('S8', 'Projection', ({ G, K, W, u, Π, H, E, X }) => ({
  given: [programOk(G, K, W), is(Version(u, G, Π, H, E, X), versionOf(W, 0n))],
  infer: [coherent(G, start(Version(u, G, Π, H, E, X)))],
}));

const orders = [
  theorem('S10-reflexive', '≤ is reflexive', ({ L }) => ({ given: [localOk(L)], infer: [subtype(L, L)] })),
  theorem('S10-transitive', '≤ is transitive', ({ L, L1, L2 }) => ({
    given: [subtype(L, L1), subtype(L1, L2)],
    infer: [subtype(L, L2)],
  })),
  theorem('S10-sorts-reflexive', '<: is reflexive', ({ S }) => ({ given: [sortOk(S)], infer: [subsort(S, S)] })),
  theorem('S10-sorts-transitive', '<: is transitive', ({ S, S1, S2 }) => ({
    given: [subsort(S, S1), subsort(S1, S2)],
    infer: [subsort(S, S2)],
  })),
  theorem('S10-sorts-equal', '<: is antisymmetric, up to the order of fields', ({ S, S1 }) => ({
    given: [sortOk(S), sortOk(S1), subsort(S, S1), subsort(S1, S)],
    infer: [sameSort(S, S1)],
  })),
  theorem('S10-merge', 'A merge is below what it merges', ({ L, L1, L2 }) => ({
    given: [localOk(L), localOk(L1), merges(L, L1, L2)],
    infer: [subtype(L2, L), subtype(L2, L1)],
  })),
];
const narrowing = [
  theorem('S11', 'Narrowing', ({ D, Γ, P, L, L1 }) => ({
    given: [checks(D, Γ, P, L), localOk(L), localOk(L1), subtype(L, L1)],
    infer: [checks(D, Γ, P, L1)],
  })),
  theorem('S11-sorts', 'Narrowing, of parameters', ({ D, P, L, ξ, ξ1 }) => ({
    given: [checks(D, environment(ξ), P, L), subparams(ξ1, ξ), sameNames(ξ, ξ1)],
    infer: [checks(D, environment(ξ1), P, L)],
  })),
  theorem('S11-headings', 'Narrowing, of headings', ({ D, d, Γ, P, L }) => ({
    given: [checks(D, Γ, P, L), replaces(D, d)],
    infer: [checks(updated(D, d), Γ, P, L)],
  })),
];

const known = new WeakMap<System, readonly Theorem[]>();
/** The theorems of a system; some of them compute with its runs. */
export function theoremsOf(system: System): readonly Theorem[] {
  let found = known.get(system);
  if (found !== undefined) return found;
  const { decomposed, lively, followed, confluent, boundedWell } = runningBy(system);
  const ofVersions = (name: string, title: string, holds: typeof lively) =>
    theorem(name, title, ({ M, W }) => ({ given: [accepted(M, W)], infer: [holds(W)] }));
  known.set(
    system,
    (found = [
      theorem('S1', 'Unique decomposition', ({ D, P, L }) => ({
        given: [checks(D, envMap.empty, P, L)],
        infer: [decomposed(P)],
      })),
      ...values,
      fidelity,
      safety,
      safetyCoherent,
      progress,
      progressCoherent,
      ofVersions('S5', 'Liveness', lively),
      updateSafety,
      ofVersions('S7', 'Update liveness', followed),
      projection,
      theorem('S9', 'Determinism and confluence', ({ M, W, ψ, C }) => ({
        given: [accepted(M, W), reaches(W, ψ), is(Alone(C), ψ)],
        infer: [confluent(W, C)],
      })),
      ...orders,
      ...narrowing,
      ofVersions('S12', 'Bounded queues', boundedWell),
    ]),
  );
  return found;
}
