/** The calculi that the workbench knows: each with its theorems, its variants, and how it is hunted and told. */
import { noLocals } from '../semantics/proteus/types.ts';
import { NoLocals } from '../rules/stlc/typing.ts';
import type { System } from '../rules/system.ts';
import type { Theorem } from '../rules/theorem.ts';
import type { Variant } from '../rules/variant.ts';
import { proteus, proteusDeclarative } from '../rules/proteus/system.ts';
import { proteusVariants } from '../rules/proteus/variants.ts';
import { stlc } from '../rules/stlc/system.ts';
import { stlcVariants } from '../rules/stlc/variants.ts';
import type { Ground } from '../checker/hunt/episodes.ts';
import type { Telling } from '../checker/hunt/counterexample.ts';
import { proteusGround } from '../checker/proteus/ground.ts';
import { proteusTelling } from '../checker/proteus/telling.ts';
import { stlcGround, stlcTelling } from '../checker/stlc/ground.ts';
import { preservation, theoremsOf, updateSafety, updateSafetyStatic } from './proteus/theorems.ts';
import { stlcTheorems } from './stlc/theorems.ts';

export interface Calculus {
  readonly name: string;
  readonly base: System;
  readonly variants: readonly Variant[];
  /** The theorems, given the rules that the static analysis runs. */
  readonly theorems: (analysis: System) => readonly Theorem[];
  /** Theorems that lead from one subject to the next, the main one first. */
  readonly movers: readonly Theorem[];
  readonly ground: Ground;
  readonly telling: Telling;
  /** The judgement that is generated unless another is named. */
  readonly generates: string;
  /** Sorts that have one term of interest when instances are generated for people: no local variables. */
  readonly closed: Readonly<Record<string, unknown>>;
  /** The largest size of what a hunt generates. */
  readonly size: number;
}

export const calculi: readonly Calculus[] = [
  {
    name: 'proteus',
    base: proteus,
    variants: proteusVariants,
    theorems: theoremsOf,
    movers: [preservation, updateSafety, updateSafetyStatic],
    ground: proteusGround,
    telling: proteusTelling,
    generates: 'configurationOk',
    closed: { Locals: noLocals },
    size: 9,
  },
  {
    name: 'stlc',
    base: stlc,
    variants: stlcVariants,
    theorems: () => stlcTheorems,
    movers: stlcTheorems.filter((t) => t.leadsTo !== undefined),
    ground: stlcGround,
    telling: stlcTelling,
    generates: 'types',
    closed: { Locals: NoLocals() },
    size: 12,
  },
];

/** The base of a calculus as the variant that changes nothing. */
export const unchanged = (c: Calculus): Variant => ({
  name: '',
  sentence: 'the calculus as it is',
  base: c.base,
  system: c.base,
  analysis: c.base,
  expected: 'sound',
  endToEnd: false,
});

/** The calculus that a system belongs to. */
export const calculusOf = (system: System): Calculus | undefined => calculi.find((c) => c.name === system.name);

/** A variant by name; those given besides come first. */
export const findVariant = (c: Calculus, name: string, more: readonly Variant[] = []): Variant | undefined =>
  [...more, ...c.variants].find((v) => v.base.name === c.name && v.name === name);

/** Systems by the names that files use. */
export const systemFinder =
  (more: readonly Variant[] = []) =>
  (name: string, variantName: string | null): System | undefined => {
    const calculus = calculi.find((c) => c.name === name);
    if (calculus === undefined) return undefined;
    if (variantName === null) return calculus.base;
    if (name === 'proteus' && variantName === proteusDeclarative.variant) return proteusDeclarative;
    return findVariant(calculus, variantName, more)?.system;
  };
