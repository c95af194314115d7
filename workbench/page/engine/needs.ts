/** What a question needs to be loaded before it is asked: the calculi that it is about, and how their programs are shown. */
import { calculusNames, loadCalculus } from '../../../proofs/registry.ts';
import { defaultName } from '../../../proofs/default.ts';
import { readVariant } from '../variant-name.ts';
import { loadPrograms } from './calculi.ts';

const load = async (name: string): Promise<void> => void (await Promise.all([loadCalculus(name), loadPrograms(name)]));

/** All calculi: for what comes from a file, which may be of any of them. */
export const everyCalculus = async (): Promise<void> => void (await Promise.all(calculusNames.map(load)));

/** The calculus whose rules the state of the page names; the default one where there is none of that name. */
export async function meant(variant: string | null | undefined): Promise<void> {
  const { calculus } = readVariant(variant ?? null);
  await load(calculusNames.includes(calculus) ? calculus : defaultName);
}

/** What names rules, or is about something that does. */
export interface Named {
  readonly variant?: string | null;
}

/** Questions that name their rules. */
export const named = ({ variant }: Named): Promise<void> => meant(variant);
/** Questions about a derivation: of a run, or from a file. */
export const derived = ({ of }: { readonly of: { readonly from: 'run' | 'file' } & Named }): Promise<void> =>
  of.from === 'file' ? everyCalculus() : meant(of.variant);
/** Questions that no calculus is loaded for: what they need is part of what answers them. */
export const nothing = async (): Promise<void> => undefined;
