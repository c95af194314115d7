/**
 * Extension: a system that has all that another one has, and more. No rule is copied: those of the base are taken as they are, "read for" what
 * the extension adds to their judgements. The terms of the base are terms of the extension (see `extendGrammar`).
 */
import type { Grammar } from '../semantics/grammar.ts';
import type { AnyMetafunction, MetaTable, Pattern } from '../semantics/symbols.ts';
import { instance as instanceOf, isInstance, type Form, type Instance } from './judgement.ts';
import { ruleOf, undetermined, type Premise, type Rule } from './rule.ts';
import { checked, type System } from './system.ts';
import { exchange } from './variant.ts';

/** A judgement of the base with positions added, under its own name. */
export interface Lift {
  readonly of: { readonly form: Form };
  readonly to: { readonly form: Form };
  /**
   * What stands in the positions of the lifted judgement, wherever a rule of the base speaks of the judgement: the argument of the
   * base at that index (from 0), or a pattern: one metavariable of the extension for all of a rule, say. What a rule concludes and what it
   * asks of a premise may differ: no action, and any.
   */
  readonly positions: readonly (number | Pattern | Roles)[];
}

export interface Roles {
  readonly conclusion: Pattern;
  readonly premise: Pattern;
}
const isRoles = (p: unknown): p is Roles => typeof p === 'object' && p !== null && 'conclusion' in p;

export interface ExtensionParts {
  readonly name: string;
  /** Of the terms: a grammar that extends the base's. */
  readonly grammar: Grammar;
  /** Letters of metavariables that the base does not use. */
  readonly metas?: MetaTable;
  readonly judgements?: readonly { readonly form: Form }[];
  readonly lift?: readonly Lift[];
  /** Rules that take the place of the base's of their names. */
  readonly replace?: readonly Rule[];
  readonly add?: readonly Rule[];
  readonly remove?: readonly string[];
  /** Metafunctions of the base, and what takes their place in its rules. */
  readonly exchange?: readonly (readonly [from: AnyMetafunction, to: AnyMetafunction])[];
}

/**
 * Extends a system.
 * @throws Error when the grammar lacks a constructor of the base; a letter is the base's; a rule is added that exists, or replaced or removed
 * though it does not; positions do not fit; or a lifted rule does not determine what stands in a new position (its name is told).
 */
export function extend(base: System, parts: ExtensionParts): System {
  const { name, grammar } = parts;
  const refuse = (what: string): never => {
    throw new Error(`system ${name}: ${what}`);
  };
  for (const tag of base.grammar.constructors.keys())
    if (!grammar.constructors.has(tag)) refuse(`the grammar ${grammar.name} lacks ${tag} of ${base.name}`);
  for (const letter of Object.keys(parts.metas ?? {}))
    if (letter in base.metas) refuse(`metavariables ${letter} are those of ${base.name}`);
  const lifts = new Map((parts.lift ?? []).map((l) => [l.of.form.name, checkedLift(l, refuse)]));

  const replaced = new Map((parts.replace ?? []).map((r) => [r.name, r]));
  const removed = new Set(parts.remove);
  for (const rule of [...replaced.keys(), ...removed])
    if (!base.rules.has(rule)) refuse(`there is no rule ${rule} to replace or remove`);
  const rules = new Map<string, Rule>();
  for (const [at, rule] of base.rules) {
    if (removed.has(at)) continue;
    const own = replaced.get(at);
    const lifted = own ?? liftRule(rule, lifts);
    const [first] = undetermined(lifted);
    if (first) refuse(`rule ${at} of ${base.name}, lifted: ${first.message}`);
    rules.set(at, lifted);
  }
  for (const rule of parts.add ?? []) {
    if (rules.has(rule.name)) refuse(`rule ${rule.name} exists; replace it`);
    rules.set(rule.name, rule);
  }
  const forms = base.judgements.map((form) => lifts.get(form.name)?.to.form ?? form);
  let made: System = checked({
    name,
    variant: null,
    grammar,
    metas: { ...base.metas, ...parts.metas },
    judgements: [...forms, ...(parts.judgements ?? []).map((j) => j.form)],
    rules,
  });
  for (const [from, to] of parts.exchange ?? []) made = exchange(made, from, to, name);
  // Its theorems are its own, and speak of what its rules call.
  const { exchanged: _, ...own } = made;
  return own;
}

function checkedLift(l: Lift, refuse: (what: string) => never): Lift {
  const [from, to] = [l.of.form, l.to.form].map((f) => [...f.inputs, ...f.outputs]) as [string[], string[]];
  if (l.of.form.name !== l.to.form.name) refuse(`${l.of.form.name} is lifted to another name, ${l.to.form.name}`);
  const kept = l.positions.filter((p): p is number => typeof p === 'number');
  if (l.positions.length !== to.length || kept.length !== from.length || kept.some((p, i) => p !== i))
    refuse(`the positions of ${l.to.form.name} are not those of the base, in order, and new ones`);
  l.positions.forEach((p, i) => {
    if (typeof p === 'number' && from[p] !== to[i]) refuse(`position ${i + 1} of ${l.to.form.name} has another sort`);
  });
  return l;
}

/** A rule of the base with its judgements lifted; the very rule where it speaks of none that are. */
function liftRule(rule: Rule, lifts: ReadonlyMap<string, Lift>): Rule {
  const instance = (p: Instance, role: keyof Roles): Instance => {
    const lift = lifts.get(p.judgement.name);
    if (lift === undefined) return p;
    const args = lift.positions.map((at) =>
      typeof at === 'number' ? (p.args[at] as Pattern) : isRoles(at) ? at[role] : at,
    );
    return instanceOf(lift.to.form, args);
  };
  const premises = rule.premises.map((p): Premise => (isInstance(p) ? instance(p, 'premise') : p));
  const conclusion = instance(rule.conclusion, 'conclusion');
  const same = conclusion === rule.conclusion && premises.every((p, i) => p === rule.premises[i]);
  return same ? rule : ruleOf(rule.name, premises, conclusion, { chosen: rule.chosen });
}
