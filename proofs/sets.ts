/**
 * Sets of names and the order N ≤ U, by propositional logic: a problem for each name that is said to be in a set or
 * outside, and one with a fresh name for each inclusion, equality or disjointness that is denied. A two-valued order is
 * the same with a single name.
 */
import type { Theory } from '../semantics/meaning.ts';
import type { Known } from './known.ts';
import type { Sym } from './terms.ts';

export type Truth = boolean | undefined;
/** What a solver knows of terms. */
interface View {
  readonly classOf: (s: Sym) => number;
  readonly shape: (s: Sym) => Sym | undefined;
  readonly truth: (s: Sym) => Truth;
}
/** A clause: literals, a variable's number from 1, negative for its negation. */
type Clause = readonly number[];

/** Whether clauses can be true together, by unit propagation and splitting. */
export function satisfiable(clauses: readonly Clause[], units: readonly number[]): boolean {
  const value = new Map<number, boolean>();
  const work = [...units];
  const holds = (l: number): Truth => {
    const v = value.get(Math.abs(l));
    return v === undefined ? undefined : v === l > 0;
  };
  for (;;) {
    for (let l = work.pop(); l !== undefined; l = work.pop()) {
      if (holds(l) === false) return false;
      value.set(Math.abs(l), l > 0);
    }
    let split: number | undefined;
    for (const c of clauses) {
      if (c.some((l) => holds(l) === true)) continue;
      const left = c.filter((l) => holds(l) === undefined);
      if (left.length === 0) return false;
      if (left.length === 1) work.push(left[0]!);
      else split ??= left[0];
    }
    if (work.length > 0) continue;
    if (split === undefined) return true;
    const so = [...value].map(([v, b]) => (b ? v : -v));
    return satisfiable(clauses, [...so, split]) || satisfiable(clauses, [...so, -split]);
  }
}

/** Whether what is said of sets and of two-valued orders is contradictory. */
export function contradicts(
  of: (t: Theory) => readonly Sym[],
  different: readonly (readonly [Sym, Sym])[],
  view: View,
  known: Known,
): boolean {
  const numbers = new Map<number, number>();
  const clauses: Clause[] = [];
  const sorts = new Set<string>();
  const variable = (s: Sym): number => {
    const r = view.classOf(s);
    let n = numbers.get(r);
    if (n === undefined) {
      numbers.set(r, (n = numbers.size + 1));
      const h = view.shape(s);
      const all = h && known.constant(h);
      if (all !== undefined) clauses.push([all ? n : -n]);
    }
    sorts.add(s.sort);
    return n;
  };
  const pair = (c: Sym): [number, number] => [variable(c.args[0]!), variable(c.args[1]!)];
  const operation = (c: Sym, sign: 1 | -1): void => {
    const [a, b] = pair(c).map((x) => sign * x) as [number, number];
    const r = sign * variable(c);
    clauses.push([-r, a], [-r, b], [r, -a, -b]);
  };
  for (const c of [...of('intersect'), ...of('min')]) operation(c, 1);
  for (const c of [...of('union'), ...of('max')]) operation(c, -1);
  // The names are infinitely many: what holds of all holds of one.
  const problems: Clause[][] = [[]];
  const named = new Map<number, Clause[]>();
  for (const c of [...of('subset'), ...of('below')]) {
    const truth = view.truth(c);
    if (truth === undefined) continue;
    const [a, b] = pair(c);
    if (truth) clauses.push([-a, b]);
    else problems.push([[a], [-b]]);
  }
  for (const c of of('disjoint')) {
    const truth = view.truth(c);
    if (truth === undefined) continue;
    const [a, b] = pair(c);
    if (truth) clauses.push([-a, -b]);
    else problems.push([[a], [b]]);
  }
  for (const [t, sign] of [
    ['member', 1],
    ['outside', -1],
  ] as const)
    // prettier-ignore
    for (const c of of(t)) {
      const truth = view.truth(c);
      if (truth === undefined) continue;
      const name = view.classOf(c.args[0]!);
      named.set(name, [...(named.get(name) ?? []), [variable(c.args[1]!) * (truth ? sign : -sign)]]);
    }
  for (const [a, b] of different)
    if (sorts.has(a.sort)) problems.push([[variable(a), variable(b)], [-variable(a), -variable(b)]]); // prettier-ignore
  return [...problems, ...named.values()].some((p) => {
    const all = [...clauses, ...p];
    return !satisfiable(all.filter((c) => c.length > 1), all.flatMap((c) => (c.length === 1 ? c : []))); // prettier-ignore
  });
}
