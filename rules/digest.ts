/** A digest of a system's rules, so that a file can say which rules it was made with. */
import { digestText } from '../semantics/hash.ts';
import { isCall, isMeta, type Pattern } from '../semantics/symbols.ts';
import { metafunctionsOf } from './metafunctions.ts';
import type { Premise, Rule } from './rule.ts';
import type { System } from './system.ts';

const cache = new WeakMap<System, string>();

/** A pattern, unambiguously; for digests. */
export const patternText = (p: Pattern): string => {
  if (isMeta(p)) return p.meta;
  if (isCall(p)) return `${p.call.info.name}!(${p.args.map(patternText).join(',')})`;
  if (typeof p === 'string') return JSON.stringify(p);
  if (Array.isArray(p)) return `{${p.map((n) => JSON.stringify(n)).join(',')}}`;
  if (typeof p !== 'object') return String(p);
  const { tag, ...fields } = p as { tag: string } & Readonly<Record<string, Pattern>>;
  return `${tag}(${Object.values(fields).map(patternText).join(',')})`;
};

export const premiseText = (p: Premise): string => {
  if (p.kind === 'judgement') return `${p.judgement.name}[${p.args.map(patternText).join(';')}]`;
  return p.kind === 'where' ? `${patternText(p.pattern)}=${patternText(p.value)}` : patternText(p);
};

const ruleText = (r: Rule): string =>
  [r.name, ...r.premises.map(premiseText), premiseText(r.conclusion), ...r.chosen].join('\n');

/** Everything a system's rules and the equations of their metafunctions say: what its digest is of. */
const systemText = (system: System): string =>
  [
    ...[...system.rules.values()].map(ruleText),
    ...metafunctionsOf(system.rules.values()).map((f) =>
      [
        f.info.name,
        ...(f.info.equations ?? []).map(({ left, right, where }) =>
          [patternText(left), patternText(right), ...(where ?? []).map(premiseText)].join('\n'),
        ),
      ].join('\n'),
    ),
  ].join('\n\n');

/** The digest of a system: it changes when a rule or an equation does. */
export function digestOf(system: System): string {
  let digest = cache.get(system);
  if (digest === undefined) cache.set(system, (digest = digestText(systemText(system))));
  return digest;
}
