/** Capabilities: finite and cofinite sets of type names (section 2); updatabilities N ≤ U. */
import { metafunction } from '../symbols.ts';
import { constraints, isUnknown } from './constraints.ts';
import { make, type Cap, type Mu } from './grammar.ts';

const { Finite, Cofinite, CapUnknown, N, U } = { ...make.Cap, ...make.Mu };

const sorted = (names: Iterable<string>): readonly string[] => Object.freeze([...new Set(names)].sort());

/** {t1, …, tn} */
export const finite = (names: Iterable<string>): Cap => Finite(sorted(names));
/** *∖{t1, …, tn} */
export const cofinite = (names: Iterable<string>): Cap => Cofinite(sorted(names));
/** *, all names. */
export const all: Cap = Cofinite(Object.freeze([]));
/** {}, no name. */
export const none: Cap = Finite(Object.freeze([]));

const without = (a: readonly string[], b: readonly string[]) => a.filter((t) => !b.includes(t));
const common = (a: readonly string[], b: readonly string[]) => a.filter((t) => b.includes(t));

const namesOf = (c: Cap): readonly string[] => (c.tag === 'CapUnknown' ? [] : c.names);
/** The names a capability mentions, in {…} or behind ∖. */
export const mentioned = namesOf;

/** t ∈ Δ on known capabilities. */
export const contains = (cap: Cap, t: string): boolean =>
  cap.tag === 'Finite' ? cap.names.includes(t) : cap.tag === 'Cofinite' && !cap.names.includes(t);

export const member = metafunction<[string, Cap], boolean>(
  {
    name: 'member',
    args: ['name', 'Cap'],
    result: 'holds',
    text: '{0} ∈ {1}',
    latex: '{0} \\in {1}',
    sentence: 'membership in a capability',
  },
  (t, cap) => (isUnknown(cap) ? (constraints()?.member(t, cap) ?? false) : contains(cap, t)),
);

export const subset = metafunction<[Cap, Cap], boolean>(
  {
    name: 'subset',
    args: ['Cap', 'Cap'],
    result: 'holds',
    text: '{0} ⊆ {1}',
    latex: '{0} \\subseteq {1}',
    sentence: 'inclusion of capabilities: a partial order with least {} and greatest *',
  },
  (a, b) => {
    if (a === b) return true;
    if (isUnknown(a) || isUnknown(b)) return constraints()?.subset(a, b) ?? false;
    if (a.tag === 'Finite') return namesOf(a).every((t) => contains(b, t));
    // The names are infinitely many: a cofinite set is in no finite one.
    return b.tag === 'Cofinite' && b.names.every((t) => namesOf(a).includes(t));
  },
);

export const intersect = metafunction<[Cap, Cap], Cap>(
  {
    name: 'intersect',
    args: ['Cap', 'Cap'],
    result: 'Cap',
    text: '{0} ∩ {1}',
    latex: '{0} \\cap {1}',
    sentence: 'intersection of capabilities: the greatest capability within both',
  },
  (a, b) => {
    if (a === b || b === all) return a;
    // An inference notes whose latent it is that limits what is left, so this comes before the other shortcut.
    if (isUnknown(a) || isUnknown(b)) return constraints()?.intersect(a, b) ?? CapUnknown('?');
    if (a === all) return b;
    if (a.tag === 'Finite') return finite(namesOf(a).filter((t) => contains(b, t)));
    if (b.tag === 'Finite') return finite(namesOf(b).filter((t) => contains(a, t)));
    return cofinite([...namesOf(a), ...namesOf(b)]);
  },
);

export const union = metafunction<[Cap, Cap], Cap>(
  {
    name: 'union',
    args: ['Cap', 'Cap'],
    result: 'Cap',
    text: '{0} ∪ {1}',
    latex: '{0} \\cup {1}',
    sentence: 'union of capabilities: the least capability that contains both',
  },
  (a, b) => {
    if (a === b) return a;
    if (isUnknown(a) || isUnknown(b)) return constraints()?.union(a, b) ?? CapUnknown('?');
    if (a.tag === 'Finite' && b.tag === 'Finite') return finite([...a.names, ...b.names]);
    if (a.tag === 'Finite') return cofinite(without(namesOf(b), a.names));
    if (b.tag === 'Finite') return cofinite(without(namesOf(a), b.names));
    return cofinite(common(namesOf(a), namesOf(b)));
  },
);

export const below = metafunction<[Mu, Mu], boolean>(
  {
    name: 'below',
    args: ['Mu', 'Mu'],
    result: 'holds',
    text: '{0} ≤ {1}',
    latex: '{0} \\le {1}',
    sentence: 'the order N ≤ U of updatabilities',
  },
  (a, b) => {
    if (isUnknown(a) || isUnknown(b)) return a === b || (constraints()?.below(a, b) ?? false);
    return a.tag === 'N' || b.tag === 'U';
  },
);

export const maxMu = (a: Mu, b: Mu): Mu => {
  if (a === b) return a;
  if (isUnknown(a) || isUnknown(b)) return constraints()?.max(a, b) ?? U();
  return a.tag === 'N' ? b : a;
};
export const minMu = (a: Mu, b: Mu): Mu => {
  if (a === b) return a;
  if (isUnknown(a) || isUnknown(b)) return constraints()?.min(a, b) ?? N();
  return a.tag === 'N' ? a : b;
};
