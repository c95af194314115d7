/** Metafunctions on heaps (section 6). */
import { compareKeys, entries, get, greatestBelow } from '../maps.ts';
import { undefinedValue } from '../logic.ts';
import { is, metafunction, partialMetafunction } from '../symbols.ts';
import { typeOfExternal } from './types.ts';
import { absurd } from '../terms.ts';
import {
  heapMap,
  make,
  signatureMap,
  type Binding,
  type Bindings,
  type Expr,
  type Heap,
  type Signature,
  type Type,
} from './grammar.ts';
import { everywhere } from '../structural.ts';
import { proteus } from './grammar.ts';
import { metas } from './metas.ts';

const { Arrow, Ref } = make.Type;
const { Fun, Variable, Cell } = make.Binding;
const { NoBindings, Bound } = make.Bindings;

/** What Σ(H) says of a binding. */
export function typeOfBinding(b: Binding): Type {
  switch (b.tag) {
    case 'Fun':
      return Arrow(b.from, b.mu, b.cap, b.to);
    case 'Variable':
    case 'Cell':
      return Ref(b.type);
    default:
      return absurd(b);
  }
}

/** The type of what a binding binds. */
export const typeOf = metafunction<[Binding], Type>(
  {
    name: 'typeOf',
    args: ['Binding'],
    result: 'Type',
    text: 'type of {0}',
    latex: '\\mathrm{type}({0})',
    sentence: 'the type of a function, or of a reference to a variable or cell',
    meaning: {
      equations: (self) => [
        [self(Fun(x, τ1, τ2, μ, Δ, e)), Arrow(τ1, μ, Δ, τ2)],
        [self(Variable(τ, e)), Ref(τ)],
        [self(Cell(τ, e)), Ref(τ)],
      ],
    },
  },
  typeOfBinding,
);

const signatures = new WeakMap<Heap, Signature>();

/** Σ(H): fun gives τ1 -[μ;Δ]-> τ2; var and cell give τ ref. */
export const signatureOf = metafunction<[Heap], Signature>(
  {
    name: 'signatureOf',
    args: ['Heap'],
    result: 'Signature',
    text: 'Σ({0})',
    latex: '\\Sigma({0})',
    sentence: 'the types of what a heap binds',
    meaning: { observed: (self) => [[typeOfExternal(self(H), w), typeOf(bindingAt(H, w))]] },
  },
  (H) => {
    let Σ = signatures.get(H);
    if (Σ === undefined) {
      Σ = signatureMap.empty;
      for (const [z, b] of entries(H)) Σ = signatureMap.set(Σ, z, typeOfBinding(b));
      signatures.set(H, Σ);
    }
    return Σ;
  },
);

export const bindingAt = partialMetafunction<[Heap, string], Binding>(
  {
    name: 'bindingAt',
    args: ['Heap', 'name'],
    result: 'Binding',
    text: '{0}({1})',
    sentence: 'what a heap binds a name or reference to',
    meaning: { theory: 'get', equations: (self) => [[self({ tag: 'Heap.empty' }, w), undefinedValue]] },
  },
  (H, w) => get(H, w),
);

const part = <S extends 'type' | 'e'>(name: string, field: S, result: string, words: string, sentence: string) =>
  partialMetafunction<[Binding], S extends 'type' ? Type : Expr>(
    {
      name,
      args: ['Binding'],
      result,
      text: `${words} {0}`,
      latex: `\\text{${words} }{0}`,
      sentence,
      meaning: {
        equations: (self) => [
          [self(Variable(τ, e)), field === 'e' ? e : τ],
          [self(Cell(τ, e)), field === 'e' ? e : τ],
        ],
        otherwise: 'undefined',
      },
    },
    (b) => (b.tag === 'Fun' ? undefined : b[field]) as never,
  );
