/**
 * What a calculus brings to the page, told by its value when the page is built: the page knows by it which views there
 * are for it, without the calculus itself. What is long of it, the page loads when somebody looks for it.
 */
import type { Plugin } from 'vite';
import type { Calculus } from '../../proofs/calculus.ts';
import { signsOf, type Sign } from './meanings.ts';

/** Parts of a calculus that a view needs. */
export type Part = 'programs' | 'updates' | 'analysis' | 'space' | 'proofs';

/** A calculus as the page knows it. */
export interface CalculusHere {
  readonly name: string;
  /** As sentences say it: `the lambda calculus`. */
  readonly title: string;
  /** The endings of its programs; none where it has no programs. */
  readonly endings: readonly string[];
  readonly brings: readonly Part[];
}

/** What a calculus says of itself. */
export interface Told {
  /** Its words, explained: its own, then what its grammar and its rules say of the others. */
  readonly words: readonly Sign[];
  /** Its rules: what the judgement of each says. */
  readonly rules: Readonly<Record<string, string>>;
}

/** The variants of a calculus, its other presentations included: the name of each and the theorems that fall by it. */
export interface VariantsHere {
  readonly calculus: string;
  readonly variants: readonly { readonly name: string; readonly falls: readonly string[] }[];
}

/** What is known of a calculus on the page. */
export function calculusHere({ name, title, language, lemmas }: Calculus): CalculusHere {
  const parts: readonly (readonly [Part, unknown])[] = [
    ['programs', language],
    ['updates', language?.updates],
    ['analysis', language?.updates?.analyse],
    ['space', language?.space],
    ['proofs', lemmas],
  ];
  const brings = parts.flatMap(([part, value]) => (value === undefined ? [] : [part]));
  return { name, title, endings: language?.endings ?? [], brings };
}

/** What a calculus says of itself. */
export function toldBy({ words = [], base }: Calculus): Told {
  const rules = Object.fromEntries(
    [...base.rules.values()].map((r) => [r.name, `${r.conclusion.judgement.name}: ${r.conclusion.judgement.sentence}`]),
  );
  return { words: [...words, ...signsOf(base)], rules };
}

/** The variants that may be chosen of a calculus. */
export const variantsHere = ({ name, variants, presentations }: Calculus): VariantsHere => ({
  calculus: name,
  variants: [
    ...variants.map((v) => ({ name: v.name, falls: v.expected === 'sound' ? [] : v.expected })),
    ...presentations.map((p) => ({ name: p.name, falls: [] })),
  ],
});

/** Lets the page import what a calculus says of itself, as `proofs/<name>/calculus.ts?told`. */
export const toldModules = (calculi: readonly Calculus[]): Plugin => ({
  name: 'told',
  enforce: 'pre',
  load(id) {
    const name = /\/([^/]+)\/calculus\.ts\?told$/.exec(id)?.[1];
    const calculus = calculi.find((c) => c.name === name);
    return calculus === undefined ? null : `export default ${JSON.stringify(toldBy(calculus))};`;
  },
});
