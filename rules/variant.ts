/** Variants: a system with rules changed, what is said of it, and what is expected of it (calculus.md, section 11). */
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../semantics/symbols.ts';
import { isInstance } from './judgement.ts';
import { isWhere, type Premise, type Rule } from './rule.ts';
import { vary, type Changes, type System } from './system.ts';

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
}

export interface VariantChanges extends Changes {
  readonly sentence: string;
  readonly expected: 'sound' | readonly string[];
  readonly endToEnd?: boolean;
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
  return { name, sentence, base, system, expected, endToEnd: changes.endToEnd ?? false };
}

function exchange(system: System, from: AnyMetafunction, to: AnyMetafunction, variantName: string): System {
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
  const premise = (p: Premise): Premise => {
    if (isInstance(p)) return { judgement: p.judgement, args: p.args.map(swap) };
    if (isWhere(p)) return { pattern: swap(p.pattern), value: swap(p.value) };
    return swap(p) as Premise;
  };
  let changed = 0;
  const rules = new Map<string, Rule>();
  for (const [name, rule] of system.rules) {
    const next: Rule = {
      ...rule,
      premises: rule.premises.map(premise),
      conclusion: { judgement: rule.conclusion.judgement, args: rule.conclusion.args.map(swap) },
    };
    const same = (a: unknown, b: unknown): boolean =>
      JSON.stringify(a, reveal) === JSON.stringify(b, reveal);
    if (same(next.premises, rule.premises) && same(next.conclusion, rule.conclusion)) rules.set(name, rule);
    else {
      changed++;
      rules.set(name, Object.freeze(next));
    }
  }
  if (changed === 0) throw new Error(`variant ${variantName}: no rule calls ${from.info.name}, which is exchanged`);
  return { ...system, rules };
}

/** Metafunctions and integers by name, for comparing schemas. */
const reveal = (_: string, v: unknown): unknown =>
  typeof v === 'bigint' ? `${v}n` : typeof v === 'function' ? `ƒ${(v as unknown as AnyMetafunction).info.name}` : v;
