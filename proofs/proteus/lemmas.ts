/** The lemmas of Proteus, in the order in which they rest on each other (proofs.md, section 6), the theorems among them. */
import { never as absurdity } from '../../semantics/logic.ts';
import { unwindOf } from '../../semantics/evaluation-equations.ts';
import { is } from '../../semantics/symbols.ts';
import { all, below, intersect, subset } from '../../semantics/proteus/capability.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import {
  proteus,
  type Bindings,
  type Cap,
  type Expr,
  type Fields,
  type Heap,
  type Signature,
  type Type,
  type Types,
} from '../../semantics/proteus/grammar.ts';
import { bindingAt, bindingsOf, found, placed, signatureOf } from '../../semantics/proteus/heaps.ts';
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { fieldOf, recordOfValues } from '../../semantics/proteus/reduction.ts';
import { substitute } from '../../semantics/proteus/substitution.ts';
import {
  bind,
  fieldType,
  join,
  joinFields,
  localsWithin,
  meet,
  meetFields,
  noLocals,
  signatureWithin,
} from '../../semantics/proteus/types.ts';
import { evaluates, filled, reached, value } from '../../semantics/proteus/values.ts';
import { forcedFirst } from '../../rules/proteus/forcing.ts';
import { bindingOk, bindingsOk } from '../../rules/proteus/heaps.ts';
import { reduces } from '../../rules/proteus/reduction.ts';
import { Arrow, If, Record, Ref, int, mayUpdate, never } from '../../rules/proteus/rule.ts';
import { subtype, subtypeFields } from '../../rules/proteus/subtyping.ts';
import { types, typesFields } from '../../rules/proteus/typing.ts';
import type { Lemmas } from '../development.ts';
import { conFreeness } from './con-free.ts';
import { declaredName, declares, declaresFields, withDeclared } from './declared.ts';
import { progressing, withGoesOn } from './progress.ts';
import { rewriting } from './rewriting.ts';
import { running } from './runs.ts';
import { every, statementOf, traceStatement, type Says, type Statement, type StatementOptions } from '../statement.ts';
import {
  capabilitiesShrink,
  capabilityWeakening,
  determinism,
  preservation,
  substitution,
  subtypingLattice,
} from './theorems.ts';

const lemma = (name: string, title: string, f: (m: Metas) => Says, options?: StatementOptions<Metas>) =>
  traceStatement(name, title, metas, f, options);
/** A statement and the same on fields, proved together. */
const pair = (a: readonly [string, string, (m: Metas) => Says], f: (m: Metas) => Says, options: StatementOptions = {}): Statement[] => {
  const fields = `${a[0]}-fields`;
  return [lemma(...a, { ...options, with: [fields] }), lemma(fields, `${a[1]}, field by field`, f, { ...options, with: [a[0]] })];
}; // prettier-ignore

const theorem = (name: string) => subtypingLattice.find((t) => t.name === name)!;
const forward = { forward: true };
const unwind = unwindOf(proteus);

