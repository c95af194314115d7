/** Metafunctions on types: definitions, join and meet, well-formedness, latents (sections 3 and 4). */
import { entries, get, has, type FiniteMap } from '../maps.ts';
import { metas } from './metas.ts';
import { undefinedValue } from '../logic.ts';
import type { Row, Self } from '../meaning.ts';
import { is, metafunction, partialMetafunction } from '../symbols.ts';
import { everywhere, homomorphism } from '../structural.ts';
import { absurd, equal } from '../terms.ts';
import {
  greaterMu,
  intersect,
  latentOperations,
  lesserMu,
  mentioned,
  union,
  type LatentOperations,
} from './capability.ts';
import { unguardedCycle } from './guarded.ts';
import {
  make,
  proteus,
  localsMap,
  type Binding,
  type Cap,
  type Locals,
  type Mu,
  type Signature,
  type Type,
  type TypeFields,
  type Types,
} from './grammar.ts';

const { Named, Record, Ref, Arrow } = make.Type;
const { TypeField } = make.TypeFields;
const unknownMu = make.Mu.MuUnknown('?');
const unknownCap = make.Cap.CapUnknown('?');

/** Ω(t), Σ(z), Γ(x): undefined outside the domain. */
const lookup = <S extends string>(name: string, sort: S, text: string) =>
  partialMetafunction<[FiniteMap<S, Type>, string], Type>(
    {
      name,
      args: [sort, 'name'],
      result: 'Type',
      text,
      sentence: `the type of a name; undefined outside the domain`,
      meaning: { theory: 'get', equations: (self) => [[self({ tag: `${sort}.empty` }, x), undefinedValue]] },
    },
    (m, key) => get(m, key),
  );
export const definitionOf = lookup('definitionOf', 'Types', '{0}({1})');
export const typeOfExternal = lookup('typeOfExternal', 'Signature', '{0}({1})');
export const typeOfLocal = lookup('typeOfLocal', 'Locals', '{0}({1})');

export const bind = metafunction<[Locals, string, Type], Locals>(
  {
    name: 'bind',
    args: ['Locals', 'name', 'Type'],
    result: 'Locals',
    text: '{0}, {1}:{2}',
    sentence: 'Γ with x bound, over an earlier binding of x',
    meaning: {
      theory: 'set',
      observed: (self) => [
        [typeOfLocal(self(Γ, x, τ), x), τ],
        [typeOfLocal(self(Γ, y, τ), x), typeOfLocal(Γ, x)],
      ],
    },
  },
  (Γ, x, τ) => localsMap.set(Γ, x, τ),
);
export const noLocals: Locals = localsMap.empty;

export const hasExternal = metafunction<[Signature, string], boolean>(
  {
    name: 'hasExternal',
    args: ['Signature', 'name'],
    result: 'holds',
    text: '{1} ∈ dom {0}',
    latex: '{1} \\in \\mathrm{dom}\\,{0}',
    sentence: 'Σ has a type for the name',
  },
  (Σ, z) => has(Σ, z),
);

export const hasType = metafunction<[Types, string], boolean>(
  {
    name: 'hasType',
    args: ['Types', 'name'],
    result: 'holds',
    text: '{1} ∈ dom {0}',
    latex: '{1} \\in \\mathrm{dom}\\,{0}',
    sentence: 'Ω defines the name',
  },
  (Ω, t) => has(Ω, t),
);

export const namesDefined = metafunction<[Cap, Types], boolean>(
  {
    name: 'namesDefined',
    args: ['Cap', 'Types'],
    result: 'holds',
    text: 'names({0}) ⊆ dom {1}',
    latex: '\\mathrm{names}({0}) \\subseteq \\mathrm{dom}\\,{1}',
    sentence: 'Ω defines every name that the capability mentions',
  },
  (Δ, Ω) => mentioned(Δ).every((t) => has(Ω, t)),
);

/** Types known to be well formed, by Ω: types are shared, and each level of a deep one is asked for. */
const known = new WeakMap<Types, WeakSet<object>>();

const { t, τ, τ1, τ2, μ, Δ, Ω, Γ, e, x, y, l, c, φ } = metas;

