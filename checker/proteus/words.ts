/** What is said of the predicates and judgements of Proteus where they do not hold (section 8): why an update is refused. */
import type { Term } from '../../semantics/grammar.ts';
import { entries, get, has, keys } from '../../semantics/maps.ts';
import { contains, mentioned } from '../../semantics/proteus/capability.ts';
import {
  make,
  proteus,
  type Bindings,
  type Cap,
  type ChangeList,
  type Expr,
  type Heap,
  type Items,
  type Signature,
  type Types,
  type Update,
} from '../../semantics/proteus/grammar.ts';
import { unguardedCycles } from '../../semantics/proteus/guarded.ts';
import { conFree, expressionOf, typeOfBinding } from '../../semantics/proteus/heaps.ts';
import { printCap, printType } from '../../semantics/proteus/syntax/index.ts';
import { heapConFree } from '../../semantics/proteus/updates.ts';
import { wellFormedType, wellFormedTypesIn } from '../../semantics/proteus/types.ts';
import { positionOf, type Position } from '../../semantics/positions.ts';
import { innerOf, itemList } from '../../semantics/proteus/programs.ts';
import type { AnyMetafunction } from '../../semantics/symbols.ts';
import type { Failure } from '../derive.ts';
import { breaches, objections, reasonOf, word, type Objection, type Words } from '../refusals.ts';
import type { Reason } from '../runs.ts';
import { placeOf, tell } from './messages.ts';

/** The con of changed types in an expression: for each type the first one found, in the order of the text. */
export function consOf(e: Expr, T: readonly string[]): ReadonlyMap<string, Expr> {
  const found = new Map<string, Expr>();
  for (const { term } of breaches(proteus, conFree, [e, T])) {
    const con = term as Expr & { tag: 'Con' };
    if (!found.has(con.t)) found.set(con.t, con);
    if (found.size === T.length) break;
  }
  return found;
}

/** The names of types in a term that are not defined, each once, with the term that has it. */
function unknownTypes(f: AnyMetafunction, root: Term, Ω: Types): ReadonlyMap<string, Term> {
  const found = new Map<string, Term>();
  for (const { term, args } of breaches(proteus, f, [root, Ω]))
    for (const x of args) {
      // The condition is about a name, or about the names of a capability.
      const names = typeof x === 'string' ? [x] : x === Ω ? [] : mentioned(x as Cap);
      for (const t of names) if (!has(Ω, t) && !found.has(t)) found.set(t, typeof x === 'string' ? term : (x as Term));
    }
  return found;
}

function* unknownIn(f: AnyMetafunction, root: Term, Ω: Types, where: string, item: string): Generator<Objection> {
  for (const [t, term] of unknownTypes(f, root, Ω))
    yield { code: 'U-Types', message: `unknown type ${t} in ${where}`, term, items: [item] };
}

/** The name of the definition of a type among the items of an update. */
const typeItem = (t: string): string => `type ${t}`;
/** And that of the type it has there. */
const definitionItem = (t: string): string => `the definition of ${t}`;

/** Where the items of an update stand, by their names. */
export function placesOf(items: Items): ReadonlyMap<string, Position> {
  const places = new Map<string, Position>();
  const put = (name: string, term: unknown) => {
    const position = positionOf(term);
    if (position) places.set(name, position);
  };
  for (const i of itemList(items).map(innerOf)) {
    if (i.tag === 'BindItem') put(i.z, i);
    else if (i.tag !== 'AddItem') {
      put(typeItem(i.t), i);
      put(definitionItem(i.t), i.type);
    }
  }
  return places;
}

const says = (code: string, message: string, item: string): Objection => ({ code, message, items: [item] });

