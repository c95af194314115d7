/** Systems: a grammar, judgements and rules by name; and variants of systems. */
import type { Grammar } from '../semantics/grammar.ts';
import type { AnyMetafunction, MetaTable } from '../semantics/symbols.ts';
import type { Form } from './judgement.ts';
import type { Rule } from './rule.ts';

export interface System {
  readonly name: string;
  /** The variant's name; null for the base. */
  readonly variant: string | null;
  readonly grammar: Grammar;
  readonly metas: MetaTable;
  /** Every judgement, in the order of the document. */
  readonly judgements: readonly Form[];
  /** The registry: every rule, in the order of the document, by its unique name. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The metafunctions of the base that all rules of a variant have others in the places of: what theorems say of the one, they say of the other. */
  readonly exchanged?: ReadonlyMap<AnyMetafunction, AnyMetafunction>;
  /** The text that says what a variant changes, where there is one that says it whole: files that its rules made carry it. */
  readonly written?: string;
}

/**
 * Makes a system.
 * @throws Error for two rules or judgements of one name, or a premise on a judgement that the system does not have.
 */
export function system(s: {
  readonly name: string;
  readonly grammar: Grammar;
  readonly metas: MetaTable;
  readonly judgements: readonly { readonly form: Form }[];
  readonly rules: readonly Rule[];
}): System {
  return checked({
    name: s.name,
    variant: null,
    grammar: s.grammar,
    metas: s.metas,
    judgements: s.judgements.map((j) => j.form),
    rules: registry(s.name, s.rules),
  });
}

function registry(name: string, rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  const byName = new Map<string, Rule>();
  for (const rule of rules) {
    if (byName.has(rule.name)) throw new Error(`system ${name}: rule ${rule.name} is defined twice`);
    byName.set(rule.name, rule);
  }
  return byName;
}

/** The system, if its judgements have different names and its rules speak of no others. */
export function checked(s: System): System {
  const names = new Set(s.judgements.map((j) => j.name));
  if (names.size !== s.judgements.length) throw new Error(`system ${s.name}: a judgement is declared twice`);
  for (const rule of s.rules.values())
    for (const p of [rule.conclusion, ...rule.premises])
      if (p.kind === 'judgement' && !names.has(p.judgement.name))
        throw new Error(`system ${s.name}: rule ${rule.name} speaks of the unknown judgement ${p.judgement.name}`);
  return s;
}

/** A system with other rules: what was written of the former does not say them. */
export function withRules({ written: _, ...base }: System, changes: Partial<System>): System {
  return { ...base, ...changes };
}

export interface Changes {
  readonly name: string;
  /** Rules that take the place of the rules of their names. */
  readonly replace?: readonly Rule[];
  readonly add?: readonly Rule[];
  readonly remove?: readonly string[];
  readonly judgements?: readonly { readonly form: Form }[];
}

/**
 * A variant: the system with rules replaced, added or removed.
 * @throws Error when a replaced or removed rule does not exist, or an added one does.
 */
export function vary(base: System, changes: Changes): System {
  const rules = new Map(base.rules);
  for (const rule of changes.replace ?? []) {
    if (!rules.has(rule.name)) throw new Error(`variant ${changes.name}: there is no rule ${rule.name} to replace`);
    rules.set(rule.name, rule);
  }
  for (const name of changes.remove ?? [])
    if (!rules.delete(name)) throw new Error(`variant ${changes.name}: there is no rule ${name} to remove`);
  for (const rule of changes.add ?? []) {
    if (rules.has(rule.name)) throw new Error(`variant ${changes.name}: rule ${rule.name} exists; replace it`);
    rules.set(rule.name, rule);
  }
  return checked(
    withRules(base, {
      variant: changes.name,
      judgements: [...base.judgements, ...(changes.judgements ?? []).map((j) => j.form)],
      rules,
    }),
  );
}
