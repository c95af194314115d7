/** The shared machinery of terms: grammars, symbols for tracing, metafunctions, finite maps, positions, errors. */
export * from './errors.ts';
export * from './grammar.ts';
export * from './maps.ts';
export * from './matching.ts';
export * from './positions.ts';
export * from './structural.ts';
export * from './symbols.ts';
export * from './terms.ts';
export * from './unknowns.ts';
