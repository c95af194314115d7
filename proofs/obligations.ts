/** Obligations: each theorem, and each case of it, with what is known. */
import * as t from 'io-ts';
import { by, list, nullable, object, oneOf, says, whole } from '../semantics/codecs.ts';
import { isCall, isMeta, type Pattern } from '../semantics/symbols.ts';
import { isInstance } from '../rules/judgement.ts';
import type { System } from '../rules/system.ts';
import type { Theorem } from '../rules/theorem.ts';
import type { Term } from '../semantics/grammar.ts';

/** What proofs say of a case. */
const proof = {
  proof: says(
    'a proof for all instances is kept (conditional: it rests on lemmas that are not proved); none where the theorem has no statement for proofs',
    oneOf('proved', 'conditional', 'open', 'none'),
  ),
  rests: says('the lemmas that it rests on and that are not proved', list(t.string)),
};
/** A case of a lemma, or of a statement that theorems do not have in their list, and whether it is proved. */
export const LemmaRow = object({ system: t.string, theorem: t.string, title: t.string, case: t.string, ...proof });
export type LemmaRow = Readonly<t.TypeOf<typeof LemmaRow>>;

/** A case of a theorem, and what is known of it. */
export const Obligation = object({
  system: t.string,
  theorem: t.string,
  title: t.string,
  case: says('the last rule of the derivation that the theorem inducts on', t.string),
  status: oneOf('refuted', 'tested', 'vacuous', 'unreached'),
  exhausted: says(
    "the size up to which every instance of the theorem's premises was tried, and held; null when there is none so small",
    nullable(whole),
  ),
  instances: says('how many reached the case, and held', whole),
  by: says('the counterexample that refutes it', nullable(t.string)),
  why: says('of a vacuous case: why no instance can have it, as the rules show', nullable(t.string)),
  ...proof,
});
export type Obligation = Readonly<t.TypeOf<typeof Obligation>>;

/** A long hunt of one theorem, whose instances its rows count: which episodes of which seed, and of what. */
export const LongHunt = object({
  system: t.string,
  theorem: t.string,
  seed: whole,
  digest: says('the digest of the rules, and of what the theorem says', t.string),
  episodes: says('the episodes 0 to this number, without it', whole),
});
export type LongHunt = Readonly<t.TypeOf<typeof LongHunt>>;

/** The table, as it is kept. */
export const Obligations = object({
  seed: whole,
  runs: whole,
  obligations: list(Obligation),
  hunts: says('the theorems that were hunted alone, for long: their rows count what these hunts tried', list(LongHunt)),
  lemmas: says('the lemmas that proofs use, case by case', list(LemmaRow)),
  proofs: says(
    'what the proofs are of, by calculus: digests of its rules, and of equations and statements',
    by(object({ rules: t.string, statements: t.string })),
  ),
});
export type Obligations = Readonly<t.TypeOf<typeof Obligations>>;

/** Whether two patterns can have an instance in common, metavariables apart. */
function compatible(a: Pattern, b: Pattern): boolean {
  if (isMeta(a) || isMeta(b) || isCall(a) || isCall(b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || Array.isArray(a) || Array.isArray(b)) return a === b;
  if ((a as Term).tag !== (b as Term).tag) return false;
  return Object.keys(a).every(
    (f) =>
      f === 'tag' ||
      compatible(
        (a as unknown as Record<string, Pattern>)[f] as Pattern,
        (b as unknown as Record<string, Pattern>)[f] as Pattern,
      ),
  );
}

/** The cases of a theorem: the rules that can conclude the derivation it inducts on; one, without a name, when it is on none. */
export function casesOf(system: System, theorem: Theorem): readonly string[] {
  const premise = theorem.premises.find((p) => isInstance(p) && p.judgement.name === theorem.inductsOn);
  const cases = [...system.rules.values()].filter((rule) => {
    if (rule.conclusion.judgement.name !== theorem.inductsOn || rule.chosen.length > 0) return false;
    if (premise === undefined || !isInstance(premise)) return true;
    return rule.conclusion.args.every((p, i) => compatible(p, premise.args[i] as Pattern));
  });
  return cases.length > 0 ? cases.map((r) => r.name) : [''];
}
