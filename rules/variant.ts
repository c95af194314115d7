/** Variants: a system with rules changed, what is said of it, and what is expected of it (calculus.md, section 11). */
import { inOrderOf, reordered, restrictionIn, type Order } from '../semantics/evaluation-order.ts';
import { isCall, isMeta, metavariables, where, type AnyMetafunction, type Call, type MetaTable, type Metavariable, type Pattern } from '../semantics/symbols.ts'; // prettier-ignore
import { instance, type Instance } from './judgement.ts';
import { metafunctionsOf } from './metafunctions.ts';
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
  /** What of a term is evaluated, and in which order: constructor ↦ fields, in place of what the grammar says. */
  readonly evaluates?: Order;
}

/**
 * Makes a variant of a system.
 * @throws Error when a rule that is replaced or removed is not there, or is named twice; when one that is added is; or
 * when no rule calls a metafunction that is exchanged, or goes by the order of evaluation that is another.
 */
export function variant(base: System, changes: VariantChanges): Variant {
  const { name, sentence, expected } = changes;
  const named = [...(changes.replace ?? []).map((r) => r.name), ...(changes.remove ?? [])];
  const twice = named.find((n, i) => named.indexOf(n) !== i);
  if (twice !== undefined) throw new Error(`variant ${name}: rule ${twice} is changed twice`);
  let system = vary(base, changes);
  for (const [from, to] of changes.exchange ?? []) system = exchange(system, from, to, name);
  if (changes.evaluates !== undefined) system = inOrder(system, changes.evaluates);
  const analysis = changes.analysis ? vary(system, { ...changes.analysis, name }) : system;
  return { name, sentence, base, system, expected, endToEnd: changes.endToEnd ?? false, analysis };
}

/**
 * A system in which terms are evaluated in another order: its rules are the same, and what they call goes by it.
 * @throws Error where no rule goes by the order of the grammar, and for an order that is none (see {@link reordered}).
 */
export function inOrder(system: System, order: Order): System {
  const grammar = reordered(system.grammar, order);
  const metas: MetaTable = Object.fromEntries(
    Object.entries(system.metas).map(([letter, entry]) => [
      letter,
      typeof entry === 'string' ? entry : { ...entry, restriction: restrictionIn(grammar, entry.restriction) },
    ]),
  );
  const symbols = metavariables(metas);
  const rules = changed(
    system,
    (f) => inOrderOf(grammar, f),
    (m) => {
      const r = m.restriction;
      return r === undefined || restrictionIn(grammar, r) === r ? m : (symbols[m.meta] as Metavariable);
    },
  );
  if (metafunctionsOf(system.rules.values()).every((f) => inOrderOf(grammar, f) === f))
    throw new Error(
      `no rule of ${system.name} goes by the order of evaluation of its grammar: its rules say themselves what is evaluated first, or another calculus does`,
    );
  return withRules(system, { rules, grammar, metas });
}

/** A system whose rules call another metafunction in place of one. */
export function exchange(system: System, from: AnyMetafunction, to: AnyMetafunction, variantName: string): System {
  const rules = changed(system, (f) => (f === from ? to : f));
  if ([...rules].every(([name, rule]) => rule === system.rules.get(name)))
    throw new Error(`variant ${variantName}: no rule calls ${from.info.name}, which is exchanged`);
  // What took the place of one before may be exchanged again.
  const before = [...(system.exchanged ?? [])];
  const exchanged = new Map(before.map(([f, now]) => [f, now === from ? to : now]));
  if (before.every(([, now]) => now !== from)) exchanged.set(from, to);
  return withRules(system, { rules, exchanged });
}

/** What a rule speaks of: the metafunctions that it calls, and its metavariables, each once. */
interface Symbols {
  readonly calls: ReadonlySet<AnyMetafunction>;
  readonly metas: ReadonlySet<Metavariable>;
}

const symbolsOfRules = new WeakMap<Rule, Symbols>();

/** The symbols of a rule. A calculus has many variants, and most rules are the same in most of them: each is walked once. */
function symbolsOf(rule: Rule): Symbols {
  const known = symbolsOfRules.get(rule);
  if (known !== undefined) return known;
  const [calls, metas] = [new Set<AnyMetafunction>(), new Set<Metavariable>()];
  const visit = (p: Pattern): void => {
    if (isMeta(p)) return void metas.add(p);
    if (typeof p !== 'object' || Array.isArray(p)) return;
    if (isCall(p)) calls.add(p.call);
    for (const q of isCall(p) ? p.args : Object.values(p)) visit(q as Pattern);
  };
  for (const p of [...rule.premises, rule.conclusion])
    if (p.kind === 'where') [p.pattern, p.value].forEach(visit);
    else if (p.kind === 'holds') visit(p);
    else p.args.forEach(visit);
  const found = { calls, metas };
  symbolsOfRules.set(rule, found);
  return found;
}

/** Patterns and premises with other metafunctions and metavariables; the very same where they are the same. */
export function swapping(
  called: (f: AnyMetafunction) => AnyMetafunction,
  named: (m: Metavariable) => Metavariable = (m) => m,
): { readonly pattern: (p: Pattern) => Pattern; readonly premise: (p: Premise) => Premise } {
  const swap = (p: Pattern): Pattern => {
    if (isMeta(p)) return named(p);
    if (typeof p !== 'object' || Array.isArray(p)) return p;
    if (isCall(p)) {
      const [call, args] = [called(p.call), p.args.map(swap)];
      return call === p.call && args.every((a, i) => a === p.args[i]) ? p : { call, args };
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
  return { pattern: swap, premise };
}

/** The rules of a system with other metafunctions and metavariables; the very rule where they are the same. */
function changed(
  system: System,
  called: (f: AnyMetafunction) => AnyMetafunction,
  named: (m: Metavariable) => Metavariable = (m) => m,
): System['rules'] {
  const { premise } = swapping(called, named);
  const rules = new Map<string, Rule>();
  for (const [name, rule] of system.rules) {
    const { calls, metas } = symbolsOf(rule);
    if ([...calls].every((f) => called(f) === f) && [...metas].every((m) => named(m) === m)) {
      rules.set(name, rule);
      continue;
    }
    const premises = rule.premises.map(premise);
    const conclusion = premise(rule.conclusion) as Instance;
    const same = conclusion === rule.conclusion && premises.every((p, i) => p === rule.premises[i]);
    rules.set(name, same ? rule : Object.freeze({ ...rule, premises, conclusion }));
  }
  return rules;
}
