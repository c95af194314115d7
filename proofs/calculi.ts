/** The calculi that the workbench knows: one line each. What is asked by name is asked here. */
import type { System } from '../rules/system.ts';
import type { Variant } from '../rules/variant.ts';
import type { Calculus } from './calculus.ts';
import { proteusCalculus } from './proteus/calculus.ts';
import { stlcCalculus } from './stlc/calculus.ts';

export type { Calculus } from './calculus.ts';

/** The first one is meant where none is named. */
export const calculi: readonly Calculus[] = [proteusCalculus, stlcCalculus];

export const defaultCalculus = calculi[0] as Calculus;

export const calculusNamed = (name: string): Calculus | undefined => calculi.find((c) => c.name === name);

/** The calculus whose programs are in files of this name; undefined where no ending fits. */
export const calculusOfFile = (file: string): Calculus | undefined =>
  calculi.find((c) => c.language?.endings.some((ending) => file.endsWith(ending)));

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
export const calculusOf = (system: System): Calculus | undefined => calculusNamed(system.name);

/** A variant by name; those given besides come first. */
export const findVariant = (c: Calculus, name: string, more: readonly Variant[] = []): Variant | undefined =>
  [...more, ...c.variants].find((v) => v.base.name === c.name && v.name === name);

/** Systems by the names that files use: of a variant, or of another presentation. */
export const systemFinder =
  (more: readonly Variant[] = []) =>
  (name: string, variantName: string | null): System | undefined => {
    const calculus = calculusNamed(name);
    if (calculus === undefined || variantName === null) return calculus?.base;
    const presentation = calculus.presentations.find((p) => p.system.variant === variantName);
    return presentation?.system ?? findVariant(calculus, variantName, more)?.system;
  };
