/** Theorems of section 10 that are sentences over the judgements as they stand. */
import { subset } from '../../semantics/proteus/capability.ts';
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { configurationOk } from '../../rules/proteus/heaps.ts';
import { steps } from '../../rules/proteus/reduction.ts';
import { Apply, Configuration, Dynamic, Silent, Static, Update } from '../../rules/proteus/rule.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { types } from '../../rules/proteus/typing.ts';
import { admitted } from '../../rules/proteus/updates.ts';
import { traceTheorem, type Claim } from '../../rules/theorem.ts';

const theorem = (name: string, title: string, f: (m: Metas) => Claim) => traceTheorem(name, title, metas, f);

export const capabilitiesShrink = theorem('T3', 'Capabilities shrink', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ }) => ({
  given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
  infer: [subset(Δ1, Δ)],
}));

export const capabilityWeakening = theorem('T4', 'Capability weakening', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, Δ3, μ, e, τ }) => ({
  given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1), subset(Δ, Δ2)],
  infer: [types(Ω, Σ, Γ, Δ2, μ, e, τ, Δ3), subset(Δ1, Δ3)],
}));

export const preservation = theorem('T7', 'Preservation', ({ K, K1, τ, τ1 }) => ({
  given: [configurationOk(K, τ), steps(K, Silent(), K1)],
  infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
}));

export const updateSafety = theorem('T8', 'Update safety', ({ K, K1, U, τ, τ1 }) => ({
  given: [configurationOk(K, τ), steps(K, Apply(Dynamic(), U), K1)],
  infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
}));

export const updateSafetyStatic = theorem('T8s', 'Update safety, static check', ({ K, K1, U, τ, τ1 }) => ({
  given: [configurationOk(K, τ), steps(K, Apply(Static(), U), K1)],
  infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
}));

export const staticImpliesDynamic = theorem('T10', 'Static implies dynamic', ({ Ω, H, E, Δ, U, τ }) => ({
  given: [configurationOk(Configuration(Ω, H, E, Update(Δ)), τ), admitted(Static(), E, H, Δ, U)],
  infer: [admitted(Dynamic(), E, H, Δ, U)],
}));

export const theorems = [
  capabilitiesShrink,
  capabilityWeakening,
  preservation,
  updateSafety,
  updateSafetyStatic,
  staticImpliesDynamic,
];
