/** Theorems of section 10, traced like rules. */
import { all, subset } from '../../semantics/proteus/capability.ts';
import { focus } from '../../semantics/proteus/contexts.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { substitute } from '../../semantics/proteus/substitution.ts';
import { bind, definitionOf, join, meet, noLocals } from '../../semantics/proteus/types.ts';
import { is } from '../../semantics/symbols.ts';
import { inOrderOf } from '../../semantics/evaluation-order.ts';
import { startOf } from '../../semantics/proteus/programs.ts';
import { progresses } from '../../rules/proteus/claims.ts';
import { configurationOk } from '../../rules/proteus/heaps.ts';
import { runs, steps } from '../../rules/proteus/reduction.ts';
import { Abs, Apply, Con, Configuration, Dynamic, Silent, Static, Update, never } from '../../rules/proteus/rule.ts';
import { translatesProgram } from '../../rules/proteus/programs.ts';
import { proteus, proteusDeclarative } from '../../rules/proteus/system.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { types } from '../../rules/proteus/typing.ts';
import { admitted } from '../../rules/proteus/updates.ts';
import { traceTheorem, type Claim, type Theorem, type TheoremOptions } from '../../rules/theorem.ts';
import type { System } from '../../rules/system.ts';
import {
  declarable,
  erasesTo,
  grows,
  inferredBy,
  noSmaller,
  programOf,
  runsAlikeBy,
  sourceOf,
  sourceWriting,
  uniquelyDecomposedBy,
  withoutLatents,
} from './functions.ts';

const theorem = (name: string, title: string, f: (m: Metas) => Claim, options?: TheoremOptions) =>
  traceTheorem(name, title, metas, f, options);

export const uniqueDecomposition = (system: System): Theorem => {
  const uniquelyDecomposed = uniquelyDecomposedBy(system);
  return theorem('T1', 'Unique decomposition', ({ K, τ }) => ({
    given: [configurationOk(K, τ)],
    infer: [uniquelyDecomposed(K)],
  }));
};

/** Fresh references are the next number, the same one each time. */
export const determinism = theorem(
  'T2',
  'Determinism',
  ({ K, K1, K2, τ }) => ({
    given: [configurationOk(K, τ), steps(K, Silent(), K1), steps(K, Silent(), K2)],
    infer: [is(K1, K2)],
  }),
  { every: true, inductsOn: 'reduces' },
);

export const capabilitiesShrink = theorem('T3', 'Capabilities shrink', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ }) => ({
  given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
  infer: [subset(Δ1, Δ)],
}));

export const capabilityWeakening = theorem('T4', 'Capability weakening', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, Δ3, μ, e, τ }) => ({
  given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1), subset(Δ, Δ2)],
  infer: [types(Ω, Σ, Γ, Δ2, μ, e, τ, Δ3), subset(Δ1, Δ3)],
}));

export const substitution = theorem('T5', 'Substitution', (m) => {
  const { Ω, Σ, Γ, Δ, Δ1, Δ2, Δ3, μ, e, v, x, τ, τ1, τ2, τ3 } = m;
  return {
    given: [types(Ω, Σ, bind(Γ, x, τ1), Δ, μ, e, τ, Δ1), subtype(τ2, τ1), types(Ω, Σ, noLocals, all, never, v, τ2, Δ2)],
    infer: [types(Ω, Σ, Γ, Δ, μ, substitute(e, v, x), τ3, Δ3), subtype(τ3, τ), subset(Δ1, Δ3)],
  };
});

/** A configuration takes its step at its place, which goes by the order of evaluation. */
const progressIn = (system: System): Theorem => {
  const placed = inOrderOf(system.grammar, focus);
  return theorem('T6', 'Progress', ({ K, τ }) => ({
    given: [configurationOk(K, τ)],
    infer: [progresses(placed(K))],
  }));
};
export const progress = progressIn(proteus);

/** Σ only grows. */
export const preservation = theorem(
  'T7',
  'Preservation',
  ({ K, K1, τ, τ1 }) => ({
    given: [configurationOk(K, τ), steps(K, Silent(), K1)],
    infer: [configurationOk(K1, τ1), subtype(τ1, τ), grows(K, K1)],
  }),
  { inductsOn: 'reduces', leadsTo: ['K1', 'τ1'] },
);

export const updateSafety = theorem(
  'T8',
  'Update safety',
  ({ K, K1, U, τ, τ1 }) => ({
    given: [configurationOk(K, τ), steps(K, Apply(Dynamic(), U), K1)],
    infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
  }),
  { inductsOn: 'steps', leadsTo: ['K1', 'τ1'] },
);

export const updateSafetyStatic = theorem(
  'T8s',
  'Update safety, static check',
  ({ K, K1, U, τ, τ1 }) => ({
    given: [configurationOk(K, τ), steps(K, Apply(Static(), U), K1)],
    infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
  }),
  { inductsOn: 'steps', leadsTo: ['K1', 'τ1'] },
);

/** A program is a configuration without references; running and erasing is for programs. */
export const translationSound = (system: System): Theorem => {
  const runsAlike = runsAlikeBy(system);
  return theorem('T9', 'Translation', ({ K, P, P1, P2, P3, τ, n }) => ({
    given: [
      configurationOk(K, τ),
      is(P2, programOf(K)),
      is(P, sourceWriting(P2, n)),
      translatesProgram(P, P1),
      is(P3, sourceOf(P2)),
    ],
    infer: [erasesTo(P1, P3), runsAlike(P1, P3)],
  }));
};

