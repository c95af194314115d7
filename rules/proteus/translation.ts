/**
 * Translation, source ⤳ annotated (section 4): inference, checking, destruction, coercion. Names are transparent to
 * the source programmer; translation inserts the casts. Latents play no part: those of the results are unknown.
 */
import {
  differentShape,
  inferred,
  introduction,
  leadsDown,
  leadsUp,
  sameLabels,
  written,
} from '../../semantics/proteus/coercions.ts';
import type { Expr, Fields, Locals, Signature, Type, TypeFields, Types } from '../../semantics/proteus/grammar.ts';
import {
  bind,
  definitionOf,
  fieldType,
  fresh,
  sameShape,
  typeOfExternal,
  typeOfLocal,
} from '../../semantics/proteus/types.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../judgement.ts';
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
  Omitted,
  Op,
  Proj,
  Rec,
  Record,
  Ref,
  TypeField,
  Update,
  Var,
  int,
  rule,
} from './rule.ts';

export const infers = judgement<[Types, Signature, Locals, Expr, Type, Expr]>({
  name: 'infers',
  inputs: ['Types', 'Signature', 'Locals', 'Expr'],
  outputs: ['Type', 'Expr'],
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} ⇒ {4} ⤳ {5}',
  latex: '{0}; {1}; {2} \\vdash {3} \\Rightarrow {4} \\rightsquigarrow {5}',
  sentence: 'the source expression has the type, and is translated so',
});

export const checks = judgement<[Types, Signature, Locals, Expr, Type, Expr]>({
  name: 'checks',
  inputs: ['Types', 'Signature', 'Locals', 'Expr', 'Type'],
  outputs: ['Expr'],
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} ⇐ {4} ⤳ {5}',
  latex: '{0}; {1}; {2} \\vdash {3} \\Leftarrow {4} \\rightsquigarrow {5}',
  sentence: 'the source expression is accepted at the type, and is translated so',
});

export const infersFields = judgement<[Types, Signature, Locals, Fields, TypeFields, Fields]>({
  name: 'infersFields',
  inputs: ['Types', 'Signature', 'Locals', 'Fields'],
  outputs: ['TypeFields', 'Fields'],
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} ⇒ {4} ⤳ {5}',
  latex: '{0}; {1}; {2} \\vdash {3} \\Rightarrow {4} \\rightsquigarrow {5}',
  sentence: 'the fields have the types, and are translated so',
});

export const checksFields = judgement<[Types, Signature, Locals, Fields, TypeFields, Fields]>({
  name: 'checksFields',
  inputs: ['Types', 'Signature', 'Locals', 'Fields', 'TypeFields'],
  outputs: ['Fields'],
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} ⇐ {4} ⤳ {5}',
  latex: '{0}; {1}; {2} \\vdash {3} \\Leftarrow {4} \\rightsquigarrow {5}',
  sentence: 'the fields are accepted at the types, and are translated so',
});

/** The second branch of an if, inferred already: checked against the type of the first where shapes differ. */
export const reconciles = judgement<[Types, Signature, Locals, Expr, Expr, Type, Type, Expr]>({
  name: 'reconciles',
  inputs: ['Types', 'Signature', 'Locals', 'Expr', 'Expr', 'Type', 'Type'],
  outputs: ['Expr'],
  main: 3,
  text: '{0}; {1}; {2} ⊢ {3} ⇒ {5} ⤳ {4}, wanted {6} ⤳ {7}',
  latex: '{0}; {1}; {2} \\vdash {3} \\Rightarrow {5} \\rightsquigarrow {4},\\;{6} \\rightsquigarrow {7}',
  sentence: 'the second branch of an if is translated to the type of the first',
});

export const unfolds = judgement<[Types, Expr, Type, Expr, Type]>({
  name: 'unfolds',
  inputs: ['Types', 'Expr', 'Type'],
  outputs: ['Expr', 'Type'],
  main: 2,
  text: '{0} ⊢ {1} : {2} unfolds to {3} : {4}',
  latex: '{0} \\vdash {1} : {2} \\downarrow {3} : {4}',
  sentence: 'looked through by con until its type is no name',
});

export const coerces = judgement<[Types, Expr, Type, Type, Expr]>({
  name: 'coerce',
  inputs: ['Types', 'Expr', 'Type', 'Type'],
  outputs: ['Expr'],
  main: 1,
  text: '{0} ⊢ {1} : {2} to {3} ⤳ {4}',
  latex: '{0} \\vdash {1} : {2} \\hookrightarrow {3} \\rightsquigarrow {4}',
  sentence: 'converted from one type to the other by the shortest way',
});

