/**
 * What stays when an update is applied (proofs.md, section 6): an expression that uses no changed type concretely keeps
 * its type and capability when U puts transformers into it, and so does the stack, and each binding. What an update gives
 * are premises for all: the signature is below the old one, definitions that it does not change are kept, transformers
 * take the old representation to the new, and what was well formed is.
 */
import { all, subset } from '../../semantics/proteus/capability.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import { bindingAt, bindingsOf, conFree, found, notIn, signatureOf, typeOf } from '../../semantics/proteus/heaps.ts';
import { make, type Signature, type Types } from '../../semantics/proteus/grammar.ts';
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { definitionOf, noLocals, typeOfExternal, wellFormedType } from '../../semantics/proteus/types.ts';
import {
  addedIn,
  changeAt,
  changedNames,
  changeIn,
  changeList,
  changesOf,
  disjoint,
  expressionIn,
  kept,
  keptConFree,
  heapConFree,
  newHeap,
  newSignature,
  newTypes,
  replacedIn,
  extendedIn,
  rewrite,
  rewriteBinding,
  together,
  transformerOf,
} from '../../semantics/proteus/updates.ts';
import { evaluates } from '../../semantics/proteus/values.ts';
import { is } from '../../semantics/symbols.ts';
import { bindingOk, bindingsOk } from '../../rules/proteus/heaps.ts';
import { Arrow, Num, int, Update, mayUpdate, never } from '../../rules/proteus/rule.ts';
import { forced, signed } from '../../rules/proteus/forcing.ts';
import { subtype, subtypeFields } from '../../rules/proteus/subtyping.ts';
import { types, typesFields } from '../../rules/proteus/typing.ts';
import { replacements, transformers, updateOk } from '../../rules/proteus/updates.ts';
import { updateSafety, updateSafetyStatic } from './theorems.ts';
import { every, statementOf, traceStatement, type Says, type Statement, type StatementOptions } from '../statement.ts';

const lemma = (name: string, title: string, f: (m: Metas) => Says, options?: StatementOptions<Metas>) =>
  traceStatement(name, title, metas, f, options);
const free = conFree as unknown as (e: unknown, T: unknown) => never;
const put = rewrite as unknown as (e: unknown, M: unknown) => never;

const { Changed } = make.Change;
const zero = (Ω: Types, Σ: Signature) => types(Ω, Σ, noLocals, all, mayUpdate, Num(0n), int, all);

/** From Ω and Σ to Ω1 and Σ1 by U. */
const gives = ({ Ω, Ω1, Σ, Σ1, U, t, c, w, τ, τ1, τ2 }: Metas) => [
  every([w, τ], [is(τ, typeOfExternal(Σ, w))], [is(τ1, typeOfExternal(Σ1, w)), subtype(τ1, τ)]),
  every([t, τ], [is(τ, definitionOf(Ω, t)), notIn(t, changedNames(U))], [is(τ, definitionOf(Ω1, t))]),
  every(
    [t, c, τ],
    [is(τ, definitionOf(Ω, t)), is(c, transformerOf(changesOf(U), t))],
    [is(τ2, definitionOf(Ω1, t)), is(τ1, typeOfExternal(Σ1, c)), subtype(τ1, Arrow(τ, never, all, τ2))],
  ),
  every([τ], [wellFormedType(τ, Ω) as never], [wellFormedType(τ, Ω1) as never]),
];
const rests = ['T3', 'T3-fields', 'weakening', 'weakening-fields', 'below-arrow', 'below-ref', 'below-record', 'T13-reflexive', 'T13-transitive', 'T13-antisymmetric', 'field-sub', 'join-mono']; // prettier-ignore
const options = { fixed: ['U', 'Ω1', 'Σ1'], lemmas: rests };

