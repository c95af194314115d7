/** Metafunctions on updates (section 8). */
import { entries, get, has, keys } from '../maps.ts';
import { metafunction, partialMetafunction, is } from '../symbols.ts';
import { homomorphism } from '../structural.ts';
import { contains } from './capability.ts';
import {
  heapMap,
  make,
  proteus,
  signatureMap,
  typesMap,
  type Binding,
  type Cap,
  type ChangeList,
  type Changes,
  type Expr,
  type Heap,
  type Signature,
  type Types,
  type Update,
} from './grammar.ts';
import { conFree, expressionOf, typeOfBinding } from './heaps.ts';
import { metas } from './metas.ts';
import { wellFormedTypesIn } from './types.ts';

const { Abs, App, Ext } = make.Expr;

/** dom UN, in order. */
export const changedNames = metafunction<[Update], readonly string[]>(
  {
    name: 'changedNames',
    args: ['Update'],
    result: 'names',
    text: 'dom UN({0})',
    latex: '\\mathrm{dom}\\,\\mathit{UN}({0})',
    sentence: 'the types that an update changes',
  },
  (U) => keys(U.changed),
);

/** Ω' = Ω with UN's new definitions, plus AN. */
export const newTypes = metafunction<[Types, Update], Types>(
  {
    name: 'newTypes',
    args: ['Types', 'Update'],
    result: 'Types',
    text: '{0} updated by {1}',
    latex: '{0} \\oplus {1}',
    sentence: 'the definitions after an update',
  },
  (Ω, U) => {
    let next = Ω;
    for (const [t, change] of entries(U.changed)) next = typesMap.set(next, t, change.type);
    for (const [t, τ] of entries(U.added)) next = typesMap.set(next, t, τ);
    return next;
  },
);

/** Σ' = Σ with the types of UB and AB. */
export const newSignature = metafunction<[Signature, Update], Signature>(
  {
    name: 'newSignature',
    args: ['Signature', 'Update'],
    result: 'Signature',
    text: '{0} updated by {1}',
    latex: '{0} \\oplus {1}',
    sentence: 'the signature after an update',
  },
  (Σ, U) => {
    let next = Σ;
    for (const H of [U.replaced, U.extended])
      for (const [z, b] of entries(H)) next = signatureMap.set(next, z, typeOfBinding(b));
    return next;
  },
);

export const transformerOf = partialMetafunction<[Changes, string], string>(
  {
    name: 'transformerOf',
    args: ['Changes', 'name'],
    result: 'name',
    text: 'transformer of {1} in {0}',
    latex: '\\mathrm{transformer}_{{0}}({1})',
    sentence: 'the transformer of a changed type; undefined for other types',
  },
  (M, t) => get(M, t)?.by,
);

const { t, e, c, M } = metas;

/** U(e): values hidden behind abs_t of a changed type get their transformer, which then runs (section 8). */
export const rewrite = homomorphism<Expr, [Changes]>(
  proteus,
  ['Expr', 'Fields'],
  {
    name: 'rewrite',
    args: ['Expr', 'Changes'],
    text: 'U({0}, {1})',
    latex: '\\mathcal{U}({0}, {1})',
    sentence: 'an expression in which the values of changed types are to be converted',
  },
  (self) => [[self(Abs(t, e), M), Abs(t, App(Ext(c), self(e, M))), is(c, transformerOf(M, t))]],
);

/** UN of an update. */
export const changesOf = metafunction<[Update], Changes>(
  {
    name: 'changesOf',
    args: ['Update'],
    result: 'Changes',
    text: 'UN({0})',
    latex: '\\mathit{UN}({0})',
    sentence: 'the changes of types in an update',
  },
  (U) => U.changed,
);

/** A binding with another body or other contents; the binding itself where they are the same. */
export const withExpression = (b: Binding, e: Expr): Binding => {
  switch (b.tag) {
    case 'Fun':
      return e === b.body ? b : make.Binding.Fun(b.x, b.from, b.to, b.mu, b.cap, e);
    case 'Variable':
      return e === b.e ? b : make.Binding.Variable(b.type, e);
    case 'Cell':
      return e === b.e ? b : make.Binding.Cell(b.type, e);
  }
};

/** H' of section 8: UB's and AB's bindings; what stays is rewritten by U. */
export const newHeap = metafunction<[Heap, Update], Heap>(
  {
    name: 'newHeap',
    args: ['Heap', 'Update'],
    result: 'Heap',
    text: '{0} updated by {1}',
    latex: '{0} \\oplus {1}',
    sentence: 'the heap after an update: replaced and added bindings, the others rewritten by U',
  },
  (H, U) => {
    let next = H;
    for (const [z, b] of entries(H))
      if (!has(U.replaced, z))
        next = heapMap.set(next, z, withExpression(b, rewrite.compute(expressionOf(b), U.changed)));
    for (const part of [U.replaced, U.extended]) for (const [z, b] of entries(part)) next = heapMap.set(next, z, b);
    return next;
  },
);

