/** What is said of a case that is open: the branch that fails, values that make it fail, and the theorem that is to be hunted. */
import type { Theorem } from '../rules/theorem.ts';
import { Typesetter } from '../checker/notation/typeset.ts';
import type { Pattern } from '../semantics/symbols.ts';
import type { Calculus } from './calculus.ts';
import type { Development } from './check.ts';
import type { ProofData } from './format.ts';
import { failingValues, variablesIn } from './playing/failing.ts';
import type { Failure } from './search/search.ts';
import type { Statement } from './statement.ts';
import { Teller, type Told } from './tell.ts';

export interface Valued {
  /** The metavariable, as the sentences of the branch write it. */
  readonly of: string;
  readonly value: string;
}
export interface ToldOpen extends Told {
  /** Values that make the case fail; none where none were found, which proves nothing. */
  readonly values: readonly Valued[];
  /** Whether they are an instance of all that the statement supposes; null where there are none. */
  readonly instance: boolean | null;
}

/** A value on one line. */
function shown({ base, terms }: Calculus, sort: string, x: unknown): string {
  const text = terms?.short(sort, x) ?? terms?.full(sort, x);
  if (text !== undefined) return text.trim().replace(/\n/g, '; ');
  return Array.isArray(x) ? `{${x.join(', ')}}` : new Typesetter(base.grammar, 'text').pattern(x as Pattern);
}
/** Whether a value says nothing: nothing is bound in it. */
const empty = (x: unknown): boolean =>
  typeof x === 'object' && x !== null && String((x as { readonly tag?: unknown }).tag).endsWith('.empty');

/** Tells an open case. */
export function tellOpen(d: Development, calculus: Calculus, s: Statement, kase: string, f: Failure): ToldOpen {
  const teller = new Teller(d);
  const told = teller.failure(f);
  const failing = failingValues(d, calculus.huntingGround.hints, s, kase, f);
  if (failing === undefined) return { ...told, values: [], instance: null };
  const about = variablesIn(f, f.goals[failing.goal]!);
  const own = s.universal.map((m) => f.store.variable(m.meta, 0, m.sort));
  const values = [...new Set([...own, ...about])].flatMap((v): Valued[] => {
    const [of, x] = [teller.names.get(v), failing.values.get(v)];
    return of === undefined || x === undefined || empty(x) ? [] : [{ of, value: shown(calculus, v.sort, x) }];
  });
  return { ...told, values, instance: failing.instance };
}

/** The statements whose proofs use a lemma, or use what uses it; itself first. */
export function restingOn(lemma: string, proofs: Iterable<ProofData>): ReadonlySet<string> {
  const uses = new Map<string, Set<string>>();
  for (const p of proofs) {
    const of = uses.get(p.theorem) ?? new Set<string>();
    uses.set(p.theorem, of);
    const work: unknown[] = [p.node];
    for (let x = work.pop(); x !== undefined; x = work.pop()) {
      if (typeof x !== 'object' || x === null) continue;
      const step = x as { readonly step?: unknown; readonly of?: unknown };
      if (step.step === 'use' && typeof step.of === 'string') of.add(step.of);
      work.push(...Object.values(x));
    }
  }
  const found = new Set([lemma]);
  for (const name of found) for (const [by, of] of uses) if (of.has(name)) found.add(by);
  return found;
}

/**
 * The theorem to hunt where a statement is open: itself, or one that rests on it.
 * @param theorems those that are hunted, the likeliest to fall first.
 */
export const huntedFor = (s: Statement, theorems: readonly Pick<Theorem, 'name'>[], proofs: Iterable<ProofData>): string | undefined => {
  if (s.row) return s.name;
  const resting = restingOn(s.name, proofs);
  return theorems.find((t) => resting.has(t.name))?.name;
}; // prettier-ignore
