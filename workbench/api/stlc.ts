/** The lambda calculus, for those who change it: `import { … } from 'mutandis/stlc'`. */
export * from '../../semantics/stlc/functions.ts';
export { make, stlc as grammar } from '../../semantics/stlc/grammar.ts';
export * from '../../rules/stlc/index.ts';
export { stlcHints } from '../../checker/stlc/hints.ts';
