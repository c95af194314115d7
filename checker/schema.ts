/** Premises taken apart and compiled, in one place: for whoever derives, tries, refuses or looks at them. (Replay has its own, and shares nothing.) */
import type { Grammar } from '../semantics/grammar.ts';
import {
  compileBuilder,
  compileMatcher,
  type Builder,
  type Environment,
  type Matcher,
  type Slots,
} from '../semantics/matching.ts';
import type { Where } from '../semantics/symbols.ts';
import type { Form, Instance } from '../rules/judgement.ts';
import type { Holds, Premise } from '../rules/rule.ts';

/** A premise that is a judgement: how its inputs are built, and its outputs matched. */
export interface CompiledClaim {
  readonly kind: 'judgement';
  readonly premise: Instance;
  readonly form: Form;
  readonly inputs: readonly Builder[];
  readonly outputs: readonly Matcher[];
}

/** A side condition: a predicate, or a value that matches a pattern. */
export interface CompiledCondition {
  readonly kind: 'condition';
  readonly premise: Holds | Where;
  /** The arguments of the predicate; none of a pattern's value. */
  readonly args: readonly Builder[];
  /** Whether it holds; binds what its pattern binds. */
  readonly holds: (env: Environment) => boolean;
}

/**
 * Compiles a premise.
 * @param bound the metavariables bound before; those that it binds are added.
 */
export function compilePremise(
  g: Grammar,
  s: Slots,
  p: Premise,
  bound: Set<string>,
): CompiledClaim | CompiledCondition {
  if (p.kind === 'judgement') {
    const n = p.judgement.inputs.length;
    return {
      kind: 'judgement',
      premise: p,
      form: p.judgement,
      inputs: p.args.slice(0, n).map((a) => compileBuilder(g, s, a)),
      outputs: p.args.slice(n).map((a) => compileMatcher(g, s, a, bound)),
    };
  }
  if (p.kind === 'where') {
    const build = compileBuilder(g, s, p.value);
    const match = compileMatcher(g, s, p.pattern, bound);
    const holds = (env: Environment): boolean => {
      const x = build(env);
      return x !== undefined && match(x, env);
    };
    return { kind: 'condition', premise: p, args: [], holds };
  }
  const build = compileBuilder(g, s, p);
  const args = p.args.map((a) => compileBuilder(g, s, a));
  return { kind: 'condition', premise: p, args, holds: (env) => build(env) === true };
}
