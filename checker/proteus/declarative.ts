/**
 * Algorithmic typing derivations as declarative ones (T14, soundness, constructively): where a rule compared types with
 * <: or took a bound, the declarative rule gets its premise through T-Sub.
 */
import type { Cap, Type } from '../../semantics/proteus/grammar.ts';
import { proteus, proteusDeclarative } from '../../rules/proteus/system.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import type { Rule } from '../../rules/rule.ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { derive } from '../derive.ts';
import { nodesOf, type Derivation } from '../derivation.ts';
import { equal } from '../../semantics/terms.ts';

const rule = (name: string) => proteusDeclarative.rules.get(name) as Rule;
const value = (d: Derivation, meta: string): unknown => d.env[d.metas.indexOf(meta)];

/** The node of a rule of the declarative presentation, with the metavariables it has in the algorithmic one. */
function remade(d: Derivation, metas: Readonly<Record<string, unknown>>, premises: readonly Derivation[]): Derivation {
  return { rule: rule(d.rule.name), metas: Object.keys(metas), env: Object.values(metas), args: d.args, premises };
}

/** d's expression at a greater type and a smaller capability; d itself where they are what it concludes. */
function subsume(d: Derivation, τ: Type, Δ1: Cap): Derivation {
  const [Ω, Σ, Γ, Δ, μ, e, τ1, Δ2] = d.args;
  if (equal(τ, τ1) && equal(Δ1, Δ2)) return d;
  const below = derive(proteus, subtype.form, [τ1, τ]);
  if (isLeft(below)) throw new Error('an algorithmic derivation compares types that are not in order: a bug');
  const metas = { Ω, Σ, Γ, Δ, Δ1, Δ2, μ, e, τ, τ1 };
  return {
    rule: rule('T-Sub'),
    metas: Object.keys(metas),
    env: Object.values(metas),
    args: [Ω, Σ, Γ, Δ, μ, e, τ, Δ1],
    premises: [d, below.right.derivation],
  };
}

/** The metavariables of d by name, for the names given. */
const pick = (d: Derivation, names: string): Record<string, unknown> =>
  Object.fromEntries(names.split(' ').map((n) => [n, value(d, n)]));

function declareNode(d: Derivation, p: readonly Derivation[]): Derivation {
  const premise = (i: number) => p[i] as Derivation;
  const at = (i: number, type: string) => {
    const q = premise(i);
    return subsume(q, value(d, type) as Type, q.args[7] as Cap);
  };
  switch (d.rule.name) {
    case 'T-App':
      return remade(d, pick(d, 'Ω Σ Γ Δ Δ1 Δ2 Δf μ μf e1 e2 τ1 τ2'), [premise(0), at(1, 'τ1')]);
    case 'T-Let':
      return remade(d, pick(d, 'Ω Σ Γ Δ Δ1 Δ2 μ x e1 e2 τ1 τ2'), [at(0, 'τ1'), premise(2)]);
    case 'T-Ref':
      return remade(d, pick(d, 'Ω Σ Γ Δ Δ1 μ e τ'), [at(0, 'τ')]);
    case 'T-Assign':
      return remade(d, pick(d, 'Ω Σ Γ Δ Δ1 Δ2 μ e1 e2 τ'), [premise(0), at(1, 'τ')]);
    case 'T-Abs':
      return remade(d, pick(d, 'Ω Σ Γ Δ Δ1 μ t e τ'), [at(0, 'τ')]);
    case 'T-If': {
      const Δ3 = d.args[7] as Cap;
      const τ = value(d, 'τ') as Type;
      const branches = [subsume(premise(2), τ, Δ3), subsume(premise(3), τ, Δ3)];
      return remade(d, { ...pick(d, 'Ω Σ Γ Δ Δ1 Δ2 μ e1 e2 e3 e4 τ'), Δ3 }, [premise(0), premise(1), ...branches]);
    }
    default:
      return p.every((q, i) => q === d.premises[i]) ? d : { ...d, premises: p };
  }
}

/** The derivations with every typing in them declarative, for the system `proteusDeclarative`. */
export function declare(roots: readonly Derivation[]): Derivation[] {
  const made = new Map<Derivation, Derivation>();
  for (const d of nodesOf(roots))
    made.set(
      d,
      declareNode(
        d,
        d.premises.map((q) => made.get(q) as Derivation),
      ),
    );
  return roots.map((r) => made.get(r) as Derivation);
}
