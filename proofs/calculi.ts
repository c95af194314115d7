/** The calculi that the workbench knows: one line each. What is asked by name is asked here. */
import { digestOf } from '../rules/digest.ts';
import type { System } from '../rules/system.ts';
import type { Variant } from '../rules/variant.ts';
import type { Find } from '../checker/format.ts';
import type { Context } from '../checker/hunt/counterexample.ts';
import type { Calculus } from './calculus.ts';
import { componentsCalculus } from './components/calculus.ts';
import { defaultName } from './default.ts';
import { proteusCalculus } from './proteus/calculus.ts';
import { sessionsCalculus } from './sessions/calculus.ts';
import { stlcCalculus } from './stlc/calculus.ts';
import { threadsCalculus } from './threads/calculus.ts';
import { carriedRules } from './written.ts';

export type { Calculus } from './calculus.ts';

const known: Calculus[] = [proteusCalculus, stlcCalculus, threadsCalculus, sessionsCalculus, componentsCalculus];

export const calculi: readonly Calculus[] = known;

export const calculusNamed = (name: string): Calculus | undefined => calculi.find((c) => c.name === name);

/** The one that is meant where none is named. */
export const defaultCalculus = calculusNamed(defaultName) as Calculus;

/**
 * The calculus whose programs are in files of this name; undefined where no ending fits. Where several have the ending, it is the one that claims the
 * text, if one does, and otherwise the first.
 */
export function calculusOfFile(file: string, text?: () => string | undefined): Calculus | undefined {
  const all = calculi.filter((c) => c.language?.endings.some((ending) => file.endsWith(ending)));
  if (all.length < 2 || text === undefined) return all[0];
  const said = text();
  return (said === undefined ? undefined : all.find((c) => c.language?.claims?.(said))) ?? all[0];
}

/**
 * Makes a calculus known: that files may name it, and programs with its endings be of it.
 * @throws Error when another one has its name, or one of its endings.
 */
export function register(c: Calculus): void {
  if (known.includes(c)) return;
  if (calculusNamed(c.name) !== undefined) throw new Error(`there is a calculus ${c.name} already`);
  const taken = c.language?.endings.find((e) => calculusOfFile(e) !== undefined);
  if (taken !== undefined) throw new Error(`files that end in ${taken} are of another calculus already`);
  known.push(c);
}

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

/**
 * Systems as files say which they were made with: by the rules that a file carries, otherwise by the digest of the rules,
 * and where no rules have it, by the name of a variant or of another presentation.
 */
export const systemFinder =
  (more: readonly Variant[] = []): Find =>
  (name, variantName, { digest, rules }) => {
    const calculus = calculusNamed(name);
    if (calculus === undefined || variantName === null) return calculus?.base;
    if (rules !== undefined) return carriedRules(calculus, variantName, rules, digest);
    const named = findVariant(calculus, variantName, more)?.system;
    const presented = calculus.presentations.find((p) => p.system.variant === variantName)?.system;
    const all = [presented, named, ...[...more, ...calculus.variants].map((v) => v.system)];
    return (
      all.find((s) => s?.name === name && digestOf(s) === digest) ??
      presented ??
      named ??
      `unknown system ${name}, variant ${variantName}: the file does not carry its rules, and no variant has its digest ${digest}`
    );
  };

/** What checking a counterexample needs to know of the calculus and variant that a system is of. */
export function contextIn(system: System, more: readonly Variant[] = []): Context | undefined {
  const calculus = calculusOf(system);
  if (calculus === undefined) return undefined;
  const variant = [...more, ...calculus.variants].find((v) => v.system === system);
  const { ground, telling } = calculus;
  const theorems = calculus.theorems(variant?.analysis ?? system);
  return { theorem: (name) => theorems.find((t) => t.name === name), ground, telling };
}