const subtyping: Statement[] = [
  lemma(
    'below-arrow',
    'What is below an arrow is one',
    ({ τ, τ1, τ2, τ3, τ4, μ, μ1, Δ, Δ1 }) => ({
      given: [subtype(τ, Arrow(τ1, μ, Δ, τ2))],
      infer: [is(Arrow(τ3, μ1, Δ1, τ4), τ), subtype(τ1, τ3), subtype(τ4, τ2), below(μ1, μ), subset(Δ, Δ1)],
    }),
    forward,
  ),
  lemma(
    'below-ref',
    'What is below a reference is one, to an equivalent type',
    ({ τ, τ1, τ2 }) => ({ given: [subtype(τ, Ref(τ1))], infer: [is(Ref(τ2), τ), subtype(τ1, τ2), subtype(τ2, τ1)] }),
    forward,
  ),
  lemma(
    'fields-reflexive',
    '<: on fields is reflexive',
    ({ φ }) => ({ given: [], infer: [subtypeFields(φ, φ)] }),
    { onSyntax: 'φ' },
  ),
  lemma(
    'below-record',
    'What is below a record is one',
    ({ τ, φ, φ1 }) => ({ given: [subtype(τ, Record(φ))], infer: [is(Record(φ1), τ), subtypeFields(φ1, φ)] }),
    forward,
  ),
  statementOf(theorem('T13-reflexive')),
  statementOf(theorem('T13-transitive'), { inductOn: [0, 1], with: ['T13-transitive-fields'] }),
  lemma(
    'T13-transitive-fields',
    '<: on fields is transitive',
    ({ φ1, φ2, φ3 }) => ({ given: [subtypeFields(φ1, φ2), subtypeFields(φ2, φ3)], infer: [subtypeFields(φ1, φ3)] }),
    { inductOn: [0, 1], with: ['T13-transitive'] },
  ),
  statementOf(theorem('T13-antisymmetric'), { with: ['T13-antisymmetric-fields'], forward: true }),
  lemma(
    'T13-antisymmetric-fields',
    '<: on fields is antisymmetric',
    ({ φ1, φ2 }) => ({ given: [subtypeFields(φ1, φ2), subtypeFields(φ2, φ1)], infer: [is(φ1, φ2)] }),
    { with: ['T13-antisymmetric'], forward: true },
  ),
  lemma('field-sub', 'A subtype has the fields, at subtypes', ({ φ, φ1, l, τ, τ1 }) => ({
    given: [subtypeFields(φ1, φ), is(τ, fieldType(φ, l))],
    infer: [is(τ1, fieldType(φ1, l)), subtype(τ1, τ)],
  }), forward),
]; // prettier-ignore

/** Induction on the bound: ⊔ rests on ⊓ in parameters, and either on the other. */
const bounds = ['join-mono', 'meet-mono', 'join-mono-fields', 'meet-mono-fields'];
const mono = (name: string, title: string, on: string, f: (m: Metas) => Says) =>
  lemma(name, title, f, { onSyntax: on, with: bounds.filter((b) => b !== name), forward: true });
const monotone: Statement[] = [
  mono('join-mono', '⊔ is monotone', 'τ', ({ τ, τ1, τ2, τ3, τ4, τ5 }) => ({
    given: [is(τ, join(τ3, τ4)), subtype(τ1, τ3), subtype(τ2, τ4)],
    infer: [is(τ5, join(τ1, τ2)), subtype(τ5, τ)],
  })),
  mono('join-mono-fields', '⊔ is monotone, field by field', 'φ', ({ φ, φ1, φ2, φ3, φ4, φ5 }) => ({
    given: [is(φ, joinFields(φ3, φ4)), subtypeFields(φ1, φ3), subtypeFields(φ2, φ4)],
    infer: [is(φ5, joinFields(φ1, φ2)), subtypeFields(φ5, φ)],
  })),
  mono('meet-mono', '⊓ is monotone', 'τ', ({ τ, τ1, τ2, τ3, τ4, τ5 }) => ({
    given: [is(τ, meet(τ1, τ2)), subtype(τ1, τ3), subtype(τ2, τ4)],
    infer: [is(τ5, meet(τ3, τ4)), subtype(τ, τ5)],
  })),
  mono('meet-mono-fields', '⊓ is monotone, field by field', 'φ', ({ φ, φ1, φ2, φ3, φ4, φ5 }) => ({
    given: [is(φ, meetFields(φ1, φ2)), subtypeFields(φ1, φ3), subtypeFields(φ2, φ4)],
    infer: [is(φ5, meetFields(φ3, φ4)), subtypeFields(φ, φ5)],
  })),
]; // prettier-ignore

const uppers = ['join-upper', 'meet-lower', 'join-upper-fields', 'meet-lower-fields'];
const within = (name: string, title: string, on: string, f: (m: Metas) => Says) =>
  lemma(name, title, f, { onSyntax: on, with: uppers.filter((b) => b !== name), forward: true });
