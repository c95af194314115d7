/** What users write in modules of their own, decoded: a value that is none is answered with the field that is wrong. */
import * as t from 'io-ts';
import { isLeft } from 'fp-ts/lib/Either.js';
import { nearest } from '../../checker/did-you-mean.ts';
import { checkDeclaration } from '../../semantics/declarations.ts';
import type { GrammarDeclaration, TypedGrammar } from '../../semantics/declared.ts';
import { grammar as declare } from '../../semantics/grammar.ts';
import { variant as make, type Variant, type VariantChanges } from '../../rules/variant.ts';
import type { System } from '../../rules/system.ts';
import { calculus as makeCalculus, type Calculus, type Given, type Language } from '../../proofs/calculus.ts';
import type { Hints } from '../../checker/generate/hints.ts';
import type { CounterexampleText } from '../../checker/hunt/counterexample.ts';
import type { HuntingGround } from '../../checker/hunt/hunting-ground.ts';

const is = <A>(name: string, holds: (x: Readonly<Record<string, unknown>>) => boolean): t.Type<A> => {
  const guard = (x: unknown): x is A => typeof x === 'object' && x !== null && holds(x as Record<string, unknown>);
  return new t.Type<A>(name, guard, (x, c) => (guard(x) ? t.success(x) : t.failure(x, c)), t.identity);
};

const system = is<System>('a system', (x) => x.rules instanceof Map && Array.isArray(x.judgements) && 'grammar' in x);
const rules = t.readonlyArray(
  is('a rule', (x) => typeof x.name === 'string' && 'conclusion' in x && Array.isArray(x.premises)),
  'a list of rules',
);
const names = t.readonlyArray(t.string, 'a list of names');
const expected = t.union([t.literal('sound'), names], "'sound', or a list of the names of theorems that fall");
const judgements = t.readonlyArray(
  new t.Type<unknown>(
    'a judgement',
    (x): x is unknown => (typeof x === 'object' || typeof x === 'function') && x !== null && 'form' in x,
    (x, c) =>
      (typeof x === 'object' || typeof x === 'function') && x !== null && 'form' in x ? t.success(x) : t.failure(x, c),
    t.identity,
  ),
  'a list of judgements',
);
const exchange = t.readonlyArray(t.tuple([t.unknown, t.unknown]), 'a list of pairs of metafunctions');
const changed = { replace: rules, add: rules, remove: names, judgements };

const needed = { name: t.string, sentence: t.string, expected };
const possible = {
  ...changed,
  endToEnd: t.boolean,
  analysis: t.partial(changed, 'rules that differ in the analysis'),
  exchange,
  evaluates: t.record(t.string, names, 'lists of fields by constructor'),
};

/** The codec of what is changed in a variant. */
const Changes = t.intersection([t.type(needed), t.partial(possible)]);
const Made = t.type({ ...needed, base: system, system, analysis: system, endToEnd: t.boolean }, 'a variant');

const shown = (x: unknown): string => {
  if (x === undefined) return 'nothing';
  const text =
    typeof x === 'string' ? `'${x}'` : typeof x === 'function' ? 'a function' : (JSON.stringify(x) ?? String(x));
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
};

/** What is wrong with a value, field by field: the outermost field of each that does not fit. */
function wrong(codec: t.Mixed, value: unknown): string[] {
  const decoded = codec.decode(value);
  if (!isLeft(decoded)) return [];
  const found = new Map<string, string>();
  for (const { context } of decoded.left) {
    const at = context.findIndex((c, i) => i > 0 && !/^\d*$/.test(c.key));
    const entry = context[at];
    if (entry === undefined) found.set('', `${codec.name} is expected, not ${shown(value)}`);
    else found.set(entry.key, `field ${entry.key}: ${entry.type.name} is expected, not ${shown(entry.actual)}`);
  }
  return [...found.values()];
}

/** Fields that there are not, with the one that may be meant. */
function strange(value: object, fields: readonly string[]): string[] {
  return Object.keys(value).flatMap((f) => {
    if (fields.includes(f)) return [];
    const meant = nearest(f, fields);
    return [`there is no field ${f}${meant === undefined ? '' : `: ${meant} may be meant`}`];
  });
}

const some = <A>(name: string, guard: (x: unknown) => x is A): t.Type<A> =>
  new t.Type<A>(name, guard, (x, c) => (guard(x) ? t.success(x) : t.failure(x, c)), t.identity);
const fun = some('a function', (x): x is (...args: never[]) => unknown => typeof x === 'function');
const keyed = some(
  'an object',
  (x): x is object => typeof x === 'object' && x !== null && !Array.isArray(x) && !(x instanceof Map),
);
const setOf = some('a set', (x): x is ReadonlySet<string> => x instanceof Set);
const mapOf = some('a map', (x): x is ReadonlyMap<unknown, unknown> => x instanceof Map);
const listOf = (what: string) => t.readonlyArray(keyed, `a list of ${what}`);

/** The fields of a calculus or of a part of it, those that have to be there, and its own parts by their fields. */
interface Part {
  readonly fields: t.Props;
  readonly needed: readonly string[];
  readonly parts: Readonly<Record<string, Part>>;
}
/** @typeParam T the part: each of its fields is named, so that none that is new is strange. */
const part = <T>(
  needed: readonly (keyof T & string)[],
  fields: { readonly [F in keyof T]-?: t.Mixed },
  parts: { readonly [F in keyof T]?: Part } = {},
): Part => ({ fields: fields as t.Props, needed, parts: parts as Part['parts'] });

