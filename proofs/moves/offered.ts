/** What may be chosen in the branch that is open. */
import { isInstance } from '../../rules/judgement.ts';
import type { Branch } from '../check.ts';
import type { Reader } from '../reading/reader.ts';
import type { Solver } from '../solving/solver.ts';
import { isEvery } from '../statement.ts';
import { distinctions, saying } from './distinctions.ts';
import type { Goals } from './matching.ts';
import { claimsOf, type Uses } from './uses.ts';

export interface Offered {
  readonly claims: readonly { readonly no: number; readonly inverted: boolean; readonly judgement: boolean }[];
  readonly hypotheses: readonly string[];
  readonly lemmas: readonly string[];
  /**
   * Of those that suppose something for all, what each is on: of a premise for all what it says, which may be shown on the
   * spot; null for a judgement.
   */
  readonly premises: Readonly<Record<string, readonly (string | null)[]>>;
  /** Those that conclude what is to be shown; others may be applied as well. */
  readonly rules: readonly string[];
  readonly cases: readonly string[];
  /** What is to be shown for all. */
  readonly show: readonly string[];
}

export function offer(b: Branch<Solver>, reader: Reader, uses: Uses, goals: Goals): Offered {
  const { teller } = reader;
  const claims = [...b.claims].map(([name, c]) => ({
    no: reader.numberOf(name)!,
    judgement: c.every === undefined,
    inverted: c.by !== undefined,
  }));
  const wanted = new Set(goals.parts.flatMap((p) => (!isEvery(p) && isInstance(p) ? [p.judgement.name] : [])));
  const rules = [...b.development.system.rules.values()]
    .filter((r) => wanted.has(r.conclusion.judgement.name) && r.chosen.length === 0)
    .map((r) => r.name);
  const premises = [...uses.group, ...uses.lemmas].flatMap((s) => {
    const needed = claimsOf(s);
    if (!needed.some(isEvery)) return [];
    return [[s.name, needed.map((p) => (isEvery(p) ? teller.saying(p, new Map()).text : null))] as const];
  });
  return {
    claims,
    hypotheses: uses.group.map((s) => s.name),
    lemmas: uses.lemmas.map((s) => s.name),
    premises: Object.fromEntries(premises),
    rules,
    cases: [...new Set(distinctions(b).map((o) => saying(teller, o)))],
    show: goals.parts.filter(isEvery).map((p) => teller.saying(p, goals.env).text),
  };
}
