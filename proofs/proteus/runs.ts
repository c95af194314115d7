/**
 * Runs: what holds of a configuration holds wherever it leads, with updates on the way (proofs.md, section 6). A step keeps
 * a configuration well typed, by T7, T8 and T8s, and where it stands; so does a run, by induction.
 */
import { focus } from '../../semantics/proteus/contexts.ts';
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { is } from '../../semantics/symbols.ts';
import { progresses } from '../../rules/proteus/claims.ts';
import { configurationOk } from '../../rules/proteus/heaps.ts';
import { runs, steps } from '../../rules/proteus/reduction.ts';
import { Apply } from '../../rules/proteus/rule.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { statementOf, traceStatement, type Says, type Statement, type StatementOptions } from '../statement.ts';
import { representation } from './theorems.ts';

const lemma = (name: string, title: string, f: (m: Metas) => Says, options?: StatementOptions<Metas>) =>
  traceStatement(name, title, metas, f, options);

export const running: readonly Statement[] = [
  lemma('update-safe', 'An update keeps a configuration well typed, whichever check admits it', ({ K, K1, k, U, τ, τ1 }) => ({
    given: [configurationOk(K, τ), steps(K, Apply(k, U), K1)],
    infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
  }), { onSyntax: 'k', forward: true, lemmas: ['T8', 'T8s'] }),
  lemma('step-safe', 'A step keeps a configuration well typed, whether an update is applied or not', ({ K, K1, α, τ, τ1 }) => ({
    given: [configurationOk(K, τ), steps(K, α, K1)],
    infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
  }), { inductOn: [1], lemmas: ['T7', 'update-safe'] }),
  lemma('run-safe', 'So does a run', ({ K, K1, τ, τ1 }) => ({
    given: [configurationOk(K, τ), runs(K, K1)],
    infer: [configurationOk(K1, τ1), subtype(τ1, τ)],
  }), { inductOn: [1], forward: true, lemmas: ['step-safe', 'T13-reflexive', 'T13-transitive'] }),
  lemma('step-stands', 'After a step a configuration stands at its place', ({ K, K1, α }) => ({
    given: [steps(K, α, K1)],
    infer: [is(K1, focus(K1))],
  }), { lemmas: [] }),
  lemma('run-stands', 'After a run it does where it did before', ({ K, K1 }) => ({
    given: [runs(K, K1), is(K, focus(K))],
    infer: [is(K1, focus(K1))],
  }), { forward: true, lemmas: ['step-stands'] }),
  statementOf(representation, { inductOn: [0], lemmas: ['run-safe', 'hole', 'value-types'] }),
  lemma('end-to-end', 'A program that stands at its place does not get stuck, whatever updates are applied', ({ K, K1, τ }) => ({
    given: [configurationOk(K, τ), is(K, focus(K)), runs(K, K1)],
    infer: [progresses(K1)],
  }), { inductOn: [0], row: true, lemmas: ['run-safe', 'run-stands', 'T6'] }),
]; // prettier-ignore
