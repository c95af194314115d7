/**
 * Mutandis as a library: `import { … } from 'mutandis'`. Programs are loaded, run, planned, explained; and variants,
 * theorems and calculi of one's own are written.
 */
export * from './programs.ts';
// What a calculus is written with.
export { is, metafunction, metavariables, partialMetafunction, type AnyMetafunction } from '../../semantics/symbols.ts';
export { both, not, same } from '../../semantics/logic.ts';
export { homomorphism, everywhere } from '../../semantics/structural.ts';
export { con, type SortOf, type TypedGrammar } from '../../semantics/grammar.ts';
export { mapOperations, entries, get, has, keys } from '../../semantics/maps.ts';
export { loadError, showError } from '../../semantics/errors.ts';
export { at, newSource, positionOf, type Position } from '../../semantics/positions.ts';
export { printer } from '../../semantics/printing.ts';
export { equal } from '../../semantics/terms.ts';
export { judgement } from '../../rules/judgement.ts';
export { ruleMaker } from '../../rules/rule.ts';
export { system, vary, type System } from '../../rules/system.ts';
export { traceTheorem } from '../../rules/theorem.ts';
export { calculus, grammar, variant } from '../hunt/own.ts';
export { type Variant, type VariantChanges } from '../../rules/variant.ts';
export { failureBehind, tellFailure } from '../../checker/tell.ts';
export { ruleAsHtml, ruleAsLatex, ruleAsText } from '../../checker/notation/typeset.ts';
export { language, showingBy, type LoadOptions, type RunOptions } from '../../proofs/calculus.ts';
export { stepping } from '../../proofs/stepping.ts';
export { calculi, register } from '../../proofs/calculi.ts';
// Generation and hunts, by hand.
export { Generator } from '../../checker/generate/generator.ts';
export type { Hints, Solver } from '../../checker/generate/hints.ts';
export { RandomChooser, Odometer } from '../../checker/generate/choose.ts';
export { inverse, lookup } from '../../checker/generate/solvers.ts';
export { terms } from '../../checker/generate/exhaustive.ts';
export { wellTyped } from '../../checker/generate/arbitrary.ts';
export { exhaust } from '../../checker/hunt/exhaust.ts';
export { Hunter } from '../../checker/hunt/episodes.ts';
export type { HuntingGround as Ground } from '../../checker/hunt/hunting-ground.ts';
