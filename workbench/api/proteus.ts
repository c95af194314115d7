/** Proteus, for those who change it: `import { … } from 'mutandis/proteus'`. */
export * from '../../semantics/proteus/index.ts';
export { proteus as grammar } from '../../semantics/proteus/grammar.ts';
export * from '../../rules/proteus/rule.ts';
export * from '../../rules/proteus/index.ts';
export { Update } from '../../rules/proteus/rule.ts';
export type { Update as UpdateTerm } from '../../semantics/proteus/grammar.ts';
export { proteus } from '../../rules/proteus/system.ts';
export { programs } from '../../rules/proteus/programs.ts';
export { reduction } from '../../rules/proteus/reduction.ts';
export { proteusHints } from '../../checker/proteus/hints.ts';
