/** Capabilities: finite and cofinite sets of type names (section 2); updatabilities N ≤ U. */
import { metafunction } from '../symbols.ts';
import { make, type Cap, type Mu } from './grammar.ts';

const { Finite, Cofinite, CapUnknown, N, U } = { ...make.Cap, ...make.Mu };

/** Whether a latent is not known yet: no test on it holds, and what is computed from it is not known either (section 9). */
export const isUnknown = (x: Cap | Mu): boolean => x.tag === 'CapUnknown' || x.tag === 'MuUnknown';

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
    meaning: { theory: 'member' },
  },
  (t, cap) => contains(cap, t),
);

export const subset = metafunction<[Cap, Cap], boolean>(
  {
    name: 'subset',
    args: ['Cap', 'Cap'],
    result: 'holds',
    text: '{0} ⊆ {1}',
    latex: '{0} \\subseteq {1}',
    sentence: 'inclusion of capabilities: a partial order with least {} and greatest *',
    meaning: { theory: 'subset' },
  },
  (a, b) => {
    if (a === b) return true;
    if (isUnknown(a) || isUnknown(b)) return false;
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
    meaning: { theory: 'intersect' },
  },
  (a, b) => {
    if (a === b || b === all) return a;
    if (isUnknown(a) || isUnknown(b)) return CapUnknown('?');
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
    meaning: { theory: 'union' },
  },
  (a, b) => {
    if (a === b) return a;
    if (isUnknown(a) || isUnknown(b)) return CapUnknown('?');
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
    meaning: { theory: 'below' },
  },
  (a, b) => {
    if (isUnknown(a) || isUnknown(b)) return a === b;
    return a.tag === 'N' || b.tag === 'U';
  },
);

const maxMu = (a: Mu, b: Mu): Mu => {
  if (a === b) return a;
  if (isUnknown(a) || isUnknown(b)) return U();
  return a.tag === 'N' ? b : a;
};
const minMu = (a: Mu, b: Mu): Mu => {
  if (a === b) return a;
  if (isUnknown(a) || isUnknown(b)) return N();
  return a.tag === 'N' ? a : b;
};

/** What is asked of latents, and what is made of them. */
export interface LatentOperations {
  /** t ∈ Δ */
  member(t: string, cap: Cap): boolean;
  /** Δ1 ⊆ Δ2 */
  subset(a: Cap, b: Cap): boolean;
  /** The greatest capability within both. */
  intersect(a: Cap, b: Cap): Cap;
  /** The least capability that contains both. */
  union(a: Cap, b: Cap): Cap;
  /** μ1 ≤ μ2 */
  below(a: Mu, b: Mu): boolean;
  max(a: Mu, b: Mu): Mu;
  min(a: Mu, b: Mu): Mu;
}

export const latentOperations: LatentOperations = {
  member: member.compute,
  subset: subset.compute,
  intersect: intersect.compute,
  union: union.compute,
  below: below.compute,
  max: maxMu,
  min: minMu,
};

const bound = (name: 'max' | 'min', compute: (a: Mu, b: Mu) => Mu) =>
  metafunction<[Mu, Mu], Mu>(
    {
      name: `${name}Mu`,
      args: ['Mu', 'Mu'],
      result: 'Mu',
      text: `${name}({0}, {1})`,
      sentence: 'the greater, or the less, of two updatabilities',
      meaning: { theory: name },
    },
    compute,
  );
/** The greater and the less of two updatabilities, as metafunctions. */
export const greaterMu = bound('max', maxMu);
export const lesserMu = bound('min', minMu);