export const coercesFields = judgement<[Types, TypeFields, TypeFields, Fields]>({
  name: 'coercesFields',
  inputs: ['Types', 'TypeFields', 'TypeFields'],
  outputs: ['Fields'],
  main: 1,
  text: '{0} ⊢ fields of r : {1} to {2} ⤳ {3}',
  latex: '{0} \\vdash \\mathrm{fields\\ of}\\ r : {1} \\hookrightarrow {2} \\rightsquigarrow {3}',
  sentence: 'each field of the record r, bound before, converted',
});

const inference = [
  rule('I-Int', ({ n }) => ({ given: [], infer: infers(...C, Num(n), int, Num(n)) })),
  rule('I-Var', ({ Γ, x, τ }) => ({
    given: [is(τ, typeOfLocal(Γ, x))],
    infer: infers(...C, Var(x), τ, Var(x)),
  })),
  rule('I-Ext', ({ Σ, z, τ }) => ({
    given: [is(τ, typeOfExternal(Σ, z))],
    infer: infers(...C, Ext(z), τ, Ext(z)),
  })),
  rule('I-Loc', ({ Σ, r, τ }) => ({
    given: [is(τ, typeOfExternal(Σ, r))],
    infer: infers(...C, Loc(r), τ, Loc(r)),
  })),
  rule('I-Rec', ({ ρ, ρ1, φ }) => ({
    given: [infersFields(...C, ρ, φ, ρ1)],
    infer: infers(...C, Rec(ρ), Record(φ), Rec(ρ1)),
  })),
  rule('I-Proj', ({ Ω, e, e1, e2, l, τ, τ1, φ }) => ({
    given: [infers(...C, e, τ1, e1), unfolds(Ω, e1, τ1, e2, Record(φ)), is(τ, fieldType(φ, l))],
    infer: infers(...C, Proj(e, l), τ, Proj(e2, l)),
  })),
  rule('I-App', ({ Ω, e1, e2, e3, e4, e5, τ, τ1, τ2, μ, Δ }) => ({
    given: [infers(...C, e1, τ, e3), unfolds(Ω, e3, τ, e4, Arrow(τ1, μ, Δ, τ2)), checks(...C, e2, τ1, e5)],
    infer: infers(...C, App(e1, e2), τ2, App(e4, e5)),
  })),
  rule('I-Let', ({ Ω, Σ, Γ, x, e1, e2, e3, e4, τ1, τ2 }) => ({
    given: [written(τ1), checks(...C, e1, τ1, e3), infers(Ω, Σ, bind(Γ, x, τ1), e2, τ2, e4)],
    infer: infers(...C, Let(x, τ1, e1, e2), τ2, Let(x, τ1, e3, e4)),
  })),
  rule('I-LetOmitted', ({ Ω, Σ, Γ, x, e1, e2, e3, e4, τ1, τ2 }) => ({
    given: [infers(...C, e1, τ1, e3), infers(Ω, Σ, bind(Γ, x, τ1), e2, τ2, e4)],
    infer: infers(...C, Let(x, Omitted(), e1, e2), τ2, Let(x, τ1, e3, e4)),
  })),
  rule('I-Ref', ({ e, e1, τ }) => ({
    given: [written(τ), checks(...C, e, τ, e1)],
    infer: infers(...C, New(τ, e), Ref(τ), New(τ, e1)),
  })),
  rule('I-RefOmitted', ({ e, e1, τ, τ1 }) => ({
    given: [infers(...C, e, τ, e1), is(τ1, fresh(τ))],
    infer: infers(...C, New(Omitted(), e), Ref(τ1), New(τ1, e1)),
  })),
  rule('I-Deref', ({ Ω, e, e1, e2, τ, τ1 }) => ({
    given: [infers(...C, e, τ1, e1), unfolds(Ω, e1, τ1, e2, Ref(τ))],
    infer: infers(...C, Deref(e), τ, Deref(e2)),
  })),
  rule('I-Assign', ({ Ω, e1, e2, e3, e4, e5, τ, τ1 }) => ({
    given: [infers(...C, e1, τ1, e3), unfolds(Ω, e3, τ1, e4, Ref(τ)), checks(...C, e2, τ, e5)],
    infer: infers(...C, Assign(e1, e2), τ, Assign(e4, e5)),
  })),
  rule('I-Op', ({ Ω, o, e1, e2, e3, e4, e5, e6, τ1, τ2 }) => ({
    given: [
      infers(...C, e1, τ1, e3),
      unfolds(Ω, e3, τ1, e4, int),
      infers(...C, e2, τ2, e5),
      unfolds(Ω, e5, τ2, e6, int),
    ],
    infer: infers(...C, Op(o, e1, e2), int, Op(o, e4, e6)),
  })),
  // Both branches have to be below its type: its latents are those of neither.
  rule('I-If', ({ Ω, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, τ, τ1, τ2, τ3, τ4 }) => ({
    given: [
      infers(...C, e1, τ1, e5),
      unfolds(Ω, e5, τ1, e6, int),
      infers(...C, e2, τ2, e7),
      unfolds(Ω, e7, τ2, e8, int),
      infers(...C, e3, τ3, e9),
      infers(...C, e4, τ4, e10),
      reconciles(...C, e4, e10, τ4, τ3, e11),
      is(τ, fresh(τ3)),
    ],
    infer: infers(...C, If(e1, e2, e3, e4), τ, If(e6, e8, e9, e11)),
  })),
  rule('I-Same', ({ e, e1, τ, τ1 }) => ({
    given: [sameShape(τ, τ1)],
    infer: reconciles(...C, e, e1, τ, τ1, e1),
  })),
  rule('I-Differ', ({ e, e1, e2, τ, τ1 }) => ({
    given: [differentShape(τ, τ1), checks(...C, e, τ1, e2)],
    infer: reconciles(...C, e, e1, τ, τ1, e2),
  })),
  // Programs read as annotated: casts that are written stay.
  rule('I-Con', ({ Ω, t, e, e1, e2, τ, τ1 }) => ({
    given: [infers(...C, e, τ1, e1), coerces(Ω, e1, τ1, Named(t), e2), is(τ, definitionOf(Ω, t))],
    infer: infers(...C, Con(t, e), τ, Con(t, e2)),
  })),
  rule('I-Abs', ({ Ω, t, e, e1, τ }) => ({
    given: [is(τ, definitionOf(Ω, t)), checks(...C, e, τ, e1)],
    infer: infers(...C, Abs(t, e), Named(t), Abs(t, e1)),
  })),
  rule('I-Update', ({ Δ }) => ({ given: [], infer: infers(...C, Update(Δ), int, Update(Δ)) })),
  rule('I-None', () => ({
    given: [],
    infer: infersFields(...C, NoFields(), NoTypes(), NoFields()),
  })),
  rule('I-Field', ({ l, e, e1, ρ, ρ1, τ, φ }) => ({
    given: [infers(...C, e, τ, e1), infersFields(...C, ρ, φ, ρ1)],
    infer: infersFields(...C, Field(l, e, ρ), TypeField(l, τ, φ), Field(l, e1, ρ1)),
  })),
];

