/** Developments: the statements of a calculus in their order, and what is known of its metafunctions. */
import { meaningOf } from '../semantics/meaning.ts';
import { both, not, same } from '../semantics/logic.ts';
import { isCall, isMeta, type AnyMetafunction, type Pattern } from '../semantics/symbols.ts';
import { digestText } from '../semantics/hash.ts';
import { patternText, premiseText } from '../rules/digest.ts';
import { callsReplaced } from '../rules/exchanged.ts';
import { isInstance } from '../rules/judgement.ts';
import { metafunctionsOf } from '../rules/metafunctions.ts';
import { isWhere, type Premise } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';
import { swapping } from '../rules/variant.ts';
import type { Development } from './certificate.ts';
import { knownOf } from './known.ts';
import { isEvery, type Part, type Statement } from './statement.ts';

/** What a calculus has proofs from. */
export interface Lemmas {
  /** The rules that statements are about: those of the calculus, unless lemmas need a judgement of their own. */
  readonly extend?: (system: System) => System;
  /** The statements, theorems among them, each after what it may use. */
  readonly statements: () => readonly Statement[];
  /** The case of a statement that a rule of the table of theorems is, where it has another name. */
  readonly caseName?: (rule: string) => string;
  /** Metafunctions that lemmas and equations speak of, and no rule does. */
  readonly functions: readonly AnyMetafunction[];
}

/** The metafunctions of a base that a variant's rules have others in the place of. */
function exchanged(base: System, system: System): ReadonlyMap<AnyMetafunction, AnyMetafunction> {
  // A rule that is written anew differs in more than a function: only what differs everywhere is exchanged.
  const still = new Set(metafunctionsOf(system.rules.values()));
  return new Map([...callsReplaced(base, system)].filter(([from]) => !still.has(from)));
}

const swapIn = (f: ReadonlyMap<AnyMetafunction, AnyMetafunction>) => {
  const { pattern, premise } = swapping((g) => f.get(g) ?? g);
  const names = [...f].map(([a, b]) => `${a.info.name}=${b.info.name}`).join();
  const part = (p: Part): Part =>
    isEvery(p)
      ? {
          ...p,
          premises: p.premises.map(premise),
          conclusions: p.conclusions.map(premise),
          text: `${p.text} by ${names}`,
        }
      : premise(p);
  return (s: Statement): Statement => ({ ...s, premises: s.premises.map(part), conclusions: s.conclusions.map(part), hints: s.hints.map(pattern) }); // prettier-ignore
};

/**
 * The development of a system, which is a base or a variant of it.
 * @throws Error when two statements have one name, or one names a companion that is not there.
 */
export function developmentOf(lemmas: Lemmas, base: System, variant: System = base): Development {
  const system = lemmas.extend?.(variant) ?? variant;
  const swaps = exchanged(base, variant);
  const statements = new Map<string, Statement>();
  for (const s of lemmas.statements()) {
    if (statements.has(s.name)) throw new Error(`${base.name}: ${s.name} is stated twice`);
    statements.set(s.name, swaps.size === 0 ? s : swapIn(swaps)(s));
  }
  for (const s of statements.values())
    for (const g of s.group) if (!statements.has(g)) throw new Error(`${s.name}: there is no companion ${g}`);
  const all = new Map<string, AnyMetafunction>();
  const add = (f: AnyMetafunction): void => {
    if (all.has(f.info.name)) return;
    all.set(f.info.name, f);
    const { equations, observed } = meaningOf(f);
    for (const e of [...equations, ...observed])
      for (const p of [e.left, e.right, ...e.conditions.flatMap((c) => (isCall(c) ? [c] : [c.value]))]) visit(p);
  };
  const visit = (p: Pattern): void => {
    if (isMeta(p) || typeof p !== 'object') return;
    if (isCall(p)) add(p.call);
    Object.values(isCall(p) ? p.args : p).forEach((q) => visit(q as Pattern));
  };
  for (const f of [...metafunctionsOf(system.rules.values()), ...lemmas.functions, both, not, same]) add(f);
  for (const s of statements.values())
    for (const p of [...s.premises, ...s.conclusions].flatMap((q): readonly Premise[] =>
      isEvery(q) ? [...q.premises, ...q.conclusions] : [q],
    ))
      // prettier-ignore
      (isInstance(p) ? p.args : isWhere(p) ? [p.pattern, p.value] : [p]).forEach(visit);
  return { system, statements, functions: all, known: knownOf(system.grammar, system.metas, [...all.values()]) };
}

const digests = new WeakMap<Development, string>();
/** A digest of the equations and the statements that proofs of a development rest on. */
export function meaningText(d: Development): string {
  let digest = digests.get(d);
  if (digest !== undefined) return digest;
  const functions = [...d.functions.values()].map((f) => {
    const { equations, observed, otherwise } = meaningOf(f);
    const lines = [...equations, ...observed].map(
      (e) =>
      [patternText(e.left), patternText(e.right), ...e.conditions.map((c) => (isCall(c) ? patternText(c) : `${patternText(c.pattern)}=${patternText(c.value)}`))].join('\n'), // prettier-ignore
    );
    return [f.info.name, f.info.meaning?.theory ?? '', String(otherwise), ...lines].join('\n');
  });
  const part = (p: Part): string => (isEvery(p) ? p.text : premiseText(p));
  const statements = [...d.statements.values()].map((s) => [s.name, ...s.premises.map(part), '⊢', ...s.conclusions.map(part), s.inductOn.join(), s.onSyntax ?? '', s.fixed.join(), s.group.join(), s.caseAt ?? ''].join('\n')); // prettier-ignore
  digest = digestText([...functions.sort(), ...statements].join('\n\n'));
  digests.set(d, digest);
  return digest;
}
