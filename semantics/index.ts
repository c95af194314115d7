/** The shared machinery of terms: grammars, symbols for tracing, metafunctions, finite maps, positions, errors. */
export * from './alpha.ts';
export * from './binding.ts';
export * from './constructors.ts';
export * from './contexts.ts';
export * from './errors.ts';
export * from './grammar.ts';
export * from './interning.ts';
export * from './maps.ts';
export * from './matching.ts';
export * from './positions.ts';
export * from './resolution.ts';
export * from './structural.ts';
export * from './substitution.ts';
export * from './symbols.ts';
export * from './terms.ts';
export * from './traversal.ts';
export * from './values.ts';
