/** Terms, sorts and parts of statements as Coq writes them. */
import { isCall, isMeta, type Call, type Metavariable, type Pattern } from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { isWhere } from '../../rules/rule.ts';
import { isEvery, quantified, type Every, type Part } from '../statement.ts';
import type { Sym } from '../terms.ts';

/** What the export does not know how to say yet: the message says what it is. */
export class NotMade extends Error {}
export const notMade = (what: string): never => {
  throw new NotMade(what);
};

const primitives: Readonly<Record<string, string>> = { name: 'name', int: 'Z', holds: 'Prop' };
/** `Type` is a word of Coq's. */
export const sortName = (sort: string): string => primitives[sort] ?? `${sort}_`;
/** A name of a rule, a theorem or a claim as one of Coq's. */
export const ident = (name: string): string => name.replace(/[^\p{L}\p{N}_]/gu, '_');

export type Env = (m: string) => string;
/** A metavariable with a number. */
export const numbered = (m: string, n: number): string => `${m}_${n}`;
const plain: Env = (m) => m;

const logic: Readonly<Record<string, (args: readonly string[]) => string>> = {
  same: ([a, b]) => `(${a} = ${b})`,
  not: ([a]) => `(~ ${a})`,
  both: ([a, b]) => `(${a} /\\ ${b})`,
};
const applied = (f: string, args: readonly string[]): string => (args.length === 0 ? f : `(${[f, ...args].join(' ')})`);
const literal = (p: string | bigint | boolean): string =>
  typeof p === 'bigint' ? `(${p})%Z` : typeof p === 'boolean' ? (p ? 'True' : 'False') : `"${p.replaceAll('"', '""')}"%string`; // prettier-ignore

export function patternText(p: Pattern, env: Env = plain): string {
  if (isMeta(p)) return env(p.meta);
  if (isCall(p)) return callText(p, env);
  if (typeof p !== 'object') return literal(p);
  if (Array.isArray(p)) return notMade('sets of names');
  const { tag, ...fields } = p as unknown as { tag: string } & Record<string, Pattern>;
  return applied(tag, Object.values(fields).map((f) => patternText(f, env))); // prettier-ignore
}
function callText({ call, args }: Call, env: Env): string {
  if (call.partial) notMade(`the partial function ${call.info.name}`);
  const texts = args.map((a) => patternText(a, env));
  return logic[call.info.name]?.(texts) ?? applied(ident(call.info.name), texts);
}
export function symText(s: Sym): string {
  if (s.kind === 'variable') {
    const [m, rest] = s.op.split('#') as [string, string];
    return numbered(m, parseInt(rest, 10));
  }
  if (s.literal !== undefined) return typeof s.literal === 'object' ? notMade('sets of names') : literal(s.literal);
  const args = s.args.map(symText);
  if (s.kind === 'call') return logic[s.op]?.(args) ?? applied(ident(s.op), args);
  return s.op === 'true' ? 'True' : s.op === 'false' ? 'False' : applied(s.op, args);
}

export const binders = (metas: readonly Metavariable[], env: Env = plain): string =>
  metas.map((m) => ` (${env(m.meta)} : ${m.restriction ? notMade(`${m.meta}, which is restricted`) : sortName(m.sort)})`).join(''); // prettier-ignore
const forAll = (metas: readonly Metavariable[], env: Env): string => (metas.length === 0 ? '' : `forall${binders(metas, env)}, `); // prettier-ignore

/** Conclusions: what exists, and what holds of it. */
export const conclusionText = (parts: readonly Part[], existential: readonly Metavariable[], env: Env = plain): string =>
  `${existential.map((m) => `exists ${env(m.meta)} : ${sortName(m.sort)}, `).join('')}${parts.map((p) => partText(p, env)).join(' /\\ ')}`; // prettier-ignore

export const existsIn = (e: Every): readonly Metavariable[] =>
  quantified(e.premises, e.conclusions, [...e.about, ...e.every].map((m) => m.meta)).existential; // prettier-ignore

/** A premise or a conclusion as a proposition. */
export function partText(p: Part, env: Env = plain): string {
  if (isEvery(p)) {
    const own = new Set([...p.every, ...existsIn(p)].map((m) => m.meta));
    const inside: Env = (m) => (own.has(m) ? m : env(m));
    return `(${forAll(p.every, inside)}${p.premises.map((q) => `${partText(q, inside)} -> `).join('')}${conclusionText(p.conclusions, existsIn(p), inside)})`; // prettier-ignore
  }
  if (isInstance(p)) return applied(ident(p.judgement.name), p.args.map((a) => patternText(a, env))); // prettier-ignore
  if (isWhere(p)) return `(${patternText(p.value, env)} = ${patternText(p.pattern, env)})`;
  return patternText(p, env);
}