const hints = part<Hints>(['names', 'ints'], {
  programs: listOf('premises'),
  names: fun,
  alike: t.readonlyArray(t.readonlyArray(t.string), 'a list of lists of names'),
  ints: t.readonlyArray(t.bigint, 'a list of integers (0n, 1n)'),
  lax: setOf,
  askedBy: keyed,
  partial: setOf,
  early: setOf,
  formed: keyed,
  avoid: setOf,
  solvers: mapOf,
  blind: mapOf,
  weights: keyed,
  surround: keyed,
  changed: t.type({ judgements: setOf, constructors: setOf }, 'what a variant changes'),
  mentions: keyed,
  valid: fun,
});
const runs = part<NonNullable<HuntingGround['runs']>>(['judgement', 'states', 'again', 'derivation'], {
  judgement: t.string,
  states: fun,
  again: fun,
  derivation: fun,
  labels: fun,
});
const shrinking = part<NonNullable<HuntingGround['shrinking']>>(['whole', 'placed', 'least', 'everywhere'], {
  whole: fun,
  placed: fun,
  least: fun,
  smaller: fun,
  everywhere: names,
});
const huntingGround = part<HuntingGround>(
  ['hints', 'settled'],
  {
    hints: keyed,
    settled: names,
    tabled: names,
    several: t.number,
    runs: keyed,
    shrinking: keyed,
    explored: keyed,
    tags: fun,
    subjectTags: fun,
    labels: fun,
  },
  { hints, runs, shrinking },
);
const language = part<Language<unknown>>(
  ['endings', 'keywords', 'load', 'print', 'definitions', 'type', 'run', 'record'],
  {
    endings: names,
    keywords: setOf,
    claims: fun,
    choices: listOf('choices'),
    load: fun,
    print: fun,
    definitions: fun,
    judged: fun,
    type: fun,
    run: fun,
    pausing: fun,
    record: fun,
    clients: fun,
    space: fun,
    failure: fun,
    translates: t.boolean,
    updates: keyed,
    reports: keyed,
    goals: keyed,
    outputs: keyed,
  },
);
const counterexampleText = part<CounterexampleText>(['program', 'updates', 'why'], {
  program: fun,
  updates: fun,
  why: fun,
});
const calculusPart = part<Calculus>(
  ['base', 'generates'],
  {
    name: t.string,
    title: t.string,
    base: system,
    presentations: listOf('presentations'),
    variants: listOf('variants'),
    theorems: fun,
    movers: listOf('theorems'),
    huntingGround: keyed,
    counterexampleText: keyed,
    termTexts: keyed,
    terms: keyed,
    words: listOf('words'),
    generates: t.string,
    sample: fun,
    programs: fun,
    closed: keyed,
    size: t.number,
    lemmas: keyed,
    language: keyed,
  },
  { huntingGround, language, counterexampleText },
);

/** What is wrong with a part and its own parts: fields that are missing or of another kind, and those that there are not. */
function wrongPart({ fields, needed, parts }: Part, value: object, at: string): string[] {
  const among = (there: boolean) => Object.fromEntries(Object.entries(fields).filter(([f]) => needed.includes(f) === there)); // prettier-ignore
  const codec = t.intersection([t.type(among(true)), t.partial(among(false))]);
  const within = (p: string) => (at === '' ? p : `${at}: ${p}`);
  const own = [...wrong(codec, value), ...strange(value, Object.keys(fields))];
  const inner = Object.entries(parts).flatMap(([f, inside]) => {
    const x = (value as Readonly<Record<string, unknown>>)[f];
    return keyed.is(x) ? wrongPart(inside, x, at === '' ? f : `${at}.${f}`) : [];
  });
  return [...own.map(within), ...inner];
}

/** What is wrong with a value that is meant as a calculus, or as what one is made of. */
export const calculusProblems = (x: unknown): readonly string[] =>
  keyed.is(x) ? wrongPart(calculusPart, x, '') : [`a calculus is expected, not ${shown(x)}`];

/**
 * Makes a calculus of its parts, for users: what they write is decoded first.
 * @throws Error with the fields that are wrong.
 */
export function calculus(given: Given): Calculus {
  const { title, base } = (keyed.is(given) ? given : {}) as Partial<Given>;
  const of = typeof title === 'string' ? title : system.is(base) ? base.name : '?';
  const problems = calculusProblems(given);
  if (problems.length > 0) throw new Error(`calculus ${of}: ${problems.join('; ')}`);
  return makeCalculus(given);
}

/** What is wrong with an exported value that is meant as a variant. */
export const variantProblems = (x: unknown): readonly string[] => wrong(Made, x);

/**
 * Makes a variant of a system, for users: what they write is decoded first.
 * @throws Error with the fields that are wrong; or those of {@link make}.
 */
export function variant(base: System, changes: VariantChanges): Variant {
  const of = `variant ${typeof (changes as Partial<VariantChanges> | null)?.name === 'string' ? changes.name : '?'}`;
  if (!system.is(base)) throw new Error(`${of}: the system that it is of is expected first, not ${shown(base)}`);
  const problems = wrong(Changes, changes);
  const unknown =
    typeof changes === 'object' && (changes as unknown) !== null
      ? strange(changes, [...Object.keys(needed), ...Object.keys(possible)])
      : [];
  if (problems.length + unknown.length > 0) throw new Error(`${of}: ${[...problems, ...unknown].join('; ')}`);
  return make(base, changes);
}

/**
 * Makes a grammar from its declaration, for users: what its constructors say of binding and evaluation is looked at at once.
 * @throws Error that names the grammar, the constructor and the field of a mistake in the declaration.
 */
export function grammar<G extends GrammarDeclaration>(name: string, declaration: G): TypedGrammar<G> {
  const made = declare<G>(name, declaration);
  checkDeclaration(made);
  return made;
}
