/** Metafunctions on updates (section 8). */
import { entries, get, has, keys } from '../maps.ts';
import { both, undefinedValue } from '../logic.ts';
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
  type Bindings,
  type Cap,
  type Change,
  type ChangeList,
  type Changes,
  type Expr,
  type Heap,
  type Signature,
  type Types,
  type Update,
} from './grammar.ts';
import {
  bindingAt,
  bindingsOf,
  conFree,
  expressionOf,
  notIn,
  placed,
  signatureOf,
  typeOf,
  typeOfBinding,
} from './heaps.ts';
import { metas } from './metas.ts';
import { definitionOf, hasType, included, namesDefined, typeOfExternal, wellFormedTypesIn } from './types.ts';

const { Abs, App, Ext } = make.Expr;
const { Fun, Variable, Cell } = make.Binding;
const { NoBindings, Bound } = make.Bindings;
const { Changed } = make.Change;
const { ToChange } = make.ChangeList;

/** dom UN, in order. */
export const changedNames = metafunction<[Update], readonly string[]>(
  {
    name: 'changedNames',
    args: ['Update'],
    result: 'names',
    text: 'dom UN({0})',
    latex: '\\mathrm{dom}\\,\\mathit{UN}({0})',
    sentence: 'the types that an update changes',
    meaning: {
      observed: (self) => [
        [notIn(t, self(U)), false, is(c, transformerOf(changesOf(U), t))],
        [notIn(t, self(U)), true],
      ],
    },
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
    meaning: {
      observed: (self) => [
        [definitionOf(self(Ω, U), t), τ, is(τ, definitionOf(addedIn(U), t))],
        [definitionOf(self(Ω, U), t), τ, is(Changed(τ, c), changeAt(changesOf(U), t))],
        [definitionOf(self(Ω, U), t), definitionOf(Ω, t)],
        [hasType(self(Ω, U), t), true, hasType(Ω, t)],
        [namesDefined(Δ, self(Ω, U)), true, namesDefined(Δ, Ω)],
      ],
    },
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
    meaning: {
      observed: (self) => [
        [typeOfExternal(self(Σ, U), w), typeOf(b), is(b, bindingAt(extendedIn(U), w))],
        [typeOfExternal(self(Σ, U), w), typeOf(b), is(b, bindingAt(replacedIn(U), w))],
        [typeOfExternal(self(Σ, U), w), typeOfExternal(Σ, w)],
      ],
    },
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
    meaning: { equations: (self) => [[self(M, t), c, is(Changed(τ, c), changeAt(M, t))]], otherwise: 'undefined' },
  },
  (M, t) => get(M, t)?.by,
);

/** UN(t). */
export const changeAt = partialMetafunction<[Changes, string], Change>(
  {
    name: 'changeAt',
    args: ['Changes', 'name'],
    result: 'Change',
    text: '{0}({1})',
    sentence: 'the change of a type; undefined for the others',
    meaning: { theory: 'get' },
  },
  (M, t) => get(M, t),
);

const { t, e, c, b, b1, w, z, s, β, β1, m, M, U, x, τ, τ1, τ2, μ, Δ, Ω, Ω1, Σ, H } = metas;

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

/** U(b): a binding with U of its expression. */
export const rewriteBinding = metafunction<[Binding, Changes], Binding>(
  {
    name: 'rewriteBinding',
    args: ['Binding', 'Changes'],
    result: 'Binding',
    text: 'U({0}, {1})',
    latex: '\\mathcal{U}({0}, {1})',
    sentence: 'a binding in which the values of changed types are to be converted',
    meaning: {
      equations: (self) => [
        [self(Fun(x, τ1, τ2, μ, Δ, e), M), Fun(x, τ1, τ2, μ, Δ, rewrite(e, M))],
        [self(Variable(τ, e), M), Variable(τ, rewrite(e, M))],
        [self(Cell(τ, e), M), Cell(τ, rewrite(e, M))],
      ],
    },
  },
  (b, M) => withExpression(b, rewrite.compute(expressionOf(b), M)),
);

