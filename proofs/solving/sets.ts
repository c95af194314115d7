/**
 * Sets of names and the order N ≤ U, by propositional logic: a problem for each name that is said to be in a set or
 * outside, and one with a fresh name for each inclusion, equality or disjointness that is denied. A two-valued order is
 * the same with a single name.
 */
import type { Theory } from '../../semantics/meaning.ts';
import type { Known } from '../known.ts';
import type { Sym } from '../terms.ts';

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
  /** By variable: its literal that is true. */
  const value: number[] = [];
  return settle(clauses, value, units);
}
function settle(clauses: readonly Clause[], value: number[], units: readonly number[]): boolean {
  const work = [...units];
  let left = clauses;
  for (;;) {
    for (let l = work.pop(); l !== undefined; l = work.pop()) {
      const at = l < 0 ? -l : l;
      if (value[at] === -l) return false;
      value[at] = l;
    }
    let split = 0;
    // Clauses that hold stay so below: they are left out.
    const open: Clause[] = [];
    for (const c of left) {
      let count = 0;
      let last = 0;
      let holds = false;
      for (let i = 0; i < c.length; i++) {
        const l = c[i]!;
        const v = value[l < 0 ? -l : l];
        if (v === l) {
          holds = true;
          break;
        }
        if (v === undefined) {
          count++;
          last = l;
        }
      }
      if (holds) continue;
      if (count === 0) return false;
      if (count === 1) work.push(last);
      else {
        open.push(c);
        if (split === 0) split = last;
      }
    }
    left = open;
    if (work.length > 0) continue;
    if (split === 0) return true;
    return settle(left, value.slice(), [split]) || settle(left, value, [-split]);
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
  const [facts, rest] = [clauses.flatMap((c) => (c.length === 1 ? c : [])), clauses.filter((c) => c.length > 1)];
  return [...problems, ...named.values()].some(
    (p) => !satisfiable([...rest, ...p.filter((c) => c.length > 1)], [...facts, ...p.flatMap((c) => (c.length === 1 ? c : []))]), // prettier-ignore
  );
}
