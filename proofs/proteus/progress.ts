/**
 * Progress: a typed expression goes on (proofs.md, section 6). It is a value, a redex that reduces, or has in a frame an
 * expression that is no value and goes on; and where that is reached, focus finds it.
 */
import { redexAt } from '../../semantics/proteus/contexts.ts';
import { unwindOf } from '../../semantics/evaluation-equations.ts';
import { proteus, type Context, type Expr, type Fields, type Heap } from '../../semantics/proteus/grammar.ts';
import { signatureOf } from '../../semantics/proteus/heaps.ts';
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { fieldOf, notValue, recordOfValues } from '../../semantics/proteus/reduction.ts';
import { fieldType, noLocals } from '../../semantics/proteus/types.ts';
import { value } from '../../semantics/proteus/values.ts';
import { not } from '../../semantics/logic.ts';
import { is } from '../../semantics/symbols.ts';
import { judgement } from '../../rules/judgement.ts';
import type { System } from '../../rules/system.ts';
import { reduces } from '../../rules/proteus/reduction.ts';
import {
  App,
  Assign,
  Con,
  Abs,
  Deref,
  Field,
  If,
  Let,
  New,
  NoFields,
  Op,
  Proj,
  Rec,
  Record,
  rule,
} from '../../rules/proteus/rule.ts';
import { types, typesFields } from '../../rules/proteus/typing.ts';
import { statementOf, traceStatement, type Says, type Statement, type StatementOptions } from '../statement.ts';
import { progress } from './theorems.ts';

export const goesOn = judgement<[Heap, Expr]>({
  name: 'goesOn',
  inputs: ['Heap', 'Expr'],
  outputs: [],
  main: 1,
  text: '{0}, {1} goes on',
  latex: '{0}, {1}\\;\\mathrm{goes\\;on}',
  sentence: 'the expression is a value, a redex that reduces, or a frame around what is no value and goes on',
});
export const goesOnFields = judgement<[Heap, Fields, Fields]>({
  name: 'goesOnFields',
  inputs: ['Heap', 'Fields', 'Fields'],
  outputs: [],
  main: 2,
  text: '{0}, {2} goes on behind {1}',
  latex: '{0}, {2}\\;\\mathrm{goes\\;on\\;behind}\\;{1}',
  sentence: 'the fields are values, or the first that is none goes on; before them stand others, last one first',
});

const yet = (ρ: Fields) => not(value(ρ as never));
/** What goes on in a frame, its left part being evaluated. */
const framed = (frame: string, whole: (m: Metas) => Expr, left?: (m: Metas) => Expr) =>
  rule(`Goes-${frame}`, (m) => ({
    given: [...(left ? [value(left(m))] : []), notValue(m.e), goesOn(m.H, m.e)],
    infer: goesOn(m.H, whole(m)),
  }));
const rules = [
  rule('Goes-Value', ({ H, v }) => ({ given: [], infer: goesOn(H, v) })),
  rule('Goes-Redex', ({ H, H1, e, e1 }) => ({ given: [reduces(H, e, H1, e1)], infer: goesOn(H, e) })),
  rule('Goes-InRec', ({ H, ρ }) => ({ given: [goesOnFields(H, NoFields(), ρ)], infer: goesOn(H, Rec(ρ)) })),
  framed('InProj', ({ e, l }) => Proj(e, l)),
  framed('InFun', ({ e, e2 }) => App(e, e2)),
  framed('InArg', ({ e, e1 }) => App(e1, e), ({ e1 }) => e1),
  framed('InLet', ({ x, τ, e, e2 }) => Let(x, τ, e, e2)),
  framed('InNew', ({ τ, e }) => New(τ, e)),
  framed('InDeref', ({ e }) => Deref(e)),
  framed('InTarget', ({ e, e2 }) => Assign(e, e2)),
  framed('InSource', ({ e, e1 }) => Assign(e1, e), ({ e1 }) => e1),
  framed('InLeft', ({ o, e, e2 }) => Op(o, e, e2)),
  framed('InRight', ({ o, e, e1 }) => Op(o, e1, e), ({ e1 }) => e1),
  framed('InIfLeft', ({ e, e2, e3, e4 }) => If(e, e2, e3, e4)),
  framed('InIfRight', ({ e, e1, e3, e4 }) => If(e1, e, e3, e4), ({ e1 }) => e1),
  framed('InCon', ({ t, e }) => Con(t, e)),
  framed('InAbs', ({ t, e }) => Abs(t, e)),
  rule('Goes-Values', ({ H, ρ, ρ1 }) => ({ given: [recordOfValues(ρ)], infer: goesOnFields(H, ρ1, ρ) })),
  rule('Goes-Here', ({ H, l, e, ρ, ρ1 }) => ({ given: [notValue(e), goesOn(H, e)], infer: goesOnFields(H, ρ1, Field(l, e, ρ)) })),
  rule('Goes-There', ({ H, l, v, ρ, ρ1 }) => ({ given: [yet(ρ), goesOnFields(H, Field(l, v, ρ1), ρ)], infer: goesOnFields(H, ρ1, Field(l, v, ρ)) })),
]; // prettier-ignore

