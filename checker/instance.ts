/** Instances of theorems: the premises are derived, and then the conclusions have to be. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { compileBuilder, compileMatcher, compileWhere, slots, type Environment } from '../semantics/matching.ts';
import { isInstance } from '../rules/judgement.ts';
import { isWhere, type Premise } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import type { Theorem } from '../rules/theorem.ts';
import { derive, type Failure } from './derive.ts';

/** A theorem on given terms: it says nothing (a premise fails), it holds, or a conclusion has no derivation. */
export type Instance =
  | { readonly outcome: 'vacuous'; readonly premise: number }
  | { readonly outcome: 'holds' }
  | { readonly outcome: 'falls'; readonly conclusion: number; readonly failure: Failure | undefined };

/**
 * Tries a theorem. Where a premise has several derivations, the first one is taken.
 * @param given values for the metavariables in `theorem.given`.
 * @throws Error when one of them is missing.
 */
export function instance(system: System, theorem: Theorem, given: Readonly<Record<string, unknown>>): Instance {
  const s = slots();
  const env: Environment = [];
  const bound = new Set<string>();
  for (const name of theorem.given) {
    if (!(name in given)) throw new Error(`theorem ${theorem.name} needs a value for ${name}`);
    bound.add(name);
  }
  /** Fills the slots of metavariables as they turn up. */
  const fill = () => s.metas.forEach((m, i) => m.meta in given && (env[i] = given[m.meta]));
  const holds = (p: Premise): { readonly ok: boolean; readonly failure?: Failure } => {
    if (isInstance(p)) {
      const n = p.judgement.inputs.length;
      const inputs = p.args.slice(0, n).map((a) => compileBuilder(system.grammar, s, a));
      const outputs = p.args.slice(n).map((a) => compileMatcher(system.grammar, s, a, bound));
      fill();
      const built = inputs.map((build) => build(env));
      if (built.includes(undefined)) return { ok: false };
      const r = derive(system, p.judgement, built, { record: false, explain: true });
      if (isLeft(r)) return { ok: false, failure: r.left };
      return { ok: r.right.outputs.every((x, i) => outputs[i]?.(x, env)) };
    }
    if (isWhere(p)) {
      const where = compileWhere(system.grammar, s, p, bound);
      fill();
      return { ok: where(env) };
    }
    const build = compileBuilder(system.grammar, s, p);
    fill();
    return { ok: build(env) === true };
  };
  for (const [i, p] of theorem.premises.entries()) if (!holds(p).ok) return { outcome: 'vacuous', premise: i };
  for (const [i, p] of theorem.conclusions.entries()) {
    const { ok, failure } = holds(p);
    if (!ok) return { outcome: 'falls', conclusion: i, failure };
  }
  return { outcome: 'holds' };
}