/** var(τ) = e and cell(τ) = e: τ; undefined for functions. */
export const storedType = part('storedType', 'type', 'Type', 'type of', 'the type of a variable or cell');
/** var(τ) = e and cell(τ) = e: e; undefined for functions. */
export const stored = part('stored', 'e', 'Expr', 'contents of', 'the contents of a variable or cell');

/** What a variable or cell holds; undefined for functions and outside the domain. */
export const contents = partialMetafunction<[Heap, string], Expr>(
  {
    name: 'contents',
    args: ['Heap', 'name'],
    result: 'Expr',
    text: 'contents {0}({1})',
    latex: '\\mathrm{contents}\\,{0}({1})',
    sentence: 'what a variable or cell holds',
    meaning: {
      equations: (self) => [
        [self(H, w), e, is(Variable(τ, e), bindingAt(H, w))],
        [self(H, w), e, is(Cell(τ, e), bindingAt(H, w))],
      ],
      otherwise: 'undefined',
    },
  },
  (H, w) => {
    const b = get(H, w);
    return b === undefined || b.tag === 'Fun' ? undefined : b.e;
  },
);

/** H with w holding e. */
export const holding = partialMetafunction<[Heap, string, Expr], Heap>(
  {
    name: 'holding',
    args: ['Heap', 'name', 'Expr'],
    result: 'Heap',
    text: '{0} with {1} holding {2}',
    latex: '{0}[{1} \\mathbin{:=} {2}]',
    sentence: 'a heap with other contents in one variable or cell',
    meaning: {
      equations: (self) => [
        [self(H, w, e1), extendHeap(H, w, Variable(τ, e1)), is(Variable(τ, e), bindingAt(H, w))],
        [self(H, w, e1), extendHeap(H, w, Cell(τ, e1)), is(Cell(τ, e), bindingAt(H, w))],
      ],
      otherwise: 'undefined',
    },
  },
  (H, w, e) => {
    const b = get(H, w);
    if (b === undefined || b.tag === 'Fun') return undefined;
    const next = heapMap.set(H, w, b.tag === 'Variable' ? Variable(b.type, e) : Cell(b.type, e));
    // Contents do not change the signature.
    const Σ = signatures.get(H);
    if (Σ !== undefined) signatures.set(next, Σ);
    return next;
  },
);

/** H, r ↦ b. */
export const extendHeap = metafunction<[Heap, string, Binding], Heap>(
  {
    name: 'extendHeap',
    args: ['Heap', 'name', 'Binding'],
    result: 'Heap',
    text: '{0}, {1} ↦ {2}',
    latex: '{0}, {1} \\mapsto {2}',
    sentence: 'a heap with one more binding',
    meaning: {
      theory: 'set',
      observed: (self) => [
        [bindingAt(self(H, w, b), w), b],
        [bindingAt(self(H, w1, b), w), bindingAt(H, w)],
        [bindingsOf(self(H, w, b)), placed(bindingsOf(H), w, b)],
      ],
    },
  },
  (H, w, b) => {
    const next = heapMap.set(H, w, b);
    const Σ = signatures.get(H);
    if (Σ !== undefined) signatures.set(next, signatureMap.set(Σ, w, typeOfBinding(b)));
    return next;
  },
);

/** A reference that H does not bind: the next number. */
export const freshReference = metafunction<[Heap], string>(
  {
    name: 'freshReference',
    args: ['Heap'],
    result: 'name',
    text: 'fresh({0})',
    latex: '\\mathrm{fresh}({0})',
    sentence: 'a reference outside the domain of a heap: one more than the greatest in it',
    meaning: { observed: (self) => [[bindingAt(H, self(H)), undefinedValue]] },
  },
  (H) => {
    // References come before names in the order of keys, and "A" before every name but those that start with "_".
    const last = greatestBelow(H, 'A');
    return last?.startsWith('@') ? `@${BigInt(last.slice(1)) + 1n}` : '@1';
  },
);