const checking = [
  /** Introduction against a name: at its representation, then wrapped. */
  rule('C-Name', ({ Ω, t, e, e1, τ }) => ({
    given: [introduction(e), is(τ, definitionOf(Ω, t)), checks(...C, e, τ, e1)],
    infer: checks(...C, e, Named(t), Abs(t, e1)),
  })),
  rule('C-Rec', ({ ρ, ρ1, φ }) => ({
    given: [sameLabels(ρ, φ), checksFields(...C, ρ, φ, ρ1)],
    infer: checks(...C, Rec(ρ), Record(φ), Rec(ρ1)),
  })),
  rule('C-Let', ({ Ω, Σ, Γ, x, e1, e2, e3, e4, τ, τ1 }) => ({
    given: [written(τ1), checks(...C, e1, τ1, e3), checks(Ω, Σ, bind(Γ, x, τ1), e2, τ, e4)],
    infer: checks(...C, Let(x, τ1, e1, e2), τ, Let(x, τ1, e3, e4)),
  })),
  rule('C-LetOmitted', ({ Ω, Σ, Γ, x, e1, e2, e3, e4, τ, τ1 }) => ({
    given: [infers(...C, e1, τ1, e3), checks(Ω, Σ, bind(Γ, x, τ1), e2, τ, e4)],
    infer: checks(...C, Let(x, Omitted(), e1, e2), τ, Let(x, τ1, e3, e4)),
  })),
  rule('C-Ref', ({ e, e1, τ, τ1 }) => ({
    given: [checks(...C, e, τ, e1), is(τ1, fresh(τ))],
    infer: checks(...C, New(Omitted(), e), Ref(τ), New(τ1, e1)),
  })),
  rule('C-If', ({ Ω, e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, τ, τ1, τ2 }) => ({
    given: [
      infers(...C, e1, τ1, e5),
      unfolds(Ω, e5, τ1, e6, int),
      infers(...C, e2, τ2, e7),
      unfolds(Ω, e7, τ2, e8, int),
      checks(...C, e3, τ, e9),
      checks(...C, e4, τ, e10),
    ],
    infer: checks(...C, If(e1, e2, e3, e4), τ, If(e6, e8, e9, e10)),
  })),
  rule('C-Infer', ({ Ω, e, e1, e2, τ, τ1 }) => ({
    given: [inferred(e, τ), infers(...C, e, τ1, e1), coerces(Ω, e1, τ1, τ, e2)],
    infer: checks(...C, e, τ, e2),
  })),
  rule('C-None', () => ({
    given: [],
    infer: checksFields(...C, NoFields(), NoTypes(), NoFields()),
  })),
  rule('C-Field', ({ l, e, e1, ρ, ρ1, τ, φ }) => ({
    given: [checks(...C, e, τ, e1), checksFields(...C, ρ, φ, ρ1)],
    infer: checksFields(...C, Field(l, e, ρ), TypeField(l, τ, φ), Field(l, e1, ρ1)),
  })),
];