export const words: Words = {
  conFree: word<[Expr, readonly string[]]>(function* ([e, T]) {
    for (const [t, term] of consOf(e, T))
      yield { code: 'stack', message: `what is left to run uses ${t} concretely`, term, type: t };
  }),

  heapConFree: word<[Heap, Update]>(function* ([H, U]) {
    const T = keys(U.changed);
    for (const [z, b] of T.length === 0 ? [] : entries(H)) {
      if (has(U.replaced, z)) continue;
      const [code, what] =
        b.tag === 'Fun' ? ['function', `${z} stays behind and uses`] : ['contents', `the contents of ${z} have not run and use`]; // prettier-ignore
      for (const [t, term] of consOf(expressionOf(b), T))
        yield { code, message: `${what} ${t} concretely`, term, type: t, in: z };
    }
  }),

  disjoint: word<[readonly string[], Cap]>(function* ([T, Δ]) {
    for (const t of T)
      if (contains(Δ, t))
        yield { code: 'capability', message: `${t} is in the capability of the update point`, type: t, capability: printCap(Δ) }; // prettier-ignore
  }),

  namesFit: word<[Types, Signature, Update]>(function* ([Ω, Σ, U]) {
    const wrong = (message: string, item: string) => says('U-Names', message, item);
    for (const t of keys(U.changed))
      if (!has(Ω, t)) yield wrong(`type ${t} is changed but does not exist`, typeItem(t));
    for (const t of keys(U.added)) if (has(Ω, t)) yield wrong(`type ${t} is added but exists`, typeItem(t));
    for (const z of keys(U.replaced)) if (!has(Σ, z)) yield wrong(`${z} is replaced but does not exist`, z);
    for (const z of keys(U.extended)) if (has(Σ, z)) yield wrong(`${z} is added but exists`, z);
  }),

  definitionsWellFormed: word<[Types]>(function* ([Ω]) {
    for (const [t, τ] of entries(Ω)) yield* unknownIn(wellFormedType, τ, Ω, `the definition of ${t}`, typeItem(t));
  }),

  guarded: word<[Types]>(function* ([Ω]) {
    for (const cycle of unguardedCycles(entries(Ω)))
      yield {
        code: 'U-Types',
        message: `unguarded cycle of types: ${cycle.join(' = ')}`,
        items: cycle.map(definitionItem),
      };
  }),

  typesDefined: word<[Update, Types]>(function* ([U, Ω]) {
    for (const H of [U.replaced, U.extended])
      for (const [z, b] of entries(H)) yield* unknownIn(wellFormedTypesIn, b, Ω, z, z);
  }),

  replacements: word<[Signature, Bindings & { tag: 'Bound' }]>(function* ([Σ, { z, binding }], behind) {
    const old = get(Σ, z);
    const message = `${z} : ${printType(typeOfBinding(binding))} cannot replace ${z} : ${old ? printType(old) : '?'}`;
    yield { ...says('U-Rebind', message, z), ...(behind ? { failure: behind.failure } : {}) };
  }),

  transformers: word<[Types, Types, Signature, ChangeList & { tag: 'ToChange' }]>(function* ([Ω, , Σ, m], behind) {
    const { t, change } = m;
    const c = get(Σ, change.by);
    const wanted = make.Type.Arrow(get(Ω, t) ?? make.Type.Int(), make.Mu.N(), make.Cap.Cofinite([]), change.type);
    const message = c
      ? `${change.by} : ${printType(c)} cannot transform ${t}: it has to be ${printType(wanted)}`
      : `the transformer ${change.by} of ${t} does not exist`;
    yield { ...says('U-Trans', message, typeItem(t)), type: t, ...(behind ? { failure: behind.failure } : {}) };
  }),

  bindingsOk: word<[Types, Signature, Bindings & { tag: 'Bound' }]>(function* ([, , { z }], behind) {
    if (behind?.cause === undefined) return;
    yield inCode(z, behind.cause);
  }),
};

/** What is wrong with the code of a definition. */
export function inCode(z: string, failure: Failure): Objection {
  const { message, file, line, column } = tell(failure, '');
  const objection = { ...says('U-Code', `in ${z}: ${message}`, z), failure };
  return line === null || column === null ? objection : { ...objection, file, line, column };
}

/** The reason that an objection is: where the term that it is about stands, or its definition, or else `at`. */
export const reasonFrom = (o: Objection, at?: unknown, items?: ReadonlyMap<string, Position>): Reason =>
  reasonOf(o, ({ term, items: names = [] }) => {
    const item = names.find((name) => items?.has(name));
    return placeOf(term) ?? (item === undefined ? undefined : items?.get(item)) ?? placeOf(at);
  });

/** What stays behind in a heap and uses a changed type concretely. */
export const heapReasons = (H: Heap, U: Update): Reason[] =>
  objections(words, heapConFree, [H, U]).map((o) => reasonFrom(o));