const upper: Statement[] = [
  within('join-upper', '⊔ is an upper bound of what it is of', 'τ', ({ τ, τ1, τ2 }) => ({
    given: [is(τ, join(τ1, τ2))],
    infer: [subtype(τ1, τ), subtype(τ2, τ)],
  })),
  within('join-upper-fields', '⊔ is an upper bound, field by field', 'φ', ({ φ, φ1, φ2 }) => ({
    given: [is(φ, joinFields(φ1, φ2))],
    infer: [subtypeFields(φ1, φ), subtypeFields(φ2, φ)],
  })),
  within('meet-lower', '⊓ is a lower bound of what it is of', 'τ', ({ τ, τ1, τ2 }) => ({
    given: [is(τ, meet(τ1, τ2))],
    infer: [subtype(τ, τ1), subtype(τ, τ2)],
  })),
  within('meet-lower-fields', '⊓ is a lower bound, field by field', 'φ', ({ φ, φ1, φ2 }) => ({
    given: [is(φ, meetFields(φ1, φ2))],
    infer: [subtypeFields(φ, φ1), subtypeFields(φ, φ2)],
  })),
];

const typing: Statement[] = [
  statementOf(capabilitiesShrink, { with: ['T3-fields'], forward: true }),
  lemma(
    'T3-fields',
    'Capabilities shrink along fields',
    ({ Ω, Σ, Γ, Δ, Δ1, μ, ρ, φ }) => ({ given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1)], infer: [subset(Δ1, Δ)] }),
    { with: ['T3'], forward: true },
  ),
  ...pair(
    ['unique', 'A typing is unique', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, e, τ, τ1 }) => ({
      given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1), types(Ω, Σ, Γ, Δ, μ, e, τ1, Δ2)],
      infer: [is(τ, τ1), is(Δ1, Δ2)],
    })],
    ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, ρ, φ, φ1 }) => ({
      given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ1, Δ2)],
      infer: [is(φ, φ1), is(Δ1, Δ2)],
    }),
    forward,
  ),
  ...pair(
    ['spends-none', 'A value spends no capability', ({ Ω, Σ, Γ, Δ, Δ1, μ, v, τ }) => ({
      given: [types(Ω, Σ, Γ, Δ, μ, v, τ, Δ1)],
      infer: [is(Δ1, Δ)],
    })],
    ({ Ω, Σ, Γ, Δ, Δ1, μ, ρ, φ }) => ({
      given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), recordOfValues(ρ) as never],
      infer: [is(Δ1, Δ)],
    }),
    forward,
  ),
  ...pair(
    ['value-types', 'A value has its type anywhere', ({ Ω, Σ, Σ1, Γ, Γ1, Δ, Δ1, Δ2, μ, μ1, v, τ }) => ({
      given: [types(Ω, Σ, Γ, Δ, μ, v, τ, Δ1), signatureWithin(Σ, Σ1)],
      infer: [types(Ω, Σ1, Γ1, Δ2, μ1, v, τ, Δ2)],
    })],
    ({ Ω, Σ, Σ1, Γ, Γ1, Δ, Δ1, Δ2, μ, μ1, ρ, φ }) => ({
      given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), recordOfValues(ρ) as never, signatureWithin(Σ, Σ1)],
      infer: [typesFields(Ω, Σ1, Γ1, Δ2, μ1, ρ, φ, Δ2)],
    }),
  ),
  ...pair(
    ['weakening', 'A typing holds with more capability, names and variables', ({ Ω, Σ, Σ1, Γ, Γ1, Δ, Δ1, Δ2, Δ3, μ, μ1, e, τ }) => ({
      given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1), subset(Δ, Δ2), below(μ, μ1), signatureWithin(Σ, Σ1), localsWithin(Γ, Γ1)],
      infer: [types(Ω, Σ1, Γ1, Δ2, μ1, e, τ, Δ3), subset(Δ1, Δ3)],
    })],
    ({ Ω, Σ, Σ1, Γ, Γ1, Δ, Δ1, Δ2, Δ3, μ, μ1, ρ, φ }) => ({
      given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), subset(Δ, Δ2), below(μ, μ1), signatureWithin(Σ, Σ1), localsWithin(Γ, Γ1)],
      infer: [typesFields(Ω, Σ1, Γ1, Δ2, μ1, ρ, φ, Δ3), subset(Δ1, Δ3)],
    }),
  ),
  statementOf(capabilityWeakening),
  lemma('field-there', 'A record has the fields of its type', ({ Ω, Σ, Γ, Δ, Δ1, μ, ρ, φ, l, τ, e }) => ({
    given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), is(τ, fieldType(φ, l))],
    infer: [is(e, fieldOf(ρ, l))],
  })),
  lemma('field-value', 'A field of a record of values is a value of its type', ({ Ω, Σ, Γ, Δ, Δ1, μ, ρ, φ, l, τ, e }) => ({
    given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), recordOfValues(ρ) as never, is(e, fieldOf(ρ, l)), is(τ, fieldType(φ, l))],
    infer: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ), value(e) as never],
  })),
  ...monotone,
  ...upper,
  statementOf(substitution, { with: ['T5-fields'], fixed: ['x', 'v', 'τ1', 'τ2', 'Δ2'] }),
  lemma('T5-fields', 'Substitution in fields', (m) => {
    const { Ω, Σ, Γ, Δ, Δ1, Δ2, Δ3, μ, ρ, v, x, φ, τ1, τ2, φ1 } = m;
    return {
      given: [typesFields(Ω, Σ, bind(Γ, x, τ1), Δ, μ, ρ, φ, Δ1), subtype(τ2, τ1), types(Ω, Σ, noLocals, all, never, v, τ2, Δ2)],
      infer: [typesFields(Ω, Σ, Γ, Δ, μ, substitute(ρ as never, v, x) as never, φ1, Δ3), subtypeFields(φ1, φ), subset(Δ1, Δ3)],
    };
  }, { with: ['T5'], fixed: ['x', 'v', 'τ1', 'τ2', 'Δ2'] }),
]; // prettier-ignore