/** A system, and what goes on. */
export const withGoesOn = (system: System): System => ({
  ...system,
  judgements: [...system.judgements, goesOn.form, goesOnFields.form],
  rules: new Map([...system.rules, ...rules.map((r) => [r.name, r] as const)]),
});

const lemma = (name: string, title: string, f: (m: Metas) => Says, options?: StatementOptions<Metas>) =>
  traceStatement(name, title, metas, f, options);
const unwind = unwindOf(proteus) as unknown as (done: Fields, rest: Fields) => Fields;
/** Any context, whether evaluation has come to its hole or not. */
const C = { meta: 'C', sort: 'Context', restriction: undefined } as unknown as Context;

export const progressing: readonly Statement[] = [
  lemma('field-of-values', 'A record of values has values in the fields of its type', ({ Ω, Σ, Γ, Δ, Δ1, μ, ρ, φ, l, τ, v }) => ({
    given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), recordOfValues(ρ), is(τ, fieldType(φ, l))],
    infer: [is(v, fieldOf(ρ, l))],
  }), { forward: true, lemmas: [] }),
  lemma('projection-reduces', 'A field of the type of a value can be taken', ({ Ω, Σ, H, H1, Γ, Δ, Δ1, μ, e, v, φ, l, τ }) => ({
    given: [types(Ω, Σ, Γ, Δ, μ, v, Record(φ), Δ1), is(Σ, signatureOf(H)), is(τ, fieldType(φ, l))],
    infer: [reduces(H, Proj(v, l), H1, e)],
  }), { lemmas: ['field-of-values'] }),
  lemma('goes-on', 'What is typed goes on', ({ Ω, Σ, H, Δ, Δ1, μ, e, τ }) => ({
    given: [types(Ω, Σ, noLocals, Δ, μ, e, τ, Δ1), is(Σ, signatureOf(H))],
    infer: [goesOn(H, e)],
  }), { with: ['goes-on-fields'], lemmas: ['projection-reduces'] }),
  lemma('goes-on-fields', 'So do typed fields', ({ Ω, Σ, H, Δ, Δ1, μ, ρ, ρ1, φ }) => ({
    given: [typesFields(Ω, Σ, noLocals, Δ, μ, ρ, φ, Δ1), is(Σ, signatureOf(H))],
    infer: [goesOnFields(H, ρ1, ρ)],
  }), { with: ['goes-on'], lemmas: [] }),
  lemma('redex-stays', 'The place of a redex is where it stands', ({ H, H1, e, e1 }) => ({
    given: [reduces(H, e, H1, e1)],
    infer: [is(e, redexAt(C, e))],
  }), { lemmas: [] }),
  lemma('unwound', 'Fields are values where they are with others before them', ({ ρ, ρ1 }) => ({
    given: [value(unwind(ρ1, ρ) as never) as never],
    infer: [value(ρ as never) as never],
  }), { onSyntax: 'ρ1', forward: true, lemmas: [] }),
  lemma('focused', 'Where what goes on and is no value is evaluated next, a redex reduces', ({ H, H1, e, e1 }) => ({
    given: [goesOn(H, e), notValue(e)],
    infer: [reduces(H, redexAt(C, e), H1, e1)],
  }), { with: ['focused-fields'], lemmas: ['redex-stays'] }),
  lemma('focused-fields', 'The same, right of fields that are values', ({ H, H1, e, e1, ρ, ρ1 }) => ({
    given: [goesOnFields(H, ρ1, ρ), yet(ρ), recordOfValues(ρ1), is(e, Rec(unwind(ρ1, ρ)))],
    infer: [reduces(H, redexAt(C, e), H1, e1)],
  }), { with: ['focused'], lemmas: ['unwound'] }),
  statementOf(progress, { inductOn: [0], lemmas: ['goes-on', 'focused'] }),
]; // prettier-ignore