export const rewriting: readonly Statement[] = [
  lemma('rewritten', 'What uses no changed type concretely keeps its type under U', (m) => {
    const { Ω, Ω1, Σ, Σ1, Γ, Δ, Δ1, Δ2, μ, e, U, τ, τ2 } = m;
    return {
      given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1), free(e, changedNames(U)), ...gives(m)],
      infer: [types(Ω1, Σ1, Γ, Δ, μ, put(e, changesOf(U)), τ2, Δ2), subtype(τ2, τ), subset(Δ1, Δ2)],
    };
  }, { ...options, with: ['rewritten-fields'] }),
  lemma('rewritten-fields', 'The same, field by field', (m) => {
    const { Ω, Ω1, Σ, Σ1, Γ, Δ, Δ1, Δ2, μ, ρ, U, φ, φ2 } = m;
    return {
      given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), free(ρ, changedNames(U)), ...gives(m)],
      infer: [typesFields(Ω1, Σ1, Γ, Δ, μ, put(ρ, changesOf(U)), φ2, Δ2), subtypeFields(φ2, φ), subset(Δ1, Δ2)],
    };
  }, { ...options, with: ['rewritten'] }),
  lemma('zero-typed', '0 is as well typed as what stands at an update point', ({ Ω, Σ, E, Δ, Δ1, τ }) => ({
    given: [types(Ω, Σ, noLocals, all, mayUpdate, plug(E, Update(Δ)), τ, Δ1)],
    infer: [zero(Ω, Σ), subtype(int, int)],
  }), { inductOn: [], forward: true, lemmas: [] }),
  lemma('stack-goes-on', 'The stack is typed with 0 in the place of the update point', ({ Ω, Σ, E, Δ, Δ1, Δ2, τ, τ2 }) => ({
    given: [types(Ω, Σ, noLocals, all, mayUpdate, plug(E, Update(Δ)), τ, Δ1), zero(Ω, Σ), subtype(int, int), evaluates(E) as never],
    infer: [types(Ω, Σ, noLocals, all, mayUpdate, plug(E, Num(0n)), τ2, Δ2), subtype(τ2, τ)],
  }), { inductOn: [], forward: true, lemmas: ['hole', 'context', 'T13-reflexive'] }),
  lemma('T8-stack', 'The stack keeps its type under U, 0 in the place of the update point', (m) => {
    const { Ω, Ω1, Σ, Σ1, E, Δ, Δ1, Δ2, U, τ, τ2 } = m;
    return {
      given: [
        types(Ω, Σ, noLocals, all, mayUpdate, plug(E, Update(Δ)), τ, Δ1),
        free(plug(E, Num(0n)), changedNames(U)),
        evaluates(E) as never,
        ...gives(m),
      ],
      infer: [types(Ω1, Σ1, noLocals, all, mayUpdate, put(plug(E, Num(0n)), changesOf(U)), τ2, Δ2), subtype(τ2, τ)],
    };
  }, { inductOn: [], lemmas: ['zero-typed', 'stack-goes-on', 'T13-transitive', 'rewritten'] }),
  lemma('T8-binding', 'A binding that uses no changed type concretely stays well typed under U', (m) => {
    const { Ω, Ω1, Σ, Σ1, b, U } = m;
    return {
      given: [bindingOk(Ω, Σ, b), free(expressionIn(b), changedNames(U)), ...gives(m)],
      infer: [bindingOk(Ω1, Σ1, rewriteBinding(b, changesOf(U)))],
    };
  }, { lemmas: ['T13-transitive', 'rewritten'] }),
  lemma('T8-bindings', 'What an update does not replace stays well typed', (m) => {
    const { Ω, Ω1, Σ, Σ1, β, U } = m;
    return {
      given: [bindingsOk(Ω, Σ, β), keptConFree(β, U) as never, ...gives(m)],
      infer: [bindingsOk(Ω1, Σ1, kept(β, U))],
    };
  }, { fixed: ['U', 'Ω1', 'Σ1'], lemmas: ['T8-binding'] }),
  lemma('heap-together', 'Well-typed bindings set in others keep them well typed', ({ Ω, Σ, β, β1 }) => ({
    given: [bindingsOk(Ω, Σ, β), bindingsOk(Ω, Σ, β1)],
    infer: [bindingsOk(Ω, Σ, together(β, β1))],
  }), { lemmas: ['heap-set'] }),
  lemma('replacement-found', 'Each of the replacements is below what the signature has', ({ Σ, β, w, b, τ, τ1 }) => ({
    given: [replacements(Σ, β), is(b, found(β, w)), is(τ, typeOfExternal(Σ, w))],
    infer: [is(τ1, typeOf(b)), subtype(τ1, τ)],
  }), { lemmas: [] }),
  lemma('replacement-at', 'So is what an update replaces', ({ Σ, H, w, b, τ, τ1 }) => ({
    given: [replacements(Σ, bindingsOf(H)), is(b, bindingAt(H, w)), is(τ, typeOfExternal(Σ, w))],
    infer: [is(τ1, typeOf(b)), subtype(τ1, τ)],
  }), { inductOn: [], forward: true, lemmas: ['replacement-found'], hints: ({ H, w }: Metas) => [found(bindingsOf(H), w)] }),
  lemma('transformer-found', 'Each change has a transformer of the right type', ({ Ω, Ω1, Σ, m, t, c, τ, τ1, τ2 }) => ({
    given: [transformers(Ω, Ω1, Σ, m), is(Changed(τ2, c), changeIn(m, t)), is(τ, definitionOf(Ω, t))],
    infer: [is(τ1, typeOfExternal(Σ, c)), subtype(τ1, Arrow(τ, never, all, τ2))],
  }), { forward: true, lemmas: [] }),
  lemma('update-signature', 'An update gives a signature below the old one', ({ Ω, Σ, U, w, τ, τ1 }) => ({
    given: [updateOk(Ω, Σ, U), is(τ, typeOfExternal(Σ, w))],
    infer: [is(τ1, typeOfExternal(newSignature(Σ, U), w)), subtype(τ1, τ)],
  }), { inductOn: [], forward: true, lemmas: ['replacement-at', 'T13-reflexive'], hints: ({ U, w }: Metas) => [bindingAt(replacedIn(U), w), bindingAt(extendedIn(U), w), typeOf(bindingAt(replacedIn(U), w))] }),
  lemma('update-keeps', 'An update keeps the definitions that it does not change', ({ Ω, Σ, U, t, τ }) => ({
    given: [updateOk(Ω, Σ, U), is(τ, definitionOf(Ω, t)), notIn(t, changedNames(U))],
    infer: [is(τ, definitionOf(newTypes(Ω, U), t))],
  }), { inductOn: [], forward: true, lemmas: [], hints: ({ U, t }: Metas) => [definitionOf(addedIn(U), t), changeAt(changesOf(U), t), transformerOf(changesOf(U), t)] }),
  lemma('update-transforms', 'An update has transformers of the right types', ({ Ω, Σ, U, t, c, τ, τ1, τ2 }) => ({
    given: [updateOk(Ω, Σ, U), is(τ, definitionOf(Ω, t)), is(c, transformerOf(changesOf(U), t))],
    infer: [is(τ2, definitionOf(newTypes(Ω, U), t)), is(τ1, typeOfExternal(newSignature(Σ, U), c)), subtype(τ1, Arrow(τ, never, all, τ2))],
  }), { inductOn: [], forward: true, lemmas: ['transformer-found'], hints: ({ U, t }: Metas) => [definitionOf(addedIn(U), t), changeAt(changesOf(U), t), changeIn(changeList(U), t)] }),
  lemma('update-well-formed', 'What was well formed is so after an update', ({ Ω, U, τ }) => ({
    given: [wellFormedType(τ, Ω) as never],
    infer: [wellFormedType(τ, newTypes(Ω, U)) as never],
  }), { onSyntax: 'τ', with: ['update-well-formed-fields'], forward: false, lemmas: [] }),
  lemma('update-well-formed-fields', 'The same, field by field', ({ Ω, U, φ }) => ({
    given: [wellFormedType(φ as never, Ω) as never],
    infer: [wellFormedType(φ as never, newTypes(Ω, U)) as never],
  }), { onSyntax: 'φ', with: ['update-well-formed'], lemmas: [] }),
  lemma('updated-stack', 'The stack keeps its type in an update', ({ Ω, Σ, E, Δ, Δ1, Δ2, U, τ, τ2 }) => ({
    given: [
      types(Ω, Σ, noLocals, all, mayUpdate, plug(E, Update(Δ)), τ, Δ1),
      updateOk(Ω, Σ, U),
      free(plug(E, Num(0n)), changedNames(U)),
      evaluates(E) as never,
    ],
    infer: [types(newTypes(Ω, U), newSignature(Σ, U), noLocals, all, mayUpdate, put(plug(E, Num(0n)), changesOf(U)), τ2, Δ2), subtype(τ2, τ)],
  }), { inductOn: [], forward: true, lemmas: ['T8-stack', 'update-signature', 'update-keeps', 'update-transforms', 'update-well-formed'] }),
  lemma('updated-bindings', 'What an update does not replace in a heap stays well typed', ({ Ω, Σ, β, U }) => ({
    given: [bindingsOk(Ω, Σ, β), updateOk(Ω, Σ, U), keptConFree(β, U) as never],
    infer: [bindingsOk(newTypes(Ω, U), newSignature(Σ, U), kept(β, U))],
  }), { inductOn: [], forward: true, lemmas: ['T8-bindings', 'update-signature', 'update-keeps', 'update-transforms', 'update-well-formed'] }),
  lemma('updated-heap', 'A heap stays well typed in an update', ({ Ω, Σ, H, U }) => ({
    given: [bindingsOk(Ω, Σ, bindingsOf(H)), updateOk(Ω, Σ, U), heapConFree(H, U) as never],
    infer: [bindingsOk(newTypes(Ω, U), newSignature(Σ, U), bindingsOf(newHeap(H, U)))],
  }), { inductOn: [], forward: true, lemmas: ['updated-bindings', 'heap-together'] }),
  lemma('static-stack', 'The stack is con-free for what the update point gives up', ({ Ω, Σ, E, Δ, Δ1, T, τ }) => ({
    given: [types(Ω, Σ, noLocals, all, mayUpdate, plug(E, Update(Δ)), τ, Δ1), disjoint(T, Δ), evaluates(E) as never],
    infer: [free(plug(E, Num(0n)), T)],
  }), { inductOn: [], forward: true, lemmas: ['hole', 'con-free-context'] }),
  lemma('forced-bindings', 'An expression keeps its type after reads of well-typed variables and cells', ({ Ω, Σ, H, β, e, τ, Δ, Δ1 }) => ({
    given: [bindingsOk(Ω, Σ, β), signed(β, Σ) as never, types(Ω, Σ, noLocals, all, mayUpdate, e, τ, Δ)],
    infer: [types(Ω, Σ, noLocals, all, mayUpdate, forced(β, H, e), τ, Δ1)],
  }), { fixed: ['e', 'τ', 'Δ', 'H'], lemmas: ['weakening', 'T13-reflexive'] }),
  lemma('forced-stack', 'A program keeps its type after reads of what its heap holds', ({ Ω, Σ, H, H1, e, e1, τ, Δ, Δ1 }) => ({
    given: [
      types(Ω, Σ, noLocals, all, mayUpdate, e, τ, Δ),
      bindingsOk(Ω, Σ, bindingsOf(H)),
      is(e1, forced(bindingsOf(H), H1, e)),
      is(Σ, signatureOf(H)),
    ],
    infer: [types(Ω, Σ, noLocals, all, mayUpdate, e1, τ, Δ1)],
  }), { inductOn: [], forward: true, lemmas: ['forced-bindings'] }),
  statementOf(updateSafety, { lemmas: ['updated-stack', 'updated-heap', 'forced-stack'] }),
  statementOf(updateSafetyStatic, { lemmas: ['updated-stack', 'updated-heap', 'static-stack', 'forced-stack'] }),
]; // prettier-ignore
