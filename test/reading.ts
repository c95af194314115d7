/** Reading rules in tests: the systems there are, and what is said of a text. */
import { isLeft } from 'fp-ts/lib/Either.js';
import { calculi } from '../proofs/calculi.ts';
import { metafunctionsOf } from '../rules/metafunctions.ts';
import { readRule, type ReadingOptions } from '../checker/notation/notation.ts';
import { proteusDeclarative } from '../rules/proteus/system.ts';
import { same } from '../checker/notation/readings.ts';
import type { Rule } from '../rules/rule.ts';
import type { System } from '../rules/system.ts';

export const systems = [
  proteusDeclarative,
  ...calculi.flatMap((c) => [c.base, ...c.variants.flatMap((v) => [...new Set([v.system, v.analysis])])]),
];
const functionsOf = (name: string) => [
  ...new Set(systems.filter((s) => s.name === name).flatMap((s) => metafunctionsOf(s.rules.values()))),
];
export const functions = { proteus: functionsOf('proteus'), stlc: functionsOf('stlc') };

export const read = (system: System, text: string, options?: ReadingOptions): Rule => {
  const r = readRule(system, text, options);
  if (isLeft(r)) throw new Error(`${text}\n${problems(system, text, options).join('\n')}`);
  return r.right;
};
export const problems = (system: System, text: string, options?: ReadingOptions): string[] => {
  const r = readRule(system, text, options);
  return isLeft(r) ? r.left.map((p) => `${p.line}:${p.column}: ${p.message}`) : [];
};
export const sameRule = (a: Rule, b: Rule) =>
  a.name === b.name &&
  a.premises.length === b.premises.length &&
  a.premises.every((p, i) => same(p, b.premises[i])) &&
  same(a.conclusion, b.conclusion) &&
  [...a.chosen].sort().join() === [...b.chosen].sort().join();