const typeConditions = (wf: (τ: never, Ω: Types) => boolean): [boolean, boolean][] => [
  [wf(Named(t) as never, Ω), hasType(Ω, t)],
  [wf(Arrow(τ1, μ, Δ, τ2) as never, Ω), namesDefined(Δ, Ω)],
];

/** Ω ⊢ τ: every type name in τ is in dom Ω, those in latents included (section 3). */
export const wellFormedType = everywhere<Type, [Types]>(
  proteus,
  ['Type', 'TypeFields'],
  {
    name: 'wellFormedType',
    args: ['Type', 'Types'],
    text: '{1} ⊢ {0}',
    latex: '{1} \\vdash {0}',
    sentence: 'every type name in a type is defined',
  },
  (wf) => typeConditions(wf as never),
  {
    has: (τ, types) => known.get(types)?.has(τ) ?? false,
    add: (τ, types) => {
      let set = known.get(types);
      if (!set) known.set(types, (set = new WeakSet()));
      set.add(τ);
    },
  },
);

/** Every type in an expression is well formed, capabilities and casts included (U-Types). */
export const wellFormedTypesIn = everywhere<Binding, [Types]>(
  proteus,
  ['Binding', 'Expr', 'Fields', 'Type', 'TypeFields'],
  {
    name: 'wellFormedTypesIn',
    args: ['Binding', 'Types'],
    text: '{1} ⊢ types of {0}',
    latex: '{1} \\vdash \\text{types of }{0}',
    sentence: 'every type name in a binding is defined, inside its body too',
  },
  (wf) => [
    ...typeConditions(wf as never),
    [wf(make.Expr.Con(t, e) as never, Ω), hasType(Ω, t)],
    [wf(make.Expr.Abs(t, e) as never, Ω), hasType(Ω, t)],
    [wf(make.Expr.Update(Δ) as never, Ω), namesDefined(Δ, Ω)],
    [wf(make.Binding.Fun(x, τ1, τ2, μ, Δ, e), Ω), namesDefined(Δ, Ω)],
  ],
);

/** Every cycle of names passes through a record, a reference or a function type (section 1). */
export const guarded = metafunction<[Types], boolean>(
  {
    name: 'guarded',
    args: ['Types'],
    result: 'holds',
    text: '{0} guarded',
    latex: '{0}\\;\\mathrm{guarded}',
    sentence: 'every cycle of type names passes through a record, a reference or a function type',
  },
  (types) => unguardedCycle(entries(types)) === undefined,
);

/** Every definition in Ω is well formed. */
export const definitionsWellFormed = metafunction<[Types], boolean>(
  {
    name: 'definitionsWellFormed',
    args: ['Types'],
    result: 'holds',
    text: '{0} ⊢ {0}(t) for all t',
    latex: '{0} \\vdash {0}(t)\\text{ for all }t',
    sentence: 'every definition is well formed',
  },
  (types) => {
    for (const [, τ] of entries(types)) if (!wellFormedType.compute(τ, types)) return false;
    return true;
  },
);

/** A copy of a type whose latents are yet to be inferred. */
export const fresh = homomorphism<Type, []>(
  proteus,
  ['Type', 'TypeFields'],
  {
    name: 'fresh',
    args: ['Type'],
    text: 'fresh({0})',
    latex: '\\mathrm{fresh}({0})',
    sentence: 'a type with its latents replaced by unknown ones',
  },
  (self) => [[self(Arrow(τ1, μ, Δ, τ2)), Arrow(self(τ1), unknownMu, unknownCap, self(τ2))]],
);

/** Types of equal shape: equal but for latents. */
export const sameShape = metafunction<[Type, Type], boolean>(
  {
    name: 'sameShape',
    args: ['Type', 'Type'],
    result: 'holds',
    text: '{0} ≈ {1}',
    latex: '{0} \\approx {1}',
    sentence: 'types equal but for latents: an equivalence',
  },
  (a, b) => {
    const stack: (Type | TypeFields)[] = [a, b];
    while (stack.length > 0) {
      const q = stack.pop() as Type | TypeFields;
      const p = stack.pop() as Type | TypeFields;
      if (p === q) continue;
      if (p.tag !== q.tag) return false;
      if (p.tag === 'Named' && p.t !== (q as typeof p).t) return false;
      if (p.tag === 'TypeField' && p.label !== (q as typeof p).label) return false;
      if (p.tag === 'Record') stack.push(p.fields, (q as typeof p).fields);
      if (p.tag === 'TypeField') stack.push(p.type, (q as typeof p).type, p.rest, (q as typeof p).rest);
      if (p.tag === 'Ref') stack.push(p.content, (q as typeof p).content);
      if (p.tag === 'Arrow') stack.push(p.from, (q as typeof p).from, p.to, (q as typeof p).to);
    }
    return true;
  },
);