const destruction = [
  rule('D-Name', ({ Ω, e, e1, t, τ, τ1 }) => ({
    given: [is(τ, definitionOf(Ω, t)), unfolds(Ω, Con(t, e), τ, e1, τ1)],
    infer: unfolds(Ω, e, Named(t), e1, τ1),
  })),
  rule('D-Int', ({ Ω, e }) => ({ given: [], infer: unfolds(Ω, e, int, e, int) })),
  rule('D-Rec', ({ Ω, e, φ }) => ({ given: [], infer: unfolds(Ω, e, Record(φ), e, Record(φ)) })),
  rule('D-Ref', ({ Ω, e, τ }) => ({ given: [], infer: unfolds(Ω, e, Ref(τ), e, Ref(τ)) })),
  rule('D-Fun', ({ Ω, e, τ1, τ2, μ, Δ }) => ({
    given: [],
    infer: unfolds(Ω, e, Arrow(τ1, μ, Δ, τ2), e, Arrow(τ1, μ, Δ, τ2)),
  })),
];

/** The record that a coercion takes apart: the name that its binder gets. */
const r = 'r';

const coercion = [
  rule('Co-None', ({ Ω, e, τ, τ1 }) => ({ given: [sameShape(τ, τ1)], infer: coerces(Ω, e, τ, τ1, e) })),
  rule('Co-Abs', ({ Ω, e, e1, t, τ, τ1 }) => ({
    given: [differentShape(τ, Named(t)), leadsUp(Ω, τ, t), is(τ1, definitionOf(Ω, t)), coerces(Ω, e, τ, τ1, e1)],
    infer: coerces(Ω, e, τ, Named(t), Abs(t, e1)),
  })),
  rule('Co-Con', ({ Ω, e, e1, s, τ, τ1 }) => ({
    given: [leadsDown(Ω, s, τ), is(τ1, definitionOf(Ω, s)), coerces(Ω, Con(s, e), τ1, τ, e1)],
    infer: coerces(Ω, e, Named(s), τ, e1),
  })),
  rule('Co-Rec', ({ Ω, e, ρ, φ1, φ2, τ }) => ({
    given: [differentShape(Record(φ1), Record(φ2)), coercesFields(Ω, φ1, φ2, ρ), is(τ, fresh(Record(φ1)))],
    infer: coerces(Ω, e, Record(φ1), Record(φ2), Let(r, τ, e, Rec(ρ))),
  })),
  rule('Co-NoField', ({ Ω }) => ({ given: [], infer: coercesFields(Ω, NoTypes(), NoTypes(), NoFields()) })),
  rule('Co-Field', ({ Ω, e, l, τ1, τ2, φ1, φ2, ρ }) => ({
    given: [coerces(Ω, Proj(Var(r), l), τ1, τ2, e), coercesFields(Ω, φ1, φ2, ρ)],
    infer: coercesFields(Ω, TypeField(l, τ1, φ1), TypeField(l, τ2, φ2), Field(l, e, ρ)),
  })),
];

export const translation = [...inference, ...checking, ...destruction, ...coercion];
