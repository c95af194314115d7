/** Sessions: grammar, metafunctions, concrete syntax. */
export * from './grammar.ts';
export * from './metas.ts';
export * from './syntax/index.ts';