/** H' of section 8: UB's and AB's bindings; what stays is rewritten by U. */
export const newHeap = metafunction<[Heap, Update], Heap>(
  {
    name: 'newHeap',
    args: ['Heap', 'Update'],
    result: 'Heap',
    text: '{0} updated by {1}',
    latex: '{0} \\oplus {1}',
    sentence: 'the heap after an update: replaced and added bindings, the others rewritten by U',
    meaning: {
      observed: (self) => [
        [signatureOf(self(H, U)), newSignature(signatureOf(H), U)],
        [
          bindingsOf(self(H, U)),
          together(bindingsOf(extendedIn(U)), together(bindingsOf(replacedIn(U)), kept(bindingsOf(H), U))),
        ],
      ],
    },
  },
  (H, U) => {
    let next = H;
    for (const [z, b] of entries(H))
      if (!has(U.replaced, z)) next = heapMap.set(next, z, rewriteBinding.compute(b, U.changed));
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
    meaning: { equations: (self) => [[self(H, U), keptConFree(bindingsOf(H), U)]] },
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
    meaning: {
      equations: (self) => [
        [
          self(Ω, Σ, U),
          both(
            changesWhatIs(Ω, Σ, U),
            both(
              typesWithin(addedIn(U), typesBeside(addedIn(U), Ω)),
              heapWithin(extendedIn(U), heapBeside(extendedIn(U), Σ)),
            ),
          ),
        ],
      ],
    },
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
    for (const [name, change] of entries(U.changed).reverse()) list = make.ChangeList.ToChange(name, change, list);
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
export const addedIn = metafunction<[Update], Types>(
  {
    name: 'added',
    args: ['Update'],
    result: 'Types',
    text: 'AN({0})',
    latex: '\\mathit{AN}({0})',
    sentence: 'the added types of an update',
  },
  (U) => U.added,
);

/** The expression of a binding. */
export const expressionIn = metafunction<[Binding], Expr>(
  {
    name: 'expressionIn',
    args: ['Binding'],
    result: 'Expr',
    text: 'the expression of {0}',
    sentence: 'the body of a function, the contents of a variable or cell',
    meaning: {
      equations: (self) => [
        [self(Fun(x, τ1, τ2, μ, Δ, e)), e],
        [self(Variable(τ, e)), e],
        [self(Cell(τ, e)), e],
      ],
    },
  },
  expressionOf,
);

// What is said above of heaps, said of lists of bindings: there is induction on those.

/** Bindings that an update does not replace, rewritten. */
export const kept = metafunction<[Bindings, Update], Bindings>(
  {
    name: 'kept',
    args: ['Bindings', 'Update'],
    result: 'Bindings',
    text: 'U({0}) without dom UB({1})',
    sentence: 'the bindings that an update does not replace, rewritten by U',
    meaning: {
      equations: (self) => [
        [self(NoBindings(), U), NoBindings()],
        [self(Bound(z, b, β), U), self(β, U), is(b1, bindingAt(replacedIn(U), z))],
        [self(Bound(z, b, β), U), Bound(z, rewriteBinding(b, changesOf(U)), self(β, U))],
      ],
    },
  },
  (list, U) => {
    const stay: Extract<Bindings, { tag: 'Bound' }>[] = [];
    for (let at = list; at.tag === 'Bound'; at = at.rest) if (!has(U.replaced, at.z)) stay.push(at);
    const end: Bindings = NoBindings();
    return stay.reduceRight<Bindings>((rest, a) => Bound(a.z, rewriteBinding.compute(a.binding, U.changed), rest), end);
  },
);

/** Bindings that an update does not replace are con-free. */
export const keptConFree = metafunction<[Bindings, Update], boolean>(
  {
    name: 'keptConFree',
    args: ['Bindings', 'Update'],
    result: 'holds',
    text: 'conFree({0}(w), dom UN({1})) for all w ∉ dom UB({1})',
    sentence: 'no binding that stays behind uses a changed type concretely',
    meaning: {
      equations: (self) => [
        [self(NoBindings(), U), true],
        [self(Bound(z, b, β), U), self(β, U), is(b1, bindingAt(replacedIn(U), z))],
        [self(Bound(z, b, β), U), both(conFree(expressionIn(b), changedNames(U)), self(β, U))],
      ],
    },
  },
  (list, U) => {
    for (let at = list; at.tag === 'Bound'; at = at.rest)
      if (!has(U.replaced, at.z) && !conFree.compute(expressionOf(at.binding), keys(U.changed))) return false;
    return true;
  },
);

/** Each of the first bindings set in the second. */
export const together = metafunction<[Bindings, Bindings], Bindings>(
  {
    name: 'together',
    args: ['Bindings', 'Bindings'],
    result: 'Bindings',
    text: '{1} with {0}',
    sentence: 'a list of bindings with those of another one set',
    meaning: {
      equations: (self) => [
        [self(NoBindings(), β), β],
        [self(Bound(z, b, β1), β), self(β1, placed(β, z, b))],
      ],
    },
  },
  (more, list) => {
    let all = list;
    for (let at = more; at.tag === 'Bound'; at = at.rest) all = placed.compute(all, at.z, at.binding);
    return all;
  },
);

/** The change of a type in a list of changes. */
export const changeIn = partialMetafunction<[ChangeList, string], Change>(
  {
    name: 'changeIn',
    args: ['ChangeList', 'name'],
    result: 'Change',
    text: '{0}({1})',
    sentence: 'the change of a type in a list of changes',
    meaning: {
      equations: (self) => [
        [self(changeList(U), t), changeAt(changesOf(U), t)],
        [self(ToChange(t, Changed(τ, c), m), t), Changed(τ, c)],
        [self(ToChange(s, Changed(τ, c), m), t), self(m, t)],
      ],
      otherwise: 'undefined',
    },
  },
  (list, name) => {
    for (let at = list; at.tag === 'ToChange'; at = at.rest) if (at.t === name) return at.change;
    return undefined;
  },
);

/** What namesFit says of what there is already: dom UN ⊆ dom Ω; dom UB ⊆ dom Σ; no reference is replaced or added. */
const changesWhatIs = metafunction<[Types, Signature, Update], boolean>(
  {
    name: 'changesWhatIs',
    args: ['Types', 'Signature', 'Update'],
    result: 'holds',
    text: 'dom UN ⊆ dom {0}, dom UB ⊆ dom {1} without references in {2}',
    sentence: 'what an update changes and replaces exists, and no reference is replaced or added',
  },
  (Ω, Σ, U) =>
    keys(U.changed).every((name) => has(Ω, name)) &&
    keys(U.replaced).every((z) => has(Σ, z) && !z.startsWith('@')) &&
    keys(U.extended).every((z) => !z.startsWith('@')),
);
/** That two domains are apart, as an inclusion: a map without the domain of another one has all that it had. */
const typesBeside = metafunction<[Types, Types], Types>(
  {
    name: 'typesBeside',
    args: ['Types', 'Types'],
    result: 'Types',
    text: '{0} without dom {1}',
    sentence: 'definitions without those of names that others define',
    meaning: {
      observed: (self) => [
        [definitionOf(self(Ω, Ω1), t), undefinedValue, is(τ, definitionOf(Ω1, t))],
        [definitionOf(self(Ω, Ω1), t), definitionOf(Ω, t)],
      ],
    },
  },
  (Ω, Ω1) => typesMap.of(entries(Ω).filter(([name]) => !has(Ω1, name))),
);
const heapBeside = metafunction<[Heap, Signature], Heap>(
  {
    name: 'heapBeside',
    args: ['Heap', 'Signature'],
    result: 'Heap',
    text: '{0} without dom {1}',
    sentence: 'bindings without those of names that a signature has',
    meaning: {
      observed: (self) => [
        [bindingAt(self(H, Σ), w), undefinedValue, is(τ, typeOfExternal(Σ, w))],
        [bindingAt(self(H, Σ), w), bindingAt(H, w)],
      ],
    },
  },
  (H, Σ) => heapMap.of(entries(H).filter(([z]) => !has(Σ, z))),
);
const typesWithin = included('typesWithin', 'Types');
const heapWithin = included<'Heap', Binding>('heapWithin', 'Heap');
