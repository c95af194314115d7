/** The variants of section 11, in its order: each says what is different, and which theorems fall. */
import { compareKeys, entries, has, keys } from '../../semantics/maps.ts';
import { homomorphism } from '../../semantics/structural.ts';
import { is, metafunction, type Metafunction } from '../../semantics/symbols.ts';
import { all, intersect, member, none, subset, union, below } from '../../semantics/proteus/capability.ts';
import { focus, hole, plug } from '../../semantics/proteus/contexts.ts';
import {
  heapMap,
  make,
  proteus as grammar,
  type Binding,
  type Changes,
  type Config,
  type Context,
  type Expr,
  type Frame,
  type Heap,
  type Update as Upd,
} from '../../semantics/proteus/grammar.ts';
import {
  bindingAt,
  conFree,
  contents,
  expressionOf,
  freshReference,
  signatureOf,
  stored,
  storedType,
} from '../../semantics/proteus/heaps.ts';
import { metas } from '../../semantics/proteus/metas.ts';
import { notValue, pointer } from '../../semantics/proteus/reduction.ts';
import { substitute } from '../../semantics/proteus/substitution.ts';
import { bind, definitionOf, join, noLocals, typeOfExternal, wellFormedType } from '../../semantics/proteus/types.ts';
import {
  changedNames,
  changesOf,
  disjoint,
  heapConFree,
  newHeap,
  newTypes,
  rewrite,
  transformerOf,
  withExpression,
} from '../../semantics/proteus/updates.ts';
import { variant, type Variant, type VariantChanges } from '../variant.ts';
import { forcedFirst } from './forcing.ts';
import { bindingOk } from './heaps.ts';
import { reduces, steps } from './reduction.ts';
import {
  C,
  Abs,
  App,
  Apply,
  Arrow,
  Assign,
  Con,
  Configuration,
  Deref,
  Dynamic,
  Ext,
  Fun,
  If,
  Let,
  Named,
  Num,
  Ref,
  Static,
  Update,
  Var,
  int,
  mayUpdate,
  never,
  rule,
} from './rule.ts';
import { subtype } from './subtyping.ts';
import { proteus } from './system.ts';
import { types } from './typing.ts';
import { admitted, rebindOk, transOk, transformers, typesOk, updateOk } from './updates.ts';

const { Changed } = make.Change;
const { ToChange } = make.ChangeList;

const { e, e1, e2, e3, x, y, z, c, t, τ, M } = metas;

const sound = (name: string, sentence: string, changes: Partial<VariantChanges>): Variant =>
  variant(proteus, { name, sentence, expected: 'sound', ...changes });
const falls = (
  expected: readonly string[],
  name: string,
  sentence: string,
  changes: Partial<VariantChanges>,
): Variant => variant(proteus, { name, sentence, expected, ...changes });

// Reduction

const reusedReference = metafunction<[Heap], string>(
  {
    name: 'reusedReference',
    args: ['Heap'],
    result: 'name',
    text: 'any({0})',
    latex: '\\mathrm{any}({0})',
    sentence: 'a reference that a heap binds, if it binds one',
  },
  (H) => {
    const used = keys(H).filter((w) => w.startsWith('@'));
    return used.sort(compareKeys)[0] ?? freshReference.compute(H);
  },
);

const substitution = {
  args: ['Expr', 'Expr', 'name'],
  text: '{0@7}[{1}/{2}]',
  sentence: 'substitution that takes no care of binders',
};
const substituteUnder = homomorphism<Expr, [Expr, string]>(
  grammar,
  ['Expr', 'Fields'],
  { ...substitution, name: 'substituteUnder' },
  (self) => [[self(Var(x), e1, x), e1]],
);
const captured = homomorphism<Expr, [string]>(
  grammar,
  ['Expr', 'Fields'],
  {
    name: 'captured',
    args: ['Expr', 'name'],
    text: '{0@7}[{1} bound]',
    sentence: 'the external name becomes the local of its spelling',
  },
  (self) => [[self(Ext(z), z), Var(z)]],
);
const substituteCapturing = homomorphism<Expr, [Expr, string]>(
  grammar,
  ['Expr', 'Fields'],
  { ...substitution, name: 'substituteCapturing' },
  (self) => [
    [self(Var(x), e1, x), e1],
    [self(Let(x, τ, e2, e3), e1, x), Let(x, τ, self(e2, e1, x), e3)],
    [self(Let(y, τ, e2, e3), e1, x), Let(y, τ, self(e2, e1, x), self(e3, captured(e1, y), x))],
  ],
);