/** A heap, its signature and its bindings. */
const heap = (H: Heap, Σ: Signature, β: Bindings) => [is(Σ, signatureOf(H)), is(β, bindingsOf(H))];
const run = (Ω: Types, Σ: Signature, e: Expr, τ: Type, Δ: Cap) => types(Ω, Σ, noLocals, all, mayUpdate, e, τ, Δ);

const heaps: Statement[] = [
  lemma('substitution-value', 'A value may take the place of a variable, wherever it is typed', (m) => {
    const { Ω, Σ, Γ, Γ1, Δ, Δ1, Δ2, Δ3, Δ4, μ, μ1, μ2, e, v, x, τ, τ1, τ2, τ3 } = m;
    return {
      given: [types(Ω, Σ, bind(Γ, x, τ1), Δ, μ, e, τ, Δ1), below(μ, μ1), types(Ω, Σ, Γ1, Δ2, μ2, v, τ2, Δ4), subtype(τ2, τ1)],
      infer: [types(Ω, Σ, Γ, Δ, μ1, substitute(e, v, x), τ3, Δ3), subtype(τ3, τ), subset(Δ1, Δ3)],
    };
  }, { inductOn: [] }),
  lemma('binding-weak', 'A binding stays well typed when the signature grows', ({ Ω, Σ, Σ1, b }) => ({
    given: [bindingOk(Ω, Σ, b), signatureWithin(Σ, Σ1)],
    infer: [bindingOk(Ω, Σ1, b)],
  })),
  lemma('heap-weak', 'So does a heap', ({ Ω, Σ, Σ1, β }) => ({
    given: [bindingsOk(Ω, Σ, β), signatureWithin(Σ, Σ1)],
    infer: [bindingsOk(Ω, Σ1, β)],
  })),
  lemma('bindings-found', 'Of well-typed bindings each is well typed', ({ Ω, Σ, β, w, b }) => ({
    given: [bindingsOk(Ω, Σ, β), is(b, found(β, w))],
    infer: [bindingOk(Ω, Σ, b)],
  })),
  lemma('heap-lookup', 'What a well-typed heap binds is well typed', ({ Ω, Σ, H, w, b }) => ({
    given: [bindingsOk(Ω, Σ, bindingsOf(H)), is(b, bindingAt(H, w))],
    infer: [bindingOk(Ω, Σ, b)],
  }), { inductOn: [], forward: true, hints: ({ H, w }: Metas) => [found(bindingsOf(H), w)] }),
  lemma('heap-set', 'Setting a well-typed binding keeps bindings well typed', ({ Ω, Σ, β, w, b }) => ({
    given: [bindingsOk(Ω, Σ, β), bindingOk(Ω, Σ, b)],
    infer: [bindingsOk(Ω, Σ, placed(β, w, b))],
  })),
]; // prettier-ignore

