/** Proteus: its grammar, metavariables, metafunctions and concrete syntax. */
export * from './capability.ts';
export * from './coercions.ts';
export * from './contexts.ts';
export * from './grammar.ts';
export * from './guarded.ts';
export * from './heaps.ts';
export * from './metas.ts';
export * from './programs.ts';
export * from './reduction.ts';
export * from './substitution.ts';
export * from './syntax/index.ts';
export * from './types.ts';
export * from './updates.ts';
export * from './values.ts';
