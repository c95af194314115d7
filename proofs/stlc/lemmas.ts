/** What the theorems of the lambda calculus rest on: weakening and substitution, with contexts as premises for all. */
import { make, type Expr, type Locals, type Type } from '../../semantics/stlc/grammar.ts';
import { differs, metas, substitute, type Metas } from '../../semantics/stlc/functions.ts';
import { never } from '../../semantics/logic.ts';
import { is } from '../../semantics/symbols.ts';
import { steps, value } from '../../rules/stlc/reduction.ts';
import { looksUp, types } from '../../rules/stlc/typing.ts';
import type { Lemmas } from '../development.ts';
import { every, statementOf, traceStatement, type Says, type StatementOptions } from '../statement.ts';
import { stlcTheorems } from './theorems.ts';

const lemma = (name: string, title: string, f: (m: Metas) => Says, options?: StatementOptions) =>
  traceStatement(name, title, metas, f, options);
const { y, τ2 } = metas;

/** Every variable has in Γ1 the type that it has in Γ. */
const includes = (Γ: Locals, Γ1: Locals) => every([y, τ2], [looksUp(Γ, y, τ2)], [looksUp(Γ1, y, τ2)]);
/** Γ1 is Γ with x : τ1 somewhere in it. */
const extends1 = (Γ: Locals, Γ1: Locals, x: string, τ1: Type) => [
  every([y, τ2], [looksUp(Γ1, y, τ2), differs(y, x)], [looksUp(Γ, y, τ2)]),
  every([τ2], [looksUp(Γ1, x, τ2)], [is(τ2, τ1)]),
];

export const weakening = lemma('weakening', 'A typing holds in every context that has its variables', (m) => ({
  given: [types(m.Γ, m.e, m.τ), includes(m.Γ, m.Γ1)],
  infer: [types(m.Γ1, m.e, m.τ)],
}));

export const substitution = lemma(
  'substitution',
  'A closed term may take the place of a variable of its type',
  ({ Γ, Γ1, e, e1, x, τ, τ1 }) => ({
    given: [types(Γ1, e, τ), ...extends1(Γ, Γ1, x, τ1), types(make.Locals.NoLocals(), e1 as Expr, τ1)],
    infer: [types(Γ, substitute(e, e1, x), τ)],
  }),
  { fixed: ['e1', 'x', 'τ1'] },
);

export const valuesStay = lemma(
  'values-stay',
  'A value takes no step',
  ({ e, o }) => ({ given: [value(e), steps(e, o)], infer: [never] }),
  { forward: true },
);

const [progress, preservation, determinism] = stlcTheorems;
export const stlcLemmas: Lemmas = {
  functions: [],
  statements: () => [
    weakening,
    substitution,
    valuesStay,
    statementOf(preservation!),
    statementOf(progress!),
    statementOf(determinism!),
  ],
};