/** con-freeness of what stays in the heap: conFree(H(·), dom UN) for every z and r not in UB. */
export const heapConFree = metafunction<[Heap, Update], boolean>(
  {
    name: 'heapConFree',
    args: ['Heap', 'Update'],
    result: 'holds',
    text: 'conFree({0}(w), dom UN({1})) for all w ∉ dom UB({1})',
    latex:
      '\\mathrm{conFree}({0}(w), \\mathrm{dom}\\,\\mathit{UN}({1}))\\text{ for all }w \\notin \\mathrm{dom}\\,\\mathit{UB}({1})',
    sentence: 'no function or contents that stay behind use a changed type concretely',
  },
  (H, U) => {
    const T = keys(U.changed);
    if (T.length === 0) return true;
    for (const [z, b] of entries(H)) if (!has(U.replaced, z) && !conFree.compute(expressionOf(b), T)) return false;
    return true;
  },
);

/** dom UN ∩ Δ = ∅ (static check). */
export const disjoint = metafunction<[readonly string[], Cap], boolean>(
  {
    name: 'disjoint',
    args: ['names', 'Cap'],
    result: 'holds',
    text: '{0} ∩ {1} = ∅',
    latex: '{0} \\cap {1} = \\emptyset',
    sentence: 'no name of a set is in a capability',
    meaning: { theory: 'disjoint' },
  },
  (T, Δ) => Δ.tag !== 'CapUnknown' && T.every((name) => !contains(Δ, name)),
);

/** U-Names: dom UN ⊆ dom Ω; dom AN ∩ dom Ω = ∅; dom UB ⊆ dom Σ, no reference; dom AB ∩ dom Σ = ∅. */
export const namesFit = metafunction<[Types, Signature, Update], boolean>(
  {
    name: 'namesFit',
    args: ['Types', 'Signature', 'Update'],
    result: 'holds',
    text: 'dom UN ⊆ dom {0}, dom AN ∩ dom {0} = ∅, dom UB ⊆ dom {1} without references, dom AB ∩ dom {1} = ∅ in {2}',
    latex:
      '\\mathrm{dom}\\,\\mathit{UN} \\subseteq \\mathrm{dom}\\,{0},\\ \\mathrm{dom}\\,\\mathit{AN} \\cap \\mathrm{dom}\\,{0} = \\emptyset,\\ \\mathrm{dom}\\,\\mathit{UB} \\subseteq \\mathrm{dom}\\,{1},\\ \\mathrm{dom}\\,\\mathit{AB} \\cap \\mathrm{dom}\\,{1} = \\emptyset\\text{ in }{2}',
    sentence: 'what an update changes and replaces exists, what it adds does not',
  },
  (Ω, Σ, U) =>
    keys(U.changed).every((name) => has(Ω, name)) &&
    keys(U.added).every((name) => !has(Ω, name)) &&
    keys(U.replaced).every((z) => has(Σ, z) && !z.startsWith('@')) &&
    keys(U.extended).every((z) => !has(Σ, z) && !z.startsWith('@')),
);

/** Every type in UB and AB is well formed in Ω', inside bodies too. */
export const typesDefined = metafunction<[Update, Types], boolean>(
  {
    name: 'typesDefined',
    args: ['Update', 'Types'],
    result: 'holds',
    text: '{1} ⊢ types in UB({0}), AB({0})',
    latex: '{1} \\vdash \\text{types in }\\mathit{UB}({0}), \\mathit{AB}({0})',
    sentence: 'every type in the bindings of an update is defined',
  },
  (U, Ω) => {
    for (const H of [U.replaced, U.extended])
      for (const [, b] of entries(H)) if (!wellFormedTypesIn.compute(b, Ω)) return false;
    return true;
  },
);

/** UN as a list, in the order of the names. */
export const changeList = metafunction<[Update], ChangeList>(
  {
    name: 'changeList',
    args: ['Update'],
    result: 'ChangeList',
    text: 'UN({0})',
    latex: '\\mathit{UN}({0})',
    sentence: 'the changes of types in an update, as a list',
  },
  (U) => {
    let list: ChangeList = make.ChangeList.NoChanges();
    for (const [name, change] of [...entries(U.changed)].reverse()) list = make.ChangeList.ToChange(name, change, list);
    return list;
  },
);

const part = (name: 'replaced' | 'extended', symbol: string, sentence: string) =>
  metafunction<[Update], Heap>(
    { name, args: ['Update'], result: 'Heap', text: `${symbol}({0})`, latex: `\\mathit{${symbol}}({0})`, sentence },
    (U) => U[name],
  );
export const replacedIn = part('replaced', 'UB', 'the replaced bindings of an update');
export const extendedIn = part('extended', 'AB', 'the added bindings of an update');
