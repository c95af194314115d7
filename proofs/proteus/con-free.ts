/**
 * What may not be used concretely (proofs.md, section 6): an expression typed without a name of T needs no con of one,
 * neither as it stands nor around the hole of a context. Static implies dynamic (T10) rests on it.
 */
import { unwindOf } from '../../semantics/evaluation-equations.ts';
import { all } from '../../semantics/proteus/capability.ts';
import { plug } from '../../semantics/proteus/contexts.ts';
import { proteus, type Expr, type Fields } from '../../semantics/proteus/grammar.ts';
import { conFree } from '../../semantics/proteus/heaps.ts';
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { recordOfValues } from '../../semantics/proteus/reduction.ts';
import { noLocals } from '../../semantics/proteus/types.ts';
import { disjoint } from '../../semantics/proteus/updates.ts';
import { evaluates, filled, reached } from '../../semantics/proteus/values.ts';
import { mayUpdate } from '../../rules/proteus/rule.ts';
import { types, typesFields } from '../../rules/proteus/typing.ts';
import { every, statementOf, traceStatement, type Says, type Statement, type StatementOptions } from '../statement.ts';
import { staticImpliesDynamic } from './theorems.ts';

const lemma = (name: string, title: string, f: (m: Metas) => Says, options?: StatementOptions<Metas>) =>
  traceStatement(name, title, metas, f, options);
const free = conFree as unknown as (e: unknown, T: unknown) => never;
const unwind = unwindOf(proteus);
const inRun = [noLocals, all, mayUpdate] as const;

const fields = (name: string) => {
  const options = { forward: true, fixed: ['T'], lemmas: ['T3', 'T3-fields'] };
  return [
    { ...options, with: [`${name}-fields`] },
    { ...options, with: [name] },
  ] as const;
};
const [plain, ofFields] = fields('con-free');
const [value, ofValues] = fields('value-con-free');

/** T is what a capability does not have: a search finds it there. */
export const conFreeness: readonly Statement[] = [
  lemma('con-free', 'What is typed without a name uses it nowhere concretely', ({ Ω, Σ, Γ, Δ, Δ1, μ, e, τ, T }) => ({
    given: [types(Ω, Σ, Γ, Δ, μ, e, τ, Δ1), disjoint(T, Δ)],
    infer: [free(e, T)],
  }), plain),
  lemma('con-free-fields', 'The same, field by field', ({ Ω, Σ, Γ, Δ, Δ1, μ, ρ, φ, T }) => ({
    given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), disjoint(T, Δ)],
    infer: [free(ρ, T)],
  }), ofFields),
  lemma('value-con-free', 'A typed value uses no name concretely', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, v, τ, T }) => ({
    given: [types(Ω, Σ, Γ, Δ, μ, v, τ, Δ1), disjoint(T, Δ2)],
    infer: [free(v, T)],
  }), value),
  lemma('value-con-free-fields', 'The same, field by field', ({ Ω, Σ, Γ, Δ, Δ1, Δ2, μ, ρ, φ, T }) => ({
    given: [typesFields(Ω, Σ, Γ, Δ, μ, ρ, φ, Δ1), recordOfValues(ρ) as never, disjoint(T, Δ2)],
    infer: [free(ρ, T)],
  }), ofValues),
  lemma('con-free-frame-fields', 'Con-free fields right of values make the whole con-free', (m) => {
    const { Ω, Σ, ρ, ρ1, ρ2, φ, φ2, T, Δ, Δ0, Δ2 } = m;
    return {
      given: [
        typesFields(Ω, Σ, ...inRun, unwind(ρ1, ρ) as Fields, φ, Δ),
        recordOfValues(ρ1) as never,
        every([φ2, Δ2], [typesFields(Ω, Σ, ...inRun, ρ, φ2, Δ2)], [free(ρ2, T), disjoint(T, Δ2)]),
        disjoint(T, Δ0),
      ],
      infer: [free(unwind(ρ1, ρ2), T), disjoint(T, Δ)],
    };
  }, { onSyntax: 'ρ1', lemmas: ['spends-none', 'spends-none-fields', 'value-con-free'] }),
  ...(['frame', 'context'] as const).map((name) => {
    const on = name === 'frame' ? 'F' : 'E';
    const rests = ['T3', 'T3-fields', 'unique', 'unique-fields', 'spends-none', 'spends-none-fields', 'con-free', 'con-free-fields', 'value-con-free', 'value-con-free-fields', 'con-free-frame-fields', 'con-free-frame', 'hole', 'hole-frame', 'hole-fields'];
    return lemma(`con-free-${name}`, `What follows in a ${name} uses nothing concretely that its hole leaves no right to`, (m) => {
      const { Ω, Σ, E, F, e, e1, τ, τ0, T, Δ, Δ0 } = m;
      const put = (x: Expr) => (name === 'frame' ? filled(F, x) : plug(E, x));
      return {
        given: [
          types(Ω, Σ, ...inRun, put(e), τ, Δ),
          types(Ω, Σ, ...inRun, e, τ0, Δ0),
          disjoint(T, Δ0),
          free(e1, T),
          (name === 'frame' ? reached(F) : evaluates(E)) as never,
        ],
        infer: [free(put(e1), T), disjoint(T, Δ)],
      };
    }, { onSyntax: on, lemmas: rests });
  }),
  statementOf(staticImpliesDynamic),
]; // prettier-ignore