// Updates

/** H' of section 8 with another U for some bindings. */
const heapUpdated = (
  name: string,
  sentence: string,
  contentsOf: (b: Binding, M: Changes) => Expr,
): Metafunction<[Heap, Upd], Heap, Heap> =>
  metafunction<[Heap, Upd], Heap>(
    { name, args: ['Heap', 'Update'], result: 'Heap', text: '{0} updated by {1}', latex: '{0} \\oplus {1}', sentence },
    (H, U) => {
      let next = H;
      for (const [w, b] of entries(H))
        if (!has(U.replaced, w)) next = heapMap.set(next, w, withExpression(b, contentsOf(b, U.changed)));
      for (const part of [U.replaced, U.extended]) for (const [w, b] of entries(part)) next = heapMap.set(next, w, b);
      return next;
    },
  );

const functionsKept = heapUpdated('functionsKept', 'the heap after an update, functions as they were', (b, M1) =>
  b.tag === 'Fun' ? b.body : rewrite.compute(b.e, M1),
);
const cellsKept = heapUpdated('cellsKept', 'the heap after an update, variables and cells as they were', (b, M1) =>
  b.tag === 'Fun' ? rewrite.compute(b.body, M1) : b.e,
);
const allKept = heapUpdated('allKept', 'the heap after an update, what stays as it was', (b) => expressionOf(b));

const rewriteOutermost = homomorphism<Expr, [Changes]>(
  grammar,
  ['Expr', 'Fields'],
  {
    name: 'rewriteOutermost',
    args: ['Expr', 'Changes'],
    text: 'U({0}, {1})',
    latex: '\\mathcal{U}({0}, {1})',
    sentence: 'an expression in which the outermost values of changed types are to be converted',
  },
  (self) => [[self(Abs(t, e), M), Abs(t, App(Ext(c), e)), is(c, transformerOf(M, t))]],
);
const outermostInHeap = heapUpdated(
  'outermostInHeap',
  'the heap after an update, its outermost values converted',
  (b, M1) => rewriteOutermost.compute(expressionOf(b), M1),
);

const functionsConFree = metafunction<[Heap, Upd], boolean>(
  {
    name: 'functionsConFree',
    args: ['Heap', 'Update'],
    result: 'holds',
    text: 'conFree({0}(f), dom UN({1})) for all functions f ∉ dom UB({1})',
    latex:
      '\\mathrm{conFree}({0}(f), \\mathrm{dom}\\,\\mathit{UN}({1}))\\text{ for all functions }f \\notin \\mathrm{dom}\\,\\mathit{UB}({1})',
    sentence: 'no function that stays behind uses a changed type concretely',
  },
  (H, U) => {
    const T = changedNames.compute(U);
    for (const [w, b] of entries(H))
      if (b.tag === 'Fun' && !has(U.replaced, w) && !conFree.compute(b.body, T)) return false;
    return true;
  },
);

const localNamed = metafunction<[string], string>(
  {
    name: 'localNamed',
    args: ['name'],
    result: 'name',
    text: 'the local {0}',
    latex: '\\text{the local }{0}',
    sentence: 'the local variable that is spelt like an external name',
  },
  (z1) => z1,
);

const inactive = metafunction<[Context, Upd], boolean>(
  {
    name: 'inactive',
    args: ['Context', 'Update'],
    result: 'holds',
    text: 'no f ∈ dom UB({1}) is active in {0}',
    latex: '\\text{no }f \\in \\mathrm{dom}\\,\\mathit{UB}({1})\\text{ is active in }{0}',
    sentence: 'no function that is replaced has been called and has not returned',
  },
  (E, U) => {
    for (let at = E; at.tag === 'In'; at = at.outer)
      if (at.frame.tag === 'InLet' && has(U.replaced, at.frame.x) && returns(at.frame)) return false;
    return true;
  },
);
/** Whether a frame `let f : τ = … in f` is around: what the call of f leaves there until it returns. */
const returns = ({ x: f, e2: then }: Extract<Frame, { readonly tag: 'InLet' }>): boolean =>
  then.tag === 'Var' && then.x === f;

