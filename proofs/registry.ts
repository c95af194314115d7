/**
 * The calculi that the workbench knows: one line each, loaded when they are asked for. What is asked by name is asked
 * here, of those that are loaded; `calculi.ts` has all of them loaded.
 */
import type { System } from '../rules/system.ts';
import type { Variant } from '../rules/variant.ts';
import type { Context } from '../checker/hunt/counterexample.ts';
import type { Calculus } from './calculus.ts';

export type { Calculus } from './calculus.ts';

const loaders: Readonly<Record<string, () => Promise<Calculus>>> = {
  proteus: async () => (await import('./proteus/calculus.ts')).proteusCalculus,
  stlc: async () => (await import('./stlc/calculus.ts')).stlcCalculus,
  threads: async () => (await import('./threads/calculus.ts')).threadsCalculus,
  sessions: async () => (await import('./sessions/calculus.ts')).sessionsCalculus,
  components: async () => (await import('./components/calculus.ts')).componentsCalculus,
};

/** The name of the calculus that is meant where none is named. */
export const defaultName = 'proteus';

/** The names of the calculi that can be loaded, in their order. */
export const calculusNames: readonly string[] = Object.keys(loaders);

const known: Calculus[] = [];

/** Those that are loaded, in their order; those that files made known come last. */
export const calculi: readonly Calculus[] = known;

export const calculusNamed = (name: string): Calculus | undefined => calculi.find((c) => c.name === name);

const loading = new Map<string, Promise<Calculus>>();

async function loaded(name: string, load: () => Promise<Calculus>): Promise<Calculus> {
  const c = await load();
  if (c.name !== name) throw new Error(`the calculus ${c.name} is listed as ${name}: a bug`);
  const place = (x: Calculus) =>
    calculusNames.includes(x.name) ? calculusNames.indexOf(x.name) : calculusNames.length;
  known.push(c);
  known.sort((a, b) => place(a) - place(b));
  return c;
}

/**
 * Loads a calculus, once.
 * @returns it, or undefined where none has the name. It is rejected where its modules cannot be had: the next call tries again.
 */
export async function loadCalculus(name: string): Promise<Calculus | undefined> {
  const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
  if (load === undefined) return calculusNamed(name);
  let under = loading.get(name);
  if (under === undefined) {
    under = loaded(name, load);
    loading.set(name, under);
    under.catch(() => loading.delete(name));
  }
  return under;
}

/** Loads all calculi. */
export const loadCalculi = async (): Promise<void> => void (await Promise.all(calculusNames.map(loadCalculus)));

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

/** What checking a counterexample needs to know of the calculus and variant that a system is of. */
export function contextIn(system: System, more: readonly Variant[] = []): Context | undefined {
  const calculus = calculusOf(system);
  if (calculus === undefined) return undefined;
  const variant = [...more, ...calculus.variants].find((v) => v.system === system);
  const { huntingGround, counterexampleText } = calculus;
  const theorems = calculus.theorems(variant?.analysis ?? system);
  return { theorem: (name) => theorems.find((t) => t.name === name), huntingGround, counterexampleText };
}
