/** The hunt of a variant in the page, until a theorem falls. */
import { theoremsFor } from '../../hunt/hunter.ts';
import { huntFirstFall, type HuntProgress, type FirstFall } from '../../hunt/first-fall.ts';
import { asHunt, proveFirst, type OpenCase, type ProvingProgress, type TheoremProved } from '../../hunt/proving.ts';
import { programsOf } from './calculi.ts';
import type { LineShown } from './proofs.ts';
import type { Source } from './sent.ts';
import { keptProofs } from './kept-proofs.ts';
import { chosen, ownName } from './variants.ts';

export type { HuntProgress } from '../../hunt/first-fall.ts';
/** An open case, its branch as the page shows it. */
export interface OpenShown extends Omit<OpenCase, 'lines'> {
  /** None where it was not searched; in what was kept before there were any, nothing is said. */
  readonly lines?: readonly LineShown[];
}
export interface TheoremShown extends Omit<TheoremProved, 'open'> {
  readonly open: readonly OpenShown[];
}

export interface HuntAsked {
  /** As in the state of the page. */
  readonly variant: string | null;
  readonly seed: number;
  /** Seconds at most. */
  readonly time: number;
  /** Names of theorems; null for those that are expected to fall, or all. */
  readonly theorems: readonly string[] | null;
}

/** What is found, as plain data. */
export interface FoundShown extends Omit<FirstFall, 'found' | 'file'> {
  readonly file: { readonly title: string; readonly text: string } | null;
  /** As a source program, for a run; null where it is none. */
  readonly source: Source | null;
}

export interface HuntResult {
  readonly tests: number;
  readonly seconds: number;
  /** Theorem and how many instances of it were tried. */
  readonly theorems: readonly (readonly [string, number])[];
  readonly found: FoundShown | null;
  /** What proofs said before the hunt: what is proved was not hunted. Empty where the calculus has no proofs. */
  readonly proved: readonly TheoremShown[];
  /** On the command line, the same again. */
  readonly command: string;
}

/** @param variant as in the state of the page. @param name of the file. */
export function foundShown(x: FirstFall, variant: string | null, name: string): FoundShown {
  const { found, file, ...plain } = x;
  return {
    ...plain,
    file: file === null ? null : { title: `${name}-${x.theorem}.json`, text: file },
    source: programsOf(variant).source(found.values, found.given.plan ?? [], variant),
  };
}

/** @throws Error for a variant that does not exist: its message is told. */
export async function hunt(
  asked: HuntAsked,
  progress: (p: HuntProgress) => void = () => undefined,
): Promise<HuntResult> {
  const choice = chosen(asked.variant);
  if (choice === null) throw new Error(`there is no variant ${asked.variant}`);
  const { calculus, variant } = choice;
  const theorems = theoremsFor(calculus, variant, asked.theorems);
  const words = ['mutandis hunt --system', calculus.name];
  // Rules that were written on the page are saved from there under this name.
  if (variant.name !== '') words.push('--variant', variant.name === ownName ? `${ownName}.rules` : variant.name);
  for (const t of asked.theorems ?? []) words.push('--theorem', t);
  const command = [...words, '--seed', String(asked.seed), '--fresh'].join(' ');
  const { seed, time } = asked;
  const proved = await proving(asked, (p) => progress(asHunt(p)));
  const known = new Set(proved.flatMap((p) => (p.status === 'proved' ? [p.theorem] : [])));
  const open = theorems.filter((t) => !known.has(t.name));
  const how = { calculus, variant, theorems: open, seed, seconds: time, tests: Infinity, command };
  const result = open.length === 0 ? nothing : huntFirstFall(how, progress);
  const name = `${calculus.name}-${variant.name === '' ? 'base' : variant.name}`;
  return { ...result, found: result.found && foundShown(result.found, asked.variant, name), proved, command };
}

const nothing = { tests: 0, seconds: 0, theorems: [], found: null };

/** Seconds for which proofs are searched for. */
const patience = 10;

/** What of the theorems is proved, and which cases are open. @throws Error for a variant that does not exist. */
export async function proving(
  { variant: name, theorems: names }: Pick<HuntAsked, 'variant' | 'theorems'>,
  progress: (p: ProvingProgress) => void = () => undefined,
): Promise<readonly TheoremShown[]> {
  const choice = chosen(name);
  if (choice === null) throw new Error(`there is no variant ${name}`);
  const { calculus, variant } = choice;
  progress({ done: 0, of: 0 });
  const first = await keptProofs(calculus.name);
  const end = performance.now() + patience * 1000;
  const theorems = theoremsFor(calculus, variant, names).map((t) => t.name);
  const proved = proveFirst(variant.system, theorems, first, progress, () => performance.now() < end);
  const { linesShown } = await import('./proofs.ts');
  return proved.map((t) => ({ ...t, open: t.open.map((c) => ({ ...c, lines: linesShown(c.lines) })) }));
}
