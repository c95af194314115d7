/** What a question needs to be loaded before it is asked: the calculi that it is about, and how their programs are shown. */
import { calculusNamed, calculusNames, defaultName, loadCalculus } from '../../../proofs/registry.ts';
import { readVariant } from '../variant-name.ts';
import { loadPrograms } from './calculi.ts';
import { loadNotation } from './variants.ts';

/** Loads a calculus, and how its programs are shown. */
export async function loadOf(calculus: string): Promise<void> {
  await Promise.all([loadCalculus(calculus), loadPrograms(calculus)]);
}

/** All calculi, and what reads rules: for what comes from a file, which may be of any of them. */
export async function everyCalculus(): Promise<void> {
  await Promise.all([...calculusNames.map(loadOf), loadNotation()]);
}

/** What names rules, as the state of the page does. */
export interface Named {
  readonly variant?: string | null;
}
/** A question about something. */
export interface About<X> {
  readonly of: X;
}

/** Questions that name their rules: their calculus, or the default one where there is none of that name. */
export async function named({ variant }: Named): Promise<void> {
  const { calculus, rules } = readVariant(variant ?? null);
  const known = calculusNames.includes(calculus) ? calculus : defaultName;
  await Promise.all([loadOf(known), rules === null ? undefined : loadNotation()]);
}

/** Questions about a derivation: of a run, or from a file. */
export const derived = ({ of }: About<Named & { readonly from: 'run' | 'file' }>): Promise<void> =>
  of.from === 'file' ? everyCalculus() : named(of);

/** Questions about a state space: where the calculus has none, another one has, for the same programs. */
export async function explored(of: Named): Promise<void> {
  await named(of);
  const { calculus } = readVariant(of.variant ?? null);
  if (calculusNamed(calculus)?.language?.space === undefined) await everyCalculus();
}
export const exploredIn = ({ of }: About<Named>): Promise<void> => explored(of);

/** Questions that no calculus is loaded for: what they need is part of what answers them. */
export const nothing = async (): Promise<void> => undefined;
