/** Proteus with threads: grammar, metafunctions, concrete syntax. */
export * from './grammar.ts';
export * from './metas.ts';
export * from './functions.ts';
export * from './syntax.ts';
