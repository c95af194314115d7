/**
 * What a calculus brings to the page, told by its value when the page is built: the page knows by it which views there
 * are for it, without the calculus itself.
 */
import type { Calculus } from '../../proofs/calculus.ts';
import { proved } from '../../proofs/developments.ts';
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
  /** Its words, explained: its own, then what its grammar and its rules say of the others. */
  readonly words: readonly Sign[];
  /** Its rules: what the judgement of each says. */
  readonly rules: Readonly<Record<string, string>>;
}

/** What is known of a calculus on the page. */
export function calculusHere({ name, title, language, words = [], base }: Calculus): CalculusHere {
  const parts: readonly (readonly [Part, unknown])[] = [
    ['programs', language],
    ['updates', language?.updates],
    ['analysis', language?.updates?.analyse],
    ['space', language?.space],
    ['proofs', proved.find((p) => p === name)],
  ];
  const brings = parts.flatMap(([part, value]) => (value === undefined ? [] : [part]));
  const rules = Object.fromEntries(
    [...base.rules.values()].map((r) => [r.name, `${r.conclusion.judgement.name}: ${r.conclusion.judgement.sentence}`]),
  );
  return { name, title, endings: language?.endings ?? [], brings, words: [...words, ...signsOf(base)], rules };
}
