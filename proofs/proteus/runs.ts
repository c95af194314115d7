/**
 * Runs: what holds of a configuration holds wherever it leads, with updates on the way (proofs.md, section 6). A step keeps
 * a configuration well typed, by T7, T8 and T8s; so does a run, by induction.
 */
import { metas, type Metas } from '../../semantics/proteus/metas.ts';
import { configurationOk } from '../../rules/proteus/heaps.ts';
import { runs, steps } from '../../rules/proteus/reduction.ts';
import { Apply } from '../../rules/proteus/rule.ts';
import { subtype } from '../../rules/proteus/subtyping.ts';
import { statementOf, traceStatement, type Says, type Statement, type StatementOptions } from '../statement.ts';
import { endToEnd, representation } from './theorems.ts';

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
  statementOf(representation, { inductOn: [0], lemmas: ['run-safe', 'hole', 'value-types'] }),
  statementOf(endToEnd, { inductOn: [0], lemmas: ['run-safe', 'T6'] }),
]; // prettier-ignore