const forgetful = rule('T-App', ({ Δ, Δ1, Δ2, Δf, μ, μf, e1: f1, e2: f2, τ1, τ2, τ3 }) => ({
  given: [
    types(...C, Δ, μ, f1, Arrow(τ1, μf, Δf, τ2), Δ1),
    types(...C, Δ1, μ, f2, τ3, Δ2),
    subtype(τ3, τ1),
    below(μf, μ),
  ],
  infer: types(...C, Δ, μ, App(f1, f2), τ2, Δ2),
}));

/** R-Upd with another configuration after it. */
const updating = (after: (m: { Ω: typeof metas.Ω; H: Heap; E: typeof metas.E; U: Upd }) => Config, checked = true) =>
  rule('R-Upd', ({ Ω, H, Σ, E, Δ, U, k }) => ({
    given: [is(Σ, signatureOf(H)), updateOk(Ω, Σ, U), ...(checked ? [admitted(k, E, H, Δ, U)] : [])],
    infer: steps(Configuration(Ω, H, E, Update(Δ)), Apply(k, U), focus(after({ Ω, H, E, U }))),
  }));

const shallow = falls(['T11'], 'shallow-analysis', 'the analysis ignores what callers do after a call returns', {
  analysis: { replace: [forgetful] },
});

export const proteusVariants: readonly Variant[] = [
  sound('deref-by-name', 'contents that have not run are run again at each read', {
    replace: [
      rule('R-Force', ({ H, v, w, e: e0 }) => ({
        given: [is(w, pointer(v)), is(e0, contents(H, w)), notValue(e0)],
        infer: reduces(H, Deref(v), H, e0),
      })),
    ],
  }),
  sound('eager', 'an update runs all pending transformers before going on', {
    replace: [
      updating(({ Ω, H, E, U }) =>
        forcedFirst(Configuration(newTypes(Ω, U), newHeap(H, U), hole, rewrite(plug(E, Num(0n)), changesOf(U))), H),
      ),
    ],
  }),
  sound('con-only', 'there are no capabilities: every Δ is *', {
    replace: [
      rule('T-Update', () => ({
        given: [],
        infer: types(...C, all, mayUpdate, Update(all), int, all),
      })),
      rule('H-Fun', ({ Ω, Σ, Δ1, μ, x: x1, e: e0, τ1, τ2, τ3 }) => ({
        given: [
          wellFormedType(τ1, Ω),
          wellFormedType(τ2, Ω),
          types(Ω, Σ, bind(noLocals, x1, τ1), all, μ, e0, τ3, Δ1),
          subtype(τ3, τ2),
          subset(all, Δ1),
        ],
        infer: bindingOk(Ω, Σ, Fun(x1, τ1, τ2, μ, all, e0)),
      })),
    ],
  }),
  sound('con-any-name', 'con undoes the abs of any name', {
    replace: [rule('R-ConAbs', ({ H, t: t1, s, v }) => ({ given: [], infer: reduces(H, Con(t1, Abs(s, v)), H, v) }))],
  }),
  falls(['T7'], 'app-unchecked', 'T-App does not compare the type of the argument', {
    replace: [
      rule('T-App', ({ Δ, Δ1, Δ2, Δf, μ, μf, e1: f1, e2: f2, τ1, τ2, τ3 }) => ({
        given: [types(...C, Δ, μ, f1, Arrow(τ1, μf, Δf, τ2), Δ1), types(...C, Δ1, μ, f2, τ3, Δ2), below(μf, μ)],
        infer: types(...C, Δ, μ, App(f1, f2), τ2, intersect(Δ2, Δf)),
      })),
    ],
  }),
  falls(['T7'], 'assign-unchecked', 'T-Assign does not compare the types', {
    replace: [
      rule('T-Assign', ({ Δ, Δ1, Δ2, μ, e1: f1, e2: f2, τ: τ0, τ1 }) => ({
        given: [types(...C, Δ, μ, f1, Ref(τ0), Δ1), types(...C, Δ1, μ, f2, τ1, Δ2)],
        infer: types(...C, Δ, μ, Assign(f1, f2), τ0, Δ2),
      })),
    ],
  }),
  falls(['T7'], 'let-unchecked', 'T-Let does not compare the types', {
    replace: [
      rule('T-Let', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, x: x1, e1: f1, e2: f2, τ1, τ2, τ3 }) => ({
        given: [types(...C, Δ, μ, f1, τ3, Δ1), wellFormedType(τ1, Ω), types(Ω, Σ, bind(Γ, x1, τ1), Δ1, μ, f2, τ2, Δ2)],
        infer: types(...C, Δ, μ, Let(x1, τ1, f1, f2), τ2, Δ2),
      })),
    ],
  }),
  falls(['T7'], 'ref-reuse', 'R-Ref returns a reference in use', { exchange: [[freshReference, reusedReference]] }),
  falls(['T7'], 'subst-shadow', 'substitution goes under a binder of the same name', {
    exchange: [[substitute, substituteUnder]],
  }),
  falls(['T7'], 'subst-capture', 'locals and externals are one class of names: a let captures a function value', {
    exchange: [[substitute, substituteCapturing]],
  }),
  falls(['T7'], 'ref-covariant', 'references are covariant', {
    replace: [rule('S-Ref', ({ τ1, τ2 }) => ({ given: [subtype(τ1, τ2)], infer: subtype(Ref(τ1), Ref(τ2)) }))],
  }),
  falls(['T7', 'T8'], 'fun-param-co', 'parameters of functions are covariant', {
    replace: [
      rule('S-Fun', ({ τ1, τ2, τ3, τ4, μ, μ1, Δ, Δ1 }) => ({
        given: [subtype(τ1, τ3), subtype(τ2, τ4), below(μ, μ1), subset(Δ1, Δ)],
        infer: subtype(Arrow(τ1, μ, Δ, τ2), Arrow(τ3, μ1, Δ1, τ4)),
      })),
    ],
  }),
  falls(['T7', 'T8'], 'latent-flip', 'the latent capability of functions is covariant', {
    replace: [
      rule('S-Fun', ({ τ1, τ2, τ3, τ4, μ, μ1, Δ, Δ1 }) => ({
        given: [subtype(τ3, τ1), subtype(τ2, τ4), below(μ, μ1), subset(Δ, Δ1)],
        infer: subtype(Arrow(τ1, μ, Δ, τ2), Arrow(τ3, μ1, Δ1, τ4)),
      })),
    ],
  }),
  falls(['T7'], 'app-forget', 'T-App forgets the latent capability of the function', {
    replace: [forgetful],
    endToEnd: true,
  }),
  falls(['T7'], 'if-union', 'T-If returns the union of the capabilities of its branches', {
    replace: [
      rule('T-If', ({ Δ, Δ1, Δ2, Δ3, Δ4, μ, e1: f1, e2: f2, e3: f3, e4, τ: τ0, τ3, τ4 }) => ({
        given: [
          types(...C, Δ, μ, f1, int, Δ1),
          types(...C, Δ1, μ, f2, int, Δ2),
          types(...C, Δ2, μ, f3, τ3, Δ3),
          types(...C, Δ2, μ, e4, τ4, Δ4),
          is(τ0, join(τ3, τ4)),
        ],
        infer: types(...C, Δ, μ, If(f1, f2, f3, e4), τ0, union(Δ3, Δ4)),
      })),
    ],
    endToEnd: true,
  }),
  falls(['T8s'], 'con-before', 'T-Con tests the capability before its expression', {
    replace: [
      rule('T-Con', ({ Ω, Δ, Δ1, μ, t: t1, e: e0, τ: τ0 }) => ({
        given: [types(...C, Δ, μ, e0, Named(t1), Δ1), member(t1, Δ), is(τ0, definitionOf(Ω, t1))],
        infer: types(...C, Δ, μ, Con(t1, e0), τ0, Δ1),
      })),
    ],
  }),
  falls(['T3'], 'update-regain', 'an update point may give capability back', {
    replace: [
      rule('T-Update', ({ Δ, Δ1 }) => ({
        given: [],
        infer: types(...C, Δ, mayUpdate, Update(Δ1), int, Δ1),
      })),
    ],
    endToEnd: true,
  }),
  falls(['T7'], 'cell-spends', 'contents that have not run may leave any capability', {
    replace: [
      rule('H-Cell', ({ Ω, Σ, Δ, b, e: e0, τ: τ0, τ1 }) => ({
        given: [
          is(τ0, storedType(b)),
          is(e0, stored(b)),
          wellFormedType(τ0, Ω),
          types(Ω, Σ, noLocals, all, never, e0, τ1, Δ),
          subtype(τ1, τ0),
        ],
        infer: bindingOk(Ω, Σ, b),
      })),
    ],
  }),
  falls(['T8'], 'cells-unchecked', 'con-freeness of contents that have not run is not checked', {
    exchange: [[heapConFree, functionsConFree]],
  }),
  falls(['T8'], 'no-confree', 'updates are applied unchecked', {
    replace: [
      updating(
        ({ Ω, H, E, U }) => Configuration(newTypes(Ω, U), newHeap(H, U), hole, rewrite(plug(E, Num(0n)), changesOf(U))),
        false,
      ),
    ],
  }),
  falls(['T8'], 'stack-only', 'con-freeness of the heap is not checked', {
    replace: [
      rule('U-Dynamic', ({ E, H, Δ, U }) => ({
        given: [conFree(plug(E, Num(0n)), changedNames(U))],
        infer: admitted(Dynamic(), E, H, Δ, U),
      })),
      rule('U-Static', ({ E, H, Δ, U }) => ({
        given: [disjoint(changedNames(U), Δ)],
        infer: admitted(Static(), E, H, Δ, U),
      })),
    ],
  }),
  falls(['T8'], 'heap-only', 'con-freeness of the stack is not checked', {
    replace: [
      rule('U-Dynamic', ({ E, H, Δ, U }) => ({
        given: [heapConFree(H, U)],
        infer: admitted(Dynamic(), E, H, Δ, U),
      })),
    ],
  }),
  falls(['T8'], 'activeness', 'an update is admitted where no function that it replaces is active', {
    replace: [
      rule('R-Call', ({ H, z: f, v, x: x1, x2, τ1, τ2, μ, Δ, e: body }) => ({
        given: [is(Fun(x1, τ1, τ2, μ, Δ, body), bindingAt(H, f)), is(x2, localNamed(f))],
        infer: reduces(H, App(Ext(f), v), H, Let(x2, τ2, substitute(body, v, x1), Var(x2))),
      })),
      rule('U-Dynamic', ({ E, H, Δ, U }) => ({
        given: [inactive(E, U)],
        infer: admitted(Dynamic(), E, H, Δ, U),
      })),
    ],
  }),
  falls(['T8'], 'no-abs-stack', 'U does not rewrite the evaluation context', {
    replace: [updating(({ Ω, H, E, U }) => Configuration(newTypes(Ω, U), newHeap(H, U), hole, plug(E, Num(0n))))],
  }),
  falls(['T8'], 'no-abs-heap', 'U does not rewrite functions', { exchange: [[newHeap, functionsKept]] }),
  falls(['T8'], 'no-abs-cell', 'U does not rewrite variables and cells', { exchange: [[newHeap, cellsKept]] }),
  falls(['T8'], 'abs-outermost', 'U stops at the first abs of a changed type', {
    exchange: [
      [rewrite, rewriteOutermost],
      [newHeap, outermostInHeap],
    ],
  }),
  falls(['T8'], 'trans-unchecked', 'transformers are not checked', {
    replace: [rule('U-Trans', ({ Ω, Σ, U }) => ({ given: [], infer: transOk(Ω, Σ, U) }))],
  }),
  falls(['T8'], 'rebind-any', 'what is replaced may get any type', {
    replace: [rule('U-Rebind', ({ Ω, Σ, U }) => ({ given: [], infer: rebindOk(Ω, Σ, U) }))],
  }),
  falls(['T8'], 'dangling-types', 'the types of an update are not checked', {
    replace: [rule('U-Types', ({ Ω, Σ, U }) => ({ given: [], infer: typesOk(Ω, Σ, U) }))],
  }),
  falls(['T8'], 'trans-updates', 'transformers may have any latent', {
    replace: [
      rule('Trans-One', ({ Ω, Ω1, Σ, t: t1, c: c1, τ: τ0, τ1, τ2, m }) => ({
        given: [
          is(τ1, typeOfExternal(Σ, c1)),
          is(τ2, definitionOf(Ω, t1)),
          subtype(τ1, Arrow(τ2, mayUpdate, none, τ0)),
          transformers(Ω, Ω1, Σ, m),
        ],
        infer: transformers(Ω, Ω1, Σ, ToChange(t1, Changed(τ0, c1), m)),
      })),
    ],
  }),
  falls(['T8', 'T12'], 'versions-coexist', 'old values keep the old representation, no transformer runs', {
    replace: [updating(({ Ω, H, E, U }) => Configuration(newTypes(Ω, U), allKept(H, U), hole, plug(E, Num(0n))))],
  }),
  shallow,
];
