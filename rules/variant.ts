/** Variants: a system with rules changed, what is said of it, and what is expected of it (calculus.md, section 11). */
import { isCall, isMeta, where, type AnyMetafunction, type Call, type Pattern } from '../semantics/symbols.ts';
import { instance, type Instance } from './judgement.ts';
import { holding, type Premise, type Rule } from './rule.ts';
import { vary, withRules, type Changes, type System } from './system.ts';

export interface Variant {
  readonly name: string;
  /** What is different, in a sentence. */
  readonly sentence: string;
  readonly base: System;
  readonly system: System;
  /** The theorems that fall, or that none does. */
  readonly expected: 'sound' | readonly string[];
  /** Whether a program that types, run with its updates, gets stuck. */
  readonly endToEnd: boolean;
  /** The rules that the static analysis runs (section 9): the variant's own, unless it is the analysis that differs. */
  readonly analysis: System;
}

export interface VariantChanges extends Changes {
  readonly sentence: string;
  readonly expected: 'sound' | readonly string[];
  readonly endToEnd?: boolean;
  /** Rules that differ in the static analysis only. */
  readonly analysis?: Omit<Changes, 'name'>;
  /** Metafunctions and what takes their place, in every rule of the system that calls them. */
  readonly exchange?: readonly (readonly [from: AnyMetafunction, to: AnyMetafunction])[];
}

/**
 * Makes a variant of a system.
 * @throws Error when a rule that is replaced or removed is not there, or is named twice; when one that is added is; or
 * when no rule calls a metafunction that is exchanged.
 */
export function variant(base: System, changes: VariantChanges): Variant {
  const { name, sentence, expected } = changes;
  const named = [...(changes.replace ?? []).map((r) => r.name), ...(changes.remove ?? [])];
  const twice = named.find((n, i) => named.indexOf(n) !== i);
  if (twice !== undefined) throw new Error(`variant ${name}: rule ${twice} is changed twice`);
  let system = vary(base, changes);
  for (const [from, to] of changes.exchange ?? []) system = exchange(system, from, to, name);
  const analysis = changes.analysis ? vary(system, { ...changes.analysis, name }) : system;
  return { name, sentence, base, system, expected, endToEnd: changes.endToEnd ?? false, analysis };
}

/** A system whose rules call another metafunction in place of one. */
export function exchange(system: System, from: AnyMetafunction, to: AnyMetafunction, variantName: string): System {
  const swap = (p: Pattern): Pattern => {
    if (isMeta(p) || typeof p !== 'object' || Array.isArray(p)) return p;
    if (isCall(p)) {
      const args = p.args.map(swap);
      return p.call === from ? { call: to, args } : args.every((a, i) => a === p.args[i]) ? p : { call: p.call, args };
    }
    const fields = Object.entries(p).map(([k, q]) => [k, swap(q as Pattern)] as const);
    return fields.every(([k, q]) => q === (p as unknown as Record<string, unknown>)[k])
      ? p
      : (Object.freeze(Object.fromEntries(fields)) as unknown as Pattern);
  };
  const swapIn = (p: Instance): Instance => {
    const args = p.args.map(swap);
    return args.every((a, i) => a === p.args[i]) ? p : instance(p.judgement, args);
  };
  const premise = (p: Premise): Premise => {
    if (p.kind === 'judgement') return swapIn(p);
    if (p.kind === 'holds') {
      const swapped = swap(p) as Call;
      return swapped === p ? p : holding(swapped);
    }
    const [pattern, value] = [swap(p.pattern), swap(p.value)];
    return pattern === p.pattern && value === p.value ? p : where(pattern, value);
  };
  let changed = 0;
  const rules = new Map<string, Rule>();
  for (const [name, rule] of system.rules) {
    const premises = rule.premises.map(premise);
    const conclusion = swapIn(rule.conclusion);
    const same = conclusion === rule.conclusion && premises.every((p, i) => p === rule.premises[i]);
    if (!same) changed++;
    rules.set(name, same ? rule : Object.freeze({ ...rule, premises, conclusion }));
  }
  if (changed === 0) throw new Error(`variant ${variantName}: no rule calls ${from.info.name}, which is exchanged`);
  return withRules(system, { rules });
}