/** The bindings of H as a list, in the order of its keys. */
export const bindingsOf = metafunction<[Heap], Bindings>(
  {
    name: 'bindingsOf',
    args: ['Heap'],
    result: 'Bindings',
    text: '{0}',
    sentence: 'the bindings of a heap as a list',
  },
  (H) => {
    let list: Bindings = make.Bindings.NoBindings();
    for (const [z, b] of entries(H).reverse()) list = make.Bindings.Bound(z, b, list);
    return list;
  },
);

const { t, T, e, e1, x, τ, τ1, τ2, μ, Δ, H, w, w1, b, b1, z, β } = metas;

/** The binding of a name in a list of bindings. */
export const found = partialMetafunction<[Bindings, string], Binding>(
  {
    name: 'found',
    args: ['Bindings', 'name'],
    result: 'Binding',
    text: '{0}({1})',
    sentence: 'what a list of bindings binds a name to: the first that it has',
    meaning: {
      equations: (self) => [
        [self(bindingsOf(H), w), bindingAt(H, w)],
        [self(Bound(w, b, β), w), b],
        [self(Bound(z, b, β), w), self(β, w)],
      ],
      otherwise: 'undefined',
    },
  },
  (list, name) => {
    for (let at = list; at.tag === 'Bound'; at = at.rest) if (at.z === name) return at.binding;
    return undefined;
  },
);

const before = metafunction<[string, string], boolean>(
  {
    name: 'before',
    args: ['name', 'name'],
    result: 'holds',
    text: '{0} before {1}',
    sentence: 'the order of the keys of a heap: references by their number, then names',
  },
  (a, c) => compareKeys(a, c) < 0,
);

/** A list of bindings with one more in its place, or another in the place of the one of that name. */
export const placed = metafunction<[Bindings, string, Binding], Bindings>(
  {
    name: 'placed',
    args: ['Bindings', 'name', 'Binding'],
    result: 'Bindings',
    text: '{0} with {1} ↦ {2}',
    sentence: 'a list of bindings, in the order of its keys, with one binding set',
    meaning: {
      equations: (self) => [
        [self(NoBindings(), w, b), Bound(w, b, NoBindings())],
        [self(Bound(w, b1, β), w, b), Bound(w, b, β)],
        [self(Bound(z, b1, β), w, b), Bound(w, b, Bound(z, b1, β)), before(w, z)],
        [self(Bound(z, b1, β), w, b), Bound(z, b1, self(β, w, b))],
      ],
    },
  },
  (list, name, binding) => {
    const done: [string, Binding][] = [];
    let at = list;
    for (; at.tag === 'Bound' && at.z !== name && compareKeys(at.z, name) < 0; at = at.rest)
      done.push([at.z, at.binding]);
    const rest = Bound(name, binding, at.tag === 'Bound' && at.z === name ? at.rest : at);
    return done.reduceRight<Bindings>((tail, [k, v]) => Bound(k, v, tail), rest);
  },
);

export const notIn = metafunction<[string, readonly string[]], boolean>(
  {
    name: 'notIn',
    args: ['name', 'names'],
    result: 'holds',
    text: '{0} ∉ {1}',
    latex: '{0} \\notin {1}',
    sentence: 'a name is not in a set of names',
    meaning: { theory: 'outside' },
  },
  (name, names) => !names.includes(name),
);

/** conFree(e, T): no con_t with t ∈ T occurs in e (section 8). */
export const conFree = everywhere<Expr, [readonly string[]]>(
  proteus,
  ['Expr', 'Fields'],
  {
    name: 'conFree',
    args: ['Expr', 'names'],
    text: 'conFree({0}, {1})',
    latex: '\\mathrm{conFree}({0}, {1})',
    sentence: 'no con of a type in the set occurs in the expression',
  },
  (self) => [[self(make.Expr.Con(t, e), T), notIn(t, T)]],
);

/** The expression of a binding: the body of a function, the contents of a variable or cell. */
export const expressionOf = (b: Binding): Expr => (b.tag === 'Fun' ? b.body : b.e);
