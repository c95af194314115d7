/**
 * Statistics of what a hunt tried or a generator made: instances by theorem, case and size, how many of them differ, which
 * rules stand directly above which in the derivations of their premises, and labels that a calculus gives.
 */
import { isLeft } from 'fp-ts/lib/Either.js';
import { hashText } from '../../semantics/hash.ts';
import type { Pattern } from '../../semantics/symbols.ts';
import { isInstance, type Form } from '../../rules/judgement.ts';
import type { Rule } from '../../rules/rule.ts';
import type { System } from '../../rules/system.ts';
import type { Theorem } from '../../rules/theorem.ts';
import { nodesOf, type Derivation } from '../derivation.ts';
import { derive } from '../derive.ts';
import { rulesFor } from './goals.ts';

/** What was made of one theorem or judgement. */
export interface Made {
  /** Case ↦ instances; '' where there are no cases. */
  readonly cases: Map<string, number>;
  /** Size ↦ instances of that size. */
  readonly sizes: Map<number, number>;
  /** Digest of an instance ↦ its size. */
  readonly different: Map<number, number>;
}

export interface Statistics {
  /** Theorem, or judgement generated ↦ what was made of it. */
  readonly of: Map<string, Made>;
  /** `R / Q` ↦ derivations' nodes by R with a premise by Q. */
  readonly pairs: Map<string, number>;
  /** Label ↦ instances that have it. */
  readonly labels: Map<string, number>;
  /** Small instances as text ↦ how often they were made. */
  readonly small: Map<string, number>;
}

export const noStatistics = (): Statistics => ({
  of: new Map(),
  pairs: new Map(),
  labels: new Map(),
  small: new Map(),
});

/** How many instances of a theorem are told apart; those that come later are not. */
export const mostDifferent = 1 << 20;
/** Constructors of an instance that is written out, and how many of these are kept. */
const largestSmall = 8;
const mostSmall = 20_000;
/** Rule instances that the derivation of a premise may take. */
const fuel = 20_000;

const add = <K>(to: Map<K, number>, key: K, n = 1): void => void to.set(key, (to.get(key) ?? 0) + n);

function madeOf({ of }: Statistics, name: string): Made {
  let made = of.get(name);
  if (made === undefined) of.set(name, (made = { cases: new Map(), sizes: new Map(), different: new Map() }));
  return made;
}

const tagHashes = new Map<string, number>();
/** The hash of a word that comes again and again. */
function hashOf(word: string): number {
  let h = tagHashes.get(word);
  if (h === undefined) {
    h = hashText(word);
    if (tagHashes.size < 10_000) tagHashes.set(word, h);
  }
  return h;
}

/**
 * The size of terms (constructors, empty maps left out), and a number that equal ones have in common, and few others: it has 53 bits.
 */
export function look(xs: readonly unknown[]): { readonly size: number; readonly digest: number } {
  let [size, a, b] = [0, 1, 2];
  const stack: unknown[] = [...xs].reverse();
  while (stack.length > 0) {
    const x = stack.pop();
    let h: number;
    if (typeof x !== 'object' || x === null) h = hashOf(`${typeof x} ${String(x)}`);
    else if (Array.isArray(x)) {
      h = 7 + x.length;
      for (const y of x) stack.push(y);
    } else {
      const { tag } = x as { readonly tag: string };
      h = hashOf(tag);
      if (!tag.endsWith('.empty')) size++;
      for (const field in x) if (field !== 'tag') stack.push((x as Record<string, unknown>)[field]);
    }
    a = Math.imul(a ^ h, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ h, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return { size, digest: (a >>> 0) * (1 << 21) + ((b >>> 0) & ((1 << 21) - 1)) };
}

/**
 * Counts an instance.
 * @param name the theorem's, or that of the judgement that was generated.
 * @param values what an instance has to give; equal values are the same instance. A text alone has as its size that of its words.
 * @param show the instance as text.
 */
export function countInstance(
  to: Statistics,
  name: string,
  kase: string,
  values: readonly unknown[],
  show: () => string,
): void {
  const made = madeOf(to, name);
  add(made.cases, kase);
  const { size: constructors, digest } = look(values);
  const [text] = values;
  const size = typeof text === 'string' ? text.split(/\s+/).filter((w) => w !== '').length : constructors;
  add(made.sizes, size);
  if (made.different.size < mostDifferent) made.different.set(digest, size);
  if (size > largestSmall) return;
  const shown = show();
  if (to.small.has(shown) || to.small.size < mostSmall) add(to.small, shown);
}

/** Counts an instance of which nothing is known but its case. */
export const countCase = (to: Statistics, name: string, kase: string): void => add(madeOf(to, name).cases, kase);

export const countLabels = (to: Statistics, labels: Iterable<string>): void => {
  for (const label of labels) add(to.labels, label);
};

/** Counts which rules stand above which in a derivation. */
export function countPairs(to: Statistics, root: Derivation): void {
  for (const { rule, premises } of nodesOf([root])) for (const p of premises) add(to.pairs, pair(rule, p.rule));
}

const pair = (below: Rule, above: Rule): string => `${below.name} / ${above.name}`;

/** Derives what holds, and counts the pairs of rules; what takes too long is left out. */
export function countPairsOf(to: Statistics, system: System, form: Form, inputs: readonly unknown[]): void {
  if (inputs.includes(undefined)) return;
  const r = derive(system, form, inputs, { fuel });
  if (!isLeft(r)) countPairs(to, r.right.derivation);
}

/** Adds some to others. */
export function sumStatistics(to: Statistics, from: Statistics): void {
  for (const [k, n] of from.pairs) add(to.pairs, k, n);
  for (const [k, n] of from.labels) add(to.labels, k, n);
  for (const [k, n] of from.small) if (to.small.has(k) || to.small.size < mostSmall) add(to.small, k, n);
  for (const [name, { cases, sizes, different }] of from.of) {
    const made = madeOf(to, name);
    for (const [k, n] of cases) add(made.cases, k, n);
    for (const [k, n] of sizes) add(made.sizes, k, n);
    for (const [k, size] of different) if (made.different.size < mostDifferent) made.different.set(k, size);
  }
}

/**
 * The pairs of rules that derivations of judgements can have, as far as the constructors in the rules show.
 * @param roots the judgements, with patterns of their arguments.
 */
export function possiblePairs(
  system: System,
  roots: readonly { readonly form: Form; readonly args: readonly Pattern[] }[],
): ReadonlySet<string> {
  const pairs = new Set<string>();
  const met = new Set(roots.flatMap(({ form, args }) => rulesFor(system, form, args)));
  for (const rule of met)
    for (const p of rule.premises) {
      if (!isInstance(p)) continue;
      for (const above of rulesFor(system, p.judgement, p.args)) {
        pairs.add(pair(rule, above));
        met.add(above);
      }
    }
  return pairs;
}

/** The judgements that the premises of theorems are about, by the system whose rules derive them. */
export function premisesOf(
  system: System,
  theorems: readonly Theorem[],
): ReadonlyMap<System, { readonly form: Form; readonly args: readonly Pattern[] }[]> {
  const roots = new Map<System, { form: Form; args: readonly Pattern[] }[]>();
  for (const { premises, premisesIn = system } of theorems)
    for (const p of premises) {
      if (!isInstance(p)) continue;
      const of = roots.get(premisesIn) ?? [];
      roots.set(premisesIn, [...of, { form: p.judgement, args: p.args }]);
    }
  return roots;
}