export type BoundMode = 'join' | 'meet' | 'same';
const flip = { join: 'meet', meet: 'join', same: 'same' } as const;

/** Latents of a join, a meet, or the common ones; undefined where they have to be equal and are not. */
function latents(
  mode: BoundMode,
  a: Type & { tag: 'Arrow' },
  b: Type & { tag: 'Arrow' },
  on: LatentOperations,
): [Mu, Cap] | undefined {
  if (mode === 'join') return [on.max(a.mu, b.mu), on.intersect(a.cap, b.cap)];
  if (mode === 'meet') return [on.min(a.mu, b.mu), on.union(a.cap, b.cap)];
  return on.below(a.mu, b.mu) && on.below(b.mu, a.mu) && on.subset(a.cap, b.cap) && on.subset(b.cap, a.cap)
    ? [a.mu, a.cap]
    : undefined;
}

/**
 * Least upper or greatest lower bound of two types, computed by these operations on their latents; undefined when the
 * shapes differ.
 */
export function bound(of: BoundMode, a: Type, b: Type, on: LatentOperations = latentOperations): Type | undefined {
  // Work: pairs to bound, and constructors to rebuild from the results below them.
  const work: ({ mode: BoundMode; a: Type | TypeFields; b: Type | TypeFields } | ((r: unknown[]) => void))[] = [];
  const results: unknown[] = [];
  work.push({ mode: of, a, b });
  while (work.length > 0) {
    const task = work.pop() as (typeof work)[number];
    if (typeof task === 'function') {
      task(results);
      continue;
    }
    const { mode, a: p, b: q } = task;
    if (p === q) {
      results.push(p);
      continue;
    }
    if (p.tag !== q.tag) return undefined;
    switch (p.tag) {
      case 'Int':
      case 'Omitted':
      case 'NoTypes':
        results.push(p);
        break;
      case 'Named':
        if (p.t !== (q as typeof p).t) return undefined;
        results.push(p);
        break;
      case 'Record':
        work.push((r) => r.push(Record(r.pop() as TypeFields)));
        work.push({ mode, a: p.fields, b: (q as typeof p).fields });
        break;
      case 'Ref':
        work.push((r) => r.push(Ref(r.pop() as Type)));
        work.push({ mode: 'same', a: p.content, b: (q as typeof p).content });
        break;
      case 'Arrow': {
        const latent = latents(mode, p, q as typeof p, on);
        if (!latent) return undefined;
        work.push((r) => {
          const to = r.pop() as Type;
          r.push(Arrow(r.pop() as Type, latent[0], latent[1], to));
        });
        work.push({ mode, a: p.to, b: (q as typeof p).to });
        work.push({ mode: flip[mode], a: p.from, b: (q as typeof p).from });
        break;
      }
      case 'TypeField': {
        const other = q as typeof p;
        if (p.label !== other.label) return undefined;
        work.push((r) => {
          const rest = r.pop() as TypeFields;
          r.push(TypeField(p.label, r.pop() as Type, rest));
        });
        work.push({ mode, a: p.rest, b: other.rest });
        work.push({ mode, a: p.type, b: other.type });
        break;
      }
      default:
        return absurd(p);
    }
  }
  return results.pop() as Type;
}

