/** What a variant calls in the places of a base's metafunctions: what theorems, lemmas and hints of the base are about in it. */
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../semantics/symbols.ts';
import type { Premise } from './rule.ts';
import type { System } from './system.ts';
import { swapping } from './variant.ts';

/**
 * A premise or a claim of a theorem as it is of a system: about the metafunctions that the system has in the places of others.
 * @param asNamed those of which it speaks as it names them.
 */
export function premiseIn(system: System, p: Premise, asNamed: readonly AnyMetafunction[]): Premise {
  const { exchanged } = system;
  if (exchanged === undefined) return p;
  return swapping((f) => (asNamed.includes(f) ? f : (exchanged.get(f) ?? f))).premise(p);
}

/** The metafunctions that rules of a base call, and those that the same rules of a variant call in their places, somewhere. */
export function callsReplaced(base: System, system: System): ReadonlyMap<AnyMetafunction, AnyMetafunction> {
  const found = new Map<AnyMetafunction, AnyMetafunction>();
  const walk = (a: Pattern, b: Pattern): void => {
    if (a === b || isMeta(a) || isMeta(b) || typeof a !== 'object' || typeof b !== 'object') return;
    if (isCall(a) || isCall(b)) {
      if (!isCall(a) || !isCall(b)) return;
      // A function of other arguments is not in its place: the rule is written anew there.
      if (a.call.info.args.join() !== b.call.info.args.join()) return;
      if (a.call !== b.call) found.set(a.call, b.call);
      return a.args.forEach((x, i) => walk(x, b.args[i] as Pattern));
    }
    if ((a as { tag?: string }).tag !== (b as { tag?: string }).tag) return;
    const [p, q] = [Object.values(a), Object.values(b)] as [Pattern[], Pattern[]];
    p.forEach((x, i) => walk(x, q[i] as Pattern));
  };
  const parts = (p: Premise): readonly Pattern[] =>
    p.kind === 'judgement' ? p.args : p.kind === 'where' ? [p.pattern, p.value] : [p];
  for (const [name, rule] of system.rules) {
    const old = base.rules.get(name);
    if (old === undefined || old === rule || old.premises.length !== rule.premises.length) continue;
    [old.conclusion, ...old.premises].forEach((p, i) => {
      const q = parts([rule.conclusion, ...rule.premises][i] as Premise);
      parts(p).forEach((x, k) => q[k] !== undefined && walk(x, q[k]));
    });
  }
  return found;
}
