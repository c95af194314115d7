/** What a variant changes is generated more often. */
import type { Term } from '../../semantics/grammar.ts';
import { equal } from '../../semantics/terms.ts';
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../../semantics/symbols.ts';
import { callsReplaced } from '../../rules/exchanged.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import type { Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import { RandomChooser } from '../generate/choose.ts';
import { Grounding } from '../generate/grounding.ts';
import type { Hints } from '../generate/hints.ts';

/**
 * Rules that a variant replaces or adds are drawn more often, and the constructors that they speak of. Where they relate two sides (a
 * judgement that is searched for laxly), it shows only where the sides differ and something is done with one of them: the constructors
 * are drawn more often by which sides can differ at all, and the rules that ask for the relation and take such a term apart. Where a
 * step is changed, the rules that type what takes it are drawn more often.
 */
export function emphasised(system: System, hints: Hints, base: System | undefined): Hints {
  if (base === undefined) return hints;
  const weights: Record<string, number> = { ...hints.weights };
  const more = (name: string, times: number) => (weights[name] = times * (weights[name] ?? 1));
  const all = [...system.rules.values()];
  const met = new Set<string>();
  const related = new Set<string>();
  const parts = new Set<string>();
  const changed = { judgements: new Set<string>(), constructors: new Set<string>() };
  for (const rule of all) {
    if (base.rules.get(rule.name) === rule) continue;
    changed.judgements.add(rule.conclusion.judgement.name);
    const about = rule.conclusion.args[rule.conclusion.judgement.main] as Pattern;
    if (typeof about === 'object' && 'tag' in about) changed.constructors.add(about.tag);
    if (rule.chosen.length === 0) more(rule.name, 4);
    const tags = tagsIn(rule.conclusion.args);
    for (const tag of tags) {
      more(tag, 3);
      met.add(tag);
    }
    const { name } = rule.conclusion.judgement;
    if (hints.lax?.has(name) !== true) {
      for (const p of rule.premises)
        if (isInstance(p) && hints.lax?.has(p.judgement.name) === true) related.add(p.judgement.name);
      parts.add(name);
      continue;
    }
    const asks = (r: Rule) => r.premises.some((p) => isInstance(p) && p.judgement.name === name);
    const takesApart = (r: Rule) =>
      r.premises.some((p) => isInstance(p) && [...tagsIn(p.args)].some((tag) => tags.has(tag)));
    for (const r of all)
      if (r.conclusion.judgement.name !== name) {
        if (r.chosen.length === 0 && asks(r) && takesApart(r)) more(r.name, 3);
      } else if (r !== rule && r.premises.some((p) => !isInstance(p)))
        for (const tag of tagsIn(r.conclusion.args)) more(tag, 3);
  }
  // What is changed asks for a relation: it shows where its sides differ, which only some rules of the relation let them.
  for (const rule of all) {
    const { judgement, args } = rule.conclusion;
    if (!related.has(judgement.name) || !rule.premises.some((p) => !isInstance(p))) continue;
    more(rule.name, 6);
    for (const tag of tagsIn(args)) more(tag, 15);
  }
  // What is changed is a part of what another judgement speaks of: the fields of a record are met in records.
  for (const rule of all)
    if (
      rule.chosen.length === 0 &&
      base.rules.get(rule.name) === rule &&
      rule.premises.some(
        (p) =>
          isInstance(p) &&
          parts.has(p.judgement.name) &&
          p.judgement !== rule.conclusion.judgement &&
          reaches(system, p.judgement, rule.conclusion.judgement),
      )
    ) {
      more(rule.name, 4);
      for (const tag of tagsIn([rule.conclusion.args[rule.conclusion.judgement.main] as Pattern])) more(tag, 3);
    }
  // A step that is changed is taken by what is typed by these rules.
  for (const rule of all) {
    const { args, judgement } = rule.conclusion;
    if (base.rules.get(rule.name) === rule && met.has((args[judgement.main] as Term).tag)) more(rule.name, 3);
  }
  const surround: Record<string, number> = {};
  for (const tag of seenOtherwise(system, base, hints)) {
    surround[tag] = 8;
    for (const rule of all) {
      const { args, judgement } = rule.conclusion;
      if (rule.chosen.length > 0 || (args[judgement.main] as Term).tag !== tag) continue;
      more(rule.name, 3);
    }
  }
  return { ...hints, weights, changed, ...(Object.keys(surround).length > 0 ? { surround } : {}) };
}

/** Whether derivations of one judgement have the other in them. */
function reaches(system: System, from: Form, to: Form): boolean {
  const seen = new Set([from.name]);
  for (const name of seen)
    for (const { conclusion, premises } of system.rules.values())
      if (conclusion.judgement.name === name) for (const p of premises) if (isInstance(p)) seen.add(p.judgement.name);
  return seen.has(to.name);
}

/** The constructors in some patterns, outside calls. */
function tagsIn(patterns: readonly Pattern[]): ReadonlySet<string> {
  const tags = new Set<string>();
  const visit = (p: Pattern): void => {
    if (isMeta(p) || isCall(p) || typeof p !== 'object' || Array.isArray(p)) return;
    tags.add((p as Term).tag);
    for (const part of Object.values(p)) visit(part as Pattern);
  };
  patterns.forEach(visit);
  return tags;
}

const seen = new WeakMap<System, ReadonlySet<string>>();

/** Terms on which a metafunction is compared with the base's. */
const samples = 2_500;

/**
 * The constructors that all terms have on which a metafunction that walks syntax, and that a variant exchanges, comes to another result
 * than the base's: it shows in terms with these.
 */
function seenOtherwise(system: System, base: System, hints: Hints): ReadonlySet<string> {
  const known = seen.get(system);
  if (known !== undefined) return known;
  const found = new Set<string>();
  seen.set(system, found);
  for (const [from, to] of callsReplaced(base, system)) {
    const { over, args: sorts } = from.info;
    if (over === undefined) continue;
    const grounding = new Grounding(
      base.grammar,
      { ...hints, names: anyNames(hints), weights: {} },
      new RandomChooser(1),
    );
    const left = from.info.equations?.[0]?.left;
    const roles = left !== undefined && isCall(left) ? left.args.map((p) => (isMeta(p) ? [...p.meta][0] : '')) : [];
    let common: ReadonlySet<string> | undefined;
    for (let i = 0; i < samples && common?.size !== 0; i++) {
      const args = sorts.map((sort, k) => grounding.candidate(sort, roles[k] ?? '', 3));
      if (args.includes(undefined) || !differ(from, to, args)) continue;
      const tags = tagsIn([args[0] as Pattern]);
      common = common === undefined ? tags : new Set([...common].filter((tag) => tags.has(tag)));
    }
    for (const tag of common ?? []) if (over.includes(base.grammar.constructors.get(tag)?.sort ?? '')) found.add(tag);
  }
  return found;
}

/** Names for every role: where the hints have none for a field, those for metavariables that are called like it. */
const anyNames =
  ({ names }: Hints): Hints['names'] =>
  (role, around, exhaustive) => {
    const [, field = 'x'] = role.split('.');
    const own = [role, [...field][0] as string].map((r) => names(r, around, exhaustive)).find((all) => all.length > 0);
    return own ?? ['x', 'y'];
  };

function differ(from: AnyMetafunction, to: AnyMetafunction, args: readonly unknown[]): boolean {
  try {
    const [x, y] = [from, to].map((f) => (f.compute as (...xs: unknown[]) => unknown)(...args));
    return x === undefined || y === undefined ? x !== y : !equal(x, y);
  } catch {
    // Of what makes no sense nothing is known.
    return false;
  }
}