/** The equations of ⊔ and ⊓, which walk two types at once; those on fields are of the functions on fields. */
function boundRows(self: Self, of: 'join' | 'meet'): Row[] {
  const { τ3, τ4, τ5, τ6, μ1, Δ1, φ1, φ2 } = metas;
  const [other, fields] = of === 'join' ? [meet, joinFields] : [join, meetFields];
  const latent = of === 'join' ? Arrow(τ5, greaterMu(μ, μ1), intersect(Δ, Δ1), τ6) : Arrow(τ5, lesserMu(μ, μ1), union(Δ, Δ1), τ6); // prettier-ignore
  return [
    [self(make.Type.Int(), make.Type.Int()), make.Type.Int()],
    [self(make.Type.Omitted(), make.Type.Omitted()), make.Type.Omitted()],
    [self(Named(t), Named(t)), Named(t)],
    [self(Ref(τ), Ref(τ)), Ref(τ)],
    [self(Record(φ), Record(φ1)), Record(φ2), is(φ2, fields(φ, φ1))],
    [self(Arrow(τ1, μ, Δ, τ2), Arrow(τ3, μ1, Δ1, τ4)), latent, is(τ5, other(τ1, τ3)), is(τ6, self(τ2, τ4))],
  ];
}
const boundFields = (of: 'join' | 'meet', symbol: string) =>
  partialMetafunction<[TypeFields, TypeFields], TypeFields>(
    {
      name: `${of}Fields`,
      args: ['TypeFields', 'TypeFields'],
      result: 'TypeFields',
      text: `{0} ${symbol} {1}`,
      sentence: 'the bound of record types, field by field',
      meaning: {
        equations: (self) => {
          const { φ1, φ2 } = metas;
          const on = of === 'join' ? join : meet;
          return [
            [self(make.TypeFields.NoTypes(), make.TypeFields.NoTypes()), make.TypeFields.NoTypes()],
            [
              self(TypeField(l, τ1, φ), TypeField(l, τ2, φ1)),
              TypeField(l, τ, φ2),
              is(τ, on(τ1, τ2)),
              is(φ2, self(φ, φ1)),
            ],
          ];
        },
        otherwise: 'undefined',
      },
    },
    (a, b) => {
      const whole = bound(of, Record(a), Record(b));
      return whole?.tag === 'Record' ? whole.fields : undefined;
    },
  );
export const joinFields = boundFields('join', '⊔');
export const meetFields = boundFields('meet', '⊓');

/** τ ⊔ τ': latents take max μ and Δ∩Δ'; parameters flip; under ref the types must be equal (section 3). */
export const join = partialMetafunction<[Type, Type], Type>(
  {
    name: 'join',
    args: ['Type', 'Type'],
    result: 'Type',
    text: '{0} ⊔ {1}',
    latex: '{0} \\sqcup {1}',
    sentence: 'the least upper bound of types of equal shape',
    meaning: { equations: (self) => boundRows(self, 'join'), otherwise: 'undefined' },
  },
  (a, b) => bound('join', a, b),
);

/** τ ⊓ τ'. */
export const meet = partialMetafunction<[Type, Type], Type>(
  {
    name: 'meet',
    args: ['Type', 'Type'],
    result: 'Type',
    text: '{0} ⊓ {1}',
    latex: '{0} \\sqcap {1}',
    sentence: 'the greatest lower bound of types of equal shape',
    meaning: { equations: (self) => boundRows(self, 'meet'), otherwise: 'undefined' },
  },
  (a, b) => bound('meet', a, b),
);

/** The type of the field l, undefined when the record type has none. */
export const fieldType = partialMetafunction<[TypeFields, string], Type>(
  {
    name: 'fieldType',
    args: ['TypeFields', 'name'],
    result: 'Type',
    text: '{0}.{1}',
    sentence: 'the type of a field of a record type',
    meaning: {
      equations: (self) => [
        [self(TypeField(l, τ, φ), l), τ],
        [self(TypeField(c, τ, φ), l), self(φ, l)],
      ],
      otherwise: 'undefined',
    },
  },
  (fields, label) => {
    for (let at = fields; at.tag === 'TypeField'; at = at.rest) if (at.label === label) return at.type;
    return undefined;
  },
);

export const included = <S extends string, V = Type>(name: string, sort: S) =>
  metafunction<[FiniteMap<S, V>, FiniteMap<S, V>], boolean>(
    {
      name,
      args: [sort, sort],
      result: 'holds',
      text: '{0} ⊆ {1}',
      latex: '{0} \\subseteq {1}',
      sentence: 'the second map has every value of the first',
      meaning: { theory: 'within' },
    },
    (m, m1) => entries(m).every(([k, τ0]) => equal(get(m1, k), τ0)),
  );
/** Γ ⊆ Γ1 and Σ ⊆ Σ1. */
export const localsWithin = included('localsWithin', 'Locals');
export const signatureWithin = included('signatureWithin', 'Signature');