const steps7: Statement[] = [
  lemma('T7-redex', 'A redex that reduces keeps its type', (m) => {
    const { Ω, Σ, Σ1, H, H1, β, β1, e, e1, τ, τ1, Δ1, Δ2 } = m;
    return {
      given: [reduces(H, e, H1, e1), run(Ω, Σ, e, τ, Δ1), ...heap(H, Σ, β), bindingsOk(Ω, Σ, β)],
      infer: [
        ...heap(H1, Σ1, β1),
        run(Ω, Σ1, e1, τ1, Δ2),
        subtype(τ1, τ),
        subset(Δ1, Δ2),
        signatureWithin(Σ, Σ1),
        bindingsOk(Ω, Σ1, β1),
      ],
    };
  }),
  lemma('T2-redex', 'A redex reduces in one way', ({ H, H1, H2, e, e1, e2 }) => ({
    given: [reduces(H, e, H1, e1), reduces(H, e, H2, e2)],
    infer: [is(H1, H2), is(e1, e2)],
  }), forward),
]; // prettier-ignore

const frames: Statement[] = [
  lemma('hole-fields', 'What stands right of values in typed fields is typed', ({ Ω, Σ, ρ, ρ1, φ, φ1, Δ, Δ1 }) => ({
    given: [typesFields(Ω, Σ, noLocals, all, mayUpdate, unwind(ρ1, ρ) as Fields, φ, Δ), recordOfValues(ρ1) as never],
    infer: [typesFields(Ω, Σ, noLocals, all, mayUpdate, ρ, φ1, Δ1)],
  }), { onSyntax: 'ρ1', forward: true }),
  lemma('hole-frame', 'What stands in the hole of a typed frame is typed', ({ Ω, Σ, F, e, τ, τ1, Δ, Δ1 }) => ({
    given: [run(Ω, Σ, filled(F, e), τ, Δ), reached(F) as never],
    infer: [run(Ω, Σ, e, τ1, Δ1)],
  }), { onSyntax: 'F' }),
  lemma('hole', 'What stands in the hole of a typed context is typed', ({ Ω, Σ, E, e, τ, τ1, Δ, Δ1 }) => ({
    given: [run(Ω, Σ, plug(E, e), τ, Δ), evaluates(E) as never],
    infer: [run(Ω, Σ, e, τ1, Δ1)],
  }), { onSyntax: 'E', forward: true }),
  lemma('frame-fields', 'Fields right of values may be exchanged for others of their types', (m) => {
    const { Ω, Σ, Σ1, ρ, ρ1, ρ2, φ, φ1, φ2, φ3, Δ, Δ1, Δ2, Δ3 } = m;
    return {
      given: [
        typesFields(Ω, Σ, noLocals, all, mayUpdate, unwind(ρ1, ρ) as Fields, φ, Δ),
        recordOfValues(ρ1) as never,
        signatureWithin(Σ, Σ1),
        every([φ2, Δ2], [typesFields(Ω, Σ, noLocals, all, mayUpdate, ρ, φ2, Δ2)], [typesFields(Ω, Σ1, noLocals, all, mayUpdate, ρ2, φ3, Δ3), subtypeFields(φ3, φ2), subset(Δ2, Δ3)]),
      ],
      infer: [typesFields(Ω, Σ1, noLocals, all, mayUpdate, unwind(ρ1, ρ2) as Fields, φ1, Δ1), subtypeFields(φ1, φ), subset(Δ, Δ1)],
    };
  }, { onSyntax: 'ρ1' }),
  ...(['frame', 'context'] as const).map((name) => {
    const on = name === 'frame' ? 'F' : 'E';
    return lemma(name, `What stands in the hole of a ${name} may be exchanged for another of its type`, (m) => {
      const { Ω, Σ, Σ1, E, F, e, e1, τ, τ0, τ1, τ2, Δ, Δ0, Δ1, Δ2 } = m;
      const put = (x: Expr) => (name === 'frame' ? filled(F, x) : plug(E, x));
      return {
        given: [
          run(Ω, Σ, put(e), τ, Δ),
          run(Ω, Σ, e, τ0, Δ0),
          run(Ω, Σ1, e1, τ1, Δ1),
          subtype(τ1, τ0),
          subset(Δ0, Δ1),
          signatureWithin(Σ, Σ1),
          (name === 'frame' ? reached(F) : evaluates(E)) as never,
        ],
        infer: [run(Ω, Σ1, put(e1), τ2, Δ2), subtype(τ2, τ), subset(Δ, Δ2)],
      };
    }, { onSyntax: on });
  }),
  statementOf(preservation, { caseAt: 'h.1/R-Ctx.0' }),
  statementOf(determinism, { caseAt: 'h.1/R-Ctx.0' }),
]; // prettier-ignore

