/** The variants that the state of the page names. */
import { isLeft } from 'fp-ts/lib/Either.js';
import type { Variant } from '../../../rules/variant.ts';
import { readVariant } from '../variant-name.ts';
import { calculusNamed, findVariant, unchanged, type Calculus } from '../../../proofs/calculi.ts';
import { defaultName } from '../../../proofs/registry.ts';
import type { NotationProblem } from '../../../checker/notation/notation.ts';

/** Another presentation of a calculus: no change of it, and shown like one. */
export const presented = (c: Calculus): readonly Variant[] =>
  c.presentations.map(({ name, sentence, system }) => ({
    ...unchanged(c),
    name,
    sentence,
    system,
    analysis: system,
  }));

/** Whether rules are those of another presentation. */
export const isPresentation = ({ calculus, variant }: Chosen): boolean =>
  calculus.presentations.some((p) => p.system === variant.system);

export interface Chosen {
  readonly calculus: Calculus;
  readonly variant: Variant;
}

/** The name of rules that are written on the page. */
export const ownName = 'own';
/** What is written is asked for at each step of a run: the last ones are kept. */
const written = new Map<string, Written>();

type Notation = typeof import('../../../proofs/written.ts');
type Written = ReturnType<Notation['writtenVariant']>;
let notation: Notation | undefined;

/** Loads what reads rules that are written. */
export const loadNotation = async (): Promise<void> => void (notation ??= await import('../../../proofs/written.ts'));

/** @throws Error where what reads rules is not loaded: a bug. */
function read(calculus: Calculus, text: string): Written {
  const key = `${calculus.name} ${text}`;
  let known = written.get(key);
  if (known === undefined) {
    if (notation === undefined) throw new Error('what reads rules is not loaded: a bug');
    known = notation.writtenVariant(calculus, ownName, text);
    if (written.size >= 4) written.delete(written.keys().next().value as string);
    written.set(key, known);
  }
  return known;
}

/** The variant that is meant; null where there is none of the name, or the rules cannot be read. */
export function chosen(variant: string | null): Chosen | null {
  const { calculus: of, name, rules } = readVariant(variant);
  const calculus = calculusNamed(of);
  if (calculus === undefined) return null;
  if (rules !== null) {
    const own = read(calculus, rules);
    return isLeft(own) ? null : { calculus, variant: own.right };
  }
  if (name === '') return { calculus, variant: unchanged(calculus) };
  const found = presented(calculus).find((v) => v.name === name) ?? findVariant(calculus, name);
  return found === undefined ? null : { calculus, variant: found };
}

/** What cannot be read of rules that are written; nothing for a name. */
export function problemsOf(variant: string | null): readonly NotationProblem[] {
  const { calculus: of, rules } = readVariant(variant);
  const calculus = calculusNamed(of);
  if (calculus === undefined || rules === null) return [];
  const own = read(calculus, rules);
  return isLeft(own) ? own.left.map((p) => ({ ...p })) : [];
}

/**
 * The calculus that is meant, whether the variant can be read or not.
 * @throws Error where it is not loaded (needs.ts): a bug.
 */
export function calculusMeant(variant: string | null): Calculus {
  const meant = calculusNamed(readVariant(variant).calculus) ?? calculusNamed(defaultName);
  if (meant === undefined) throw new Error('the calculus is not loaded: a bug');
  return meant;
}
