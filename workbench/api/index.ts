/** What a variant, a theorem or a calculus of one's own is written with: `import { … } from 'mutandis'`. */
export { is, metafunction, partialMetafunction } from '../../semantics/symbols.ts';
export { homomorphism, everywhere } from '../../semantics/structural.ts';
export { con, grammar } from '../../semantics/grammar.ts';
export { metavariables } from '../../semantics/symbols.ts';
export { judgement } from '../../rules/judgement.ts';
export { ruleMaker } from '../../rules/rule.ts';
export { system, vary } from '../../rules/system.ts';
export { traceTheorem } from '../../rules/theorem.ts';
export { variant, type Variant, type VariantChanges } from '../../rules/variant.ts';
export { derive } from '../../checker/derive.ts';
export { Generator } from '../../checker/generate/generator.ts';
export { RandomChooser, Odometer } from '../../checker/generate/choose.ts';
export { terms } from '../../checker/generate/exhaustive.ts';
export { wellTyped } from '../../checker/generate/arbitrary.ts';
export { exhaust } from '../../checker/hunt/exhaust.ts';
export { Hunter, type Ground } from '../../checker/hunt/episodes.ts';
export { calculi } from '../../proofs/calculi.ts';