/** What is above: needed for ⊓ as lower bounds are for ⊔. */
const above: Statement[] = [
  lemma(
    'above-arrow',
    'What is above an arrow is one',
    ({ τ, τ1, τ2, τ3, τ4, μ, μ1, Δ, Δ1 }) => ({
      given: [subtype(Arrow(τ1, μ, Δ, τ2), τ)],
      infer: [is(Arrow(τ3, μ1, Δ1, τ4), τ), subtype(τ3, τ1), subtype(τ2, τ4), below(μ, μ1), subset(Δ1, Δ)],
    }),
    forward,
  ),
  lemma(
    'above-ref',
    'What is above a reference is one',
    ({ τ, τ1, τ2 }) => ({
      given: [subtype(Ref(τ1), τ)],
      infer: [is(Ref(τ2), τ), subtype(τ1, τ2), subtype(τ2, τ1)],
    }),
    forward,
  ),
  lemma(
    'above-record',
    'What is above a record is one',
    ({ τ, φ, φ1 }) => ({
      given: [subtype(Record(φ), τ)],
      infer: [is(Record(φ1), τ), subtypeFields(φ, φ1)],
    }),
    forward,
  ),
];
const shapes = ['below-arrow', 'below-ref', 'below-record', 'above-arrow', 'above-ref', 'above-record', 'T13-antisymmetric', 'T13-antisymmetric-fields', 'fields-reflexive']; // prettier-ignore
const extremes = ['join-least', 'meet-greatest', 'join-least-fields', 'meet-greatest-fields'];
const extreme = (name: string, title: string, on: string, f: (m: Metas) => Says) =>
  lemma(name, title, f, { onSyntax: on, with: extremes.filter((b) => b !== name), forward: true, lemmas: shapes });
const bounded: Statement[] = [
  statementOf(theorem('T13-join'), { lemmas: ['join-upper'] }),
  statementOf(theorem('T13-meet'), { lemmas: ['meet-lower'] }),
  ...above,
  extreme('join-least', '⊔ is there below what both are below, and is below it', 'τ3', ({ τ, τ1, τ2, τ3 }) => ({
    given: [subtype(τ1, τ3), subtype(τ2, τ3)],
    infer: [is(τ, join(τ1, τ2)), subtype(τ, τ3)],
  })),
  extreme('join-least-fields', 'The same, field by field', 'φ3', ({ φ, φ1, φ2, φ3 }) => ({
    given: [subtypeFields(φ1, φ3), subtypeFields(φ2, φ3)],
    infer: [is(φ, joinFields(φ1, φ2)), subtypeFields(φ, φ3)],
  })),
  extreme('meet-greatest', '⊓ is there above what is below both, and is above it', 'τ3', ({ τ, τ1, τ2, τ3 }) => ({
    given: [subtype(τ3, τ1), subtype(τ3, τ2)],
    infer: [is(τ, meet(τ1, τ2)), subtype(τ3, τ)],
  })),
  extreme('meet-greatest-fields', 'The same, field by field', 'φ3', ({ φ, φ1, φ2, φ3 }) => ({
    given: [subtypeFields(φ3, φ1), subtypeFields(φ3, φ2)],
    infer: [is(φ, meetFields(φ1, φ2)), subtypeFields(φ3, φ)],
  })),
  statementOf(theorem('T13-least'), { lemmas: ['join-least'] }),
  statementOf(theorem('T13-greatest'), { lemmas: ['meet-greatest'] }),
];

