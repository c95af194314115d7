/** Ω; Σ; Γ; Δ ⊢μ e : τ ⊣ Δ' (section 5). */
import { below, intersect, member, subset } from '../../semantics/proteus/capability.ts';
import type {
  Cap,
  Expr,
  Fields,
  Locals,
  Mu,
  Signature,
  Type,
  TypeFields,
  Types,
} from '../../semantics/proteus/grammar.ts';
import {
  bind,
  definitionOf,
  fieldType,
  join,
  typeOfExternal,
  typeOfLocal,
  wellFormedType,
} from '../../semantics/proteus/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
import { subtype } from './subtyping.ts';
import {
  C,
  Abs,
  App,
  Arrow,
  Assign,
  Con,
  Deref,
  Ext,
  Field,
  If,
  Let,
  Loc,
  Named,
  New,
  NoFields,
  NoTypes,
  Num,
  Op,
  Proj,
  Rec,
  Record,
  Ref,
  TypeField,
  Update,
  Var,
  int,
  mayUpdate,
  figure,
} from './rule.ts';

const { rule, rules } = figure();
export { rules as typing };

export const types = judgement<[Types, Signature, Locals, Cap, Mu, Expr, Type, Cap]>({
  name: 'types',
  inputs: ['Types', 'Signature', 'Locals', 'Cap', 'Mu', 'Expr'],
  outputs: ['Type', 'Cap'],
  main: 5,
  text: '{0}; {1}; {2}; {3} ⊢{4} {5} : {6} ⊣ {7}',
  latex: '{0}; {1}; {2}; {3} \\vdash_{{4}} {5} : {6} \\dashv {7}',
  sentence: 'the expression has the type; before it the first capability holds, after it the second',
});

/** The fields of a record, from left to right. */
export const typesFields = judgement<[Types, Signature, Locals, Cap, Mu, Fields, TypeFields, Cap]>({
  name: 'typesFields',
  inputs: ['Types', 'Signature', 'Locals', 'Cap', 'Mu', 'Fields'],
  outputs: ['TypeFields', 'Cap'],
  main: 5,
  text: '{0}; {1}; {2}; {3} ⊢{4} {5} : {6} ⊣ {7}',
  latex: '{0}; {1}; {2}; {3} \\vdash_{{4}} {5} : {6} \\dashv {7}',
  sentence: 'the fields have the types, evaluated from left to right',
});

export const TInt = rule('T-Int', ({ Δ, μ, n }) => ({
  given: [],
  infer: types(...C, Δ, μ, Num(n), int, Δ),
}));

export const TVar = rule('T-Var', ({ Γ, Δ, μ, x, τ }) => ({
  given: [is(τ, typeOfLocal(Γ, x))],
  infer: types(...C, Δ, μ, Var(x), τ, Δ),
}));

export const TExt = rule('T-Ext', ({ Σ, Δ, μ, z, τ }) => ({
  given: [is(τ, typeOfExternal(Σ, z))],
  infer: types(...C, Δ, μ, Ext(z), τ, Δ),
}));

export const TLoc = rule('T-Loc', ({ Σ, Δ, μ, r, τ }) => ({
  given: [is(Ref(τ), typeOfExternal(Σ, r))],
  infer: types(...C, Δ, μ, Loc(r), Ref(τ), Δ),
}));

export const TRec = rule('T-Rec', ({ Δ, Δ1, μ, ρ, φ }) => ({
  given: [typesFields(...C, Δ, μ, ρ, φ, Δ1)],
  infer: types(...C, Δ, μ, Rec(ρ), Record(φ), Δ1),
}));

export const TNone = rule('T-None', ({ Δ, μ }) => ({
  given: [],
  infer: typesFields(...C, Δ, μ, NoFields(), NoTypes(), Δ),
}));

export const TField = rule('T-Field', ({ Δ, Δ1, Δ2, μ, l, e, ρ, τ, φ }) => ({
  given: [types(...C, Δ, μ, e, τ, Δ1), typesFields(...C, Δ1, μ, ρ, φ, Δ2)],
  infer: typesFields(...C, Δ, μ, Field(l, e, ρ), TypeField(l, τ, φ), Δ2),
}));

