/** What the words, signs and names in a text mean: those of the calculus that is looked at. */
import type { Told } from '../brings.ts';

export interface Explained {
  readonly word: string;
  readonly says: string;
  readonly rule: string | null;
}
/** What a text says at an offset. @param formula whether it is one: letters are metavariables there. */
export function explainAt(
  text: string,
  offset: number,
  { words, rules }: Told,
  formula = false,
): Explained | undefined {
  // Names first: a rule's name has letters in it that are words elsewhere.
  for (const m of text.matchAll(/[\p{L}][\p{L}0-9]*(-[\p{L}0-9]+)?/gu)) {
    const [name] = m;
    const says = rules[name];
    if (says !== undefined && m.index <= offset && offset <= m.index + name.length)
      return { word: name, says: `A rule of ${says}.`, rule: name };
  }
  for (const { like, says, rule, formula: only } of words) {
    if (only && !formula) continue;
    for (const m of text.matchAll(new RegExp(`(?<![\\p{L}0-9_])(?:${like})(?![\\p{L}_])`, 'gu')))
      if (m.index <= offset && offset <= m.index + m[0].length) return { word: m[0], says, rule };
  }
  return undefined;
}