/** The declarative presentation types the same, up to subsumption: each way by induction on the derivation. */
const complete = { lemmas: ['weakening', 'weakening-fields', 'below-arrow', 'below-ref', 'below-record', 'T13-transitive', 'field-sub', 'T3', 'T3-fields', 'if-typed'] }; // prettier-ignore
const declaring: Statement[] = [
  lemma('declared-up', 'A declarative typing holds at a supertype', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ, τ1 }) => ({
    given: [declares(Ω, Σ, Γ, Δ, μ, e, τ1, Δ1), subtype(τ1, τ)],
    infer: [declares(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
  }), { inductOn: [], lemmas: [] }),
  lemma('if-typed', 'Branches below one type have a least bound', (m) => {
    const { Ω, Σ, Γ, Δ, Δ1, Δ2, Δ3, Δ4, μ, e1, e2, e3, e4, τ, τ1, τ3, τ4 } = m;
    return {
      given: [
        types(Ω, Σ, Γ, Δ, μ, e1, int, Δ1),
        types(Ω, Σ, Γ, Δ1, μ, e2, int, Δ2),
        types(Ω, Σ, Γ, Δ2, μ, e3, τ3, Δ3),
        types(Ω, Σ, Γ, Δ2, μ, e4, τ4, Δ4),
        subtype(τ3, τ),
        subtype(τ4, τ),
      ],
      infer: [types(Ω, Σ, Γ, Δ, μ, If(e1, e2, e3, e4), τ1, intersect(Δ3, Δ4)), subtype(τ1, τ)],
    };
  }, { inductOn: [], lemmas: ['join-least'] }),
  lemma('T14-sound', 'Algorithmic typing is sound', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ }) => ({
    given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
    infer: [declares(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
  }), { with: ['T14-sound-fields'], row: true, lemmas: ['declared-up', 'join-upper', 'T3'] }),
  lemma('T14-sound-fields', 'Algorithmic typing is sound, field by field', ({ Ω, Σ, Γ, Δ, Δ1, μ, ρ, φ }) => ({
    given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1)],
    infer: [declaresFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1)],
  }), { with: ['T14-sound'], lemmas: [] }),
  lemma('T14-complete', 'Algorithmic typing is complete', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, e, τ, τ1 }) => ({
    given: [declares(Ω, Σ, Γ, Δ, μ, e, τ, Δ1)],
    infer: [types(Ω, Σ, Γ, Δ, μ, e, τ1, Δ2), subtype(τ1, τ), subset(Δ1, Δ2)],
  }), { with: ['T14-complete-fields'], row: true, ...complete }),
  lemma('T14-complete-fields', 'Algorithmic typing is complete, field by field', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, ρ, φ, φ1 }) => ({
    given: [declaresFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1)],
    infer: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ1, Δ2), subtypeFields(φ1, φ), subset(Δ1, Δ2)],
  }), { with: ['T14-complete'], ...complete }),
]; // prettier-ignore

void absurdity;
export const proteusLemmas: Lemmas = {
  extend: (system) => withGoesOn(withDeclared(system)),
  caseName: declaredName,
  functions: [value, evaluates, reached, filled, found, placed, forcedFirst],
  statements: () => [
    ...subtyping,
    ...typing,
    ...heaps,
    ...steps7,
    ...frames,
    ...bounded,
    ...declaring,
    ...conFreeness,
    ...rewriting,
    ...progressing,
    ...running,
  ],
};
