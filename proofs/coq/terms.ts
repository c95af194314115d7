/** Terms, sorts and parts of statements as Coq writes them. */
import {
  isCall,
  isMeta,
  type AnyMetafunction,
  type Call,
  type Metavariable,
  type Pattern,
} from '../../semantics/symbols.ts';
import { isInstance } from '../../rules/judgement.ts';
import { holding, isWhere } from '../../rules/rule.ts';
import type { Known } from '../known.ts';
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
/**
 * A name of a constructor, a function, a rule, a theorem or a claim as one of Coq's. Names of one letter are those of
 * metavariables, by which a constructor of that name would be hidden where they are bound.
 */
export const ident = (name: string): string => {
  const own = name.replace(/[^\p{L}\p{N}_]/gu, '_');
  return words.has(own) || [...own].length === 1 ? `${own}_` : own;
};
const words = new Set(['Variable', 'Type', 'Set', 'Prop', 'fun', 'if', 'in', 'let', 'match', 'end', 'at', 'as', 'for', 'with', 'where', 'return', 'then', 'else', 'forall', 'exists', 'fix', 'using']); // prettier-ignore

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
  if (Array.isArray(p)) return namesText(p);
  const { tag, ...fields } = p as unknown as { tag: string } & Record<string, Pattern>;
  return applied(ident(tag), Object.values(fields).map((f) => patternText(f, env))); // prettier-ignore
}
const namesText = (names: readonly string[]): string => (names.length === 0 ? 'no_names' : notMade('sets of names'));

/** The sort of a pattern, as far as it is said where it stands. */
const sortOf = (p: Pattern): string | undefined => {
  if (isMeta(p)) return p.sort;
  if (!isCall(p)) return undefined;
  const own = sortOf(p.call.info.over === undefined ? true : p.args[0]!) ?? '';
  return p.call.info.result !== 'holds' && p.call.info.over?.includes(own) ? own : p.call.info.result;
};
/** What walks terms of several sorts is a function for each, the first having its name. */
export const functionName = ({ info }: AnyMetafunction, sort: string | undefined): string =>
  ident(sort === undefined || info.over === undefined || sort === info.over[0] ? info.name : `${info.name}_${sort}`);

const callTo = (call: AnyMetafunction, args: readonly Pattern[], env: Env): string => {
  const texts = args.map((a) => patternText(a, env));
  return (
    logic[call.info.name]?.(texts) ??
    applied(functionName(call, args.length === 0 ? undefined : sortOf(args[0]!)), texts)
  );
};
function callText({ call, args }: Call, env: Env): string {
  if (call.partial) notMade(`the partial function ${call.info.name} inside a term`);
  return callTo(call, args, env);
}
const partialIn = (p: Pattern): boolean =>
  !isMeta(p) && typeof p === 'object' && !Array.isArray(p) && (isCall(p) ? p.call.partial || p.args.some(partialIn) : Object.values(p).some((q) => partialIn(q as Pattern))); // prettier-ignore

/** A value that may be undefined: of an option. */
export function optionText(p: Pattern, env: Env = plain): string {
  if (!partialIn(p)) return `(Some ${patternText(p, env)})`;
  // The undefined parts first: each is given a name where it is defined.
  const parts: [string, string][] = [];
  const named = (q: Pattern): Pattern => {
    if (!partialIn(q)) return q;
    if (!isCall(q)) return Object.fromEntries(Object.entries(q as object).map(([k, x]) => [k, named(x as Pattern)])) as unknown as Pattern; // prettier-ignore
    const args = q.args.map(named);
    if (!q.call.partial) return { ...q, args };
    const name = `d${parts.length}`;
    parts.push([name, callTo(q.call, args, inside)]);
    return { meta: name, sort: sortOf(q)! } as unknown as Pattern;
  };
  const inside: Env = (m) => (parts.some(([n]) => n === m) ? m : env(m));
  const whole = named(p);
  const last = parts.at(-1)!;
  const [held, result] = isMeta(whole) && whole.meta === last[0] ? [parts.slice(0, -1), last[1]] : [parts, `(Some ${patternText(whole, inside)})`]; // prettier-ignore
  return held.reduceRight((rest, [n, call]) => `(match ${call} with Some ${n} => ${rest} | None => None end)`, result);
}
/** A call of a partial function that a proof speaks of, whose arguments are defined. */
export const symOption = (s: Sym): string => applied(symFunction(s), s.args.map(symText));
const symFunction = (s: Sym): string => functionName(s.fn!, s.args[0]?.sort);

export function symText(s: Sym): string {
  if (s.kind === 'variable') {
    const [m, rest] = s.op.split('#') as [string, string];
    return numbered(m, parseInt(rest, 10));
  }
  if (s.literal !== undefined) return typeof s.literal === 'object' ? namesText(s.literal) : literal(s.literal);
  const args = s.args.map(symText);
  if (s.kind === 'call') return s.fn?.partial ? notMade(`the partial function ${s.op} inside a term`) : (logic[s.op]?.(args) ?? applied(symFunction(s), args)); // prettier-ignore
  return s.op === 'true' ? 'True' : s.op === 'false' ? 'False' : applied(ident(s.op), args);
}

export const binders = (metas: readonly Metavariable[], env: Env = plain): string =>
  metas.map((m) => ` (${env(m.meta)} : ${sortName(m.sort)})`).join('');
/** What restrictions say of metavariables. */
export const restrictions = (metas: readonly Metavariable[], known: Known): readonly Part[] =>
  metas.flatMap((m) => {
    const test = m.restriction && known.restrictions.get(m.restriction.name);
    return test ? [holding({ call: test, args: [m] } as unknown as Call)] : [];
  });
export const restricted = (metas: readonly Metavariable[], known: Known): readonly Metavariable[] =>
  metas.filter((m) => m.restriction && known.restrictions.has(m.restriction.name));
const forAll = (metas: readonly Metavariable[], env: Env): string => (metas.length === 0 ? '' : `forall${binders(metas, env)}, `); // prettier-ignore

/** Conclusions: what exists, and what holds of it. */
export const conclusionText = (parts: readonly Part[], existential: readonly Metavariable[], env: Env = plain): string =>
  `${existential.map((m) => `exists ${env(m.meta)} : ${m.restriction ? notMade(`${m.meta}, which exists and is restricted`) : sortName(m.sort)}, `).join('')}${parts.map((p) => partText(p, env)).join(' /\\ ')}`; // prettier-ignore

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
  if (isWhere(p) && partialIn(p.value)) return `(${optionText(p.value, env)} = Some ${patternText(p.pattern, env)})`;
  if (isWhere(p)) return `(${patternText(p.value, env)} = ${patternText(p.pattern, env)})`;
  return patternText(p, env);
}
