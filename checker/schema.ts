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
import type { Pattern, Where } from '../semantics/symbols.ts';
import type { Form, Instance } from '../rules/judgement.ts';
import type { Holds, Premise } from '../rules/rule.ts';

/** A premise taken apart: a judgement's inputs and outputs; or a value, and the pattern that it has to match (`true` for a predicate). */
export type TakenApart =
  | {
      readonly kind: 'judgement';
      readonly premise: Instance;
      readonly form: Form;
      readonly inputs: readonly Pattern[];
      readonly outputs: readonly Pattern[];
    }
  | {
      readonly kind: 'condition';
      readonly premise: Holds | Where;
      readonly value: Pattern;
      readonly pattern: Pattern;
    };

/** Takes a premise apart. Whoever goes through the premises of rules begins here. */
export function takenApart(p: Premise): TakenApart {
  if (p.kind === 'judgement') {
    const n = p.judgement.inputs.length;
    return { kind: 'judgement', premise: p, form: p.judgement, inputs: p.args.slice(0, n), outputs: p.args.slice(n) };
  }
  return p.kind === 'where'
    ? { kind: 'condition', premise: p, value: p.value, pattern: p.pattern }
    : { kind: 'condition', premise: p, value: p, pattern: true };
}

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
  const t = takenApart(p);
  if (t.kind === 'judgement')
    return {
      kind: 'judgement',
      premise: t.premise,
      form: t.form,
      inputs: t.inputs.map((a) => compileBuilder(g, s, a)),
      outputs: t.outputs.map((a) => compileMatcher(g, s, a, bound)),
    };
  const { premise, value, pattern } = t;
  const args = premise.kind === 'holds' ? premise.args.map((a) => compileBuilder(g, s, a)) : [];
  const build = compileBuilder(g, s, value);
  if (pattern === true) return { kind: 'condition', premise, args, holds: (env) => build(env) === true };
  const match = compileMatcher(g, s, pattern, bound);
  const holds = (env: Environment): boolean => {
    const x = build(env);
    return x !== undefined && match(x, env);
  };
  return { kind: 'condition', premise, args, holds };
}
