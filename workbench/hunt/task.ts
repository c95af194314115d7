/** A hunt in a form that can be sent to a worker, and made again there. */
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js';
import type { Theorem } from '../../rules/theorem.ts';
import type { Variant } from '../../rules/variant.ts';
import { emptyTally, sum, type Tally } from '../../checker/hunt/tally.ts';
import type { Hunter } from '../../checker/hunt/episodes.ts';
import { calculi, findVariant, unchanged, type Calculus } from '../../proofs/calculi.ts';
import { didYouMean } from '../../checker/did-you-mean.ts';
import { hunterFor, named, theoremsFor } from './hunter.ts';
import { isWritten, loadCalculi, loadVariants } from './load.ts';

export interface Task {
  readonly system: string;
  /** A name, a file, or null for the calculus as it is. */
  readonly variant: string | null;
  /** The text of rules that come from standard input: workers cannot read it again. */
  readonly written?: string;
  /** Names of theorems; null for those that are expected to fall, or all. */
  readonly theorems: readonly string[] | null;
  readonly seed: number;
  readonly size: number | null;
  /** A file with the calculus, where it is none of those that come with the workbench. */
  readonly from?: string;
  /** Whether statistics are taken of what is tried. */
  readonly statistics?: boolean;
}

export interface Resolved {
  readonly calculus: Calculus;
  readonly variant: Variant;
  readonly theorems: readonly Theorem[];
  /** Variants that the file defines, for finding systems by name. */
  readonly more: readonly Variant[];
}

/** That there is no such system, and which there are. */
export const noSystem = (name: string): string =>
  `there is no system ${name}; there are ${list(calculi.map((c) => c.name))}${didYouMean(
    name,
    calculi.map((c) => c.name),
  )}`;

/** That a calculus has no such variant, and which it has. */
export const noVariant = ({ name, variants }: Calculus, wanted: string): string =>
  `${name} has no variant ${wanted}; there are ${list(variants.map((v) => v.name))}${didYouMean(
    wanted,
    calculi.flatMap((c) => c.variants.map((v) => v.name)),
  )}`;

const list = (names: readonly string[]) => names.join(', ');
const isFile = (name: string) => /[./\\]/.test(name) || isWritten(name);

/** Finds what a task names; or says what is not there. */
export async function resolveTask(task: Task): Promise<Either<string, Resolved>> {
  if (task.from !== undefined) {
    const own = await loadCalculi(task.from);
    if (isLeft(own)) return own;
  }
  let calculus = calculi.find((c) => c.name === task.system);
  if (calculus === undefined) return left(noSystem(task.system));
  let chosen: Variant | undefined;
  let more: readonly Variant[] = [];
  if (task.variant === null) chosen = unchanged(calculus);
  else if (isFile(task.variant)) {
    const loaded = await loadVariants(task.variant, task.system, task.written);
    if (isLeft(loaded)) return loaded;
    more = loaded.right;
    chosen = more[0] as Variant;
    const { base } = chosen;
    calculus = calculi.find((c) => c.name === base.name);
    if (calculus === undefined) return left(`${task.variant}: a variant of ${base.name}, which is not known here`);
  } else {
    chosen =
      findVariant(calculus, task.variant) ?? calculi.flatMap((c) => findVariant(c, task.variant as string) ?? [])[0];
    if (chosen === undefined) return left(noVariant(calculus, task.variant));
    const { base } = chosen;
    calculus = calculi.find((c) => c.name === base.name) as Calculus;
  }
  const variant = chosen;
  const all = calculus.theorems(variant.analysis);
  const missing = task.theorems?.find((name) => !all.some((t) => named(t, name)));
  if (missing !== undefined)
    return left(
      `${calculus.name} has no theorem ${missing}; there are ${list(all.map((t) => t.name))}${didYouMean(
        missing,
        all.map((t) => t.name),
      )}`,
    );
  return right({ calculus, variant, theorems: theoremsFor(calculus, variant, task.theorems), more });
}

export const hunterOf = (task: Task, { calculus, variant, theorems }: Resolved): Hunter =>
  hunterFor(calculus, variant, theorems, task.seed, task.size ?? calculus.size, task.statistics);

/** Episodes from one number up to another. */
export function runEpisodes(hunter: Hunter, from: number, to: number): Tally {
  const tally = emptyTally(hunter.statistics);
  for (let i = from; i < to; i++) sum(tally, hunter.episode(i));
  return tally;
}
