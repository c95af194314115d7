/**
 * Theorems: the shape of rules, premises and conclusions, traced like them (design.md, 1). A conclusion has to be
 * derivable whenever the premises are; metavariables that only conclusions have are existential.
 */
import { visitMetas, type AnyMetafunction, type Pattern } from '../semantics/symbols.ts';
import { isInstance, type Instance } from './judgement.ts';
import { premiseOf, type Premise } from './rule.ts';
import type { System } from './system.ts';
import type { Where } from '../semantics/symbols.ts';

export interface Theorem {
  /** As in section 10: `T7`. */
  readonly name: string;
  readonly title: string;
  readonly premises: readonly Premise[];
  readonly conclusions: readonly Premise[];
  /** The metavariables that an instance has to give; the premises determine the others. */
  readonly given: readonly string[];
  /** The judgement whose last rule is the case that an instance belongs to; the first premise's unless said. */
  readonly inductsOn: string;
  /** The claim is about every derivation of the premises, and not about one. */
  readonly every: boolean;
  /** The metavariables that stand, where the theorem holds, for another instance of its first premise. */
  readonly leadsTo: readonly string[] | undefined;
  /** Of a run, the last state says it all. */
  readonly atEnd: boolean;
  /** The rules that the premises are derived with, where they are not those of the system that is tried. */
  readonly premisesIn: System | undefined;
  /**
   * Metafunctions by which it says what it asks of any system: those that it names, whatever a variant's rules call in their places. Of all
   * others it speaks as the system has them.
   */
  readonly asNamed: readonly AnyMetafunction[];
}

export interface TheoremOptions {
  readonly inductsOn?: string;
  readonly every?: boolean;
  readonly leadsTo?: readonly string[];
  readonly atEnd?: boolean;
  readonly premisesIn?: System;
  readonly asNamed?: readonly AnyMetafunction[];
}

export interface Claim {
  readonly given: readonly (Instance | Where | boolean)[];
  readonly infer: readonly (Instance | Where | boolean)[];
}

const premise = (name: string, p: Instance | Where | boolean): Premise => premiseOf(p, `theorem ${name}: a claim`);

/**
 * Traces a theorem.
 * @throws Error when a conclusion needs a metavariable, as an input, that nothing before it determines.
 */
export function traceTheorem<M>(
  name: string,
  title: string,
  metas: M,
  f: (metas: M) => Claim,
  options: TheoremOptions = {},
): Theorem {
  const claim = f(metas);
  const premises = claim.given.map((p) => premise(name, p));
  const conclusions = claim.infer.map((p) => premise(name, p));
  const given = new Set<string>();
  const bound = new Set<string>();
  const need = (p: Pattern, where: 'premise' | 'conclusion') =>
    visitMetas(p, (m) => {
      if (bound.has(m.meta)) return;
      if (where === 'conclusion')
        throw new Error(`theorem ${name}: ${m.meta} is not determined where a conclusion needs it`);
      given.add(m.meta);
      bound.add(m.meta);
    });
  const bind = (p: Pattern) => visitMetas(p, (m) => bound.add(m.meta));
  for (const [list, where] of [
    [premises, 'premise'],
    [conclusions, 'conclusion'],
  ] as const)
    for (const p of list) {
      if (p.kind === 'judgement') {
        const n = p.judgement.inputs.length;
        p.args.slice(0, n).forEach((a) => need(a, where));
        p.args.slice(n).forEach(bind);
      } else if (p.kind === 'where') {
        need(p.value, where);
        bind(p.pattern);
      } else need(p, where);
    }
  const first = premises.find(isInstance);
  return Object.freeze({
    name,
    title,
    premises,
    conclusions,
    given: [...given],
    inductsOn: options.inductsOn ?? first?.judgement.name ?? '',
    every: options.every ?? false,
    leadsTo: options.leadsTo,
    atEnd: options.atEnd ?? false,
    premisesIn: options.premisesIn,
    asNamed: options.asNamed ?? [],
  });
}