export const staticImpliesDynamic = theorem(
  'T10',
  'Static implies dynamic',
  ({ K, K1, Ω, H, E, Δ, U, τ }) => ({
    given: [configurationOk(K, τ), steps(K, Apply(Static(), U), K1), is(Configuration(Ω, H, E, Update(Δ)), K)],
    infer: [admitted(Dynamic(), E, H, Δ, U)],
  }),
  { inductsOn: 'steps' },
);

/**
 * The program is well typed as it stands, so there is an annotation: what is inferred types it, and lets no less change.
 * @param analysis the rules that the analysis runs (section 9).
 */
export const inference = (analysis: System): Theorem => {
  const inferred = inferredBy(analysis);
  const started = inOrderOf(analysis.grammar, startOf);
  return theorem('T11', 'Inference', ({ K, P, P1, P2, τ, τ1 }) => ({
    given: [configurationOk(K, τ), is(P, programOf(K)), is(P1, withoutLatents(P)), is(P2, inferred(P1))],
    infer: [configurationOk(started(P2), τ1), noSmaller(P2, P)],
  }));
};

/** Along a run with updates: what con meets has the representation of the moment. */
export const representation = theorem('T12', 'Representation consistency', (m) => {
  const { Ω, H, Σ, E, K, K1, Δ, t, v, τ, τ1, τ2 } = m;
  return {
    given: [
      configurationOk(K, τ),
      runs(K, K1),
      is(Configuration(Ω, H, E, Con(t, Abs(t, v))), K1),
      is(Σ, signatureOf(H)),
      is(τ1, definitionOf(Ω, t)),
    ],
    infer: [types(Ω, Σ, noLocals, all, never, v, τ2, Δ), subtype(τ2, τ1)],
  };
});

const reflexive = theorem('T13-reflexive', '<: is reflexive', ({ τ, τ1 }) => ({
  given: [is(τ1, τ)],
  infer: [subtype(τ, τ1)],
}));
const transitive = theorem('T13-transitive', '<: is transitive', ({ τ1, τ2, τ3 }) => ({
  given: [subtype(τ1, τ2), subtype(τ2, τ3)],
  infer: [subtype(τ1, τ3)],
}));
const antisymmetric = theorem('T13-antisymmetric', '<: is antisymmetric', ({ τ1, τ2 }) => ({
  given: [subtype(τ1, τ2), subtype(τ2, τ1)],
  infer: [is(τ1, τ2)],
}));
const upper = theorem('T13-join', '⊔ is an upper bound', ({ τ, τ1, τ2, τ3 }) => ({
  given: [subtype(τ1, τ3), subtype(τ2, τ3), is(τ, join(τ1, τ2))],
  infer: [subtype(τ1, τ), subtype(τ2, τ)],
}));
const least = theorem('T13-least', '⊔ is the least upper bound, and is there where one is', ({ τ, τ1, τ2, τ3 }) => ({
  given: [subtype(τ1, τ3), subtype(τ2, τ3)],
  infer: [is(τ, join(τ1, τ2)), subtype(τ, τ3)],
}));
const lower = theorem('T13-meet', '⊓ is a lower bound', ({ τ, τ1, τ2, τ3 }) => ({
  given: [subtype(τ3, τ1), subtype(τ3, τ2), is(τ, meet(τ1, τ2))],
  infer: [subtype(τ, τ1), subtype(τ, τ2)],
}));
const greatest = theorem('T13-greatest', '⊓ is the greatest lower bound, and is there where one is', (m) => {
  const { τ, τ1, τ2, τ3 } = m;
  return { given: [subtype(τ3, τ1), subtype(τ3, τ2)], infer: [is(τ, meet(τ1, τ2)), subtype(τ3, τ)] };
});

export const subtypingLattice: readonly Theorem[] = [
  reflexive,
  transitive,
  antisymmetric,
  upper,
  least,
  lower,
  greatest,
];

/** Typing with subsumption (T-Sub), and without: what the rules of section 5 derive has a derivation there, and back. */
export const declarativeSound = theorem('T14-sound', 'Algorithmic typing is sound', (m) => {
  const { Ω, Σ, Γ, Δ, Δ1, μ, e, τ } = m;
  return {
    given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
    infer: [declarable(Ω, Σ, Γ, Δ, μ, e)],
  };
});
export const declarativeComplete = theorem(
  'T14-complete',
  'Algorithmic typing is complete',
  ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, e, τ, τ1 }) => ({
    given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
    infer: [types(Ω, Σ, Γ, Δ, μ, e, τ1, Δ2), subtype(τ1, τ), subset(Δ1, Δ2)],
  }),
  { premisesIn: proteusDeclarative },
);

/** A program that types, run with well-formed updates that are admitted, does not get stuck: it goes on at its place (T6). */
const endToEndIn = (system: System): Theorem => {
  const placed = inOrderOf(system.grammar, focus);
  return theorem(
    'end-to-end',
    'Programs run with updates do not get stuck',
    ({ K, K1, τ }) => ({ given: [configurationOk(K, τ), runs(K, K1)], infer: [progresses(placed(K1))] }),
    { atEnd: true },
  );
};
export const endToEnd = endToEndIn(proteus);

/** The theorems of a system; `analysis` are the rules that its static analysis runs. */
export const theoremsOf = (analysis: System): readonly Theorem[] => [
  uniqueDecomposition(analysis),
  determinism,
  capabilitiesShrink,
  capabilityWeakening,
  substitution,
  progressIn(analysis),
  preservation,
  updateSafety,
  updateSafetyStatic,
  translationSound(analysis),
  staticImpliesDynamic,
  inference(analysis),
  representation,
  ...subtypingLattice,
  // The declarative presentation is one of the base.
  ...(analysis === proteus ? [declarativeSound, declarativeComplete] : []),
  endToEndIn(analysis),
];