export const TProj = rule('T-Proj', ({ Δ, Δ1, μ, e, l, φ, τ }) => ({
  given: [types(...C, Δ, μ, e, Record(φ), Δ1), is(τ, fieldType(φ, l))],
  infer: types(...C, Δ, μ, Proj(e, l), τ, Δ1),
}));

export const TApp = rule('T-App', ({ Δ, Δ1, Δ2, Δf, μ, μf, e1, e2, τ1, τ2, τ3 }) => ({
  given: [
    types(...C, Δ, μ, e1, Arrow(τ1, μf, Δf, τ2), Δ1),
    types(...C, Δ1, μ, e2, τ3, Δ2),
    subtype(τ3, τ1),
    below(μf, μ),
  ],
  infer: types(...C, Δ, μ, App(e1, e2), τ2, intersect(Δ2, Δf)),
}));

export const TLet = rule('T-Let', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, x, e1, e2, τ1, τ2, τ3 }) => ({
  given: [
    types(...C, Δ, μ, e1, τ3, Δ1),
    subtype(τ3, τ1),
    wellFormedType(τ1, Ω),
    types(Ω, Σ, bind(Γ, x, τ1), Δ1, μ, e2, τ2, Δ2),
  ],
  infer: types(...C, Δ, μ, Let(x, τ1, e1, e2), τ2, Δ2),
}));

export const TRef = rule('T-Ref', ({ Ω, Δ, Δ1, μ, e, τ, τ1 }) => ({
  given: [types(...C, Δ, μ, e, τ1, Δ1), subtype(τ1, τ), wellFormedType(τ, Ω)],
  infer: types(...C, Δ, μ, New(τ, e), Ref(τ), Δ1),
}));

export const TDeref = rule('T-Deref', ({ Δ, Δ1, μ, e, τ }) => ({
  given: [types(...C, Δ, μ, e, Ref(τ), Δ1)],
  infer: types(...C, Δ, μ, Deref(e), τ, Δ1),
}));

export const TAssign = rule('T-Assign', ({ Δ, Δ1, Δ2, μ, e1, e2, τ, τ1 }) => ({
  given: [types(...C, Δ, μ, e1, Ref(τ), Δ1), types(...C, Δ1, μ, e2, τ1, Δ2), subtype(τ1, τ)],
  infer: types(...C, Δ, μ, Assign(e1, e2), τ, Δ2),
}));

export const TOp = rule('T-Op', ({ Δ, Δ1, Δ2, μ, o, e1, e2 }) => ({
  given: [types(...C, Δ, μ, e1, int, Δ1), types(...C, Δ1, μ, e2, int, Δ2)],
  infer: types(...C, Δ, μ, Op(o, e1, e2), int, Δ2),
}));

export const TIf = rule('T-If', ({ Δ, Δ1, Δ2, Δ3, Δ4, μ, e1, e2, e3, e4, τ, τ3, τ4 }) => ({
  given: [
    types(...C, Δ, μ, e1, int, Δ1),
    types(...C, Δ1, μ, e2, int, Δ2),
    types(...C, Δ2, μ, e3, τ3, Δ3),
    types(...C, Δ2, μ, e4, τ4, Δ4),
    is(τ, join(τ3, τ4)),
  ],
  infer: types(...C, Δ, μ, If(e1, e2, e3, e4), τ, intersect(Δ3, Δ4)),
}));

/** The test is on the capability after e, since e may contain an update point. */
export const TCon = rule('T-Con', ({ Ω, Δ, Δ1, μ, t, e, τ }) => ({
  given: [types(...C, Δ, μ, e, Named(t), Δ1), member(t, Δ1), is(τ, definitionOf(Ω, t))],
  infer: types(...C, Δ, μ, Con(t, e), τ, Δ1),
}));

export const TAbs = rule('T-Abs', ({ Ω, Δ, Δ1, μ, t, e, τ, τ1 }) => ({
  given: [types(...C, Δ, μ, e, τ1, Δ1), is(τ, definitionOf(Ω, t)), subtype(τ1, τ)],
  infer: types(...C, Δ, μ, Abs(t, e), Named(t), Δ1),
}));

export const TUpdate = rule('T-Update', ({ Δ, Δ1 }) => ({
  given: [subset(Δ1, Δ)],
  infer: types(...C, Δ, mayUpdate, Update(Δ1), int, Δ1),
}));
