/** Mutants of Proteus that are sound, and why: name ↦ reason. */
const bySubtyping =
  'a supertype has the names of the subtype in its places, and the subtype is well formed: it is that of a term';

export const soundMutants: Readonly<Record<string, string>> = {
  'T-Let without premise 3': bySubtyping,
  'T-Ref without premise 3': bySubtyping,
  'R-IfNeq with premise 1 turned': 'that n2 differs from n1 says the same as that n1 differs from n2',
};
